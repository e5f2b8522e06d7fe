"""The app copies its own file: soon after a change, at most every fifteen minutes, and says when it could not."""

import shutil
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import streamlit as st

from dekom.backup import EVERY, copies, folder_of, write_copy
from dekom.clock import local, now
from dekom.i18n import render
from dekom.store import Store, open_store
from pages._ui import backups
from pages._ui.backups import Backups, backups_of, start_backups, stop_backups
from pages._ui.session import open_once
from tests.dekom.store_fixtures import ADA, amount, amount_edit, change, copy_of_demo


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(copy_of_demo(tmp_path / "dekom.duckdb"))
    yield opened
    stop_backups(opened)
    opened.close()


def write(store: Store, kr: int) -> None:
    store.apply(change(amount_edit("fosen", amount(store, "fosen"), kr)), ADA)


def changes(store: Store) -> list[int | None]:
    return [copy.changes for copy in copies(store.path)]


def becomes_true(is_so: Callable[[], bool]) -> bool:
    end = time.monotonic() + 10
    while not is_so() and time.monotonic() < end:
        time.sleep(0.02)
    return is_so()


def test_copy_is_taken_after_a_change_and_the_next_a_quarter_later(store: Store) -> None:
    taking = Backups(store)
    taking.look(now())
    assert changes(store) == []
    write(store, 1)
    taking.look(now())
    assert changes(store) == [1]
    made_at = copies(store.path)[0].made_at
    write(store, 2)
    taking.look(made_at + EVERY - timedelta(seconds=1))
    assert changes(store) == [1]
    taking.look(made_at + EVERY + timedelta(seconds=1))
    assert changes(store) == [2, 1]


def test_copy_asked_for_at_a_version_is_taken_at_once_and_marked(store: Store) -> None:
    taking = Backups(store)
    taking.copy()
    assert taking.copy(at_version=True) is None
    assert [copy.at_version for copy in copies(store.path)] == [True, False]


def test_thread_takes_copies_by_itself_until_it_is_stopped(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "TICK", 0.05)
    start_backups(store)
    start_backups(store)
    taking = backups_of(store)
    assert taking
    assert taking.is_running
    write(store, 1)
    assert becomes_true(lambda: changes(store) == [1])
    stop_backups(store)
    assert not taking.is_running
    assert backups_of(store) is None


def test_thread_ends_when_the_file_is_closed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "TICK", 0.02)
    start_backups(store)
    taking = backups_of(store)
    assert taking
    store.close()
    assert becomes_true(lambda: not taking.is_running)


def test_old_copy_is_followed_by_one_at_start(tmp_path: Path) -> None:
    opened = open_store(copy_of_demo(tmp_path / "dekom.duckdb"))
    write(opened, 1)
    copy = write_copy(opened)
    write(opened, 2)
    old = f"dekom {local(now() - EVERY):%Y-%m-%d %H.%M.%S}.duckdb"
    copy.path.rename(copy.path.with_name(old))
    start_backups(opened)
    assert becomes_true(lambda: changes(opened) == [2, 1])
    stop_backups(opened)
    opened.close()


def test_failure_is_kept_until_a_copy_succeeds(store: Store) -> None:
    taking = Backups(store)
    write(store, 1)
    folder_of(store.path).write_text("i veien")
    taking.look(now())
    assert taking.failure
    assert "Kopien ble ikke skrevet" in render(taking.failure.why)
    folder_of(store.path).unlink()
    taking.look(taking.failure.at + timedelta(minutes=5))
    assert changes(store) == []
    taking.look(taking.failure.at + EVERY)
    assert changes(store) == [1]
    assert taking.failure is None


def test_failed_try_is_made_again_where_the_clock_was_set_back(store: Store) -> None:
    taking = Backups(store)
    write(store, 1)
    folder_of(store.path).write_text("i veien")
    taking.look(now() + timedelta(days=1))
    folder_of(store.path).unlink()
    taking.look(now())
    assert changes(store) == [1]


def test_app_takes_copies_of_the_file_it_has_open(tmp_path: Path) -> None:
    path = tmp_path / "dekom.duckdb"
    shutil.copyfile(copy_of_demo(tmp_path / "annen.duckdb"), path)
    st.cache_resource.clear()
    opened = open_once(str(path))
    taking = backups_of(opened)
    assert taking
    assert taking.is_running
    st.cache_resource.clear()
    assert not taking.is_running
    assert backups_of(opened) is None
    opened.close()
