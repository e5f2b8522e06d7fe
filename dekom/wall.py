"""The storskjerm: what a room sees. The secretariat drives it; holding it freezes what it shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from dekom.i18n import Message

View = Literal[
    "innstilling",
    "nettverk",
    "hva-om",
    "matrise",
    "framlegg",
    "fordeling",
    "koder",
    "saksliste",
    "vedtak",
    "pause",
]
VIEW_NAMES: Mapping[View, Message] = MappingProxyType(
    {
        "innstilling": Message("Innstilling"),
        "nettverk": Message("Ett nettverk"),
        "hva-om": Message("Hva om"),
        "matrise": Message("Matrise"),
        "framlegg": Message("Framlegg"),
        "fordeling": Message("Fordeling av svar"),
        "koder": Message("Koder til gruppene"),
        "saksliste": Message("Saksliste"),
        "vedtak": Message("Forslag til vedtak"),
        "pause": Message("Pause"),
    }
)
BADGES, TALLKONTROLL, NOTES = EXTRAS = ("kontroller", "tallkontroll", "notater")


@dataclass(frozen=True, slots=True)
class Wall:
    """What the storskjerm of a room shows. Which of the fields count depends on the view.

    `item_id` is the agenda item whose resolution «vedtak» shows, "" where it shows `text` as typed;
    `what_if` is the question asked, as `whatif_text` writes it; `resumes` is the time of day a pause ends, "" if
    open; `shows` holds what is shown on purpose only: badges, Tallkontroll, notes.
    """

    room_id: str
    view: View = "innstilling"
    ordning: str = ""
    nettverk_id: str = ""
    gruppe_id: str = ""
    sheet_id: str = ""
    question_id: str = ""
    text: str = ""
    resumes: str = ""
    what_if: str = ""
    item_id: str = ""
    shows: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class WallControl:
    """How a storskjerm is driven: held at a change or not, and the tab whose screen it follows ("" for none)."""

    room_id: str
    held_at: int | None = None
    follows: str = ""
