"""A workbook with many networks, written, read, looked over and taken in: `python -m tests.bench.import_speed 400`."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[2]))

from dekom import meetings
from dekom.access import Actor
from dekom.import_session import ImportState, save, take_file, work_out
from dekom.set_up import SetUp, load_set_up
from dekom.store import open_store
from dekom.workbook import write_workbook

ADA = Actor("a" * 32, "Ada")
TYPED = {"county": "Stort fylke", "title": "Møte", "held_on": "8.3.2023", "language": "bokmål"}


def large_workbook(set_up: SetUp, networks: int) -> bytes:
    """Return a meeting with many networks, each with a decision basis in three parts."""
    place = {"meeting_id": set_up.meeting_id, "ordning": "dekom"}
    ids = [f"n{i}" for i in range(networks)]
    about = {"owners": "Kommunen", "schools": 12, "private_schools": 1, "about": "Omtale", "source": "Brev"}
    money = {"last_year_kr": 700_000, "opening_kr": 800_000, "tildelt_kr": None}
    texts = {"tiltak": "Tiltak", "participants": "Alle", "duration": "2023", "uh_partners": "NTNU", "roles": "Roller"}
    share = {"amount_kr": 300_000, "koordinator_kr": None, "remark": ""}
    recipients = [{"recipient_id": f"r{i}", "name": f"Mottaker {i}", "kind": "uh", "position": i} for i in range(3)]
    rows = {
        **set_up.rows,
        "recipient": tuple(recipients),
        "nettverk": tuple(
            {**place, "nettverk_id": i, "name": f"Nettverk {i}", "position": n, **about, **money}
            for n, i in enumerate(ids)
        ),
        "grunnlag": tuple(
            {**place, "nettverk_id": i, "need_kr": 900_000, "egenfinansiering_kr": 1, **texts} for i in ids
        ),
        "share": tuple(
            {**place, "nettverk_id": i, "position": 3 * n + r, "recipient_id": f"r{r}", **share}
            for n, i in enumerate(ids)
            for r in range(3)
        ),
    }
    return write_workbook("nb", SetUp(set_up.meeting_id, rows))


def main(networks: int) -> None:
    with TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "stort.duckdb")
        meeting_id = meetings.new_meeting(store, ADA, TYPED, ["dekom"])
        set_up = load_set_up(store, ADA, meeting_id)
        start = perf_counter()
        content = large_workbook(set_up, networks)
        written = perf_counter()
        state = ImportState(ordning="dekom")
        take_file(state, content, "stort.xlsx")
        read = perf_counter()
        work_out(state, set_up, store.meeting_ids())
        looked_over = perf_counter()
        saved = save(store, ADA, state)
        taken_in = perf_counter()
        assert saved == meeting_id, state.notice
        assert len(store.load_case(meeting_id, "dekom").nettverk) == networks
        store.undo(meeting_id, "", ADA)
        undone = perf_counter()
        marks = {"written": written, "read": read, "looked over": looked_over, "taken in": taken_in, "undone": undone}
        print(f"{networks} networks, {len(content)} bytes")
        for (name, end), begun in zip(marks.items(), (start, *marks.values()), strict=False):
            print(f"{name}: {end - begun:.2f} s")
        store.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
