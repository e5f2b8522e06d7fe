"""Who may log in to the meeting, and as what: an e-mail address each."""

import streamlit as st

from dekom.access import Actor, Holder
from dekom.edits import refusal
from dekom.emails import give_role, take_role
from dekom.groupwork import GroupWork
from dekom.store import Store
from pages._ui.choice import choice
from pages._ui.groupwork.holders import holders
from pages._ui.text import say, t


def logins(store: Store, actor: Actor, work: GroupWork) -> None:
    """Draw the addresses that have access, with a form for a new one."""
    names = {Holder("sekretariat", work.meeting_id): t("Sekretariatet"), **holders(work)}
    state = st.session_state

    def on_give() -> None:
        typed, holder = state["login_email"], state["login_as"]
        state["login_refused"] = refusal(lambda: give_role(store, actor, work.meeting_id, typed, holder))
        if not state["login_refused"]:
            state["login_email"] = ""

    def on_take(email: str) -> None:
        state["login_refused"] = refusal(lambda: take_role(store, actor, work.meeting_id, email))

    st.text(t("Alle logger inn med e-postadressen sin. Her sier du hvem som er hva i dette møtet."))
    for email, holder in store.emails(work.meeting_id).items():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"{email} · {names.get(holder, holder.gruppe_id)}", width="stretch")
            st.button(t("Fjern"), key=f"login/{email}", on_click=on_take, args=(email,))
    with st.form("login", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(t("E-postadresse"), key="login_email", max_chars=300)
        choice(t("Er med som"), list(names), names.__getitem__, "login_as")
        st.form_submit_button(t("Gi tilgang"), on_click=on_give)
    if state.get("login_refused"):
        say(state["login_refused"], "bad")
