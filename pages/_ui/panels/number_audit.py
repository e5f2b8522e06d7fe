"""Tallkontroll: what the printed tables state against what their numbers give."""

from fractions import Fraction

import streamlit as st

from dekom.audit import SUM_ROW, Deviation
from dekom.evaluate import Evaluation
from dekom.figures import format_kroner, format_percent, signed
from dekom.i18n import render
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
    st.dataframe(
        [
            {
                t("Tabell"): deviation.table,
                t("Rad"): names.get(deviation.row, deviation.row),
                t("Kolonne"): t(_COLUMNS.get(deviation.column, deviation.column)),
                t("Trykt"): _figure(deviation.printed, deviation),
                t("Skal være"): _figure(deviation.computed, deviation),
                t("Forskjell"): _difference(deviation),
                t("Sannsynlig årsak"): render(deviation.cause),
            }
            for deviation in sorted(evaluation.audit, key=lambda d: d.row != SUM_ROW)
        ],
        hide_index=True,
        row_height=60,
        column_config={t("Sannsynlig årsak"): st.column_config.TextColumn(width="large")},
        alt=t("Trykte tall som ikke stemmer"),
    )


def _figure(value: int | Fraction | None, deviation: Deviation) -> str:
    if value is None:
        return t("Uavklart")
    return format_percent(Fraction(value)) if deviation.is_share else format_kroner(int(value))


def _difference(deviation: Deviation) -> str:
    difference = deviation.difference
    if difference is None:
        return ""
    if deviation.is_share:
        return t("{points} prosentpoeng", points=signed(format_percent(Fraction(difference)).removesuffix("\u00a0%")))
    return signed(format_kroner(int(difference)))
