"""A list to choose from whose names are in the reader's language, and follow when another language is picked."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

import streamlit as st

from dekom.model import unique_names
from pages._ui.language import the_language

Option = TypeVar("Option", bound=Hashable)


def choice(
    label: str,
    options: Sequence[Option],
    name_of: Callable[[Option], str],
    key: str,
    index: int = 0,
    on_change: Callable[[], None] | None = None,
    **more: Any,
) -> Option:
    """Draw the list, open at `index` until something is chosen; return what is.

    A browser keeps showing the name that it showed when something was chosen: in another language it is told anew.
    What it sends before it has heard is a name of the old language, which nobody chose now. It answers with a name,
    so each is told from the others.
    """

    state, drawn_in, last, now = st.session_state, f"{key}/language", f"{key}/last", the_language()

    def on_choice() -> None:
        if on_change and state[key] in options:
            on_change()

    if key not in state:
        more["index"] = index
    elif state[key] not in options:
        state[key] = state[last] if state.get(last) in options else options[index]
    elif state.get(drawn_in, now) != now:
        state[key] = state[key]
    state[drawn_in] = now
    if on_change:  # not allowed in a form
        more["on_change"] = on_choice
    names = dict(zip(options, unique_names([name_of(option) for option in options]), strict=True))
    chosen: Option = st.selectbox(label, options, format_func=names.__getitem__, key=key, **more)
    state[last] = chosen
    return chosen
