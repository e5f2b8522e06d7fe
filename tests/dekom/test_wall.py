"""The storskjerm: shows what was chosen last, holds still when held, and is never in Angre."""

from dataclasses import asdict, replace
from functools import partial
from typing import Any, get_args

import pytest

from dekom import actions, answers, group_actions, wall_actions
from dekom.access import Actor, Forbidden
from dekom.change import InvalidChange, RowEdit
from dekom.groupwork import NOT_ANSWERED
from dekom.store import Store
from dekom.wall import BADGES, EXTRAS, NOTES, View, Wall, WallControl
from tests.dekom.store_fixtures import ADA, BO, HOSTILE_TEXTS, MEETING, amount, dump, load, nothing_written, written
from tests.dekom.test_access import change_of
from tests.dekom.test_answers import PHONE, VIEWER, moved, place, work
from tests.dekom.test_store_threads import together

PAUSE = Wall("rom-1", "pause", resumes="12:30")
RESOLUTION = Wall("rom-1", "vedtak", text="Forumet innstiller på …")
MATRIX = Wall("rom-1", "matrise", ordning="dekom", sheet_id="kriterieark")


def show(store: Store, wall: Wall, actor: Actor = ADA) -> int | None:
    return wall_actions.show(store, actor, MEETING, wall)


def hold(store: Store, is_held: bool = True, room_id: str = "rom-1", actor: Actor = ADA) -> int | None:
    return wall_actions.hold(store, actor, MEETING, room_id, is_held)


def shown(store: Store, room_id: str = "rom-1") -> tuple[Wall, WallControl]:
    return next((wall, control) for room, wall, control in store.load_walls(MEETING) if room.id == room_id)


def held_at(store: Store, room_id: str = "rom-1") -> int:
    at = shown(store, room_id)[1].held_at
    assert at is not None
    return at


# What is shown


def test_wall_shows_the_innstilling_until_something_is_chosen(kept_store: Store) -> None:
    walls = kept_store.load_walls(MEETING)
    assert [(room.id, room.name) for room, _wall, _control in walls] == [("rom-1", "Rom 1"), ("rom-2", "Rom 2")]
    assert [wall for _room, wall, _control in walls] == [Wall("rom-1"), Wall("rom-2")]
    assert [control for _room, _wall, control in walls] == [WallControl("rom-1"), WallControl("rom-2")]
    assert Wall("rom-1").view == "innstilling"
    assert kept_store.load_wall(MEETING, "rom-9") == Wall("rom-9")
    assert kept_store.load_walls("finnes-ikke") == []


def test_every_view_is_shown_with_all_that_belongs_to_it(store: Store) -> None:
    for number, view in enumerate(get_args(View)):
        texts: dict[str, Any] = dict.fromkeys(
            ("ordning", "nettverk_id", "gruppe_id", "sheet_id", "text", "resumes", "what_if"), f"{view} {number}"
        )
        wall = Wall("rom-2", view, **texts, shows=frozenset(EXTRAS[: number % 4]))
        show(store, wall)
        assert shown(store, "rom-2")[0] == store.load_wall(MEETING, "rom-2") == wall
    assert shown(store)[0] == Wall("rom-1"), "the other room is left alone"


def test_text_on_the_wall_is_what_was_typed(store: Store) -> None:
    for text in (*HOSTILE_TEXTS, "nul \x00", "x" * 10_000):
        show(store, replace(RESOLUTION, text=text))
        assert store.load_wall(MEETING, "rom-1").text == text


def test_the_same_again_is_no_change(store: Store) -> None:
    show(store, PAUSE)
    with nothing_written(store):
        assert show(store, PAUSE, BO) is None
    show(store, replace(PAUSE, shows=frozenset({BADGES, NOTES})))
    with nothing_written(store):
        assert show(store, replace(PAUSE, shows=frozenset({NOTES, BADGES}))) is None


def test_the_newest_choice_of_two_browsers_counts(store: Store) -> None:
    show(store, PAUSE, ADA)
    show(store, RESOLUTION, BO)
    show(store, MATRIX, ADA)
    assert shown(store)[0] == MATRIX


@pytest.mark.parametrize(
    "wall",
    [
        replace(RESOLUTION, text="x" * 100_000),
        replace(RESOLUTION, text="\ud800"),
        replace(RESOLUTION, room_id="rom-9"),
        replace(RESOLUTION, room_id=""),
    ],
    ids=["long", "lone surrogate", "unknown room", "no room"],
)
def test_wall_that_cannot_be_shown_is_refused(kept_store: Store, wall: Wall) -> None:
    with nothing_written(kept_store), pytest.raises(InvalidChange):
        show(kept_store, wall)


def test_view_of_a_later_edition_is_the_innstilling(store: Store) -> None:
    show(store, RESOLUTION)
    key = {"meeting_id": MEETING, "room_id": "rom-1"}
    store.apply(change_of(RowEdit("wall", key, {"view": "vedtak"}, {"view": "hologram"})), ADA)
    assert store.load_wall(MEETING, "rom-1") == Wall("rom-1")
    show(store, PAUSE)
    assert store.load_wall(MEETING, "rom-1") == PAUSE


@pytest.mark.parametrize("actor", [PHONE, VIEWER], ids=["group", "viewer"])
def test_only_the_secretariat_drives_the_wall(kept_store: Store, actor: Actor) -> None:
    with nothing_written(kept_store):
        for action in (
            partial(show, kept_store, PAUSE, actor),
            partial(hold, kept_store, True, "rom-1", actor),
            partial(wall_actions.follow, kept_store, actor, MEETING, "rom-1", "tab-1"),
        ):
            with pytest.raises(Forbidden):
                action()


def test_wall_follows_one_browser_until_it_stops_or_another_takes_over(store: Store) -> None:
    wall_actions.follow(store, ADA, MEETING, "rom-1", ADA.browser_id)
    assert shown(store)[1].follows == ADA.browser_id
    hold(store)
    assert shown(store)[1] == WallControl("rom-1", 1, ADA.browser_id)
    wall_actions.follow(store, BO, MEETING, "rom-1", BO.browser_id)
    assert shown(store)[1] == WallControl("rom-1", 1, BO.browser_id)
    wall_actions.follow(store, BO, MEETING, "rom-1", "")
    assert shown(store)[1] == WallControl("rom-1", 1, "")
    assert shown(store, "rom-2")[1] == WallControl("rom-2")


# Hold


def test_held_wall_shows_what_stood_when_it_was_held(store: Store) -> None:
    show(store, MATRIX)
    answers.save_choices(store, PHONE, place(store), NOT_ANSWERED, ["ja"])
    group_actions.set_revealed(store, ADA, work(store), "gruppe-1", "kriterieark", True)
    before = load(store), work(store, VIEWER)
    hold(store)
    at = held_at(store)

    show(store, RESOLUTION)
    actions.set_amount(store, BO, load(store), "fosen", 721_155, 8_000_000)
    answers.save_choices(store, PHONE, place(store), work(store).answer(*place(store).key), ["nei"])
    group_actions.set_revealed(store, ADA, work(store), "gruppe-2", "kriterieark", True)
    group_actions.empty_answers(store, ADA, work(store))
    show(store, PAUSE, BO)

    assert held_at(store) == at
    assert store.load_wall(MEETING, "rom-1", at=at) == MATRIX
    assert (store.load_case(MEETING, "dekom", at=at), store.load_group_work(MEETING, VIEWER, at=at)) == before
    assert shown(store)[0] == PAUSE, "what it will show when it is let go"
    assert amount(store, "fosen") == 8_000_000


def test_wall_that_is_let_go_shows_the_newest(store: Store) -> None:
    hold(store)
    show(store, RESOLUTION)
    hold(store, False)
    assert shown(store) == (RESOLUTION, WallControl("rom-1"))
    assert hold(store, False) is None
    hold(store)
    assert store.load_wall(MEETING, "rom-1", at=held_at(store)) == RESOLUTION


def test_wall_held_before_anything_was_done_shows_the_opening(store: Store) -> None:
    hold(store)
    assert held_at(store) == 0
    show(store, RESOLUTION)
    actions.set_amount(store, ADA, load(store), "fosen", 721_155, 1)
    assert store.load_wall(MEETING, "rom-1", at=0) == Wall("rom-1")
    assert next(n for n in store.load_case(MEETING, "dekom", at=0).nettverk if n.id == "fosen").innstilt_kr == 721_155


def test_hold_is_for_one_room(store: Store) -> None:
    hold(store)
    show(store, replace(RESOLUTION, room_id="rom-2"))
    assert shown(store, "rom-2") == (replace(RESOLUTION, room_id="rom-2"), WallControl("rom-2"))
    hold(store, True, "rom-2")
    assert (held_at(store), held_at(store, "rom-2")) == (0, 2)


def test_hold_survives_undo_and_redo_of_what_it_was_held_at(store: Store) -> None:
    actions.set_amount(store, ADA, load(store), "fosen", 721_155, 700_000)
    hold(store)
    held = store.load_case(MEETING, "dekom", at=held_at(store))
    store.undo(MEETING, "dekom", ADA)
    assert store.load_case(MEETING, "dekom", at=held_at(store)) == held
    store.redo(MEETING, "dekom", ADA)
    store.undo(MEETING, "dekom", ADA)
    assert store.load_case(MEETING, "dekom", at=held_at(store)) == held
    assert amount(store, "fosen") == 721_155


def test_hold_is_there_in_a_fresh_store_on_the_same_file(store: Store) -> None:
    show(store, MATRIX)
    hold(store)
    show(store, RESOLUTION)
    again = Store(store._connection)
    assert again.load_wall(MEETING, "rom-1", at=held_at(again)) == MATRIX


def test_hold_pressed_again_on_a_held_wall_lets_nothing_new_through(store: Store) -> None:
    """A double click, or a second browser that has not yet seen that it is held."""
    hold(store)
    actions.set_amount(store, ADA, load(store), "fosen", 721_155, 8_000_000)
    hold(store, True, "rom-1", BO)
    held = store.load_case(MEETING, "dekom", at=held_at(store))
    assert next(n for n in held.nettverk if n.id == "fosen").innstilt_kr == 721_155


# Angre, topics, many at once


def test_wall_is_never_in_angre_and_moves_its_own_topic_only(store: Store) -> None:
    group_actions.leave_out_tied(store, ADA, work(store), True)
    angre = store.undo_state(MEETING, "", ADA)
    for action in (
        partial(show, store, PAUSE),
        partial(show, store, replace(PAUSE, shows=frozenset({NOTES}))),
        partial(hold, store),
        partial(wall_actions.follow, store, ADA, MEETING, "rom-1", "tab-1"),
        partial(hold, store, False),
        partial(wall_actions.follow, store, ADA, MEETING, "rom-1", ""),
    ):
        assert moved(store, action) == {"skjerm"}
        assert store.undo_state(MEETING, "", ADA) == angre
    assert store.undo_state(MEETING, "dekom", ADA) == (None, None)
    walls = store.load_walls(MEETING)
    assert store.undo(MEETING, "", ADA)
    assert store.undo(MEETING, "", ADA) is None
    assert store.load_walls(MEETING) == walls
    assert store.revision(MEETING, "innstilling", "svar") == 0


def test_walls_of_two_rooms_are_driven_at_once(store: Store) -> None:
    def drive(room_id: str, actor: Actor) -> None:
        for number in range(15):
            show(store, Wall(room_id, "vedtak", text=f"{number}"), actor)
            hold(store, number % 2 == 0, room_id, actor)

    together(partial(drive, "rom-1", ADA), partial(drive, "rom-2", BO))
    assert {wall.text for _room, wall, _control in store.load_walls(MEETING)} == {"14"}
    assert written(store)[0] == 60
    rows = [row for (table, _key), row in dump(store).items() if table == "wall"]
    assert {frozenset(row) for row in rows} == {frozenset(asdict(PAUSE)) - {"room_id"}}


def test_newest_choice_counts_also_when_two_browsers_choose_at_the_same_moment(store: Store) -> None:
    def choose(actor: Actor) -> None:
        for number in range(40):
            show(store, replace(RESOLUTION, text=f"{actor.name} {number}"), actor)

    together(partial(choose, ADA), partial(choose, BO))
    assert written(store)[0] == 80
