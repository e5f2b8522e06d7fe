"""What was decided: the locked text, whether its figures have moved since, and the way to take it up again."""

import streamlit as st

from dekom.access import Actor
from dekom.clock import clock_text, now
from dekom.decision_actions import WAYS, decide_after_disagreement, reopen
from dekom.edits import TableState, refusal
from dekom.i18n import Message
from dekom.model import Case
from dekom.proceedings import AgendaItem, Decision, Proceedings
from dekom.resolution_text import deviation_line
from dekom.store import Store
from pages._ui.decisions.proposal import show_on_wall
from pages._ui.text import say, t, words


def decided(
    store: Store,
    actor: Actor,
    case: Case,
    proceedings: Proceedings,
    item: AgendaItem,
    decision: Decision,
    state: TableState,
) -> None:
    """Draw the decision of an item."""
    key = f"reopen/{item.id}"

    def on_reopen() -> None:
        refused = refusal(lambda: reopen(store, actor, proceedings, item.id, st.session_state[key]))
        state.notice = refused or Message("Vedtaket er tatt opp igjen. Det forrige står i historikken.")
        if not refused:
            st.session_state[key] = ""

    def on_vote() -> None:
        refused = refusal(lambda: decide_after_disagreement(store, actor, proceedings, item.id, now()))
        state.notice = refused or Message("{way}. Teksten og tallene er låst.", {"way": WAYS["votering"]})

    with st.container(border=True):
        said = t("{way} kl. {time}", way=WAYS[decision.way], time=clock_text(decision.decided_at))
        is_agreed = decision.way != "ingen enighet"
        st.badge(said, icon=":material/lock:", color="green" if is_agreed else "gray")
        if not is_agreed:
            st.caption(t("Forslaget som ikke ble vedtatt"))
        st.text(decision.text)
    moved = deviation_line(proceedings, decision, case)
    if moved:
        say(moved, "bad")
    has_ballot = any(ballot.item_id == item.id for ballot in proceedings.ballots)
    if not is_agreed and not has_ballot:
        st.text(t("Forumet kan fortsatt stemme over forslaget. Før voteringen under Votering."))
    with st.container(horizontal=True):
        if not is_agreed and has_ballot:
            st.button(words(WAYS["votering"]), on_click=on_vote)
        show_on_wall(store, actor, case, item)
        with st.popover(t("Ta opp igjen"), icon=":material/lock_open:"), st.form(f"{key}/form", border=False):
            st.text_input(t("Hvorfor tas vedtaket opp igjen?"), key=key, max_chars=1000)
            st.form_submit_button(t("Ta opp igjen"), on_click=on_reopen)
