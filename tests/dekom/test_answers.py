"""Answers: saved as given, never lost between two devices, refused with a sentence, never in Angre."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from dekom import answers, group_actions
from dekom.access import Actor
from dekom.answers import LikelySlip, Place
from dekom.change import Change, InvalidChange, RowEdit, StaleChange
from dekom.groupwork import NOT_ANSWERED, Answer, GroupWork
from dekom.i18n import Message, render
from dekom.money import Refused
from dekom.store import Store
from dekom.tables import MAX_TEXT, TOPICS
from tests.dekom.store_fixtures import (
    ADA,
    BO,
    HOSTILE_TEXTS,
    MEETING,
    dump,
    load,
    nettverk,
    nothing_written,
    replayed,
    written,
)
from tests.dekom.test_store_threads import together

GROUPS = [f"gruppe-{i}" for i in range(1, 5)]
ALL_TOPICS = (*TOPICS, *(f"svar/{gruppe_id}" for gruppe_id in GROUPS))
TOTAL = 20_700_000
ODD_TEXTS = (*HOSTILE_TEXTS, "nul \x00 midt i", "x" * MAX_TEXT, "👩‍🏫" * 2_000, " foran og bak ", "\ufeff", "a;b;;c")


def member(number: int, device: str = "a", key_id: str = "") -> Actor:
    """Return a device of one of the demo's groups."""
    return Actor(f"{number}{device}" * 16, f"Gruppe {number}", "gruppe", MEETING, f"gruppe-{number}", key_id)


PHONE, LAPTOP, TABLET = (member(1, device) for device in "abc")
VIEWER = Actor("v" * 32, "", "tilhører", MEETING)


def work(store: Store, actor: Actor = ADA) -> GroupWork:
    return store.load_group_work(MEETING, actor)


def place(
    store: Store,
    question_id: str = "1",
    nettverk_id: str = "fosen",
    gruppe_id: str = "gruppe-1",
    sheet_id: str = "kriterieark",
) -> Place:
    """Return where an answer stands; fosen is prepared by group 1 and heard by group 2."""
    found = work(store)
    gruppe, sheet = found.gruppe(gruppe_id), found.sheet(sheet_id)
    assert gruppe
    assert sheet
    asked = next(q for q in sheet.questions if q.id == question_id)
    return Place(MEETING, gruppe, sheet, nettverk(store, nettverk_id) if nettverk_id else None, asked)


def pool(store: Store, question_id: str, gruppe_id: str = "gruppe-1") -> Place:
    return place(store, question_id, "", gruppe_id, "pool")


def stands(store: Store, at: Place) -> Answer:
    return work(store).answer(*at.key)


def moved(store: Store, action: Callable[[], object]) -> set[str]:
    """Return the topics whose revision an action moves."""
    before = {topic: store.revision(MEETING, topic) for topic in ALL_TOPICS}
    action()
    return {topic for topic, revision in before.items() if store.revision(MEETING, topic) != revision}


def delete(store: Store, at: Place) -> None:
    names = ("gruppe_id", "sheet_id", "nettverk_id", "question_id")
    key = {"meeting_id": MEETING, **dict(zip(names, at.key, strict=True))}
    row = store.row("answer", key)
    store.apply(Change(MEETING, "", Message("Slettet"), (RowEdit("answer", key, row, None),)), ADA)


# Saved as given


def test_each_field_is_saved_and_leaves_the_others(store: Store) -> None:
    at = pool(store, "C")
    seen = answers.save_choices(store, PHONE, at, NOT_ANSWERED, ["mer enn 2,5 mill"])
    seen = answers.save_amount(store, PHONE, at, seen, "3 mill", TOTAL)
    seen = answers.save_note(store, PHONE, at, seen, "usikre")
    assert stands(store, at) == seen == Answer("mer enn 2,5 mill", "", "usikre", 3_000_000)
    seen = answers.save_choices(store, PHONE, at, seen, ["mindre enn 2,5 mill"])
    assert stands(store, at) == seen == Answer("mindre enn 2,5 mill", "", "usikre", 3_000_000)
    assert written(store) == (4, 4)


@pytest.mark.parametrize(("save", "field"), [(answers.save_text, "text"), (answers.save_note, "note")])
def test_words_are_saved_as_typed(store: Store, save: Any, field: str) -> None:
    at, seen = place(store, "0"), NOT_ANSWERED
    for text in ODD_TEXTS:
        seen = save(store, PHONE, at, seen, text)
        assert getattr(stands(store, at), field) == text
        assert stands(store, at) == seen
    save(store, PHONE, at, seen, "")
    assert stands(store, at) == NOT_ANSWERED


def test_several_choices_stand_in_the_order_of_the_question(store: Store) -> None:
    at = pool(store, "E")
    chosen = ["kort Teams-møte i mai", "sette ned arbeidsgruppe"]
    seen = answers.save_choices(store, PHONE, at, NOT_ANSWERED, chosen)
    assert stands(store, at).choices == seen.choices == ("sette ned arbeidsgruppe", "kort Teams-møte i mai")
    seen = answers.save_text(store, PHONE, at, seen, "og en høring;til høsten")
    assert stands(store, at) == Answer("sette ned arbeidsgruppe;kort Teams-møte i mai", "og en høring;til høsten")
    answers.save_choices(store, PHONE, at, seen, [])
    assert stands(store, at) == Answer("", "og en høring;til høsten")


def test_the_same_question_of_another_network_group_or_sheet_is_another_answer(store: Store) -> None:
    answers.save_choices(store, PHONE, place(store), NOT_ANSWERED, ["ja"])
    answers.save_choices(store, PHONE, place(store, nettverk_id="tfk-vgo"), NOT_ANSWERED, ["nei"])
    answers.save_choices(store, member(2), place(store, gruppe_id="gruppe-2"), NOT_ANSWERED, ["delvis ja"])
    answers.save_choices(store, PHONE, pool(store, "D"), NOT_ANSWERED, ["nei"])
    assert {k: a.choice for k, a in work(store).answers.items()} == {
        ("gruppe-1", "kriterieark", "fosen", "1"): "ja",
        ("gruppe-1", "kriterieark", "tfk-vgo", "1"): "nei",
        ("gruppe-2", "kriterieark", "fosen", "1"): "delvis ja",
        ("gruppe-1", "pool", "", "D"): "nei",
    }


def test_not_answered_differs_from_no(store: Store) -> None:
    at = place(store)
    assert not stands(store, at).is_given
    seen = answers.save_choices(store, PHONE, at, NOT_ANSWERED, ["nei"])
    assert stands(store, at).is_given
    assert stands(store, at) != NOT_ANSWERED
    seen = answers.save_choices(store, PHONE, at, seen, [])
    assert not stands(store, at).is_given
    assert stands(store, at).choices == seen.choices == ()
    answers.save_note(store, PHONE, at, seen, "vi er ikke ferdige")
    assert not stands(store, at).is_given, "a note alone is no answer"


def test_blank_words_are_no_answer_and_zero_kroner_is(store: Store) -> None:
    answers.save_text(store, PHONE, place(store, "0"), NOT_ANSWERED, " \n\t")
    answers.save_amount(store, PHONE, place(store, "belop"), NOT_ANSWERED, "0", TOTAL, sure=True)
    assert not stands(store, place(store, "0")).is_given
    assert stands(store, place(store, "belop")) == Answer(amount_kr=0)
    assert stands(store, place(store, "belop")).is_given


def test_answer_that_is_what_it_was_writes_nothing(store: Store) -> None:
    seen = answers.save_choices(store, PHONE, place(store), NOT_ANSWERED, ["ja"])
    with nothing_written(store):
        assert answers.save_choices(store, PHONE, place(store), seen, ["ja"]) == seen
        assert answers.save_note(store, PHONE, place(store), seen, "") == seen


def test_answer_of_a_fresh_store_on_the_same_file_is_there(store: Store) -> None:
    answers.save_text(store, PHONE, place(store, "0"), NOT_ANSWERED, "Lesing i alle fag")
    again = Store(store._connection)
    assert stands(again, place(again, "0")).text == "Lesing i alle fag"


def test_history_says_who_answered_and_who_typed_it_in(store: Store) -> None:
    answers.save_choices(store, PHONE, place(store), NOT_ANSWERED, ["ja"])
    answers.save_choices(store, ADA, pool(store, "D"), NOT_ANSWERED, ["nei"])
    typed, answered = store.history(MEETING, "")
    assert (render(answered.what), answered.who) == ("Gruppe 1 svarte: Lokalt forankret? (Fosen)", "Gruppe 1")
    assert render(typed.what).startswith("Ført inn for Gruppe 1: UH-representasjon")
    assert typed.who == "Ada"


# Two devices


@pytest.mark.parametrize(
    ("field", "first", "second", "shown"),
    [
        ("choice", "ja", "delvis ja", ("«ja»", "«delvis ja»")),
        ("choice", "nei", "", ("«nei»", "«ikke svart»")),
        ("note", "den ene", "den andre", ("«den ene»", "«den andre»")),
        ("note", "{wanted} {0}", "<b>{stands}</b>", ("«{wanted} {0}»", "«<b>{stands}</b>»")),
    ],
)
def test_second_device_gets_both_answers_in_a_sentence(
    store: Store, field: str, first: str, second: str, shown: tuple[str, str]
) -> None:
    at = place(store)
    seen = answers.save_choices(store, PHONE, at, NOT_ANSWERED, ["delvis ja" if second != "delvis ja" else "nei"])
    seen = answers.save_note(store, PHONE, at, seen, "begge ser dette")

    def save(device: Actor, value: str) -> None:
        if field == "choice":
            answers.save_choices(store, device, at, seen, [value] if value else [])
        else:
            answers.save_note(store, device, at, seen, value)

    save(PHONE, first)
    with nothing_written(store), pytest.raises(Refused) as refused:
        save(LAPTOP, second)
    text = render(refused.value.message)
    assert all(words in text for words in shown)
    assert text.startswith("En annen enhet lagret")
    assert text.endswith("er ikke lagret.")
    assert getattr(stands(store, at), field) == first


def test_second_amount_is_refused_with_both_in_kroner(store: Store) -> None:
    at = place(store, "belop")
    answers.save_amount(store, PHONE, at, NOT_ANSWERED, "800 000", TOTAL)
    with pytest.raises(Refused) as refused:
        answers.save_amount(store, LAPTOP, at, NOT_ANSWERED, "850 000", TOTAL)
    text = str(refused.value).replace("\u00a0", " ")
    assert "«800 000 kr»" in text
    assert "«850 000 kr»" in text
    with pytest.raises(Refused, match=r"Ditt svar, «ikke svart», er ikke lagret"):
        answers.save_amount(store, LAPTOP, at, Answer(amount_kr=1), "", TOTAL)
    assert stands(store, at).amount_kr == 800_000


def test_relative_amount_is_on_top_of_what_this_device_saw(store: Store) -> None:
    at = place(store, "belop")
    seen = answers.save_amount(store, PHONE, at, NOT_ANSWERED, "behov", TOTAL)
    assert seen.amount_kr == 910_000
    answers.save_amount(store, PHONE, at, seen, "-10 %", TOTAL)
    with nothing_written(store), pytest.raises(Refused, match="En annen enhet"):
        answers.save_amount(store, LAPTOP, at, seen, "+50 000", TOTAL)
    assert stands(store, at).amount_kr == 819_000


def test_devices_that_give_the_same_answer_agree(store: Store) -> None:
    first = answers.save_choices(store, PHONE, place(store), NOT_ANSWERED, ["ja"])
    with nothing_written(store):
        assert answers.save_choices(store, LAPTOP, place(store), NOT_ANSWERED, ["ja"]) == first
    second = answers.save_choices(store, PHONE, place(store), first, ["nei"])
    with nothing_written(store):
        assert answers.save_choices(store, LAPTOP, place(store), first, ["nei"]) == second


def test_group_and_secretariat_who_type_at_the_same_place_are_two_devices(store: Store) -> None:
    answers.save_text(store, ADA, place(store, "0"), NOT_ANSWERED, "fra papir")
    with pytest.raises(Refused, match=r"«fra papir».*«fra telefon»"):
        answers.save_text(store, PHONE, place(store, "0"), NOT_ANSWERED, "fra telefon")
    assert stands(store, place(store, "0")).text == "fra papir"


def test_devices_at_the_same_moment_lose_nothing_that_was_confirmed(store: Store) -> None:
    """Many rounds: of two answers one is confirmed and stands, the other gets a sentence with both in it."""
    at, choices, seen = place(store), ("ja", "delvis ja", "nei"), NOT_ANSWERED

    def save(device: Actor, choice: str) -> Answer | Refused:
        try:
            return answers.save_choices(store, device, at, seen, [choice])
        except Refused as refused:
            return refused

    for number in range(16):
        wanted = [choice for choice in choices if choice != seen.choice][:2]
        jobs = [partial(save, device, choice) for device, choice in zip((PHONE, LAPTOP), wanted, strict=True)]
        outcomes = together(*(jobs if number % 2 else jobs[::-1]))
        confirmed = [found for found in outcomes if isinstance(found, Answer)]
        refused = [str(found) for found in outcomes if isinstance(found, Refused)]
        assert (len(confirmed), len(refused)) == (1, 1)
        assert stands(store, at) == confirmed[0]
        assert all(f"«{choice}»" in refused[0] for choice in wanted)
        seen = confirmed[0]
    assert written(store) == (16, 16)


def test_devices_that_give_the_same_answer_at_the_same_moment_agree(store: Store) -> None:
    at, seen = place(store), NOT_ANSWERED
    for number in range(10):
        choice = ("ja", "nei")[number % 2]
        found = together(
            *(partial(answers.save_choices, store, device, at, seen, [choice]) for device in (PHONE, LAPTOP, TABLET))
        )
        assert found == [Answer(choice)] * 3
        seen = Answer(choice)
    assert written(store) == (10, 10)


def test_fields_from_three_devices_at_once_are_all_kept_when_the_row_is_made(store: Store) -> None:
    """Loops over the race on creation: whoever comes second finds a row that was not there a moment ago."""
    at = pool(store, "C")
    whole = Answer("mer enn 2,5 mill", "", "notat", 3_000_000)
    for _ in range(8):
        together(
            partial(answers.save_choices, store, PHONE, at, NOT_ANSWERED, ["mer enn 2,5 mill"]),
            partial(answers.save_note, store, LAPTOP, at, NOT_ANSWERED, "notat"),
            partial(answers.save_amount, store, TABLET, at, NOT_ANSWERED, "3 mill", TOTAL),
        )
        assert stands(store, at) == whole
        delete(store, at)


def test_fields_of_one_answer_typed_at_once_by_three_devices_are_all_kept(store: Store) -> None:
    at = pool(store, "E")
    listed = at.question.choices

    def choose() -> None:
        seen = NOT_ANSWERED
        for number in range(15):
            seen = answers.save_choices(store, PHONE, at, seen, listed[: number % 3 + 1])

    def write(save: Any, device: Actor) -> None:
        seen = NOT_ANSWERED
        for number in range(15):
            seen = save(store, device, at, seen, f"utkast {number}")

    together(choose, partial(write, answers.save_text, LAPTOP), partial(write, answers.save_note, TABLET))
    assert stands(store, at) == Answer(";".join(listed), "utkast 14", "utkast 14")
    assert written(store) == (45, 45)


def test_four_groups_answer_everything_at_once(store: Store) -> None:
    opening = dump(store)

    def fill_in(number: int) -> int:
        gruppe = work(store).grupper[number - 1]
        given = 0
        for nettverk_id in work(store).nettverk_of(gruppe):
            at = place(store, "1", nettverk_id, gruppe.id)
            answers.save_choices(store, member(number), at, NOT_ANSWERED, [("ja", "nei")[number % 2]])
            given += 1
        return given

    counts = together(*(partial(fill_in, number) for number in range(1, 5)))
    assert counts == [6, 6, 5, 5], "forarbeid and lytting"
    assert len(work(store).answers) == 22
    assert all(a.choice == ("ja", "nei")[int(g[-1]) % 2] for (g, *_), a in work(store).answers.items())
    assert replayed(opening, reversed(store.history(MEETING, ""))) == dump(store)


# After «Tøm prøvesvar»


def test_device_that_still_shows_an_emptied_answer_can_answer_again(store: Store) -> None:
    seen = answers.save_choices(store, PHONE, place(store), NOT_ANSWERED, ["ja"])
    seen = answers.save_note(store, PHONE, place(store), seen, "fra prøven")
    group_actions.empty_answers(store, ADA, work(store))
    answers.save_choices(store, PHONE, place(store), seen, ["nei"])
    assert stands(store, place(store)) == Answer("nei"), "the note of the rehearsal does not come back"


def test_device_that_takes_away_an_emptied_answer_is_not_refused(store: Store) -> None:
    seen = answers.save_amount(store, PHONE, place(store, "belop"), NOT_ANSWERED, "behov", TOTAL)
    group_actions.empty_answers(store, ADA, work(store))
    answers.save_amount(store, PHONE, place(store, "belop"), seen, "", TOTAL)
    assert not stands(store, place(store, "belop")).is_given


def test_emptied_answer_that_another_device_has_given_anew_is_not_written_over(store: Store) -> None:
    seen = answers.save_choices(store, PHONE, place(store), NOT_ANSWERED, ["ja"])
    group_actions.empty_answers(store, ADA, work(store))
    answers.save_choices(store, LAPTOP, place(store), NOT_ANSWERED, ["delvis ja"])
    with pytest.raises(Refused, match=r"«delvis ja».*«nei»"):
        answers.save_choices(store, PHONE, place(store), seen, ["nei"])
    assert stands(store, place(store)).choice == "delvis ja"


def test_answers_given_while_others_empty_are_in_the_history_and_never_torn(store: Store) -> None:
    opening, confirmed = dump(store), []

    def answer() -> None:
        seen = NOT_ANSWERED
        for number in range(15):
            try:
                seen = answers.save_note(store, PHONE, place(store), seen, f"notat {number}")
                confirmed.append(f"notat {number}")
            except Refused:
                seen = stands(store, place(store))

    def empty() -> None:
        for _ in range(5):
            try:
                group_actions.empty_answers(store, ADA, work(store))
            except StaleChange as stale:
                assert stale.last

    together(answer, empty)
    entries = store.history(MEETING, "")
    given = [(edit.after or {}).get("note") for e in reversed(entries) for edit in e.edits if edit.after]
    assert given == confirmed
    assert replayed(opening, reversed(entries)) == dump(store)


# Refused, with nothing written


@pytest.mark.parametrize("save", [answers.save_text, answers.save_note])
def test_words_that_cannot_be_saved_are_refused(kept_store: Store, save: Any) -> None:
    too_long = ["x" * 100_000, "x" * (MAX_TEXT + 1), "👩‍🏫" * 100_000]
    unwritable = ["halv \ud83d emoji", "\udfff"]
    at = place(kept_store, "0")
    with nothing_written(kept_store):
        for text in too_long + unwritable:
            with pytest.raises(InvalidChange) as refused:
                save(kept_store, PHONE, at, NOT_ANSWERED, text)
            sentence = render(refused.value.message)
            assert ("for lang" in sentence) == (text in too_long)
            assert sentence.endswith(".")


@pytest.mark.parametrize("text", ["x" * 100_000, "\ud800"], ids=["long", "lone"])
def test_refused_words_leave_the_answer_that_stands(store: Store, text: str) -> None:
    seen = answers.save_note(store, PHONE, place(store), NOT_ANSWERED, "bra")
    with nothing_written(store), pytest.raises(InvalidChange):
        answers.save_note(store, PHONE, place(store), seen, text)
    assert stands(store, place(store)).note == "bra"


NO_CHOICES = (
    ["kanskje"],
    ["JA"],
    ["ja "],
    ["ja;nei"],
    ["delvis"],
    [""],
    ["<b>ja</b>"],
    ["x" * 100_000],
    ["\ud800"],
    ["\x00"],
    ["ja", "nei"],
    ["ja", "kanskje"],
    ["ja", "delvis ja", "nei"],
)


def test_choices_that_are_not_on_the_list_and_two_where_one_is_allowed_are_refused(kept_store: Store) -> None:
    at = place(kept_store)
    with nothing_written(kept_store):
        for chosen in NO_CHOICES:
            with pytest.raises(InvalidChange, match="ikke et av valgene"):
                answers.save_choices(kept_store, PHONE, at, NOT_ANSWERED, chosen)


def test_choice_from_another_question_is_refused_also_where_several_are_allowed(kept_store: Store) -> None:
    with nothing_written(kept_store):
        for chosen in (["sende på høring", "ja"], ["sende på høring;sette ned arbeidsgruppe"], ["avvikle"]):
            with pytest.raises(InvalidChange):
                answers.save_choices(kept_store, PHONE, pool(kept_store, "E"), NOT_ANSWERED, chosen)


def test_answer_of_a_kind_that_the_question_does_not_ask_for_is_refused(kept_store: Store) -> None:
    with nothing_written(kept_store):
        for question_id in ("0", "konklusjon", "belop"):
            with pytest.raises(InvalidChange, match="ikke et av valgene"):
                answers.save_choices(kept_store, PHONE, place(kept_store, question_id), NOT_ANSWERED, ["ja"])
        for question_id, text in (("1", "ja"), ("1", ""), ("belop", "800 000")):
            with pytest.raises(InvalidChange, match="ikke svar i tekst"):
                answers.save_text(kept_store, PHONE, place(kept_store, question_id), NOT_ANSWERED, text)
        for question_id, sure in (("1", True), ("0", False), ("0", True)):
            at = place(kept_store, question_id)
            with pytest.raises(InvalidChange, match="ikke svar i kroner"):
                answers.save_amount(kept_store, PHONE, at, NOT_ANSWERED, "800 000", TOTAL, sure)


NO_AMOUNTS = (
    "-5",
    "−5",
    "1,50",
    "1 00 000",
    "10 %",
    "+50 000",
    "-10 %",
    "nei",
    "NaN",
    "1e6",
    "0x10",
    "٣٠٠",
    "800 000 ; DROP",
    "\u202e000 008",
    "8\x00",
    "\ud800",
    "20 700 001",
    "9" * 13,
    "9" * 100_000,
    "1,2345678 mill",
)


@pytest.mark.parametrize("sure", [True, False])
def test_amounts_that_cannot_be_read_are_refused_however_sure(kept_store: Store, sure: bool) -> None:
    at = place(kept_store, "belop")
    with nothing_written(kept_store):
        for text in NO_AMOUNTS:
            with pytest.raises(Refused) as refused:
                answers.save_amount(kept_store, PHONE, at, NOT_ANSWERED, text, TOTAL, sure)
            assert not isinstance(refused.value, LikelySlip), text
            assert str(refused.value).endswith("."), text


def test_amount_is_refused_where_the_figure_it_names_is_unknown(kept_store: Store) -> None:
    at = pool(kept_store, "C")
    for text in ("behov", "i fjor", "+1", "-1 %"):
        with pytest.raises(Refused, match="ikke"):
            answers.save_amount(kept_store, PHONE, at, NOT_ANSWERED, text, TOTAL, sure=True)


@pytest.mark.parametrize(
    ("text", "kr"), [("750", 750), ("90 999", 90_999), ("2 730 001", 2_730_001), ("8 mill", 8_000_000)]
)
def test_likely_slip_is_saved_only_when_the_group_is_sure(store: Store, text: str, kr: int) -> None:
    at = place(store, "belop")
    with nothing_written(store), pytest.raises(LikelySlip) as asked:
        answers.save_amount(store, PHONE, at, NOT_ANSWERED, text, TOTAL)
    assert asked.value.kr == kr
    words = str(asked.value).replace("\u00a0", " ")
    assert words.startswith("Mener du ")
    assert "Meldt behov er 910 000 kr. Beløpet er ikke lagret ennå." in words
    answers.save_amount(store, PHONE, at, NOT_ANSWERED, text, TOTAL, sure=True)
    assert stands(store, at).amount_kr == kr


@pytest.mark.parametrize("text", ["91 000", "2 730 000", "behov", "i fjor"])
def test_amount_at_the_edge_of_a_slip_is_saved_at_once(store: Store, text: str) -> None:
    answers.save_amount(store, PHONE, place(store, "belop"), NOT_ANSWERED, text, TOTAL)
    assert stands(store, place(store, "belop")).is_given


def test_slip_is_measured_against_the_need_not_what_the_group_wrote_before(store: Store) -> None:
    at = place(store, "belop")
    seen = answers.save_amount(store, PHONE, at, NOT_ANSWERED, "750", TOTAL, sure=True)
    with pytest.raises(LikelySlip):
        answers.save_amount(store, PHONE, at, seen, "+1", TOTAL)
    seen = answers.save_amount(store, PHONE, at, seen, "800 000", TOTAL)
    assert stands(store, at).amount_kr == seen.amount_kr == 800_000


def test_amount_with_no_yardstick_is_no_slip_and_unknown_total_no_limit(store: Store) -> None:
    answers.save_amount(store, PHONE, pool(store, "C"), NOT_ANSWERED, "1", None)
    answers.save_amount(store, member(2), pool(store, "C", "gruppe-2"), NOT_ANSWERED, "999 999 999 999", None)
    assert {a.amount_kr for a in work(store).answers.values()} == {1, 999_999_999_999}


def test_answer_to_a_question_that_was_taken_away_is_refused(store: Store) -> None:
    at, key = pool(store, "A2"), {"meeting_id": MEETING, "sheet_id": "pool", "question_id": "A2"}
    gone = RowEdit("question", key, store.row("question", key), None)
    store.apply(Change(MEETING, "", Message("Tok bort"), (gone,)), ADA)
    with nothing_written(store), pytest.raises(InvalidChange, match="noe som ikke finnes"):
        answers.save_text(store, PHONE, at, NOT_ANSWERED, "noe")


def test_amount_uses_the_need_that_the_group_saw(store: Store) -> None:
    assert nettverk(store, "fosen").need_kr == 910_000
    at = place(store, "belop")
    key = {"meeting_id": MEETING, "ordning": "dekom", "nettverk_id": "fosen"}
    edit = RowEdit("grunnlag", key, {"need_kr": 910_000}, {"need_kr": 700_000})
    store.apply(Change(MEETING, "dekom", Message("Nytt behov"), (edit,)), ADA)
    assert answers.save_amount(store, PHONE, at, NOT_ANSWERED, "behov", TOTAL).amount_kr == 910_000


# Topics and Angre


def test_answer_moves_the_topic_of_answers_and_of_its_own_group_only(store: Store) -> None:
    def answer(device: Actor, at: Place) -> Callable[[], object]:
        return lambda: answers.save_note(store, device, at, stands(store, at), str(written(store)))

    assert moved(store, answer(PHONE, place(store))) == {"svar", "svar/gruppe-1"}
    assert moved(store, answer(ADA, place(store))) == {"svar", "svar/gruppe-1"}
    assert moved(store, answer(member(4), pool(store, "D", "gruppe-4"))) == {"svar", "svar/gruppe-4"}
    assert moved(store, lambda: delete(store, place(store))) == {"svar", "svar/gruppe-1"}
    assert store.revision(MEETING) == 4


def test_refused_answer_moves_no_topic(kept_store: Store) -> None:
    def refuse() -> None:
        with pytest.raises(InvalidChange):
            answers.save_choices(kept_store, PHONE, place(kept_store), NOT_ANSWERED, ["kanskje"])

    assert moved(kept_store, refuse) == set()


@pytest.mark.parametrize("actor", [PHONE, ADA], ids=["group", "typed in"])
def test_answer_is_never_in_angre(store: Store, actor: Actor) -> None:
    group_actions.leave_out_tied(store, actor if actor is ADA else BO, work(store), True)
    before = [store.undo_state(MEETING, ordning, actor) for ordning in ("", "dekom")]
    seen = answers.save_choices(store, actor, place(store), NOT_ANSWERED, ["ja"])
    seen = answers.save_note(store, actor, place(store), seen, "notat")
    answers.save_choices(store, actor, place(store), seen, [])
    assert [store.undo_state(MEETING, ordning, actor) for ordning in ("", "dekom")] == before
    given = work(store).answers
    while store.undo(MEETING, "", actor):
        pass
    assert work(store).answers == given
    assert load(store).nettverk


def test_answers_between_do_not_end_what_can_be_made_again(store: Store) -> None:
    group_actions.leave_out_tied(store, ADA, work(store), True)
    store.undo(MEETING, "", ADA)
    answers.save_choices(store, ADA, place(store), NOT_ANSWERED, ["ja"])
    assert store.redo(MEETING, "", ADA)
    assert work(store).leaves_out_tied
