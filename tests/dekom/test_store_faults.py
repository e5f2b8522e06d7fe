"""A file that cannot be opened or written is told of in a plain sentence, and is left as it was."""

import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest

import dekom.store
from dekom.demo import DEMO_FOLDER, demo_rows
from dekom.i18n import render
from dekom.store import StoreFault, open_store
from tests.dekom.store_fixtures import ADA, MEETING, ORDNING, ROOT, amount, amount_edit, change, copy_of_demo, load

LINUX = sys.platform.startswith("linux")
only_linux = pytest.mark.skipif(not LINUX, reason="needs Linux: /proc, rlimits, user ids")


def plain(text: str, named: object) -> str:
    """Assert that a fault is told in one or two plain sentences that name the file and say what to do."""
    assert str(named) in text
    shorn = text.replace(str(named), "FIL")
    assert re.fullmatch(r"[A-ZÆØÅ][^.]+\.( [A-ZÆØÅ][^.]+\.)?", shorn), shorn
    assert not re.search(r"[{}<>\n\"]|Error|Exception|Traceback|None|DuckDB", shorn), shorn
    assert re.search(r"\b(Flytt|Lukk|Oppdater|Hent|Start|Se etter|velg|Velg|Slett)\b", shorn), shorn
    return text


def refused(path: Path, named: object = None) -> str:
    with pytest.raises(StoreFault) as fault:
        open_store(path)
    return plain(render(fault.value.message), named or path)


def contents(folder: Path) -> dict[str, str]:
    """Return a hash of every file of a folder."""
    found = (p for p in folder.rglob("*") if p.is_file())
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in found}


def child(code: str, *args: object) -> Any:
    """Run Python in a process of its own; return what it printed last, as JSON."""
    command = [sys.executable, "-c", code, *map(str, args)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.strip(), done.stderr
    return json.loads(done.stdout.strip().splitlines()[-1])


# Files that are not ours, or not whole


def _demo_bytes(path: Path) -> bytes:
    return copy_of_demo(path).read_bytes()


def _sqlite(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE nettverk (a)")
    connection.commit()
    connection.close()


def _duckdb(*statements: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with duckdb.connect(str(path)) as connection:
            for statement in statements:
                connection.execute(statement)

    return make


def _newer(path: Path) -> None:
    copy_of_demo(path)
    _duckdb("INSERT INTO migration SELECT max(number) + 1, 'framtid' FROM migration")(path)


def _other_history(path: Path) -> None:
    copy_of_demo(path)
    _duckdb("UPDATE migration SET name = 'noe annet' WHERE number = 1")(path)


def _truncated(length: int) -> Callable[[Path], Any]:
    return lambda path: path.write_bytes(_demo_bytes(path)[:length])


def _flipped(offset: int) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        data = bytearray(_demo_bytes(path))
        data[offset] ^= 255
        path.write_bytes(data)

    return make


def _text(path: Path) -> None:
    path.write_text("Nettverk;Beløp\nFosen;721155\n" * 300, encoding="utf-8")


NOT_OURS: dict[str, tuple[Callable[[Path], Any], str]] = {
    "text": (_text, "skadet"),
    "three bytes": (lambda path: path.write_bytes(b"hei"), "skadet"),
    "random bytes": (lambda path: path.write_bytes(Random(1).randbytes(50_000)), "skadet"),
    "zero bytes": (lambda path: path.write_bytes(b""), "skadet"),
    "an Excel file": (lambda path: path.write_bytes(b"PK\x03\x04" + bytes(5_000)), "skadet"),
    "truncated in the header": (_truncated(1_000), "skadet"),
    "truncated after the header": (_truncated(12_288), "skadet"),
    "damaged header": (_flipped(5_000), "skadet"),
    "damaged first block": (_flipped(13_000), "skadet"),
    "foreign tables": (_duckdb("CREATE TABLE nettverk (a INTEGER)"), "et annet program"),
    "foreign migrations": (_other_history, "et annet program"),
    "foreign table of our name": (_duckdb("CREATE TABLE migration (id INTEGER)"), "FIL"),
    "foreign view": (_duckdb("CREATE VIEW nettverk AS SELECT 1 AS a"), "et annet program"),
    "foreign schema": (
        _duckdb("CREATE TABLE migration (number INTEGER, name VARCHAR)", "CREATE TABLE elev (a INTEGER)"),
        "et annet program",
    ),
    "newer schema": (_newer, "nyere utgave"),
}


@pytest.mark.parametrize(
    ("make", "says"), [pytest.param(make, says, id=name) for name, (make, says) in NOT_OURS.items()]
)
def test_file_that_is_not_ours_is_refused_and_untouched(
    tmp_path: Path, make: Callable[[Path], Any], says: str
) -> None:
    path = tmp_path / "dekom.duckdb"
    make(path)
    before = contents(tmp_path)
    try:
        text = refused(path)
    finally:
        assert contents(tmp_path) == before
    assert says in text.replace(str(path), "FIL")


@pytest.mark.parametrize("name", ["block.duckdb", "permission.duckdb"])
def test_words_of_the_path_are_not_taken_for_the_reason(tmp_path: Path, name: str) -> None:
    _text(tmp_path / name)
    assert "skadet" in refused(tmp_path / name)


@pytest.mark.parametrize("spoil", [_truncated(3_000_000), lambda path: _zeroed(path, 300_000)], ids=["cut", "zeroed"])
def test_damage_behind_the_first_blocks_is_told_as_damage(tmp_path: Path, spoil: Callable[[Path], Any]) -> None:
    path = tmp_path / "dekom.duckdb"
    spoil(path)
    before = contents(tmp_path)
    with pytest.raises(StoreFault) as fault:
        store = open_store(path)
        try:
            store.cases()
            load(store)
        finally:
            store.close()
    assert contents(tmp_path) == before
    assert "skadet" in plain(render(fault.value.message), path)


def _zeroed(path: Path, start: int) -> None:
    data = _demo_bytes(path)
    path.write_bytes(data[:start] + bytes(len(data) - start))


@pytest.fixture(scope="module")
def sqlite_fault(tmp_path_factory: pytest.TempPathFactory) -> StoreFault:
    """What opening an SQLite file raises."""
    folder = tmp_path_factory.mktemp("sqlite")
    _sqlite(folder / "dekom.duckdb")
    before = contents(folder)
    with pytest.raises(StoreFault) as fault:
        open_store(folder / "dekom.duckdb")
    assert contents(folder) == before
    return fault.value


def test_sqlite_file_is_refused_and_untouched(sqlite_fault: StoreFault) -> None:
    assert "ikke en database" in plain(render(sqlite_fault.message), sqlite_fault.message.params["file"])


def test_foreign_file_does_not_make_the_program_go_online(sqlite_fault: StoreFault) -> None:
    assert "extension" not in str(sqlite_fault.__cause__)


# Places where there is no file to be had


def test_file_in_a_missing_folder_is_refused(tmp_path: Path) -> None:
    refused(tmp_path / "mangler" / "dekom.duckdb")
    assert list(tmp_path.iterdir()) == []


def test_folder_as_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mappe.duckdb").mkdir()
    refused(tmp_path / "mappe.duckdb")
    assert contents(tmp_path) == {}


def test_file_under_a_file_is_refused(tmp_path: Path) -> None:
    _text(tmp_path / "notat.txt")
    before = contents(tmp_path)
    refused(tmp_path / "notat.txt" / "dekom.duckdb")
    assert contents(tmp_path) == before


def test_too_long_file_name_is_refused(tmp_path: Path) -> None:
    refused(tmp_path / ("x" * 300 + ".duckdb"))
    assert contents(tmp_path) == {}


@only_linux
@pytest.mark.parametrize("place", ["/proc/dekom.duckdb", "/sys/dekom.duckdb", "/dev/null"])
def test_place_that_takes_no_files_is_refused(place: str) -> None:
    refused(Path(place))


AS_NOBODY = """
import json, os, sys, tempfile
from pathlib import Path
from dekom.i18n import render
from dekom.store import StoreFault, open_store
from tests.dekom.store_fixtures import ADA, amount_edit, change
warm = tempfile.TemporaryDirectory()  # everything is imported and read before the rights go
open_store(Path(warm.name) / "w.duckdb").close()
warm.cleanup()
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
said = {}
for path in sys.argv[1:]:
    try:
        store = open_store(path)
        said[path] = "opened"
        store.apply(change(amount_edit("fosen", 721_155, 5)), ADA)
        said[path] = "written"
    except StoreFault as fault:
        said[path] = [said.get(path, ""), render(fault.message)]
print(json.dumps(said))
"""


@pytest.fixture(scope="module")
def without_rights() -> Iterator[tuple[dict[str, Path], dict[str, Any]]]:
    """What a user without rights is told: about a new file, a read-only one, an unreadable one, a locked folder."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = {place: folder / place / "dekom.duckdb" for place in ("new", "read-only", "unreadable", "folder")}
        for path in paths.values():
            path.parent.mkdir()
        for place in ("read-only", "unreadable", "folder"):
            copy_of_demo(paths[place])
        paths["read-only"].chmod(0o444)
        paths["unreadable"].chmod(0o000)
        paths["folder"].chmod(0o666)
        for place, mode in {"new": 0o555, "read-only": 0o777, "unreadable": 0o777, "folder": 0o555}.items():
            paths[place].parent.chmod(mode)
        folder.chmod(0o755)
        yield paths, child(AS_NOBODY, *paths.values())
        for path in paths.values():
            path.parent.chmod(0o777)


@only_linux
@pytest.mark.parametrize("place", ["new", "read-only", "unreadable"])
def test_file_one_has_no_right_to_is_refused(without_rights: Any, place: str) -> None:
    paths, said = without_rights
    opened, text = said[str(paths[place])]
    assert opened == ""
    assert "Det kan ikke skrives til" in plain(text, paths[place])
    assert [p.name for p in paths[place].parent.iterdir()] == ([] if place == "new" else ["dekom.duckdb"])


@only_linux
def test_save_in_a_folder_one_has_no_right_to_is_refused(without_rights: Any) -> None:
    paths, said = without_rights
    _opened, text = said[str(paths["folder"])]
    plain(text, paths["folder"])
    store = open_store(paths["folder"])
    assert (amount(store, "fosen"), store.history(MEETING, ORDNING)) == (721_155, [])
    store.close()


@only_linux
def test_read_only_folder_is_not_told_as_a_full_disk(without_rights: Any) -> None:
    paths, said = without_rights
    assert "ledig plass" not in said[str(paths["folder"])][1]


# Held by somebody else

HOLDER = """
import sys, duckdb
from dekom.store import open_store
held = open_store(sys.argv[1]) if sys.argv[2] == "program" else duckdb.connect(sys.argv[1], read_only=True)
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("who", ["program", "reader"])
def test_file_held_by_another_process_is_told_so(demo_file: Path, who: str) -> None:
    before = contents(demo_file.parent)
    command = [sys.executable, "-c", HOLDER, str(demo_file), who]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdin
        assert holder.stdout.readline() == "ready\n"
        assert "i bruk av et annet program" in refused(demo_file)
        assert contents(demo_file.parent) == before
        holder.stdin.close()
        assert holder.wait(timeout=30) == 0
    store = open_store(demo_file)
    assert amount(store, "fosen") == 721_155
    store.close()


def test_file_already_open_in_this_process_is_not_told_as_damaged(demo_file: Path) -> None:
    first = open_store(demo_file)
    try:
        try:
            open_store(demo_file).close()
        except StoreFault as fault:
            assert "skadet" not in render(fault.message)
    finally:
        first.close()


# The write-ahead log that a killed program leaves beside the file

KILLED = """
import os, sys
from dekom.store import open_store
from tests.dekom.store_fixtures import ADA, amount_edit, change
store = open_store(sys.argv[1])
store.apply(change(amount_edit("fosen", 721_155, 5)), ADA)
store.apply(change(amount_edit("fosen", 5, 6)), ADA)
print("true", flush=True)
os.kill(os.getpid(), 9)
"""


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a file whose last two changes are only in the log."""
    folder = tmp_path_factory.mktemp("killed")
    assert child(KILLED, copy_of_demo(folder / "dekom.duckdb")) is True
    assert {p.name for p in folder.iterdir()} == {"dekom.duckdb", "dekom.duckdb.wal"}
    return folder


def test_log_of_a_killed_program_is_read(killed: Path, tmp_path: Path) -> None:
    shutil.copytree(killed, tmp_path, dirs_exist_ok=True)
    store = open_store(tmp_path / "dekom.duckdb")
    assert (amount(store, "fosen"), len(store.history(MEETING, ORDNING))) == (6, 2)
    store.close()


def test_damaged_log_is_refused_and_untouched(killed: Path, tmp_path: Path) -> None:
    shutil.copytree(killed, tmp_path, dirs_exist_ok=True)
    log = tmp_path / "dekom.duckdb.wal"
    data = bytearray(log.read_bytes())
    # In the contents of a change: where an entry's length is hit, DuckDB sees a half-written end and reads up to it.
    data[data.rindex(b"fosen")] ^= 255
    log.write_bytes(data)
    before = contents(tmp_path)
    refused(tmp_path / "dekom.duckdb")
    assert contents(tmp_path) == before


def test_log_of_another_file_is_refused_and_untouched(killed: Path, tmp_path: Path) -> None:
    open_store(tmp_path / "dekom.duckdb").close()
    shutil.copy(killed / "dekom.duckdb.wal", tmp_path / "dekom.duckdb.wal")
    before = contents(tmp_path)
    refused(tmp_path / "dekom.duckdb")
    assert contents(tmp_path) == before


def test_log_without_its_file_is_not_deleted(killed: Path, tmp_path: Path) -> None:
    shutil.copy(killed / "dekom.duckdb.wal", tmp_path / "dekom.duckdb.wal")
    before = contents(tmp_path)["dekom.duckdb.wal"]
    try:
        open_store(tmp_path / "dekom.duckdb").close()
    except StoreFault as fault:
        plain(render(fault.message), tmp_path / "dekom.duckdb")
    assert before in contents(tmp_path).values()


# The demo meeting that a new file is filled with


@pytest.fixture
def demo_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the demo's folder that new files are filled from."""
    folder = tmp_path / "data"
    shutil.copytree(DEMO_FOLDER, folder)
    monkeypatch.setattr(dekom.store, "demo_rows", partial(demo_rows, folder))
    return folder


def test_unreadable_demo_is_told_with_the_name_of_the_csv(demo_copy: Path, tmp_path: Path) -> None:
    good = (demo_copy / "shares.csv").read_bytes()
    (demo_copy / "shares.csv").write_bytes(good.replace(b"belop_kr", b"bel\xf8p"))
    text = refused(tmp_path / "ny.duckdb", named="shares.csv")
    assert "programpakken" in text

    (demo_copy / "shares.csv").write_bytes(good)
    store = open_store(tmp_path / "ny.duckdb")
    assert load(store).innstilt_kr == 13_705_615
    store.close()


def test_unreadable_demo_does_not_matter_to_a_file_with_a_meeting(demo_copy: Path, demo_file: Path) -> None:
    shutil.rmtree(demo_copy)
    store = open_store(demo_file)
    assert load(store).innstilt_kr == 13_705_615
    store.close()


def test_unreadable_demo_leaves_no_file_behind(demo_copy: Path, tmp_path: Path) -> None:
    (demo_copy / "shares.csv").unlink()
    refused(tmp_path / "ny.duckdb", named="shares.csv")
    assert not (tmp_path / "ny.duckdb").exists()


@pytest.mark.parametrize(
    ("csv", "old", "new"),
    [
        ("meeting.csv", "2022-03-09", "9. mars 2022"),
        ("networks.csv", "gauldal,", "fosen,"),
        ("recipients.csv", "nord,Nord universitet,uh,", "nord"),
        ("proposals.csv", "fosen,721155", "fosen,721155721155721155721155"),
    ],
    ids=["date in words", "network twice", "line cut short", "amount of 24 digits"],
)
def test_garbled_demo_is_told_with_the_name_of_the_csv(
    demo_copy: Path, tmp_path: Path, csv: str, old: str, new: str
) -> None:
    text = (demo_copy / csv).read_text(encoding="utf-8")
    assert old in text
    (demo_copy / csv).write_text(text.replace(old, new, 1), encoding="utf-8")
    refused(tmp_path / "ny.duckdb", named=csv)


# A full disk

FULL = """
import json, os, resource, sys, threading
from dekom import actions
from dekom.i18n import render
from dekom.store import StoreFault, open_store
from tests.dekom.store_fixtures import ADA, MEETING, load
path, limit, threshold, wanted_faults, readers = sys.argv[1], *map(int, sys.argv[2:])
store = open_store(path)
stop, acknowledged, faults, others = threading.Event(), [], [], []

def read():
    while not stop.wait(0.001):  # as fast as pages do, and not so that the writer never gets its turn
        try:
            store.browser_name("x")
        except StoreFault:
            pass
        except Exception as fault:
            others.append(repr(fault)[:90])

threads = [threading.Thread(target=read, daemon=True) for _ in range(readers)]
for i in range(2000):
    if len(faults) >= wanted_faults or others:
        break
    if i == 10:
        if threshold:  # a small log, so that the fault comes when the log is folded into the file
            store._connection.cursor().execute(f"SET checkpoint_threshold = '{threshold}KB'")
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        for thread in threads:
            thread.start()
    text = f"{i} " + os.urandom(4_500).hex()
    before, revision = load(store).nettverk[3].begrunnelse, store.revision(MEETING)
    try:
        acknowledged.append([actions.set_begrunnelse(store, ADA, load(store), "fosen", before, text), text])
    except StoreFault as fault:
        faults.append(render(fault.message))
        assert store.revision(MEETING) == revision
    except Exception as fault:
        others.append(repr(fault)[:90])
stop.set()
for thread in threads:
    thread.join(30)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
said = {"acknowledged": [[i, t[:40]] for i, t in acknowledged], "faults": faults, "others": others, "again": None}
try:
    for kr in (1, 2):
        said["again"] = actions.set_amount(store, ADA, load(store), "fosen", load(store).nettverk[3].innstilt_kr, kr)
    store.close()
except Exception as fault:
    said["again"] = repr(fault)[:90]
print(json.dumps(said))
"""
SIZE = 1_000_000


def _assert_nothing_lost(path: Path, said: dict[str, Any]) -> None:
    for text in said["faults"]:
        assert plain(text, path).startswith("Endringen ble ikke lagret")
    last = said["acknowledged"][-1]
    assert said["again"] == last[0] + 2, "the store is usable again"
    store = open_store(path)
    entries = {e.change_id: e for e in store.history(MEETING, ORDNING)}
    for change_id, text in said["acknowledged"]:
        assert (entries[change_id].edits[0].after or {})["begrunnelse"].startswith(text)
    assert len(entries) == len(said["acknowledged"]) + 2
    assert load(store).nettverk[3].begrunnelse.startswith(last[1])
    assert amount(store, "fosen") == 2
    store.close()


@only_linux
def test_full_disk_refuses_the_change_and_keeps_the_earlier_ones(demo_file: Path) -> None:
    said = child(FULL, demo_file, SIZE, 0, 3, 0)
    assert (len(said["faults"]), said["others"]) == (3, [])
    assert len(said["acknowledged"]) > 20
    _assert_nothing_lost(demo_file, said)


@only_linux
def test_full_disk_while_the_log_is_folded_in_keeps_the_earlier_changes(demo_file: Path) -> None:
    said = child(FULL, demo_file, os.path.getsize(demo_file) + 500_000, 50, 1, 0)
    assert (len(said["faults"]), said["others"]) == (1, [])
    _assert_nothing_lost(demo_file, said)


@only_linux
def test_full_disk_with_readers_leaves_a_store_that_works(demo_file: Path) -> None:
    said = child(FULL, demo_file, os.path.getsize(demo_file), 1, 1, 2)
    assert said["others"] == []
    _assert_nothing_lost(demo_file, said)


def test_write_after_faults_in_other_files_works(demo_file: Path, tmp_path: Path) -> None:
    _text(tmp_path / "b.duckdb")
    refused(tmp_path / "b.duckdb")
    store = open_store(demo_file)
    assert store.apply(change(amount_edit("fosen", 721_155, 5)), ADA) == 1
    store.close()
