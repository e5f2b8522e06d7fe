"""The item that is chosen in the list, or else the one that is up: what it is, when it went, what can be done."""

import streamlit as st

from dekom.access import Actor
from dekom.agenda import Day, Line, Progress, item_name
from dekom.edits import TableState, new_events
from dekom.model import Case
from dekom.proceedings import Proceedings
from dekom.store import Store
from pages._ui.agenda.buttons import item_buttons
from pages._ui.agenda.table import agenda_table, clock, span, times_of
from pages._ui.amount_table import draw_table
from pages._ui.text import t, words

KEY = "agenda"


def chosen_line(day: Day, state: TableState) -> Line | None:
    """Return the item that is chosen; else the current one, the next one, or the first."""
    picked = next((line for line in day.lines if line.item.id == state.selected), None)
    return picked or day.current or day.next or next(iter(day.lines), None)


def item_list(day: Day, proceedings: Proceedings, state: TableState) -> None:
    """Draw the agenda; a click on a title opens the item."""

    def on_events() -> None:
        with state.turn:
            for event in new_events(st.session_state[KEY].events, state):
                if event["kind"] == "select" and any(line.item.id == event["id"] for line in day.lines):
                    state.selected = event["id"]

    line = chosen_line(day, state)
    ways = {decision.item_id: decision.way for decision in proceedings.decisions}
    draw_table(KEY, agenda_table(day, state.acked, line.item.id if line else "", ways), on_events)


def item_part(store: Store, actor: Actor, case: Case, seen: Proceedings, line: Line, state: TableState) -> None:
    """Draw an item's name, times and remark, with its buttons where it is not the current one."""
    item = line.item
    st.text(words(item_name(item)))
    said = [item.kind, _times(line), item.remark]
    st.text(" · ".join(filter(None, said)))
    if line.progress is not Progress.NAA:  # its buttons stand at the top
        item_buttons(store, actor, case, seen, line, state)


def _times(line: Line) -> str:
    if line.progress is Progress.FERDIG:
        over = line.over_minutes
        if not over:
            return t("Gikk {span}", span=times_of(line))
        text = (
            "Gikk {span}, {n:tall} min over planlagt tid"
            if over > 0
            else "Gikk {span}, {n:tall} min under planlagt tid"
        )
        return t(text, span=times_of(line), n=abs(over))
    if line.progress is Progress.NAA:
        return t("Startet {time}", time=clock(line.starts_at))
    return t("Planlagt {time}", time=span(line.item.starts, line.item.ends) or t("uten klokkeslett"))
