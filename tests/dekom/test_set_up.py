"""Saving a set-up table: what is typed becomes one undoable step, or nothing and a sentence by the row it is about."""

from typing import Any

import pytest

from dekom.access import Forbidden
from dekom.change import StaleChange
from dekom.i18n import render
from dekom.set_up import folded, load_set_up, slug
from dekom.set_up_actions import edited_rows, plan_grid, removals, save_plan
from dekom.set_up_grid import GridState, draw_from, save_grid
from dekom.set_up_tables import (
    AGENDA,
    FORARBEID,
    FRAME_LINE,
    GRUNNLAG,
    GRUPPE,
    LIMIT,
    MEETING,
    NETTVERK,
    ORDNING,
    QUESTION,
    RECIPIENT,
    ROOM,
    SET_UP_TABLES,
    SHARE,
    SetUpTable,
)
from dekom.store import Store
from tests.dekom.store_fixtures import ADA, BO, HOSTILE_TEXTS, LISTENER, amount, amount_edit, change, load
from tests.dekom.store_fixtures import MEETING as DEMO

OF_DEKOM = {"ordning": "dekom"}
Edited = dict[str, Any]


def grid(store: Store, table: SetUpTable, fixed: dict[str, str] | None = None) -> GridState:
    state = GridState()
    draw_from(state, load_set_up(store, ADA, DEMO), table, fixed or {}, "nb", None)
    return state


def row_of(state: GridState, name: str, column: str = "name") -> int:
    return next(i for i, (_key, texts) in enumerate(state.shown) if texts[column] == name)


def typed(row: int, **texts: str) -> Edited:
    return {"edited_rows": {row: texts}, "added_rows": [], "deleted_rows": []}


def added(**texts: str) -> Edited:
    return {"edited_rows": {}, "added_rows": [texts], "deleted_rows": []}


def without(*rows: int) -> Edited:
    return {"edited_rows": {}, "added_rows": [], "deleted_rows": list(rows)}


def said(state: GridState) -> str:
    return render(state.notice) if state.notice else ""


def findings(state: GridState) -> list[tuple[str, str]]:
    return [(finding.cell, render(finding.message)) for finding in state.findings]


@pytest.mark.parametrize("table", SET_UP_TABLES, ids=lambda table: table.table)
@pytest.mark.parametrize("language", ["nb", "nn"])
def test_table_that_is_shown_and_saved_untouched_changes_nothing(
    store: Store, table: SetUpTable, language: str
) -> None:
    set_up = load_set_up(store, ADA, DEMO)
    state = GridState()
    draw_from(state, set_up, table, {}, language, None)
    rows = edited_rows(table, state.shown, {})
    plan = plan_grid(set_up, table, rows, state.keys, {})
    assert [render(f.message) for f in plan.findings] == []
    assert (plan.edits, plan.removed) == ((), ())


def test_frame_amount_is_changed_and_everything_counts_with_it(store: Store) -> None:
    state = grid(store, FRAME_LINE, OF_DEKOM)
    save_grid(store, ADA, state, FRAME_LINE, OF_DEKOM, typed(row_of(state, "Samlinger"), amount_kr="0,5 mill"))
    assert said(state) == "Lagret: Samlinger: Beløp 400 000 → 500 000."
    assert load(store).ramme_kr == 15_200_000
    store.undo(DEMO, "", ADA)
    assert load(store).ramme_kr == 15_300_000


def test_unreadable_amount_names_its_row_and_nothing_is_saved(store: Store) -> None:
    state, before = grid(store, FRAME_LINE, OF_DEKOM), load(store)
    row = row_of(state, "Samlinger")
    save_grid(store, ADA, state, FRAME_LINE, OF_DEKOM, typed(row, amount_kr="400 000,-kr?"))
    [(cell, why)] = findings(state)
    assert cell == str(row + 1)
    assert "400 000,-kr?" in why
    assert load(store) == before
    assert state.set_up is not None, "what is typed must stay where it is"


def test_new_network_gets_its_draft_as_innstilt_and_a_readable_id(store: Store) -> None:
    state = grid(store, NETTVERK, OF_DEKOM)
    save_grid(store, ADA, state, NETTVERK, OF_DEKOM, added(name="Sør-Trøndelag Øst", opening_kr="250 000"))
    new = load(store).nettverk[-1]
    assert (new.id, new.name, new.innstilt_kr) == ("sor-trondelag-ost", "Sør-Trøndelag Øst", 250_000)


def test_network_that_has_an_amount_keeps_it_when_the_draft_changes(store: Store) -> None:
    state = grid(store, NETTVERK, OF_DEKOM)
    save_grid(store, ADA, state, NETTVERK, OF_DEKOM, typed(row_of(state, "Fosen"), opening_kr="1"))
    assert amount(store, "fosen") == 721_155


def test_name_that_stands_already_is_refused(store: Store) -> None:
    state = grid(store, NETTVERK, OF_DEKOM)
    save_grid(store, ADA, state, NETTVERK, OF_DEKOM, added(name=" fosen "))
    [(cell, why)] = findings(state)
    assert cell == "12"
    assert "mer enn én gang" in why
    assert len(load(store).nettverk) == 11


def test_network_that_goes_is_asked_about_and_takes_what_hangs_on_it(store: Store) -> None:
    state = grid(store, NETTVERK, OF_DEKOM)
    gone = without(row_of(state, "Fosen"))
    save_grid(store, ADA, state, NETTVERK, OF_DEKOM, gone)
    [asked] = state.asks
    assert render(asked.name) == "Fosen"
    assert asked.below["grunnlag"] == 1
    assert asked.below["forarbeid"] == 1
    assert len(load(store).nettverk) == 11
    save_grid(store, ADA, state, NETTVERK, OF_DEKOM, gone, is_sure=True)
    assert "fosen" not in {n.id for n in load(store).nettverk}
    assert not any("fosen" in g.forarbeid for g in store.load_group_work(DEMO, ADA).grupper)


def test_network_that_went_comes_back_whole_with_angre(store: Store) -> None:
    before, groups = load(store), store.load_group_work(DEMO, ADA)
    state = grid(store, NETTVERK, OF_DEKOM)
    save_grid(store, ADA, state, NETTVERK, OF_DEKOM, without(*range(11)), is_sure=True)
    assert load(store).nettverk == ()
    store.undo(DEMO, "", ADA)
    assert (load(store), store.load_group_work(DEMO, ADA)) == (before, groups)


def test_row_that_another_changed_meanwhile_is_refused(store: Store) -> None:
    state, other = grid(store, GRUNNLAG, OF_DEKOM), grid(store, GRUNNLAG, OF_DEKOM)
    row = row_of(state, "Fosen", "nettverk_id")
    save_grid(store, BO, other, GRUNNLAG, OF_DEKOM, typed(row, need_kr="1 000 000"))
    save_grid(store, ADA, state, GRUNNLAG, OF_DEKOM, typed(row, need_kr="2 000 000"))
    assert "Bo endret dette" in said(state)
    assert next(n.need_kr for n in load(store).nettverk if n.id == "fosen") == 1_000_000


def test_another_cell_of_the_row_does_not_stand_in_the_way(store: Store) -> None:
    state, other = grid(store, GRUNNLAG, OF_DEKOM), grid(store, GRUNNLAG, OF_DEKOM)
    row = row_of(state, "Fosen", "nettverk_id")
    save_grid(store, BO, other, GRUNNLAG, OF_DEKOM, typed(row, need_kr="1 000 000"))
    save_grid(store, ADA, state, GRUNNLAG, OF_DEKOM, typed(row, tiltak="Nytt"))
    fosen = next(n for n in load(store).nettverk if n.id == "fosen")
    assert fosen.grunnlag is not None
    assert (fosen.need_kr, fosen.grunnlag.tiltak) == (1_000_000, "Nytt")


def test_rows_are_moved_by_their_number(store: Store) -> None:
    state = grid(store, NETTVERK, OF_DEKOM)
    save_grid(store, ADA, state, NETTVERK, OF_DEKOM, typed(row_of(state, "Fosen"), nr="0"))
    assert load(store).nettverk[0].id == "fosen"
    state = grid(store, NETTVERK, OF_DEKOM)
    save_grid(store, ADA, state, NETTVERK, OF_DEKOM, typed(0, nr="2,5"))
    assert [n.id for n in load(store).nettverk][:3] == ["trondheim-malvik", "fosen", "tfk-vgo"]


def test_name_of_something_that_is_not_there_is_refused(store: Store) -> None:
    state = grid(store, GRUPPE)
    save_grid(store, ADA, state, GRUPPE, {}, typed(0, room_id="Kjelleren"))
    assert "«Kjelleren» finnes ikke" in findings(state)[0][1]


def test_last_ordning_cannot_go(store: Store) -> None:
    state = grid(store, ORDNING)
    save_grid(store, ADA, state, ORDNING, {}, without(0), is_sure=True)
    assert findings(state) == [("", "Møtet må ha minst én ordning.")]
    assert load(store).ordning == "dekom"


def test_second_ordning_has_its_own_frame(store: Store) -> None:
    state = grid(store, ORDNING)
    save_grid(
        store, ADA, state, ORDNING, {}, added(ordning="Rekom", name="Rekom", status="endelig", total_kr="4 mill")
    )
    rekom = store.load_case(DEMO, "rekom")
    assert (rekom.ordning_name, rekom.ramme_kr, rekom.status, rekom.nettverk) == ("Rekom", 4_000_000, "endelig", ())
    assert load(store).ramme_kr == 15_300_000


def test_network_by_the_same_name_in_two_ordninger_goes_from_one_of_them(store: Store) -> None:
    ordning = grid(store, ORDNING)
    save_grid(store, ADA, ordning, ORDNING, {}, added(ordning="Rekom", name="Rekom", status="endelig"))
    of_rekom = {"ordning": "rekom"}
    save_grid(store, ADA, grid(store, NETTVERK, of_rekom), NETTVERK, of_rekom, added(name="Fosen"))
    state = grid(store, NETTVERK, of_rekom)
    save_grid(store, ADA, state, NETTVERK, of_rekom, without(0), is_sure=True)
    assert store.load_case(DEMO, "rekom").nettverk == ()
    assert any("fosen" in g.forarbeid for g in store.load_group_work(DEMO, ADA).grupper)


@pytest.mark.parametrize(
    ("table", "edited", "why"),
    [
        (MEETING, typed(0, held_on="9.3.2010"), "begynner 1.1.2017"),
        (MEETING, typed(0, held_on="9.3.2222"), "for langt fram"),
        (MEETING, typed(0, language="samisk"), "«bokmål», «nynorsk»"),
        (MEETING, typed(0, county=""), "Fylke mangler"),
        (ORDNING, typed(0, status="ferdig"), "«foreløpig», «endelig»"),
        (ORDNING, added(ordning="Samlet ordning fra 2026", name="x", status="endelig"), "begynner 1.1.2026"),
        (GRUPPE, typed(0, partner_id="Gruppe 1"), "lytte til seg selv"),
        (QUESTION, added(sheet_id="Kriterieark", question_id="9", text="Hva?", kinds="valg"), "ingen svarvalg"),
        (
            QUESTION,
            added(sheet_id="Kriterieark", question_id="9", text="Hva?", kinds="gjetting"),
            "«valg», «flere valg»",
        ),
        (AGENDA, added(title="Sak", starts="12:00", ends="11:00"), "før den begynner"),
        (AGENDA, added(title="Sak", starts="tolv"), "klokkeslett"),
    ],
)
def test_row_that_cannot_be_is_refused_with_a_sentence(
    store: Store, table: SetUpTable, edited: Edited, why: str
) -> None:
    state = grid(store, table)
    save_grid(store, ADA, state, table, {}, edited)
    assert why in findings(state)[0][1]
    assert store.history(DEMO, "") == []


def test_limit_over_thousand_per_cent_is_refused(store: Store) -> None:
    state = grid(store, LIMIT, OF_DEKOM)
    limit = added(rule_id="endring fra i fjor", percent="1001")
    save_grid(store, ADA, state, LIMIT, OF_DEKOM, limit)
    assert "1000 prosent" in findings(state)[0][1]
    save_grid(store, ADA, state, LIMIT, OF_DEKOM, added(rule_id="endring fra i fjor", percent="1000"))
    assert load(store).limits["grense_endring"] == 10


def test_koordinator_of_more_than_its_share_is_refused(store: Store) -> None:
    state = grid(store, SHARE, OF_DEKOM)
    row = next(i for i, (_k, t) in enumerate(state.shown) if t["koordinator_kr"])
    save_grid(store, ADA, state, SHARE, OF_DEKOM, typed(row, koordinator_kr="9 mill"))
    assert "er mer enn beløpet" in findings(state)[0][1]


def test_choices_are_understood_in_both_languages(store: Store) -> None:
    for word in ("uh-institusjon", "UH"):
        state = grid(store, RECIPIENT)
        save_grid(store, ADA, state, RECIPIENT, {}, added(name=f"Høgskule {word}", kind=word))
        assert said(state) == f"Lagret: Mottakere: 1 nye, 0 endret (Høgskule {word})."
    assert [r.kind for r in load(store).recipients.values() if r.name.startswith("Høgskule")] == ["uh", "uh"]


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_text_is_kept_as_typed(store: Store, text: str) -> None:
    state = grid(store, ROOM)
    save_grid(store, ADA, state, ROOM, {}, added(name=text))
    assert store.load_group_work(DEMO, ADA).rooms[-1].name == text.strip()


@pytest.mark.parametrize(
    "edited",
    [
        None,
        "tull",
        {"edited_rows": {"x": {"name": "y"}, 99: {"name": "z"}}},
        {"added_rows": ["tull", 3, None]},
        {"deleted_rows": ["0", None, 99]},
        {"edited_rows": {0: {"meeting_id": "et-annet", "nettverk_id": "x", "position": "9"}}},
    ],
)
def test_nothing_that_a_hostile_browser_sends_is_written(store: Store, edited: Any) -> None:
    before = load(store)
    save_grid(store, ADA, grid(store, NETTVERK, OF_DEKOM), NETTVERK, OF_DEKOM, edited)
    assert load(store) == before


def test_room_that_goes_leaves_its_groups_without_one(store: Store) -> None:
    state = grid(store, ROOM)
    save_grid(store, ADA, state, ROOM, {}, without(0), is_sure=True)
    grupper = store.load_group_work(DEMO, ADA).grupper
    assert [g.room_id for g in grupper] == ["", "", "rom-2", "rom-2"]


def test_group_that_goes_leaves_its_partner_without_one(store: Store) -> None:
    state = grid(store, GRUPPE)
    save_grid(store, ADA, state, GRUPPE, {}, without(0), is_sure=True)
    assert next((g.id, g.partner_id) for g in store.load_group_work(DEMO, ADA).grupper) == ("gruppe-2", "")


def test_renamed_group_keeps_what_it_has(store: Store) -> None:
    state = grid(store, GRUPPE)
    save_grid(store, ADA, state, GRUPPE, {}, typed(0, name="Kystgruppa"))
    first = store.load_group_work(DEMO, ADA).grupper[0]
    assert (first.id, first.name, first.forarbeid) == ("gruppe-1", "Kystgruppa", ("midtre-namdal", "tfk-vgo", "fosen"))


def test_forarbeid_that_moves_to_another_group(store: Store) -> None:
    state = grid(store, FORARBEID)
    row = row_of(state, "Fosen", "nettverk_id")
    save_grid(store, ADA, state, FORARBEID, {}, typed(row, gruppe_id="Gruppe 2"), is_sure=True)
    groups = {g.id: g.forarbeid for g in store.load_group_work(DEMO, ADA).grupper}
    assert "fosen" in groups["gruppe-2"]
    assert "fosen" not in groups["gruppe-1"]


def test_listener_reads_and_writes_no_set_up(store: Store) -> None:
    with pytest.raises(Forbidden, match="rett"):
        load_set_up(store, LISTENER, DEMO)


def test_page_that_was_drawn_keeps_what_is_typed_when_others_save(store: Store) -> None:
    state = grid(store, NETTVERK, OF_DEKOM)
    version, pending = state.version, typed(0, about="Noe")
    store.apply(change(amount_edit("fosen", 721_155, 1)), BO)
    draw_from(state, load_set_up(store, ADA, DEMO), NETTVERK, OF_DEKOM, "nb", pending)
    assert state.version == version
    draw_from(state, load_set_up(store, ADA, DEMO), NETTVERK, OF_DEKOM, "nb", None)
    assert state.version == version + 1


def test_removals_count_what_goes_with_a_group(store: Store) -> None:
    state = grid(store, GRUPPE)
    assert state.set_up is not None
    rows = edited_rows(GRUPPE, state.shown, without(0))
    plan = plan_grid(state.set_up, GRUPPE, rows, state.keys, {})
    assert removals(store, state.set_up, GRUPPE, plan)[0].below["forarbeid"] == 3


def test_stale_plan_is_refused_whole(store: Store) -> None:
    state = grid(store, FRAME_LINE, OF_DEKOM)
    assert state.set_up is not None
    rows = edited_rows(FRAME_LINE, state.shown, typed(0, amount_kr="1"))
    plan = plan_grid(state.set_up, FRAME_LINE, rows, state.keys, OF_DEKOM)
    save_plan(store, BO, state.set_up, FRAME_LINE, plan)
    rows = edited_rows(FRAME_LINE, state.shown, typed(0, amount_kr="2"))
    later = plan_grid(state.set_up, FRAME_LINE, rows, state.keys, OF_DEKOM)
    with pytest.raises(StaleChange):
        save_plan(store, ADA, state.set_up, FRAME_LINE, later)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Trondheim/Malvik", "trondheim-malvik"),
        ("Værnes", "vaernes"),
        ("Ås & Ødegård", "as-odegard"),
        ("", "rad"),
        ("日本", "rad"),
    ],
)
def test_slug_is_plain(name: str, expected: str) -> None:
    assert slug(name, ()) == expected


def test_slug_is_unlike_those_taken() -> None:
    assert slug("Fosen", {"fosen", "fosen-2"}) == "fosen-3"


def test_names_are_compared_without_case_and_spaces() -> None:
    assert folded("  Indre\u00a0 NAMDAL ") == folded("indre namdal")


def test_new_groups_that_listen_to_each_other(store: Store) -> None:
    state = grid(store, GRUPPE)
    pair = [{"name": "Nord", "partner_id": "Sør"}, {"name": "Sør", "partner_id": "Nord"}]
    save_grid(store, ADA, state, GRUPPE, {}, {"edited_rows": {}, "added_rows": pair, "deleted_rows": []})
    assert findings(state) == []
    nord, sor = store.load_group_work(DEMO, ADA).grupper[-2:]
    assert (nord.id, nord.partner_id, sor.id, sor.partner_id) == ("nord", "sor", "sor", "nord")


def test_what_is_typed_is_carried_over_when_the_table_was_away(store: Store) -> None:
    state, set_up = grid(store, NETTVERK, OF_DEKOM), load_set_up(store, ADA, DEMO)
    state.typed = {"edited_rows": {3: {"about": "Noe"}}, "added_rows": [{"name": "Nytt"}], "deleted_rows": [0]}
    draw_from(state, set_up, NETTVERK, OF_DEKOM, "nn", None)
    assert state.waits
    assert len(state.shown) == 11
    assert (state.shown[2][1]["about"], state.shown[-1]) == ("Noe", (None, state.shown[-1][1]))
    draw_from(state, set_up, NETTVERK, OF_DEKOM, "nn", {})
    assert state.waits, "what was carried over stays until it is saved or dropped"
    save_grid(store, ADA, state, NETTVERK, OF_DEKOM, None, is_sure=True)
    after = load(store).nettverk
    assert ([n.name for n in after][-1], len(after), after[2].about) == ("Nytt", 11, "Noe")
    assert not state.waits


def test_text_where_a_number_is_wanted_is_not_passed_over(store: Store) -> None:
    state = grid(store, ROOM)
    save_grid(store, ADA, state, ROOM, {}, added(nr="Rom 3", name="Kjelleren"))
    assert findings(state) == [
        ("3", "«Rom 3» er ikke et nummer. Skriv for eksempel 2, eller 2,5 for å stå mellom 2 og 3.")
    ]
