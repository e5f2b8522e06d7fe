"""The columns of the set-up tables: what a cell may hold, whether typed in the app or read from Excel."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction
from typing import Literal

from dekom.figures import NBSP, format_kroner
from dekom.grid import Cell, CellValue
from dekom.i18n import Message
from dekom.money import Refused, parse_kroner, quoted
from dekom.numbers import format_exact, read_exact

Kind = Literal[
    "tekst", "kr", "antall", "årsverk", "prosent", "valg", "flere valg", "klokke", "dato", "navn", "flere navn"
]
Value = int | str | None
MAX_KR = 999_999_999_999

_CLOCK = re.compile(r"(?P<hour>[01]?\d|2[0-3])[.:](?P<minute>[0-5]\d)(?:[.:]00)?", re.ASCII)
_DATE = re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})|(?P<iso>\d{4}-\d{2}-\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values that a column may hold, and the word that people know it by."""

    value: str
    word: Message


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `field` is its name in the database; `refers_to` is the table whose names it holds.

    `about` explains it and `example` fills it in the workbook's explanation.
    """

    field: str
    heading: Message
    kind: Kind
    about: Message
    example: str = ""
    is_required: bool = False
    choices: tuple[Choice, ...] = ()
    refers_to: str = ""


def read_cell(column: Column, cell: Cell) -> Value:
    """Return what a cell holds, None (or "" in a text) for an empty one; raise `Refused` with what to write instead.

    A column that refers to names, or that holds choices, gives the text as written, without spaces at its ends.
    """
    if cell.is_empty:
        if column.is_required:
            raise Refused(Message("{heading} mangler.", {"heading": column.heading}))
        return None if column.kind in {"kr", "antall", "dato"} else ""
    return _READERS[column.kind](column, cell.value, cell.is_percent)


def text_of(column: Column, value: Value) -> str:
    """Return a stored value as it is written in a cell; words are in bokmål msgids, to be put into the language."""
    if value is None:
        return ""
    if column.kind in {"kr", "antall"} and isinstance(value, int):
        return format_kroner(value).replace(NBSP, " ") if column.kind == "kr" else str(value)
    if column.kind in {"årsverk", "prosent"} and value:
        return format_exact(Fraction(value)).replace(NBSP, " ")
    if column.kind == "dato":
        day = date.fromisoformat(str(value))
        return f"{day.day}.{day.month}.{day.year}"
    return str(value)


def _text(column: Column, value: CellValue, is_percent: bool) -> str:
    if isinstance(value, bool):
        raise Refused(Message("{heading}: «{text}» er ikke en tekst.", _said(column, value)))
    if isinstance(value, datetime | date | time):
        raise Refused(
            Message(
                "{heading}: Excel har gjort teksten om til {text}. Gjør cellen om til tekst.", _said(column, value)
            )
        )
    return written(value).strip()


def _kroner(column: Column, value: CellValue, is_percent: bool) -> int:
    if is_percent or isinstance(value, bool | datetime | date | time):
        raise Refused(
            Message("«{text}» er ikke et beløp. Skriv hele kroner, for eksempel 842 950.", _said(column, value))
        )
    if isinstance(value, str):
        return parse_kroner(value)
    return _whole_number(value, Message("«{text}» er ikke et beløp i hele kroner.", _said(column, value)))


def _count(column: Column, value: CellValue, is_percent: bool) -> int:
    wrong = Message("«{text}» er ikke et antall. Skriv for eksempel 12.", _said(column, value))
    if is_percent or isinstance(value, bool | datetime | date | time):
        raise Refused(wrong)
    if isinstance(value, str):
        digits = re.sub(r"\s", "", value)
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
            raise Refused(wrong)
        return int(digits)
    return _whole_number(value, wrong)


def _whole_number(value: CellValue, wrong: Message) -> int:
    """Return a number of Excel's that is whole and not negative; the largest has twelve digits."""
    if not isinstance(value, int | float) or not 0 <= value <= MAX_KR or value != int(value):
        raise Refused(wrong)
    return int(value)


def _exact(column: Column, value: CellValue, is_percent: bool) -> str:
    """Return an exact number as the database keeps it, «12» or «25/2»."""
    wrong = Message("«{text}» er ikke et tall. Skriv for eksempel 12,5.", _said(column, value))
    if isinstance(value, str):
        return str(read_exact(value.strip().removesuffix("%") if column.kind == "prosent" else value, wrong))
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or (is_percent and column.kind != "prosent") or not 0 <= float(str(value)) < 1_000_000:
        raise Refused(wrong)
    # Excel's own number, to the four decimals that we keep.
    return str(Fraction(f"{float(str(value)) * (100 if is_percent else 1):.4f}"))


def _clock(column: Column, value: CellValue, is_percent: bool) -> str:
    if isinstance(value, datetime | time):
        return f"{value.hour:02d}:{value.minute:02d}"
    match = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise Refused(Message("«{text}» er ikke et klokkeslett. Skriv for eksempel 10:15.", _said(column, value)))
    return f"{int(match['hour']):02d}:{match['minute']}"


def _date(column: Column, value: CellValue, is_percent: bool) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    match = _DATE.fullmatch(value.strip()) if isinstance(value, str) else None
    try:
        if match and match["iso"]:
            return date.fromisoformat(match["iso"]).isoformat()
        if match:
            return date(int(match["year"]), int(match["month"]), int(match["day"])).isoformat()
    except ValueError:
        pass
    raise Refused(Message("«{text}» er ikke en dato. Skriv for eksempel 9.3.2022.", _said(column, value)))


def written(value: CellValue) -> str:
    """Return a cell's value as a person would write it."""
    if isinstance(value, bool):
        return "SANN" if value else "USANN"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value).replace(".", ",")
    if isinstance(value, datetime):
        return f"{value.day}.{value.month}.{value.year}"
    return str(value)


def _said(column: Column, value: CellValue) -> dict[str, object]:
    return {"heading": column.heading, "text": quoted(written(value))}


_READERS: dict[Kind, Callable[[Column, CellValue, bool], Value]] = {
    "tekst": _text,
    "kr": _kroner,
    "antall": _count,
    "årsverk": _exact,
    "prosent": _exact,
    "valg": _text,
    "flere valg": _text,
    "klokke": _clock,
    "dato": _date,
    "navn": _text,
    "flere navn": _text,
}
