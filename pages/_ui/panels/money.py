"""Move an amount, set an amount aside, paste amounts."""

import streamlit as st

from dekom.access import Actor
from dekom.actions import move_amount, release, set_aside
from dekom.edits import TableState, refusal
from dekom.evaluate import Evaluation
from dekom.i18n import Message
from dekom.paste import read_paste
from dekom.store import Store
from pages._ui.double_click import is_double_click
from pages._ui.text import t


def move(store: Store, actor: Actor, evaluation: Evaluation, state: TableState) -> None:
    """From one network to another in one step; Gjenstår stays as it is."""
    case = evaluation.case
    names = {n.id: n.name for n in case.nettverk}

    def on_move() -> None:
        values = st.session_state
        giver, taker, text = values["move_from"], values["move_to"], values["move_amount"]
        if is_double_click("move", giver, taker, text):
            return
        fresh = store.load_case(case.meeting_id, case.ordning)
        refused = refusal(lambda: move_amount(store, actor, fresh, giver, taker, text))
        moved = {"text": text, "giver": names[giver], "taker": names[taker]}
        state.notice = refused or Message("Flyttet {text} fra {giver} til {taker}.", moved)
        if not refused:
            values["move_amount"] = ""

    with st.form("move", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(t("Fra"), list(names), format_func=names.__getitem__, key="move_from")
        st.selectbox(t("Til"), list(names), format_func=names.__getitem__, key="move_to", index=len(names) - 1)
        st.text_input(t("Beløp som flyttes"), key="move_amount", placeholder="100 000", max_chars=60)
        st.form_submit_button(t("Flytt"), icon=":material/swap_horiz:", on_click=on_move)


def set_aside_panel(store: Store, actor: Actor, evaluation: Evaluation, state: TableState) -> None:
    """Set part of what is left aside by name, and take it back."""
    case = evaluation.case

    def on_set_aside() -> None:
        name, text = st.session_state["aside_name"], st.session_state["aside_amount"]
        if is_double_click("aside", name, text):
            return
        fresh = store.load_case(case.meeting_id, case.ordning)
        refused = refusal(lambda: set_aside(store, actor, fresh, name, text))
        state.notice = refused or Message("Avsatt til {name}.", {"name": name.strip()})
        if not refused:
            st.session_state["aside_name"] = st.session_state["aside_amount"] = ""

    def on_release(set_aside_id: str) -> None:
        fresh = store.load_case(case.meeting_id, case.ordning)
        state.notice = refusal(lambda: release(store, actor, fresh, set_aside_id))

    with st.form("aside", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(t("Avsatt til"), key="aside_name", max_chars=200)
        st.text_input(t("Beløp som settes av"), key="aside_amount", placeholder="500 000", max_chars=60)
        st.form_submit_button(t("Sett av"), icon=":material/savings:", on_click=on_set_aside)
    for item in case.set_asides:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(t("Avsatt til {name}: {kr:kr}", name=item.name, kr=item.amount_kr), width="content")
            st.button(t("Opphev"), key=f"release/{item.id}", on_click=on_release, args=(item.id,))


def paste_box(evaluation: Evaluation, state: TableState) -> None:
    """The same paste as in the table, for those who would rather have a box."""
    case = evaluation.case

    def on_read() -> None:
        shown = {n.id: n.innstilt_kr for n in case.nettverk}
        start_id = case.nettverk[0].id if case.nettverk else ""
        state.notice = None
        state.paste = read_paste(st.session_state["paste_text"], case, start_id, shown)

    with st.form("paste", border=False):
        st.text_area(
            t("Beløp fra Excel: én kolonne ovenfra og ned, eller navn og beløp"),
            key="paste_text",
            height=200,
            max_chars=200_000,
        )
        st.form_submit_button(t("Vis hva som endres"), on_click=on_read)
