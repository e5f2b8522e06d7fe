"""The agenda: what is up, how much time is left, how late the day is; and what is decided in each item."""

import streamlit as st

from dekom.agenda import day_of
from dekom.agenda_screens import is_pause
from dekom.clock import local, now
from dekom.edits import TableState
from dekom.i18n import Message
from dekom.tables import INNSTILLING, SAK, SET_UP, WALL
from dekom.wall import Wall
from pages._ui.agenda.buttons import now_buttons, reset_button
from pages._ui.agenda.item import chosen_line, item_list, item_part
from pages._ui.agenda.now import now_line, untimed_line
from pages._ui.agenda.timers import timers
from pages._ui.decisions import decisions
from pages._ui.pulse import minute_now, pulse
from pages._ui.session import enter
from pages._ui.text import say, t
from pages._ui.undo_buttons import undo_buttons
from pages._ui.wall.control import wall_bar

TOPICS = (SAK, SET_UP, INNSTILLING, WALL)
store, actor, chosen = enter("saksliste")
meeting_id = chosen.meeting_id
state: TableState = st.session_state.setdefault(f"agenda/{meeting_id}", TableState())
revision, minute, at = store.revision(meeting_id, *TOPICS), minute_now(), now()
case, proceedings = store.load_case(meeting_id, chosen.ordning), store.load_proceedings(meeting_id)
day = day_of(proceedings, at)

year = chosen.held_on.year
bar = wall_bar(store, actor, case, t("Saksliste · {county} {year}", county=chosen.county, year=year))
if state.notice:
    say(state.notice)
if day.ahead and day.is_started and day.on != local(at).date():
    started_on = f"{day.on.day}.{day.on.month}.{day.on.year}"
    say(Message("Sakslisten ble startet {day}. Nullstill den før møtet begynner.", {"day": started_on}))
now_line(day, "countdown")
now_buttons(store, actor, case, proceedings, day, state)
parts = ["Saken", "Klokker for framlegg"]
listed, beside = st.columns([54, 46], gap="large")
with listed:
    item_list(day, proceedings, state)
    untimed_line(day)
    with st.container(horizontal=True, vertical_alignment="center"):
        undo_buttons(store, actor, meeting_id, "", state)
        reset_button(store, actor, proceedings, state)
with beside:
    picked = st.segmented_control(
        t("Vis"),
        parts,
        default=parts[0],
        required=True,
        format_func=t,
        key="agenda_part",
        label_visibility="collapsed",
    )
    line = chosen_line(day, state)
    if picked == "Klokker for framlegg":
        timers(store, actor, case, proceedings, store.load_group_work(meeting_id, actor), state)
    elif line:
        item_part(store, actor, case, proceedings, line, state)
        if not is_pause(line.item):
            decisions(store, actor, chosen, proceedings, line.item, state)
bar.seeing(Wall(bar.room_id, "saksliste", ordning=chosen.ordning))
pulse(store, meeting_id, revision, *TOPICS, asked=minute, asks=minute_now)
