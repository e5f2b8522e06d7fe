"""One cell of a meeting's table: the amount or the percentage it states, or why it states none."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction

from dekom.grid import Cell, CellValue
from dekom.i18n import Message
from dekom.money import MAX_DIGITS, Refused, parse_kroner, quoted
from dekom.numbers import read_exact
from dekom.table_model import UNBOUNDED_ROLES, Column

# An empty cell as people write it. Zero is written 0.
DASHES = frozenset("-–—−")
_MOST_PERCENT = 1_000_000
_SIGN = re.compile(r"\s*([+\-−–])\s*")
_BREAK = re.compile(r"[\n\r\v\f\x85\u2028\u2029]+")
_EXCEL_ERROR = re.compile(r"#[A-ZÆØÅ/0]+[!?]?|#N/A|#I/T", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CellReading:
    """What a cell may say in kr: nothing, one amount, or several of which one must be chosen.

    `is_joined` says that a line break in the middle of the amount was taken out.
    """

    amounts: tuple[int, ...] = ()
    is_joined: bool = False
    problem: Message | None = None


def read_kroner_cell(cell: Cell) -> CellReading:
    """Return what a cell says in kr; `problem` says what to write instead where it says nothing that can be used."""
    value = cell.value
    if is_blank(cell):
        return CellReading()
    if isinstance(value, str):
        return _broken(value) if _BREAK.search(value.strip()) else _written(value)
    text = quoted(cell_text(value))
    if isinstance(value, bool) or cell.is_percent:
        return CellReading(problem=_not_an_amount(text))
    if isinstance(value, datetime | date | time):
        said = Message("«{text}» er en dato, ikke et beløp. Gjør cellen om til tall.", {"text": text})
        return CellReading(problem=said)
    if not isinstance(value, int | float) or not abs(value) < 10**MAX_DIGITS:  # so that NaN is refused
        return CellReading(problem=_not_an_amount(text))
    if value < 0:
        said = Message("«{text}» er negativt. Et beløp er 0 eller mer.", {"text": text})
        return CellReading(problem=said)
    if value != int(value):
        return CellReading(problem=Message("«{text}» er ikke hele kroner. Rund av til hele kroner.", {"text": text}))
    return CellReading((int(value),))


def read_percent_cell(cell: Cell, column: Column, is_share: bool = False) -> Fraction | None:
    """Return the per cent that a cell of a column states (39 is 39 %), None for an empty one; raise `Refused`.

    `is_share` says that numbers without a per cent sign are shares: 0,39 is 39 %.
    """
    value = cell.value
    if is_blank(cell):
        return None
    is_bounded = column.role not in UNBOUNDED_ROLES
    wrong = Message(
        "«{text}» er ikke en prosent fra 0 til 100. Skriv for eksempel 40.", {"text": quoted(cell_text(value))}
    )
    if isinstance(value, str):
        text = _BREAK.sub("", value).strip()
        sign = _SIGN.match(text) if not is_bounded else None
        stated = read_exact(text[sign.end() if sign else 0 :].removesuffix("%").strip(), wrong)
        stated = -stated if sign and sign[1] != "+" else stated
        is_share = is_share and not text.endswith("%")
    elif isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= _MOST_PERCENT:
        # repr gives the decimals that Excel shows: the float 0.396 is meant as exactly 0,396.
        stated = Fraction(repr(value))
        is_share = is_share or cell.is_percent
    else:
        raise Refused(wrong)
    percent = stated * 100 if is_share else stated
    if is_bounded and not 0 <= percent <= 100:
        raise Refused(wrong)
    return percent


def is_blank(cell: Cell) -> bool:
    """Return whether nothing is stated in a cell: it is empty, or has a dash."""
    return cell.is_empty or (isinstance(cell.value, str) and cell.value.strip() in DASHES)


def cell_text(value: CellValue) -> str:
    """Return a cell's value as a person would write it."""
    if isinstance(value, bool):
        return "SANN" if value else "USANN"
    if isinstance(value, datetime | date):
        return f"{value.day}.{value.month}.{value.year}"
    if isinstance(value, float):
        whole = abs(value) < 10**15 and value == int(value)
        return str(int(value)) if whole else repr(value).replace(".", ",")
    return "" if value is None else str(value)


def _written(text: str) -> CellReading:
    if _EXCEL_ERROR.fullmatch(text.strip()):
        said = Message("«{text}» er en feil i Excel. Rett formelen, eller skriv beløpet.", {"text": quoted(text)})
        return CellReading(problem=said)
    try:
        return CellReading((parse_kroner(text),))
    except Refused:
        return CellReading(problem=_not_an_amount(quoted(text)))


def _broken(text: str) -> CellReading:
    """Read an amount with line breaks in it: joined, and on its own whatever stands before or after a break."""
    lines = [line.strip() for line in _BREAK.split(text) if line.strip()]
    joined = {kr for kr in map(_amount, ("".join(lines), " ".join(lines))) if kr is not None}
    alone = [_amount(line) for line in lines]
    # Where every line is an amount of its own («2 584» and «859»), only the rest of the row can tell.
    amounts = joined if None in alone else joined | {kr for kr in alone if kr is not None}
    if not amounts:
        return CellReading(problem=_not_an_amount(quoted(text)))
    return CellReading(tuple(sorted(amounts, reverse=True)), is_joined=True)


def _amount(text: str) -> int | None:
    try:
        return parse_kroner(text)
    except Refused:
        return None


def _not_an_amount(text: str) -> Message:
    return Message(
        "«{text}» er ikke et beløp. Skriv hele kroner uten fortegn, for eksempel 842 950.",
        {"text": text},
    )
