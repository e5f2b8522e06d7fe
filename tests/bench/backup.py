"""How long a copy takes, and how long an edit waits meanwhile: the demo, and a meeting with 400 networks.

Run `python -m tests.bench.backup` from the top folder.
"""

import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from dekom.backup import write_copy
from dekom.change import RowEdit
from dekom.store import Store, open_store
from tests.dekom.store_fixtures import ADA, amount, amount_edit, change, copy_of_demo, key

ROUNDS = 20


def small(store: Store) -> None:
    """Leave the demo as it is."""


def large(store: Store) -> None:
    """Add 400 networks with long texts, and a long history."""
    about = {"owners": "e" * 100, "schools": 9, "private_schools": 1, "about": "o" * 500, "source": ""}
    money = {"last_year_kr": 1, "opening_kr": 1}
    texts = {"tiltak": "t" * 3_000, "participants": "d" * 500, "duration": "", "uh_partners": "", "roles": ""}
    edits = []
    for n in range(400):
        place = key(nettverk_id=f"n{n}")
        edits.append(RowEdit("nettverk", place, None, {"position": n, "name": f"Nettverk {n}", **about, **money}))
        edits.append(RowEdit("innstilling", place, None, {"innstilt_kr": 1, "begrunnelse": "b" * 300}))
        edits.append(RowEdit("grunnlag", place, None, {"need_kr": 1, "egenfinansiering_kr": 1, **texts}))
    store.apply(change(*edits), ADA)
    for _ in range(2_000):
        edit_once(store)


def edit_once(store: Store) -> None:
    kr = amount(store, "fosen") or 0
    store.apply(change(amount_edit("fosen", kr, kr + 1), why="g" * 200), ADA)


class Editor:
    """Somebody who edits a hundred times a second, and how long each edit took."""

    def __init__(self, store: Store) -> None:
        self.ms: list[float] = []
        self._store = store
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._edit)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _edit(self) -> None:
        while not self._done.wait(0.01):
            kr = amount(self._store, "fosen") or 0
            start = time.perf_counter()
            self._store.apply(change(amount_edit("fosen", kr, kr + 1)), ADA)
            self.ms.append(1_000 * (time.perf_counter() - start))


def measure(name: str, fill: Callable[[Store], None]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(copy_of_demo(Path(folder) / "dekom.duckdb"))
        fill(store)
        alone, meanwhile, copies = Editor(store), Editor(store), []
        with alone:
            time.sleep(2)
        with meanwhile:
            for _ in range(ROUNDS):
                start = time.perf_counter()
                size = write_copy(store).size
                copies.append(1_000 * (time.perf_counter() - start))
        store.close()
    print(
        f"{name}: {size / 1e6:.1f} MB, copied in {_said(copies)}; an edit takes {_said(alone.ms)}, and meanwhile",
        end=" ",
    )
    print(_said(meanwhile.ms))


def _said(ms: list[float]) -> str:
    return f"{statistics.median(ms):.1f} ms (longest of {len(ms)}: {max(ms):.1f})"


if __name__ == "__main__":
    measure("demo", small)
    measure("400 networks", large)
