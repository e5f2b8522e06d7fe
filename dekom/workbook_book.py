"""What the sheets of a workbook share, read by openpyxl: their list, the texts, the number formats, the calendar."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from warnings import catch_warnings, filterwarnings

from defusedxml.ElementTree import fromstring
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import builtin_format_code, is_date_format
from openpyxl.xml.constants import SHEET_MAIN_NS

from dekom.unreadable import MAX_SHEETS, Unreadable, damaged, too_many_sheets
from dekom.workbook_guard import Package

MAIN = f"{{{SHEET_MAIN_NS}}}"
MAX_FORMAT = 255  # characters of a number format, as many as Excel has room for
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')  # of a number format: what it shows, skips or fills with
_NOT_CALCULATED = re.compile(rb"""fullCalcOnLoad\s*=\s*["'](?:1|true)""")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet as the workbook lists it. `path` is its part; None for a sheet that holds no cells, such as a chart."""

    name: str
    is_hidden: bool
    path: str | None


@dataclass(frozen=True, slots=True)
class Book:
    """What the sheets share. Cell styles are known by number: those of dates, those of per cent, how many in all."""

    sheets: tuple[SheetPart, ...]
    texts: Sequence[str]
    style_count: int
    date_styles: frozenset[int]
    percent_styles: frozenset[int]
    epoch: datetime
    is_calculated: bool


def open_book(package: Package) -> Book:
    """Read everything but the sheets; raise `Unreadable` if that cannot be done.

    These are the steps of openpyxl's load_workbook, without those that are not about cells: a damaged chart or
    property must not stop the reading. The sheets are opened one by one, so that one does not stop the others.
    """
    try:
        with catch_warnings():
            filterwarnings("ignore", module="openpyxl")
            reader = ExcelReader(package.fp, read_only=True, data_only=True, keep_links=False)
            reader.archive = package
            reader.read_manifest()
            reader.read_strings()
            reader.read_workbook()
            listed, relations = reader.parser.sheets, reader.parser.rels
            source = package.read(reader.parser.workbook_part_name)
        formats = _number_formats(package, [r.target for r in relations.values() if r.Type.endswith("/styles")])
    except Unreadable:
        raise
    except Exception as fault:  # openpyxl says in many ways that a part is not as it should be
        raise damaged() from fault
    if not listed:
        raise damaged()
    if len(listed) > MAX_SHEETS:
        raise too_many_sheets()
    dates = {code for code in set(formats) if is_date_format(code)}
    percentages = {code for code in set(formats) if "%" in _LITERAL.sub("", code)}
    return Book(
        sheets=tuple(_sheet_part(sheet, relations.get(sheet.id)) for sheet in listed),
        texts=reader.shared_strings,
        style_count=len(formats),
        date_styles=frozenset(i for i, code in enumerate(formats) if code in dates),
        percent_styles=frozenset(i for i, code in enumerate(formats) if code in percentages),
        epoch=reader.wb.epoch,
        is_calculated=not _NOT_CALCULATED.search(source),
    )


def _sheet_part(sheet: Any, relation: Any) -> SheetPart:
    """Return one sheet; the path is of no part if the workbook does not say which it is, or points elsewhere."""
    path: str | None = ""
    if relation is not None and relation.TargetMode != "External":
        path = relation.target if relation.Type.endswith("/worksheet") else None
    return SheetPart(sheet.name, sheet.state != "visible", path)


def _number_formats(package: Package, paths: list[str]) -> list[str]:
    """Return the number format of each cell style.

    Not by openpyxl, which needs ten seconds for 8 000 named styles and forty for 16 000, and prints to the terminal.
    """
    if not paths:
        return ["General"]
    root = fromstring(package.read(paths[0]), forbid_dtd=True)
    own = {int(e.get("numFmtId", "")): e.get("formatCode", "") for e in root.iter(f"{MAIN}numFmt")}
    if root.tag != f"{MAIN}styleSheet" or any(len(code) > MAX_FORMAT for code in own.values()):
        raise damaged()
    used = [int(e.get("numFmtId", "0")) for e in root.iterfind(f"{MAIN}cellXfs/{MAIN}xf")]
    return [own[number] if number in own else builtin_format_code(number) or "" for number in used] or ["General"]
