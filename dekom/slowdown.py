"""How long somebody who guesses must wait: each try from an address doubles the wait for its next one."""

import ipaddress
import time
from collections.abc import Callable
from dataclasses import dataclass

FIRST = 0.5  # seconds to wait after one wrong try
LONGEST = 30.0  # nobody waits longer; a try that would have to is turned away at once
FORGOTTEN = 300.0  # an address that has been quiet for so long starts afresh
BURST, RATE = 100, 10.0  # tries by everybody together: so many at once, then so many a second
SHORT = 5.0  # an address that has been wrong gives way to others where everybody must wait longer than this
MOST = 10_000  # addresses to remember


@dataclass(frozen=True, slots=True)
class _Guesser:
    tries: int
    ready: float


class Slowdown:
    """Who has tried lately, by address. A try counts as wrong until it has proved right; for one thread.

    In half an hour everybody together has at most 18 100 tries at a code of 30 random bits.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._guessers: dict[str, _Guesser] = {}
        self._ready_for_all = clock()

    def turn(self, address: str) -> float | None:
        """Take the next turn of an address; return the seconds to wait for it, None if it may not try now."""
        now, network = self._clock(), network_of(address)
        self._forget_old(now)
        guesser = self._guessers.get(network, _Guesser(0, now))
        wait_for_all = self._ready_for_all - BURST / RATE - now
        wait = max(0.0, wait_for_all, guesser.ready - now)
        if wait > LONGEST or (guesser.tries and wait_for_all > SHORT):
            return None
        self._ready_for_all = max(self._ready_for_all, now) + 1 / RATE
        pause = min(LONGEST, FIRST * 2 ** min(guesser.tries, 10))
        self._guessers.pop(network, None)  # so that the one that has been quiet longest stands first
        self._guessers[network] = _Guesser(guesser.tries + 1, now + wait + pause)
        return wait

    def was_right(self, address: str) -> None:
        """Forget the wrong tries of an address: it has shown something that is in force."""
        self._guessers.pop(network_of(address), None)

    def _forget_old(self, now: float) -> None:
        while self._guessers:
            first = next(iter(self._guessers))
            if len(self._guessers) < MOST and now - self._guessers[first].ready < FORGOTTEN:
                return
            del self._guessers[first]


def network_of(address: str) -> str:
    """Return what counts as one address: of an IPv6 address the first half, since one machine has all the rest."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv4Address):
        return str(ip)
    return str(ip.ipv4_mapped or ip.packed[:8].hex())
