"""What one browser tab of the secretariat still has to say on the group work page."""

import streamlit as st

from dekom.edits import TableState
from dekom.model import Case


def group_state(case: Case) -> TableState:
    """Return the state of the matrix table, with the notice that the page shows on top."""
    state: TableState = st.session_state.setdefault(f"groupwork/{case.meeting_id}/{case.ordning}", TableState())
    return state
