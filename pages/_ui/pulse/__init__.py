"""The pulse: draws nothing, and reruns the page when what it shows has moved since the page was drawn.

Streamlit's own timer (`run_every`) ends when a message is lost under load, and after a restart of the server it asks
for a fragment that is no more; the page then stands still until somebody touches it. Here the browser asks, says what
it shows, and has the whole page drawn anew if no answer comes.
"""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from dekom.clock import local, now
from dekom.store import Store
from pages._ui.language import the_language
from pages._ui.text import t

SECONDS, WALL_SECONDS = 1.0, 0.4
_COMPONENT = st.components.v2.component(
    "dekom_pulse",
    html='<p\nid="dekom-pulse" role="status" hidden></p>',
    css=(Path(__file__).parent / "pulse.css").read_text(encoding="utf-8"),
    js=(Path(__file__).parent / "pulse.js").read_text(encoding="utf-8"),
)


def pulse(store: Store, meeting_id: str, drawn_at: int, *topics: str) -> None:
    """Keep this page at the store's revision of its topics; the only fragment on a page."""
    _pulse(store, meeting_id, topics, f"{drawn_at}", SECONDS)


def wall_pulse(
    store: Store,
    meeting_id: str,
    drawn_at: int,
    minute: str,
    *topics: str,
    is_room: bool = True,
    tell: Callable[[bool], None] | None = None,
) -> None:
    """The same for the storskjerm, once a minute for its clock, and quicker on the wall itself than on a phone.

    `tell` is told at each beat whether the browser shows the newest.
    """
    _pulse(store, meeting_id, topics, f"{drawn_at} {minute}", WALL_SECONDS if is_room else SECONDS, tell)


def minute_now() -> str:
    """Return the time of day as the clock on the wall shows it."""
    return f"{local(now()):%H:%M}"


def _pulse(
    store: Store,
    meeting_id: str,
    topics: tuple[str, ...],
    drawn: str,
    seconds: float,
    tell: Callable[[bool], None] | None = None,
) -> None:
    _COMPONENT(key="redraw", data={"whole": True}, on_beat_change=_nothing)
    _beat(store, meeting_id, topics, drawn, seconds, tell)


@st.fragment
def _beat(
    _store: Store,
    meeting_id: str,
    topics: tuple[str, ...],
    drawn: str,
    seconds: float,
    tell: Callable[[bool], None] | None,
) -> None:
    number = st.session_state["beats"] = st.session_state.get("beats", 0) + 1
    silent = t("Ingen forbindelse akkurat nå. Prøver igjen.")
    if " " not in drawn:  # nothing is done on the storskjerm
        silent += " " + t("Det du gjør nå, er ikke lagret.")
    data = {
        "drawn": drawn,
        "number": number,
        "wait": round(1000 * seconds),
        "silent": silent,
        "language": the_language(),
    }
    asked = _COMPONENT(key="pulse", data=data, on_beat_change=_nothing).beat
    if asked is None:
        return
    stands = f"{_store.revision(meeting_id, *topics)}" + (f" {minute_now()}" if " " in drawn else "")
    # What counts is what the browser says it shows: the drawing itself may have been lost on its way.
    is_newest = isinstance(asked, dict) and asked.get("drawn") == stands
    if tell:
        tell(is_newest)
    if not is_newest:
        st.rerun()


def _nothing() -> None:
    """The run itself is what a beat is for."""
