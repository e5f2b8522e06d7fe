"""The open DuckDB file: what may be opened, what to say when it cannot be, and how to come back after a fault."""

import os
import re
import threading
import time
from pathlib import Path

import duckdb

from dekom import schema
from dekom.i18n import Message

_ELSEWHERE = Message("Flytt den, eller velg en annen fil med miljøvariabelen DEKOM_DB.")
_MAGIC = slice(8, 12), b"DUCK"
_HELD = re.compile(r"\block\b|used by another process")
_DENIED = re.compile(r"permission denied|read-only|cannot open file|access is denied|no such file|is a directory")
_SECONDS_TO_CLOSE = 5.0


class StoreFault(Exception):
    """The file cannot be opened or written; `message` says why and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.msgid)
        self.message = message


class Connection:
    """A DuckDB file that is ours, migrated. A cursor a call; after a fatal fault the file is opened anew."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._swap = threading.RLock()
        self._duckdb = _opened(path)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Return a cursor of its own, to be closed by the caller."""
        with self._swap:
            return self._duckdb.cursor()

    def close(self) -> None:
        """Close the file. Cursors that others still hold end first, or within some seconds."""
        end = time.monotonic() + _SECONDS_TO_CLOSE
        with self._swap:
            while True:
                try:
                    self._duckdb.close()
                    return
                except duckdb.Error:
                    if time.monotonic() > end:
                        raise
                    time.sleep(0.02)

    def recover(self) -> None:
        """Open the file anew if a fault has left the whole connection unusable."""
        with self._swap:
            try:
                with self._duckdb.cursor() as cursor:
                    cursor.execute("SELECT 1")
            except duckdb.Error:
                try:
                    self.close()
                    self._duckdb = _connected(self.path)
                except duckdb.Error as fault:
                    raise StoreFault(_open_fault(fault, self.path)) from fault


def fault_at(path: Path, text: str) -> StoreFault:
    """Return a fault whose sentence names the file (`{file}`), and may say where else to go (`{elsewhere}`)."""
    return StoreFault(Message(text, {"file": str(path), "elsewhere": _ELSEWHERE}))


def exists(path: Path) -> bool:
    """Return whether there is such a file; raise `StoreFault` for a place where there can be none."""
    try:
        return path.exists()
    except OSError as fault:
        raise fault_at(path, NO_ACCESS) from fault


def _opened(path: Path) -> duckdb.DuckDBPyConnection:
    """Open, check and migrate; a file that is refused is left as it was, and a new one is not left half made."""
    is_new = not exists(path)
    try:
        _check_surroundings(path, is_new)
        if not is_new:
            _check_kind(path)
            with duckdb.connect(str(path), read_only=True) as connection:
                schema.inspect(connection)
        connection = _connected(path)
        try:
            schema.migrate(connection)
        except BaseException:
            connection.close()
            if is_new:
                remove(path)
            raise
    except schema.NewerSchema as fault:
        raise fault_at(path, "Filen {file} er laget av en nyere utgave. Oppdater programmet.") from fault
    except schema.ForeignDatabase as fault:
        raise fault_at(path, "Filen {file} er en database fra et annet program. {elsewhere}") from fault
    except duckdb.Error as fault:
        raise StoreFault(_open_fault(fault, path)) from fault
    except OSError as fault:
        raise fault_at(path, NO_ACCESS) from fault
    return connection


def _connected(path: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(str(path))
    # Nothing is fetched from outside, whatever a file asks for.
    connection.execute("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false")
    # The tables are small: handing a query to other threads costs more than reading it.
    connection.execute("SET threads = 1")
    return connection


NO_ACCESS = "Det kan ikke skrives til {file}. {elsewhere}"
DAMAGED = "Filen {file} er skadet eller ikke en database. {elsewhere}"


def remove(path: Path) -> None:
    """Remove a file that was made in vain, and its log."""
    path.unlink(missing_ok=True)
    _log_of(path).unlink(missing_ok=True)


def _check_surroundings(path: Path, is_new: bool) -> None:
    if not os.access(path.parent, os.W_OK):
        raise fault_at(path, NO_ACCESS)
    if is_new and _log_of(path).exists():
        # DuckDB would delete it, and with it changes that were confirmed.
        text = "Loggen til {file} ligger igjen uten databasen. Flytt den, eller legg databasefilen tilbake."
        raise fault_at(path, text)


def _check_kind(path: Path) -> None:
    """Refuse a file that is no DuckDB file before DuckDB sees it: for some kinds it would look for an extension."""
    if path.is_dir():
        raise IsADirectoryError(path)
    where, magic = _MAGIC
    with path.open("rb") as file:
        if file.read(where.stop)[where] != magic:
            raise fault_at(path, DAMAGED)


def _log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.wal")


def _open_fault(fault: duckdb.Error, path: Path) -> Message:
    """Turn DuckDB's reason into a sentence that says what to do. The path is not part of the reason."""
    reason = str(fault).replace(str(path), "").casefold()
    if _HELD.search(reason):
        return fault_at(path, "Filen {file} er i bruk av et annet program. Lukk det, og last siden på nytt.").message
    if _DENIED.search(reason):
        return fault_at(path, NO_ACCESS).message
    return fault_at(path, DAMAGED).message
