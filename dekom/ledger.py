"""The history: what every change wrote, who made it, and what a browser can take back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import duckdb

from dekom import queries, tables
from dekom.access import Actor
from dekom.change import (
    Change,
    ChangeKind,
    Entry,
    RowEdit,
    Value,
    Values,
    from_json,
    message_from_json,
    message_to_json,
    to_json,
    undoable_and_redoable,
)
from dekom.clock import now
from dekom.i18n import Message
from dekom.row_writer import insert_rows, write_rows
from dekom.tables import ANSWERS, FASTSATT, WALL, WHOLE_MEETING, insert, topic_of


def last_change_id(cursor: duckdb.DuckDBPyConnection) -> int:
    """Return the number of the newest change, 0 in a new file."""
    return int(queries.rows(cursor, "SELECT coalesce(max(change_id), 0) AS n FROM change")[0]["n"])


def record(
    cursor: duckdb.DuckDBPyConnection,
    of_file: Mapping[str, tables.Table],
    change_id: int,
    change: Change,
    actor: Actor,
    kind: ChangeKind,
    original_id: int | None,
    edits: Sequence[RowEdit],
    topic: str = "",
) -> None:
    """Write a change and its rows to the history, under the topic of its first row where none is given."""
    place = {"meeting_id": change.meeting_id, "ordning": change.ordning}
    words = {"what": message_to_json(change.what), "why": change.why}
    maker = {"browser_id": actor.browser_id, "who": actor.shown_name}
    step = {"kind": kind, "original_id": original_id or change_id, "topic": topic or topic_of(edits)}
    if original_id:
        step |= queries.rows(cursor, "SELECT topic FROM change WHERE change_id = ?", (original_id,))[0]
    insert(cursor, "change", {"change_id": change_id, "made_at": now(), **place, **words, **maker, **step})  # type: ignore[dict-item]
    rows: list[Values] = [
        {
            "change_id": change_id,
            "position": position,
            "table_name": edit.table,
            "row_key": to_json(edit.key),
            "before": to_json(edit.before),
            "after": to_json(edit.after),
        }
        for position, edit in enumerate(edits)
    ]
    if rows:
        insert_rows(cursor, "change_row", of_file["change_row"], rows)


def undo_state(
    cursor: duckdb.DuckDBPyConnection, meeting_id: str, ordning: str, actor: Actor
) -> tuple[Entry | None, Entry | None]:
    # Answers, what the wall shows and what is fastsatt are never in Angre.
    of_browser = "meeting_id = ? AND ordning = ? AND browser_id = ? AND topic NOT IN (?, ?, ?, ?)"
    hidden = (ANSWERS, WALL, WHOLE_MEETING, FASTSATT)
    return undoable_and_redoable(_heads(cursor, of_browser, (meeting_id, ordning, actor.browser_id, *hidden)))


def changes_before(
    cursor: duckdb.DuckDBPyConnection, meeting_id: str, before_id: int | None, most: int
) -> list[Entry]:
    """Return the newest changes of a meeting with their rows, of every ordning and topic, before one if given."""
    numbers = "SELECT change_id FROM change WHERE meeting_id = ? AND change_id < ? ORDER BY change_id DESC LIMIT ?"
    values = (meeting_id, last_change_id(cursor) + 1 if before_id is None else before_id, most)
    return entries(cursor, f"change_id IN ({numbers})", values, newest_first=True)


def makers(cursor: duckdb.DuckDBPyConnection, meeting_id: str) -> list[str]:
    """Return the names that the changes of a meeting are listed under."""
    sql = "SELECT DISTINCT who FROM change WHERE meeting_id = ? ORDER BY who"
    return [row["who"] for row in queries.rows(cursor, sql, (meeting_id,))]


def changes_of_tables(cursor: duckdb.DuckDBPyConnection, meeting_id: str, of: Collection[str]) -> list[Entry]:
    """Return the changes of a meeting that wrote some tables, the oldest first; each holds only their edits."""
    places = ", ".join("?" for _ in of)
    return entries(cursor, f"meeting_id = ? AND table_name IN ({places})", (meeting_id, *of))


def _heads(cursor: duckdb.DuckDBPyConnection, condition: str, values: Sequence[Value]) -> list[Entry]:
    found = queries.rows(cursor, f"SELECT * FROM change WHERE {condition} ORDER BY change_id", values)
    return [_entry(row, ()) for row in found]


def entries(
    cursor: duckdb.DuckDBPyConnection, condition: str, values: Sequence[Value], newest_first: bool = False
) -> list[Entry]:
    order = "DESC" if newest_first else "ASC"
    sql = f"""SELECT change.*, change_row.* EXCLUDE (change_id) FROM change LEFT JOIN change_row USING (change_id)
              WHERE {condition} ORDER BY change_id {order}, position"""
    grouped: dict[int, list[queries.Row]] = {}
    for row in queries.rows(cursor, sql, values):
        grouped.setdefault(row["change_id"], []).append(row)
    return [_entry(group[0], tuple(_edit(r) for r in group if r["table_name"])) for group in grouped.values()]


def row_entries(cursor: duckdb.DuckDBPyConnection, table: str, key: Values) -> list[Entry]:
    return entries(cursor, "table_name = ? AND row_key = ?", (table, to_json(key)))


def newest(cursor: duckdb.DuckDBPyConnection, meeting_id: str, ordning: str, whats: Collection[str]) -> Entry | None:
    """Return the newest change whose text (its msgid) is one of some, with its rows."""
    said = " OR ".join("starts_with(what, ?)" for _ in whats)
    beginnings = [message_to_json(Message(what)).partition(', "params"')[0] for what in whats]
    found = _heads(cursor, f"meeting_id = ? AND ordning = ? AND ({said})", (meeting_id, ordning, *beginnings))
    return replace(found[-1], edits=edits_of(cursor, found[-1].change_id)) if found else None


def edits_of(cursor: duckdb.DuckDBPyConnection, change_id: int) -> tuple[RowEdit, ...]:
    return entries(cursor, "change_id = ?", (change_id,))[0].edits


def _edit(row: queries.Row) -> RowEdit:
    key = from_json(row["row_key"]) or {}
    return RowEdit(row["table_name"], key, from_json(row["before"]), from_json(row["after"]))


def _entry(row: queries.Row, edits: tuple[RowEdit, ...]) -> Entry:
    return Entry(
        change_id=row["change_id"],
        made_at=row["made_at"],
        what=message_from_json(row["what"]),
        why=row["why"],
        who=row["who"],
        browser_id=row["browser_id"],
        kind=row["kind"],
        original_id=row["original_id"],
        edits=edits,
        ordning=row["ordning"],
        topic=row["topic"],
    )


def roll_back_to(cursor: duckdb.DuckDBPyConnection, of_file: Mapping[str, tables.Table], change_id: int) -> None:
    """Set every row back to what it was just after a change, in a transaction that its caller ends."""
    for entry in entries(cursor, "change_id > ?", (change_id,), newest_first=True):
        write_rows(cursor, of_file, [edit.reversed() for edit in reversed(entry.edits)])
