"""Dissents, protokolltilførsler and the referat's own text of an item."""

import streamlit as st

from dekom.access import Actor
from dekom.decision_actions import add_statement, remove_statement, set_minutes
from dekom.edits import TableState, refusal
from dekom.i18n import Message
from dekom.proceedings import AgendaItem, Proceedings, Statement
from dekom.store import Store
from pages._ui.choice import choice
from pages._ui.decisions.drafts import UNCHANGED, Draft
from pages._ui.text import t

_KINDS = {"dissens": "Dissens", "protokolltilførsel": "Protokolltilførsel"}


def statements(store: Store, actor: Actor, proceedings: Proceedings, item: AgendaItem, state: TableState) -> None:
    """Draw who disagrees or wants something in the record, with the reasons, and a form for one more."""
    key = f"statement/{item.id}"
    for statement in (s for s in proceedings.statements if s.item_id == item.id):

        def on_remove(statement: Statement = statement) -> None:
            state.notice = refusal(lambda: remove_statement(store, actor, proceedings, statement))

        with st.container(horizontal=True, vertical_alignment="center"):
            head = f"{t(_KINDS[statement.kind])}, {statement.who}"
            st.text(f"{head}: {statement.text}", width="stretch")
            st.button(t("Fjern"), key=f"unsay/{statement.id}", on_click=on_remove)

    def on_add() -> None:
        kind, who, text = (st.session_state[f"{key}/{name}"] for name in ("kind", "who", "text"))
        refused = refusal(lambda: add_statement(store, actor, proceedings, item.id, kind, who, text))
        state.notice = refused or Message("Ført i protokollen.")
        if not refused:
            st.session_state[f"{key}/who"] = st.session_state[f"{key}/text"] = ""

    with st.form(f"{key}/form", border=False):
        with st.container(horizontal=True):
            choice(t("Slag"), list(_KINDS), lambda kind: t(_KINDS[kind]), f"{key}/kind")
            st.text_input(t("Hvem (rolle eller organisasjon)"), key=f"{key}/who", max_chars=200)
        st.text_area(t("Begrunnelse"), key=f"{key}/text", max_chars=10_000, height=100)
        st.form_submit_button(t("Før i protokollen"), on_click=on_add)


def minutes(store: Store, actor: Actor, proceedings: Proceedings, item: AgendaItem, state: TableState) -> None:
    """Draw the referat's own text of the item."""
    draft = Draft(f"minutes/{proceedings.meeting_id}/{item.id}", proceedings.minutes.get(item.id, ""))
    draft.open()

    def save() -> None:
        if draft.is_saved:
            state.notice = UNCHANGED
            return
        refused = refusal(lambda: set_minutes(store, actor, proceedings, item.id, draft.base, draft.text))
        state.notice = refused or Message("Referatet er lagret.")
        if not refused:
            draft.saved()

    draft.area(t("Referat fra saken"), height=120)
    st.button(t("Lagre referatet"), on_click=save)
