"""The meeting itself: ties and inhabilitet, who was there, the agenda and what each case came to."""

from collections.abc import Mapping, Sequence

from dekom.clock import local
from dekom.groupwork import Inhabilitet
from dekom.i18n import Message
from dekom.model import sum_known
from dekom.proceedings import AgendaItem, Proceedings, Seat
from dekom.protocol_decisions import of_item, outcome_of_item
from dekom.protocol_document import Paper, Text, figure, stated
from dekom.protocol_money import SUM
from dekom.record import Record


def ties(paper: Paper, record: Record) -> None:
    """Write the groups' tilknytning, and who declared themselves inhabil and how that was decided."""
    work, case = record.work, record.case
    names = {n.id: n.name for n in case.nettverk} | {r.id: r.name for r in case.recipients.values()}
    paper.heading(1, Message("Tilknytning og inhabilitet"))
    rows: list[Sequence[Text]] = [
        (gruppe.name, names.get(tie.subject_id, tie.subject_id), tie.remark)
        for gruppe in work.grupper
        for tie in gruppe.ties
    ]
    if rows:
        columns = (Message("Gruppe"), Message("Tilknytning til"), Message("Merknad"))
        paper.table(Message("Tilknytning"), columns, rows)
    else:
        paper.say(Message("Det er ikke ført noen tilknytning."))
    if work.inhabilitet:
        paper.table(
            Message("Inhabilitet"),
            (Message("Hvem"), Message("Gjelder"), Message("Forumets avgjørelse")),
            [(stated(i.who), stated(_concerns(i, names)), stated(i.decision)) for i in work.inhabilitet],
        )
    else:
        paper.say(Message("Det er ikke ført noen inhabilitet."))


def _concerns(found: Inhabilitet, names: Mapping[str, str]) -> Text:
    """Return what somebody was inhabil in: a network, something else, or both."""
    if not found.nettverk_id:
        return found.concerns
    name = names.get(found.nettverk_id, found.nettverk_id)
    if not found.concerns.strip():
        return name
    return Message("{nettverk}: {sak}", {"nettverk": name, "sak": found.concerns})


def seats(paper: Paper, record: Record) -> None:
    """Write the seats that count on the day, and who filled them."""
    counted = record.proceedings.seats_now
    paper.heading(1, Message("Til stede"))
    if not counted:
        paper.say(Message("Medlemmene er ikke lagt inn."))
        return
    columns = (
        Message("Organisasjon"),
        Message("Rolle"),
        Message("Stemmerett"),
        Message("Plasser"),
        Message("Til stede"),
        Message("Vara"),
        Message("Forfall"),
    )
    rows = [_seat_row(seat) for seat in counted]
    rows.append((SUM, "", "", *(_sum(column) for column in zip(*map(_numbers, counted), strict=True))))
    paper.table(Message("Medlemmene og frammøtet"), columns, rows, numbers=range(3, 7), sums=1)
    if any(None in _numbers(seat) for seat in counted):
        paper.note(Message("Summene gjelder det som er oppgitt."))


def _seat_row(seat: Seat) -> Sequence[Text]:
    votes = Message("Ja") if seat.votes else Message("Nei")
    return (seat.organisation, seat.role, votes, *map(figure, _numbers(seat)))


def _numbers(seat: Seat) -> tuple[int | None, ...]:
    return seat.seats, seat.present, seat.vara, seat.absent


def _sum(numbers: Sequence[int | None]) -> Message:
    """Return the sum of what is given; where nothing is, there is no sum either."""
    return figure(None if all(number is None for number in numbers) else sum_known(numbers))


def agenda(paper: Paper, record: Record) -> None:
    """Write the agenda, and a section for each item that has anything to tell."""
    proceedings = record.proceedings
    paper.heading(1, Message("Saksliste og vedtak"))
    if not proceedings.items:
        paper.say(Message("Sakslisten er ikke lagt inn."))
        return
    columns = (Message("Tid"), Message("Sak"), Message("Tittel"), Message("Type"), Message("Faktisk tid"))
    rows = [(_planned(item), item.sak, _title(item), item.kind, _actual(item)) for item in proceedings.items]
    paper.table(Message("Saksliste"), columns, rows)
    for item in proceedings.items:
        if _has_more(proceedings, item):
            paper.heading(2, of_item(item))
            if text := proceedings.minutes.get(item.id, "").strip():
                paper.say(text)
            outcome_of_item(paper, record, item)


def _title(item: AgendaItem) -> Text:
    if not item.remark.strip():
        return item.title
    return Message("{tittel} ({merknad})", {"tittel": item.title, "merknad": item.remark})


def _planned(item: AgendaItem) -> Text:
    if not item.starts:
        return Message("–")
    return Message("{fra}–{til}", {"fra": item.starts, "til": item.ends}) if item.ends else item.starts


def _actual(item: AgendaItem) -> Text:
    """Return when an item was taken up and finished, in Norwegian time."""
    if item.started_at is None:
        return Message("–")
    begun = f"{local(item.started_at):%H:%M}"
    if item.ended_at is None:
        return Message("Fra {fra}", {"fra": begun})
    return Message("{fra}–{til}", {"fra": begun, "til": f"{local(item.ended_at):%H:%M}"})


def _has_more(proceedings: Proceedings, item: AgendaItem) -> bool:
    proposal = proceedings.resolution(item.id)
    return (
        bool(proceedings.minutes.get(item.id, "").strip())
        or proceedings.decision(item.id) is not None
        or (proposal is not None and bool(proposal.text.strip()))
        or any(ballot.item_id == item.id for ballot in proceedings.ballots)
        or any(statement.item_id == item.id for statement in proceedings.statements)
    )
