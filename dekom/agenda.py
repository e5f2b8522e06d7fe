"""How the day goes against its agenda: what is expected when, how late it is, and when the time is up.

A rest of a day keeps its planned lengths: nothing is shortened, and nothing begins before its planned time unless it
is started. Moments are in UTC, as the database keeps them; `at` is the present one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from dekom.clock import NORWAY, local
from dekom.i18n import Message
from dekom.proceedings import AgendaItem, Proceedings, Timer

PRESENTATION_MINUTES = (5, 6, 7)
USUAL_MINUTES = 6
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")


class Progress(StrEnum):
    """How far an item has come. One that was passed by has not been started, but a later one has."""

    FERDIG = "Ferdig"
    NAA = "Nå"
    GJENSTAAR = "Gjenstår"
    FORBI = "Ikke tatt opp"


@dataclass(frozen=True, slots=True)
class Line:
    """An item with when it is planned, and when it went on or is expected to. None is not known, or not expected."""

    item: AgendaItem
    progress: Progress
    planned_start: datetime | None
    planned_end: datetime | None
    starts_at: datetime | None
    ends_at: datetime | None

    @property
    def planned_length(self) -> timedelta | None:
        return _between(self.planned_start, self.planned_end)

    @property
    def over_minutes(self) -> int | None:
        """How many whole minutes longer than planned a finished item took; below 0 if shorter."""
        took = _between(self.starts_at, self.ends_at)
        if self.progress is not Progress.FERDIG or took is None or self.planned_length is None:
            return None
        return _minutes(took - self.planned_length)


@dataclass(frozen=True, slots=True)
class Day:
    """The agenda as it goes, on the day that its plan is laid on.

    `due_at` is when the time of the current item is up, None without one or its times.
    """

    on: date
    lines: tuple[Line, ...]
    due_at: datetime | None = None

    @property
    def current(self) -> Line | None:
        return next((line for line in self.lines if line.progress is Progress.NAA), None)

    @property
    def next(self) -> Line | None:
        """The first item that remains."""
        return next((line for line in self.lines if line.progress is Progress.GJENSTAAR), None)

    @property
    def is_started(self) -> bool:
        return any(line.item.started_at for line in self.lines)

    @property
    def is_over(self) -> bool:
        return self.is_started and self.current is None and self.next is None

    @property
    def planned_end(self) -> datetime | None:
        """When the last item is planned to end."""
        return max((line.planned_end for line in self.lines if line.planned_end), default=None)

    @property
    def expected_end(self) -> datetime | None:
        """When the last item is expected to end, or ended. Items without times are not counted: see `untimed`."""
        counted = self.lines if self.is_over else self.ahead
        return max((line.ends_at for line in counted if line.ends_at), default=None)

    @property
    def ahead(self) -> tuple[Line, ...]:
        """The items that are not finished and not passed by."""
        return tuple(line for line in self.lines if line.progress in {Progress.NAA, Progress.GJENSTAAR})

    @property
    def untimed(self) -> tuple[AgendaItem, ...]:
        """Items ahead that have no planned length, so that nothing is set off for them."""
        return tuple(line.item for line in self.ahead if line.planned_length is None)

    @property
    def delay_minutes(self) -> int | None:
        """How late it is now, in whole minutes; below 0 if ahead of the plan, None if there is nothing to tell by."""
        current = self.current
        if current and current.planned_end and current.ends_at:
            return _minutes(current.ends_at - current.planned_end)
        for line in self.ahead:
            if line is not current and line.planned_start and line.starts_at:
                return _minutes(line.starts_at - line.planned_start)
        done = [line for line in self.lines if line.progress is Progress.FERDIG]
        late = _between(done[-1].planned_end, done[-1].ends_at) if done and not self.ahead else None
        return None if late is None else _minutes(late)


def day_of(proceedings: Proceedings, at: datetime) -> Day:
    """Return how the day goes at a moment.

    The plan is laid on the day that the first item was started, or on the day of the meeting. On any other day than
    that, the clock makes nothing late.
    """
    items, on = proceedings.items, _day(proceedings)
    reached = max((number for number, item in enumerate(items) if item.started_at), default=-1)
    # From when the next item can begin: when the last one ended, but not before now.
    last_end = max((item.ended_at for item in items if item.ended_at), default=None)
    free = _latest(last_end, at if local(at).date() == on else None)
    due_at: datetime | None = None
    lines: list[Line] = []
    for number, item in enumerate(items):
        starts, ends = _planned(item, on)
        length, from_, to = _between(starts, ends), item.started_at, item.ended_at
        progress = _progress(item, number < reached)
        if progress is Progress.NAA and from_ and length:
            due_at = from_ + length + _elsewhere(items, item, at)
            to = free = max(due_at, at)
        elif progress is Progress.GJENSTAAR and starts:
            from_ = max(starts, free) if free else starts
            to = from_ + length if length else None
            free = to or free
        lines.append(Line(item, progress, starts, ends, from_, to))
    return Day(on, tuple(lines), due_at)


def timer_of(proceedings: Proceedings, room_id: str) -> Timer | None:
    """Return the clock of a room."""
    return next((timer for timer in proceedings.timers if timer.room_id == room_id), None)


def timer_ends(timer: Timer) -> datetime:
    """Return when the time of a presentation is up."""
    return timer.started_at + timedelta(seconds=timer.seconds)


def item_name(item: AgendaItem) -> Message:
    """Return what an item is called: its number and its title."""
    text = "{sak} {title}" if item.sak else "{title}"
    return Message(text, {"sak": item.sak, "title": item.title})


def delay_text(minutes: int | None) -> tuple[Message, Message]:
    """Return how late it is, in two parts: what the figure is, and the figure."""
    if minutes is None:
        return Message("Mot planen"), Message("Ukjent")
    if minutes == 0:
        return Message("Mot planen"), Message("I rute")
    return Message("Etter planen" if minutes > 0 else "Foran planen"), Message("{n:tall} min", {"n": abs(minutes)})


def _progress(item: AgendaItem, is_passed: bool) -> Progress:
    if item.is_current:
        return Progress.NAA
    if item.started_at:
        return Progress.FERDIG
    return Progress.FORBI if is_passed else Progress.GJENSTAAR


def _day(proceedings: Proceedings) -> date:
    first = min((item.started_at for item in proceedings.items if item.started_at), default=None)
    return local(first).date() if first else proceedings.held_on


def _planned(item: AgendaItem, on: date) -> tuple[datetime | None, datetime | None]:
    """Return when an item is planned; without an end that is after its start, it has no end."""
    starts, ends = _moment(item.starts, on), _moment(item.ends, on)
    return starts, (ends if starts and ends and starts < ends else None)


def _moment(clock: str, on: date) -> datetime | None:
    """Return a Norwegian time of day on a day."""
    match = _CLOCK.fullmatch(clock.strip())
    if match is None:
        return None
    there = datetime.combine(on, time(int(match[1]), int(match[2])), NORWAY)
    return there.astimezone(UTC).replace(tzinfo=None)


def _elsewhere(items: Sequence[AgendaItem], of: AgendaItem, at: datetime) -> timedelta:
    """Return how long other items were taken up since this one was: a pause in between is not its time."""

    def overlaps() -> Iterator[timedelta]:
        for item in items:
            if item is not of and item.started_at and item.ended_at and of.started_at:
                yield max(min(item.ended_at, at) - max(item.started_at, of.started_at), timedelta())

    return sum(overlaps(), timedelta())


def _latest(*moments: datetime | None) -> datetime | None:
    return max((moment for moment in moments if moment), default=None)


def _between(start: datetime | None, end: datetime | None) -> timedelta | None:
    return end - start if start and end else None


def _minutes(span: timedelta) -> int:
    """Return the whole minutes, towards 0."""
    return int(span / timedelta(minutes=1))
