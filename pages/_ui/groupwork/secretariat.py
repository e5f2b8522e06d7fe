"""The secretariat's view of the group work: one part at a time."""

import streamlit as st

from dekom.access import Actor
from dekom.groupwork import GroupWork
from dekom.model import Case
from dekom.store import CaseName, Store
from dekom.tables import ANSWERS, INNSTILLING, SET_UP, WALL
from pages._ui.groupwork.desk import sheets_of
from pages._ui.groupwork.doors import doors
from pages._ui.groupwork.forarbeid_file import forarbeid_part
from pages._ui.groupwork.matrix import matrix_panel
from pages._ui.groupwork.paper import paper
from pages._ui.groupwork.people import people
from pages._ui.groupwork.presenting import presenting
from pages._ui.groupwork.spread import spread_panel
from pages._ui.groupwork.state import group_state
from pages._ui.pulse import pulse
from pages._ui.text import say, t
from pages._ui.undo_buttons import undo_buttons
from pages._ui.wall.control import wall_bar

TOPICS = (ANSWERS, SET_UP, INNSTILLING, WALL)


def secretariat_page(store: Store, actor: Actor, chosen: CaseName) -> None:
    """Draw the part that is picked."""
    revision = store.revision(chosen.meeting_id, *TOPICS)
    work = store.load_group_work(chosen.meeting_id, actor)
    case = store.load_case(chosen.meeting_id, chosen.ordning)
    state = group_state(case)
    title = t("Gruppearbeid · {county} {year}", county=chosen.county, year=chosen.held_on.year)
    bar = wall_bar(store, actor, case, title)
    if state.notice:
        say(state.notice)
    parts = {
        "Matrise": lambda: matrix_panel(store, actor, work, case, bar),
        "Framlegg": lambda: presenting(store, actor, work, case, bar),
        "Fordeling av svar": lambda: spread_panel(work, case, bar),
        "Før inn": lambda: _type_in(store, actor, work, case),
        "Grupper": lambda: people(store, actor, work, case),
        "Tilgang": lambda: doors(store, actor, work),
        "Papir": lambda: paper(work, case),
    }
    names = list(parts)
    picked = st.segmented_control(
        t("Vis"),
        names,
        default=names[0],
        required=True,
        format_func=t,
        key="group_part",
        label_visibility="collapsed",
    )
    parts[picked or names[0]]()
    with st.container(horizontal=True):
        undo_buttons(store, actor, chosen.meeting_id, "", state)
    pulse(store, chosen.meeting_id, revision, *TOPICS)


def _type_in(store: Store, actor: Actor, work: GroupWork, case: Case) -> None:
    """Type in what a group has answered on paper, or take in the workbook it has filled in."""
    if not work.grupper:
        st.info(t("Møtet har ingen grupper ennå."))
        return
    names = {g.id: g.name for g in work.grupper}
    picked = st.selectbox(t("Før inn for"), list(names), format_func=names.__getitem__, key="typed_for")
    gruppe = work.gruppe(picked)
    if gruppe:
        forarbeid_part(store, actor, work, case, gruppe)
        sheets_of(store, actor, work, case, gruppe)
