"""The one place that writes: a DuckDB file, one process-wide write lock, history with every change."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from dekom import ledger, queries, schema, tables
from dekom.access import Actor, require_right_to_change
from dekom.change import (
    Change,
    ChangeKind,
    Entry,
    InvalidChange,
    RowEdit,
    StaleChange,
    Values,
)
from dekom.demo import UnreadableDemo, demo_rows
from dekom.i18n import Message
from dekom.model import Case


class StoreFault(Exception):
    """The file cannot be opened or written; `message` says why and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.msgid)
        self.message = message


@dataclass(frozen=True, slots=True)
class CaseName:
    """What a user picks a case by."""

    meeting_id: str
    ordning: str
    county: str
    title: str
    ordning_name: str
    held_on: date


def open_store(path: str | Path) -> "Store":
    """Open the file, create or migrate it, and fill it with the demo meeting if it holds nothing.

    Raises `StoreFault`; the file is then as it was.
    """
    path = Path(path)
    try:
        if path.exists():
            _inspect(path)
        connection = duckdb.connect(str(path))
        try:
            schema.migrate(connection)
            store = Store(path, connection)
            store.fill_if_empty()
        except BaseException:
            connection.close()
            raise
    except schema.NewerSchema as fault:
        raise StoreFault(_fault("Filen {file} er laget av en nyere utgave. Oppdater programmet.", path)) from fault
    except schema.ForeignDatabase as fault:
        raise StoreFault(_fault("Filen {file} er en database fra et annet program. {elsewhere}", path)) from fault
    except UnreadableDemo as fault:
        text = "Filen {csv} i mappen data/trondelag-2022 kan ikke leses. Hent den fram igjen fra programpakken."
        raise StoreFault(Message(text, {"csv": fault.file})) from fault
    except duckdb.Error as fault:
        raise StoreFault(_open_fault(str(fault), path)) from fault
    except OSError as fault:
        raise StoreFault(_fault(NO_ACCESS, path)) from fault
    return store


class Store:
    """An open file. Reads take a cursor each; writes wait for one lock."""

    def __init__(self, path: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self.path = path
        self._connection = connection
        self._lock = threading.RLock()
        self._revisions: Counter[str] = Counter()
        self._tables = tables.read_tables(connection)

    def close(self) -> None:
        self._connection.close()

    def fill_if_empty(self) -> None:
        """Put the demo meeting into a file that holds no meeting and no history."""
        with self._writing() as cursor:
            held = queries.rows(cursor, "SELECT (SELECT count(*) FROM meeting) + (SELECT count(*) FROM change) AS n")
            if held[0]["n"] == 0:
                for table, values in demo_rows():
                    tables.insert(cursor, table, values)

    # Reading

    def revision(self, meeting_id: str) -> int:
        """Return a number that moves with every change in the meeting. Read it before what you load."""
        return self._revisions[meeting_id]

    def cases(self) -> list[CaseName]:
        """Return every ordning of every meeting, the newest meeting first."""
        sql = """SELECT meeting_id, ordning, county, title, name AS ordning_name, held_on
                 FROM ordning JOIN meeting USING (meeting_id) ORDER BY held_on DESC, meeting_id, ordning"""
        with self._reading() as cursor:
            return [CaseName(**row) for row in queries.rows(cursor, sql)]

    def load_case(self, meeting_id: str, ordning: str) -> Case:
        """Return one ordning of one meeting as it stands; raise `KeyError` if there is none such."""
        with self._reading() as cursor:
            return queries.load_case(cursor, meeting_id, ordning)

    def history(self, meeting_id: str, ordning: str) -> list[Entry]:
        """Return every change in the ordning, the newest first, with its rows."""
        with self._reading() as cursor:
            where = "meeting_id = ? AND ordning = ?"
            return ledger.entries(cursor, where, (meeting_id, ordning), newest_first=True)

    def row_history(self, table: str, key: Values) -> list[Entry]:
        """Return every change of one row, the oldest first; each entry holds only the edits of that row."""
        with self._reading() as cursor:
            return ledger.row_entries(cursor, table, key)

    def undo_state(self, meeting_id: str, ordning: str, actor: Actor) -> tuple[Entry | None, Entry | None]:
        """Return what Angre and Gjør om would take for this browser in this ordning."""
        with self._reading() as cursor:
            return ledger.undo_state(cursor, meeting_id, ordning, actor)

    def browser_name(self, browser_id: str) -> str:
        """Return the name the user gave this browser, "" if none."""
        with self._reading() as cursor:
            found = queries.rows(cursor, "SELECT name FROM browser WHERE browser_id = ?", (browser_id,))
        return str(found[0]["name"]) if found else ""

    # Writing

    def name_browser(self, browser_id: str, name: str) -> None:
        """Give a browser the name that its changes are listed under from now on."""
        if not 0 < len(browser_id) <= 64 or len(name) > 80:
            raise InvalidChange(Message("Navnet er for langt. Bruk høyst 80 tegn."))
        with self._writing() as cursor:
            cursor.execute("INSERT OR REPLACE INTO browser VALUES (?, ?)", [browser_id, name])

    def apply(self, change: Change, actor: Actor) -> int | None:
        """Write a change and its history in one transaction; return its id, or None if it changes nothing.

        Raises `Forbidden`, `InvalidChange`, `StaleChange` and `StoreFault`; nothing is then written.
        """
        return self._apply(change, actor, "endring", None)

    def undo(self, meeting_id: str, ordning: str, actor: Actor) -> Entry | None:
        """Take back the newest change that this browser made here and has not taken back; None if there is none."""
        return self._step(meeting_id, ordning, actor, "angre")

    def redo(self, meeting_id: str, ordning: str, actor: Actor) -> Entry | None:
        """Make again the change that this browser took back last; None if there is none."""
        return self._step(meeting_id, ordning, actor, "gjør om")

    def _step(self, meeting_id: str, ordning: str, actor: Actor, kind: ChangeKind) -> Entry | None:
        with self._lock:
            undoable, redoable = self.undo_state(meeting_id, ordning, actor)
            entry = undoable if kind == "angre" else redoable
            if entry is None:
                return None
            with self._reading() as cursor:
                edits = ledger.edits_of(cursor, entry.original_id)
            if kind == "angre":
                edits = tuple(edit.reversed() for edit in reversed(edits))
            self._apply(Change(meeting_id, ordning, entry.what, edits), actor, kind, entry.original_id)
            return entry

    def _apply(self, change: Change, actor: Actor, kind: ChangeKind, original_id: int | None) -> int | None:
        require_right_to_change(actor)
        for edit in change.edits:
            tables.validate(self._tables, edit, change)
        with self._writing() as cursor:
            written = [done for edit in change.edits if (done := self._write(cursor, edit)) is not None]
            if not written and kind == "endring":
                return None
            tables.check_references(cursor, written)
            change_id = ledger.record(cursor, change, actor, kind, original_id, written)
        self._revisions[change.meeting_id] += 1
        return change_id

    def _write(self, cursor: duckdb.DuckDBPyConnection, edit: RowEdit) -> RowEdit | None:
        """Write one edit if what it was made on top of still stands; return it as written, None if so already."""
        current = tables.current_row(cursor, edit)
        if tables.agrees(current, edit.after):
            return None
        if not tables.agrees(current, edit.before):
            raise self._refusal(cursor, edit, current)
        if current is None:
            tables.insert(cursor, edit.table, {**edit.key, **(edit.after or {})})
            return edit
        if edit.after is None:
            cursor.execute(f"DELETE FROM {edit.table} WHERE {tables.where(edit.key)}", list(edit.key.values()))
            return RowEdit(edit.table, edit.key, before=current, after=None)
        assignments = ", ".join(f"{column} = ?" for column in edit.after)
        values = [*edit.after.values(), *edit.key.values()]
        cursor.execute(f"UPDATE {edit.table} SET {assignments} WHERE {tables.where(edit.key)}", values)
        before = {column: current[column] for column in edit.after}
        return RowEdit(edit.table, edit.key, before=before, after=edit.after)

    def _refusal(self, cursor: duckdb.DuckDBPyConnection, edit: RowEdit, current: Values | None) -> Exception:
        entries = ledger.row_entries(cursor, edit.table, edit.key)
        if current is None and not entries:
            return InvalidChange(Message("Raden finnes ikke i dette møtet. Ingenting ble lagret."))
        touched = tables.columns_of((edit,))
        concerning = [e for e in entries if tables.columns_of(e.edits) & touched or None in (current, edit.before)]
        return StaleChange(edit, current, concerning[-1] if concerning else None)

    @contextmanager
    def _reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor in one read transaction: everything read through it stood at the same moment."""
        cursor = self._connection.cursor()
        try:
            cursor.execute("BEGIN TRANSACTION READ ONLY")
            yield cursor
        except duckdb.Error as fault:
            raise StoreFault(
                _fault("Databasefilen {file} kan ikke leses. Start programmet på nytt.", self.path)
            ) from fault
        finally:
            cursor.close()

    @contextmanager
    def _writing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._lock:
            cursor = self._connection.cursor()
            try:
                cursor.execute("BEGIN TRANSACTION")
                yield cursor
                cursor.execute("COMMIT")
            except duckdb.Error as fault:
                self._recover(fault)
                text = "Endringen ble ikke lagret: det kan ikke skrives til {file}. Se etter ledig plass på disken."
                raise StoreFault(_fault(text, self.path)) from fault
            finally:
                cursor.close()

    def _recover(self, fault: duckdb.Error) -> None:
        """Open the file anew after a fault that leaves the whole connection unusable."""
        try:
            self._connection.cursor().execute("SELECT 1")
        except duckdb.Error:
            self._connection.close()
            try:
                self._connection = duckdb.connect(str(self.path))
            except duckdb.Error as second:
                raise StoreFault(_open_fault(str(second), self.path)) from fault


NO_ACCESS = "Det kan ikke skrives til {file}. {elsewhere}"


def _inspect(path: Path) -> None:
    """Look at an existing file without touching it."""
    with duckdb.connect(str(path), read_only=True) as connection:
        schema.inspect(connection)


def _fault(text: str, path: Path) -> Message:
    elsewhere = Message("Flytt filen, eller velg en annen med miljøvariabelen DEKOM_DB.")
    return Message(text, {"file": str(path), "elsewhere": elsewhere})


def _open_fault(reason: str, path: Path) -> Message:
    """Turn DuckDB's reason into a sentence that says what to do."""
    lowered = reason.casefold()
    if "lock" in lowered or "used by another process" in lowered:
        return _fault("Filen {file} er i bruk av et annet program. Lukk det, og last siden på nytt.", path)
    if "permission" in lowered or "read-only" in lowered or "cannot open file" in lowered:
        return _fault(NO_ACCESS, path)
    return _fault("Filen {file} er skadet eller ikke en database. {elsewhere}", path)
