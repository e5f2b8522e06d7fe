"""Words as data: the core returns messages, and they become text where they are drawn or exported."""

import string
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from dekom.figures import NBSP, format_exact_percent, format_kroner, format_millions, format_percent, signed


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence in bokmål with named places, and what stands in them.

    A place may say how its figure is written: `{x:kr}` 842 950 kr, `{x:tall}` 842 950, `{x:pst}` 39,6 %
    (a share 0–1), `{x:eksakt}` 30 % (no more decimals than it needs), `{x:mill}` 15,3 mill.;
    a plus in front (`{x:+kr}`) shows the sign of a change.
    A list is written with commas between, or without as `{x:rekke}`.
    """

    msgid: str
    params: Mapping[str, Any] = field(default_factory=dict)


def render(message: Message, isolate: bool = False) -> str:
    """Return the message as text in bokmål.

    With `isolate`, for a screen, a user's text that runs from right to left turns no figure beside it around.
    """
    return (_ISOLATING if isolate else _PLAIN).vformat(message.msgid, (), message.params)


class _Formatter(string.Formatter):
    def __init__(self, isolate: bool) -> None:
        self.isolate = isolate

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Message):
            return self.vformat(value.msgid, (), value.params)
        if isinstance(value, Sequence) and not isinstance(value, str):
            between = " " if format_spec == "rekke" else ", "
            return between.join(self.format_field(part, "") for part in value)
        if format_spec:
            return _figure(value, format_spec)
        return _isolated(str(value)) if self.isolate else str(value)


def _isolated(text: str) -> str:
    """Return a user's text so that letters or marks that run from right to left turn no figure beside it around."""
    turns = any(unicodedata.bidirectional(c) in {"R", "AL", "RLE", "RLO", "RLI"} for c in text)
    return f"\u2068{text}\u2069" if turns else text


def _figure(value: int | Fraction | None, spec: str) -> str:
    if value is None:
        return "ukjent"
    with_sign, kind = spec.startswith("+"), spec.lstrip("+")
    if kind == "pst":
        text = format_percent(Fraction(value))
    elif kind == "eksakt":
        text = format_exact_percent(Fraction(value))
    elif kind == "mill":
        text = format_millions(int(value))
    elif kind in {"kr", "tall"}:
        text = format_kroner(int(value)) + (f"{NBSP}kr" if kind == "kr" else "")
    else:
        raise ValueError(f"unknown figure format {spec!r}")
    return signed(text) if with_sign else text


_PLAIN, _ISOLATING = _Formatter(isolate=False), _Formatter(isolate=True)
