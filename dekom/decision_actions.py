"""What the secretariat writes down of an agenda item: proposal, decision, ballots, statements, minutes."""

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from dekom.access import Actor
from dekom.change import Change, InvalidChange, RowEdit, Values
from dekom.i18n import Message
from dekom.model import Case
from dekom.money import Refused
from dekom.proceedings import AgendaItem, Ballot, Decision, Proceedings, Statement, StatementKind, Way
from dekom.resolution_text import read_resolution, render_resolution, sak_name
from dekom.store import Store
from dekom.votes import check_ballot, entitled

WAYS: Mapping[Way, Message] = {
    "enighet": Message("Vedtatt ved enighet"),
    "votering": Message("Vedtatt etter votering"),
    "ingen enighet": Message("Forumet ble ikke enig"),
}


def set_resolution(
    store: Store, actor: Actor, proceedings: Proceedings, item_id: str, case: Case, before: str, after: str
) -> int | None:
    """Write the proposed resolution of an item, on top of the text the user saw; an empty text takes it away.

    Raises `Refused` for a name that is no figure of the case, or where the item is decided.
    """
    item, text = _open_item(proceedings, item_id), after.strip()
    read_resolution(case, text)
    row: Values | None = {"for_ordning": case.ordning, "text": text} if text else None
    edit = RowEdit("resolution", _of_item(proceedings, item_id), _text_row(before), row)
    what = Message("Forslag til vedtak i {item}", {"item": sak_name(item)})
    return _apply(store, actor, proceedings, what, edit, _still_open(proceedings, item_id))


def decide(
    store: Store, actor: Actor, proceedings: Proceedings, item_id: str, case: Case, way: Way, at: datetime
) -> int | None:
    """Decide an item: the text as it reads, and its figures, are locked. `case` is what the user saw, `at` is UTC.

    Raises `Refused` where there is no text, a figure is not known or has moved since, or a vote is said to have been
    held that is not entered.
    """
    item, resolution = _open_item(proceedings, item_id), proceedings.resolution(item_id)
    if way not in WAYS:
        raise InvalidChange(Message("Velg om forumet var enig, stemte, eller ikke ble enig."))
    if resolution is None:
        raise Refused(Message("Skriv og lagre forslaget til vedtak først."))
    if way == "votering":
        _require_ballot(proceedings, item_id)
    figures = read_resolution(case, resolution.text)
    unknown = [figure.name for figure in figures if figure.kr is None]
    if unknown:
        text = "Dette beløpet er ikke kjent: {names:semikolon}. Før det inn, eller skriv teksten om."
        raise Refused(Message(text, {"names": unknown}))
    if figures != read_resolution(store.load_case(case.meeting_id, case.ordning), resolution.text):
        raise Refused(Message("Et beløp i teksten er endret siden du leste den. Les den en gang til før dere vedtar."))
    after: Values = {
        "for_ordning": case.ordning,
        "way": way,
        "text": render_resolution(case, resolution.text, case.language),
        "figures": json.dumps([{"name": f.name, "kr": f.kr} for f in figures], ensure_ascii=False),
        "decided_at": at.isoformat(timespec="seconds"),
    }
    edit = RowEdit("decision", _of_item(proceedings, item_id), None, after)
    said: Values = {"for_ordning": resolution.ordning, "text": resolution.text}
    same_text = RowEdit("resolution", _of_item(proceedings, item_id), said, said)
    what = Message("{way}: {item}", {"way": WAYS[way], "item": sak_name(item)})
    return _apply(store, actor, proceedings, what, edit, same_text)


def decide_after_disagreement(
    store: Store, actor: Actor, proceedings: Proceedings, item_id: str, at: datetime
) -> int | None:
    """Let the text that the forum did not agree on, as it is locked, be decided by a vote. `at` is UTC.

    Raises `Refused` where the item is open or decided, or no vote is entered.
    """
    item, decision = _item(proceedings, item_id), proceedings.decision(item_id)
    if decision is None or decision.way != "ingen enighet":
        raise Refused(Message("Bare et forslag forumet ikke ble enig om, kan vedtas etterpå ved votering."))
    _require_ballot(proceedings, item_id)
    before = _decision_row(decision)
    after = {**before, "way": "votering", "decided_at": at.isoformat(timespec="seconds")}
    edit = RowEdit("decision", _of_item(proceedings, item_id), before, after)
    what = Message("{way}: {item}", {"way": WAYS["votering"], "item": sak_name(item)})
    return _apply(store, actor, proceedings, what, edit)


def may_vote_in(proceedings: Proceedings, item_id: str) -> bool:
    """Return whether a vote can be entered in an item: while it is open, and after the forum did not agree."""
    decision = proceedings.decision(item_id)
    return decision is None or decision.way == "ingen enighet"


def reopen(store: Store, actor: Actor, proceedings: Proceedings, item_id: str, reason: str) -> int | None:
    """Take an item up for decision again. The decision and the reason stay in the history."""
    item, decision = _item(proceedings, item_id), proceedings.decision(item_id)
    if decision is None:
        raise Refused(Message("Saken er ikke avgjort."))
    if not reason.strip():
        raise Refused(Message("Skriv hvorfor vedtaket tas opp igjen."))
    edit = RowEdit("decision", _of_item(proceedings, item_id), _decision_row(decision), None)
    what = Message("Tok opp igjen vedtaket i {item}", {"item": sak_name(item)})
    return store.apply(Change(proceedings.meeting_id, "", what, (edit,), reason.strip()), actor)


def add_ballot(
    store: Store,
    actor: Actor,
    proceedings: Proceedings,
    item_id: str,
    subject: str,
    counts: Mapping[str, int],
    abstained: int,
    at: datetime,
    scenarios: Mapping[str, str] | None = None,
) -> int | None:
    """Enter a vote in an item: votes by alternative in order; `scenarios` are scenario ids by alternative.

    How many may vote is kept with it. Raises `Refused` for tallies that cannot be.
    """
    item, may_vote = _item_to_vote_in(proceedings, item_id), entitled(proceedings)
    alternatives = {name.strip(): votes for name, votes in counts.items()}
    if not subject.strip() or "" in alternatives:
        raise Refused(Message("Skriv hva det stemmes over, og navnet på hvert alternativ."))
    if len(alternatives) < len(counts):
        raise Refused(Message("To alternativer har samme navn. Gi dem hvert sitt."))
    check_ballot(alternatives, abstained, may_vote)
    ballot = Ballot(
        id=uuid4().hex,
        item_id=item_id,
        subject=subject.strip(),
        counts=alternatives,
        abstained=abstained,
        entitled=may_vote or 0,
        held_at=at,
        scenarios={name.strip(): scenario for name, scenario in (scenarios or {}).items()},
    )
    position = 1 + len(proceedings.ballots)
    edits = [RowEdit(table, key, None, row) for table, key, row in _ballot_rows(proceedings, ballot)]
    edits[0] = RowEdit("ballot", edits[0].key, None, {**(edits[0].after or {}), "position": position})
    what = Message("Votering i {item}: {subject}", {"item": sak_name(item), "subject": ballot.subject})
    return _apply(store, actor, proceedings, what, *edits, _as_seen(proceedings, item_id))


def remove_ballot(store: Store, actor: Actor, proceedings: Proceedings, ballot: Ballot) -> int | None:
    """Take a vote away again; not from an item that is decided."""
    item = _item_to_vote_in(proceedings, ballot.item_id)
    edits = [RowEdit(table, key, row, None) for table, key, row in _ballot_rows(proceedings, ballot)]
    what = Message("Fjernet votering i {item}: {subject}", {"item": sak_name(item), "subject": ballot.subject})
    return _apply(store, actor, proceedings, what, *edits, _as_seen(proceedings, ballot.item_id))


def add_statement(
    store: Store, actor: Actor, proceedings: Proceedings, item_id: str, kind: StatementKind, who: str, text: str
) -> int | None:
    """Record a dissent or a protokolltilførsel: who (a role or an organisation), and the reason."""
    item, who, text = _item(proceedings, item_id), who.strip(), text.strip()
    if kind not in {"dissens", "protokolltilførsel"}:
        raise InvalidChange(Message("Velg dissens eller protokolltilførsel."))
    if not who or not text:
        raise Refused(Message("Skriv hvem det gjelder (rolle eller organisasjon), og begrunnelsen."))
    key = _key(proceedings, statement_id=uuid4().hex)
    row: Values = {"item_id": item_id, "kind": kind, "who": who, "text": text}
    edit = RowEdit("statement", key, None, {**row, "position": 1 + len(proceedings.statements)})
    return _apply(store, actor, proceedings, _statement_words(item, kind, is_new=True), edit)


def remove_statement(store: Store, actor: Actor, proceedings: Proceedings, statement: Statement) -> int | None:
    """Take a dissent or a protokolltilførsel away again."""
    row = {"item_id": statement.item_id, "kind": statement.kind, "who": statement.who, "text": statement.text}
    edit = RowEdit("statement", _key(proceedings, statement_id=statement.id), row, None)
    item = _item(proceedings, statement.item_id)
    return _apply(store, actor, proceedings, _statement_words(item, statement.kind, is_new=False), edit)


def set_minutes(
    store: Store, actor: Actor, proceedings: Proceedings, item_id: str, before: str, after: str
) -> int | None:
    """Write the referat's own text of an item, on top of the text the user saw; an empty text takes it away."""
    item = _item(proceedings, item_id)
    edit = RowEdit("minutes", _of_item(proceedings, item_id), _text_row(before), _text_row(after.strip()))
    what = Message("Referat fra {item}", {"item": sak_name(item)})
    return _apply(store, actor, proceedings, what, edit)


def _item(proceedings: Proceedings, item_id: str) -> AgendaItem:
    item = proceedings.item(item_id)
    if item is None:
        raise InvalidChange(Message("Saken finnes ikke i dette møtet. Ingenting ble lagret."))
    return item


def _open_item(proceedings: Proceedings, item_id: str) -> AgendaItem:
    item = _item(proceedings, item_id)
    if proceedings.decision(item_id) is not None:
        raise _is_decided()
    return item


def _item_to_vote_in(proceedings: Proceedings, item_id: str) -> AgendaItem:
    item = _item(proceedings, item_id)
    if not may_vote_in(proceedings, item_id):
        raise _is_decided()
    return item


def _is_decided() -> Refused:
    return Refused(Message("Saken er avgjort. Ta opp igjen vedtaket før du endrer noe i det."))


def _require_ballot(proceedings: Proceedings, item_id: str) -> None:
    if not any(ballot.item_id == item_id for ballot in proceedings.ballots):
        raise Refused(Message("Før voteringen først, så kan saken vedtas etter votering."))


def _still_open(proceedings: Proceedings, item_id: str) -> RowEdit:
    """Return the edit that changes nothing, and is refused where another has decided the item meanwhile."""
    return RowEdit("decision", _of_item(proceedings, item_id), None, None)


def _as_seen(proceedings: Proceedings, item_id: str) -> RowEdit:
    """Return the edit that changes nothing, and is refused where the item's decision is another than the one seen."""
    decision = proceedings.decision(item_id)
    row = _decision_row(decision) if decision else None
    return RowEdit("decision", _of_item(proceedings, item_id), row, row)


def _text_row(text: str) -> Values | None:
    return {"text": text} if text else None


def _decision_row(decision: Decision) -> Values:
    decided_at = decision.decided_at.isoformat(timespec="seconds")
    return {"way": decision.way, "text": decision.text, "decided_at": decided_at}


def _ballot_rows(proceedings: Proceedings, ballot: Ballot) -> list[tuple[str, Values, Values]]:
    """Return the rows of a ballot without its place in the list: table, key, values."""
    head: Values = {
        "item_id": ballot.item_id,
        "subject": ballot.subject,
        "abstained": ballot.abstained,
        "entitled": ballot.entitled,
        "held_at": ballot.held_at.isoformat(timespec="seconds"),
    }
    rows = [("ballot", _key(proceedings, ballot_id=ballot.id), head)]
    for place, (name, votes) in enumerate(ballot.counts.items()):
        row: Values = {"alternative": name, "votes": votes, "scenario_id": ballot.scenarios.get(name, "")}
        rows.append(("ballot_count", {**_key(proceedings, ballot_id=ballot.id), "position": place}, row))
    return rows


def _statement_words(item: AgendaItem, kind: StatementKind, is_new: bool) -> Message:
    if kind == "dissens":
        text = "Dissens i {item}" if is_new else "Fjernet dissens i {item}"
    else:
        text = "Protokolltilførsel i {item}" if is_new else "Fjernet protokolltilførsel i {item}"
    return Message(text, {"item": sak_name(item)})


def _key(proceedings: Proceedings, **rest: str) -> Values:
    return {"meeting_id": proceedings.meeting_id, **rest}


def _of_item(proceedings: Proceedings, item_id: str) -> Values:
    return _key(proceedings, item_id=item_id)


def _apply(store: Store, actor: Actor, proceedings: Proceedings, what: Message, *edits: RowEdit) -> int | None:
    return store.apply(Change(proceedings.meeting_id, "", what, edits), actor)
