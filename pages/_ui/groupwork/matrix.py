"""The matrix in plenary: who disagrees, what both propose, and «Sett inn» as an editable proposal."""

from typing import Any

import streamlit as st

from dekom.access import Actor
from dekom.criteria import MatrixRow
from dekom.edits import handle_edits, refusal
from dekom.figures import format_kroner
from dekom.group_actions import leave_out_tied, set_note_shown
from dekom.groupwork import GroupWork, Sheet
from dekom.model import Case, Nettverk
from dekom.store import Store
from dekom.wall import Wall
from pages._ui.amount_table import draw_table
from pages._ui.groupwork.framlegg import answer_text
from pages._ui.groupwork.matrix_data import matrix_data, matrix_rows
from pages._ui.groupwork.state import group_state
from pages._ui.text import say, t
from pages._ui.wall.control import WallBar

KEY = "matrix"


def matrix_panel(store: Store, actor: Actor, work: GroupWork, case: Case, bar: WallBar) -> None:
    """Draw the matrix of the sheet that is picked, and the network that is chosen in it."""
    sheet = pick_sheet(work, case, "nettverk")
    if sheet is None:
        return
    state = group_state(case)

    def on_events() -> None:
        handle_edits(store, actor, case, st.session_state[KEY].events, state)

    bar.seeing(Wall(bar.room_id, "matrise", ordning=case.ordning, sheet_id=sheet.id))
    _left_out_switch(store, actor, work, case)
    draw_table(KEY, matrix_data(work, sheet, case, state.selected, state.acked), on_events)
    st.caption(t("De som er mest uenige, står øverst. Kriteriene har ingen vekter, så det regnes ingen poengsum."))
    row = next((r for r in matrix_rows(work, sheet, case) if r.nettverk_id == state.selected), None)
    nettverk = next((n for n in case.nettverk if n.id == state.selected), None)
    if row is None or nettverk is None:
        st.caption(t("Velg et nettverk for å se notater og sette inn et beløp."))
        return
    st.text(nettverk.name)
    answers, money = st.columns([60, 40], gap="large")
    with answers:
        _answers(store, actor, work, case, sheet, nettverk)
    with money:
        _proposals(store, actor, work, case, row, nettverk)


def pick_sheet(work: GroupWork, case: Case, per: str) -> Sheet | None:
    """Return the sheet of a kind: the only one, or the one that is picked."""
    sheets = [s for s in work.sheets if s.per == per and s.ordning == case.ordning]
    if not sheets:
        st.info(t("Det er ikke laget noe ark av dette slaget for møtet."))
        return None
    if len(sheets) == 1:
        return sheets[0]
    return st.selectbox(t("Ark"), sheets, format_func=lambda s: s.title, key=f"sheet_of/{per}")


def _left_out_switch(store: Store, actor: Actor, work: GroupWork, case: Case) -> None:
    """One switch that leaves the answers of tied groups out of the summary."""
    if not any(g.ties for g in work.grupper):
        return
    key = f"leaves_out/{work.leaves_out_tied}"

    def on_switch() -> None:
        wanted = st.session_state[key]
        group_state(case).notice = refusal(lambda: leave_out_tied(store, actor, work, wanted))

    st.toggle(
        t("Hold svar fra grupper med tilknytning utenfor"), value=work.leaves_out_tied, key=key, on_change=on_switch
    )


def _answers(store: Store, actor: Actor, work: GroupWork, case: Case, sheet: Sheet, nettverk: Nettverk) -> None:
    """Draw every answer about the network, with the notes and whether each is picked for showing."""
    grupper = [g for g in work.grupper if nettverk.id in work.nettverk_of(g)]
    for gruppe in grupper:
        kind = t("forarbeid") if nettverk.id in gruppe.forarbeid else t("lytting")
        st.text(f"{gruppe.name} · {kind}")
        for asked in sheet.questions:
            place = (gruppe.id, sheet.id, nettverk.id, asked.id)
            answer = work.answer(*place)
            st.text(f"{asked.text} {answer_text(asked, answer)}")
            if answer.note:
                is_shown = place in work.shown_notes
                with st.container(horizontal=True, vertical_alignment="center"):
                    st.text(t("Notat: ") + answer.note, width="stretch")
                    st.button(
                        t("Ta ut") if is_shown else t("Ta med"),
                        help=t("Notater er arbeidsnotater. De vises og kommer i referatet bare når du tar dem med."),
                        key="/".join(("note", *place)),
                        on_click=_note_picker(store, actor, work, case, place, not is_shown),
                    )
        st.divider()


def _note_picker(store: Store, actor: Actor, work: GroupWork, case: Case, place: Any, is_shown: bool) -> Any:
    def on_click() -> None:
        group_state(case).notice = refusal(lambda: set_note_shown(store, actor, work, place, is_shown))

    return on_click


def _proposals(store: Store, actor: Actor, work: GroupWork, case: Case, row: MatrixRow, nettverk: Nettverk) -> None:
    """Draw both proposals beside today's amount; one click puts it in the field, «Sett inn» saves it."""
    state = group_state(case)
    field = f"proposal/{nettverk.id}"
    names = {g.id: g.name for g in work.grupper}
    now = t("ikke innstilt") if nettverk.innstilt_kr is None else t("{kr:kr}", kr=nettverk.innstilt_kr)
    st.text(t("Innstilt nå: {now}", now=now))
    for kind, amounts in ((t("forarbeid"), row.forarbeid_kr), (t("lytting"), row.lytting_kr)):
        for gruppe_id, kr in amounts:

            def put(kr: int = kr) -> None:
                st.session_state[field] = format_kroner(kr)

            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(t("{name}, {kind}: {kr:kr}", name=names[gruppe_id], kind=kind, kr=kr), width="stretch")
                st.button(t("Hent beløpet"), key=f"put/{gruppe_id}/{nettverk.id}", on_click=put)

    def on_save() -> None:
        _send(store, actor, case, nettverk, "edit", st.session_state[field])

    with st.form(f"set/{nettverk.id}", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(t("Beløp som settes inn, i kroner"), key=field, max_chars=60)
        st.form_submit_button(t("Sett inn"), on_click=on_save)
    if nettverk.id in state.notes:
        say(state.notes[nettverk.id], "bad")
    if nettverk.id in state.questions:
        st.text(t("Mener du {kr:kr}?", kr=state.questions[nettverk.id].kr))
        for text, label in (("ja", t("Ja")), ("nei", t("Nei"))):
            args = (store, actor, case, nettverk, "answer", text)
            st.button(label, key=f"slip/{text}", on_click=_send, args=args)


def _send(store: Store, actor: Actor, case: Case, nettverk: Nettverk, kind: str, text: str) -> None:
    """Do what the amount table on the innstilling page does with the same text."""
    state = group_state(case)
    client = "matrix form"
    event = {"client": client, "seq": state.acked.get(client, 0) + 1, "kind": kind, "id": nettverk.id}
    handle_edits(store, actor, case, [event | {"text": text, "seen": nettverk.innstilt_kr}], state)
