"""A fastsatt innstilling: what stops it, that nothing changes it afterwards, and that it is said if anything did."""

import json
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import duckdb
import pytest

from dekom import meetings
from dekom.access import Actor, Forbidden
from dekom.actions import acknowledge, set_aside
from dekom.change import InvalidChange, RowEdit
from dekom.figures import NBSP
from dekom.i18n import Message, render
from dekom.money import Refused
from dekom.outcome import Kind
from dekom.plain import canonical
from dekom.record import DRAFT, Record
from dekom.store import Store, open_store
from dekom.tables import INNSTILLING, SAK
from dekom.versions import Version, check, edition_of, freeze, is_unchanged, load_record, load_versions, obstacles
from tests.dekom.store_fixtures import (
    ADA,
    BO,
    LISTENER,
    MEETING,
    ORDNING,
    amount,
    amount_edit,
    change,
    copy_of_demo,
    key,
    load,
    nothing_written,
)

GROUP = Actor("e" * 32, "Gruppe", "gruppe", MEETING, "gruppe-1")
FRAME_LEFT = 1_594_385  # what the demo's opening amounts leave


def the_record(store: Store) -> Record:
    return load_record(store, ADA, MEETING, ORDNING)


def the_versions(store: Store) -> tuple[Version, ...]:
    return load_versions(store, MEETING, ORDNING)


def answer_all(store: Store, text: str = "Avklares før vedtaket.") -> None:
    record = the_record(store)
    acknowledge(store, ADA, record.case, record.evaluation.open_outcomes, text)


def set_kr(store: Store, nettverk_id: str, kr: int | None) -> None:
    store.apply(change(amount_edit(nettverk_id, amount(store, nettverk_id), kr)), ADA)


def frozen(store: Store) -> int:
    answer_all(store)
    return freeze(store, ADA, the_record(store))


def plain(message: Message) -> str:
    return render(message).replace(NBSP, " ")


def said(refused: pytest.ExceptionInfo[Refused]) -> str:
    return str(refused.value)


def test_first_version_holds_the_record_and_its_fingerprint(store: Store) -> None:
    assert frozen(store) == 1
    (version,) = the_versions(store)
    record = the_record(store)
    assert (version.number, version.who) == (1, "Ada")
    assert version.content == canonical(record)
    assert version.hash == sha256(version.content.encode()).hexdigest()
    assert version.record.case == record.case
    assert version.edition.is_fastsatt
    assert check(version) is None


def test_freezing_is_one_change_that_the_history_names(store: Store) -> None:
    answer_all(store)
    before = store.last_change_id
    freeze(store, ADA, the_record(store))
    newest = store.history(MEETING, ORDNING)[0]
    assert newest.change_id == store.last_change_id == before + 1
    assert render(newest.what) == "Fastsatt innstilling, versjon 1"


def test_freezing_moves_what_the_screens_watch(store: Store) -> None:
    answer_all(store)
    before = store.revisions(MEETING)
    freeze(store, ADA, the_record(store))
    after = store.revisions(MEETING)
    assert {topic for topic in after if after[topic] != before[topic]} == {INNSTILLING, SAK}


def test_open_points_stop_it_until_each_is_answered(store: Store) -> None:
    record = the_record(store)
    with nothing_written(store), pytest.raises(Refused) as refused:
        freeze(store, ADA, record)
    assert f"{len(record.evaluation.open_outcomes)} åpne punkter" in said(refused)
    krav = [o for o in record.evaluation.open_outcomes if o.kind is Kind.KRAV]
    acknowledge(store, ADA, record.case, krav, "Forbehold.")
    assert "4 åpne punkter" in render(obstacles(the_record(store))[0])
    answer_all(store)
    assert obstacles(the_record(store)) == ()


@pytest.mark.parametrize(("over", "is_stopped"), [(-1, False), (0, False), (1, True)])
def test_sum_above_the_frame_stops_it_though_it_is_answered(store: Store, over: int, is_stopped: bool) -> None:
    set_kr(store, "fosen", (amount(store, "fosen") or 0) + FRAME_LEFT + over)
    answer_all(store)
    stops = [plain(stop) for stop in obstacles(the_record(store))]
    assert [s for s in stops if "over rammen" in s] == (
        ["Innstilt og avsatt er 1 kr over rammen på 15 300 000 kr. Senk beløpene først."] if is_stopped else []
    )
    assert bool(stops) is is_stopped


def test_what_is_set_aside_counts_against_the_frame(store: Store) -> None:
    set_aside(store, ADA, load(store), "Reserve", "1 594 385")
    set_kr(store, "fosen", (amount(store, "fosen") or 0) + 1)
    answer_all(store)
    assert "1 kr over rammen" in plain(obstacles(the_record(store))[0])


def test_network_without_amount_and_unknown_frame_stop_it(store: Store) -> None:
    set_kr(store, "fosen", None)
    total = RowEdit("ordning", key(), {"total_kr": 20_700_000}, {"total_kr": None})
    store.apply(change(total), ADA)
    answer_all(store)
    assert [render(stop) for stop in obstacles(the_record(store))] == [
        "Nettverk uten beløp: Fosen. Skriv 0 der nettverket ikke skal ha noe.",
        "Rammen til nettverkene er ikke kjent. Fyll ut totalbeløpet og alle rammelinjene i Oppsett.",
    ]


def test_network_with_zero_kroner_does_not_stop_it(store: Store) -> None:
    set_kr(store, "fosen", 0)
    assert frozen(store) == 1


def test_meeting_without_networks_has_nothing_to_freeze(store: Store) -> None:
    typed = {"county": "Agder", "title": "Møte", "held_on": "8.3.2023", "language": "nb"}
    meeting_id = meetings.new_meeting(store, ADA, typed, ["dekom"])
    record = load_record(store, ADA, meeting_id, "dekom")
    assert "ingen nettverk" in render(obstacles(record)[0])


def test_what_changed_since_it_was_seen_is_not_frozen(store: Store) -> None:
    answer_all(store)
    seen = the_record(store)
    store.apply(change(amount_edit("fosen", amount(store, "fosen"), 1)), BO)
    answer_all(store)
    with nothing_written(store), pytest.raises(Refused) as refused:
        freeze(store, ADA, seen)
    assert "Noe er endret siden du så det" in said(refused)
    assert freeze(store, ADA, the_record(store)) == 1


def test_group_that_still_writes_stops_nothing_and_is_frozen_as_it_stands(store: Store) -> None:
    answer_all(store)
    seen = the_record(store)
    sheet = next(s for s in seen.work.sheets if s.per == "gruppe")
    place = {"meeting_id": MEETING, "gruppe_id": seen.work.grupper[0].id, "sheet_id": sheet.id, "nettverk_id": ""}
    row = {"choice": "", "text": "Sent svar", "note": "", "amount_kr": None}
    edit = RowEdit("answer", {**place, "question_id": sheet.questions[0].id}, None, row)
    store.apply(replace(change(edit), ordning=""), ADA)
    freeze(store, ADA, seen)
    answers = the_versions(store)[0].record.work.answers
    assert [a.text for a in answers.values()] == ["Sent svar"]


def test_nothing_changed_gives_no_new_version(store: Store) -> None:
    frozen(store)
    with nothing_written(store), pytest.raises(Refused) as refused:
        freeze(store, ADA, the_record(store))
    assert said(refused) == "Ingenting er endret siden versjon 1."


def test_clock_of_the_day_is_no_change(store: Store) -> None:
    frozen(store)
    item_id = the_record(store).proceedings.items[0].id
    started = {"started_at": "2022-03-09T09:00:00", "ended_at": ""}
    edit = RowEdit("agenda_progress", {"meeting_id": MEETING, "item_id": item_id}, None, started)
    store.apply(replace(change(edit), ordning=""), ADA)
    assert is_unchanged(the_record(store), the_versions(store))


def test_work_goes_on_in_a_draft_and_the_next_version_is_two(store: Store) -> None:
    frozen(store)
    first = the_versions(store)[0]
    assert edition_of(load(store), the_versions(store)) == first.edition
    set_kr(store, "fosen", 700_000)
    assert edition_of(load(store), the_versions(store)) == DRAFT
    answer_all(store)
    assert freeze(store, BO, the_record(store)) == 2
    versions = the_versions(store)
    assert [(v.number, v.who) for v in versions] == [(1, "Ada"), (2, "Bo")]
    assert versions[0] == first
    assert edition_of(load(store), versions).number == 2


def test_amount_set_back_is_the_fastsatt_innstilling_again(store: Store) -> None:
    frozen(store)
    was = amount(store, "fosen")
    set_kr(store, "fosen", 700_000)
    set_kr(store, "fosen", was)
    assert edition_of(load(store), the_versions(store)).number == 1


def test_language_of_the_papers_makes_no_draft(store: Store) -> None:
    frozen(store)
    assert edition_of(replace(load(store), language="nn"), the_versions(store)).number == 1


def test_without_a_version_it_is_a_draft(kept_store: Store) -> None:
    assert edition_of(load(kept_store), the_versions(kept_store)) == DRAFT


@pytest.mark.parametrize("actor", [LISTENER, GROUP], ids=["tilhører", "gruppe"])
def test_only_the_secretariat_fastsetter(store: Store, actor: Actor) -> None:
    answer_all(store)
    record = the_record(store)
    with nothing_written(store), pytest.raises(Forbidden):
        freeze(store, actor, record)
    with pytest.raises(Forbidden):
        load_record(store, actor, MEETING, ORDNING)


@pytest.mark.parametrize(
    ("before", "after"),
    [({"who": "Ada"}, {"who": "Bo"}), ({}, None)],
    ids=["changed", "deleted"],
)
def test_version_is_never_changed_through_the_store(
    store: Store, before: dict[str, str], after: dict[str, str] | None
) -> None:
    frozen(store)
    edit = RowEdit("version", key(number=1), before, after)
    with nothing_written(store), pytest.raises(InvalidChange) as refused:
        store.apply(change(edit), ADA)
    assert "kan ikke endres eller slettes" in render(refused.value.message)


def test_ordning_with_a_version_is_not_taken_away(store: Store) -> None:
    frozen(store)
    with nothing_written(store), pytest.raises(InvalidChange):
        store.apply(replace(change(*store.rows_with("ordning", key())), ordning=""), ADA)


def test_angre_takes_what_was_before_and_never_the_version(store: Store) -> None:
    set_kr(store, "fosen", 700_000)
    frozen(store)
    undone = store.undo(MEETING, ORDNING, ADA)
    assert undone and "Forbehold" in render(undone.what)
    store.undo(MEETING, ORDNING, ADA)
    assert store.undo(MEETING, ORDNING, ADA) is None
    assert [check(v) for v in the_versions(store)] == [None]
    assert edition_of(load(store), the_versions(store)) == DRAFT


def test_deleted_meeting_comes_back_with_its_versions(store: Store) -> None:
    frozen(store)
    before = the_versions(store)
    meetings.delete_meeting(store, ADA, MEETING)
    assert store.rows("version", {"meeting_id": MEETING}) == []
    meetings.restore_meeting(store, BO, MEETING)
    assert the_versions(store) == before
    assert check(before[0]) is None
    assert edition_of(load(store), the_versions(store)).number == 1


def test_deletion_that_is_undone_keeps_the_versions(store: Store) -> None:
    frozen(store)
    meetings.delete_meeting(store, ADA, MEETING)
    store.undo(MEETING, "", ADA)
    assert [check(v) for v in the_versions(store)] == [None]


def test_looking_back_shows_the_versions_of_then(store: Store) -> None:
    answer_all(store)
    before = store.last_change_id
    freeze(store, ADA, the_record(store))
    assert load_versions(store, MEETING, ORDNING, at=before) == ()
    assert load_versions(store, MEETING, ORDNING, at=before + 1) == the_versions(store)


# Altered in the database by hand


@pytest.fixture(scope="module")
def file_with_two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = copy_of_demo(tmp_path_factory.mktemp("versions") / "two.duckdb")
    store = open_store(path)
    frozen(store)
    set_kr(store, "fosen", 700_000)
    frozen(store)
    store.close()
    return path


@pytest.fixture
def altered(file_with_two: Path, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    path = tmp_path / "altered.duckdb"
    path.write_bytes(file_with_two.read_bytes())
    connection = duckdb.connect(str(path))
    yield connection
    connection.close()


def faults(connection: duckdb.DuckDBPyConnection, path: Path) -> list[str]:
    connection.close()
    store = open_store(path)
    try:
        versions = the_versions(store)
        edition = edition_of(load(store), versions)
        found = [wrong for v in versions if (wrong := check(v))]
        assert edition.is_fastsatt is (check(versions[-1]) is None)
        return [render(wrong) for wrong in found]
    finally:
        store.close()


def test_untouched_file_has_no_fault(altered: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    assert faults(altered, tmp_path / "altered.duckdb") == []


ALTER = "UPDATE version SET content = replace(content, '700000', '900000') WHERE number = 2"
REHASH = "UPDATE version SET hash = sha256(content) WHERE number = 2"


@pytest.mark.parametrize(
    ("sql", "wrong"),
    [
        (ALTER, "Innholdet i versjon 2 er endret etter at den ble fastsatt."),
        (f"{ALTER}; {REHASH}", "Versjon 2 står ikke slik historikken sier at den ble fastsatt."),
        (
            "UPDATE version SET fastsatt_at = '2022-03-09T10:00:00' WHERE number = 2",
            "Versjon 2 står ikke slik historikken sier at den ble fastsatt.",
        ),
        ("UPDATE version SET fastsatt_at = 'i går' WHERE number = 2", "Versjon 2 står ikke slik"),
        ("UPDATE version SET hash = '' WHERE number = 2", "Innholdet i versjon 2 er endret"),
        ("UPDATE version SET content = '{}', hash = sha256('{}') WHERE number = 2", "Versjon 2 står ikke slik"),
        ("DELETE FROM version WHERE number = 2", "Versjon 2 er slettet fra databasen utenom programmet."),
        ("DELETE FROM version WHERE number = 1", "Versjon 1 er slettet fra databasen utenom programmet."),
        (
            "DELETE FROM version WHERE number = 1; "
            "DELETE FROM change_row WHERE table_name = 'version' AND row_key LIKE '%\"number\": 1%'",
            "Versjon 1 er slettet fra databasen utenom programmet.",
        ),
        (
            "INSERT INTO version SELECT meeting_id, ordning, 3, fastsatt_at, who, content, hash FROM version LIMIT 1",
            "Versjon 3 er lagt inn utenom programmet: historikken kjenner den ikke.",
        ),
        (
            "DELETE FROM change_row WHERE table_name = 'version' AND row_key LIKE '%\"number\": 2%'",
            "Versjon 2 er lagt inn utenom programmet",
        ),
        (
            "UPDATE change_row SET after = replace(after, '700000', '900000') "
            "WHERE table_name = 'version' AND row_key LIKE '%\"number\": 2%'",
            "Versjon 2 står ikke slik historikken sier at den ble fastsatt.",
        ),
    ],
)
def test_version_altered_by_hand_is_said(
    altered: duckdb.DuckDBPyConnection, tmp_path: Path, sql: str, wrong: str
) -> None:
    altered.execute(sql)
    found = faults(altered, tmp_path / "altered.duckdb")
    assert len(found) == 1
    assert found[0].startswith(wrong)


def test_altered_version_that_is_deleted_and_brought_back_with_its_meeting_is_still_said(
    altered: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    altered.execute(f"{ALTER}; {REHASH}")
    altered.close()
    store = open_store(tmp_path / "altered.duckdb")
    meetings.delete_meeting(store, ADA, MEETING)
    meetings.restore_meeting(store, ADA, MEETING)
    found = [wrong for v in the_versions(store) if (wrong := check(v))]
    store.close()
    assert [render(wrong)[:9] for wrong in found] == ["Versjon 2"]


def test_content_that_cannot_be_read_is_said() -> None:
    content = json.dumps({"format": 1})
    row = {"fastsatt_at": "2022-03-09T14:58:00", "who": "Ada", "content": content}
    row["hash"] = sha256(content.encode()).hexdigest()
    wrong = check(Version(1, row, row))
    assert wrong and render(wrong) == "Innholdet i versjon 1 kan ikke leses."


def test_broken_newest_version_is_followed_by_an_intact_one(
    altered: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    altered.execute(ALTER)
    altered.close()
    store = open_store(tmp_path / "altered.duckdb")
    number = freeze(store, ADA, the_record(store))
    found = [check(v) is None for v in the_versions(store)]
    store.close()
    assert (number, found) == (3, [True, False, True])
