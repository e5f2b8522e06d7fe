"""How long the number audit takes on two versions of a table of 400 networks × 12 columns (at most 50 ms wanted).

Processor time, so that what else the machine does counts little. Run from the top folder:
`python -m tests.bench.audit`.
"""

import random
import statistics
import time
from fractions import Fraction

from dekom.audit import audit
from dekom.figures import round_half_up
from dekom.model import PrintedFigure
from tests.dekom.builders import RECIPIENTS

NETWORKS = 400
ONE_POINT = Fraction(1, 100)
PARTS = ("nettverk", "koordinator", "nord", "ntnu", "andre")


def row_of(choose: random.Random, slip: int) -> tuple[dict[str, int], dict[str, int]]:
    """Return a network's amounts in kr and its percentages; a slip other than 0 makes all that is stated wrong."""
    cells = {column: choose.randrange(1, 900) * 1_000 for column in (*PARTS, "i_fjor", "innstilt", "egenfinansiering")}
    need_kr = sum(cells[part] for part in PARTS)
    own_kr = cells["nettverk"] + cells["koordinator"]
    shares = {"nettverk_pct": Fraction(own_kr, need_kr), "uh_pct": 1 - Fraction(own_kr, need_kr)}
    shares["endring_pct"] = Fraction(cells["innstilt"], cells["i_fjor"]) - 1
    percentages = {column: round_half_up(100 * share) + slip for column, share in shares.items()}
    return {**cells, "behov": need_kr + slip * choose.randrange(1, 10_000)}, percentages


def table(name: str, choose: random.Random, slip: int) -> list[PrintedFigure]:
    """Return a printed table with a sum in every column of amounts."""
    figures, sums = [], dict[str, int]()
    for i in range(NETWORKS):
        cells, percentages = row_of(choose, slip)
        for column, kr in cells.items():
            figures.append(PrintedFigure(name, f"n{i}", column, kr, line=i + 1))
            sums[column] = sums.get(column, 0) + kr
        for column, percent in percentages.items():
            figures.append(PrintedFigure(name, f"n{i}", column, percent=Fraction(percent), line=i + 1))
    total = [PrintedFigure(name, "SUM", c, kr + slip * choose.randrange(10**6)) for c, kr in sums.items()]
    return figures + total


def main() -> None:
    for slip, said in ((0, "nothing wrong"), (7, "all of it wrong")):
        choose = random.Random(1)
        figures = table("1", choose, slip) + table("2", choose, slip)
        times = []
        for _ in range(11):
            start = time.process_time()
            found = audit(figures, {}, ONE_POINT, RECIPIENTS)
            times.append(time.process_time() - start)
        print(f"{said:16} {len(figures)} figures, {len(found):5} found {statistics.median(times) * 1_000:7.1f} ms")


if __name__ == "__main__":
    main()
