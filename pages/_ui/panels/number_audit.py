"""Tallkontroll: what the printed tables state against what their numbers give."""

from collections.abc import Mapping
from fractions import Fraction

import streamlit as st

from dekom.audit import SUM_ROW, Deviation
from dekom.evaluate import Evaluation
from dekom.figures import format_points, signed
from dekom.i18n import Message, render
from pages._ui.text import t

_COLUMNS = {
    "behov": "Meldt behov",
    "i_fjor": "I fjor",
    "egenfinansiering": "Egenfinansiering",
    "innstilt": "Innstilt beløp",
    "nettverk_pct": "Prosentandel nettverk",
    "uh_pct": "Prosentandel UH",
}


def number_audit(evaluation: Evaluation) -> None:
    """Draw every mismatch with its difference and likeliest cause."""
    case = evaluation.case
    if not case.printed:
        st.text(t("Ingen trykte tall er lagt inn."))
        return
    names = {n.id: n.name for n in case.nettverk} | {SUM_ROW: t("Sum")}
    tables = len({figure.table for figure in case.printed})
    st.text(
        t(
            "{n} trykte tall i {tables} tabeller er lest. {wrong} stemmer ikke med tallene de bygger på.",
            n=len(case.printed),
            tables=tables,
            wrong=sum(d.difference is not None for d in evaluation.audit),
        )
    )
    for deviation in sorted(evaluation.audit, key=lambda d: d.row != SUM_ROW):
        with st.container(border=True):
            st.text(deviation_text(deviation, names))


def deviation_text(deviation: Deviation, names: Mapping[str, str]) -> str:
    """Return where the printed figure stands, what it should be, the difference, and the likeliest cause."""
    place = t(
        "Tabell {table}, {row}, {column}",
        table=deviation.table,
        row=names.get(deviation.row, deviation.row),
        column=Message(_COLUMNS.get(deviation.column, deviation.column)),
    )
    printed, computed = _figure(deviation.printed, "eksakt"), _figure(deviation.computed, "pst")
    if deviation.difference is None:
        figures = t("Trykt {printed}, utregnet {computed}: uavklart.", printed=printed, computed=computed)
    else:
        figures = t("Trykt {printed}, skal være {computed}. ", printed=printed, computed=computed)
        figures += _difference(deviation)
    return f"{place}\n{figures}\n{render(deviation.cause)}"


def _figure(value: int | Fraction | None, percent: str) -> str:
    if value is None:
        return t("ukjent")
    return t("{value:" + percent + "}" if isinstance(value, Fraction) else "{value:tall}", value=value)


def _difference(deviation: Deviation) -> str:
    difference = deviation.difference
    if difference is None:
        return ""
    if deviation.is_share:
        return t("Forskjell {points} prosentpoeng.", points=signed(format_points(Fraction(difference))))
    return t("Forskjell {kr:+kr}.", kr=difference)
