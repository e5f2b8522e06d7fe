"""The language of this browser: what somebody has picked here, else the meeting's own.

A callback runs before the page that drew its button, so the language of what is shown stays in the session.
"""

import streamlit as st

from dekom.i18n import BOKMAL, LANGUAGES, known_language
from pages._ui.cookies import keep

LANGUAGE_COOKIE = "dekom_language"
NAMES = {"nb": "Bokmål", "nn": "Nynorsk"}  # each in its own language
_NOW, _PICKED = "language", "picked_language"


def the_language() -> str:
    """Return the language that this session is drawn in."""
    now: str = st.session_state.get(_NOW, "")
    return now or picked_language() or BOKMAL


def picked_language() -> str:
    """Return the language picked in this browser, "" where nobody has picked one."""
    picked = st.session_state.get(_PICKED) or st.context.cookies.get(LANGUAGE_COOKIE, "")
    return picked if picked in LANGUAGES else ""


def speak(of_meeting: str, in_the_room: bool = False) -> None:
    """Draw this session in the language picked here, else the meeting's; the wall of a room in the meeting's."""
    of_meeting = known_language(of_meeting)
    st.session_state[_NOW] = of_meeting if in_the_room else picked_language() or of_meeting


def language_picker(label: str) -> None:
    """Draw the choice of language; what is picked is kept in this browser."""
    now = the_language()
    # A new widget for each language: it never answers for one that was picked elsewhere.
    key = f"pick_language/{now}"

    def on_pick() -> None:
        st.session_state[_PICKED] = st.session_state[_NOW] = st.session_state[key]

    st.segmented_control(
        label, LANGUAGES, format_func=NAMES.__getitem__, default=now, required=True, key=key, on_change=on_pick
    )
    if picked_language():
        keep(LANGUAGE_COOKIE, picked_language())
