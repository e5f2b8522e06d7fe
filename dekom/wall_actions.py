"""What the secretariat does with the storskjerm: choose what it shows, let it follow its own screen, hold it."""

from collections.abc import Callable
from dataclasses import asdict

from dekom.access import Actor
from dekom.change import Change, RowEdit, Values
from dekom.i18n import Message
from dekom.store import Store
from dekom.wall import VIEW_NAMES, Wall


def show(store: Store, actor: Actor, meeting_id: str, wall: Wall) -> int | None:
    """Show something on the storskjerm of a room. The newest choice counts."""
    row = {name: value for name, value in asdict(wall).items() if name not in {"room_id", "shows"}}
    after: Values = {**row, "shows": ";".join(sorted(wall.shows))}
    what = Message("Storskjerm: {view}", {"view": VIEW_NAMES[wall.view]})
    return _set(store, actor, meeting_id, wall.room_id, "wall", what, lambda _stands: after)


def hold(store: Store, actor: Actor, meeting_id: str, room_id: str, is_held: bool) -> int | None:
    """Freeze what a storskjerm shows at this moment, or let it go on. One that is held stays as it is."""

    def after(stands: Values) -> Values:
        held_at = stands["held_at"] if stands["held_at"] is not None else store.last_change_id
        return {**stands, "held_at": held_at if is_held else None}

    what = Message("Holdt storskjermen" if is_held else "Slapp storskjermen fri")
    return _set(store, actor, meeting_id, room_id, "wall_control", what, after)


def follow(store: Store, actor: Actor, meeting_id: str, room_id: str, tab: str) -> int | None:
    """Let the storskjerm follow one tab's screen («Vis det jeg ser»); "" for none."""
    what = Message("Storskjermen følger skjermen" if tab else "Storskjermen følger ikke skjermen")
    return _set(store, actor, meeting_id, room_id, "wall_control", what, lambda stands: {**stands, "follows": tab})


def _set(
    store: Store,
    actor: Actor,
    meeting_id: str,
    room_id: str,
    table: str,
    what: Message,
    after: Callable[[Values], Values],
) -> int | None:
    """Write a room's row on top of what stands; another browser that was quicker is no reason to refuse."""
    key = {"meeting_id": meeting_id, "room_id": room_id}

    def change(stands: Values | None) -> Change:
        edit = RowEdit(table, key, stands, after(stands or {"held_at": None, "follows": ""}))
        return Change(meeting_id, "", what, (edit,))

    return store.apply_on_top(table, key, change, actor)
