"""evaluate(case, params): exact totals, a row a network, the worst outcome first, and no float anywhere."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dekom.evaluate import Evaluation, evaluate, frame_identity
from dekom.i18n import render
from dekom.model import Case, Nettverk, Share
from dekom.outcome import OPEN, Kind, Status
from dekom.parameters import load_parameters
from dekom.rules import RULES, owners_contribution_kr
from dekom.whole_rules import WHOLE_RULES
from tests.dekom.builders import (
    answer_to,
    demo_case,
    make_case,
    make_evaluation,
    make_grunnlag,
    make_nettverk,
    outcome_of,
    row_of,
)

MAYBE_KR = st.none() | st.integers(0, 10**12 - 1)
NAMED_KR = st.tuples(st.text(max_size=5), st.integers(0, 10**12 - 1))


def networks_of(amounts: list[tuple[int | None, int | None, int | None]]) -> list[Nettverk]:
    """Return networks with (recommended, last year, need) in kr."""
    return [
        make_nettverk(f"n{i}", innstilt_kr=amount, last_year_kr=last, grunnlag=make_grunnlag(need))
        for i, (amount, last, need) in enumerate(amounts)
    ]


def floats_in(value: Any) -> list[float]:
    """Return every float inside a value, however deep."""
    if isinstance(value, float):
        return [value]
    if is_dataclass(value) and not isinstance(value, type):
        return [f for field in fields(value) for f in floats_in(getattr(value, field.name))]
    if isinstance(value, Mapping):
        return [f for part in value.values() for f in floats_in(part)]
    if isinstance(value, (tuple, list)):
        return [f for part in value for f in floats_in(part)]
    return []


def identity(case: Case) -> str:
    """Return the frame identity with plain spaces."""
    return render(frame_identity(case)).replace("\u00a0", " ")


# The meeting of 9 March 2022


@pytest.fixture(scope="module")
def demo() -> Evaluation:
    case = demo_case()
    return evaluate(case, load_parameters(case.ordning, case.held_on))


def test_demo_totals(demo: Evaluation) -> None:
    assert (demo.ramme_kr, demo.innstilt_kr, demo.remaining_kr) == (15_300_000, 13_705_615, 1_594_385)
    assert (demo.need_kr, demo.last_year_kr) == (15_902_692, 13_708_645)
    assert demo.need_kr - 15_300_000 == 602_692
    assert demo.balance == "igjen"
    assert len(demo.rows) == 11


def test_demo_frame_identity() -> None:
    assert identity(demo_case()) == (
        "Totalt 20 700 000 − Direktefinansiering UH (pool) 5 000 000 − Fellestiltak 0 − Samlinger 400 000 "
        "= 15 300 000 til nettverkene."
    )


@pytest.mark.parametrize(
    ("nettverk_id", "rule_id", "status"),
    [
        ("trondheim-malvik", "egenfinansiering", Status.OPPFYLT),
        ("trondheim-malvik", "uh_partner", Status.OPPFYLT),
        ("trondheim-malvik", "deler_mot_behov", Status.STEMMER),
        ("tfk-vgo", "deler_mot_behov", Status.UAVKLART),
        ("fosen", "uh_partner", Status.UAVKLART),
        ("vaernes", "egenfinansiering", Status.UAVKLART),
        ("vaernes", "uh_partner", Status.UAVKLART),
        ("verdal-levanger", "egenfinansiering", Status.IKKE_OPPFYLT),
        ("innherred", "over_behov", Status.STEMMER),
        ("midtre-namdal", "over_behov", Status.AVVIK),
        ("indre-namdal", "ikke_bare_egne_utgifter", Status.OPPFYLT),
    ],
)
def test_demo_outcome(demo: Evaluation, nettverk_id: str, rule_id: str, status: Status) -> None:
    assert outcome_of(demo, rule_id, nettverk_id).status is status


def test_demo_has_one_red_krav_and_one_amount_above_need(demo: Evaluation) -> None:
    breaches = [(o.nettverk_id, o.rule_id) for r in demo.rows for o in r.outcomes if o.status in OPEN - {"Uavklart"}]
    assert breaches == [("verdal-levanger", "egenfinansiering"), ("midtre-namdal", "over_behov")]


def test_demo_whole_outcomes(demo: Evaluation) -> None:
    assert [(o.rule_id, o.status) for o in demo.outcomes] == [
        ("sum_mot_ramme", Status.STEMMER),
        ("tallkontroll", Status.AVVIK),
        ("penger_igjen", Status.OPPLYSNING),
    ]
    assert outcome_of(demo, "tallkontroll", "").message.params["n"] == 9


def test_demo_badges(demo: Evaluation) -> None:
    worst = {row.nettverk.id: row.worst.status if row.worst else None for row in demo.rows}
    assert worst == {
        "trondheim-malvik": None,
        "tfk-vgo": Status.UAVKLART,
        "gauldal": Status.UAVKLART,
        "fosen": Status.UAVKLART,
        "trondelag-sorvest": Status.UAVKLART,
        "vaernes": Status.UAVKLART,
        "verdal-levanger": Status.IKKE_OPPFYLT,
        "innherred": Status.UAVKLART,
        "ytre-namdal": Status.UAVKLART,
        "midtre-namdal": Status.AVVIK,
        "indre-namdal": None,
    }


def test_demo_limits_are_not_set(demo: Evaluation) -> None:
    limits = [o for row in demo.rows for o in row.outcomes if o.kind is Kind.GRENSE]
    assert len(limits) == 33
    assert {render(o.message) for o in limits} == {"Forumet har ikke satt grense."}


def test_demo_owners_of_fosen_must_bring() -> None:
    least = load_parameters("dekom", demo_case().held_on).share("egenfinansiering_minst")
    assert least is not None
    assert owners_contribution_kr(721_155, least) == 216_347


def test_demo_journey_of_the_issue() -> None:
    case = demo_case()
    changed = replace(
        case, nettverk=tuple(replace(n, innstilt_kr=800_000) if n.id == "fosen" else n for n in case.nettverk)
    )
    evaluation = make_evaluation(changed)
    assert (evaluation.innstilt_kr, evaluation.remaining_kr) == (13_784_460, 1_515_540)
    assert evaluation.ramme_kr == 15_300_000


# Totals


@given(
    st.lists(st.tuples(MAYBE_KR, MAYBE_KR, MAYBE_KR), max_size=12),
    st.integers(0, 10**12),
    st.lists(NAMED_KR, max_size=4),
    st.lists(NAMED_KR, max_size=3),
)
def test_totals_are_exact_sums(
    amounts: list[tuple[int | None, int | None, int | None]],
    total_kr: int,
    lines: list[tuple[str, int]],
    asides: list[tuple[str, int]],
) -> None:
    evaluation = make_evaluation(
        make_case(*networks_of(amounts), total_kr=total_kr, lines=lines, set_asides=asides),
    )
    innstilt, last_year, need = (sum(a[i] or 0 for a in amounts) for i in range(3))
    assert evaluation.innstilt_kr == innstilt
    assert evaluation.last_year_kr == last_year
    assert evaluation.need_kr == need
    ramme_kr = total_kr - sum(kr for _name, kr in lines)
    assert evaluation.ramme_kr == ramme_kr
    assert evaluation.remaining_kr == ramme_kr - innstilt - sum(kr for _name, kr in asides)
    assert floats_in(evaluation) == []


@given(st.lists(st.tuples(MAYBE_KR, MAYBE_KR, MAYBE_KR), max_size=6))
def test_rows_follow_the_networks_with_exact_shares(
    amounts: list[tuple[int | None, int | None, int | None]],
) -> None:
    evaluation = make_evaluation(make_case(*networks_of(amounts)))
    assert [row.nettverk.id for row in evaluation.rows] == [f"n{i}" for i in range(len(amounts))]
    for row, (amount, last, need) in zip(evaluation.rows, amounts, strict=True):
        assert [o.rule_id for o in row.outcomes] == [rule.id for rule in RULES]
        assert {o.nettverk_id for o in row.outcomes} == {row.nettverk.id}
        both = amount is not None and last is not None
        assert row.change_kr == (amount - last if both else None)  # type: ignore[operator]
        assert row.change_share == (Fraction(amount - last, last) if both and last else None)  # type: ignore[operator]
        assert row.need_share == (Fraction(amount, need) if amount is not None and need else None)


@given(st.lists(st.integers(0, 10**12), min_size=2, max_size=8), st.data())
def test_moving_an_amount_leaves_what_is_left(amounts: list[int], data: st.DataObject) -> None:
    before = make_evaluation(make_case(*networks_of([(kr, None, None) for kr in amounts])))
    moved_kr = data.draw(st.integers(0, amounts[0]))
    moved = [amounts[0] - moved_kr, amounts[1] + moved_kr, *amounts[2:]]
    after = make_evaluation(make_case(*networks_of([(kr, None, None) for kr in moved])))
    assert after.remaining_kr == before.remaining_kr
    assert after.innstilt_kr == before.innstilt_kr


def test_evaluate_is_pure_and_whole() -> None:
    case = demo_case()
    params = load_parameters("dekom", case.held_on)
    assert evaluate(case, params) == evaluate(case, params)
    assert evaluate(case, params).case is case


def test_evaluate_without_networks() -> None:
    evaluation = make_evaluation(make_case(total_kr=5))
    assert (evaluation.innstilt_kr, evaluation.remaining_kr, evaluation.rows) == (0, 5, ())
    assert [o.rule_id for o in evaluation.outcomes] == [rule.id for rule in WHOLE_RULES]


# Balance


@pytest.mark.parametrize(
    ("total_kr", "remaining_kr", "balance"),
    [(1_000_001, 1, "igjen"), (1_000_000, 0, "brukt"), (999_999, -1, "over"), (None, None, "ukjent")],
)
def test_balance_at_the_frame(total_kr: int | None, remaining_kr: int | None, balance: str) -> None:
    evaluation = make_evaluation(make_case(make_nettverk(innstilt_kr=1_000_000), total_kr=total_kr))
    assert (evaluation.remaining_kr, evaluation.balance) == (remaining_kr, balance)


@pytest.mark.parametrize(("aside_kr", "balance"), [(3_999_999, "igjen"), (4_000_000, "brukt"), (4_000_001, "over")])
def test_balance_counts_what_is_set_aside(aside_kr: int, balance: str) -> None:
    evaluation = make_evaluation(make_case(make_nettverk(), set_asides=[("Reserve", aside_kr)]))
    assert evaluation.balance == balance


def test_unknown_line_makes_the_frame_unknown_never_larger() -> None:
    evaluation = make_evaluation(make_case(make_nettverk(), lines=[("Pool", None), ("Samlinger", 1)]))
    assert (evaluation.ramme_kr, evaluation.remaining_kr, evaluation.balance) == (None, None, "ukjent")


# The identity in words


def test_frame_identity_adds_lines_of_one_name_and_keeps_their_order() -> None:
    case = make_case(total_kr=100, lines=[("Pool", 20), ("Samlinger", 5), ("Pool", 10)])
    assert identity(case) == "Totalt 100 − Pool 30 − Samlinger 5 = 65 til nettverkene."


def test_frame_identity_unknown_line_is_unknown() -> None:
    case = make_case(total_kr=100, lines=[("Pool", 20), ("Pool", None)])
    assert identity(case) == "Totalt 100 − Pool ukjent = ukjent til nettverkene."


def test_frame_identity_shows_what_is_set_aside() -> None:
    case = make_case(total_kr=100, lines=[("Pool", 20)], set_asides=[("Reserve", 7), ("{x}", 3)])
    assert identity(case) == "Totalt 100 − Pool 20 = 80 til nettverkene. Avsatt til Reserve 7. Avsatt til {x} 3."


def test_frame_identity_without_lines() -> None:
    assert identity(make_case(total_kr=100)) == "Totalt 100 = 100 til nettverkene."


# The badge and the open points


def test_worst_is_the_gravest_open_outcome() -> None:
    limits = {"grense_andel_av_behov": Fraction(1, 2)}
    # Own financing unclear, then also above the need, then also over the limit, then also a breached krav.
    unclear = make_nettverk(grunnlag=make_grunnlag(own_kr=None))
    above = replace(unclear, innstilt_kr=1_300_000)
    breached = replace(above, grunnlag=make_grunnlag(own_kr=0))
    for nettverk, of_forum, status in [
        (make_nettverk(), {}, None),
        (unclear, {}, Status.UAVKLART),
        (above, {}, Status.AVVIK),
        (above, limits, Status.OVER),
        (breached, limits, Status.IKKE_OPPFYLT),
    ]:
        worst = row_of(make_evaluation(make_case(nettverk, limits=of_forum))).worst
        assert (worst.status if worst else None) == status


def test_worst_prefers_an_unanswered_outcome_to_a_graver_answered_one() -> None:
    nettverk = make_nettverk(innstilt_kr=1_300_000, grunnlag=make_grunnlag(own_kr=0))
    case = make_case(nettverk)
    krav = outcome_of(make_evaluation(case), "egenfinansiering")
    above = outcome_of(make_evaluation(case), "over_behov")
    answered = row_of(make_evaluation(replace(case, acknowledgements=(answer_to(krav),))))
    assert answered.worst is not None
    assert answered.worst.rule_id == "over_behov"
    both = row_of(make_evaluation(replace(case, acknowledgements=(answer_to(above), answer_to(krav)))))
    assert both.worst is not None
    assert (both.worst.rule_id, both.worst.is_open) == ("egenfinansiering", False)


def test_answer_is_for_one_rule_in_one_network() -> None:
    short = make_grunnlag(own_kr=0)
    case = make_case(make_nettverk("a", grunnlag=short), make_nettverk("b", grunnlag=short))
    outcome = outcome_of(make_evaluation(case), "egenfinansiering", "a")
    evaluation = make_evaluation(replace(case, acknowledgements=(answer_to(outcome, "Avklares."),)))
    answer = outcome_of(evaluation, "egenfinansiering", "a").acknowledgement
    assert answer is not None
    assert answer.text == "Avklares."
    assert [(o.nettverk_id, o.rule_id) for o in evaluation.open_outcomes] == [("b", "egenfinansiering")]
    # The krav is answered, not waived.
    assert outcome_of(evaluation, "egenfinansiering", "a").status is Status.IKKE_OPPFYLT


def test_open_outcomes_come_network_by_network_the_whole_last() -> None:
    short = make_grunnlag(own_kr=0)
    case = make_case(make_nettverk("b", grunnlag=short), make_nettverk("a", grunnlag=short), total_kr=1)
    found = [(o.nettverk_id, o.rule_id) for o in make_evaluation(case).open_outcomes]
    assert found == [("b", "egenfinansiering"), ("a", "egenfinansiering"), ("", "sum_mot_ramme")]


@pytest.mark.parametrize(
    ("nettverk", "tested"),
    [
        (make_nettverk(), True),
        (make_nettverk(innstilt_kr=None, grunnlag=None), False),
        (make_nettverk(innstilt_kr=0, grunnlag=None), True),
    ],
)
def test_tested_only_if_some_check_came_out_well(nettverk: Nettverk, tested: bool) -> None:
    assert row_of(make_evaluation(make_case(nettverk))).tested is tested


def test_case_with_an_unknown_recipient_is_a_fault() -> None:
    nettverk = make_nettverk(grunnlag=make_grunnlag(shares=(Share("finnes-ikke", 1),)))
    with pytest.raises(KeyError):
        make_evaluation(make_case(nettverk))
