"""What is still open before the innstilling can be fastsatt: a forbehold for many krav, a begrunnelse for the rest."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dekom.access import Actor
from dekom.actions import acknowledge_with
from dekom.edits import TableState, refusal
from dekom.evaluate import evaluate
from dekom.i18n import Message
from dekom.model import Case
from dekom.outcome import Kind, Outcome, Status
from dekom.parameters import load_parameters
from dekom.record import Record
from dekom.store import Store
from pages._ui.double_click import is_double_click
from pages._ui.text import t, words

Group = tuple[str, Status]  # rule, and how it came out
_KRAV, _REST = "fastsett/forbehold", "fastsett/begrunnelse"


def points(store: Store, actor: Actor, record: Record, state: TableState) -> None:
    """Draw the open points, the krav apart from the rest; every group is chosen until it is unticked."""
    case = record.case
    open_now = record.evaluation.open_outcomes
    if not open_now:
        st.text(t("Alle punkter er besvart."))
        return
    krav = _grouped([o for o in open_now if o.kind is Kind.KRAV])
    rest = _grouped([o for o in open_now if o.kind is not Kind.KRAV])

    def on_save() -> None:
        said = {key: st.session_state.get(key, "") for key in (_KRAV, _REST)}
        if is_double_click("fastsett/points", *said.values()):
            return
        answers = [
            ([o for group, found in groups.items() if st.session_state[_key(group)] for o in found], said[key])
            for key, groups in ((_KRAV, krav), (_REST, rest))
            if said[key].strip()
        ]
        if not answers:
            state.notice = Message("Skriv forbeholdet eller begrunnelsen først.")
            return
        refused = refusal(lambda: _answer(store, actor, case, answers))
        state.notice = refused or Message("Svarene er lagret.")
        if not refused:
            st.session_state.update(dict.fromkeys(said, ""))

    with st.form("fastsett/points"):
        columns = st.columns(2) if krav and rest else [st.container()] * 2
        if krav:
            with columns[0]:
                st.markdown(t("**Krav som ikke er oppfylt eller ikke avklart**"))
                _groups(case, krav)
                st.text_area(t("Forbehold til de valgte kravene"), key=_KRAV, max_chars=10_000, height=90)
        if rest:
            with columns[1]:
                st.markdown(t("**Andre åpne punkter**"))
                _groups(case, rest)
                st.text_area(t("Begrunnelse til de valgte punktene"), key=_REST, max_chars=10_000, height=90)
        st.form_submit_button(t("Lagre svarene"), type="primary", on_click=on_save)


def _grouped(outcomes: Sequence[Outcome]) -> Mapping[Group, list[Outcome]]:
    groups: dict[Group, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault((outcome.rule_id, outcome.status), []).append(outcome)
    return groups


def _key(group: Group) -> str:
    return f"fastsett/{group[0]}/{group[1].name}"


def _groups(case: Case, groups: Mapping[Group, list[Outcome]]) -> None:
    names = {n.id: n.name for n in case.nettverk} | {"": t("Hele innstillingen")}
    for group, found in groups.items():
        with st.container(gap=None):
            st.checkbox(f"{words(found[0].title)}: {words(found[0].status)}", value=True, key=_key(group))
            st.text(", ".join(names[o.nettverk_id] for o in found))
    with st.expander(t("Se tallene i hvert punkt")):
        every = [outcome for found in groups.values() for outcome in found]
        lines = [f"{names[o.nettverk_id]} · {words(o.title)}: {words(o.message)}" for o in every]
        st.text("\n".join(lines))


def _answer(store: Store, actor: Actor, case: Case, answers: Sequence[tuple[Sequence[Outcome], str]]) -> None:
    """Answer what is as it was when it was read: numbers that moved meanwhile are not answered unseen."""
    fresh = evaluate(store.load_case(case.meeting_id, case.ordning), load_parameters(case.ordning, case.held_on))
    picked = []
    for wanted, text in answers:
        seen = {(o.rule_id, o.nettverk_id): o.finding for o in wanted}
        picked.append(([o for o in fresh.open_outcomes if seen.get((o.rule_id, o.nettverk_id)) == o.finding], text))
    acknowledge_with(store, actor, fresh.case, picked)
