"""What the number audit finds: a printed figure that does not stand up, or that cannot be checked."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from dekom.audit_table import is_total
from dekom.i18n import Message


@dataclass(frozen=True, slots=True)
class Deviation:
    """A printed figure that does not stand up, or that cannot be checked (`difference` is None).

    `printed`, `computed` and `difference` are kr, or shares 0–1 where `is_share`; None is unreadable. The cause is
    looked for when it is asked for: of a thousand findings twenty are read.
    """

    table: str
    row: str
    column: str
    printed: int | Fraction | None
    computed: int | Fraction | None
    is_share: bool
    reason: Message | Callable[[], Message] = field(compare=False, repr=False)

    @property
    def cause(self) -> Message:
        """The likeliest cause of the difference, or why the figure cannot be checked."""
        return self.reason if isinstance(self.reason, Message) else self.reason()

    @property
    def difference(self) -> int | Fraction | None:
        return None if self.computed is None or self.printed is None else self.printed - self.computed


def worst_first(deviations: Iterable[Deviation]) -> list[Deviation]:
    """Return amounts before percentages, totals and large differences first, and what cannot be checked last."""

    def weight(deviation: Deviation) -> tuple[bool, bool, bool, Fraction]:
        difference = deviation.difference
        size = Fraction(0) if difference is None else abs(Fraction(difference))
        return difference is None, deviation.is_share, not is_total(deviation.row), -size

    return sorted(deviations, key=weight)
