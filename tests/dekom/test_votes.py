"""Who may vote, which tallies can be, and what they come to: exactly, and only by the forum's own rule."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dekom.figures import NBSP
from dekom.i18n import render
from dekom.money import Refused
from dekom.proceedings import Ballot, Majority, Proceedings, Seat
from dekom.votes import (
    check_ballot,
    entitled,
    is_statsforvalter,
    majority_words,
    result,
    result_line,
    seats_left_out,
    tally,
    voting_seats,
)

DAY = date(2022, 3, 9)
HALF = Majority(Fraction(1, 2), True, "avgitte")


def seat(seat_id: str, seats: int | None = 2, votes: bool = True, **rest: Any) -> Seat:
    return Seat(seat_id, rest.pop("organisation", seat_id), rest.pop("role", ""), seats, votes, **rest)


def forum(*seats: Seat, **rest: Any) -> Proceedings:
    return Proceedings("m", DAY, seats=seats, **rest)


def ballot(counts: dict[str, int], abstained: int = 0, may_vote: int = 20) -> Ballot:
    return Ballot("b", "sak-8", "Forslaget", counts, abstained, may_vote, datetime(2022, 3, 9, 14))


def rule(share: str, more_than: bool = True, of: Literal["avgitte", "stemmeberettigede"] = "avgitte") -> Majority:
    return Majority(Fraction(share), more_than, of)


# Who may vote


def test_seats_with_a_vote_may_vote_and_others_not() -> None:
    assert entitled(forum(seat("uh", 2), seat("eiere", 9), seat("observatør", 3, votes=False))) == 11


@pytest.mark.parametrize(
    ("organisation", "role"),
    [
        ("Statsforvalteren i Trøndelag", "Møteleder"),
        ("statsforvaltaren", ""),
        ("Sekretariat", "Statsforvalter, leder"),
    ],
)
def test_statsforvalter_never_votes_and_is_said(organisation: str, role: str) -> None:
    theirs = seat("sf", 2, organisation=organisation, role=role)
    found = forum(seat("uh", 5), theirs)
    assert is_statsforvalter(theirs)
    assert entitled(found) == 5
    assert seats_left_out(found) == (theirs,)
    assert seats_left_out(forum(seat("uh"), seat("sf", votes=False, organisation=organisation))) == ()


@pytest.mark.parametrize(
    ("present", "vara", "absent", "expected"),
    [(None, None, None, 5), (3, None, None, 3), (3, 1, 2, 4), (0, 2, 5, 2), (0, 0, 5, 0), (5, 0, 0, 5)],
)
def test_who_is_there_votes_where_that_is_entered(
    present: int | None, vara: int | None, absent: int | None, expected: int
) -> None:
    assert entitled(forum(seat("eiere", 5, present=present, vara=vara, absent=absent))) == expected


def test_number_is_unknown_while_a_voting_seat_has_none_or_nobody_votes() -> None:
    assert entitled(forum(seat("uh", 2), seat("eiere", None))) is None
    assert entitled(forum(seat("uh", 2), seat("eiere", None, present=4))) == 6
    assert entitled(forum(seat("uh", 2), seat("gjest", None, votes=False))) == 2
    assert entitled(forum(seat("gjest", 3, votes=False))) is None
    assert entitled(forum()) is None


@pytest.mark.parametrize(("held_on", "expected"), [(date(2022, 7, 31), 4), (date(2022, 8, 1), 5)])
def test_another_division_of_seats_counts_from_a_date(held_on: date, expected: int) -> None:
    before, after = {"valid_to": date(2022, 8, 1)}, {"valid_from": date(2022, 8, 1)}
    seats = [seat("uh", 4, **before), *(seat(name, n, **after) for name, n in (("nord", 2), ("ntnu", 2), ("dmmh", 1)))]
    found = Proceedings("m", held_on, seats=tuple(seats))
    assert entitled(found) == expected
    assert len(voting_seats(found)) == (1 if expected == 4 else 3)


# Which tallies can be


@pytest.mark.parametrize(
    ("counts", "abstained", "may_vote"),
    [({"For": 10, "Mot": 5}, 5, 20), ({"For": 1, "Mot": 0}, 0, 20), ({"A": 7, "B": 7, "C": 6}, 0, 20)],
)
def test_possible_tally_is_taken(counts: dict[str, int], abstained: int, may_vote: int) -> None:
    check_ballot(counts, abstained, may_vote)


@pytest.mark.parametrize(
    ("counts", "abstained", "may_vote", "words"),
    [
        ({"For": 10, "Mot": 5}, 6, 20, "til sammen 21, og 20 kan stemme"),
        ({"For": 21, "Mot": 0}, 0, 20, "til sammen 21"),
        ({"For": -1, "Mot": 2}, 0, 20, "hele tall"),
        ({"For": 1, "Mot": 2}, -1, 20, "hele tall"),
        ({"For": True, "Mot": 2}, 0, 20, "hele tall"),
        ({"For": 1.5, "Mot": 2}, 0, 20, "hele tall"),
        ({"For": 0, "Mot": 0}, 0, 20, "hvor mange stemmer"),
        ({"For": 5}, 0, 20, "minst to alternativer"),
        ({"For": 1, "Mot": 0}, 0, None, "ikke kjent hvor mange"),
    ],
)
def test_impossible_tally_is_refused(counts: Any, abstained: Any, may_vote: int | None, words: str) -> None:
    with pytest.raises(Refused, match=words):
        check_ballot(counts, abstained, may_vote)


# What it comes to


def test_no_winner_is_named_without_a_rule_of_the_forum() -> None:
    found = ballot({"For": 20, "Mot": 0})
    assert result(found, None).winner == ""
    assert result(found, None).kind == "uten regel"
    line = render(result_line(found, None))
    assert line.startswith("Forumet har ikke satt en flertallsregel.")
    assert render(tally(found)) == "For 20, Mot 0, avsto 0, av 20 som kunne stemme"


@pytest.mark.parametrize(
    ("counts", "majority", "kind", "winner"),
    [
        ({"For": 11, "Mot": 9}, HALF, "nok", "For"),
        ({"For": 9, "Mot": 11}, HALF, "nok", "Mot"),
        ({"For": 10, "Mot": 10}, HALF, "likt", ""),
        ({"For": 10, "Mot": 10}, rule("1/2", more_than=False), "likt", ""),
        ({"A": 8, "B": 7, "C": 5}, HALF, "ikke nok", ""),
        ({"A": 8, "B": 8, "C": 4}, HALF, "likt", ""),
        ({"A": 8, "B": 7, "C": 5}, rule("1/3", more_than=False), "flere", ""),
        # two thirds, just under, at and over
        ({"For": 13, "Mot": 7}, rule("2/3", more_than=False), "ikke nok", ""),
        ({"For": 12, "Mot": 6}, rule("2/3", more_than=False), "nok", "For"),
        ({"For": 12, "Mot": 6}, rule("2/3"), "ikke nok", ""),
        ({"For": 13, "Mot": 6}, rule("2/3"), "nok", "For"),
        # of all who may vote: those who abstain count against
        ({"For": 10, "Mot": 1}, rule("1/2", of="stemmeberettigede"), "ikke nok", ""),
        ({"For": 10, "Mot": 1}, rule("1/2", more_than=False, of="stemmeberettigede"), "nok", "For"),
        ({"For": 11, "Mot": 0}, rule("1/2", of="stemmeberettigede"), "nok", "For"),
        ({"For": 0, "Mot": 0}, HALF, "likt", ""),
    ],
)
def test_winner_is_the_one_that_meets_the_rule(
    counts: dict[str, int], majority: Majority, kind: str, winner: str
) -> None:
    found = result(ballot(counts, abstained=1), majority)
    assert (found.kind, found.winner) == (kind, winner)
    line = render(result_line(ballot(counts, abstained=1), majority))
    assert render(majority_words(majority)) in line
    assert ("Stemmelikhet" in line) == (kind == "likt")
    assert ("har nok" in line) == (kind == "nok")


@given(
    st.lists(st.integers(0, 30), min_size=2, max_size=5),
    st.fractions(Fraction(1, 100), 1, max_denominator=300),
    st.booleans(),
    st.sampled_from(["avgitte", "stemmeberettigede"]),
    st.integers(0, 20),
)
def test_a_winner_is_alone_on_top_and_has_enough(
    votes: list[int], share: Fraction, more_than: bool, of: Any, others: int
) -> None:
    counts = {f"alternativ {n}": v for n, v in enumerate(votes)}
    found = result(ballot(counts, 0, sum(votes) + others), Majority(share, more_than, of))
    base = sum(votes) + (others if of == "stemmeberettigede" else 0)
    enough = [n for n, v in counts.items() if base and (v > share * base or (not more_than and v == share * base))]
    if found.winner:
        assert enough == [found.winner]
        assert all(v < counts[found.winner] for n, v in counts.items() if n != found.winner)
    else:
        assert found.kind != "nok"
    if share >= Fraction(1, 2):
        assert bool(found.winner) == (len(enough) == 1)


def test_rule_is_said_in_words() -> None:
    said = {of: render(majority_words(rule("2/3", False, of))) for of in ("avgitte", "stemmeberettigede")}  # type: ignore[arg-type]
    assert said["avgitte"].replace(NBSP, " ") == "minst 2/3 av avgitte stemmer"
    assert said["stemmeberettigede"].replace(NBSP, " ") == "minst 2/3 av dem som kan stemme"
    assert render(majority_words(HALF)).replace(NBSP, " ") == "mer enn 50 % av avgitte stemmer"
