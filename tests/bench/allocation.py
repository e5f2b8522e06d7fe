"""How long sharing takes, the best of several runs: `python tests/bench/allocation.py`."""

import platform
import sys
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from random import Random
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[2]))

from dekom.allocation import ByClaims, ByWeight, Promise, Way, round_to_total, share_out, shares

RULES = ("proportional", "equal_awards", "equal_losses", "talmud")


def milliseconds(run: Callable[[], object], times: int = 5) -> float:
    best = float("inf")
    for _ in range(times):
        start = perf_counter()
        run()
        best = min(best, perf_counter() - start)
    return best * 1000


Kroner = Mapping[str, int]


def ways(last_year: Kroner, need: Kroner, years: Mapping[str, Fraction]) -> dict[str, Way]:
    return {
        "pro rata": ByWeight(years, 50_000),
        "last year's shares": ByWeight(last_year),
        "need": ByWeight(need),
        "equal": ByWeight(dict.fromkeys(need, 1)),
        "all to last year": Promise(last_year),
        "common percentage": Promise(last_year, Fraction(1005, 10)),
        "90 % of need": Promise(need, 90),
    } | {rule: ByClaims(rule, need) for rule in RULES}


def case(size: int) -> tuple[list[str], dict[str, int], dict[str, int], dict[str, Fraction]]:
    pick = Random(2022)
    networks = [f"n{i}" for i in range(size)]
    last_year = {network: pick.randint(480_000, 3_400_000) for network in networks}
    need = {network: kr * pick.randint(950, 1400) // 1000 for network, kr in last_year.items()}
    years = {network: Fraction(pick.randint(500, 40_000), 10) for network in networks}
    return networks, last_year, need, years


def eleven() -> None:
    networks, last_year, need, years = case(11)
    frame = sum(need.values()) * 96 // 100
    every_way = ways(last_year, need, years).values()

    def all_ways() -> None:
        for way in every_way:
            share_out(networks, way, frame, caps=need, unit_kr=1000)

    def pool_curve() -> None:
        for step in range(100):
            share_out(networks, ByWeight(years, 50_000), frame - step * 50_000, caps=need, unit_kr=1000)

    one, curve = milliseconds(all_ways, 50), milliseconds(pool_curve, 50)
    print(f"11 networks, {len(every_way)} ways, capped, to 1000 kr     {one:8.2f} ms")
    print(f"11 networks, pool curve of 100 steps           {curve:8.2f} ms")
    print(f"together (goal: 10 ms)                         {one + curve:8.2f} ms")


def ten_thousand() -> None:
    networks, last_year, need, years = case(10_000)
    frame = sum(need.values()) * 96 // 100
    print("10 000 networks (goal: 200 ms each)")
    for name, way in ways(last_year, need, years).items():
        plain = milliseconds(lambda way=way: share_out(networks, way, frame))
        capped = milliseconds(lambda way=way: share_out(networks, way, frame, caps=need, unit_kr=1000))
        print(f"  {name:<20} to 1 kr {plain:7.1f} ms   capped, to 1000 kr {capped:7.1f} ms")
    for rule in RULES:
        taken = milliseconds(lambda rule=rule: round_to_total(shares(rule, frame, need), frame))
        print(f"  shares + round_to_total, {rule:<14} {taken:7.1f} ms")


if __name__ == "__main__":
    print(f"Python {platform.python_version()}")
    eleven()
    ten_thousand()
