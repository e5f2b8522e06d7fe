"""Which windows have a storskjerm open, and whether they show the newest: their own browsers tell, beat by beat."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from dekom.clock import now
from dekom.store import Store

OPEN = timedelta(seconds=10)  # a window that has said nothing for so long is closed, hidden or without connection
BEHIND = timedelta(seconds=5)  # drawing a change takes less
FORGOTTEN = timedelta(minutes=10)
MOST = 500  # windows to remember


@dataclass(frozen=True, slots=True)
class Follower:
    """A window that shows a room's storskjerm. `is_wall` says that it is the secretariat's, not a listener's.

    `seen_at` is when it last said something, `newest_at` when it last showed the newest (None for never), in UTC.
    """

    meeting_id: str
    room_id: str
    is_wall: bool
    seen_at: datetime
    newest_at: datetime | None

    def is_open(self, at: datetime) -> bool:
        return at - self.seen_at <= OPEN

    @property
    def shows_newest(self) -> bool:
        """Whether it did so when it last said something, or just before: a change takes a moment to draw."""
        return self.newest_at is not None and self.seen_at - self.newest_at <= BEHIND


_FOLLOWERS: WeakKeyDictionary[Store, dict[str, Follower]] = WeakKeyDictionary()
_TELLING = threading.Lock()


def note(
    store: Store, tab: str, meeting_id: str, room_id: str, *, is_wall: bool, is_newest: bool, at: datetime
) -> None:
    """Remember what a window just said: the room it shows, and whether that is the newest."""
    with _TELLING:
        known = _FOLLOWERS.setdefault(store, {})
        before = known.pop(tab, None)
        has_shown = (
            before.newest_at if before and (before.meeting_id, before.room_id) == (meeting_id, room_id) else None
        )
        known[tab] = Follower(meeting_id, room_id, is_wall, at, at if is_newest else has_shown)
        first = next(iter(known))  # the one that has been quiet longest
        if len(known) > MOST or at - known[first].seen_at > FORGOTTEN:
            del known[first]


def follows(store: Store, tab: str, meeting_id: str, room_id: str, is_wall: bool) -> Callable[[bool], None]:
    """Return what a window's pulse tells at each beat: whether the browser shows the newest."""
    return lambda is_newest: note(store, tab, meeting_id, room_id, is_wall=is_wall, is_newest=is_newest, at=now())


def followers_of(store: Store, meeting_id: str, room_id: str) -> Sequence[Follower]:
    """Return the windows that show a room, the one that spoke last first."""
    with _TELLING:
        known = list(_FOLLOWERS.get(store, {}).values())
    return [f for f in reversed(known) if (f.meeting_id, f.room_id) == (meeting_id, room_id)]
