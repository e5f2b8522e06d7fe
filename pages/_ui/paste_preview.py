"""What a paste would do, before anything is written: all or nothing."""

import streamlit as st

from dekom.access import Actor
from dekom.edits import TableState, save_paste
from dekom.i18n import Message
from dekom.paste import PasteLine
from dekom.store import Store
from pages._ui.text import say, t, words

SHOWN_LINES = 30


def paste_preview(store: Store, actor: Actor, meeting_id: str, ordning: str, state: TableState) -> None:
    """Draw the pasted lines that wait for a yes, with what stands in the way."""
    paste = state.paste
    if paste is None:
        return

    def save() -> None:
        save_paste(store, actor, meeting_id, ordning, state)

    def drop() -> None:
        state.paste = None

    with st.container(border=True):
        if paste.problems:
            say(Message("Ingenting er lagret. Rett i Excel, og lim inn på nytt."), "bad")
        elif paste.amounts:
            say(Message("Se over beløpene. Ingenting er lagret ennå."))
        else:
            say(Message("Det er ingen beløp i det som ble limt inn."), "bad")
        # What stands in the way first; a long paste must not push the table off the screen.
        lines = [*paste.problems, *(line for line in paste.lines if not line.problem)]
        st.text("\n".join(_line(line) for line in lines[:SHOWN_LINES]))
        if len(lines) > SHOWN_LINES:
            st.text(t("… og {n} linjer til", n=len(lines) - SHOWN_LINES))
        with st.container(horizontal=True):
            ready = not paste.problems and bool(paste.amounts)
            label = t("Lagre alle ({n})", n=len(paste.amounts))
            st.button(label, type="primary", disabled=not ready, on_click=save, icon=":material/check:")
            st.button(t("Avbryt"), on_click=drop)


def _line(line: PasteLine) -> str:
    start = t("Linje {n}: {text}", n=line.number, text=" ".join(line.text.split()))
    if line.problem:
        return f"✕ {start} – {words(line.problem)}"
    remark = f" ({words(line.remark)})" if line.remark else ""
    if line.after_kr is None:
        return f"· {start}{remark}"
    figures = t("{before:tall} → {after:tall}", before=line.before_kr, after=line.after_kr)
    return f"✓ {line.name}: {figures}{remark}"
