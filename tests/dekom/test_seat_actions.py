"""Who is there, and the forum's own majority rule, on a real file."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from dekom.change import InvalidChange, StaleChange
from dekom.i18n import render
from dekom.money import Refused
from dekom.numbers import read_count
from dekom.proceedings import Majority
from dekom.seat_actions import Attendance, remove_majority_rule, set_attendance, set_majority_rule
from dekom.set_up import load_set_up
from dekom.set_up_grid import GridState, draw_from, save_grid
from dekom.set_up_tables import SEAT
from dekom.store import Store
from dekom.votes import entitled, share_words
from tests.dekom.store_fixtures import ADA, BO, MEETING, nothing_written
from tests.dekom.test_decision_actions import goes, seats


def there(store: Store) -> dict[str, Attendance]:
    return {s.id: (s.present, s.vara, s.absent) for s in goes(store).seats}


def test_attendance_is_entered_in_one_step_and_decides_who_may_vote(store: Store) -> None:
    seats(store, eiere=11, uh=5)
    assert entitled(goes(store)) == 16
    set_attendance(store, ADA, goes(store), {"eiere": (8, 2, 3), "uh": (5, 0, 0)})
    assert there(store) == {"eiere": (8, 2, 3), "uh": (5, 0, 0)}
    assert entitled(goes(store)) == 15
    store.undo(MEETING, "", ADA)
    assert there(store) == {"eiere": (None, None, None), "uh": (None, None, None)}


def test_attendance_that_is_the_same_writes_nothing_and_emptied_goes(store: Store) -> None:
    seats(store, eiere=11, uh=5)
    set_attendance(store, ADA, goes(store), {"eiere": (8, None, 3)})
    with nothing_written(store):
        assert set_attendance(store, ADA, goes(store), {"eiere": (8, None, 3), "uh": (None, None, None)}) is None
    set_attendance(store, ADA, goes(store), {"eiere": (None, None, None)})
    assert there(store)["eiere"] == (None, None, None)


@pytest.mark.parametrize("wanted", [(11, 0, 0), (0, 11, 11), (8, 3, 3), (8, 0, 3), (0, 0, 0), (11, None, None)])
def test_attendance_that_has_room_is_taken(store: Store, wanted: Attendance) -> None:
    seats(store, eiere=11)
    set_attendance(store, ADA, goes(store), {"eiere": wanted})
    assert there(store)["eiere"] == wanted


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ((12, 0, 0), "har 11 plasser"),
        ((8, 4, 0), "har 11 plasser"),
        ((8, 0, 4), "har 11 plasser"),
        ((-1, 0, 0), "hele tall"),
        ((1, True, 0), "hele tall"),
        ((None, 1, 0), "også hvor mange som er til stede"),
    ],
)
def test_attendance_that_has_no_room_or_is_no_number_is_refused(store: Store, wanted: Attendance, words: str) -> None:
    seats(store, eiere=11, uh=5)
    found = goes(store)
    with nothing_written(store), pytest.raises(Refused, match=words):
        set_attendance(store, ADA, found, {"uh": (5, 0, 0), "eiere": wanted})


def test_attendance_over_what_another_entered_or_of_no_seat_is_refused(store: Store) -> None:
    seats(store, eiere=11)
    seen = goes(store)
    set_attendance(store, BO, seen, {"eiere": (8, 0, 3)})
    with nothing_written(store), pytest.raises(StaleChange, match="attendance"):
        set_attendance(store, ADA, seen, {"eiere": (11, 0, 0)})
    with nothing_written(store), pytest.raises(InvalidChange, match="Plassen finnes ikke"):
        set_attendance(store, ADA, seen, {"gjest": (1, 0, 0)})


def test_seats_are_typed_with_the_days_they_count_from_and_to(store: Store) -> None:
    state = GridState()
    draw_from(state, load_set_up(store, ADA, MEETING), SEAT, {}, "nb", None)
    rows = [
        {"organisation": "NTNU", "role": "Medlem", "seats": "3", "votes": "ja", "valid_to": "1.8.2022"},
        {"organisation": "NTNU", "role": "Medlem", "seats": "2", "votes": "ja", "valid_from": "1.8.2022"},
        {"organisation": "DMMH", "role": "Medlem", "seats": "1", "votes": "ja", "valid_from": "10.3.2022"},
        {"organisation": "Nord", "role": "Medlem", "seats": "2", "votes": "ja", "valid_from": "9.3.2022"},
    ]
    save_grid(store, ADA, state, SEAT, {}, {"edited_rows": {}, "added_rows": rows, "deleted_rows": []})
    found = goes(store)
    days = [(seat.organisation, seat.seats, seat.valid_from, seat.valid_to) for seat in found.seats]
    change = date(2022, 8, 1)
    assert days[:2] == [("NTNU", 3, None, change), ("NTNU", 2, change, None)]
    assert [seat.organisation for seat in found.seats_now] == ["NTNU", "Nord"]
    assert entitled(found) == 5
    assert entitled(replace(found, held_on=change)) == 5
    assert {s.organisation for s in replace(found, held_on=change).seats_now} == {"NTNU", "DMMH", "Nord"}


def test_seat_with_a_day_that_is_none_is_refused(store: Store) -> None:
    state = GridState()
    draw_from(state, load_set_up(store, ADA, MEETING), SEAT, {}, "nb", None)
    row = {"organisation": "NTNU", "votes": "ja", "valid_from": "31.2.2022"}
    with nothing_written(store):
        save_grid(store, ADA, state, SEAT, {}, {"edited_rows": {}, "added_rows": [row], "deleted_rows": []})
    assert [render(f.message) for f in state.findings] == ["«31.2.2022» er ikke en dato. Skriv for eksempel 9.3.2022."]


@pytest.mark.parametrize(
    ("typed", "share", "shown"),
    [
        ("50", Fraction(1, 2), "50 %"),
        (" 50 % ", Fraction(1, 2), "50 %"),
        ("66,7 %", Fraction(667, 1000), "66,7 %"),
        ("2/3", Fraction(2, 3), "2/3"),
        (" 3 / 4 ", Fraction(3, 4), "75 %"),
    ],
)
def test_majority_rule_is_kept_exactly(store: Store, typed: str, share: Fraction, shown: str) -> None:
    set_majority_rule(store, ADA, goes(store), typed, False, "stemmeberettigede", " Sak 3/2021 ")
    assert goes(store).majority == Majority(share, False, "stemmeberettigede", "Sak 3/2021")
    assert render(share_words(share)).replace("\u00a0", " ") == shown


def test_majority_rule_is_changed_and_taken_away_on_top_of_what_was_seen(store: Store) -> None:
    seen = goes(store)
    set_majority_rule(store, ADA, seen, "50", True, "avgitte", "")
    with nothing_written(store), pytest.raises(StaleChange, match="majority"):
        set_majority_rule(store, BO, seen, "60", True, "avgitte", "")
    set_majority_rule(store, ADA, goes(store), "100", False, "avgitte", "")
    remove_majority_rule(store, ADA, goes(store))
    assert goes(store).majority is None
    store.undo(MEETING, "", ADA)
    assert goes(store).majority == Majority(Fraction(1), False, "avgitte")


@pytest.mark.parametrize("typed", ["", "0", "101", "-5", "halvparten", "3/2", "2/0", "0/3", "1e2", "5/"])
def test_share_that_is_none_is_refused(kept_store: Store, typed: str) -> None:
    found = goes(kept_store)
    with nothing_written(kept_store), pytest.raises(Refused):
        set_majority_rule(kept_store, ADA, found, typed, False, "avgitte", "")


def test_more_than_all_is_refused(kept_store: Store) -> None:
    found = goes(kept_store)
    with nothing_written(kept_store), pytest.raises(Refused, match="Ingen kan få"):
        set_majority_rule(kept_store, ADA, found, "100 %", True, "avgitte", "")


@pytest.mark.parametrize(("text", "count"), [("0", 0), (" 12 ", 12), ("007", 7), ("999999", 999_999)])
def test_count_is_read(text: str, count: int) -> None:
    assert read_count(text) == count


@pytest.mark.parametrize("text", ["", "-1", "1,5", "1 2", "tolv", "1000000", "²", "١"])
def test_text_that_is_no_count_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="ikke et antall"):
        read_count(text)
