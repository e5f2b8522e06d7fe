"""Copies of the file: whole, read back, never half, and nothing of anybody else's is removed."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import pytest

from dekom import actions, backup, clock, file_copy
from dekom.backup import EVERY, KEPT, Copy, copies, folder_of, is_due, newest_copy, write_copy
from dekom.change import StaleChange
from dekom.connection import Connection
from dekom.i18n import render
from dekom.store import Store, StoreFault, open_store
from tests.dekom.store_fixtures import (
    ADA,
    BO,
    MEETING,
    ORDNING,
    ROOT,
    amount,
    amount_edit,
    change,
    copy_of_demo,
    dump,
    load,
    replayed,
)

only_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux: rlimits, user ids")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return copy_of_demo(tmp_path / "dekom.duckdb")


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    opened = open_store(path)
    yield opened
    opened.close()


def write(store: Store, kr: int) -> None:
    store.apply(change(amount_edit("fosen", amount(store, "fosen"), kr)), ADA)


def names(path: Path) -> list[str]:
    """Return every file in the folder of the copies."""
    return sorted(p.name for p in folder_of(path).iterdir()) if folder_of(path).exists() else []


def at_minute(minute: int) -> datetime:
    return datetime(2026, 11, 20, 8, 0) + timedelta(minutes=minute)


def fake(
    path: Path,
    made_at: datetime,
    *,
    stem: str = "dekom",
    suffix: str = ".duckdb",
    touched: timedelta = timedelta(0),
    ending: str = "",
) -> Path:
    """Put a file there that is named as a copy from a moment (UTC), and was touched some time after it."""
    folder_of(path).mkdir(exist_ok=True)
    place = folder_of(path) / f"{stem} {clock.local(made_at):%Y-%m-%d %H.%M.%S}{ending}{suffix}"
    place.write_bytes(b"x")
    seconds = (clock.local(made_at) + touched).timestamp()
    os.utime(place, (seconds, seconds))
    return place


# What is in a copy


def test_copy_holds_everything_and_goes_on_as_a_file_of_ours(store: Store, path: Path) -> None:
    write(store, 5)
    store.name_browser(ADA.browser_id, "Ada")
    copy = write_copy(store)
    was, history = dump(store), store.history(MEETING, ORDNING)
    write(store, 6)
    restored = open_store(copy.path)
    try:
        assert (dump(restored), restored.history(MEETING, ORDNING)) == (was, history)
        assert restored.browser_name(ADA.browser_id) == "Ada"
        write(restored, 7)
        restored.undo(MEETING, ORDNING, ADA)
        assert amount(restored, "fosen") == 5
        assert restored._tables == store._tables
    finally:
        restored.close()
    assert amount(store, "fosen") == 6


def test_copy_tells_when_how_many_changes_and_how_large(store: Store, path: Path) -> None:
    before = clock.now().replace(microsecond=0)
    write(store, 5)
    write(store, 6)
    copy = write_copy(store)
    assert before <= copy.made_at <= clock.now()
    assert (copy.changes, copy.size) == (2, copy.path.stat().st_size)
    assert copy.path.parent == path.parent / "kopier"
    assert copy.path.name == f"dekom {clock.local(copy.made_at):%Y-%m-%d %H.%M.%S}.duckdb"
    assert copies(path) == [copy]
    assert newest_copy(path) == copy


def test_file_without_copies_has_none(path: Path) -> None:
    assert copies(path) == []
    assert newest_copy(path) is None


def test_copies_in_the_same_second_have_each_their_time(store: Store, path: Path) -> None:
    found = [write_copy(store, at_version=n == 1) for n in range(3)]
    assert len({copy.made_at for copy in found}) == 3
    assert copies(path) == found[::-1]


@pytest.mark.parametrize("name", ["d'e\"k.duckdb", "[møte] 1.v2.db", "dekom"])
def test_file_of_any_name_is_copied(tmp_path: Path, name: str) -> None:
    opened = open_store(copy_of_demo(tmp_path / name))
    copy = write_copy(opened)
    assert copies(tmp_path / name) == [copy]
    assert copy.path.name.startswith(Path(name).stem)
    assert copy.path.name.endswith(Path(name).suffix)
    opened.close()


def test_copies_of_two_files_in_one_folder_are_kept_apart(tmp_path: Path) -> None:
    paths = [tmp_path / "dekom.duckdb", tmp_path / "dekom 2.duckdb", tmp_path / "dekom.db"]
    named = [fake(path, at_minute(0), stem=path.stem, suffix=path.suffix) for path in paths]
    assert [[copy.path for copy in copies(path)] for path in paths] == [[place] for place in named]


# While others write


def test_copy_is_of_one_moment_while_others_write(store: Store, path: Path) -> None:
    opening, total_kr = dump(store), load(store).innstilt_kr
    writing = threading.Event()

    def move(actor: Any, from_id: str, to_id: str) -> None:
        while not writing.is_set():
            with suppress(StaleChange):
                actions.move_amount(store, actor, load(store), from_id, to_id, "1 000")

    threads = [
        threading.Thread(target=move, args=(ADA, "tfk-vgo", "fosen")),
        threading.Thread(target=move, args=(BO, "ytre-namdal", "fosen")),
    ]
    for thread in threads:
        thread.start()
    found = []
    for _ in range(2):
        time.sleep(0.05)
        found.append(write_copy(store))
    writing.set()
    for thread in threads:
        thread.join()
    assert all((copy.changes or 0) > 0 for copy in found)
    for copy in found:
        restored = open_store(copy.path)
        entries = restored.history(MEETING, ORDNING)
        assert [e.change_id for e in entries] == list(range(copy.changes or 0, 0, -1))
        assert load(restored).innstilt_kr == total_kr, "half a move"
        assert replayed(opening, reversed(entries)) == dump(restored)
        restored.close()
    assert len(store.history(MEETING, ORDNING)) >= (found[-1].changes or 0)


def test_edit_is_saved_while_a_copy_is_written(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    saved: list[int] = []
    real = file_copy._contents

    def edit_first(cursor: Any) -> file_copy.Contents:
        found = real(cursor)
        if not saved:  # the copy has begun to read
            saved.append(1)
            editor = threading.Thread(target=write, args=(store, 77))
            editor.start()
            editor.join(5)
            saved.append(amount(store, "fosen") or 0)
        return found

    monkeypatch.setattr(file_copy, "_contents", edit_first)
    copy = write_copy(store)
    assert saved == [1, 77]
    assert copy.changes == 0


def test_two_who_copy_at_once_get_a_copy_each(store: Store, path: Path) -> None:
    threads = [threading.Thread(target=write_copy, args=(store,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [copy.changes for copy in copies(path)] == [0, 0]
    assert len(names(path)) == 2


# What is kept and what goes


def test_twenty_copies_are_kept_and_older_ones_go(store: Store, path: Path) -> None:
    older = [fake(path, at_minute(n)) for n in range(KEPT - 1)]
    written = write_copy(store)
    assert names(path) == sorted(p.name for p in [*older, written.path])
    again = write_copy(store)
    assert names(path) == sorted(p.name for p in [*older[1:], written.path, again.path])


def test_copy_of_the_newest_version_is_never_removed(store: Store, path: Path) -> None:
    first, second = (fake(path, at_minute(n), ending=" fastsatt") for n in (0, 1))
    others = [fake(path, at_minute(10 + n)) for n in range(KEPT)]
    written = write_copy(store)
    assert names(path) == sorted(p.name for p in [second, *others[2:], written.path])
    assert not first.exists()
    at_version = write_copy(store, at_version=True)
    assert names(path) == sorted(p.name for p in [*others[2:], written.path, at_version.path])
    assert at_version.path.name == f"dekom {clock.local(at_version.made_at):%Y-%m-%d %H.%M.%S} fastsatt.duckdb"
    assert newest_copy(path) == at_version
    assert [copy.at_version for copy in copies(path)] == [True, *[False] * (KEPT - 1)]


def test_copy_that_is_spared_is_not_removed(store: Store, path: Path) -> None:
    oldest, *others = (fake(path, at_minute(n)) for n in range(KEPT))
    written = write_copy(store, but=oldest)
    assert names(path) == sorted(p.name for p in [oldest, *others[1:], written.path])


def test_copy_just_written_stays_where_the_clock_was_ahead_before(store: Store, path: Path) -> None:
    ahead = [fake(path, clock.now() + timedelta(days=1, minutes=n)) for n in range(KEPT)]
    copy = write_copy(store)
    assert copy.path.exists()
    assert names(path) == sorted(p.name for p in [*ahead[1:], copy.path])


def test_what_the_app_did_not_write_is_never_removed(store: Store, path: Path) -> None:
    worked_in = fake(path, at_minute(0), touched=timedelta(minutes=10))
    opened = fake(path, at_minute(1))
    opened.with_name(opened.name + ".wal").write_bytes(b"x")
    others = [
        fake(path, at_minute(2), stem="rekom"),
        fake(path, at_minute(3), stem="dekom kopi"),
        *(folder_of(path) / name for name in ("notat.txt", "dekom.duckdb", "dekom 2026-11-20 99.99.99.duckdb")),
        folder_of(path) / "dekom 2026-11-20 08.00.00 - Kopi.duckdb",
        folder_of(path) / "noe.uferdig",
    ]
    for place in others:
        place.write_bytes(b"x")
    just_under = fake(path, at_minute(4), touched=timedelta(minutes=9, seconds=59))
    ours = [fake(path, at_minute(10 + n)) for n in range(KEPT)]
    copy = write_copy(store)
    assert not just_under.exists()
    assert not ours[0].exists()
    kept = [worked_in, opened, opened.with_name(opened.name + ".wal"), *others, *ours[1:], copy.path]
    assert names(path) == sorted(p.name for p in kept)


def test_copy_that_cannot_be_opened_says_so_and_another_is_due(store: Store, path: Path) -> None:
    write(store, 5)
    copy = write_copy(store)
    copy.path.write_bytes(copy.path.read_bytes()[:20_000])
    assert copies(path) == [Copy(copy.path, copy.made_at, None, 20_000)]
    assert not is_due(path, store.last_change_id, copy.made_at + EVERY - timedelta(seconds=1))
    assert is_due(path, store.last_change_id, copy.made_at + EVERY)


# When a copy is due


def test_file_without_changes_needs_no_copy(store: Store, path: Path) -> None:
    assert not is_due(path, store.last_change_id, clock.now())
    write(store, 5)
    assert is_due(path, store.last_change_id, clock.now())


def test_next_copy_is_due_a_quarter_after_the_last_if_there_is_something_new(store: Store, path: Path) -> None:
    copy = write_copy(store)
    assert not is_due(path, store.last_change_id, copy.made_at + timedelta(days=300))
    write(store, 5)
    due = {n: is_due(path, store.last_change_id, copy.made_at + timedelta(seconds=n)) for n in (-1, 0, 899, 900, 9e6)}
    assert due == {-1: True, 0: False, 899: False, 900: True, 9e6: True}
    assert timedelta(seconds=900) == EVERY


def test_file_put_back_from_an_earlier_copy_is_copied(store: Store, path: Path) -> None:
    write(store, 5)
    earlier = write_copy(store)
    for kr in (6, 7, 8):
        write(store, kr)
    later = write_copy(store)
    store.close()
    shutil.copyfile(earlier.path, path)
    back = open_store(path)
    try:
        assert (back.last_change_id, amount(back, "fosen")) == (1, 5)
        assert is_due(path, back.last_change_id, later.made_at + EVERY)
        write(back, 9)
        assert write_copy(back).changes == 2
    finally:
        back.close()


# What goes wrong


def refused(store: Store) -> str:
    """Assert that a copy is refused in plain words, that nothing half is left, and that the store goes on."""
    before = names(store.path)
    with pytest.raises(StoreFault) as fault:
        write_copy(store)
    text = render(fault.value.message)
    assert str(folder_of(store.path)) in text
    assert re.fullmatch(r"[A-ZÆØÅ][^.]+\. [A-ZÆØÅ][^.]+\.", text.replace(str(folder_of(store.path)), "MAPPE")), text
    assert names(store.path) == before
    write(store, 1 + (amount(store, "fosen") or 0))
    assert store.history(MEETING, ORDNING)[0].change_id == store.last_change_id
    return text


def test_full_disk_is_told_before_anything_is_written(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    free = backup.LEFT_FREE + store.path.stat().st_size - 1
    disk = shutil.disk_usage(store.path.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: disk._replace(free=free))
    assert "for lite plass" in refused(store)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: disk._replace(free=free + 1))
    assert write_copy(store).path.exists()


def test_file_in_place_of_the_folder_is_told(store: Store, path: Path) -> None:
    folder_of(path).write_text("noe annet")
    with pytest.raises(StoreFault, match="Kopien ble ikke skrevet"):
        write_copy(store)
    assert folder_of(path).read_text() == "noe annet"
    assert copies(path) == []


def test_closed_file_cannot_be_copied(path: Path) -> None:
    closed = open_store(path)
    closed.close()
    with pytest.raises(StoreFault):
        write_copy(closed)
    assert names(path) == []


class DamagingDisk(Store):
    """A store on a disk that does not keep what is written to it."""

    def copy_to(self, place: Path) -> file_copy.Contents:
        saved = super().copy_to(place)
        data = bytearray(place.read_bytes())
        data[len(data) // 8 :] = bytes(len(data) - len(data) // 8)
        place.write_bytes(data)
        return saved


class ForgettingDisk(Store):
    """A store on a disk that gives back an older file than the one written."""

    def copy_to(self, place: Path) -> file_copy.Contents:
        saved = super().copy_to(place)
        shutil.copyfile(copy_of_demo(self.path.with_name("older")), place)
        return saved


@pytest.mark.parametrize("disk", [DamagingDisk, ForgettingDisk])
def test_copy_that_is_not_what_was_copied_gets_no_name(path: Path, disk: type[Store]) -> None:
    opened = disk(Connection(path))
    write(opened, 5)
    refused(opened)
    opened.close()


LIMITED = """
import json, resource, signal, sys
from pathlib import Path
from dekom.backup import folder_of, write_copy
from dekom.i18n import render
from dekom.store import StoreFault, open_store
from tests.dekom.store_fixtures import ADA, amount_edit, change
store = open_store(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
said = []
for limit in map(int, sys.argv[2:]):
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        write_copy(store)
        said.append("")
    except StoreFault as fault:
        said.append(render(fault.message))
    said.append(sorted(p.name for p in folder_of(store.path).iterdir()))
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
store.apply(change(amount_edit("fosen", 721_155, 5)), ADA)
copy = write_copy(store)
print(json.dumps([said, copy.changes]))
"""


@only_linux
def test_disk_that_fills_up_while_a_copy_is_written_leaves_nothing_half(path: Path) -> None:
    limits = [1_000, 13_000, 400_000, 3_000_000, 7_000_000]
    command = [sys.executable, "-c", LIMITED, str(path), *map(str, limits)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    said, changes = json.loads(done.stdout)
    assert all("Kopien ble ikke skrevet" in text for text in said[::2])
    assert said[1::2] == [[]] * len(limits)
    assert changes == 1


READ_ONLY = """
import os, sys
from dekom.backup import write_copy
from dekom.i18n import render
from dekom.store import StoreFault, open_store
from tests.dekom.store_fixtures import ADA, amount_edit, change
os.setuid(65534)
store = open_store(sys.argv[1])
try:
    write_copy(store)
except StoreFault as fault:
    print(render(fault.message))
store.apply(change(amount_edit("fosen", 721_155, 5)), ADA)
print("skrevet")
"""


@only_linux
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root, to give up its rights")
def test_folder_without_rights_is_told(path: Path) -> None:
    for parent in path.parents:
        if Path(gettempdir()) in parent.parents:
            parent.chmod(0o777)
    path.chmod(0o666)
    folder_of(path).mkdir()
    folder_of(path).chmod(0o555)
    done = subprocess.run(
        [sys.executable, "-c", READ_ONLY, str(path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "Kopien ble ikke skrevet" in done.stdout, done.stderr
    assert done.stdout.splitlines()[-1] == "skrevet"
    assert copies(path) == []


# Killed in the middle

LOOP = """
import sys, threading
from dekom import actions
from dekom.backup import write_copy
from dekom.store import open_store
from tests.dekom.store_fixtures import ADA, load
store = open_store(sys.argv[1])
def edit():
    while True:
        actions.move_amount(store, ADA, load(store), "tfk-vgo", "fosen", "1")
threading.Thread(target=edit, daemon=True).start()
print("ready", flush=True)
while True:
    print(write_copy(store).path.name, flush=True)
"""


@pytest.mark.parametrize("after_s", [0.06, 0.3])
def test_killed_while_copying_leaves_no_half_copy_and_loses_no_copy(path: Path, after_s: float) -> None:
    total_kr = 13_705_615
    command = [sys.executable, "-c", LOOP, str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as loop:
        assert loop.stdout
        assert loop.stdout.readline() == "ready\n"
        time.sleep(after_s)
        loop.kill()
        told = loop.stdout.read().split("\n")[:-1]
    left = copies(path)
    assert {copy.path.name for copy in left} >= set(told)
    assert len(left) <= len(told) + 1
    for copy in left:
        assert copy.changes is not None
        restored = open_store(copy.path)
        assert load(restored).innstilt_kr == total_kr
        restored.close()
    store = open_store(path)
    assert load(store).innstilt_kr == total_kr
    write_copy(store)
    store.close()
    assert not [name for name in names(path) if "uferdig" in name]
    assert len(copies(path)) == len(left) + 1
