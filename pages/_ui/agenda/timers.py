"""The clock of each room: which network presents, and how much of its 5–7 minutes is left."""

import streamlit as st

from dekom import agenda_actions
from dekom.access import Actor
from dekom.agenda import PRESENTATION_MINUTES, USUAL_MINUTES, timer_ends, timer_of
from dekom.clock import now
from dekom.edits import TableState
from dekom.groupwork import GroupWork, Room
from dekom.i18n import Message
from dekom.model import Case
from dekom.proceedings import Proceedings, Timer
from dekom.store import Store
from pages._ui.agenda.buttons import do
from pages._ui.choice import choice
from pages._ui.clock import countdown
from pages._ui.text import t, words

_OTHER = Message("UH eller andre")


def timers(store: Store, actor: Actor, case: Case, seen: Proceedings, work: GroupWork, state: TableState) -> None:
    """Draw a clock for each room beside each other."""
    if not work.rooms:
        st.text(t("Møtet har ingen rom ennå. Legg dem inn i Oppsett, Grupper."))
        return
    for column, room in zip(st.columns(len(work.rooms), gap="large"), work.rooms, strict=True):
        with column:
            st.text(room.name)
            _room(store, actor, case, seen, work, room, state)


def room_clock(case: Case, timer: Timer | None, key: str) -> None:
    """Draw a room's clock small, while it runs."""
    if timer is not None and timer.ended_at is None:
        countdown(
            key, t("Tid igjen av framlegget"), _shown_name(case, timer.nettverk_id), timer_ends(timer), small=True
        )


def presents_in(case: Case, work: GroupWork, room_id: str) -> tuple[str, ...]:
    """Return the networks that are presented in a room, those of its groups; all of them where no group has any.

    Last comes "": a presentation that is not of a network.
    """
    of_room = [i for g in work.grupper if g.room_id == room_id for i in g.forarbeid]
    known = [n.id for n in case.nettverk]
    return (*([i for i in of_room if i in known] or known), "")


def next_index(presented: tuple[str, ...], timer: Timer | None) -> int:
    """Return the place of the network that is next: the one after the last, when its clock is stopped."""
    if timer is None or timer.nettverk_id not in presented:
        return 0
    place = presented.index(timer.nettverk_id)
    return min(place + 1, len(presented) - 1) if timer.ended_at else place


def _room(
    store: Store, actor: Actor, case: Case, seen: Proceedings, work: GroupWork, room: Room, state: TableState
) -> None:
    timer = timer_of(seen, room.id)
    presented = presents_in(case, work, room.id)
    # A new list for each step of the clock, open at the network that is next.
    key = f"presents/{case.ordning}/{room.id}/{timer and (timer.started_at, timer.ended_at)}"
    picked = choice(
        t("Hvem legger fram"),
        presented,
        lambda nettverk_id: _shown_name(case, nettverk_id),
        key,
        next_index(presented, timer),
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        for minutes in PRESENTATION_MINUTES:

            def on_start(wanted: int = minutes) -> None:
                name = _name(case, picked)
                at = now()
                do(
                    state,
                    f"timer/{room.id}",
                    lambda: agenda_actions.start_timer(store, actor, seen, room, picked, name, wanted, at),
                )

            st.button(
                t("{n:tall} min", n=minutes),
                type="primary" if minutes == USUAL_MINUTES else "secondary",
                key=f"timer/{room.id}/{minutes}",
                on_click=on_start,
            )
    if timer is None:
        return
    label = t("Tid igjen av framlegget")
    countdown(f"clock/{room.id}", label, _shown_name(case, timer.nettverk_id), timer_ends(timer), timer.ended_at)
    with st.container(horizontal=True):

        def on_stop() -> None:
            do(state, f"stop/{room.id}", lambda: agenda_actions.stop_timer(store, actor, seen, room, now()))

        def on_reset() -> None:
            do(state, f"reset/{room.id}", lambda: agenda_actions.reset_timer(store, actor, seen, room))

        if timer.ended_at is None:
            st.button(t("Stopp"), icon=":material/stop:", key=f"stop/{room.id}", on_click=on_stop)
        st.button(t("Nullstill"), icon=":material/restart_alt:", key=f"reset/{room.id}", on_click=on_reset)


def _name(case: Case, nettverk_id: str) -> str | Message:
    return next((n.name for n in case.nettverk if n.id == nettverk_id), _OTHER)


def _shown_name(case: Case, nettverk_id: str) -> str:
    name = _name(case, nettverk_id)
    return words(name) if isinstance(name, Message) else name
