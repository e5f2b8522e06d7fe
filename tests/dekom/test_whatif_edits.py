"""What the what-if table sends: locks and unlocks, refuses with a note on the row, and never raises."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dekom.edits import MAX_EVENTS, TableState
from dekom.i18n import render
from dekom.model import Case
from dekom.whatif import WhatIf, answer, opening
from dekom.whatif_edits import handle_what_if_edits
from tests.dekom.builders import demo_case, make_case, make_grunnlag, make_nettverk
from tests.dekom.store_fixtures import HOSTILE_TEXTS

NAMES = [n.id for n in demo_case().nettverk]


class Tab:
    """One browser tab with the what-if table: numbers its events, and keeps the question."""

    def __init__(self, case: Case | None = None, client: str = "tab", **asked: Any) -> None:
        self.case = case or demo_case()
        self.client, self.seq = client, 0
        self.state = TableState()
        self.what_if = replace(opening(self.case), **asked)

    def event(self, kind: str, nettverk_id: str = "fosen", **more: Any) -> dict[str, Any]:
        self.seq += 1
        return {"client": self.client, "seq": self.seq, "kind": kind, "id": nettverk_id, **more}

    def send(self, *events: Any) -> None:
        found = answer(self.case, self.what_if)
        self.what_if = handle_what_if_edits(self.case, self.what_if, found, list(events), self.state)

    def type(self, nettverk_id: str, text: Any) -> None:
        self.send(self.event("edit", nettverk_id, text=text))

    def click(self, nettverk_id: str) -> None:
        self.send(self.event("select", nettverk_id))

    def note(self, nettverk_id: str = "fosen") -> str:
        found = self.state.notes.get(nettverk_id)
        return render(found).replace("\u00a0", " ") if found else ""


# Typed amounts


@pytest.mark.parametrize(
    ("text", "kr"),
    [
        ("800 000", 800_000),
        ("800\u00a0000", 800_000),
        ("0", 0),
        ("1,2 mill", 1_200_000),
        ("behov", 910_000),
        ("I fjor", 721_155),
        ("+50 000", 960_000),  # on top of the proposal, which is the need
        ("-10 %", 819_000),
        ("20 700 000", 20_700_000),
    ],
)
def test_typed_amount_locks_the_network_there(text: str, kr: int) -> None:
    tab = Tab()
    tab.type("fosen", text)
    assert (tab.what_if.locks, tab.state.notes) == ({"fosen": kr}, {})
    assert tab.what_if == replace(opening(tab.case), locks={"fosen": kr})


def test_typed_amount_on_a_locked_network_moves_the_lock() -> None:
    tab = Tab(locks={"fosen": 5, "gauldal": 7})
    tab.type("fosen", "800 000")
    tab.type("fosen", "+50 000")
    assert tab.what_if.locks == {"fosen": 850_000, "gauldal": 7}


def test_relative_amount_without_a_proposal_is_on_top_of_todays() -> None:
    tab = Tab(total_kr=5_000_000, lines={})
    assert answer(tab.case, tab.what_if).proposal is None
    tab.type("fosen", "+50 000")
    assert tab.what_if.locks == {"fosen": 771_155}


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("", "Skriv et beløp, for eksempel 750 000."),
        ("mange", "«mange» kan ikke leses som et beløp. Skriv for eksempel 842 950 eller 1,2 mill."),
        ("-5 000 000", "«-5 000 000» ville gitt mindre enn 0 kr."),
        ("20 700 001", "20 700 001 kr er mer enn hele tilskuddet på 20 700 000 kr. Skriv et lavere beløp."),
        ("12e3", "«12e3» kan ikke leses"),
        ("9" * 13, "Beløpet har flere enn 12 siffer."),
        ("x" * 10_000_000, "Teksten er for lang til å være et beløp."),
        (None, "Skriv et beløp, for eksempel 750 000."),
        (800_000, "Skriv et beløp, for eksempel 750 000."),
        (["800 000"], "Skriv et beløp, for eksempel 750 000."),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_refused_text_leaves_a_note_on_its_row_and_the_question_as_it_was(text: Any, note: str) -> None:
    tab = Tab(locks={"gauldal": 7})
    before = tab.what_if
    tab.type("fosen", text)
    assert tab.what_if == before
    assert set(tab.state.notes) == {"fosen"}
    assert tab.note().startswith(note)
    assert tab.note().endswith(".")


def test_amount_above_the_asked_total_is_refused_though_the_case_has_more() -> None:
    tab = Tab(total_kr=6_000_000)
    tab.type("fosen", "6 000 001")
    assert tab.note().startswith("6 000 001 kr er mer enn hele tilskuddet på 6 000 000 kr.")


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_hostile_text_is_quoted_in_its_note(text: str) -> None:
    tab = Tab()
    tab.type("fosen", text)
    assert " ".join(text.split()) in tab.note()
    assert tab.what_if.locks == {}


def test_note_goes_when_its_row_is_touched_again() -> None:
    tab = Tab()
    for nettverk_id in ("fosen", "gauldal"):
        tab.type(nettverk_id, "mange")
    tab.type("fosen", "5")
    assert set(tab.state.notes) == {"gauldal"}
    tab.click("gauldal")
    assert tab.state.notes == {}


def test_named_amount_that_is_unknown_is_refused() -> None:
    tab = Tab(make_case(make_nettverk(last_year_kr=None, grunnlag=make_grunnlag(need_kr=None)), make_nettverk("b")))
    for text, note in [("behov", "Meldt behov er ikke kjent."), ("i fjor", "Fjorårets beløp er ikke kjent.")]:
        tab.type("fosen", text)
        assert tab.note().startswith(note)


# The name clicked


def test_click_locks_at_the_proposal_and_again_unlocks() -> None:
    tab = Tab()
    tab.click("verdal-levanger")
    assert tab.what_if.locks == {"verdal-levanger": 1_069_991}
    tab.click("fosen")
    assert tab.what_if.locks == {"verdal-levanger": 1_069_991, "fosen": 910_000}
    tab.click("verdal-levanger")
    assert tab.what_if == replace(opening(tab.case), locks={"fosen": 910_000})


def test_click_locks_a_proposal_of_zero() -> None:
    tab = Tab(way="need", total_kr=5_400_000)
    tab.click("fosen")
    assert tab.what_if.locks == {"fosen": 0}


def test_locking_everything_at_the_proposal_changes_no_amount() -> None:
    tab = Tab(unit_kr=10_000)
    before = answer(tab.case, tab.what_if).proposal
    for nettverk_id in NAMES:
        tab.click(nettverk_id)
    assert answer(tab.case, tab.what_if).proposal == before


def test_click_without_a_proposal_locks_at_todays_amount_if_there_is_one() -> None:
    tab = Tab(make_case(make_nettverk(), make_nettverk("b", innstilt_kr=None), total_kr=None))
    tab.click("fosen")
    tab.click("b")
    assert (tab.what_if.locks, tab.state.notes) == ({"fosen": 1_000_000}, {})


# Events once, in order, and nothing trusted


def test_event_is_done_once_however_often_it_is_sent() -> None:
    tab = Tab()
    click = tab.event("select")
    tab.send(click, click)
    tab.send(click)
    assert (tab.what_if.locks, tab.state.acked) == ({"fosen": 910_000}, {"tab": 1})
    tab.send(tab.event("select"), click)
    assert (tab.what_if.locks, tab.state.acked) == ({}, {"tab": 2})


def test_events_of_one_batch_are_done_in_order() -> None:
    tab = Tab()
    first, second = tab.event("edit", text="800 000"), tab.event("edit", text="mange")
    tab.send(first, second, tab.event("edit", "gauldal", text="7"), tab.event("select", "gauldal"))
    assert (tab.what_if.locks, set(tab.state.notes), tab.state.acked) == ({"fosen": 800_000}, {"fosen"}, {"tab": 4})


def test_two_tabs_number_their_own_events() -> None:
    tab = Tab()
    tab.type("fosen", "5")
    tab.client, tab.seq = "other", 0
    tab.type("gauldal", "7")
    assert (tab.what_if.locks, tab.state.acked) == ({"fosen": 5, "gauldal": 7}, {"tab": 1, "other": 1})


@pytest.mark.parametrize("nettverk_id", ["oslo", "", "Fosen", "fosen "])
@pytest.mark.parametrize("kind", ["edit", "select"])
def test_event_on_no_network_leaves_the_question(nettverk_id: str, kind: str) -> None:
    tab = Tab()
    tab.send(tab.event(kind, nettverk_id, text="5"))
    assert tab.what_if == opening(tab.case)


def test_network_that_vanished_while_its_event_was_under_way_is_no_crash() -> None:
    tab = Tab()
    found = answer(tab.case, tab.what_if)
    tab.case = replace(tab.case, nettverk=tab.case.nettverk[:3])
    event = tab.event("edit", "fosen", text="5")
    assert handle_what_if_edits(tab.case, tab.what_if, found, [event], tab.state) == tab.what_if
    new = make_nettverk("ny", innstilt_kr=9)
    tab.case = replace(tab.case, nettverk=(*tab.case.nettverk, new))
    event = tab.event("edit", "ny", text="5")
    assert handle_what_if_edits(tab.case, tab.what_if, found, [event], tab.state).locks == {"ny": 5}


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
likely = st.fixed_dictionaries(
    {
        "client": st.sampled_from(["a", "b", "a" * 100]),
        "seq": st.integers(-1, 30) | st.just(10**30),
        "kind": st.sampled_from(["edit", "select", "paste", "undo", "answer", "?"]),
        "id": st.sampled_from([*NAMES[:3], "oslo", ""]),
    },
    optional={
        "text": st.sampled_from(["5", "behov", "+10 %", "mange"]) | anything,
        "seen": anything,
        "after": anything,
    },
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(likely | anything, max_size=8) | anything)
def test_malformed_events_never_raise_and_locks_stay_amounts_of_known_networks(events: Any) -> None:
    case, state = demo_case(), TableState()
    asked = opening(case)
    found = answer(case, asked)
    after = handle_what_if_edits(case, asked, found, events, state)
    assert replace(after, locks={}) == asked
    assert set(after.locks) <= set(NAMES)
    assert all(type(kr) is int and 0 <= kr <= 20_700_000 for kr in after.locks.values())
    assert all(render(note).endswith(".") for note in state.notes.values())
    again = handle_what_if_edits(case, after, found, events, state)
    assert again == after  # every event is done once


@pytest.mark.parametrize("events", [None, "edit", {"kind": "edit"}, 5, (), [None], [[]], [{}]])
def test_no_list_of_events_is_no_event(events: Any) -> None:
    asked = opening(demo_case())
    assert handle_what_if_edits(demo_case(), asked, answer(demo_case(), asked), events, TableState()) == asked


def test_flood_of_events_is_cut() -> None:
    tab = Tab()
    tab.send(*(tab.event("edit", text=str(i)) for i in range(MAX_EVENTS + 10)))
    assert (tab.what_if.locks, tab.state.acked) == ({"fosen": MAX_EVENTS - 1}, {"tab": MAX_EVENTS})


def test_question_that_was_given_is_not_touched() -> None:
    asked = WhatIf(20_700_000, opening(demo_case()).lines, "last_year", locks={"gauldal": 7})
    event = {"client": "a", "seq": 1, "kind": "edit", "id": "fosen", "text": "5"}
    handle_what_if_edits(demo_case(), asked, answer(demo_case(), asked), [event], TableState())
    assert asked.locks == {"gauldal": 7}


# Known faults


def test_step_repeated_in_one_batch_is_two_steps() -> None:
    tab = Tab()
    first = tab.event("edit", text="+50 000", seen=910_000, after=None)
    tab.send(first, tab.event("edit", text="+50 000", seen=910_000, after=first["seq"]))
    assert tab.what_if.locks == {"fosen": 1_010_000}


def test_refusal_without_a_row_is_said_above_the_table() -> None:
    tab = Tab()
    tab.type("oslo", "5")
    assert tab.state.notes == {}
    assert tab.state.notice is not None


@pytest.mark.parametrize("kind", ["paste", "undo", "redo"])
def test_event_that_the_table_can_send_is_answered(kind: str) -> None:
    tab = Tab(locks={"gauldal": 7})
    before = tab.what_if
    tab.send(tab.event(kind, "fosen" if kind == "paste" else "", text="800 000\n900 000", shown={}))
    assert tab.what_if != before or tab.state.notice is not None or tab.state.notes
