"""What the secretariat does with the agenda: take up an item, end it, time the presentations of a room."""

from datetime import datetime

from dekom.access import Actor
from dekom.agenda import PRESENTATION_MINUTES, item_name, timer_of
from dekom.change import Change, InvalidChange, RowEdit, Values
from dekom.groupwork import Room
from dekom.i18n import Message
from dekom.money import Refused
from dekom.proceedings import AgendaItem, Proceedings, Timer
from dekom.store import Store


def start_item(store: Store, actor: Actor, seen: Proceedings, item_id: str, at: datetime) -> int | None:
    """Take up an item that has not been; what is taken up now ends at the same moment (UTC)."""
    item = _item(seen, item_id)
    if item.started_at is not None:
        raise Refused(Message("Saken er startet før. Velg «Ta opp igjen» hvis den skal fortsette."))
    edit = RowEdit("agenda_progress", _key(seen, item), None, {"started_at": _text(at), "ended_at": ""})
    return _apply(store, actor, seen, Message("Startet {item}", {"item": item_name(item)}), *_ended(seen, at), edit)


def end_item(store: Store, actor: Actor, seen: Proceedings, item_id: str, at: datetime) -> int | None:
    """End the item that is taken up now."""
    item = _item(seen, item_id)
    if not item.is_current:
        raise Refused(Message("Saken er ikke oppe nå."))
    return _apply(store, actor, seen, Message("Avsluttet {item}", {"item": item_name(item)}), _end(seen, item, at))


def resume_item(store: Store, actor: Actor, seen: Proceedings, item_id: str, at: datetime) -> int | None:
    """Take up an ended item again; what is taken up now ends at the same moment. It began when it first did."""
    item = _item(seen, item_id)
    if item.started_at is None or item.ended_at is None:
        raise Refused(Message("Saken er ikke ferdig. Bare en ferdig sak kan tas opp igjen."))
    edit = RowEdit("agenda_progress", _key(seen, item), _row(item), {"ended_at": ""})
    what = Message("Tok opp igjen {item}", {"item": item_name(item)})
    return _apply(store, actor, seen, what, *_ended(seen, at), edit)


def reset_agenda(store: Store, actor: Actor, seen: Proceedings) -> int | None:
    """Set the whole agenda back to not started, and the clocks of the rooms to none, as after a rehearsal."""
    started = [item for item in seen.items if item.started_at]
    edits = [RowEdit("agenda_progress", _key(seen, item), _row(item), None) for item in started]
    edits += [RowEdit("timer", _room_key(seen, timer.room_id), _timer_row(timer), None) for timer in seen.timers]
    return _apply(store, actor, seen, Message("Nullstilte sakslisten"), *edits)


def start_timer(
    store: Store,
    actor: Actor,
    seen: Proceedings,
    room: Room,
    nettverk_id: str,
    name: str | Message,
    minutes: int,
    at: datetime,
) -> int | None:
    """Start a room's clock for one presentation, in place of the one before.

    `nettverk_id` is "" for a presentation that is not of a network, such as UH's; `name` is what the history calls it.
    """
    if minutes not in PRESENTATION_MINUTES:
        raise InvalidChange(Message("Et framlegg varer fem, seks eller sju minutter."))
    before = timer_of(seen, room.id)
    row = _timer_row(Timer(room.id, nettverk_id, at, 60 * minutes))
    edit = RowEdit("timer", _room_key(seen, room.id), _timer_row(before) if before else None, row)
    text = "{room}: startet klokken for {name}, {n:tall} minutter"
    return _apply(store, actor, seen, Message(text, {"room": room.name, "name": name, "n": minutes}), edit)


def stop_timer(store: Store, actor: Actor, seen: Proceedings, room: Room, at: datetime) -> int | None:
    """Stop a room's clock; what it shows then stays."""
    timer = timer_of(seen, room.id)
    if timer is None or timer.ended_at is not None:
        raise Refused(Message("Klokken går ikke."))
    edit = RowEdit("timer", _room_key(seen, room.id), _timer_row(timer), {"ended_at": _text(at)})
    return _apply(store, actor, seen, Message("{room}: stoppet klokken", {"room": room.name}), edit)


def reset_timer(store: Store, actor: Actor, seen: Proceedings, room: Room) -> int | None:
    """Take a room's clock away."""
    timer = timer_of(seen, room.id)
    if timer is None:
        raise Refused(Message("Klokken er nullstilt fra før."))
    edit = RowEdit("timer", _room_key(seen, room.id), _timer_row(timer), None)
    return _apply(store, actor, seen, Message("{room}: nullstilte klokken", {"room": room.name}), edit)


def _item(seen: Proceedings, item_id: str) -> AgendaItem:
    item = seen.item(item_id)
    if item is None:
        raise InvalidChange(Message("Saken finnes ikke i dette møtet."))
    return item


def _ended(seen: Proceedings, at: datetime) -> list[RowEdit]:
    return [_end(seen, item, at) for item in seen.items if item.is_current]


def _end(seen: Proceedings, item: AgendaItem, at: datetime) -> RowEdit:
    return RowEdit("agenda_progress", _key(seen, item), _row(item), {"ended_at": _text(at)})


def _row(item: AgendaItem) -> Values:
    return {"started_at": _text(item.started_at), "ended_at": _text(item.ended_at)}


def _timer_row(timer: Timer) -> Values:
    times = {"started_at": _text(timer.started_at), "ended_at": _text(timer.ended_at)}
    return {"nettverk_id": timer.nettverk_id, "seconds": timer.seconds, **times}


def _text(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""


def _key(seen: Proceedings, item: AgendaItem) -> Values:
    return {"meeting_id": seen.meeting_id, "item_id": item.id}


def _room_key(seen: Proceedings, room_id: str) -> Values:
    return {"meeting_id": seen.meeting_id, "room_id": room_id}


def _apply(store: Store, actor: Actor, seen: Proceedings, what: Message, *edits: RowEdit) -> int | None:
    return store.apply(Change(seen.meeting_id, "", what, edits), actor)
