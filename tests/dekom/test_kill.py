"""kill -9 in the middle of a meeting: after reopening, every acknowledged change is there (see tests/bench)."""

from concurrent.futures import ThreadPoolExecutor

from tests.bench.kill import kills


def test_kill_in_the_middle_of_a_meeting_loses_no_acknowledged_change() -> None:
    with ThreadPoolExecutor(2) as pool:
        rounds = [r for half in pool.map(lambda seed: list(kills(2, seed)), (1, 2)) for r in half]
    assert len(rounds) == 4
    assert all(r.acknowledged > 0 for r in rounds)
