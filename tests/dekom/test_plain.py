"""A record as plain text and back: nothing is lost, nothing is guessed."""

import json
from datetime import date, datetime
from fractions import Fraction

import pytest

from dekom.access import Actor
from dekom.i18n import Message, render
from dekom.parameters import load_parameters
from dekom.plain import NotPlain, canonical, revive, to_plain
from dekom.proceedings import Ballot, Proceedings, Timer
from dekom.record import Record, record_of
from dekom.store import open_store

MEETING, ORDNING = "trondelag-2022", "dekom"
ADA = Actor("a" * 32, "Ada")


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    store = open_store(tmp_path_factory.mktemp("plain") / "a.duckdb")
    case = store.load_case(MEETING, ORDNING)
    work, proceedings = store.load_group_work(MEETING, ADA), store.load_proceedings(MEETING)
    store.close()
    return record_of(case, load_parameters(ORDNING, case.held_on), work, proceedings)


def test_demo_record_comes_back_as_it_was(record: Record) -> None:
    text = canonical(record)
    again = revive(Record, text)
    assert canonical(again) == text
    assert list(again.case.recipients) == list(record.case.recipients)
    assert (again.case, again.parameters, again.work, again.proceedings) == (
        record.case,
        record.parameters,
        record.work,
        record.proceedings,
    )
    # Lists in messages come back as lists, whatever they were.
    said = [[render(o.message) for o in row.outcomes] for row in record.evaluation.rows]
    assert [[render(o.message) for o in row.outcomes] for row in again.evaluation.rows] == said
    assert [render(d.cause) for d in again.evaluation.audit] == [render(d.cause) for d in record.evaluation.audit]
    assert len(again.case.nettverk) == 11
    assert [item.sak for item in again.proceedings.items][:2] == ["7/2022", "8/2022"]


@pytest.mark.parametrize(
    "value",
    [
        Timer("rom-1", "fosen", datetime(2022, 3, 9, 12, 45), 360, None),
        Timer("rom-1", "fosen", datetime(2022, 3, 9, 12, 45), 360, datetime(2022, 3, 9, 12, 51)),
        Proceedings("m", date(2022, 3, 9), minutes={"sak-8": 'Æ "sitat"\n'}),
        Message("{a} {b}", {"a": Fraction(1, 3), "b": [Message("x"), 3, None], "c": date(2022, 3, 9)}),
    ],
)
def test_value_comes_back_as_it_was(value: object) -> None:
    assert revive(type(value), canonical(value)) == value


@pytest.mark.parametrize("text", ["", "null", "{}", "[]", '{"room_id": 3}', '{"format": 1}', "[" * 5000])
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(NotPlain):
        revive(Timer, text)


def test_record_with_a_figure_changed_to_text_is_refused(record: Record) -> None:
    plain = to_plain(record)
    plain["evaluation"]["case"]["total_kr"] = "20700000"
    with pytest.raises(NotPlain):
        revive(Record, json.dumps(plain))


def test_what_cannot_be_kept_is_said() -> None:
    with pytest.raises(TypeError):
        canonical(object())


def test_order_of_columns_and_alternatives_is_kept() -> None:
    ballot = Ballot("1", "sak-10", "Fordeling", {"Ø": 3, "A": 2}, 0, 11, datetime(2022, 3, 9, 15, 40))
    assert list(revive(Ballot, canonical(ballot)).counts) == ["Ø", "A"]
