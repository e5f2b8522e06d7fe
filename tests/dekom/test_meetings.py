"""Whole meetings: another county's from nothing, next year's from this year's, and one that goes and comes back."""

import pytest

from dekom import meetings
from dekom.access import Actor, Forbidden
from dekom.change import InvalidChange, RowEdit
from dekom.evaluate import evaluate
from dekom.i18n import render
from dekom.model import Case
from dekom.money import Refused
from dekom.parameters import load_parameters
from dekom.store import Store
from tests.dekom.store_fixtures import ADA, BO, LISTENER, ORDNING, change, key, load
from tests.dekom.store_fixtures import MEETING as DEMO

NEW = {
    "county": "Møre og Romsdal",
    "title": "Tilrådingsmøte i samarbeidsforum",
    "held_on": "8.3.2023",
    "language": "nynorsk",
}
NEXT = {**NEW, "county": "Trøndelag", "language": "nb"}


def the_case(store: Store, meeting_id: str, ordning: str = ORDNING) -> Case:
    return store.load_case(meeting_id, ordning)


def given_tildelt(store: Store, nettverk_id: str, kr: int) -> None:
    edit = RowEdit("nettverk", key(nettverk_id=nettverk_id), {"tildelt_kr": None}, {"tildelt_kr": kr})
    store.apply(change(edit), ADA)


def test_new_meeting_opens_with_what_every_meeting_needs(store: Store) -> None:
    meeting_id = meetings.new_meeting(store, ADA, NEW, ["dekom", "rekom"])
    assert meeting_id == "more-og-romsdal-2023"
    case = the_case(store, meeting_id)
    assert (case.county, case.language, case.nettverk, case.ramme_kr) == ("Møre og Romsdal", "nn", (), None)
    assert [name.ordning for name in store.cases() if name.meeting_id == meeting_id] == ["dekom", "rekom"]
    work = store.load_group_work(meeting_id, ADA)
    assert [room.name for room in work.rooms] == ["Rom 1"]
    assert {sheet.ordning: len(sheet.questions) for sheet in work.sheets} == {"dekom": 9, "rekom": 9}


@pytest.mark.parametrize("ordning", ["dekom", "rekom", "kompetanseloftet"])
def test_every_ordning_is_evaluated_before_anything_is_filled_in(store: Store, ordning: str) -> None:
    meeting_id = meetings.new_meeting(store, ADA, NEW, [ordning], with_sheet=False)
    case = the_case(store, meeting_id, ordning)
    evaluation = evaluate(case, load_parameters(ordning, case.held_on))
    assert evaluation.rows == ()
    assert store.load_group_work(meeting_id, ADA).sheets == ()


def test_ordning_from_2026_has_its_rules_off(store: Store) -> None:
    meeting_id = meetings.new_meeting(store, ADA, {**NEW, "held_on": "10.3.2026"}, ["samlet"])
    case = the_case(store, meeting_id, "samlet")
    params = load_parameters("samlet", case.held_on)
    assert params.share("egenfinansiering_minst") is None
    assert "ikke tilgjengelig" in render(params.source("egenfinansiering_minst"))


@pytest.mark.parametrize(
    ("typed", "ordninger", "why"),
    [
        ({**NEW, "county": " "}, ["dekom"], "Fylke mangler"),
        ({**NEW, "held_on": "mars"}, ["dekom"], "ikke en dato"),
        ({**NEW, "held_on": "31.12.2016"}, ["dekom"], "begynner 1.1.2017"),
        ({**NEW, "held_on": "31.12.2025"}, ["samlet"], "begynner 1.1.2026"),
        (NEW, [], "minst én ordning"),
        (NEW, ["oppdiktet"], "finnes ikke"),
    ],
)
def test_meeting_that_cannot_be_is_refused(
    store: Store, typed: dict[str, str], ordninger: list[str], why: str
) -> None:
    with pytest.raises(Refused) as refused:
        meetings.new_meeting(store, ADA, typed, ordninger)
    assert why in str(refused.value)
    assert len(store.meetings()) == 1


def test_first_day_of_the_rulebook_is_taken(store: Store) -> None:
    assert meetings.new_meeting(store, ADA, {**NEW, "held_on": "1.1.2017"}, ["dekom"]) == "more-og-romsdal-2017"


def test_second_meeting_of_a_year_has_its_own_id(store: Store) -> None:
    first = meetings.new_meeting(store, ADA, NEW, ["dekom"])
    assert meetings.new_meeting(store, ADA, NEW, ["dekom"]) == f"{first}-2"


def test_copy_has_tildelt_as_last_year_and_not_innstilt(store: Store) -> None:
    given_tildelt(store, "fosen", 700_000)
    case = the_case(store, meetings.copy_meeting(store, ADA, DEMO, NEXT, innstilt_for_missing=False))
    last_year = {n.id: n.last_year_kr for n in case.nettverk}
    assert last_year["fosen"] == 700_000
    assert {kr for name, kr in last_year.items() if name != "fosen"} == {None}


def test_copy_takes_innstilt_where_asked_and_nothing_is_tildelt(store: Store) -> None:
    given_tildelt(store, "fosen", 700_000)
    case = the_case(store, meetings.copy_meeting(store, ADA, DEMO, NEXT, innstilt_for_missing=True))
    last_year = {n.id: n.last_year_kr for n in case.nettverk}
    assert last_year == {n.id: n.innstilt_kr for n in load(store).nettverk} | {"fosen": 700_000}


def test_copy_leaves_the_old_years_money_answers_and_limits(store: Store) -> None:
    meeting_id = meetings.copy_meeting(store, ADA, DEMO, NEXT, innstilt_for_missing=True)
    case, old = the_case(store, meeting_id), load(store)
    assert [n.name for n in case.nettverk] == [n.name for n in old.nettverk]
    assert [line.name for line in case.lines] == [line.name for line in old.lines]
    assert {line.amount_kr for line in case.lines} == {None}
    assert {(n.innstilt_kr, n.opening_kr, n.grunnlag, n.begrunnelse) for n in case.nettverk} == {
        (None, None, None, "")
    }
    assert (case.total_kr, case.status, case.limits, case.printed) == (None, "foreløpig", {}, ())
    work, old_work = store.load_group_work(meeting_id, ADA), store.load_group_work(DEMO, ADA)
    assert (work.grupper, work.sheets, work.rooms) == (old_work.grupper, old_work.sheets, old_work.rooms)
    assert load(store) == old


def test_deleted_meeting_comes_back_as_it_was_for_another_browser_too(store: Store) -> None:
    before, work = load(store), store.load_group_work(DEMO, ADA)
    meetings.delete_meeting(store, ADA, DEMO)
    assert store.cases() == []
    assert [m.title for m in meetings.deleted(store, BO)] == ["Trøndelag 2022-03-09"]
    meetings.restore_meeting(store, BO, DEMO)
    assert (load(store), store.load_group_work(DEMO, ADA)) == (before, work)
    assert meetings.deleted(store, BO) == []


def test_id_of_a_deleted_meeting_is_not_used_again(store: Store) -> None:
    first = meetings.new_meeting(store, ADA, NEW, ["dekom"])
    meetings.delete_meeting(store, ADA, first)
    assert meetings.new_meeting(store, ADA, NEW, ["dekom"]) == f"{first}-2"
    meetings.restore_meeting(store, ADA, first)
    assert {m["meeting_id"] for m in store.meetings()} == {DEMO, first, f"{first}-2"}


def test_meeting_that_stands_is_not_restored_and_one_that_is_gone_not_deleted(store: Store) -> None:
    with pytest.raises(InvalidChange):
        meetings.restore_meeting(store, ADA, DEMO)
    meetings.delete_meeting(store, ADA, DEMO)
    with pytest.raises(InvalidChange) as gone:
        meetings.delete_meeting(store, ADA, DEMO)
    assert "allerede slettet" in render(gone.value.message)


@pytest.mark.parametrize("actor", [LISTENER, Actor("e" * 32, "Gruppe", "gruppe", DEMO, "gruppe-1")])
def test_only_the_secretariat_makes_and_ends_meetings(store: Store, actor: Actor) -> None:
    for action in (
        lambda: meetings.new_meeting(store, actor, NEW, ["dekom"]),
        lambda: meetings.copy_meeting(store, actor, DEMO, NEXT, True),
        lambda: meetings.delete_meeting(store, actor, DEMO),
        lambda: meetings.restore_meeting(store, actor, DEMO),
    ):
        with pytest.raises(Forbidden):
            action()
    assert len(store.meetings()) == 1


def test_secretariat_of_one_meeting_makes_no_other(store: Store) -> None:
    of_demo = Actor("f" * 32, "Demo", "sekretariat", DEMO)
    with pytest.raises(Forbidden):
        meetings.new_meeting(store, of_demo, NEW, ["dekom"])
