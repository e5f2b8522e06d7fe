"""kill -9 in the middle of a scripted meeting, again and again: no acknowledged change and no copy may be lost.

Run `python -m tests.bench.kill 200` from the top folder; with `--folds` the log is folded in all the time.
"""

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

import duckdb

from dekom import actions, versions
from dekom.backup import copies, write_copy
from dekom.change import Change, RowEdit, Values
from dekom.i18n import Message
from dekom.plain import canonical
from dekom.store import Store, open_store
from tests.dekom.store_fixtures import ADA, MEETING, ORDNING, ROOT, State, copy_of_demo, dump, key, load, replayed

ROUNDS_PER_FILE = 10
MOVE_KR = 1_000
LONGEST_S = 0.5
COPY = "kopi "
MOMENT = "2022-03-09T09:15:00"


@dataclass(frozen=True, slots=True)
class Round:
    """One kill: changes and copies acknowledged before it, changes there after it beyond those, s to open the file."""

    acknowledged: int
    copied: int
    more: int
    open_s: float


def meeting_loop(path: Path, folds: bool) -> None:
    """Hold the meeting over and over, and print after each change its number and after each copy its name."""
    store = open_store(path)
    if folds:
        settings = duckdb.connect(str(path))  # the same database: a small log, so that kills also hit its folding in
        settings.execute("SET checkpoint_threshold = '60KB'")
    for n in count():
        for said in _meeting(store, f"{store.last_change_id}/{n}"):
            print(said, flush=True)


def _meeting(store: Store, new: str) -> Iterator[str]:
    """Hold the meeting once, from where it is now; `new` is in every text, so that each time changes something."""
    items = list(enumerate(item.id for item in store.load_proceedings(MEETING).items))
    first = store.last_change_id % len(items)
    put(store, "attendance", _of("seat_id", _seat(store)), {"present": 1, "vara": 0, "absent": None})
    yield _said(store)
    for n, item_id in items[first:] + items[:first]:
        put(store, "agenda_progress", _of("item_id", item_id), {"started_at": MOMENT, "ended_at": ""})
        yield _said(store)
        for _ in range(2):
            actions.move_amount(store, ADA, load(store), "tfk-vgo", "fosen", str(MOVE_KR))
            yield _said(store)
        store.undo(MEETING, ORDNING, ADA)
        yield _said(store)
        put(store, "answer", ANSWER, {"choice": "ja", "text": "", "note": f"{new} {n}", "amount_kr": n})
        yield _said(store)
        decided = {"for_ordning": ORDNING, "text": f"{{Innstilt}} {new}"}
        put(store, "resolution", _of("item_id", item_id), decided)
        yield _said(store)
        figures = {"way": "enighet", "figures": "[]", "decided_at": MOMENT}
        put(store, "decision", _of("item_id", item_id), decided | figures)
        yield _said(store)
        said = {"item_id": item_id, "position": n, "kind": "dissens", "who": "Skoleeier", "text": "tekst " * 200 + new}
        put(store, "statement", _of("statement_id", f"s{n}"), said)
        yield _said(store)
        _vote(store, item_id, n, new)
        yield _said(store)
        put(store, "agenda_progress", _of("item_id", item_id), {"started_at": MOMENT, "ended_at": MOMENT})
        yield _said(store)
        if n % 4 == 0:
            _freeze(store)
            yield _said(store)
            yield COPY + write_copy(store, at_version=True).path.name


def _vote(store: Store, item_id: str, n: int, new: str) -> None:
    """Two rows and the ballot they belong to, as one change."""
    ballot = {"item_id": item_id, "position": n, "subject": new, "abstained": n, "entitled": 20, "held_at": MOMENT}
    rows: list[tuple[str, dict[str, Any], Values]] = [("ballot", _of("ballot_id", f"b{n}"), ballot)]
    for position, alternative in enumerate(("For", "Mot")):
        place = {**_of("ballot_id", f"b{n}"), "position": position}
        rows.append(("ballot_count", place, {"alternative": alternative, "scenario_id": new, "votes": position}))
    edits = tuple(RowEdit(table, place, store.row(table, place), after) for table, place, after in rows)
    store.apply(Change(MEETING, "", Message("Votering"), edits), ADA)


def _freeze(store: Store) -> None:
    """Write the next version as it is kept, without asking whether the forum is done."""
    number = len(versions.load_versions(store, MEETING, ORDNING)) + 1
    content = canonical(versions.load_record(store, ADA, MEETING, ORDNING))
    row = {"fastsatt_at": MOMENT, "who": "Ada", "content": content, "hash": sha256(content.encode()).hexdigest()}
    edit = RowEdit("version", key(number=number), None, row)
    store.apply(Change(MEETING, ORDNING, Message("Fastsatt innstilling"), (edit,)), ADA)


def put(store: Store, table: str, place: Values, after: Values) -> None:
    """Write a row of the whole meeting, whatever stands there."""
    edit = RowEdit(table, place, store.row(table, place), after)
    store.apply(Change(MEETING, "", Message("Møtet"), (edit,)), ADA)


def _of(column: str, value: str) -> dict[str, Any]:
    return {"meeting_id": MEETING, column: value}


ANSWER = {
    **_of("gruppe_id", "gruppe-1"),
    **{"sheet_id": "kriterieark", "nettverk_id": "fosen", "question_id": "1"},
}


def _said(store: Store) -> str:
    return str(store.last_change_id)


def _seat(store: Store) -> str:
    """Return the first seat of the meeting; the demo has none, so one is made."""
    place = _of("seat_id", "eier")
    about = {"position": 0, "organisation": "Skoleeier", "role": "", "seats": 2, "votes": "ja"}
    seat = {**about, "valid_from": None, "valid_to": None}
    if store.row("seat", place) is None:
        put(store, "seat", place, seat)
    return str(place["seat_id"])


def kills(rounds: int, seed: int = 1, folds: bool = False) -> Iterator[Round]:
    """Kill the meeting at random moments; assert after each that the file is whole and nothing is lost.

    With `folds`, DuckDB folds its log into the file every few changes; as the product is set, hardly ever.
    """
    chance = random.Random(seed)
    for start in range(0, rounds, ROUNDS_PER_FILE):
        with tempfile.TemporaryDirectory() as folder:
            path = copy_of_demo(Path(folder) / "dekom.duckdb")
            store = open_store(path)
            opening, total_kr = dump(store), load(store).innstilt_kr
            store.close()
            before = 0
            for _ in range(min(ROUNDS_PER_FILE, rounds - start)):
                acknowledged, copied = _killed(path, chance.uniform(0, LONGEST_S), folds)
                started = time.perf_counter()
                store = open_store(path)
                open_s = time.perf_counter() - started
                there = _check_file(store, opening, total_kr)
                more = there - acknowledged
                assert more in {0, 1}, f"change {acknowledged} acknowledged, {there} there"
                _check_copies(store, copied, there)
                store.close()
                yield Round(acknowledged - before, len(copied), more, open_s)
                before = there


def _check_file(store: Store, opening: State, total_kr: int) -> int:
    """Assert that the file holds what its history says, and whole changes only; return how many there are."""
    entries = store.whole_history(MEETING, ADA, most=1_000_000)
    assert [e.change_id for e in entries] == list(range(len(entries), 0, -1))
    assert replayed(opening, reversed(entries)) == dump(store)
    assert load(store).innstilt_kr == total_kr, "half a move"
    store.load_proceedings(MEETING)
    assert not [v.number for v in versions.load_versions(store, MEETING, ORDNING) if versions.check(v)]
    return len(entries)


def _check_copies(store: Store, told: list[str], newest: int) -> None:
    """Assert that every copy can be opened, and that those that were told of are there (the newest twenty stay)."""
    found = copies(store.path)
    assert set(told[-5:]) <= {copy.path.name for copy in found}
    assert all(copy.changes is not None and copy.changes <= newest for copy in found)


def _killed(path: Path, after_s: float, folds: bool) -> tuple[int, list[str]]:
    """Run the meeting, kill it some seconds after its first change; return the last one and the copies it told of."""
    command = [sys.executable, "-m", "tests.bench.kill", "--loop", str(path), *(["--folds"] if folds else [])]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as loop:
        assert loop.stdout
        said = loop.stdout.readline()
        assert said, "the meeting did not start"
        time.sleep(after_s)
        assert loop.poll() is None, "the meeting stopped by itself"
        loop.kill()
        said += loop.stdout.read()
    lines = said[: said.rindex("\n")].splitlines()
    changes = [int(line) for line in lines if not line.startswith(COPY)]
    return changes[-1], [line.removeprefix(COPY) for line in lines if line.startswith(COPY)]


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--loop"]:
        meeting_loop(Path(arguments[1]), "--folds" in arguments)
        return
    folds = "--folds" in arguments
    done = list(kills(int(arguments[0]) if arguments else 200, folds=folds))
    acknowledged, more, copied = (sum(getattr(r, n) for r in done) for n in ("acknowledged", "more", "copied"))
    print(f"{len(done)} kills: {acknowledged} changes acknowledged, 0 lost, {more} there that were not acknowledged")
    print(f"{copied} copies told of, 0 lost; every copy left behind can be opened")
    print(f"open after a kill: median {sorted(r.open_s for r in done)[len(done) // 2] * 1000:.0f} ms")


if __name__ == "__main__":
    main(sys.argv[1:])
