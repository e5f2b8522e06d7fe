"""Rights, where it is written and where answers are read: by role, meeting, group, network and key."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import duckdb
import pytest

from dekom import actions, answers, emails, group_actions, schema, wall_actions
from dekom.access import Actor, Forbidden, Holder, may_open, may_open_meeting
from dekom.change import Change, InvalidChange, RowEdit, Values
from dekom.groupwork import NOT_ANSWERED, Answer, AnswerPlace, GroupWork, Inhabilitet, Tie
from dekom.i18n import Message, render
from dekom.store import Store
from dekom.tables import KEPT_BY_THE_STORE, Table, read_tables
from dekom.wall import Wall
from tests.dekom.store_fixtures import ADA, BO, MEETING, ORDNING, load, make_meeting, nothing_written
from tests.dekom.test_answers import PHONE, VIEWER, member, place, stands, work

OTHER = "annet-2023"
ELSEWHERE = {
    "a group of another meeting": Actor("e" * 32, "", "gruppe", OTHER, "gruppe-1"),
    "a viewer of another meeting": Actor("e" * 32, "", "tilhører", OTHER),
    "the secretariat of another meeting": Actor("e" * 32, "", "sekretariat", OTHER),
}
NO_RIGHTS = {
    "a viewer": VIEWER,
    "a viewer with a group": replace(VIEWER, gruppe_id="gruppe-1"),
    "a group without a meeting": replace(PHONE, meeting_id=""),
    "an unknown role": replace(PHONE, role="admin"),  # type: ignore[arg-type]
    "no role": replace(PHONE, role=""),  # type: ignore[arg-type]
    **ELSEWHERE,
}
ROW: Values = {"choice": "ja", "text": "", "note": "", "amount_kr": None}


def _tables() -> dict[str, Table]:
    with duckdb.connect(":memory:") as connection:
        schema.migrate(connection)
        return read_tables(connection)


TABLES = _tables()
KNOWN_IDS = {
    "meeting_id": MEETING,
    "ordning": ORDNING,
    "nettverk_id": "fosen",
    "gruppe_id": "gruppe-1",
    "sheet_id": "kriterieark",
    "question_id": "1",
    "room_id": "rom-1",
}


def any_edits(table: str) -> list[RowEdit]:
    """Return an edit that makes a row of a table, one that changes it, and one that takes it away."""

    def value(kind: str) -> Any:
        return {"DATE": "2022-03-09", "TIMESTAMP": "2022-03-09"}.get(kind, "x" if kind == "VARCHAR" else 7)

    columns = TABLES[table].columns
    key = {c: KNOWN_IDS.get(c, value(columns[c].kind)) for c in TABLES[table].key}
    row = {c: value(column.kind) for c, column in columns.items() if c not in key}
    return [RowEdit(table, key, None, row), RowEdit(table, key, row, row), RowEdit(table, key, row, None)]


def answer_edit(**key: str | None) -> RowEdit:
    """Return an edit that answers; `key` changes where, None leaves a part of the key out."""
    whole = {
        name: KNOWN_IDS[name] for name in ("meeting_id", "gruppe_id", "sheet_id", "nettverk_id", "question_id")
    } | key
    return RowEdit("answer", {name: value for name, value in whole.items() if value is not None}, None, ROW)


def change_of(*edits: RowEdit, meeting_id: str = MEETING, ordning: str = "") -> Change:
    return Change(meeting_id, ordning, Message("Prøve"), edits)


def sentence(forbidden: Forbidden) -> str:
    text = render(forbidden.message)
    assert text.endswith(".")
    assert any(word in text for word in ("rett", "Nøkkelen", "Nettverket"))
    return text


def make_other_meeting(store: Store) -> None:
    """Add another meeting with a group, a sheet, a network and an answer of the same names as in the demo."""
    make_meeting(store, OTHER)
    of = {"meeting_id": OTHER}
    gruppe = {"position": 0, "name": "Gruppe 1", "members": None, "room_id": "rom-1", "partner_id": ""}
    sheet = {"position": 0, "title": "Ark", "for_ordning": ORDNING, "per": "nettverk", "source": ""}
    question = {"position": 0, "text": "?", "kinds": "valg", "choices": "ja;nei", "source": "", "frame_line": ""}
    answer_of = answer_edit(meeting_id=OTHER)
    edits = (
        RowEdit("gruppe", {**of, "gruppe_id": "gruppe-1"}, None, gruppe),
        RowEdit("forarbeid", {**of, "gruppe_id": "gruppe-1", "nettverk_id": "fosen"}, None, {"position": 0}),
        RowEdit("sheet", {**of, "sheet_id": "kriterieark"}, None, sheet),
        RowEdit("question", {**of, "sheet_id": "kriterieark", "question_id": "1"}, None, question),
        answer_of,
    )
    store.apply(change_of(*edits, meeting_id=OTHER), BO)


# Pages and meetings


@pytest.mark.parametrize(
    ("role", "pages"),
    [
        ("sekretariat", {"", "hva-om", "gruppearbeid", "storskjerm", "oppsett", "protokoll"}),
        ("gruppe", {"gruppearbeid", "storskjerm"}),
        ("tilhører", {"storskjerm"}),
        ("admin", set()),
        ("", set()),
    ],
)
def test_role_has_its_pages_only(role: Any, pages: set[str]) -> None:
    everything = ("", "hva-om", "gruppearbeid", "storskjerm", "oppsett", "protokoll")
    assert {page for page in everything if may_open(Actor("x", role=role), page)} == pages


def test_only_the_secretariat_of_every_meeting_has_every_meeting() -> None:
    assert may_open_meeting(ADA, MEETING)
    assert may_open_meeting(PHONE, MEETING)
    assert may_open_meeting(VIEWER, MEETING)
    assert not any(may_open_meeting(actor, MEETING) for actor in ELSEWHERE.values())
    assert may_open_meeting(replace(ADA, meeting_id=OTHER), OTHER)
    assert not may_open_meeting(replace(PHONE, meeting_id=""), MEETING)


# Writing


def test_the_tables_are_those_of_the_file(kept_store: Store) -> None:
    assert {*TABLES} | {"migration"} == {*kept_store._tables} | {"migration"}
    assert {"answer", "revealed", "wall", "access_key", "innstilling"} <= {*TABLES}


def test_nobody_but_the_secretariat_writes_to_any_other_table(kept_store: Store) -> None:
    with nothing_written(kept_store):
        for name, actor in {"a group": PHONE, **NO_RIGHTS}.items():
            for table in sorted(TABLES.keys() - {"answer"}):
                for edit in any_edits(table):
                    for edits in ((edit,), (answer_edit(), edit), (edit, answer_edit())):
                        for ordning in ("", ORDNING):
                            with pytest.raises(Forbidden) as forbidden:
                                kept_store.apply(change_of(*edits, ordning=ordning), actor)
                                pytest.fail(f"{name}: {table}")
                            assert sentence(forbidden.value)


def test_who_has_no_right_writes_no_answer(store: Store) -> None:
    store.apply(change_of(answer_edit()), PHONE)
    key = answer_edit().key
    changes = RowEdit("answer", key, ROW, {**ROW, "choice": "nei"}), RowEdit("answer", key, ROW, None)
    with nothing_written(store):
        for name, actor in NO_RIGHTS.items():
            for edit in (*changes, answer_edit(question_id="2")):
                with pytest.raises(Forbidden):
                    store.apply(change_of(edit), actor)
                    pytest.fail(name)


def test_not_even_the_secretariat_writes_what_the_store_keeps(kept_store: Store) -> None:
    with nothing_written(kept_store):
        for table in KEPT_BY_THE_STORE & TABLES.keys():
            for edit in any_edits(table):
                with pytest.raises(InvalidChange):
                    kept_store.apply(change_of(edit), ADA)


NOT_ITS_OWN: tuple[dict[str, str | None], ...] = (
    {"gruppe_id": "gruppe-2"},
    {"gruppe_id": ""},
    {"gruppe_id": None},
    {"gruppe_id": "GRUPPE-1"},
    {"gruppe_id": "gruppe-1 "},
    {"gruppe_id": "gruppe-1' OR '1'='1"},
    {"meeting_id": OTHER},
    {"meeting_id": None},
    {"nettverk_id": "vaernes"},
    {"nettverk_id": "innherred"},
    {"nettverk_id": "oslo"},
    {"nettverk_id": "' OR 1 = 1 --"},
)


def test_group_writes_only_its_own_answers_on_its_own_networks(kept_store: Store) -> None:
    with nothing_written(kept_store):
        for key in NOT_ITS_OWN:
            for edits in ((answer_edit(**key),), (answer_edit(), answer_edit(**key))):
                with pytest.raises(Forbidden) as forbidden:
                    kept_store.apply(change_of(*edits), PHONE)
                assert sentence(forbidden.value), key


def test_group_does_not_take_away_or_change_the_answer_of_another(store: Store) -> None:
    answers.save_choices(store, member(2), place(store, gruppe_id="gruppe-2"), NOT_ANSWERED, ["ja"])
    key = answer_edit(gruppe_id="gruppe-2").key
    with nothing_written(store):
        for edit in (RowEdit("answer", key, ROW, None), RowEdit("answer", key, {}, {"note": "x"})):
            with pytest.raises(Forbidden):
                store.apply(change_of(edit), PHONE)


def test_group_answers_no_question_that_is_not_asked(kept_store: Store) -> None:
    with nothing_written(kept_store):
        for key in ({"sheet_id": "finnes-ikke"}, {"question_id": "99"}, {"question_id": ""}):
            with pytest.raises(InvalidChange):
                kept_store.apply(change_of(answer_edit(**key)), PHONE)


def test_every_group_answers_for_what_it_prepares_and_hears_and_nothing_else(store: Store) -> None:
    allowed: dict[str, set[str]] = {}
    for gruppe in work(store).grupper:
        allowed[gruppe.id] = set()
        for n in load(store).nettverk:
            edit = answer_edit(gruppe_id=gruppe.id, nettverk_id=n.id)
            try:
                store.apply(change_of(edit), member(int(gruppe.id[-1])))
                allowed[gruppe.id].add(n.id)
            except Forbidden:
                pass
    found = {g.id: {*g.forarbeid, *work(store).lytting(g)} for g in work(store).grupper}
    assert allowed == found
    assert [len(allowed[g]) for g in sorted(allowed)] == [6, 6, 5, 5]


def test_right_to_answer_moves_with_the_pair(store: Store) -> None:
    """Group 1 hears group 3 instead of group 2: group 2's networks are no longer its own."""
    group_actions.place_gruppe(store, ADA, work(store), "gruppe-1", "rom-1", "gruppe-3")
    with nothing_written(store), pytest.raises(Forbidden, match="hører ikke til gruppen din"):
        store.apply(change_of(answer_edit(nettverk_id="ytre-namdal")), PHONE)
    store.apply(change_of(answer_edit(nettverk_id="vaernes")), PHONE)
    with pytest.raises(Forbidden):
        store.apply(change_of(answer_edit(gruppe_id="gruppe-4", nettverk_id="vaernes")), member(4))


def test_same_group_of_another_meeting_writes_in_its_own_meeting_only(store: Store) -> None:
    make_other_meeting(store)
    there = ELSEWHERE["a group of another meeting"]
    change_note = RowEdit("answer", answer_edit(meeting_id=OTHER).key, ROW, {"note": "her"})
    store.apply(change_of(change_note, meeting_id=OTHER), there)
    with nothing_written(store):
        for meeting_id in (MEETING, OTHER):
            for edit in (answer_edit(), RowEdit("answer", change_note.key, {"note": "her"}, {"note": "der"})):
                actor = PHONE if meeting_id == OTHER else there
                with pytest.raises(Forbidden):
                    store.apply(change_of(edit, meeting_id=meeting_id), actor)
        with pytest.raises(Forbidden):
            store.apply(change_of(answer_edit(), meeting_id=OTHER), there)


def test_secretariat_of_one_meeting_writes_there_and_nowhere_else(store: Store) -> None:
    make_other_meeting(store)
    there = ELSEWHERE["the secretariat of another meeting"]
    limit = RowEdit("forum_limit", {"meeting_id": OTHER, "ordning": ORDNING, "rule_id": "x"}, None, {"percent": "20"})
    assert store.apply(change_of(limit, meeting_id=OTHER, ordning=ORDNING), there)
    with nothing_written(store):
        with pytest.raises(Forbidden):
            actions.set_amount(store, there, load(store), "fosen", 721_155, 1)
        with pytest.raises(InvalidChange):
            store.apply(change_of(replace(limit, key={**limit.key, "meeting_id": MEETING}), meeting_id=OTHER), there)
        with pytest.raises(Forbidden):
            store.renew_keys(Holder("gruppe", MEETING, "gruppe-1"), there)
        with pytest.raises(Forbidden):
            store.revoke_keys(Holder("sekretariat"), there)
    assert store.renew_keys(Holder("gruppe", OTHER, "gruppe-1"), there)


# What only the secretariat does

TIE = Tie("nettverk", "fosen")
OF_THE_SECRETARIAT: dict[str, Callable[[Store, Actor, GroupWork], object]] = {
    "reveal": lambda s, a, w: group_actions.set_revealed(s, a, w, "gruppe-1", "kriterieark", True),
    "show note": lambda s, a, w: group_actions.set_note_shown(
        s, a, w, ("gruppe-1", "kriterieark", "fosen", "1"), True
    ),
    "place": lambda s, a, w: group_actions.place_gruppe(s, a, w, "gruppe-1", "rom-2", "gruppe-3"),
    "tie": lambda s, a, w: group_actions.add_tie(s, a, w, "gruppe-1", TIE),
    "untie": lambda s, a, w: group_actions.remove_tie(s, a, w, "gruppe-2", TIE),
    "leave out": lambda s, a, w: group_actions.leave_out_tied(s, a, w, True),
    "inhabil": lambda s, a, w: group_actions.add_inhabilitet(s, a, w, "Rektor", "Sak 10", ""),
    "decide": lambda s, a, w: group_actions.decide_inhabilitet(
        s, a, w, w.inhabilitet[0] if w.inhabilitet else Inhabilitet("x", "", "", ""), "gikk fra"
    ),
    "empty": group_actions.empty_answers,
    "show": lambda s, a, w: wall_actions.show(s, a, MEETING, Wall("rom-1", "pause")),
    "hold": lambda s, a, w: wall_actions.hold(s, a, MEETING, "rom-1", True),
    "follow": lambda s, a, w: wall_actions.follow(s, a, MEETING, "rom-1", "tab-1"),
    "amount": lambda s, a, w: actions.set_amount(s, a, load(s), "fosen", 721_155, 1),
    "renew": lambda s, a, w: s.renew_keys(Holder("gruppe", MEETING, "gruppe-1"), a),
    "revoke": lambda s, a, w: s.revoke_keys(Holder("gruppe", MEETING, "gruppe-1"), a),
    "take back": group_actions.take_back_emptying,
    "e-mail": lambda s, a, w: emails.give_role(
        s, a, MEETING, "@".join(("leder", "eksempel.test")), Holder("sekretariat", MEETING)
    ),
}


def test_what_only_the_secretariat_does_is_forbidden_to_others(store: Store) -> None:
    group_actions.add_tie(store, ADA, work(store), "gruppe-2", TIE)
    answers.save_note(store, PHONE, place(store), NOT_ANSWERED, "notat")
    keys_before, found = store.keys_in_force(), work(store)
    with nothing_written(store):
        for who, actor in {"a group": PHONE, **NO_RIGHTS}.items():
            for name, action in OF_THE_SECRETARIAT.items():
                with pytest.raises(Forbidden) as forbidden:
                    action(store, actor, found)
                    pytest.fail(f"{who}: {name}")
                assert sentence(forbidden.value)
    assert store.keys_in_force() == keys_before


def test_browser_that_is_no_longer_the_secretariat_does_not_undo_what_it_did(store: Store) -> None:
    actions.set_amount(store, ADA, load(store), "fosen", 721_155, 1)
    group_actions.leave_out_tied(store, ADA, work(store), True)
    demoted = replace(PHONE, browser_id=ADA.browser_id)
    with nothing_written(store):
        for ordning in (ORDNING, ""):
            with pytest.raises(Forbidden):
                store.undo(MEETING, ordning, demoted)
    store.undo(MEETING, "", ADA)
    with nothing_written(store), pytest.raises(Forbidden):
        store.redo(MEETING, "", replace(VIEWER, browser_id=ADA.browser_id))


# Reading

OWN = ("gruppe-1", "kriterieark", "fosen", "1")
POOL = ("gruppe-1", "pool", "", "C")
WHOLE = Answer("ja", "", "internt", None)
WHOLE_POOL = Answer("mer enn 2,5 mill", "", "også internt", 3_000_000)


@pytest.fixture
def answered(store: Store) -> Store:
    """A store where group 1 has answered on both sheets, with working notes."""
    seen = answers.save_choices(store, PHONE, place(store), NOT_ANSWERED, ["ja"])
    answers.save_note(store, PHONE, place(store), seen, "internt")
    at = place(store, "C", "", sheet_id="pool")
    seen = answers.save_choices(store, PHONE, at, NOT_ANSWERED, ["mer enn 2,5 mill"])
    seen = answers.save_amount(store, PHONE, at, seen, "3 mill", None)
    answers.save_note(store, PHONE, at, seen, "også internt")
    return store


def seen_by_others(store: Store) -> dict[AnswerPlace, Answer]:
    """Return what the partner group, a group in another room and a viewer see, which is the same."""
    partner, other_room, viewer = (work(store, actor).answers for actor in (member(2), member(3), VIEWER))
    assert partner == other_room == viewer
    return dict(viewer)


def test_others_see_answers_only_when_revealed_and_notes_only_when_picked(answered: Store) -> None:
    assert seen_by_others(answered) == {}
    group_actions.set_note_shown(answered, ADA, work(answered), OWN, True)
    assert seen_by_others(answered) == {}, "a picked note reveals nothing"
    group_actions.set_note_shown(answered, ADA, work(answered), OWN, False)

    group_actions.set_revealed(answered, ADA, work(answered), "gruppe-1", "kriterieark", True)
    assert seen_by_others(answered) == {OWN: Answer("ja")}
    group_actions.set_revealed(answered, ADA, work(answered), "gruppe-1", "pool", True)
    assert seen_by_others(answered) == {OWN: Answer("ja"), POOL: replace(WHOLE_POOL, note="")}

    group_actions.set_note_shown(answered, ADA, work(answered), POOL, True)
    assert seen_by_others(answered) == {OWN: Answer("ja"), POOL: WHOLE_POOL}
    group_actions.set_note_shown(answered, ADA, work(answered), POOL, False)
    group_actions.set_revealed(answered, ADA, work(answered), "gruppe-1", "pool", False)
    assert seen_by_others(answered) == {OWN: Answer("ja")}, "and hidden again"
    assert work(answered).answers == {OWN: WHOLE, POOL: WHOLE_POOL}, "the secretariat sees all of it"


def test_other_device_of_the_group_sees_all_of_its_own_whatever_is_revealed(answered: Store) -> None:
    assert work(answered, member(1, "b")).answers == {OWN: WHOLE, POOL: WHOLE_POOL}
    group_actions.set_revealed(answered, ADA, work(answered), "gruppe-1", "kriterieark", True)
    assert work(answered, member(1, "b")).answers == {OWN: WHOLE, POOL: WHOLE_POOL}


def test_revealing_one_group_shows_nothing_of_another(answered: Store) -> None:
    answers.save_choices(answered, member(2), place(answered, gruppe_id="gruppe-2"), NOT_ANSWERED, ["nei"])
    group_actions.set_revealed(answered, ADA, work(answered), "gruppe-1", "kriterieark", True)
    assert set(work(answered, member(3)).answers) == {OWN}
    assert {g for g, *_ in work(answered, member(2)).answers} == {"gruppe-1", "gruppe-2"}


def test_note_written_after_it_was_picked_is_the_one_that_is_shown(answered: Store) -> None:
    group_actions.set_revealed(answered, ADA, work(answered), "gruppe-1", "kriterieark", True)
    group_actions.set_note_shown(answered, ADA, work(answered), OWN, True)
    answers.save_note(answered, PHONE, place(answered), WHOLE, "til alle")
    assert work(answered, VIEWER).answers[OWN].note == "til alle"


def test_viewer_with_a_group_is_still_a_viewer(answered: Store) -> None:
    assert work(answered, replace(VIEWER, gruppe_id="gruppe-1")).answers == {}


def test_who_belongs_to_another_meeting_sees_nothing_of_this(answered: Store) -> None:
    group_actions.set_revealed(answered, ADA, work(answered), "gruppe-1", "kriterieark", True)
    for actor in (*ELSEWHERE.values(), replace(PHONE, meeting_id="")):
        for at in (None, 0, 3):
            with pytest.raises(Forbidden) as forbidden:
                answered.load_group_work(MEETING, actor, at=at)
            assert "et annet møte" in sentence(forbidden.value)


def test_group_of_the_same_name_in_another_meeting_sees_its_own_answers_only(answered: Store) -> None:
    make_other_meeting(answered)
    there = answered.load_group_work(OTHER, ELSEWHERE["a group of another meeting"])
    assert there.answers == {OWN: Answer("ja")}
    assert (len(there.grupper), there.sheets[0].title) == (1, "Ark")
    with pytest.raises(Forbidden):
        answered.load_group_work(OTHER, PHONE)


# Revoked keys


@pytest.mark.parametrize("end", ["revoke", "renew"])
def test_revoked_key_neither_writes_nor_reads_answers(answered: Store, end: str) -> None:
    holder = Holder("gruppe", MEETING, "gruppe-1")
    key = answered.key_of(answered.issue_key(holder))
    assert key
    keyed = replace(PHONE, key_id=key.key_id)
    assert work(answered, keyed).answers == {OWN: WHOLE, POOL: WHOLE_POOL}
    seen = answers.save_note(answered, keyed, place(answered), WHOLE, "mens nøkkelen gjelder")
    if end == "revoke":
        answered.revoke_keys(holder, ADA)
    else:
        answered.renew_keys(holder, ADA)
    with nothing_written(answered):
        for action in (
            lambda: answered.apply(change_of(answer_edit(question_id="2")), keyed),
            lambda: answered.apply(change_of(), keyed),
            lambda: answers.save_note(answered, keyed, place(answered), seen, "etterpå"),
            lambda: work(answered, keyed),
            lambda: answered.load_group_work(MEETING, keyed, at=1),
            lambda: answered.undo(MEETING, "", keyed) or answered.load_group_work(MEETING, keyed),
        ):
            with pytest.raises(Forbidden) as forbidden:
                action()
            assert sentence(forbidden.value) == "Nøkkelen gjelder ikke lenger. Be sekretariatet om en ny."
    assert stands(answered, place(answered)).note == "mens nøkkelen gjelder"


def test_key_of_the_secretariat_that_was_revoked_does_nothing_more(store: Store) -> None:
    key = store.key_of(store.issue_key(Holder("sekretariat")))
    assert key
    keyed = replace(ADA, key_id=key.key_id)
    answers.save_note(store, PHONE, place(store), NOT_ANSWERED, "notat")
    group_actions.empty_answers(store, ADA, work(store))
    store.revoke_keys(Holder("sekretariat"), keyed)
    keys_before = store.keys_in_force()
    with nothing_written(store):
        for name, action in OF_THE_SECRETARIAT.items():
            with pytest.raises((Forbidden, InvalidChange)) as refused:
                action(store, keyed, work(store))
                pytest.fail(name)
            assert isinstance(refused.value, Forbidden) or name in {"untie", "decide"}
    assert store.keys_in_force() == keys_before


def test_key_that_never_was_is_as_a_revoked_one(kept_store: Store) -> None:
    guessed = replace(PHONE, key_id="0" * 32)
    with nothing_written(kept_store):
        with pytest.raises(Forbidden):
            work(kept_store, guessed)
        with pytest.raises(Forbidden):
            kept_store.apply(change_of(answer_edit()), guessed)
