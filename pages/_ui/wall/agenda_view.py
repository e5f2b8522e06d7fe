"""The agenda on the storskjerm: the item that is up with its countdown, and what is left of the day."""

import streamlit as st

from dekom.agenda import day_of, timer_of
from dekom.clock import now
from dekom.model import Case
from dekom.proceedings import Proceedings
from dekom.store import Store
from dekom.tables import SAK, SET_UP
from pages._ui.agenda.now import now_line, untimed_line
from pages._ui.agenda.table import hidden_from_the_room, room_table
from pages._ui.agenda.timers import room_clock
from pages._ui.amount_table import draw_table
from pages._ui.text import t
from pages._ui.wall.shared import worked_out


def proceedings_at(store: Store, meeting_id: str, at: int | None) -> Proceedings:
    """Return how the meeting goes, read once a revision, or how it went at a change."""
    revision = None if at is not None else store.revision(meeting_id, SAK, SET_UP)
    of = ("sak", meeting_id, revision, at)
    return worked_out(store, of, lambda: store.load_proceedings(meeting_id, at=at))


def agenda_view(proceedings: Proceedings, case: Case, room_id: str) -> None:
    """Draw the agenda, with the room's own clock where one runs."""
    day = day_of(proceedings, now())
    now_line(day, "wall_countdown")
    room_clock(case, timer_of(proceedings, room_id), "wall_timer")
    if day.next:
        draw_table("wall_agenda", room_table(day), lambda: None)
    hidden = hidden_from_the_room(day)
    if hidden:
        st.text(t("… og {n:tall} til", n=hidden))
    untimed_line(day)
