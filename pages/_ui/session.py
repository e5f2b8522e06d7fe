"""The open file, who sits at this browser, and which case is chosen."""

import os
from pathlib import Path
from uuid import uuid4

import streamlit as st

from dekom.access import Actor
from dekom.i18n import render
from dekom.store import CaseName, Store, StoreFault, open_store
from pages._ui.text import t

DEFAULT_FILE = Path(__file__).parents[2] / "data" / "dekom.duckdb"
BROWSER_COOKIE = "dekom_browser"


def the_store() -> Store:
    """Return the open file, or stop the page with a sentence that says what to do."""
    try:
        return open_once(os.environ.get("DEKOM_DB") or str(DEFAULT_FILE))
    except StoreFault as fault:
        st.error(t("Databasen kan ikke åpnes"), icon=":material/error:")
        st.text(render(fault.message))
        st.stop()


@st.cache_resource(show_spinner=False)
def open_once(path: str) -> Store:
    """Open the file the first time it is asked for in this process."""
    return open_store(path)


def the_actor() -> Actor:
    """Return who acts. A browser keeps its id in a cookie, so that Angre still knows it after a reload."""
    if "browser_id" not in st.session_state:
        known = st.context.cookies.get(BROWSER_COOKIE, "")
        st.session_state.browser_id = known if _is_browser_id(known) else uuid4().hex
        st.session_state.browser_name = the_store().browser_name(st.session_state.browser_id)
    return Actor(st.session_state.browser_id, st.session_state.browser_name)


def remember_browser() -> None:
    """Leave the browser's id with it, where it is not there already; Streamlit itself can only read cookies."""
    if st.context.cookies.get(BROWSER_COOKIE, "") != st.session_state.browser_id:
        cookie = f"{BROWSER_COOKIE}={st.session_state.browser_id}; path=/; max-age=31536000; SameSite=Strict"
        st.html(f"<script>document.cookie = '{cookie}';</script>", unsafe_allow_javascript=True)


def the_case_name() -> CaseName:
    """Return the case that is open in this browser tab: the one picked, else the newest meeting's first ordning."""
    if "chosen_case" not in st.session_state:
        cases = the_store().cases()
        if not cases:
            st.info(t("Det finnes ingen møter i databasen ennå."))
            st.stop()
        st.session_state["chosen_case"] = cases[0]
    chosen: CaseName = st.session_state["chosen_case"]
    return chosen


def guard(page: str) -> None:
    """Send a session that opened a page file directly through `app.py` first.

    Until `st.navigation` has run once in the process, Streamlit serves the files in `pages/` by themselves.
    """
    if not st.session_state.get("entered"):
        st.switch_page("app.py", query_params={"side": page})


def _is_browser_id(text: str) -> bool:
    return len(text) == 32 and all(c in "0123456789abcdef" for c in text)
