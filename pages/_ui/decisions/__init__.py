"""What is decided in an agenda item: proposal, decision, and under them ballots, statements, minutes and seats."""

import streamlit as st

from dekom.access import Actor
from dekom.edits import TableState
from dekom.model import Case
from dekom.proceedings import AgendaItem, Proceedings
from dekom.store import CaseName, Store
from pages._ui.decisions.ballots import ballots
from pages._ui.decisions.decided import decided
from pages._ui.decisions.proposal import proposal
from pages._ui.decisions.seats import attendance, majority_rule
from pages._ui.decisions.written import minutes, statements
from pages._ui.text import t


def decisions(
    store: Store,
    actor: Actor,
    chosen: CaseName,
    proceedings: Proceedings,
    item: AgendaItem,
    state: TableState,
) -> None:
    """Draw the decisions part of an item; what was done, or why not, is said in `state.notice`."""
    case = _case_of(store, chosen, proceedings, item)
    decision = proceedings.decision(item.id)
    if decision:
        decided(store, actor, case, proceedings, item, decision, state)
    else:
        proposal(store, actor, case, proceedings, item, state)
    drawers = {
        "Votering": lambda: ballots(store, actor, case, proceedings, item, state),
        "Dissens og protokolltilførsel": lambda: statements(store, actor, proceedings, item, state),
        "Referat": lambda: minutes(store, actor, proceedings, item, state),
        "Oppmøte": lambda: attendance(store, actor, proceedings, state),
        "Flertallsregel": lambda: majority_rule(store, actor, proceedings, state),
    }
    picked = st.segmented_control(
        t("Mer om saken"),
        list(drawers),
        default="Referat",
        required=True,
        format_func=t,
        key="item_panel",
        label_visibility="collapsed",
    )
    drawers[picked or "Referat"]()


def _case_of(store: Store, chosen: CaseName, proceedings: Proceedings, item: AgendaItem) -> Case:
    """Return the case that the item's text is about: that of its decision or proposal, else the open one."""
    written = proceedings.decision(item.id) or proceedings.resolution(item.id)
    try:
        return store.load_case(chosen.meeting_id, written.ordning if written else chosen.ordning)
    except KeyError:  # the ordning is taken away since
        return store.load_case(chosen.meeting_id, chosen.ordning)
