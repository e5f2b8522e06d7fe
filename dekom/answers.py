"""What a group does with its sheets: each answer is saved as it is given, on top of what its browser saw."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from dekom.access import Actor
from dekom.change import Change, InvalidChange, RowEdit, StaleChange, Values
from dekom.clock import clock_text
from dekom.groupwork import NOT_ANSWERED, Answer, AnswerPlace, Gruppe, Question, Sheet, place_key
from dekom.i18n import Message
from dekom.model import Nettverk
from dekom.money import Reference, Refused, looks_like_slip, read_amount
from dekom.store import Store


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer stands: a group's sheet, for one network or (None) for the whole, and the question."""

    meeting_id: str
    gruppe: Gruppe
    sheet: Sheet
    nettverk: Nettverk | None
    question: Question

    @property
    def key(self) -> AnswerPlace:
        return self.gruppe.id, self.sheet.id, self.nettverk.id if self.nettverk else "", self.question.id


class LikelySlip(Refused):
    """The amount is far from the reported need: «Mener du …?». `kr` is what was read."""

    def __init__(self, kr: int, reference: Reference) -> None:
        text = "Mener du {kr:kr}? Meldt behov er {need:kr}. Beløpet er ikke lagret ennå."
        if reference.need_kr is None:
            text = "Mener du {kr:kr}? Beløpet er ikke lagret ennå."
        super().__init__(Message(text, {"kr": kr, "need": reference.need_kr}))
        self.kr = kr


def save_choices(store: Store, actor: Actor, place: Place, seen: Answer, chosen: Sequence[str]) -> Answer:
    """Save the choices of a question (none takes the answer away); return the answer as this browser now knows it."""
    question = place.question
    known = [choice for choice in question.choices if choice in chosen]
    if len(known) != len(set(chosen)) or (len(known) > 1 and not question.has_several):
        raise InvalidChange(Message("Svaret er ikke et av valgene. Ingenting ble lagret."))
    return _save(store, actor, place, seen, choice=";".join(known))


def save_text(store: Store, actor: Actor, place: Place, seen: Answer, text: str) -> Answer:
    """Save the words that answer a question, as they were typed."""
    if not place.question.has_text:
        raise InvalidChange(Message("Dette spørsmålet har ikke svar i tekst."))
    return _save(store, actor, place, seen, text=text)


def save_note(store: Store, actor: Actor, place: Place, seen: Answer, note: str) -> Answer:
    """Save the group's working note to a question, as it was typed."""
    return _save(store, actor, place, seen, note=note)


def save_amount(
    store: Store, actor: Actor, place: Place, seen: Answer, text: str, total_kr: int | None, sure: bool = False
) -> Answer:
    """Save a proposed amount, read as on the innstilling page; an empty text takes it away.

    Raises `Refused`, and `LikelySlip` for an amount far from the need unless the group is `sure`.
    """
    if not place.question.has_amount:
        raise InvalidChange(Message("Dette spørsmålet har ikke svar i kroner."))
    if not text.strip():
        return _save(store, actor, place, seen, amount_kr=None)
    nettverk = place.nettverk
    need_kr, last_year_kr = (nettverk.need_kr, nettverk.last_year_kr) if nettverk else (None, None)
    kr = read_amount(text, Reference(seen.amount_kr, need_kr, last_year_kr, total_kr))
    yardstick = Reference(None, need_kr, last_year_kr, total_kr)
    if not sure and looks_like_slip(kr, yardstick):
        raise LikelySlip(kr, yardstick)
    return _save(store, actor, place, seen, amount_kr=kr)


def _save(store: Store, actor: Actor, place: Place, seen: Answer, **after: Any) -> Answer:
    """Save some fields of an answer on top of what was seen; fields that nobody touched are left alone."""
    before = {name: getattr(seen, name) for name in after}
    if before == after:
        return seen
    for is_last in (False, True):
        stands = store.load_group_work(place.meeting_id, actor).answers.get(place.key)
        edit = _edit(place, before if stands else None, after)
        try:
            store.apply(Change(place.meeting_id, "", _what(place, actor), (edit,)), actor)
            break
        except StaleChange as stale:
            current = stale.current or {}
            if all(current.get(name) == value for name, value in after.items()):
                break  # two who give the same answer agree
            # Another device may have begun this row a moment ago, with another field of it.
            if is_last or stands is not None:
                raise Refused(_stale_message(stale, after)) from stale
    return replace(seen, **after)


def _edit(place: Place, before: Values | None, after: Values) -> RowEdit:
    key = place_key(place.meeting_id, place.key)
    return RowEdit("answer", key, before, after if before is not None else {**asdict(NOT_ANSWERED), **after})


def _what(place: Place, actor: Actor) -> Message:
    params = {"gruppe": place.gruppe.name, "question": place.question.text}
    if place.nettverk is None:
        text = "{gruppe} svarte: {question}" if actor.role == "gruppe" else "Ført inn for {gruppe}: {question}"
        return Message(text, params)
    text = "{gruppe} svarte: {question} ({name})"
    if actor.role != "gruppe":
        text = "Ført inn for {gruppe}: {question} ({name})"
    return Message(text, params | {"name": place.nettverk.name})


def _stale_message(stale: StaleChange, after: Values) -> Message:
    """Say what another device saved; what was typed here is not lost, it stands in the sentence."""
    field, wanted = next(iter(after.items()))
    stands = (stale.current or {}).get(field)
    if stale.last is None:
        return stale.message
    text = "En annen enhet lagret «{stands}» kl. {time}. Ditt svar, «{wanted}», er ikke lagret."
    words = {"stands": _words(stands), "wanted": _words(wanted)}
    return Message(text, words | {"time": clock_text(stale.last.made_at)})


def _words(value: object) -> object:
    if isinstance(value, int):
        return Message("{kr:kr}", {"kr": value})
    return str(value).replace(";", ", ") if value else Message("ikke svart")
