"""Where things stand in a table with columns: the headings, the column with names, and the rows below."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dekom.grid import Cell, Grid, column_letters
from dekom.i18n import Message
from dekom.pasted_text import MAX_COLUMNS, MAX_ROWS, TOO_LARGE
from dekom.table_cells import cell_text, is_blank, read_kroner_cell
from dekom.table_headings import Headings, compact
from dekom.table_names import Names
from dekom.table_notes import Notes

MOST_ROWS_ABOVE = 30

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """A table: its headings by column, which column has the names, and its rows, each with its number from 1."""

    headings: tuple[str, ...]
    places: tuple[str, ...]
    name_index: int
    rows: tuple[tuple[int, Row], ...]

    def column(self, index: int) -> Iterator[Cell]:
        """Return the cells of a column below its heading."""
        return (cells[index] for _line, cells in self.rows if index < len(cells))


def find_layout(grid: Grid, headings: Headings, names: Names, notes: Notes) -> Body | None:
    """Return where things stand, None if there is no table to read; say what is left out."""
    width = max((i for row in grid.rows for i, cell in enumerate(row, start=1) if not cell.is_empty), default=0)
    if width > MAX_COLUMNS or len(grid.rows) > MAX_ROWS:
        notes.error(TOO_LARGE)
        return None
    used = _heading_rows(grid.rows, headings)
    texts, places = _merged(grid.rows, used, width, headings)
    above = [cell.place for row in grid.rows[: used[0] if used else 0] for cell in row if not cell.is_empty]
    if above:
        notes.remark(Message("Teksten over overskriftene tas ikke med."), above[0])
    if not used:
        notes.remark(Message("Fant ingen overskrifter. Ta dem med, eller svar på hva som står i kolonnene."))
    rows = _below(grid.rows, used[-1] + 1 if used else 0, texts, headings, notes)
    name_index = _name_index(rows, texts, headings, names)
    if name_index is None:
        notes.error(Message("Fant ingen nettverk. Ta med kolonnen med navnene og radene under overskriftene."))
        return None
    return Body(texts, places, name_index, tuple(rows))


def _heading_rows(rows: Sequence[Row], headings: Headings) -> list[int]:
    """Return the indexes of the rows that have the headings: the one with most, and neighbours that fill its gaps."""
    scores = [_known_headings(row, headings) for row in rows[:MOST_ROWS_ABOVE]]
    best = max(range(len(scores)), key=lambda index: len(scores[index]), default=None)
    if best is None or not scores[best] or sum(not cell.is_empty for cell in rows[best]) < 2:
        return []
    gaps = {i for i in range(max(map(len, rows))) if i >= len(rows[best]) or rows[best][i].is_empty}
    neighbours = [i for i in (best - 1, best + 1) if 0 <= i < len(scores) and scores[i] & gaps]
    return sorted([best, *neighbours])


def _known_headings(row: Row, headings: Headings) -> set[int]:
    """Return the columns where a row has a known heading; none in a row with amounts."""
    if any(_is_amount(cell) for cell in row):
        return set()
    return {index for index, cell in enumerate(row) if not cell.is_empty and headings.read(cell_text(cell.value))}


def _is_amount(cell: Cell) -> bool:
    """Return whether a cell can only be a figure of a row; a number such as 2021 can be a heading."""
    amounts = read_kroner_cell(cell).amounts
    return bool(amounts) and not 2000 <= amounts[0] < 2100


def _merged(
    rows: Sequence[Row], used: Sequence[int], width: int, headings: Headings
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the heading of each column and where it stands; of several, the one that is known."""
    texts, places = [], []
    for index in range(width):
        cells = [rows[i][index] for i in used if index < len(rows[i]) and not rows[i][index].is_empty]
        known = [cell for cell in cells if headings.read(cell_text(cell.value))]
        chosen = (known or cells or [Cell("", column_letters(index))])[-1]
        texts.append(cell_text(chosen.value))
        places.append(chosen.place)
    return tuple(texts), tuple(places)


def _below(
    rows: Sequence[Row], first: int, texts: Sequence[str], headings: Headings, notes: Notes
) -> list[tuple[int, Row]]:
    """Return the rows below the headings, numbered from 1, up to where another table begins."""
    ours = {compact(text) for text in texts if headings.read(text)}
    found: list[tuple[int, Row]] = []
    for index, row in enumerate(rows[first:], start=first):
        again = [compact(cell_text(row[i].value)) for i in sorted(_known_headings(row, headings))]
        if len(again) < 2 or 2 * len(again) < len(ours):
            found.append((index + 1, row))
        elif set(again) <= ours:
            notes.remark(Message("Overskriftene står en gang til. Raden tas ikke med."), row[0].place)
        else:
            notes.error(Message("Her begynner en ny tabell. Ta med én tabell om gangen."), row[0].place)
            break
    return found


def _name_index(rows: Sequence[tuple[int, Row]], texts: Sequence[str], headings: Headings, names: Names) -> int | None:
    """Return the column with the names: most known networks, then a heading that says so, then most texts."""
    best, most = None, (0, False, 0)
    for index, text in enumerate(texts):
        cells = [row[index] for _line, row in rows if index < len(row) and not is_blank(row[index])]
        written = [cell.value for cell in cells if isinstance(cell.value, str) and _is_text(cell)]
        heading = headings.read(text)
        is_name_heading = heading is not None and (heading.role == "navn" or heading.recipient_kind == "nettverk")
        weight = (sum(map(names.is_known, written)), is_name_heading, len(written))
        if written and 2 * len(written) >= len(cells) and weight > most:
            best, most = index, weight
    return best


def _is_text(cell: Cell) -> bool:
    return any(c.isalpha() for c in str(cell.value)) and not read_kroner_cell(cell).amounts
