"""The pulse: draws nothing, and reruns the page when what it shows has moved since the page was drawn."""

import streamlit as st

from dekom.clock import local, now
from dekom.store import Store

SECONDS, WALL_SECONDS = 1.0, 0.4


def pulse(store: Store, meeting_id: str, drawn_at: int, *topics: str) -> None:
    """Keep this page at the store's revision of its topics; the only fragment on a page."""
    st.session_state["drawn_at"] = drawn_at
    _beat(store, meeting_id, topics)


def wall_pulse(store: Store, meeting_id: str, drawn_at: int, minute: str, *topics: str) -> None:
    """The same for the storskjerm, quicker, and once a minute for its clock."""
    st.session_state["drawn_at"] = drawn_at
    _quick_beat(store, meeting_id, minute, topics)


def minute_now() -> str:
    """Return the time of day as the clock on the wall shows it."""
    return f"{local(now()):%H:%M}"


@st.fragment(run_every=SECONDS)
def _beat(_store: Store, meeting_id: str, topics: tuple[str, ...]) -> None:
    if _store.revision(meeting_id, *topics) != st.session_state["drawn_at"]:
        st.rerun()


@st.fragment(run_every=WALL_SECONDS)
def _quick_beat(_store: Store, meeting_id: str, minute: str, topics: tuple[str, ...]) -> None:
    if _store.revision(meeting_id, *topics) != st.session_state["drawn_at"] or minute_now() != minute:
        st.rerun()
