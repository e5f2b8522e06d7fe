"""What a person asks the history for: the kinds of change by name, and moments as they are typed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dekom.clock import NORWAY
from dekom.history_lines import Filter
from dekom.i18n import Message
from dekom.money import Refused, quoted
from dekom.tables import ANSWERS, FASTSATT, INNSTILLING, SAK, SET_UP, WALL, WHOLE_MEETING

ALL = "uten storskjerm"
_MOMENT = re.compile(
    r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})"
    r"(?:,? (?:kl\.? ?)?(?P<hour>\d{1,2})[.:](?P<minute>\d\d))?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class KindOfChange:
    """A choice of topics: those in `topics` (all if empty) but those in `without`."""

    name: Message
    topics: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()


KINDS: Mapping[str, KindOfChange] = {
    # Where the storskjerm follows a screen, each click is a change: it would drown the rest.
    ALL: KindOfChange(Message("Alt uten storskjermen"), without=frozenset({WALL})),
    "alt": KindOfChange(Message("Alt")),
    "innstilling": KindOfChange(Message("Innstilling"), frozenset({INNSTILLING, FASTSATT})),
    "sak": KindOfChange(Message("Saker og vedtak"), frozenset({SAK})),
    "svar": KindOfChange(Message("Gruppenes svar"), frozenset({ANSWERS})),
    "oppsett": KindOfChange(Message("Oppsett"), frozenset({SET_UP, WHOLE_MEETING})),
    "storskjerm": KindOfChange(Message("Storskjerm"), frozenset({WALL})),
}


def asked_filter(text: str, who: str, nettverk_id: str, kind: str, since: str, until: str) -> Filter:
    """Return the filter for what is typed and chosen; raise `Refused` for a moment that cannot be read."""
    of_kind = KINDS[kind]
    return Filter(
        text=text.strip(),
        who=who,
        nettverk_id=nettverk_id,
        topics=of_kind.topics,
        without=of_kind.without,
        since=_read_moment(since, is_end=False) if since.strip() else None,
        until=_read_moment(until, is_end=True) if until.strip() else None,
    )


def _read_moment(text: str, is_end: bool) -> datetime:
    """Return a Norwegian date, with or without a time of day, as UTC: the first or the last moment that it names."""
    match = _MOMENT.fullmatch(text.strip())
    try:
        if match is None:
            raise ValueError(text)
        date = (int(match["year"]), int(match["month"]), int(match["day"]))
        if match["hour"] is None:
            moment, length = datetime(*date), timedelta(days=1)
        else:
            moment, length = datetime(*date, int(match["hour"]), int(match["minute"])), timedelta(minutes=1)
        if is_end:
            moment += length
        found = moment.replace(tzinfo=NORWAY).astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError) as fault:
        example = Message("«{text}» er ikke et tidspunkt. Skriv for eksempel 9.3.2022 14:00.", {"text": quoted(text)})
        raise Refused(example) from fault
    return found - timedelta(microseconds=1) if is_end else found
