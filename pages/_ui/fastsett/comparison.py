"""Two versions side by side, or a version and what stands now: every cell that differs."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import streamlit as st

from dekom.figures import format_exact_percent, format_kroner
from dekom.i18n import Message
from dekom.record import Record
from dekom.version_compare import Cell, Difference, compare
from dekom.versions import Version, check
from pages._ui.choice import choice
from pages._ui.text import t, words

_NOW = 0


def comparison(record: Record, versions: Sequence[Version]) -> None:
    """Draw two lists to choose from and what differs; opens with the newest version and what stands now."""
    records = {v.number: v.record for v in versions if check(v) is None} | {_NOW: record}
    if len(records) == 1:
        return
    numbers = list(records)

    def name(number: int) -> str:
        return t("Versjon {n}", n=number) if number else t("Slik det står nå")

    st.subheader(t("Sammenlign"), anchor=False)
    key = f"compare/{record.case.meeting_id}/{record.case.ordning}"
    with st.container(horizontal=True):
        before = choice(t("Fra"), numbers, name, f"{key}/from", len(numbers) - 2)
        after = choice(t("Til"), numbers, name, f"{key}/to", len(numbers) - 1)
    found = compare(records[before], records[after])
    if found:
        st.dataframe([_line(d) for d in found], hide_index=True, width="stretch", alt=t("Det som er forskjellig"))
    else:
        st.text(t("Ingen forskjeller."))


def _line(found: Difference) -> dict[str, Any]:
    change = found.change_kr
    return {
        t("Gjelder"): words(found.place) if isinstance(found.place, Message) else found.place,
        t("Felt"): words(found.field),
        t("Før"): _cell(found.before),
        t("Nå"): _cell(found.after),
        t("Endring"): "" if change is None else t("{kr:+kr}", kr=change),
    }


def _cell(value: Cell) -> str:
    match value:
        case None | "":
            return "–"
        case Message():
            return words(value)
        case Fraction():
            return format_exact_percent(value)
        case int():
            return format_kroner(value)
    return value
