"""Moments as «Sjekk før møtet» says them."""

from datetime import datetime

from dekom.clock import local, now
from dekom.i18n import Message


def moment_text(stored: datetime) -> Message:
    """Return a moment (UTC) with seconds, as «kl. 14.05.10»; on any other day than today with its date."""
    moment = local(stored)
    clock = f"{moment:%H.%M.%S}"
    if moment.date() == local(now()).date():
        return Message("kl. {clock}", {"clock": clock})
    return Message("{day} kl. {clock}", {"day": f"{moment.day}.{moment.month}.{moment.year}", "clock": clock})
