"""How the meeting goes: agenda and clock, seats, proposed resolutions, decisions, ballots and statements."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Literal

Way = Literal["enighet", "votering", "ingen enighet"]
StatementKind = Literal["dissens", "protokolltilførsel"]


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A line of the agenda. `starts` and `ends` are times of day such as 10:15, "" if not set.

    `started_at` and `ended_at` are when it was taken up and finished (UTC), None until then.
    """

    id: str
    starts: str
    ends: str
    sak: str
    title: str
    kind: str
    remark: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def is_current(self) -> bool:
        return self.started_at is not None and self.ended_at is None


@dataclass(frozen=True, slots=True)
class Timer:
    """The clock of one presentation in a room. `ended_at` (UTC) is None while it runs."""

    room_id: str
    nettverk_id: str
    started_at: datetime
    seconds: int
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """Seats of one organisation or role, and who fills them this day: til stede, vara, forfall (None: not entered).

    A seat counts from `valid_from` to the day before `valid_to`; None is without end.
    """

    id: str
    organisation: str
    role: str
    seats: int | None
    votes: bool
    valid_from: date | None = None
    valid_to: date | None = None
    present: int | None = None
    vara: int | None = None
    absent: int | None = None

    def counts_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Resolution:
    """A proposed resolution. `text` holds live figures as names in braces, such as {Innstilt} or {Fosen}."""

    item_id: str
    ordning: str
    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that was in a resolution when it was decided: its name in the text, and kr (None if not known)."""

    name: str
    kr: int | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided in an item: text and figures as they were then. `decided_at` is in UTC."""

    item_id: str
    ordning: str
    way: Way
    text: str
    figures: tuple[Figure, ...]
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Ballot:
    """A vote in an item. `counts` are votes by alternative in order, such as For and Mot; `scenarios` the scenario
    that an alternative stands for, by alternative. `entitled` is how many seats could vote then.
    """

    id: str
    item_id: str
    subject: str
    counts: Mapping[str, int]
    abstained: int
    entitled: int
    held_at: datetime
    scenarios: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Statement:
    """A dissent or a protokolltilførsel: who (a role or an organisation), and the reason."""

    id: str
    item_id: str
    kind: StatementKind
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Majority:
    """The forum's own majority rule; the tool has none. `share` (0–1) must be reached, or passed if `more_than`.

    `of` says what it is a share of: the votes cast without those who abstained, or the seats that may vote.
    """

    share: Fraction
    more_than: bool
    of: Literal["avgitte", "stemmeberettigede"]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Proceedings:
    """All of it, for one meeting. `minutes` is the referat's own text by agenda item."""

    meeting_id: str
    held_on: date
    items: tuple[AgendaItem, ...] = ()
    timers: tuple[Timer, ...] = ()
    seats: tuple[Seat, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    decisions: tuple[Decision, ...] = ()
    ballots: tuple[Ballot, ...] = ()
    statements: tuple[Statement, ...] = ()
    majority: Majority | None = None
    minutes: Mapping[str, str] = field(default_factory=dict)

    @property
    def current(self) -> AgendaItem | None:
        """The item that is taken up now."""
        return next((item for item in self.items if item.is_current), None)

    def item(self, item_id: str) -> AgendaItem | None:
        return next((item for item in self.items if item.id == item_id), None)

    def resolution(self, item_id: str) -> Resolution | None:
        return next((r for r in self.resolutions if r.item_id == item_id), None)

    def decision(self, item_id: str) -> Decision | None:
        return next((d for d in self.decisions if d.item_id == item_id), None)

    @property
    def seats_now(self) -> tuple[Seat, ...]:
        """The seats that count on the day of the meeting."""
        return tuple(seat for seat in self.seats if seat.counts_on(self.held_on))
