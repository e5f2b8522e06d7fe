"""The statsforvalter's vedtak: built on the fastsatt innstilling, a reason where it differs, next year's i fjor."""

import pytest

from dekom import meetings
from dekom.access import Forbidden
from dekom.actions import acknowledge, set_vilkar
from dekom.change import StaleChange
from dekom.figures import NBSP
from dekom.i18n import render
from dekom.money import Refused
from dekom.store import Store
from dekom.vedtak_actions import Typed, Vedtak, as_innstilt, load_vedtak, save_vedtak, set_to_newest
from dekom.versions import Version, freeze, load_record, load_versions
from tests.dekom.store_fixtures import (
    ADA,
    BO,
    LISTENER,
    MEETING,
    ORDNING,
    amount,
    amount_edit,
    change,
    load,
    nothing_written,
)

NEXT_YEAR = {"county": "Trøndelag", "title": "Møte", "held_on": "8.3.2023", "language": "nb"}


@pytest.fixture
def versions(store: Store) -> tuple[Version, ...]:
    set_vilkar(store, ADA, load(store), "fosen", "", "Rapport innen 1.11.")
    record = load_record(store, ADA, MEETING, ORDNING)
    acknowledge(store, ADA, record.case, record.evaluation.open_outcomes, "Avklares før vedtaket.")
    freeze(store, ADA, load_record(store, ADA, MEETING, ORDNING))
    return load_versions(store, MEETING, ORDNING)


def rows(store: Store, versions: tuple[Version, ...]) -> dict[str, Vedtak]:
    return {v.nettverk_id: v for v in load_vedtak(store, MEETING, ORDNING, versions)}


def save(store: Store, versions: tuple[Version, ...], seen: dict[str, Vedtak] | None = None, **typed: Typed) -> None:
    known = seen or rows(store, versions)
    save_vedtak(store, ADA, MEETING, ORDNING, list(known.values()), typed, versions)


def everything_as_innstilt(store: Store, versions: tuple[Version, ...]) -> None:
    as_innstilt(store, ADA, MEETING, ORDNING, list(rows(store, versions).values()), versions)


def test_without_a_version_there_is_no_vedtak(store: Store) -> None:
    with nothing_written(store):
        for action in (lambda: save(store, (), fosen=Typed("1", "", "")), lambda: everything_as_innstilt(store, ())):
            with pytest.raises(Refused) as refused:
                action()
            assert "ikke fastsatt ennå" in str(refused.value)


def test_all_as_innstilt_is_one_step_with_the_vilkar_of_the_version(
    store: Store, versions: tuple[Version, ...]
) -> None:
    before = store.last_change_id
    everything_as_innstilt(store, versions)
    found = rows(store, versions)
    assert store.last_change_id == before + 1
    assert {i: v.tildelt_kr for i, v in found.items()} == {n.id: n.innstilt_kr for n in load(store).nettverk}
    assert {v.deviation_kr for v in found.values()} == {0}
    assert not any(v.differs for v in found.values())
    assert {i: v.conditions for i, v in found.items() if v.conditions} == {"fosen": "Rapport innen 1.11."}
    store.undo(MEETING, ORDNING, ADA)
    assert {v.tildelt_kr for v in rows(store, versions).values()} == {None}


def test_rest_as_innstilt_leaves_what_is_entered(store: Store, versions: tuple[Version, ...]) -> None:
    save(store, versions, fosen=Typed("0", "Trukket", "Ingen"))
    everything_as_innstilt(store, versions)
    fosen = rows(store, versions)["fosen"]
    assert (fosen.tildelt_kr, fosen.reason, fosen.conditions) == (0, "Trukket", "Ingen")
    with nothing_written(store), pytest.raises(Refused):
        everything_as_innstilt(store, versions)


def test_it_builds_on_the_version_and_not_on_the_draft_after_it(store: Store, versions: tuple[Version, ...]) -> None:
    innstilt = amount(store, "fosen")
    store.apply(change(amount_edit("fosen", innstilt, 1)), ADA)
    everything_as_innstilt(store, versions)
    assert rows(store, versions)["fosen"].tildelt_kr == innstilt


@pytest.mark.parametrize("by", [-1, 1])
def test_amount_that_differs_by_a_krone_needs_a_reason(store: Store, versions: tuple[Version, ...], by: int) -> None:
    typed = str((amount(store, "fosen") or 0) + by)
    with nothing_written(store), pytest.raises(Refused) as refused:
        save(store, versions, fosen=Typed(typed, "  ", ""))
    assert str(refused.value).startswith("Fosen: ")
    assert "Skriv hvorfor" in str(refused.value)
    save(store, versions, fosen=Typed(typed, "Ny opplysning", ""))
    fosen = rows(store, versions)["fosen"]
    assert (fosen.deviation_kr, fosen.reason, fosen.lacks_reason) == (by, "Ny opplysning", False)


def test_same_amount_needs_no_reason_and_may_be_typed_as_people_do(
    store: Store, versions: tuple[Version, ...]
) -> None:
    save(store, versions, fosen=Typed(f"kr {amount(store, 'fosen')},00", "", ""))
    assert rows(store, versions)["fosen"].deviation_kr == 0


@pytest.mark.parametrize("typed", ["mye", "-5", "1.5", "12e3"])
def test_amount_that_cannot_be_read_is_refused_by_name_and_nothing_saved(
    store: Store, versions: tuple[Version, ...], typed: str
) -> None:
    with nothing_written(store), pytest.raises(Refused) as refused:
        save(store, versions, fosen=Typed(typed, "Grunn", ""), gauldal=Typed("1", "Grunn", ""))
    assert str(refused.value).startswith("Fosen: ")


def test_emptied_amount_is_no_vedtak(store: Store, versions: tuple[Version, ...]) -> None:
    everything_as_innstilt(store, versions)
    save(store, versions, fosen=Typed(" ", "", ""))
    fosen = rows(store, versions)["fosen"]
    assert (fosen.tildelt_kr, fosen.deviation_kr, fosen.differs) == (None, None, False)


def test_nothing_typed_writes_nothing(store: Store, versions: tuple[Version, ...]) -> None:
    with nothing_written(store):
        save(store, versions, fosen=Typed("", "", ""))


def test_new_version_shows_where_a_reason_is_missing(store: Store, versions: tuple[Version, ...]) -> None:
    everything_as_innstilt(store, versions)
    store.apply(change(amount_edit("fosen", amount(store, "fosen"), 600_000)), ADA)
    record = load_record(store, ADA, MEETING, ORDNING)
    if record.evaluation.open_outcomes:
        acknowledge(store, ADA, record.case, record.evaluation.open_outcomes, "Avklares.")
    freeze(store, ADA, load_record(store, ADA, MEETING, ORDNING))
    found = rows(store, load_versions(store, MEETING, ORDNING))
    assert [i for i, v in found.items() if v.lacks_reason] == ["fosen"]


def test_set_to_newest_moves_only_those_without_reason_in_one_step(
    store: Store, versions: tuple[Version, ...]
) -> None:
    everything_as_innstilt(store, versions)
    save(store, versions, gauldal=Typed("1", "Trukket", ""))
    store.apply(change(amount_edit("fosen", amount(store, "fosen"), 600_000)), ADA)
    record = load_record(store, ADA, MEETING, ORDNING)
    if record.evaluation.open_outcomes:
        acknowledge(store, ADA, record.case, record.evaluation.open_outcomes, "Avklares.")
    freeze(store, ADA, load_record(store, ADA, MEETING, ORDNING))
    newer = load_versions(store, MEETING, ORDNING)
    seen, before = rows(store, newer), store.last_change_id
    set_to_newest(store, ADA, MEETING, ORDNING, list(seen.values()), newer)
    found = rows(store, newer)
    assert store.last_change_id == before + 1
    assert {i for i in found if found[i] != seen[i]} == {"fosen"}
    assert (found["fosen"].tildelt_kr, found["fosen"].conditions) == (600_000, "Rapport innen 1.11.")
    assert found["gauldal"].tildelt_kr == 1
    with nothing_written(store), pytest.raises(Refused):
        set_to_newest(store, ADA, MEETING, ORDNING, list(found.values()), newer)
    store.undo(MEETING, ORDNING, ADA)
    assert rows(store, newer) == seen


def test_vedtak_changed_by_another_is_not_overwritten(store: Store, versions: tuple[Version, ...]) -> None:
    seen = rows(store, versions)
    save_vedtak(store, BO, MEETING, ORDNING, list(seen.values()), {"fosen": Typed("1", "Bos grunn", "")}, versions)
    with nothing_written(store), pytest.raises(StaleChange) as stale:
        save(store, versions, seen, fosen=Typed("2", "Adas grunn", ""))
    assert render(stale.value.message).startswith("Bo endret dette")


def test_only_the_secretariat_enters_it(store: Store, versions: tuple[Version, ...]) -> None:
    seen = list(rows(store, versions).values())
    with nothing_written(store), pytest.raises(Forbidden):
        save_vedtak(store, LISTENER, MEETING, ORDNING, seen, {"fosen": Typed("1", "Grunn", "")}, versions)


def test_what_is_tildelt_is_next_years_i_fjor(store: Store, versions: tuple[Version, ...]) -> None:
    everything_as_innstilt(store, versions)
    save(store, versions, fosen=Typed("650 000", "Trukket tiltak", ""))
    meeting_id = meetings.copy_meeting(store, ADA, MEETING, NEXT_YEAR, innstilt_for_missing=False)
    last_year = {n.id: n.last_year_kr for n in store.load_case(meeting_id, ORDNING).nettverk}
    assert last_year == {n.id: n.innstilt_kr for n in load(store).nettverk} | {"fosen": 650_000}
    assert load_versions(store, meeting_id, ORDNING) == ()
    assert {v.tildelt_kr for v in load_vedtak(store, meeting_id, ORDNING, ())} == {None}


def test_refusal_shows_the_amount_as_people_read_it(store: Store, versions: tuple[Version, ...]) -> None:
    with pytest.raises(Refused) as refused:
        save(store, versions, fosen=Typed("1,2 mill", "", ""))
    assert str(refused.value).replace(NBSP, " ").startswith("Fosen: 1 200 000 kr er ikke det som er innstilt.")
