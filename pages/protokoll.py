"""Referat og innstilling: fasten it, send it at four o'clock, and afterwards the statsforvalter's vedtak."""

import streamlit as st

from dekom.edits import TableState
from dekom.versions import load_record
from dekom.wall import Wall
from pages._ui.edition import the_edition
from pages._ui.fastsett import fastsett
from pages._ui.fastsett.vedtak import vedtak
from pages._ui.groupwork.paper import paper
from pages._ui.papers import letter_papers, papers
from pages._ui.pulse import pulse
from pages._ui.session import enter
from pages._ui.text import say, t
from pages._ui.undo_buttons import undo_buttons
from pages._ui.wall.control import wall_bar

store, actor, chosen = enter("protokoll")
meeting_id, ordning = chosen.meeting_id, chosen.ordning
state: TableState = st.session_state.setdefault(f"record/{meeting_id}/{ordning}", TableState())
revision = store.revision(meeting_id)
record = load_record(store, actor, meeting_id, ordning)

names = {"county": chosen.county, "ordning": chosen.ordning_name, "year": chosen.held_on.year}
bar = wall_bar(store, actor, record.case, t("Referat og innstilling · {county} · {ordning} {year}", **names))


def on_other_part() -> None:
    """Take away what was said about the part one leaves."""
    state.notice = None


if state.notice:
    say(state.notice)
parts = {
    "Fastsett": lambda: fastsett(store, actor, chosen, record, state),
    "Dokumenter": lambda: papers(store, actor, record),
    "Vedtak": lambda: vedtak(store, actor, chosen, state),
    "Brev": lambda: letter_papers(store, record),
    "Kriterieark": lambda: paper(record.work, record.case),
}
picked = st.segmented_control(
    t("Vis"),
    list(parts),
    default="Fastsett",
    required=True,
    format_func=t,
    key="record_part",
    label_visibility="collapsed",
    on_change=on_other_part,
)
if picked in {"Vedtak", "Brev"}:
    the_edition(store, record.case)
parts[picked or "Fastsett"]()
if picked in {"Fastsett", "Vedtak"}:
    with st.container(horizontal=True):
        undo_buttons(store, actor, meeting_id, ordning, state)
bar.seeing(Wall(bar.room_id, "innstilling", ordning=ordning))
pulse(store, meeting_id, revision)
