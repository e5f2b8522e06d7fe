"""The case that the forum decides: one ordning of one meeting. Kroner are int ≥ 0; None means not known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

RecipientKind = Literal["nettverk", "uh", "andre", "ulest"]


@dataclass(frozen=True, slots=True)
class FrameLine:
    """A sum taken from the total before the networks, such as direktefinansiering UH."""

    id: str
    name: str
    recipient: str
    amount_kr: int | None
    source: str = ""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A part of what is left that the forum has set aside by name («Avsatt til …»)."""

    id: str
    name: str
    amount_kr: int


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who a part of the need goes to; `ulest` is a column that cannot be read in the source."""

    id: str
    name: str
    kind: RecipientKind


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the need. `koordinator_kr` is the part of it that pays the koordinator, None if not stated."""

    recipient_id: str
    amount_kr: int | None
    koordinator_kr: int | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Beslutningsgrunnlag:
    """What a network asks for: its need, its own financing, how the need splits, and what it wants to do."""

    need_kr: int | None
    egenfinansiering_kr: int | None
    shares: tuple[Share, ...] = ()
    tiltak: str = ""
    participants: str = ""
    duration: str = ""
    uh_partners: str = ""
    roles: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is filled in: then no basis has been handed in."""
        texts = (self.tiltak, self.participants, self.duration, self.uh_partners, self.roles)
        return self.need_kr is None and self.egenfinansiering_kr is None and not self.shares and not any(texts)


@dataclass(frozen=True, slots=True)
class Nettverk:
    """A kompetansenettverk in this case. `uncertain` maps a field to the remark that says why.

    Fields that may be uncertain: `behov`, `i_fjor`, `egenfinansiering`, `nettverk`, `koordinator`, `uh`.
    """

    id: str
    name: str
    innstilt_kr: int | None
    last_year_kr: int | None = None
    opening_kr: int | None = None
    grunnlag: Beslutningsgrunnlag | None = None
    uncertain: Mapping[str, str] = field(default_factory=dict)
    begrunnelse: str = ""
    vilkar: str = ""
    owners: str = ""
    schools: int | None = None
    private_schools: int | None = None
    about: str = ""
    source: str = ""
    teacher_years: Fraction | None = None

    @property
    def need_kr(self) -> int | None:
        return self.grunnlag.need_kr if self.grunnlag else None

    @property
    def shares(self) -> tuple[Share, ...]:
        return self.grunnlag.shares if self.grunnlag else ()


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """The forum's answer to one outcome: a forbehold to a krav, a begrunnelse to the rest.

    `facts` are the numbers it was given for; it falls when they change. `nettverk_id` is "" for the whole.
    """

    rule_id: str
    nettverk_id: str
    text: str
    facts: str


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """One number as a source prints it: kroner, or per cent (39 is 39 %).

    `row` is a network id, `SUM` (of all networks) or `DELSUM <n>` (of the rows since the subtotal before it, in the
    order of `line`); `line` is 0 in every row where the order is not known. `audit_columns` says what a column may be.
    """

    table: str
    row: str
    column: str
    kr: int | None = None
    percent: Fraction | None = None
    remark: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """What pro rata builds on besides the lærerårsverk: the grunntilskudd in kr, the year, and the source."""

    base_grant_kr: int = 0
    year: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A saved what-if: frame lines and amounts in kr by id. `figures` are the numbers it was worked out from."""

    id: str
    name: str
    note: str
    position: int
    total_kr: int | None
    lines: Mapping[str, int | None]
    amounts: Mapping[str, int | None]
    figures: str


@dataclass(frozen=True, slots=True)
class Case:
    """One ordning of one meeting, with all that its innstilling is decided and checked from."""

    meeting_id: str
    ordning: str
    county: str
    title: str
    ordning_name: str
    held_on: date
    total_kr: int | None
    status: Literal["foreløpig", "endelig"]
    lines: tuple[FrameLine, ...] = ()
    set_asides: tuple[SetAside, ...] = ()
    nettverk: tuple[Nettverk, ...] = ()
    recipients: Mapping[str, Recipient] = field(default_factory=dict)
    limits: Mapping[str, Fraction] = field(default_factory=dict)
    acknowledgements: tuple[Acknowledgement, ...] = ()
    printed: tuple[PrintedFigure, ...] = ()
    key_figures: KeyFigures = KeyFigures()
    language: str = "nb"

    @property
    def ramme_kr(self) -> int | None:
        """Ramme til nettverkene: the total less the lines taken first; None while any of them is unknown."""
        lines_kr = sum_known(line.amount_kr for line in self.lines)
        if self.total_kr is None or any(line.amount_kr is None for line in self.lines):
            return None
        return self.total_kr - lines_kr

    def line_name(self, line: FrameLine) -> str:
        """Return what a frame line is called, with its recipient where several lines share the name."""
        several = sum(other.name == line.name for other in self.lines) > 1
        return f"{line.name}, {line.recipient}" if several else line.name

    @property
    def innstilt_kr(self) -> int:
        """The sum of the amounts that are entered."""
        return sum_known(n.innstilt_kr for n in self.nettverk)

    @property
    def set_aside_kr(self) -> int:
        return sum(item.amount_kr for item in self.set_asides)

    @property
    def remaining_kr(self) -> int | None:
        """Gjenstår: what neither a network nor a named purpose has got; negative when over the frame."""
        ramme_kr = self.ramme_kr
        return None if ramme_kr is None else ramme_kr - self.innstilt_kr - self.set_aside_kr


def sum_known(amounts: Iterable[int | None]) -> int:
    """Return the exact sum in kr of those that are known."""
    return sum(kr for kr in amounts if kr is not None)


def unique_names(names: Sequence[str]) -> list[str]:
    """Return the names in order, a number behind each that stands again: pictures and tables go by name."""
    found: list[str] = []
    for name in names:
        number, unique = 1, name
        while unique in found:
            number += 1
            unique = f"{name} ({number})"
        found.append(unique)
    return found
