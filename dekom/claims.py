"""Claims rules: how a frame smaller than the needs is divided.

The problem is O'Neill's (A problem of rights arbitration from the Talmud, Mathematical Social Sciences 2,
1982): an estate, and claims that together exceed it. Every rule gives each network between 0 and its claim,
and min(estate, sum of claims) in all. Thomson (Axiomatic and game-theoretic analysis of bankruptcy and
taxation problems: a survey, Mathematical Social Sciences 45, 2003) compares the rules.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from dekom.rounding import Exact, checked_all, checked_kr, rounded, water_level


def proportional(estate_kr: int, claims: Mapping[str, int]) -> dict[str, int]:
    """Everyone gets the same percentage of the claim; in kr.

    Raises ValueError as `shares` does. The oldest rule (Aristotle, Nicomachean Ethics, book V; O'Neill 1982).
    """
    return _in_kroner("proportional", estate_kr, claims)


def equal_awards(estate_kr: int, claims: Mapping[str, int]) -> dict[str, int]:
    """Everyone gets the same amount, but never more than the claim; in kr. Favours small claims.

    Raises ValueError as `shares` does. Constrained equal awards (Maimonides; Aumann & Maschler 1985; Thomson
    2003).
    """
    return _in_kroner("equal_awards", estate_kr, claims)


def equal_losses(estate_kr: int, claims: Mapping[str, int]) -> dict[str, int]:
    """Everyone goes without the same amount, but never gets less than 0; in kr. Favours large claims.

    Raises ValueError as `shares` does. Constrained equal losses (Maimonides; Aumann & Maschler 1985; Thomson
    2003).
    """
    return _in_kroner("equal_losses", estate_kr, claims)


def talmud(estate_kr: int, claims: Mapping[str, int]) -> dict[str, int]:
    """Equal awards up to half of every claim, then equal losses on the other halves; in kr.

    Favours small claims when less than half of all claims can be met, large claims when more can. Raises
    ValueError as `shares` does. Aumann & Maschler, Game theoretic analysis of a bankruptcy problem from the
    Talmud, Journal of Economic Theory 36 (1985) 195-213.
    """
    return _in_kroner("talmud", estate_kr, claims)


def _in_kroner(rule: str, estate_kr: int, claims: Mapping[str, int]) -> dict[str, int]:
    return dict(zip(claims, rounded(_checked_exact(rule, estate_kr, claims)), strict=True))


def shares(rule: str, estate_kr: int, claims: Mapping[str, int]) -> dict[str, Fraction]:
    """What a claims rule gives each network, in kr, exact, before rounding.

    `rule` is "proportional", "equal_awards", "equal_losses" or "talmud"; the function of that name says what
    it means. The shares sum to min(estate_kr, sum of claims); a larger claim never gets less nor loses less
    than a smaller one; and no share falls when the estate, or the network's own claim, grows.
    Raises ValueError for an unknown rule and for an amount that is negative or not a whole number.
    """
    numerators, denominator = _checked_exact(rule, estate_kr, claims)
    return {key: Fraction(n, denominator) for key, n in zip(claims, numerators, strict=True)}


def _checked_exact(rule: str, estate_kr: int, claims: Mapping[str, int]) -> Exact:
    return exact_claims(rule, checked_kr(estate_kr, "the estate"), checked_all(claims.values(), "a claim"))


def exact_claims(rule: str, estate: int, claims: Sequence[int]) -> Exact:
    """The exact awards of a rule, for amounts already checked. Raises ValueError for an unknown rule."""
    if rule not in _RULES:
        raise ValueError(f"unknown rule {rule!r}: one of {', '.join(_RULES)}")
    if estate >= sum(claims):
        return Exact(list(claims), 1)
    return _RULES[rule](estate, claims)


def _proportional(estate: int, claims: Sequence[int]) -> Exact:
    return Exact([estate * claim for claim in claims], sum(claims))


def _equal_awards(estate: int, claims: Sequence[int]) -> Exact:
    level, sharing = water_level(estate, claims)
    return Exact([min(claim * sharing, level) for claim in claims], sharing)


def _equal_losses(estate: int, claims: Sequence[int]) -> Exact:
    losses, sharing = _equal_awards(sum(claims) - estate, claims)
    return Exact([claim * sharing - loss for claim, loss in zip(claims, losses, strict=True)], sharing)


def _talmud(estate: int, claims: Sequence[int]) -> Exact:
    # Equal awards of E on the half claims are half the equal awards of 2E on the claims.
    missing = sum(claims) - estate
    if estate <= missing:
        awards, sharing = _equal_awards(2 * estate, claims)
        return Exact(awards, 2 * sharing)
    losses, sharing = _equal_awards(2 * missing, claims)
    whole = 2 * sharing
    return Exact([claim * whole - loss for claim, loss in zip(claims, losses, strict=True)], whole)


_RULES: dict[str, Callable[[int, Sequence[int]], Exact]] = {
    "proportional": _proportional,
    "equal_awards": _equal_awards,
    "equal_losses": _equal_losses,
    "talmud": _talmud,
}
