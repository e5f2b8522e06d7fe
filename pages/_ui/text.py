"""Words on screen: every string goes through here, in the reader's language."""

from enum import StrEnum
from typing import Any, Literal

import streamlit as st

from dekom.i18n import Message, render
from pages._ui.language import the_language

Tone = Literal["info", "good", "bad"]
_ICONS = {"info": ":material/info:", "good": ":material/check_circle:", "bad": ":material/error:"}


def t(msgid: str, **params: Any) -> str:
    """Return a text of the product, with its figures written as Norwegian readers write them."""
    return words(Message(msgid, params))


def words(message: Message | StrEnum) -> str:
    """Return what the core says, a message or a word of an enum, in the reader's language."""
    return render(message, isolate=True, language=the_language())


def say(message: Message, tone: Tone = "info") -> None:
    """Show a sentence that may hold text from users: as plain text, never as Markdown."""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(_ICONS[tone], width="content")
        st.text(words(message), width="stretch")
