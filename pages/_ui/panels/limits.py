"""The forum's own limits: none by default, set here, shown in per cent and kr."""

import streamlit as st

from dekom.access import Actor
from dekom.actions import FORUM_LIMITS, set_limit
from dekom.edits import TableState, refusal
from dekom.evaluate import Evaluation
from dekom.figures import format_exact_percent
from dekom.i18n import Message
from dekom.outcome import Status
from dekom.rules import RULES
from dekom.store import Store
from pages._ui.badges import shape_of
from pages._ui.text import t, words


def limits(store: Store, actor: Actor, evaluation: Evaluation, state: TableState) -> None:
    """Draw one field a limit, and what each set limit comes to in kr for every network."""
    st.text(t("Regelverket setter ingen slike grenser. Skriv en prosent for å sette en; tøm feltet for å fjerne den."))
    titles = {rule.id: rule.title for rule in RULES if rule.id in FORUM_LIMITS}
    columns = st.columns(len(titles))
    for column, (rule_id, title) in zip(columns, titles.items(), strict=True):
        with column:
            _limit(store, actor, evaluation, state, rule_id, title)


def _limit(
    store: Store, actor: Actor, evaluation: Evaluation, state: TableState, rule_id: str, title: Message
) -> None:
    case = evaluation.case
    limit = case.limits.get(rule_id)

    def on_set() -> None:
        fresh = store.load_case(case.meeting_id, case.ordning)
        text = st.session_state[f"limit/{rule_id}"]
        state.notice = refusal(lambda: set_limit(store, actor, fresh, rule_id, title, text)) or Message(
            "Lagret: {title}.", {"title": title}
        )

    with st.form(f"limit_form/{rule_id}", border=False):
        shown = "" if limit is None else format_exact_percent(limit)
        st.text_input(words(title), value=shown, key=f"limit/{rule_id}", placeholder=t("Ikke satt"), max_chars=30)
        st.form_submit_button(t("Sett grense"), on_click=on_set)
    if limit is None:
        st.text(t("Forumet har ikke satt grense."))
        return
    found = [(row.nettverk.name, o) for row in evaluation.rows for o in row.outcomes if o.rule_id == rule_id]
    for wanted in (Status.OVER, Status.UAVKLART, Status.INNENFOR):
        for name, outcome in found:
            if outcome.status is wanted:
                st.text(f"{shape_of(wanted)} {name}: {words(wanted)}. {words(outcome.message)}")
