"""Whether a storskjerm follows is what its own window has said, and how long ago."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dekom.clock import now
from dekom.groupwork import Room
from dekom.i18n import render
from dekom.readiness_lines import CheckLine, Result
from dekom.store import Store
from dekom.wall import WallControl
from pages._ui.setup.walls import wall_line
from pages._ui.wall import followers
from pages._ui.wall.followers import Follower, followers_of, follows, note

ROOM, FREE, HELD = Room("rom-1", "Rom **1**"), WallControl("rom-1"), WallControl("rom-1", held_at=3)
NOW = datetime(2022, 3, 8, 13, 5, 10)


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


def window(seen: float, newest: float | None, is_wall: bool = True) -> Follower:
    """Return a window that last spoke, and last showed the newest, some seconds ago."""
    return Follower("m", "rom-1", is_wall, ago(seen), None if newest is None else ago(newest))


def said(line: CheckLine) -> tuple[Result, str]:
    return line.result, render(line.message)


@pytest.mark.parametrize(
    ("windows", "result", "words"),
    [
        ([], Result.MANGLER, "er ikke åpen"),
        ([window(0, 0)], Result.I_ORDEN, "viser det nyeste (8.3.2022 kl. 14.05.10)"),
        ([window(0, 5)], Result.I_ORDEN, "viser det nyeste (8.3.2022 kl. 14.05.05)"),
        ([window(10, 10)], Result.I_ORDEN, "viser det nyeste (8.3.2022 kl. 14.05.00)"),
        ([window(10, 15.1)], Result.MANGLER, "henger etter"),
        ([window(0, 5.1)], Result.MANGLER, "henger etter"),
        ([window(0, None)], Result.MANGLER, "henger etter"),
        ([window(10.1, 0)], Result.MANGLER, "har ikke svart siden 8.3.2022 kl. 14.04.59"),
        ([window(0, 0), window(60, 60)], Result.I_ORDEN, "viser det nyeste"),
        ([window(60, 60), window(0, 0)], Result.I_ORDEN, "viser det nyeste"),
        ([window(0, 0), window(1, 30)], Result.MANGLER, "henger etter"),
        ([window(0, 0, False), window(0, 0, False)], Result.SE_PAA, "bare åpen hos tilhørere. Antall: 2"),
        ([window(60, 60, False)], Result.MANGLER, "er ikke åpen"),
        ([window(0, 30, False), window(0, 0)], Result.I_ORDEN, "viser det nyeste"),
    ],
)
def test_storskjerm_is_what_its_window_last_said(windows: list[Follower], result: Result, words: str) -> None:
    line = wall_line(ROOM, FREE, windows, NOW)
    assert line.result is result
    assert "i Rom **1** " in render(line.message)
    assert words in render(line.message)
    assert (line.to_do is None) == (result is Result.I_ORDEN)


def test_storskjerm_that_is_held_is_to_look_at() -> None:
    assert said(wall_line(ROOM, HELD, [window(0, 0)], NOW)) == (
        Result.SE_PAA,
        "Storskjermen i Rom **1** holdes fast og viser det som sto da.",
    )
    assert wall_line(ROOM, HELD, [], NOW).result is Result.MANGLER


@pytest.fixture
def shown(store: Store) -> Iterator[Callable[..., None]]:
    """Let a window say something, some seconds before now."""

    def say(tab: str, room: str = "rom-1", seconds: float = 0, is_newest: bool = True, is_wall: bool = True) -> None:
        note(store, tab, "m", room, is_wall=is_wall, is_newest=is_newest, at=ago(seconds))

    yield say


def test_window_is_remembered_by_what_it_said_last(store: Store, shown: Callable[..., None]) -> None:
    shown("a", seconds=3)
    shown("b", seconds=2)
    shown("a", seconds=1, is_newest=False)
    assert followers_of(store, "m", "rom-1") == [
        Follower("m", "rom-1", True, ago(1), ago(3)),
        Follower("m", "rom-1", True, ago(2), ago(2)),
    ]
    assert followers_of(store, "annet", "rom-1") == []


def test_window_that_goes_to_another_room_has_not_shown_that_yet(store: Store, shown: Callable[..., None]) -> None:
    shown("a", seconds=3)
    shown("a", "rom-2", seconds=1, is_newest=False)
    assert followers_of(store, "m", "rom-1") == []
    assert followers_of(store, "m", "rom-2") == [Follower("m", "rom-2", True, ago(1), None)]


def test_windows_that_went_long_ago_are_forgotten(store: Store, shown: Callable[..., None]) -> None:
    shown("gammel", seconds=followers.FORGOTTEN.total_seconds() + 1)
    shown("ny")
    assert [f.seen_at for f in followers_of(store, "m", "rom-1")] == [NOW]
    for n in range(followers.MOST + 5):
        shown(f"tab {n}")
    assert len(followers_of(store, "m", "rom-1")) == followers.MOST


def test_what_a_pulse_tells_is_noted_now(store: Store) -> None:
    before = now()
    follows(store, "a", "m", "rom-1", True)(True)
    (found,) = followers_of(store, "m", "rom-1")
    assert before <= found.seen_at == found.newest_at <= now()


def test_storskjerm_that_no_browser_has_drawn_is_not_open(store: Store, open_app: Callable[[], AppTest]) -> None:
    app = open_app().switch_page(str(Path("pages/storskjerm.py"))).run()
    assert not app.exception
    assert followers_of(store, "trondelag-2022", "rom-1") == []
