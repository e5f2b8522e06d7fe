"""How the amounts came to be, worked out from the history: the same as a look back into the file gives."""

import random
from collections.abc import Sequence

import pytest

from dekom import actions
from dekom.amount_charts import story_data, story_spec
from dekom.amount_story import TABLES, Moment, changed_networks, moments, network_names
from dekom.change import Change, RowEdit
from dekom.i18n import Message
from dekom.store import Store
from tests.dekom.store_fixtures import ADA, BO, MEETING, ORDNING, amount_edit, change, key, load, make_meeting

NETWORKS = ("fosen", "gauldal", "tfk-vgo", "innherred")


def story(store: Store) -> tuple[Moment, ...]:
    return moments(load(store), store.changes_of(MEETING, TABLES))


def as_the_file_says(store: Store, found: Sequence[Moment]) -> None:
    """Assert that every moment is what a look back at its change gives."""
    first = min((m.entry.change_id for m in found if m.entry), default=1) - 1
    for moment in found:
        case = store.load_case(MEETING, ORDNING, at=moment.entry.change_id if moment.entry else first)
        assert moment.amounts == {n.id: n.innstilt_kr for n in case.nettverk}
        assert (moment.ramme_kr, moment.innstilt_kr, moment.remaining_kr) == (
            case.ramme_kr,
            case.innstilt_kr,
            case.remaining_kr,
        )


def test_meeting_without_changes_has_one_moment(store: Store) -> None:
    (only,) = story(store)
    assert (only.entry, only.innstilt_kr, only.remaining_kr) == (None, 13_705_615, 1_594_385)


def test_each_change_of_an_amount_is_a_moment_and_others_are_not(store: Store) -> None:
    store.apply(change(amount_edit("fosen", 721_155, 800_000), what="Først"), ADA)
    actions.set_begrunnelse(store, ADA, load(store), "fosen", "", "Utvidet")
    store.apply(change(amount_edit("fosen", 800_000, None), what="Så"), BO)
    found = story(store)
    assert [(m.entry and m.entry.what.msgid, m.amounts["fosen"]) for m in found] == [
        (None, 721_155),
        ("Først", 800_000),
        ("Så", None),
    ]
    as_the_file_says(store, found)
    assert changed_networks(found) == {"fosen"}


def test_undo_and_redo_are_moments(store: Store) -> None:
    store.apply(change(amount_edit("fosen", 721_155, 800_000)), ADA)
    store.undo(MEETING, ORDNING, ADA)
    store.redo(MEETING, ORDNING, ADA)
    found = story(store)
    assert [m.entry.kind for m in found if m.entry] == ["endring", "angre", "gjør om"]
    assert [m.amounts["fosen"] for m in found] == [721_155, 800_000, 721_155, 800_000]


def test_frame_and_what_is_set_aside_move_what_is_left(store: Store) -> None:
    line = load(store).lines[0]
    edit = RowEdit("frame_line", key(line_id=line.id), {"amount_kr": line.amount_kr}, {"amount_kr": None})
    store.apply(Change(MEETING, "", Message("Oppsett"), (edit,)), ADA)
    store.apply(Change(MEETING, "", Message("Oppsett"), (edit.reversed(),)), ADA)
    actions.set_aside(store, ADA, load(store), "Reise", "100 000")
    found = story(store)
    assert [m.remaining_kr for m in found] == [1_594_385, None, 1_594_385, 1_494_385]
    as_the_file_says(store, found)


def test_network_that_goes_is_in_the_story_until_then_with_its_name(store: Store) -> None:
    gone = store.rows_with("nettverk", key(nettverk_id="gauldal"))
    store.apply(Change(MEETING, "", Message("Fjernet"), gone), ADA)
    entries = store.changes_of(MEETING, TABLES)
    found = moments(load(store), entries)
    assert ["gauldal" in m.amounts for m in found] == [True, False]
    assert list(network_names(load(store), entries).items())[-1] == ("gauldal", "Gauldalnettverket")
    as_the_file_says(store, found)
    store.undo(MEETING, "", ADA)
    assert [m.amounts.get("gauldal") for m in story(store)] == [960_113, None, 960_113]


def test_other_meetings_and_ordninger_are_no_part(store: Store) -> None:
    make_meeting(store, "annet-2023")
    row = {"name": "Rekom", "total_kr": 5, "status": "foreløpig", "source": ""}
    edit = RowEdit("ordning", {"meeting_id": MEETING, "ordning": "rekom"}, None, row)
    store.apply(Change(MEETING, "", Message("Ny ordning"), (edit,)), ADA)
    assert len(story(store)) == 1


def test_change_that_leaves_the_amounts_as_they_were_is_no_moment(store: Store) -> None:
    twice = (amount_edit("fosen", 721_155, 1), amount_edit("fosen", 1, 721_155))
    store.apply(change(*twice), ADA)
    assert len(story(store)) == 1


def test_case_that_was_loaded_before_the_last_change_tells_the_same_story(store: Store) -> None:
    before = load(store)
    store.apply(change(amount_edit("fosen", 721_155, 1)), ADA)
    assert moments(before, store.changes_of(MEETING, TABLES)) == story(store)


@pytest.mark.parametrize("seed", range(3))
def test_any_walk_is_what_the_file_says(store: Store, seed: int) -> None:
    chosen = random.Random(seed)
    for _ in range(25):
        case, network = load(store), chosen.choice(NETWORKS)
        seen = next(n.innstilt_kr for n in case.nettverk if n.id == network)
        step = chosen.randrange(6)
        if step < 3:
            actions.set_amount(store, ADA, case, network, seen, chosen.randrange(10**7))
        elif step == 3:
            store.undo(MEETING, ORDNING, ADA)
        elif step == 4:
            store.redo(MEETING, ORDNING, ADA)
        elif case.set_asides:
            actions.release(store, ADA, case, case.set_asides[0].id)
        elif (case.remaining_kr or 0) > 10:
            actions.set_aside(store, ADA, case, "Reise", "10")
    as_the_file_says(store, story(store))


# The picture


def test_picture_has_a_step_for_every_change_and_a_mark_in_every_panel(store: Store) -> None:
    store.apply(change(amount_edit("fosen", 721_155, 800_000)), ADA)
    store.apply(change(amount_edit("gauldal", 960_113, 900_000)), BO)
    found = story(store)
    records = story_data(found, {"fosen": "Fosen", "gauldal": "Gauldal"}, 1)
    steps = [(r["nettverk"], r["nr"], r["mill"], r["hvem"]) for r in records if r["slag"] == "linje"]
    assert steps == [
        ("Fosen", 0, 0.721155, ""),
        ("Fosen", 1, 0.8, "Ada"),
        ("Fosen", 2, 0.8, "Bo"),
        ("Gauldal", 0, 0.960113, ""),
        ("Gauldal", 2, 0.9, "Bo"),
    ]
    assert [(r["nettverk"], r["nr"]) for r in records if r["slag"] == "merke"] == [("Fosen", 1), ("Gauldal", 1)]


def test_line_of_a_network_that_was_away_is_broken(store: Store) -> None:
    store.apply(Change(MEETING, "", Message("Bort"), store.rows_with("nettverk", key(nettverk_id="fosen"))), ADA)
    store.undo(MEETING, "", ADA)
    records = story_data(story(store), {"fosen": "Fosen"}, 0)
    assert [r["mill"] for r in records if r["slag"] == "linje"] == [0.721155, None, 0.721155]


def test_spec_holds_no_data_and_a_picture_that_is_a_step() -> None:
    spec = story_spec()
    assert "data" not in spec
    assert [layer["mark"]["type"] for layer in spec["spec"]["layer"]] == ["line", "rule"]
    assert spec["spec"]["layer"][0]["mark"]["interpolate"] == "step-after"
    assert spec["resolve"] == {"scale": {"y": "independent"}}
