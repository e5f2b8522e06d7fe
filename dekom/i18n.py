"""Words as data: the core returns messages, and they become text where they are drawn or exported."""

import string
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


def render(message: Message) -> str:
    """Return the message as text in bokmål."""
    return _FORMATTER.vformat(message.msgid, (), message.params)


class _Formatter(string.Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Message):
            return render(value)
        if isinstance(value, Sequence) and not isinstance(value, str):
            between = " " if format_spec == "rekke" else ", "
            return between.join(self.format_field(part, "") for part in value)
        return _figure(value, format_spec) if format_spec else str(value)


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


_FORMATTER = _Formatter()
