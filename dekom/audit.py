"""Tallkontroll: what a source prints against what its own numbers give, with the likeliest cause."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import partial

from dekom.audit_columns import Recipients
from dekom.audit_deviation import Deviation as Deviation
from dekom.audit_deviation import worst_first as worst_first
from dekom.audit_share_causes import Misfit, share_cause
from dekom.audit_shares import reading_of
from dekom.audit_sums import split_deviations, sum_deviations
from dekom.audit_table import SUM_ROW as SUM_ROW
from dekom.audit_table import UNREADABLE, Table, read_tables
from dekom.i18n import Message
from dekom.model import PrintedFigure

OF_WHAT = Message("Det er ikke kjent hva prosenten er regnet av.")
Tables = Mapping[str, Table]


def audit(
    printed: Iterable[PrintedFigure], names: Mapping[str, str], tolerance: Fraction, recipients: Recipients
) -> tuple[Deviation, ...]:
    """Return every printed sum, subtotal, split and percentage that its own table contradicts or cannot confirm.

    `names` maps a row to what it is called, `recipients` a column to who the money goes to; `tolerance` is the share
    (0–1) that the rounding of a percentage may take.
    """
    tables = read_tables(printed, names, recipients)
    found: list[Deviation] = []
    for table in tables.values():
        others = {other: rows for other, rows in tables.items() if other != table.id}
        found += sum_deviations(table, others)
        found += split_deviations(table, others)
        found += _percentages(table, others, tolerance)
    return tuple(found)


def _percentages(table: Table, others: Tables, tolerance: Fraction) -> Iterator[Deviation]:
    for column, rows in table.percentages.items():
        reading = reading_of(column, table, tolerance)
        for row, figures in rows.items():
            ratio = reading.work(table, row) if reading else OF_WHAT
            for percent in figures:
                if isinstance(ratio, Message):
                    printed = None if percent is None else percent / 100
                    yield Deviation(table.id, row, column, printed, None, True, ratio)
                elif percent is None:
                    yield Deviation(table.id, row, column, None, ratio.share, True, UNREADABLE)
                elif reading and not ratio.fits(percent, tolerance):
                    misfit = Misfit(table, row, column, percent, reading, ratio, others, tolerance)
                    cause = partial(share_cause, misfit)
                    yield Deviation(table.id, row, column, percent / 100, ratio.share, True, cause)
