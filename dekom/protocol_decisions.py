"""What an agenda item ended in: the text with its locked figures, how it was decided, ballots and statements."""

from dekom.i18n import Message
from dekom.proceedings import AgendaItem, Ballot, Decision, Majority, Way
from dekom.protocol_document import Paper, Text, figure
from dekom.record import Record
from dekom.resolution_text import figure_word, render_resolution
from dekom.votes import result_line

NOT_AGREED: Way = "ingen enighet"
_WAYS = {
    "enighet": Message("Vedtatt ved enighet."),
    "votering": Message("Vedtatt etter votering."),
    "ingen enighet": Message("Forumet ble ikke enig."),
}
_STATEMENTS = {"dissens": Message("Dissens"), "protokolltilførsel": Message("Protokolltilførsel")}


def of_item(item: AgendaItem | None) -> Text:
    """Return what an agenda item is called."""
    if item is None:
        return Message("Sak som ikke lenger står på sakslisten")
    return Message("Sak {nr}: {tittel}", {"nr": item.sak, "tittel": item.title}) if item.sak else item.title


def is_recommended(decision: Decision, ordning: str) -> bool:
    """Return whether a decision is part of the innstilling: adopted, and on this ordning or the whole meeting."""
    return decision.way != NOT_AGREED and decision.ordning in {"", ordning}


def decided(paper: Paper, decision: Decision) -> None:
    """Write a decision as it was made, and its figures; a text that was not agreed on is no decision."""
    is_agreed = decision.way != NOT_AGREED
    name = Message("Vedtatt") if is_agreed else Message("Forslag til vedtak")
    rows: list[tuple[Text, Text]] = [(name, decision.text), (Message("Hvordan"), _WAYS[decision.way])]
    if decision.figures:
        figures = [
            Message("{navn} {kr:kr}", {"navn": figure_word(named.name), "kr": named.kr}) for named in decision.figures
        ]
        rows.append((Message("Tallene i teksten"), Message("{tall:semikolon}", {"tall": figures})))
    paper.facts(rows)


def outcome_of_item(paper: Paper, record: Record, item: AgendaItem) -> None:
    """Write what an item ended in: decision or proposal, ballots, dissent and protokolltilførsler."""
    proceedings = record.proceedings
    decision, proposal = proceedings.decision(item.id), proceedings.resolution(item.id)
    if decision is not None and is_recommended(decision, record.case.ordning):
        paper.facts([(Message("Vedtatt"), Message("Se «Forumets innstilling»."))])
    elif decision is not None:
        decided(paper, decision)
    elif proposal is not None and proposal.text.strip():
        is_ours = proposal.ordning == record.case.ordning  # live figures are those of the proposal's own ordning
        text = render_resolution(record.case, proposal.text, paper.language) if is_ours else proposal.text
        paper.facts([(Message("Forslag til vedtak, ikke avgjort"), text)])
    for ballot in proceedings.ballots:
        if ballot.item_id == item.id:
            _ballot(paper, ballot, proceedings.majority)
    for statement in proceedings.statements:
        if statement.item_id == item.id:
            kind = _STATEMENTS[statement.kind]
            name = Message("{slag}, {hvem}", {"slag": kind, "hvem": statement.who}) if statement.who.strip() else kind
            paper.facts([(name, statement.text)])


def _ballot(paper: Paper, ballot: Ballot, majority: Majority | None) -> None:
    """Write a tally. A winner is named only by the forum's own majority rule."""
    not_cast = ballot.entitled - sum(ballot.counts.values()) - ballot.abstained
    rows: list[tuple[Text, Text]] = [(name, figure(votes)) for name, votes in ballot.counts.items()]
    rows.append((Message("Avstår"), figure(ballot.abstained)))
    rows.append((Message("Ikke avgitt"), figure(not_cast)))
    rows.append((Message("Stemmeberettigede"), figure(ballot.entitled)))
    title = Message("Votering: {emne}", {"emne": ballot.subject})
    paper.table(title, (Message("Alternativ"), Message("Antall stemmer")), rows, numbers=[1], sums=1)
    paper.note(result_line(ballot, majority))
    if majority is not None and majority.source.strip():
        paper.note(Message("Flertallsregelens kilde: {kilde}", {"kilde": majority.source}))
