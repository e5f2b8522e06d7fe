"""A double click is one click: Streamlit sends a form twice, and money must not be moved twice."""

import time

import streamlit as st

SECONDS = 1.0


def is_double_click(button: str, *typed: str) -> bool:
    """Return whether this browser tab sent just this a moment ago, and remember it."""
    key = f"double_click/{button}"
    before, st.session_state[key] = st.session_state.get(key), (typed, time.monotonic())
    return before is not None and before[0] == typed and time.monotonic() - before[1] < SECONDS
