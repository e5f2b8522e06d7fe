"""Two innstillinger compared cell by cell: two versions, or a version and what stands now."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeVar

from dekom.i18n import Message
from dekom.model import Case, FrameLine, Nettverk, SetAside
from dekom.outcome import Kind, Outcome
from dekom.plain import canonical
from dekom.record import Record
from dekom.rules import RULES

Cell = int | Fraction | str | Message | None
"""What stands in a cell: kr as int, a share (0–1) as Fraction, a text; None is not known, or not there."""

WHOLE = Message("Hele innstillingen")
_ADDED, _TAKEN_OUT, _CHANGED = Message("lagt til"), Message("tatt ut"), Message("endret")
_STATUS = {"foreløpig": Message("foreløpig"), "endelig": Message("endelig")}
_TITLES = {rule.id: rule.title for rule in RULES}
Part = TypeVar("Part", FrameLine, SetAside)


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that is not the same. `place` is a network's or a line's name, or the whole innstilling."""

    place: str | Message
    field: Message
    before: Cell
    after: Cell
    nettverk_id: str = ""

    @property
    def change_kr(self) -> int | None:
        """How many kr more there are now; None where the cell holds no kroner or one of them is not known."""
        if isinstance(self.before, int) and isinstance(self.after, int):
            return self.after - self.before
        return None


def compare(before: Record, after: Record) -> tuple[Difference, ...]:
    """Return every difference: the whole first, then frame, networks in order, limits, and what is no single cell."""
    return (
        *_whole(before, after),
        *_frame(before.case, after.case),
        *_networks(before, after),
        *_limits(before.case, after.case),
        *_rest(before, after),
    )


def _cells(
    place: str | Message, nettverk_id: str, cells: Iterable[tuple[Message, Cell, Cell]]
) -> Iterator[Difference]:
    for field, was, now in cells:
        if was != now:
            yield Difference(place, field, was, now, nettverk_id)


def _whole(before: Record, after: Record) -> Iterator[Difference]:
    a, b = before.case, after.case
    return _cells(
        WHOLE,
        "",
        (
            (Message("Totalbeløp"), a.total_kr, b.total_kr),
            (Message("Ramme til nettverkene"), a.ramme_kr, b.ramme_kr),
            (Message("Rammens status"), _STATUS[a.status], _STATUS[b.status]),
            (Message("Innstilt i alt"), a.innstilt_kr, b.innstilt_kr),
            (Message("Gjenstår"), a.remaining_kr, b.remaining_kr),
            *_answers(before.evaluation.outcomes, after.evaluation.outcomes),
        ),
    )


def _frame(a: Case, b: Case) -> Iterator[Difference]:
    lines, sums = Message("Rammelinje"), Message("Avsatt")
    yield from _parts(a.lines, b.lines, lines, lambda line: (b if line in b.lines else a).line_name(line))
    yield from _parts(a.set_asides, b.set_asides, sums, lambda item: item.name)


def _parts(
    before: tuple[Part, ...], after: tuple[Part, ...], field: Message, name_of: Callable[[Part], str]
) -> Iterator[Difference]:
    old, new = {part.id: part for part in before}, {part.id: part for part in after}
    for part_id in {**old, **new}:
        was, now = old.get(part_id), new.get(part_id)
        if was is None and now is not None:
            yield Difference(name_of(now), field, None, _ADDED if now.amount_kr is None else now.amount_kr)
        elif now is None and was is not None:
            yield Difference(name_of(was), field, was.amount_kr, _TAKEN_OUT)
        elif was is not None and now is not None:
            if name_of(was) != name_of(now):
                yield Difference(name_of(now), Message("Navn"), name_of(was), name_of(now))
            if was.amount_kr != now.amount_kr:
                yield Difference(name_of(now), field, was.amount_kr, now.amount_kr)


def _networks(before: Record, after: Record) -> Iterator[Difference]:
    old, new = ({row.nettverk.id: row for row in record.evaluation.rows} for record in (before, after))
    field = Message("Nettverk")
    for nettverk_id in {**new, **old}:
        was, now = old.get(nettverk_id), new.get(nettverk_id)
        if was and now:
            yield from _network(was.nettverk, now.nettverk, _answers(was.outcomes, now.outcomes))
        elif now:
            yield Difference(now.nettverk.name, field, None, _ADDED, nettverk_id)
            yield from _network(Nettverk(nettverk_id, now.nettverk.name, None), now.nettverk, ())
        elif was:
            yield Difference(was.nettverk.name, field, None, _TAKEN_OUT, nettverk_id)
            yield from _network(was.nettverk, Nettverk(nettverk_id, was.nettverk.name, None), ())


def _network(a: Nettverk, b: Nettverk, answers: Iterable[tuple[Message, Cell, Cell]]) -> Iterator[Difference]:
    own_before, own_after = (n.grunnlag.egenfinansiering_kr if n.grunnlag else None for n in (a, b))
    return _cells(
        b.name,
        b.id,
        (
            (Message("Navn"), a.name, b.name),
            (Message("Innstilt"), a.innstilt_kr, b.innstilt_kr),
            (Message("Meldt behov"), a.need_kr, b.need_kr),
            (Message("I fjor"), a.last_year_kr, b.last_year_kr),
            (Message("Egenfinansiering"), own_before, own_after),
            (Message("Begrunnelse"), a.begrunnelse, b.begrunnelse),
            (Message("Vilkår"), a.vilkar, b.vilkar),
            *answers,
        ),
    )


def _answers(before: tuple[Outcome, ...], after: tuple[Outcome, ...]) -> Iterator[tuple[Message, Cell, Cell]]:
    """Return what the forum has answered to each check: a forbehold to a krav, a begrunnelse to the rest."""
    old, new = ({o.rule_id: o for o in outcomes} for outcomes in (before, after))
    for rule_id, outcome in {**old, **new}.items():
        text = "Forbehold: {title}" if outcome.kind is Kind.KRAV else "Begrunnelse: {title}"
        said = Message(text, {"title": outcome.title})
        yield said, _answer(old.get(rule_id)), _answer(new.get(rule_id))


def _answer(outcome: Outcome | None) -> str:
    return outcome.acknowledgement.text if outcome and outcome.acknowledgement else ""


def _limits(a: Case, b: Case) -> Iterator[Difference]:
    shares: list[Mapping[str, Fraction]] = [a.limits, b.limits]
    for rule_id in sorted({*a.limits, *b.limits}):
        title = _TITLES.get(rule_id, Message("Forumets grense"))
        yield from _cells(title, "", ((Message("Forumets grense"), *(s.get(rule_id) for s in shares)),))  # type: ignore[arg-type]


def _rest(before: Record, after: Record) -> Iterator[Difference]:
    """Say which other parts are not the same: they are too large to show side by side."""
    parts = (
        (Message("Andre opplysninger om nettverkene og møtet"), _bare(before.case), _bare(after.case)),
        (Message("Regelverk"), before.parameters, after.parameters),
        (Message("Gruppearbeid og inhabilitet"), before.work, after.work),
        (Message("Saksgang, vedtak og referat"), before.proceedings, after.proceedings),
    )
    for field, was, now in parts:
        if canonical(was) != canonical(now):
            yield Difference(WHOLE, field, None, _CHANGED)


def _bare(case: Case) -> Case:
    """Return a case without what is compared cell by cell."""
    return replace(
        case,
        total_kr=None,
        status="foreløpig",
        lines=(),
        set_asides=(),
        limits={},
        acknowledgements=(),
        nettverk=tuple(_bare_network(n) for n in case.nettverk),
    )


def _bare_network(n: Nettverk) -> Nettverk:
    grunnlag = n.grunnlag and replace(n.grunnlag, need_kr=None, egenfinansiering_kr=None)
    return replace(n, name="", innstilt_kr=None, last_year_kr=None, begrunnelse="", vilkar="", grunnlag=grunnlag)
