"""Below the table: one panel at a time, on demand."""

import streamlit as st

from dekom.access import Actor
from dekom.edits import TableState
from dekom.evaluate import Evaluation
from dekom.store import Store
from pages._ui.panels.amount_story import amount_story
from pages._ui.panels.history import history
from pages._ui.panels.limits import limits
from pages._ui.panels.money import move, paste_box, set_aside_panel
from pages._ui.panels.number_audit import number_audit
from pages._ui.panels.open_points import open_points
from pages._ui.panels.pictures import pictures
from pages._ui.text import t


def panels(store: Store, actor: Actor, evaluation: Evaluation, state: TableState) -> None:
    """Draw the panel that is picked."""
    drawers = {
        "Flytt beløp": lambda: move(store, actor, evaluation, state),
        "Sett av": lambda: set_aside_panel(store, actor, evaluation, state),
        "Lim inn": lambda: paste_box(evaluation, state),
        "Åpne punkter": lambda: open_points(store, actor, evaluation, state),
        "Forumets grenser": lambda: limits(store, actor, evaluation, state),
        "Bilder": lambda: pictures(evaluation),
        "Tallkontroll": lambda: number_audit(evaluation),
        "Hvordan kom vi hit?": lambda: amount_story(store, evaluation.case),
        "Historikk": lambda: history(store, actor, evaluation.case.meeting_id),
    }
    picked = st.segmented_control(
        t("Verktøy"),
        list(drawers),
        default="Flytt beløp",
        required=True,
        format_func=t,
        key="panel",
        label_visibility="collapsed",
    )
    drawers[picked or "Flytt beløp"]()
