"""Codes that are typed: good for a while, one a holder, forgiving of how they are written."""

import pytest

from dekom.access import Holder
from dekom.join_codes import LENGTH, LETTERS, SECONDS, JoinCodes

GROUP = Holder("gruppe", "trondelag-2022", "gruppe-1")
VIEWER = Holder("tilhører", "trondelag-2022")


class Clock:
    time = 1_000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def codes(clock: Clock) -> JoinCodes:
    return JoinCodes(clock)


def test_a_code_is_for_its_holder(codes: JoinCodes) -> None:
    group, viewer = codes.code_for(GROUP), codes.code_for(VIEWER)
    assert (codes.holder_of(group), codes.holder_of(viewer)) == (GROUP, VIEWER)
    assert group != viewer


def test_a_code_has_thirty_random_bits(codes: JoinCodes) -> None:
    assert len(LETTERS) ** LENGTH == 2**30
    assert set(codes.code_for(GROUP)) <= set(LETTERS)
    assert not set(LETTERS) & set("IO01")


def test_spaces_and_small_letters_are_forgiven(codes: JoinCodes) -> None:
    code = codes.code_for(GROUP)
    assert codes.holder_of(f" {code[:3].lower()} {code[3:]} ") == GROUP


@pytest.mark.parametrize("text", ["", "ABC", "ÆØÅÆØÅ", "A" * 10_000, "'; --"])
def test_anything_else_is_nobody(codes: JoinCodes, text: str) -> None:
    codes.code_for(GROUP)
    assert codes.holder_of(text) is None


def test_a_code_is_good_for_half_an_hour_and_shown_for_half_of_that(codes: JoinCodes, clock: Clock) -> None:
    first = codes.code_for(GROUP)
    clock.time += SECONDS / 2 - 1
    assert codes.code_for(GROUP) == first
    clock.time += 2
    second = codes.code_for(GROUP)
    assert second != first
    assert codes.holder_of(first) == codes.holder_of(second) == GROUP
    clock.time += SECONDS / 2
    assert codes.holder_of(first) is None
    assert codes.holder_of(second) == GROUP


def test_ending_a_holders_codes_leaves_the_others(codes: JoinCodes) -> None:
    group, viewer = codes.code_for(GROUP), codes.code_for(VIEWER)
    codes.end(GROUP)
    assert (codes.holder_of(group), codes.holder_of(viewer)) == (None, VIEWER)
