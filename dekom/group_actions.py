"""What the secretariat does with the group work: reveal, pick notes, pairs and rooms, tilknytning, inhabilitet."""

from dataclasses import asdict
from uuid import uuid4

from dekom.access import Actor, require_secretariat
from dekom.change import Change, Entry, InvalidChange, RowEdit, Values
from dekom.groupwork import AnswerPlace, GroupWork, Gruppe, Inhabilitet, Tie, place_key
from dekom.i18n import Message
from dekom.money import Refused
from dekom.store import Store
from dekom.tables import agrees

EMPTIED, BROUGHT_BACK = "Tømte {n} prøvesvar", "Hentet tilbake {n} svar som var tømt"


def set_revealed(
    store: Store, actor: Actor, work: GroupWork, gruppe_id: str, sheet_id: str, is_revealed: bool
) -> int | None:
    """Let the other groups and the storskjerm see a group's answers, or hide them again."""
    gruppe, sheet = _gruppe(work, gruppe_id), work.sheet(sheet_id)
    if sheet is None:
        raise InvalidChange(Message("Arket finnes ikke i dette møtet."))
    text = "Viste svarene fra {gruppe}: {sheet}" if is_revealed else "Skjulte svarene fra {gruppe}: {sheet}"
    key = _key(work, gruppe_id=gruppe_id, sheet_id=sheet_id)
    what = Message(text, {"gruppe": gruppe.name, "sheet": sheet.title})
    edit = _flag("revealed", key, (gruppe_id, sheet_id) in work.revealed, is_revealed)
    return _apply(store, actor, work, what, *edit)


def set_note_shown(store: Store, actor: Actor, work: GroupWork, place: AnswerPlace, is_shown: bool) -> int | None:
    """Pick a working note for the storskjerm, the record and the export, or take it out again."""
    key = place_key(work.meeting_id, place)
    text = "Tok med et notat fra {gruppe}" if is_shown else "Tok ut et notat fra {gruppe}"
    what = Message(text, {"gruppe": _gruppe(work, place[0]).name})
    return _apply(store, actor, work, what, *_flag("shown_note", key, place in work.shown_notes, is_shown))


def place_gruppe(store: Store, actor: Actor, work: GroupWork, gruppe_id: str, room_id: str, partner_id: str) -> None:
    """Say which room a group sits in and which group it listens to; the partner then listens to it."""
    gruppe = _gruppe(work, gruppe_id)
    if room_id not in {room.id for room in work.rooms}:
        raise InvalidChange(Message("Rommet finnes ikke i dette møtet."))
    if partner_id == gruppe_id:
        raise Refused(Message("En gruppe kan ikke lytte til seg selv."))
    pairs = {g.id: g.partner_id for g in work.grupper}
    for other, partner in list(pairs.items()):
        if partner in {gruppe_id, partner_id} and other not in {gruppe_id, partner_id}:
            pairs[other] = ""
    if pairs[gruppe_id] not in {"", partner_id}:
        pairs[pairs[gruppe_id]] = ""
    pairs[gruppe_id] = partner_id
    if partner_id:
        pairs[_gruppe(work, partner_id).id] = gruppe_id
    edits = [
        RowEdit("gruppe", _key(work, gruppe_id=g.id), {"partner_id": g.partner_id}, {"partner_id": pairs[g.id]})
        for g in work.grupper
        if pairs[g.id] != g.partner_id
    ]
    if room_id != gruppe.room_id:
        room = RowEdit("gruppe", _key(work, gruppe_id=gruppe_id), {"room_id": gruppe.room_id}, {"room_id": room_id})
        edits.append(room)
    _apply(store, actor, work, Message("Endret rom og makker for {gruppe}", {"gruppe": gruppe.name}), *edits)


def add_tie(store: Store, actor: Actor, work: GroupWork, gruppe_id: str, tie: Tie) -> int | None:
    """Record that a group is tied to a network or an institution."""
    key = _key(work, gruppe_id=gruppe_id, kind=tie.kind, subject_id=tie.subject_id)
    edit = RowEdit("tie", key, None, {"remark": tie.remark.strip()})
    if any((t.kind, t.subject_id) == (tie.kind, tie.subject_id) for t in _gruppe(work, gruppe_id).ties):
        raise Refused(Message("Tilknytningen står der allerede."))
    return _apply(store, actor, work, _tie_text("Tilknytning for {gruppe}", work, gruppe_id), edit)


def remove_tie(store: Store, actor: Actor, work: GroupWork, gruppe_id: str, tie: Tie) -> int | None:
    """Take a tilknytning away."""
    key = _key(work, gruppe_id=gruppe_id, kind=tie.kind, subject_id=tie.subject_id)
    edit = RowEdit("tie", key, {"remark": tie.remark}, None)
    return _apply(store, actor, work, _tie_text("Fjernet tilknytning for {gruppe}", work, gruppe_id), edit)


def leave_out_tied(store: Store, actor: Actor, work: GroupWork, leaves_out: bool) -> int | None:
    """Leave the answers of tied groups out of the summary, or take them in again."""
    text = "Svar med tilknytning holdes utenfor" if leaves_out else "Svar med tilknytning er med igjen"
    edit = _flag("tied_left_out", _key(work), work.leaves_out_tied, leaves_out)
    return _apply(store, actor, work, Message(text), *edit)


def add_inhabilitet(
    store: Store, actor: Actor, work: GroupWork, who: str, concerns: str, decision: str, nettverk_id: str = ""
) -> int | None:
    """Record who declared themselves inhabil (a role or an organisation), on what, and what the forum decided.

    It is about a network, or about what `concerns` says, or both.
    """
    who, concerns, decision = who.strip(), concerns.strip(), decision.strip()
    if not who or not (concerns or nettverk_id):
        raise Refused(Message("Skriv hvem det gjelder og hvilken sak eller hvilket nettverk."))
    place = 1 + len(work.inhabilitet)
    row: Values = {"position": place, "who": who, "concerns": concerns, "decision": decision}
    row = {**row, "nettverk_id": nettverk_id}
    edit = RowEdit("inhabilitet", _key(work, inhabilitet_id=uuid4().hex), None, row)
    return _apply(store, actor, work, Message("Inhabilitet: {who}", {"who": who}), edit)


def decide_inhabilitet(store: Store, actor: Actor, work: GroupWork, found: Inhabilitet, decision: str) -> int | None:
    """Write what the forum decided, on top of the text the user saw."""
    key = _key(work, inhabilitet_id=found.id)
    edit = RowEdit("inhabilitet", key, {"decision": found.decision}, {"decision": decision.strip()})
    return _apply(store, actor, work, Message("Forumets avgjørelse om inhabilitet: {who}", {"who": found.who}), edit)


def remove_inhabilitet(store: Store, actor: Actor, work: GroupWork, found: Inhabilitet) -> int | None:
    """Take a declaration away again."""
    row = {"who": found.who, "concerns": found.concerns, "decision": found.decision}
    edit = RowEdit("inhabilitet", _key(work, inhabilitet_id=found.id), row, None)
    return _apply(store, actor, work, Message("Fjernet inhabilitet: {who}", {"who": found.who}), edit)


def empty_answers(store: Store, actor: Actor, work: GroupWork) -> int | None:
    """Take away every answer of the meeting («Tøm prøvesvar»); the change can be taken back."""
    require_secretariat(actor, work.meeting_id)
    answers = [
        RowEdit("answer", place_key(work.meeting_id, place), asdict(answer), None)
        for place, answer in work.answers.items()
    ]
    notes = [RowEdit("shown_note", place_key(work.meeting_id, place), {}, None) for place in sorted(work.shown_notes)]
    revealed = [
        RowEdit("revealed", _key(work, gruppe_id=gruppe_id, sheet_id=sheet_id), {}, None)
        for gruppe_id, sheet_id in sorted(work.revealed)
    ]
    what = Message(EMPTIED, {"n": len(answers)})
    return _apply(store, actor, work, what, *answers, *notes, *revealed)


def take_back_emptying(store: Store, actor: Actor, work: GroupWork) -> tuple[int, int]:
    """Bring back what the newest «Tøm prøvesvar» took, but for rows that have been written again since.

    Returns how many answers came back, and how many were left as they stand now.
    """
    require_secretariat(actor, work.meeting_id)
    emptied = last_emptying(store, work)
    if emptied is None:
        raise Refused(Message("Det er ingen tømte svar å hente tilbake."))
    return take_back(store, actor, work, emptied, BROUGHT_BACK)


def last_emptying(store: Store, work: GroupWork) -> Entry | None:
    """Return the newest «Tøm prøvesvar» of the meeting whose answers have not been brought back."""
    newest = store.newest(work.meeting_id, "", (EMPTIED, BROUGHT_BACK))
    return newest if newest and newest.what.msgid == EMPTIED else None


def take_back(store: Store, actor: Actor, work: GroupWork, change: Entry, text: str) -> tuple[int, int]:
    """Set the rows of a change of answers back to what they were, but for those that are no longer as it left them.

    `text` is what the history says of it, with a place for `n`. Returns how many answers were set back, and how many
    were left as they stand. A note that goes is no longer picked for the storskjerm.
    """
    possible = [e.reversed() for e in change.edits if agrees(store.row(e.table, e.key), e.after)]
    gone = [e for e in possible if e.table == "answer" and e.after is None]
    notes = [RowEdit("shown_note", e.key, {}, None) for e in gone if store.row("shown_note", e.key) is not None]
    back = sum(edit.table == "answer" for edit in possible)
    _apply(store, actor, work, Message(text, {"n": back}), *possible, *notes)
    return back, sum(edit.table == "answer" for edit in change.edits) - back


def _gruppe(work: GroupWork, gruppe_id: str) -> Gruppe:
    gruppe = work.gruppe(gruppe_id)
    if gruppe is None:
        raise InvalidChange(Message("Gruppen finnes ikke i dette møtet."))
    return gruppe


def _tie_text(text: str, work: GroupWork, gruppe_id: str) -> Message:
    return Message(text, {"gruppe": _gruppe(work, gruppe_id).name})


def _key(work: GroupWork, **rest: str) -> Values:
    return {"meeting_id": work.meeting_id, **rest}


def _flag(table: str, key: Values, was: bool, is_set: bool) -> list[RowEdit]:
    """Return the edit that puts a row without other columns there, or takes it away."""
    return [] if was == is_set else [RowEdit(table, key, {} if was else None, {} if is_set else None)]


def _apply(store: Store, actor: Actor, work: GroupWork, what: Message, *edits: RowEdit) -> int | None:
    return store.apply(Change(work.meeting_id, "", what, edits), actor)
