"""A group's filled-in workbook read into a plan: the answers it would give, and every finding, before any is saved.

All or nothing: a plan with a finding that stops is not saved. An empty cell leaves what stands, and so does an answer
where the group has given another, unless the user says that the workbook counts.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from dekom.change import RowEdit
from dekom.columns import Column, written
from dekom.findings import Finding, stops
from dekom.forarbeid_cells import read_answer, says_something, slip
from dekom.forarbeid_layout import AMOUNT, ANSWERED, CHOICE, OF_GROUP, OF_MEETING, called, meeting_words
from dekom.forarbeid_rows import Row, read_rows, worksheets
from dekom.found import Found
from dekom.grid import Cell, Grid
from dekom.groupwork import NOT_ANSWERED, GroupWork, Gruppe, place_key
from dekom.i18n import Message, render
from dekom.model import Case
from dekom.money import Refused, quoted
from dekom.set_up import folded

IN_SHORT = 300  # characters of a text in a preview


@dataclass(frozen=True, slots=True)
class ForarbeidPlan:
    """What taking in a workbook would write, one edit an answer, and what stands in the way.

    `lines` says it in words, one a cell. `replaced` counts the cells that take the place of something else the group
    has answered, `kept` those that do not, because it is to be kept.
    """

    source: str
    gruppe: Gruppe | None = None
    edits: tuple[RowEdit, ...] = ()
    findings: tuple[Finding, ...] = ()
    lines: tuple[Message, ...] = ()
    replaced: int = 0
    kept: int = 0

    @property
    def questions(self) -> tuple[Finding, ...]:
        """What somebody must say yes to first."""
        return tuple(finding for finding in self.findings if finding.severity == "spørsmål")

    @property
    def is_ready(self) -> bool:
        return bool(self.edits) and not stops(self.findings)


def plan_forarbeid(
    work: GroupWork,
    case: Case,
    grids: Sequence[Grid],
    source: str,
    gruppe_id: str = "",
    replaces: bool = False,
    said: Sequence[Finding] = (),
    answered: Collection[Finding] = (),
) -> ForarbeidPlan:
    """Return what the worksheets would give a group of answers.

    The workbook says whose it is; `gruppe_id` is the group that the user has chosen, which must be the same, and
    counts where the workbook says nothing. With `replaces` the workbook counts where another answer stands. `said` is
    what the reader of the file found; `answered` are the questions of an earlier plan that got a yes.
    """
    found, plan = Found(), ForarbeidPlan(source)
    if grids:
        sheets, others = worksheets(work, case, grids, found)
        _check_meeting(case, others, found)
        gruppe = _gruppe_of(work, others, gruppe_id, found)
        if gruppe:
            rows = [row for sheet, grid in sheets for row in read_rows(work, case, gruppe, sheet, grid, found)]
            plan = _plan(work, case, source, gruppe, rows, replaces, found)
    findings = (*said, *found.all())
    left = tuple(f for f in findings if not (f.severity == "spørsmål" and f in answered))
    return replace(plan, findings=left)


def _check_meeting(case: Case, grids: Sequence[Grid], found: Found) -> None:
    """Ask about a workbook that says it was made for another meeting; one that says nothing is taken as it is."""
    stated = _stated(grids, OF_MEETING)
    if stated and folded(written(stated[1].value)) != folded(render(meeting_words(case))):
        text = "Arbeidsboken er laget for «{text}». Gjelder svarene møtet som er åpent her?"
        found.add(Message(text, {"text": quoted(written(stated[1].value))}), stated[0], stated[1].place, "spørsmål")


def _gruppe_of(work: GroupWork, grids: Sequence[Grid], gruppe_id: str, found: Found) -> Gruppe | None:
    """Return the group that the answers are from, None (and why) where that is not certain."""
    chosen, stated = work.gruppe(gruppe_id), _stated(grids, OF_GROUP)
    if stated is None:
        text = "Arbeidsboken sier ikke hvilken gruppe svarene er fra. Er de fra {gruppe}?"
        if chosen is None:
            text = "Arbeidsboken sier ikke hvilken gruppe svarene er fra. Velg gruppen."
        found.add(Message(text, {"gruppe": chosen.name} if chosen else {}), severity="spørsmål")
        return chosen
    sheet, cell = stated
    name = written(cell.value)
    named = [gruppe for gruppe in work.grupper if folded(gruppe.name) == folded(name)]
    if chosen in named or (chosen is None and len(named) == 1):
        return chosen or named[0]
    said: dict[str, object] = {"name": quoted(name), "names": [quoted(gruppe.name) for gruppe in work.grupper]}
    text = "Gruppen «{name}» finnes ikke i møtet. Skriv en av disse: {names:semikolon}."
    if chosen and named:
        said["chosen"] = chosen.name
        text = "Arbeidsboken er fra «{name}», men du fører inn for {chosen}. Velg riktig gruppe, eller rett cellen."
    elif named:
        text = "Flere grupper heter «{name}». Velg gruppen du fører inn for."
    found.add(Message(text, said), sheet, cell.place)
    return None


def _stated(grids: Sequence[Grid], label: Message) -> tuple[str, Cell] | None:
    """Return the cell to the right of the first that holds a label, and its worksheet; None if nothing is there."""
    names = called(label)
    for grid in grids:
        for row in grid.rows:
            if row and not row[0].is_empty and folded(written(row[0].value)) in names:
                return (grid.name, row[1]) if len(row) > 1 and not row[1].is_empty else None
    return None


@dataclass
class _Taken:
    """What is taken of the rows so far."""

    edits: list[RowEdit] = field(default_factory=list)
    lines: list[Message] = field(default_factory=list)
    replaced: int = 0
    kept: int = 0


def _plan(
    work: GroupWork, case: Case, source: str, gruppe: Gruppe, rows: Sequence[Row], replaces: bool, found: Found
) -> ForarbeidPlan:
    taken = _Taken()
    for row in rows:
        after: dict[str, Any] = {}
        for column in ANSWERED:
            if column.field in row.cells:
                after |= _take_cell(work, case, row, column, replaces, taken, found)
        if after:
            stands = work.answers.get(row.place)
            before = {name: getattr(stands, name) for name in after} if stands else None
            whole = after if stands else {**asdict(NOT_ANSWERED), **after}
            taken.edits.append(RowEdit("answer", place_key(work.meeting_id, row.place), before, whole))
    return ForarbeidPlan(source, gruppe, tuple(taken.edits), (), tuple(taken.lines), taken.replaced, taken.kept)


def _take_cell(
    work: GroupWork, case: Case, row: Row, column: Column, replaces: bool, taken: _Taken, found: Found
) -> Mapping[str, Any]:
    """Return what a cell gives its answer, nothing where it says what stands already or cannot be taken."""
    cell = row.cells[column.field]
    stands = getattr(work.answers.get(row.place, NOT_ANSWERED), column.field)
    try:
        wanted = read_answer(column, cell, row, stands, case)
    except Refused as refused:
        found.add(refused.message, row.worksheet, cell.place)
        return {}
    if wanted == stands:
        return {}
    said = {"stands": _words(column, stands), "wanted": _words(column, wanted)}
    if says_something(stands) and not replaces:
        text = "Her står det «{stands}» fra før. «{wanted}» tas ikke med."
        found.add(Message(text, said), row.worksheet, cell.place, "merknad")
        taken.kept += 1
        return {}
    if says_something(stands):
        found.add(Message("«{stands}» byttes ut med «{wanted}».", said), row.worksheet, cell.place, "merknad")
        taken.replaced += 1
    if column == AMOUNT and isinstance(wanted, int) and (question := slip(wanted, row, case)):
        found.add(question, row.worksheet, cell.place, "spørsmål")
    taken.lines.append(_line(row, column, wanted))
    return {column.field: wanted}


def _line(row: Row, column: Column, wanted: str | int | None) -> Message:
    """Return what a cell gives, in words."""
    asked = quoted(f"{row.question.mark} {row.question.text}")
    said = {"question": asked, "heading": column.heading, "wanted": _words(column, wanted)}
    if row.nettverk is None:
        return Message("{question} · {heading}: {wanted}", said)
    return Message("{name} · {question} · {heading}: {wanted}", said | {"name": quoted(row.nettverk.name)})


def _words(column: Column, value: str | int | None) -> Message:
    """Return what an answer says, a long text cut."""
    if isinstance(value, int):
        return Message("{kr:kr}", {"kr": value})
    if column == CHOICE:
        return Message("{choices:semikolon}", {"choices": (value or "").split(";")})
    flat = " ".join((value or "").split())
    return Message("{text}", {"text": flat if len(flat) <= IN_SHORT else f"{flat[:IN_SHORT]}…"})
