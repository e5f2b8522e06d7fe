"""Tilgang: how groups and listeners come in, and how they are shut out again."""

from collections.abc import Callable

import streamlit as st

from dekom.access import Actor, Holder
from dekom.edits import refusal
from dekom.groupwork import GroupWork
from dekom.i18n import Message
from dekom.store import Store
from pages._ui.address import base_url
from pages._ui.gate import has_login
from pages._ui.groupwork.holders import holders
from pages._ui.groupwork.logins import logins
from pages._ui.text import say, t
from pages._ui.wall.codes import join_code


def doors(store: Store, actor: Actor, work: GroupWork) -> None:
    """Draw a code and a link for each group and for listeners, or the e-mail addresses where people log in."""
    if has_login():
        logins(store, actor, work)
        return
    url = base_url()
    if url is None:
        st.text(t("Programmet tar bare imot denne maskinen, og ingen trenger nøkkel."))
        st.text(
            t("Til møtet starter du det slik, så kan grupper og tilhørere komme inn med egen maskin eller telefon:")
        )
        st.code("python -m pages._ui.network", language=None)
        st.text(t("Med papir går det også: skriv ut arkene under «Papir», og før svarene inn under «Før inn»."))
        return
    for holder, name in holders(work).items():
        _door(store, actor, holder, name, url)
    _own_door(store, actor)


def _own_door(store: Store, actor: Actor) -> None:
    """The secretariat's own links: each start makes one, and those from before stay in force until they are ended."""
    others = store.keys_in_force()[Holder("sekretariat", actor.meeting_id)] - 1

    def on_revoke() -> None:
        st.session_state["own_door_refused"] = refusal(lambda: store.revoke_others(actor))

    if not actor.key_id or others < 1:
        return
    with st.container(border=True):
        st.text(t("Sekretariatet: {n} andre nøkler i bruk, fra tidligere starter eller andre maskiner", n=others))
        st.button(t("Steng ute alle andre enn meg"), on_click=on_revoke)
        if st.session_state.get("own_door_refused"):
            say(st.session_state["own_door_refused"], "bad")


def _door(store: Store, actor: Actor, holder: Holder, name: str, url: str) -> None:
    key = f"door/{holder.role}/{holder.gruppe_id}"
    state = st.session_state
    in_use = store.keys_in_force()[holder]

    def show_link(make: Callable[[], str]) -> None:
        def make_link() -> None:
            state[f"{key}/link"] = f"{url}/inn?n={make()}"

        state[f"{key}/notice"] = refusal(make_link)

    def on_another() -> None:
        store.codes.open(holder)
        show_link(lambda: store.issue_key(holder))

    def on_renew() -> None:
        show_link(lambda: store.renew_keys(holder, actor))

    def on_revoke() -> None:
        state.pop(f"{key}/link", None)
        refused = refusal(lambda: store.revoke_keys(holder, actor))
        text = "{name} er stengt ute. Ingen kommer inn, heller ikke med kode, før det lages en ny lenke."
        state[f"{key}/notice"] = refused or Message(text, {"name": name})

    with st.container(border=True), st.container(horizontal=True, vertical_alignment="center"):
        with st.container(width="stretch"):
            st.text(name)
            st.text(t("1 nøkkel i bruk") if in_use == 1 else t("{n} nøkler i bruk", n=in_use))
            with st.container(horizontal=True):
                st.button(t("Lenke til én enhet til"), key=f"{key}/another", on_click=on_another)
                if in_use:
                    st.button(t("Bytt lenke (stenger de gamle)"), key=f"{key}/renew", on_click=on_renew)
                    st.button(t("Steng ute"), key=f"{key}/revoke", on_click=on_revoke)
            if state.get(f"{key}/link"):
                st.text(t("Lenken vises bare her og nå:"))
                st.code(state[f"{key}/link"], language=None)
            if state.get(f"{key}/notice"):
                say(state[f"{key}/notice"])
        if store.codes.is_shut(holder):
            return
        popover = st.popover(t("Vis kode"), key=f"{key}/code", on_change="rerun")
        if popover.open:
            with popover:
                join_code(store, holder, url)
