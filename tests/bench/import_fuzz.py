"""Mutated workbooks taken in for real, many of them: `python -m tests.bench.import_fuzz 1000 1` (how many, seed).

Each is either refused with sentences, and nothing is written, or taken in as one step and taken back whole.
"""

import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[2]))

from dekom.access import Actor
from dekom.i18n import render
from dekom.import_session import ImportState, save, take_file, work_out
from dekom.set_up import load_set_up
from dekom.store import open_store
from dekom.workbook import write_workbook
from tests.dekom.workbook_mutations import mutations

ADA, MEETING = Actor("a" * 32, "Ada"), "trondelag-2022"


def main(count: int, seed: int) -> None:
    received: Counter[str] = Counter()
    slowest = 0.0
    with TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "fuzz.duckdb")
        set_up, case = load_set_up(store, ADA, MEETING), store.load_case(MEETING, "dekom")
        for number, content in enumerate(mutations(write_workbook("nb", set_up), count, seed)):
            state, start = ImportState(ordning="dekom", into_new=number % 4 == 3), perf_counter()
            take_file(state, content, "fil.xlsx")
            work_out(state, set_up, store.meeting_ids())
            assert state.plan is not None, number
            assert all(render(finding.message).strip() for finding in state.plan.findings), number
            is_ready, saved = state.plan.is_ready, save(store, ADA, state)
            assert not saved or is_ready, number
            if saved:
                store.load_case(saved, store.cases()[0].ordning if saved == MEETING else "dekom")
                store.undo(saved, "", ADA)
            elif is_ready:
                assert state.notice, number
            received["taken in and back" if saved else "refused when saved" if is_ready else "nothing to take in"] += 1
            assert load_set_up(store, ADA, MEETING) == set_up, number
            slowest = max(slowest, perf_counter() - start)
        assert store.load_case(MEETING, "dekom") == case
        store.close()
    print(f"{count} mutated workbooks, seed {seed}: {dict(received)}, slowest {slowest:.2f} s")


if __name__ == "__main__":
    arguments = [int(argument) for argument in sys.argv[1:]] + [1000, 1][len(sys.argv) - 1 :]
    main(*arguments)
