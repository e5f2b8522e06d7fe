"""Who may do what. Checked where data is written and where answers are read, not by hiding buttons."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dekom.change import RowEdit
from dekom.i18n import Message

Role = Literal["sekretariat", "gruppe", "tilhører"]
_PAGES: dict[str, frozenset[str]] = {
    "gruppe": frozenset({"gruppearbeid", "storskjerm"}),
    "tilhører": frozenset({"storskjerm"}),
}


@dataclass(frozen=True, slots=True)
class Holder:
    """Who a key or an e-mail address stands for; `meeting_id` is "" for a secretariat that has every meeting."""

    role: Role
    meeting_id: str = ""
    gruppe_id: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a browser, the name it goes by ("" until one is given), and what it may do.

    `key_id` is the key it came in with, "" where no key is needed.
    """

    browser_id: str
    name: str = ""
    role: Role = "sekretariat"
    meeting_id: str = ""
    gruppe_id: str = ""
    key_id: str = ""

    @property
    def shown_name(self) -> str:
        """The name in the history: the given one, else the role with the start of the browser's id."""
        return self.name or f"{self.role.capitalize()} ({self.browser_id[:4]})"


class Forbidden(Exception):
    """The actor may not do this; `message` says so."""

    def __init__(self, text: str = "Du har ikke rett til å endre dette.") -> None:
        super().__init__(text)
        self.message = Message(text)


def may_open(actor: Actor, page: str) -> bool:
    """Return whether the actor's role has a page (by its url)."""
    return actor.role == "sekretariat" or page in _PAGES.get(actor.role, ())


def may_open_meeting(actor: Actor, meeting_id: str) -> bool:
    """Return whether the actor may see a meeting: all but the secretariat of every meeting have only their own."""
    return actor.meeting_id == meeting_id or (actor.role == "sekretariat" and not actor.meeting_id)


def require_right_to_change(actor: Actor, meeting_id: str, edits: Sequence[RowEdit]) -> None:
    """Raise `Forbidden` unless the role may make the edits: the secretariat all, a group its own answers."""
    if not may_open_meeting(actor, meeting_id):
        raise Forbidden
    if actor.role == "sekretariat":
        return
    own = {"meeting_id": actor.meeting_id, "gruppe_id": actor.gruppe_id}
    if actor.role != "gruppe":
        raise Forbidden
    for edit in edits:
        if edit.table != "answer" or any(edit.key.get(column) != value for column, value in own.items()):
            raise Forbidden


def require_secretariat(actor: Actor, meeting_id: str) -> None:
    """Raise `Forbidden` unless the actor is the secretariat of the meeting."""
    if actor.role != "sekretariat" or not may_open_meeting(actor, meeting_id):
        raise Forbidden
