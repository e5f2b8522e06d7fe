"""How long somebody who guesses must wait, and that others need not."""

import pytest

from dekom.join_codes import LENGTH, LETTERS
from dekom.slowdown import BURST, FORGOTTEN, LONGEST, MOST, RATE, Slowdown, network_of


class Clock:
    def __init__(self) -> None:
        self.time = 1_000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def slowdown(clock: Clock) -> Slowdown:
    return Slowdown(clock)


def guess(slowdown: Slowdown, clock: Clock, address: str, times: int) -> list[float]:
    """Try one thing after another, each as soon as the one before is refused; return the waits."""
    waits = []
    for _ in range(times):
        wait = slowdown.turn(address)
        assert wait is not None
        clock.time += wait
        waits.append(wait)
    return waits


def test_wait_doubles_up_to_half_a_minute(slowdown: Slowdown, clock: Clock) -> None:
    assert guess(slowdown, clock, "10.0.0.5", 10) == [0, 0.5, 1, 2, 4, 8, 16, 30, 30, 30]


def test_others_wait_for_nothing(slowdown: Slowdown, clock: Clock) -> None:
    guess(slowdown, clock, "10.0.0.5", 8)
    assert slowdown.turn("10.0.0.6") == 0


def test_who_was_right_starts_afresh(slowdown: Slowdown, clock: Clock) -> None:
    guess(slowdown, clock, "10.0.0.5", 5)
    slowdown.was_right("10.0.0.5")
    assert slowdown.turn("10.0.0.5") == 0


def test_an_address_is_forgotten_after_five_quiet_minutes(slowdown: Slowdown, clock: Clock) -> None:
    guess(slowdown, clock, "10.0.0.5", 9)
    clock.time += LONGEST + FORGOTTEN
    assert slowdown.turn("10.0.0.5") == 0


def test_guesses_sent_at_once_wait_for_each_other(slowdown: Slowdown) -> None:
    waits = [slowdown.turn("10.0.0.5") for _ in range(1_000)]
    assert [wait for wait in waits if wait is not None] == [0, 0.5, 1.5, 3.5, 7.5, 15.5]


def test_forty_phones_behind_one_address_come_in_at_once(slowdown: Slowdown) -> None:
    for _ in range(40):
        assert slowdown.turn("10.0.0.5") == 0
        slowdown.was_right("10.0.0.5")


def test_a_burst_from_many_addresses_leaves_room_for_an_honest_one(slowdown: Slowdown) -> None:
    guessers = [f"10.0.{i // 250}.{i % 250}" for i in range(300)]
    for address in guessers:
        slowdown.turn(address)
    assert [slowdown.turn(address) for address in guessers] == [None] * 300
    honest = slowdown.turn("10.9.9.9")
    assert honest is not None
    assert honest <= LONGEST


@pytest.mark.parametrize("addresses", [1, 500, 30_000])
def test_half_an_hour_of_guessing_finds_no_code(addresses: int, slowdown: Slowdown, clock: Clock) -> None:
    tries = 0
    for tick in range(1_800):
        for i in range(20):
            address = (tick * 20 + i) % addresses
            tries += slowdown.turn(f"10.{address >> 16}.{address >> 8 & 255}.{address & 255}") is not None
        clock.time += 1
    assert tries <= BURST + RATE * (1_800 + LONGEST)
    assert 20 * tries / len(LETTERS) ** LENGTH < 0.001  # with twenty codes in force


def test_memory_has_an_end(slowdown: Slowdown, clock: Clock) -> None:
    for i in range(2 * MOST):
        slowdown.turn(f"10.{i >> 16}.{i >> 8 & 255}.{i & 255}")
        clock.time += 0.1
    assert len(slowdown._guessers) <= MOST


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("10.0.0.5", "10.0.0.6", False),
        ("10.0.0.5", "::ffff:10.0.0.5", True),
        ("2001:db8::1", "2001:db8::ffff:2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("", "somewhere", False),
    ],
)
def test_what_counts_as_one_address(one: str, other: str, same: bool) -> None:
    assert (network_of(one) == network_of(other)) is same
