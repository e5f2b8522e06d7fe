"""How the parts of a need add up: with the koordinator beside the network's own amount, or as a part of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from dekom.table_model import Column

# One percentage point: what rounding may take.
POINT = 1


@dataclass(frozen=True, slots=True)
class Parts:
    """The need of a row and its parts in kr, None where nothing stands."""

    need: int | None = None
    own: int | None = None
    koordinator: int | None = None
    uh: int | None = None
    is_within: bool = False

    @property
    def can_be_added(self) -> bool:
        """Whether both a need and a part of it are stated."""
        return bool(self.need) and any(part is not None for part in (self.own, self.koordinator, self.uh))

    @property
    def own_totals(self) -> tuple[int, ...]:
        """What the network's own part may come to: the koordinator beside its amount, then as a part of it."""
        own, koordinator = self.own, self.koordinator
        if not koordinator or own is None:
            return ((own or 0) + (koordinator or 0),)
        if self.is_within:
            return (own,)
        return (own + koordinator, own) if koordinator <= own else (own + koordinator,)

    @property
    def fitting(self) -> tuple[int, ...]:
        """The network's own totals that make the parts add up to the need."""
        if not self.can_be_added:
            return ()
        return tuple(own for own in self.own_totals if own + (self.uh or 0) == self.need)

    def fits(self, own: int, own_percent: Fraction | None, uh_percent: Fraction | None) -> bool:
        """Return whether the percentages stated are within one point of those of the need, None where not stated."""
        if not self.need:
            return False
        pairs = ((own_percent, own), (uh_percent, self.uh or 0))
        return all(abs(stated - Fraction(100 * kr, self.need)) <= POINT for stated, kr in pairs if stated is not None)


def parts_of(placed: Iterable[tuple[Column, int | None]]) -> Parts:
    """Return the need and the parts of a row from its amounts in their columns."""
    need = own = koordinator = uh = None
    is_within = False
    for column, kr in placed:
        if kr is None:
            continue
        if column.role == "behov":
            need = kr
        elif column.role == "koordinator":
            koordinator, is_within = kr, column.is_within
        elif column.is_own:
            own = kr
        elif column.is_uh:
            uh = (uh or 0) + kr
    return Parts(need, own, koordinator, uh, is_within)
