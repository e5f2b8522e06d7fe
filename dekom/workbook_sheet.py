"""One sheet: its cells with the values Excel last kept, and what there is to say about them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from openpyxl.utils.cell import column_index_from_string

from dekom.cell_text import text_of_cell
from dekom.found import Found
from dekom.grid import Cell, CellValue, Grid, column_letters
from dekom.i18n import Message
from dekom.unreadable import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    damaged,
    too_big,
    too_many_cells,
    too_many_columns,
    too_many_rows,
)
from dekom.workbook_cell import FORMULA, Fault, cell_value, has_something, lacks_result, style_of
from dekom.workbook_formulas import points_outside
from dekom.workbook_guard import Stream
from dekom.workbook_parts import MAIN, Workbook
from dekom.workbook_xml import elements

MAX_EMPTY_ROWS = 2_000  # formatted but empty, one after the other
MAX_FORMULAS = 10_000_000  # characters, of a workbook's formulas together
MAX_NAMED = 5  # places named in one sentence

_ROW, _COLUMN, _CELL, _MERGED = f"{MAIN}row", f"{MAIN}col", f"{MAIN}c", f"{MAIN}mergeCell"
_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII)
_WHOLE = re.compile(r"\d{1,7}", re.ASCII)
_LETTERS = [column_letters(index) for index in range(MAX_COLUMNS)]
_LAST_ROW = 1_048_576


@dataclass(slots=True)
class Totals:
    """What counts for the sheets of a workbook together."""

    cells_left: int = MAX_CELLS
    formulas_left: int = MAX_FORMULAS
    has_formulas: bool = False


def read_sheet(stream: Stream, name: str, workbook: Workbook, totals: Totals, found: Found) -> Grid:
    """Return a sheet's rows with content, each from column A on; what there is to say goes to `found`.

    Raise `Unreadable` for a sheet that cannot be read whole.
    """
    sheet = _Sheet(name, workbook, totals, found)
    for element in elements(stream, f"{MAIN}worksheet", {_ROW, _COLUMN, _MERGED}):
        if element.tag == _ROW:
            sheet.take_row(element)
            if sheet.empty_rows > MAX_EMPTY_ROWS:
                message = (
                    "Lesingen stoppet etter {limit:tall} tomme rader. Flytt opp det som eventuelt står lenger ned."
                )
                found.add(Message(message, {"limit": MAX_EMPTY_ROWS}), name, severity="merknad")
                break
        elif element.tag == _COLUMN:
            sheet.take_columns(element)
        elif len(sheet.merged) <= MAX_NAMED:
            sheet.merged.append(element.get("ref", "")[:20])
    sheet.say_how_it_looks()
    return Grid(name, tuple(sheet.rows))


@dataclass(slots=True)
class _Sheet:
    name: str
    workbook: Workbook
    totals: Totals
    found: Found
    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    empty_rows: int = 0  # since the last row with content
    merged: list[str] = field(default_factory=list)
    _row: int = 0  # the row and the column that were read last, from 1
    _column: int = 0
    _hidden_rows: list[int] = field(default_factory=list)
    _hidden_columns: set[int] = field(default_factory=set)
    _used_columns: set[int] = field(default_factory=set)
    _shared_outside: set[str] = field(default_factory=set)  # formulas that many cells share, by their number

    def take_columns(self, element: Element) -> None:
        if _is_true(element.get("hidden")):
            first, last = _whole(element.get("min", "")), _whole(element.get("max", ""))
            self._hidden_columns.update(range(first, min(last, MAX_COLUMNS) + 1))

    def take_row(self, element: Element) -> None:
        number = _whole(element.get("r", str(self._row + 1)))
        if not self._row < number <= _LAST_ROW:
            raise damaged()
        self._row, self._column = number, 0
        cells: list[Cell] = []
        for child in element if any(len(child) for child in element) else ():  # not where there are formats only
            if child.tag == _CELL:
                self._take_cell(child, cells)
        if all(cell.is_empty for cell in cells):
            self.empty_rows += 1
            return
        self.empty_rows = 0
        self.rows.append(tuple(cells))
        if len(self.rows) > MAX_ROWS:
            raise too_many_rows()
        if _is_true(element.get("hidden")):
            self._hidden_rows.append(number)

    def _take_cell(self, element: Element, cells: list[Cell]) -> None:
        """Add a cell that holds something to its row, after the empty ones on its left."""
        self._move_to(element.get("r"))
        if not has_something(element):
            return
        if self._column > MAX_COLUMNS:
            raise too_many_columns()
        self.totals.cells_left -= self._column - len(cells)
        if self.totals.cells_left < 0:
            raise too_many_cells()
        cells.extend(Cell(None, self._place(column)) for column in range(len(cells) + 1, self._column))
        cells.append(self._cell(element, self._place(self._column)))
        self._used_columns.add(self._column)

    def _move_to(self, coordinate: str | None) -> None:
        if coordinate is None:
            self._column += 1
            return
        match = _PLACE.fullmatch(coordinate)
        column: int = column_index_from_string(match[1]) if match else 0
        if match is None or int(match[2]) != self._row or column <= self._column:
            raise damaged()
        self._column = column

    def _place(self, column: int) -> str:
        return f"{_LETTERS[column - 1]}{self._row}"

    def _cell(self, element: Element, place: str) -> Cell:
        formula = element.find(FORMULA)
        if formula is not None:
            self.totals.has_formulas = True
            if self._is_outside(formula):
                message = "Formelen peker ut av filen. Verdien er lest slik den sist ble lagret."
                self.found.add(Message(message), self.name, place, "merknad")
            if lacks_result(element):
                message = "Formelen er ikke regnet ut. Åpne filen i Excel, lagre den og last den opp på nytt."
                self.found.add(Message(message), self.name, place)
                return Cell(None, place)
        try:
            value = cell_value(element, self.workbook)
            is_percent = style_of(element, self.workbook) in self.workbook.percent_styles
        except Fault as fault:
            self.found.add(fault.message, self.name, place)
            return Cell(None, place)
        if element.get("t") == "e":
            message = "Cellen viser feilen {error}. Rett formelen i Excel, lagre og last opp på nytt."
            self.found.add(Message(message, {"error": str(value)[:20]}), self.name, place)
        if isinstance(value, str):
            return Cell(text_of_cell(value, self.found, self.name, place), place)
        return Cell(value, place, is_percent and _is_number(value))

    def _is_outside(self, formula: Element) -> bool:
        text, shared = formula.text or "", formula.get("si", "")
        self.totals.formulas_left -= len(text)
        if self.totals.formulas_left < 0:
            raise too_big()
        is_outside = points_outside(text) or shared in self._shared_outside
        if is_outside and shared:
            self._shared_outside.add(shared)
        return is_outside

    def say_how_it_looks(self) -> None:
        """Say what a reader of the sheet in Excel does not see, or sees as one cell."""
        if self._hidden_rows:
            message = Message("Skjulte rader er lest: {places}.", {"places": _spans(self._hidden_rows, str)})
            self.found.add(message, self.name, severity="merknad")
        if hidden := sorted(self._hidden_columns & self._used_columns):
            places = _spans(hidden, lambda column: _LETTERS[column - 1])
            message = Message("Skjulte kolonner er lest: {places}.", {"places": places})
            self.found.add(message, self.name, severity="merknad")
        if self.merged and self.rows:
            places = _first(self.merged)
            message = Message("Sammenslåtte celler har verdien i den første av dem: {places}.", {"places": places})
            self.found.add(message, self.name, severity="merknad")


def _spans(numbers: Sequence[int], write: Callable[[int], str]) -> list[str]:
    """Return ascending numbers as they are written, neighbours together: 5, 7–9."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and spans[-1][-1] == number - 1:
            spans[-1][1:] = [number]
        else:
            spans.append([number])
    return _first(["–".join(write(number) for number in span) for span in spans])


def _first(places: list[str]) -> list[str]:
    return places if len(places) <= MAX_NAMED else [*places[:MAX_NAMED], "…"]


def _is_number(value: CellValue) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_true(text: str | None) -> bool:
    return text in {"1", "true"}


def _whole(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise damaged()
    return int(text)
