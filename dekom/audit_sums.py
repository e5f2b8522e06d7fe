"""Printed sums, subtotals and needs against what their rows and parts add up to."""

from collections.abc import Iterator, Mapping
from functools import partial

from dekom.audit_columns import NEED, OWN_FINANCING, ROW_SUM
from dekom.audit_deviation import Deviation
from dekom.audit_sum_causes import Addition, sum_cause
from dekom.audit_table import NOT_PRINTED, SUM_ROW, UNREAD_PART, UNREADABLE, Table, is_total
from dekom.i18n import Message
from dekom.model import sum_known

Tables = Mapping[str, Table]


def sum_deviations(table: Table, others: Tables) -> Iterator[Deviation]:
    """Compare every sum and subtotal with what its rows add up to."""
    for row in filter(is_total, table.amounts):
        for column, printed_kr in table.amounts[row].items():
            computed = table.value(row, column)
            if isinstance(computed, Message):
                yield Deviation(table.id, row, column, printed_kr, None, False, computed)
            elif printed_kr is None:
                yield Deviation(table.id, row, column, None, computed, False, UNREADABLE)
            elif printed_kr != computed:
                cause = partial(_cause_in_rows, table, (row, column), printed_kr, computed, others)
                yield Deviation(table.id, row, column, printed_kr, computed, False, cause)


def _cause_in_rows(table: Table, place: tuple[str, str], printed_kr: int, computed_kr: int, others: Tables) -> Message:
    row, column = place
    section = table.sections[row]
    here = set(section)
    versions = {
        other.id: {
            of: kr
            for of, cells in other.amounts.items()
            # What another version has and this one has not may be what a sum still holds, but no subtotal's.
            if (of in here or (row == SUM_ROW and of not in table.amounts and not is_total(of)))
            and (kr := cells.get(column)) is not None
        }
        for other in others.values()
    }
    parts = {of: table.parts(of) for of in section if column == NEED}
    by_parts = {of: p.total_kr for of, p in parts.items() if p.by_column and not p.unread and p.total_kr is not None}
    sums = [(table.label(c), table.value(row, c)) for c in table.sides if c != column]
    addition = Addition(
        printed_kr,
        computed_kr,
        {of: table.cell(of, column) or 0 for of in section},
        table.name,
        versions={other: rows for other, rows in versions.items() if rows},
        by_parts=by_parts,
        other_sums=tuple((name, kr) for name, kr in sums if isinstance(kr, int)),
    )
    return sum_cause(addition)


def split_deviations(table: Table, others: Tables) -> Iterator[Deviation]:
    """Compare every network's need, and the sum that its row states, with what its parts add up to."""
    beside = (OWN_FINANCING,) if _sums_include_own_financing(table) else ()
    for row, cells in table.amounts.items():
        for column, more in ((NEED, ()), (ROW_SUM, beside)):
            printed_kr = cells.get(column)
            if printed_kr is None or is_total(row):
                continue
            if table.parts(row).by_column:
                yield from _split(table, (row, column), printed_kr, more, others)
            elif column == ROW_SUM:
                yield Deviation(table.id, row, column, printed_kr, None, False, NOT_PRINTED)


def _sums_include_own_financing(table: Table) -> bool:
    """Return whether the sums that the rows state are with the own financing: that is what most of them fit."""
    with_own = without = 0
    for row, cells in table.amounts.items():
        printed_kr, parts_kr = cells.get(ROW_SUM), None if is_total(row) else table.parts(row).total_kr
        if printed_kr is not None and parts_kr is not None:
            without += printed_kr == parts_kr
            with_own += printed_kr != parts_kr and printed_kr - parts_kr == cells.get(OWN_FINANCING)
    return with_own > max(without, 1)


def _split(
    table: Table, place: tuple[str, str], printed_kr: int, more: tuple[str, ...], others: Tables
) -> Iterator[Deviation]:
    row, column = place
    parts = table.parts(row)
    amounts = {**parts.by_column, **{also: table.amounts[row].get(also) for also in more}}
    if None in amounts.values() or None in parts.unread:
        yield Deviation(table.id, row, column, printed_kr, None, False, UNREADABLE)
        return
    known = {of: kr for of, kr in amounts.items() if kr is not None}
    computed_kr = sum(known.values())
    if parts.unread:
        if printed_kr not in {computed_kr, computed_kr + sum_known(parts.unread)}:
            yield Deviation(table.id, row, column, printed_kr, None, False, UNREAD_PART)
    elif printed_kr != computed_kr:
        cause = partial(_cause_in_parts, table, place, printed_kr, known, others)
        yield Deviation(table.id, row, column, printed_kr, computed_kr, False, cause)


def _cause_in_parts(
    table: Table, place: tuple[str, str], printed_kr: int, known: Mapping[str, int], others: Tables
) -> Message:
    row, column = place
    cells = table.amounts[row]
    tables = [other for other in others.values() if row in other.amounts and not other.parts(row).unread]
    versions = {
        other.id: {
            of: kr
            for of, kr in other.parts(row).by_column.items()
            # What is printed here without being added is no part that is missing.
            if kr is not None and (of in known or of not in cells)
        }
        for other in tables
    }
    totals = {other.id: kr for other in tables if (kr := other.amounts[row].get(column)) is not None}
    computed_kr = sum(known.values())
    return sum_cause(
        Addition(printed_kr, computed_kr, known, table.label, versions=versions, totals=totals, is_of_parts=True)
    )
