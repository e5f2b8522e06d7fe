"""Which devices have opened the address that proves that they reach the app. Kept in memory, and for nothing else."""

import secrets
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address

SECONDS = 30 * 60.0
MOST = 50  # visits to remember, and codes to keep
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Visit:
    """One device that came: when (UTC), from which address, and whether it is another machine, and a phone."""

    at: datetime
    address: str
    is_other: bool
    is_phone: bool


@dataclass(frozen=True, slots=True)
class _Code:
    language: str
    ends: float


class Probes:
    """The codes in force and who has come with one. A code opens nothing: it only tells that somebody came."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._codes: dict[str, _Code] = {}
        self._visits: deque[Visit] = deque(maxlen=MOST)

    def code_for(self, language: str) -> str:
        """Return a code that is good for at least a quarter of an hour, for a page in a language."""
        with self._lock:
            now = self._clock()
            self._codes = {text: code for text, code in self._codes.items() if code.ends > now}
            for text, code in self._codes.items():
                if code.language == language and code.ends - now > SECONDS / 2:
                    return text
            text = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
            self._codes[text] = _Code(language, now + SECONDS)
            return text

    def language_of(self, text: str) -> str | None:
        """Return the language that a code's page is in, None for a code that is not in force."""
        with self._lock:
            code = self._codes.get(text)
            return code.language if code and code.ends > self._clock() else None

    def note(self, visit: Visit) -> None:
        """Remember a visit; the oldest of many are forgotten."""
        with self._lock:
            self._visits.append(visit)

    def newest(self, is_other: bool) -> Visit | None:
        """Return the newest visit from another machine, or from this one."""
        with self._lock:
            return next((visit for visit in reversed(self._visits) if visit.is_other is is_other), None)


PROBES = Probes()


def is_own_address(address: str) -> bool:
    """Return whether an address is this machine's own: only then can it be listened to here."""
    with suppress(ValueError):
        ip = ip_address(address)
        family = socket.AF_INET6 if ip.version == 6 else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as listener:
            try:
                listener.bind((address, 0))
            except OSError:
                return False
            return True
    return False
