"""The open file, who sits at this browser, and which case is chosen."""

import os
from pathlib import Path
from uuid import uuid4

import streamlit as st

from dekom.access import Actor, may_open, may_open_meeting
from dekom.i18n import BOKMAL
from dekom.store import CaseName, Store, StoreFault, open_store
from pages._ui.backups import start_backups, stop_backups
from pages._ui.cookies import keep
from pages._ui.gate import entrance, the_holder
from pages._ui.language import speak
from pages._ui.put_back import put_back_notice
from pages._ui.text import t, words

DEFAULT_FILE = Path(__file__).parents[2] / "data" / "dekom.duckdb"
BROWSER_COOKIE, _CASE_COOKIE = "dekom_browser", "dekom_case"
_HOMES = {"gruppe": "gruppearbeid", "tilhører": "storskjerm"}


def the_store() -> Store:
    """Return the open file, or stop the page with a sentence that says what to do."""
    try:
        return open_once(database_file())
    except StoreFault as fault:
        st.error(t("Databasen kan ikke åpnes"), icon=":material/error:")
        st.text(words(fault.message))
        st.stop()


def database_file() -> str:
    """Return the file that the app keeps its meetings in."""
    return os.environ.get("DEKOM_DB") or str(DEFAULT_FILE)


@st.cache_resource(show_spinner=False, on_release=stop_backups)
def open_once(path: str) -> Store:
    """Open the file the first time it is asked for in this process, and copy it from then on."""
    store = open_store(path)
    start_backups(store)
    return store


def the_actor() -> Actor:
    """Return who acts, or stop the page with the entrance for somebody without a key.

    A browser keeps its id in a cookie, so that Angre still knows it after a reload.
    """
    store = the_store()
    if "browser_id" not in st.session_state:
        known = st.context.cookies.get(BROWSER_COOKIE, "")
        st.session_state.browser_id = known if _is_browser_id(known) else uuid4().hex
        st.session_state.browser_name = store.browser_name(st.session_state.browser_id)
    found = the_holder(store)
    if found is None:
        entrance(store)
        st.stop()
    holder, key_id = found
    name = st.session_state.browser_name
    return Actor(st.session_state.browser_id, name, holder.role, holder.meeting_id, holder.gruppe_id, key_id)


def remember() -> None:
    """Leave with the browser who it is and which case is open, so that both are there after a reload."""
    keep(BROWSER_COOKIE, st.session_state.browser_id)
    chosen: CaseName | None = st.session_state.get("chosen_case")
    if chosen is not None:
        keep(_CASE_COOKIE, _place(chosen))


def _place(case: CaseName) -> str:
    return f"{case.meeting_id}/{case.ordning}"


def the_cases(actor: Actor) -> list[CaseName]:
    """Return the cases that the actor may open."""
    return [case for case in the_store().cases() if may_open_meeting(actor, case.meeting_id)]


def the_case_name(actor: Actor) -> CaseName:
    """Return the case that is open in this browser tab, or stop the page where there is none."""
    chosen = open_case_name(actor)
    if chosen is None:
        st.info(t("Det finnes ingen møter i databasen ennå."))
        if may_open(actor, "oppsett"):
            st.page_link("pages/oppsett.py", label=t("Lag et møte"))
        st.stop()
    return chosen


def open_case_name(actor: Actor) -> CaseName | None:
    """Return the case that is open in this browser tab: the one picked here last, else the newest meeting's first."""
    chosen: CaseName | None = st.session_state.get("chosen_case")
    cases = the_cases(actor)
    if chosen not in cases:
        place = _place(chosen) if chosen else st.context.cookies.get(_CASE_COOKIE, "")
        same = [case for case in cases if _place(case) == place]
        chosen = next(iter([*same, *cases]), None)
        st.session_state["chosen_case"] = chosen
    return chosen


def enter(page: str) -> tuple[Store, Actor, CaseName]:
    """Return the store, who acts and the open case; stop who may not open the page."""
    actor = _actor_through_the_door(page)
    chosen = the_case_name(actor)
    speak(chosen.language)
    _require_page(actor, page)
    if page != "storskjerm":
        put_back_notice(the_store())
    return the_store(), actor, chosen


def enter_set_up() -> tuple[Store, Actor, CaseName | None]:
    """Return the same for the set-up page, which opens without any meeting too: one is made there."""
    actor = _actor_through_the_door("oppsett")
    chosen = open_case_name(actor)
    speak(chosen.language if chosen else BOKMAL)
    _require_page(actor, "oppsett")
    put_back_notice(the_store())
    return the_store(), actor, chosen


def _actor_through_the_door(page: str) -> Actor:
    """Send a session that opened a page file directly through `app.py` first.

    Until `st.navigation` has run once in the process, Streamlit serves the files in `pages/` by themselves.
    """
    if not st.session_state.get("entered"):
        st.switch_page("app.py", query_params={**st.query_params.to_dict(), "side": page})
    return the_actor()


def _require_page(actor: Actor, page: str) -> None:
    if may_open(actor, page):
        return
    home = _HOMES[actor.role]
    if page == "innstilling":  # where everybody arrives
        st.switch_page(f"pages/{home}.py")
    st.info(t("Denne siden er for sekretariatet."))
    st.page_link(f"pages/{home}.py", label=t("Gå til din side"))
    st.stop()


def _is_browser_id(text: str) -> bool:
    return len(text) == 32 and all(c in "0123456789abcdef" for c in text)
