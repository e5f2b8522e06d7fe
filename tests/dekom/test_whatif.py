"""What if: every way on the demo to the krone, every refusal as a sentence, and no krone lost or created.

The amounts on the demo were worked out a second time, by plain definition, before they were written here.
"""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction as F
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dekom.i18n import Message, render
from dekom.model import Case, KeyFigures
from dekom.whatif import (
    CAPPABLE,
    CLAIMS_RULES,
    CURVE_STEPS,
    UNITS_KR,
    WAYS,
    Answer,
    WhatIf,
    answer,
    asked_case,
    break_even_kr,
    curve,
    fitted,
    line_groups,
    missing_teacher_years,
    opening,
    shareable_kr,
    split_evenly,
    the_caps,
    with_amounts,
)
from tests.dekom.builders import demo_case, make_case, make_grunnlag, make_nettverk

POOL = ("direktefinansiering-1", "direktefinansiering-2")
NEEDS_KR = 15_902_692
NEEDS = [3525000, 3669859, 1390000, 910000, 1100000, 1090421, 1306412, 820000, 637000, 600000, 854000]
LAST_YEAR = [3309141, 3357495, 960113, 721155, 1090515, 914067, 842950, 823030, 493539, 669162, 527478]
HOSTILE = ("<b>x</b>", "{over:kr} {0} {{", "**:red[x]** $a$", "%s %(n)d", "\u202eנסדל", "")


def shown(message: Message | None) -> str:
    """Return a message as it is read, with plain spaces."""
    return render(message).replace("\u00a0", " ") if message else ""


def notes(found: Answer) -> list[str]:
    return [shown(note) for note in found.notes]


def ask(case: Case, **changes: Any) -> Answer:
    """Answer the opening question of a case, changed."""
    return answer(case, replace(opening(case), **changes))


def amounts(found: Answer) -> list[int]:
    assert found.proposal, shown(found.refusal)
    return list(found.proposal.amounts.values())


def refusal(found: Answer) -> str:
    """Return why there is no proposal, after looking that it is a sentence for people."""
    assert found.proposal is None
    text = shown(found.refusal)
    assert text[0].isupper() or text[0] == "«"
    assert text.endswith(".")
    assert not any(word in text for word in ("None", "nan", "NaN", "{", "Fraction"))
    return text


def pool_of(kr: int) -> dict[str, int | None]:
    """Return the frame lines of the demo with the pool at another sum."""
    return {**opening(demo_case()).lines, **split_evenly(kr, POOL)}


def with_years(case: Case, grant_kr: int = 200_000) -> Case:
    """Return the case with 100,5 lærerårsverk in the first network and 50 more in each of the next."""
    nettverk = tuple(replace(n, teacher_years=F(201, 2) + 50 * i) for i, n in enumerate(case.nettverk))
    return replace(case, nettverk=nettverk, key_figures=KeyFigures(grant_kr, "2021/22", "GSI"))


def simple(*needs: int | None, total_kr: int = 1_000_000, **rest: Any) -> Case:
    """Return a case of networks `n0`, `n1`, … with these needs, who got 100 000 kr each last year."""
    nettverk = [
        make_nettverk(f"n{i}", 100_000, 100_000, make_grunnlag(need_kr=kr), teacher_years=F(10))
        for i, kr in enumerate(needs)
    ]
    return make_case(*nettverk, total_kr=total_kr, **rest)


# Opening


def test_opening_without_teacher_years_is_last_years_shares_capped_on_the_frame_as_it_is() -> None:
    case = demo_case()
    asked = opening(case)
    assert (asked.way, asked.cap_at_need, asked.unit_kr, asked.locks) == ("last_year", True, 1, {})
    assert (asked.total_kr, asked.lines) == (20_700_000, {line.id: line.amount_kr for line in case.lines})
    assert asked_case(case, asked) == case
    assert missing_teacher_years(case) == [n.name for n in case.nettverk]


def test_opening_with_every_teacher_year_is_pro_rata_and_one_missing_is_named() -> None:
    case = with_years(demo_case())
    assert (opening(case).way, missing_teacher_years(case)) == ("pro_rata", [])
    first, *rest = case.nettverk
    case = replace(case, nettverk=(replace(first, teacher_years=None), *rest))
    assert (opening(case).way, missing_teacher_years(case)) == ("last_year", ["Trondheim/Malvik"])


def test_opening_counts_zero_teacher_years_as_entered() -> None:
    nettverk = make_nettverk(teacher_years=F(0)), make_nettverk("b", teacher_years=F(1))
    assert opening(make_case(*nettverk)).way == "pro_rata"


# Every way on the demo


EVERY_WAY = [
    (
        "pro_rata",
        True,
        [2922308, 3669859, 1390000, 910000, 1100000, 1090421, 1306412, 820000, 637000, 600000, 854000],
    ),
    (
        "pro_rata",
        False,
        [541473, 711360, 881248, 1051135, 1221022, 1390909, 1560796, 1730683, 1900571, 2070458, 2240345],
    ),
    (
        "last_year",
        True,
        [3525000, 3669859, 1218711, 910000, 1100000, 1090421, 1069991, 820000, 626469, 600000, 669549],
    ),
    (
        "last_year",
        False,
        [3693279, 3747247, 1071567, 804869, 1217106, 1020176, 940803, 918571, 550831, 746841, 588710],
    ),
    ("need", True, [3391407, 3530776, 1337321, 875512, 1058311, 1049095, 1256901, 788923, 612859, 577261, 821634]),
    ("need", False, [3391407, 3530776, 1337321, 875512, 1058311, 1049095, 1256901, 788923, 612859, 577261, 821634]),
    ("equal", True, [3296084, 3296083, 1390000, 910000, 1100000, 1090421, 1306412, 820000, 637000, 600000, 854000]),
    ("equal", False, [1390910, *[1390909] * 10]),
    ("scale", True, [3525000, 3669859, 1218711, 910000, 1100000, 1090421, 1069991, 820000, 626469, 600000, 669549]),
    ("scale", False, [3694096, 3748075, 1071804, 805048, 1217375, 1020401, 941011, 915391, 550953, 747006, 588840]),
    (
        "equal_awards",
        True,
        [3296084, 3296083, 1390000, 910000, 1100000, 1090421, 1306412, 820000, 637000, 600000, 854000],
    ),
    (
        "equal_losses",
        True,
        [3470210, 3615069, 1335210, 855210, 1045210, 1035631, 1251622, 765210, 582210, 545209, 799209],
    ),
    ("talmud", True, [3470210, 3615069, 1335210, 855210, 1045210, 1035631, 1251622, 765210, 582210, 545209, 799209]),
]


@pytest.mark.parametrize(("way", "capped", "expected"), EVERY_WAY, ids=[f"{way}-{cap}" for way, cap, _ in EVERY_WAY])
def test_way_on_the_demo_uses_the_whole_frame(way: str, capped: bool, expected: list[int]) -> None:
    found = ask(with_years(demo_case()), way=way, cap_at_need=capped)
    assert amounts(found) == expected
    assert (sum(expected), found.ramme_kr, found.proposal and found.proposal.unallocated_kr) == (15300000, 15300000, 0)
    assert (found.refusal, found.notes) == (None, ())


@pytest.mark.parametrize("changes", [{"way": "all_last_year"}, {"way": "percent"}], ids=str)
def test_all_as_last_year_leaves_the_rest_and_takes_no_cap(changes: dict[str, Any]) -> None:
    found = ask(demo_case(), **changes)
    assert amounts(found) == LAST_YEAR
    assert (sum(LAST_YEAR), found.proposal and found.proposal.unallocated_kr) == (13_708_645, 1_591_355)


def test_all_needs_cost_more_than_the_frame_and_just_the_frame_at_break_even() -> None:
    case = demo_case()
    assert refusal(ask(case, way="all_need")) == "Denne fordelingen koster 602 692 kr mer enn rammen."
    found = ask(case, way="all_need", lines=pool_of(4_397_308))
    assert (amounts(found), found.ramme_kr) == (NEEDS, NEEDS_KR)
    assert refusal(ask(case, way="all_need", lines=pool_of(4_397_309))).startswith("Denne fordelingen koster 1 kr mer")


@pytest.mark.parametrize("way", [w for w in WAYS if w not in {"all_last_year", "percent"}])
def test_pool_of_four_million_meets_every_need_and_leaves_397_308_kr(way: str) -> None:
    found = ask(with_years(demo_case()), way=way, lines=pool_of(4_000_000))
    assert (found.ramme_kr, amounts(found), sum(NEEDS)) == (16_300_000, NEEDS, NEEDS_KR)
    assert found.proposal and found.proposal.unallocated_kr == 397_308


def test_common_percentage_is_of_what_is_asked_and_to_the_krone() -> None:
    case = demo_case()
    raised = ask(case, way="percent", percent=F(103, 100))
    assert sum(amounts(raised)) == 14_119_904  # 13 708 645 × 1,03 = 14 119 904,35
    half = ask(case, way="percent", percent=F(1, 2), percent_of="need")
    assert amounts(half)[:3] == [1_762_500, 1_834_930, 695_000]  # the first of two halves of a krone is rounded up
    assert sum(amounts(half)) == NEEDS_KR // 2
    today = ask(case, way="percent", percent=F(0), percent_of="today")
    assert (sum(amounts(today)), today.proposal and today.proposal.unallocated_kr) == (0, 15_300_000)
    over = refusal(ask(case, way="percent", percent=F(2)))
    assert over == "Denne fordelingen koster 12 117 290 kr mer enn rammen."


def test_locked_network_keeps_its_amount_and_the_others_share_the_rest() -> None:
    case = demo_case()
    found = ask(case, locks={"fosen": 1_000_000, "indre-namdal": 0})
    assert found.proposal
    assert (found.proposal.amounts["fosen"], found.proposal.amounts["indre-namdal"]) == (1_000_000, 0)
    assert sum(amounts(found)) == NEEDS_KR - 910_000 - 854_000 + 1_000_000  # the rest are capped at their needs
    assert found.proposal.unallocated_kr == 161_308
    assert sum(amounts(ask(case, locks={"fosen": 0, "indre-namdal": 900_000}))) == NEEDS_KR - 910_000 + 46_000


def test_what_is_set_aside_is_not_shared_out() -> None:
    case = simple(None, None, total_kr=900_000, set_asides=[("reserve", 200_000)], lines=[("Pool", 100_000)])
    found = ask(case)
    assert (found.ramme_kr, amounts(found)) == (800_000, [300_000, 300_000])


def test_one_network_gets_it_all_or_its_need() -> None:
    case = simple(400_000)
    for way in sorted(CAPPABLE | set(CLAIMS_RULES)):
        assert amounts(ask(case, way=way)) == [400_000]
        if way in CAPPABLE:
            assert amounts(ask(case, way=way, cap_at_need=False)) == [1_000_000]


def test_asking_changes_nothing_in_the_case() -> None:
    case = demo_case()
    before = repr(case)
    asked = replace(opening(case), total_kr=1, lines=pool_of(0))
    assert asked_case(case, asked).ramme_kr == 1 - 400_000
    assert with_amounts(case, {"fosen": 5, "vaernes": None}).innstilt_kr == 13_705_615 - 721_155 + 5 - 914_067
    assert repr(case) == before


# What cannot be answered


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"total_kr": None}, "Rammen er ikke kjent. Fyll inn totalen og alle linjene."),
        ({"lines": {}}, "Rammen er ikke kjent. Fyll inn totalen og alle linjene."),
        (
            {"lines": pool_of(25_000_000)},
            "Linjene er 4 700 000 kr mer enn totalen. Gjør linjene mindre eller totalen større.",
        ),
        ({"total_kr": 0}, "Linjene er 5 400 000 kr mer enn totalen. Gjør linjene mindre eller totalen større."),
        (
            {"locks": {"fosen": 15_300_000, "gauldal": 1}},
            "De låste beløpene er 1 kr mer enn det som kan fordeles. Lås opp noen, eller øk rammen.",
        ),
        ({"way": "lottery"}, "Denne fordelingsmåten finnes ikke."),
        ({"way": ""}, "Denne fordelingsmåten finnes ikke."),
        ({"way": "proportional"}, "Denne fordelingsmåten finnes ikke."),
        ({"unit_kr": 0}, "Tallene kan ikke brukes til denne fordelingen."),
        ({"unit_kr": -1_000}, "Tallene kan ikke brukes til denne fordelingen."),
        ({"way": "percent", "percent": F(-1, 100)}, "Tallene kan ikke brukes til denne fordelingen."),
        ({"locks": {"oslo": 5}}, "Tallene kan ikke brukes til denne fordelingen."),
        ({"locks": {"fosen": -5}}, "Tallene kan ikke brukes til denne fordelingen."),
    ],
    ids=str,
)
def test_question_without_an_answer_gets_a_sentence(changes: dict[str, Any], sentence: str) -> None:
    assert refusal(ask(demo_case(), **changes)) == sentence


def test_one_unknown_line_leaves_the_frame_unknown() -> None:
    found = ask(demo_case(), lines={**opening(demo_case()).lines, "samlinger-4": None})
    assert (found.ramme_kr, refusal(found)) == (None, "Rammen er ikke kjent. Fyll inn totalen og alle linjene.")


def test_set_aside_above_the_frame_is_refused_and_just_the_frame_is_not() -> None:
    case = simple(1, total_kr=100, set_asides=[("a", 60), ("b", 41)])
    assert refusal(ask(case)) == "Det som er avsatt, er 1 kr mer enn rammen."
    assert amounts(ask(case, total_kr=101)) == [0]


@pytest.mark.parametrize(
    ("way", "what"),
    [
        ("need", "Meldt behov"),
        ("all_need", "Meldt behov"),
        ("last_year", "Fjorårets beløp"),
        ("all_last_year", "Fjorårets beløp"),
        ("scale", "Dagens beløp"),
        ("percent", "Fjorårets beløp"),
        ("pro_rata", "Lærerårsverk"),
        *((rule, "Meldt behov") for rule in CLAIMS_RULES),
    ],
)
def test_missing_figure_is_refused_by_name_until_the_network_is_locked(way: str, what: str) -> None:
    empty = make_nettverk("tom", None, None, None)
    case = make_case(make_nettverk(teacher_years=F(1)), empty, make_nettverk("ny", None, None, make_grunnlag(None)))
    sentence = f"{what} mangler for Tom, Ny. Fyll inn, lås beløpet deres, eller velg en annen måte."
    assert refusal(ask(case, way=way)) == sentence
    found = ask(case, way=way, locks={"tom": 7, "ny": 0})
    assert found.proposal
    assert sum(amounts(found)) + found.proposal.unallocated_kr == 5_000_000
    assert (found.proposal.amounts["tom"], found.proposal.amounts["ny"]) == (7, 0)


@pytest.mark.parametrize("of", ["last_year", "need", "today"])
def test_percentage_of_an_unknown_figure_is_refused(of: str) -> None:
    what = {"last_year": "Fjorårets beløp", "need": "Meldt behov", "today": "Dagens beløp"}[of]
    case = make_case(make_nettverk("tom", None, None, None))
    assert refusal(ask(case, way="percent", percent_of=of)).startswith(f"{what} mangler for Tom.")


@pytest.mark.parametrize(
    ("way", "what"),
    [
        ("need", "Meldt behov"),
        ("last_year", "Fjorårets beløp"),
        ("scale", "Dagens beløp"),
        ("pro_rata", "Lærerårsverk"),
        *((rule, "Meldt behov") for rule in CLAIMS_RULES),
    ],
)
def test_figures_that_are_all_zero_are_refused(way: str, what: str) -> None:
    nettverk = [make_nettverk(i, 0, 0, make_grunnlag(need_kr=0), teacher_years=F(0)) for i in "ab"]
    found = ask(make_case(*nettverk), way=way)
    assert refusal(found) == f"{what} er 0 for alle; det er ikke noe å fordele etter."


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("total_kr", [0, 1_000_000])
def test_zero_everywhere_and_no_money_is_an_answer_or_a_sentence(way: str, total_kr: int) -> None:
    zero = [make_nettverk(i, 0, 0, make_grunnlag(need_kr=0), teacher_years=F(0)) for i in "ab"]
    for case in (make_case(*zero, total_kr=total_kr), simple(500_000, 400_000, total_kr=total_kr)):
        found = ask(case, way=way)
        if found.proposal is None:
            refusal(found)
        else:
            assert sum(amounts(found)) + found.proposal.unallocated_kr == total_kr


@pytest.mark.parametrize("way", WAYS)
def test_negative_figures_are_refused(way: str) -> None:
    bad = make_nettverk("b", -1, -1, make_grunnlag(need_kr=-1), teacher_years=F(-1))
    case = make_case(make_nettverk(teacher_years=F(1)), bad)
    changes = {"way": way}
    assert refusal(ask(case, **changes)) == "Tallene kan ikke brukes til denne fordelingen."


def test_basic_amounts_above_the_frame_are_refused() -> None:
    case = with_years(simple(None, None, total_kr=399_999))
    assert refusal(ask(case)) == "Grunntilskuddet til alle er 1 kr mer enn rammen."
    assert amounts(ask(case, total_kr=400_000)) == [200_000, 200_000]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_name_stands_in_a_sentence_as_it_is(name: str) -> None:
    case = make_case(make_nettverk("tom", None, None, make_grunnlag(need_kr=None), name=name))
    assert shown(ask(case).refusal).startswith(f"Fjorårets beløp mangler for {name}. ")
    assert notes(ask(case, way="equal")) == [f"Uten øvre grense fordi behovet ikke er kjent: {name}."]


# Notes


def test_network_with_unknown_need_is_named_as_uncapped_unless_locked_or_no_cap_is_asked() -> None:
    case = simple(10_000, None)
    found = ask(case, way="equal")
    assert amounts(found) == [10_000, 990_000]
    assert notes(found) == ["Uten øvre grense fordi behovet ikke er kjent: N1."]
    assert notes(ask(case, way="equal", locks={"n1": 5})) == []
    assert notes(ask(case, way="equal", cap_at_need=False)) == []
    assert notes(ask(case, way="all_last_year")) == []


def test_what_cannot_be_placed_after_rounding_is_said() -> None:
    found = ask(simple(None, None, total_kr=1_000_999), way="equal", cap_at_need=False, unit_kr=1_000)
    assert amounts(found) == [500_000, 500_000]
    assert notes(found) == ["999 kr er ikke plassert på grunn av avrundingen."]
    capped = ask(simple(853_999, 900_000, total_kr=1_700_000), way="equal", unit_kr=10_000)
    assert amounts(capped) == [850_000, 850_000]
    assert notes(capped) == []


def test_capped_award_is_rounded_down_never_above_the_need() -> None:
    found = ask(simple(853_999, 999_999, total_kr=1_853_998), way="need", unit_kr=10_000)
    assert (amounts(found), notes(found)) == (
        [850_000, 990_000],
        ["13 998 kr er ikke plassert på grunn av avrundingen."],
    )


def test_network_that_loses_by_rounding_though_the_frame_grew_is_named_with_the_reason() -> None:
    # The Alabama paradox: 6, 6 and 2 share 10 seats as 4, 4, 2, and 11 as 5, 5, 1 (Balinski & Young 1982).
    nettverk = [
        make_nettverk(i, None, kr, make_grunnlag(need_kr=None)) for i, kr in zip("abc", (6, 6, 2), strict=True)
    ]
    case = make_case(*nettverk, total_kr=10_000)
    today = ask(case, cap_at_need=False, unit_kr=1_000)
    assert (amounts(today), notes(today)) == ([4_000, 4_000, 2_000], [])
    grown = ask(case, cap_at_need=False, unit_kr=1_000, total_kr=11_000)
    assert amounts(grown) == [5_000, 5_000, 1_000]
    assert notes(grown) == [
        "C får mindre enn med dagens ramme, enda rammen er større. Det skyldes avrundingen til 1 000 kr: "
        "det som er igjen etter avrunding, går til dem med størst rest."
    ]
    assert notes(ask(case, cap_at_need=False, unit_kr=1_000, total_kr=11_000, locks={"c": 1_000})) == []
    assert notes(ask(case, cap_at_need=False, total_kr=11_000)) == []  # to the krone nobody loses here
    smaller = replace(case, total_kr=11_000)
    assert notes(ask(smaller, cap_at_need=False, unit_kr=1_000, total_kr=10_000)) == []  # the frame shrank


# The curve


def test_curve_runs_from_nothing_to_all_that_is_free_in_even_steps() -> None:
    case = demo_case()
    points = curve(case, opening(case), POOL)
    assert len(points) == CURVE_STEPS + 1
    assert [points[0][0], points[50][0], points[-1][0]] == [0, 10_150_000, 20_300_000]
    for size_kr, proposal in points:
        assert sum(proposal.amounts.values()) + proposal.unallocated_kr == 20_300_000 - size_kr
    assert list(points[0][1].amounts.values()) == NEEDS
    assert set(points[-1][1].amounts.values()) == {0}


@pytest.mark.parametrize("way", [*sorted(CAPPABLE), *CLAIMS_RULES])
@pytest.mark.parametrize("unit_kr", UNITS_KR)
def test_curve_never_gives_more_for_a_larger_pool_beyond_the_rounding(way: str, unit_kr: int) -> None:
    case = with_years(demo_case())
    points = curve(case, replace(opening(case), way=way, unit_kr=unit_kr), POOL)
    assert len(points) > 80
    for (_, larger), (_, smaller) in pairwise(points):
        assert sum(smaller.amounts.values()) <= sum(larger.amounts.values())
        for nettverk_id, kr in smaller.amounts.items():
            assert kr <= larger.amounts[nettverk_id] + unit_kr


def test_curve_over_the_total_starts_where_the_lines_are_paid() -> None:
    case = demo_case()
    points = curve(case, opening(case), ())
    assert points[0][0] >= 5_400_000 > points[0][0] - 2 * 20_700_000 // CURVE_STEPS
    assert points[-1][0] == 41_400_000
    for size_kr, proposal in points:
        assert sum(proposal.amounts.values()) + proposal.unallocated_kr == size_kr - 5_400_000


def test_curve_leaves_out_sizes_that_give_nothing() -> None:
    case = demo_case()
    promised = curve(case, replace(opening(case), way="all_need"), POOL)
    assert [size for size, _ in promised if size > 4_397_308] == []
    assert len(promised) == 22
    locked = curve(case, replace(opening(case), locks={"fosen": 10_000_000}), POOL)
    assert max(size for size, _ in locked) <= 10_300_000
    aside = replace(simple(None, lines=[("Pool", 0)], set_asides=[("a", 500_000)]))
    assert max(size for size, _ in curve(aside, opening(aside), ("line-0",))) == 500_000


@pytest.mark.parametrize(
    "changes",
    [
        {"total_kr": None},
        {"lines": pool_of(1) | {"samlinger-4": None}},
        {"way": "lottery"},
        {"way": "pro_rata"},
        {"locks": {"oslo": 5}},
        {"locks": {"fosen": 10**11}},
        {"unit_kr": 0},
    ],
    ids=str,
)
@pytest.mark.parametrize("varied", [POOL, ()], ids=["pool", "total"])
def test_curve_of_what_has_no_answer_is_empty(changes: dict[str, Any], varied: tuple[str, ...]) -> None:
    assert curve(demo_case(), replace(opening(demo_case()), **changes), varied) == []


def test_curve_agrees_with_the_answer_at_every_size() -> None:
    case = demo_case()
    asked = replace(opening(case), unit_kr=10_000, locks={"gauldal": 999_999})
    for size_kr, proposal in curve(case, asked, POOL)[::7]:
        assert answer(case, replace(asked, lines=pool_of(size_kr))).proposal == proposal


# Break-even


def test_break_even_of_the_demo() -> None:
    case = demo_case()
    assert break_even_kr(case, opening(case), POOL) == 4_397_308
    assert break_even_kr(case, opening(case), ()) == 21_302_692
    assert break_even_kr(case, opening(case), POOL[:1]) == 1_897_308
    assert break_even_kr(case, opening(case), ("samlinger-4",)) is None  # 400 000 is too little to take from
    assert break_even_kr(case, replace(opening(case), lines=pool_of(0)), POOL) == 4_397_308


def test_break_even_is_where_the_frame_is_the_need_whatever_is_asked() -> None:
    case = replace(demo_case(), set_asides=simple(1, set_asides=[("a", 100_000)]).set_asides)
    asked = replace(opening(case), total_kr=25_000_000)
    size_kr, total_kr = break_even_kr(case, asked, POOL), break_even_kr(case, asked, ())
    assert size_kr is not None
    frame_kr = asked_case(case, replace(asked, lines=pool_of(size_kr))).ramme_kr
    assert shareable_kr(case, frame_kr) == NEEDS_KR
    assert shareable_kr(case, asked_case(case, replace(asked, total_kr=total_kr)).ramme_kr) == NEEDS_KR


def test_break_even_is_unknown_where_a_need_or_a_line_is_or_nobody_asks() -> None:
    case = simple(1, None, lines=[("Pool", 5)])
    assert break_even_kr(case, opening(case), ("line-0",)) is None
    case = simple(1, 2, lines=[("Pool", None), ("Felles", 5)])
    assert break_even_kr(case, opening(case), ("line-1",)) is None
    assert break_even_kr(make_case(), opening(make_case()), ()) is None


# The question follows the case


def test_fitted_drops_what_has_vanished_and_adds_what_is_new() -> None:
    case = simple(1, 2, lines=[("Pool", 5), ("Felles", 7)])
    asked = WhatIf(9, {"line-0": 3, "gone": 4}, "equal", False, 1_000, F(2), "need", {"n0": 1, "gone": 2})
    kept = fitted(asked, case)
    assert kept == WhatIf(9, {"line-0": 3, "line-1": 7}, "equal", False, 1_000, F(2), "need", {"n0": 1})
    assert fitted(kept, case) == kept
    assert fitted(opening(case), case) == opening(case)
    assert answer(case, kept).refusal is not None  # 3 + 7 is more than 9


def test_fitted_keeps_a_line_that_was_asked_about_as_unknown() -> None:
    case = simple(1, lines=[("Pool", 5)])
    assert fitted(replace(opening(case), lines={"line-0": None}), case).lines == {"line-0": None}


def test_lines_of_one_name_are_one_group_in_order() -> None:
    groups = line_groups(demo_case())
    assert list(groups) == ["Direktefinansiering UH (pool)", "Fellestiltak", "Samlinger"]
    assert tuple(line.id for line in groups["Direktefinansiering UH (pool)"]) == POOL
    assert line_groups(make_case()) == {}


@pytest.mark.parametrize(
    ("kr", "lines", "expected"),
    [(5, 2, [3, 2]), (0, 3, [0, 0, 0]), (2, 3, [1, 1, 0]), (7, 1, [7]), (10**12 - 1, 2, [5 * 10**11, 5 * 10**11 - 1])],
)
def test_split_evenly_is_exact_and_the_first_get_what_is_over(kr: int, lines: int, expected: list[int]) -> None:
    assert list(split_evenly(kr, tuple(f"l{i}" for i in range(lines))).values()) == expected


@given(st.integers(0, 10**12), st.integers(1, 60))
def test_split_evenly_sums_to_the_sum_and_differs_by_a_krone_at_most(kr: int, lines: int) -> None:
    parts = list(split_evenly(kr, tuple(map(str, range(lines)))).values())
    assert sum(parts) == kr
    assert sorted(parts, reverse=True) == parts
    assert parts[0] - parts[-1] <= 1


# No krone lost or created


def looks_right(case: Case, asked: WhatIf) -> bool:
    """Look at an answer: a sentence, or whole kroner that add up, with locks and caps kept. Say if there was one."""
    found = answer(case, asked)
    frame_kr = asked_case(case, asked).ramme_kr
    assert found.ramme_kr == frame_kr
    assert all(shown(note).endswith(".") for note in found.notes)
    if found.proposal is None:
        assert refusal(found)
        assert found.notes == ()
        return False
    given = found.proposal.amounts
    assert found.refusal is None
    assert frame_kr is not None
    assert list(given) == [n.id for n in case.nettverk]
    assert all(type(kr) is int and kr >= 0 for kr in (*given.values(), found.proposal.unallocated_kr))
    assert sum(given.values()) + found.proposal.unallocated_kr == frame_kr - case.set_aside_kr
    assert {i: given[i] for i in asked.locks} == asked.locks
    caps: Mapping[str, int] = the_caps(case, asked) or {}
    if asked.way in CLAIMS_RULES:
        caps = {n.id: n.need_kr for n in case.nettverk if n.need_kr is not None}
    assert all(given[i] <= cap for i, cap in caps.items() if i not in asked.locks)
    assert all(kr % asked.unit_kr == 0 for i, kr in given.items() if i not in asked.locks)
    return True


def random_case(pick: Random) -> tuple[Case, WhatIf]:
    """Return a case of 0 to 60 networks and a question to it, sound or not; amounts small, usual or enormous."""
    most = pick.choice((3, 100, 20_000_000, 10**10, 10**12 - 1))

    def kr(unknown: float = 0.0) -> int | None:
        return None if pick.random() < unknown else pick.randint(0, pick.choice((0, 1, most // 10, most)))

    unknown = pick.choice((0, 0, 0, 0.05, 0.3))
    size = pick.choice((0, 1, 2, pick.randint(3, 12), pick.randint(13, 60)))
    nettverk = [
        make_nettverk(
            f"n{i}",
            kr(unknown),
            kr(unknown),
            None if pick.random() < unknown else make_grunnlag(need_kr=kr(unknown)),
            teacher_years=None if pick.random() < unknown else F(pick.randint(0, 9_999), pick.choice((1, 10, 10_000))),
        )
        for i in range(size)
    ]
    lines = [("Pool", kr(unknown / 4)) for _ in range(pick.randint(0, 4))]
    asides = [("a", pick.randint(0, most // 20)) for _ in range(pick.randint(0, 2))]
    total_kr = pick.choice((most, most * max(size, 1), kr(unknown / 4)))
    case = make_case(*nettverk, total_kr=total_kr, lines=lines, set_asides=asides)
    grant_kr = pick.choice((0, 0, most // 50, most))
    case = replace(case, key_figures=KeyFigures(grant_kr))
    start = opening(case)
    asked = replace(
        start,
        total_kr=pick.choice((start.total_kr, most * 3, kr(0.02))),
        lines={i: pick.choice((was, 0, pick.randint(0, most // 5))) for i, was in start.lines.items()},
        cap_at_need=pick.random() < 0.6,
        unit_kr=pick.choice(UNITS_KR),
        percent=F(pick.randint(0, 10_000), pick.choice((1_000, 9_999))),
        percent_of=pick.choice(("last_year", "need", "today")),
        locks={n.id: pick.randint(0, most // 20) for n in nettverk if pick.random() < pick.choice((0, 0.1, 0.9))},
    )
    return case, asked


@settings(max_examples=1_500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**63))
def test_no_way_loses_or_creates_a_krone(seed: int) -> None:
    case, asked = random_case(Random(seed))
    for way in WAYS:
        looks_right(case, replace(asked, way=way))


small_kr = st.none() | st.integers(0, 12)


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(small_kr, small_kr, small_kr, st.none() | st.integers(0, 3)), max_size=4),
    st.none() | st.integers(0, 60),
    st.lists(small_kr, max_size=2),
    st.sampled_from(WAYS),
    st.booleans(),
    st.sampled_from([1, 3, 10]),
    st.dictionaries(st.sampled_from(["n0", "n1", "n2"]), st.integers(0, 12), max_size=2),
    st.integers(0, 9),
    st.fractions(0, 3, max_denominator=7),
)
def test_no_small_case_loses_or_creates_a_krone(
    figures: list[tuple[int | None, int | None, int | None, int | None]],
    total_kr: int | None,
    lines: list[int | None],
    way: str,
    cap: bool,
    unit_kr: int,
    locks: dict[str, int],
    grant_kr: int,
    percent: F,
) -> None:
    nettverk = [
        make_nettverk(f"n{i}", now, last, make_grunnlag(need_kr=need), teacher_years=None if t is None else F(t))
        for i, (now, last, need, t) in enumerate(figures)
    ]
    case = make_case(*nettverk, total_kr=total_kr, lines=[("Pool", kr) for kr in lines])
    case = replace(case, key_figures=KeyFigures(grant_kr))
    asked = replace(opening(case), way=way, cap_at_need=cap, unit_kr=unit_kr, locks=locks, percent=percent)
    looks_right(case, fitted(asked, case))


def test_random_cases_are_mostly_answered() -> None:
    """The property above says something only where there is an answer to look at."""
    drawn = [random_case(Random(seed)) for seed in range(60)]
    answered = {way: sum(looks_right(case, replace(asked, way=way)) for case, asked in drawn) for way in WAYS}
    assert all(count >= 6 for count in answered.values()), answered
    assert sum(answered.values()) > 150


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**63), st.sampled_from(WAYS))
def test_curve_of_any_case_adds_up_and_never_raises(seed: int, way: str) -> None:
    case, asked = random_case(Random(seed))
    case = replace(case, nettverk=case.nettverk[:12])
    asked = fitted(replace(asked, way=way), case)
    ids = tuple(line.id for line in case.lines[:2])
    bound_kr = sum(kr or 0 for i, kr in asked.lines.items() if i not in ids)
    for size_kr, proposal in curve(case, asked, ids):
        frame_kr = (asked.total_kr or 0) - bound_kr - size_kr if ids else size_kr - bound_kr
        assert sum(proposal.amounts.values()) + proposal.unallocated_kr == frame_kr - case.set_aside_kr


# Known faults


@pytest.mark.parametrize("way", WAYS)
def test_no_networks_is_answered_with_a_sentence(way: str) -> None:
    assert refusal(ask(make_case(), way=way))


def test_percentage_of_something_unknown_is_refused() -> None:
    assert refusal(ask(demo_case(), way="percent", percent_of="oslo"))


@pytest.mark.parametrize(
    ("changes", "untrue"),
    [
        # 900 000 is locked in a frame of 1 000 000: not 100 000 more than the frame.
        ({"locks": {"n0": 900_000}}, "De låste beløpene er 100 000 kr mer enn rammen"),
        # 2 × 200 000 is not more than 1 000 000; it is more than what set-aside and lock leave.
        ({"way": "pro_rata", "locks": {"n0": 700_000}}, "Grunntilskuddet til alle er 100 000 kr mer enn rammen"),
        # The needs are 900 000.
        ({"way": "all_need"}, "Denne fordelingen koster 100 000 kr mer enn rammen"),
    ],
    ids=["locks", "grunntilskudd", "promises"],
)
def test_refusal_names_what_the_money_is_short_of(changes: dict[str, Any], untrue: str) -> None:
    case = with_years(simple(500_000, 400_000, set_asides=[("reserve", 200_000)]))
    assert untrue not in refusal(ask(case, **changes))


def test_zero_is_not_said_of_all_when_it_holds_for_the_unlocked_only() -> None:
    case = make_case(make_nettverk(), make_nettverk("b", last_year_kr=0))
    assert "0 for alle" not in refusal(ask(case, locks={"fosen": 900_000}))


@pytest.mark.parametrize(
    ("total_kr", "changes"),
    [
        (210_000, {"locks": {"n0": 100_000, "n1": 100_000}}),  # nothing was rounded
        (215_000, {"way": "equal"}),  # both got the need; 15 000 is left to the krone as well
        (210_000, {"way": "all_last_year"}),
    ],
    ids=["locks", "caps", "promises"],
)
def test_rounding_is_not_blamed_for_what_is_left_without_it(total_kr: int, changes: dict[str, Any]) -> None:
    case = simple(100_000, 100_000, total_kr=total_kr)
    exact, rounded = ask(case, **changes), ask(case, unit_kr=10_000, **changes)
    assert exact.proposal == rounded.proposal
    assert notes(rounded) == []


def test_rounding_is_named_when_it_leaves_money_on_top_of_the_caps() -> None:
    found = ask(demo_case(), lines=pool_of(4_000_000), unit_kr=10_000)
    assert found.proposal and found.proposal.unallocated_kr == 430_000  # 397 308 to the krone
    assert any("avrunding" in note for note in notes(found))


@pytest.mark.parametrize("pool_kr", [6_000_000, 5_000_050])
def test_curve_has_no_negative_size(pool_kr: int) -> None:
    case = simple(1_000_000, total_kr=5_000_000, lines=[("Pool", pool_kr), ("Felles", 0)])
    assert [size for size, _ in curve(case, opening(case), ("line-1",)) if size < 0] == []


def test_break_even_total_is_known_before_the_total_is() -> None:
    asked = replace(opening(demo_case()), total_kr=None)
    assert break_even_kr(demo_case(), asked, ()) == 21_302_692
