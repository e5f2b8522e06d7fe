"""A table with columns, from Excel, CSV or tabs: its headings, the column with names, and the figures of each row."""

from collections.abc import Sequence
from dataclasses import replace

from dekom.grid import Cell, Grid, column_letters
from dekom.i18n import Message
from dekom.model import RecipientKind
from dekom.money import quoted
from dekom.table_cells import cell_text, is_blank, read_kroner_cell
from dekom.table_columns import (
    ask_about,
    check_doubles,
    check_general_uh,
    check_sum,
    check_years,
    new_recipients,
    read_heading,
)
from dekom.table_figures import figures_of, has_figures
from dekom.table_headings import Headings
from dekom.table_layout import Body, find_layout
from dekom.table_model import Column, Known, TableRow
from dekom.table_names import Names
from dekom.table_notes import Notes
from dekom.table_percent import ask_of_what, is_of_shares, percent_by_figures

LEAST_ASKED_KR = 1_000


class SheetReader:
    """Reads one table that has columns."""

    def __init__(self, grid: Grid, known: Known, notes: Notes) -> None:
        self.known, self.notes = known, notes
        self.headings = Headings(known)
        self.names = Names(known, notes)
        self.columns: list[Column] = []
        self.new: dict[str, RecipientKind] = {}
        self.body = find_layout(grid, self.headings, self.names, notes)

    def rows(self) -> list[TableRow]:
        """Return the rows of the table, and settle `columns` and `new`; say and ask what is to be said and asked."""
        if self.body is None:
            return []
        columns = self._columns(self.body)
        self.columns = ask_of_what(percent_by_figures(columns, self._first_look(self.body, columns)), self.notes)
        return self._rows(self.body)

    def _first_look(self, body: Body, columns: Sequence[Column]) -> list[TableRow]:
        """Return the figures of the rows without a word: they tell what the percentages are of."""
        if all(column.role != "prosent" for column in columns):
            return []
        unheard = Notes("", {})
        shares = _share_columns(body, columns, unheard)
        return [TableRow(n, "", "", figures=figures_of(c, "nettverk", columns, shares, unheard)) for n, c in body.rows]

    def _columns(self, body: Body) -> list[Column]:
        columns = []
        for index in range(len(body.headings)):
            if index == body.name_index:
                continue
            column = self._column(body, index)
            if column is not None:
                columns.append(column)
        columns = check_sum(check_general_uh(check_years(columns, self.known), self.known), self.notes)
        # One at a time: what one column is answered to be is no longer a choice for the next.
        for place, column in enumerate(columns):
            if column.role == "ukjent" and self._holds_amounts(body, column):
                columns[place] = ask_about(column, columns, self.known, self.notes)
            elif column.role == "ukjent":
                columns[place] = replace(column, role="utelatt")
                text = Message("Kolonnen «{text}» er ikke kjent og tas ikke med.", {"text": quoted(column.heading)})
                self.notes.remark(text, column.place)
        check_doubles(columns, self.notes)
        self.new = new_recipients(columns, self.known, self.notes)
        return columns

    def _column(self, body: Body, index: int) -> Column | None:
        """Return a column, None if it is empty or repeats the names."""
        cells = [cell for cell in body.column(index) if not is_blank(cell)]
        text, place = body.headings[index], body.places[index]
        if not cells and not text.strip():
            return None
        column = read_heading(index, text, place or column_letters(index), self.headings, self.notes)
        is_known = column.role not in ("ukjent", "navn")
        if is_known and cells and not any(any(c.isdigit() for c in cell_text(cell.value)) for cell in cells):
            said = Message("Kolonnen «{text}» har ingen tall og tas ikke med.", {"text": quoted(text)})
            self.notes.remark(said, place)
            return None
        if column.role == "navn":
            said = Message("Kolonnen «{text}» tas ikke med: navnene står i en annen kolonne.", {"text": quoted(text)})
            self.notes.remark(said, place)
            return None
        if not text.strip() and not any(map(_looks_like_amount, cells)):
            said = Message("Kolonne {place} har ingen overskrift og tas ikke med.", {"place": column.place})
            self.notes.remark(said, column.place)
            return None
        return column

    def _holds_amounts(self, body: Body, column: Column) -> bool:
        return any(_looks_like_amount(cell) for cell in body.column(column.index))

    def _rows(self, body: Body) -> list[TableRow]:
        # A percentage that is still asked about may be left out: nothing is said of its cells before that.
        columns = [column for column in self.columns if column.role != "prosent"]
        shares = _share_columns(body, columns, self.notes)
        last = max((line for line, cells in body.rows if has_figures(cells, self.columns)), default=0)
        has_sum = False
        rows: list[TableRow] = []
        for line, cells in body.rows:
            row = self._named(line, cells, body, has_sum, is_last=line >= last)
            if row is None:
                continue
            has_sum = has_sum or row.kind == "sum"
            rows.append(replace(row, figures=figures_of(cells, row.kind, columns, shares, self.notes)))
        return rows

    def _named(self, line: int, cells: Sequence[Cell], body: Body, has_sum: bool, is_last: bool) -> TableRow | None:
        """Return what the row is, without its figures; None if it is left out."""
        cell = cells[body.name_index] if body.name_index < len(cells) else Cell(None)
        place = cell.place or next((c.place for c in cells if c.place), "")
        name = cell_text(cell.value)
        is_filled = has_figures(cells, self.columns)
        if not name.strip():
            return self._nameless(line, place, has_sum, is_last) if is_filled else None
        if kind := self.names.sum_kind(name):
            return TableRow(line, place, name.strip(), kind=kind) if is_filled else None
        if not self.names.is_known(name) and (has_sum or not is_filled):
            why = Message("«{name}» har ingen tall. Er det et nettverk?", {"name": quoted(name)})
            if has_sum:
                why = Message("«{name}» står under summen. Er det et nettverk?", {"name": quoted(name)})
            if not self.names.ask_if_network(name, place, why):
                return None
        found = self.names.match(name, place)
        return None if found is None else TableRow(line, place, found[1], found[0])

    def _nameless(self, line: int, place: str, has_sum: bool, is_last: bool) -> TableRow | None:
        """Return a row with figures and no name: the sum, if it is last."""
        if has_sum:
            self.notes.remark(Message("Raden har ikke navn, står under summen og tas ikke med."), place)
            return None
        if not is_last:
            self.notes.error(
                Message("Raden har tall, men ikke navn på nettverk. Skriv navnet, eller slett raden."), place
            )
            return None
        self.notes.remark(Message("Siste rad har ikke navn. Den er lest som summen."), place)
        return TableRow(line, place, "", kind="sum")


def _share_columns(body: Body, columns: Sequence[Column], notes: Notes) -> set[int]:
    percentages = (c for c in columns if c.is_percent and not c.is_left_out)
    return {column.index for column in percentages if is_of_shares(column, body.column(column.index), notes)}


def _looks_like_amount(cell: Cell) -> bool:
    return any(kr >= LEAST_ASKED_KR for kr in read_kroner_cell(cell).amounts)
