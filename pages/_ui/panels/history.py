"""Historikk: every change of anything in the meeting, the newest first, with a filter."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import streamlit as st

from dekom.access import Actor
from dekom.history_filter import ALL, KINDS, asked_filter
from dekom.history_lines import HEADINGS, Filter, Line, history_lines
from dekom.history_names import Names, names_of
from dekom.i18n import Message
from dekom.money import Refused
from dekom.store import Store
from pages._ui.choice import choice
from pages._ui.language import the_language
from pages._ui.text import say, t, words

_AT_A_TIME = 200
_NOBODY = _NO_NETWORK = ""
_PAGE = "history/page"
_WIDTHS = [st.column_config.Column(width=pixels) for pixels in (170, 150, 300, 140, 190, 150, 100, 150, 90)]


def history(store: Store, actor: Actor, meeting_id: str) -> None:
    """Draw the filter and a page of the lines that it lets through."""
    cases = [store.load_case(meeting_id, c.ordning) for c in store.cases() if c.meeting_id == meeting_id]
    names = names_of(cases, store.load_group_work(meeting_id, actor), store.load_proceedings(meeting_id))
    nettverk = {n.id: n.name for case in cases for n in case.nettverk}
    wanted = _filter(store.makers(meeting_id, actor), nettverk)
    if wanted is None:
        return
    page = st.session_state.get(_PAGE, 0)
    language = the_language()
    found = (line for line in _lines(store, actor, meeting_id, names) if wanted.takes(line, language))
    shown = list(islice(found, page * _AT_A_TIME, (page + 1) * _AT_A_TIME + 1))
    if not shown:
        is_asked = page > 0 or wanted != Filter(without=KINDS[ALL].without)
        st.text(t("Ingen endringer passer til det du har valgt.") if is_asked else t("Ingen endringer ennå."))
    else:
        headings = [words(heading) for heading in HEADINGS]
        lines = [dict(zip(headings, line.texts(language), strict=True)) for line in shown[:_AT_A_TIME]]
        widths = dict(zip(headings, _WIDTHS, strict=True))
        height: Any = 420 if len(lines) > 10 else "auto"
        st.dataframe(lines, hide_index=True, alt=t("Historikk"), height=height, column_config=widths)
    _turn(page, len(shown))


def _lines(store: Store, actor: Actor, meeting_id: str, names: Names) -> Iterator[Line]:
    """Return every line of the meeting, the newest first, read as far as they are asked for."""
    before_id = None
    while entries := store.whole_history(meeting_id, actor, before_id):
        yield from history_lines(entries, names)
        before_id = entries[-1].change_id


def _filter(makers: list[str], nettverk: dict[str, str]) -> Filter | None:
    """Draw the fields of the filter; None where a time cannot be read, and that is said."""

    def on_change() -> None:
        st.session_state[_PAGE] = 0

    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(t("Søk i historikken"), key="history/text", max_chars=200, on_change=on_change)
        who = choice(t("Hvem"), [_NOBODY, *makers], lambda w: w or t("Alle"), "history/who", on_change=on_change)
        about = choice(
            t("Nettverk"),
            [_NO_NETWORK, *nettverk],
            lambda i: nettverk[i] if i else t("Alle"),
            "history/nettverk",
            on_change=on_change,
        )
        kind = choice(t("Slag"), list(KINDS), lambda k: words(KINDS[k].name), "history/kind", on_change=on_change)
        since = st.text_input(
            t("Fra tidspunkt"), key="history/since", placeholder="9.3.2022 14:00", max_chars=30, on_change=on_change
        )
        until = st.text_input(
            t("Til tidspunkt"), key="history/until", placeholder="9.3.2022 16:00", max_chars=30, on_change=on_change
        )
    try:
        return asked_filter(text, who, about, kind, since, until)
    except Refused as refused:
        say(Message("Det går ikke: {why}", {"why": refused.message}), "bad")
        return None


def _turn(page: int, found: int) -> None:
    """Draw the way to the older lines and back, where there is one."""

    def on_turn(to: int) -> None:
        st.session_state[_PAGE] = to

    if not page and found <= _AT_A_TIME:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(t("Nyere"), icon=":material/arrow_back:", disabled=not page, on_click=on_turn, args=(page - 1,))
        older = found > _AT_A_TIME
        st.button(t("Eldre"), icon=":material/arrow_forward:", disabled=not older, on_click=on_turn, args=(page + 1,))
        first = page * _AT_A_TIME + 1
        last = page * _AT_A_TIME + min(found, _AT_A_TIME)
        st.text(t("Linje {first:tall}–{last:tall}, nyeste først", first=first, last=last))
