"""Tallkontroll: what a source prints against what its own numbers give, with the likeliest cause."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from dekom.i18n import Message
from dekom.model import PrintedFigure

SUM_ROW = "SUM"
OWN_PARTS = frozenset({"nettverk", "koordinator", "nettverk_eller_koordinator"})
UH_PARTS = frozenset({"nord", "ntnu", "andre_usikker", "uh_ulest", "uh"})
UNREAD = "ulest"


@dataclass(frozen=True, slots=True)
class Deviation:
    """A printed figure that does not stand up, or that cannot be checked (`difference` is None).

    `printed`, `computed` and `difference` are kr, or shares 0–1 where `is_share`.
    """

    table: str
    row: str
    column: str
    printed: int | Fraction
    computed: int | Fraction | None
    is_share: bool
    cause: Message

    @property
    def difference(self) -> int | Fraction | None:
        return None if self.computed is None else self.printed - self.computed


Columns = dict[str, list[PrintedFigure]]
Table = dict[str, Columns]
Names = Mapping[str, str]

NO_CAUSE = Message("Ingen sannsynlig årsak funnet.")
UNREAD_PART = Message("Et tall i raden kan ikke plasseres i en kolonne.")


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
            if row != SUM_ROW:
                found += _split(table_id, row, columns)
                found += _percentages(table_id, row, columns, others, tolerance)
    return tuple(found)


def _sums(table_id: str, table: Table, others: Mapping[str, Table], names: Names) -> Iterator[Deviation]:
    for column, (stated, *_rest) in table.get(SUM_ROW, {}).items():
        rows = {row: _kr(columns, column) for row, columns in table.items() if row != SUM_ROW}
        known = {row: kr for row, kr in rows.items() if kr is not None}
        printed = stated.kr or 0
        if len(known) < len(rows):
            missing = [names.get(row, row) for row in rows if row not in known]
            cause = Message("Tallet mangler for {rows}.", {"rows": missing})
            yield Deviation(table_id, SUM_ROW, column, printed, None, False, cause)
        elif (computed := sum(known.values())) != printed:
            cause = _sum_cause(printed - computed, column, known, others, names)
            yield Deviation(table_id, SUM_ROW, column, printed, computed, False, cause)


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
    need = _kr(columns, "behov")
    parts = [f.kr or 0 for column in columns if column in OWN_PARTS | UH_PARTS for f in columns[column]]
    if need is None or not parts or sum(parts) == need:
        return
    if UNREAD in columns:
        yield Deviation(table_id, row, "behov", need, None, False, UNREAD_PART)
    else:
        yield Deviation(table_id, row, "behov", need, sum(parts), False, NO_CAUSE)


def _percentages(
    table_id: str, row: str, columns: Columns, others: Mapping[str, Table], tolerance: Fraction
) -> Iterator[Deviation]:
    for column, parts in (("nettverk_pct", OWN_PARTS), ("uh_pct", UH_PARTS)):
        for figure in columns.get(column, []):
            printed = Fraction(figure.percent or 0, 100)
            computed = _share(columns, parts)
            if computed is None:
                yield Deviation(table_id, row, column, printed, None, True, UNREAD_PART)
            elif abs(printed - computed) > tolerance:
                cause = _share_cause(printed, row, parts, columns, others, tolerance)
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
        if share is not None and abs(printed - share) <= tolerance:
            text = "Prosenten passer til tallene i tabell {other} ({share:pst}); den er ikke regnet på nytt."
            return Message(text, {"other": other_id, "share": share})
    own = sum(f.kr or 0 for column in columns if column in OWN_PARTS for f in columns[column])
    share_without_own = 0 if parts is OWN_PARTS else 1
    if own and printed == share_without_own:
        text = "Prosenten er regnet som om nettverkets {kr:kr} ikke var med."
        return Message(text, {"kr": own})
    return NO_CAUSE


def _share(columns: Columns, parts: frozenset[str]) -> Fraction | None:
    need = _kr(columns, "behov")
    if not need or UNREAD in columns:
        return None
    return Fraction(sum(f.kr or 0 for column in columns if column in parts for f in columns[column]), need)


def _kr(columns: Columns, column: str) -> int | None:
    figures = columns.get(column, [])
    return sum(f.kr or 0 for f in figures) if figures else None
