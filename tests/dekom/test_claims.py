"""The claims rules: published tables, boundaries, and the known properties of their exact shares."""

from fractions import Fraction as F
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dekom.allocation import equal_awards, equal_losses, proportional, shares, talmud

IN_KRONER = {
    "proportional": proportional,
    "equal_awards": equal_awards,
    "equal_losses": equal_losses,
    "talmud": talmud,
}
RULES = list(IN_KRONER)
EVERY_RULE = pytest.mark.parametrize("rule", RULES)
BAD_AMOUNTS = [-1, True, 1.0, 1.5, float("nan"), F(1), "1", None]


def claims_of(amounts):
    return {f"n{i}": amount for i, amount in enumerate(amounts)}


def exact(rule, estate, amounts):
    return list(shares(rule, estate, claims_of(amounts)).values())


# --- Published tables ---

# Aumann & Maschler, Game theoretic analysis of a bankruptcy problem from the Talmud, Journal of Economic
# Theory 36 (1985): the marriage contracts, Kethubot 93a. The estates 400 and 500 follow from the first two by
# self-duality.
MARRIAGE_CONTRACTS = [
    (100, [F(100, 3), F(100, 3), F(100, 3)]),
    (200, [50, 75, 75]),
    (300, [50, 100, 150]),
    (400, [50, 125, 225]),
    (500, [F(200, 3), F(500, 3), F(800, 3)]),
]


@pytest.mark.parametrize(("estate", "expected"), MARRIAGE_CONTRACTS)
def test_talmud_marriage_contracts(estate, expected):
    assert exact("talmud", estate, [100, 200, 300]) == expected


def test_talmud_in_kroner_gives_the_odd_krone_to_the_first():
    assert talmud(100, {"a": 100, "b": 200, "c": 300}) == {"a": 34, "b": 33, "c": 33}


# The contested garment, Baba Metzia 2a, in the same paper: one claims all of it, the other half; what is not
# contested is conceded, the rest split. The second row is the pair (50, 100) of claims on an estate of 100.
@pytest.mark.parametrize(
    ("estate", "claims", "expected"),
    [
        (1, [1, 1], [F(1, 2), F(1, 2)]),
        (100, [50, 100], [25, 75]),
        (4, [4, 2], [3, 1]),
        (200, [100, 200], [50, 150]),
        (66, [100, 200], [33, 33]),
        (125, [100, 300], [50, 75]),
    ],
)
def test_talmud_contested_garment(estate, claims, expected):
    assert exact("talmud", estate, claims) == expected


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_two_claims_are_divided_as_the_contested_garment(a, b, estate):
    estate = min(estate, a + b)
    conceded_to_a, conceded_to_b = max(estate - b, 0), max(estate - a, 0)
    contested = estate - conceded_to_a - conceded_to_b
    half = F(contested, 2)
    assert exact("talmud", estate, [a, b]) == [conceded_to_a + half, conceded_to_b + half]


# Examples of the articles "Constrained equal awards" and "Constrained equal losses" in Wikipedia.
@pytest.mark.parametrize(
    ("claims", "estate", "expected"),
    [
        ([60, 90], 100, [50, 50]),
        ([40, 80], 100, [40, 60]),
        ([50, 100, 150], 100, [F(100, 3), F(100, 3), F(100, 3)]),
        ([50, 100, 150], 200, [50, 75, 75]),
        ([50, 100, 150], 300, [50, 100, 150]),
        ([100, 200, 300], 300, [100, 100, 100]),
        ([100, 200, 300], 500, [100, 200, 200]),
    ],
)
def test_equal_awards_published(claims, estate, expected):
    assert exact("equal_awards", estate, claims) == expected


@pytest.mark.parametrize(
    ("claims", "estate", "expected"),
    [
        ([60, 90], 100, [35, 65]),
        ([50, 100], 100, [25, 75]),
        ([40, 80], 100, [30, 70]),
        ([50, 100, 150], 100, [0, 25, 75]),
        ([50, 100, 150], 200, [F(50, 3), F(200, 3), F(350, 3)]),
        ([50, 100, 150], 300, [50, 100, 150]),
    ],
)
def test_equal_losses_published(claims, estate, expected):
    assert exact("equal_losses", estate, claims) == expected


# --- Boundaries ---


# Just under, at and just over: nothing, half of all claims, all claims.
@EVERY_RULE
@pytest.mark.parametrize("estate", [0, 1, 299, 300, 301, 599, 600, 601, 10**10])
def test_sum_and_claims_are_kept_at_the_boundaries(rule, estate):
    claims = {"a": 100, "b": 200, "c": 300}
    awards = IN_KRONER[rule](estate, claims)
    assert sum(awards.values()) == min(estate, 600)
    assert all(0 <= awards[key] <= claims[key] for key in claims)
    assert list(awards) == list(claims)


@EVERY_RULE
def test_few_or_empty_claims(rule):
    in_kroner = IN_KRONER[rule]
    assert in_kroner(100, {}) == {} == shares(rule, 100, {})
    assert in_kroner(100, {"a": 0, "b": 0}) == {"a": 0, "b": 0}
    assert in_kroner(0, {"a": 0}) == {"a": 0}
    assert in_kroner(99, {"a": 100}) == {"a": 99}
    assert in_kroner(101, {"a": 100}) == {"a": 100}
    assert in_kroner(60, {"z": 100, "a": 0}) == {"z": 60, "a": 0}


@EVERY_RULE
@pytest.mark.parametrize("bad", BAD_AMOUNTS)
def test_what_is_not_an_amount_is_refused(rule, bad):
    for divide in (IN_KRONER[rule], lambda estate, claims: shares(rule, estate, claims)):
        with pytest.raises(ValueError):
            divide(bad, {"a": 1})
        with pytest.raises(ValueError):
            divide(1, {"a": 1, "b": bad})


def test_an_unknown_rule_is_refused():
    with pytest.raises(ValueError, match="equal_losses"):
        shares("fair", 1, {"a": 1})


# --- Properties ---

kroner = st.one_of(st.integers(0, 10), st.integers(0, 10**10))
amounts = st.lists(kroner, min_size=1, max_size=12)


@EVERY_RULE
@given(amounts=amounts, estate=kroner)
def test_awards_and_shares_sum_and_stay_within_the_claims(rule, amounts, estate):
    claims = claims_of(amounts)
    awards, fair = IN_KRONER[rule](estate, claims), shares(rule, estate, claims)
    assert sum(awards.values()) == sum(fair.values()) == min(estate, sum(amounts))
    assert all(type(kr) is int and 0 <= kr <= claims[key] for key, kr in awards.items())
    assert all(type(kr) is F and 0 <= kr <= claims[key] for key, kr in fair.items())
    assert all(abs(awards[key] - fair[key]) < 1 for key in claims)
    assert list(awards) == list(fair) == list(claims)


@EVERY_RULE
@given(amounts=amounts, estate=kroner)
def test_order_is_preserved_and_equals_are_treated_equally(rule, amounts, estate):
    by_claim = sorted(zip(amounts, exact(rule, estate, amounts), strict=True))
    for (small, its), (large, other) in pairwise(by_claim):
        assert its <= other
        assert small - its <= large - other
        assert small != large or its == other


@EVERY_RULE
@given(amounts=amounts, estates=st.tuples(kroner, kroner))
def test_no_share_falls_when_the_estate_grows(rule, amounts, estates):
    before, after = exact(rule, min(estates), amounts), exact(rule, max(estates), amounts)
    assert all(a <= b for a, b in zip(before, after, strict=True))


@EVERY_RULE
@given(amounts=amounts, estate=kroner, more=kroner)
def test_nobody_gets_less_by_claiming_more(rule, amounts, estate, more):
    before = exact(rule, estate, amounts)
    after = exact(rule, estate, [amounts[0] + more, *amounts[1:]])
    assert after[0] >= before[0]
    if estate <= sum(amounts):  # beyond that, the others have theirs already
        assert all(b <= a for a, b in zip(before[1:], after[1:], strict=True))


DUALS = [("proportional", "proportional"), ("talmud", "talmud"), ("equal_awards", "equal_losses")]


@pytest.mark.parametrize(("rule", "dual"), DUALS)
@given(amounts=amounts, estate=kroner)
def test_what_one_rule_awards_its_dual_takes_away(rule, dual, amounts, estate):
    estate = min(estate, sum(amounts))
    lost = exact(dual, sum(amounts) - estate, amounts)
    assert exact(rule, estate, amounts) == [c - kr for c, kr in zip(amounts, lost, strict=True)]


@EVERY_RULE
@settings(max_examples=40)
@given(amounts=amounts, estate=kroner, factor=st.integers(1, 1000))
def test_the_currency_does_not_matter(rule, amounts, estate, factor):
    scaled = exact(rule, estate * factor, [kr * factor for kr in amounts])
    assert scaled == [kr * factor for kr in exact(rule, estate, amounts)]
