"""A printed table as the number audit reads it: its rows, how their needs split, and what the rows add up to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from dekom.audit_columns import (
    INSIDE,
    KOORDINATOR,
    NEED,
    ROW_SUM,
    Recipients,
    Side,
    column_name,
    is_open,
    is_percentage,
    listed,
    side_of,
)
from dekom.i18n import Message
from dekom.model import PrintedFigure, sum_known

SUM_ROW, SUBTOTAL = "SUM", "DELSUM"

UNREADABLE = Message("Et tall i raden kan ikke leses.")
UNREAD_PART = Message("Et tall i raden kan ikke plasseres i en kolonne.")
NOT_PRINTED = Message("Behovet eller delene er ikke trykt i raden.")
NO_ROWS = Message("Tabellen har ingen rader som summen kan kontrolleres mot.")
NO_ORDER = Message("Det er ikke kjent hvilke rader delsummen gjelder.")
NO_COLUMN = Message("Det er ikke kjent hvilken kolonne tallet hører til.")


def is_total(row: str) -> bool:
    """Return whether a row is the table's sum or a subtotal."""
    return row == SUM_ROW or row.startswith(SUBTOTAL)


@dataclass(frozen=True, slots=True)
class Parts:
    """What should add up to a row's need, in kr by column; None is unreadable.

    `koordinator_kr` is what pays the koordinator; where that is inside the network's part, `by_column` is without it.
    """

    by_column: Mapping[str, int | None]
    koordinator_kr: int
    unread: tuple[int | None, ...]

    @property
    def total_kr(self) -> int | None:
        return None if None in self.by_column.values() else sum_known(self.by_column.values())


@dataclass(frozen=True, slots=True)
class Split:
    """How a need splits, in kr; None is unreadable. `own_kr` is with the koordinator, `uh_kr` without the others."""

    need_kr: int
    own_kr: int | None
    koordinator_kr: int
    uh_kr: int | None
    andre_kr: int | None


class Table:
    """A printed table: the rows of networks and the totals, in the source's order, with what they state."""

    def __init__(self, table_id: str, names: Mapping[str, str], recipients: Recipients) -> None:
        self.id, self.names, self.recipients = table_id, names, recipients
        self.amounts: dict[str, dict[str, int | None]] = {}
        self.percentages: dict[str, dict[str, list[Fraction | None]]] = {}
        self.sides: dict[str, Side] = {}
        self.lines: dict[str, int] = {}
        self.sections: dict[str, tuple[str, ...]] = {}
        self._values: dict[tuple[str, str], int | Message] = {}
        self._parts: dict[str, Parts] = {}
        self._splits: dict[str, Split | Message] = {}

    def add(self, figure: PrintedFigure) -> None:
        """Take in one figure; two amounts in one cell are added."""
        cells = self.amounts.setdefault(figure.row, {})
        self.lines.setdefault(figure.row, figure.line)
        column = figure.column
        if figure.percent is not None or is_percentage(column):
            percent = None if figure.percent is None else Fraction(figure.percent)
            self.percentages.setdefault(column, {}).setdefault(figure.row, []).append(percent)
            return
        if column not in self.sides:
            self.sides[column] = side_of(column, self.recipients)
        before = cells.get(column, 0)
        cells[column] = None if before is None or figure.kr is None else before + figure.kr

    def close(self) -> None:
        """Find which rows each total is the sum of, when all figures are in."""
        rows = sorted(self.amounts, key=lambda row: self.lines[row])
        in_order = [row for row in rows if row != SUM_ROW]
        is_ordered = len({self.lines[row] for row in in_order}) == len(in_order)
        section: list[str] = []
        for row in in_order:
            if row.startswith(SUBTOTAL):
                self.sections[row] = tuple(section) if is_ordered else ()
                section = []
            else:
                section.append(row)
        self.sections[SUM_ROW] = tuple(row for row in in_order if not is_total(row))

    def label(self, column: str) -> Message:
        """Return what a column is called."""
        return column_name(column, self.recipients)

    def name(self, row: str) -> str:
        """Return what a network is called."""
        return self.names.get(row, row)

    def value(self, row: str, column: str) -> int | Message:
        """Return a network's amount, or what the rows of a total add up to, in kr; a message where that is unknown."""
        place = (row, column)
        if place not in self._values:
            self._values[place] = self._sum(row, column) if row in self.sections else self._amount(row, column)
        return self._values[place]

    def _amount(self, row: str, column: str) -> int | Message:
        kr = self.cell(row, column)
        if kr is not None:
            return kr
        is_printed = column in self.amounts[row]
        return UNREADABLE if is_printed else Message("{column} er ikke trykt i raden.", {"column": self.label(column)})

    def _sum(self, row: str, column: str) -> int | Message:
        section = self.sections[row]
        if not section:
            return NO_ROWS if row == SUM_ROW else NO_ORDER
        if self._is_open(column):
            return NO_COLUMN
        cells = {of: self.cell(of, column) for of in section}
        known_kr = sum_known(cells.values())
        missing = [of for of, kr in cells.items() if kr is None]
        # Where the printed cells give the printed sum, the source itself says that the empty ones are nothing.
        says_nothing = known_kr == self.amounts.get(row, {}).get(column) and not any(
            column in self.amounts[of] for of in missing
        )
        if missing and not says_nothing:
            return Message("Tallet mangler for {rows}.", {"rows": listed([self.name(of) for of in missing])})
        return known_kr

    def cell(self, row: str, column: str) -> int | None:
        """Return a network's amount in kr: an empty part is 0 where the row's other parts make up its need."""
        cells = self.amounts[row]
        if column in cells:
            return cells[column]
        is_part = column != KOORDINATOR and self.sides.get(column) in {"own", "uh", "andre"}
        return 0 if is_part and self._is_complete(row) else None

    def _is_complete(self, row: str) -> bool:
        cells, total_kr = self.amounts[row], self.parts(row).total_kr
        return total_kr is not None and total_kr == cells.get(NEED) and not any(map(self._is_open, cells))

    def _is_open(self, column: str) -> bool:
        return is_open(column, self.recipients)

    def parts(self, row: str) -> Parts:
        """Return what should add up to a network's need."""
        if row not in self._parts:
            self._parts[row] = self._read_parts(row)
        return self._parts[row]

    def _read_parts(self, row: str) -> Parts:
        cells, sides = self.amounts[row], self.sides
        parts = {c: kr for c, kr in cells.items() if sides[c] in {"own", "uh", "andre"}}
        unread = tuple(kr for c, kr in cells.items() if sides[c] == "unread")
        koordinator_kr = parts.get(KOORDINATOR) or 0
        if koordinator_kr and self._is_inside(koordinator_kr, parts, cells.get(NEED, cells.get(ROW_SUM))):
            del parts[KOORDINATOR]
        return Parts(parts, koordinator_kr or cells.get(INSIDE) or 0, unread)

    def _is_inside(self, koordinator_kr: int, parts: Mapping[str, int | None], need_kr: int | None) -> bool:
        """Return whether the koordinator is inside the network's own amount: so the parts come nearer to the need."""
        if need_kr is None or None in parts.values():
            return False
        own_kr = sum_known(kr for c, kr in parts.items() if self.sides[c] == "own") - koordinator_kr
        beyond_kr = sum_known(parts.values()) - need_kr
        return own_kr >= koordinator_kr and abs(beyond_kr - koordinator_kr) < abs(beyond_kr)

    def split(self, row: str) -> Split | Message:
        """Return how the need of a network, or of all the rows of a total, splits; a message where that is unknown."""
        if row not in self._splits:
            self._splits[row] = self._split_of_total(row) if row in self.sections else self._split_of_row(row)
        return self._splits[row]

    def _split_of_row(self, row: str) -> Split | Message:
        need_kr, parts = self.amounts[row].get(NEED), self.parts(row)
        if parts.unread:
            return UNREAD_PART
        if NEED not in self.amounts[row] or not parts.by_column:
            return NOT_PRINTED
        if need_kr is None:
            return UNREADABLE
        by_side: dict[Side, list[int | None]] = {"own": [], "uh": [], "andre": []}
        for column, kr in parts.by_column.items():
            by_side[self.sides[column]].append(kr)
        own, uh, andre = (None if None in found else sum_known(found) for found in by_side.values())
        if parts.koordinator_kr and parts.total_kr is None:
            own = None  # whether the koordinator is inside it cannot be told
        return Split(need_kr, own, parts.koordinator_kr, uh, andre)

    def _split_of_total(self, row: str) -> Split | Message:
        section = self.sections[row]
        if not section:
            return NO_ROWS if row == SUM_ROW else NO_ORDER
        found = {of: self.split(of) for of in section}
        splits = [split for split in found.values() if isinstance(split, Split)]
        if len(splits) < len(found):
            missing = [self.name(of) for of, split in found.items() if isinstance(split, Message)]
            return Message("Behovet eller delene mangler for {rows}.", {"rows": listed(missing)})
        columns = [(s.own_kr, s.uh_kr, s.andre_kr) for s in splits]
        own, uh, andre = (None if None in of_all else sum_known(of_all) for of_all in zip(*columns, strict=True))
        koordinator_kr = sum(s.koordinator_kr for s in splits)
        return Split(sum(s.need_kr for s in splits), own, koordinator_kr, uh, andre)


def read_tables(
    printed: Iterable[PrintedFigure], names: Mapping[str, str], recipients: Recipients
) -> dict[str, Table]:
    """Return the printed tables by id; `names` maps a row to what it is called."""
    tables: dict[str, Table] = {}
    for figure in printed:
        if figure.table not in tables:
            tables[figure.table] = Table(figure.table, names, recipients)
        tables[figure.table].add(figure)
    for table in tables.values():
        table.close()
    return tables
