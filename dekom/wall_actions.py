"""What the secretariat does with the storskjerm: choose what it shows, let it follow its own screen, hold it."""

from dataclasses import asdict

from dekom.access import Actor
from dekom.change import Change, RowEdit, Values
from dekom.i18n import Message
from dekom.store import Store
from dekom.wall import Wall


def show(store: Store, actor: Actor, meeting_id: str, wall: Wall) -> int | None:
    """Show something on the storskjerm of a room. The newest choice counts."""
    key = _key(meeting_id, wall.room_id)
    row = {name: value for name, value in asdict(wall).items() if name not in {"room_id", "shows"}}
    after: Values = {**row, "shows": ";".join(sorted(wall.shows))}
    what = Message("Storskjerm: {view}", {"view": wall.view})
    return _apply(store, actor, meeting_id, what, RowEdit("wall", key, store.row("wall", key), after))


def hold(store: Store, actor: Actor, meeting_id: str, room_id: str, is_held: bool) -> int | None:
    """Freeze what a storskjerm shows at this moment, or let it go on."""
    what = Message("Holdt storskjermen" if is_held else "Slapp storskjermen fri")
    return _control(store, actor, meeting_id, room_id, what, {"held_at": store.last_change_id if is_held else None})


def follow(store: Store, actor: Actor, meeting_id: str, room_id: str, follows: bool) -> int | None:
    """Let the storskjerm follow this browser's own screen («Vis det jeg ser»), or stop."""
    what = Message("Storskjermen følger skjermen" if follows else "Storskjermen følger ikke skjermen")
    return _control(store, actor, meeting_id, room_id, what, {"follows": actor.browser_id if follows else ""})


def _control(store: Store, actor: Actor, meeting_id: str, room_id: str, what: Message, after: Values) -> int | None:
    key = _key(meeting_id, room_id)
    before = store.row("wall_control", key)
    start: Values = {"held_at": None, "follows": ""} if before is None else {}
    return _apply(store, actor, meeting_id, what, RowEdit("wall_control", key, before, {**start, **after}))


def _key(meeting_id: str, room_id: str) -> Values:
    return {"meeting_id": meeting_id, "room_id": room_id}


def _apply(store: Store, actor: Actor, meeting_id: str, what: Message, edit: RowEdit) -> int | None:
    return store.apply(Change(meeting_id, "", what, (edit,)), actor)
