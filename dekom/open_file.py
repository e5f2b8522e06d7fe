"""The transactions on an open file: reads at one moment, writes under one lock, and looks back at any change."""

import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from dekom import file_copy, ledger, tables
from dekom.connection import Connection, fault_at

_NOT_READABLE = "Databasefilen {file} kan ikke leses nå. Last siden på nytt."
_NOT_SAVED = "Endringen ble ikke lagret: det kan ikke skrives til {file}. Se etter ledig plass på disken."


class OpenFile:
    """An open file. Reads take a cursor each; writes wait for one lock, and move the revisions of their topics."""

    def __init__(self, connection: Connection) -> None:
        self.path = connection.path
        self.is_closed = False
        self._connection = connection
        self._lock = threading.RLock()
        self._revisions: Counter[tuple[str, str]] = Counter()
        with connection.cursor() as cursor:
            self._tables = tables.read_tables(cursor)

    def close(self) -> None:
        self.is_closed = True
        self._connection.close()

    def fold_in_log(self) -> None:
        """Put what stands in the log into the file itself, so that a copy of the file alone is whole."""
        with self._lock, self._connection.cursor() as cursor:
            cursor.execute("CHECKPOINT")

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Let nobody else write meanwhile."""
        with self._lock:
            yield

    def copy_to(self, place: Path) -> file_copy.Contents:
        """Write all that is saved at this moment to a new file, without the lock; raise `OSError` if that fails."""
        try:
            with self._connection.cursor() as cursor:
                return file_copy.copy_to(cursor, place)
        except duckdb.Error as fault:
            raise OSError(str(fault)) from fault

    def revision(self, meeting_id: str, *topics: str) -> int:
        """Return a number that moves with every change in the meeting's topics (all of them if none is named).

        Read it before what you load.
        """
        return sum(self._revisions[meeting_id, topic] for topic in topics or tables.TOPICS)

    def revisions(self, meeting_id: str) -> Counter[str]:
        """Return the number of every topic of a meeting, as they are at this moment."""
        moved = self._revisions.copy()
        return Counter({topic: number for (of_meeting, topic), number in moved.items() if of_meeting == meeting_id})

    def _move(self, meeting_id: str, topics: Iterable[str]) -> None:
        with self._lock:
            for topic in topics:
                self._revisions[meeting_id, topic] += 1

    @contextmanager
    def _reading(self, at: int | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor in one read transaction: everything read through it stood at the same moment, now or `at`."""
        if at is not None:
            with self._looking_back(at) as cursor:
                yield cursor
            return
        try:
            with self._connection.cursor() as cursor:
                cursor.execute("BEGIN TRANSACTION READ ONLY")
                yield cursor
        except duckdb.Error as fault:
            raise fault_at(self.path, _NOT_READABLE) from fault

    @contextmanager
    def _looking_back(self, at: int) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor that sees the file as it was just after a change. Nothing it does is kept."""
        with self._lock:  # rows that are set back for a moment must not stand in another's way
            try:
                with self._connection.cursor() as cursor:
                    cursor.execute("BEGIN TRANSACTION")
                    try:
                        ledger.roll_back_to(cursor, self._tables, at)
                        yield cursor
                    finally:
                        cursor.execute("ROLLBACK")
            except duckdb.Error as fault:
                raise fault_at(self.path, _NOT_READABLE) from fault

    @contextmanager
    def _writing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor in one transaction under the process-wide lock; what cannot be committed is not there."""
        with self._lock:
            try:
                with self._connection.cursor() as cursor:
                    cursor.execute("PRAGMA disable_optimizer")  # single rows: planning costs more than writing them
                    cursor.execute("BEGIN TRANSACTION")
                    yield cursor
                    cursor.execute("COMMIT")
            except duckdb.Error as fault:
                self._connection.recover()
                raise fault_at(self.path, _NOT_SAVED) from fault
