"""A table as a slide or a PDF gives it away: lines where only spaces are left between the columns.

What a row says is read only where the columns allow one reading, or where one of them adds up. The rest is asked
about, or kept as a part of the need that goes to nobody known.
"""

from collections.abc import Sequence

from dekom.flat_columns import columns_of_block
from dekom.flat_lines import Block, Line, heading_blocks, lines_of
from dekom.flat_pieces import Piece
from dekom.flat_questions import figures_of_row
from dekom.flat_readings import MOST_READINGS, Readings, readings_of
from dekom.flat_rows import Draft, drafts_of
from dekom.flat_sums import figures_of_sum, sums_of
from dekom.grid import Grid
from dekom.i18n import Message
from dekom.model import RecipientKind
from dekom.money import quoted
from dekom.pasted_text import MAX_ROWS, TOO_LARGE
from dekom.table_columns import new_recipients
from dekom.table_headings import Headings, compact
from dekom.table_model import Column, Known, TableRow
from dekom.table_names import Names, squeezed
from dekom.table_notes import Notes, few

# Readings looked at in a whole table; 400 networks need a tenth of it.
MOST_IN_TABLE = 300_000
# A sum row without a name may be broken over this many lines.
MOST_SUM_LINES = 6
_SUM, _NOT_SUM = "sum", "tall"


def is_flat(grid: Grid) -> bool:
    """Return whether a grid has one column, and in it lines with several words and figures."""
    if any(not cell.is_empty for row in grid.rows for cell in row[1:]):
        return False
    return any(len(line.words) > 1 and line.has_figures for line in lines_of(grid))


class FlatReader:
    """Reads one table that has lost its columns."""

    def __init__(self, grid: Grid, known: Known, notes: Notes) -> None:
        self.known, self.notes = known, notes
        self.headings = Headings(known)
        self.names = Names(known, notes)
        self.lines = lines_of(grid)
        self.columns: list[Column] = []
        self.new: dict[str, RecipientKind] = {}
        self._readings: dict[tuple[Piece, ...], Readings] = {}
        self._readings_left = MOST_IN_TABLE

    def rows(self) -> list[TableRow]:
        """Return the rows of the table, and settle `columns` and `new`; say and ask what is to be said and asked."""
        if len(self.lines) > MAX_ROWS:
            self.notes.error(TOO_LARGE)
            return []
        blocks = heading_blocks(self.lines, self.headings, self.names)
        if not blocks:
            text = "Fant ingen overskrifter, for eksempel «Meldt behov». Ta dem med sammen med radene."
            self.notes.error(Message(text))
            return []
        block = max(blocks, key=lambda found: len(found.known))
        if block.start or block.found[0].start:
            self.notes.remark(Message("Teksten over overskriftene tas ikke med."), self.lines[0].place)
        self.columns = columns_of_block(block, self.lines, self.headings, self.notes)
        if not self.columns:
            return []
        self.new = new_recipients(self.columns, self.known, self.notes)
        lines = self._body(block, [other for other in blocks if other.start > block.start])
        drafts = drafts_of(lines, block.left, block.stop, self.names, self.notes)
        drafts = [part for draft in drafts for part in self._split(draft)]
        return self._read(drafts)

    def readings(self, pieces: tuple[Piece, ...] | None) -> Readings:
        """Return the readings of a row, as long as not too many have been looked at in the table."""
        if not pieces:
            return Readings()
        if pieces not in self._readings:
            found = readings_of(pieces, self.columns, min(MOST_READINGS, self._readings_left))
            self._readings_left = max(0, self._readings_left - len(found.possible))
            self._readings[pieces] = found
        return self._readings[pieces]

    def _body(self, block: Block, others: Sequence[Block]) -> list[Line]:
        """Return the lines below the headings, without those that repeat them, up to where another table begins."""
        ours = {compact(column.heading) for column in self.columns}
        lines, start = [], block.stop
        for other in others:
            if len(other.known) < 2 or 2 * len(other.known) < len(self.columns):
                continue
            place = self.lines[other.start].place
            lines += self.lines[start : other.start]
            start = other.stop
            if not {compact(heading) for heading in other.known} <= ours:
                self.notes.error(Message("Her begynner en ny tabell. Ta med én tabell om gangen."), place)
                return lines
            self.notes.remark(Message("Overskriftene står en gang til. Raden tas ikke med."), place)
            if other.left:
                lines.append(Line(place, other.left))
        return lines + self.lines[start:]

    def _split(self, draft: Draft) -> list[Draft]:
        """Return a row, apart from a sum without a name whose figures follow right after its own."""
        whole = self.readings(draft.pieces())
        if len(draft.tails) == 1 or whole.fitting:
            return [draft]
        strong: list[int] = []
        weak: list[int] = []
        for first in range(max(1, len(draft.tails) - MOST_SUM_LINES), len(draft.tails)):
            own, rest = self.readings(draft.pieces(last=first)), self.readings(draft.pieces(first))
            if own.possible and rest.possible:
                (strong if own.fitting else weak).append(first)
        if len(strong) == 1 or (not strong and not whole.possible and len(weak) == 1):
            return [draft, draft.from_line((strong or weak)[0])]
        if whole.possible and weak and not strong and self._is_sum(draft, weak[-1]):
            return [draft, draft.from_line(weak[-1])]
        return [draft]

    def _is_sum(self, draft: Draft, first: int) -> bool:
        figures = " ".join(draft.tails[first:])
        said = {"figures": quoted(figures), "name": quoted(draft.name)}
        question = Message("Er «{figures}» summen av radene over, eller hører tallene til {name}?", said)
        choices = [(_SUM, Message("Summen")), (_NOT_SUM, Message("De hører til nettverket"))]
        return self.notes.ask(f"sumrad: {squeezed(figures)}", question, choices, draft.lines[first][1]) == _SUM

    def _read(self, drafts: Sequence[Draft]) -> list[TableRow]:
        """Return the rows with their figures, sums last: they are told by what the rows add up to."""
        rows: list[TableRow] = []
        networks = [d for d in drafts if d.name and not self.names.sum_kind(d.name) and d.pieces() is not None]
        if networks and not any(self._can_be_read(draft) for draft in networks):
            text = "Tallene passer ikke med overskriftene. Kopier tabellen fra Excel, eller lagre den som CSV."
            self.notes.error(Message(text), networks[0].place)
            return []
        last = max((i for i, draft in enumerate(drafts) if draft.name and self._is_row(draft)), default=-1)
        has_sum, since = False, 0
        for index, draft in enumerate(drafts):
            kind = self.names.sum_kind(draft.name)
            if draft.name and kind is None:
                rows += self._network(draft, has_sum)
                continue
            if not draft.name and index < last:
                text = "Raden har tall, men ikke navn på nettverk. Skriv navnet, eller slett raden."
                self.notes.error(Message(text), draft.place)
                continue
            kind = kind or "sum"
            row = TableRow(draft.number, draft.place, draft.name, kind=kind)
            above = [r for r in rows[since if kind == "delsum" else 0 :] if r.kind == "nettverk"]
            rows.append(self._sum(row, draft, above))
            has_sum = has_sum or kind == "sum"
            since = len(rows)
        self._say_single_own(rows)
        return rows

    def _say_single_own(self, rows: Sequence[TableRow]) -> None:
        """Say where one of two columns was chosen because a koordinator is paid of what the network gets."""
        own = {column.role for column in self.columns if column.is_own}
        names = [
            quoted(row.name)
            for row in rows
            if row.kind == "nettverk"
            and [f.column.role for f in row.figures if f.column and f.column.is_own] == ["del"]
        ]
        if len(own) == 2 and names:
            text = (
                "Der bare ett av beløpene til nettverket og koordinatoren står, er det lest som nettverkets: {names}."
            )
            self.notes.remark(Message(text, {"names": few(names)}))

    def _is_row(self, draft: Draft) -> bool:
        return self.names.is_known(draft.name) or self._can_be_read(draft)

    def _can_be_read(self, draft: Draft) -> bool:
        readings = self.readings(draft.pieces())
        return bool(readings.possible) or not readings.is_bounded

    def _network(self, draft: Draft, has_sum: bool) -> list[TableRow]:
        if has_sum and not self.names.is_known(draft.name):
            text = "«{name}» står under summen og tas ikke med."
            self.notes.remark(Message(text, {"name": quoted(draft.name)}), draft.place)
            return []
        pieces = draft.pieces()
        if pieces is None:
            text = "«{text}» har tekst mellom eller etter tallene. Ta den bort."
            self.notes.error(Message(text, {"text": quoted(" ".join((draft.name, *draft.tails)))}), draft.place)
            return []
        named = self.names.match(draft.name, draft.place)
        if named is None:
            return []
        told = figures_of_row(named[1], draft.place, pieces, self.readings(pieces), self.columns, self.notes)
        if told is None:
            return []
        figures = tuple(figure for figure in told[0] if not all(column.is_left_out for column in figure.columns))
        return [TableRow(draft.number, draft.place, named[1], named[0], "nettverk", figures, told[1])]

    def _sum(self, row: TableRow, draft: Draft, above: Sequence[TableRow]) -> TableRow:
        pieces = draft.pieces()
        if pieces is None:
            self.notes.remark(Message("Sumraden har tekst mellom tallene og tas ikke med."), row.place)
            return row
        figures = figures_of_sum(row.place, pieces, self.columns, sums_of(above), self.notes)
        kept = tuple(figure for figure in figures if not figure.columns[0].is_left_out)
        return TableRow(row.line, row.place, row.name, kind=row.kind, figures=kept)
