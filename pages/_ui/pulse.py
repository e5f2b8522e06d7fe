"""The pulse: draws nothing, and reruns the page when the meeting has moved since the page was drawn."""

import streamlit as st

from dekom.store import Store

SECONDS = 1.0


def pulse(store: Store, meeting_id: str, drawn_at: int) -> None:
    """Keep this page at the store's revision; the only fragment on a page."""
    st.session_state["drawn_at"] = drawn_at
    _beat(store, meeting_id)


@st.fragment(run_every=SECONDS)
def _beat(_store: Store, meeting_id: str) -> None:
    if _store.revision(meeting_id) != st.session_state["drawn_at"]:
        st.rerun()
