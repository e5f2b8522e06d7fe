"""The history in words: every field has a name, every change its lines, and the filter finds them."""

from dataclasses import replace
from datetime import datetime

import duckdb
import pytest

from dekom import actions, group_actions, schema, tables
from dekom.access import Actor, Forbidden
from dekom.change import Change, Entry, RowEdit
from dekom.history_fields import INTERNAL, field_of, title_of
from dekom.history_filter import ALL, KINDS, asked_filter
from dekom.history_lines import Filter, Line, history_lines
from dekom.history_names import names_of
from dekom.i18n import Message, render
from dekom.money import Refused
from dekom.store import Store
from dekom.wall import Wall
from dekom.wall_actions import show
from tests.dekom.store_fixtures import (
    ADA,
    BO,
    HOSTILE_TEXTS,
    LISTENER,
    MEETING,
    ORDNING,
    amount_edit,
    change,
    key,
    load,
)

IN_MEETING = {"meeting_id": MEETING}
GROUP = Actor("e" * 32, "Gruppe 1", "gruppe", MEETING, "gruppe-1")


def lines(store: Store) -> list[Line]:
    work, proceedings = store.load_group_work(MEETING, ADA), store.load_proceedings(MEETING)
    return list(history_lines(store.whole_history(MEETING, ADA), names_of([load(store)], work, proceedings)))


def told(line: Line) -> tuple[str, ...]:
    """Return a line without when, who, and why."""
    return tuple(text.replace("\u00a0", " ") for text in line.texts()[2:8])


def apply(store: Store, *edits: RowEdit, what: str = "Prøve") -> None:
    store.apply(Change(MEETING, "", Message(what), edits), ADA)


# What everything is called


def test_every_column_that_a_user_can_change_has_a_name_or_is_the_programs_own() -> None:
    connection = duckdb.connect()
    schema.migrate(connection)
    found = tables.read_tables(connection)
    columns = set()
    for name, table in found.items():
        if name in tables.KEPT_BY_THE_STORE:
            continue
        assert isinstance(title_of(name), Message)
        columns |= {(name, column) for column in table.columns if column not in table.key}
    unnamed = {place for place in columns if field_of(*place) is None}
    assert unnamed == INTERNAL & columns
    assert columns >= INTERNAL


def test_amount_is_told_with_network_field_from_and_to(store: Store) -> None:
    store.apply(change(amount_edit("fosen", 721_155, 800_000), what="Satt opp", why="Flere skoler"), ADA)
    (line,) = lines(store)
    assert told(line) == ("Satt opp", "Fosen", "", "Innstilt beløp", "721 155", "800 000")
    assert (line.who, line.why, line.nettverk_id, line.ordning) == ("Ada", "Flere skoler", "fosen", ORDNING)


def test_angre_and_gjor_om_are_said(store: Store) -> None:
    store.apply(change(amount_edit("fosen", 721_155, None), what="Tømt"), ADA)
    store.undo(MEETING, ORDNING, ADA)
    store.redo(MEETING, ORDNING, ADA)
    assert [told(line)[:1] + told(line)[4:] for line in lines(store)] == [
        ("Gjort om igjen: Tømt", "721 155", "–"),
        ("Angret: Tømt", "–", "721 155"),
        ("Tømt", "721 155", "–"),
    ]


def test_row_that_holds_no_field_is_said_to_be_there_or_not(store: Store) -> None:
    work = store.load_group_work(MEETING, ADA)
    group_actions.set_revealed(store, ADA, work, "gruppe-1", "kriterieark", True)
    (line,) = lines(store)
    about = "Svarene vist for alle; Gruppe 1; Kriterieark"
    assert told(line) == ("Viste svarene fra Gruppe 1: Kriterieark", "", about, "", "nei", "ja")


def test_answer_of_a_group_is_told_with_group_question_and_network(store: Store) -> None:
    place = {"gruppe_id": "gruppe-1", "sheet_id": "kriterieark", "nettverk_id": "fosen", "question_id": "1"}
    row = {"choice": "ja", "text": "", "note": "Godt\nforankret", "amount_kr": None}
    store.apply(Change(MEETING, "", Message("Svar"), (RowEdit("answer", IN_MEETING | place, None, row),)), GROUP)
    about = "Gruppens svar; Gruppe 1; Lokalt forankret?"
    assert [told(line) for line in lines(store)] == [
        ("Svar", "Fosen", about, "Svar", "–", "ja"),
        ("Svar", "Fosen", about, "Notat", "–", "Godt\nforankret"),
    ]


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (
            RowEdit("forum_limit", key(rule_id="grense_endring"), None, {"percent": "25/2"}),
            [("", "Grenser; Endring fra i fjor", "Prosent", "–", "12,5 %")],
        ),
        (
            RowEdit("ordning", key(), {"status": "foreløpig"}, {"status": "endelig"}),
            [("", "Ordninger", "Status", "foreløpig", "endelig")],
        ),
        (
            RowEdit("meeting", IN_MEETING, {"held_on": "2022-03-09"}, {"held_on": "2022-03-10"}),
            [("", "Møte", "Dato", "9.3.2022", "10.3.2022")],
        ),
        (
            RowEdit("gruppe", IN_MEETING | {"gruppe_id": "gruppe-1"}, {"room_id": "rom-1"}, {"room_id": "rom-2"}),
            [("", "Grupper; Gruppe 1", "Rom", "Rom 1", "Rom 2")],
        ),
        (
            RowEdit("uncertain", key(nettverk_id="fosen", field="behov"), None, {"remark": "Utydelig"}),
            [("Fosen", "Usikre tall; meldt behov", "Merknad", "–", "Utydelig")],
        ),
        (
            RowEdit("vedtak", key(nettverk_id="fosen"), None, {"reason": "Etter innstillingen", "conditions": ""}),
            [("Fosen", "Statsforvalterens vedtak", "Begrunnelse", "–", "Etter innstillingen")],
        ),
    ],
)
def test_each_kind_of_value_is_read_as_people_read_it(
    store: Store, edit: RowEdit, expected: list[tuple[str, ...]]
) -> None:
    apply(store, edit)
    assert [told(line)[1:] for line in lines(store)] == expected


def test_row_that_is_gone_still_has_its_name(store: Store) -> None:
    apply(store, *store.rows_with("nettverk", key(nettverk_id="gauldal")), what="Fjernet Gauldal")
    found = lines(store)
    assert {line.nettverk for line in found if line.nettverk_id} == {"Gauldalnettverket"}
    assert ("Fjernet Gauldal", "Gauldalnettverket", "", "Innstilt beløp", "960 113", "–") in map(told, found)
    assert not any("position" in " ".join(line.texts()) for line in found)


def test_same_moment_is_told_on_a_norwegian_clock_summer_and_winter() -> None:
    entry = Entry(1, datetime(2022, 3, 9, 13, 30, 5), Message("Vinter"), "", "Ada", "a", "endring", 1)
    summer = replace(entry, made_at=datetime(2022, 7, 9, 13, 30, 5))
    assert [line.time for line in history_lines([entry, summer], {})] == ["09.03.2022 14:30:05", "09.07.2022 15:30:05"]


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_users_text_is_told_as_it_was_written(store: Store, text: str) -> None:
    actions.set_begrunnelse(store, ADA, load(store), "fosen", "", text)
    (line,) = lines(store)
    assert render(line.after) == text.strip()


# What the store gives


def test_history_is_of_every_ordning_and_topic_newest_first_and_in_pieces(store: Store) -> None:
    store.apply(change(amount_edit("fosen", 721_155, 1)), ADA)
    work = store.load_group_work(MEETING, ADA)
    group_actions.leave_out_tied(store, BO, work, True)
    show(store, ADA, MEETING, Wall(work.rooms[0].id))
    whole = store.whole_history(MEETING, ADA)
    assert [(e.change_id, e.ordning, e.topic) for e in whole] == [
        (3, "", "skjerm"),
        (2, "", "oppsett"),
        (1, ORDNING, "innstilling"),
    ]
    pieces = [store.whole_history(MEETING, ADA, before, 2) for before in (None, 2, 1)]
    assert [[e.change_id for e in piece] for piece in pieces] == [[3, 2], [1], []]
    assert whole[2].edits == (amount_edit("fosen", 721_155, 1),)
    assert store.makers(MEETING, ADA) == ["Ada", "Bo"]


@pytest.mark.parametrize("actor", [GROUP, LISTENER, replace(ADA, meeting_id="annet")])
def test_only_the_secretariat_of_the_meeting_reads_it(store: Store, actor: Actor) -> None:
    for read in (store.whole_history, store.makers):
        with pytest.raises(Forbidden):
            read(MEETING, actor)


# The filter


def line_of(minute: int = 30, **rest: object) -> Line:
    start = Line(
        1, datetime(2022, 3, 9, 13, minute), "Ada", Message("Satt {kr:kr}", {"kr": 800_000}), "", "innstilling", ""
    )
    return replace(start, **rest)


@pytest.mark.parametrize(
    ("wanted", "is_taken"),
    [
        (Filter(), True),
        (Filter(text="800000"), True),
        (Filter(text="800 000 KR"), True),
        (Filter(text="FOSEN"), True),
        (Filter(text="fosen vest"), False),
        (Filter(who="Ada"), True),
        (Filter(who="Ad"), False),
        (Filter(nettverk_id="fosen"), True),
        (Filter(nettverk_id="gauldal"), False),
        (Filter(topics=frozenset({"innstilling"})), True),
        (Filter(topics=frozenset({"svar"})), False),
        (Filter(without=frozenset({"innstilling"})), False),
        (Filter(since=datetime(2022, 3, 9, 13, 30)), True),
        (Filter(since=datetime(2022, 3, 9, 13, 30, 1)), False),
        (Filter(until=datetime(2022, 3, 9, 13, 30)), True),
        (Filter(until=datetime(2022, 3, 9, 13, 29, 59)), False),
        (Filter(text="fosen", who="Bo"), False),
    ],
)
def test_filter_takes_what_is_asked_for(wanted: Filter, is_taken: bool) -> None:
    assert wanted.takes(line_of(nettverk_id="fosen", nettverk="Fosen")) is is_taken


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("9.3.2022", "", (datetime(2022, 3, 8, 23), None)),
        ("9.3.2022 14:00", "", (datetime(2022, 3, 9, 13), None)),
        ("09.03.2022 kl. 14.00", "", (datetime(2022, 3, 9, 13), None)),
        ("9.7.2022 14:00", "", (datetime(2022, 7, 9, 12), None)),
        ("", "9.3.2022", (None, datetime(2022, 3, 9, 22, 59, 59, 999_999))),
        ("", "9.3.2022 14:00", (None, datetime(2022, 3, 9, 13, 0, 59, 999_999))),
    ],
)
def test_moment_is_read_as_norwegian_time_and_its_whole_minute_or_day_counts(
    since: str, until: str, expected: tuple[datetime | None, datetime | None]
) -> None:
    found = asked_filter("", "", "", "alt", since, until)
    assert (found.since, found.until) == expected


@pytest.mark.parametrize(
    "text", ["31.2.2022", "i går", "9.3.22", "9.3.2022 25:00", "9.3.2022 14:60", "1.1.0001", "=1"]
)
def test_moment_that_does_not_exist_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Refused, match=r"Skriv for eksempel 9\.3\.2022 14:00"):
        asked_filter("", "", "", "alt", text, "")


def test_kinds_share_out_every_topic_once() -> None:
    named = [topic for kind in KINDS.values() for topic in kind.topics]
    assert sorted(named) == sorted({*tables.TOPICS, tables.WHOLE_MEETING, tables.FASTSATT})
    assert KINDS[ALL].without == {tables.WALL}
