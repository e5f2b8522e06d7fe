"""The whole of an open file into another one, and what such a file holds."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import duckdb

from dekom.change import message_from_json
from dekom.i18n import Message


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds: by table how many rows and a hash of them all, and its newest change (0 for none)."""

    rows: Mapping[str, tuple[int, int]]
    newest_change: int


def copy_to(connection: duckdb.DuckDBPyConnection, place: Path) -> Contents:
    """Write all that is saved at this moment to a new file, and return what it was.

    One read transaction: nobody who writes meanwhile waits for it, and nothing of theirs is half there.
    """
    file, other = _quoted(str(place), "'"), f"copy_{uuid4().hex}"
    connection.execute(f"ATTACH {file} AS {other}")
    try:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN TRANSACTION")
            contents = _contents(cursor)
            [(own,)] = cursor.execute("SELECT current_database()").fetchall()
            cursor.execute(f"COPY FROM DATABASE {_quoted(own)} TO {other}")
            cursor.execute("COMMIT")
            cursor.execute(f"CHECKPOINT {other}")
    finally:
        connection.execute(f"DETACH {other}")
    return contents


def contents_of(place: Path) -> Contents:
    """Return what a closed file holds, every value read; raise `OSError` if it cannot be read."""
    with _opened(place) as connection:
        return _contents(connection)


@dataclass(frozen=True, slots=True)
class NewestChange:
    """The newest change in a file: its number (0 for none), what was done, and by whom."""

    number: int = 0
    what: Message | None = None
    who: str = ""


def newest_change_in(place: Path) -> NewestChange:
    """Return the newest change in a closed file; raise `OSError` if it cannot be read."""
    with _opened(place) as connection:
        sql = "SELECT change_id, what, who FROM change ORDER BY change_id DESC LIMIT 1"
        found = connection.execute(sql).fetchone()
    return NewestChange(found[0], message_from_json(found[1]), found[2]) if found else NewestChange()


@contextmanager
def attached(connection: duckdb.DuckDBPyConnection, place: Path) -> Iterator[str]:
    """Let a connection read a closed file beside its own; give the name it goes by there. Raise `OSError` if not."""
    file, other = _quoted(str(place), "'"), f"copy_{uuid4().hex}"
    try:
        connection.execute(f"ATTACH {file} AS {other} (READ_ONLY)")
    except duckdb.Error as fault:
        raise OSError(str(fault)) from fault
    try:
        yield other
    finally:
        with suppress(duckdb.Error):  # the connection may have come to an end
            connection.execute(f"DETACH {other}")


@contextmanager
def _opened(place: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    plainly = {"autoinstall_known_extensions": False, "autoload_known_extensions": False, "threads": 1}
    try:
        with duckdb.connect(str(place), read_only=True, config={**plainly}) as connection:
            yield connection
    except duckdb.Error as fault:
        raise OSError(str(fault)) from fault


def _contents(cursor: duckdb.DuckDBPyConnection) -> Contents:
    own = "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() AND NOT internal"
    rows: dict[str, tuple[int, int]] = {}
    for (name,) in cursor.execute(own).fetchall():
        # The hash of every value, so that a block that has come to harm is found.
        read = f"SELECT count(*), coalesce(bit_xor(hash(whole_row)), 0) FROM {name} AS whole_row"
        [(count, hashed)] = cursor.execute(read).fetchall()
        rows[name] = count, hashed
    return Contents(rows, _newest_change(cursor))


def _newest_change(cursor: duckdb.DuckDBPyConnection) -> int:
    [(newest,)] = cursor.execute("SELECT coalesce(max(change_id), 0) FROM change").fetchall()
    return int(newest)


def _quoted(text: str, mark: str = '"') -> str:
    return mark + text.replace(mark, 2 * mark) + mark
