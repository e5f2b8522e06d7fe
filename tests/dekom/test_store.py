"""The store writes a change whole, with its history, or refuses it whole; and reads back exactly what was written."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from dekom import schema, tables
from dekom.access import Actor, Forbidden
from dekom.change import Change, InvalidChange, RowEdit, StaleChange
from dekom.clock import now
from dekom.demo import demo_rows
from dekom.i18n import Message, render
from dekom.store import Store, StoreFault, open_store
from tests.dekom.store_fixtures import (
    ADA,
    BO,
    HOSTILE_TEXTS,
    LISTENER,
    MEETING,
    ORDNING,
    amount,
    amount_edit,
    change,
    copy_of_demo,
    delete_everything,
    dump,
    key,
    load,
    make_meeting,
    nettverk,
    nothing_written,
    replayed,
    written,
)

FOSEN = key(nettverk_id="fosen")
ASIDE = key(set_aside_id="a1")


# What a change writes


def test_apply_writes_state_and_history_in_one_change(store: Store) -> None:
    what = Message("{name}: {before:kr} → {after:kr}", {"name": "Fosen", "before": 721_155, "after": 800_000})
    started = now()
    edit = amount_edit("fosen", 721_155, 800_000)
    change_id = store.apply(Change(MEETING, ORDNING, what, (edit,), "Flere skoler"), ADA)

    assert amount(store, "fosen") == 800_000
    (entry,) = store.history(MEETING, ORDNING)
    assert (entry.change_id, entry.kind, entry.original_id) == (change_id, "endring", change_id)
    assert (entry.who, entry.browser_id, entry.why) == ("Ada", ADA.browser_id, "Flere skoler")
    assert entry.what == what
    assert render(entry.what) == "Fosen: 721\u00a0155\u00a0kr → 800\u00a0000\u00a0kr"
    assert entry.edits == (edit,)
    assert started - timedelta(seconds=1) <= entry.made_at <= now() + timedelta(seconds=1)
    assert written(store) == (1, 1)


def test_change_stands_after_the_file_is_opened_again(demo_file: Path) -> None:
    first = open_store(demo_file)
    first.apply(change(amount_edit("fosen", 721_155, 1)), ADA)
    first.close()
    again = open_store(demo_file)
    assert amount(again, "fosen") == 1
    assert [e.who for e in again.history(MEETING, ORDNING)] == ["Ada"]
    again.close()


def test_change_that_changes_nothing_writes_nothing(store: Store) -> None:
    with nothing_written(store):
        assert store.apply(change(amount_edit("fosen", 721_155, 721_155)), ADA) is None
        assert store.apply(change(), ADA) is None
        gone = RowEdit("set_aside", ASIDE, None, None)
        assert store.apply(change(gone), ADA) is None


def test_change_of_many_rows_records_only_the_rows_that_moved(store: Store) -> None:
    same, other = amount_edit("gauldal", 960_113, 960_113), amount_edit("fosen", 721_155, 5)
    store.apply(change(same, other), ADA)
    assert [edit.key["nettverk_id"] for edit in store.history(MEETING, ORDNING)[0].edits] == ["fosen"]


def test_same_row_twice_in_one_change_is_done_in_order(store: Store) -> None:
    store.apply(change(amount_edit("fosen", 721_155, 1), amount_edit("fosen", 1, 2)), ADA)
    assert amount(store, "fosen") == 2


def test_row_left_alone_in_the_columns_a_change_does_not_name(store: Store) -> None:
    before = dump(store)
    store.apply(change(amount_edit("fosen", 721_155, 1)), ADA)
    store.apply(change(RowEdit("nettverk", FOSEN, {}, {"about": "Ny tekst"})), ADA)
    after = dump(store)
    changed = {place for place in before if before[place] != after[place]}
    assert {table for table, _key in changed} == {"innstilling", "nettverk"}
    assert len(changed) == 2
    assert nettverk(store, "fosen").name == "Fosen"
    assert nettverk(store, "fosen").about == "Ny tekst"


def test_unknown_amount_is_kept_apart_from_zero(store: Store) -> None:
    store.apply(change(amount_edit("fosen", 721_155, None), amount_edit("gauldal", 960_113, 0)), ADA)
    assert amount(store, "fosen") is None
    assert amount(store, "gauldal") == 0


def test_amount_at_the_edge_of_what_is_allowed(store: Store) -> None:
    before = 721_155
    for kr in (0, 1, 999_999_999_999):
        store.apply(change(amount_edit("fosen", before, kr)), ADA)
        assert amount(store, "fosen") == kr
        before = kr


def test_text_is_stored_and_returned_verbatim(demo_file: Path) -> None:
    store = open_store(demo_file)
    places = [key(nettverk_id=n.id) for n in load(store).nettverk]
    for place, text in zip(places, HOSTILE_TEXTS, strict=False):
        edits = (
            RowEdit("innstilling", place, {"begrunnelse": ""}, {"begrunnelse": text}),
            RowEdit("nettverk", place, {}, {"name": text, "owners": text}),
            RowEdit("set_aside", key(set_aside_id=text), None, {"name": text, "amount_kr": 7}),
        )
        what = Message("Begrunnelse for {name}", {"name": text})
        store.apply(Change(MEETING, ORDNING, what, edits, why=text), Actor("f" * 32, text))
        store.name_browser(text[:64], text)
    store.close()

    store = open_store(demo_file)
    case, entries = load(store), store.history(MEETING, ORDNING)[::-1]
    assert len(entries) == len(HOSTILE_TEXTS)
    for text, found, entry in zip(HOSTILE_TEXTS, case.nettverk, entries, strict=False):
        assert (found.name, found.owners, found.begrunnelse) == (text, text, text)
        assert (entry.who, entry.why, render(entry.what)) == (text, text, f"Begrunnelse for {text}")
        assert [e.change_id for e in store.row_history("set_aside", key(set_aside_id=text))] == [entry.change_id]
        assert store.browser_name(text[:64]) == text
    assert {a.id: a.name for a in case.set_asides} == {text: text for text in HOSTILE_TEXTS}
    store.close()


# What is refused, and leaves no trace


def test_stale_before_is_refused_and_names_who_and_what(store: Store) -> None:
    text = Message("Fosen: {before:kr} → {after:kr}", {"before": 721_155, "after": 800_000})
    store.apply(Change(MEETING, ORDNING, text, (amount_edit("fosen", 721_155, 800_000),)), BO)
    with nothing_written(store), pytest.raises(StaleChange) as refused:
        store.apply(change(amount_edit("fosen", 721_155, 5)), ADA)
    sentence = render(refused.value.message)
    clock = sentence.split("kl. ")[1][:5]
    assert (
        sentence == f"Bo endret dette kl. {clock}: Fosen: 721\u00a0155\u00a0kr → 800\u00a0000\u00a0kr. "
        "Ingenting ble lagret."
    )
    assert clock[2] == ":"
    assert (refused.value.current or {})["innstilt_kr"] == 800_000


def test_stale_names_the_change_of_the_same_columns(store: Store) -> None:
    store.apply(change(amount_edit("fosen", 721_155, 5), what="Beløpet"), BO)
    about_text = RowEdit("innstilling", FOSEN, {"begrunnelse": ""}, {"begrunnelse": "x"})
    store.apply(change(about_text, what="Teksten"), Actor("e" * 32, "Eva"))
    with pytest.raises(StaleChange) as refused:
        store.apply(change(amount_edit("fosen", 721_155, 6)), ADA)
    assert "Bo endret dette" in render(refused.value.message)
    assert "Beløpet" in render(refused.value.message)


def test_stale_where_nobody_has_changed_the_row_says_so(store: Store) -> None:
    with nothing_written(store), pytest.raises(StaleChange) as refused:
        store.apply(change(amount_edit("fosen", 1, 5)), ADA)
    assert render(refused.value.message) == "Dette er endret siden du så det. Ingenting ble lagret."


def test_stale_row_that_was_deleted_names_who_deleted_it(store: Store) -> None:
    aside = {"name": "Reserve", "amount_kr": 5}
    store.apply(change(RowEdit("set_aside", ASIDE, None, aside)), ADA)
    store.apply(change(RowEdit("set_aside", ASIDE, aside, None), what="Opphevet"), BO)
    with nothing_written(store), pytest.raises(StaleChange) as refused:
        store.apply(change(RowEdit("set_aside", ASIDE, {"amount_kr": 5}, {"amount_kr": 6})), ADA)
    assert "Bo endret dette" in render(refused.value.message)
    assert "Opphevet" in render(refused.value.message)
    assert refused.value.current is None


def test_row_that_exists_cannot_be_added_again(store: Store) -> None:
    store.apply(change(RowEdit("set_aside", ASIDE, None, {"name": "Reserve", "amount_kr": 5})), BO)
    with nothing_written(store), pytest.raises(StaleChange) as refused:
        store.apply(change(RowEdit("set_aside", ASIDE, None, {"name": "Annet", "amount_kr": 9})), ADA)
    assert "Bo endret dette" in render(refused.value.message)


def test_row_changed_since_cannot_be_deleted(store: Store) -> None:
    store.apply(change(RowEdit("set_aside", ASIDE, None, {"name": "Reserve", "amount_kr": 5})), BO)
    store.apply(change(RowEdit("set_aside", ASIDE, {"amount_kr": 5}, {"amount_kr": 6})), BO)
    with nothing_written(store), pytest.raises(StaleChange):
        store.apply(change(RowEdit("set_aside", ASIDE, {"name": "Reserve", "amount_kr": 5}, None)), ADA)


def test_stale_in_the_last_of_many_rows_writes_none_of_them(store: Store) -> None:
    edits = [amount_edit(n.id, n.innstilt_kr, 1) for n in load(store).nettverk[:-1]]
    last = load(store).nettverk[-1]
    with nothing_written(store), pytest.raises(StaleChange):
        store.apply(change(*edits, amount_edit(last.id, 3, 4)), ADA)


def test_other_columns_of_a_row_do_not_make_a_change_stale(store: Store) -> None:
    store.apply(change(amount_edit("fosen", 721_155, 5)), BO)
    store.apply(change(RowEdit("innstilling", FOSEN, {"begrunnelse": ""}, {"begrunnelse": "Ja"})), ADA)
    assert (nettverk(store, "fosen").innstilt_kr, nettverk(store, "fosen").begrunnelse) == (5, "Ja")


HUGE = "x" * 10_000_000
REFUSED_EDITS = {
    "unknown table": RowEdit("penger", FOSEN, {}, {"innstilt_kr": 1}),
    "table name with sql": RowEdit("innstilling; DROP TABLE change", FOSEN, {}, {"innstilt_kr": 1}),
    "the history": RowEdit("change", {"change_id": 1}, None, {"who": "Bo"}),
    "the rows of the history": RowEdit("change_row", {"change_id": 1, "position": 0}, None, {"before": "{}"}),
    "the migrations": RowEdit("migration", {"number": 9}, None, {"name": "x"}),
    "browser names": RowEdit("browser", {"browser_id": "x"}, None, {"name": "Bo"}),
    "unknown column": RowEdit("innstilling", FOSEN, {}, {"belop": 1}),
    "column name with sql": RowEdit("innstilling", FOSEN, {}, {"innstilt_kr = 0, begrunnelse": "x"}),
    "key with a column too few": RowEdit("innstilling", key(), {}, {"innstilt_kr": 1}),
    "key with a column too many": RowEdit("innstilling", {**FOSEN, "begrunnelse": ""}, {}, {"innstilt_kr": 1}),
    "key with sql": RowEdit("innstilling", {**key(), "nettverk_id = '' OR 1": 1}, {}, {"innstilt_kr": 1}),
    "empty key": RowEdit("innstilling", {}, {}, {"innstilt_kr": 1}),
    "unknown row": RowEdit("innstilling", key(nettverk_id="oslo"), {"innstilt_kr": 1}, {"innstilt_kr": 2}),
    "unknown row, nothing seen": RowEdit("innstilling", key(nettverk_id="oslo"), {}, {"innstilt_kr": 2}),
    "network of another meeting": RowEdit("innstilling", {**FOSEN, "meeting_id": "more-2023"}, {}, {"innstilt_kr": 2}),
    "network of another ordning": RowEdit("innstilling", {**FOSEN, "ordning": "rekom"}, {}, {"innstilt_kr": 2}),
    "another meeting itself": RowEdit("meeting", {"meeting_id": "more-2023"}, {}, {"title": "x"}),
    "negative": amount_edit("fosen", 721_155, -1),
    "thirteen digits": amount_edit("fosen", 721_155, 1_000_000_000_000),
    "bool": amount_edit("fosen", 721_155, True),
    "text for amount": amount_edit("fosen", 721_155, "800000"),
    "float for amount": amount_edit("fosen", 721_155, 8e5),
    "list for amount": amount_edit("fosen", 721_155, [1]),
    "10 MB for amount": amount_edit("fosen", 721_155, HUGE),
    "10 MB of text": RowEdit("innstilling", FOSEN, {}, {"begrunnelse": HUGE}),
    "10 MB in a key": RowEdit("set_aside", key(set_aside_id=HUGE), None, {"name": "x", "amount_kr": 1}),
    "one character too many": RowEdit("innstilling", FOSEN, {}, {"begrunnelse": "x" * 10_001}),
    "number for text": RowEdit("innstilling", FOSEN, {}, {"begrunnelse": 5}),
    "nothing for text": RowEdit("innstilling", FOSEN, {}, {"begrunnelse": None}),
    "text for a place in a key": RowEdit("share", {**FOSEN, "position": "1"}, {}, {"amount_kr": 1}),
    "network that does not exist": RowEdit(
        "innstilling", key(nettverk_id="oslo"), None, {"innstilt_kr": 2, "begrunnelse": ""}
    ),
    "network deleted from under its rows": RowEdit("nettverk", FOSEN, {}, None),
    "recipient that does not exist": RowEdit("share", {**FOSEN, "position": 8}, {}, {"recipient_id": "oslomet"}),
    "recipient deleted from under the shares": RowEdit(
        "recipient", {"meeting_id": MEETING, "recipient_id": "nord"}, {}, None
    ),
    "ordning deleted from under its rows": RowEdit("ordning", key(), {}, None),
    "meeting deleted from under its ordninger": RowEdit("meeting", {"meeting_id": MEETING}, {}, None),
    "no amount where one is needed": RowEdit("set_aside", ASIDE, None, {"name": "x", "amount_kr": None}),
    "column left out of a new row": RowEdit("set_aside", ASIDE, None, {"name": "x"}),
    "number too big for its column": RowEdit("nettverk", FOSEN, {}, {"schools": 999_999_999_999}),
    "no place in a key": RowEdit(
        "share",
        {**FOSEN, "position": None},
        None,
        {"recipient_id": "nord", "amount_kr": 1, "koordinator_kr": None, "remark": ""},
    ),
    "text for a date": RowEdit("meeting", {"meeting_id": MEETING}, {}, {"held_on": "9. mars 2022"}),
    "nothing for a date": RowEdit("meeting", {"meeting_id": MEETING}, {}, {"held_on": None}),
    "10 MB for a date": RowEdit("meeting", {"meeting_id": MEETING}, {}, {"held_on": HUGE}),
    "half a character": RowEdit("innstilling", FOSEN, {}, {"begrunnelse": "\ud83d"}),
    "key moved by an update": RowEdit("innstilling", FOSEN, {}, {"nettverk_id": "gauldal"}),
    "key overruled by an insert": RowEdit(
        "set_aside", ASIDE, None, {"set_aside_id": "a2", "name": "x", "amount_kr": 1}
    ),
    "percentage that is none": RowEdit("forum_limit", key(rule_id="grense_endring"), None, {"percent": "tull"}),
    "unknown column seen": RowEdit("innstilling", FOSEN, {"belop": None}, {"begrunnelse": "x"}),
}


@pytest.mark.parametrize("edit", [pytest.param(edit, id=name) for name, edit in REFUSED_EDITS.items()])
def test_invalid_edit_is_refused_and_writes_nothing(kept_store: Store, edit: RowEdit) -> None:
    valid = amount_edit("gauldal", 960_113, 5)
    with nothing_written(kept_store):
        for edits in ((edit,), (valid, edit), (edit, valid)):
            with pytest.raises(InvalidChange) as refused:
                kept_store.apply(change(*edits), ADA)
            assert render(refused.value.message).endswith(".")


def test_10_mb_of_reason_is_refused(store: Store) -> None:
    with nothing_written(store), pytest.raises(InvalidChange):
        store.apply(change(amount_edit("fosen", 721_155, 1), why=HUGE), ADA)


def test_insert_cannot_reach_another_meeting_through_its_columns(store: Store) -> None:
    make_meeting(store, "more-2023")
    stray = RowEdit("set_aside", ASIDE, None, {"meeting_id": "more-2023", "name": "x", "amount_kr": 1})
    with nothing_written(store), pytest.raises(InvalidChange):
        store.apply(change(stray), ADA)


def test_store_still_writes_after_refusals(store: Store) -> None:
    for edit in REFUSED_EDITS.values():
        with pytest.raises((InvalidChange, StoreFault)):
            store.apply(change(edit), ADA)
    assert store.apply(change(amount_edit("fosen", 721_155, 5)), ADA) == 1
    assert amount(store, "fosen") == 5


@pytest.mark.parametrize("scope", [("more-2023", ORDNING), (MEETING, "rekom"), ("", "")])
def test_change_under_another_case_cannot_reach_this_one(kept_store: Store, scope: tuple[str, str]) -> None:
    with nothing_written(kept_store), pytest.raises(InvalidChange):
        kept_store.apply(Change(*scope, Message("Prøve"), (amount_edit("fosen", 721_155, 1),)), ADA)


def test_change_cannot_reach_the_network_of_another_meeting(store: Store) -> None:
    make_meeting(store, "more-2023")
    edit = RowEdit(
        "innstilling",
        {"meeting_id": "more-2023", "ordning": ORDNING, "nettverk_id": "fosen"},
        {"innstilt_kr": 100_000},
        {"innstilt_kr": 1},
    )
    with nothing_written(store), pytest.raises(InvalidChange, match="et annet møte"):
        store.apply(change(edit), ADA)
    assert store.load_case("more-2023", ORDNING).innstilt_kr == 100_000


def test_role_without_right_is_forbidden_everywhere(store: Store) -> None:
    own = Actor(LISTENER.browser_id, LISTENER.name, "sekretariat")
    store.apply(change(amount_edit("fosen", 721_155, 5)), own)
    with nothing_written(store):
        for attempt in (
            lambda: store.apply(change(amount_edit("fosen", 5, 6)), LISTENER),
            lambda: store.apply(change(amount_edit("fosen", 5, 5)), LISTENER),
            lambda: store.undo(MEETING, ORDNING, LISTENER),
        ):
            with pytest.raises(Forbidden):
                attempt()
    store.undo(MEETING, ORDNING, own)
    with nothing_written(store), pytest.raises(Forbidden):
        store.redo(MEETING, ORDNING, LISTENER)


def test_unknown_role_is_forbidden(store: Store) -> None:
    with nothing_written(store), pytest.raises(Forbidden):
        store.apply(change(amount_edit("fosen", 721_155, 5)), Actor("x", "X", "Sekretariat "))  # type: ignore[arg-type]


# Revision


def test_revision_moves_with_each_change_and_only_then(store: Store) -> None:
    assert store.revision(MEETING) == 0

    def moved(action: Callable[[], object]) -> int:
        before = store.revision(MEETING)
        action()
        return store.revision(MEETING) - before

    assert moved(lambda: store.apply(change(amount_edit("fosen", 721_155, 5)), ADA)) == 1
    assert moved(lambda: store.apply(change(amount_edit("fosen", 5, 5)), ADA)) == 0
    assert moved(lambda: store.apply(change(amount_edit("fosen", 5, 6), amount_edit("gauldal", 960_113, 1)), ADA)) == 1
    assert moved(lambda: store.undo(MEETING, ORDNING, ADA)) == 1
    assert moved(lambda: store.redo(MEETING, ORDNING, ADA)) == 1
    assert moved(lambda: store.redo(MEETING, ORDNING, ADA)) == 0
    assert moved(lambda: store.undo(MEETING, ORDNING, BO)) == 0
    assert moved(lambda: (load(store), store.history(MEETING, ORDNING), store.cases())) == 0
    assert moved(lambda: store.name_browser(ADA.browser_id, "Ada")) == 0


def test_revision_of_one_meeting_is_not_moved_by_another(store: Store) -> None:
    make_meeting(store, "more-2023")
    assert (store.revision(MEETING), store.revision("more-2023"), store.revision("ukjent")) == (0, 1, 0)


# Reading


def test_cases_lists_every_ordning_newest_meeting_first(store: Store) -> None:
    make_meeting(store, "more-2023")
    edit = RowEdit(
        "ordning",
        {"meeting_id": MEETING, "ordning": "rekom"},
        None,
        {"name": "Rekom", "total_kr": None, "status": "foreløpig", "source": ""},
    )
    store.apply(Change(MEETING, "rekom", Message("Ny ordning"), (edit,)), ADA)
    assert [(c.meeting_id, c.ordning, c.ordning_name) for c in store.cases()] == [
        ("more-2023", "dekom", "Dekom"),
        (MEETING, "dekom", "Dekom"),
        (MEETING, "rekom", "Rekom"),
    ]
    assert store.cases()[1].held_on == date(2022, 3, 9)
    rekom = store.load_case(MEETING, "rekom")
    assert (rekom.total_kr, rekom.nettverk, rekom.ramme_kr) == (None, (), None)


@pytest.mark.parametrize("place", [("oslo-2022", "dekom"), (MEETING, "rekom"), ("", ""), ("' OR 1=1 --", "dekom")])
def test_load_case_of_unknown_case_raises_key_error(kept_store: Store, place: tuple[str, str]) -> None:
    with pytest.raises(KeyError):
        kept_store.load_case(*place)
    assert kept_store.history(*place) == []


def test_history_is_newest_first_and_of_this_case_only(store: Store) -> None:
    make_meeting(store, "more-2023")
    store.apply(change(amount_edit("fosen", 721_155, 1), what="Først"), ADA)
    store.apply(change(amount_edit("fosen", 1, 2), what="Sist"), BO)
    assert [e.what.msgid for e in store.history(MEETING, ORDNING)] == ["Sist", "Først"]
    assert [e.what.msgid for e in store.history("more-2023", ORDNING)] == ["Nytt møte"]


def test_row_history_holds_only_the_edits_of_that_row_oldest_first(store: Store) -> None:
    store.apply(change(amount_edit("fosen", 721_155, 1), amount_edit("gauldal", 960_113, 1)), ADA)
    store.apply(change(amount_edit("gauldal", 1, 2)), ADA)
    store.apply(change(amount_edit("fosen", 1, 3)), BO)
    entries = store.row_history("innstilling", FOSEN)
    assert [(e.who, e.edits[0].after) for e in entries] == [("Ada", {"innstilt_kr": 1}), ("Bo", {"innstilt_kr": 3})]
    assert all(len(e.edits) == 1 for e in entries)
    assert store.row_history("innstilling", dict(reversed(FOSEN.items()))) == entries
    assert store.row_history("innstilling", key(nettverk_id="ukjent")) == []


def test_history_replayed_from_the_opening_gives_the_present(store: Store) -> None:
    opening = dump(store)
    store.apply(change(amount_edit("fosen", 721_155, 1), amount_edit("gauldal", 960_113, 1)), ADA)
    store.apply(change(RowEdit("set_aside", ASIDE, None, {"name": "Reserve", "amount_kr": 5})), BO)
    store.undo(MEETING, ORDNING, ADA)
    store.apply(change(RowEdit("set_aside", ASIDE, {"amount_kr": 5}, None)), BO)
    nettverket = [e for e in delete_everything(store) if e.key.get("nettverk_id") == "gauldal"]
    store.apply(change(*nettverket), ADA)
    store.undo(MEETING, ORDNING, ADA)
    assert replayed(opening, reversed(store.history(MEETING, ORDNING))) == dump(store) == opening


# Names of browsers


def test_browser_name_is_used_from_now_on_and_kept_in_history(store: Store) -> None:
    assert store.browser_name("x" * 32) == ""
    store.name_browser("x" * 32, "Kari")
    store.apply(change(amount_edit("fosen", 721_155, 1)), Actor("x" * 32, store.browser_name("x" * 32)))
    store.name_browser("x" * 32, "Per")
    assert store.browser_name("x" * 32) == "Per"
    assert store.history(MEETING, ORDNING)[0].who == "Kari"


def test_browser_without_a_name_is_listed_by_role_and_id(store: Store) -> None:
    store.apply(change(amount_edit("fosen", 721_155, 1)), Actor("1234abcd"))
    assert store.history(MEETING, ORDNING)[0].who == "Sekretariat (1234)"


@pytest.mark.parametrize(("browser_id", "name"), [("x", "n" * 81), ("", "Kari"), ("x" * 65, "Kari"), ("x", HUGE)])
def test_browser_name_or_id_of_wrong_length_is_refused(kept_store: Store, browser_id: str, name: str) -> None:
    with pytest.raises(InvalidChange):
        kept_store.name_browser(browser_id, name)
    assert kept_store.browser_name(browser_id) == ""


# Migrations and the demo meeting


def _migrations(path: Path) -> list[tuple[int, str]]:
    with duckdb.connect(str(path)) as connection:
        return connection.execute("SELECT number, name FROM migration ORDER BY number").fetchall()


def test_new_file_is_migrated_and_filled(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "ny.duckdb"))
    assert load(store).innstilt_kr == 13_705_615
    assert written(store) == (0, 0)
    store.close()
    expected = [(number, name) for number, (name, _sql) in enumerate(schema.MIGRATIONS, start=1)]
    assert _migrations(tmp_path / "ny.duckdb") == expected


def test_empty_existing_database_is_migrated_and_filled(tmp_path: Path) -> None:
    path = tmp_path / "tom.duckdb"
    duckdb.connect(str(path)).close()
    store = open_store(path)
    assert load(store).innstilt_kr == 13_705_615
    store.close()
    assert len(_migrations(path)) == len(schema.MIGRATIONS)


def test_opening_again_and_again_changes_nothing(demo_file: Path) -> None:
    store = open_store(demo_file)
    store.apply(change(amount_edit("fosen", 721_155, 1)), ADA)
    expected = dump(store), written(store)
    store.close()
    for _ in range(2):
        store = open_store(demo_file)
        assert (dump(store), written(store)) == expected
        store.close()
    assert len(_migrations(demo_file)) == len(schema.MIGRATIONS)


def test_every_table_has_a_primary_key(kept_store: Store) -> None:
    with duckdb.connect(str(kept_store.path)) as connection:
        tables = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        sql = "SELECT table_name FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY'"
        assert tables == {name for (name,) in connection.execute(sql).fetchall()}


@pytest.mark.parametrize("steps", range(1, len(schema.MIGRATIONS) + 1))
def test_file_of_every_earlier_edition_is_migrated_with_what_it_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    path = tmp_path / "gammel.duckdb"
    with monkeypatch.context() as earlier, duckdb.connect(str(path)) as connection:
        earlier.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:steps])
        schema.migrate(connection)
        held = tables.read_tables(connection)
        for table, values in demo_rows():
            if table in held:
                known = {column: value for column, value in values.items() if column in held[table].columns}
                tables.insert(connection, table, known)
        connection.execute("UPDATE innstilling SET innstilt_kr = 5 WHERE nettverk_id = 'fosen'")
    assert len(_migrations(path)) == steps
    store = open_store(path)
    assert (amount(store, "fosen"), len(load(store).nettverk)) == (5, 11)
    assert {f.percent for f in load(store).printed if f.row == "fosen"} == {None, 26, 74}
    store.apply(change(amount_edit("fosen", 5, 6)), ADA)
    store.close()
    assert [name for _number, name in _migrations(path)] == [name for name, _sql in schema.MIGRATIONS]


def test_next_migration_keeps_what_is_there(demo_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(demo_file)
    store.apply(change(amount_edit("fosen", 721_155, 1)), ADA)
    store.close()
    step = ("neste", "ALTER TABLE meeting ADD COLUMN place VARCHAR")
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, step))
    store = open_store(demo_file)
    assert amount(store, "fosen") == 1
    assert len(store.history(MEETING, ORDNING)) == 1
    store.close()
    assert _migrations(demo_file)[-1] == (len(schema.MIGRATIONS), "neste")


def test_migration_that_fails_halfway_leaves_nothing_of_itself(
    demo_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = schema.MIGRATIONS
    broken = ("gal", "CREATE TABLE half (a INTEGER PRIMARY KEY); INSERT INTO half VALUES (1); SELECT * FROM missing")
    monkeypatch.setattr(schema, "MIGRATIONS", (*ours, broken))
    with duckdb.connect(str(demo_file)) as connection:
        with pytest.raises(duckdb.Error):
            schema.migrate(connection)
        tables = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    assert "half" not in tables
    assert len(_migrations(demo_file)) == len(ours)
    monkeypatch.setattr(schema, "MIGRATIONS", ours)
    store = open_store(demo_file)
    assert load(store).innstilt_kr == 13_705_615
    store.close()


def test_demo_is_not_refilled_when_every_meeting_was_deleted(demo_file: Path) -> None:
    store = open_store(demo_file)
    store.apply(change(*delete_everything(store), what="Slettet møtet"), ADA)
    assert (store.cases(), dump(store)) == ([], {})
    store.close()

    store = open_store(demo_file)
    assert (store.cases(), dump(store)) == ([], {})
    assert [e.what.msgid for e in store.history(MEETING, ORDNING)] == ["Slettet møtet"]
    store.undo(MEETING, ORDNING, ADA)
    assert load(store).innstilt_kr == 13_705_615
    store.close()


def test_demo_is_not_added_to_a_file_with_another_meeting(tmp_path: Path) -> None:
    path = copy_of_demo(tmp_path / "annen.duckdb")
    store = open_store(path)
    make_meeting(store, "more-2023")
    store.apply(change(*(e for e in delete_everything(store) if e.key["meeting_id"] == MEETING)), ADA)
    store.close()
    store = open_store(path)
    assert [c.meeting_id for c in store.cases()] == ["more-2023"]
    store.close()


def test_two_stores_on_two_files_do_not_meet(store: Store, tmp_path: Path) -> None:
    other = open_store(copy_of_demo(tmp_path / "annen.duckdb"))
    store.apply(change(amount_edit("fosen", 721_155, 1)), ADA)
    assert (amount(other, "fosen"), other.revision(MEETING), written(other)) == (721_155, 0, (0, 0))
    assert other.apply(change(amount_edit("fosen", 721_155, 2)), BO) == 1
    other.close()
    assert amount(store, "fosen") == 1
