"""The demo meeting: every fact of the CSV files, what is unknown kept unknown, and faults named by their file."""

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dekom.demo import DEMO_FOLDER, UnreadableDemo, demo_rows
from dekom.store import Store
from dekom.tables import REFERENCES
from tests.dekom.store_fixtures import MEETING, ORDNING, load

FILES = ("meeting", "frame", "recipients", "networks", "proposals", "shares", "printed")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(DEMO_FOLDER, tmp_path / "trondelag-2022")


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# What is there


def test_demo_has_a_row_for_every_line_of_the_files() -> None:
    tables = Counter(table for table, _values in demo_rows())
    lines = {f: len((DEMO_FOLDER / f"{f}.csv").read_text("utf-8").strip().splitlines()) - 1 for f in FILES}
    assert tables["meeting"] == tables["ordning"] == 1
    assert tables["frame_line"] == lines["frame"] - 1
    assert tables["recipient"] == lines["recipients"]
    assert tables["nettverk"] == tables["innstilling"] == lines["networks"] == 11
    assert tables["grunnlag"] == lines["proposals"] == 11
    assert tables["share"] == lines["shares"]
    assert tables["printed_figure"] == lines["printed"]


def test_demo_case_has_the_frame_and_totals_of_the_meeting(kept_store: Store) -> None:
    case = load(kept_store)
    assert (case.county, case.ordning_name, case.held_on.isoformat()) == ("Trøndelag", "Dekom", "2022-03-09")
    assert (case.total_kr, case.status, case.ramme_kr) == (20_700_000, "foreløpig", 15_300_000)
    assert (case.innstilt_kr, case.remaining_kr, case.set_aside_kr) == (13_705_615, 1_594_385, 0)
    assert sum(n.need_kr or 0 for n in case.nettverk) - (case.ramme_kr or 0) == 602_692
    assert sum(line.amount_kr or 0 for line in case.lines) == 5_400_000
    assert (case.limits, case.acknowledgements, case.set_asides) == ({}, (), ())
    assert [n.id for n in case.nettverk][:3] == ["trondheim-malvik", "tfk-vgo", "gauldal"]
    assert all(n.innstilt_kr == n.opening_kr and n.begrunnelse == "" for n in case.nettverk)


def test_demo_keeps_unknown_apart_from_zero(kept_store: Store) -> None:
    by_id = {n.id: n for n in load(kept_store).nettverk}
    assert by_id["vaernes"].grunnlag
    assert by_id["vaernes"].grunnlag.egenfinansiering_kr is None
    assert set(by_id["vaernes"].uncertain) == {"egenfinansiering", "nettverk", "koordinator"}
    assert (by_id["fosen"].schools, by_id["fosen"].private_schools) == (None, None)
    assert [line.amount_kr for line in load(kept_store).lines].count(0) == 1
    assert by_id["fosen"].uncertain == {}


def test_demo_has_no_dangling_references() -> None:
    rows: dict[str, list[dict[str, Any]]] = {}
    for table, values in demo_rows():
        rows.setdefault(table, []).append(values)
    for child, columns, parent in REFERENCES:
        parents = {tuple(row[c] for c in columns) for row in rows.get(parent, [])}
        assert {tuple(row[c] for c in columns) for row in rows.get(child, [])} <= parents, (child, parent)


def test_demo_is_one_case() -> None:
    scopes = {(v["meeting_id"], v.get("ordning", ORDNING)) for _table, v in demo_rows()}
    assert scopes == {(MEETING, ORDNING)}


# Files that cannot be read


def _missing(path: Path) -> None:
    path.unlink()


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _bytes(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 20)


def _latin1(path: Path) -> None:
    path.write_bytes(b"\xe6\xf8\xe5" + path.read_bytes())


def _semicolons(path: Path) -> None:
    path.write_text(path.read_text("utf-8").replace(",", ";"), encoding="utf-8")


def _headings_gone(path: Path) -> None:
    path.write_text("\n".join(path.read_text("utf-8").splitlines()[1:]), encoding="utf-8")


@pytest.mark.parametrize("spoil", [_missing, _folder, _bytes, _latin1, _semicolons, _headings_gone])
@pytest.mark.parametrize("file", FILES)
def test_file_that_cannot_be_read_is_named(folder: Path, file: str, spoil: Callable[[Path], None]) -> None:
    spoil(folder / f"{file}.csv")
    with pytest.raises(UnreadableDemo) as fault:
        demo_rows(folder)
    assert fault.value.file == f"{file}.csv"


def test_folder_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDemo) as fault:
        demo_rows(tmp_path / "mangler")
    assert fault.value.file.endswith(".csv")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("frame", "total,,20700000", "total,,20.7 mill"),
        ("frame", "samlinger,", "festmiddag,"),
        ("networks", ",66,7,", ",sekstiseks,7,"),
        ("proposals", ",350000,721155", ",ukjent,721155"),
        ("shares", "1395000", "12e3"),
        ("printed", ",1,", ",en,"),
    ],
)
def test_figure_that_cannot_be_read_is_named_by_its_file(folder: Path, file: str, old: str, new: str) -> None:
    replace(folder / f"{file}.csv", old, new)
    with pytest.raises(UnreadableDemo) as fault:
        demo_rows(folder)
    assert fault.value.file == f"{file}.csv"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("meeting", "ordning,Dekom", "orden,Dekom"),
        ("meeting", "ramme_status,", "status,"),
        ("proposals", "fosen,", "fossen,"),
        ("proposals", "721155", "721 155 kr"),
    ],
)
def test_fault_that_shows_in_another_file_is_named_by_its_own(folder: Path, file: str, old: str, new: str) -> None:
    replace(folder / f"{file}.csv", old, new)
    with pytest.raises(UnreadableDemo) as fault:
        demo_rows(folder)
    assert fault.value.file == f"{file}.csv"


@pytest.mark.parametrize("file", ["frame", "recipients", "networks", "shares", "printed"])
def test_file_without_lines_is_named(folder: Path, file: str) -> None:
    (folder / f"{file}.csv").write_bytes(b"")
    with pytest.raises(UnreadableDemo) as fault:
        demo_rows(folder)
    assert fault.value.file == f"{file}.csv"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("proposals", "fosen,721155", "fosen,-721155"),
        ("shares", "fosen,nettverk", "fosen,nettverket"),
        ("shares", "fosen,nettverk", "fossen,nettverk"),
    ],
    ids=["negative amount", "unknown recipient", "unknown network"],
)
def test_demo_that_no_change_could_write_is_refused(folder: Path, file: str, old: str, new: str) -> None:
    replace(folder / f"{file}.csv", old, new)
    with pytest.raises(UnreadableDemo) as fault:
        demo_rows(folder)
    assert fault.value.file == f"{file}.csv"
