"""A table as it was read, whatever it was read from: cells with values, in rows."""

from dataclasses import dataclass
from datetime import date, datetime, time

CellValue = str | int | float | bool | datetime | date | time | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `place` is what Excel calls it («D7»). A percentage that Excel keeps as 0.396 is `is_percent`."""

    value: CellValue
    place: str = ""
    is_percent: bool = False

    @property
    def is_empty(self) -> bool:
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet of a workbook, a CSV file or a pasted table: its name and its rows, empty rows left out."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


def column_letters(index: int) -> str:
    """Return what Excel calls a column; 0 is A, 26 is AA."""
    letters = ""
    while index >= 0:
        index, rest = divmod(index, 26)
        letters = chr(ord("A") + rest) + letters
        index -= 1
    return letters
