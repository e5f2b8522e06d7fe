"""A copy was fetched while somebody had a page open: they are told until they have seen it."""

import streamlit as st

from dekom.i18n import Message
from dekom.store import Store
from pages._ui.text import say, t

_SEEN = "put_back_seen"


def put_back_notice(store: Store) -> None:
    """Say that everything has gone back to a copy, to a session that began before it did."""
    last = store.last_put_back
    number = last.number if last else 0
    seen = st.session_state.setdefault(_SEEN, number)
    if last is None or seen == number:
        return
    text = "{who} har hentet fram en kopi. Alt er nå slik det var {day} kl. {clock}. Se over det du holdt på med."
    say(Message(text, {"who": last.who, **last.what.params}))
    st.button(t("Lukk"), key="put_back_seen_now", on_click=see_put_back, args=(store,))


def see_put_back(store: Store) -> None:
    """Say it no more in this session."""
    st.session_state[_SEEN] = store.last_put_back.number if store.last_put_back else 0
