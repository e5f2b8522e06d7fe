"""The proposed resolution: its text with live figures, how it reads now, and the way to a decision."""

from typing import Any

import streamlit as st

from dekom.access import Actor
from dekom.clock import now
from dekom.decision_actions import WAYS, decide, set_resolution
from dekom.edits import TableState, refusal
from dekom.i18n import Message, render
from dekom.model import Case
from dekom.proceedings import AgendaItem, Proceedings, Way
from dekom.resolution_text import figure_word, figures_of, read_resolution, render_resolution
from dekom.store import Store
from pages._ui.choice import choice
from pages._ui.decisions.drafts import UNCHANGED, Draft
from pages._ui.language import the_language
from pages._ui.text import say, t, words
from pages._ui.wall.control import the_bar


def proposal(
    store: Store, actor: Actor, case: Case, proceedings: Proceedings, item: AgendaItem, state: TableState
) -> None:
    """Draw the field for the text, the text as it reads now, and what can be decided."""
    resolution = proceedings.resolution(item.id)
    draft = Draft(f"resolution/{case.meeting_id}/{item.id}", resolution.text if resolution else "")
    draft.open()

    def save() -> None:
        if draft.is_saved:
            state.notice = UNCHANGED
            return
        act = refusal(lambda: set_resolution(store, actor, proceedings, item.id, case, draft.base, draft.text))
        state.notice = act or Message("Forslaget er lagret.")
        if not act:
            draft.saved()

    draft.area(t("Forslag til vedtak"), height=120)
    _figures(case, draft)
    refused = refusal(lambda: read_resolution(case, draft.text))
    if refused:
        say(refused, "bad")
    elif draft.text.strip():
        _reads_now(case, draft.text)
    with st.container(horizontal=True):
        st.button(t("Lagre forslaget"), on_click=save)
        show_on_wall(store, actor, case, item, bool(draft.stands))
    _decide(store, actor, case, proceedings, item, state, draft)


def _figures(case: Case, draft: Draft) -> None:
    """Draw the list of live figures, and the button that puts one at the end of the text."""
    figures = figures_of(case)
    unknown = t("ukjent")

    def shown(name: str) -> str:
        kr = figures[name]
        return f"{words(figure_word(name))}: {unknown if kr is None else t('{kr:kr}', kr=kr)}"

    def insert() -> None:
        text = draft.text
        space = " " if text and not text[-1].isspace() else ""
        name = render(figure_word(st.session_state[key]), language=the_language())
        draft.write(f"{text}{space}{{{name}}}")

    key = f"{draft.key}/figure"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        choice(t("Tall som følger innstillingen"), list(figures), shown, key)
        st.button(t("Sett inn"), key=f"{draft.key}/insert", on_click=insert)


def _reads_now(case: Case, text: str) -> None:
    st.caption(t("Slik leses forslaget nå"))
    with st.container(border=True):
        st.text(render_resolution(case, text, the_language()))


def _decide(
    store: Store,
    actor: Actor,
    case: Case,
    proceedings: Proceedings,
    item: AgendaItem,
    state: TableState,
    draft: Draft,
) -> None:
    """Draw the ways to decide, agreement first; a text that is not saved is not decided."""

    def on_decide(way: Way) -> None:
        if not draft.is_saved:
            state.notice = Message("Lagre forslaget først.")
            return
        refused = refusal(lambda: decide(store, actor, proceedings, item.id, case, way, now()))
        state.notice = refused or Message("{way}. Teksten og tallene er låst.", {"way": WAYS[way]})

    has_ballot = any(ballot.item_id == item.id for ballot in proceedings.ballots)
    is_ready = bool(draft.stands) and draft.is_saved
    st.text(
        t(
            "Enighet er hovedregelen. Blir forumet ikke enig, kan det vurdere å stemme. "
            "Statsforvalteren kan da ikke stemme."
        )
    )
    with st.container(horizontal=True):
        button: dict[str, Any] = {"on_click": on_decide, "disabled": not is_ready}
        st.button(words(WAYS["enighet"]), type="primary", icon=":material/gavel:", args=("enighet",), **button)
        if has_ballot:
            st.button(words(WAYS["votering"]), args=("votering",), **button)
        st.button(words(WAYS["ingen enighet"]), args=("ingen enighet",), **button)
    if draft.text.strip() and not draft.is_saved:
        st.caption(t("Lagre forslaget før det vedtas. Storskjermen viser den lagrede teksten."))


def show_on_wall(store: Store, actor: Actor, case: Case, item: AgendaItem, is_ready: bool = True) -> None:
    """Draw «Vis på storskjermen»: the storskjerm follows the text and its figures, and says when it is decided."""
    bar, rooms = the_bar(store, actor, case)
    if not rooms:
        return

    def on_show() -> None:
        bar.show("vedtak", item_id=item.id)

    st.button(t("Vis på storskjermen"), icon=":material/tv:", on_click=on_show, disabled=not is_ready)
