"""Group work on the storskjerm: only what the chair has revealed, without the groups' working notes."""

from dataclasses import replace

import streamlit as st

from dekom.groupwork import GroupWork
from dekom.model import Case
from dekom.wall import Wall
from pages._ui.amount_table import draw_table
from pages._ui.groupwork.framlegg import framlegg_of
from pages._ui.groupwork.matrix_data import matrix_data
from pages._ui.text import t


def matrix_view(work: GroupWork, case: Case, wall: Wall) -> None:
    """Draw the matrix of a sheet."""
    sheet = work.sheet(wall.sheet_id)
    if sheet is None:
        return
    hidden = frozenset(g.id for g in work.grupper if (g.id, sheet.id) not in work.revealed)
    draw_table("wall_matrix", matrix_data(work, sheet, case, "", {}, room=True, hidden=hidden), lambda: None)
    if hidden:
        names = [g.name for g in work.grupper if g.id in hidden]
        st.text(t("Ikke lagt fram ennå: {names}.", names=names))


def framlegg_view(work: GroupWork, case: Case, wall: Wall, with_notes: bool) -> None:
    """Draw what a group presents: one network, or all of its own."""
    gruppe = work.gruppe(wall.gruppe_id)
    if gruppe is None:
        return
    if not with_notes:
        work = replace(work, shown_notes=frozenset())
    st.text(t("Framlegg {name}", name=gruppe.name))
    framlegg_of(work, case, gruppe, wall.nettverk_id, only_revealed=True, room=True)
