"""Figures as Norwegian readers write them: non-breaking spaces, decimal comma, a real minus sign."""

from fractions import Fraction

NBSP = "\u00a0"
MINUS = "\u2212"


def round_half_up(value: Fraction) -> int:
    """Return the nearest integer; a half goes up (towards plus infinity)."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def format_kroner(kr: int) -> str:
    """Return whole kroner in groups of three, `3 309 141`, with U+00A0 between groups and U+2212 if negative."""
    return f"{kr:,}".replace(",", NBSP).replace("-", MINUS)


def format_percent(share: Fraction, decimals: int = 1) -> str:
    """Return a share (0–1) as per cent with a decimal comma, `39,6 %`."""
    return f"{_decimal(share * 100, decimals)}{NBSP}%"


def format_exact_percent(share: Fraction) -> str:
    """Return a share (0–1) as per cent with no more decimals than it needs, `30 %`, `12,5 %`, at most four."""
    text = _decimal(share * 100, 4).rstrip("0").rstrip(",")
    return f"{text}{NBSP}%"


def format_points(share: Fraction) -> str:
    """Return a difference between shares as percentage points, `9,1`."""
    return _decimal(share * 100, 1)


def format_millions(kr: int) -> str:
    """Return kroner as millions with one decimal, `15,3 mill.`"""
    return f"{_decimal(Fraction(kr, 1_000_000), 1)}{NBSP}mill."


def signed(text: str) -> str:
    """Put a plus before a formatted figure that has no minus and is not zero as written."""
    positive = not text.startswith(MINUS) and any(digit in "123456789" for digit in text)
    return f"+{text}" if positive else text


def _decimal(value: Fraction, decimals: int) -> str:
    scaled = round_half_up(abs(value) * 10**decimals)
    whole, rest = divmod(scaled, 10**decimals)
    text = format_kroner(whole) + (f",{rest:0{decimals}d}" if decimals else "")
    return f"{MINUS}{text}" if value < 0 and scaled else text
