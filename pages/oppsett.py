"""Set-up: make a meeting, fill in its tables, take in a workbook, and check it all the day before."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from dekom.edits import TableState
from dekom.i18n import Message
from dekom.set_up import load_set_up
from dekom.tables import INNSTILLING, SET_UP
from pages._ui.groupwork.doors import doors
from pages._ui.panels.history import history
from pages._ui.pulse import pulse
from pages._ui.session import enter_set_up
from pages._ui.setup.attachments import attachments_part
from pages._ui.setup.check import check_before
from pages._ui.setup.excel import excel_part
from pages._ui.setup.meetings import new_meeting_part
from pages._ui.setup.parts import PARTS, tables_part
from pages._ui.setup.restoring import copies_part
from pages._ui.text import say, t
from pages._ui.undo_buttons import undo_buttons

store, actor, chosen = enter_set_up()
state: TableState = st.session_state.setdefault("set_up", TableState())
if state.notice:
    say(state.notice)
if chosen is None:
    new_meeting_part(store, actor, None, state)
    st.subheader(t("Sikkerhetskopier"), anchor=False)
    copies_part(store, actor, state)
    st.stop()

revision = store.revision(chosen.meeting_id, INNSTILLING, SET_UP)
set_up = load_set_up(store, actor, chosen.meeting_id)
held_on = f"{chosen.held_on.day}.{chosen.held_on.month}.{chosen.held_on.year}"
title = t("Oppsett · {county} {day} · {ordning}", county=chosen.county, day=held_on, ordning=chosen.ordning_name)
st.header(title, anchor=False)
parts: dict[str, Callable[[], None]] = {
    label.msgid: partial(tables_part, store, actor, chosen, set_up, tables, state) for label, tables in PARTS
}
others: tuple[tuple[Message, Callable[[], None]], ...] = (
    (Message("Vedlegg"), lambda: attachments_part(store, actor, store.load_case(chosen.meeting_id, chosen.ordning))),
    (Message("Excel"), partial(excel_part, store, actor, chosen, set_up, state)),
    (Message("Tilgang"), lambda: doors(store, actor, store.load_group_work(chosen.meeting_id, actor))),
    (Message("Sjekk før møtet"), partial(check_before, store, actor, chosen)),
    (Message("Sikkerhetskopier"), partial(copies_part, store, actor, state)),
    (Message("Historikk"), partial(history, store, actor, chosen.meeting_id)),
    (Message("Nytt møte"), partial(new_meeting_part, store, actor, chosen, state)),
)
parts |= {label.msgid: draw for label, draw in others}
names = list(parts)
picked = st.segmented_control(
    t("Vis"),
    names,
    default=names[0],
    required=True,
    format_func=t,
    key="set_up_part",
    label_visibility="collapsed",
)
parts[picked or names[0]]()
with st.container(horizontal=True):
    undo_buttons(store, actor, chosen.meeting_id, "", state)
pulse(store, chosen.meeting_id, revision, INNSTILLING, SET_UP)
