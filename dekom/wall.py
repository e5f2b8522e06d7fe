"""The storskjerm: what a room sees. The secretariat drives it; holding it freezes what it shows."""

from dataclasses import dataclass
from typing import Literal

View = Literal["innstilling", "nettverk", "hva-om", "matrise", "framlegg", "fordeling", "koder", "vedtak", "pause"]
BADGES, TALLKONTROLL, NOTES = EXTRAS = ("kontroller", "tallkontroll", "notater")


@dataclass(frozen=True, slots=True)
class Wall:
    """What the storskjerm of a room shows. Which of the fields count depends on the view.

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
    shows: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class WallControl:
    """How a storskjerm is driven: held at a change or not, and the tab whose screen it follows ("" for none)."""

    room_id: str
    held_at: int | None = None
    follows: str = ""
