"""Looking back: at every change, what is loaded is what was loaded just after it; and nothing is touched by it."""

import random
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from dekom import actions, answers, group_actions, scenarios, wall_actions
from dekom.change import Change, InvalidChange, RowEdit, StaleChange
from dekom.groupwork import Tie
from dekom.i18n import Message
from dekom.money import Refused
from dekom.store import Store, open_store
from dekom.wall import Wall
from dekom.whatif import opening
from tests.dekom.store_fixtures import (
    ADA,
    BO,
    CY,
    MEETING,
    ORDNING,
    amount,
    amount_edit,
    change,
    delete_everything,
    dump,
    key,
    load,
    make_meeting,
    nothing_written,
    replayed,
    written,
)
from tests.dekom.test_answers import GROUPS, PHONE, TOTAL, member, place, pool, stands, work
from tests.dekom.test_store_threads import together

ROOMS = ("rom-1", "rom-2")
NETWORKS = ("fosen", "vaernes", "gauldal", "ytre-namdal")


def picture(store: Store, at: int | None = None) -> tuple[Any, ...]:
    """Return what is loaded at a change."""
    return (
        store.load_case(MEETING, ORDNING, at=at),
        store.load_group_work(MEETING, ADA, at=at),
        store.load_wall(MEETING, "rom-1", at=at),
    )


class Walk:
    """Random changes of every kind, by the secretariat and the groups, with undo, redo and taking back."""

    def __init__(self, store: Store, seed: int) -> None:
        self.store = store
        self.random = random.Random(seed)
        self.pictures = {0: picture(store)}

    def go(self, steps: int) -> None:
        kinds = (
            *(self.amount,) * 3,
            *(self.answer,) * 5,
            *(self.undo_or_redo,) * 3,
            self.frame,
            self.aside,
            self.limit,
            self.scenario,
            self.reveal,
            self.note,
            self.pair,
            self.tie,
            self.leave_out,
            self.inhabil,
            self.wall,
            self.hold,
            self.empty,
            self.take_back,
        )
        for _ in range(steps):
            with suppress(Refused, InvalidChange, StaleChange):
                self.random.choice(kinds)()
            self.pictures[self.store.last_change_id] = picture(self.store)

    def pick(self, *options: Any) -> Any:
        return self.random.choice(options)

    def amount(self) -> None:
        nettverk_id = self.pick(*NETWORKS)
        seen = amount(self.store, nettverk_id)
        after = self.pick(None, self.random.randrange(10**6))
        edit = amount_edit(nettverk_id, seen, after)
        text = RowEdit("innstilling", edit.key, {}, {"begrunnelse": str(self.random.random())})
        self.store.apply(change(*self.pick((edit,), (edit, text), (text,))), self.pick(ADA, BO))

    def answer(self) -> None:
        number = self.random.randrange(1, 5)
        gruppe = work(self.store).grupper[number - 1]
        nettverk_id = self.pick(*work(self.store).nettverk_of(gruppe))
        actor = self.pick(ADA, member(number))
        at = self.pick(
            place(self.store, self.pick("1", "2"), nettverk_id, gruppe.id), pool(self.store, "C", gruppe.id)
        )
        seen = stands(self.store, at)
        if self.random.random() < 0.5:
            answers.save_choices(self.store, actor, at, seen, [self.pick(*at.question.choices)])
        else:
            answers.save_note(self.store, actor, at, seen, f"notat «{self.random.random()}»\n\x00")

    def frame(self) -> None:
        total = load(self.store).total_kr
        edit = RowEdit("ordning", key(), {"total_kr": total}, {"total_kr": self.pick(None, TOTAL, TOTAL + 1)})
        self.store.apply(change(edit), BO)

    def aside(self) -> None:
        case = load(self.store)
        if case.set_asides:
            actions.release(self.store, ADA, case, case.set_asides[0].id)
        else:
            actions.set_aside(self.store, ADA, case, "reise", "1 000")

    def limit(self) -> None:
        case = load(self.store)
        text = "" if case.limits else "20"
        actions.set_limit(self.store, ADA, case, "grense_endring", "Endring", text)

    def scenario(self) -> None:
        saved = self.store.load_scenarios(MEETING, ORDNING)
        if saved:
            scenarios.delete_scenario(self.store, ADA, load(self.store), saved[0].id)
        else:
            case = load(self.store)
            scenarios.save_scenario(self.store, ADA, case, opening(case), {"fosen": 1}, "Prøve", "")

    def reveal(self) -> None:
        gruppe_id, sheet_id = self.pick(*GROUPS), self.pick("kriterieark", "pool")
        is_shown = (gruppe_id, sheet_id) in work(self.store).revealed
        group_actions.set_revealed(self.store, ADA, work(self.store), gruppe_id, sheet_id, not is_shown)

    def note(self) -> None:
        found = work(self.store)
        if found.answers:
            chosen = self.pick(*found.answers)
            group_actions.set_note_shown(self.store, ADA, found, chosen, chosen not in found.shown_notes)

    def pair(self) -> None:
        gruppe_id, partner_id = self.random.sample(GROUPS, 2)
        partner_id = self.pick("", partner_id)
        group_actions.place_gruppe(self.store, ADA, work(self.store), gruppe_id, self.pick(*ROOMS), partner_id)

    def tie(self) -> None:
        gruppe = self.pick(*work(self.store).grupper)
        if gruppe.ties:
            group_actions.remove_tie(self.store, ADA, work(self.store), gruppe.id, gruppe.ties[0])
        else:
            group_actions.add_tie(self.store, ADA, work(self.store), gruppe.id, Tie("uh", "nord", "eier"))

    def leave_out(self) -> None:
        group_actions.leave_out_tied(self.store, BO, work(self.store), not work(self.store).leaves_out_tied)

    def inhabil(self) -> None:
        found = work(self.store)
        if found.inhabilitet:
            group_actions.remove_inhabilitet(self.store, ADA, found, found.inhabilitet[0])
        else:
            group_actions.add_inhabilitet(self.store, ADA, found, "Rektor", "Sak 10", "")

    def wall(self) -> None:
        wall = Wall(self.pick(*ROOMS), self.pick("vedtak", "pause"), text=str(self.random.random()))
        wall_actions.show(self.store, self.pick(ADA, BO), MEETING, wall)

    def hold(self) -> None:
        wall_actions.hold(self.store, ADA, MEETING, self.pick(*ROOMS), self.random.random() < 0.5)

    def empty(self) -> None:
        group_actions.empty_answers(self.store, CY, work(self.store))

    def undo_or_redo(self) -> None:
        step = self.pick(self.store.undo, self.store.undo, self.store.redo)
        step(MEETING, self.pick(ORDNING, ""), ADA)

    def take_back(self) -> None:
        group_actions.take_back_emptying(self.store, CY, work(self.store))


@pytest.mark.parametrize("seed", [1, 2])
def test_every_change_can_be_looked_back_at_and_nothing_is_touched(store: Store, seed: int) -> None:
    opening_rows, walk = dump(store), Walk(store, seed)
    walk.go(12)
    assert len(walk.pictures) == store.last_change_id + 1 > 5
    with nothing_written(store):
        for at in random.Random(seed).sample(sorted(walk.pictures), len(walk.pictures)):  # in any order
            assert picture(store, at) == walk.pictures[at], at
    walk.go(3)
    assert picture(store, 0) == walk.pictures[0]
    both = store.history(MEETING, ORDNING) + store.history(MEETING, "")
    assert replayed(opening_rows, sorted(both, key=lambda e: e.change_id)) == dump(store)


def test_walk_does_every_kind_of_change(store: Store) -> None:
    """Guards the walk itself: a walk that is always refused would prove nothing."""
    walk = Walk(store, 1)
    for action in (
        *(walk.amount, walk.answer, walk.frame, walk.aside, walk.limit, walk.scenario, walk.reveal, walk.note),
        *(walk.pair, walk.tie, walk.leave_out, walk.inhabil, walk.wall, walk.hold, walk.empty),
    ):
        before = store.last_change_id
        for _ in range(2):
            action()
        assert store.last_change_id > before, action
    store.undo(MEETING, "", ADA)
    store.redo(MEETING, "", ADA)
    kinds = {e.kind for e in store.history(MEETING, "")}
    assert kinds == {"endring", "angre", "gjør om"}


def test_row_that_was_made_and_deleted_many_times_is_seen_as_it_was(store: Store) -> None:
    """The key of one row goes in and out of its index in one transaction."""
    aside = key(set_aside_id="x")
    row = {"name": "reise", "amount_kr": 5}
    for number in range(3):
        store.apply(change(RowEdit("set_aside", aside, None, {**row, "amount_kr": number})), ADA)
        store.apply(change(RowEdit("set_aside", aside, {"amount_kr": number}, {"amount_kr": 99})), ADA)
        store.apply(change(RowEdit("set_aside", aside, {**row, "amount_kr": 99}, None)), ADA)

    def seen(at: int) -> list[int]:
        return [item.amount_kr for item in store.load_case(MEETING, ORDNING, at=at).set_asides]

    after_each = [found for number in range(3) for found in ([number], [99], [])]
    assert [seen(at) for at in range(10)] == [[], *after_each]
    assert (load(store).set_asides, store.last_change_id) == ((), 9)


def test_row_changed_twice_in_one_change_is_seen_as_it_was(store: Store) -> None:
    place_key = key(nettverk_id="fosen")
    twice = (
        RowEdit("innstilling", place_key, {"innstilt_kr": 721_155}, {"innstilt_kr": 1}),
        RowEdit("innstilling", place_key, {"innstilt_kr": 1}, {"innstilt_kr": 2}),
        RowEdit("innstilling", place_key, {"innstilt_kr": 2, "begrunnelse": ""}, None),
        RowEdit("innstilling", place_key, None, {"innstilt_kr": 3, "begrunnelse": "ny rad"}),
    )
    before = picture(store)
    store.apply(change(*twice), ADA)
    store.apply(change(amount_edit("gauldal", 960_113, 1)), ADA)
    assert picture(store, 0) == before
    assert [n.begrunnelse for n in store.load_case(MEETING, ORDNING, at=1).nettverk if n.id == "fosen"] == ["ny rad"]


def test_meeting_that_was_deleted_and_taken_back_is_seen_as_it_was(store: Store) -> None:
    before = load(store), work(store)
    deleted = store.apply(Change(MEETING, ORDNING, Message("Slettet møtet"), delete_everything(store)), ADA)
    assert deleted == 1
    with pytest.raises(KeyError):
        load(store)
    assert store.load_case(MEETING, ORDNING, at=0) == before[0]
    store.undo(MEETING, ORDNING, ADA)
    assert (load(store), work(store)) == before
    with pytest.raises(KeyError):
        store.load_case(MEETING, ORDNING, at=1)


def test_looking_back_covers_every_meeting(store: Store) -> None:
    make_meeting(store, "annet-2023")
    seen = store.load_case("annet-2023", ORDNING)
    store.apply(change(amount_edit("fosen", 721_155, 1)), ADA)
    actions.set_amount(store, ADA, seen, "fosen", 100_000, 7)
    assert store.load_case("annet-2023", ORDNING, at=1) == store.load_case("annet-2023", ORDNING, at=2) == seen
    with pytest.raises(KeyError):
        store.load_case("annet-2023", ORDNING, at=0)


def test_change_before_the_first_is_the_opening_and_one_to_come_is_now(store: Store) -> None:
    before = picture(store)
    store.apply(change(amount_edit("fosen", 721_155, 1)), ADA)
    now = picture(store)
    assert picture(store, 0) == picture(store, -5) == before
    assert picture(store, 1) == picture(store, 10**9) == picture(store) == now


def test_text_of_every_kind_is_seen_as_it_was(store: Store) -> None:
    texts = ("", "nul \x00", "«x»\\\n'; DROP TABLE change; --", "\u202eנסדל", "👩‍🏫" * 500, "x" * 10_000)
    at, seen = place(store), stands(store, place(store))
    for text in texts[1:]:
        seen = answers.save_note(store, PHONE, at, seen, text)
    answers.save_note(store, PHONE, at, seen, "sist")
    found = [store.load_group_work(MEETING, ADA, at=n).answer(*at.key).note for n in range(len(texts))]
    assert tuple(found) == texts


def test_file_that_was_looked_back_at_is_the_same_when_it_is_opened_again(demo_file: Path) -> None:
    store = open_store(demo_file)
    for kr in range(10):
        store.apply(change(amount_edit("fosen", kr - 1 if kr else 721_155, kr)), ADA)
    after, log = dump(store), demo_file.with_name(f"{demo_file.name}.wal").read_bytes()
    for at in range(0, 10, 3):
        picture(store, at)
    assert demo_file.with_name(f"{demo_file.name}.wal").read_bytes() == log, "not even the log is written to"
    store.close()
    again = open_store(demo_file)
    assert dump(again) == after
    assert amount(again, "fosen") == 9
    assert next(n for n in again.load_case(MEETING, ORDNING, at=3).nettverk if n.id == "fosen").innstilt_kr == 2
    assert again.apply(change(amount_edit("fosen", 9, 10)), ADA) == 11
    again.close()


# Many at once


def test_writers_lose_nothing_and_readers_see_whole_pictures_while_others_look_back(store: Store) -> None:
    """Amounts move between two networks, notes are counted up; a picture with a wrong sum would be torn."""
    total, opening_rows, writing = load(store).innstilt_kr, dump(store), threading.Event()

    def move() -> None:
        for number in range(6):
            pair = ("tfk-vgo", "ytre-namdal") if number % 2 == 0 else ("ytre-namdal", "tfk-vgo")
            actions.move_amount(store, ADA, load(store), *pair, "100 000")

    def answer(number: int) -> None:
        at = place(store, "1", work(store).grupper[number - 1].forarbeid[0], f"gruppe-{number}")
        seen = stands(store, at)
        for count in range(6):
            seen = answers.save_note(store, member(number), at, seen, f"{count}")

    def write() -> None:
        try:
            together(move, partial(answer, 1), partial(answer, 3))
        finally:
            writing.set()

    def counts(at: int | None) -> list[int]:
        found = store.load_group_work(MEETING, ADA, at=at)
        return [int(a.note) for a in found.answers.values()]

    def look_back(seed: int) -> int:
        chosen, seen = random.Random(seed), dict[int, Any]()
        while not writing.is_set():
            newest = store.last_change_id
            if newest < 2:
                continue
            at = chosen.randrange(newest)  # the newest itself: see the known fault below
            assert store.load_case(MEETING, ORDNING, at=at).innstilt_kr == total
            found = sorted(counts(at))
            assert seen.setdefault(at, found) == found, "the past does not change"
            assert sum(n + 1 for n in found) <= at
        return len(seen)

    def read() -> int:
        reads, before = 0, 0
        while not writing.is_set():
            assert load(store).innstilt_kr == total
            now = sum(n + 1 for n in counts(None))
            assert now >= before, "nobody sees what was set back for a moment"
            before, reads = now, reads + 1
        return reads

    _done, *looks = together(write, partial(look_back, 1), read)
    assert all(isinstance(n, int) and n > 0 for n in looks)
    assert written(store) == (18, 24)
    assert (counts(None), load(store).innstilt_kr) == ([5, 5], total)
    both = store.history(MEETING, ORDNING) + store.history(MEETING, "")
    assert replayed(opening_rows, sorted(both, key=lambda e: e.change_id)) == dump(store)


def test_newest_change_is_seen_as_it_was_while_others_write(store: Store) -> None:
    writing = threading.Event()

    def write() -> None:
        try:
            seen = 721_155
            for kr in range(1, 41):
                store.apply(change(amount_edit("fosen", seen, kr)), ADA)
                seen = kr
        finally:
            writing.set()

    def look() -> list[tuple[int, int | None]]:
        wrong = []
        while not writing.is_set():
            at = store.last_change_id
            found = next(n for n in store.load_case(MEETING, ORDNING, at=at).nettverk if n.id == "fosen")
            if found.innstilt_kr != (at or 721_155):
                wrong.append((at, found.innstilt_kr))
        return wrong

    _done, *wrong = together(write, look, look)
    assert wrong == [[], []]


def test_page_that_fails_while_it_looks_back_leaves_the_store_able_to_write(store: Store) -> None:
    store.apply(change(amount_edit("fosen", 721_155, 1)), ADA)
    for _ in range(3):
        with pytest.raises(KeyError):
            store.load_case("finnes-ikke", ORDNING, at=0)
        with pytest.raises(Exception, match="et annet møte"):
            store.load_group_work(MEETING, replace(PHONE, meeting_id="annet"), at=0)
    jobs: list[Callable[[], object]] = [
        partial(store.apply, change(amount_edit("gauldal", 960_113, 2)), BO),
        partial(store.load_case, MEETING, ORDNING, 0),
    ]
    together(*jobs)
    assert (amount(store, "fosen"), amount(store, "gauldal")) == (1, 2)
