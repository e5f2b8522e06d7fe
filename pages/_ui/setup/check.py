"""«Sjekk før møtet»: the day before, one line a check, and what to do about each."""

from collections import Counter
from collections.abc import Iterable, Sequence

import streamlit as st

from dekom.access import Actor
from dekom.clock import local, now
from dekom.model import Case
from dekom.parameters import Parameters, load_parameters
from dekom.readiness import readiness
from dekom.readiness_lines import CheckLine, Result
from dekom.store import CaseName, Store
from pages._ui.setup.copies import copy_details, copy_lines
from pages._ui.setup.moments import moment_text
from pages._ui.setup.parts import PARTS
from pages._ui.setup.reach import reach_details, reach_lines, room_url
from pages._ui.setup.walls import open_wall_button, wall_lines
from pages._ui.text import t, words

_SHAPES = {Result.I_ORDEN: "✓", Result.MANGLER: "✕", Result.SE_PAA: "?", Result.OPPLYSNING: "·"}


def check_before(store: Store, actor: Actor, chosen: CaseName) -> None:
    """Draw every check of the meeting that is open: what works in the room, then what is missing in the set-up."""
    url = room_url()
    reached, walls, copied = reach_lines(url), wall_lines(store, chosen.meeting_id), copy_lines(store)
    prepared = _prepared(store, actor, chosen)
    every = [*reached, *(line for _room, line in walls), *copied, *prepared]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(_count(every), width="stretch")
        st.text(t("Sjekket {moment}", moment=moment_text(now())), width="content")
        st.button(t("Se på nytt"), icon=":material/refresh:")
    st.subheader(t("Når telefoner appen?"), anchor=False)
    _draw(reached)
    reach_details(url, chosen.language)
    st.subheader(t("Følger storskjermen med?"), anchor=False)
    for room, line in walls:
        _draw([line])
        if line.result is Result.MANGLER:
            open_wall_button(chosen.meeting_id, room)
    if not walls:
        st.text(t("Møtet har ingen rom ennå."))
    st.subheader(t("Blir det tatt kopier?"), anchor=False)
    _draw(copied)
    copy_details(store)
    st.divider()
    st.text(t("Overskriftene under her er delene av Oppsett, der det rettes."))
    for title, tables in PARTS:
        here = [line for line in prepared if line.part in {table.table for table in tables}]
        if here:
            st.subheader(words(title), anchor=False)
            _draw(here)


def _prepared(store: Store, actor: Actor, chosen: CaseName) -> Sequence[CheckLine]:
    case = store.load_case(chosen.meeting_id, chosen.ordning)
    work = store.load_group_work(chosen.meeting_id, actor)
    rows = store.set_up_rows(chosen.meeting_id, actor)
    today = local(now()).date()
    return readiness(case, work, rows["agenda_item"], today, rows["seat"], _parameters(case))


def _parameters(case: Case) -> Parameters | None:
    """Return what is in force on the day, None where that is not known."""
    try:
        return load_parameters(case.ordning, case.held_on)
    except ValueError:
        return None


def _count(lines: Iterable[CheckLine]) -> str:
    counted = Counter(line.result for line in lines)
    return t(
        "{missing} mangler · {look} å se på · {fine} i orden",
        missing=counted[Result.MANGLER],
        look=counted[Result.SE_PAA],
        fine=counted[Result.I_ORDEN],
    )


def _draw(lines: Iterable[CheckLine]) -> None:
    for line in lines:
        said = f"{_SHAPES[line.result]} {words(line.result)} · {words(line.message)}"
        st.text(f"{said}\n→ {words(line.to_do)}" if line.to_do else said)
