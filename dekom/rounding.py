"""From exact shares to whole kroner, by largest remainder, without losing or creating a krone."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import NamedTuple


class Exact(NamedTuple):
    """Exact amounts over one common denominator: amount i is numerators[i] / denominator kr."""

    # Integers, because Fractions handled one by one are too slow for 10 000 networks.
    numerators: list[int]
    denominator: int


def checked_kr(value: object, what: str) -> int:
    """`value` if it is whole kroner, 0 or more. Raises ValueError otherwise, for a bool too."""
    if type(value) is not int:
        raise ValueError(f"{what} must be whole kroner, not {value!r}")
    if value < 0:
        raise ValueError(f"{what} cannot be negative: {value}")
    return value


def checked_all(values: Iterable[object], what: str) -> list[int]:
    """Each of the values as `checked_kr` returns it."""
    return [checked_kr(value, what) for value in values]


def checked_unit(unit_kr: int) -> int:
    """A unit to round to, in kr. Raises ValueError below 1."""
    if checked_kr(unit_kr, "the unit") == 0:
        raise ValueError("the unit must be at least 1 kr")
    return unit_kr


def common(values: Iterable[int | Fraction], what: str) -> Exact:
    """The values over one denominator. Raises ValueError for one that is negative or not exact."""
    exact = list(values)
    for value in exact:
        if type(value) not in (int, Fraction) or value < 0:
            raise ValueError(f"{what} must be an int or a Fraction, 0 or more: {value!r}")
    denominator = lcm(*{value.denominator for value in exact})
    return Exact([value.numerator * (denominator // value.denominator) for value in exact], denominator)


def tops_of(caps: Mapping[str, int] | None, keys: Iterable[str], otherwise: int) -> list[int] | None:
    """The cap of every key, `otherwise` where a key has none; None if there are no caps at all."""
    if caps is None:
        return None
    checked_all(caps.values(), "a cap")
    return [caps.get(key, otherwise) for key in keys]


def round_to_total(
    shares: Mapping[str, Fraction],
    total_kr: int,
    unit_kr: int = 1,
    caps: Mapping[str, int] | None = None,
) -> dict[str, int]:
    """Exact shares, in kr and summing to `total_kr`, as multiples of `unit_kr`, by largest remainder.

    Every network gets its share rounded down; the units left go one each to the largest remainders, the first
    key at a tie. What is left of the total below one unit stays unallocated. With `caps` (kr) no award
    exceeds its cap, also where that is no multiple of the unit; units refused go round to the next
    remainders, never to a share of 0, and what cannot be placed stays unallocated. A network without a cap is
    not limited. No networks: {}.
    Raises ValueError for negative figures, a unit below 1 kr and shares that do not sum to the total.
    Hamilton's method (Balinski & Young, Fair Representation, 1982): a network may lose a unit when the total
    grows.
    """
    checked_kr(total_kr, "the total")
    checked_unit(unit_kr)
    tops = tops_of(caps, shares, total_kr)
    exact = common(shares.values(), "a share")
    if shares and sum(exact.numerators) != total_kr * exact.denominator:
        raise ValueError(f"the shares do not sum to {total_kr} kr")
    return dict(zip(shares, rounded(exact, unit_kr, tops), strict=True))


def rounded(exact: Exact, unit: int = 1, tops: Sequence[int] | None = None) -> list[int]:
    """`round_to_total` for figures already checked; the total is the exact sum, rounded down."""
    numerators, step = exact.numerators, exact.denominator * unit
    units = [numerator // step for numerator in numerators]
    target = sum(numerators) // step
    most = [target] * len(units)
    if tops is not None:
        most = [top // unit for top in tops]
        units = [min(pair) for pair in zip(units, most, strict=True)]
    left = target - sum(units)
    if left:
        order = sorted(range(len(units)), key=lambda i: numerators[i] % step, reverse=True)
        order = [i for i in order if numerators[i] and units[i] < most[i]]
        for i, more in zip(order, _in_turn(left, [most[i] - units[i] for i in order]), strict=True):
            units[i] += more
    return [count * unit for count in units]


def _in_turn(left: int, room: Sequence[int]) -> list[int]:
    """Units handed out one each, from the first, round after round, to those who have room."""
    if sum(room) <= left:
        return list(room)
    level, sharing = water_level(left, room)
    full_rounds = level // sharing
    given = [min(most, full_rounds) for most in room]
    rest = left - sum(given)
    for i, most in enumerate(room):
        if rest and most > full_rounds:
            given[i] += 1
            rest -= 1
    return given


def water_level(amount: int, limits: Sequence[int]) -> tuple[int, int]:
    """The level, as (numerator, denominator), at which min(limit, level) sums to the amount.

    For at least one limit, and an amount of at most their sum.
    """
    rest, sharing = amount, len(limits)
    for limit in sorted(limits):
        if limit * sharing >= rest:
            break
        rest -= limit
        sharing -= 1
    return rest, sharing
