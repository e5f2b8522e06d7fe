"""Taking up and ending items, and the clocks of the rooms: each one step, with history, that Angre takes back."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from dekom import agenda_actions
from dekom.access import Actor, Forbidden
from dekom.agenda_actions import end_item, reset_agenda, reset_timer, resume_item, start_item, start_timer, stop_timer
from dekom.agenda_screens import is_pause, screen_of
from dekom.change import InvalidChange, StaleChange
from dekom.groupwork import Room
from dekom.i18n import Message, render
from dekom.money import Refused
from dekom.proceedings import AgendaItem, Proceedings, Timer
from dekom.store import Store
from dekom.tables import SAK
from tests.dekom.store_fixtures import ADA, BO, LISTENER, MEETING, dump, load, nothing_written, written
from tests.dekom.test_answers import moved

TEN = datetime(2022, 3, 9, 9, 0)
ROOM = Room("rom-1", "Rom **1**")


def minutes(count: int) -> datetime:
    return TEN + timedelta(minutes=count)


def seen(store: Store) -> Proceedings:
    return store.load_proceedings(MEETING)


def ids(store: Store) -> list[str]:
    return [item.id for item in seen(store).items]


def progress(store: Store) -> list[tuple[int, datetime, datetime | None]]:
    """Return the started items: place, when it began, when it ended."""
    items = enumerate(seen(store).items)
    return [(number, item.started_at, item.ended_at) for number, item in items if item.started_at]


def start(store: Store, number: int, at: datetime, actor: Actor = ADA) -> int | None:
    return start_item(store, actor, seen(store), ids(store)[number], at)


def end(store: Store, number: int, at: datetime, actor: Actor = ADA) -> int | None:
    return end_item(store, actor, seen(store), ids(store)[number], at)


def resume(store: Store, number: int, at: datetime) -> int | None:
    return resume_item(store, ADA, seen(store), ids(store)[number], at)


def present(store: Store, nettverk_id: str, at: datetime, long: int = 6, name: str | Message = "Fosen") -> None:
    start_timer(store, ADA, seen(store), ROOM, nettverk_id, name, long, at)


def history(store: Store) -> list[str]:
    return [render(entry.what) for entry in store.history(MEETING, "")]


def undo(store: Store, actor: Actor = ADA) -> None:
    assert store.undo(MEETING, "", actor)


def test_start_ends_the_current_item_in_the_same_step(store: Store) -> None:
    assert moved(store, lambda: start(store, 0, TEN)) == {SAK}
    assert progress(store) == [(0, TEN, None)]
    start(store, 1, minutes(17))
    assert progress(store) == [(0, TEN, minutes(17)), (1, minutes(17), None)]
    assert written(store)[0] == 2
    assert history(store)[0] == "Startet 8/2022 Videreutvikling eller avvikling av pool i Trøndelag"
    undo(store)
    assert progress(store) == [(0, TEN, None)], "the item before is up again"
    undo(store)
    assert progress(store) == []


def test_end_and_take_up_again_keep_when_it_began(store: Store) -> None:
    start(store, 1, TEN)
    end(store, 1, minutes(90))
    start(store, 3, minutes(95))
    resume(store, 1, minutes(110))
    assert progress(store) == [(1, TEN, None), (3, minutes(95), minutes(110))]
    assert history(store)[:2] == [
        "Tok opp igjen 8/2022 Videreutvikling eller avvikling av pool i Trøndelag",
        "Startet Pause",
    ]
    undo(store)
    assert progress(store) == [(1, TEN, minutes(90)), (3, minutes(95), None)]


@pytest.mark.parametrize(
    "action",
    [
        lambda store: start(store, 0, minutes(9)),
        lambda store: start(store, 1, minutes(9)),
        lambda store: end(store, 0, minutes(9)),
        lambda store: end(store, 5, minutes(9)),
        lambda store: resume(store, 1, minutes(9)),
        lambda store: resume(store, 5, minutes(9)),
        lambda store: stop_timer(store, ADA, seen(store), ROOM, TEN),
        lambda store: reset_timer(store, ADA, seen(store), ROOM),
    ],
)
def test_what_an_item_or_a_clock_is_not_ready_for_is_refused(store: Store, action: Callable[[Store], object]) -> None:
    start(store, 0, TEN)
    start(store, 1, minutes(5))
    with nothing_written(store), pytest.raises(Refused):
        action(store)


def test_item_or_room_of_another_meeting_is_refused(store: Store) -> None:
    start(store, 0, TEN)
    stranger = Room("rom-9", "Rom 9")
    for action in (agenda_actions.start_item, agenda_actions.end_item, agenda_actions.resume_item):
        with nothing_written(store), pytest.raises(InvalidChange):
            action(store, ADA, seen(store), "finnes-ikke", TEN)
    with nothing_written(store), pytest.raises(InvalidChange):
        start_timer(store, ADA, seen(store), stranger, "fosen", "Fosen", 6, TEN)
    for wrong in (0, 4, 8):
        with nothing_written(store), pytest.raises(InvalidChange):
            present(store, "fosen", TEN, wrong)


def test_item_that_another_ended_meanwhile_is_not_ended_again(store: Store) -> None:
    start(store, 0, TEN)
    shown = seen(store)
    end(store, 0, minutes(10), BO)
    for action in (end_item, start_item):
        number = 0 if action is end_item else 1
        with nothing_written(store), pytest.raises(StaleChange) as refused:
            action(store, ADA, shown, shown.items[number].id, minutes(12))
        assert "Bo endret dette" in render(refused.value.message)


def test_presentation_takes_the_place_of_the_one_before(store: Store) -> None:
    assert moved(store, lambda: present(store, "fosen", TEN)) == {SAK}
    assert seen(store).timers == (Timer("rom-1", "fosen", TEN, 360),)
    stop_timer(store, ADA, seen(store), ROOM, minutes(4))
    assert seen(store).timers == (Timer("rom-1", "fosen", TEN, 360, minutes(4)),)
    present(store, "", minutes(8), 7, Message("UH eller andre"))
    assert seen(store).timers == (Timer("rom-1", "", minutes(8), 420),)
    reset_timer(store, ADA, seen(store), ROOM)
    assert seen(store).timers == ()
    assert history(store) == [
        "Rom **1**: nullstilte klokken",
        "Rom **1**: startet klokken for UH eller andre, 7 minutter",
        "Rom **1**: stoppet klokken",
        "Rom **1**: startet klokken for Fosen, 6 minutter",
    ]
    for _step in range(3):
        undo(store)
    assert seen(store).timers == (Timer("rom-1", "fosen", TEN, 360),)


def test_reset_sets_the_whole_day_back_and_is_one_step(store: Store) -> None:
    opening = dump(store)
    assert reset_agenda(store, ADA, seen(store)) is None
    start(store, 0, TEN)
    start(store, 1, minutes(15))
    present(store, "fosen", minutes(20))
    rehearsed = dump(store)
    reset_agenda(store, ADA, seen(store))
    assert dump(store) == opening
    undo(store)
    assert dump(store) == rehearsed


@pytest.mark.parametrize("actor", [LISTENER, Actor("e" * 32, "", "gruppe", MEETING, "gruppe-1")])
def test_only_the_secretariat_drives_the_agenda(store: Store, actor: Actor) -> None:
    with nothing_written(store), pytest.raises(Forbidden):
        start(store, 0, TEN, actor)
    with nothing_written(store), pytest.raises(Forbidden):
        start_timer(store, actor, seen(store), ROOM, "fosen", "Fosen", 6, TEN)


# Which screen an item needs


def test_every_item_of_the_demo_leads_where_it_is_worked_on(kept_store: Store) -> None:
    case = load(kept_store)
    assert [screen_of(item, case) for item in seen(kept_store).items] == [
        *("protokoll", "hva-om", "innstilling", None, "innstilling", None),
        *("gruppearbeid", None, "gruppearbeid", "innstilling", None, None),
    ]


@pytest.mark.parametrize(
    ("kind", "title", "screen"),
    [
        ("Beslutningssak", "SAMLINGER i 2023", "hva-om"),
        ("vedtakssak", "Direktefinansiering UH", "hva-om"),
        ("avgjerdssak", "Fordeling", "innstilling"),
        ("orientering", "Pool", None),
        ("", "Tilråding", "innstilling"),
        (" Pause ", "Innstilling ved bordet", None),
        ("gruppeprosess", "Pool", "gruppearbeid"),
        ("Framlegg", "Innstilling", "gruppearbeid"),
        ("godkjenning av innkalling", "Innstilling", "protokoll"),
        ("", "", None),
    ],
)
def test_kind_comes_before_title(kept_store: Store, kind: str, title: str, screen: str | None) -> None:
    item = AgendaItem("x", "", "", "", title, kind)
    assert screen_of(item, load(kept_store)) == screen
    assert is_pause(item) is (kind == " Pause ")
