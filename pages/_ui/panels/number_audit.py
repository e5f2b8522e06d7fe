"""Tallkontroll: what the printed tables state against what their numbers give, the worst first."""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

import streamlit as st

from dekom.audit import SUM_ROW, Deviation, worst_first
from dekom.audit_columns import column_name
from dekom.audit_table import SUBTOTAL
from dekom.evaluate import Evaluation
from dekom.figures import format_points, signed
from dekom.model import Case
from pages._ui.text import t, words

_AT_FIRST, _AT_MOST = 20, 200
# What a wall of 1920 × 1080 has space for below the totals: lines, and characters in each.
_ROOM_LINES, _ROOM_WIDTH, _ROOM_GAP = 13, 120, Fraction(1, 3)


def number_audit(evaluation: Evaluation) -> None:
    """Draw the worst findings, each with its difference and likeliest cause; more of them on demand."""
    if not evaluation.case.printed:
        st.text(t("Ingen trykte tall er lagt inn."))
        return
    st.text(_summary(evaluation))
    found = worst_first(evaluation.audit)
    shown = found[:_AT_FIRST]
    if len(found) > _AT_FIRST and st.toggle(t("Vis flere"), key="audit_more"):
        shown = found[:_AT_MOST]
    for deviation in shown:
        with st.container(border=True):
            st.text(deviation_text(deviation, evaluation.case))
    _rest(len(found) - len(shown))


def number_audit_for_the_room(evaluation: Evaluation) -> None:
    """Draw as many of the worst findings as a wall has space for; nothing can be scrolled there."""
    if not evaluation.case.printed:
        st.text(t("Ingen trykte tall er lagt inn."))
        return
    found = worst_first(evaluation.audit)
    shown = list(_that_fit(found, evaluation.case))
    with st.container(gap="xsmall"):
        for text in (_summary(evaluation), *shown):
            st.text(text)
        _rest(len(found) - len(shown))


def _that_fit(found: list[Deviation], case: Case) -> Iterator[str]:
    space: Fraction | int = _ROOM_LINES
    for deviation in found:
        lines = [f"{_place(deviation, case)}. {_figures(deviation)}", words(deviation.cause)]
        space -= sum(ceil(len(line) / _ROOM_WIDTH) for line in lines) + _ROOM_GAP
        if space < 0:
            return
        yield "\n".join(lines)


def _rest(count: int) -> None:
    if count:
        st.text(t("… og {n} til", n=count))


def _summary(evaluation: Evaluation) -> str:
    printed = evaluation.case.printed
    tables = len({figure.table for figure in printed})
    wrong = sum(d.difference is not None for d in evaluation.audit)
    unclear = len(evaluation.audit) - wrong
    said = [
        t("{n} trykte tall i én tabell er lest.", n=len(printed))
        if tables == 1
        else t("{n} trykte tall i {tables} tabeller er lest.", n=len(printed), tables=tables),
        t("{wrong} stemmer ikke med tallene de bygger på.", wrong=wrong)
        if wrong
        else t("Ingen av dem er i strid med tallene de bygger på."),
    ]
    if unclear:
        said.append(t("{n} kan ikke kontrolleres.", n=unclear))
    return " ".join(said)


def deviation_text(deviation: Deviation, case: Case) -> str:
    """Return where the printed figure stands, what it should be, the difference, and the likeliest cause."""
    return f"{_place(deviation, case)}\n{_figures(deviation)}\n{words(deviation.cause)}"


def _figures(deviation: Deviation) -> str:
    printed, computed = _figure(deviation.printed, is_exact=True), _figure(deviation.computed, is_exact=False)
    if deviation.difference is None:
        return t("Trykt {printed}, utregnet {computed}: uavklart.", printed=printed, computed=computed)
    stated = t("Trykt {printed}, skal være {computed}.", printed=printed, computed=computed)
    return f"{stated} {_difference(deviation)}"


def _place(deviation: Deviation, case: Case) -> str:
    column = column_name(deviation.column, case.recipients)
    row = _row_name(deviation.row, case)
    if deviation.table.isdecimal():
        return t("Tabell {table}, {row}, {column}", table=deviation.table, row=row, column=column)
    return t("{table}, {row}, {column}", table=deviation.table, row=row, column=column)


def _row_name(row: str, case: Case) -> str:
    if row == SUM_ROW:
        return t("Sum")
    if row.startswith(SUBTOTAL):
        return t("Delsum {number}", number=row.removeprefix(SUBTOTAL).strip())
    return next((n.name for n in case.nettverk if n.id == row), row)


def _figure(value: int | Fraction | None, is_exact: bool) -> str:
    if value is None:
        return t("ukjent")
    if isinstance(value, int):
        return t("{value:tall}", value=value)
    return t("{value:eksakt}", value=value) if is_exact else t("{value:pst}", value=value)


def _difference(deviation: Deviation) -> str:
    difference = deviation.difference
    if difference is None:
        return ""
    if deviation.is_share:
        return t("Forskjell {points} prosentpoeng.", points=signed(format_points(Fraction(difference))))
    return t("Forskjell {kr:+kr}.", kr=difference)
