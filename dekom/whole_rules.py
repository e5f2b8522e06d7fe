"""The rules on the whole ordning: sum against frame, printed figures, money left."""

from collections.abc import Callable
from dataclasses import dataclass

from dekom.audit import Deviation
from dekom.i18n import Message
from dekom.model import Case
from dekom.outcome import Facts, Finding, Kind, Status
from dekom.parameters import Parameters
from dekom.rule_support import ARITHMETIC

WholeCheck = Callable[[Case, Parameters, tuple[Deviation, ...]], Finding]


@dataclass(frozen=True, slots=True)
class WholeRule:
    """A rule on the whole ordning."""

    id: str
    kind: Kind
    title: Message
    meaning: str
    check: WholeCheck
    source: Message


def sum_mot_ramme(case: Case, params: Parameters, audit: tuple[Deviation, ...]) -> Finding:
    """What is recommended and set aside against the frame for the networks."""
    ramme_kr, left_kr = case.ramme_kr, case.remaining_kr
    without = [n.name for n in case.nettverk if n.innstilt_kr is None]
    without_ids = ";".join(n.id for n in case.nettverk if n.innstilt_kr is None)
    used_kr = case.innstilt_kr + case.set_aside_kr
    facts: Facts = {"ramme_kr": ramme_kr, "brukt_kr": used_kr, "uten_belop": without_ids}
    if ramme_kr is None or left_kr is None:
        return Finding(Status.UAVKLART, Message("Rammen til nettverkene er ikke kjent."), facts)
    numbers = {"used": used_kr, "frame": ramme_kr, "over": -left_kr, "names": without}
    if left_kr < 0:
        text = "Innstilt og avsatt er {used:kr}, {over:kr} mer enn rammen på {frame:kr}."
        return Finding(Status.AVVIK, Message(text, numbers), facts)
    if without:
        return Finding(Status.UAVKLART, Message("Uten beløp: {names}.", numbers), facts)
    text = "Innstilt og avsatt er {used:kr}, innenfor rammen på {frame:kr}."
    return Finding(Status.STEMMER, Message(text, numbers), facts)


def tallkontroll(case: Case, params: Parameters, audit: tuple[Deviation, ...]) -> Finding:
    """What the sources print against what their own numbers give; one percentage point for rounding."""
    if not case.printed:
        return Finding(Status.AV, Message("Ingen trykte tall er lagt inn."), {})
    wrong = [d for d in audit if d.difference is not None]
    unchecked = len(audit) - len(wrong)
    found = "; ".join(f"{d.table}/{d.row}/{d.column}: {d.printed}, {d.computed}" for d in audit)
    facts: Facts = {"avvik": found, "trykte_tall": len(case.printed)}
    if wrong:
        text = "Trykte tall som ikke stemmer med tallene de bygger på: {n}. Se Tallkontroll."
        return Finding(Status.AVVIK, Message(text, {"n": len(wrong)}), facts)
    if unchecked:
        text = "Trykte tall som ikke kan kontrolleres: {n}."
        return Finding(Status.UAVKLART, Message(text, {"n": unchecked}), facts)
    return Finding(Status.STEMMER, Message("Alle trykte summer og prosenter stemmer."), facts)


def penger_igjen(case: Case, params: Parameters, audit: tuple[Deviation, ...]) -> Finding:
    """The money that is left in the frame."""
    left_kr = case.remaining_kr
    facts: Facts = {"gjenstar_kr": left_kr}
    if left_kr is None:
        return Finding(Status.OPPLYSNING, Message("Rammen til nettverkene er ikke kjent."), facts)
    text = "Det er brukt {kr:kr} mer enn rammen." if left_kr < 0 else "Det gjenstår {kr:kr}."
    return Finding(Status.OPPLYSNING, Message(text, {"kr": abs(left_kr)}), facts)


WHOLE_RULES: tuple[WholeRule, ...] = (
    WholeRule(
        "sum_mot_ramme",
        Kind.KONTROLL,
        Message("Sum mot ramme"),
        "Innstilt og avsatt er ikke mer enn rammen til nettverkene.",
        sum_mot_ramme,
        ARITHMETIC,
    ),
    WholeRule(
        "tallkontroll",
        Kind.KONTROLL,
        Message("Trykte tall mot utregnede"),
        "Summer, deler og prosenter som kildene oppgir, stemmer med kildenes egne tall.",
        tallkontroll,
        ARITHMETIC,
    ),
    WholeRule(
        "penger_igjen",
        Kind.OPPLYSNING,
        Message("Penger igjen"),
        "Det som gjenstår av rammen.",
        penger_igjen,
        ARITHMETIC,
    ),
)
