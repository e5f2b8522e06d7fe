"""The table that is edited live, with totals, balance and checks beside it."""

import streamlit as st

from dekom.edits import TableState, handle_edits
from dekom.evaluate import evaluate
from dekom.parameters import load_parameters
from dekom.tables import INNSTILLING, SAK, SET_UP, WALL
from dekom.wall import Wall
from pages._ui.amount_table import KEY, amount_table
from pages._ui.decisions.deviating import deviating
from pages._ui.detail import detail
from pages._ui.panels import panels
from pages._ui.paste_preview import paste_preview
from pages._ui.pulse import pulse
from pages._ui.session import enter
from pages._ui.text import say, t
from pages._ui.totals import totals
from pages._ui.undo_buttons import undo_buttons
from pages._ui.wall.control import wall_bar

store, actor, chosen = enter("innstilling")
meeting_id, ordning = chosen.meeting_id, chosen.ordning
state: TableState = st.session_state.setdefault(f"table/{meeting_id}/{ordning}", TableState())


def on_events() -> None:
    handle_edits(store, actor, evaluation.case, st.session_state[KEY].events, state)


revision = store.revision(meeting_id, INNSTILLING, WALL, SET_UP, SAK)
evaluation = evaluate(store.load_case(meeting_id, ordning), load_parameters(ordning, chosen.held_on))

head = st.container()  # filled last: what the room waits for comes first
totals(evaluation)
deviating(store, evaluation.case)
if state.notice:
    say(state.notice)
paste_preview(store, actor, meeting_id, ordning, state)

every_column = st.session_state.get("every_column", False)
wide, beside = (st.container(), st.container()) if every_column else st.columns([74, 26], gap="medium")
with wide:
    amount_table(evaluation, state, every_column, on_events)
    with st.container(horizontal=True, vertical_alignment="center"):
        undo_buttons(store, actor, meeting_id, ordning, state)
        st.toggle(t("Alle kolonner"), key="every_column")
        if every_column:
            st.caption(t("– ikke oppgitt. ? usikkert i kilden; hold pekeren over tallet, eller velg nettverket."))
with beside:
    detail(store, actor, evaluation, state)
panels(store, actor, evaluation, state)
with head:
    title = f"{chosen.county} · {chosen.ordning_name} {chosen.held_on.year} · {chosen.title}"
    bar = wall_bar(store, actor, evaluation.case, title, with_edition=True)
view = "nettverk" if state.selected else "innstilling"
bar.seeing(Wall(bar.room_id, view, ordning=ordning, nettverk_id=state.selected))
pulse(store, meeting_id, revision, INNSTILLING, WALL, SET_UP, SAK)
