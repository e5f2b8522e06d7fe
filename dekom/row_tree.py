"""What hangs on a row: the rows that go with it when it is taken away."""

import duckdb

from dekom import queries
from dekom.change import RowEdit, Value, Values
from dekom.tables import REFERENCES, Table

# References that the schema's keys do not show: child table, its columns, parent table, the parent's columns, and what
# else a child row must hold. A network that another ordning has too keeps what is the meeting's.
_LOOSE: tuple[tuple[str, tuple[str, ...], str, tuple[str, ...], Values], ...] = (
    ("acknowledgement", ("meeting_id", "ordning", "nettverk_id"), "nettverk", (), {}),
    ("scenario_amount", ("meeting_id", "ordning", "nettverk_id"), "nettverk", (), {}),
    ("scenario_line", ("meeting_id", "ordning", "line_id"), "frame_line", (), {}),
    ("forarbeid", ("meeting_id", "nettverk_id"), "nettverk", (), {}),
    ("tie", ("meeting_id", "subject_id"), "nettverk", ("meeting_id", "nettverk_id"), {"kind": "nettverk"}),
    ("tie", ("meeting_id", "subject_id"), "recipient", ("meeting_id", "recipient_id"), {"kind": "uh"}),
    ("sheet", ("meeting_id", "for_ordning"), "ordning", ("meeting_id", "ordning"), {}),
    ("access_email", ("meeting_id", "gruppe_id"), "gruppe", (), {}),
)
# Columns that are emptied when what they name goes: table, column, parent.
_EMPTIED = (("gruppe", "partner_id", "gruppe", "gruppe_id"), ("gruppe", "room_id", "room", "room_id"))
_OF_THE_MEETING = frozenset({"forarbeid", "tie"})


def rows_with(
    cursor: duckdb.DuckDBPyConnection, tables: dict[str, Table], table: str, key: Values
) -> tuple[RowEdit, ...]:
    """Return the edits that take a row away with everything that hangs on it, the row itself last."""
    found: Edits = {}
    _add(cursor, tables, table, key, found)
    return tuple(found.values())


Edits = dict[tuple[str, tuple[Value, ...]], RowEdit]  # by table and key; children stand before their parents


def _add(cursor: duckdb.DuckDBPyConnection, tables: dict[str, Table], table: str, key: Values, found: Edits) -> None:
    place = (table, tuple(key[column] for column in tables[table].key))
    if place in found and found[place].after is None:
        return
    rows = queries.plain_rows(cursor, table, key)
    if not rows:
        return
    row = rows[0]
    for child, where in _children(cursor, table, row):
        for child_row in queries.plain_rows(cursor, child, where):
            _add(cursor, tables, child, {c: child_row[c] for c in tables[child].key}, found)
    for child, column, parent, parent_column in _EMPTIED:
        if parent == table:
            naming = {"meeting_id": row["meeting_id"], column: row[parent_column]}
            for other in queries.plain_rows(cursor, child, naming):
                _empty(child, {c: other[c] for c in tables[child].key}, {column: other[column]}, found)
    values = {c: v for c, v in row.items() if c not in key}
    found.pop(place, None)
    found[place] = RowEdit(table, dict(zip(tables[table].key, place[1], strict=True)), values, None)


def _empty(table: str, key: Values, before: Values, found: Edits) -> None:
    """Empty columns of a row that stays, unless it goes too."""
    place = (table, tuple(key.values()))
    earlier = found.get(place)
    if earlier is None or earlier.after is not None:
        known = (earlier.before or {}) if earlier else {}
        found[place] = RowEdit(table, key, {**known, **before}, dict.fromkeys({**known, **before}, ""))


def _children(cursor: duckdb.DuckDBPyConnection, table: str, row: queries.Row) -> list[tuple[str, Values]]:
    """Return where rows that hang on a row are found: the table and what its rows hold."""
    places: list[tuple[str, Values]] = [
        (child, {c: row[c] for c in columns}) for child, columns, parent in REFERENCES if parent == table
    ]
    for child, columns, parent, parent_columns, also in _LOOSE:
        if parent == table and not (child in _OF_THE_MEETING and _is_elsewhere(cursor, row)):
            values = [row[c] for c in parent_columns or columns]
            places.append((child, {**dict(zip(columns, values, strict=True)), **also}))
    if table == "nettverk":
        sheets = queries.plain_rows(cursor, "sheet", {"meeting_id": row["meeting_id"], "for_ordning": row["ordning"]})
        places += [
            ("answer", {"meeting_id": row["meeting_id"], "sheet_id": s["sheet_id"], "nettverk_id": row["nettverk_id"]})
            for s in sheets
        ]
    return places


def _is_elsewhere(cursor: duckdb.DuckDBPyConnection, row: queries.Row) -> bool:
    """Return whether another ordning of the meeting has a network by the same id."""
    if "nettverk_id" not in row:
        return False
    same = {"meeting_id": row["meeting_id"], "nettverk_id": row["nettverk_id"]}
    return len(queries.plain_rows(cursor, "nettverk", same)) > 1
