"""The sheets of a workbook: the values Excel last kept, each cell read by openpyxl, within bounds of ours.

openpyxl's own walk through the rows is not used: it leaves out rows that are out of order, keeps something of every
row it has passed, makes rows as wide as the sheet says it is, and gives up at a filter that it does not know. Its
second pass, for the formulas, may take hours where many cells share one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from openpyxl.utils.datetime import from_excel
from openpyxl.utils.escape import unescape
from openpyxl.worksheet._reader import FORMULA_TAG, ROW_TAG, VALUE_TAG, WorkSheetParser

from dekom.cell_text import text_of_cell
from dekom.found import Found
from dekom.grid import Cell, Grid, column_letters
from dekom.i18n import Message
from dekom.unreadable import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    damaged,
    too_many_cells,
    too_many_columns,
    too_many_rows,
)
from dekom.workbook_book import MAIN, Book
from dekom.workbook_formulas import points_outside
from dekom.workbook_guard import Stream

MAX_EMPTY_ROWS = 2_000  # formatted but empty, one after the other

# By kind of cell, what Excel writes; openpyxl takes 1_000 for a number as well, and a text of number -1.
_FORMS = {
    "n": re.compile(r"[+-]?[0-9.]+(?:[Ee][+-]?[0-9]+)?"),
    "s": re.compile("[0-9]+"),
    "b": re.compile("[01]"),
    **dict.fromkeys(("d", "e", "str", "inlineStr"), re.compile(".*", re.DOTALL)),
}
_LETTERS = [column_letters(index) for index in range(MAX_COLUMNS)]
_LAST_ROW = 1_048_576
_TOO_LARGE = 1e308  # Excel's largest number is just below
_LAST_DATES = 2_957_000  # Excel's number for a day in 9995, a calendar that begins in 1904 counted in


@dataclass(slots=True)
class SheetReader:
    """Reads the sheets of one workbook, one after the other; what there is to say goes to `found`."""

    book: Book
    found: Found
    has_formulas: bool = False
    _cells_left: int = MAX_CELLS
    _name: str = ""
    _shared_outside: set[str] = field(default_factory=set)  # formulas of a sheet that many cells share, by number

    def read(self, stream: Stream, name: str) -> Grid:
        """Return a sheet's rows with content, each from column A on; raise `Unreadable` if it is not whole."""
        self._name = name
        self._shared_outside.clear()
        rows: list[tuple[Cell, ...]] = []
        empty = 0
        for number, element, values in _rows(stream, self.book):
            cells = self._cells(number, element, values)
            if any(not cell.is_empty for cell in cells):
                empty = 0
                rows.append(cells)
                if len(rows) > MAX_ROWS:
                    raise too_many_rows()
                continue
            empty += 1
            if empty > MAX_EMPTY_ROWS:
                message = (
                    "Lesingen stoppet etter {limit:tall} tomme rader. Flytt opp det som eventuelt står lenger ned."
                )
                self.found.add(Message(message, {"limit": MAX_EMPTY_ROWS}), name, severity="merknad")
                break
        return Grid(name, tuple(rows))

    def _cells(self, row: int, element: Element, values: list[dict[str, Any]]) -> tuple[Cell, ...]:
        """Return the cells of a row up to the last that holds something."""
        cells: list[Cell] = []
        last = 0
        for child, read in zip(element, values, strict=True):
            column = read["column"]
            if read["row"] != row or column <= last:
                raise damaged()
            last = column
            if read["value"] is None and child.find(FORMULA_TAG) is None:
                continue
            if column > MAX_COLUMNS:
                raise too_many_columns()
            self._cells_left -= column - len(cells)
            if self._cells_left < 0:
                raise too_many_cells()
            cells.extend(Cell(None, f"{_LETTERS[i]}{row}") for i in range(len(cells), column - 1))
            cells.append(self._cell(child, f"{_LETTERS[column - 1]}{row}", read))
        return tuple(cells)

    def _cell(self, element: Element, place: str, read: dict[str, Any]) -> Cell:
        if (formula := element.find(FORMULA_TAG)) is not None:
            self.has_formulas = True
            self._look_at(formula, place)
        if fault := _fault(element, read, self.book):
            self.found.add(fault, self._name, place)
            return Cell(None, place)
        value, style = read["value"], read["style_id"]
        if read["data_type"] == "e":
            message = "Cellen viser feilen {error}. Rett formelen i Excel, lagre og last opp på nytt."
            self.found.add(Message(message, {"error": str(value)[:20]}), self._name, place)
        if isinstance(value, str):
            return Cell(text_of_cell(unescape(value), self.found, self._name, place), place)
        if not _is_number(value):
            return Cell(value, place)
        if style in self.book.date_styles:
            return Cell(from_excel(value, self.book.epoch), place)
        return Cell(value, place, style in self.book.percent_styles)

    def _look_at(self, formula: Element, place: str) -> None:
        """Say where a formula takes its value from outside. Only the first of cells that share one has its text."""
        shared = formula.get("si", "")
        if not points_outside(formula.text or "") and shared not in self._shared_outside:
            return
        if shared:
            self._shared_outside.add(shared)
        message = "Formelen peker ut av filen. Verdien er lest slik den sist ble lagret."
        self.found.add(Message(message), self._name, place, "merknad")


def _rows(stream: Stream, book: Book) -> Iterator[tuple[int, Element, list[dict[str, Any]]]]:
    """Yield each row's number, its XML, and its cells as openpyxl reads them."""
    parser = WorkSheetParser(stream, book.texts, data_only=True)  # dates are left as numbers: it warns of some
    last = 0
    for element in _row_elements(stream):
        try:
            number, values = parser.parse_row(element)
        except Exception as fault:  # openpyxl says in many ways that a cell is not as it should be
            raise damaged() from fault
        parser.row_dimensions.clear()
        if not last < number <= _LAST_ROW:
            raise damaged()
        last = number
        yield number, element, values


def _row_elements(stream: Stream) -> Iterator[Element]:
    """Yield each row of the XML, and let go of it afterwards and of everything between rows at once."""
    root: Any = None
    row: Any = None
    try:
        for event, element in iterparse(stream, ("start", "end"), forbid_dtd=True):
            if event == "start":
                root = element if root is None else root
                row = element if row is None and element.tag == ROW_TAG else row
                if root.tag != f"{MAIN}worksheet":
                    raise damaged()
            elif row is None or element is row:
                if row is not None:
                    yield row
                element.clear()
                row = None
                stream.renew()
    except (ParseError, DefusedXmlException, LookupError, ValueError) as fault:
        raise damaged() from fault


def _fault(element: Element, read: dict[str, Any], book: Book) -> Message | None:
    """Return what to say of a cell whose value is missing, or not of a form that Excel writes."""
    value, kind, style = read["value"], element.get("t", "n"), read["style_id"]
    if value is None and kind != "str":  # a formula's, without a result; an empty text is one
        return Message("Formelen er ikke regnet ut. Åpne filen i Excel, lagre den og last den opp på nytt.")
    form, raw = _FORMS.get(kind), (element.findtext(VALUE_TAG) or "0").strip()
    is_as_written = form is not None and form.fullmatch(raw) and 0 <= style < book.style_count
    if not is_as_written or isinstance(value, timedelta) or (_is_number(value) and not abs(value) < _TOO_LARGE):
        return Message("Verdien i cellen kan ikke leses. Skriv den på nytt i Excel, lagre og last opp på nytt.")
    if _is_number(value) and style in book.date_styles and not 0 <= value < _LAST_DATES:
        message = (
            "Cellen er vist som dato, men tallet er ingen dato. Velg et tallformat i Excel, lagre og last opp på nytt."
        )
        return Message(message)
    return None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
