"""How long `evaluate` takes: the demo meeting (at most 1 ms wanted), and 100 to 10 000 networks (linear wanted).

Run from the top folder: `python -m tests.bench.evaluate`.
"""

import gc
import statistics
import time

from dekom.evaluate import evaluate
from dekom.model import Case, PrintedFigure
from tests.dekom.builders import demo_case, make_case, make_grunnlag, make_nettverk, make_parameters

SIZES = (100, 1_000, 10_000)


def synthetic_case(networks: int) -> Case:
    """Return a case of so many networks, each with a printed row, and a printed sum that is wrong."""
    nettverk = [
        make_nettverk(f"n{i}", innstilt_kr=1_000_000 + i, grunnlag=make_grunnlag(own_kr=300_000 + i % 7))
        for i in range(networks)
    ]
    printed = [
        figure
        for n in nettverk
        for figure in (
            PrintedFigure("1", n.id, "behov", kr=1_200_000),
            PrintedFigure("1", n.id, "nettverk", kr=400_000),
            PrintedFigure("1", n.id, "nettverk_pct", percent=33),
            PrintedFigure("1", n.id, "nord", kr=800_000),
        )
    ]
    total = PrintedFigure("1", "SUM", "behov", kr=1_200_000 * networks + 1)
    return make_case(*nettverk, total_kr=10**12, printed=(*printed, total))


def median_ms(case: Case, runs: int) -> float:
    """Return the median time of `evaluate` in milliseconds, after one run to warm up."""
    params = make_parameters()
    evaluate(case, params)
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        evaluate(case, params)
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1_000


def main() -> None:
    demo_ms = median_ms(demo_case(), 1_000)
    print(f"demo, 11 networks {demo_ms:9.2f} ms, {'within' if demo_ms <= 1 else 'OVER'} 1 ms")
    print("networks        ms   µs each   the same with Python's garbage collector off")
    for size in SIZES:
        case, runs = synthetic_case(size), max(5, 20_000 // size)
        as_it_runs = median_ms(case, runs)
        gc.disable()
        alone = median_ms(case, runs)
        gc.enable()
        each, each_alone = as_it_runs / size * 1_000, alone / size * 1_000
        print(f"{size:8} {as_it_runs:9.2f} {each:9.1f} {alone:9.2f} ms {each_alone:7.1f} µs each")


if __name__ == "__main__":
    main()
