"""The sidebar: where to go, which meeting is open, and what this browser is called."""

from collections.abc import Sequence

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dekom.change import InvalidChange
from dekom.i18n import render
from dekom.store import CaseName, StoreFault
from pages._ui.session import remember_browser, the_actor, the_case_name, the_store
from pages._ui.text import t


def sidebar(pages: Sequence[StreamlitPage]) -> None:
    """Draw the sidebar; what is picked there is kept for this browser tab."""
    with st.sidebar:
        if len(pages) > 1:
            for page in pages:
                st.page_link(page)
        _pick_case()
        _name_browser()
        remember_browser()


def _pick_case() -> None:
    cases = the_store().cases()
    current = the_case_name()
    picked = st.selectbox(t("Møte og ordning"), cases, index=cases.index(current), format_func=_title)
    st.session_state["case"] = (picked.meeting_id, picked.ordning)


def _title(case: CaseName) -> str:
    day = case.held_on
    return f"{case.county} {day.day}.{day.month}.{day.year}, {case.ordning_name}"


def _name_browser() -> None:
    actor = the_actor()
    with st.form("name_form", border=False):
        name = st.text_input(t("Navn i historikken"), value=actor.name, placeholder=actor.shown_name, max_chars=80)
        if st.form_submit_button(t("Lagre navn")):
            try:
                the_store().name_browser(actor.browser_id, name.strip())
                st.session_state.browser_name = name.strip()
            except (InvalidChange, StoreFault) as fault:
                st.text(render(fault.message))
