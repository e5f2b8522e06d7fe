"""Lærerårsverk and grunntilskudd, entered with year and source."""

import streamlit as st

from dekom.access import Actor
from dekom.edits import refusal
from dekom.figures import format_kroner
from dekom.i18n import Message
from dekom.model import Case
from dekom.ordning_words import words_of
from dekom.store import Store
from dekom.teacher_years import read_years_text, save_key, years_text
from dekom.whatif import missing_teacher_years
from pages._ui.text import say, t
from pages._ui.whatif.asking import Asking


def key_figures(store: Store, actor: Actor, case: Case, asking: Asking) -> None:
    """Draw the figures that pro rata needs, and what is missing of them."""
    missing, its = missing_teacher_years(case), words_of(case.ordning)
    if missing:
        st.text(t("{key} mangler for: {names}.", key=its.key_title, names=missing))
    key = f"years/{case.meeting_id}/{case.ordning}/{asking.years_version}"
    # What the form was filled from: saving is refused if another has changed it since.
    shown: Case = st.session_state.setdefault(f"{key}/shown", case)
    now = shown.key_figures

    def renew() -> None:
        asking.years_version += 1

    def save() -> None:
        values = {field: st.session_state[f"{key}/{field}"] for field in ("text", "grant", "year", "source")}
        refused = refusal(
            lambda: save_key(
                store,
                actor,
                shown,
                read_years_text(shown, values["text"]),
                values["grant"],
                values["year"],
                values["source"],
            )
        )
        asking.table.notice = refused or Message("{key} er lagret.", {"key": its.key_title})
        if not refused:
            renew()

    if _figures(shown) != _figures(case):
        say(Message("En annen har endret tallene."))
        st.button(t("Hent de nye tallene"), on_click=renew)
    with st.form(key):
        st.text_area(
            t("Nettverk og {key}: navn, tabulator, antall. Lim inn to kolonner fra Excel.", key=its.key),
            value=years_text(shown),
            key=f"{key}/text",
            height=300,
            max_chars=50_000,
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            grant = format_kroner(now.base_grant_kr) if now.base_grant_kr else ""
            st.text_input(
                t("Grunntilskudd per nettverk"), value=grant, key=f"{key}/grant", placeholder="0", max_chars=60
            )
            st.text_input(t("År"), value=now.year, key=f"{key}/year", max_chars=20)
            st.text_input(t("Kilde"), value=now.source, key=f"{key}/source", max_chars=500)
        st.form_submit_button(t("Lagre {key}", key=its.key), on_click=save)


def _figures(case: Case) -> object:
    return case.key_figures, [(n.id, n.teacher_years) for n in case.nettverk]
