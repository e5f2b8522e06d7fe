"""Something a group writes: shown as it stands, and a field to write in when somebody on this device opens it.

While the field is open here, what another device saves shows above it and never replaces what is half written.
"""

from collections.abc import Callable

import streamlit as st

from dekom.edits import refusal
from dekom.groupwork import Answer
from pages._ui.text import say, t

MOST = 10_000


def written(
    key: str,
    label: str,
    invitation: str,
    shown: str,
    stands: Answer,
    save: Callable[[Answer, str], Answer],
    is_moved: Callable[[Answer, Answer], bool],
    is_line: bool = False,
    lead: str = "",
) -> None:
    """Draw `shown` (what is saved) and the button that opens the field; `save` gets what was seen when it opened."""
    state = st.session_state

    def on_open() -> None:
        state[f"{key}/is_open"], state[f"{key}/refused"] = True, None
        state[f"{key}/seen"] = stands
        state[f"{key}/start"] = state[f"{key}/saved"] = shown

    def on_text() -> None:
        text = state[f"{key}/field"]

        def do() -> None:
            state[f"{key}/seen"] = save(state[f"{key}/seen"], text)
            state[f"{key}/saved"] = text

        state[f"{key}/refused"] = refusal(do)

    def on_close() -> None:
        if state[f"{key}/field"] != state[f"{key}/saved"]:  # a step such as +50 000 is taken once
            on_text()
        state[f"{key}/is_open"] = bool(state[f"{key}/refused"])

    def on_drop() -> None:
        state[f"{key}/is_open"], state[f"{key}/refused"] = False, None

    def on_take_mine() -> None:
        state[f"{key}/seen"] = stands
        on_text()

    if not state.get(f"{key}/is_open"):
        if not shown:
            st.button(invitation, key=f"{key}/open", on_click=on_open)
            return
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(lead + shown, width="stretch")
            st.button(t("Endre"), key=f"{key}/open", on_click=on_open)
        return
    by_another = shown != state[f"{key}/start"] and is_moved(state[f"{key}/seen"], stands)
    if by_another:
        st.text(t("En annen enhet har skrevet: {text}", text=shown))
    field = st.text_input if is_line else st.text_area
    field(label, value=state[f"{key}/start"], key=f"{key}/field", on_change=on_text, max_chars=MOST)
    if state.get(f"{key}/refused"):
        say(state[f"{key}/refused"], "bad")
    with st.container(horizontal=True):
        st.button(t("Ferdig"), key=f"{key}/close", on_click=on_close)
        if state.get(f"{key}/refused"):
            if by_another:
                st.button(t("Lagre min tekst likevel"), key=f"{key}/mine", on_click=on_take_mine)
            st.button(t("Forkast min tekst"), key=f"{key}/drop", on_click=on_drop)
