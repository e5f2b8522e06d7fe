"""What the amount table sends: numbered events, each done once, each answered with a sentence if refused."""

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from dekom.access import Actor, Forbidden
from dekom.actions import nettverk_of, set_amount, set_amounts
from dekom.change import Entry, InvalidChange, StaleChange
from dekom.clock import clock_text
from dekom.i18n import Message
from dekom.model import Case
from dekom.money import Reference, Refused, is_reference, is_relative, looks_like_slip, read_amount, slip_suggestion
from dekom.paste import Paste, read_paste
from dekom.store import Store, StoreFault
from dekom.tables import MAX_KR

MAX_EVENTS = 500
MAX_CLIENTS = 8
MOST_EARLIER = 20


@dataclass(frozen=True, slots=True)
class Question:
    """«Mener du …?»: an amount, in kr, that waits for a yes because it looks like a slip."""

    kr: int
    before_kr: int | None
    suggestion_kr: int | None


@dataclass(frozen=True, slots=True)
class Saved:
    """This browser's newest own edit of a row: who sent it, its number, the kr it left, and the amounts before it."""

    client: str
    seq: int
    kr: int
    earlier: tuple[int | None, ...] = ()


@dataclass
class TableState:
    """What one browser tab's table has done and still has to answer. Holds no copy of the case.

    `turn` keeps two runs of the same tab, which overlap under load, from doing its events out of order.
    """

    acked: dict[str, int] = field(default_factory=dict)
    saved: dict[str, "Saved"] = field(default_factory=dict)
    notes: dict[str, Message] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    paste: Paste | None = None
    selected: str = ""
    notice: Message | None = None
    turn: threading.RLock = field(default_factory=threading.RLock, repr=False, compare=False)


Event = Mapping[str, Any]


def handle_edits(store: Store, actor: Actor, case: Case, events: Iterable[Any], state: TableState) -> None:
    """Do each event that has not been done, in order. Nothing in `events` is trusted.

    `case` is what the browser was shown: `behov` and `i fjor` mean the figures the user saw. What an amount was
    comes with each event, and the store refuses it if it no longer stands.
    """
    with state.turn:
        fresh = new_events(events, state)
        if fresh:
            state.notice = None
        for event in fresh:
            handler = _HANDLERS.get(event["kind"])
            if handler is None:
                continue
            refused = refusal(partial(handler, store, actor, case, event, state))
            if refused:
                _note(state, case, event, refused)


def refusal(action: Callable[[], object]) -> Message | None:
    """Do an action; return the sentence that says why it was refused, None if it was done."""
    try:
        action()
    except (Refused, InvalidChange, StaleChange, StoreFault, Forbidden) as refused:
        return refused.message
    return None


def save_paste(store: Store, actor: Actor, meeting_id: str, ordning: str, state: TableState) -> None:
    """Save the pasted amounts that wait in the preview, all or nothing."""
    if state.paste is None or state.paste.problems or not state.paste.amounts:
        return
    what, amounts = Message("Limte inn {n} beløp", {"n": len(state.paste.amounts)}), state.paste.amounts
    case = store.load_case(meeting_id, ordning)
    state.notice = refusal(lambda: set_amounts(store, actor, case, what, amounts)) or what
    state.paste = None


def undo_or_redo(store: Store, actor: Actor, meeting_id: str, ordning: str, state: TableState, kind: str) -> None:
    """Take back, or make again, this browser's newest change; say what was done or why not."""
    taken: list[Entry | None] = []
    refused = refusal(lambda: taken.append((store.undo if kind == "undo" else store.redo)(meeting_id, ordning, actor)))
    if refused:
        state.notice = Message("Det går ikke: {why}", {"why": refused})
        return
    state.notice = _step_message(taken[0], kind)
    state.notes.clear()
    state.questions.clear()


def _step_message(entry: Entry | None, kind: str) -> Message:
    if entry is None:
        return Message("Det er ingenting å angre." if kind == "undo" else "Det er ingenting å gjøre om.")
    return Message("Angret: {what}" if kind == "undo" else "Gjort om igjen: {what}", {"what": entry.what})


def new_events(events: Iterable[Any], state: TableState) -> list[Event]:
    """Return the well-formed events above what is acknowledged, and acknowledge them."""
    if not isinstance(events, list):
        return []
    fresh: list[Event] = []
    for event in events[:MAX_EVENTS]:
        if not isinstance(event, dict) or not all(isinstance(event.get(k), str) for k in ("client", "kind", "id")):
            continue
        seq, client = event.get("seq"), event["client"][:64]
        if not isinstance(seq, int) or isinstance(seq, bool) or seq <= state.acked.get(client, 0):
            continue
        state.acked[client] = seq
        fresh.append(event)
    while len(state.acked) > MAX_CLIENTS:
        del state.acked[next(iter(state.acked))]
    return fresh


def _edit(store: Store, actor: Actor, case: Case, event: Event, state: TableState) -> None:
    """One typed amount. `seen` is the amount the browser showed when typing began, and the base of +, − and %.

    `after` is the number of this browser's own edit of the same row before it. If that was still `under_way`, or
    the browser still showed an amount from before it, then what it saved is the base.
    """
    nettverk = nettverk_of(case, event["id"])
    state.notes.pop(nettverk.id, None)
    state.questions.pop(nettverk.id, None)
    shown_kr = _kr_or_none(event.get("seen"))
    own = state.saved.get(nettverk.id)
    if own and (own.client, own.seq) == (event["client"], event.get("after")):
        shown_kr = own.kr if event.get("under_way", True) or shown_kr in own.earlier else shown_kr
    text = event.get("text")
    reference = Reference(shown_kr, nettverk.need_kr, nettverk.last_year_kr, case.total_kr)
    kr = read_amount(text if isinstance(text, str) else "", reference)
    if kr != shown_kr and not is_reference(str(text)) and looks_like_slip(kr, reference):
        state.questions[nettverk.id] = Question(kr, shown_kr, slip_suggestion(kr, reference))
        return
    _save(store, actor, case, event, state, shown_kr, kr)


def _answer(store: Store, actor: Actor, case: Case, event: Event, state: TableState) -> None:
    """The answer to «Mener du …?»: `ja`, `forslag`, or anything else for no."""
    question = state.questions.pop(event["id"], None)
    if question is None:
        return
    if event.get("text") == "ja":
        _save(store, actor, case, event, state, question.before_kr, question.kr)
    elif event.get("text") == "forslag" and question.suggestion_kr is not None:
        _save(store, actor, case, event, state, question.before_kr, question.suggestion_kr)


def _save(
    store: Store, actor: Actor, case: Case, event: Event, state: TableState, shown_kr: int | None, kr: int
) -> None:
    if kr == shown_kr:
        return
    try:
        set_amount(store, actor, case, event["id"], shown_kr, kr)
    except StaleChange as stale:
        # Two who write the same amount agree; two who add the same step do not.
        already = (stale.current or {}).get("innstilt_kr") == kr
        if not already or is_relative(str(event.get("text"))):
            raise Refused(_stale_message(stale, kr)) from stale
    before = state.saved.get(event["id"])
    earlier = before.earlier if before and before.kr == shown_kr else ()
    state.saved[event["id"]] = Saved(event["client"], event["seq"], kr, (*earlier[-MOST_EARLIER:], shown_kr))
    state.notice = None


def _paste(store: Store, actor: Actor, case: Case, event: Event, state: TableState) -> None:
    text, seen = event.get("text"), event.get("shown")
    shown = {k: _kr_or_none(v) for k, v in seen.items()} if isinstance(seen, dict) else {}
    state.paste = read_paste(text if isinstance(text, str) else "", case, event["id"], shown)


def _undo(store: Store, actor: Actor, case: Case, event: Event, state: TableState) -> None:
    undo_or_redo(store, actor, case.meeting_id, case.ordning, state, event["kind"])


def _select(store: Store, actor: Actor, case: Case, event: Event, state: TableState) -> None:
    nettverk_id = nettverk_of(case, event["id"]).id
    state.selected = "" if state.selected == nettverk_id else nettverk_id


_HANDLERS: Mapping[str, Callable[[Store, Actor, Case, Event, TableState], None]] = {
    "edit": _edit,
    "answer": _answer,
    "paste": _paste,
    "undo": _undo,
    "redo": _undo,
    "select": _select,
}


def _note(state: TableState, case: Case, event: Event, message: Message) -> None:
    if any(n.id == event["id"] for n in case.nettverk):
        state.notes[event["id"]] = message
    else:
        state.notice = message


def _stale_message(stale: StaleChange, wanted_kr: int) -> Message:
    current_kr = (stale.current or {}).get("innstilt_kr")
    if stale.last is None or not isinstance(current_kr, int):
        return stale.message
    text = "{who} endret beløpet til {kr:kr} kl. {time}. Ditt beløp, {wanted:kr}, er ikke lagret."
    numbers = {"kr": current_kr, "wanted": wanted_kr}
    return Message(text, {"who": stale.last.who, "time": clock_text(stale.last.made_at), **numbers})


def _kr_or_none(value: Any) -> int | None:
    in_bounds = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_KR
    return value if in_bounds else None
