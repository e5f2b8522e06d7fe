"""The storskjerm on somebody's own phone: the room they sit in, and a way back."""

from collections.abc import Sequence

import streamlit as st

from dekom.access import Actor
from dekom.groupwork import Room
from dekom.store import Store
from pages._ui.language import language_picker
from pages._ui.text import t


def room_of(store: Store, actor: Actor) -> str:
    """Return the room that a group sits in, "" for others."""
    if actor.role != "gruppe":
        return ""
    gruppe = store.load_group_work(actor.meeting_id, actor).gruppe(actor.gruppe_id)
    return gruppe.room_id if gruppe else ""


def visitors_links(actor: Actor, rooms: Sequence[Room], room: Room) -> None:
    """Draw what the wall itself has not: the other rooms, and a group's way back to its sheet."""
    if actor.role == "gruppe":
        st.page_link("pages/gruppearbeid.py", label=t("Tilbake til arket"))
    if actor.role == "tilhører" and len(rooms) > 1:
        names = {r.id: r.name for r in rooms}

        def on_pick() -> None:
            st.query_params["rom"] = st.session_state["visited_room"]

        index = list(names).index(room.id)
        st.selectbox(
            t("Rom"),
            list(names),
            index=index,
            format_func=names.__getitem__,
            key="visited_room",
            on_change=on_pick,
            filter_mode=None,
        )
    if actor.role != "sekretariat":
        language_picker(t("Språk"))
