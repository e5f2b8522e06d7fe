"""Network by network: what Udir asks an innstilling to show, with reasons and conditions."""

from collections.abc import Iterable, Sequence

from dekom.evaluate import Row
from dekom.i18n import Message
from dekom.model import Case, Nettverk
from dekom.ordning_words import words_of
from dekom.protocol_criteria import criteria
from dekom.protocol_document import Paper, Text, figure, money
from dekom.protocol_money import SUM
from dekom.record import Record

_UDIR = (
    "Udirs mandat for samarbeidsforum sier at innstillingen skal vise hvilke tiltak som prioriteres, hvem som "
    "deltar og hvor lenge, hvordan tiltakene møter tildelingskriteriene, hvilke eiere og UH-institusjoner som "
    "samarbeider, og hvordan pengene fordeles mellom aktørene."
)


def networks(paper: Paper, record: Record) -> None:
    """Write a section for each network."""
    paper.heading(1, Message("Nettverk for nettverk"))
    paper.note(Message(_UDIR))
    for row in record.evaluation.rows:
        _network(paper, record, row)
    if not record.evaluation.rows:
        paper.say(Message("Det er ikke lagt inn noen nettverk."))


def _network(paper: Paper, record: Record, row: Row) -> None:
    nettverk, grunnlag = row.nettverk, row.nettverk.grunnlag
    paper.heading(2, nettverk.name)
    if grunnlag is None or grunnlag.is_empty:
        paper.say(Message("Beslutningsgrunnlag er ikke levert."))
    paper.facts(
        [
            (Message("Innstilt"), money(nettverk.innstilt_kr)),
            (Message("Begrunnelse"), nettverk.begrunnelse),
            (Message("Vilkår"), nettverk.vilkar if nettverk.vilkar.strip() else Message("Ingen vilkår er satt.")),
            (Message("Tiltak som prioriteres"), grunnlag.tiltak if grunnlag else ""),
            (Message("Hvem som deltar"), grunnlag.participants if grunnlag else ""),
            *_units(record.case, nettverk),
            (Message("Hvor lenge"), grunnlag.duration if grunnlag else ""),
            (Message("Eiere som samarbeider"), nettverk.owners),
            (Message("UH som samarbeider"), _uh_partners(record.case, nettverk)),
            (Message("Roller"), grunnlag.roles if grunnlag else ""),
        ]
    )
    _division(paper, record.case, nettverk)
    criteria(paper, record, row)


def _uh_partners(case: Case, nettverk: Nettverk) -> Text:
    """Return the institutions as the network has named them; where it has not, those that its shares give money to."""
    told = nettverk.grunnlag.uh_partners if nettverk.grunnlag else ""
    recipients = [case.recipients.get(share.recipient_id) for share in nettverk.shares if share.amount_kr]
    names = [recipient.name for recipient in recipients if recipient and recipient.kind == "uh"]
    if told.strip() or not names:
        return told
    return Message("{navn} (etter fordelingen av meldt behov)", {"navn": list(dict.fromkeys(names))})


def _units(case: Case, nettverk: Nettverk) -> Iterable[tuple[Text, Text]]:
    """Return how many schools or kindergartens take part, where it is known."""
    words = words_of(case.ordning)
    counts = ((words.units, nettverk.schools), (words.private_units, nettverk.private_schools))
    return [(name, figure(count)) for name, count in counts if count is not None]


def _division(paper: Paper, case: Case, nettverk: Nettverk) -> None:
    """Write how the money is divided between the actors, as the network itself has reported its need."""
    paper.heading(3, Message("Slik fordeles pengene mellom aktørene"))
    own_kr = nettverk.grunnlag.egenfinansiering_kr if nettverk.grunnlag else None
    if not nettverk.shares:
        paper.say(Message("Fordelingen mellom nettverket og UH er ikke oppgitt."))
    else:
        columns = (Message("Aktør"), Message("Del av meldt behov, kr"), Message("Herav koordinator, kr"))
        paper.table(Message("Fordelingen av meldt behov"), columns, _share_rows(case, nettverk), [1, 2], sums=1)
        paper.note(Message("Fordelingen gjelder meldt behov, ikke det innstilte beløpet."))
    paper.facts([(Message("Egenfinansiering"), money(own_kr))])
    for remark in dict.fromkeys(nettverk.uncertain.values()):
        paper.note(Message("Usikkert i kilden: {merknad}", {"merknad": remark}))


def _share_rows(case: Case, nettverk: Nettverk) -> list[Sequence[Text]]:
    rows: list[Sequence[Text]] = []
    for share in nettverk.shares:
        recipient = case.recipients.get(share.recipient_id)
        name = recipient.name if recipient else share.recipient_id
        unsure = {"nettverk": "nettverk", "uh": "uh"}.get(
            recipient.kind if recipient else "", ""
        ) in nettverk.uncertain
        label: Text = Message("{navn} ({merknad})", {"navn": name, "merknad": share.remark}) if share.remark else name
        koordinator = share.koordinator_kr
        part = Message("–") if koordinator is None else figure(koordinator, "koordinator" in nettverk.uncertain)
        rows.append((label, figure(share.amount_kr, unsure), part))
    known = [share.amount_kr for share in nettverk.shares if share.amount_kr is not None]
    koordinator_kr = [share.koordinator_kr for share in nettverk.shares if share.koordinator_kr is not None]
    rows.append((SUM, figure(sum(known)), figure(sum(koordinator_kr)) if koordinator_kr else Message("–")))
    return rows
