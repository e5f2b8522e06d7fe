"""The checks: what the forum has answered to them, what each came to, its source, and the parameters with dates."""

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction

from dekom.figures import NBSP, format_exact_percent
from dekom.i18n import Message
from dekom.outcome import OPEN, Kind, Outcome, Status
from dekom.parameters import Parameter
from dekom.protocol_document import NOT_STATED, Paper, Text, day_text
from dekom.record import Edition, Record
from dekom.rules import RULES

_PRINTED_PERCENT = "trykt_prosent_slingring"
_TITLES = {rule.parameter: rule.title for rule in RULES if rule.parameter} | {
    _PRINTED_PERCENT: Message("Avrunding i trykte prosenter")
}


def answered(paper: Paper, record: Record) -> None:
    """Write what was accepted and why, the forbehold, and what is still open."""
    evaluation = record.evaluation
    outcomes = [o for row in evaluation.rows for o in row.outcomes] + list(evaluation.outcomes)
    troubled = [o for o in outcomes if o.status in OPEN]
    given = [o for o in troubled if o.acknowledgement is not None]
    names = {n.id: n.name for n in record.case.nettverk}
    parts = (
        (
            Message("Godtatt med begrunnelse"),
            Message("Forumet har ikke godtatt noe avvik."),
            [o for o in given if o.kind is not Kind.KRAV],
        ),
        (
            Message("Forbehold"),
            Message("Forumet har ikke tatt forbehold."),
            [o for o in given if o.kind is Kind.KRAV],
        ),
    )
    for heading, none, found in parts:
        paper.heading(1, heading)
        if found:
            _outcomes(paper, heading, found, names)
        else:
            paper.say(none)
    if left := [o for o in troubled if o.acknowledgement is None]:
        paper.heading(1, Message("Åpne punkter"))
        paper.say(Message("Forumet har ikke svart på disse punktene."))
        _outcomes(paper, Message("Åpne punkter"), left, names)


def _outcomes(paper: Paper, title: Message, outcomes: Sequence[Outcome], names: dict[str, str]) -> None:
    columns: tuple[Text, ...] = (Message("Gjelder"), Message("Kontroll"), Message("Funn"))
    has_answers = outcomes[0].acknowledgement is not None
    if has_answers:
        columns += (Message("Forumets svar"),)
    rows: list[Sequence[Text]] = []
    for o in outcomes:
        place: Text = names.get(o.nettverk_id, o.nettverk_id) if o.nettverk_id else Message("Hele innstillingen")
        found = Message("{utfall}. {setning}", {"utfall": o.status, "setning": o.message})
        answer = (o.acknowledgement.text if o.acknowledgement else NOT_STATED,) if has_answers else ()
        rows.append((place, o.title, found, *answer))
    paper.table(title, columns, rows)


def outcome_line(outcome: Outcome) -> Message:
    """Return an outcome in one line: the check, its word and its sentence."""
    said = {"kontroll": outcome.title, "utfall": outcome.status, "setning": outcome.message}
    return Message("{kontroll}: {utfall}. {setning}", said)


def checks(paper: Paper, record: Record) -> None:
    """Write every check with how often it ended in what, its source, and what it was measured by."""
    paper.heading(1, Message("Kontrollene"))
    paper.note(Message("Et tall som mangler eller er usikkert, gjør kontrollen uavklart."))
    paper.note(Message("Et krav kan forumet bare ta forbehold om."))
    columns = (Message("Kontroll"), Message("Slag"), Message("Utfall"), Message("Kilde"))
    paper.table(Message("Kontrollene som er brukt"), columns, _check_rows(record))
    paper.table(
        Message("Regelverdier på møtedagen"),
        (Message("Regel"), Message("Verdi"), Message("Gjelder fra"), Message("Kilde")),
        [
            (_TITLES.get(name, name), _value(name, p), day_text(p.valid_from, paper.language), p.source)
            for name, p in sorted(record.parameters.values.items(), key=lambda item: _place(item[0]))
        ],
    )
    _limits(paper, record)


def _place(name: str) -> tuple[int, str]:
    """Return where a parameter stands: by the rules' order, so that a frozen version reads as its draft did."""
    names = list(_TITLES)
    return (names.index(name) if name in names else len(names)), name


def _check_rows(record: Record) -> Iterable[Sequence[Text]]:
    evaluation = record.evaluation
    of_rule: dict[str, list[Outcome]] = {}
    for outcome in (*(o for row in evaluation.rows for o in row.outcomes), *evaluation.outcomes):
        of_rule.setdefault(outcome.rule_id, []).append(outcome)
    for outcomes in of_rule.values():
        first = outcomes[0]
        yield first.title, Message("{slag}", {"slag": first.kind}), _results(outcomes), first.source or NOT_STATED


def _results(outcomes: Sequence[Outcome]) -> Message:
    """Return how many networks a check ended in what for; of the whole, its sentence."""
    first = outcomes[0]
    if not first.nettverk_id:
        if first.kind is Kind.OPPLYSNING:
            return first.message
        return Message("{utfall}. {setning}", {"utfall": first.status, "setning": first.message})
    if first.kind is Kind.OPPLYSNING:
        return Message("Opplyst per nettverk")
    counts = Counter(o.status for o in outcomes)
    parts = [
        Message("{utfall}: {antall:tall}", {"utfall": status, "antall": counts[status]})
        for status in Status
        if status in counts
    ]
    return Message("{deler}", {"deler": parts})


def _value(name: str, parameter: Parameter) -> Message:
    value = parameter.value
    if value is None:
        return Message("Ikke kjent: kontrollen er av")
    if name == _PRINTED_PERCENT:  # a difference between two percentages
        return Message("{tall} prosentpoeng", {"tall": format_exact_percent(value).removesuffix(f"{NBSP}%")})
    return Message("Gjelder") if value == Fraction(1) else Message("{andel:eksakt}", {"andel": value})


def _limits(paper: Paper, record: Record) -> None:
    """Write the forum's own limits; none is given from outside."""
    limits = record.case.limits
    if limits:
        rows = [
            (rule.title, Message("{andel:eksakt}", {"andel": limits[rule.id]})) for rule in RULES if rule.id in limits
        ]
        paper.table(Message("Forumets egne grenser"), (Message("Grense"), Message("Verdi")), rows, numbers=[1])
    else:
        paper.say(Message("Forumet har ikke satt egne grenser."))


def fingerprint(paper: Paper, edition: Edition) -> None:
    """Write what shows later that the version is as it was fastsatt."""
    paper.heading(1, Message("Fingeravtrykk"))
    paper.note(Message("Versjon {nr}, SHA-256: {avtrykk}", {"nr": edition.number, "avtrykk": edition.hash}))
