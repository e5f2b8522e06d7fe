"""What is known before a meeting's table is read, what its columns are, and what comes out of the reading."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from dekom.findings import Finding
from dekom.i18n import Message
from dekom.model import PrintedFigure, Recipient, RecipientKind, Share

Role = Literal[
    "navn",
    "i_fjor",
    "behov",
    "egenfinansiering",
    "koordinator",
    "innstilt",
    "sum",
    "del",  # a part of the need; `Column.recipient` says whose
    "nettverk_pct",
    "uh_pct",
    "endring_pct",
    "av_behov",  # the amount in the column to the left as a percentage of the need, or of its own sum
    "av_sum",
    "prosent",  # a percentage, not yet known of what
    "utelatt_prosent",
    "ukjent",
    "utelatt",
]
AMOUNT_ROLES: tuple[Role, ...] = ("i_fjor", "behov", "egenfinansiering", "koordinator", "innstilt")
# Percentages of a change, or of what an amount need not be a part of, may be below 0 or above 100.
UNBOUNDED_ROLES: tuple[Role, ...] = ("endring_pct", "av_behov", "av_sum")
PERCENT_ROLES: tuple[Role, ...] = ("nettverk_pct", "uh_pct", *UNBOUNDED_ROLES, "prosent", "utelatt_prosent")
LEFT_OUT_ROLES: tuple[Role, ...] = ("ukjent", "utelatt", "utelatt_prosent")

ROLE_NAMES: Mapping[Role, Message] = {
    "navn": Message("Navn"),
    "i_fjor": Message("Tildelt i fjor"),
    "behov": Message("Meldt behov"),
    "egenfinansiering": Message("Egenfinansiering"),
    "koordinator": Message("Koordinator"),
    "innstilt": Message("Innstilt beløp"),
    "sum": Message("Sum"),
    "nettverk_pct": Message("Prosentandel nettverk"),
    "uh_pct": Message("Prosentandel UH"),
    "endring_pct": Message("Endring i prosent"),
    "av_behov": Message("Prosent av behovet"),
    "av_sum": Message("Prosent av summen"),
    "prosent": Message("Prosentandel"),
}


@dataclass(frozen=True, slots=True)
class Known:
    """What the meeting has before the table is read. `networks` is name by id; `year` is 0 where it is not known."""

    networks: Mapping[str, str] = field(default_factory=dict)
    recipients: tuple[Recipient, ...] = ()
    year: int = 0

    def recipient_of(self, kind: RecipientKind, otherwise: str) -> str:
        """Return the id of the only recipient of a kind, else `otherwise`."""
        found = [recipient.id for recipient in self.recipients if recipient.kind == kind]
        return found[0] if len(found) == 1 else otherwise


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table as understood.

    `recipient` is an id, or the heading of a recipient that is new; `recipient_name` is what it is called.
    """

    index: int
    heading: str
    place: str = ""
    role: Role = "ukjent"
    recipient: str = ""
    recipient_kind: RecipientKind = "ulest"
    recipient_name: str = ""
    is_within: bool = False  # koordinator: the heading says that it is a part of the network's amount
    year: int = 0

    @property
    def is_percent(self) -> bool:
        return self.role in PERCENT_ROLES

    @property
    def is_left_out(self) -> bool:
        return self.role in LEFT_OUT_ROLES

    @property
    def is_own(self) -> bool:
        """Whether it holds the network's own part of the need, or the koordinator's."""
        return self.role == "koordinator" or (self.role == "del" and self.recipient_kind == "nettverk")

    @property
    def is_uh(self) -> bool:
        """Whether it holds a part of the need that goes to an institution, or to somebody not yet named."""
        return self.role == "del" and not self.is_own

    @property
    def is_part(self) -> bool:
        return self.is_own or self.is_uh

    @property
    def id(self) -> str:
        """What the number audit calls the column."""
        if self.role in ("av_behov", "av_sum"):
            return f"{self.recipient}_pct_{self.role}"
        return self.recipient if self.role == "del" else self.role

    @property
    def name(self) -> Message | str:
        """What the column is called where it is spoken of."""
        if self.role == "del":
            return Message("Nettverk") if self.is_own else self.recipient_name
        return ROLE_NAMES.get(self.role, " ".join(self.heading.split()))

    @property
    def title(self) -> str:
        """What a column with parts is called in a remark that is kept."""
        return "Koordinator" if self.role == "koordinator" else "Nettverk" if self.is_own else self.recipient_name


@dataclass(frozen=True, slots=True)
class Question:
    """What cannot be decided without asking. `answer` is the value chosen, "" while it is open."""

    id: str
    message: Message
    choices: tuple[tuple[str, Message], ...]
    place: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class NetworkRow:
    """One network as the table states it, in kr.

    `amounts` is by column role (see `AMOUNT_ROLES`), only columns that the table has, None where nothing stands.
    A share's recipient is an id, or the heading of a new one; the network's own share includes its koordinator.
    `uncertain` says by field why its figure cannot be relied on, with the fields of `model.Nettverk.uncertain`.
    """

    name: str
    nettverk_id: str
    place: str
    amounts: Mapping[str, int | None]
    shares: tuple[Share, ...] = ()
    uncertain: Mapping[str, Message] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MeetingTable:
    """A table as understood. It can be imported when nothing among the findings stops it.

    `printed` is every figure the table states, for the number audit. `new_recipients` is kind by heading.
    """

    rows: tuple[NetworkRow, ...] = ()
    printed: tuple[PrintedFigure, ...] = ()
    findings: tuple[Finding, ...] = ()
    questions: tuple[Question, ...] = ()
    new_recipients: Mapping[str, RecipientKind] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a row, in kr or per cent (39 is 39 %), and the columns it may stand in: one if that is certain."""

    columns: tuple[Column, ...]
    kr: int | None = None
    percent: Fraction | None = None

    @property
    def column(self) -> Column | None:
        """The column it stands in, None if that is not certain."""
        return self.columns[0] if len(self.columns) == 1 else None


RowKind = Literal["nettverk", "sum", "delsum"]


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row told apart into name and figures. `line` is its number in the table, from 1.

    `doubtful` are columns that something may stand in which could not be placed.
    """

    line: int
    place: str
    name: str
    nettverk_id: str = ""
    kind: RowKind = "nettverk"
    figures: tuple[Figure, ...] = ()
    doubtful: tuple[Column, ...] = ()


def value_at(figures: Iterable[Figure], role: Role) -> int | None:
    """Return the kr that certainly stand in the column of a role, None where none do."""
    return next((f.kr for f in figures if f.column is not None and f.column.role == role), None)
