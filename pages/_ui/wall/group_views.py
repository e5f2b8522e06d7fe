"""Group work on the storskjerm: only what the chair has revealed, without the groups' working notes."""

from dataclasses import replace

import streamlit as st

from dekom.criteria import spread
from dekom.groupwork import GroupWork
from dekom.model import Case
from dekom.wall import Wall
from pages._ui.amount_table import draw_table
from pages._ui.groupwork.framlegg import Part, framlegg_of
from pages._ui.groupwork.matrix_data import TIED, matrix_data, matrix_rows
from pages._ui.groupwork.spread_table import answers_table, count_lines
from pages._ui.text import t


def matrix_view(work: GroupWork, case: Case, wall: Wall) -> None:
    """Draw the matrix of a sheet."""
    sheet = work.sheet(wall.sheet_id)
    if sheet is None:
        return
    hidden = frozenset(g.id for g in work.grupper if (g.id, sheet.id) not in work.revealed)
    draw_table("wall_matrix", matrix_data(work, sheet, case, "", {}, room=True, hidden=hidden), lambda: None)
    notes = [t("Forarbeid / lytting. – ikke svart.")]
    if hidden:
        notes.append(t("Ikke lagt fram ennå: {names}.", names=[g.name for g in work.grupper if g.id in hidden]))
    names = {n.id: n.name for n in case.nettverk}
    grupper = {g.id: g.name for g in work.grupper}
    for row in matrix_rows(work, sheet, case):
        if row.tied:
            said = {"mark": TIED, "grupper": [grupper[i] for i in row.tied], "name": names[row.nettverk_id]}
            notes.append(t("{mark} {grupper} har tilknytning til {name}.", **said))
            if row.left_out:
                notes.append(t("Svarene holdes utenfor."))
    st.text(" ".join(notes))


def framlegg_view(work: GroupWork, case: Case, wall: Wall, with_notes: bool) -> None:
    """Draw what a group presents: one network, or all of its own."""
    gruppe = work.gruppe(wall.gruppe_id)
    if gruppe is None:
        return
    if not with_notes:
        work = replace(work, shown_notes=frozenset())
    st.text(t("Framlegg {name}", name=gruppe.name))
    framlegg_of(work, case, gruppe, Part(wall.sheet_id, wall.nettverk_id), only_revealed=True, room=True)


def spread_view(work: GroupWork, case: Case, wall: Wall) -> None:
    """Draw how the groups that are revealed answer one question of a sheet for the whole."""
    sheet = work.sheet(wall.sheet_id)
    asked = next((q for q in sheet.questions if q.id == wall.question_id), None) if sheet else None
    if sheet is None or asked is None:
        return
    hidden = frozenset(g.id for g in work.grupper if (g.id, sheet.id) not in work.revealed)
    st.text(f"{asked.mark}. {asked.text}" if asked.mark else asked.text)
    counts = count_lines(spread(work, sheet, asked), asked, {g.id: g.name for g in work.grupper})
    if counts:
        st.text("\n".join(counts))
    draw_table("wall_spread", answers_table(work, sheet, asked, hidden, room=True), lambda: None)
