"""evaluate(case, params): every figure and every check of the case, whole and pure, on every run."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from dekom.audit import Deviation, audit
from dekom.i18n import Message
from dekom.model import Acknowledgement, Case, Nettverk, PrintedFigure, Recipient, sum_known
from dekom.outcome import OPEN, PASSED, WORST_FIRST, Finding, Kind, Outcome, facts_key
from dekom.parameters import Parameters
from dekom.rule_support import difference_kr
from dekom.rules import RULES
from dekom.whole_rules import WHOLE_RULES

Balance = Literal["igjen", "brukt", "over", "ukjent"]
Acknowledged = Mapping[tuple[str, str], Acknowledgement]


@dataclass(frozen=True, slots=True)
class Row:
    """One network with its figures and outcomes. Shares are 0–1, None where a figure is missing or 0."""

    nettverk: Nettverk
    change_kr: int | None
    change_share: Fraction | None
    need_share: Fraction | None
    outcomes: tuple[Outcome, ...]

    @property
    def worst(self) -> Outcome | None:
        """The outcome that the badge shows: the worst one unanswered, else the worst one answered."""
        troubled = [o for o in self.outcomes if o.status in OPEN]
        # Among the answered a forbehold comes first: it is what must be cleared before the vedtak.
        by_weight = sorted(
            troubled,
            key=lambda o: (
                o.acknowledgement is not None,
                o.acknowledgement is not None and o.kind is not Kind.KRAV,
                WORST_FIRST.index(o.status),
            ),
        )
        return by_weight[0] if by_weight else None

    @property
    def tested(self) -> bool:
        """Whether any check came out well: without one there is nothing to call in order."""
        return any(o.status in PASSED for o in self.outcomes)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that follows from a case: totals in kr, rows, the outcomes on the whole, and the number audit."""

    case: Case
    ramme_kr: int | None
    innstilt_kr: int
    remaining_kr: int | None
    last_year_kr: int
    need_kr: int
    rows: tuple[Row, ...]
    outcomes: tuple[Outcome, ...]
    audit: tuple[Deviation, ...]

    @property
    def balance(self) -> Balance:
        """Whether money is left, the frame is exactly used, or it is exceeded."""
        if self.remaining_kr is None:
            return "ukjent"
        if self.remaining_kr < 0:
            return "over"
        return "igjen" if self.remaining_kr else "brukt"

    @property
    def open_outcomes(self) -> tuple[Outcome, ...]:
        """Every outcome that the forum still has to answer, network by network, the whole ordning last."""
        return tuple(o for row in self.rows for o in row.outcomes if o.is_open) + tuple(
            o for o in self.outcomes if o.is_open
        )


def frame_identity(case: Case) -> Message:
    """Return total − the lines taken first = ramme til nettverkene, lines of one name added together."""
    named: dict[str, list[int | None]] = {}
    for line in case.lines:
        named.setdefault(line.name, []).append(line.amount_kr)
    parts = [
        Message("− {name} {kr:tall}", {"name": name, "kr": None if None in amounts else sum_known(amounts)})
        for name, amounts in named.items()
    ]
    asides = [Message("Avsatt til {name} {kr:tall}.", {"name": s.name, "kr": s.amount_kr}) for s in case.set_asides]
    numbers = {"total": case.total_kr, "lines": parts, "ramme": case.ramme_kr, "asides": asides}
    text = "Totalt {total:tall}" + (" {lines:rekke}" if parts else "") + " = {ramme:tall} til nettverkene."
    return Message(text + (" {asides:rekke}" if asides else ""), numbers)


def evaluate(case: Case, params: Parameters) -> Evaluation:
    """Return every figure and outcome of `case` under the parameters in force."""
    answers = {(a.rule_id, a.nettverk_id): a for a in case.acknowledgements}
    tolerance = params.share("trykt_prosent_slingring") or Fraction(0)
    names = tuple((n.id, n.name) for n in case.nettverk)
    deviations = _audit(case.printed, names, tolerance, tuple(case.recipients.values()))
    return Evaluation(
        case=case,
        ramme_kr=case.ramme_kr,
        innstilt_kr=case.innstilt_kr,
        remaining_kr=case.remaining_kr,
        last_year_kr=sum_known(n.last_year_kr for n in case.nettverk),
        need_kr=sum_known(n.need_kr for n in case.nettverk),
        rows=tuple(_row(nettverk, case, params, answers) for nettverk in case.nettverk),
        outcomes=tuple(
            _outcome(rule.id, rule.kind, rule.title, rule.source, "", rule.check(case, params, deviations), answers)
            for rule in WHOLE_RULES
        ),
        audit=deviations,
    )


@lru_cache(maxsize=4)
def _audit(
    printed: tuple[PrintedFigure, ...],
    names: tuple[tuple[str, str], ...],
    tolerance: Fraction,
    recipients: tuple[Recipient, ...],
) -> tuple[Deviation, ...]:
    """Audit what is printed, once for every edit of an amount: no edit of an amount changes it."""
    return audit(printed, dict(names), tolerance, {recipient.id: recipient for recipient in recipients})


def _row(nettverk: Nettverk, case: Case, params: Parameters, answers: Acknowledged) -> Row:
    change_kr = difference_kr(nettverk.innstilt_kr, nettverk.last_year_kr)
    return Row(
        nettverk=nettverk,
        change_kr=change_kr,
        change_share=_share(change_kr, nettverk.last_year_kr),
        need_share=_share(nettverk.innstilt_kr, nettverk.need_kr),
        outcomes=tuple(
            _outcome(
                rule.id,
                rule.kind,
                rule.title,
                rule.source or params.source(rule.parameter),
                nettverk.id,
                rule.check(nettverk, case, params),
                answers,
            )
            for rule in RULES
        ),
    )


def _outcome(
    rule_id: str,
    kind: Kind,
    title: Message,
    source: Message | None,
    nettverk_id: str,
    finding: Finding,
    answers: Acknowledged,
) -> Outcome:
    answer = answers.get((rule_id, nettverk_id))
    if answer and answer.facts != facts_key(finding):
        answer = None
    return Outcome(rule_id, kind, title, source, nettverk_id, finding, answer)


def _share(part_kr: int | None, whole_kr: int | None) -> Fraction | None:
    return Fraction(part_kr, whole_kr) if part_kr is not None and whole_kr else None
