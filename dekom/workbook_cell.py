"""One cell of a sheet's XML: the value that Excel last kept for it, of the kind that Excel says it is."""

import math
import re
from datetime import date, time
from xml.etree.ElementTree import Element

from openpyxl.utils.datetime import from_excel, from_ISO8601

from dekom.grid import CellValue
from dekom.i18n import Message
from dekom.unreadable import Unreadable
from dekom.workbook_parts import MAIN, Workbook, plain_text, unescaped

FORMULA, VALUE, INLINE = f"{MAIN}f", f"{MAIN}v", f"{MAIN}is"
_NUMBER = re.compile(r"[+-]?(?:\d{1,40}\.?\d{0,40}|\.\d{1,40})(?:[Ee][+-]?\d{1,3})?", re.ASCII)
_INDEX = re.compile(r"\d{1,7}", re.ASCII)
_AFTER_DATES = 2_958_466  # Excel's number for 1 January 10000


class Fault(Exception):
    """A cell whose value is not of a form that Excel writes; `message` says what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


def has_something(cell: Element) -> bool:
    """Return whether a cell is more than a format."""
    return any(part.tag in {FORMULA, VALUE, INLINE} for part in cell)


def lacks_result(cell: Element) -> bool:
    """Return whether a cell with a formula has no result; an empty text is one."""
    value = cell.find(VALUE)
    return value is None or (not value.text and cell.get("t") != "str")


def cell_value(cell: Element, workbook: Workbook) -> CellValue:
    """Return what a cell holds, None if nothing; raise `Fault` where that cannot be read with certainty."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find(INLINE)
        return None if inline is None else plain_text(inline)
    raw = cell.findtext(VALUE) or ""
    if kind == "str":
        return unescaped(raw)
    raw = raw.strip()
    if not raw:
        return None
    if kind == "n":
        return _number_or_date(raw, style_of(cell, workbook) in workbook.date_styles, workbook)
    if kind == "s":
        return _shared_text(raw, workbook.strings)
    if kind == "b" and raw in {"0", "1"}:
        return raw == "1"
    if kind == "d":
        return _iso_date(raw)
    if kind == "e":
        return raw
    raise _unreadable()


def style_of(cell: Element, workbook: Workbook) -> int:
    """Return a cell's style; raise `Fault` if the workbook has none by that number."""
    text = cell.get("s", "0")
    if not _INDEX.fullmatch(text) or (workbook.style_count and int(text) >= workbook.style_count):
        raise _unreadable()
    return int(text)


def _number_or_date(raw: str, is_date: bool, workbook: Workbook) -> CellValue:
    if not _NUMBER.fullmatch(raw):
        raise _unreadable()
    number = float(raw) if set(raw) & set(".eE") else int(raw)
    if not math.isfinite(number):
        raise _unreadable()
    if not is_date:
        return number
    if not 0 <= number < _AFTER_DATES:
        message = (
            "Cellen er vist som dato, men tallet er ingen dato. Velg et tallformat i Excel, lagre og last opp på nytt."
        )
        raise Fault(Message(message))
    try:
        moment: CellValue = from_excel(number, workbook.epoch)
    except OverflowError as fault:  # the last four years of a calendar that begins in 1904
        raise _unreadable() from fault
    return moment


def _shared_text(raw: str, strings: tuple[str, ...] | None) -> str:
    if strings is None:
        message = "Arbeidsboken mangler delen med tekster. Åpne den i Excel, lagre den og last den opp på nytt."
        raise Unreadable(Message(message))
    if not _INDEX.fullmatch(raw) or int(raw) >= len(strings):
        raise _unreadable()
    return strings[int(raw)]


def _iso_date(raw: str) -> CellValue:
    try:
        moment = from_ISO8601(raw)
    except ValueError as fault:
        raise _unreadable() from fault
    if not isinstance(moment, date | time):  # a duration
        raise _unreadable()
    return moment


def _unreadable() -> Fault:
    return Fault(Message("Verdien i cellen kan ikke leses. Skriv den på nytt i Excel, lagre og last opp på nytt."))
