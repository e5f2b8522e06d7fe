"""Figures are exact, rounded halves up, and written with the Norwegian signs."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dekom.figures import (
    format_exact_percent,
    format_kroner,
    format_millions,
    format_percent,
    round_half_up,
    signed,
)


@pytest.mark.parametrize(
    ("value", "nearest"),
    [
        (Fraction(49, 100), 0),
        (Fraction(1, 2), 1),
        (Fraction(51, 100), 1),
        (Fraction(3, 2), 2),
        (Fraction(5, 2), 3),
        (Fraction(-49, 100), 0),
        (Fraction(-1, 2), 0),
        (Fraction(-51, 100), -1),
        (Fraction(-3, 2), -1),
        (Fraction(7), 7),
    ],
)
def test_round_half_up_at_the_half(value: Fraction, nearest: int) -> None:
    assert round_half_up(value) == nearest


@given(st.fractions())
def test_round_half_up_is_never_more_than_a_half_away(value: Fraction) -> None:
    off = round_half_up(value) - value
    assert Fraction(-1, 2) < off <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("kr", "text"),
    [
        (0, "0"),
        (999, "999"),
        (1_000, "1\u00a0000"),
        (3_309_141, "3\u00a0309\u00a0141"),
        (999_999_999_999, "999\u00a0999\u00a0999\u00a0999"),
        (-1, "\u22121"),
        (-602_692, "\u2212602\u00a0692"),
    ],
)
def test_format_kroner_groups_by_three(kr: int, text: str) -> None:
    assert format_kroner(kr) == text


@given(st.integers())
def test_format_kroner_holds_the_whole_number_and_no_ascii_space_or_hyphen(kr: int) -> None:
    text = format_kroner(kr)
    assert not set(text) & set(" -,.")
    assert int(text.replace("\u00a0", "").replace("\u2212", "-")) == kr


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (Fraction(0), "0,0"),
        (Fraction(1), "100,0"),
        (Fraction(396, 1000), "39,6"),
        (Fraction(39649, 100_000), "39,6"),
        (Fraction(3965, 10_000), "39,7"),
        (Fraction(-37, 10_000), "\u22120,4"),
        (Fraction(-3, 1000), "\u22120,3"),
        (Fraction(1234, 100), "1\u00a0234,0"),
    ],
)
def test_format_percent_has_one_decimal(share: Fraction, text: str) -> None:
    assert format_percent(share) == f"{text}\u00a0%"


@pytest.mark.parametrize("share", [Fraction(-1, 10_000), Fraction(-49, 100_000), Fraction(0)])
def test_format_percent_that_rounds_to_zero_has_no_sign(share: Fraction) -> None:
    assert format_percent(share) == "0,0\u00a0%"


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(3, 10), "30"),
        (Fraction(1), "100"),
        (Fraction(125, 1000), "12,5"),
        (Fraction(1205, 10_000), "12,05"),
        (Fraction(1, 3), "33,3333"),
    ],
)
def test_format_exact_percent_has_no_needless_decimals(share: Fraction, text: str) -> None:
    assert format_exact_percent(share) == f"{text}\u00a0%"


@pytest.mark.parametrize(
    ("kr", "text"),
    [
        (15_300_000, "15,3"),
        (49_999, "0,0"),
        (50_000, "0,1"),
        (20_700_000, "20,7"),
        (1_594_385, "1,6"),
        (-602_692, "\u22120,6"),
    ],
)
def test_format_millions_has_one_decimal(kr: int, text: str) -> None:
    assert format_millions(kr) == f"{text}\u00a0mill."


def test_signed_keeps_the_minus_and_adds_the_plus() -> None:
    assert signed("5") == "+5"
    assert signed("\u22125") == "\u22125"
