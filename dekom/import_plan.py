"""A workbook read into a plan: what it would add and change, and every finding, before anything is written.

All or nothing: a plan with a finding that stops is not saved. An empty cell leaves what stands; nothing is taken away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from dekom.access import Actor
from dekom.change import Change, RowEdit, Values
from dekom.columns import Column
from dekom.findings import Finding, stops
from dekom.grid import Cell, Grid
from dekom.i18n import LANGUAGES, Message, render
from dekom.money import Refused, quoted
from dekom.printed import printed_edits, sum_row_figures
from dekom.set_up import SetUp, folded
from dekom.set_up_checks import too_early
from dekom.set_up_plan import Plan, plan_rows
from dekom.set_up_rows import Names, Written, read_rows
from dekom.set_up_tables import MEETING, ORDNING, ROOM, SET_UP_TABLES, SetUpTable
from dekom.sheet_names import EXPLANATION, IS_SUM
from dekom.store import Store


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of ours as read: the table it is, its rows, and the sums it states."""

    table: SetUpTable
    name: str
    rows: tuple[Written, ...]
    sums: tuple[Written, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would write, table by table, and what stands in the way."""

    set_up: SetUp
    source: str
    plans: Mapping[str, Plan] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    printed: tuple[RowEdit, ...] = ()

    @property
    def edits(self) -> tuple[RowEdit, ...]:
        return tuple(edit for plan in self.plans.values() for edit in plan.edits) + self.printed

    @property
    def is_ready(self) -> bool:
        return bool(self.edits) and not stops(self.findings)


def plan_import(set_up: SetUp, grids: Sequence[Grid], source: str) -> ImportPlan:
    """Return what the sheets of a workbook would do to a meeting. A set-up without a meeting makes a new one."""
    sheets, findings = _sheets(grids)
    if set_up.meeting is None:
        findings += _missing_of_new(sheets)
    if stops(findings):
        return ImportPlan(set_up, source, findings=tuple(findings))
    names, plans = Names.of(set_up), {}
    only = _only_ordning(set_up, sheets)
    printed: list[RowEdit] = []
    for sheet in sheets:
        table = sheet.table
        fixed = {"ordning": only} if only and table.is_of_ordning and table is not ORDNING else {}
        records, wrong = read_rows(table, sheet.rows, names, fixed, sheet.name)
        plan = Plan(findings=tuple(wrong)) if wrong else plan_rows(set_up, table, records, names, sheet=sheet.name)
        plans[table.table] = plan
        findings += plan.findings
        if sheet.sums and not plan.findings:
            figures = sum_row_figures(table, records, sheet.sums, f"{source}, {sheet.name}")
            findings += figures.findings
            printed += printed_edits(set_up, figures.printed, names)
    if set_up.meeting is None:
        findings += _too_early(sheets)
    if set_up.meeting is None and not (plans.get(ROOM.table) and plans[ROOM.table].edits):
        plans[ROOM.table] = first_room(set_up)
    return ImportPlan(set_up, source, plans, tuple(findings), tuple(printed))


def first_room(set_up: SetUp) -> Plan:
    """Return what gives a new meeting the room that its storskjerm stands in."""
    key: Values = {"meeting_id": set_up.meeting_id, "room_id": "rom-1"}
    return Plan((RowEdit(ROOM.table, key, None, {"position": 0, "name": "Rom 1"}),), added=1)


def is_ours(grids: Sequence[Grid]) -> bool:
    """Return whether any of the sheets is called as a table of ours."""
    return any(_table_called(grid.name) for grid in grids)


def save_import(store: Store, actor: Actor, plan: ImportPlan) -> int | None:
    """Write an import as one undoable step; raise `Refused` if something stands in its way."""
    if stops(plan.findings):
        raise Refused(Message("Ingenting er hentet inn. Rett feilene, og last opp på nytt."))
    if not plan.edits:
        raise Refused(Message("Det er ikke noe nytt i arbeidsboken."))
    added, changed = (sum(getattr(p, name) for p in plan.plans.values()) for name in ("added", "changed"))
    said = {"source": quoted(plan.source), "added": added, "changed": changed}
    what = Message("Hentet inn {source}: {added} nye rader, {changed} endret", said)
    return store.apply(Change(plan.set_up.meeting_id, "", what, plan.edits), actor)


def _sheets(grids: Sequence[Grid]) -> tuple[list[Sheet], list[Finding]]:
    """Return the sheets that are tables of ours, in the order they must be read, and what is said of the others."""
    found: dict[str, Sheet] = {}
    findings: list[Finding] = []
    for grid in grids:
        table = _table_called(grid.name)
        if table is None:
            if folded(grid.name) not in _in_any_language(EXPLANATION):
                findings.append(
                    Finding(Message("Arket er ikke en av tabellene og tas ikke med."), grid.name, "", "merknad")
                )
            continue
        if table.table in found:
            text = "Arkene «{one}» og «{other}» er samme tabell. La ett av dem stå."
            said = {"one": found[table.table].name, "other": grid.name}
            findings.append(Finding(Message(text, said), grid.name))
            continue
        sheet, said_of_it = _sheet(table, grid)
        found[table.table] = sheet
        findings += said_of_it
    if not found:
        text = "Arbeidsboken har ingen ark med navn fra malen. Last ned malen, eller lim inn tabellen som tekst."
        findings.append(Finding(Message(text)))
    order = [table.table for table in SET_UP_TABLES]
    return sorted(found.values(), key=lambda sheet: order.index(sheet.table.table)), findings


def _sheet(table: SetUpTable, grid: Grid) -> tuple[Sheet, list[Finding]]:
    findings: list[Finding] = []
    if not grid.rows:
        return Sheet(table, grid.name, ()), findings
    columns: dict[int, Column] = {}
    for index, cell in enumerate(grid.rows[0]):
        if cell.is_empty:
            continue
        column = _column_called(table, str(cell.value))
        if column is None:
            text = "Overskriften «{text}» er ukjent. Kolonnen tas ikke med."
            findings.append(
                Finding(Message(text, {"text": quoted(str(cell.value))}), grid.name, cell.place, "merknad")
            )
        elif column in columns.values():
            text = "Overskriften «{text}» står to ganger. La én av kolonnene stå."
            findings.append(Finding(Message(text, {"text": quoted(str(cell.value))}), grid.name, cell.place))
        else:
            columns[index] = column
    if not columns:
        text = "Første rad må være overskriftene fra malen. Ingen av dem er kjent."
        findings.append(Finding(Message(text), grid.name, grid.rows[0][0].place if grid.rows[0] else ""))
    rows: list[Written] = []
    sums: list[Written] = []
    for row in grid.rows[1:]:
        cells = {column.field: row[index] for index, column in columns.items() if index < len(row)}
        if all(cell.is_empty for cell in cells.values()):
            continue
        stated = {name: cell for name, cell in cells.items() if not cell.is_empty or table.column(name).is_required}
        place = next(cell.place for cell in row if cell.place) if any(cell.place for cell in row) else ""
        written = Written(stated, place, {} if table is MEETING else None)
        (sums if _is_sum(table, stated) else rows).append(written)
    if table is MEETING and len(rows) > 1:
        findings.append(Finding(Message("Arket har flere møter. Ta ett møte om gangen."), grid.name, rows[1].place))
    return Sheet(table, grid.name, tuple(rows), tuple(sums)), findings


def _is_sum(table: SetUpTable, cells: Mapping[str, Cell]) -> bool:
    name = cells.get(table.named_by)
    return table.is_of_ordning and name is not None and folded(name.value) in IS_SUM


def _missing_of_new(sheets: Sequence[Sheet]) -> list[Finding]:
    """Return what a workbook lacks to make a meeting of its own."""
    filled = {sheet.table.table for sheet in sheets if sheet.rows}
    needed = [table for table in (MEETING, ORDNING) if table.table not in filled]
    text = "Et nytt møte trenger arket «{sheet}» med minst én rad."
    return [Finding(Message(text, {"sheet": table.title})) for table in needed]


def _too_early(sheets: Sequence[Sheet]) -> list[Finding]:
    """Return a finding for each ordning of a new meeting that the rulebook does not know on the meeting's day."""
    read = {sheet.table.table: read_rows(sheet.table, sheet.rows, Names(), {})[0] for sheet in sheets}
    days = [str(record.values["held_on"]) for record in read[MEETING.table] if record.values.get("held_on")]
    name = next(sheet.name for sheet in sheets if sheet.table is ORDNING)
    return [
        Finding(message, name, record.written.cells["ordning"].place)
        for record in read[ORDNING.table]
        for day in days
        if "ordning" in record.values and (message := too_early(str(record.values["ordning"]), day))
    ]


def _only_ordning(set_up: SetUp, sheets: Sequence[Sheet]) -> str:
    """Return the ordning that rows are of when they do not say: the only one there is."""
    from_file = [row for sheet in sheets if sheet.table is ORDNING for row in sheet.rows]
    read, _wrong = read_rows(ORDNING, from_file, Names(), {})
    known = {*set_up.ordninger, *(str(record.values.get("ordning", "")) for record in read)} - {""}
    return known.pop() if len(known) == 1 else ""


def _table_called(name: str) -> SetUpTable | None:
    return next((table for table in SET_UP_TABLES if folded(name) in _in_any_language(table.title)), None)


def _column_called(table: SetUpTable, heading: str) -> Column | None:
    bare = folded(heading).removesuffix("*").strip()
    return next((c for c in table.columns if bare in _in_any_language(c.heading)), None)


def _in_any_language(message: Message) -> set[str]:
    return {folded(render(message, language=language)) for language in LANGUAGES}


def with_findings(plan: ImportPlan, findings: Sequence[Finding]) -> ImportPlan:
    """Return the plan with what the reader of the file had to say first."""
    return replace(plan, findings=(*findings, *plan.findings))
