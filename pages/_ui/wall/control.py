"""The small control on the secretariat's own screens: what each storskjerm shows, follow, hold."""

from dataclasses import dataclass, replace
from uuid import uuid4

import streamlit as st

from dekom import wall_actions
from dekom.access import Actor
from dekom.edits import refusal
from dekom.model import Case
from dekom.store import Store
from dekom.wall import BADGES, NOTES, TALLKONTROLL, VIEW_NAMES, View, Wall, WallControl
from pages._ui.edition import the_edition
from pages._ui.text import say, t, words

ROOM, DRAFT = "the_room", "the_resolution"  # kept from page to page, as a widget's own state is not
_EXTRAS = {BADGES: "Kontroller", TALLKONTROLL: "Tallkontroll", NOTES: "Notater som er tatt med"}


@dataclass
class WallBar:
    """The storskjerm of the room that this tab drives; without a room (`room_id` "") there is nothing to drive."""

    store: Store
    actor: Actor
    case: Case
    wall: Wall
    control: WallControl

    @property
    def room_id(self) -> str:
        return self.wall.room_id

    def seeing(self, wall: Wall) -> None:
        """Say what this screen shows now: the storskjerm shows it too if it follows this browser."""
        wall = replace(wall, shows=self.wall.shows)
        st.session_state["seeing"] = wall
        if self.room_id and self.control.follows == tab_id() and wall != self.wall:
            refusal(lambda: wall_actions.show(self.store, self.actor, self.case.meeting_id, wall))

    def show(self, view: View, **of_view: str) -> None:
        """Show a view of this case, and stop following."""
        wall = Wall(self.room_id, view, ordning=self.case.ordning, shows=self.wall.shows, **of_view)  # type: ignore[arg-type]
        self._do(lambda: wall_actions.show(self.store, self.actor, self.case.meeting_id, wall))
        if self.control.follows:
            self._do(lambda: wall_actions.follow(self.store, self.actor, self.case.meeting_id, self.room_id, ""))

    def show_extras(self, shows: frozenset[str]) -> None:
        wall = replace(self.wall, shows=shows)
        self._do(lambda: wall_actions.show(self.store, self.actor, self.case.meeting_id, wall))

    def hold(self, is_held: bool) -> None:
        self._do(lambda: wall_actions.hold(self.store, self.actor, self.case.meeting_id, self.room_id, is_held))

    def follow(self, follows: bool) -> None:
        tab = tab_id() if follows else ""
        self._do(lambda: wall_actions.follow(self.store, self.actor, self.case.meeting_id, self.room_id, tab))
        if follows and "seeing" in st.session_state:
            wall = replace(st.session_state["seeing"], room_id=self.room_id, shows=self.wall.shows)
            self._do(lambda: wall_actions.show(self.store, self.actor, self.case.meeting_id, wall))

    def _do(self, action: object) -> None:
        refused = refusal(action)  # type: ignore[arg-type]
        if refused:
            st.session_state["wall_refused"] = refused


def tab_id() -> str:
    """Return what tells this tab from others of the same browser."""
    tab: str = st.session_state.setdefault("tab_id", uuid4().hex)
    return tab


def the_bar(store: Store, actor: Actor, case: Case) -> tuple[WallBar, dict[str, str]]:
    """Return the storskjerm that this tab drives, and the names of the meeting's rooms."""
    walls = store.load_walls(case.meeting_id)
    room_id = st.session_state.get(ROOM, "")
    found = next((w for w in walls if w[0].id == room_id), walls[0] if walls else None)
    wall, control = found[1:] if found else (Wall(""), WallControl(""))
    return WallBar(store, actor, case, wall, control), {room.id: room.name for room, _wall, _control in walls}


def wall_bar(store: Store, actor: Actor, case: Case, title: str, with_edition: bool = False) -> WallBar:
    """Draw the page's title with the control beside it, and whether the innstilling is fastsatt, if asked for."""
    bar, rooms = the_bar(store, actor, case)
    control = bar.control
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(title, width="stretch")
        if with_edition:
            the_edition(store, case)
        if not rooms:
            return bar
        st.text(_status(bar, rooms), width="content")
        is_held = control.held_at is not None
        st.button(
            t("Slipp storskjermen") if is_held else t("Hold storskjermen"),
            icon=":material/play_arrow:" if is_held else ":material/pause:",
            type="primary" if is_held else "secondary",
            on_click=bar.hold,
            args=(not is_held,),
        )
        popover = st.popover(t("Storskjerm"), icon=":material/tv:", key="wall_control", on_change="rerun")
        if popover.open:
            with popover:
                _popover(bar, rooms)
    if st.session_state.get("wall_refused"):
        say(st.session_state.pop("wall_refused"), "bad")
    return bar


def _status(bar: WallBar, rooms: dict[str, str]) -> str:
    """Say on the secretariat's screen only what the storskjerm shows, and that it is held."""
    where = f"{rooms[bar.room_id]}: " if len(rooms) > 1 else ""
    view = words(VIEW_NAMES[bar.wall.view])
    if bar.control.held_at is not None:
        return where + t("⏸ holdt")
    if bar.control.follows == tab_id():
        return where + t("følger · {view}", view=view)
    return where + view


def _popover(bar: WallBar, rooms: dict[str, str]) -> None:
    if len(rooms) > 1:
        index = list(rooms).index(bar.room_id)

        def on_room() -> None:
            st.session_state[ROOM] = st.session_state["room"]

        st.selectbox(t("Rom"), list(rooms), index=index, format_func=rooms.__getitem__, key="room", on_change=on_room)
    follows = bar.control.follows == tab_id()
    key = f"follow/{bar.room_id}/{follows}"
    st.toggle(t("Vis det jeg ser"), value=follows, key=key, on_change=lambda: bar.follow(bool(st.session_state[key])))
    if bar.control.follows and not follows:
        st.caption(t("Storskjermen følger et annet vindu."))
    shown: list[tuple[View, str]] = [
        ("innstilling", ""),
        ("hva-om", bar.wall.what_if),
        ("saksliste", ""),
        ("koder", ""),
    ]
    with st.container(horizontal=True):
        for view, what_if in shown:
            extra = {"what_if": what_if} if what_if else {}
            st.button(words(VIEW_NAMES[view]), key=f"wall/{view}", on_click=bar.show, args=(view,), kwargs=extra)
    st.caption(t("Nettverk, matrise, framlegg og svar: åpne det på skjermen din, og slå på «Vis det jeg ser»."))
    _resolution(bar)
    _pause(bar)
    for extra_id, name in _EXTRAS.items():
        is_on = extra_id in bar.wall.shows
        wanted = bar.wall.shows - {extra_id} if is_on else bar.wall.shows | {extra_id}
        st.toggle(
            t(name),
            value=is_on,
            key=f"extra/{bar.room_id}/{extra_id}/{is_on}",
            on_change=bar.show_extras,
            args=(wanted,),
        )
    url = f"/storskjerm?rom={bar.room_id}&mote={bar.case.meeting_id}"
    st.link_button(t("Åpne storskjermen i et nytt vindu"), url, icon=":material/open_in_new:")


def _resolution(bar: WallBar) -> None:
    def on_show() -> None:
        st.session_state[DRAFT] = st.session_state["resolution"]
        bar.show("vedtak", text=st.session_state["resolution"])

    with st.form("resolution_form", border=False):
        draft = st.session_state.get(DRAFT, bar.wall.text)
        st.text_area(t("Forslag til vedtak"), value=draft, key="resolution", max_chars=2000, height=100)
        st.form_submit_button(t("Vis teksten"), on_click=on_show)


def _pause(bar: WallBar) -> None:
    def on_show() -> None:
        resumes = st.session_state["resumes"]
        bar.show("pause", resumes=resumes.strftime("%H:%M") if resumes else "")

    with st.form("pause_form", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.time_input(t("Pause til kl."), value=None, key="resumes", step=300)
        st.form_submit_button(t("Vis pause"), on_click=on_show)
