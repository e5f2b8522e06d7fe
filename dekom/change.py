"""A change: what a user did, as row edits. Everything that is written goes through one of these."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from dekom.clock import clock_text
from dekom.i18n import Message

Value = int | str | bool | None
Values = Mapping[str, Value]
ChangeKind = Literal["endring", "angre", "gjør om"]


@dataclass(frozen=True, slots=True)
class RowEdit:
    """One row before and after; None means that there is no such row.

    `before` and `after` may hold some of the columns only: the rest of the row is left alone.
    """

    table: str
    key: Values
    before: Values | None
    after: Values | None

    def reversed(self) -> "RowEdit":
        return RowEdit(self.table, self.key, before=self.after, after=self.before)


@dataclass(frozen=True, slots=True)
class Change:
    """One user action in one ordning (`ordning` is "" for what belongs to the whole meeting)."""

    meeting_id: str
    ordning: str
    what: Message
    edits: tuple[RowEdit, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One change as the history keeps it. `original_id` is what an undo or redo refers to, else its own id.

    `ordning` is "" for what belongs to the whole meeting; `topic` is what the change is listed under.
    """

    change_id: int
    made_at: datetime
    what: Message
    why: str
    who: str
    browser_id: str
    kind: ChangeKind
    original_id: int
    edits: tuple[RowEdit, ...] = ()
    ordning: str = ""
    topic: str = ""


class InvalidChange(ValueError):
    """The change cannot be made by anyone; `message` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.msgid)
        self.message = message


class StaleChange(Exception):
    """What the change was made on top of no longer stands. `current` is what stands now."""

    def __init__(self, edit: RowEdit, current: Values | None, last: Entry | None) -> None:
        super().__init__(edit.table)
        self.edit = edit
        self.current = current
        self.last = last

    @property
    def message(self) -> Message:
        """A sentence that says who changed what, and that nothing was saved."""
        if self.last is None:
            return Message("Dette er endret siden du så det. Ingenting ble lagret.")
        text = "{who} endret dette kl. {time}: {what}. Ingenting ble lagret."
        if self.last.kind == "angre":
            text = "{who} angret «{what}» kl. {time}. Ingenting ble lagret."
        return Message(text, {"who": self.last.who, "time": clock_text(self.last.made_at), "what": self.last.what})


def undoable_and_redoable(entries: Sequence[Entry]) -> tuple[Entry | None, Entry | None]:
    """Return which of one browser's changes (oldest first) Angre and Gjør om would take next.

    A new change ends what could be redone, as people know it from Excel.
    """
    done: list[Entry] = []
    undone: list[Entry] = []
    for entry in entries:
        if entry.kind == "endring":
            done.append(entry)
            undone.clear()
        elif entry.kind == "angre":
            undone.append(done.pop())
        else:
            done.append(undone.pop())
    return (done[-1] if done else None), (undone[-1] if undone else None)


def to_json(values: Values | None) -> str | None:
    """Return row values as one canonical text, so that equal rows have equal texts."""
    return None if values is None else json.dumps(dict(values), sort_keys=True, ensure_ascii=False)


def from_json(text: str | None) -> dict[str, Any] | None:
    """Return what `to_json` was given."""
    return None if text is None else json.loads(text)


def message_to_json(message: Message) -> str:
    """Return a message, and the messages in its places, as text that can be stored and shown in any language."""
    return json.dumps(_plain(message), ensure_ascii=False, default=_plain)


def message_from_json(text: str) -> Message:
    """Return what `message_to_json` was given."""
    message: Message = json.loads(text, object_hook=_message)
    return message


def _plain(message: Message) -> dict[str, Any]:
    return {"msgid": message.msgid, "params": dict(message.params)}


def _message(stored: dict[str, Any]) -> Any:
    return Message(stored["msgid"], stored["params"]) if stored.keys() == {"msgid", "params"} else stored
