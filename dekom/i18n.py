"""Words as data: the core returns messages, and they become text where they are drawn or exported."""

import string
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import Any

from dekom.figures import NBSP, format_exact_percent, format_kroner, format_millions, format_percent, signed
from dekom.locale.catalogue import translations

LANGUAGES = ("nb", "nn")
BOKMAL, NYNORSK = LANGUAGES
_BETWEEN = {"": ", ", "rekke": " ", "semikolon": "; "}

untranslated: set[str] = set()
"""Sentences that were asked for in nynorsk and have none: they stood in bokmål. Tests look here."""


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence in bokmål with named places, and what stands in them.

    A place may say how its figure is written: `{x:kr}` 842 950 kr, `{x:tall}` 842 950, `{x:pst}` 39,6 %
    (a share 0–1), `{x:eksakt}` 30 % (no more decimals than it needs), `{x:mill}` 15,3 mill.;
    a plus in front (`{x:+kr}`) shows the sign of a change.
    A list is written with commas between, without as `{x:rekke}`, or with semicolons as `{x:semikolon}`.
    A message in a place, or a word of an enum, is put into the language of the whole.
    """

    msgid: str
    params: Mapping[str, Any] = field(default_factory=dict)


_UNKNOWN = Message("ukjent")


def render(message: Message | StrEnum, isolate: bool = False, language: str = BOKMAL) -> str:
    """Return a message, or a word of an enum, in bokmål ("nb") or nynorsk ("nn"); any other language is bokmål.

    With `isolate`, for a screen, a user's text that runs from right to left turns no figure beside it around.
    """
    return _formatter(isolate, known_language(language)).format_field(message, "")


def known_language(text: object) -> str:
    """Return the language that a text names, bokmål if it names none of ours."""
    return str(text) if text in LANGUAGES else BOKMAL


def has_words(msgid: str) -> bool:
    """Return whether a sentence has anything of its own to say in a language, and is not only places and signs."""
    return any(c.isalpha() for literal, *_place in string.Formatter().parse(msgid) for c in literal)


def translated(msgid: str, language: str) -> str:
    """Return a sentence in a language with its places still open; in bokmål where it has no other text."""
    if language != NYNORSK:
        return msgid
    found = translations(NYNORSK).get(msgid)
    if found is None and has_words(msgid):
        untranslated.add(msgid)
    return found or msgid


class _Formatter(string.Formatter):
    def __init__(self, isolate: bool, language: str) -> None:
        self.isolate, self.language = isolate, language

    def text_of(self, message: Message) -> str:
        return self.vformat(translated(message.msgid, self.language), (), message.params)

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Message):
            return self.text_of(value)
        if isinstance(value, StrEnum):
            return translated(str(value), self.language)
        if isinstance(value, Sequence) and not isinstance(value, str):
            return _BETWEEN.get(format_spec, ", ").join(self.format_field(part, "") for part in value)
        if format_spec and value is None:
            return self.text_of(_UNKNOWN)
        if format_spec:
            return _figure(value, format_spec)
        return _isolated(str(value)) if self.isolate else str(value)


@cache
def _formatter(isolate: bool, language: str) -> _Formatter:
    return _Formatter(isolate, language)


def _isolated(text: str) -> str:
    """Return a user's text so that letters or marks that run from right to left turn no figure beside it around."""
    turns = any(unicodedata.bidirectional(c) in {"R", "AL", "RLE", "RLO", "RLI"} for c in text)
    return f"\u2068{text}\u2069" if turns else text


def _figure(value: int | Fraction, spec: str) -> str:
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
