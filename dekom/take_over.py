"""All meetings and their history out of another file of this edition, and what this file keeps of its own."""

from collections.abc import Mapping

import duckdb

from dekom import ledger, queries
from dekom.access import Actor
from dekom.change import Change, RowEdit
from dekom.i18n import Message
from dekom.row_writer import write_rows
from dekom.tables import WHOLE_MEETING, Table

# What belongs to this file and its people now, and not to the moment that the other one was written.
_STAYS = frozenset({"migration", "access_key"})
_ADDED_TO = {"browser": "browser_id", "document": "hash"}


def take_over(
    cursor: duckdb.DuckDBPyConnection,
    of_file: Mapping[str, Table],
    other: str,
    last_change_id: int,
    what: Message,
    actor: Actor,
) -> tuple[int, set[str]]:
    """Replace every row by those of an attached file, in the caller's transaction.

    Keys stay as they are; names of browsers and documents are added to those known here. A fastsatt version stays
    too. The history of each meeting then says `what`, which Angre does not take. No number of a change, and no number
    of a version, comes to stand for something else. Returns the newest change's number and the meetings there are.
    """
    cursor.execute("PRAGMA enable_optimizer")  # without it, every document would be read to find one hash
    versions = queries.rows(cursor, "SELECT * FROM version")
    for name in of_file:
        _replace(cursor, name, other)
    kept = _not_there(cursor, of_file["version"].key, versions)
    found = queries.rows(cursor, "SELECT meeting_id FROM meeting ORDER BY meeting_id")
    change_id = max(last_change_id, ledger.last_change_id(cursor))
    for row in found:
        change_id += 1
        edits = tuple(edit for edit in kept if edit.key["meeting_id"] == row["meeting_id"])
        write_rows(cursor, of_file, edits)
        told = Change(row["meeting_id"], "", what, edits)
        ledger.record(cursor, of_file, change_id, told, actor, "endring", None, edits, WHOLE_MEETING)
    return change_id, {row["meeting_id"] for row in found}


def _replace(cursor: duckdb.DuckDBPyConnection, name: str, other: str) -> None:
    if name in _ADDED_TO:
        key = _ADDED_TO[name]
        cursor.execute(f"INSERT INTO {name} BY NAME SELECT * FROM {other}.{name} ANTI JOIN {name} USING ({key})")
    elif name not in _STAYS:
        cursor.execute(f"DELETE FROM {name}")
        cursor.execute(f"INSERT INTO {name} BY NAME SELECT * FROM {other}.{name}")


def _not_there(
    cursor: duckdb.DuckDBPyConnection, key: tuple[str, ...], versions: list[queries.Row]
) -> tuple[RowEdit, ...]:
    """Return the edits that add the versions that are not there, each of an ordning that is."""
    known = {tuple(row[c] for c in key) for row in queries.rows(cursor, "SELECT * FROM version")}
    ordninger = {(row["meeting_id"], row["ordning"]) for row in queries.rows(cursor, "SELECT * FROM ordning")}
    return tuple(
        RowEdit("version", {c: row[c] for c in key}, None, {c: v for c, v in row.items() if c not in key})
        for row in versions
        if tuple(row[c] for c in key) not in known and (row["meeting_id"], row["ordning"]) in ordninger
    )
