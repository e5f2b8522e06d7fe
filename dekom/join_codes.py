"""Short-lived codes that a person types, or that a QR code carries, and that are exchanged for a key."""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from dekom.access import Holder

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that look alike from eight metres
LENGTH = 6
SECONDS = 30 * 60.0


@dataclass(frozen=True, slots=True)
class _Code:
    text: str
    holder: Holder
    ends: float


class JoinCodes:
    """The codes in force in this process: one a holder, for half an hour; renewed when half of that has gone."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._codes: dict[str, _Code] = {}
        self._shut: set[Holder] = set()

    def code_for(self, holder: Holder) -> str:
        """Return a code that is good for at least a quarter of an hour, "" for a holder that is shut out."""
        with self._lock:
            if holder in self._shut:
                return ""
            self._forget_old()
            for code in self._codes.values():
                if code.holder == holder and code.ends - self._clock() > SECONDS / 2:
                    return code.text
            text = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
            self._codes[text] = _Code(text, holder, self._clock() + SECONDS)
            return text

    def holder_of(self, text: str) -> Holder | None:
        """Return who a typed code is for; spaces and small letters are forgiven. None if it is not in force."""
        with self._lock:
            self._forget_old()
            code = self._codes.get("".join(text.split()).upper())
        return code.holder if code else None

    def is_shut(self, holder: Holder) -> bool:
        return holder in self._shut

    def open(self, holder: Holder) -> None:
        """Give codes to a holder again."""
        with self._lock:
            self._shut.discard(holder)

    def end(self, holder: Holder) -> None:
        """End the codes of a holder, and give none before it is let in again."""
        with self._lock:
            self._shut.add(holder)
            self._codes = {text: code for text, code in self._codes.items() if code.holder != holder}

    def _forget_old(self) -> None:
        now = self._clock()
        self._codes = {text: code for text, code in self._codes.items() if code.ends > now}


def spaced(code: str) -> str:
    """Return a code as it is read aloud, with a gap in the middle."""
    return f"{code[: LENGTH // 2]} {code[LENGTH // 2 :]}"
