"""A list to choose from whose names are in the reader's language, and follow when another language is picked."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import streamlit as st

from pages._ui.language import the_language

Option = TypeVar("Option")


def choice(
    label: str, options: Sequence[Option], name_of: Callable[[Option], str], key: str, index: int = 0, **more: Any
) -> Option:
    """Draw the list, open at `index` until something is chosen; return what is.

    A browser keeps showing the name that it showed when something was chosen: in another language it is told anew.
    """
    state, drawn_in, now = st.session_state, f"{key}/language", the_language()
    if key not in state or state[key] not in options:
        more["index"] = index
    elif state.get(drawn_in, now) != now:
        state[key] = state[key]
    state[drawn_in] = now
    chosen: Option = st.selectbox(label, options, format_func=name_of, key=key, **more)
    return chosen
