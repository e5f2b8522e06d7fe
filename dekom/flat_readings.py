"""All the ways in which the figures of a line can stand in the columns, and which of them add up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dekom.flat_pieces import Number, Piece, numbers_from
from dekom.table_model import Column, Figure
from dekom.table_parts import parts_of

MOST_READINGS = 20_000
_MOST_PIECES = 3  # of nine digits


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to place every number of a line, in the order of the columns."""

    placed: tuple[tuple[Column, Number], ...]

    @property
    def groups(self) -> tuple[tuple[str, int, int], ...]:
        """What it says when it does not matter in which of the UH columns, or of the network's own, a part stands."""
        return tuple((_group(column), number.start, number.end) for column, number in self.placed)

    def columns_of(self, number: Number) -> Column | None:
        return next((c for c, n in self.placed if (n.start, n.end) == (number.start, number.end)), None)


def _group(column: Column) -> str:
    return "nettverk" if column.is_own else "uh" if column.is_uh else str(column.index)


@dataclass(frozen=True, slots=True)
class Readings:
    """The readings that the number and kind of columns allow, and those among them whose parts add up to the need.

    `is_bounded` is False where there are too many to look at; both are then empty.
    """

    possible: tuple[Reading, ...] = ()
    fitting: tuple[Reading, ...] = ()
    is_bounded: bool = True

    @property
    def best(self) -> tuple[Reading, ...]:
        return self.fitting or self.possible

    @property
    def is_certain(self) -> bool:
        """Whether the best readings say the same, but for which of the UH columns a part stands in."""
        return len({reading.groups for reading in self.best}) == 1


def possible_readings(pieces: tuple[Piece, ...], columns: Sequence[Column], most: int = MOST_READINGS) -> Readings:
    """Return every way to place the figures of a sum row: nothing in it is a part of anything."""
    if len(pieces) > _MOST_PIECES * len(columns):
        return Readings()
    placer = _Placer(pieces, columns, zero_is_kr=True)
    if placer.count(0, 0) > most:
        return Readings(is_bounded=False)
    return Readings(tuple(placer.readings(0, 0)))


def readings_of(pieces: tuple[Piece, ...], columns: Sequence[Column], most: int = MOST_READINGS) -> Readings:
    """Return the readings of a line. A lone 0 is 0 % unless only an amount of 0 kr makes it readable or add up."""
    found = _readings(pieces, columns, most, zero_is_kr=False)
    if found.fitting or not any(piece.digits == "0" for piece in pieces):
        return found
    with_zero = _readings(pieces, columns, most, zero_is_kr=True)
    return with_zero if with_zero.fitting or not found.possible else found


def _readings(pieces: tuple[Piece, ...], columns: Sequence[Column], most: int, zero_is_kr: bool) -> Readings:
    if len(pieces) > _MOST_PIECES * len(columns):
        return Readings()
    placer = _Placer(pieces, columns, zero_is_kr)
    if placer.count(0, 0) > most:
        return Readings(is_bounded=False)
    has_own = any(column.is_own and column.role != "koordinator" for column in columns)
    possible = tuple(r for r in placer.readings(0, 0) if not has_own or _has_own_amount(r))
    adding = [reading for reading in possible if _adds_up(reading, with_percent=False)]
    exact = [reading for reading in adding if _adds_up(reading, with_percent=True)]
    return Readings(possible, tuple(exact or adding))


class _Placer:
    """Counts and makes the ways to place the pieces from one on, in the columns from one on."""

    def __init__(self, pieces: tuple[Piece, ...], columns: Sequence[Column], zero_is_kr: bool) -> None:
        self.columns = columns
        self.end = len(pieces)
        self.numbers = [tuple(numbers_from(pieces, start, zero_is_kr)) for start in range(len(pieces))]
        self.counts = self._counts()

    def _counts(self) -> list[list[int]]:
        """Return how many ways there are by piece and column, worked out from the end."""
        last = len(self.columns)
        counts = [[0] * (last + 1) for _piece in range(self.end)] + [[1] * (last + 1)]
        for start in range(self.end - 1, -1, -1):
            for index in range(last - 1, -1, -1):
                placed = sum(counts[n.end][index + 1] for n in self.numbers[start] if _fits(n, self.columns[index]))
                counts[start][index] = counts[start][index + 1] + placed
        return counts

    def count(self, start: int, index: int) -> int:
        return self.counts[start][index]

    def readings(self, start: int, index: int) -> Iterator[Reading]:
        """Return every way; a column that stays empty is passed over."""
        for placed in self._placed(start, index):
            yield Reading(placed)

    def _placed(self, start: int, index: int) -> Iterator[tuple[tuple[Column, Number], ...]]:
        if start == self.end:
            yield ()
            return
        if not self.counts[start][index]:
            return
        column = self.columns[index]
        for number in self.numbers[start]:
            if _fits(number, column) and self.counts[number.end][index + 1]:
                for rest in self._placed(number.end, index + 1):
                    is_empty = number.kr is None and number.percent is None
                    yield rest if is_empty else ((column, number), *rest)
        yield from self._placed(start, index + 1)


def _fits(number: Number, column: Column) -> bool:
    is_dash = number.kr is None and number.percent is None
    return is_dash or column.role == "utelatt" or (number.percent is not None) == column.is_percent


def _has_own_amount(reading: Reading) -> bool:
    """Return whether a koordinator stands beside an amount of the network's own.

    «Herav koordinator» is a part of what the network gets: where only one of the two stands, it is the network's.
    The printed percentage 0 says otherwise.
    """
    roles = {column.role for column, _number in reading.placed}
    has_own = any(column.is_own and column.role == "del" for column, _number in reading.placed)
    is_zero = any(column.role == "nettverk_pct" and number.percent == 0 for column, number in reading.placed)
    return has_own or "koordinator" not in roles or is_zero


def _adds_up(reading: Reading, with_percent: bool) -> bool:
    parts = parts_of((column, number.kr) for column, number in reading.placed)
    if not with_percent:
        return bool(parts.fitting)
    percents = {column.role: number.percent for column, number in reading.placed if column.is_percent}
    own_percent, uh_percent = percents.get("nettverk_pct"), percents.get("uh_pct")
    return any(parts.fits(own, own_percent, uh_percent) for own in parts.fitting)


def merged(readings: Sequence[Reading]) -> tuple[Figure, ...]:
    """Return the figures that all the readings have, each with every column that one of them puts it in."""
    figures: list[Figure] = []
    for _column, number in readings[0].placed if readings else ():
        columns = [reading.columns_of(number) for reading in readings]
        found = tuple(dict.fromkeys(column for column in columns if column is not None))
        if None not in columns and len({column.is_percent for column in found}) == 1:
            figures.append(Figure(tuple(sorted(found, key=lambda c: c.index)), number.kr, number.percent))
    return tuple(figures)


def told_when_unknown(readings: Readings) -> tuple[tuple[Figure, ...], tuple[Column, ...]]:
    """Return what can be kept when nobody can say which reading is right, and the columns that are then in doubt.

    Last year's amount, the need and the recommended amount stand where all the best readings put them. The rest may
    stand in any column that the other possible readings then leave to it.
    """
    anchors = set.intersection(*(_anchors(reading) for reading in readings.best)) if readings.best else set()
    left = [reading for reading in readings.possible if anchors <= _anchors(reading)]
    cells = [{(column, number.start, number.end) for column, number in reading.placed} for reading in left]
    shared = set.intersection(*cells) if cells else set()
    doubtful = {column for found in cells for column, _start, _end in found - shared}
    return merged(left), tuple(sorted(doubtful, key=lambda column: column.index))


def _anchors(reading: Reading) -> set[tuple[int, int, int]]:
    return {
        (column.index, number.start, number.end)
        for column, number in reading.placed
        if column.role in ("i_fjor", "behov", "innstilt")
    }
