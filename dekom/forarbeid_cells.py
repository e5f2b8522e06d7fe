"""One cell of a group's workbook: what it gives an answer, or why it cannot be taken."""

from fractions import Fraction

from dekom.answers import LikelySlip
from dekom.columns import Column, read_cell, written
from dekom.figures import format_exact_percent
from dekom.forarbeid_layout import AMOUNT, ANSWERED, CHOICE, is_open
from dekom.forarbeid_rows import Row
from dekom.grid import Cell
from dekom.groupwork import Question
from dekom.i18n import Message
from dekom.model import Case
from dekom.money import Reference, Refused, looks_like_slip, quoted, read_amount
from dekom.set_up import folded
from dekom.tables import MAX_TEXT, TOO_LONG


def read_answer(column: Column, cell: Cell, row: Row, stands: str | int | None, case: Case) -> str | int | None:
    """Return what a cell says, in kr for an amount; raise `Refused` with what to write instead.

    What says the same as what `stands` is returned as that, also where it could not be given today.
    """
    is_closed = not is_open(column, row.question)
    if is_closed and not says_something(stands):
        raise Refused(_not_open(column, row.question))
    if column == CHOICE:
        wanted: str | int = _choices(cell, row.question, str(stands or ""))
    elif column == AMOUNT:
        wanted = _amount(cell, row, stands, case)
    else:
        wanted = _text(column, cell, str(stands or ""))
    if is_closed and wanted != stands:
        raise Refused(_not_open(column, row.question))
    return wanted


def says_something(value: str | int | None) -> bool:
    """Return whether a part of an answer is given."""
    return bool(value.strip()) if isinstance(value, str) else value is not None


def slip(kr: int, row: Row, case: Case) -> Message | None:
    """Return «Mener du …?» for an amount in kr that is far from the network's need, None for any other."""
    reference = _yardstick(row, case)
    return LikelySlip(kr, reference).message if looks_like_slip(kr, reference) else None


def _not_open(column: Column, question: Question) -> Message:
    """Return why an answer to the question may not have something in a column."""
    headings = [other.heading for other in ANSWERED if is_open(other, question)]
    text = "Spørsmålet har ikke svar i kolonnen {heading}. Skriv i {headings}."
    return Message(text, {"heading": column.heading, "headings": headings})


def _choices(cell: Cell, question: Question, stands: str) -> str:
    """Return the choices of a cell as an answer keeps them, in the order of the question with `;` between."""
    parts = [part.strip() for part in written(cell.value).split(";") if part.strip()]
    if not parts:
        return stands
    if ";".join(parts) == stands or not question.has_choices:
        return ";".join(parts)
    chosen: set[str] = set()
    for part in parts:
        alike = [choice for choice in question.choices if folded(choice) == folded(part)]
        known = [part] if part in alike else alike
        if not known:
            text = "«{text}» er ikke et av svarvalgene. Velg ett av disse: {choices:semikolon}."
            raise Refused(Message(text, {"text": quoted(part), "choices": list(question.choices)}))
        chosen.add(known[0])
    if len(chosen) > 1 and not question.has_several:
        text = "Spørsmålet har bare ett svar. Velg ett av disse: {choices:semikolon}."
        raise Refused(Message(text, {"choices": list(question.choices)}))
    return ";".join(choice for choice in question.choices if choice in chosen)


def _amount(cell: Cell, row: Row, stands: str | int | None, case: Case) -> int:
    """Return an amount in kr, a text read as on the group's own page. A step such as +10 000 is refused: from what?"""
    text = cell.value if isinstance(cell.value, str) else str(read_cell(AMOUNT, cell))
    if isinstance(stands, int) and text == str(stands):
        return stands
    return read_amount(text, _yardstick(row, case))


def _yardstick(row: Row, case: Case) -> Reference:
    nettverk = row.nettverk
    need_kr, last_year_kr = (nettverk.need_kr, nettverk.last_year_kr) if nettverk else (None, None)
    return Reference(None, need_kr, last_year_kr, case.total_kr)


def _text(column: Column, cell: Cell, stands: str) -> str:
    """Return a text just as it is written, a number as people write it; raise `Refused` for another kind of value."""
    value = cell.value
    if cell.is_percent and isinstance(value, int | float):
        message = "{heading}: Excel har gjort teksten om til {text}. Gjør cellen om til tekst."
        shown = format_exact_percent(Fraction(repr(value)))
        raise Refused(Message(message, {"heading": column.heading, "text": shown}))
    text = value if isinstance(value, str) else str(read_cell(column, cell))
    if _lines(text) == _lines(stands):
        return stands
    if len(text) > MAX_TEXT:
        raise Refused(TOO_LONG)
    return text


def _lines(text: str) -> str:
    """Return a text with the line breaks that Excel has, to tell whether two say the same."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
