"""A resolution on the storskjerm: live while it is proposed, locked when it is decided."""

import streamlit as st

from dekom.clock import clock_text
from dekom.decision_actions import WAYS
from dekom.model import Case
from dekom.proceedings import Proceedings
from dekom.resolution_text import deviation_line, render_resolution
from pages._ui.language import the_language
from pages._ui.text import say, t, words


def item_resolution(proceedings: Proceedings, case: Case, item_id: str) -> None:
    """Draw the resolution of an agenda item as it stands, and whether it is decided."""
    item, decision = proceedings.item(item_id), proceedings.decision(item_id)
    if decision is None:
        st.title(t("Forslag til vedtak"))
    else:
        st.title(t("Ikke vedtatt") if decision.way == "ingen enighet" else t("Vedtatt"))
    if item is not None:
        st.text(t("Sak {sak}: {title}", sak=item.sak, title=item.title) if item.sak else item.title)
    with st.container(key="wall_resolution"):
        st.text(_text(proceedings, case, item_id))
        moved = deviation_line(proceedings, decision, case) if decision else None
        if moved:
            say(moved, "bad")
    if decision is not None:
        st.text(t("{way} kl. {time}", way=words(WAYS[decision.way]), time=clock_text(decision.decided_at)))


def _text(proceedings: Proceedings, case: Case, item_id: str) -> str:
    decision, resolution = proceedings.decision(item_id), proceedings.resolution(item_id)
    if decision is not None:
        return decision.text
    if resolution is not None:
        return render_resolution(case, resolution.text, the_language())
    return t("Det er ikke skrevet noe forslag ennå.")
