"""«Framlegg gruppe N»: the chair picks a group, reveals its answers and puts them on the storskjerm."""

import streamlit as st

from dekom.access import Actor
from dekom.edits import refusal
from dekom.group_actions import set_revealed
from dekom.groupwork import GroupWork
from dekom.model import Case
from dekom.store import Store
from dekom.wall import Wall
from pages._ui.groupwork.framlegg import framlegg_of
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
    known = [n for n in case.nettverk if n.id in work.nettverk_of(gruppe)]
    labels = {"": t("Hele framlegget"), **{n.id: n.name for n in known}}
    nettverk_id = st.selectbox(
        t("Nettverk på storskjermen"), list(labels), format_func=labels.__getitem__, key=f"presents/{gruppe.id}"
    )
    bar.seeing(Wall(bar.room_id, "framlegg", ordning=case.ordning, gruppe_id=gruppe.id, nettverk_id=nettverk_id))
    st.caption(t("På storskjermen vises bare svar som er vist for alle."))
    framlegg_of(work, case, gruppe)
