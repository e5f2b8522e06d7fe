"""Open points: a forbehold to a krav, a begrunnelse to the rest, one text for many if wanted."""

import streamlit as st

from dekom.access import Actor
from dekom.actions import acknowledge, withdraw
from dekom.edits import TableState, refusal
from dekom.evaluate import Evaluation, evaluate
from dekom.i18n import Message
from dekom.outcome import Outcome
from dekom.parameters import load_parameters
from dekom.store import Store
from pages._ui.badges import answer_word
from pages._ui.text import t, words


def open_points(store: Store, actor: Actor, evaluation: Evaluation, state: TableState) -> None:
    """Draw what the forum still has to answer, and what it has answered."""
    case = evaluation.case
    names = {n.id: n.name for n in case.nettverk} | {"": t("Hele innstillingen")}
    open_now = {_id(o): o for o in evaluation.open_outcomes}

    def label(key: str) -> str:
        outcome = open_now[key]
        return (
            f"{names[outcome.nettverk_id]} · {words(outcome.kind)} · {words(outcome.title)}: {words(outcome.status)}"
        )

    def on_answer() -> None:
        fresh = evaluate(store.load_case(case.meeting_id, case.ordning), load_parameters(case.ordning, case.held_on))
        wanted = set(open_now) if st.session_state["open_all"] else set(st.session_state["open_picked"])
        # Only what is as it was when it was read: numbers that moved meanwhile are not answered unseen.
        picked = [o for o in fresh.open_outcomes if _id(o) in wanted and open_now[_id(o)].finding == o.finding]
        text = st.session_state["open_text"]
        refused = refusal(lambda: acknowledge(store, actor, fresh.case, picked, text))
        state.notice = refused or Message("{n} punkter er besvart.", {"n": len(picked)})

    def on_withdraw(outcome: Outcome) -> None:
        fresh = store.load_case(case.meeting_id, case.ordning)
        state.notice = refusal(lambda: withdraw(store, actor, fresh, outcome))

    st.text(t("{n} åpne punkter. Et krav kan ikke fravikes: forumet kan ta forbehold.", n=len(open_now)))
    if open_now:
        with st.form("open_points", border=False):
            st.multiselect(
                t("Punkter"),
                list(open_now),
                format_func=label,
                key="open_picked",
                placeholder=t("Velg ett eller flere"),
                select_all=False,
            )
            st.checkbox(t("Alle åpne punkter"), key="open_all")
            st.text_area(t("Forbehold eller begrunnelse"), key="open_text", max_chars=10_000)
            st.form_submit_button(t("Lagre"), on_click=on_answer)
    answered = [o for row in evaluation.rows for o in row.outcomes if o.acknowledgement]
    answered += [o for o in evaluation.outcomes if o.acknowledgement]
    for outcome in answered:
        answer = outcome.acknowledgement
        with st.container(horizontal=True, vertical_alignment="center"):
            start = f"{names[outcome.nettverk_id]} · {words(outcome.title)}: {words(outcome.status)}"
            st.text(f"{start} · {answer_word(outcome)}: {answer.text if answer else ''}", width="content")
            st.button(t("Trekk tilbake"), key=f"withdraw/{_id(outcome)}", on_click=on_withdraw, args=(outcome,))


def _id(outcome: Outcome) -> str:
    return f"{outcome.rule_id}/{outcome.nettverk_id}"
