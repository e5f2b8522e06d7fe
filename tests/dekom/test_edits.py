"""What the amount table sends is done once, in order, on what was seen; and nothing it sends is trusted."""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dekom import actions
from dekom.access import Actor
from dekom.edits import MAX_EVENTS, TableState, handle_edits, undo_or_redo
from dekom.i18n import render
from dekom.store import Store
from tests.dekom.store_fixtures import (
    ADA,
    BO,
    HOSTILE_TEXTS,
    LISTENER,
    MEETING,
    ORDNING,
    amount,
    amount_edit,
    change,
    load,
    make_meeting,
    nothing_written,
    written,
)


class Tab:
    """One browser tab with the amount table: numbers its events, and shows what it is told."""

    def __init__(self, store: Store, actor: Actor = ADA, client: str = "tab") -> None:
        self.store, self.actor, self.client, self.seq = store, actor, client, 0
        self.state = TableState()

    def event(self, kind: str, nettverk_id: str = "fosen", **more: Any) -> dict[str, Any]:
        self.seq += 1
        return {"client": self.client, "seq": self.seq, "kind": kind, "id": nettverk_id, **more}

    def send(self, *events: Any) -> None:
        handle_edits(self.store, self.actor, self.store.load_case(MEETING, ORDNING), list(events), self.state)

    def type(self, nettverk_id: str, text: Any, **more: Any) -> dict[str, Any]:
        """Type an amount in a row on top of what stands there now; return the event."""
        event = self.event("edit", nettverk_id, **({"text": text, "seen": amount(self.store, nettverk_id)} | more))
        self.send(event)
        return event

    def note(self, nettverk_id: str = "fosen") -> str:
        return render(self.state.notes[nettverk_id]).replace("\u00a0", " ") if self.state.notes else ""

    @property
    def notice(self) -> str:
        return render(self.state.notice).replace("\u00a0", " ") if self.state.notice else ""


# Amounts typed


@pytest.mark.parametrize(
    ("text", "kr"),
    [
        ("800 000", 800_000),
        ("800\u00a0000", 800_000),
        ("800.000", 800_000),
        ("800 000,00", 800_000),
        ("kr 800 000,-", 800_000),
        ("1,2 mill", 1_200_000),
        ("+50 000", 771_155),
        ("-10 %", 649_040),
        ("\u221210 %", 649_040),
        ("behov", 910_000),
        ("I fjor", 721_155),
        ("721155", 721_155),
    ],
)
def test_typed_amount_is_saved_as_meant(store: Store, text: str, kr: int) -> None:
    tab = Tab(store)
    tab.type("fosen", text)
    assert (amount(store, "fosen"), tab.state.notes, tab.state.questions) == (kr, {}, {})
    assert written(store) == ((0, 0) if kr == 721_155 else (1, 1))
    assert store.revision(MEETING) == (kr != 721_155)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "12e3",
        "1,5",
        "842.95",
        "84 29 50",
        "842 950,50",
        "-5 000 000",
        "mange",
        "20 700 001",
        "9" * 13,
        "x" * 10_000_000,
    ],
)
def test_refused_text_keeps_the_amount_and_leaves_a_note_on_its_row(kept_store: Store, text: str) -> None:
    tab = Tab(kept_store)
    with nothing_written(kept_store):
        tab.type("gauldal", text)
    assert set(tab.state.notes) == {"gauldal"}
    assert tab.note("gauldal").endswith(".")
    assert len(tab.note("gauldal")) < 250
    assert (tab.state.questions, tab.state.acked) == ({}, {"tab": 1})


@pytest.mark.parametrize("text", [None, 800_000, True, ["800 000"], {"text": "1"}])
def test_text_that_is_no_text_is_refused(kept_store: Store, text: Any) -> None:
    tab = Tab(kept_store)
    with nothing_written(kept_store):
        tab.type("fosen", text)
    assert tab.note() == "Skriv et beløp, for eksempel 750 000."


def test_note_goes_when_the_row_is_typed_in_again(store: Store) -> None:
    tab = Tab(store)
    tab.type("fosen", "mange")
    tab.type("gauldal", "mange")
    tab.type("fosen", "800 000")
    assert set(tab.state.notes) == {"gauldal"}


def test_events_of_one_delivery_are_done_in_order_and_each_alone(store: Store) -> None:
    tab = Tab(store)
    tab.send(
        tab.event("edit", "fosen", text="800 000", seen=721_155),
        tab.event("edit", "gauldal", text="mange", seen=960_113),
        tab.event("edit", "innherred", text="-20 000", seen=820_000),
        tab.event("edit", "oslo", text="5", seen=5),
    )
    assert [amount(store, i) for i in ("fosen", "gauldal", "innherred")] == [800_000, 960_113, 800_000]
    assert set(tab.state.notes) == {"gauldal"}
    assert "finnes ikke i dette møtet" in tab.notice


@pytest.mark.parametrize("seen", [None, 5, -5, "721155", 721_155.0, True, [721_155], 10**12, 10**400])
def test_amount_on_top_of_what_does_not_stand_is_refused(kept_store: Store, seen: Any) -> None:
    tab = Tab(kept_store)
    with nothing_written(kept_store):
        for text in ("700 000", "+5", "-5", "+10 %"):
            tab.type("fosen", text, seen=seen)
            assert tab.note() or tab.state.questions


def test_network_of_another_meeting_is_refused(store: Store) -> None:
    make_meeting(store, "more-2023")
    case = store.load_case("more-2023", ORDNING)
    tab = Tab(store)
    with nothing_written(store):
        handle_edits(
            store,
            ADA,
            store.load_case("more-2023", ORDNING),
            [tab.event("edit", "gauldal", text="5", seen=5)],
            tab.state,
        )
    assert "finnes ikke i dette møtet" in tab.notice
    assert store.load_case("more-2023", ORDNING) == case


def test_role_without_right_writes_nothing_and_is_told(kept_store: Store) -> None:
    tab = Tab(kept_store, LISTENER)
    with nothing_written(kept_store):
        tab.type("fosen", "800 000")
        tab.type("gauldal", "5")
        tab.send(tab.event("answer", "gauldal", text="ja"))
    assert tab.note() == tab.note("gauldal") == "Du har ikke rett til å endre dette."


# Once, and only once


def test_repeated_event_is_done_once(store: Store) -> None:
    tab = Tab(store)
    event = tab.type("fosen", "+7")
    for _ in range(3):
        tab.send(event)
    tab.send(event, event | {"text": "+9"}, event | {"kind": "undo"})
    assert (amount(store, "fosen"), written(store)) == (721_162, (1, 1))
    assert tab.state.acked == {"tab": 1}


def test_events_of_one_delivery_with_the_same_number_are_done_once(store: Store) -> None:
    tab = Tab(store)
    event = tab.event("edit", text="+7", seen=721_155)
    tab.send(event, event, event | {"seen": 721_162})
    assert amount(store, "fosen") == 721_162


def test_event_that_arrives_after_a_later_one_is_skipped(store: Store) -> None:
    tab = Tab(store)
    first, second = (
        tab.event("edit", i, text="800 000", seen=kr) for i, kr in (("fosen", 721_155), ("gauldal", 960_113))
    )
    tab.send(second)
    tab.send(first, second)
    assert (amount(store, "fosen"), amount(store, "gauldal")) == (721_155, 800_000)


def test_queue_sent_again_with_one_more_does_only_the_new_one(store: Store) -> None:
    tab = Tab(store)
    queue = []
    for _ in range(5):
        queue.append(tab.event("edit", text="+7", seen=amount(store, "fosen")))
        tab.send(*queue)
    assert (amount(store, "fosen"), written(store)[0]) == (721_155 + 35, 5)


def test_numbers_are_counted_for_each_client(store: Store) -> None:
    tab = Tab(store)
    tab.type("fosen", "+7")
    tab.send(tab.event("edit", text="+7", seen=721_162) | {"client": "etter omlasting", "seq": 1})
    assert amount(store, "fosen") == 721_169
    assert tab.state.acked == {"tab": 1, "etter omlasting": 1}


def test_client_in_use_is_remembered_while_others_come_and_go(store: Store) -> None:
    tab = Tab(store)
    event = tab.type("fosen", "+7")
    for i in range(20):
        tab.send({"client": f"c{i}", "seq": 1, "kind": "select", "id": "fosen"})
    assert len(tab.state.acked) <= 8
    tab.send(event)
    assert amount(store, "fosen") == 721_162


def test_events_sent_again_after_the_memory_is_lost_are_not_done_twice(store: Store) -> None:
    tab = Tab(store)
    event = tab.type("fosen", "+7")
    tab.state = TableState()
    tab.send(event)
    assert (amount(store, "fosen"), written(store)) == (721_162, (1, 1))


def test_more_events_than_one_delivery_holds_wait_for_the_next(store: Store) -> None:
    tab = Tab(store)
    events = [tab.event("select") for _ in range(MAX_EVENTS)] + [tab.event("edit", text="+7", seen=721_155)]
    tab.send(*events)
    assert (tab.state.acked, amount(store, "fosen")) == ({"tab": MAX_EVENTS}, 721_155)
    tab.send(*(e for e in events if e["seq"] > tab.state.acked["tab"]))
    assert (tab.state.acked, amount(store, "fosen")) == ({"tab": MAX_EVENTS + 1}, 721_162)


# Relative, and on top of one's own


def test_relative_edit_is_based_on_what_was_seen(store: Store) -> None:
    tab = Tab(store)
    actions.set_amount(store, BO, load(store), "fosen", 721_155, 900_000)
    with nothing_written(store):
        tab.type("fosen", "+50 000", seen=721_155)
    tab.type("fosen", "+50 000", seen=900_000)
    assert amount(store, "fosen") == 950_000


def test_chained_edit_builds_on_what_ones_own_edit_saved(store: Store) -> None:
    tab = Tab(store)
    first = tab.event("edit", text="+50 000", seen=721_155)
    second = tab.event("edit", text="+50 000", seen=721_155, after=first["seq"])
    third = tab.event("edit", text="-10 %", seen=721_155, after=second["seq"])
    tab.send(first, second)
    tab.send(third)
    assert amount(store, "fosen") == 739_040
    assert [e.what.params["before"] for e in store.history(MEETING, ORDNING)] == [821_155, 771_155, 721_155]


def test_chained_edit_after_a_refused_one_builds_on_what_was_seen(store: Store) -> None:
    tab = Tab(store)
    first = tab.event("edit", text="mange", seen=721_155)
    tab.send(first, tab.event("edit", text="+7", seen=721_155, after=first["seq"]))
    assert (amount(store, "fosen"), tab.state.notes) == (721_162, {})


def test_chained_edit_is_refused_when_another_came_between(store: Store) -> None:
    tab = Tab(store)
    first = tab.type("fosen", "+7")
    actions.set_amount(store, BO, load(store), "fosen", 721_162, 900_000)
    with nothing_written(store):
        tab.type("fosen", "+7", seen=721_155, after=first["seq"])
    assert tab.note().startswith("Bo endret beløpet til 900 000 kr kl. ")


@pytest.mark.parametrize("after", [2, 0, None, "1", [1], 10**400])
def test_chained_edit_after_no_edit_of_ones_own_builds_on_what_was_seen(store: Store, after: Any) -> None:
    tab = Tab(store)
    tab.type("fosen", "+7")
    tab.type("fosen", "+1", seen=721_155, after=after)
    assert (amount(store, "fosen"), bool(tab.note())) == (721_162, True)


def test_chained_edit_cannot_follow_another_clients_or_rows_edit(store: Store) -> None:
    tab = Tab(store)
    first = tab.type("fosen", "+7")
    tab.type("gauldal", "+1", seen=960_113, after=first["seq"])
    assert amount(store, "gauldal") == 960_114
    with nothing_written(store):
        stranger = tab.event("edit", text="+1", seen=721_155, after=first["seq"]) | {"client": "annen"}
        tab.send(stranger)


def test_equal_relative_edits_of_two_browsers_count_twice_or_one_is_refused(store: Store) -> None:
    ada, bo = Tab(store), Tab(store, BO)
    bo.type("fosen", "+50 000", seen=721_155)
    ada.type("fosen", "+50 000", seen=721_155)
    assert amount(store, "fosen") == 821_155 or ada.note()


# On top of another's


def test_stale_amount_is_refused_with_who_and_the_new_figure(store: Store) -> None:
    tab = Tab(store)
    actions.set_amount(store, BO, load(store), "fosen", 721_155, 900_000)
    with nothing_written(store):
        tab.type("fosen", "800 000", seen=721_155)
    clock = tab.note().split("kl. ")[1][:5]
    assert tab.note() == (f"Bo endret beløpet til 900 000 kr kl. {clock}. Ditt beløp, 800 000 kr, er ikke lagret.")


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_stale_sentence_gives_names_and_text_verbatim(store: Store, text: str) -> None:
    tab = Tab(store)
    actions.set_amount(store, Actor("x" * 32, text), load(store), "fosen", 721_155, 900_000)
    tab.type("fosen", "700 000", seen=721_155)
    assert tab.note().startswith(f"{text} endret beløpet til 900 000 kr")
    tab.type("gauldal", text)
    assert " ".join(text.split())[:40] in tab.note("gauldal")


def test_stale_amount_made_unknown_is_refused(store: Store) -> None:
    tab = Tab(store)
    store.apply(change(amount_edit("fosen", 721_155, None), what="Fjernet beløpet"), BO)
    with nothing_written(store):
        tab.type("fosen", "800 000", seen=721_155)
    assert "Bo endret dette" in tab.note()
    assert "Fjernet beløpet" in tab.note()


def test_another_who_wrote_only_the_begrunnelse_is_not_in_the_way(store: Store) -> None:
    actions.set_begrunnelse(store, BO, load(store), "fosen", "", "Fordi")
    Tab(store).type("fosen", "800 000", seen=721_155)
    assert amount(store, "fosen") == 800_000


def test_amount_that_another_has_already_set_to_the_same_is_no_conflict(store: Store) -> None:
    actions.set_amount(store, BO, load(store), "fosen", 721_155, 800_000)
    tab = Tab(store)
    with nothing_written(store):
        tab.type("fosen", "800 000", seen=721_155)
    assert tab.state.notes == {}


# «Mener du …?»


def test_slip_is_asked_about_with_a_suggestion_and_not_saved(kept_store: Store) -> None:
    tab = Tab(kept_store)
    with nothing_written(kept_store):
        tab.type("vaernes", "750")
    question = tab.state.questions["vaernes"]
    assert (question.kr, question.before_kr, question.suggestion_kr) == (750, 914_067, 750_000)
    assert tab.state.notes == {}


@pytest.mark.parametrize(
    ("answer", "kr"),
    [("ja", 750), ("forslag", 750_000), ("nei", 914_067), ("", 914_067), (None, 914_067), (["ja"], 914_067)],
)
def test_slip_answered_is_saved_as_answered(store: Store, answer: Any, kr: int) -> None:
    tab = Tab(store)
    tab.type("vaernes", "750")
    tab.send(tab.event("answer", "vaernes", text=answer))
    assert (amount(store, "vaernes"), tab.state.questions, tab.state.notes) == (kr, {}, {})
    assert written(store) == ((0, 0) if kr == 914_067 else (1, 1))


def test_answer_is_taken_once_and_only_to_a_question(store: Store) -> None:
    tab = Tab(store)
    with nothing_written(store):
        tab.send(tab.event("answer", "vaernes", text="ja"), tab.event("answer", "oslo", text="ja"))
    tab.type("vaernes", "750")
    yes = tab.event("answer", "vaernes", text="forslag")
    tab.send(yes, tab.event("answer", "vaernes", text="ja"))
    tab.send(yes)
    assert (amount(store, "vaernes"), written(store)) == (750_000, (1, 1))


@pytest.mark.parametrize(
    ("text", "asks"),
    [("91 406", True), ("91 407", False), ("2 742 201", False), ("2 742 202", True), ("0", True), ("-95 %", True)],
)
def test_slip_is_under_a_tenth_or_over_three_times(store: Store, text: str, asks: bool) -> None:
    tab = Tab(store)
    tab.type("vaernes", text)
    assert bool(tab.state.questions) == asks
    assert (amount(store, "vaernes") == 914_067) == asks


def test_slip_without_a_suggestion_cannot_be_answered_with_one(store: Store) -> None:
    tab = Tab(store)
    tab.type("vaernes", "4 999 999")
    assert tab.state.questions["vaernes"].suggestion_kr is None
    with nothing_written(store):
        tab.send(tab.event("answer", "vaernes", text="forslag"))


def test_slip_eight_million_for_eight_hundred_thousand_suggests_it(store: Store) -> None:
    tab = Tab(store)
    tab.type("fosen", "8 000 000")
    assert tab.state.questions["fosen"].suggestion_kr == 800_000


def test_slip_question_goes_when_the_row_is_typed_in_again(store: Store) -> None:
    tab = Tab(store)
    tab.type("vaernes", "750")
    tab.type("vaernes", "750 000")
    with nothing_written(store):
        tab.send(tab.event("answer", "vaernes", text="ja"))
    assert (amount(store, "vaernes"), tab.state.questions) == (750_000, {})


def test_slip_where_nothing_stood_is_measured_by_the_need(store: Store) -> None:
    store.apply(change(amount_edit("vaernes", 914_067, None)), BO)
    tab = Tab(store)
    tab.type("vaernes", "750", seen=None)
    question = tab.state.questions["vaernes"]
    assert (question.before_kr, question.suggestion_kr) == (None, 750_000)
    tab.send(tab.event("answer", "vaernes", text="forslag"))
    assert amount(store, "vaernes") == 750_000


def test_slip_answered_after_another_changed_the_amount_is_refused(store: Store) -> None:
    tab = Tab(store)
    tab.type("vaernes", "750")
    actions.set_amount(store, BO, load(store), "vaernes", 914_067, 900_000)
    with nothing_written(store):
        tab.send(tab.event("answer", "vaernes", text="forslag"))
    assert tab.note("vaernes").startswith("Bo endret beløpet til 900 000 kr")


def test_slip_answer_refused_quotes_the_amount(store: Store) -> None:
    tab = Tab(store)
    tab.type("vaernes", "750")
    actions.set_amount(store, BO, load(store), "vaernes", 914_067, 900_000)
    tab.send(tab.event("answer", "vaernes", text="forslag"))
    assert "«forslag»" not in tab.note("vaernes")


# Undo, redo, select


def test_undo_and_redo_events_take_back_and_do_again(store: Store) -> None:
    tab = Tab(store)
    tab.type("fosen", "800 000")
    tab.type("gauldal", "mange")
    tab.type("vaernes", "750")
    tab.send(tab.event("undo", ""))
    assert (amount(store, "fosen"), tab.notice) == (721_155, "Angret: Fosen: 721 155 kr → 800 000 kr")
    assert (tab.state.notes, tab.state.questions) == ({}, {})
    tab.send(tab.event("redo", ""))
    assert (amount(store, "fosen"), tab.notice) == (800_000, "Gjort om igjen: Fosen: 721 155 kr → 800 000 kr")


def test_undo_and_redo_of_nothing_say_so(kept_store: Store) -> None:
    tab = Tab(kept_store)
    with nothing_written(kept_store):
        tab.send(tab.event("undo", ""))
        assert tab.notice == "Det er ingenting å angre."
        tab.send(tab.event("redo", ""))
        assert tab.notice == "Det er ingenting å gjøre om."


def test_undo_event_repeated_is_done_once(store: Store) -> None:
    tab = Tab(store)
    for kr in ("800 000", "900 000"):
        tab.type("fosen", kr)
    back = tab.event("undo", "")
    for _ in range(3):
        tab.send(back)
    assert amount(store, "fosen") == 800_000


def test_undo_refused_says_why_and_keeps_the_notes(store: Store) -> None:
    tab = Tab(store)
    tab.type("fosen", "800 000")
    tab.type("gauldal", "mange")
    actions.set_amount(store, BO, load(store), "fosen", 800_000, 5)
    with nothing_written(store):
        tab.send(tab.event("undo", ""))
    assert tab.notice.startswith("Det går ikke: Bo endret dette kl. ")
    assert set(tab.state.notes) == {"gauldal"}


def test_undo_button_does_what_the_event_does(store: Store) -> None:
    tab = Tab(store)
    tab.type("fosen", "800 000")
    undo_or_redo(store, ADA, MEETING, ORDNING, tab.state, "undo")
    assert amount(store, "fosen") == 721_155
    undo_or_redo(store, LISTENER, MEETING, ORDNING, tab.state, "redo")
    assert tab.notice == "Det er ingenting å gjøre om."
    undo_or_redo(store, ADA, MEETING, ORDNING, tab.state, "redo")
    assert amount(store, "fosen") == 800_000


def test_notice_goes_with_the_next_thing_done(store: Store) -> None:
    tab = Tab(store)
    tab.send(tab.event("undo", ""))
    assert tab.notice
    tab.type("fosen", "mange")
    assert tab.notice == ""


def test_select_toggles_and_moves(kept_store: Store) -> None:
    tab = Tab(kept_store, LISTENER)
    seen = []
    with nothing_written(kept_store):
        for place in ("fosen", "fosen", "gauldal", "fosen", "oslo"):
            tab.send(tab.event("select", place))
            seen.append(tab.state.selected)
    assert seen == ["fosen", "", "gauldal", "fosen", "fosen"]
    assert "finnes ikke i dette møtet" in tab.notice


# Events that are none

GOOD = {"client": "c", "seq": 1, "kind": "edit", "id": "fosen", "text": "800 000", "seen": 721_155}


@pytest.mark.parametrize(
    "events",
    [
        None,
        "edit",
        7,
        GOOD,
        (GOOD,),
        [[GOOD]],
        [None, 1, "x", [], {}],
        *([{k: v for k, v in GOOD.items() if k != missing}] for missing in ("client", "seq", "kind", "id")),
        *([GOOD | {"seq": seq}] for seq in (0, -1, True, "1", 1.0, None, [1])),
        *([GOOD | {"client": client}] for client in (None, 1, ["c"])),
        *([GOOD | {"kind": kind}] for kind in ("Edit", "delete", "", None, 1, "__class__")),
        *([GOOD | {"id": place}] for place in (None, 1, ["fosen"])),
        *([GOOD | {"id": place}] for place in ("", "oslo", "Fosen", "x" * 1_000_000, "fosen' OR '1'='1")),
    ],
)
def test_malformed_event_writes_nothing_and_raises_nothing(kept_store: Store, events: Any) -> None:
    state = TableState()
    with nothing_written(kept_store):
        handle_edits(kept_store, ADA, kept_store.load_case(MEETING, ORDNING), events, state)
    assert (state.notes, state.questions, state.paste, state.selected) == ({}, {}, None, "")


def test_good_event_among_malformed_ones_is_done(store: Store) -> None:
    state = TableState()
    handle_edits(
        store, ADA, store.load_case(MEETING, ORDNING), [None, {}, GOOD | {"seq": "1"}, GOOD, GOOD | {"kind": 1}], state
    )
    assert amount(store, "fosen") == 800_000


def test_seen_of_thousands_of_digits_raises_nothing(kept_store: Store) -> None:
    tab = Tab(kept_store)
    with nothing_written(kept_store):
        tab.send(tab.event("edit", text="+900 %", seen=10**4299))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
nearly_events = st.fixed_dictionaries(
    {},
    optional={
        "client": st.sampled_from(("c", "d", "")) | json_values,
        "seq": st.integers(-1, 60) | json_values,
        "kind": st.sampled_from(("edit", "answer", "paste", "undo", "redo", "select")) | json_values,
        "id": st.sampled_from(("fosen", "gauldal", "vaernes", "")) | json_values,
        "text": st.sampled_from(("+7", "-10 %", "750", "ja", "forslag", "behov", "1\n2", "Fosen\t5")) | json_values,
        "seen": st.sampled_from((721_155, 960_113, 0)) | json_values,
        "after": st.integers(0, 60) | json_values,
        "shown": st.dictionaries(st.sampled_from(("fosen", "gauldal")), json_values) | json_values,
    },
)
fuzzing = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@fuzzing
@given(events=json_values | st.lists(json_values, max_size=5))
def test_arbitrary_json_never_raises_and_never_writes(kept_store: Store, events: Any) -> None:
    before = written(kept_store)
    handle_edits(kept_store, ADA, kept_store.load_case(MEETING, ORDNING), events, TableState())
    assert written(kept_store) == before


@fuzzing
@given(deliveries=st.lists(st.lists(nearly_events, max_size=4), max_size=3))
def test_events_gone_wrong_in_places_never_raise_nor_break_an_amount(
    store: Store, deliveries: Iterable[list[Any]]
) -> None:
    state = TableState()
    for events in deliveries:
        handle_edits(store, ADA, store.load_case(MEETING, ORDNING), events, state)
        case = load(store)
        assert all(n.innstilt_kr is not None and 0 <= n.innstilt_kr <= 20_700_000 for n in case.nettverk)
        assert set(state.notes) <= {n.id for n in case.nettverk}
        assert state.selected in {"", *(n.id for n in case.nettverk)}
        for message in (*state.notes.values(), *([state.notice] if state.notice else [])):
            assert len(render(message)) < 400
    assert {e.who for e in store.history(MEETING, ORDNING)} <= {"Ada"}
