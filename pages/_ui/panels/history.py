"""Every change in the ordning: when, who, what, from, to."""

from fractions import Fraction
from typing import Any

import streamlit as st

from dekom.change import Entry, RowEdit, Value
from dekom.clock import local
from dekom.evaluate import Evaluation
from dekom.figures import format_exact_percent, format_kroner
from dekom.store import Store
from pages._ui.text import t, words

_FIELDS = {
    "innstilt_kr": "Innstilt beløp",
    "begrunnelse": "Begrunnelse",
    "percent": "Grense i prosent",
    "amount_kr": "Avsatt beløp",
    "name": "Avsatt til",
    "text": "Forbehold eller begrunnelse",
}
_KINDS = {"endring": "", "angre": "Angret: ", "gjør om": "Gjort om igjen: "}


def history(store: Store, evaluation: Evaluation) -> None:
    """Draw the history, the newest first."""
    case = evaluation.case
    names = {n.id: n.name for n in case.nettverk}
    lines = [line for entry in store.history(case.meeting_id, case.ordning) for line in _lines(entry, names)]
    if lines:
        st.dataframe(lines, hide_index=True, alt=t("Historikk"))
    else:
        st.text(t("Ingen endringer ennå. Beløpene er Utgangspunkt."))


def set_up_history(store: Store, meeting_id: str) -> None:
    """Draw the history of the set-up: when, who, what."""
    lines = [_start(entry) for entry in store.set_up_history(meeting_id)]
    if lines:
        st.dataframe(lines, hide_index=True, alt=t("Historikk"))
    else:
        st.text(t("Ingen endringer i oppsettet ennå."))


def _lines(entry: Entry, names: dict[str, str]) -> list[dict[str, Any]]:
    return [
        _start(entry)
        | {
            t("Nettverk"): names.get(str(edit.key.get("nettverk_id", "")), ""),
            t("Felt"): t(_FIELDS[column]),
            t("Fra"): _value(column, (edit.before or {}).get(column)),
            t("Til"): _value(column, (edit.after or {}).get(column)),
        }
        for edit in entry.edits
        for column in _shown_columns(edit)
    ]


def _start(entry: Entry) -> dict[str, Any]:
    return {
        t("Når"): f"{local(entry.made_at):%d.%m.%Y %H:%M:%S}",
        t("Hvem"): entry.who,
        t("Hva"): t(_KINDS[entry.kind]) + words(entry.what),
    }


def _shown_columns(edit: RowEdit) -> list[str]:
    return [column for column in _FIELDS if column in {**(edit.before or {}), **(edit.after or {})}]


def _value(column: str, value: Value) -> str:
    if value is None:
        return "–"
    if column == "percent":
        return format_exact_percent(Fraction(str(value)) / 100)
    return format_kroner(value) if column.endswith("_kr") and isinstance(value, int) else str(value)
