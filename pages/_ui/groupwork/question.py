"""One question: big choices, words, an amount, a working note. What another device saves is never overwritten."""

import re
import threading
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial
from uuid import uuid4

import streamlit as st

from dekom import answers
from dekom.access import Actor
from dekom.answers import LikelySlip, Place
from dekom.edits import refusal
from dekom.groupwork import Answer, GroupWork, Gruppe, Question, Sheet
from dekom.model import Case, Nettverk
from dekom.store import Store
from pages._ui.groupwork.written import written
from pages._ui.text import say, t

# Labels of native choices are Markdown: a choice with other characters than these is offered in a plain list.
_PLAIN = re.compile(r"[^\W\d_](?:[\w ,+()–-](?<!_))*[?.]?")


def question(
    store: Store,
    actor: Actor,
    work: GroupWork,
    case: Case,
    gruppe: Gruppe,
    sheet: Sheet,
    nettverk: Nettverk | None,
    asked: Question,
    number: int,
) -> None:
    """Draw a question with what the group has answered."""
    place = Place(case.meeting_id, gruppe, sheet, nettverk, asked)
    stands = work.answer(*place.key)
    key = "/".join(("answer", case.meeting_id, *place.key))
    with st.container(border=True):
        place_name = f" · {nettverk.name}" if nettverk else ""
        st.text(f"{asked.mark}. {asked.text}{place_name}" if asked.mark else f"{asked.text}{place_name}")
        if asked.has_choices:
            choices(key, asked, number, stands, partial(answers.save_choices, store, actor, place))
        if asked.has_text:
            save = partial(answers.save_text, store, actor, place)
            written(
                f"{key}/text",
                t("Svar på spørsmål {n}", n=number),
                t("Skriv svar"),
                stands.text,
                stands,
                save,
                lambda a, b: a.text != b.text,
            )
        if asked.has_amount:
            _amount(store, actor, case, place, key, number, stands)
        if asked.has_choices:
            save = partial(answers.save_note, store, actor, place)
            label = t("Notat til spørsmål {n}", n=number)
            written(
                f"{key}/note",
                label,
                t("Skriv notat"),
                stands.note,
                stands,
                save,
                lambda a, b: a.note != b.note,
                lead=t("Notat: "),
            )


def choices(
    key: str, asked: Question, number: int, stands: Answer, save: Callable[[Answer, Sequence[str]], Answer]
) -> None:
    """Draw the choices. The widget is a new one when another device has answered, so that no old click comes back.

    It is also another one in every session: a phone that wakes brings what it showed when it fell asleep.
    """
    state = st.session_state
    session = state.setdefault("answers_session", uuid4().hex[:8])
    turn = state.setdefault("answers_turn", threading.RLock())
    if f"{key}/seen" not in state or state[f"{key}/seen"].choice != stands.choice:
        state[f"{key}/version"] = state.get(f"{key}/version", 0) + 1
        state[f"{key}/opened_with"] = stands
    state[f"{key}/seen"] = stands
    widget = f"{key}/choice/{session}/{state[f'{key}/version']}"
    # What a widget starts with stays the same for as long as it lives.
    given = [choice for choice in state[f"{key}/opened_with"].choices if choice in asked.choices]
    state.setdefault(f"{widget}/known", given)

    def on_choice() -> None:
        picked = state[widget]
        chosen = picked if isinstance(picked, list) else [picked] if picked else []

        def do() -> None:
            state[f"{key}/seen"] = save(state[f"{key}/seen"], chosen)

        with turn:  # two quick taps may come in two runs that overlap
            # A run that was broken off may have Streamlit call a widget that is gone, though nobody touched it.
            if chosen != state[f"{widget}/known"]:
                state[f"{widget}/known"] = chosen
                state[f"{key}/refused"] = refusal(do)

    label = t("Svar på spørsmål {n}", n=number)
    if not all(_PLAIN.fullmatch(choice) for choice in asked.choices):
        _plain_list(label, asked, given, widget, on_choice)
    else:
        st.segmented_control(
            label,
            asked.choices,
            selection_mode="multi" if asked.has_several else "single",
            default=given if asked.has_several else (given[0] if given else None),
            key=widget,
            on_change=on_choice,
            label_visibility="collapsed",
            width="stretch",
            wrap=True,
        )
    if state.get(f"{key}/refused"):
        say(state[f"{key}/refused"], "bad")


def _plain_list(label: str, asked: Question, given: list[str], widget: str, on_choice: Callable[[], None]) -> None:
    if asked.has_several:
        st.multiselect(
            label, asked.choices, default=given, key=widget, on_change=on_choice, placeholder=t("Ikke svart")
        )
        return
    index = asked.choices.index(given[0]) if given else None
    st.selectbox(label, asked.choices, index=index, key=widget, on_change=on_choice, placeholder=t("Ikke svart"))


def _amount(store: Store, actor: Actor, case: Case, place: Place, key: str, number: int, stands: Answer) -> None:
    """Draw the proposed amount; a likely slip is asked about before it is saved."""
    state = st.session_state

    def save(seen: Answer, text: str) -> Answer:
        state.pop(f"{key}/slip", None)
        try:
            return answers.save_amount(store, actor, place, seen, text, case.total_kr)
        except LikelySlip:
            state[f"{key}/slip"] = text
            raise

    def on_sure() -> None:
        text = state.pop(f"{key}/slip")
        sure = partial(answers.save_amount, store, actor, place, stands, text, case.total_kr, sure=True)
        state[f"{key}/amount/refused"] = refusal(sure)
        state[f"{key}/amount/is_open"] = bool(state[f"{key}/amount/refused"])

    shown = "" if stands.amount_kr is None else t("{kr:kr}", kr=stands.amount_kr)
    label = t("Beløp til spørsmål {n}, i kroner", n=number)
    written(
        f"{key}/amount",
        label,
        t("Skriv beløp"),
        shown,
        stands,
        save,
        lambda a, b: a.amount_kr != b.amount_kr,
        is_line=True,
    )
    if f"{key}/slip" in state:
        st.button(t("Ja, beløpet er riktig"), key=f"{key}/sure", on_click=on_sure)
    need_kr = place.nettverk.need_kr if place.nettverk else None
    if stands.amount_kr is not None and need_kr:
        st.caption(t("{share:pst} av meldt behov", share=Fraction(stands.amount_kr, need_kr)))
