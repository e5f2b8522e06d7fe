"""Pasted text as a grid: cells between tabs or delimiters, or lines where only spaces are left between the columns."""

import csv
import io
from collections.abc import Sequence

from dekom.findings import Finding
from dekom.grid import Cell, Grid, column_letters
from dekom.i18n import Message

MAX_TEXT = 200_000
MAX_ROWS = 2_000
MAX_COLUMNS = 60
DELIMITERS = (";", ",")
TOO_LARGE = Message("Tabellen er for stor. Ta med høyst 2 000 rader og 60 kolonner.")

Read = tuple[Grid, tuple[Finding, ...]]


def read_pasted(text: str, name: str) -> Read:
    """Return what was pasted as a grid called `name`, and what is said of it.

    Text with tabs, with semicolons on every line or with the same number of commas on every line has columns: its
    cells are called what Excel would call them («D7»). Any other text has one cell a line, called «linje 7».
    """
    if len(text) > MAX_TEXT:
        most = Message("Teksten er for lang ({n:tall} tegn). Lim inn bare tabellen.", {"n": len(text)})
        return _refused(name, most)
    if not text.strip():
        return _refused(name, Message("Det er ikke limt inn noe. Kopier tabellen med overskrifter, og lim inn her."))
    if "\t" in text:
        return _with_columns(text, "\t", name)
    for delimiter in DELIMITERS:
        if _is_delimited(text, delimiter):
            return _with_columns(text, delimiter, name)
    lines = text.splitlines()
    rows = [(Cell(line, f"linje {n}"),) for n, line in enumerate(lines, start=1) if line.strip()]
    return _limited(Grid(name, tuple(rows)), ())


def _with_columns(text: str, delimiter: str, name: str) -> Read:
    findings: tuple[Finding, ...] = ()
    records = _records(text, delimiter)
    if records is None:
        # Quotes that do not close: they stand for themselves, and no cell has a line break.
        records = [line.split(delimiter) for line in text.splitlines()]
        warning = Message("Et anførselstegn er ikke avsluttet. Hver linje er lest som en rad.")
        findings = (Finding(warning, name, "", "merknad"),)
    rows = [
        tuple(Cell(value or None, f"{column_letters(index)}{number}") for index, value in enumerate(record))
        for number, record in enumerate(records, start=1)
        if any(value.strip() for value in record)
    ]
    return _limited(Grid(name, tuple(rows)), findings)


def _records(text: str, delimiter: str) -> list[list[str]] | None:
    """Return the cells of each record; quoted ones may hold line breaks. None if the quotes do not match."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return None


def _is_delimited(text: str, delimiter: str) -> bool:
    """Return whether every record has cells, and with commas the same number: 721 155,00 is one amount."""
    records = _records(text, delimiter) or []
    widths = {len(record) for record in records if any(value.strip() for value in record)}
    return bool(widths) and min(widths) > 1 and (delimiter == ";" or len(widths) == 1)


def _limited(grid: Grid, findings: Sequence[Finding]) -> Read:
    widest = max((i for row in grid.rows for i, cell in enumerate(row, start=1) if not cell.is_empty), default=0)
    if len(grid.rows) > MAX_ROWS or widest > MAX_COLUMNS:
        return _refused(grid.name, TOO_LARGE)
    return grid, tuple(findings)


def _refused(name: str, message: Message) -> Read:
    return Grid(name, ()), (Finding(message, name),)
