"""Ways to share a frame between networks, exact to the krone.

Amounts are int kr, weights int or Fraction, never float. Every way is first worked out exactly and then
rounded by largest remainder (`dekom.rounding`). Figures that cannot be used raise ValueError. Keys keep their
order.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cmp_to_key
from typing import TypeVar

from dekom.claims import equal_awards, equal_losses, exact_claims, proportional, shares, talmud
from dekom.rounding import (
    Exact,
    checked_all,
    checked_kr,
    checked_unit,
    common,
    round_to_total,
    rounded,
    tops_of,
)

__all__ = [
    "ByClaims",
    "ByWeight",
    "FrameExceeded",
    "Promise",
    "Proposal",
    "Way",
    "equal_awards",
    "equal_losses",
    "lost_by_rounding",
    "pro_rata",
    "proportional",
    "round_to_total",
    "share_out",
    "shares",
    "talmud",
]

LOCKS, BASIC_AMOUNTS, PROMISES = "the locked amounts", "the basic amounts", "the promised amounts"
Figure = TypeVar("Figure", int, int | Fraction)


class FrameExceeded(ValueError):
    """Locks, basic amounts or promises (`what`) come to `over_kr` kr more than there is."""

    def __init__(self, what: str, over_kr: int) -> None:
        super().__init__(f"{what} exceed the estate by {over_kr} kr")
        self.what = what
        self.over_kr = over_kr


def pro_rata(
    estate_kr: int,
    weights: Mapping[str, int | Fraction],
    base_kr: int = 0,
    caps: Mapping[str, int] | None = None,
) -> dict[str, int]:
    """A basic amount (`base_kr`) each and the rest by weight, in kr that sum to the estate.

    Grunntilskudd + lærerårsverk, the long-term plan of Trøndelag. With `caps` (kr, on the total award) what a
    network cannot take goes to the others by weight until nothing moves; a network without a cap is not
    limited. The sum is then min(estate, sum of caps): a network of weight 0 gets more than its basic amount
    only when every other is at its cap. Raises ValueError for a figure that is negative or not exact and for
    weights that are all zero, and FrameExceeded for basic amounts above the estate.
    """
    checked_kr(estate_kr, "the estate")
    checked_kr(base_kr, "the basic amount")
    tops = tops_of(caps, weights, estate_kr)
    if not weights:
        return {}
    exact = _by_weight(estate_kr, weights.values(), base_kr, tops)
    return dict(zip(weights, rounded(exact, 1, tops), strict=True))


def _by_weight(estate: int, weights: Iterable[int | Fraction], base: int, tops: Sequence[int] | None) -> Exact:
    parts = common(weights, "a weight").numerators
    whole = sum(parts)
    if whole == 0:
        raise ValueError("the weights are all zero")
    rest = estate - base * len(parts)
    if rest < 0:
        raise FrameExceeded(BASIC_AMOUNTS, -rest)
    if tops is None:
        return Exact([base * whole + rest * part for part in parts], whole)
    return _by_weight_capped(estate, parts, base, tops)


def _by_weight_capped(estate: int, parts: Sequence[int], base: int, tops: Sequence[int]) -> Exact:
    """min(cap, base + level * weight), at the level where the sum is the estate or every cap binds."""
    room = [max(top - base, 0) for top in tops]
    rest = estate - sum(min(top, base) for top in tops)
    sharing = sum(parts)

    def full_sooner(i: int, j: int) -> int:  # compares room / part without dividing
        return room[i] * parts[j] - room[j] * parts[i]

    for i in sorted((i for i, part in enumerate(parts) if part), key=cmp_to_key(full_sooner)):
        if room[i] * sharing > rest * parts[i]:
            break
        rest -= room[i]
        sharing -= parts[i]
    if sharing == 0:
        return _to_the_weightless(rest, parts, base, tops)
    pairs = zip(parts, tops, strict=True)
    return Exact([min(top * sharing, base * sharing + rest * part) for part, top in pairs], sharing)


def _to_the_weightless(rest: int, parts: Sequence[int], base: int, tops: Sequence[int]) -> Exact:
    """Everyone with a weight is at the cap: what goes round then goes equally to those without."""
    weightless = [i for i, part in enumerate(parts) if not part]
    given = [top if part else min(top, base) for part, top in zip(parts, tops, strict=True)]
    if not weightless or rest == 0:
        return Exact(given, 1)
    room = [tops[i] - given[i] for i in weightless]
    more = _by_weight_capped(rest, [1] * len(room), 0, room)
    awards = [kr * more.denominator for kr in given]
    for i, extra in zip(weightless, more.numerators, strict=True):
        awards[i] += extra
    return Exact(awards, more.denominator)


@dataclass(frozen=True)
class ByWeight:
    """A basic amount (kr) each and the rest by weight, as `pro_rata`.

    Weights may be lærerårsverk, last year's amounts (last year's shares), reported needs, today's amounts
    (today's scaled to the frame), or 1 for everyone (equal).
    """

    weights: Mapping[str, int | Fraction]
    base_kr: int = 0


@dataclass(frozen=True)
class ByClaims:
    """A claims rule (see `shares`) on the networks' claims, in kr."""

    rule: str
    claims: Mapping[str, int]


@dataclass(frozen=True)
class Promise:
    """The same percentage of an amount (kr) for everyone, whatever the frame: 103 of last year is a 3 % rise.

    100 is all to last year, or all to need. A promise may leave money; above the frame it raises
    FrameExceeded.
    """

    amounts: Mapping[str, int]
    percent: int | Fraction = 100


Way = ByWeight | ByClaims | Promise


@dataclass(frozen=True)
class Proposal:
    """Kr for every network, in the order asked for, and what is left: together always the estate."""

    amounts: dict[str, int]
    unallocated_kr: int


def share_out(
    networks: Sequence[str],
    way: Way,
    estate_kr: int,
    *,
    locks: Mapping[str, int] | None = None,
    caps: Mapping[str, int] | None = None,
    unit_kr: int = 1,
) -> Proposal:
    """Share an estate (kr) one way: first the locked networks, as they are, then the rest between the others.

    Locks are neither rounded nor capped, and a locked network has no part in the way. `caps` (kr, such as
    meldt behov) limit the others; a network without one is not limited. Awards are multiples of `unit_kr`,
    rounded as in `round_to_total`: a network capped at 853 999 kr gets at most 853 000 when the unit is 1000,
    and what cannot be placed is left. A promise is rounded up by less than a unit. Figures of networks not
    asked for are ignored.
    Raises ValueError as `pro_rata` and `shares` do, for a network named twice or without a figure, and for a
    lock on an unknown network; FrameExceeded for locks, basic amounts or promises above the estate.
    """
    checked_kr(estate_kr, "the estate")
    checked_unit(unit_kr)
    locked = _checked_locks(networks, locks or {})
    rest = estate_kr - sum(locked.values())
    if rest < 0:
        raise FrameExceeded(LOCKS, -rest)
    free = [network for network in networks if network not in locked]
    awards = dict(zip(free, _awards(way, free, rest, caps, unit_kr), strict=True))
    amounts = {network: locked[network] if network in locked else awards[network] for network in networks}
    return Proposal(amounts, estate_kr - sum(amounts.values()))


def _checked_locks(networks: Sequence[str], locks: Mapping[str, int]) -> Mapping[str, int]:
    known = set(networks)
    if len(known) != len(networks):
        raise ValueError("a network is named twice")
    if not known.issuperset(locks):
        raise ValueError(f"locked, but unknown: {', '.join(sorted(set(locks) - known))}")
    checked_all(locks.values(), "a lock")
    return locks


def _awards(way: Way, free: list[str], rest: int, caps: Mapping[str, int] | None, unit: int) -> list[int]:
    tops = tops_of(caps, free, rest)
    if not free:
        return []
    match way:
        case ByWeight(weights, base_kr):
            base = checked_kr(base_kr, "the basic amount")
            return rounded(_by_weight(rest, _figures(weights, free), base, tops), unit, tops)
        case ByClaims(rule, claims):
            most = checked_all(_figures(claims, free), "a claim")
            if tops is not None:
                most = [min(pair) for pair in zip(most, tops, strict=True)]
            return rounded(exact_claims(rule, rest, most), unit, most)
        case Promise(amounts, percent):
            promised = _promised(checked_all(_figures(amounts, free), "an amount"), percent)
            above_any = sum(promised.numerators)
            return _kept(promised, tops_of(caps, free, above_any), rest, unit)


def _figures(figures: Mapping[str, Figure], networks: Sequence[str]) -> list[Figure]:
    missing = [network for network in networks if network not in figures]
    if missing:
        raise ValueError(f"no figure for: {', '.join(missing)}")
    return [figures[network] for network in networks]


def _promised(amounts: Sequence[int], percent: int | Fraction) -> Exact:
    (part,), per = common([percent], "the percentage")
    return Exact([amount * part for amount in amounts], 100 * per)


def _kept(promised: Exact, tops: Sequence[int] | None, rest: int, unit: int) -> list[int]:
    numerators, denominator = promised
    if tops is not None:
        numerators = [min(n, top * denominator) for n, top in zip(numerators, tops, strict=True)]
    over = sum(numerators) - rest * denominator
    if over > 0:
        raise FrameExceeded(PROMISES, -(-over // denominator))
    # A promise is rounded to the unit above at most, also when others cannot take theirs.
    most = [-(-n // (denominator * unit)) * unit for n in numerators]
    if tops is not None:
        most = [min(pair) for pair in zip(most, tops, strict=True)]
    return rounded(Exact(numerators, denominator), unit, most)


def lost_by_rounding(smaller: Proposal, larger: Proposal) -> tuple[str, ...]:
    """The networks that get less of the larger estate than of the smaller, all else equal.

    No exact share falls when the estate grows, so only the rounding can be the reason (the Alabama paradox).
    """
    return tuple(network for network, kr in smaller.amounts.items() if larger.amounts[network] < kr)
