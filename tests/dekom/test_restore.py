"""Back to a copy in the open file: whole or not at all, nobody's write lost unseen, and nothing fastsatt is lost."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dekom import actions, backup, clock, meetings
from dekom.access import Actor, Forbidden, Holder
from dekom.backup import Copy, copies, newest_copy, write_copy
from dekom.change import Change, RowEdit, StaleChange
from dekom.i18n import Message, render
from dekom.restore import look_into, restore
from dekom.store import Store, StoreFault, open_store
from dekom.tables import TOPICS
from tests.dekom.store_fixtures import (
    ADA,
    BO,
    MEETING,
    ORDNING,
    ROOT,
    amount,
    amount_edit,
    change,
    dump,
    key,
    load,
    make_meeting,
    nothing_written,
    written,
)

TOTAL_KR = 13_705_615
ONE_MEETING = Actor("e" * 32, "Eva", meeting_id=MEETING)
GROUP = Actor("f" * 32, role="gruppe", meeting_id=MEETING, gruppe_id="gruppe-1")


@pytest.fixture
def store(demo_file: Path) -> Any:
    opened = open_store(demo_file)
    yield opened
    opened.close()


def write(store: Store, kr: int, actor: Actor = ADA) -> None:
    store.apply(change(amount_edit("fosen", amount(store, "fosen"), kr)), actor)


def all_to_one(store: Store) -> int:
    """Give every network 1 kr; return the sum."""
    amounts = {n.id: (n.innstilt_kr, 1) for n in load(store).nettverk}
    actions.set_amounts(store, ADA, load(store), Message("Alle like"), amounts)
    return len(amounts)


def version_row(number: int) -> RowEdit:
    row = {"fastsatt_at": "2022-03-09T15:00:00", "who": "Ada", "content": "{}", "hash": f"{number}"}
    return RowEdit("version", key(number=number), None, row)


def fasten(store: Store, number: int) -> None:
    store.apply(change(version_row(number), what="Fastsatt innstilling, versjon {number}"), ADA)


def versions(store: Store) -> list[int]:
    with duckdb.connect(str(store.path)) as connection:
        return [n for (n,) in connection.execute("SELECT number FROM version ORDER BY number").fetchall()]


# What comes back


def test_what_the_copy_holds_comes_back_with_its_history(store: Store) -> None:
    write(store, 5)
    was, history = dump(store), store.history(MEETING, ORDNING)
    copy = write_copy(store)
    write(store, 6)
    make_meeting(store, "more-2023")
    before = restore(store, copy, ADA)
    assert (dump(store), store.history(MEETING, ORDNING)) == (was, history)
    assert store.meeting_ids() == {MEETING}
    assert before.changes == 3
    store.close()
    again = open_store(store.path)
    assert (dump(again), again.history(MEETING, ORDNING)) == (was, history)
    again.close()


def test_what_was_there_is_in_the_copy_that_is_made_first_and_comes_back_too(store: Store) -> None:
    copy = write_copy(store)
    write(store, 6)
    make_meeting(store, "more-2023")
    now = dump(store)
    before = restore(store, copy, ADA)
    assert amount(store, "fosen") == 721_155
    restore(store, before, ADA)
    assert dump(store) == now
    assert amount(store, "fosen") == 6


def test_history_says_which_copy_came_back_and_by_whom_in_every_meeting(store: Store) -> None:
    make_meeting(store, "more-2023")
    copy = write_copy(store)
    write(store, 6)
    restore(store, copy, BO)
    made = clock.local(copy.made_at)
    told = f"Hentet fram kopien fra {made.day}.{made.month}.{made.year} kl. {made:%H.%M.%S}"
    for meeting_id in (MEETING, "more-2023"):
        newest = store.whole_history(meeting_id, ADA)[0]
        assert (render(newest.what), newest.who) == (told, "Bo")
    assert store.last_put_back
    assert (store.last_put_back.number, render(store.last_put_back.what)) == (1, told)


def test_angre_takes_what_was_done_before_the_copy_and_never_the_restore(store: Store) -> None:
    write(store, 5)
    copy = write_copy(store)
    write(store, 6)
    restore(store, copy, ADA)
    assert store.undo_state(MEETING, "", ADA) == (None, None)
    store.undo(MEETING, ORDNING, ADA)
    assert amount(store, "fosen") == 721_155


def test_number_of_a_change_never_comes_to_stand_for_another(store: Store) -> None:
    write(store, 5)
    copy = write_copy(store)
    for kr in (6, 7, 8):
        write(store, kr)
    restore(store, copy, ADA)
    assert store.last_change_id == 5
    write(store, 9)
    assert [e.change_id for e in store.history(MEETING, ORDNING)] == [6, 1]
    assert load_at(store, 1) == load_at(store, 5) == 5
    store.close()
    again = open_store(store.path)
    assert again.last_change_id == 6
    again.close()


def load_at(store: Store, at: int) -> int | None:
    case = store.load_case(MEETING, ORDNING, at=at)
    return next(n.innstilt_kr for n in case.nettverk if n.id == "fosen")


def test_fastsatt_version_stays_although_the_copy_is_older(store: Store) -> None:
    fasten(store, 1)
    copy = write_copy(store)
    write(store, 6)
    fasten(store, 2)
    restore(store, copy, ADA)
    assert versions(store) == [1, 2]
    assert amount(store, "fosen") == 721_155
    [entry] = store.row_history("version", key(number=2))
    assert entry.edits[0].after == version_row(2).after
    assert store.row_history("version", key(number=1))
    assert store.load_case(MEETING, ORDNING, at=1).innstilt_kr == TOTAL_KR
    assert store.undo_state(MEETING, "", ADA)[0] is None


def test_version_of_a_meeting_that_is_not_in_the_copy_goes_with_it(store: Store) -> None:
    copy = write_copy(store)
    make_meeting(store, "more-2023")
    place = {"meeting_id": "more-2023", "ordning": ORDNING, "number": 1}
    edit = RowEdit("version", place, None, version_row(1).after)
    store.apply(Change("more-2023", ORDNING, Message("Fastsatt"), (edit,)), ADA)
    restore(store, copy, ADA)
    assert versions(store) == []


def test_keys_names_and_documents_stay_as_they_are(store: Store) -> None:
    group = Holder("gruppe", MEETING, "gruppe-1")
    old = store.issue_key(group)
    store.name_browser(ADA.browser_id, "Ada")
    copy = write_copy(store)
    new = store.renew_keys(group, ADA)
    store.name_browser(ADA.browser_id, "Ada L.")
    document = store.keep_document(b"%PDF-", MEETING, ADA)
    restore(store, copy, ADA)
    assert (store.key_of(old), bool(store.key_of(new))) == (None, True)
    assert store.browser_name(ADA.browser_id) == "Ada L."
    assert store._has(document)
    store.close()
    again = open_store(store.path)
    assert (again.key_of(old), bool(again.key_of(new))) == (None, True)
    again.close()


def test_copy_without_any_meeting_empties_the_file(store: Store) -> None:
    was = dump(store)
    meetings.delete_meeting(store, ADA, MEETING)
    copy = write_copy(store)
    meetings.restore_meeting(store, ADA, MEETING)
    before = restore(store, copy, ADA)
    assert dump(store) == {}
    restore(store, before, ADA)
    assert dump(store) == was


def test_chosen_copy_stays_although_it_is_the_oldest(store: Store) -> None:
    newest = write_copy(store)
    for n in range(1, backup.KEPT):
        older = clock.local(newest.made_at) - timedelta(minutes=n)
        shutil.copyfile(newest.path, place := newest.path.with_name(f"dekom {older:%Y-%m-%d %H.%M.%S}.duckdb"))
        os.utime(place, (older.timestamp(), older.timestamp()))
    oldest = copies(store.path)[-1]
    restore(store, oldest, ADA)
    assert oldest.path.exists()
    assert len(copies(store.path)) == backup.KEPT


def test_copy_itself_is_only_read(store: Store) -> None:
    copy = write_copy(store)
    was = copy.path.read_bytes()
    look_into(store, copy, ADA)
    restore(store, copy, ADA)
    assert copy.path.read_bytes() == was


def test_copy_that_somebody_has_opened_is_read_with_its_log(store: Store) -> None:
    copy = write_copy(store)
    script = (
        "import duckdb, os, sys; c = duckdb.connect(sys.argv[1])\n"
        "c.execute(\"UPDATE innstilling SET innstilt_kr = 7 WHERE nettverk_id = 'fosen'\"); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", script, str(copy.path)], check=True)
    assert copy.path.with_name(copy.path.name + ".wal").exists()
    restore(store, copy, ADA)
    assert amount(store, "fosen") == 7


# All who have the file open


def test_every_page_of_every_meeting_is_told_to_read_again(store: Store) -> None:
    copy = write_copy(store)
    make_meeting(store, "more-2023")
    before = {m: store.revisions(m) for m in (MEETING, "more-2023")}
    restore(store, copy, ADA)
    for meeting_id, revisions in before.items():
        now = store.revisions(meeting_id)
        assert all(now[topic] > revisions[topic] for topic in TOPICS)


def test_edit_on_top_of_what_is_gone_is_refused_with_a_sentence(store: Store) -> None:
    copy = write_copy(store)
    write(store, 6)
    seen = amount_edit("fosen", 6, 7)
    restore(store, copy, ADA)
    with nothing_written(store), pytest.raises(StaleChange) as refused:
        store.apply(change(seen), BO)
    assert "Ingenting ble lagret" in render(refused.value.message)


def test_who_reads_meanwhile_sees_all_of_one_or_all_of_the_other(store: Store) -> None:
    copy = write_copy(store)
    ones = all_to_one(store)
    done, seen, faults = threading.Event(), set(), []

    def read() -> None:
        while not done.wait(0.002):
            try:
                seen.add(load(store).innstilt_kr)
            except Exception as fault:
                faults.append(fault)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    restore(store, restore(store, copy, ADA), ADA)
    restore(store, copy, ADA)
    done.set()
    for reader in readers:
        reader.join()
    assert faults == []
    assert seen <= {TOTAL_KR, ones}
    assert load(store).innstilt_kr == TOTAL_KR


def test_every_write_meanwhile_is_in_the_file_or_in_the_copy_made_first(store: Store) -> None:
    copy = write_copy(store)
    done, acknowledged = threading.Event(), dict[int, list[int]]()

    def take_one(actor: Actor, from_id: str, mine: list[int]) -> None:
        while not done.wait(0.002):
            with suppress(StaleChange):
                kr = amount(store, from_id) or 0
                mine.append(store.apply(change(amount_edit(from_id, kr, kr - 1)), actor) or 0)

    writers = []
    for n, (actor, from_id) in enumerate([(ADA, "fosen"), (BO, "tfk-vgo")]):
        writers.append(threading.Thread(target=take_one, args=(actor, from_id, acknowledged.setdefault(n, []))))
    for writer in writers:
        writer.start()
    kept = []
    for _ in range(2):
        time.sleep(0.05)
        kept.append(restore(store, copy, ADA))
    done.set()
    for writer in writers:
        writer.join()
    found = {e.change_id for e in store.history(MEETING, ORDNING)}
    for before in kept:
        with duckdb.connect(str(before.path), read_only=True) as connection:
            found |= {n for (n,) in connection.execute("SELECT change_id FROM change").fetchall()}
    done_in_all = [n for mine in acknowledged.values() for n in mine]
    assert len(done_in_all) > 10
    assert set(done_in_all) <= found


# What is refused leaves everything as it was


def refused(store: Store, copy: Copy) -> str:
    with nothing_written(store), pytest.raises(StoreFault) as fault:
        restore(store, copy, ADA)
    assert store.last_put_back is None
    write(store, (amount(store, "fosen") or 0) + 1)
    return render(fault.value.message)


@pytest.mark.parametrize("kept", [20_000, 0])
def test_copy_that_is_cut_off_is_refused(store: Store, kept: int) -> None:
    copy = write_copy(store)
    copy.path.write_bytes(copy.path.read_bytes()[:kept])
    assert refused(store, copy) == f"Kopien {copy.path.name} er skadet. Velg en annen."
    with pytest.raises(StoreFault, match="er skadet"):
        look_into(store, copy, ADA)


def test_copy_with_a_block_come_to_harm_is_refused(store: Store) -> None:
    copy = write_copy(store)
    data = bytearray(copy.path.read_bytes())
    data[len(data) // 4 : len(data) // 2] = bytes(len(data) // 2 - len(data) // 4)
    copy.path.write_bytes(data)
    assert "er skadet" in refused(store, copy)


def test_copy_of_a_newer_edition_is_refused(store: Store) -> None:
    copy = write_copy(store)
    with duckdb.connect(str(copy.path)) as connection:
        connection.execute("INSERT INTO migration VALUES (999, 'noe nytt')")
    assert "er laget av en nyere utgave. Oppdater programmet" in refused(store, copy)


def test_database_of_another_program_is_refused(store: Store) -> None:
    copy = write_copy(store)
    copy.path.unlink()
    with duckdb.connect(str(copy.path)) as connection:
        connection.execute("CREATE TABLE change (change_id BIGINT, made_at TIMESTAMP)")
    assert "er skadet" in refused(store, copy)


def test_copy_that_is_gone_is_refused(store: Store) -> None:
    copy = write_copy(store)
    copy.path.unlink()
    assert "kan ikke leses nå" in refused(store, copy)


def test_nothing_is_put_back_where_the_present_cannot_be_copied_first(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = write_copy(store)
    disk = shutil.disk_usage(store.path.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: disk._replace(free=0))
    assert "for lite plass på disken" in refused(store, copy)


LIMITED = """
import json, resource, signal, sys
from dekom.backup import newest_copy
from dekom.i18n import render
from dekom.restore import restore
from dekom.store import StoreFault, open_store
from tests.dekom.store_fixtures import ADA, amount, amount_edit, change
store = open_store(sys.argv[1])
copy = newest_copy(store.path)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
said = []
put_back = store.put_back
def full(*args):
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        put_back(*args)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
store.put_back = full
for limit in map(int, sys.argv[2:]):
    try:
        restore(store, copy, ADA)
    except StoreFault as fault:
        said.append((render(fault.message), amount(store, "fosen")))
store.apply(change(amount_edit("fosen", 6, 7)), ADA)
print(json.dumps([said, amount(store, "fosen")]))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux: rlimits")
def test_disk_that_fills_up_while_a_copy_is_put_back_leaves_everything(store: Store) -> None:
    write_copy(store)
    write(store, 6)
    store.close()
    command = [sys.executable, "-c", LIMITED, str(store.path), "1000", "20000"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    said, left = json.loads(done.stdout)
    assert [kr for _text, kr in said] == [6, 6]
    assert all("det kan ikke skrives til" in text for text, _kr in said)
    assert left == 7
    again = open_store(store.path)
    assert amount(again, "fosen") == 7
    again.close()


@pytest.mark.parametrize(
    "actor", [ONE_MEETING, Actor("f" * 32, role="gruppe", meeting_id=MEETING, gruppe_id="gruppe-1")]
)
def test_only_the_secretariat_of_every_meeting_may(store: Store, actor: Actor) -> None:
    copy = write_copy(store)
    write(store, 6)
    with nothing_written(store):
        with pytest.raises(Forbidden):
            restore(store, copy, actor)
        with pytest.raises(Forbidden):
            look_into(store, copy, actor)
        with pytest.raises(Forbidden):
            store.put_back(copy.path, Message("x"), actor)
    assert len(copies(store.path)) == 1


# A look first


def test_look_says_what_the_copy_holds_and_what_is_missing(store: Store) -> None:
    write(store, 721_156)
    copy = write_copy(store)
    was = written(store)
    write(store, 721_160)
    make_meeting(store, "more-2023")
    looked = look_into(store, copy, ADA)
    assert [(c.name.meeting_id, c.innstilt_kr, c.now_kr) for c in looked.cases] == [
        (MEETING, TOTAL_KR + 1, TOTAL_KR + 5)
    ]
    assert [name.meeting_id for name in looked.gone] == ["more-2023"]
    assert (len(looked.missing), looked.extra) == (2, 0)
    assert looked.missing == tuple(sorted(looked.missing))
    assert written(store) == (was[0] + 2, was[1] + 5)


def test_look_at_what_was_before_an_earlier_restore_says_what_only_the_copy_has(store: Store) -> None:
    copy = write_copy(store)
    write(store, 6)
    make_meeting(store, "more-2023")
    before = restore(store, copy, ADA)
    looked = look_into(store, before, ADA)
    assert looked.extra == 2
    assert {(c.name.meeting_id, c.now_kr) for c in looked.cases} == {(MEETING, TOTAL_KR), ("more-2023", None)}
    assert len(looked.missing) == 1  # that the copy was fetched
    assert looked.gone == ()


# Killed in the middle

LOOP = """
import sys
from dekom.backup import copies
from dekom.restore import restore
from dekom.store import open_store
from tests.dekom.store_fixtures import ADA, load
store = open_store(sys.argv[1])
copy = copies(store.path)[-1]
print("ready", flush=True)
while True:
    copy = restore(store, copy, ADA)
    print(load(store).innstilt_kr, flush=True)
"""


@pytest.mark.parametrize("after_s", [0.05, 0.4])
def test_killed_while_a_copy_is_put_back_leaves_one_or_the_other(store: Store, after_s: float) -> None:
    write_copy(store)
    ones, path = all_to_one(store), store.path
    store.close()
    with subprocess.Popen(
        [sys.executable, "-c", LOOP, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as loop:
        assert loop.stdout
        assert loop.stdout.readline() == "ready\n"
        time.sleep(after_s)
        loop.kill()
        told = [int(line) for line in loop.stdout.read().split("\n")[:-1]]
    again = open_store(path)
    # One more may have been put back than was told.
    last = told[-1] if told else ones
    assert load(again).innstilt_kr in {last, TOTAL_KR + ones - last}
    write(again, 5)
    assert all(copy.changes is not None for copy in copies(path))
    newest = newest_copy(path)
    assert newest
    restore(again, newest, ADA)
    again.close()
