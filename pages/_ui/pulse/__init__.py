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


def pulse(
    store: Store, meeting_id: str, drawn_at: int, *topics: str, asked: str = "", asks: Callable[[], str] = str
) -> None:
    """Keep this page at the store's revision of its topics, and at what this tab asks: `asked` then, `asks` now.

    The only fragment on a page, and the last thing drawn.
    """
    _pulse(f"{drawn_at} {asked}", lambda: f"{store.revision(meeting_id, *topics)} {asks()}", SECONDS)


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
    seconds = WALL_SECONDS if is_room else SECONDS

    def stands() -> str:
        return f"{store.revision(meeting_id, *topics)} {minute_now()}"

    _pulse(f"{drawn_at} {minute}", stands, seconds, is_wall=True, tell=tell)


def minute_now() -> str:
    """Return the time of day as the clock on the wall shows it."""
    return f"{local(now()):%H:%M}"


def _pulse(
    drawn: str,
    stands: Callable[[], str],
    seconds: float,
    is_wall: bool = False,
    tell: Callable[[bool], None] | None = None,
) -> None:
    drawing = st.session_state["drawing"] = st.session_state.get("drawing", 0) + 1
    _COMPONENT(key="redraw", data={"drawn": drawn, "drawing": drawing}, on_beat_change=_nothing)
    _beat(stands, seconds, is_wall, tell)


@st.fragment
def _beat(stands: Callable[[], str], seconds: float, is_wall: bool, tell: Callable[[bool], None] | None) -> None:
    silent = t("Ingen forbindelse akkurat nå. Prøver igjen.")
    if not is_wall:  # nothing is done on the storskjerm
        silent += " " + t("Det du gjør nå, er ikke lagret.")
    number = st.session_state["beats"] = st.session_state.get("beats", 0) + 1
    data = {"number": number, "wait": round(1000 * seconds), "silent": silent, "language": the_language()}
    asked = _COMPONENT(key="pulse", data=data, on_beat_change=_nothing).beat
    if asked is None:
        return
    shown = asked if isinstance(asked, dict) else {}
    # What counts is what the browser says it shows: the drawing itself may have been lost on its way.
    is_newest = shown.get("drawn") == stands()
    if tell:
        tell(is_newest)
    if not is_newest or _is_lost(shown.get("drawing")):
        st.rerun()


def _is_lost(drawing: object) -> bool:
    """Return whether the newest drawing never reached the browser whole, asked at each beat.

    Streamlit throws away the rest of a run's messages when a beat comes just as the run ends. At the first beat
    they may still be under way; at the second, which the browser sends after its first was answered, they are not.
    """
    is_behind = drawing != st.session_state["drawing"]
    waited_for, st.session_state["waited_for"] = st.session_state.get("waited_for"), drawing if is_behind else None
    return is_behind and waited_for == drawing


def _nothing() -> None:
    """The run itself is what a beat is for."""
