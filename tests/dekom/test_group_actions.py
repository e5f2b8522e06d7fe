"""What the secretariat sets up: reveals, notes, pairs, tilknytning, inhabilitet, «Tøm prøvesvar»; all undoable."""

import csv
import shutil
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dekom import answers, group_actions
from dekom.access import Forbidden
from dekom.change import InvalidChange, StaleChange
from dekom.demo import DEMO_FOLDER, UnreadableDemo, demo_rows
from dekom.groupwork import NOT_ANSWERED, Answer, GroupWork, Inhabilitet, Tie
from dekom.i18n import render
from dekom.money import Refused
from dekom.store import Store
from tests.dekom.store_fixtures import (
    ADA,
    BO,
    HOSTILE_TEXTS,
    MEETING,
    State,
    dump,
    load,
    nothing_written,
    written,
)
from tests.dekom.test_answers import GROUPS, PHONE, TOTAL, VIEWER, member, moved, place, pool, stands, work

FOSEN = ("gruppe-1", "kriterieark", "fosen", "1")
TIE = Tie("nettverk", "fosen", "tre av fem")


def pairs(found: GroupWork) -> dict[str, str]:
    return {g.id: g.partner_id for g in found.grupper}


def rooms(found: GroupWork) -> dict[str, str]:
    return {g.id: g.room_id for g in found.grupper}


def is_symmetric(found: GroupWork) -> bool:
    of = pairs(found)
    return all(not b or (b != a and of[b] == a) for a, b in of.items())


# The demo


def lines(name: str) -> list[dict[str, str]]:
    with (DEMO_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_demo_groups_are_those_of_the_file(kept_store: Store) -> None:
    found, listed = work(kept_store), lines("groups")
    assert [g.name for g in found.grupper] == [f"Gruppe {line['gruppe']}" for line in listed]
    assert [g.members for g in found.grupper] == [int(line["medlemmer_sak10"]) for line in listed] == [5, 4, 5, 4]
    assert [";".join(g.forarbeid) for g in found.grupper] == [line["nettverk_sak10"] for line in listed]
    names = {room.id: room.name for room in found.rooms}
    assert list(names.values()) == ["Rom 1", "Rom 2"]
    assert [names[g.room_id] for g in found.grupper] == [line["rom"] for line in listed]
    assert [g.partner_id for g in found.grupper] == [f"gruppe-{line['lytter_til']}" for line in listed]


def test_every_demo_network_is_prepared_by_one_group_and_heard_by_one_other_in_the_same_room(
    kept_store: Store,
) -> None:
    found = work(kept_store)
    networks = {n.id for n in load(kept_store).nettverk}
    assert Counter(i for g in found.grupper for i in g.forarbeid) == dict.fromkeys(networks, 1)
    assert Counter(i for g in found.grupper for i in found.lytting(g)) == dict.fromkeys(networks, 1)
    assert is_symmetric(found)
    assert all(rooms(found)[g.partner_id] == g.room_id for g in found.grupper)
    assert not any(set(g.forarbeid) & set(found.lytting(g)) for g in found.grupper)


@pytest.mark.parametrize(
    ("sheet_id", "file", "per"), [("kriterieark", "criteria", "nettverk"), ("pool", "pool_questions", "gruppe")]
)
def test_demo_sheets_are_those_of_the_files(kept_store: Store, sheet_id: str, file: str, per: str) -> None:
    sheet = work(kept_store).sheet(sheet_id)
    assert sheet
    assert (sheet.ordning, sheet.per) == ("dekom", per)
    asked = [(q.id, q.text, ";".join(q.kinds), ";".join(q.choices), q.source, q.frame_line) for q in sheet.questions]
    names = ("nr", "sporsmal", "svartype", "valg", "kilde", "rammelinje")
    assert asked == [tuple(line[name] for name in names) for line in lines(file)]
    assert all(q.source for q in sheet.questions)
    assert all(q.has_choices == bool(q.choices) for q in sheet.questions)
    assert {k for q in sheet.questions for k in q.kinds} <= {"valg", "flere valg", "tekst", "beløp"}


def test_demo_amount_question_is_about_frame_lines_that_exist(kept_store: Store) -> None:
    about = {q.frame_line for s in work(kept_store).sheets for q in s.questions if q.frame_line}
    assert about == {"Direktefinansiering UH (pool)"}
    assert about <= {line.name for line in load(kept_store).lines}


def test_demo_opens_with_no_answer_nothing_revealed_and_nobody_tied(kept_store: Store) -> None:
    found = work(kept_store)
    assert (found.answers, found.revealed, found.shown_notes) == ({}, frozenset(), frozenset())
    assert (found.inhabilitet, found.leaves_out_tied) == ((), False)
    assert not any(g.ties for g in found.grupper)


def _missing(path: Path) -> None:
    path.unlink()


def _bytes(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 20)


def _no_lines(path: Path) -> None:
    path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", encoding="utf-8")


def _two_alike(path: Path) -> None:
    text = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([*text, text[-1]]) + "\n", encoding="utf-8")


def _unknown(path: Path) -> None:
    path.write_text(path.read_text("utf-8").replace("fosen", "fossen").replace(",valg", ","), encoding="utf-8")


@pytest.mark.parametrize("spoil", [_missing, _bytes, _no_lines, _unknown])
def test_group_file_that_cannot_be_read_is_named(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    for file in ("groups.csv", "criteria.csv", "pool_questions.csv"):
        folder = shutil.copytree(DEMO_FOLDER, tmp_path / file)
        spoil(folder / file)
        with pytest.raises(UnreadableDemo) as fault:
            demo_rows(folder)
        assert fault.value.file == file


@pytest.mark.parametrize("file", ["groups.csv", "criteria.csv", "pool_questions.csv"])
def test_group_file_with_a_line_twice_is_named(tmp_path: Path, file: str) -> None:
    folder = shutil.copytree(DEMO_FOLDER, tmp_path / "trondelag-2022")
    _two_alike(folder / file)
    with pytest.raises(UnreadableDemo) as fault:
        demo_rows(folder)
    assert fault.value.file == file


# Reveals and notes


def test_reveal_and_hide_are_one_change_each_and_the_same_again_is_none(store: Store) -> None:
    first = group_actions.set_revealed(store, ADA, work(store), "gruppe-1", "pool", True)
    assert (first, work(store).revealed) == (1, {("gruppe-1", "pool")})
    assert group_actions.set_revealed(store, ADA, work(store), "gruppe-1", "pool", True) is None
    assert group_actions.set_revealed(store, ADA, work(store), "gruppe-1", "pool", False) == 2
    assert group_actions.set_revealed(store, ADA, work(store), "gruppe-1", "pool", False) is None
    assert (work(store).revealed, written(store)) == (frozenset(), (2, 2))
    assert [render(e.what) for e in store.history(MEETING, "")] == [
        "Skjulte svarene fra Gruppe 1: Spørsmål om poolen",
        "Viste svarene fra Gruppe 1: Spørsmål om poolen",
    ]


def test_two_who_reveal_at_once_leave_it_revealed(store: Store) -> None:
    seen = work(store)
    group_actions.set_revealed(store, ADA, seen, "gruppe-1", "pool", True)
    with pytest.raises(StaleChange) as stale:
        group_actions.set_revealed(store, BO, seen, "gruppe-1", "pool", True)
    assert render(stale.value.message).startswith("Ada endret dette kl.")
    assert work(store).revealed == {("gruppe-1", "pool")}


@pytest.mark.parametrize(
    ("gruppe_id", "sheet_id"), [("gruppe-9", "pool"), ("", "pool"), ("gruppe-1", "ark"), ("gruppe-1", "")]
)
def test_reveal_of_what_is_not_there_is_refused(kept_store: Store, gruppe_id: str, sheet_id: str) -> None:
    with nothing_written(kept_store), pytest.raises(InvalidChange, match="finnes ikke i dette møtet"):
        group_actions.set_revealed(kept_store, ADA, work(kept_store), gruppe_id, sheet_id, True)


def test_note_can_be_picked_only_where_there_is_an_answer(store: Store) -> None:
    with nothing_written(store), pytest.raises(InvalidChange):
        group_actions.set_note_shown(store, ADA, work(store), FOSEN, True)
    answers.save_note(store, PHONE, place(store), NOT_ANSWERED, "notat")
    group_actions.set_note_shown(store, ADA, work(store), FOSEN, True)
    assert work(store).shown_notes == {FOSEN}
    group_actions.set_note_shown(store, ADA, work(store), FOSEN, False)
    assert work(store).shown_notes == frozenset()


# Rooms and pairs


def test_new_pair_ends_both_the_old_ones(store: Store) -> None:
    group_actions.place_gruppe(store, ADA, work(store), "gruppe-1", "rom-2", "gruppe-3")
    found = work(store)
    assert pairs(found) == {"gruppe-1": "gruppe-3", "gruppe-3": "gruppe-1", "gruppe-2": "", "gruppe-4": ""}
    assert rooms(found) == {"gruppe-1": "rom-2", "gruppe-2": "rom-1", "gruppe-3": "rom-2", "gruppe-4": "rom-2"}
    assert found.lytting(found.grupper[1]) == ()
    assert written(store)[0] == 1, "one change"


def test_group_without_a_partner_leaves_its_partner_without(store: Store) -> None:
    group_actions.place_gruppe(store, ADA, work(store), "gruppe-4", "rom-2", "")
    assert pairs(work(store)) == {"gruppe-1": "gruppe-2", "gruppe-2": "gruppe-1", "gruppe-3": "", "gruppe-4": ""}


def test_placing_a_group_where_it_is_writes_nothing(store: Store) -> None:
    with nothing_written(store):
        for gruppe in work(store).grupper:
            group_actions.place_gruppe(store, ADA, work(store), gruppe.id, gruppe.room_id, gruppe.partner_id)


@pytest.mark.parametrize(
    ("gruppe_id", "room_id", "partner_id"),
    [
        ("gruppe-1", "rom-1", "gruppe-1"),
        ("gruppe-1", "rom-9", "gruppe-2"),
        ("gruppe-1", "", "gruppe-2"),
        ("gruppe-1", "rom-1", "gruppe-9"),
        ("gruppe-9", "rom-1", "gruppe-1"),
        ("", "rom-1", ""),
    ],
)
def test_place_that_is_not_there_is_refused(kept_store: Store, gruppe_id: str, room_id: str, partner_id: str) -> None:
    with nothing_written(kept_store), pytest.raises((InvalidChange, Refused)) as refused:
        group_actions.place_gruppe(kept_store, ADA, work(kept_store), gruppe_id, room_id, partner_id)
    assert render(refused.value.message).endswith(".")


STEPS = st.lists(
    st.tuples(
        st.sampled_from(GROUPS),
        st.sampled_from(["rom-1", "rom-2"]),
        st.sampled_from(["", *GROUPS]),
        st.booleans(),
        st.booleans(),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_placing_leaves_a_symmetric_pairing(store: Store, steps: list[tuple[str, str, str, bool, bool]]) -> None:
    """Also on top of a picture that is one step old, and with undo between. Examples go on from each other."""
    seen = work(store)
    for gruppe_id, room_id, partner_id, is_stale, is_undone in steps:
        before, now = pairs(work(store)), work(store)
        try:
            shown = seen if is_stale else now
            group_actions.place_gruppe(store, ADA, shown, gruppe_id, room_id, partner_id)
            if not is_stale:
                assert (rooms(work(store))[gruppe_id], pairs(work(store))[gruppe_id]) == (room_id, partner_id)
        except Refused:
            assert gruppe_id == partner_id
            assert pairs(work(store)) == before
        except StaleChange:
            assert is_stale
            assert pairs(work(store)) == before
        assert is_symmetric(work(store))
        if is_undone and store.undo(MEETING, "", ADA):
            assert is_symmetric(work(store))
        seen = now


def test_two_who_pair_at_once_leave_a_symmetric_pairing(store: Store) -> None:
    seen = work(store)
    group_actions.place_gruppe(store, ADA, seen, "gruppe-1", "rom-1", "gruppe-3")
    after = pairs(work(store))
    for gruppe_id, partner_id in (("gruppe-2", "gruppe-4"), ("gruppe-3", ""), ("gruppe-4", "gruppe-1")):
        with nothing_written(store), pytest.raises(StaleChange):
            group_actions.place_gruppe(store, BO, seen, gruppe_id, "rom-2", partner_id)
    assert pairs(work(store)) == after


# Tilknytning and inhabilitet


def test_tie_is_recorded_once_and_taken_away(store: Store) -> None:
    group_actions.add_tie(store, ADA, work(store), "gruppe-2", Tie("uh", "nord", "  eier  "))
    group_actions.add_tie(store, ADA, work(store), "gruppe-2", TIE)
    ties = work(store).grupper[1].ties
    assert set(ties) == {TIE, Tie("uh", "nord", "eier")}
    with nothing_written(store), pytest.raises(Refused, match="står der allerede"):
        group_actions.add_tie(store, ADA, work(store), "gruppe-2", Tie("uh", "nord"))
    group_actions.remove_tie(store, ADA, work(store), "gruppe-2", Tie("uh", "nord", "eier"))
    assert work(store).grupper[1].ties == (TIE,)
    with nothing_written(store), pytest.raises(StaleChange):
        group_actions.remove_tie(store, ADA, work(store), "gruppe-2", Tie("nettverk", "fosen", "noe annet"))


def test_inhabilitet_is_recorded_as_written_with_what_was_decided(store: Store) -> None:
    for text in HOSTILE_TEXTS:
        record_and_take_away(store, text)


def record_and_take_away(store: Store, text: str) -> None:
    group_actions.add_inhabilitet(store, ADA, work(store), f" {text} ", text, "")
    (found,) = work(store).inhabilitet
    assert (found.who, found.concerns, found.decision) == (text.strip(), text.strip(), "")
    assert text.strip() in render(store.history(MEETING, "")[0].what)
    group_actions.decide_inhabilitet(store, ADA, work(store), found, text)
    with nothing_written(store), pytest.raises(StaleChange):
        group_actions.decide_inhabilitet(store, BO, work(store), found, "noe annet")
    (decided,) = work(store).inhabilitet
    assert decided == Inhabilitet(found.id, found.who, found.concerns, text.strip())
    group_actions.remove_inhabilitet(store, ADA, work(store), decided)
    assert work(store).inhabilitet == ()


def test_inhabilitet_stands_in_the_order_it_was_declared(store: Store) -> None:
    for who in ("Rektor", "Assisterende rektor", "Nord universitet"):
        group_actions.add_inhabilitet(store, ADA, work(store), who, "Sak 10", "")
    group_actions.remove_inhabilitet(store, ADA, work(store), work(store).inhabilitet[0])
    group_actions.add_inhabilitet(store, ADA, work(store), "En skoleeier", "Fosen", "gikk fra")
    assert [i.who for i in work(store).inhabilitet] == ["Assisterende rektor", "Nord universitet", "En skoleeier"]


def test_inhabilitet_about_a_network_needs_no_more_words_and_is_undone(store: Store) -> None:
    group_actions.add_inhabilitet(store, ADA, work(store), "Rektor", " ", "gikk fra", "fosen")
    (found,) = work(store).inhabilitet
    assert (found.nettverk_id, found.concerns, found.decision) == ("fosen", "", "gikk fra")
    store.undo(MEETING, "", ADA)
    assert work(store).inhabilitet == ()


@pytest.mark.parametrize(
    ("who", "concerns"), [("", "Sak 10"), ("Rektor", " "), ("\n\t", ""), ("x" * 100_000, "Sak 10")]
)
def test_inhabilitet_that_says_too_little_or_too_much_is_refused(kept_store: Store, who: str, concerns: str) -> None:
    with nothing_written(kept_store), pytest.raises((Refused, InvalidChange)) as refused:
        group_actions.add_inhabilitet(kept_store, ADA, work(kept_store), who, concerns, "")
    assert render(refused.value.message).endswith(".")


# «Tøm prøvesvar»


def fill(store: Store, is_shown: bool = True) -> None:
    """Answer in three groups; reveal one of them and pick a note, if it is to be shown."""
    seen = answers.save_choices(store, PHONE, place(store), NOT_ANSWERED, ["ja"])
    answers.save_note(store, PHONE, place(store), seen, "notat")
    answers.save_amount(store, member(2), place(store, "belop", gruppe_id="gruppe-2"), NOT_ANSWERED, "behov", TOTAL)
    answers.save_text(store, ADA, pool(store, "B", "gruppe-3"), NOT_ANSWERED, "punkter")
    if is_shown:
        group_actions.set_revealed(store, BO, work(store), "gruppe-1", "kriterieark", True)
        group_actions.set_note_shown(store, BO, work(store), FOSEN, True)


def test_emptying_takes_away_every_answer_reveal_and_pick_and_nothing_else(store: Store) -> None:
    group_actions.add_tie(store, BO, work(store), "gruppe-2", TIE)
    before = dump(store)
    fill(store)
    emptied = group_actions.empty_answers(store, ADA, work(store))
    assert emptied == written(store)[0], "one change"
    assert dump(store) == before
    assert render(store.history(MEETING, "")[0].what) == "Tømte 3 prøvesvar"
    assert group_actions.empty_answers(store, ADA, work(store)) is None


def test_emptying_is_taken_back_to_the_letter_and_not_by_angre(store: Store) -> None:
    fill(store)
    full, angre = dump(store), store.undo_state(MEETING, "", ADA)
    emptied = group_actions.empty_answers(store, ADA, work(store))
    assert emptied
    assert store.undo_state(MEETING, "", ADA) == angre
    assert group_actions.take_back_emptying(store, ADA, work(store)) == (3, 0)
    assert dump(store) == full
    assert store.undo_state(MEETING, "", ADA) == angre
    with nothing_written(store), pytest.raises(Refused):
        group_actions.take_back_emptying(store, ADA, work(store))


def test_emptying_is_not_taken_back_over_an_answer_given_since(store: Store) -> None:
    fill(store)
    emptied = group_actions.empty_answers(store, ADA, work(store))
    assert emptied
    answers.save_choices(store, PHONE, place(store), NOT_ANSWERED, ["nei"])
    full = work(store).answers
    assert full == {FOSEN: Answer("nei")}
    assert group_actions.take_back_emptying(store, BO, work(store)) == (2, 1)
    assert work(store).answers[FOSEN] == Answer("nei")
    assert len(work(store).answers) == 3


def test_emptying_takes_no_answer_that_was_not_seen(store: Store) -> None:
    fill(store)
    seen = work(store)
    answers.save_choices(store, member(4), pool(store, "D", "gruppe-4"), NOT_ANSWERED, ["ja"])
    answers.save_note(store, PHONE, place(store), stands(store, place(store)), "nytt notat")
    with nothing_written(store), pytest.raises(StaleChange):
        group_actions.empty_answers(store, ADA, seen)
    group_actions.empty_answers(store, ADA, work(store))
    assert work(store).answers == {}


def test_emptying_by_others_is_forbidden_also_when_there_is_nothing(kept_store: Store) -> None:
    for actor in (PHONE, VIEWER):
        with nothing_written(kept_store), pytest.raises(Forbidden):
            group_actions.empty_answers(kept_store, actor, work(kept_store))


def test_angre_works_after_emptied_answers_were_taken_back(store: Store) -> None:
    fill(store)
    emptied = group_actions.empty_answers(store, ADA, work(store))
    assert emptied
    group_actions.take_back_emptying(store, ADA, work(store))
    assert store.undo_state(MEETING, "", ADA) == (None, None)


# Angre and topics

SET_UP: dict[str, Callable[[Store], object]] = {
    "reveal": lambda s: group_actions.set_revealed(s, ADA, work(s), "gruppe-2", "pool", True),
    "hide": lambda s: group_actions.set_revealed(s, ADA, work(s), "gruppe-1", "kriterieark", False),
    "pick a note": lambda s: group_actions.set_note_shown(s, ADA, work(s), ("gruppe-3", "pool", "", "B"), True),
    "take a note out": lambda s: group_actions.set_note_shown(s, ADA, work(s), FOSEN, False),
    "pair": lambda s: group_actions.place_gruppe(s, ADA, work(s), "gruppe-1", "rom-2", "gruppe-3"),
    "tie": lambda s: group_actions.add_tie(s, ADA, work(s), "gruppe-2", TIE),
    "untie": lambda s: group_actions.remove_tie(s, ADA, work(s), "gruppe-4", TIE),
    "leave out": lambda s: group_actions.leave_out_tied(s, ADA, work(s), True),
    "inhabil": lambda s: group_actions.add_inhabilitet(s, ADA, work(s), "Rektor", "Sak 10", ""),
    "decide": lambda s: group_actions.decide_inhabilitet(s, ADA, work(s), work(s).inhabilitet[0], "gikk fra"),
    "habil": lambda s: group_actions.remove_inhabilitet(s, ADA, work(s), work(s).inhabilitet[0]),
}


@pytest.fixture
def set_up(store: Store) -> Store:
    """A store with answers, a reveal, a picked note, a tie and a declaration, all made by another browser."""
    fill(store)
    group_actions.add_tie(store, BO, work(store), "gruppe-4", TIE)
    group_actions.add_inhabilitet(store, BO, work(store), "En skoleeier", "Fosen", "")
    return store


def test_set_up_moves_its_topic_only_and_angre_and_gjor_om_take_it(set_up: Store) -> None:
    before, seen = dump(set_up), NOT_ANSWERED
    for name, action in SET_UP.items():
        assert moved(set_up, partial(action, set_up)) == {"oppsett"}, name
        after, made = dump(set_up), set_up.last_change_id
        undoable, redoable = set_up.undo_state(MEETING, "", ADA)
        assert undoable, name
        assert (undoable.change_id, redoable) == (made, None), name
        assert set_up.undo_state(MEETING, "", BO)[0] != undoable
        seen = answers.save_note(set_up, ADA, pool(set_up, "A"), seen, f"ført inn imens: {name}")
        assert moved(set_up, partial(set_up.undo, MEETING, "", ADA)) == {"oppsett"}, name
        undone = dump(set_up)
        assert others(undone) == others(before), name
        assert set_up.redo(MEETING, "", ADA), name
        assert others(dump(set_up)) == others(after), name
        assert set_up.undo(MEETING, "", ADA), name
    assert stands(set_up, pool(set_up, "A")) == seen
    assert set_up.undo_state(MEETING, "dekom", ADA) == (None, None)


def others(state: State) -> State:
    """Return the rows without the answer that is typed in while Angre and Gjør om are pressed."""
    return {place: row for place, row in state.items() if '"question_id": "A"' not in place[1]}


def test_emptying_moves_answers_of_the_groups_that_had_any_and_the_set_up(set_up: Store) -> None:
    emptied = moved(set_up, lambda: group_actions.empty_answers(set_up, ADA, work(set_up)))
    assert emptied == {"svar", "svar/gruppe-1", "svar/gruppe-2", "svar/gruppe-3", "oppsett"}
