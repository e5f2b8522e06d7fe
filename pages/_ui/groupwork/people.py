"""Groups, rooms and pairs, tilknytning and inhabilitet, and the end of a rehearsal."""

import streamlit as st

from dekom import group_actions
from dekom.access import Actor
from dekom.criteria import total_progress
from dekom.edits import refusal
from dekom.groupwork import GroupWork, Gruppe, Tie, TieKind
from dekom.i18n import Message
from dekom.model import Case
from dekom.store import Store
from pages._ui.choice import choice
from pages._ui.groupwork.state import group_state
from pages._ui.text import t


def people(store: Store, actor: Actor, work: GroupWork, case: Case) -> None:
    """Draw each group, then inhabilitet, then «Tøm prøvesvar»."""
    for gruppe in work.grupper:
        _gruppe(store, actor, work, case, gruppe)
    _inhabilitet(store, actor, work, case)
    _empty(store, actor, work, case)


def _gruppe(store: Store, actor: Actor, work: GroupWork, case: Case, gruppe: Gruppe) -> None:
    names = {n.id: n.name for n in case.nettverk}
    prepared = ", ".join(names.get(i, i) for i in gruppe.forarbeid) or t("ingen")
    heard = ", ".join(names.get(i, i) for i in work.lytting(gruppe)) or t("ingen")
    lines = [
        t("{name} · {n} medlemmer", name=gruppe.name, n=_count(gruppe.members)),
        t("Forarbeid: {names}", names=prepared),
        t("Lytter til: {names}", names=heard),
    ]
    for sheet in (s for s in work.sheets if s.ordning == case.ordning):
        answered, asked = total_progress(work, sheet, gruppe, list(names))
        lines.append(t("{sheet}: {n} av {all} svart", sheet=sheet.title, n=answered, all=asked))
    with st.container(border=True):
        st.text("\n".join(lines))
        _place(store, actor, work, case, gruppe)
        _ties(store, actor, work, case, gruppe)


def _place(store: Store, actor: Actor, work: GroupWork, case: Case, gruppe: Gruppe) -> None:
    """Draw the room and the partner group; both are saved as they are picked."""
    rooms = {room.id: room.name for room in work.rooms}
    partners = {"": t("ingen"), **{g.id: g.name for g in work.grupper if g.id != gruppe.id}}
    room_key = f"room/{gruppe.id}/{gruppe.room_id}"
    partner_key = f"partner/{gruppe.id}/{gruppe.partner_id}"

    def on_pick() -> None:
        room_id, partner_id = st.session_state[room_key], st.session_state[partner_key]
        group_state(case).notice = refusal(
            lambda: group_actions.place_gruppe(store, actor, work, gruppe.id, room_id, partner_id)
        )

    with st.container(horizontal=True):
        room_index = list(rooms).index(gruppe.room_id) if gruppe.room_id in rooms else None
        st.selectbox(
            t("Rom"), list(rooms), index=room_index, format_func=rooms.__getitem__, key=room_key, on_change=on_pick
        )
        partner_index = list(partners).index(gruppe.partner_id) if gruppe.partner_id in partners else 0
        label = t("Lytter til gruppe")
        choice(label, list(partners), partners.__getitem__, partner_key, partner_index, on_change=on_pick)


def _ties(store: Store, actor: Actor, work: GroupWork, case: Case, gruppe: Gruppe) -> None:
    subjects = _subjects(case)
    for tie in gruppe.ties:

        def on_remove(tie: Tie = tie) -> None:
            group_state(case).notice = refusal(lambda: group_actions.remove_tie(store, actor, work, gruppe.id, tie))

        with st.container(horizontal=True, vertical_alignment="center"):
            name = subjects.get((tie.kind, tie.subject_id), tie.subject_id)
            remark = f" – {tie.remark}" if tie.remark else ""
            st.text(t("Tilknytning til {name}", name=name) + remark, width="stretch")
            st.button(t("Fjern"), key=f"untie/{gruppe.id}/{tie.kind}/{tie.subject_id}", on_click=on_remove)

    def on_add() -> None:
        kind, subject_id = st.session_state[f"tie/{gruppe.id}"]
        tie = Tie(kind, subject_id, st.session_state[f"tie_remark/{gruppe.id}"])
        refused = refusal(lambda: group_actions.add_tie(store, actor, work, gruppe.id, tie))
        group_state(case).notice = refused
        if not refused:
            st.session_state[f"tie_remark/{gruppe.id}"] = ""

    with (
        st.expander(t("Ny tilknytning")),
        st.form(f"ties/{gruppe.id}", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        st.selectbox(t("Tilknytning til"), list(subjects), format_func=subjects.__getitem__, key=f"tie/{gruppe.id}")
        st.text_input(t("Merknad"), key=f"tie_remark/{gruppe.id}", max_chars=500)
        st.form_submit_button(t("Legg til"), on_click=on_add)


def _subjects(case: Case) -> dict[tuple[TieKind, str], str]:
    found: dict[tuple[TieKind, str], str] = {("nettverk", n.id): n.name for n in case.nettverk}
    return found | {("uh", r.id): r.name for r in case.recipients.values() if r.kind == "uh"}


def _inhabilitet(store: Store, actor: Actor, work: GroupWork, case: Case) -> None:
    """Draw who declared themselves inhabil, by role or organisation, and what the forum decided."""
    st.markdown(t("**Inhabilitet**"))
    state, names = st.session_state, {n.id: n.name for n in case.nettverk}
    for found in work.inhabilitet:

        def on_remove(found: object = found) -> None:
            group_state(case).notice = refusal(lambda: group_actions.remove_inhabilitet(store, actor, work, found))  # type: ignore[arg-type]

        with st.container(horizontal=True, vertical_alignment="center"):
            decision = found.decision or t("ikke avgjort")
            concerns = " · ".join(filter(None, (names.get(found.nettverk_id, found.nettverk_id), found.concerns)))
            st.text(
                t("{who} · {concerns} · {decision}", who=found.who, concerns=concerns, decision=decision),
                width="stretch",
            )
            st.button(t("Fjern"), key=f"habil/{found.id}", on_click=on_remove)

    def on_add() -> None:
        typed = [state[f"inhabil/{name}"] for name in ("who", "concerns", "decision")]
        nettverk_id = state["inhabil/nettverk"]
        refused = refusal(lambda: group_actions.add_inhabilitet(store, actor, work, *typed, nettverk_id))
        group_state(case).notice = refused
        if not refused:
            for name in ("who", "concerns", "decision"):
                state[f"inhabil/{name}"] = ""

    with st.form("inhabil", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(t("Hvem (rolle eller organisasjon)"), key="inhabil/who", max_chars=200)
        nettverk = {"": t("ikke ett nettverk"), **names}
        choice(t("Nettverk"), list(nettverk), nettverk.__getitem__, "inhabil/nettverk")
        st.text_input(t("Sak eller annet"), key="inhabil/concerns", max_chars=200)
        st.text_input(t("Hva forumet avgjorde"), key="inhabil/decision", max_chars=1000)
        st.form_submit_button(t("Legg til"), on_click=on_add)


def _empty(store: Store, actor: Actor, work: GroupWork, case: Case) -> None:
    """«Tøm prøvesvar»: asked about first, and can be taken back, also later and from another browser."""
    state = st.session_state

    def on_empty() -> None:
        fresh = store.load_group_work(case.meeting_id, actor)
        refused = refusal(lambda: group_actions.empty_answers(store, actor, fresh))
        group_state(case).notice = refused or Message("Prøvesvarene er tømt.")
        state["asks_to_empty"] = False

    def on_take_back() -> None:
        counts: list[tuple[int, int]] = []
        refused = refusal(lambda: counts.append(group_actions.take_back_emptying(store, actor, work)))
        text = "{back} svar er hentet tilbake. {left} var svart på nytt og står som de er."
        group_state(case).notice = refused or Message(text, {"back": counts[0][0], "left": counts[0][1]})

    def ask(wanted: bool) -> None:
        state["asks_to_empty"] = wanted

    st.markdown(t("**Prøvesvar**"))
    if group_actions.last_emptying(store, work):
        st.button(t("Hent tilbake svarene som ble tømt"), on_click=on_take_back)
    if not state.get("asks_to_empty"):
        st.button(t("Tøm prøvesvar"), disabled=not work.answers, on_click=ask, args=(True,))
        return
    text = "Alle {n} svar fra alle grupper tas bort."
    if work.revealed:
        text = "Det er lagt fram svar i møtet. Alle {n} svar fra alle grupper tas bort."
    st.text(t(text, n=len(work.answers)))
    with st.container(horizontal=True):
        st.button(t("Ja, tøm"), type="primary", on_click=on_empty)
        st.button(t("Nei, behold"), on_click=ask, args=(False,))


def _count(members: int | None) -> str:
    return "?" if members is None else str(members)
