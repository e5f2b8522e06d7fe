"""How the groups answer the questions for the whole, such as the pool; an amount leads straight into Hva om."""

import streamlit as st

from dekom.criteria import Spread, spread
from dekom.groupwork import GroupWork, Question
from dekom.model import Case
from dekom.wall import Wall
from pages._ui.amount_table import draw_table
from pages._ui.groupwork.matrix import pick_sheet
from pages._ui.groupwork.spread_table import answers_table, count_lines
from pages._ui.text import t
from pages._ui.wall.control import WallBar
from pages._ui.whatif.asking import the_question


def spread_panel(work: GroupWork, case: Case, bar: WallBar) -> None:
    """Draw the spread of each question of the sheet; one of them at a time is for the storskjerm."""
    sheet = pick_sheet(work, case, "gruppe")
    if sheet is None:
        return
    names = {g.id: g.name for g in work.grupper}
    asked_by_id = {q.id: q for q in sheet.questions}
    texts = {q.id: f"{q.mark}. {q.text}" if q.mark else q.text for q in sheet.questions}
    label = t("Spørsmål på storskjermen")
    picked = st.selectbox(label, list(texts), format_func=texts.__getitem__, key="spread_question", filter_mode=None)
    bar.seeing(Wall(bar.room_id, "fordeling", ordning=case.ordning, sheet_id=sheet.id, question_id=picked or ""))
    for question_id, text in texts.items():
        asked = asked_by_id[question_id]
        with st.container(border=True):
            found = spread(work, sheet, asked)
            st.text("\n".join([text, *count_lines(found, asked, names)]))
            draw_table(f"spread/{question_id}", answers_table(work, sheet, asked), lambda: None)
            _into_what_if(case, asked, found)


def _into_what_if(case: Case, asked: Question, found: Spread) -> None:
    lines = [line.id for line in case.lines if line.name == asked.frame_line]
    if not lines:
        return
    for kr in dict.fromkeys(kr for _gruppe, kr in found.amounts):
        if st.button(t("Prøv {kr:kr} i Hva om", kr=kr), key=f"try/{asked.id}/{kr}"):
            asking = the_question(case)
            asking.set_line(dict.fromkeys(lines, kr))
            asking.version += 1
            st.switch_page("pages/hva-om.py")
