"""The votes in an item: their tallies, and a form for a new one, also between saved scenarios."""

import streamlit as st

from dekom.access import Actor
from dekom.clock import clock_text, now
from dekom.decision_actions import add_ballot, may_vote_in, remove_ballot
from dekom.edits import TableState, refusal
from dekom.i18n import Message
from dekom.model import Case
from dekom.numbers import read_count
from dekom.proceedings import AgendaItem, Ballot, Proceedings
from dekom.store import Store
from dekom.votes import entitled, result_line, seats_left_out, tally
from pages._ui.choice import choice
from pages._ui.decisions.seats import who_may_vote
from pages._ui.text import t, words

YES_NO, SCENARIOS, OWN = "For eller mot", "Mellom scenarioer", "Mellom andre alternativer"


def ballots(
    store: Store, actor: Actor, case: Case, proceedings: Proceedings, item: AgendaItem, state: TableState
) -> None:
    """Draw the votes held, and who may vote; a new one while the item is not decided."""
    is_open = may_vote_in(proceedings, item.id)
    for ballot in (b for b in proceedings.ballots if b.item_id == item.id):
        _held(store, actor, proceedings, ballot, state, is_open)
    may_vote = entitled(proceedings)
    if may_vote is None:
        st.text(t("Det er ikke kjent hvor mange som kan stemme. Skriv antall plasser i Oppsett, eller før oppmøte."))
        st.page_link("pages/oppsett.py", label=t("Oppsett, Plasser"))
    else:
        who_may_vote(proceedings)
    left_out = [seat.organisation for seat in seats_left_out(proceedings)]
    if left_out:
        st.text(t("Regnes ikke med, for statsforvalteren stemmer ikke: {names}.", names=left_out))
    if is_open and may_vote is not None:
        _new(store, actor, case, proceedings, item, state)


def _held(
    store: Store, actor: Actor, proceedings: Proceedings, ballot: Ballot, state: TableState, is_open: bool
) -> None:
    def on_remove() -> None:
        state.notice = refusal(lambda: remove_ballot(store, actor, proceedings, ballot))

    with st.container(horizontal=True, vertical_alignment="center", border=True):
        head = t("{subject} (kl. {time})", subject=ballot.subject, time=clock_text(ballot.held_at))
        lines = [head, words(tally(ballot)), words(result_line(ballot, proceedings.majority))]
        st.text("\n".join(lines), width="stretch")
        if is_open:
            st.button(t("Fjern"), key=f"unballot/{ballot.id}", on_click=on_remove)


def _new(
    store: Store, actor: Actor, case: Case, proceedings: Proceedings, item: AgendaItem, state: TableState
) -> None:
    """Draw the form: the alternatives first, then the votes of each."""
    key = f"ballot/{case.meeting_id}/{item.id}"
    alternatives = _alternatives(store, case, key)
    if len(alternatives) < 2:
        return

    def on_add() -> None:
        typed = [st.session_state[f"{key}/votes/{n}"] for n in range(len(alternatives))]

        def add() -> None:
            counts = {name: read_count(text or "0") for name, text in zip(alternatives, typed, strict=True)}
            abstained = read_count(st.session_state[f"{key}/abstained"] or "0")
            subject, chosen = st.session_state[f"{key}/subject"], {n: i for n, i in alternatives.items() if i}
            add_ballot(store, actor, proceedings, item.id, subject, counts, abstained, now(), chosen)

        refused = refusal(add)
        state.notice = refused or Message("Voteringen er ført.")
        if not refused:
            for name in ("abstained", *(f"votes/{n}" for n in range(len(alternatives)))):
                st.session_state[f"{key}/{name}"] = ""

    with st.form(f"{key}/form", border=False):
        st.text_input(t("Hva det stemmes over"), value=t("Forslag til vedtak"), key=f"{key}/subject", max_chars=500)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            for n, name in enumerate(alternatives):
                with st.container():
                    st.text(name)
                    label = t("Stemmer, alternativ {n}", n=n + 1)
                    st.text_input(label, key=f"{key}/votes/{n}", max_chars=10, label_visibility="collapsed")
            with st.container():
                st.text(t("Avstår"))
                label = t("Antall som avstår")
                st.text_input(label, key=f"{key}/abstained", max_chars=10, label_visibility="collapsed")
        st.form_submit_button(t("Før voteringen"), on_click=on_add)


def _alternatives(store: Store, case: Case, key: str) -> dict[str, str]:
    """Draw what is chosen between; return the alternatives, and the id of the scenario each stands for."""
    kind = choice(t("Ny votering"), [YES_NO, SCENARIOS, OWN], t, f"{key}/kind")
    if kind == YES_NO:
        return {t("For"): "", t("Mot"): ""}
    if kind == OWN:
        typed = st.text_input(t("Alternativene, skilt med semikolon"), key=f"{key}/own", max_chars=1000)
        return dict.fromkeys(filter(None, (name.strip() for name in typed.split(";"))), "")
    saved = {s.id: s.name for s in store.load_scenarios(case.meeting_id, case.ordning)}
    if len(saved) < 2:
        st.text(t("Det må være lagret minst to scenarioer i Hva om."))
        return {}
    picked = st.multiselect(
        t("Scenarioer"),
        list(saved),
        format_func=saved.__getitem__,
        key=f"{key}/scenarios",
        placeholder=t("Velg to eller flere"),
        select_all=False,
    )
    return {saved[scenario_id]: scenario_id for scenario_id in picked}
