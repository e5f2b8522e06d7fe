"""Read what people write as kroner, and refuse with a sentence what cannot be read with certainty."""

import re
from dataclasses import dataclass
from fractions import Fraction

from dekom.figures import format_kroner as format_kroner
from dekom.figures import round_half_up
from dekom.i18n import Message, render

MAX_DIGITS = 12
MAX_LENGTH = 60

# Zero-width and left-to-right marks that Excel, Word and the Windows calculator leave in copied figures. Marks that
# turn the reading direction are not here: with them the eye reads another amount than the one that stands there.
_INVISIBLE = "\u200b\u2060\ufeff\u200e\u202a\u202c\u202d\u2066\u2069"
_LINE_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_CURRENCY = re.compile(r"^(?:kr\.?|nok) ?(?=[\d+−–-])|(?<=[\d\-–—.a-z]) ?(?:kr\.?|kroner|nok)$", re.IGNORECASE)
_GROUPED = r"[1-9]\d{0,2}(?: \d{3})+|[1-9]\d{0,2}(?:\.\d{3})+|0|[1-9]\d*"
_AMOUNT = re.compile(rf"(?P<whole>{_GROUPED})(?:,(?P<ore>\d+)| ?,[-–—]{{1,2}})?", re.ASCII)
_SCALED = re.compile(
    r"(?P<whole>[1-9]\d{0,2}(?: \d{3})+|0|[1-9]\d*)(?:,(?P<rest>\d+))? ?(?P<unit>mill\.?|million(?:er|ar)?|tusen)",
    re.ASCII | re.IGNORECASE,
)
_PERCENT = re.compile(r"(?P<whole>\d{1,4})(?:,(?P<rest>\d{1,6}))? ?%", re.ASCII)
_SIGN = re.compile(r"^(?P<sign>[+\-−–]) ?(?P<rest>.*)$")


class Refused(ValueError):
    """What was typed cannot be taken; `message` says what to write instead, `str()` is the bokmål sentence."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return render(self.message)


@dataclass(frozen=True, slots=True)
class Reference:
    """The amounts, in kr or None where unknown, that a typed text may lean on.

    `shown_kr` is the amount the browser showed when typing began; `total_kr` is the whole grant.
    """

    shown_kr: int | None = None
    need_kr: int | None = None
    last_year_kr: int | None = None
    total_kr: int | None = None


def parse_kroner(text: str) -> int:
    """Return the whole, non-negative kroner that `text` states; raise `Refused` otherwise.

    Reads `750000`, `750 000` (any Unicode space), `842 950,00`, `842.950`, `kr 842 950,-` and `1,2 mill`.
    """
    cleaned = _clean(text)
    if match := _SIGN.match(cleaned):
        if match["sign"] == "+":
            raise Refused(Message("Skriv beløpet uten fortegn, for eksempel 750 000."))
        raise Refused(Message("Beløpet kan ikke være negativt. Skriv 0 eller et større beløp."))
    return _absolute(cleaned, text)


def read_amount(text: str, reference: Reference) -> int:
    """Return the amount in kr that `text` means for a network; raise `Refused` with what to write instead.

    Reads all that `parse_kroner` reads, and relative to `reference`: `+50 000`, `-10 %`, `behov`, `i fjor`.
    A percentage is rounded to the nearest krone, halves up.
    """
    cleaned = _clean(text)
    if is_reference(text):
        kr = _named_amount(cleaned, reference)
    elif match := _SIGN.match(cleaned):
        kr = _relative(match["sign"], match["rest"], text, reference.shown_kr)
    elif _PERCENT.fullmatch(cleaned):
        raise Refused(Message("Skriv prosent med fortegn, for eksempel +10 % eller -10 %."))
    else:
        kr = _absolute(cleaned, text)
    if reference.total_kr is not None and kr > reference.total_kr:
        raise Refused(
            Message(
                "{kr:kr} er mer enn hele tilskuddet på {total:kr}. Skriv et lavere beløp.",
                {"kr": kr, "total": reference.total_kr},
            )
        )
    return kr


def is_reference(text: str) -> bool:
    """Return whether the text names an amount (`behov`, `i fjor`) and does not state one."""
    return _clean(text).casefold() in {"behov", "i fjor", "ifjor"}


def is_relative(text: str) -> bool:
    """Return whether the text states a step from what stands there (`+50 000`, `-10 %`)."""
    return _SIGN.match(_clean(text)) is not None


def looks_like_slip(kr: int, reference: Reference) -> bool:
    """Return whether an amount is under a tenth of, or over three times, what stood there.

    Where nothing or 0 stood, the reported need or last year's amount is the yardstick.
    """
    stood = reference.shown_kr or reference.need_kr or reference.last_year_kr
    return stood is not None and stood > 0 and (10 * kr < stood or kr > 3 * stood)


def slip_suggestion(kr: int, reference: Reference) -> int | None:
    """Return the amount with zeros added or taken away that is nearest to what stood there, if there is one."""
    stood = reference.shown_kr or reference.need_kr or reference.last_year_kr
    if not stood or not kr:
        return None
    candidates = [kr * 10**n for n in range(1, 7)] + [kr // 10**n for n in range(1, 7) if kr % 10**n == 0]
    most = min(2 * stood, 2 * stood if reference.total_kr is None else reference.total_kr)
    near = [c for c in candidates if 2 * c >= stood and c <= most]
    return min(near, key=lambda c: abs(c - stood), default=None)


def quoted(text: str) -> str:
    """Return what was typed, cut to a length that fits in a sentence."""
    flat = " ".join(text[: MAX_LENGTH * 2].split())
    return flat if len(flat) <= MAX_LENGTH else f"{flat[:MAX_LENGTH]}…"


def _clean(text: str) -> str:
    """Return the text with every kind of horizontal space as one plain space, none at the ends."""
    if not isinstance(text, str) or len(text) > MAX_LENGTH * 4:
        raise Refused(Message("Teksten er for lang til å være et beløp. Skriv for eksempel 750 000."))
    without = "".join(" " if c.isspace() and c not in _LINE_BREAKS else c for c in text if c not in _INVISIBLE)
    cleaned = re.sub(" +", " ", without.strip())
    if not cleaned:
        raise Refused(Message("Skriv et beløp, for eksempel 750 000."))
    if len(cleaned) > MAX_LENGTH:
        raise Refused(Message("Teksten er for lang til å være et beløp. Skriv for eksempel 750 000."))
    return cleaned


def _absolute(cleaned: str, typed: str) -> int:
    bare = _CURRENCY.sub("", _CURRENCY.sub("", cleaned))
    if match := _SCALED.fullmatch(bare):
        return _scaled(match)
    match = _AMOUNT.fullmatch(bare)
    if match is None:
        raise Refused(_unreadable(bare, typed))
    ore = match["ore"]
    if ore is not None and (int(ore) or len(ore) > 2):
        raise Refused(
            Message(
                "«{text}» er ikke hele kroner. Skriv beløpet uten øre, for eksempel 842 950, "
                "eller millioner som 1,5 mill.",
                {"text": quoted(typed)},
            )
        )
    return _whole(match["whole"])


def _whole(digits: str) -> int:
    digits = re.sub(r"[ .]", "", digits)
    if len(digits) > MAX_DIGITS:
        raise Refused(Message("Beløpet har flere enn {n} siffer. Skriv et lavere beløp.", {"n": MAX_DIGITS}))
    return int(digits)


def _scaled(match: re.Match[str]) -> int:
    scale = 1_000 if match["unit"].casefold() == "tusen" else 1_000_000
    decimals = match["rest"] or ""
    kr = (_whole(match["whole"]) + Fraction(int(decimals or 0), 10 ** len(decimals))) * scale
    if kr.denominator != 1:
        raise Refused(Message("Beløpet må være hele kroner. Skriv for eksempel 1,2 mill. eller 1 200 000."))
    return _whole(str(kr.numerator))


def _relative(sign: str, rest: str, typed: str, shown_kr: int | None) -> int:
    if shown_kr is None:
        raise Refused(
            Message("Det står ikke noe beløp å regne ut fra. Skriv beløpet uten fortegn, for eksempel 750 000.")
        )
    if match := _PERCENT.fullmatch(rest):
        decimals = match["rest"] or ""
        percent = int(match["whole"]) + Fraction(int(decimals or 0), 10 ** len(decimals))
        step = percent * shown_kr / 100
    elif rest:
        step = Fraction(_absolute(rest, typed))
    else:
        raise Refused(_unreadable(rest, typed))
    exact_kr = shown_kr + step if sign == "+" else shown_kr - step
    kr = round_half_up(exact_kr)
    if exact_kr < 0:
        raise Refused(
            Message(
                "«{text}» ville gitt mindre enn 0 kr. Beløpet kan ikke være negativt; det står {shown:kr} nå.",
                {"text": quoted(typed), "shown": shown_kr},
            )
        )
    return _whole(str(kr))


def _named_amount(cleaned: str, reference: Reference) -> int:
    if cleaned.casefold() == "behov":
        if reference.need_kr is None:
            raise Refused(Message("Meldt behov er ikke kjent. Skriv beløpet, for eksempel 750 000."))
        return reference.need_kr
    if reference.last_year_kr is None:
        raise Refused(Message("Fjorårets beløp er ikke kjent. Skriv beløpet, for eksempel 750 000."))
    return reference.last_year_kr


def _unreadable(bare: str, typed: str) -> Message:
    if re.fullmatch(r"[\d ]+", bare, re.ASCII):
        return Message(
            "«{text}» har feil mellomrom mellom sifrene. Skriv sifrene tre og tre, for eksempel 842 950.",
            {"text": quoted(typed)},
        )
    return Message(
        "«{text}» kan ikke leses som et beløp. Skriv for eksempel 842 950 eller 1,2 mill.",
        {"text": quoted(typed)},
    )
