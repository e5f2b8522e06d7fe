"""Largest remainder: published examples, boundaries, and what holds for any shares, units and caps."""

from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dekom.allocation import round_to_total

kroner = st.one_of(st.integers(0, 10), st.integers(0, 10**10))
weight = st.one_of(st.integers(0, 10), st.fractions(0, 10**4, max_denominator=100))
weights = st.lists(weight, min_size=1, max_size=12).filter(any)


def keyed(values):
    return {f"n{i}": value for i, value in enumerate(values)}


def seats(total, votes):
    quotas = {key: F(total * vote, sum(votes)) for key, vote in zip("ABCDE", votes, strict=False)}
    return list(round_to_total(quotas, total).values())


# Saari, Apportionment methods and the House of Representatives, American Mathematical Monthly 85 (1978), as
# told on net.math, 15 March 1982: with 3, 7 and 90 % A falls from 2 seats of 49 to 1 of 51. At 50, A and B
# tie at a half and the first key gets the seat. Then the examples of "Alabama paradox" in Wikipedia and in
# Electowiki.
@pytest.mark.parametrize(
    ("votes", "total", "expected"),
    [
        ([3, 7, 90], 49, [2, 3, 44]),
        ([3, 7, 90], 50, [2, 3, 45]),
        ([3, 7, 90], 51, [1, 4, 46]),
        ([6, 6, 2], 10, [4, 4, 2]),
        ([6, 6, 2], 11, [5, 5, 1]),
        ([567, 385, 42, 6], 323, [183, 124, 14, 2]),
        ([567, 385, 42, 6], 324, [184, 125, 13, 2]),
    ],
)
def test_largest_remainder_published(votes, total, expected):
    assert seats(total, votes) == expected


HALF = F(1, 2)


@pytest.mark.parametrize(
    ("shares", "total", "unit", "caps", "expected"),
    [
        ([HALF, HALF], 1, 1, None, [1, 0]),  # the first key at a tie
        ([F(4, 3)] * 3, 4, 1, None, [2, 1, 1]),
        ([F(0), F(0)], 0, 1, None, [0, 0]),
        ([F(999)], 999, 1000, None, [0]),  # just under, at, just over a unit
        ([F(1000)], 1000, 1000, None, [1000]),
        ([F(1001)], 1001, 1000, None, [1000]),
        ([F(1999, 2)] * 2, 1999, 1000, None, [1000, 0]),
        ([F(1500), F(2500)], 4000, 1000, None, [2000, 2000]),
        ([F(854_000)], 854_000, 1000, {"n0": 853_999}, [853_000]),  # a cap inside a unit
        ([F(854_000)], 854_000, 1000, {"n0": 854_000}, [854_000]),
        ([F(854_000)], 854_000, 1000, {"n0": 854_001}, [854_000]),
        ([F(854_000)], 854_000, 1000, {}, [854_000]),  # no cap for this one
        ([F(1500), F(1500), F(2000)], 5000, 1000, {"n0": 1999, "n1": 1999}, [1000, 1000, 3000]),
        ([F(1500), F(1500), F(2000)], 5000, 1000, {"n0": 1999, "n1": 1999, "n2": 2999}, [1000, 1000, 2000]),
        ([F(60), F(40)], 100, 1, {"n0": 50}, [50, 50]),  # what is refused goes round
        ([F(70), F(20), F(10)], 100, 1, {"n0": 15, "n1": 30}, [15, 30, 55]),
        ([F(7), F(1), F(1), F(1)], 10, 1, {"n0": 0, "n1": 3}, [0, 3, 4, 3]),
        ([F(100), F(0)], 100, 1, {"n0": 50}, [50, 0]),  # but never to a share of 0
        ([HALF, HALF], 1, 1, {"n0": 0, "n1": 5}, [0, 1]),
        ([HALF, HALF], 1, 1, {"n0": 0, "n1": 0}, [0, 0]),
    ],
)
def test_rounding_boundaries(shares, total, unit, caps, expected):
    assert list(round_to_total(keyed(shares), total, unit, caps).values()) == expected


def test_rounding_refuses_bad_figures():
    assert round_to_total({}, 100) == {}
    for shares, total, unit, caps in [
        ({"a": F(1)}, 2, 1, None),
        ({"a": F(1), "b": F(1, 10**20)}, 1, 1, None),
        ({"a": F(2), "b": F(-1)}, 1, 1, None),
        ({"a": 1.0}, 1, 1, None),
        ({"a": F(1)}, 1, 0, None),
        ({"a": F(1)}, 1, -1, None),
        ({"a": F(1)}, 1, 1, {"a": -1}),
        ({"a": F(-1)}, -1, 1, None),
    ]:
        with pytest.raises(ValueError):
            round_to_total(shares, total, unit, caps)


@given(weights, kroner, st.sampled_from([1, 3, 1000, 10_000]))
def test_rounding_stays_within_a_unit_of_the_exact_share(weights, total, unit):
    shares = keyed([F(total) * weight / sum(weights) for weight in weights])
    awards = round_to_total(shares, total, unit)
    assert sum(awards.values()) == total - total % unit
    assert all(abs(awards[key] - shares[key]) < unit and awards[key] % unit == 0 for key in shares)
    assert list(awards) == list(shares)


@given(weights, kroner, st.sampled_from([1, 1000]), st.data())
def test_rounding_never_exceeds_a_cap_and_places_all_it_can(weights, total, unit, data):
    shares = keyed([F(total) * weight / sum(weights) for weight in weights])
    caps = {key: data.draw(st.integers(0, 2 * int(share) + 2000)) for key, share in shares.items()}
    awards = round_to_total(shares, total, unit, caps)
    assert all(0 <= awards[key] <= caps[key] and awards[key] % unit == 0 for key in caps)
    places = sum(caps[key] // unit for key in caps if shares[key])
    assert sum(awards.values()) == min(total // unit, places) * unit
