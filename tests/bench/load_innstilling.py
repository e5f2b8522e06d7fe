"""A room on the innstilling page: how soon the others see an edit, and whether the edit itself stays quick.

Run: python -m tests.bench.load_innstilling [sessions] [edits]
"""

import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

from dekom.store import open_store
from tests.bench.streamlit_client import Session
from tests.browser.conftest import Server

STEP_KR = 1_000  # every edit adds this, so that the sum tells which edits a session has seen
RESEND_SECONDS = 2  # amount_table.js sends again what got no answer
PATIENCE_SECONDS = 60


def innstilt_kr(session: Session) -> int:
    return int("".join(c for c in session.metric("Innstilt") if c.isdigit()))


async def seconds_until(session: Session, kr: int, patience: float = PATIENCE_SECONDS) -> float | None:
    """Return the time until a session shows this sum or a later one, None if it does not."""
    start = time.perf_counter()
    with suppress(TimeoutError):
        await session.wait_for(lambda s: innstilt_kr(s) >= kr, patience)
        return time.perf_counter() - start
    return None


async def edit(editor: Session, seq: int, kr: int) -> tuple[float, int]:
    """Add to one amount as the amount table does; return the time to the new sum, and how often it was sent again."""
    rows = editor.data("amounts")["rows"]
    row = rows[seq % len(rows)]
    event = {"client": "bench", "seq": seq, "kind": "edit", "id": row["id"], "seen": row["kr"], "after": None}
    event["text"] = str(row["kr"] + STEP_KR)
    start = time.perf_counter()
    for resent in range(PATIENCE_SECONDS // RESEND_SECONDS):
        await editor.fire("amounts", {"events": [event]})
        if await seconds_until(editor, kr, RESEND_SECONDS) is not None:
            return time.perf_counter() - start, resent
    raise TimeoutError(f"edit {seq} got no answer")


async def edits(editor: Session, others: list[Session], first: int, count: int) -> int:
    """Edit about once a second, and report; return how many times a session never got to see an edit.

    Not exactly once a second: the pages poll once a second, and would always be caught at the same moment.
    """
    room, chance = [editor, *others], random.Random(first)
    before, start = total(room), time.perf_counter()
    own, resent, watching = [], 0, []
    for seq in range(first, first + count):
        kr = innstilt_kr(editor) + STEP_KR
        watching += [asyncio.create_task(seconds_until(other, kr)) for other in others]
        took, again = await edit(editor, seq, kr)
        own.append(took)
        resent += again
        await asyncio.sleep(max(0.0, chance.uniform(0.7, 1.3) - took))
    elapsed = time.perf_counter() - start
    per_second = {what: round(n / elapsed) for what, n in (total(room) - before).items()}
    seen = await asyncio.gather(*watching)
    print(f"{len(room)} sessions, {count} edits, {resent} sent again; per second {per_second}")
    report("  edit → the editor's new sum", own)
    report(f"  edit → new sum with {len(others)} others", [took for took in seen if took is not None])
    return seen.count(None)


def total(room: list[Session]) -> Counter[str]:
    return sum((session.counts for session in room), Counter())


def report(what: str, times: list[float]) -> None:
    if times:
        ms = sorted(1000 * t for t in times)
        p95 = ms[int(0.95 * (len(ms) - 1))]
        print(f"{what}: median {statistics.median(ms):.0f} ms, p95 {p95:.0f} ms, longest {ms[-1]:.0f} ms")


async def meeting(url: str, sessions: int, count: int) -> tuple[int, list[str]]:
    """Hold the meeting; return the sum that it should end with, and what went wrong."""
    editor = await Session.open(url)
    expected_kr = innstilt_kr(editor) + 2 * count * STEP_KR
    await edits(editor, [], 1, count)
    others = [await Session.open(url) for _ in range(sessions - 1)]
    missed = await edits(editor, others, count + 1, count)
    faults = [f"{missed} times a session never saw an edit"] if missed else []
    for number, session in enumerate([editor, *others]):
        try:  # while it draws, a page does not poll
            await session.wait_for(lambda s: s.polling, 5)
        except TimeoutError:
            faults.append(f"session {number} stands still at {innstilt_kr(session)} kr: it polls no more")
        faults += session.errors
        await session.close()
    return expected_kr, faults


def main(arguments: list[str]) -> None:
    sessions, count = (int(a) for a in [*arguments, *["40", "20"][len(arguments) :]])
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "meeting.duckdb").wait()
        try:
            expected_kr, faults = asyncio.run(meeting(server.url, sessions, count))
        finally:
            server.stop()
        store = open_store(server.database)
        case = store.cases()[0]
        found_kr = store.load_case(case.meeting_id, case.ordning).innstilt_kr
        store.close()
    if found_kr != expected_kr:
        faults.append(f"{found_kr} kr in the database, {expected_kr} kr entered")
    sys.exit("\n".join(faults) or print(f"no session met an error; {found_kr} kr in the database, as entered"))


if __name__ == "__main__":
    main(sys.argv[1:])
