"""The set-up of one meeting as rows, and how people name what the rows refer to."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dekom.access import Actor
from dekom.change import Values
from dekom.columns import Choice, Column, Value, text_of
from dekom.i18n import Message
from dekom.set_up_tables import SetUpTable, table_named
from dekom.store import Store

Row = Mapping[str, Any]
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ŧ": "t", "ŋ": "n"})


@dataclass(frozen=True, slots=True)
class SetUp:
    """Every row that a meeting is set up with, by database table, in the order people see them."""

    meeting_id: str
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)

    def of(self, table: SetUpTable, fixed: Values | None = None) -> list[Row]:
        """Return a table's rows, only those that hold the values in `fixed`."""
        found = [r for r in self.rows.get(table.table, ()) if all(r[c] == v for c, v in (fixed or {}).items())]
        grouped = (table.grouped_by,) if table.grouped_by else ()
        order = (*grouped, "position") if table.is_ordered else table.natural
        places = {row["nettverk_id"]: row["position"] for row in self.rows.get("nettverk", ())}
        return sorted(found, key=lambda row: [places.get(row[c], -1) if c == "nettverk_id" else row[c] for c in order])

    @property
    def meeting(self) -> Row | None:
        return next(iter(self.rows.get("meeting", ())), None)

    @property
    def ordninger(self) -> list[str]:
        return [row["ordning"] for row in self.rows.get("ordning", ())]


def load_set_up(store: Store, actor: Actor, meeting_id: str) -> SetUp:
    """Return the set-up of a meeting as it stands, read by its secretariat."""
    return SetUp(meeting_id, store.set_up_rows(meeting_id, actor))


def key_of_row(table: SetUpTable, row: Row) -> Values:
    """Return the key of a row without the meeting's."""
    return {column: row[column] for column in table.key}


def word_of(choices: Sequence[Choice], value: Value) -> Message:
    """Return the word for a stored choice; a value that is none of them stands as it is."""
    found = next((c.word for c in choices if c.value == value), None)
    return found or Message("{text}", {"text": str(value)})


def shown_cell(set_up: SetUp, column: Column, row: Row) -> Message:
    """Return what stands in a row's cell, names and words in place of ids, to be put into the reader's language."""
    value = row[column.field]
    if value in (None, ""):
        return Message("")
    if column.refers_to:
        return Message("{text}", {"text": name_of(set_up, column.refers_to, str(value), row.get("ordning"))})
    if column.kind == "valg":
        return word_of(column.choices, value)
    if column.kind == "flere valg":
        return Message("{words:semikolon}", {"words": [word_of(column.choices, v) for v in str(value).split(";")]})
    return Message("{text}", {"text": text_of(column, value)})


def name_of(set_up: SetUp, table_name: str, row_id: str, ordning: str | None = None) -> str:
    """Return what people call a row that another refers to; its id where it is gone."""
    table = table_named(table_name)
    for row in set_up.rows.get(table_name, ()):
        if row[table.own_id] == row_id and ordning in (None, row.get("ordning", ordning)):
            return str(row[table.named_by])
    return row_id


def slug(name: str, taken: Collection[str]) -> str:
    """Return a short id for a name, unlike those that are taken."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    bare = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")[:40].strip("-") or "rad"
    number, found = 1, bare
    while found in taken:
        number += 1
        found = f"{bare}-{number}"
    return found


def folded(name: object) -> str:
    """Return a name as it is compared: case and spaces tell no two apart."""
    return " ".join(unicodedata.normalize("NFC", str(name)).split()).casefold()
