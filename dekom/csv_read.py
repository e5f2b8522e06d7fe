"""A table as text in a file: CSV with semicolon, comma or tab, in the encodings that Excel and others write."""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from itertools import pairwise

from dekom.cell_text import text_of_cell
from dekom.found import Found
from dekom.grid import Cell, Grid, column_letters
from dekom.i18n import Message
from dekom.unreadable import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    Unreadable,
    too_many_cells,
    too_many_columns,
    too_many_rows,
)

SAMPLE = 100_000  # characters that the delimiter is told from
_DELIMITERS = "\t;,"  # where several fit equally well, the first of them
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DIRECTIVE = re.compile(r"sep=([\t;,])\r?\n", re.IGNORECASE)  # a first line by which Excel is told the delimiter
_LETTERS = [column_letters(index) for index in range(MAX_COLUMNS)]


def read_csv(content: bytes, name: str, found: Found) -> Grid:
    """Return a text file's rows with content. Every cell is text, just as it stands.

    Raise `Unreadable` for a file that cannot be read whole and with certainty.
    """
    text = _decoded(content, found)
    directive = _DIRECTIVE.match(text)
    delimiter = directive[1] if directive else _delimiter(text)
    rows: list[tuple[Cell, ...]] = []
    cells_left = MAX_CELLS
    for number, record in enumerate(_records(text[directive.end() if directive else 0 :], delimiter), start=1):
        width = len(record)
        while width and not record[width - 1].strip():
            width -= 1
        if not width:
            continue
        cells_left -= width
        if width > MAX_COLUMNS:
            raise too_many_columns()
        if len(rows) == MAX_ROWS:
            raise too_many_rows()
        if cells_left < 0:
            raise too_many_cells()
        rows.append(tuple(_cell(record[i], f"{_LETTERS[i]}{number}", name, found) for i in range(width)))
    return Grid(name, tuple(rows))


def _cell(text: str, place: str, sheet: str, found: Found) -> Cell:
    return Cell(text_of_cell(text, found, sheet, place) if text else None, place)


def _decoded(content: bytes, found: Found) -> str:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _strictly(content, encoding)
    try:
        return content.decode()
    except UnicodeDecodeError:
        if not content.decode(errors="ignore").isascii():  # letters in UTF-8 beside letters that are not
            raise _wrong_letters() from None
    text = _strictly(content, "cp1252")
    found.add(Message("Filen er ikke lagret som UTF-8. Se at æ, ø og å er riktige."), severity="merknad")
    return text


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as fault:
        raise _wrong_letters() from fault


def _wrong_letters() -> Unreadable:
    message = "Filen har tegn som ikke kan leses. Lagre den på nytt i Excel som «CSV UTF-8», og last opp den."
    return Unreadable(Message(message))


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for record in reader:
            yield record
            line = reader.line_num + 1
    except csv.Error as fault:
        message = "Filen kan ikke leses fra linje {line:tall}. Se om et anførselstegn mangler eller er for mye der."
        raise Unreadable(Message(message, {"line": line})) from fault


def _delimiter(text: str) -> str:
    """Return what separates the columns; raise `Unreadable` where a comma may as well be a decimal mark."""
    sample = text if len(text) <= SAMPLE else text[: text.rfind("\n", 0, SAMPLE) + 1 or SAMPLE]
    split = {delimiter: _split(sample, delimiter) for delimiter in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda delimiter: len(split[delimiter]))
    if best != "," or not split[best]:
        return best
    rows = _split(text, best)
    if len({len(row) for row in rows}) > 1 or not all(_is_split_by_comma(row) for row in rows):
        raise Unreadable(
            Message(
                "Det er ikke sikkert om komma skiller kolonner eller er desimaltegn. "
                "Lagre filen på nytt med semikolon mellom kolonnene, eller som Excel-arbeidsbok (.xlsx)."
            )
        )
    return best


def _split(sample: str, delimiter: str) -> list[list[str]]:
    """Return the rows that the delimiter splits in columns."""
    try:
        records = list(csv.reader(StringIO(sample, newline=""), delimiter=delimiter))
    except csv.Error:
        return []
    return [record for record in records if len(record) > 1]


def _is_split_by_comma(record: list[str]) -> bool:
    """Return whether a row has a comma that does not stand between two digits."""
    return not all(left[-1:].isdigit() and right[:1].isdigit() for left, right in pairwise(record))
