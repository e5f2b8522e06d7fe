"""How the groups answer the questions for the whole, such as the pool; an amount leads straight into Hva om."""

import streamlit as st

from dekom.criteria import Spread, spread
from dekom.groupwork import GroupWork, Question
from dekom.model import Case
from pages._ui.groupwork.matrix import pick_sheet
from pages._ui.text import t
from pages._ui.whatif.asking import the_question


def spread_panel(work: GroupWork, case: Case) -> None:
    """Draw the spread of each question of the sheet."""
    sheet = pick_sheet(work, case, "gruppe")
    if sheet is None:
        return
    names = {g.id: g.name for g in work.grupper}
    for asked in sheet.questions:
        with st.container(border=True):
            found = spread(work, sheet, asked)
            st.text(f"{asked.id}. {asked.text}")
            st.text("\n".join(spread_lines(found, asked, names)))
            _into_what_if(case, asked, found, names)


def spread_lines(found: Spread, asked: Question, names: dict[str, str]) -> list[str]:
    """Return the spread in words: a line a choice with a mark a group, then the words of each group."""
    lines = []
    if asked.has_choices:
        for counted in found.choices:
            marks = "●" * len(counted.grupper) or "–"
            who = ", ".join(names[i] for i in counted.grupper)
            lines.append(f"{marks} {counted.choice}: {len(counted.grupper)}" + (f" ({who})" if who else ""))
    lines += [f"{names[i]}: {text}" for i, text in found.texts]
    lines += [t("{name}: {kr:kr}", name=names[i], kr=kr) for i, kr in found.amounts]
    if found.not_answered:
        lines.append(t("Ikke svart: {names}", names=[names[i] for i in found.not_answered]))
    return lines


def _into_what_if(case: Case, asked: Question, found: Spread, names: dict[str, str]) -> None:
    lines = [line.id for line in case.lines if line.name == asked.frame_line]
    if not lines:
        return
    for kr in dict.fromkeys(kr for _gruppe, kr in found.amounts):
        if st.button(t("Prøv {kr:kr} i Hva om", kr=kr), key=f"try/{asked.id}/{kr}"):
            asking = the_question(case)
            asking.set_line(dict.fromkeys(lines, kr))
            asking.version += 1
            st.switch_page("pages/hva-om.py")
