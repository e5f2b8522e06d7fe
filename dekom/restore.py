"""Back to a copy: what it holds and how that differs, and all of it put in the place of what is there now.

It is put into the open file in one transaction, so that every session goes on with the same store: who reads sees
what was before or all of what is after, who writes is asked what they saw, and a kill leaves one or the other.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from dekom import clock, file_copy, schema
from dekom.access import Actor, require_secretariat
from dekom.backup import Copy, write_copy
from dekom.connection import Connection, StoreFault
from dekom.i18n import Message
from dekom.store import CaseName, Store

_DAMAGED = "Kopien {file} er skadet. Velg en annen."
_NEWER = "Kopien {file} er laget av en nyere utgave. Oppdater programmet, eller velg en annen kopi."
_NOT_READ = "Kopien {file} kan ikke leses nå. Se etter ledig plass på disken, eller velg en annen kopi."


@dataclass(frozen=True, slots=True)
class KeptCase:
    """An ordning in a copy: what was innstilt there in all, and what is now (kr; None: not in the file now)."""

    name: CaseName
    innstilt_kr: int
    now_kr: int | None


@dataclass(frozen=True, slots=True)
class Look:
    """What a copy holds. `missing` are the moments (UTC) of the changes that are not in it, the oldest first.

    `extra` is how many it has that are not in the file now; `gone` the cases that only the file has.
    """

    cases: tuple[KeptCase, ...]
    missing: tuple[datetime, ...]
    extra: int
    gone: tuple[CaseName, ...]


def look_into(store: Store, copy: Copy, actor: Actor) -> Look:
    """Return what a copy holds beside what the file holds now. The copy itself is only read.

    Raises `Forbidden` for all but the secretariat of every meeting, and `StoreFault` if it cannot be used.
    """
    require_secretariat(actor, "")
    with _opened(copy) as kept:
        ours, theirs = store.change_times(), kept.change_times()
        now = {(case.meeting_id, case.ordning): case for case in store.cases()}
        cases = []
        for name in kept.cases():
            now_kr = _innstilt(store, name) if now.pop((name.meeting_id, name.ordning), None) else None
            cases.append(KeptCase(name, _innstilt(kept, name), now_kr))
    missing = sorted(at for _change_id, at in ours - theirs)
    return Look(tuple(cases), tuple(missing), len(theirs - ours), tuple(now.values()))


def restore(store: Store, copy: Copy, actor: Actor) -> Copy:
    """Put what a copy holds in the place of what is there; return the copy that is made of the latter first.

    Nobody writes from that copy on until it is done. Raises `Forbidden` and `StoreFault`; all is then as it was.
    """
    require_secretariat(actor, "")
    made = clock.local(copy.made_at)
    told = {"day": f"{made.day}.{made.month}.{made.year}", "clock": f"{made:%H.%M.%S}"}
    what = Message("Hentet fram kopien fra {day} kl. {clock}", told)
    with _opened(copy) as kept:
        place = kept.path
        kept.close()
        with store.holding():
            before = write_copy(store, but=copy.path)
            try:
                store.put_back(place, what, actor)
            except OSError as fault:
                raise _fault(copy, _NOT_READ) from fault
    return before


@contextmanager
def _opened(copy: Copy) -> Iterator[Store]:
    """Open a second copy of a copy, brought to this edition; the copy itself stays as it is."""
    try:
        with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            place = Path(folder) / "kopi.duckdb"
            _copy_file(copy, place)
            store = _checked(copy, place)
            try:
                yield store
            finally:
                store.close()
    except OSError as fault:
        raise _fault(copy, _NOT_READ) from fault


def _copy_file(copy: Copy, place: Path) -> None:
    for ending in ("", ".wal"):  # somebody may have opened the copy, and left a log
        source = copy.path.with_name(copy.path.name + ending)
        if not ending or source.exists():
            shutil.copyfile(source, place.with_name(place.name + ending))


def _checked(copy: Copy, place: Path) -> Store:
    """Open a file that every value can be read of, and the pages' data too; raise `StoreFault` if that is not so."""
    try:
        file_copy.contents_of(place)
    except OSError as fault:
        raise _fault(copy, _DAMAGED) from fault
    try:
        store = Store(Connection(place))
    except StoreFault as fault:
        is_newer = isinstance(fault.__cause__, schema.NewerSchema)
        raise _fault(copy, _NEWER if is_newer else _DAMAGED) from fault
    try:
        store.check_readable()
    except StoreFault as fault:
        store.close()
        raise _fault(copy, _DAMAGED) from fault
    return store


def _fault(copy: Copy, text: str) -> StoreFault:
    return StoreFault(Message(text, {"file": copy.path.name}))


def _innstilt(store: Store, name: CaseName) -> int:
    return store.load_case(name.meeting_id, name.ordning).innstilt_kr
