"""Copies of the file while the app runs: after changes, at most one every fifteen minutes, and when asked for."""

import atexit
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from dekom.backup import EVERY, is_due, write_copy
from dekom.clock import now
from dekom.i18n import Message
from dekom.store import Store, StoreFault

TICK = 15.0  # seconds between each look at whether a copy is due
_SECONDS_TO_END = 10.0


@dataclass(frozen=True, slots=True)
class Failure:
    """A copy that was not written: when (UTC), and why."""

    at: datetime
    why: Message


class Backups:
    """The thread that copies one store. What it is doing when the app ends is finished first."""

    def __init__(self, store: Store) -> None:
        self.failure: Failure | None = None
        self._store = store
        self._tried_at: datetime | None = None
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="kopier", daemon=True)

    @property
    def is_running(self) -> bool:
        return self._thread.is_alive()

    def start(self) -> None:
        atexit.register(self.stop)
        self._thread.start()

    def stop(self) -> None:
        self._ending.set()
        self._thread.join(_SECONDS_TO_END)
        atexit.unregister(self.stop)

    def look(self, at: datetime) -> None:
        """Copy the file if that is due at a moment (UTC). One that failed is tried again after as long a time."""
        if self._tried_at is not None and timedelta(0) <= at - self._tried_at < EVERY:
            return
        if is_due(self._store.path, self._store.last_change_id, at):
            self._tried_at = at
            self.copy()

    def copy(self, at_version: bool = False) -> Message | None:
        """Copy the file now; return why that failed, None if it did not. `at_version`: an innstilling is fastsatt."""
        try:
            write_copy(self._store, at_version)
        except StoreFault as fault:
            self.failure = Failure(now(), fault.message)
            return fault.message
        self.failure = None
        return None

    def _run(self) -> None:
        while not self._store.is_closed:
            self.look(now())
            if self._ending.wait(TICK):
                return


_RUNNING: dict[Store, Backups] = {}


def start_backups(store: Store) -> None:
    """Copy a store from now on, until it is closed."""
    if store not in _RUNNING:
        _RUNNING[store] = Backups(store)
        _RUNNING[store].start()


def stop_backups(store: Store) -> None:
    """Copy a store no more."""
    backups = _RUNNING.pop(store, None)
    if backups is not None:
        backups.stop()


def backups_of(store: Store) -> Backups | None:
    """Return what copies a store, None if nothing does."""
    return _RUNNING.get(store)
