"""Many threads on one store: no torn read, no lost change, no change done twice."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from dekom import actions
from dekom.access import Actor
from dekom.change import StaleChange
from dekom.edits import TableState, handle_edits
from dekom.store import Store
from tests.dekom.store_fixtures import (
    ADA,
    BO,
    MEETING,
    ORDNING,
    amount,
    amount_edit,
    change,
    dump,
    load,
    replayed,
    written,
)

BROWSERS = [Actor(str(i) * 32, f"Nr. {i}") for i in range(8)]


def together(*jobs: Callable[[], object]) -> list[object]:
    """Run the jobs at the same time, a thread each; raise what any of them raised."""
    barrier = threading.Barrier(len(jobs))

    def started(job: Callable[[], object]) -> object:
        barrier.wait(30)
        return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [done.result(120) for done in [pool.submit(started, job) for job in jobs]]


def test_reader_never_sees_half_a_change(store: Store) -> None:
    total, writing = load(store).innstilt_kr, threading.Event()

    def move_back_and_forth() -> None:
        try:
            for i in range(40):
                pair = ("tfk-vgo", "ytre-namdal") if i % 2 == 0 else ("ytre-namdal", "tfk-vgo")
                actions.move_amount(store, ADA, load(store), *pair, "100 000")
        finally:
            writing.set()

    def read() -> int:
        reads = 0
        while not writing.is_set():
            case = load(store)
            assert case.innstilt_kr == total
            given = {n.id: n.innstilt_kr for n in case.nettverk}
            assert (given["tfk-vgo"], given["ytre-namdal"]) in {(3_357_495, 493_539), (3_257_495, 593_539)}
            reads += 1
        return reads

    _moved, *reads = together(move_back_and_forth, read, read, read)
    assert all(isinstance(n, int) and n > 5 for n in reads)
    assert written(store) == (40, 80)


def test_revision_read_first_never_runs_ahead_of_what_is_loaded(store: Store) -> None:
    writing = threading.Event()

    def count_up() -> None:
        try:
            for kr in range(80):
                store.apply(change(amount_edit("fosen", 721_155 if kr == 0 else kr - 1, kr)), ADA)
        finally:
            writing.set()

    def read() -> None:
        while not writing.is_set():
            revision = store.revision(MEETING)
            kr = amount(store, "fosen")
            assert kr is not None
            assert revision == 0 or kr >= revision - 1

    together(count_up, read, read)
    assert store.revision(MEETING) == 80


def test_eight_threads_on_one_amount_lose_no_change(store: Store) -> None:
    """Each adds its own power of 11, ten times, so that the sum tells whose changes are there."""

    def add(number: int) -> int:
        case = load(store)
        seen, refusals = amount(store, "fosen"), 0
        for _ in range(10):
            while True:
                assert seen is not None
                try:
                    after = seen + 11**number
                    assert actions.set_amount(store, BROWSERS[number], case, "fosen", seen, after)
                    seen = after
                    break
                except StaleChange as stale:
                    assert stale.last is not None
                    seen = (stale.current or {})["innstilt_kr"]
                    refusals += 1
        return refusals

    before, opening = amount(store, "fosen"), dump(store)
    refusals = together(*(lambda n=n: add(n) for n in range(8)))
    assert sum(r for r in refusals if isinstance(r, int)) > 0, "they did meet"
    assert amount(store, "fosen") == (before or 0) + 11**8 - 1
    entries = store.history(MEETING, ORDNING)
    assert [e.change_id for e in entries] == list(range(80, 0, -1))
    assert store.revision(MEETING) == 80
    assert replayed(opening, reversed(entries)) == dump(store)


def _relative_edits(store: Store, actor: Actor, nettverk_id: str, text: str, times: int) -> None:
    """Type a relative amount again and again as the amount table sends it; type it anew when it is refused."""
    state, seq = TableState(), 0
    for _ in range(times):
        while True:
            seq += 1
            seen = amount(store, nettverk_id)
            place = {"client": actor.browser_id, "seq": seq, "kind": "edit", "id": nettverk_id}
            handle_edits(
                store, actor, store.load_case(MEETING, ORDNING), [place | {"text": text, "seen": seen}], state
            )
            if nettverk_id not in state.notes:
                break
            assert "er ikke lagret" in state.notes[nettverk_id].msgid


def test_browsers_on_rows_of_their_own_lose_no_relative_edit(store: Store) -> None:
    opening = load(store)
    rows = [n.id for n in opening.nettverk][:4]
    together(*(lambda i=i: _relative_edits(store, BROWSERS[i], rows[i], f"+{i + 1}", 15) for i in range(4)))
    for i, (before, after) in enumerate(zip(opening.nettverk[:4], load(store).nettverk[:4], strict=True)):
        assert (after.innstilt_kr or 0) - (before.innstilt_kr or 0) == 15 * (i + 1)
    assert written(store) == (60, 60)


def test_eight_browsers_on_one_row_lose_no_relative_edit(store: Store) -> None:
    together(*(lambda b=b: _relative_edits(store, b, "fosen", "+7", 5) for b in BROWSERS))
    assert amount(store, "fosen") == 721_155 + 8 * 5 * 7
    assert written(store) == (40, 40)


def test_undo_pressed_in_two_tabs_at_once_takes_each_change_once(store: Store) -> None:
    opening = dump(store)
    for kr in range(20):
        actions.set_amount(store, ADA, load(store), "fosen", amount(store, "fosen"), kr)
    actions.set_amount(store, BO, load(store), "gauldal", 960_113, 1)

    def undo_all() -> int:
        taken = 0
        while store.undo(MEETING, ORDNING, ADA):
            taken += 1
        return taken

    taken = together(undo_all, undo_all)
    assert sum(n for n in taken if isinstance(n, int)) == 20
    assert amount(store, "fosen") == 721_155
    entries = store.history(MEETING, ORDNING)
    assert len({e.original_id for e in entries if e.kind == "angre"}) == 20
    store.undo(MEETING, ORDNING, BO)
    assert dump(store) == opening


def test_names_given_and_history_read_while_others_write(store: Store) -> None:
    def write() -> None:
        for kr in range(20):
            actions.set_amount(store, ADA, load(store), "fosen", amount(store, "fosen"), kr)

    def name() -> None:
        for i in range(40):
            store.name_browser("x" * 32, f"Navn {i}")
            assert store.browser_name("x" * 32) == f"Navn {i}"

    def read() -> None:
        for _ in range(20):
            ids = [e.change_id for e in store.history(MEETING, ORDNING)]
            assert ids == list(range(len(ids), 0, -1))

    together(write, name, read)
    assert written(store) == (20, 20)
