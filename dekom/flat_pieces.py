"""The figures of a line where only spaces are left: the pieces between the spaces, and what numbers they can form."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from dekom.money import Refused, parse_kroner

# Of the figures in a line without columns, one of 1 000 or more can be kroner and one up to 100 can be per cent.
LEAST_KR = 1_000
# Under a milliard: longer runs of digits are several amounts.
MOST_DIGITS = 9
YEAR = re.compile(r"20\d\d")

_PIECE = re.compile(
    r"""
      (?P<words>\d+(?:,\d+)?[^\S\n]?(?:mill(?:\.|ioner|ionar)?|tusen))(?!\w)
    | (?P<dotted>\d{1,3}(?:\.\d{3})+(?:,00|,[-–—]{1,2})?)
    | (?P<percent>\d{1,3}(?:,\d{1,4})?)[^\S\n]?%
    | (?P<digits>\d+)(?:,(?P<decimals>\d{1,4})|(?P<ends>,[-–—]{1,2}))?
    | (?P<unit>kr\.?|nok|kroner)(?!\w)
    | (?P<dash>[-–—−])
    """,
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
_SPACES = re.compile(r"\s+")
_TOKEN = re.compile(
    r"\d{1,3}(?:\.\d{3})+(?:,00|,[-–—]{1,2})?|\d+(?:,\d{1,4})?%?|\d+,[-–—]{1,2}",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands between two spaces: digits, or a whole amount or percentage, or a dash for an empty cell.

    `begins` and `ends` say that a number cannot go on before or after it; `is_on_new_line` that a break stands before.
    """

    digits: str = ""
    decimals: str = ""
    kr: int | None = None
    percent: Fraction | None = None
    begins: bool = False
    ends: bool = False
    is_on_new_line: bool = False

    @property
    def is_dash(self) -> bool:
        return not self.digits and self.kr is None and self.percent is None


@dataclass(frozen=True, slots=True)
class Number:
    """A number that the pieces from `start` up to `end` can form: kr, or per cent, or neither for an empty cell."""

    start: int
    end: int
    kr: int | None = None
    percent: Fraction | None = None


def is_numeric(token: str) -> bool:
    """Return whether a word can be a piece of a figure; «10/2022» and «15.30» cannot."""
    return _TOKEN.fullmatch(token) is not None


def is_unit(token: str) -> bool:
    """Return whether a word is «kr»."""
    return token.casefold() in ("kr", "kr.", "nok")


def pieces_of(text: str) -> tuple[Piece, ...] | None:
    """Return the pieces of the figures in a text with line breaks, None if anything else stands among them."""
    pieces: list[Piece] = []
    place, is_on_new_line, begins = 0, False, False
    while place < len(text):
        if space := _SPACES.match(text, place):
            is_on_new_line = is_on_new_line or "\n" in space[0]
            place = space.end()
            continue
        match = _PIECE.match(text, place)
        if match is None:
            return None
        place = match.end()
        if match["unit"]:
            if pieces:
                pieces[-1] = replace(pieces[-1], ends=True)
            begins = True
            continue
        pieces.append(replace(_piece(match), begins=begins, is_on_new_line=is_on_new_line and bool(pieces)))
        is_on_new_line = begins = False
    return tuple(pieces)


def _piece(match: re.Match[str]) -> Piece:
    if match["percent"]:
        return Piece(percent=Fraction(match["percent"].replace(",", ".")), ends=True)
    if match["digits"]:
        return Piece(match["digits"], match["decimals"] or "", ends=bool(match["decimals"] or match["ends"]))
    if match["dash"]:
        return Piece(ends=True)
    try:
        return Piece(kr=parse_kroner(match["words"] or match["dotted"]), ends=True)
    except Refused:
        # It has the form of an amount but is none («0.500»): no number can be formed of it.
        return Piece(digits="0" * (MOST_DIGITS + 1), ends=True)


def numbers_from(pieces: tuple[Piece, ...], start: int, zero_is_kr: bool) -> Iterator[Number]:
    """Return every number that can begin with the piece `start`, each as kr and as per cent where it can be either.

    `zero_is_kr` lets a lone 0 be an amount; otherwise it is 0 %.
    """
    piece = pieces[start]
    if not piece.digits:
        yield Number(start, start + 1, piece.kr, piece.percent)
        return
    if (percent := _percent(piece)) is not None:
        yield Number(start, start + 1, percent=percent)
    for end, digits in _runs(pieces, start):
        decimals = pieces[end - 1].decimals
        if len(digits) <= MOST_DIGITS and (digits == "0" or digits[0] != "0") and decimals in ("", "0", "00"):
            kr = int(digits)
            if kr >= LEAST_KR or (kr == 0 and zero_is_kr):
                yield Number(start, end, kr)


def _percent(piece: Piece) -> Fraction | None:
    """Return the per cent that a piece can be on its own: from 0 to 100, without leading zeros."""
    if len(piece.digits) > 3 or (len(piece.digits) > 1 and piece.digits[0] == "0"):
        return None
    stated = Fraction(f"{piece.digits}.{piece.decimals or 0}")
    return stated if stated <= 100 else None


def _runs(pieces: tuple[Piece, ...], start: int) -> Iterator[tuple[int, str]]:
    """Return the pieces that can be read together as one amount: where it ends, and its digits."""
    digits = pieces[start].digits
    yield start + 1, digits
    if start + 1 < len(pieces) and _is_cut(pieces[start], pieces[start + 1]):
        yield start + 2, digits + pieces[start + 1].digits
    if len(digits) > 3:
        return
    for end in range(start + 1, len(pieces)):
        piece = pieces[end]
        if pieces[end - 1].ends or piece.begins or len(piece.digits) != 3 or len(digits) >= MOST_DIGITS:
            return
        digits += piece.digits
        yield end + 1, digits


def _is_cut(first: Piece, second: Piece) -> bool:
    """Return whether a line break may have cut one run of digits in two: «33091», «41»."""
    is_grouping = len(first.digits) <= 3 and len(second.digits) == 3
    return second.is_on_new_line and bool(second.digits) and not (first.ends or second.begins or is_grouping)
