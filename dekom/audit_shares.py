"""Printed percentages: what each is a share of.

`nettverk_pct` and `uh_pct` are parts of the need; «andre» counts with UH, as in 2022. `<column>_pct_av_behov` is a
column as a share of the need, `<column>_pct_av_sum` as a share of the column's own sum. `endring_pct` is the change
from last year to the amount recommended, or to the need in a table that recommends nothing. Where several figures of
a column fit another reading of it, and fewer fit only the usual one, the other is what the source means.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from dekom.audit_columns import NEED, OF_NEED, OF_SUM
from dekom.audit_table import SUM_ROW, UNREADABLE, Split, Table
from dekom.i18n import Message

_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Ratio:
    """A part and what it is a share of, in kr; the whole is above 0. `of` is the column of the whole."""

    part_kr: int
    whole_kr: int
    of: str

    @property
    def share(self) -> Fraction:
        return Fraction(self.part_kr, self.whole_kr)

    def fits(self, percent: Fraction, tolerance: Fraction) -> bool:
        """Return whether a printed percentage (39 is 39 %) is this share, give or take `tolerance` (a share 0–1)."""
        # In whole numbers: a long table has thousands to test.
        unit = 100 * percent.denominator
        off = abs(percent.numerator * self.whole_kr - unit * self.part_kr)
        return off * tolerance.denominator <= tolerance.numerator * unit * self.whole_kr


Work = Callable[[Table, str], Ratio | Message]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to work a percentage out. `cause` explains a figure that fits this way and not the chosen one."""

    work: Work
    cause: Message | None = None


def readings(column: str, table: Table) -> tuple[Reading, ...]:
    """Return the ways to work a column of percentages out, the usual one first; none where it is not known."""
    if column == "nettverk_pct":
        return (
            Reading(_own, Message("Prosenten passer når koordinatoren er regnet med.")),
            Reading(_own_without_koordinator, Message("Prosenten passer når koordinatoren ikke er regnet med.")),
        )
    if column == "uh_pct":
        return (
            Reading(_outside, Message("Prosenten passer når andre enn UH er regnet med.")),
            Reading(_uh_alone, Message("Prosenten passer når andre enn UH ikke er regnet med.")),
        )
    if column == "endring_pct":
        to_innstilt = Reading(_change("innstilt"), Message("Prosenten passer til endringen fra i fjor til innstilt."))
        to_need = Reading(_change(NEED), Message("Prosenten passer til endringen fra i fjor til meldt behov."))
        return (to_innstilt, to_need) if "innstilt" in table.sides else (to_need,)
    if column.endswith(OF_NEED):
        return (Reading(_of_need(column.removesuffix(OF_NEED))),)
    if column.endswith(OF_SUM):
        return (Reading(_of_sum(column.removesuffix(OF_SUM))),)
    return ()


def reading_of(column: str, table: Table, tolerance: Fraction) -> Reading | None:
    """Return the reading that a column's own figures follow, None where it is not known what they are shares of."""
    ways = readings(column, table)
    if len(ways) < _SEVERAL:
        return ways[0] if ways else None
    usual, *others = ways
    figures = [(row, p) for row, found in table.percentages[column].items() for p in found if p is not None]
    worked = [(row, percent, usual.work(table, row)) for row, percent in figures]
    right = [(row, p) for row, p, ratio in worked if isinstance(ratio, Ratio) and ratio.fits(p, tolerance)]
    wrong = [(row, p) for row, p, ratio in worked if isinstance(ratio, Ratio) and not ratio.fits(p, tolerance)]
    for other in others if len(wrong) >= _SEVERAL else ():
        gained = sum(_fits(other, table, row, percent, tolerance) for row, percent in wrong)
        lost = sum(not _fits(other, table, row, percent, tolerance) for row, percent in right)
        if gained >= _SEVERAL and gained > lost:
            return other
    return usual


def _fits(reading: Reading, table: Table, row: str, percent: Fraction, tolerance: Fraction) -> bool:
    ratio = reading.work(table, row)
    return isinstance(ratio, Ratio) and ratio.fits(percent, tolerance)


def _own(table: Table, row: str) -> Ratio | Message:
    return _of_split(table, row, lambda split: split.own_kr)


def _own_without_koordinator(table: Table, row: str) -> Ratio | Message:
    return _of_split(table, row, lambda s: None if s.own_kr is None else s.own_kr - s.koordinator_kr)


def _outside(table: Table, row: str) -> Ratio | Message:
    return _of_split(table, row, lambda s: None if s.uh_kr is None or s.andre_kr is None else s.uh_kr + s.andre_kr)


def _uh_alone(table: Table, row: str) -> Ratio | Message:
    return _of_split(table, row, lambda split: split.uh_kr)


def _of_split(table: Table, row: str, part: Callable[[Split], int | None]) -> Ratio | Message:
    split = table.split(row)
    if isinstance(split, Message):
        return split
    part_kr = part(split)
    return UNREADABLE if part_kr is None else _ratio(table, part_kr, split.need_kr, NEED)


def _change(to: str) -> Work:
    def work(table: Table, row: str) -> Ratio | Message:
        before, after = table.value(row, "i_fjor"), table.value(row, to)
        if isinstance(before, Message):
            return before
        return after if isinstance(after, Message) else _ratio(table, after - before, before, "i_fjor")

    return work


def _of_need(column: str) -> Work:
    def work(table: Table, row: str) -> Ratio | Message:
        part, whole = table.value(row, column), table.value(row, NEED)
        if isinstance(part, Message):
            return part
        return whole if isinstance(whole, Message) else _ratio(table, part, whole, NEED)

    return work


def _of_sum(column: str) -> Work:
    def work(table: Table, row: str) -> Ratio | Message:
        part, whole = table.value(row, column), table.value(SUM_ROW, column)
        if isinstance(part, Message):
            return part
        return whole if isinstance(whole, Message) else _ratio(table, part, whole, column)

    return work


def _ratio(table: Table, part_kr: int, whole_kr: int, of: str) -> Ratio | Message:
    if whole_kr <= 0:
        return Message("{column} er 0 kr: prosenten kan ikke regnes ut.", {"column": table.label(of)})
    return Ratio(part_kr, whole_kr, of)
