"""Who may do what. Checked where data is written, not by hiding buttons."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["sekretariat", "tilhører"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a browser, the name it goes by ("" until one is given) and what it may do."""

    browser_id: str
    name: str = ""
    role: Role = "sekretariat"

    @property
    def shown_name(self) -> str:
        """The name in the history: the given one, else the role with the start of the browser's id."""
        return self.name or f"{self.role.capitalize()} ({self.browser_id[:4]})"


class Forbidden(Exception):
    """The actor's role does not allow the change."""


def require_right_to_change(actor: Actor) -> None:
    """Raise `Forbidden` unless the actor may change the innstilling and all that belongs to it."""
    if actor.role != "sekretariat":
        raise Forbidden
