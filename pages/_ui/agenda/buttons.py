"""What the secretariat does with the agenda: take up, end, take up again, go to the screen that the item needs."""

from collections.abc import Callable

import streamlit as st

from dekom import agenda_actions
from dekom.access import Actor
from dekom.agenda import Day, Line
from dekom.agenda_screens import Screen, screen_of
from dekom.clock import now
from dekom.edits import TableState, refusal
from dekom.i18n import Message
from dekom.model import Case
from dekom.proceedings import AgendaItem, Proceedings
from dekom.store import Store
from pages._ui.agenda.now import next_text
from pages._ui.agenda.table import clock
from pages._ui.double_click import is_double_click
from pages._ui.text import t, words

_PAGES: dict[Screen, tuple[str, Message]] = {
    "innstilling": ("pages/innstilling.py", Message("Gå til Innstilling")),
    "hva-om": ("pages/hva-om.py", Message("Gå til Hva om")),
    "gruppearbeid": ("pages/gruppearbeid.py", Message("Gå til Gruppearbeid")),
    "protokoll": ("pages/protokoll.py", Message("Gå til Referat og innstilling")),
}


def do(state: TableState, button: str, action: Callable[[], object]) -> None:
    """Do what a button says, once, and say it if it is refused."""
    if not is_double_click(button):
        state.notice = refusal(action)


def now_buttons(store: Store, actor: Actor, case: Case, seen: Proceedings, day: Day, state: TableState) -> None:
    """Draw «Ferdig» for the current item, a way to the next one, and to the screen the current one needs."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if day.current:
            _end_button(store, actor, seen, day.current.item, state, "end_current")
        if day.next:
            _start_button(store, actor, seen, day.next.item, state, "start_next")
            expected = clock(day.next.starts_at) if day.current or day.is_started else day.next.item.starts
            st.text(next_text(day.next.item, expected), width="content")
        if day.current:
            go_to(day.current.item, case)


def item_buttons(store: Store, actor: Actor, case: Case, seen: Proceedings, line: Line, state: TableState) -> None:
    """Draw what can be done with the item that is chosen in the list."""
    item = line.item
    with st.container(horizontal=True, vertical_alignment="center"):
        if item.started_at is None:
            _start_button(store, actor, seen, item, state, "start_chosen")
        elif item.is_current:
            _end_button(store, actor, seen, item, state, "end_chosen")
        else:

            def on_resume() -> None:
                do(state, "resume", lambda: agenda_actions.resume_item(store, actor, seen, item.id, now()))

            st.button(t("Ta opp igjen"), icon=":material/replay:", key="resume_chosen", on_click=on_resume)
        go_to(item, case)


def go_to(item: AgendaItem, case: Case) -> None:
    """Draw the way to the screen that an item needs, if it needs one."""
    screen = screen_of(item, case)
    if screen is not None:
        page, label = _PAGES[screen]
        st.page_link(page, label=words(label), icon=":material/arrow_forward:")


def reset_button(store: Store, actor: Actor, seen: Proceedings, state: TableState) -> None:
    """Draw «Nullstill sakslisten», which asks before it does it."""
    asks = f"agenda_reset/{seen.meeting_id}"
    if not seen.timers and not any(item.started_at for item in seen.items):
        st.session_state.pop(asks, None)
        return

    def on_answer(is_yes: bool) -> None:
        st.session_state[asks] = False
        if is_yes:
            do(state, "reset", lambda: agenda_actions.reset_agenda(store, actor, seen))

    if not st.session_state.get(asks):
        st.button(
            t("Nullstill sakslisten"),
            icon=":material/restart_alt:",
            on_click=lambda: st.session_state.update({asks: True}),
        )
        return
    st.text(t("Alle start- og sluttider og klokkene i rommene blir borte. Angre tar dem tilbake."), width="content")
    st.button(t("Ja, nullstill"), type="primary", on_click=on_answer, args=(True,))
    st.button(t("Avbryt"), on_click=on_answer, args=(False,))


def _start_button(
    store: Store, actor: Actor, seen: Proceedings, item: AgendaItem, state: TableState, key: str
) -> None:
    def on_start() -> None:
        state.selected = ""
        do(state, "start", lambda: agenda_actions.start_item(store, actor, seen, item.id, now()))

    label = t("Start neste") if key == "start_next" else t("Start")
    st.button(label, icon=":material/play_arrow:", type="primary", key=key, on_click=on_start)


def _end_button(store: Store, actor: Actor, seen: Proceedings, item: AgendaItem, state: TableState, key: str) -> None:
    def on_end() -> None:
        do(state, "end", lambda: agenda_actions.end_item(store, actor, seen, item.id, now()))

    st.button(t("Ferdig"), icon=":material/check:", key=key, on_click=on_end)
