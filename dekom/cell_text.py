"""Text in a cell: what cannot be kept, what cannot be seen, and what turns the reading direction."""

import re

from dekom.found import Found
from dekom.i18n import Message

MAX_TEXT = 32_767  # characters, what Excel has room for in a cell

_IMPOSSIBLE = re.compile("[\0\ud800-\udfff]")  # no database keeps these
_UNSEEN = re.compile("[\x01-\x08\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2060\ufeff\ufffe\uffff]")
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ANY = re.compile(f"{_IMPOSSIBLE.pattern}|{_UNSEEN.pattern}|{_TURNING.pattern}")


def text_of_cell(text: str, found: Found, sheet: str, cell: str) -> str:
    """Return a cell's text as it is, with what there is to say about it added to `found`.

    Only with a «feil» is it another text: cut where it is too long, and U+FFFD for what no database keeps.
    """
    if len(text) > MAX_TEXT:
        message = (
            "Teksten er på {length:tall} tegn. Grensen er {limit:tall}. Kort den ned, eller del den på flere celler."
        )
        found.add(Message(message, {"length": len(text), "limit": MAX_TEXT}), sheet, cell)
        text = text[:MAX_TEXT]
    if not _ANY.search(text):
        return text
    if _IMPOSSIBLE.search(text):
        found.add(Message("Teksten har tegn som ikke kan lagres. Skriv den på nytt i cellen."), sheet, cell)
        text = _IMPOSSIBLE.sub("\ufffd", text)
    if _UNSEEN.search(text):
        found.add(Message("Teksten har usynlige tegn. De er tatt med."), sheet, cell, "merknad")
    if _TURNING.search(text):
        found.add(
            Message("Teksten har usynlige tegn som styrer leseretningen. De er tatt med."), sheet, cell, "merknad"
        )
    return text
