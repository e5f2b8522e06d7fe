"""Writing the rows of a change: one by one where they are few, in bulk where they are many (a workbook, a meeting)."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import duckdb

from dekom import queries
from dekom.change import RowEdit, Value, Values
from dekom.tables import Table, where

MANY = 50

Rows = dict[tuple[str, tuple[Value, ...]], dict[str, Any] | None]


class Standing:
    """The rows that a change is about, as they stand while it is written."""

    def __init__(
        self, cursor: duckdb.DuckDBPyConnection, tables: Mapping[str, Table], meeting_id: str, edits: Sequence[RowEdit]
    ) -> None:
        self._cursor, self._tables = cursor, tables
        self._rows: Rows = {}
        self._whole: set[str] = set()
        if len(edits) >= MANY:
            for table in dict.fromkeys(edit.table for edit in edits):
                self._read_whole(table, meeting_id)

    def row(self, edit: RowEdit) -> dict[str, Any] | None:
        """Return a row without its key, in values that JSON can hold; None if there is none."""
        place = self._place(edit)
        if place not in self._rows and edit.table not in self._whole:
            found = queries.plain_rows(self._cursor, edit.table, edit.key)
            self._rows[place] = _without(found[0], edit.key) if found else None
        return self._rows.get(place)

    def put(self, edit: RowEdit) -> None:
        """Remember a row as an edit leaves it."""
        place = self._place(edit)
        self._rows[place] = None if edit.after is None else {**(self._rows.get(place) or {}), **edit.after}

    def _read_whole(self, table: str, meeting_id: str) -> None:
        key = self._tables[table].key
        for row in queries.plain_rows(self._cursor, table, {"meeting_id": meeting_id}):
            self._rows[table, tuple(row[column] for column in key)] = _without(row, key)
        self._whole.add(table)

    def _place(self, edit: RowEdit) -> tuple[str, tuple[Value, ...]]:
        return edit.table, tuple(edit.key[column] for column in self._tables[edit.table].key)


def _without(row: Mapping[str, Any], key: Values | Sequence[str]) -> dict[str, Any]:
    return {column: value for column, value in row.items() if column not in key}


def write_rows(cursor: duckdb.DuckDBPyConnection, tables: Mapping[str, Table], edits: Sequence[RowEdit]) -> None:
    """Put rows from `before` to `after`, which the caller knows to fit; within a table in the order of the edits."""
    for (name, kind, _columns), run in groupby(sorted(edits, key=lambda edit: edit.table), key=_sort):
        rows = list(run)
        if kind == "new":
            insert_rows(cursor, name, tables[name], [{**e.key, **(e.after or {})} for e in rows])
        elif kind == "gone":
            _delete_rows(cursor, name, tables[name], [e.key for e in rows])
        else:
            for edit in rows:
                _update(cursor, edit)


def _sort(edit: RowEdit) -> tuple[str, str, tuple[str, ...]]:
    if edit.before is None:
        return edit.table, "new", tuple(edit.after or ())
    return edit.table, "gone" if edit.after is None else "changed", ()


def insert_rows(cursor: duckdb.DuckDBPyConnection, name: str, table: Table, rows: Sequence[Values]) -> None:
    """Add rows that all have the same columns, in one statement."""
    columns = list(rows[0])
    places = ", ".join(f"unnest(?::{table.columns[column].kind}[])" for column in columns)
    sql = f"INSERT INTO {name} ({', '.join(columns)}) SELECT {places}"
    cursor.execute(sql, [[row[column] for row in rows] for column in columns])


def _delete_rows(cursor: duckdb.DuckDBPyConnection, name: str, table: Table, keys: Sequence[Values]) -> None:
    if len(keys) == 1:
        cursor.execute(f"DELETE FROM {name} WHERE {where(keys[0])}", list(keys[0].values()))
        return
    places = ", ".join(f"unnest(?::{table.columns[column].kind}[])" for column in table.key)
    sql = f"DELETE FROM {name} WHERE ({', '.join(table.key)}) IN (SELECT {places})"
    cursor.execute(sql, [[key[column] for key in keys] for column in table.key])


def _update(cursor: duckdb.DuckDBPyConnection, edit: RowEdit) -> None:
    after = edit.after or {}
    assignments = ", ".join(f"{column} = ?" for column in after)
    sql = f"UPDATE {edit.table} SET {assignments} WHERE {where(edit.key)}"
    cursor.execute(sql, [*after.values(), *edit.key.values()])
