"""How the measures meet the criteria: what the groups have answered on their sheets, and what the krav came to."""

from collections.abc import Sequence

from dekom.criteria import choices_of, is_tied, shown_answer
from dekom.evaluate import Row
from dekom.groupwork import Answer, GroupWork, Gruppe, Question, Sheet
from dekom.i18n import Message
from dekom.model import Nettverk
from dekom.outcome import Kind
from dekom.protocol_checks import outcome_line
from dekom.protocol_document import Paper, Text, money
from dekom.record import Record

NOT_ANSWERED = Message("Ikke besvart")


def criteria(paper: Paper, record: Record, row: Row) -> None:
    """Write each criterion with what the groups have answered about a network, and what the krav came to for it."""
    paper.heading(3, Message("Slik møter tiltakene tildelingskriteriene"))
    work, nettverk_id = record.work, row.nettverk.id
    sheets = [s for s in work.sheets if s.per == "nettverk" and s.ordning == record.case.ordning]
    grupper = [g for g in work.grupper if nettverk_id in work.nettverk_of(g)]
    for sheet in sheets:
        if not any(_has_answered(work, sheet, g, nettverk_id) for g in grupper):
            _unanswered(paper, sheet)
        _answers(paper, work, sheet, grupper, nettverk_id, _tied(record, row.nettverk, work))
    if not sheets:
        paper.say(Message("Det er ikke lagt inn noe ark med kriterier for ordningen."))
    if krav := [outcome_line(o) for o in row.outcomes if o.kind is Kind.KRAV]:
        paper.heading(3, Message("Krav"))
        paper.bullets(krav)


def _unanswered(paper: Paper, sheet: Sheet) -> None:
    """Name the criteria of a sheet that no group has answered."""
    if asked := [q.text for q in sheet.questions if q.has_choices]:
        columns = (Message("Spørsmål"), Message("Svar"))
        paper.table(sheet.title, columns, [(text, NOT_ANSWERED) for text in asked])


def _tied(record: Record, nettverk: Nettverk, work: GroupWork) -> set[str]:
    recipients = record.case.recipients
    uh = {s.recipient_id for s in nettverk.shares if (r := recipients.get(s.recipient_id)) and r.kind == "uh"}
    return {g.id for g in work.grupper if is_tied(g, nettverk.id, uh)}


def whole_sheets(paper: Paper, record: Record) -> None:
    """Write the answers to the sheets that each group fills in once, if there are any."""
    work = record.work
    sheets = [s for s in work.sheets if s.per == "gruppe" and s.ordning == record.case.ordning]
    if any(_has_answered(work, sheet, g, "") for sheet in sheets for g in work.grupper):
        paper.heading(1, Message("Gruppenes svar på spørsmålene"))
        for sheet in sheets:
            _answers(paper, work, sheet, work.grupper, "", set())


def _answers(
    paper: Paper, work: GroupWork, sheet: Sheet, grupper: Sequence[Gruppe], nettverk_id: str, tied: set[str]
) -> None:
    """Write a column for each group that has answered, and say who has not."""
    there = [g for g in grupper if _has_answered(work, sheet, g, nettverk_id)]
    if there:
        paper.table(
            sheet.title,
            (Message("Spørsmål"), *(_group_name(g, nettverk_id, tied) for g in there)),
            [
                (q.text, *(_answer(shown_answer(work, sheet, g.id, nettverk_id, q), q) for g in there))
                for q in sheet.questions
            ],
        )
    missing = [g.name for g in grupper if g not in there]
    if missing:
        paper.note(Message("{ark}: ikke besvart av {grupper}.", {"ark": sheet.title, "grupper": missing}))
    elif not there:
        paper.note(Message("{ark}: ingen grupper er satt opp.", {"ark": sheet.title}))
    if work.leaves_out_tied and any(g.id in tied for g in there):
        paper.note(Message("Svar fra grupper med tilknytning er holdt utenfor sammenlikningen."))


def _has_answered(work: GroupWork, sheet: Sheet, gruppe: Gruppe, nettverk_id: str) -> bool:
    return any(work.answer(gruppe.id, sheet.id, nettverk_id, q.id).is_given for q in sheet.questions)


def _group_name(gruppe: Gruppe, nettverk_id: str, tied: set[str]) -> Text:
    if not nettverk_id:
        return gruppe.name
    roles = [Message("forarbeid") if nettverk_id in gruppe.forarbeid else Message("lytting")]
    if gruppe.id in tied:
        roles.append(Message("tilknytning"))
    return Message("{gruppe} ({roller})", {"gruppe": gruppe.name, "roller": roles})


def _answer(answer: Answer, question: Question) -> Text:
    """Return an answer in one cell; a note is there only where the chair has picked it for showing."""
    parts: list[Text] = [*choices_of(answer, question)]
    if answer.text.strip():
        parts.append(answer.text)
    if answer.amount_kr is not None:
        parts.append(money(answer.amount_kr))
    if not parts:
        parts.append(NOT_ANSWERED)
    if answer.note.strip():
        parts.append(Message("Notat: {notat}", {"notat": answer.note}))
    return parts[0] if len(parts) == 1 else Message("{deler:semikolon}", {"deler": parts})
