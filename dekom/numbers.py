"""Exact numbers that are not kroner: årsverk and per cent, read as people write them."""

import re
from fractions import Fraction

from dekom.figures import format_kroner
from dekom.i18n import Message
from dekom.money import Refused, quoted

_NUMBER = re.compile(r"(?P<whole>[1-9]\d{0,2} \d{3}|\d{1,6})(?:,(?P<rest>\d{1,4}))?", re.ASCII)


def read_exact(text: str, wrong: Message) -> Fraction:
    """Return the number that a text states, such as `1 234,5`; raise `Refused` with the message `wrong`."""
    match = _NUMBER.fullmatch(" ".join(text.split())) if "\t" not in text.strip() else None
    if match is None:
        raise Refused(wrong)
    decimals = match["rest"] or ""
    return int(match["whole"].replace(" ", "")) + Fraction(int(decimals or 0), 10 ** len(decimals))


def read_count(text: str) -> int:
    """Return the number of seats or votes that a text states; raise `Refused` with what to write instead."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 6):
        raise Refused(Message("«{text}» er ikke et antall. Skriv for eksempel 12.", {"text": quoted(text)}))
    return int(digits)


def format_exact(number: Fraction) -> str:
    """Return a number as it is written, `1 234,5`, with at most four decimals."""
    whole, rest = divmod(number, 1)
    if not rest:
        return format_kroner(int(whole))
    return f"{format_kroner(int(whole))},{round(rest * 10_000):04d}".rstrip("0")
