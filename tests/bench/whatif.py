"""How long a what-if takes through `dekom.whatif`, the best and the median of several runs.

Run from the top folder: `python -m tests.bench.whatif`. Goals: every way and a pool curve of 100 steps for
11 networks within 10 ms together; 10 000 networks, one way, within 200 ms.
"""

import platform
import statistics
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from random import Random
from time import perf_counter

from dekom.model import Case, KeyFigures
from dekom.whatif import WAYS, answer, curve, opening
from tests.dekom.builders import make_case, make_grunnlag, make_nettverk


def case(networks: int) -> Case:
    """Return a case of so many networks with every figure, in a frame of 96 % of their needs beside a pool."""
    pick = Random(2022)
    made = []
    for i in range(networks):
        last_kr = pick.randint(480_000, 3_400_000)
        need_kr = last_kr * pick.randint(950, 1400) // 1000
        years = Fraction(pick.randint(500, 40_000), 10)
        made.append(make_nettverk(f"n{i}", last_kr, last_kr, make_grunnlag(need_kr=need_kr), teacher_years=years))
    need_kr = sum(n.need_kr or 0 for n in made)
    pool_kr = need_kr // 3
    lines = [("Pool", pool_kr // 2), ("Pool", pool_kr // 2), ("Samlinger", 400_000)]
    found = make_case(*made, total_kr=need_kr * 96 // 100 + pool_kr + 400_000, lines=lines)
    return replace(found, key_figures=KeyFigures(50_000, "2021/22", "GSI"))


def milliseconds(run: Callable[[], object], times: int) -> tuple[float, float]:
    """Return the best and the median time of a call, after one to warm up."""
    run()
    taken = []
    for _ in range(times):
        start = perf_counter()
        run()
        taken.append((perf_counter() - start) * 1_000)
    return min(taken), statistics.median(taken)


def eleven() -> None:
    of = case(11)
    start = opening(of)
    for unit_kr in (1, 1_000):
        asked = replace(start, unit_kr=unit_kr)

        def every_way(asked=asked) -> None:
            for way in WAYS:
                answer(of, replace(asked, way=way))

        def pool_curve(asked=asked) -> None:
            curve(of, asked, ("line-0", "line-1"))

        def together(first=every_way, second=pool_curve) -> None:
            first()
            second()

        print(f"11 networks, capped, to {unit_kr} kr            best   median")
        parts = {f"every way ({len(WAYS)})": every_way, "pool curve, 100 steps": pool_curve, "together": together}
        for name, run in parts.items():
            best, median = milliseconds(run, 200)
            goal = f"  goal 10 ms: {'met' if median <= 10 else 'MISSED'}" if name == "together" else ""
            print(f"  {name:<28} {best:8.2f} {median:8.2f} ms{goal}")


def ten_thousand() -> None:
    of = case(10_000)
    print("10 000 networks, one way through answer(), capped, to 1 000 kr; goal 200 ms")
    start = replace(opening(of), unit_kr=1_000)
    # A frame larger than today's is worked out twice, to find who loses by rounding.
    for title, total_kr in (("today's frame", of.total_kr), ("a larger frame", (of.total_kr or 0) * 101 // 100)):
        print(f"  {title}")
        for way in WAYS:
            asked = replace(start, way=way, total_kr=total_kr)
            best, median = milliseconds(lambda asked=asked: answer(of, asked), 9)
            said = "" if answer(of, asked).proposal else "  (refused: above the frame)"
            print(f"    {way:<26} {best:8.1f} {median:8.1f} ms  {'met' if median <= 200 else 'MISSED'}{said}")


if __name__ == "__main__":
    print(f"Python {platform.python_version()}")
    eleven()
    ten_thousand()
