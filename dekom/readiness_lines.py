"""What «Sjekk før møtet» says of one thing that it has looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from dekom.i18n import Message

_SHOWN = 5


class Result(StrEnum):
    """What came of a check. `I_ORDEN` only for what has been tested; `OPPLYSNING` asks for nothing."""

    I_ORDEN = "I orden"
    MANGLER = "Mangler"
    SE_PAA = "Se på"
    OPPLYSNING = "Opplysning"


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line: what was tested and found, and what to do about it (None where there is nothing to do).

    `part` is the table of the set-up that it is put right in, "" for what is not set up there.
    """

    part: str
    result: Result
    message: Message
    to_do: Message | None = None


def in_order(part: str, message: Message) -> CheckLine:
    """Return the line of something that was tested and is as it should be."""
    return CheckLine(part, Result.I_ORDEN, message)


def missing(part: str, message: Message, to_do: Message) -> CheckLine:
    """Return the line of something that the meeting cannot do without."""
    return CheckLine(part, Result.MANGLER, message, to_do)


def look_at(part: str, message: Message, to_do: Message) -> CheckLine:
    """Return the line of something that may be right, but that somebody should look at."""
    return CheckLine(part, Result.SE_PAA, message, to_do)


def named(names: Sequence[object]) -> object:
    """Return names for a place in a message: the first ones, and how many more there are."""
    if len(names) <= _SHOWN:
        return list(names)
    first = list(names[: _SHOWN - 1])
    return Message("{names} og {n} til", {"names": first, "n": len(names) - len(first)})
