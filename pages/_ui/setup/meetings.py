"""Whole meetings: a new one, one after last year's, deleting one, and bringing one back."""

from collections.abc import Callable

import streamlit as st

from dekom import meetings
from dekom.access import Actor
from dekom.edits import TableState, refusal
from dekom.i18n import Message
from dekom.set_up_tables import MEETING, ORDNING_NAMES
from dekom.store import CaseName, Store
from pages._ui.text import t, words

FIRST_PART = "Møtet"
_WORDS = {choice.value: choice.word for choice in ORDNING_NAMES}


def new_meeting_part(store: Store, actor: Actor, chosen: CaseName | None, state: TableState) -> None:
    """Draw the two ways to a new meeting, and the way back to a deleted one."""
    blank, copy = st.columns(2)
    with blank, st.container(border=True):
        st.subheader(t("Nytt møte"), anchor=False)
        _blank(store, actor, state)
    with copy, st.container(border=True):
        st.subheader(t("Etter fjorårets møte"), anchor=False)
        if chosen is None:
            st.text(t("Det finnes ikke noe møte å gå ut fra."))
        else:
            _copy(store, actor, chosen, state)
    _deleted(store, actor, state)


def _blank(store: Store, actor: Actor, state: TableState) -> None:
    with st.form("new_meeting", border=False):
        _fields("new")
        st.multiselect(
            t("Ordninger"),
            list(_WORDS),
            default=["dekom"],
            format_func=lambda o: words(_WORDS[o]),
            key="new/ordninger",
        )
        st.checkbox(t("Ta med kriteriearket fra 2022 å begynne med"), value=True, key="new/sheet")

        def make() -> str:
            ordninger, with_sheet = st.session_state["new/ordninger"], st.session_state["new/sheet"]
            return meetings.new_meeting(store, actor, _typed("new"), ordninger, with_sheet)

        st.form_submit_button(t("Lag møtet"), type="primary", on_click=_make, args=(store, state, make))


def _copy(store: Store, actor: Actor, chosen: CaseName, state: TableState) -> None:
    prefix = f"copy/{chosen.meeting_id}"
    with st.form("copy_meeting", border=False):
        st.text(t("Fra {county} {year}, {title}", county=chosen.county, year=chosen.held_on.year, title=chosen.title))
        _fields(prefix, {"county": chosen.county, "title": chosen.title, "language": chosen.language})
        st.checkbox(
            t("Bruk innstilt beløp som «i fjor» der tildelt beløp ikke er ført"), value=False, key="copy/innstilt"
        )
        st.caption(
            t(
                "Ordninger, rammelinjer, nettverk, mottakere, grupper, ark, plasser og saksliste følger med. "
                "«I fjor» blir det som ble tildelt. Rammebeløp, behov, grenser, vedlegg og svar følger ikke med."
            )
        )

        def make() -> str:
            return meetings.copy_meeting(
                store, actor, chosen.meeting_id, _typed(prefix), st.session_state["copy/innstilt"]
            )

        st.form_submit_button(t("Lag møtet"), on_click=_make, args=(store, state, make))


def _fields(prefix: str, known: dict[str, str] | None = None) -> None:
    """Draw the fields that say which meeting it is; what is typed is read by the core."""
    for column in MEETING.columns:
        value = (known or {}).get(column.field, "")
        key = f"{prefix}/{column.field}"
        if column.choices:
            choices = {c.value: words(c.word) for c in column.choices}
            index = list(choices).index(value) if value in choices else 0
            st.selectbox(words(column.heading), list(choices), index=index, format_func=choices.__getitem__, key=key)
        else:
            st.text_input(words(column.heading), value=value, key=key, placeholder=column.example, max_chars=200)


def _typed(prefix: str) -> dict[str, str]:
    return {column.field: st.session_state[f"{prefix}/{column.field}"] for column in MEETING.columns}


def _make(store: Store, state: TableState, make: Callable[[], str]) -> None:
    """Make the meeting and open it, or say why not; what was typed then stays."""
    made: list[str] = []
    state.notice = refusal(lambda: made.append(make()))
    if made:
        state.notice = Message("Møtet er laget. Fyll ut resten her, eller hent det fra Excel.")
        st.session_state["chosen_case"] = next(c for c in store.cases() if c.meeting_id == made[0])
        st.session_state["set_up_part"] = FIRST_PART


def delete_part(store: Store, actor: Actor, chosen: CaseName, state: TableState) -> None:
    """Draw the end of a meeting, asked about first; it can be brought back."""

    def on_delete() -> None:
        state.notice = refusal(lambda: meetings.delete_meeting(store, actor, chosen.meeting_id)) or Message(
            "Møtet er slettet. Hent det tilbake under «Nytt møte»."
        )
        st.session_state.pop("chosen_case", None)
        ask(False)

    def ask(wanted: bool) -> None:
        st.session_state["asks_to_delete"] = wanted and chosen.meeting_id

    if st.session_state.get("asks_to_delete") != chosen.meeting_id:
        st.button(t("Slett møtet"), on_click=ask, args=(True,))
        return
    day = f"{chosen.held_on.day}.{chosen.held_on.month}.{chosen.held_on.year}"
    st.text(t("{county} {day} slettes, med beløp, svar og alt annet som hører til.", county=chosen.county, day=day))
    with st.container(horizontal=True):
        st.button(t("Ja, slett"), type="primary", on_click=on_delete)
        st.button(t("Nei, behold"), on_click=ask, args=(False,))


def _deleted(store: Store, actor: Actor, state: TableState) -> None:
    """Draw the deleted meetings, each with a way back."""
    for entry in meetings.deleted(store, actor):

        def on_restore(meeting_id: str = entry.meeting_id) -> None:
            state.notice = refusal(lambda: meetings.restore_meeting(store, actor, meeting_id)) or Message(
                "Møtet er hentet tilbake. Velg det øverst i menyen til venstre."
            )

        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(t("Slettet: {title}", title=entry.title), width="stretch")
            st.button(t("Hent tilbake"), key=f"restore/{entry.meeting_id}", on_click=on_restore)
