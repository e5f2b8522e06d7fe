"""The forum's begrunnelse for a network's amount, and the vilkår it sets: texts that follow into the innstilling."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from dekom.access import Actor
from dekom.actions import set_begrunnelse, set_vilkar
from dekom.edits import TableState, refusal
from dekom.i18n import Message
from dekom.model import Case, Nettverk
from dekom.store import Store
from pages._ui.text import say, t


@dataclass(frozen=True, slots=True)
class _Text:
    """One of the texts: its field, what it is called, and how it is saved."""

    field: str
    stands: str
    label: str
    button: str
    saved: Message
    moved: Message
    save: Callable[[Store, Actor, Case, str, str, str], int | None]


def reasons(store: Store, actor: Actor, case: Case, nettverk: Nettverk, state: TableState) -> None:
    """Draw both texts, each a form of its own."""
    begrunnelse = _Text(
        "begrunnelse",
        nettverk.begrunnelse,
        t("Begrunnelse"),
        t("Lagre begrunnelse"),
        Message("Begrunnelsen er lagret."),
        Message("En annen har endret begrunnelsen til: «{text}»", {"text": nettverk.begrunnelse}),
        set_begrunnelse,
    )
    vilkar = _Text(
        "vilkar",
        nettverk.vilkar,
        t("Vilkår"),
        t("Lagre vilkår"),
        Message("Vilkårene er lagret."),
        Message("En annen har endret vilkårene til: «{text}»", {"text": nettverk.vilkar}),
        set_vilkar,
    )
    _form(store, actor, case, nettverk, state, begrunnelse)
    _form(store, actor, case, nettverk, state, vilkar)


def _form(store: Store, actor: Actor, case: Case, nettverk: Nettverk, state: TableState, text: _Text) -> None:
    """Draw one text; what another changed meanwhile is never overwritten unseen."""
    key = f"{text.field}/{case.meeting_id}/{case.ordning}/{nettverk.id}"
    base, draft = f"{key}/base", f"{key}/draft"
    if key not in st.session_state:
        # Back from another network: what was half written there is still here.
        if draft not in st.session_state:
            st.session_state[base] = text.stands
        st.session_state[key] = st.session_state.get(draft, text.stands)

    def take_stored() -> None:
        st.session_state[key] = st.session_state[base] = text.stands
        st.session_state.pop(draft, None)

    def keep_draft() -> None:
        st.session_state[draft] = st.session_state[key]

    def save() -> None:
        before, after = st.session_state[base], st.session_state[key].strip()
        refused = refusal(lambda: text.save(store, actor, case, nettverk.id, before, after))
        state.notice = refused or text.saved
        if not refused:
            st.session_state[base] = after
            st.session_state.pop(draft, None)

    if st.session_state[base] != text.stands:
        say(text.moved)
        st.button(t("Hent den nye teksten"), key=f"{key}/take", on_click=take_stored)
    st.text_area(text.label, key=key, max_chars=10_000, on_change=keep_draft)
    st.button(text.button, on_click=save)
