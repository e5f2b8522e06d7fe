"""Does the wall follow: for each room, what the window at the projector itself has said that it shows."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from dekom.clock import now
from dekom.groupwork import Room
from dekom.i18n import Message
from dekom.readiness_lines import CheckLine, in_order, look_at, missing
from dekom.store import Store
from dekom.wall import WallControl
from pages._ui.setup.moments import moment_text
from pages._ui.text import t
from pages._ui.wall.followers import Follower, followers_of


def wall_lines(store: Store, meeting_id: str) -> list[tuple[Room, CheckLine]]:
    """Return a line for the storskjerm of each room."""
    at = now()
    return [
        (room, wall_line(room, control, followers_of(store, meeting_id, room.id), at))
        for room, _wall, control in store.load_walls(meeting_id)
    ]


def wall_line(room: Room, control: WallControl, followers: Sequence[Follower], at: datetime) -> CheckLine:
    """Return whether a room's storskjerm is open and shows the newest, seen at a moment (UTC)."""
    walls = [follower for follower in followers if follower.is_wall]
    open_walls = [wall for wall in walls if wall.is_open(at)]
    told: dict[str, object] = {"room": room.name}
    if not walls:
        return _not_open(room, sum(f.is_open(at) for f in followers))
    if not open_walls:
        text = Message("Storskjermen i {room} har ikke svart siden {moment}.", told | _seen(walls[0].seen_at))
        to_do = Message("Se om vinduet er lukket, skjult bak et annet eller uten nett. Last siden på nytt der.")
        return missing("", text, to_do)
    if not all(wall.shows_newest for wall in open_walls):
        text = Message("Storskjermen i {room} henger etter.", told)
        return missing("", text, Message("Last siden på nytt på maskinen ved projektoren."))
    if control.held_at is not None:
        text = Message("Storskjermen i {room} holdes fast og viser det som sto da.", told)
        return look_at("", text, Message("Trykk «Slipp storskjermen» på siden Innstilling."))
    shown_at = max(wall.newest_at for wall in open_walls if wall.newest_at)
    return in_order("", Message("Storskjermen i {room} viser det nyeste ({moment}).", told | _seen(shown_at)))


def _seen(at: datetime) -> dict[str, object]:
    return {"moment": moment_text(at)}


def _not_open(room: Room, listeners: int) -> CheckLine:
    told = {"room": room.name, "n": listeners}
    if listeners:
        text = Message("Storskjermen i {room} er bare åpen hos tilhørere. Antall: {n}.", told)
        return look_at("", text, Message("Se om det er maskinen ved projektoren, eller åpne storskjermen der."))
    text = Message("Storskjermen i {room} er ikke åpen.", told)
    return missing("", text, Message("Åpne storskjermen på maskinen ved projektoren."))


def open_wall_button(meeting_id: str, room: Room) -> None:
    """Draw the way to a room's storskjerm in a window of its own."""
    st.link_button(
        t("Åpne i et nytt vindu"), f"/storskjerm?rom={room.id}&mote={meeting_id}", icon=":material/open_in_new:"
    )
