"""kill -9 in the middle of a commit loop, again and again: no acknowledged change may be lost.

Run `python -m tests.bench.kill 200` from the top folder; with `--folds` the log is folded in all the time.
"""

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dekom import actions
from dekom.store import open_store
from tests.dekom.store_fixtures import ADA, MEETING, ORDNING, ROOT, copy_of_demo, dump, load, replayed

ROUNDS_PER_FILE = 10
MOVE_KR = 1_000


@dataclass(frozen=True, slots=True)
class Round:
    """One kill: changes acknowledged before it, changes there after it beyond those, and s to open the file."""

    acknowledged: int
    more: int
    open_s: float


def commit_loop(path: Path, folds: bool) -> None:
    """Change and take back for ever, and print how many changes have been acknowledged after each."""
    store = open_store(path)
    if folds:
        settings = duckdb.connect(str(path))  # the same database: a small log, so that kills also hit its folding in
        settings.execute("SET checkpoint_threshold = '60KB'")
    for i in range(1_000_000):
        case = load(store)
        if i % 4 == 3:
            store.undo(MEETING, ORDNING, ADA)
        elif i % 4 == 2:
            actions.set_begrunnelse(store, ADA, case, "fosen", case.nettverk[3].begrunnelse, f"{i} " + "tekst " * 200)
        else:
            actions.move_amount(store, ADA, case, "tfk-vgo", "fosen", str(MOVE_KR))
        print(store.revision(MEETING), flush=True)


def kills(rounds: int, seed: int = 1, folds: bool = False) -> Iterator[Round]:
    """Kill the loop at random moments; assert after each that the file is whole and nothing is lost.

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
                acknowledged = _killed(path, chance.uniform(0, 0.4), folds)
                started = time.perf_counter()
                store = open_store(path)
                open_s = time.perf_counter() - started
                entries = store.history(MEETING, ORDNING)
                more = len(entries) - before - acknowledged
                assert more in {0, 1}, f"{acknowledged} acknowledged, {len(entries) - before} there"
                assert [e.change_id for e in entries] == list(range(len(entries), 0, -1))
                assert replayed(opening, reversed(entries)) == dump(store)
                assert load(store).innstilt_kr == total_kr, "half a move"
                store.close()
                before = len(entries)
                yield Round(acknowledged, more, open_s)


def _killed(path: Path, after_s: float, folds: bool) -> int:
    """Run the loop, kill it some seconds after its first change; return how many it had acknowledged."""
    command = [sys.executable, "-m", "tests.bench.kill", "--loop", str(path), *(["--folds"] if folds else [])]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as loop:
        assert loop.stdout
        said = loop.stdout.readline()
        assert said, "the loop did not start"
        time.sleep(after_s)
        loop.kill()
        said += loop.stdout.read()
    return int(said[: said.rindex("\n")].splitlines()[-1])


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--loop"]:
        commit_loop(Path(arguments[1]), "--folds" in arguments)
        return
    folds = "--folds" in arguments
    done = list(kills(int(arguments[0]) if arguments else 200, folds=folds))
    acknowledged, more = sum(r.acknowledged for r in done), sum(r.more for r in done)
    print(f"{len(done)} kills: {acknowledged} changes acknowledged, 0 lost, {more} there that were not acknowledged")
    print(f"open after a kill: median {sorted(r.open_s for r in done)[len(done) // 2] * 1000:.0f} ms")


if __name__ == "__main__":
    main(sys.argv[1:])
