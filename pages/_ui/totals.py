"""On top, large: the frame, what is recommended, what is left, and the identity they come from."""

import streamlit as st

from dekom.evaluate import Evaluation, frame_identity
from dekom.figures import format_kroner
from dekom.model import Case
from pages._ui.text import t, words

_BALANCE = {
    "igjen": ("● Igjen å fordele", "blue"),
    "brukt": ("✓ Nøyaktig fordelt", "green"),
    "over": ("▲ Over rammen", "red"),
    "ukjent": ("? Rammen er ikke kjent", "gray"),
}


def totals(evaluation: Evaluation) -> None:
    """Draw the three figures and the identity total − lines = ramme til nettverkene."""
    balance, colour = _BALANCE[evaluation.balance]
    unknown = t("Ukjent")
    frame, recommended, left = st.columns(3)
    frame.metric(t("Ramme til nettverkene"), _figure(evaluation.ramme_kr, unknown), _status(evaluation.case), **_PLAIN)
    recommended.metric(t("Innstilt"), format_kroner(evaluation.innstilt_kr), _recommended(evaluation), **_PLAIN)
    left.metric(
        t("Gjenstår"),
        _figure(evaluation.remaining_kr, unknown),
        t(balance),
        delta_color=colour,
        delta_arrow="off",
    )
    st.text(words(frame_identity(evaluation.case)))


_PLAIN = {"delta_color": "off", "delta_arrow": "off"}


def _figure(kr: int | None, unknown: str) -> str:
    return unknown if kr is None else format_kroner(kr)


def _status(case: Case) -> str:
    return t("Foreløpig ramme") if case.status == "foreløpig" else t("Endelig ramme")


def _recommended(evaluation: Evaluation) -> str:
    nettverk = evaluation.case.nettverk
    without = sum(n.innstilt_kr is None for n in nettverk)
    changed = sum(n.innstilt_kr != n.opening_kr for n in nettverk)
    if without:
        return t("{n} nettverk uten beløp", n=without)
    if changed:
        return t("{n} av {all} endret fra utgangspunkt", n=changed, all=len(nettverk))
    return t("Utgangspunkt")
