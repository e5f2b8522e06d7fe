"""Times are stored in UTC and shown as Norwegian clocks show them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

NORWAY = ZoneInfo("Europe/Oslo")


def now() -> datetime:
    """Return the present moment in UTC, without a zone, as the database keeps it."""
    return datetime.now(UTC).replace(tzinfo=None)


def local(stored: datetime) -> datetime:
    """Return a stored moment as Norwegian time."""
    return stored.replace(tzinfo=UTC).astimezone(NORWAY)


def clock_text(stored: datetime) -> str:
    """Return the time of day, `14:32`, with the date before it on any other day than today."""
    moment = local(stored)
    today = local(now()).date()
    return f"{moment:%H:%M}" if moment.date() == today else f"{moment.day}.{moment.month}. {moment:%H:%M}"
