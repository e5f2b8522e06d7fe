"""Are copies written: the newest one, and what is not in it yet."""

from datetime import datetime, timedelta

import streamlit as st

from dekom.backup import EVERY, Copy, folder_of, newest_copy
from dekom.clock import now
from dekom.i18n import Message
from dekom.readiness_lines import CheckLine, in_order, look_at, missing
from dekom.store import Store
from pages._ui.backups import TICK, Backups, backups_of
from pages._ui.setup.moments import moment_text
from pages._ui.text import say, t

_LATE = EVERY + timedelta(seconds=4 * TICK)
_NOTICE = "copy_notice"


def copy_lines(store: Store) -> list[CheckLine]:
    """Return whether the newest copy can be opened and what it lacks, and whether more will come."""
    backups = backups_of(store)
    newest = copy_line(newest_copy(store.path), store.last_change_id, now())
    return [_failure(backups) or newest, _by_itself(backups)]


def copy_line(newest: Copy | None, last_change_id: int, at: datetime) -> CheckLine:
    """Return what the newest copy is worth at a moment (UTC), when the file has had so many changes."""
    copy_now = Message("Trykk «Ta kopi nå».")
    if newest is None:
        if last_change_id == 0:
            return look_at("", Message("Ingen kopi er skrevet ennå: ingenting er endret."), copy_now)
        return missing("", Message("Ingen kopi er skrevet ennå."), copy_now)
    told = {"moment": moment_text(newest.made_at), "then": moment_text(newest.made_at + _LATE)}
    if newest.changes is None:
        text = Message("Kopien fra {moment} kan ikke åpnes.", told)
        return missing("", text, copy_now)
    if newest.changes == last_change_id:
        return in_order("", Message("Kopien fra {moment} er åpnet og har alt som er lagret.", told))
    if timedelta(0) <= at - newest.made_at < _LATE:
        text = "Kopien fra {moment} er åpnet. Det som er endret etter den, kommer med i neste, senest {then}."
        return in_order("", Message(text, told))
    return missing("", Message("Det som er endret etter kopien fra {moment}, er ikke kopiert.", told), copy_now)


def _failure(backups: Backups | None) -> CheckLine | None:
    if backups is None or backups.failure is None:
        return None
    told = {"moment": moment_text(backups.failure.at)}
    return missing("", Message("Siste forsøk på å ta kopi gikk galt, {moment}.", told), backups.failure.why)


def _by_itself(backups: Backups | None) -> CheckLine:
    if backups is None or not backups.is_running:
        return missing("", Message("Appen tar ikke kopier av seg selv nå."), Message("Start appen på nytt."))
    text = "Appen tar kopier av seg selv: høyst én hvert kvarter etter endringer, og når en innstilling fastsettes."
    return in_order("", Message(text))


def copy_details(store: Store) -> None:
    """Draw «Ta kopi nå», where the copies are, and how one goes back to one where the app does not start."""
    state, backups = st.session_state, backups_of(store)

    def on_copy() -> None:
        refused = backups.copy() if backups else None
        state[_NOTICE] = refused or Message("Kopien er skrevet og lest tilbake.")

    st.button(t("Ta kopi nå"), icon=":material/save:", on_click=on_copy, disabled=backups is None)
    if state.get(_NOTICE):
        say(state.pop(_NOTICE))
    folder, file = folder_of(store.path), store.path.name
    st.text(
        t("Kopiene ligger i {folder}, på samme disk som filen selv. De 20 nyeste blir tatt vare på.", folder=folder)
    )
    st.text(t("Legg den nyeste på en minnepinne før møtet."))
    with st.expander(t("Slik går dere tilbake til en kopi hvis appen ikke starter")):
        st.text(t("1. Flytt {file} til en annen mappe, og {file}.wal hvis den finnes.", file=file))
        st.text(t("2. Kopier filen dere vil ha fra mappen med kopier, og gi den navnet {file}.", file=file))
        st.text(t("3. Start appen, og se i Historikk at det er rett utgave."))
