"""The referat and the innstilling as a document: for those who were there, and for those who were not."""

from collections.abc import Callable
from datetime import datetime, time

from dekom.i18n import BOKMAL, Message
from dekom.protocol_checks import answered, checks, fingerprint
from dekom.protocol_criteria import whole_sheets
from dekom.protocol_document import Document, Paper, day_text, moment_text
from dekom.protocol_meeting import agenda, seats, ties
from dekom.protocol_money import amounts, frame, key_figures, recommended
from dekom.protocol_networks import networks
from dekom.record import Edition, Record

PARTS: tuple[Callable[[Paper, Record], None], ...] = (
    recommended,
    amounts,
    frame,
    networks,
    whole_sheets,
    answered,
    ties,
    seats,
    agenda,
    checks,
    key_figures,
)


def protocol(record: Record, edition: Edition, language: str = BOKMAL) -> Document:
    """Return the referat and innstilling of one ordning, a draft or a fastsatt version, in a language."""
    case, paper = record.case, Paper(language)
    status = edition_text(edition, paper.language)
    paper.facts(
        [
            (Message("Status"), status),
            (Message("Møte"), case.title),
            (Message("Fylke"), case.county),
            (Message("Dato"), day_text(case.held_on, paper.language)),
            (Message("Ordning"), case.ordning_name),
            (Message("Ramme"), frame_status(record)),
        ]
    )
    for part in PARTS:
        part(paper, record)
    if edition.hash:
        fingerprint(paper, edition)
    return paper.document(
        title=Message(
            "Referat og innstilling: {ordning}, {fylke}", {"ordning": case.ordning_name, "fylke": case.county}
        ),
        mark=Message("FASTSATT") if edition.is_fastsatt else Message("UTKAST"),
        status=status,
        is_draft=not edition.is_fastsatt,
        dated=edition.fastsatt_at or datetime.combine(case.held_on, time()),
    )


def edition_text(edition: Edition, language: str) -> Message:
    """Return which edition a paper shows, in one sentence that no draft and no version share."""
    if edition.fastsatt_at is None:
        return Message("UTKAST: innstillingen er ikke fastsatt")
    when = moment_text(edition.fastsatt_at, language)
    return Message("FASTSATT, versjon {nr}, {tid}", {"nr": edition.number, "tid": when})


def frame_status(record: Record) -> Message:
    """Return whether the frame may still change."""
    return Message("Endelig") if record.case.status == "endelig" else Message("Foreløpig: den kan bli endret")
