"""Which screen an agenda item needs: its kind says so, and for what is decided also its title."""

from typing import Literal

from dekom.model import Case
from dekom.proceedings import AgendaItem

Screen = Literal["innstilling", "hva-om", "gruppearbeid", "protokoll"]
_OF_KIND: tuple[tuple[str, Screen], ...] = (  # how a kind begins, in either målform
    ("gruppe", "gruppearbeid"),
    ("framlegg", "gruppearbeid"),
    ("godkjenning", "protokoll"),
)
_DECIDED = ("beslutning", "vedtak", "avgjer")
_POOL = ("pool", "direktefinansiering")
_AMOUNTS = ("innstilling", "tilråding", "fordeling")


def screen_of(item: AgendaItem, case: Case) -> Screen | None:
    """Return the screen to work with an item on, None where it needs none, such as a pause.

    What is decided about the lines taken first (the pool, or any by its name) is tried in Hva om; other decisions,
    and talk about the innstilling, need its amounts.
    """
    kind, title = item.kind.strip().casefold(), item.title.casefold()
    for beginning, screen in _OF_KIND:
        if kind.startswith(beginning):
            return screen
    if is_pause(item):
        return None
    names = (line.name.strip().casefold() for line in case.lines)
    is_about_amounts = any(word in title for word in _AMOUNTS)
    if kind.startswith(_DECIDED):
        if any(name in title for name in (*_POOL, *names) if name):
            return "hva-om"
        return "innstilling"
    return "innstilling" if is_about_amounts else None


def is_pause(item: AgendaItem) -> bool:
    """Return whether nothing is dealt with in an item."""
    return item.kind.strip().casefold() == "pause"
