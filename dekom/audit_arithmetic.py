"""How two amounts in kr may have been mistaken for each other."""

from collections import defaultdict
from collections.abc import Iterator, Mapping


def pairs(amounts: Mapping[str, int], total_kr: int) -> Iterator[tuple[str, str]]:
    """Return every two amounts, neither of them 0, that add up to the total."""
    earlier: dict[int, list[str]] = defaultdict(list)
    for key, kr in amounts.items():
        if kr:
            for other in earlier.get(total_kr - kr, ()):
                yield other, key
            earlier[kr].append(key)


def is_swap(one_kr: int, other_kr: int) -> bool:
    """Return whether two neighbouring digits have changed places between the two."""
    one, other = str(one_kr), str(other_kr)
    differs = [i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    if len(one) != len(other) or len(differs) != 2 or differs[1] != differs[0] + 1:
        return False
    return one[differs[0]] == other[differs[1]] and one[differs[1]] == other[differs[0]]


def is_scaled(one_kr: int, other_kr: int, factor: int) -> bool:
    """Return whether one of the two is so many times the other."""
    return one_kr != other_kr and (one_kr * factor == other_kr or one_kr == other_kr * factor)
