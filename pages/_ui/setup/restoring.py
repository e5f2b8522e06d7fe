"""«Sikkerhetskopier»: the copies of the file, what one of them holds, and the way back to it."""

from typing import Any

import streamlit as st

from dekom.access import Actor
from dekom.backup import Copy, copies
from dekom.clock import local
from dekom.edits import TableState, refusal
from dekom.i18n import Message
from dekom.restore import Look, look_into, restore
from dekom.store import CaseName, Store, StoreFault
from pages._ui.put_back import see_put_back
from pages._ui.setup.copies import copy_details
from pages._ui.setup.moments import moment_text
from pages._ui.text import say, t, words

_LOOKED_AT, _ASKED_OF = "copy_looked_at", "copy_asked_of"


def copies_part(store: Store, actor: Actor, state: TableState) -> None:
    """Draw the copies, and what one of them holds when it is asked for. A copy holds every meeting of the file."""
    if actor.meeting_id:
        st.text(t("En kopi har alle møtene i filen. Bare sekretariatet for alle møtene kan hente den fram."))
        return
    found = copies(store.path)
    if not found:
        st.text(t("Ingen kopi er skrevet ennå."))
        copy_details(store)
        return
    st.dataframe([_line(copy) for copy in found], hide_index=True, alt=t("Sikkerhetskopier"))
    by_name = {copy.path.name: copy for copy in found}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox(
            t("Kopi"), list(by_name), format_func=lambda n: _moment(by_name[n]), key="copy_name", width=320
        )
        st.button(t("Se hva kopien har"), on_click=_look_at, args=(name,))
    if name and st.session_state.get(_LOOKED_AT) == name:
        with st.container(border=True):
            _look(store, actor, by_name[name], state)
    copy_details(store)


def _look_at(name: str) -> None:
    st.session_state[_LOOKED_AT] = name
    st.session_state.pop(_ASKED_OF, None)


def _line(copy: Copy) -> dict[str, Any]:
    newest = t("Kan ikke åpnes") if copy.changes is None else t("Ingen endring")
    return {
        t("Tatt"): _moment(copy),
        t("Størrelse"): t("{size:tall} kB", size=round(copy.size / 1_000)),
        t("Siste endring i kopien"): words(copy.what) if copy.what else newest,
        t("Hvem"): copy.who,
        t("Merknad"): t("Tatt da innstillingen ble fastsatt") if copy.at_version else "",
    }


def _moment(copy: Copy) -> str:
    moment = local(copy.made_at)
    return t("{day} kl. {clock}", day=f"{moment.day}.{moment.month}.{moment.year}", clock=f"{moment:%H.%M.%S}")


def _look(store: Store, actor: Actor, copy: Copy, state: TableState) -> None:
    try:
        looked = look_into(store, copy, actor)
    except StoreFault as fault:
        say(fault.message, "bad")
        return
    st.text(t("Kopien fra {moment} er åpnet og lest. Den er ikke hentet fram ennå.", moment=_moment(copy)))
    for text in _differences(looked):
        st.text(text)
    if looked.cases:
        st.dataframe([_case(c.name, c.innstilt_kr, c.now_kr) for c in looked.cases], hide_index=True, alt=t("Møter"))
    _fetch(store, actor, copy, state)


def _differences(looked: Look) -> list[str]:
    said = []
    if not looked.missing and not looked.extra:
        said.append(t("Kopien har alt som er i filen nå."))
    if looked.missing:
        newest = moment_text(looked.missing[-1])
        said.append(
            t(
                "Endringer som ikke er i kopien: {n:tall}. Den siste er fra {moment}.",
                n=len(looked.missing),
                moment=newest,
            )
        )
    if looked.extra:
        said.append(t("{n:tall} endringer er bare i kopien.", n=looked.extra))
    said += [t("Ikke i kopien: {county} {day}, {ordning}.", **_place(name)) for name in looked.gone]
    if not looked.cases:
        said.append(t("Kopien har ingen møter."))
    return said


def _case(name: CaseName, innstilt_kr: int, now_kr: int | None) -> dict[str, str]:
    return {
        t("Møte"): t("{county} {day}, {ordning}", **_place(name)),
        t("Innstilt i kopien"): t("{kr:kr}", kr=innstilt_kr),
        t("Innstilt nå"): t("Ikke i filen nå") if now_kr is None else t("{kr:kr}", kr=now_kr),
    }


def _place(name: CaseName) -> dict[str, str]:
    day = f"{name.held_on.day}.{name.held_on.month}.{name.held_on.year}"
    return {"county": name.county, "day": day, "ordning": name.ordning_name}


def _fetch(store: Store, actor: Actor, copy: Copy, state: TableState) -> None:
    """Draw «Hent fram», asked about first."""

    def ask(wanted: bool) -> None:
        st.session_state[_ASKED_OF] = copy.path.name if wanted else None

    def on_fetch() -> None:
        state.notice = refusal(lambda: restore(store, copy, actor)) or Message(
            "Kopien er hentet fram. Det som var der, ligger øverst i Sikkerhetskopier."
        )
        see_put_back(store)
        st.session_state.pop(_LOOKED_AT, None)
        ask(False)

    if st.session_state.get(_ASKED_OF) != copy.path.name:
        st.button(t("Hent fram"), icon=":material/history:", on_click=ask, args=(True,))
        return
    st.text(t("Alle møtene i filen blir slik de var {moment}, på alle skjermer.", moment=_moment(copy)))
    st.text(t("Det som er der nå, blir først lagret som en ny kopi. Fastsatte versjoner og nøkler blir stående."))
    with st.container(horizontal=True):
        st.button(t("Ja, hent fram"), type="primary", on_click=on_fetch)
        st.button(t("Nei, behold det som er"), on_click=ask, args=(False,))
