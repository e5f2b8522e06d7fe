"""Damaged and hostile workbooks, many of them: `python -m tests.bench.workbook_fuzz 2000 1` (how many, seed)."""

import sys
from collections import Counter
from pathlib import Path
from time import process_time
from warnings import catch_warnings, simplefilter

sys.path.insert(0, str(Path(__file__).parents[2]))

from dekom.findings import stops
from dekom.i18n import render
from dekom.workbook_read import ReadFile, failed, read_file
from tests.dekom.workbook_files import formulas, networks, sheets, table
from tests.dekom.workbook_mutations import mutations

LIMIT_S = 5.0  # of processor time, which other work on the machine does not stretch


def good_workbooks() -> dict[str, bytes]:
    plain = table(["Nettverk", "Behov", "Egen"], ["Fosen", 910_000, "350 000"], ["Værnes", 1_090_421, None])
    return {"plain": plain, "formulas": formulas(), "55 sheets": sheets(55), "eleven networks": networks()}


def check(read: ReadFile, seconds: float) -> str:
    """Return what is wrong with how a file was read, "" if nothing is."""
    if seconds >= LIMIT_S:
        return f"took {seconds:.1f} s"
    if not read.grids and not stops(read.findings):
        return "neither grids nor a finding that stops"
    for finding in read.findings:
        sentence = render(finding.message)
        if finding.message.msgid == failed().msgid:
            return "came to the last resort"
        if not sentence.strip() or "{" in sentence.replace("{name}", "").replace("{0}", ""):
            return f"cannot be said: {sentence!r}"
    return ""


def fuzz(count: int, seed: int) -> tuple[list[str], Counter[str], float]:
    """Return what went wrong, how the files were received, and the seconds of the slowest."""
    wrong: list[str] = []
    received: Counter[str] = Counter()
    slowest = 0.0
    books = good_workbooks()
    for number, (name, content) in enumerate(books.items()):
        for index, mutated in enumerate(mutations(content, -(-count // len(books)), seed + number)):
            start = process_time()
            with catch_warnings(record=True) as warned:
                simplefilter("always")
                read = read_file(mutated, "fil.xlsx")
            seconds = process_time() - start
            slowest = max(slowest, seconds)
            received["refused" if not read.grids else "read with findings" if stops(read.findings) else "read"] += 1
            if problem := "; ".join(str(w.message) for w in warned) or check(read, seconds):
                wrong.append(f"{name}, seed {seed + number}, number {index}: {problem}")
    return wrong, received, slowest


if __name__ == "__main__":
    wrong, received, slowest = fuzz(int(sys.argv[1]), int(sys.argv[2]))
    print(*wrong, sep="\n")
    print(f"{sum(received.values())} files: {dict(received)}; slowest {slowest * 1000:.0f} ms; {len(wrong)} wrong")
    sys.exit(bool(wrong))
