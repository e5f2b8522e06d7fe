"""What a letter to each network builds on, once the vedtak is made. The county office fills in the rest."""

from collections.abc import Collection, Mapping
from datetime import datetime, time

from dekom.i18n import BOKMAL, Message
from dekom.model import Nettverk
from dekom.outcome import Kind
from dekom.protocol_document import Document, Paper, money
from dekom.record import Edition, Record
from dekom.rules import owners_contribution_kr

_BLANK = "_" * 24
_QUESTIONS = (
    Message("A. Hvordan sikrer dere lokal forankring av utviklingstiltakene?"),
    Message("B. Hvordan hindrer dere fragmentering av utviklingstiltakene?"),
    Message("C. Har utviklingstiltakene en skolebasert tilnærming?"),
    Message("D. Hvordan ivaretas elevstemmen i planlegging og evaluering av tiltakene?"),
    Message("Egenfinansieringen: hva eierne har bidratt med, og hvordan."),
    Message("Regnskap: hva midlene er brukt til."),
)


def letters(
    record: Record,
    edition: Edition,
    amounts: Mapping[str, int],
    reasons: Mapping[str, str],
    conditions: Mapping[str, str],
    nettverk_ids: Collection[str] | None = None,
    language: str = BOKMAL,
) -> Document:
    """Return a page or more for each network that the vedtak gives an amount, in the order of the innstilling.

    `amounts` are the kroner tildelt, `reasons` why one differs from the innstilling, `conditions` the vilkår, all by
    network id. `record` and `edition` are the innstilling that the vedtak is compared with. With `nettverk_ids`, only
    those networks.
    """
    case, paper = record.case, Paper(language)
    asked = amounts.keys() if nettverk_ids is None else amounts.keys() & set(nettverk_ids)
    chosen = [n for n in case.nettverk if n.id in asked]
    for nettverk in chosen:
        said = reasons.get(nettverk.id, ""), conditions.get(nettverk.id, "")
        paper.heading(1, nettverk.name, on_new_page=nettverk is not chosen[0])
        _letter(paper, record, nettverk, amounts[nettverk.id], *said)
    if not chosen:
        paper.say(Message("Det er ikke ført noe vedtak å skrive brev om."))
    status = Message("Grunnlag for brev. Innstillingen er ikke fastsatt.")
    if edition.is_fastsatt:
        status = Message("Grunnlag for brev. Bygger på fastsatt innstilling, versjon {nr}.", {"nr": edition.number})
    names = {"ordning": case.ordning_name, "fylke": case.county}
    return paper.document(
        title=Message("Grunnlag for tildelingsbrev: {ordning}, {fylke}", names),
        mark=Message("BREVGRUNNLAG"),
        status=status,
        is_draft=not edition.is_fastsatt,
        dated=edition.fastsatt_at or datetime.combine(case.held_on, time()),
    )


def _letter(paper: Paper, record: Record, nettverk: Nettverk, kr: int, reason: str, conditions: str) -> None:
    paper.facts(
        [
            (Message("Saksnummer"), _BLANK),
            (Message("Dato"), _BLANK),
            (Message("Mottakere"), nettverk.owners),
            (Message("Ordning"), record.case.ordning_name),
        ]
    )
    paper.heading(2, Message("Vedtak"))
    paper.facts([(Message("Tildelt"), money(kr)), (Message("Innstilt"), money(nettverk.innstilt_kr))])
    _deviation(paper, nettverk, kr, reason)
    _forbehold(paper, record, nettverk)
    paper.heading(2, Message("Vilkår"))
    paper.say(conditions if conditions.strip() else Message("Ingen vilkår er satt."))
    if kr == 0:
        return
    paper.heading(2, Message("Egenfinansiering"))
    _own_financing(paper, record, kr)
    paper.heading(2, Message("Rapportering"))
    if record.case.ordning == "dekom":
        paper.bullets(_QUESTIONS)
        paper.note(Message("Spørsmål A–D er hentet fra Trøndelag. Rett dem hvis dere spør om noe annet."))
    else:
        paper.say(Message("Spørsmålene for denne ordningen er ikke kjent. Skriv inn hva det skal rapporteres om."))
    paper.facts([(Message("Frist"), _BLANK)])


def _deviation(paper: Paper, nettverk: Nettverk, kr: int, reason: str) -> None:
    """Write whether the vedtak follows the innstilling, and why not."""
    if nettverk.innstilt_kr is None:
        paper.say(Message("Innstillingen har ikke noe beløp for nettverket."))
    elif kr == nettverk.innstilt_kr:
        paper.say(Message("Tildelingen er i tråd med samarbeidsforumets innstilling."))
    else:
        more_kr = kr - nettverk.innstilt_kr
        if more_kr > 0:
            paper.say(Message("Tildelingen er {kr:kr} høyere enn innstilt.", {"kr": more_kr}))
        else:
            paper.say(Message("Tildelingen er {kr:kr} lavere enn innstilt.", {"kr": -more_kr}))
        if reason.strip():
            paper.facts([(Message("Begrunnelse for avviket"), reason)])
        else:
            missing = Message("Grunn til avviket mangler")  # a name is bold, so that nobody sends the letter without
            paper.facts([(missing, Message("Før den inn under Vedtak før brevet sendes."))])


def _forbehold(paper: Paper, record: Record, nettverk: Nettverk) -> None:
    """Write what the forum took forbehold about: it is to be cleared before the vedtak."""
    row = next(row for row in record.evaluation.rows if row.nettverk.id == nettverk.id)
    found = [o for o in row.outcomes if o.kind is Kind.KRAV and o.acknowledgement]
    if found:
        paper.say(Message("Forbehold som må være avklart før brevet sendes:"))
        paper.bullets(
            Message("{krav}: {tekst}", {"krav": o.title, "tekst": o.acknowledgement.text})
            for o in found
            if o.acknowledgement
        )


def _own_financing(paper: Paper, record: Record, kr: int) -> None:
    """Write the least own financing in whole kroner, where the share is known."""
    least = record.parameters.share("egenfinansiering_minst")
    source = record.parameters.source("egenfinansiering_minst")
    if least is None:
        paper.say(Message("Kravet til egenfinansiering er ikke kjent for denne ordningen. Skriv inn det som gjelder."))
    else:
        required_kr = owners_contribution_kr(kr, least)
        text = (
            "Eierne skal bidra med minst {kr:kr}. Det er {andel:eksakt} av tildelt beløp, rundet opp til hele kroner."
        )
        paper.say(Message(text, {"kr": required_kr, "andel": least}))
        paper.say(Message("Lønn kan regnes med."))
    if source is not None:
        paper.note(Message("Kilde: {kilde}", {"kilde": source}))
