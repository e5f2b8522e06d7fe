"""«Framlegg gruppe N»: the chair picks a group, reveals its answers and puts them on the storskjerm."""

import streamlit as st

from dekom.access import Actor
from dekom.edits import refusal
from dekom.group_actions import set_revealed
from dekom.groupwork import GroupWork, Gruppe
from dekom.model import Case
from dekom.store import Store
from dekom.wall import Wall
from pages._ui.choice import choice
from pages._ui.groupwork.framlegg import EVERYTHING, Part, framlegg_of
from pages._ui.groupwork.state import group_state
from pages._ui.text import t
from pages._ui.wall.control import WallBar


def presenting(store: Store, actor: Actor, work: GroupWork, case: Case, bar: WallBar) -> None:
    """Draw one group's framlegg with what the chair can do with it."""
    if not work.grupper:
        st.info(t("Møtet har ingen grupper ennå."))
        return
    names = {g.id: g.name for g in work.grupper}
    picked = st.selectbox(t("Framlegg"), list(names), format_func=names.__getitem__, key="presents")
    gruppe = work.gruppe(picked)
    if gruppe is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        for sheet in (s for s in work.sheets if s.ordning == case.ordning):
            is_revealed = (gruppe.id, sheet.id) in work.revealed

            def on_click(sheet_id: str = sheet.id, wanted: bool = not is_revealed) -> None:
                notice = refusal(lambda: set_revealed(store, actor, work, gruppe.id, sheet_id, wanted))
                group_state(case).notice = notice

            shown = t("● Vises for andre grupper") if is_revealed else t("○ Bare gruppen og sekretariatet ser svarene")
            st.text(f"{sheet.title}: {shown}", width="content")
            st.button(t("Skjul") if is_revealed else t("Vis for alle"), key=f"reveal/{sheet.id}", on_click=on_click)
    parts = _parts(work, case, gruppe)
    part = choice(t("Del av framlegget"), list(parts), parts.__getitem__, f"part/{gruppe.id}")
    of_part = {"sheet_id": part.sheet_id, "nettverk_id": part.nettverk_id}
    bar.seeing(Wall(bar.room_id, "framlegg", ordning=case.ordning, gruppe_id=gruppe.id, **of_part))
    st.caption(t("På storskjermen vises bare svar som er vist for alle."))
    framlegg_of(work, case, gruppe, part)


def _parts(work: GroupWork, case: Case, gruppe: Gruppe) -> dict[Part, str]:
    """Return what can be presented one at a time: a sheet for a network, or a sheet for the whole; then everything."""
    names = {n.id: n.name for n in case.nettverk}
    parts: dict[Part, str] = {}
    for sheet in (s for s in work.sheets if s.ordning == case.ordning):
        if sheet.per == "gruppe":
            parts[Part(sheet.id)] = sheet.title
            continue
        parts |= {Part(sheet.id, i): names[i] for i in work.nettverk_of(gruppe) if i in names}
    return parts | {EVERYTHING: t("Hele framlegget")}
