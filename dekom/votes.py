"""Who may vote, and what a ballot says. A winner is named only by a majority rule that the forum has entered."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from dekom.i18n import Message
from dekom.money import Refused
from dekom.proceedings import Ballot, Majority, Proceedings, Seat

ResultKind = Literal["uten regel", "nok", "ikke nok", "likt", "flere"]
_STATSFORVALTER = "statsforvalt"  # statsforvalteren in bokmål, statsforvaltaren in nynorsk


@dataclass(frozen=True, slots=True)
class Result:
    """What a ballot comes to under a majority rule. `winner` is "" unless exactly one alternative has enough.

    `base` is how many votes or seats the share is of; 0 where there is no rule.
    """

    kind: ResultKind
    winner: str = ""
    base: int = 0


def is_statsforvalter(seat: Seat) -> bool:
    """Return whether a seat is the statsforvalter's, by its organisation or its role."""
    return any(_STATSFORVALTER in text.casefold() for text in (seat.organisation, seat.role))


def voting_seats(proceedings: Proceedings) -> tuple[Seat, ...]:
    """Return the seats that may vote on the day of the meeting: never the statsforvalter's."""
    return tuple(seat for seat in proceedings.seats_now if seat.votes and not is_statsforvalter(seat))


def seats_left_out(proceedings: Proceedings) -> tuple[Seat, ...]:
    """Return the seats that are entered with a vote and have none: the statsforvalter's."""
    return tuple(seat for seat in proceedings.seats_now if seat.votes and is_statsforvalter(seat))


def entitled(proceedings: Proceedings) -> int | None:
    """Return how many may vote: those who are there (til stede and vara) where that is entered, else every seat.

    None where a seat that may vote has no number, or none may vote.
    """
    counts = [_voters(seat) for seat in voting_seats(proceedings)]
    known = [n for n in counts if n is not None]
    return sum(known) if known and len(known) == len(counts) else None


def _voters(seat: Seat) -> int | None:
    if seat.present is None:
        return seat.seats
    return seat.present + (seat.vara or 0)


def check_ballot(counts: Mapping[str, int], abstained: int, may_vote: int | None) -> None:
    """Raise `Refused`, with what to do instead, unless a ballot can have come out so."""
    if may_vote is None:
        raise Refused(
            Message("Det er ikke kjent hvor mange som kan stemme. Skriv antall plasser i Oppsett, eller før oppmøte.")
        )
    if len(counts) < 2:
        raise Refused(Message("En votering må ha minst to alternativer."))
    for votes in (*counts.values(), abstained):
        if isinstance(votes, bool) or not isinstance(votes, int) or votes < 0:
            raise Refused(Message("Skriv antall stemmer som hele tall, 0 eller flere."))
    given = sum(counts.values()) + abstained
    if given == 0:
        raise Refused(Message("Skriv hvor mange stemmer hvert alternativ fikk."))
    if given > may_vote:
        raise Refused(
            Message(
                "Stemmene er til sammen {given}, og {may_vote} kan stemme. Tell på nytt, eller rett oppmøtet.",
                {"given": given, "may_vote": may_vote},
            )
        )


def result(ballot: Ballot, majority: Majority | None) -> Result:
    """Return what a ballot comes to, exactly. Without a rule of the forum's it comes to nothing but its tallies."""
    if majority is None:
        return Result("uten regel")
    base = sum(ballot.counts.values()) if majority.of == "avgitte" else ballot.entitled
    enough = [name for name, votes in ballot.counts.items() if base and _meets(votes, base, majority)]
    most = max(ballot.counts.values(), default=0)
    if sum(votes == most for votes in ballot.counts.values()) > 1:
        return Result("likt", base=base)
    if len(enough) == 1:
        return Result("nok", enough[0], base)
    return Result("flere" if enough else "ikke nok", base=base)


def tally(ballot: Ballot) -> Message:
    """Return the votes by alternative, those who abstained, and how many could vote."""
    parts = [Message("{name} {n}", {"name": name, "n": n}) for name, n in ballot.counts.items()]
    given = {"counts": parts, "abstained": ballot.abstained, "may_vote": ballot.entitled}
    return Message("{counts}, avsto {abstained}, av {may_vote} som kunne stemme", given)


def result_line(ballot: Ballot, majority: Majority | None) -> Message:
    """Return what a ballot comes to, in a sentence."""
    found = result(ballot, majority)
    if majority is None:
        return Message("Forumet har ikke satt en flertallsregel. Verktøyet peker ikke ut noe alternativ.")
    said = {"rule": majority_words(majority), "winner": found.winner}
    match found.kind:
        case "nok":
            return Message("«{winner}» har nok etter forumets regel: {rule}.", said)
        case "likt":
            return Message("Stemmelikhet. Ingen har flertall etter forumets regel: {rule}.", said)
        case "flere":
            return Message("Flere alternativer oppfyller forumets regel: {rule}. Forumet avgjør.", said)
    return Message("Ikke nok: ingen har flertall etter forumets regel, {rule}.", said)


def majority_words(majority: Majority) -> Message:
    """Return the rule inside a sentence, such as «mer enn 50 % av avgitte stemmer»."""
    share = {"share": share_words(majority.share)}
    match majority.of, majority.more_than:
        case "avgitte", True:
            return Message("mer enn {share:eksakt} av avgitte stemmer", share)
        case "avgitte", False:
            return Message("minst {share} av avgitte stemmer", share)
        case _, True:
            return Message("mer enn {share:eksakt} av dem som kan stemme", share)
    return Message("minst {share} av dem som kan stemme", share)


def share_words(share: Fraction) -> Message:
    """Return a share (0–1) as per cent where that is exact, else as the fraction it is."""
    if (share * 1_000_000).denominator == 1:  # four decimals of per cent
        return Message("{share:eksakt}", {"share": share})
    return Message("{part}/{whole}", {"part": share.numerator, "whole": share.denominator})


def _meets(votes: int, base: int, majority: Majority) -> bool:
    share = Fraction(votes, base)
    return share > majority.share if majority.more_than else share >= majority.share
