"""The sidebar: where to go, which meeting is open, and what this browser is called."""

from collections.abc import Mapping

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dekom.access import Actor, may_open
from dekom.edits import refusal
from dekom.model import unique_names
from dekom.store import CaseName
from pages._ui.language import language_picker
from pages._ui.session import open_case_name, remember, the_actor, the_cases, the_store
from pages._ui.text import say, t


def sidebar(pages: Mapping[str, StreamlitPage]) -> None:
    """Draw the sidebar with the pages that the actor may open; what is picked is kept for this browser tab."""
    actor = the_actor()
    with st.sidebar:
        for name, page in pages.items():
            if may_open(actor, name):
                st.page_link(page)
        if actor.role == "sekretariat":
            _pick_case(actor)
        if actor.role != "tilhører":
            _name_browser(actor)
        language_picker(t("Språk"))
        remember()


def _pick_case(actor: Actor) -> None:
    cases, current = the_cases(actor), open_case_name(actor)
    if current is None:
        return
    # A browser answers with the name it was shown: two meetings of one day need two names.
    names = dict(zip(cases, unique_names([_title(case) for case in cases]), strict=True))
    # A new list for each open case: a browser that still shows another never opens that again.
    key = f"picked_case/{current.meeting_id}/{current.ordning}"

    def on_pick() -> None:
        # A run that was broken off may have Streamlit call a list that is gone, with what it stood at.
        if st.session_state["chosen_case"] == current and st.session_state[key] in cases:
            st.session_state["chosen_case"] = st.session_state[key]

    st.selectbox(
        t("Møte og ordning"),
        cases,
        index=cases.index(current),
        format_func=names.__getitem__,
        key=key,
        on_change=on_pick,
    )


def _title(case: CaseName) -> str:
    day = case.held_on
    return f"{case.county} {day.day}.{day.month}.{day.year}, {case.ordning_name}"


def _name_browser(actor: Actor) -> None:
    def save() -> None:
        name = st.session_state["name_in_history"].strip()
        refused = refusal(lambda: the_store().name_browser(actor.browser_id, name))
        st.session_state["name_refused"] = refused
        if not refused:
            st.session_state["browser_name"] = name

    with st.form("name_form", border=False):
        st.text_input(
            t("Navn i historikken"),
            value=actor.name,
            key="name_in_history",
            placeholder=actor.shown_name,
            max_chars=80,
        )
        st.form_submit_button(t("Lagre navn"), on_click=save)
    if st.session_state.get("name_refused"):
        say(st.session_state["name_refused"], "bad")
