"""What the secretariat writes down of the forum itself: who is there, and the forum's own majority rule."""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from dekom.access import Actor
from dekom.change import Change, InvalidChange, RowEdit, Values
from dekom.i18n import Message
from dekom.money import Refused, quoted
from dekom.numbers import read_exact
from dekom.proceedings import Majority, Proceedings, Seat
from dekom.store import Store

_FRACTION = re.compile(r"\s*(?P<part>\d{1,3})\s*/\s*(?P<whole>[1-9]\d{0,2})\s*", re.ASCII)
Attendance = tuple[int | None, int | None, int | None]  # til stede, vara, forfall; None: not entered


def set_attendance(
    store: Store, actor: Actor, proceedings: Proceedings, attendance: Mapping[str, Attendance]
) -> int | None:
    """Enter who fills the seats this day, by seat, on top of what the user saw, as one step.

    A vara sits in the seat of one who has forfall, so that both til stede and vara, and til stede and forfall, have
    room in the seats. Raises `Refused` otherwise; three None take a row away.
    """
    seats = {seat.id: seat for seat in proceedings.seats}
    edits = []
    for seat_id, there in attendance.items():
        if seat_id not in seats:
            raise InvalidChange(Message("Plassen finnes ikke i dette møtet. Ingenting ble lagret."))
        seat = seats[seat_id]
        _check(seat, there)
        before, after = _row((seat.present, seat.vara, seat.absent)), _row(there)
        key = {"meeting_id": proceedings.meeting_id, "seat_id": seat_id}
        edits.append(RowEdit("attendance", key, before, after))
    return store.apply(Change(proceedings.meeting_id, "", Message("Oppmøte"), tuple(edits)), actor)


def _check(seat: Seat, there: Attendance) -> None:
    present, vara, absent = there
    name = {"name": seat.organisation, "seats": seat.seats}
    if any(n is not None and (isinstance(n, bool) or not isinstance(n, int) or n < 0) for n in there):
        raise Refused(Message("{name}: Skriv hele tall, 0 eller flere.", name))
    if present is None and there != (None, None, None):
        raise Refused(Message("{name}: Skriv også hvor mange som er til stede, 0 om ingen.", name))
    if seat.seats is not None and (present or 0) + max(vara or 0, absent or 0) > seat.seats:
        raise Refused(Message("{name} har {seats} plasser. Det er ført flere til stede, vara eller forfall.", name))


def _row(there: Attendance) -> Values | None:
    return None if there == (None, None, None) else dict(zip(("present", "vara", "absent"), there, strict=True))


def set_majority_rule(
    store: Store,
    actor: Actor,
    proceedings: Proceedings,
    typed: str,
    more_than: bool,
    of: Literal["avgitte", "stemmeberettigede"],
    source: str,
) -> int | None:
    """Enter the forum's own majority rule, such as «mer enn 50 % av avgitte stemmer», and where it is adopted.

    The share is typed as per cent, or as a fraction where per cent would not be exact: `2/3`.
    """
    share = _read_share(typed)
    if not 0 < share <= 1 or (more_than and share == 1):
        raise Refused(Message("Ingen kan få en slik andel. Skriv mer enn 0, og høyst 100 %."))
    if of not in {"avgitte", "stemmeberettigede"}:
        raise InvalidChange(Message("Velg hva andelen regnes av."))
    after = _rule_row(Majority(share, more_than, of, source.strip()))
    what = Message("Satte forumets flertallsregel")
    return _set_rule(store, actor, proceedings, what, after)


def _read_share(typed: str) -> Fraction:
    fraction = _FRACTION.fullmatch(typed)
    if fraction:
        return Fraction(int(fraction["part"]), int(fraction["whole"]))
    wrong = Message("«{text}» er ikke en andel. Skriv for eksempel 50 % eller 2/3.", {"text": quoted(typed)})
    return read_exact(typed.strip().removesuffix("%"), wrong) / 100


def remove_majority_rule(store: Store, actor: Actor, proceedings: Proceedings) -> int | None:
    """Take the majority rule away: a vote then names nothing but its tallies."""
    return _set_rule(store, actor, proceedings, Message("Fjernet forumets flertallsregel"), None)


def _set_rule(store: Store, actor: Actor, proceedings: Proceedings, what: Message, after: Values | None) -> int | None:
    before = _rule_row(proceedings.majority) if proceedings.majority else None
    edit = RowEdit("majority_rule", {"meeting_id": proceedings.meeting_id}, before, after)
    return store.apply(Change(proceedings.meeting_id, "", what, (edit,)), actor)


def _rule_row(rule: Majority) -> Values:
    percent: Fraction = rule.share * 100
    bound = "mer enn" if rule.more_than else "minst"
    return {"percent": str(percent), "bound": bound, "share_of": rule.of, "source": rule.source}
