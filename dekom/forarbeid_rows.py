"""The filled-in rows of a group's workbook: which sheet, which network and which question each of them is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dekom.columns import Column, written
from dekom.forarbeid_layout import (
    ANSWERED,
    MERKE,
    NETTVERK,
    QUESTION,
    called,
    columns_of,
    nettverk_of,
    sheets_of,
    worksheet_names,
)
from dekom.found import Found
from dekom.grid import Cell, Grid
from dekom.groupwork import AnswerPlace, GroupWork, Gruppe, Question, Sheet
from dekom.i18n import Message
from dekom.model import Case, Nettverk
from dekom.money import quoted
from dekom.set_up import folded
from dekom.sheet_names import EXPLANATION

HEADING_AMONG = 20  # the first rows, in which the headings are looked for

_EMPTY = Cell(None)


@dataclass(frozen=True, slots=True)
class Row:
    """A row that something is filled in on, and what it is about. `cells` holds that, by field of the answer."""

    worksheet: str
    gruppe: Gruppe
    sheet: Sheet
    nettverk: Nettverk | None
    question: Question
    cells: Mapping[str, Cell]

    @property
    def place(self) -> AnswerPlace:
        return self.gruppe.id, self.sheet.id, self.nettverk.id if self.nettverk else "", self.question.id


def worksheets(
    work: GroupWork, case: Case, grids: Sequence[Grid], found: Found
) -> tuple[list[tuple[Sheet, Grid]], list[Grid]]:
    """Return the sheets of the ordning that a workbook holds, and the worksheets that are none of them."""
    sheets = sheets_of(work, case)
    names = worksheet_names(sheets)
    by_name = {folded(sheet.title): sheet for sheet in reversed(sheets)}
    by_name |= {folded(names[sheet.id]): sheet for sheet in sheets}
    known: dict[str, tuple[Sheet, Grid]] = {}
    others: list[Grid] = []
    for grid in grids:
        sheet = by_name.get(folded(grid.name))
        if sheet is None:
            others.append(grid)
            if folded(grid.name) not in called(EXPLANATION):
                text = "Arket er ikke et av arkene gruppene fyller ut. Det tas ikke med."
                found.add(Message(text), grid.name, severity="merknad")
        elif sheet.id in known:
            text = "Arkene «{one}» og «{other}» er samme ark. La ett av dem stå."
            found.add(Message(text, {"one": known[sheet.id][1].name, "other": grid.name}), grid.name)
        else:
            known[sheet.id] = sheet, grid
    if not known:
        text = "Arbeidsboken har ingen av arkene gruppene fyller ut: {names:semikolon}. Last den ned på nytt."
        found.add(Message(text, {"names": [quoted(name) for name in names.values()]}))
    # The page that says whose the workbook is comes first, wherever it has been moved.
    return list(known.values()), sorted(others, key=lambda grid: folded(grid.name) not in called(EXPLANATION))


def read_rows(work: GroupWork, case: Case, gruppe: Gruppe, sheet: Sheet, grid: Grid, found: Found) -> list[Row]:
    """Return the rows of a worksheet that something is filled in on; those that cannot be placed are in `found`."""
    if not grid.rows:
        return []
    start, columns = _headings(sheet, grid, found)
    own = nettverk_of(work, case, gruppe)
    rows: list[Row] = []
    taken: dict[AnswerPlace, str] = {}
    for line in grid.rows[start + 1 :] if columns else ():
        cells = {field: line[index] for field, index in columns.items() if index < len(line)}
        filled = {c.field: cells[c.field] for c in ANSWERED if not cells.get(c.field, _EMPTY).is_empty}
        if not filled:
            continue
        where = next(iter(filled.values())).place
        nettverk, is_placed = None, True
        if sheet.per == "nettverk":
            nettverk = _nettverk_of(case, gruppe, own, cells.get(NETTVERK.field, _EMPTY), where, grid.name, found)
            is_placed = nettverk is not None
        question = _question_of(sheet, cells, where, grid.name, found)
        if question is None or not is_placed:
            continue
        row = Row(grid.name, gruppe, sheet, nettverk, question, filled)
        if row.place in taken:
            text = "Spørsmålet er besvart to ganger, også i {place}. La én av radene stå."
            found.add(Message(text, {"place": taken[row.place]}), grid.name, where)
            continue
        taken[row.place] = where
        rows.append(row)
    return rows


def _headings(sheet: Sheet, grid: Grid, found: Found) -> tuple[int, dict[str, int]]:
    """Return the row of the headings and where each column stands, none of them if one that is needed is not there."""
    columns = columns_of(sheet)
    start = max(range(len(grid.rows[:HEADING_AMONG])), key=lambda i: len(_known(columns, grid.rows[i])))
    places: dict[str, int] = {}
    for index, cell in enumerate(grid.rows[start]):
        column = _column_called(columns, cell)
        text = quoted(written(cell.value)) if not cell.is_empty else ""
        if column is None and text:
            message = "Overskriften «{text}» er ukjent. Kolonnen tas ikke med."
            found.add(Message(message, {"text": text}), grid.name, cell.place, "merknad")
        elif column and column.field in places:
            message = "Overskriften «{text}» står to ganger. La én av kolonnene stå."
            found.add(Message(message, {"text": text}), grid.name, cell.place)
        elif column:
            places[column.field] = index
    missing = [] if {MERKE.field, QUESTION.field} & places.keys() else [MERKE.heading]
    if NETTVERK in columns and NETTVERK.field not in places:
        missing.append(NETTVERK.heading)
    if not {column.field for column in ANSWERED} & places.keys():
        missing += [column.heading for column in ANSWERED]
    if missing:
        text = "Arket mangler disse overskriftene: {headings}. Skriv dem i raden over svarene."
        found.add(Message(text, {"headings": missing}), grid.name)
        return start, {}
    return start, places


def _known(columns: Sequence[Column], row: Sequence[Cell]) -> set[str]:
    return {column.field for cell in row if (column := _column_called(columns, cell))}


def _column_called(columns: Sequence[Column], cell: Cell) -> Column | None:
    text = "" if cell.is_empty else folded(written(cell.value))
    return next((column for column in columns if text in called(column.heading)), None)


def _nettverk_of(
    case: Case, gruppe: Gruppe, own: Sequence[Nettverk], cell: Cell, where: str, worksheet: str, found: Found
) -> Nettverk | None:
    """Return the network that a row names, None (and why) where that is not one of the group's."""
    where = cell.place or where
    own_names = [quoted(n.name) for n in own]
    said: dict[str, object] = {"gruppe": gruppe.name, "own": own_names or [Message("ingen")]}
    if cell.is_empty:
        text = "Skriv hvilket nettverk svaret gjelder. {gruppe} har: {own:semikolon}."
        found.add(Message(text, said), worksheet, where)
        return None
    name = written(cell.value)
    said |= {"name": quoted(name)}
    named = [n for n in case.nettverk if folded(n.name) == folded(name)]
    of_group = [n for n in named if n in own]
    if len(of_group) == 1:
        return of_group[0]
    text = "Nettverket «{name}» finnes ikke i ordningen. {gruppe} har: {own:semikolon}."
    if of_group:
        text = "Flere av nettverkene til {gruppe} heter «{name}». Gi dem ulike navn i oppsettet."
    elif named:
        text = "Nettverket «{name}» hører ikke til {gruppe}. Gruppen har: {own:semikolon}."
    found.add(Message(text, said), worksheet, where)
    return None


def _question_of(sheet: Sheet, cells: Mapping[str, Cell], where: str, worksheet: str, found: Found) -> Question | None:
    """Return the question that a row names by its mark, or by its text where no mark stands; None (and why) else."""
    mark, text = cells.get(MERKE.field, _EMPTY), cells.get(QUESTION.field, _EMPTY)
    by_text = [q for q in sheet.questions if not text.is_empty and folded(q.text) == folded(written(text.value))]
    marks = [q.id for q in sheet.questions]
    if mark.is_empty:
        if len(by_text) == 1:
            return by_text[0]
        message = "Skriv merket til spørsmålet. Arket har: {marks:semikolon}."
        found.add(Message(message, {"marks": marks}), worksheet, mark.place or where)
        return None
    name = written(mark.value)
    by_mark = [q for q in sheet.questions if q.id == name]
    by_mark = by_mark or [q for q in sheet.questions if folded(q.id) == folded(name)]
    if not by_mark:
        message = "Merket «{mark}» finnes ikke i arket. Arket har: {marks:semikolon}."
        found.add(Message(message, {"mark": quoted(name), "marks": marks}), worksheet, mark.place)
        return None
    question = by_mark[0]
    if text.is_empty or question in by_text:
        return question
    said = {"mark": question.id, "question": quoted(question.text), "text": quoted(written(text.value))}
    if by_text:
        message = "Merket {mark} er «{question}», men i raden står «{text}». Rett det ene."
        found.add(Message(message, said), worksheet, mark.place)
        return None
    message = "Spørsmål {mark} er nå «{question}». I raden står «{text}»."
    found.add(Message(message, said), worksheet, text.place, "merknad")
    return question
