"""Copies of the file in the folder `kopier` beside it. A copy is read back before it gets its name.

A copy is an ordinary file of ours; `dekom.restore` goes back to one. By hand: stop the app, move the file and its log
(`.wal`) away, and put the copy there under the file's name.
"""

import re
import shutil
import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from dekom import clock, file_copy
from dekom.connection import fault_at
from dekom.i18n import Message
from dekom.store import Store

EVERY = timedelta(minutes=15)
KEPT = 20
LEFT_FREE = 100_000_000  # bytes that a copy must leave on the disk: the meeting itself goes first
_FOLDER, _UNFINISHED, _AT_VERSION = "kopier", ".uferdig", " fastsatt"
_NOT_WRITTEN = "Kopien ble ikke skrevet til {file}. Se etter ledig plass på disken, og om mappen kan skrives til."
_NO_ROOM = "Det er for lite plass på disken til en kopi i {file}. Slett noe annet, og prøv igjen."
_NAMED = "%Y-%m-%d %H.%M.%S"
_TOUCHED = timedelta(minutes=10)  # a copy that was written to so long after the time in its name is somebody's own now
_COPYING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the file. `made_at` is in UTC, `size` in bytes.

    `changes` is the number of the newest change in it, 0 for none; None if the copy cannot be opened.
    `what` and `who` are that change. `at_version` is whether it was made when an innstilling was fastsatt.
    """

    path: Path
    made_at: datetime
    changes: int | None
    size: int
    at_version: bool = False
    what: Message | None = None
    who: str = ""


def folder_of(path: Path) -> Path:
    """Return the folder that the copies of a file are in."""
    return path.parent / _FOLDER


def write_copy(store: Store, at_version: bool = False, but: Path | None = None) -> Copy:
    """Copy all that is saved at this moment, read the copy back, and remove the oldest copies beyond `KEPT`.

    The newest of those made `at_version` is never removed, nor is `but`. Nobody who edits waits for it.
    Raises `StoreFault`, and then leaves nothing half.
    """
    folder = folder_of(store.path)
    with _COPYING:
        try:
            folder.mkdir(exist_ok=True)
            _remove_unfinished(store.path)
            if shutil.disk_usage(folder).free < store.path.stat().st_size + LEFT_FREE:
                raise fault_at(folder, _NO_ROOM)
            made_at, place = _free_place(store.path, _AT_VERSION if at_version else "")
            unfinished = place.with_name(place.name + _UNFINISHED)
            try:
                _write(store, unfinished)
                unfinished.rename(place)
            finally:
                _remove_unfinished(store.path)
            copy = _copy(place, made_at)
        except OSError as fault:
            raise fault_at(folder, _NOT_WRITTEN) from fault
        _remove_old(store.path, {copy.path, but})
    return copy


def copies(path: Path) -> list[Copy]:
    """Return the copies of a file, the newest first."""
    return [_copy(place, made_at) for made_at, place in _places(path)]


def newest_copy(path: Path) -> Copy | None:
    """Return the newest copy of a file, None if there is none."""
    return next((_copy(place, made_at) for made_at, place in _places(path)), None)


def is_due(path: Path, last_change_id: int, at: datetime) -> bool:
    """Return whether a file should be copied now (UTC): it has changed, and the newest copy is not from just before.

    A file that has been put back from an earlier copy has other changes than the newest one, not more.
    """
    newest = newest_copy(path)
    if newest is None:
        return last_change_id > 0
    is_new = timedelta(0) <= at - newest.made_at < EVERY
    return newest.changes != last_change_id and not is_new


def _write(store: Store, place: Path) -> None:
    """Write a copy, and raise `OSError` unless the file on the disk holds what was to be copied."""
    saved = store.copy_to(place)
    if file_copy.contents_of(place) != saved:
        raise OSError(f"{place} does not hold what was copied")


def _copy(place: Path, made_at: datetime) -> Copy:
    size = 0
    try:
        about = place.stat()
        size = about.st_size
        newest = _newest_change(place, about.st_mtime_ns, size)
        return Copy(place, made_at, newest.number, size, _is_at_version(place), newest.what, newest.who)
    except OSError:
        return Copy(place, made_at, None, size, _is_at_version(place))


@lru_cache(maxsize=2 * KEPT)
def _newest_change(place: Path, _touched: int, _size: int) -> file_copy.NewestChange:
    """Return what a copy holds; it is opened again only if the file has been touched since."""
    return file_copy.newest_change_in(place)


def _free_place(path: Path, ending: str) -> tuple[datetime, Path]:
    """Return this moment and the name of its copy, a second or more later where a copy has that time."""
    made_at = clock.now().replace(microsecond=0)
    while True:
        named = f"{path.stem} {clock.local(made_at):{_NAMED}}"
        places = {e: folder_of(path) / f"{named}{e}{path.suffix}" for e in ("", _AT_VERSION)}
        if not any(place.exists() for place in places.values()):
            return made_at, places[ending]
        made_at += timedelta(seconds=1)


def _is_at_version(place: Path) -> bool:
    return place.stem.endswith(_AT_VERSION)


def _places(path: Path, ending: str = "") -> list[tuple[datetime, Path]]:
    """Return the files that are named as copies of a file, the newest first, with the time (UTC) in their names."""
    time = rf"(?P<time>[0-9. -]{{19}})({_AT_VERSION})?"
    named = re.compile(rf"{re.escape(path.stem)} {time}{re.escape(path.suffix)}{ending}")
    found: list[tuple[datetime, Path]] = []
    with suppress(OSError):
        for place in folder_of(path).iterdir():
            if match := named.fullmatch(place.name):
                with suppress(ValueError):
                    moment = datetime.strptime(match["time"], _NAMED).replace(tzinfo=clock.NORWAY)
                    found.append((moment.astimezone(UTC).replace(tzinfo=None), place))
    return sorted(found, reverse=True)


def _remove_unfinished(path: Path) -> None:
    """Remove what is left of a copy that was broken off, now or when the app was killed."""
    for _made_at, place in _places(path, rf"{re.escape(_UNFINISHED)}(\.wal)?"):
        place.unlink(missing_ok=True)


def _remove_old(path: Path, spared: set[Path | None]) -> None:
    """Remove the oldest copies beyond `KEPT`, but those that are spared and the newest one made at a version."""
    found = _places(path)
    at_version = next((place for _made_at, place in found if _is_at_version(place)), None)
    others = [(made_at, place) for made_at, place in found if place not in {*spared, at_version}]
    for made_at, place in others[KEPT - (len(found) - len(others)) :]:
        with suppress(OSError):  # open in another program: next time
            if _is_as_written(place, made_at):
                place.unlink()


def _is_as_written(place: Path, made_at: datetime) -> bool:
    """Return whether nobody has worked in a copy since it was written."""
    touched = datetime.fromtimestamp(place.stat().st_mtime, UTC).replace(tzinfo=None)
    return abs(touched - made_at) < _TOUCHED and not place.with_name(f"{place.name}.wal").exists()
