"""The views of the storskjerm. Badges, Tallkontroll and notes come only when they are shown on purpose."""

from collections.abc import Callable

import streamlit as st

from dekom.access import Actor
from dekom.agenda import timer_of
from dekom.evaluate import Evaluation
from dekom.figures import format_kroner, format_percent
from dekom.groupwork import GroupWork
from dekom.model import Case
from dekom.store import CaseName, Store
from dekom.tables import ANSWERS, INNSTILLING, SAK, SET_UP
from dekom.tables import WALL as WALL_TOPIC
from dekom.wall import BADGES, NOTES, TALLKONTROLL, Wall, WallControl
from dekom.whatif import answer
from dekom.whatif_text import from_text
from pages._ui.agenda.timers import room_clock
from pages._ui.amount_table import draw_table
from pages._ui.detail import basis, outcomes, owners_line
from pages._ui.edition import the_edition
from pages._ui.panels.number_audit import number_audit_for_the_room
from pages._ui.text import t, words
from pages._ui.totals import totals
from pages._ui.wall.agenda_view import agenda_view, proceedings_at
from pages._ui.wall.codes import codes
from pages._ui.wall.group_views import framlegg_view, matrix_view, spread_view
from pages._ui.wall.resolution import item_resolution
from pages._ui.wall.shared import evaluation_at, worked_out
from pages._ui.wall.tables import innstilling_table, what_if_table
from pages._ui.whatif.result import headline

_GROUP_VIEWS = frozenset({"matrise", "framlegg", "fordeling"})


def topics_of(wall: Wall, control: WallControl) -> tuple[str, ...]:
    """Return what the storskjerm must watch: when it is held, only what the secretariat does with it."""
    if wall.view == "vedtak" and wall.item_id and control.held_at is None:
        return (WALL_TOPIC, SET_UP, INNSTILLING, SAK)
    if control.held_at is not None or wall.view in {"vedtak", "pause"}:
        return (WALL_TOPIC,)
    if wall.view in _GROUP_VIEWS:
        return (WALL_TOPIC, ANSWERS, SET_UP, INNSTILLING, SAK)
    if wall.view == "saksliste":
        return (WALL_TOPIC, SET_UP, INNSTILLING, SAK)
    return (WALL_TOPIC, SET_UP if wall.view == "koder" else INNSTILLING)


def draw_wall(
    store: Store, actor: Actor, chosen: CaseName, wall: Wall, at: int | None, minute: str, revision: int
) -> None:
    """Draw what the room sees, as it stands at a revision of the innstilling, or as it stood when it was held."""
    ordning = wall.ordning or chosen.ordning
    evaluation = evaluation_at(store, chosen.meeting_id, ordning, at, revision)
    case = evaluation.case
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(f"{chosen.county} · {case.ordning_name} {chosen.held_on.year}", width="stretch")
        if wall.view in {"innstilling", "nettverk"}:
            the_edition(store, case, at)
        st.text(minute, width="content")
    if wall.view == "vedtak" and wall.item_id:
        item_resolution(proceedings_at(store, chosen.meeting_id, at), case, wall.item_id)
    elif wall.view == "saksliste":
        agenda_view(proceedings_at(store, chosen.meeting_id, at), case, wall.room_id)
    elif wall.view in _GROUP_VIEWS:
        if wall.view == "framlegg":
            room_clock(case, timer_of(proceedings_at(store, chosen.meeting_id, at), wall.room_id), "wall_timer")
        work = _work_at(store, chosen, at)
        _GROUP_DRAWERS[wall.view](work, case, wall)
    elif wall.view == "koder":
        codes(store, actor, chosen, wall)
    elif wall.view in _PLAIN_DRAWERS:
        _PLAIN_DRAWERS[wall.view](wall)
    else:
        _DRAWERS.get(wall.view, _innstilling)(evaluation, wall)


def _work_at(store: Store, chosen: CaseName, at: int | None) -> GroupWork:
    def load() -> GroupWork:
        return store.load_group_work(chosen.meeting_id, _the_room(chosen), at=at)

    return load() if at is None else worked_out(store, ("svar", chosen.meeting_id, at), load)


def _the_room(chosen: CaseName) -> Actor:
    """Who the storskjerm reads answers as: it shows what is revealed, whoever's window it is."""
    return Actor("storskjerm", role="tilhører", meeting_id=chosen.meeting_id)


def _innstilling(evaluation: Evaluation, wall: Wall) -> None:
    totals(evaluation)
    if TALLKONTROLL in wall.shows:
        number_audit_for_the_room(evaluation)
        return
    draw_table("wall_innstilling", innstilling_table(evaluation, BADGES in wall.shows), _nothing)


def _nettverk(evaluation: Evaluation, wall: Wall) -> None:
    row = next((r for r in evaluation.rows if r.nettverk.id == wall.nettverk_id), None)
    if row is None:
        _innstilling(evaluation, wall)
        return
    nettverk, unknown = row.nettverk, t("Ukjent")
    st.text(nettverk.name)
    figures = [
        (t("I fjor"), nettverk.last_year_kr),
        (t("Meldt behov"), nettverk.need_kr),
        (t("Innstilt"), nettverk.innstilt_kr),
        (t("Gjenstår"), evaluation.remaining_kr),
    ]
    for column, (label, kr) in zip(st.columns(len(figures)), figures, strict=True):
        column.metric(label, unknown if kr is None else format_kroner(kr))
    shares = [(t("av meldt behov"), row.need_share)]
    parts = [f"{format_percent(share)} {label}" for label, share in shares if share is not None]
    st.text(" · ".join([owners_line(row, evaluation.case), *parts]))
    if nettverk.begrunnelse:
        st.text(nettverk.begrunnelse)
    if BADGES in wall.shows:
        outcomes(row.outcomes)
    else:
        basis(nettverk, evaluation.case, with_remarks=False)


def _what_if(evaluation: Evaluation, wall: Wall) -> None:
    case: Case = evaluation.case
    asked = from_text(wall.what_if, case)
    found = answer(case, asked)
    headline(case, asked, found)
    if found.refusal:
        st.text(words(found.refusal))
        return
    draw_table("wall_what_if", what_if_table(case, asked, found), _nothing)


def _resolution(wall: Wall) -> None:
    st.title(t("Forslag til vedtak"))
    st.text(wall.text)


def _pause(wall: Wall) -> None:
    st.title(t("Pause"))
    if wall.resumes:
        st.metric(t("Vi fortsetter kl."), wall.resumes)


def _nothing() -> None:
    """Nothing on the storskjerm can be pressed."""


def _framlegg(work: GroupWork, case: Case, wall: Wall) -> None:
    framlegg_view(work, case, wall, NOTES in wall.shows)


_DRAWERS: dict[str, Callable[[Evaluation, Wall], None]] = {"nettverk": _nettverk, "hva-om": _what_if}
_PLAIN_DRAWERS: dict[str, Callable[[Wall], None]] = {"vedtak": _resolution, "pause": _pause}
_GROUP_DRAWERS: dict[str, Callable[[GroupWork, Case, Wall], None]] = {
    "matrise": matrix_view,
    "framlegg": _framlegg,
    "fordeling": spread_view,
}
