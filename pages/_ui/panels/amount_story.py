"""Hvordan kom vi hit? A slider through every change of an amount: the innstilling as it stood then, and a picture."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dekom.amount_charts import story_data, story_spec
from dekom.amount_story import TABLES, Moment, changed_networks, moments, network_names
from dekom.figures import format_kroner, signed
from dekom.history_fields import moment_text
from dekom.history_lines import what_of
from dekom.model import Case, unique_names
from dekom.store import Store
from pages._ui.language import the_language
from pages._ui.text import t, words

_NEWEST = -1  # the slider stands at the newest change, and follows it


def amount_story(store: Store, case: Case) -> None:
    """Draw the slider, the innstilling at that moment, and each network's amount over all the changes."""
    entries = store.changes_of(case.meeting_id, TABLES)
    story, names = moments(case, entries), network_names(case, entries)
    if len(story) == 1:
        st.text(t("Ingen beløp er endret ennå. Beløpene er Utgangspunkt."))
        return
    number = _slider(story, f"story/{case.meeting_id}/{case.ordning}")
    _told(story, number)
    table, picture = st.columns([44, 56], gap="medium")
    with table:
        _standing(story, number, names)
    with picture:
        _picture(story, number, names)


def _slider(story: Sequence[Moment], key: str) -> int:
    """Return the number of the moment that is looked at; what is kept is its change, as new ones come."""
    last, kept = len(story) - 1, f"{key}/kept"
    ids = [moment.entry.change_id if moment.entry else 0 for moment in story]

    def keep(number_of: Callable[[], int]) -> None:
        number = number_of()
        st.session_state[kept] = _NEWEST if number >= last else ids[number]

    at = st.session_state.get(kept, _NEWEST)
    number = ids.index(at) if at in ids else last
    st.session_state[key] = number
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.button(
            t("Forrige"), icon=":material/arrow_back:", disabled=not number, on_click=keep, args=(lambda: number - 1,)
        )
        st.button(
            t("Neste"),
            icon=":material/arrow_forward:",
            disabled=number == last,
            on_click=keep,
            args=(lambda: number + 1,),
        )
        st.slider(
            t("Endringer av beløp, fra den første til den siste"),
            0,
            last,
            key=key,
            on_change=keep,
            args=(lambda: int(st.session_state[key]),),
        )
    return number


def _told(story: Sequence[Moment], number: int) -> None:
    """Say which change it was, who made it, and the totals after it."""
    moment = story[number]
    if moment.entry is None:
        st.text(t("Før første endring"))
    else:
        entry, places = moment.entry, {"n": number, "all": len(story) - 1}
        told = {**places, "time": moment_text(entry.made_at), "who": entry.who, "what": what_of(entry)}
        st.text(t("Endring {n} av {all} · {time} · {who}: {what}", **told))
        if entry.why:
            st.text(t("Hvorfor: {why}", why=entry.why))
    figures = {"ramme": moment.ramme_kr, "sum": moment.innstilt_kr, "left": moment.remaining_kr}
    st.text(t("Ramme til nettverkene {ramme:kr} · Innstilt {sum:kr} · Gjenstår {left:kr}", **figures))


def _standing(story: Sequence[Moment], number: int, names: Mapping[str, str]) -> None:
    """Draw every network's amount then, what the change did, and the amount now."""
    then, before, now = story[number].amounts, story[max(number - 1, 0)].amounts, story[-1].amounts
    ids = [i for i in names if i in then or i in now]
    lines = [
        {
            t("Nettverk"): names[i],
            t("Innstilt da"): _kr(then.get(i)),
            t("Endret her"): _difference(then.get(i), before.get(i)),
            t("Innstilt nå"): _kr(now.get(i)),
            t("Endret siden"): _difference(now.get(i), then.get(i)),
        }
        for i in ids
    ]
    right = st.column_config.TextColumn(alignment="right")
    figures = (t("Innstilt da"), t("Endret her"), t("Innstilt nå"), t("Endret siden"))
    st.dataframe(
        lines,
        hide_index=True,
        height="content",
        alt=t("Innstillingen slik den var"),
        column_config=dict.fromkeys(figures, right),
    )


def _picture(story: Sequence[Moment], number: int, names: Mapping[str, str]) -> None:
    language, changed = the_language(), changed_networks(story)
    drawn = {i: name for i, name in names.items() if i in changed}
    if drawn:
        data = pd.DataFrame(story_data(story, drawn, number, language))
        st.vega_lite_chart(data, story_spec(language), alt=t("Hvert nettverks beløp gjennom møtet"), width="content")
        st.caption(t("Nederst står nummeret på endringen. Hver rute har sin egen skala for beløpet."))
    same = [name for i, name in names.items() if i not in changed]
    if same:
        st.text(t("Uendret hele veien: {names}", names=same))
    table = st.expander(t("Som tabell"), key="story_table", on_change="rerun")
    if table.open:  # a line a change is much to write out for nobody
        alt = t("Hvert nettverks beløp etter hver endring")
        table.dataframe(_every_step(story, drawn), hide_index=True, alt=alt)


def _every_step(story: Sequence[Moment], drawn: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return a line a change with the amounts after it, for those who read no pictures."""
    headings = unique_names([t("Nr."), t("Når"), t("Hvem"), t("Hva"), *drawn.values()])
    lines = []
    for number, moment in enumerate(story):
        entry, amounts = moment.entry, moment.amounts
        told = (moment_text(entry.made_at), entry.who, words(what_of(entry))) if entry else ("", "", "")
        figures = (_kr(amounts.get(i)) for i in drawn)
        lines.append(dict(zip(headings, (str(number), *told, *figures), strict=True)))
    return lines


def _kr(kr: int | None) -> str:
    return "–" if kr is None else format_kroner(kr)


def _difference(kr: int | None, from_kr: int | None) -> str:
    """Return a change with its sign, "" where there is none; an amount that was not there counts as 0."""
    change_kr = (kr or 0) - (from_kr or 0)
    return signed(format_kroner(change_kr)) if change_kr else ""
