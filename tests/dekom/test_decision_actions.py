"""What is written down of an agenda item, on a real file: it stands, is undone, is refused when stale."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

import pytest

from dekom import decision_actions as act
from dekom.access import Forbidden
from dekom.actions import set_amount
from dekom.change import InvalidChange, RowEdit, StaleChange
from dekom.figures import NBSP
from dekom.i18n import render
from dekom.money import Refused
from dekom.proceedings import Ballot, Figure, Proceedings, Resolution, Statement
from dekom.resolution_text import deviation_lines
from dekom.store import Store
from dekom.tables import INNSTILLING, SAK
from tests.dekom.store_fixtures import ADA, BO, HOSTILE_TEXTS, LISTENER, MEETING, change, dump, load, nothing_written

POOL, INNSTILLINGEN = "sak-2", "sak-10"
AT = datetime(2022, 3, 9, 14, 43, 7)
TEXT = "Innstilt er {Innstilt}, og Fosen får {Fosen}."
LOCKED = "Innstilt er kr 13 705 615, og Fosen får kr 721 155."


def goes(store: Store) -> Proceedings:
    return store.load_proceedings(MEETING)


def seats(store: Store, **of_seats: int) -> None:
    """Put seats with a vote into the forum."""
    rows: list[dict[str, Any]] = [
        {"position": n, "organisation": name, "role": "", "seats": count, "votes": "ja"}
        for n, (name, count) in enumerate(of_seats.items())
    ]
    key = {"meeting_id": MEETING}
    edits = [RowEdit("seat", {**key, "seat_id": r["organisation"]}, None, r) for r in rows]
    store.apply(replace(change(*edits), ordning=""), ADA)


def propose(store: Store, text: str = TEXT, before: str = "", item: str = INNSTILLINGEN) -> Proceedings:
    act.set_resolution(store, ADA, goes(store), item, load(store), before, text)
    return goes(store)


def decided(store: Store, text: str = TEXT) -> Proceedings:
    act.decide(store, ADA, propose(store, text), INNSTILLINGEN, load(store), "enighet", AT)
    return goes(store)


def voted(store: Store, **counts: int) -> Proceedings:
    seats(store, eiere=11, uh=5)
    votes = counts or {"For": 9, "Mot": 4}
    act.add_ballot(store, ADA, goes(store), INNSTILLINGEN, "Forslaget", votes, 1, AT)
    return goes(store)


def what(store: Store) -> str:
    entry = store.undo_state(MEETING, "", ADA)[0]
    assert entry
    return render(entry.what)


# The proposal


def test_proposal_stands_as_written_for_its_ordning_and_is_undone(store: Store) -> None:
    assert propose(store).resolutions == (Resolution(INNSTILLINGEN, "dekom", TEXT),)
    assert what(store) == "Forslag til vedtak i sak 10"
    propose(store, "Uten tall.", before=TEXT)
    store.undo(MEETING, "", ADA)
    assert goes(store).resolution(INNSTILLINGEN) == Resolution(INNSTILLINGEN, "dekom", TEXT)
    propose(store, "  ", before=TEXT)
    assert goes(store).resolutions == ()


def test_proposal_moves_what_watches_the_items_and_not_the_amounts(store: Store) -> None:
    before = store.revisions(MEETING)
    propose(store)
    after = store.revisions(MEETING)
    assert after[SAK] == before[SAK] + 1
    assert after[INNSTILLING] == before[INNSTILLING]


def test_proposal_over_one_that_another_wrote_is_refused(store: Store) -> None:
    propose(store)
    act.set_resolution(store, BO, goes(store), INNSTILLINGEN, load(store), TEXT, "Noe annet.")
    with nothing_written(store), pytest.raises(StaleChange, match="resolution"):
        propose(store, "Mitt.", before=TEXT)
    with nothing_written(store), pytest.raises(StaleChange, match="resolution"):
        propose(store, "Mitt.", before="")


@pytest.mark.parametrize("text", ["{Instilt}", "{", "x" * 10_001])
def test_proposal_that_cannot_be_is_refused(store: Store, text: str) -> None:
    with nothing_written(store), pytest.raises((Refused, InvalidChange)):
        propose(store, text)


def test_proposal_in_an_item_that_is_not_there_is_refused(store: Store) -> None:
    with nothing_written(store), pytest.raises(InvalidChange, match="Saken finnes ikke"):
        propose(store, item="sak-99")


# The decision


def test_decision_locks_text_and_figures(store: Store) -> None:
    found = decided(store).decision(INNSTILLINGEN)
    assert found
    assert found.text.replace(NBSP, " ") == LOCKED
    assert found.figures == (Figure("Innstilt", 13_705_615), Figure("Fosen", 721_155))
    assert (found.way, found.ordning, found.decided_at) == ("enighet", "dekom", AT)
    assert what(store) == "Vedtatt ved enighet: sak 10"


def test_later_amounts_leave_the_decision_and_are_said_to_deviate(store: Store) -> None:
    locked = decided(store).decisions
    assert deviation_lines(goes(store), load(store)) == []
    set_amount(store, BO, load(store), "fosen", 721_155, 800_000)
    assert goes(store).decisions == locked
    (line,) = deviation_lines(goes(store), load(store))
    assert render(line).replace(NBSP, " ") == (
        "Avviker fra vedtaket i sak 10: Innstilt var 13 705 615 kr, er 13 784 460 kr; "
        "Fosen var 721 155 kr, er 800 000 kr"
    )
    set_amount(store, BO, load(store), "fosen", 800_000, 721_155)
    assert deviation_lines(goes(store), load(store)) == []


def test_decision_without_text_or_with_a_figure_that_is_not_known_is_refused(store: Store) -> None:
    with nothing_written(store), pytest.raises(Refused, match="Skriv og lagre forslaget"):
        act.decide(store, ADA, goes(store), INNSTILLINGEN, load(store), "enighet", AT)
    key = {"meeting_id": MEETING, "ordning": "dekom", "nettverk_id": "fosen"}
    store.apply(change(RowEdit("innstilling", key, {"innstilt_kr": 721_155}, {"innstilt_kr": None})), ADA)
    found = propose(store)
    with nothing_written(store), pytest.raises(Refused, match="ikke kjent: Fosen"):
        act.decide(store, ADA, found, INNSTILLINGEN, load(store), "enighet", AT)


def test_decision_on_figures_that_moved_since_they_were_read_is_refused(store: Store) -> None:
    seen, found = load(store), propose(store)
    set_amount(store, BO, load(store), "fosen", 721_155, 721_156)
    with nothing_written(store), pytest.raises(Refused, match="endret siden du leste"):
        act.decide(store, ADA, found, INNSTILLINGEN, seen, "enighet", AT)


def test_decision_on_a_text_that_moved_since_it_was_read_is_refused(store: Store) -> None:
    seen = propose(store)
    propose(store, "Noe annet.", before=TEXT)
    with nothing_written(store), pytest.raises(StaleChange, match="resolution"):
        act.decide(store, ADA, seen, INNSTILLINGEN, load(store), "enighet", AT)


def test_item_is_decided_once(store: Store) -> None:
    seen = propose(store)
    act.decide(store, BO, seen, INNSTILLINGEN, load(store), "enighet", AT)
    with nothing_written(store), pytest.raises(StaleChange, match="decision"):
        act.decide(store, ADA, seen, INNSTILLINGEN, load(store), "enighet", AT)
    with nothing_written(store), pytest.raises(Refused, match="Saken er avgjort"):
        act.decide(store, ADA, goes(store), INNSTILLINGEN, load(store), "enighet", AT)


def test_decision_after_a_vote_needs_the_vote(store: Store) -> None:
    found = propose(store)
    with nothing_written(store), pytest.raises(Refused, match="Før voteringen først"):
        act.decide(store, ADA, found, INNSTILLINGEN, load(store), "votering", AT)
    act.decide(store, ADA, voted(store), INNSTILLINGEN, load(store), "votering", AT)
    found = goes(store)
    assert found.decisions[0].way == "votering"


def test_forum_that_does_not_agree_has_decided_nothing_that_deviates(store: Store) -> None:
    act.decide(store, ADA, propose(store), INNSTILLINGEN, load(store), "ingen enighet", AT)
    assert what(store) == "Forumet ble ikke enig: sak 10"
    set_amount(store, BO, load(store), "fosen", 721_155, 1)
    assert deviation_lines(goes(store), load(store)) == []


def test_forum_that_did_not_agree_votes_and_the_locked_text_is_decided(store: Store) -> None:
    act.decide(store, ADA, propose(store), INNSTILLINGEN, load(store), "ingen enighet", AT)
    seen, later = goes(store), AT.replace(hour=15)
    with nothing_written(store), pytest.raises(Refused, match="Før voteringen først"):
        act.decide_after_disagreement(store, ADA, seen, INNSTILLINGEN, later)
    found = voted(store)
    act.remove_ballot(store, ADA, found, found.ballots[0])
    store.undo(MEETING, "", ADA)
    before = goes(store).decisions
    act.decide_after_disagreement(store, ADA, goes(store), INNSTILLINGEN, later)
    assert goes(store).decisions == (replace(before[0], way="votering", decided_at=later),)
    assert what(store) == "Vedtatt etter votering: sak 10"
    with nothing_written(store), pytest.raises(Refused, match="Bare et forslag"):
        act.decide_after_disagreement(store, ADA, goes(store), INNSTILLINGEN, later)
    with nothing_written(store), pytest.raises(StaleChange, match="decision"):
        act.add_ballot(store, ADA, found, INNSTILLINGEN, "B", {"For": 1, "Mot": 0}, 0, AT)
    with nothing_written(store), pytest.raises(StaleChange, match="decision"):
        act.decide_after_disagreement(store, ADA, found, INNSTILLINGEN, later)
    store.undo(MEETING, "", ADA)
    assert goes(store).decisions == before


def test_item_that_is_open_is_not_decided_as_if_the_forum_had_disagreed(store: Store) -> None:
    propose(store)
    found = voted(store)
    with nothing_written(store), pytest.raises(Refused, match="Bare et forslag"):
        act.decide_after_disagreement(store, ADA, found, INNSTILLINGEN, AT)


def test_way_that_is_none_is_refused(store: Store) -> None:
    found = propose(store)
    with nothing_written(store), pytest.raises(InvalidChange, match="Velg om"):
        act.decide(store, ADA, found, INNSTILLINGEN, load(store), "loddtrekning", AT)  # type: ignore[arg-type]


def test_text_cannot_be_changed_behind_a_decision_of_another(store: Store) -> None:
    seen = propose(store)
    act.decide(store, BO, seen, INNSTILLINGEN, load(store), "enighet", AT)
    with nothing_written(store), pytest.raises(StaleChange, match="decision"):
        act.set_resolution(store, ADA, seen, INNSTILLINGEN, load(store), TEXT, "Noe annet.")
    with nothing_written(store), pytest.raises(Refused, match="Saken er avgjort"):
        propose(store, "Noe annet.", before=TEXT)


def test_reopened_decision_stays_in_the_history_with_the_reason(store: Store) -> None:
    found = decided(store)
    with nothing_written(store), pytest.raises(Refused, match="Skriv hvorfor"):
        act.reopen(store, ADA, found, INNSTILLINGEN, "  ")
    number = store.last_change_id
    act.reopen(store, ADA, found, INNSTILLINGEN, " Feil sum ble lest opp. ")
    assert goes(store).decisions == ()
    assert goes(store).resolutions == found.resolutions
    entry = store.row_history("decision", {"meeting_id": MEETING, "item_id": INNSTILLINGEN})[-1]
    assert (entry.why, render(entry.what)) == ("Feil sum ble lest opp.", "Tok opp igjen vedtaket i sak 10")
    assert store.load_proceedings(MEETING, at=number).decisions == found.decisions
    with nothing_written(store), pytest.raises(Refused, match="ikke avgjort"):
        act.reopen(store, ADA, goes(store), INNSTILLINGEN, "igjen")
    store.undo(MEETING, "", ADA)
    assert goes(store).decisions == found.decisions


def test_decision_reopened_meanwhile_is_not_reopened_again(store: Store) -> None:
    found = decided(store)
    act.reopen(store, BO, found, INNSTILLINGEN, "Ny sum.")
    act.set_resolution(store, BO, goes(store), INNSTILLINGEN, load(store), TEXT, "Uten tall.")
    act.decide(store, BO, goes(store), INNSTILLINGEN, load(store), "enighet", AT)
    with nothing_written(store), pytest.raises(StaleChange, match="decision"):
        act.reopen(store, ADA, found, INNSTILLINGEN, "Feil.")


# Ballots


def test_ballot_stands_with_its_tallies_and_how_many_could_vote(store: Store) -> None:
    (found,) = voted(store).ballots
    assert replace(found, id="") == Ballot("", INNSTILLINGEN, "Forslaget", {"For": 9, "Mot": 4}, 1, 16, AT)
    assert list(found.counts) == ["For", "Mot"]
    assert what(store) == "Votering i sak 10: Forslaget"
    act.remove_ballot(store, ADA, goes(store), found)
    assert goes(store).ballots == ()
    store.undo(MEETING, "", ADA)
    assert goes(store).ballots == (found,)


def test_ballot_between_scenarios_keeps_which_they_are(store: Store) -> None:
    seats(store, eiere=11)
    votes, of = {"Lik sum": 4, " Etter behov ": 3, "Ingen": 1}, {"Lik sum": "a1", " Etter behov ": "b2"}
    act.add_ballot(store, ADA, goes(store), INNSTILLINGEN, "Scenario", votes, 0, AT, of)
    (found,) = goes(store).ballots
    assert found.counts == {"Lik sum": 4, "Etter behov": 3, "Ingen": 1}
    assert found.scenarios == {"Lik sum": "a1", "Etter behov": "b2"}


@pytest.mark.parametrize(
    ("subject", "counts", "abstained", "words"),
    [
        ("", {"For": 1, "Mot": 0}, 0, "Skriv hva det stemmes over"),
        ("Forslaget", {"For": 1, " ": 0}, 0, "Skriv hva det stemmes over"),
        ("Forslaget", {"For": 1, " For": 2}, 0, "samme navn"),
        ("Forslaget", {"For": 10, "Mot": 6}, 1, "til sammen 17, og 16 kan stemme"),
        ("Forslaget", {"For": 10}, 1, "minst to"),
    ],
)
def test_ballot_that_cannot_be_is_refused(
    store: Store, subject: str, counts: dict[str, int], abstained: int, words: str
) -> None:
    seats(store, eiere=11, uh=5)
    found = goes(store)
    with nothing_written(store), pytest.raises(Refused, match=words):
        act.add_ballot(store, ADA, found, INNSTILLINGEN, subject, counts, abstained, AT)


def test_ballot_is_refused_while_nobody_is_known_to_vote_and_after_the_decision(store: Store) -> None:
    with nothing_written(store), pytest.raises(Refused, match="ikke kjent hvor mange"):
        act.add_ballot(store, ADA, goes(store), INNSTILLINGEN, "Forslaget", {"For": 1, "Mot": 0}, 0, AT)
    found = voted(store)
    decided(store)
    for refused in (
        partial(act.remove_ballot, store, ADA, goes(store), found.ballots[0]),
        partial(act.add_ballot, store, ADA, goes(store), INNSTILLINGEN, "B", {"For": 1, "Mot": 0}, 0, AT),
    ):
        with nothing_written(store), pytest.raises(Refused, match="Saken er avgjort"):
            refused()
    with nothing_written(store), pytest.raises(StaleChange, match="decision"):
        act.remove_ballot(store, ADA, found, found.ballots[0])


# Statements and minutes


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_texts_stand_as_written(store: Store, text: str) -> None:
    item = INNSTILLINGEN
    act.add_statement(store, ADA, goes(store), item, "dissens", f" {text} ", text)
    act.set_minutes(store, ADA, goes(store), item, "", text)
    found = goes(store)
    assert replace(found.statements[0], id="") == Statement("", item, "dissens", text.strip(), text.strip())
    assert found.minutes == {item: text.strip()}


def test_statements_come_in_order_and_go_again(store: Store) -> None:
    for kind, who in (("dissens", "NTNU"), ("protokolltilførsel", "En skoleeier")):
        act.add_statement(store, ADA, goes(store), POOL, kind, who, "Fordi.")  # type: ignore[arg-type]
    assert [(s.kind, s.who) for s in goes(store).statements] == [
        ("dissens", "NTNU"),
        ("protokolltilførsel", "En skoleeier"),
    ]
    assert what(store) == "Protokolltilførsel i sak 8"
    seen = goes(store)
    act.remove_statement(store, ADA, seen, seen.statements[0])
    assert [s.who for s in goes(store).statements] == ["En skoleeier"]
    with nothing_written(store):  # it is gone already
        assert act.remove_statement(store, BO, seen, seen.statements[0]) is None
    store.undo(MEETING, "", ADA)
    assert goes(store).statements == seen.statements


@pytest.mark.parametrize(("who", "text"), [("", "Fordi."), ("NTNU", " "), (" ", "")])
def test_statement_without_who_or_why_is_refused(kept_store: Store, who: str, text: str) -> None:
    with nothing_written(kept_store), pytest.raises(Refused, match="Skriv hvem"):
        act.add_statement(kept_store, ADA, goes(kept_store), POOL, "dissens", who, text)


def test_statement_may_be_made_after_the_decision(store: Store) -> None:
    found = decided(store)
    act.add_statement(store, ADA, found, INNSTILLINGEN, "protokolltilførsel", "Nord universitet", "Vi støtter.")
    assert len(goes(store).statements) == 1


def test_minutes_over_those_of_another_are_refused(store: Store) -> None:
    act.set_minutes(store, ADA, goes(store), POOL, "", "Saken ble drøftet.")
    with nothing_written(store), pytest.raises(StaleChange, match="minutes"):
        act.set_minutes(store, BO, goes(store), POOL, "", "Noe annet.")
    act.set_minutes(store, BO, goes(store), POOL, "Saken ble drøftet.", "  ")
    assert goes(store).minutes == {}


# Who may

ACTIONS: list[Callable[[Store, Any], object]] = [
    lambda s, a: act.set_resolution(s, a, goes(s), POOL, load(s), "", "Tekst"),
    lambda s, a: act.add_statement(s, a, goes(s), POOL, "dissens", "NTNU", "Fordi."),
    lambda s, a: act.set_minutes(s, a, goes(s), POOL, "", "Tekst"),
]


@pytest.mark.parametrize("action", ACTIONS)
def test_listener_may_write_nothing(kept_store: Store, action: Callable[[Store, Any], object]) -> None:
    with nothing_written(kept_store), pytest.raises(Forbidden):
        action(kept_store, LISTENER)


def test_angre_all_the_way_leaves_the_file_as_it_was(store: Store) -> None:
    opening = dump(store)
    voted(store)
    decided(store)
    act.reopen(store, ADA, goes(store), INNSTILLINGEN, "Feil.")
    act.add_statement(store, ADA, goes(store), POOL, "dissens", "NTNU", "Fordi.")
    act.set_minutes(store, ADA, goes(store), POOL, "", "Tekst")
    while store.undo(MEETING, "", ADA):
        pass
    assert dump(store) == opening
