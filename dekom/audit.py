"""Tallkontroll: what a source prints against what its own numbers give, with the likeliest cause."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from dekom.i18n import Message
from dekom.model import PrintedFigure, sum_known

SUM_ROW = "SUM"
OWN_PARTS = frozenset({"nettverk", "koordinator", "nettverk_eller_koordinator"})
UH_PARTS = frozenset({"nord", "ntnu", "andre_usikker", "uh_ulest", "uh"})
UNREAD = "ulest"
PERCENTAGES = {"nettverk_pct": OWN_PARTS, "uh_pct": UH_PARTS}


@dataclass(frozen=True, slots=True)
class Deviation:
    """A printed figure that does not stand up, or that cannot be checked (`difference` is None).

    `printed`, `computed` and `difference` are kr, or shares 0–1 where `is_share`; None is unreadable.
    """

    table: str
    row: str
    column: str
    printed: int | Fraction | None
    computed: int | Fraction | None
    is_share: bool
    cause: Message

    @property
    def difference(self) -> int | Fraction | None:
        return None if self.computed is None or self.printed is None else self.printed - self.computed


Columns = dict[str, list[PrintedFigure]]
Table = dict[str, Columns]
Names = Mapping[str, str]

NO_CAUSE = Message("Ingen sannsynlig årsak funnet.")
UNREAD_PART = Message("Et tall i raden kan ikke plasseres i en kolonne.")
UNREADABLE = Message("Et tall i raden kan ikke leses.")
NOT_PRINTED = Message("Behovet eller delene er ikke trykt i raden.")


def audit(printed: tuple[PrintedFigure, ...], names: Names, tolerance: Fraction) -> tuple[Deviation, ...]:
    """Return every printed sum, split and percentage that its own table contradicts or cannot confirm.

    `names` maps a row to what it is called; `tolerance` is the share (0–1) that rounding may take.
    """
    tables: dict[str, Table] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for figure in printed:
        tables[figure.table][figure.row][figure.column].append(figure)
    found: list[Deviation] = []
    for table_id, table in tables.items():
        others = {other: rows for other, rows in tables.items() if other != table_id}
        found += _sums(table_id, table, others, names)
        for row, columns in table.items():
            basis = _whole_table(table) if row == SUM_ROW else columns
            found += _percentages(table_id, row, columns, basis, others, tolerance)
            if row != SUM_ROW:
                found += _split(table_id, row, columns)
    return tuple(found)


def _whole_table(table: Table) -> Columns:
    """Return all rows but the sum as one, column by column."""
    whole: Columns = defaultdict(list)
    for row, columns in table.items():
        for column, figures in columns.items():
            if row != SUM_ROW:
                whole[column] += figures
    return whole


def _sums(table_id: str, table: Table, others: Mapping[str, Table], names: Names) -> Iterator[Deviation]:
    for column, (stated, *_rest) in table.get(SUM_ROW, {}).items():
        if column in PERCENTAGES:
            continue
        rows = {row: _kr(columns, column) for row, columns in table.items() if row != SUM_ROW}
        known = {row: kr for row, kr in rows.items() if kr is not None}
        if len(known) < len(rows):
            missing = [names.get(row, row) for row in rows if row not in known]
            cause = Message("Tallet mangler for {rows}.", {"rows": missing})
            yield Deviation(table_id, SUM_ROW, column, stated.kr, None, False, cause)
            continue
        computed = sum(known.values())
        if stated.kr is None:
            yield Deviation(table_id, SUM_ROW, column, None, computed, False, UNREADABLE)
        elif computed != stated.kr:
            cause = _sum_cause(stated.kr - computed, column, known, others, names)
            yield Deviation(table_id, SUM_ROW, column, stated.kr, computed, False, cause)


def _sum_cause(
    difference: int, column: str, rows: Mapping[str, int], others: Mapping[str, Table], names: Names
) -> Message:
    """Look for one row whose change from another version of the table, or whose amount, is the difference."""
    for other_id, other in others.items():
        for row, kr in rows.items():
            before = _kr(other.get(row, {}), column)
            if before is not None and before - kr == difference:
                text = (
                    "Forskjellen er lik endringen for {row}: {before:kr} i tabell {other}, {kr:kr} her. "
                    "Summen er ikke rettet etter den endringen."
                )
                return Message(text, {"row": names.get(row, row), "before": before, "other": other_id, "kr": kr})
    for row, kr in rows.items():
        if abs(difference) == kr:
            text = "Forskjellen er lik beløpet til {row}: raden er utelatt eller talt to ganger."
            return Message(text, {"row": names.get(row, row)})
    return NO_CAUSE


def _split(table_id: str, row: str, columns: Columns) -> Iterator[Deviation]:
    need_kr = _kr(columns, "behov")
    figures = _figures(columns, OWN_PARTS | UH_PARTS)
    if need_kr is None or not figures:
        return
    parts_kr = _sum_of(figures)
    if parts_kr is None:
        yield Deviation(table_id, row, "behov", need_kr, None, False, UNREADABLE)
    elif parts_kr != need_kr and UNREAD in columns:
        yield Deviation(table_id, row, "behov", need_kr, None, False, UNREAD_PART)
    elif parts_kr != need_kr:
        yield Deviation(table_id, row, "behov", need_kr, parts_kr, False, NO_CAUSE)


def _percentages(
    table_id: str,
    row: str,
    columns: Columns,
    basis: Columns,
    others: Mapping[str, Table],
    tolerance: Fraction,
) -> Iterator[Deviation]:
    for column, parts in PERCENTAGES.items():
        for figure in columns.get(column, []):
            printed = None if figure.percent is None else Fraction(figure.percent) / 100
            computed = _share(basis, parts)
            if isinstance(computed, Message):
                yield Deviation(table_id, row, column, printed, None, True, computed)
            elif printed is None:
                yield Deviation(table_id, row, column, None, computed, True, UNREADABLE)
            elif abs(printed - computed) > tolerance:
                cause = _share_cause(printed, row, parts, basis, others, tolerance)
                yield Deviation(table_id, row, column, printed, computed, True, cause)


def _share_cause(
    printed: Fraction,
    row: str,
    parts: frozenset[str],
    columns: Columns,
    others: Mapping[str, Table],
    tolerance: Fraction,
) -> Message:
    """Look for another version of the row, or a part left out, that gives the printed percentage."""
    for other_id, other in others.items():
        share = _share(other.get(row, {}), parts)
        if isinstance(share, Fraction) and abs(printed - share) <= tolerance:
            text = "Prosenten passer til tallene i tabell {other} ({share:pst}); den er ikke regnet på nytt."
            return Message(text, {"other": other_id, "share": share})
    own_kr = _sum_of(_figures(columns, OWN_PARTS))
    share_without_own = 0 if parts is OWN_PARTS else 1
    if own_kr and printed == share_without_own:
        return Message("Prosenten er regnet som om nettverkets {kr:kr} ikke var med.", {"kr": own_kr})
    return NO_CAUSE


def _share(columns: Columns, parts: frozenset[str]) -> Fraction | Message:
    """Return the share of the need that goes to `parts`, or why it cannot be worked out."""
    if UNREAD in columns:
        return UNREAD_PART
    need_kr = _kr(columns, "behov")
    if not need_kr or not _figures(columns, OWN_PARTS | UH_PARTS):
        return NOT_PRINTED
    part_kr = _sum_of(_figures(columns, parts))
    return UNREADABLE if part_kr is None else Fraction(part_kr, need_kr)


def _figures(columns: Columns, wanted: frozenset[str]) -> list[PrintedFigure]:
    return [figure for column in columns if column in wanted for figure in columns[column]]


def _sum_of(figures: Iterable[PrintedFigure]) -> int | None:
    """Return the sum in kr, None if one of them cannot be read."""
    amounts = [figure.kr for figure in figures]
    return None if None in amounts else sum_known(amounts)


def _kr(columns: Columns, column: str) -> int | None:
    figures = columns.get(column, [])
    return _sum_of(figures) if figures else None
