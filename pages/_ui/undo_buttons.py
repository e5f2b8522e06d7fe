"""Angre and Gjør om, the same on every page that changes the innstilling."""

import streamlit as st

from dekom.access import Actor
from dekom.edits import TableState, undo_or_redo
from dekom.store import Store
from pages._ui.text import t


def undo_buttons(store: Store, actor: Actor, meeting_id: str, ordning: str, state: TableState) -> None:
    """Draw the two buttons for what this browser has done in this ordning; what was done is said in `state`."""

    def on_step(kind: str) -> None:
        undo_or_redo(store, actor, meeting_id, ordning, state, kind)

    undoable, redoable = store.undo_state(meeting_id, ordning, actor)
    st.button(t("Angre"), icon=":material/undo:", disabled=not undoable, on_click=on_step, args=("undo",))
    st.button(t("Gjør om"), icon=":material/redo:", disabled=not redoable, on_click=on_step, args=("redo",))
