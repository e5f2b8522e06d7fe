"""The item that is up: how much of its time is left, how late the day is, and when it is expected to end."""

import streamlit as st

from dekom.agenda import Day, delay_text, item_name
from dekom.proceedings import AgendaItem
from pages._ui.agenda.table import clock
from pages._ui.clock import countdown
from pages._ui.text import t, words


def now_line(day: Day, key: str) -> None:
    """Draw the current item with its countdown, the delay and the expected end, on the page or on the storskjerm."""
    up, late, end = st.columns([58, 20, 22])
    with up:
        current = day.current
        countdown(key, t("Tid igjen av saken"), words(item_name(current.item)) if current else _idle(day), day.due_at)
        if current and day.due_at is None:
            st.text(t("Saken har ikke klokkeslett. Tiden telles ikke."))
    label, delay = delay_text(day.delay_minutes)
    late.metric(words(label), words(delay))
    planned = t("Planlagt {time}", time=clock(day.planned_end)) if day.planned_end else None
    end_label = t("Slutt") if day.is_over else t("Forventet slutt")
    end.metric(end_label, clock(day.expected_end) or t("Ukjent"), planned, delta_color="off", delta_arrow="off")


def untimed_line(day: Day) -> None:
    """Say which items the expected end does not reckon with."""
    if day.untimed:
        names = [words(item_name(item)) for item in day.untimed]
        st.text(t("Uten klokkeslett, ikke regnet med i forventet slutt: {names:semikolon}.", names=names))


def _idle(day: Day) -> str:
    if not day.lines:
        return t("Sakslisten er tom.")
    if day.is_over:
        return t("Sakslisten er ferdig.")
    return t("Ingen sak er oppe nå.") if day.is_started else t("Møtet er ikke startet.")


def next_text(item: AgendaItem, expected: str) -> str:
    """Return which item comes next, and when."""
    name = item_name(item)
    return t("Neste: {name}, ca. {time}", name=name, time=expected) if expected else t("Neste: {name}", name=name)
