"""What the secretariat can do: each action's effect, its line in the history, and what it refuses."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import pytest

from dekom import actions
from dekom.access import Forbidden
from dekom.change import InvalidChange, StaleChange
from dekom.evaluate import Evaluation, evaluate
from dekom.i18n import Message, render
from dekom.model import Case
from dekom.money import Refused
from dekom.outcome import Kind, Outcome
from dekom.parameters import load_parameters
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
    nettverk,
    nothing_written,
    written,
)


def evaluated(case: Case) -> Evaluation:
    return evaluate(case, load_parameters(ORDNING, case.held_on))


def open_outcomes(store: Store) -> list[Outcome]:
    return list(evaluated(load(store)).open_outcomes)


def last_line(store: Store) -> str:
    return render(store.history(MEETING, ORDNING)[0].what).replace("\u00a0", " ")


# Amounts


def test_set_amount_moves_the_amount_and_what_is_left(store: Store) -> None:
    actions.set_amount(store, ADA, load(store), "fosen", 721_155, 800_000)
    case = load(store)
    assert (case.innstilt_kr, case.remaining_kr) == (13_784_460, 1_515_540)
    assert last_line(store) == "Fosen: 721 155 kr → 800 000 kr"


def test_set_amount_where_none_stood_says_only_the_new(store: Store) -> None:
    store.apply(change(amount_edit("fosen", 721_155, None)), BO)
    actions.set_amount(store, ADA, load(store), "fosen", None, 5)
    assert (amount(store, "fosen"), last_line(store)) == (5, "Fosen: 5 kr")


@pytest.mark.parametrize("wanted", [-1, 10**12, True, "800000", 8e5])
def test_set_amount_that_is_no_amount_is_refused(kept_store: Store, wanted: Any) -> None:
    with nothing_written(kept_store), pytest.raises(InvalidChange):
        actions.set_amount(kept_store, ADA, load(kept_store), "fosen", 721_155, wanted)


@pytest.mark.parametrize("place", ["oslo", "", "Fosen", "fosen ", "x" * 1_000_000])
def test_set_amount_of_no_network_is_refused(kept_store: Store, place: str) -> None:
    with nothing_written(kept_store), pytest.raises(InvalidChange, match="finnes ikke i dette møtet"):
        actions.set_amount(kept_store, ADA, load(kept_store), place, None, 5)


def test_set_amount_of_another_meetings_network_is_refused(store: Store) -> None:
    make_meeting(store, "more-2023")
    with nothing_written(store), pytest.raises(InvalidChange):
        actions.set_amount(store, ADA, store.load_case("more-2023", ORDNING), "gauldal", 960_113, 5)
    actions.set_amount(store, ADA, store.load_case("more-2023", ORDNING), "fosen", 100_000, 5)
    assert (amount(store, "fosen"), store.load_case("more-2023", ORDNING).innstilt_kr) == (721_155, 5)


def test_set_amount_on_top_of_an_unseen_change_is_refused(store: Store) -> None:
    seen = load(store)
    actions.set_amount(store, BO, seen, "fosen", 721_155, 800_000)
    with nothing_written(store), pytest.raises(StaleChange) as refused:
        actions.set_amount(store, ADA, seen, "fosen", 721_155, 5)
    assert render(refused.value.message).startswith("Bo endret dette kl. ")


def test_set_amounts_is_one_step(store: Store) -> None:
    amounts = {"fosen": (721_155, 1), "gauldal": (960_113, 2), "innherred": (820_000, 820_000)}
    change_id = actions.set_amounts(store, ADA, load(store), Message("Limte inn {n} beløp", {"n": 3}), amounts)
    assert (change_id, written(store), last_line(store)) == (1, (1, 2), "Limte inn 3 beløp")
    assert [amount(store, i) for i in amounts] == [1, 2, 820_000]


@pytest.mark.parametrize(
    "amounts",
    [{"fosen": (721_155, 1), "oslo": (None, 1)}, {"fosen": (721_155, 1), "gauldal": (960_113, -1)}],
)
def test_set_amounts_with_one_bad_line_writes_none(
    kept_store: Store, amounts: Mapping[str, tuple[int | None, int]]
) -> None:
    with nothing_written(kept_store), pytest.raises(InvalidChange):
        actions.set_amounts(kept_store, ADA, load(kept_store), Message("Limte inn"), amounts)


def test_set_amounts_of_nothing_writes_nothing(kept_store: Store) -> None:
    with nothing_written(kept_store):
        assert actions.set_amounts(kept_store, ADA, load(kept_store), Message("Limte inn"), {}) is None


# Flytt beløp


def test_move_amount_leaves_what_is_left_as_it_was(store: Store) -> None:
    actions.move_amount(store, ADA, load(store), "tfk-vgo", "ytre-namdal", "100 000")
    case = load(store)
    assert (amount(store, "tfk-vgo"), amount(store, "ytre-namdal")) == (3_257_495, 593_539)
    assert (case.innstilt_kr, case.remaining_kr) == (13_705_615, 1_594_385)
    assert last_line(store) == "Flyttet 100 000 kr fra TFK + VGO til Ytre Namdal"
    assert written(store) == (1, 2)


def test_move_amount_of_all_there_is_and_to_one_without_amount(store: Store) -> None:
    store.apply(change(amount_edit("ytre-namdal", 493_539, None)), BO)
    actions.move_amount(store, ADA, load(store), "fosen", "ytre-namdal", "721155")
    assert (amount(store, "fosen"), amount(store, "ytre-namdal")) == (0, 721_155)


@pytest.mark.parametrize(
    ("pair", "text", "says"),
    [
        (("fosen", "fosen"), "100", "to forskjellige nettverk"),
        (("fosen", "gauldal"), "0", "Skriv beløpet som skal flyttes"),
        (("fosen", "gauldal"), "721 156", "Fosen har 721 155 kr"),
        (("fosen", "gauldal"), "", "Skriv et beløp"),
        (("fosen", "gauldal"), "-5", "kan ikke være negativt"),
        (("fosen", "gauldal"), "+5", "uten fortegn"),
        (("fosen", "gauldal"), "behov", "kan ikke leses"),
        (("fosen", "gauldal"), "12e3", "kan ikke leses"),
        (("fosen", "gauldal"), "9" * 13, "flere enn 12 siffer"),
        (("fosen", "gauldal"), "9" * 10_000_000, "for lang"),
    ],
)
def test_move_amount_refuses_with_a_sentence(kept_store: Store, pair: tuple[str, str], text: str, says: str) -> None:
    with nothing_written(kept_store), pytest.raises(Refused) as refused:
        actions.move_amount(kept_store, ADA, load(kept_store), *pair, text)
    assert says in str(refused.value).replace("\u00a0", " ")


@pytest.mark.parametrize("pair", [("oslo", "fosen"), ("fosen", "oslo")])
def test_move_amount_to_or_from_no_network_is_refused(kept_store: Store, pair: tuple[str, str]) -> None:
    with nothing_written(kept_store), pytest.raises(InvalidChange):
        actions.move_amount(kept_store, ADA, load(kept_store), *pair, "5")


def test_move_amount_from_one_without_amount_is_refused(store: Store) -> None:
    store.apply(change(amount_edit("fosen", 721_155, None)), BO)
    with nothing_written(store), pytest.raises(Refused, match="ukjent"):
        actions.move_amount(store, ADA, load(store), "fosen", "gauldal", "5")


@pytest.mark.parametrize("moved", ["tfk-vgo", "ytre-namdal"])
def test_move_amount_is_refused_whole_when_either_end_has_changed(store: Store, moved: str) -> None:
    seen = load(store)
    actions.set_amount(store, BO, load(store), moved, amount(store, moved), 400_000)
    with nothing_written(store), pytest.raises(StaleChange, match="innstilling"):
        actions.move_amount(store, ADA, seen, "tfk-vgo", "ytre-namdal", "100 000")


def test_move_amount_made_by_two_on_the_same_view_counts_twice_or_is_refused(store: Store) -> None:
    seen = load(store)
    actions.move_amount(store, BO, seen, "tfk-vgo", "ytre-namdal", "100 000")
    try:
        actions.move_amount(store, ADA, seen, "tfk-vgo", "ytre-namdal", "100 000")
    except StaleChange:
        return
    assert amount(store, "ytre-namdal") == 693_539


# Begrunnelse


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_begrunnelse_is_kept_as_written(store: Store, text: str) -> None:
    actions.set_begrunnelse(store, ADA, load(store), "fosen", "", text)
    assert nettverk(store, "fosen").begrunnelse == text
    assert last_line(store) == "Begrunnelse for Fosen"


def test_begrunnelse_loses_only_the_space_around_it(store: Store) -> None:
    actions.set_begrunnelse(store, ADA, load(store), "fosen", "", "  to\n\nlinjer \n")
    assert nettverk(store, "fosen").begrunnelse == "to\n\nlinjer"


def test_begrunnelse_on_top_of_an_unseen_one_is_refused(store: Store) -> None:
    actions.set_begrunnelse(store, BO, load(store), "fosen", "", "Bos")
    with nothing_written(store), pytest.raises(StaleChange) as refused:
        actions.set_begrunnelse(store, ADA, load(store), "fosen", "", "Adas")
    assert "Bo endret dette" in render(refused.value.message)
    assert "Begrunnelse for Fosen" in render(refused.value.message)


def test_vilkar_are_kept_as_written_beside_the_begrunnelse(store: Store) -> None:
    actions.set_begrunnelse(store, ADA, load(store), "fosen", "", "Fordi")
    actions.set_vilkar(store, ADA, load(store), "fosen", "", " =1+1 «**vilkår**» ")
    assert (nettverk(store, "fosen").begrunnelse, nettverk(store, "fosen").vilkar) == ("Fordi", "=1+1 «**vilkår**»")
    assert last_line(store) == "Vilkår for Fosen"
    with nothing_written(store), pytest.raises(StaleChange):
        actions.set_vilkar(store, BO, load(store), "fosen", "", "Bos")


def test_begrunnelse_unchanged_too_long_or_elsewhere_writes_nothing(kept_store: Store) -> None:
    case = load(kept_store)
    with nothing_written(kept_store):
        assert actions.set_begrunnelse(kept_store, ADA, case, "fosen", "", " \n ") is None
        with pytest.raises(InvalidChange, match="for lang"):
            actions.set_begrunnelse(kept_store, ADA, case, "fosen", "", "x" * 10_000_000)
        with pytest.raises(InvalidChange):
            actions.set_begrunnelse(kept_store, ADA, case, "oslo", "", "x")


# Avsatt til


def test_set_aside_and_release_move_what_is_left(store: Store) -> None:
    actions.set_aside(store, ADA, load(store), "  Samisk  ", "1,5 mill.")
    case = load(store)
    assert [(a.name, a.amount_kr) for a in case.set_asides] == [("Samisk", 1_500_000)]
    assert (case.remaining_kr, case.innstilt_kr) == (94_385, 13_705_615)
    assert last_line(store) == "Avsatt 1 500 000 kr til Samisk"
    actions.release(store, BO, case, case.set_asides[0].id)
    assert (load(store).set_asides, load(store).remaining_kr) == ((), 1_594_385)
    assert last_line(store) == "Opphevet avsetning til Samisk"


def test_set_aside_of_exactly_what_is_left_and_of_one_name_twice(store: Store) -> None:
    actions.set_aside(store, ADA, load(store), "Reserve", "594 385")
    actions.set_aside(store, ADA, load(store), "Reserve", "1 000 000")
    assert load(store).remaining_kr == 0
    assert sorted(a.amount_kr for a in load(store).set_asides) == [594_385, 1_000_000]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("", "5", "Skriv hva pengene er avsatt til"),
        (" \n", "5", "Skriv hva pengene er avsatt til"),
        ("Reserve", "0", "større enn 0"),
        ("Reserve", "-5", "negativt"),
        ("Reserve", "mye", "kan ikke leses"),
        ("Reserve", "1 594 386", "er mer enn det som gjenstår, 1 594 385 kr"),
    ],
)
def test_set_aside_refuses_with_a_sentence(kept_store: Store, name: str, text: str, says: str) -> None:
    with nothing_written(kept_store), pytest.raises(Refused) as refused:
        actions.set_aside(kept_store, ADA, load(kept_store), name, text)
    assert says in str(refused.value).replace("\u00a0", " ")


def test_set_aside_when_over_the_frame_says_that_nothing_is_left(store: Store) -> None:
    actions.set_amount(store, ADA, load(store), "fosen", 721_155, 9_000_000)
    with nothing_written(store), pytest.raises(Refused, match="gjenstår, 0"):
        actions.set_aside(store, ADA, load(store), "Reserve", "1")


def test_release_of_what_is_gone_is_refused(store: Store) -> None:
    actions.set_aside(store, ADA, load(store), "Reserve", "5")
    seen = load(store)
    aside = seen.set_asides[0].id
    actions.release(store, BO, seen, aside)
    with nothing_written(store):
        assert actions.release(store, ADA, seen, aside) is None
        with pytest.raises(InvalidChange, match="finnes ikke lenger"):
            actions.release(store, ADA, load(store), aside)


def test_release_of_what_was_never_kept_writes_nothing(store: Store) -> None:
    actions.set_aside(store, ADA, load(store), "Reserve", "5")
    seen = load(store)
    aside = seen.set_asides[0].id
    store.undo(MEETING, ORDNING, ADA)
    actions.set_aside(store, BO, load(store), "Annet", "7")
    with nothing_written(store):
        assert actions.release(store, ADA, seen, aside) is None


# Forumets grense


@pytest.mark.parametrize(
    ("text", "share", "line"),
    [
        ("20", Fraction(1, 5), "20 %"),
        (" 12,5 % ", Fraction(1, 8), "12,5 %"),
        ("33,3333", Fraction(333_333, 1_000_000), "33,3333 %"),
        ("0", Fraction(0), "0 %"),
        ("1000%", Fraction(10), "1 000 %"),
    ],
)
def test_set_limit_reads_and_keeps_the_percentage_exactly(store: Store, text: str, share: Fraction, line: str) -> None:
    actions.set_limit(store, ADA, load(store), "grense_endring", "Endring", text)
    assert load(store).limits == {"grense_endring": share}
    assert last_line(store) == f"Forumets grense satt: Endring {line}"
    with nothing_written(store):
        assert actions.set_limit(store, ADA, load(store), "grense_endring", "Endring", text) is None


def test_set_limit_can_be_changed_and_taken_away(store: Store) -> None:
    for text in ("20", "25", "", "  "):
        actions.set_limit(store, ADA, load(store), "grense_koordinator", "Koordinator", text)
    assert load(store).limits == {}
    assert last_line(store) == "Forumets grense fjernet: Koordinator"
    assert written(store)[0] == 3


@pytest.mark.parametrize(
    "text", ["tull", "-5", "+5", "1000,1", "20 prosent", "1.5", "٢٠", "20 % %", "1/3", "1e2", ",5", "5,", "9" * 10_000]
)
def test_set_limit_refuses_what_is_no_percentage(kept_store: Store, text: str) -> None:
    with nothing_written(kept_store), pytest.raises(Refused, match="er ikke en prosent") as refused:
        actions.set_limit(kept_store, ADA, load(kept_store), "grense_endring", "Endring", text)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("rule_id", ["egenfinansiering", "", "grense", "x/y"])
def test_set_limit_on_what_is_no_limit_of_the_forum_is_refused(kept_store: Store, rule_id: str) -> None:
    with nothing_written(kept_store), pytest.raises(InvalidChange):
        actions.set_limit(kept_store, ADA, load(kept_store), rule_id, "Egenfinansiering", "10")


def test_set_limit_on_top_of_an_unseen_one_is_refused(store: Store) -> None:
    seen = load(store)
    actions.set_limit(store, BO, seen, "grense_endring", "Endring", "20")
    with nothing_written(store), pytest.raises(StaleChange) as refused:
        actions.set_limit(store, ADA, seen, "grense_endring", "Endring", "30")
    assert "Bo endret dette" in render(refused.value.message)


# Forbehold and begrunnelse


def test_acknowledge_many_with_one_text_is_one_step(store: Store) -> None:
    waiting = open_outcomes(store)
    krav = sum(o.kind is Kind.KRAV for o in waiting)
    assert 0 < krav < len(waiting)
    actions.acknowledge(store, ADA, load(store), waiting, "  Avklares før vedtaket ")
    assert open_outcomes(store) == []
    assert {a.text for a in load(store).acknowledgements} == {"Avklares før vedtaket"}
    assert written(store) == (1, len(waiting))
    assert last_line(store) == f"Forbehold til {krav} krav, begrunnelse til {len(waiting) - krav} andre punkter"


def test_acknowledgement_falls_when_its_numbers_change_and_stands_again_with_them(store: Store) -> None:
    waiting = [o for o in open_outcomes(store) if o.rule_id == "over_behov"]
    assert waiting
    actions.acknowledge(store, ADA, load(store), waiting, "Godtatt")
    place = waiting[0].nettverk_id
    before = amount(store, place)
    actions.set_amount(store, BO, load(store), place, before, 9_000_000)
    assert place in {o.nettverk_id for o in open_outcomes(store) if o.rule_id == "over_behov"}
    store.undo(MEETING, ORDNING, BO)
    assert place not in {o.nettverk_id for o in open_outcomes(store) if o.rule_id == "over_behov"}


def test_acknowledge_again_replaces_the_text(store: Store) -> None:
    one = open_outcomes(store)[:1]
    actions.acknowledge(store, ADA, load(store), one, "Først")
    actions.acknowledge(store, BO, load(store), one, "Siden")
    assert [a.text for a in load(store).acknowledgements] == ["Siden"]
    with nothing_written(store):
        assert actions.acknowledge(store, ADA, load(store), [*one, *one], "Siden") is None


def test_acknowledge_on_top_of_an_unseen_answer_is_refused(store: Store) -> None:
    seen, waiting = load(store), open_outcomes(store)
    actions.acknowledge(store, BO, seen, waiting[-1:], "Bos")
    with nothing_written(store), pytest.raises(StaleChange):
        actions.acknowledge(store, ADA, seen, waiting, "Adas")


def test_acknowledge_with_two_texts_is_one_step_undone_as_one(store: Store) -> None:
    waiting, before = open_outcomes(store), store.last_change_id
    krav = [o for o in waiting if o.kind is Kind.KRAV]
    rest = [o for o in waiting if o.kind is not Kind.KRAV]
    actions.acknowledge_with(store, ADA, load(store), [(krav, "Forbehold"), (rest, " Begrunnelse ")])
    assert store.last_change_id == before + 1
    texts = {(a.rule_id, a.nettverk_id): a.text for a in load(store).acknowledgements}
    assert {texts[o.rule_id, o.nettverk_id] for o in krav} == {"Forbehold"}
    assert {texts[o.rule_id, o.nettverk_id] for o in rest} == {"Begrunnelse"}
    store.undo(load(store).meeting_id, load(store).ordning, ADA)
    assert load(store).acknowledgements == ()


def test_acknowledge_with_one_empty_group_or_text_writes_none(kept_store: Store) -> None:
    waiting = open_outcomes(kept_store)
    for bad in ([], "x"), (waiting[1:], " "):
        with nothing_written(kept_store), pytest.raises(Refused):
            actions.acknowledge_with(kept_store, ADA, load(kept_store), [(waiting[:1], "Godtatt"), bad])


def test_acknowledge_of_nothing_or_without_words_is_refused(kept_store: Store) -> None:
    waiting = open_outcomes(kept_store)
    with nothing_written(kept_store):
        with pytest.raises(Refused, match="minst ett punkt"):
            actions.acknowledge(kept_store, ADA, load(kept_store), [], "Godtatt")
        with pytest.raises(Refused, match="Skriv en begrunnelse"):
            actions.acknowledge(kept_store, ADA, load(kept_store), waiting, " \n")
        with pytest.raises(InvalidChange, match="for lang"):
            actions.acknowledge(kept_store, ADA, load(kept_store), waiting, "x" * 10_000_000)


def test_withdraw_opens_the_outcome_again(store: Store) -> None:
    actions.acknowledge(store, ADA, load(store), open_outcomes(store), "Godtatt")
    answered = next(o for row in evaluated(load(store)).rows for o in row.outcomes if o.acknowledgement)
    actions.withdraw(store, BO, load(store), answered)
    assert [(o.rule_id, o.nettverk_id) for o in open_outcomes(store)] == [(answered.rule_id, answered.nettverk_id)]
    assert last_line(store) == f"Trakk tilbake forbehold eller begrunnelse: {render(answered.title)}"


def test_withdraw_of_what_is_not_answered_or_changed_since_is_refused(store: Store) -> None:
    waiting = open_outcomes(store)
    with nothing_written(store), pytest.raises(InvalidChange):
        actions.withdraw(store, ADA, load(store), waiting[0])
    actions.acknowledge(store, ADA, load(store), waiting[:1], "Først")
    answered = next(o for row in evaluated(load(store)).rows for o in row.outcomes if o.acknowledgement)
    actions.acknowledge(store, BO, load(store), waiting[:1], "Siden")
    with nothing_written(store), pytest.raises(StaleChange):
        actions.withdraw(store, ADA, load(store), answered)


# Rights


def test_every_action_is_forbidden_without_the_right(store: Store) -> None:
    actions.set_aside(store, ADA, load(store), "Reserve", "5")
    actions.acknowledge(store, ADA, load(store), open_outcomes(store)[:1], "Godtatt")
    case = load(store)
    answered = next(o for row in evaluated(case).rows for o in row.outcomes if o.acknowledgement)
    attempts: list[Callable[[], object]] = [
        lambda: actions.set_amount(store, LISTENER, case, "fosen", 721_155, 5),
        lambda: actions.set_amounts(store, LISTENER, case, Message("x"), {"fosen": (721_155, 5)}),
        lambda: actions.move_amount(store, LISTENER, case, "fosen", "gauldal", "5"),
        lambda: actions.set_begrunnelse(store, LISTENER, case, "fosen", "", "x"),
        lambda: actions.set_aside(store, LISTENER, case, "x", "5"),
        lambda: actions.release(store, LISTENER, case, case.set_asides[0].id),
        lambda: actions.set_limit(store, LISTENER, case, "grense_endring", "x", "5"),
        lambda: actions.acknowledge(store, LISTENER, case, [answered], "x"),
        lambda: actions.withdraw(store, LISTENER, case, answered),
    ]
    with nothing_written(store):
        for attempt in attempts:
            with pytest.raises(Forbidden):
                attempt()
