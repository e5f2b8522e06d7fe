"""A set-up table to type in and paste into, as in Excel. Every cell is text: the core reads it, or says why not."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dekom.access import Actor
from dekom.change import Values
from dekom.i18n import Message
from dekom.set_up import SetUp
from dekom.set_up_actions import ORDER, Removal
from dekom.set_up_grid import GridState, draw_from, save_grid
from dekom.set_up_tables import SET_UP_TABLES, SetUpTable, table_named
from dekom.store import Store
from pages._ui.language import the_language
from pages._ui.text import say, t, words

SHOWN_FINDINGS = 12
SHOWN_ROWS = 25


def grid(store: Store, actor: Actor, set_up: SetUp, table: SetUpTable, fixed: Values | None = None) -> None:
    """Draw a table with what is typed on top of it, and save it on request."""
    fixed = fixed or {}
    place = f"grid/{set_up.meeting_id}/{table.table}/{'/'.join(map(str, fixed.values()))}"
    state: GridState = st.session_state.setdefault(place, GridState())
    edited: Any = st.session_state.get(_key(place, state))
    draw_from(state, set_up, table, fixed, the_language(), edited)
    columns = [c for c in table.columns if c.field not in fixed]
    headings = {ORDER: t("Nr")} if table.is_ordered else {}
    headings |= {c.field: words(c.heading) + (" *" if c.is_required else "") for c in columns}
    frame = pd.DataFrame([texts for _key, texts in state.shown], columns=list(headings), dtype="str").fillna("")

    st.subheader(words(table.title), anchor=False)
    st.caption(words(table.about))
    st.data_editor(
        frame,
        key=_key(place, state),
        num_rows="fixed" if table.table == "meeting" else "dynamic",
        hide_index=True,
        width="stretch",
        height="content" if len(frame) <= SHOWN_ROWS else 36 * SHOWN_ROWS,
        column_config={
            **{
                c.field: st.column_config.TextColumn(headings[c.field], help=_help(c.about, c.choices), default="")
                for c in columns
            },
            ORDER: st.column_config.TextColumn(
                t("Nr"), width=60, help=t("Skriv et annet nummer for å flytte raden."), default=""
            ),
        },
    )
    state.typed = st.session_state.get(_key(place, state))
    _answers(state, table)

    def on_save(is_sure: bool = False) -> None:
        save_grid(store, actor, state, table, fixed, st.session_state.get(_key(place, state)), is_sure)

    with st.container(horizontal=True, vertical_alignment="center"):
        waits = state.waits
        if state.asks:
            st.button(t("Ja, lagre og ta bort"), key=f"{place}/sure", type="primary", on_click=on_save, args=(True,))
        else:
            st.button(t("Lagre"), key=f"{place}/save", type="primary", disabled=not waits, on_click=on_save)
        st.button(t("Forkast"), key=f"{place}/drop", disabled=not waits, on_click=state.drop)
        if waits:
            st.text(t("Endringer i tabellen er ikke lagret."))
        elif table.table != "meeting":
            st.caption(
                t("Ny rad: skriv i den tomme raden nederst. Ta bort: merk raden helt til venstre, og trykk Delete.")
            )


def _key(place: str, state: GridState) -> str:
    return f"{place}/{state.version}/{the_language()}"


def _help(about: Message, choices: Any) -> str:
    """Return what a heading explains: what the column is for, and what may be written in it."""
    if not choices:
        return words(about)
    return t("{about} Skriv: {choices}.", about=about, choices=[choice.word for choice in choices])


def _answers(state: GridState, table: SetUpTable) -> None:
    """Say what was saved, what stands in the way, or what would go with the rows that are taken away."""
    if state.notice:
        say(state.notice)
    for finding in state.findings[:SHOWN_FINDINGS]:
        say(Message("Rad {row}: {why}", {"row": finding.cell, "why": finding.message}), "bad")
    if len(state.findings) > SHOWN_FINDINGS:
        st.text(t("… og {n} til", n=len(state.findings) - SHOWN_FINDINGS))
    if state.findings:
        st.text(t("Ingenting er lagret. Rett opp, og lagre på nytt."))
    for removal in state.asks:
        say(_warning(removal))


def _warning(removal: Removal) -> Message:
    if not removal.below:
        return Message("{name} tas bort.", {"name": removal.name})
    below = [_counted(name, n) for name, n in removal.below.items()]
    return Message("{name} tas bort, og med den: {below}.", {"name": removal.name, "below": below})


_OTHER_ROWS: Mapping[str, Message] = {
    "innstilling": Message("innstilt beløp"),
    "answer": Message("svar"),
    "shown_note": Message("notater"),
    "revealed": Message("framlegg"),
    "tie": Message("tilknytning"),
    "acknowledgement": Message("forbehold og begrunnelser"),
    "scenario": Message("scenarioer"),
    "scenario_line": Message("linjer i scenarioer"),
    "scenario_amount": Message("beløp i scenarioer"),
    "set_aside": Message("avsetninger"),
    "printed_figure": Message("trykte tall"),
    "key_figures": Message("grunntilskudd"),
    "attachment": Message("vedlegg"),
    "wall": Message("storskjerm"),
    "wall_control": Message("styring av storskjerm"),
    "access_email": Message("e-postadresser"),
}


def _counted(table: str, n: int) -> Message:
    known = table in {one.table for one in SET_UP_TABLES}
    title = table_named(table).title if known else _OTHER_ROWS.get(table, Message("andre rader"))
    return Message("{title} ({n})", {"title": title, "n": n})
