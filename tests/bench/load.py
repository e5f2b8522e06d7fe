"""The room at work without browsers: groups answer, the secretariat edits, two walls, the rest are viewers.

Run: python -m tests.bench.load [sessions] [edits]
"""

import asyncio
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

from dekom.access import Actor, Holder
from dekom.model import Case
from dekom.store import open_store
from tests.bench.streamlit_client import Session

ROOT = Path(__file__).parents[2]
MEETING, ORDNING = "trondelag-2022", "dekom"
STEP_KR = 1_000  # every edit adds this, so that the sum tells which edits a session has seen
PATIENCE_SECONDS = 30
CHOICES = ("ja", "delvis ja", "nei")
SECRETARIAT = Actor("0" * 32)


class Room:
    """The network command on a database whose keys were made beforehand."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "meeting.duckdb"
        store = open_store(self.database)
        work = store.load_group_work(MEETING, SECRETARIAT)
        case = store.load_case(MEETING, ORDNING)
        self.names = {n.id: n.name for n in case.nettverk}
        self.nettverk_of = {g.id: work.nettverk_of(g) for g in work.grupper}
        self.forarbeid_of = {g.id: g.forarbeid for g in work.grupper}
        self.secretariat = store.issue_key(Holder("sekretariat"))
        self.viewer = store.issue_key(Holder("tilhører", MEETING))
        self.groups = {g.id: store.issue_key(Holder("gruppe", MEETING, g.id)) for g in work.grupper}
        store.close()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pages._ui.network", "--port", str(self.port)],
            cwd=ROOT,
            env=os.environ | {"DEKOM_DB": str(self.database), "HOME": str(folder)},
            stdout=(folder / "log").open("w"),
            stderr=subprocess.STDOUT,
        )
        self._wait()

    def _wait(self) -> None:
        for _ in range(300):
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.1)
        raise TimeoutError("the server did not start")

    def cpu_seconds(self) -> float:
        """Return the processor time of the server so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    async def open(self, page: str, key: str) -> Session:
        session = await Session.open(self.url, page, cookies={"dekom_key": key})
        session.pulse = asyncio.create_task(pulse(session))  # type: ignore[attr-defined]
        return session


async def pulse(session: Session) -> None:
    """Do what pulse.js does: ask, wait for the answer, ask again; have the page drawn anew if none comes."""
    while not session.closed:
        with suppress(LookupError, TimeoutError):
            await session.wait_for(lambda s: s.data("pulse"), PATIENCE_SECONDS)
            await asyncio.sleep(session.data("pulse")["wait"] / 1000)
            last = session.data("pulse")
            shown = session.data("redraw")
            beat = {"drawn": shown["drawn"], "drawing": shown["drawing"], "number": last["number"]}
            await session.fire("pulse", {"beat": beat})
            for patience in (4, 8, 16):
                try:
                    await session.wait_for(lambda s, last=last: s.data("pulse")["number"] != last["number"], patience)
                    break
                except TimeoutError:
                    session.counts["redrawn"] += 1
                    await session.fire("redraw", {"beat": {"redraw": time.time()}})


def innstilt_kr(session: Session) -> int:
    return int("".join(c for c in session.metric("Innstilt") if c.isdigit()))


async def seconds_until(session: Session, kr: int, start: float) -> float | None:
    """Return the time from `start` until a session shows this sum or a later one, None if it does not."""
    with suppress(TimeoutError):
        await session.wait_for(lambda s: innstilt_kr(s) >= kr, PATIENCE_SECONDS)
        return time.perf_counter() - start
    return None


async def edits(
    editor: Session, watching: list[Session], first: int, count: int
) -> tuple[list[float], list[tuple[int, float]]]:
    """Edit about once a second; return the editor's own times, and those of the ones that watch, by their number."""
    chance, own, seen = random.Random(first), [], []
    for seq in range(first, first + count):
        rows = editor.data("amounts")["rows"]
        row = rows[seq % len(rows)]
        kr = innstilt_kr(editor) + STEP_KR
        event = {"client": "bench", "seq": seq, "kind": "edit", "id": row["id"], "seen": row["kr"], "after": None}
        event["text"] = str(row["kr"] + STEP_KR)
        start = time.perf_counter()
        seen += [(n, asyncio.create_task(seconds_until(other, kr, start))) for n, other in enumerate(watching)]
        await editor.fire("amounts", {"events": [event]})
        while await own_time(editor, kr, start, own) is None:
            await editor.fire("amounts", {"events": [event]})  # as amount_table.js does with what got no answer
        await asyncio.sleep(max(0.0, chance.uniform(0.7, 1.3) - own[-1]))
    times = [(n, await task) for n, task in seen]
    return own, [(n, took) for n, took in times if took is not None]


async def own_time(editor: Session, kr: int, start: float, own: list[float]) -> float | None:
    with suppress(TimeoutError):
        await editor.wait_for(lambda s: innstilt_kr(s) >= kr, 2)
        own.append(time.perf_counter() - start)
        return own[-1]
    return None


async def answering(room: Room, session: Session, gruppe_id: str, device: int, until: asyncio.Event) -> dict:
    """Answer about every five seconds, as one device of a group; return what was answered, by network and question.

    Two devices have the same network open and share its questions; the third has another network.
    """
    own = room.nettverk_of[gruppe_id]
    nettverk_id = own[device // 2]
    questions = {0: (1, 2), 1: (3, 4, 5), 2: (1, 2, 3, 4, 5)}[device]
    kind = "forarbeid" if nettverk_id in room.forarbeid_of[gruppe_id] else "lytting"
    if nettverk_id != own[0]:
        await session.set("Nettverk", f"{room.names[nettverk_id]} – {kind}")
        labels = [f"Svar på spørsmål {n}" for n in range(2, 7)]
        await session.wait_for(lambda s: all(nettverk_id in s.find(label).id for label in labels))
    chance, given = random.Random(f"{gruppe_id}{device}"), {}
    while not until.is_set():
        question = chance.choice(questions)
        choice = chance.choice([c for c in CHOICES if c != given.get((nettverk_id, str(question)))])
        await session.set(f"Svar på spørsmål {question + 1}", choice)
        given[nettverk_id, str(question)] = choice
        with suppress(TimeoutError):
            await asyncio.wait_for(until.wait(), chance.uniform(3, 7))
    return given


def progress_texts(session: Session) -> list[str]:
    return [text for text in session.texts() if re.search(r"\d av 9", text)]


def report(what: str, times: list[float]) -> None:
    ms = sorted(1000 * t for t in times)
    p95 = ms[int(0.95 * (len(ms) - 1))]
    print(f"{what}: median {statistics.median(ms):.0f} ms, p95 {p95:.0f} ms, longest {ms[-1]:.0f} ms ({len(ms)})")


async def meeting(room: Room, sessions: int, count: int) -> tuple[dict, list[str]]:
    """Hold the meeting; return the answers that were given, and what went wrong."""
    editor = await room.open("/", room.secretariat)
    await editor.wait_for(innstilt_kr)
    alone, _ = await edits(editor, [], 1, count)
    report("own edit, alone", alone)

    walls = [await room.open(f"/storskjerm?rom=rom-{n}", room.secretariat) for n in (1, 2)]
    devices = [(g, d, await room.open("/gruppearbeid", key)) for g, key in room.groups.items() for d in range(3)]
    viewers = [await room.open("/storskjerm", room.viewer) for _ in range(sessions - 3 - len(devices))]
    for screen in (*walls, *viewers):
        await screen.wait_for(innstilt_kr)
    for _gruppe, _device, session in devices:
        await session.wait_for(progress_texts)
    until = asyncio.Event()
    answers = [asyncio.create_task(answering(room, s, g, d, until)) for g, d, s in devices]
    everybody = [editor, *walls, *(s for _g, _d, s in devices), *viewers]
    before, start = sum((s.counts for s in everybody), Counter()), time.perf_counter()
    used = room.cpu_seconds()
    own, seen = await edits(editor, [*walls, *viewers], count + 1, count)
    elapsed, used = time.perf_counter() - start, room.cpu_seconds() - used
    until.set()
    given: dict = {}
    for (gruppe_id, _device, _session), confirmed in zip(devices, await asyncio.gather(*answers), strict=True):
        given |= {(gruppe_id, *place): choice for place, choice in confirmed.items()}
    report(f"own edit, with {len(everybody)} sessions", own)
    report("edit → the two walls", [took for screen, took in seen if screen < 2])
    report("edit → the viewers' own devices", [took for screen, took in seen if screen >= 2])
    total = sum((s.counts for s in everybody), Counter()) - before
    print(
        f"the server used {used / elapsed:.2f} of a core; per second:",
        {what: round(n / elapsed, 1) for what, n in total.items()},
    )
    missed = count * (len(walls) + len(viewers)) - len(seen)
    faults = [f"{missed} times a screen never showed an edit"] if missed else []
    await asyncio.sleep(2)
    for session in everybody:
        session.pulse.cancel()  # type: ignore[attr-defined]
        faults += session.errors
        await session.close()
    return given, faults


def check(room: Room, given: dict, count: int, opening: Case) -> list[str]:
    """Compare the database with what was entered and answered."""
    store = open_store(room.database)
    work, case = store.load_group_work(MEETING, SECRETARIAT), store.load_case(MEETING, ORDNING)
    store.close()
    faults = []
    if case.innstilt_kr != opening.innstilt_kr + 2 * count * STEP_KR:
        faults.append(f"{case.innstilt_kr} kr in the database")
    found = {(g, n, q): answer.choice for (g, _sheet, n, q), answer in work.answers.items()}
    lost = {place: (choice, found.get(place)) for place, choice in given.items() if found.get(place) != choice}
    print(f"{len(given)} answers stand, {len(lost)} lost; sum in the database as entered: {not faults}")
    return faults + [f"lost {place}: {both}" for place, both in lost.items()]


def main(arguments: list[str]) -> None:
    sessions, count = (int(a) for a in [*arguments, *["40", "30"][len(arguments) :]])
    with tempfile.TemporaryDirectory() as folder:
        room = Room(Path(folder))
        opening = None
        try:
            given, faults = asyncio.run(meeting(room, sessions, count))
        finally:
            room.process.terminate()
            room.process.wait(timeout=10)
        store = open_store(room.database)
        opening = store.load_case(MEETING, ORDNING, at=0)
        store.close()
        faults += check(room, given, count, opening)
    sys.exit("\n".join(faults) or print("nothing lost, no session met an error"))


if __name__ == "__main__":
    main(sys.argv[1:])
