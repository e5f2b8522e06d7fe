"""A workbook into a meeting: every finding named by sheet and cell before anything is written, then all or nothing."""

from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from dekom.change import StaleChange
from dekom.evaluate import evaluate
from dekom.grid import Cell, Grid, column_letters
from dekom.i18n import render
from dekom.import_plan import ImportPlan, plan_import, save_import
from dekom.import_session import ImportState, answer, save, take_file, take_text, work_out
from dekom.money import Refused
from dekom.parameters import load_parameters
from dekom.set_up import SetUp, load_set_up
from dekom.set_up_tables import SET_UP_TABLES
from dekom.store import Store
from dekom.workbook import write_workbook
from dekom.workbook_read import read_file
from tests.dekom.store_fixtures import ADA, BO, HOSTILE_TEXTS, amount, amount_edit, change, load
from tests.dekom.store_fixtures import MEETING as DEMO
from tests.dekom.workbook_mutations import mutations

MEETING_SHEET = ("Møte", ["Fylke", "Tittel", "Dato", "Målform"], ["Vestland", "Møte", "8.3.2023", "nynorsk"])
ORDNING_SHEET = (
    "Ordninger",
    ["Ordning", "Navn", "Samlet tilskudd", "Status"],
    ["Dekom", "Dekom", "10 mill", "endelig"],
)


def sheet(name: str, *rows: list[object]) -> Grid:
    """Return a grid with every cell in its place, as the reader of workbooks gives it."""
    return Grid(
        name,
        tuple(
            tuple(Cell(value, f"{column_letters(i)}{n}") for i, value in enumerate(row))  # type: ignore[arg-type]
            for n, row in enumerate(rows, start=1)
        ),
    )


def plan_of(store: Store, *grids: Grid) -> ImportPlan:
    return plan_import(load_set_up(store, ADA, DEMO), grids, "fil.xlsx")


def new_plan(*grids: Grid) -> ImportPlan:
    return plan_import(SetUp("vestland-2023"), [sheet(*MEETING_SHEET), sheet(*ORDNING_SHEET), *grids], "fil.xlsx")


def said(plan: ImportPlan) -> list[tuple[str, str, str]]:
    return [(f.place, f.severity, render(f.message)) for f in plan.findings]


def basis(*rows: list[object]) -> Grid:
    return sheet("Beslutningsgrunnlag", ["Ordning", "Nettverk", "Meldt behov", "Egenfinansiering"], *rows)


def test_amount_that_is_none_is_named_by_sheet_and_cell(store: Store) -> None:
    plan = plan_of(store, basis(["Dekom", "Fosen", 1, 2], ["Dekom", "Innherred", "842 950,-kr?", 2]))
    [(place, severity, why)] = said(plan)
    assert (place, severity) == ("Beslutningsgrunnlag!C3", "feil")
    assert "«842 950,-kr?»" in why
    with pytest.raises(Refused):
        save_import(store, ADA, plan)
    assert store.history(DEMO, "") == []


@pytest.mark.parametrize(
    "value", [-5, "-5", 842950.5, datetime(2022, 3, 9), True, "#REF!", 1e15, "12e3", "=1+1", "1 2 3", float("nan")]
)
def test_cell_that_is_no_amount_stops_the_import(store: Store, value: object) -> None:
    [(place, severity, why)] = said(plan_of(store, basis(["Dekom", "Fosen", value, 2])))
    assert (place, severity) == ("Beslutningsgrunnlag!C2", "feil")
    assert why.endswith(".")


@pytest.mark.parametrize("value", [950_000, 950_000.0, "950 000", "950.000,00", "kr 950 000,-", "0,95 mill"])
def test_amount_is_read_in_every_form(store: Store, value: object) -> None:
    plan = plan_of(store, basis(["Dekom", "Fosen", value, None]))
    save_import(store, ADA, plan)
    fosen = next(n for n in load(store).nettverk if n.id == "fosen")
    assert fosen.grunnlag is not None
    assert (fosen.need_kr, fosen.grunnlag.egenfinansiering_kr) == (950_000, 350_000), (
        "an empty cell leaves what stands"
    )


def test_import_is_one_step_that_angre_takes_back_whole(store: Store) -> None:
    before = load(store)
    new = sheet("Nettverk", ["Nettverk", "I fjor", "Utgangspunkt"], ["Nytt", 1, 2], ["Fosen", 3, None])
    save_import(store, ADA, plan_of(store, new, basis([None, "Nytt", 5, 6])))
    after = load(store)
    assert (len(after.nettverk), after.nettverk[-1].need_kr) == (12, 5)
    assert next(n.last_year_kr for n in after.nettverk if n.id == "fosen") == 3
    store.undo(DEMO, "", ADA)
    assert load(store) == before


def test_innstilt_amounts_are_not_changed_by_an_import(store: Store) -> None:
    save_import(store, ADA, plan_of(store, sheet("Nettverk", ["Nettverk", "Utgangspunkt"], ["Fosen", 1])))
    assert amount(store, "fosen") == 721_155


def test_plan_that_was_overtaken_is_refused_whole(store: Store) -> None:
    plan = plan_of(store, basis(["Dekom", "Fosen", 1, 1], ["Dekom", "Innherred", 2, 2]))
    save_import(store, BO, plan_of(store, basis(["Dekom", "Innherred", 3, 3])))
    before = load(store)
    with pytest.raises(StaleChange):
        save_import(store, ADA, plan)
    assert load(store) == before


@pytest.mark.parametrize(
    ("grids", "place", "severity", "why"),
    [
        ([sheet("Ark1", ["a"])], "Ark1", "merknad", "tas ikke med"),
        ([sheet("Nettverk", ["Nettverk", "Farge"], ["X", "rød"])], "Nettverk!B1", "merknad", "«Farge» er ukjent"),
        ([sheet("Nettverk", ["Nettverk", "Nettverk"], ["X", "Y"])], "Nettverk!B1", "feil", "to ganger"),
        ([sheet("Nettverk", ["a", "b"], ["X", "Y"])], "Nettverk!A1", "feil", "overskriftene"),
        ([sheet("Nettverk", ["Nettverk"], ["X"], ["x "])], "Nettverk!A3", "feil", "mer enn én gang"),
        ([sheet("Nettverk", ["I fjor"], [1])], "Nettverk!A2", "feil", "Nettverk mangler"),
        ([sheet("Nettverk", ["Ordning", "Nettverk"], ["Rekom", "X"])], "Nettverk!A2", "feil", "ikke ordningen Rekom"),
        ([sheet("Nettverk"), sheet("nettverk ")], "nettverk ", "feil", "samme tabell"),
        ([sheet(MEETING_SHEET[0], *MEETING_SHEET[1:], MEETING_SHEET[2])], "Møte!A3", "feil", "ett møte om gangen"),
        ([basis(["Dekom", "Ukjent nettverk", 1, 1])], "Beslutningsgrunnlag!B2", "feil", "finnes ikke"),
        ([basis(["Dekom", "Fosen", 1, 1], ["Dekom", "FOSEN", 2, 2])], "Beslutningsgrunnlag!A3", "feil", "én gang"),
    ],
)
def test_finding_is_named_by_its_place(store: Store, grids: list[Grid], place: str, severity: str, why: str) -> None:
    assert any((p, s) == (place, severity) and why in text for p, s, text in said(plan_of(store, *grids)))


def test_workbook_without_any_sheet_of_ours_says_what_to_do(store: Store) -> None:
    plan = plan_of(store, sheet("Ark1", ["a"]), sheet("Ark2", ["b"]))
    assert "Last ned malen" in said(plan)[-1][2]
    assert not plan.is_ready


def test_sum_that_does_not_add_up_is_said_and_kept_for_the_audit(store: Store) -> None:
    plan = plan_of(
        store, basis(["Dekom", "Fosen", 910_000, 1], ["Dekom", "Innherred", 820_000, 1], [None, "Sum", 1_730_001, 2])
    )
    [(place, severity, why)] = said(plan)
    assert (place, severity) == ("Beslutningsgrunnlag!C4", "merknad")
    assert "1 730 001" in why.replace("\u00a0", " ")
    assert "1 730 000" in why.replace("\u00a0", " ")
    save_import(store, ADA, plan)
    case = load(store)
    deviations = evaluate(case, load_parameters("dekom", case.held_on)).audit
    ours = [d for d in deviations if d.table.startswith("fil.xlsx")]
    assert [(d.row, d.column, d.difference) for d in ours] == [("SUM", "behov", 1)]


def test_new_meeting_from_a_workbook_has_its_language_and_money(store: Store) -> None:
    nettverk = sheet("Nettverk", ["Nettverk", "Utgangspunkt"], ["Nordhordland", 1_000_000], ["Sunnfjord", 2_000_000])
    plan = new_plan(nettverk, sheet("Ramme", ["Linje", "Beløp"], ["Samlinger", "400 000"]))
    assert said(plan) == []
    save_import(store, ADA, plan)
    case = store.load_case("vestland-2023", "dekom")
    assert (case.county, case.language, case.ramme_kr) == ("Vestland", "nn", 9_600_000)
    assert {n.name: n.innstilt_kr for n in case.nettverk} == {"Nordhordland": 1_000_000, "Sunnfjord": 2_000_000}


def test_new_meeting_lacks_nothing_that_every_page_needs(store: Store) -> None:
    save_import(store, ADA, new_plan())
    assert [room.name for room in store.load_group_work("vestland-2023", ADA).rooms] == ["Rom 1"]


def test_new_meeting_needs_its_own_sheets() -> None:
    plan = plan_import(SetUp("x"), [sheet("Nettverk", ["Nettverk"], ["X"])], "fil.xlsx")
    assert {text for _p, _s, text in said(plan)} == {
        "Et nytt møte trenger arket «Møte» med minst én rad.",
        "Et nytt møte trenger arket «Ordninger» med minst én rad.",
    }


def test_date_before_the_rulebook_is_refused() -> None:
    early = sheet(MEETING_SHEET[0], MEETING_SHEET[1], ["Vestland", "Møte", datetime(2016, 12, 31), "bokmål"])
    plan = plan_import(SetUp("x"), [early, sheet(*ORDNING_SHEET)], "fil.xlsx")
    assert [(p, s) for p, s, _text in said(plan)] == [("Ordninger!A2", "feil")]


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_workbook_of_the_demo_makes_the_same_meeting_again(store: Store, language: str) -> None:
    content = write_workbook(language, load_set_up(store, ADA, DEMO))
    read = read_file(content, "møte.xlsx")
    plan = plan_import(SetUp("igjen"), read.grids, "møte.xlsx")
    assert said(plan) == []
    save_import(store, ADA, plan)
    again, before = store.load_case("igjen", "dekom"), load(store)
    assert [(n.name, n.need_kr, n.innstilt_kr, n.last_year_kr, dict(n.uncertain)) for n in again.nettverk] == [
        (n.name, n.need_kr, n.innstilt_kr, n.last_year_kr, dict(n.uncertain)) for n in before.nettverk
    ]
    assert [[(s.amount_kr, s.koordinator_kr) for s in n.shares] for n in again.nettverk] == [
        [(s.amount_kr, s.koordinator_kr) for s in n.shares] for n in before.nettverk
    ]
    assert again.ramme_kr == before.ramme_kr
    work, first = store.load_group_work("igjen", ADA), store.load_group_work(DEMO, ADA)
    assert [[len(s.questions), s.title, s.per] for s in work.sheets] == [
        [len(s.questions), s.title, s.per] for s in first.sheets
    ]
    assert [g.name for g in work.grupper] == [g.name for g in first.grupper]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "http://x", "{=1}", *HOSTILE_TEXTS])
def test_no_text_reaches_a_cell_as_a_formula(store: Store, text: str) -> None:
    new = sheet("Mottakere", ["Navn", "Slag"], [text, "andre"])
    save_import(store, ADA, plan_of(store, new))
    content = write_workbook("nb", load_set_up(store, ADA, DEMO))
    for row in load_workbook(BytesIO(content))["Mottakere"].iter_rows():
        assert {cell.data_type for cell in row} <= {"s", "n"}
        assert all(cell.hyperlink is None for cell in row)
    names = [row[0].value for row in load_workbook(BytesIO(content))["Mottakere"].iter_rows()]
    assert names[-1].replace("_x000D_", "").strip() == text.strip()


def test_empty_template_explains_every_column_and_imports_as_nothing(store: Store) -> None:
    for language in ("nb", "nn"):
        content = write_workbook(language)
        book = load_workbook(BytesIO(content))
        assert len(book.sheetnames) == 1 + len(SET_UP_TABLES)
        for table, name in zip(SET_UP_TABLES, book.sheetnames[1:], strict=True):
            headings = list(book[name][1])
            assert len(headings) == len(table.columns)
            assert all(cell.comment and len(cell.comment.text) > 10 for cell in headings)
        plan = plan_of(store, *read_file(content, "mal.xlsx").grids)
        assert (plan.findings, plan.edits) == ((), ())


def test_template_offers_choices_and_names_to_pick() -> None:
    book = load_workbook(BytesIO(write_workbook("nn")))
    lists = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in book["Grupper"].data_validations.dataValidation}
    assert lists == {"C2": "='Rom'!$A$2:$A$500".lstrip("="), "D2": "='Grupper'!$A$2:$A$500".lstrip("=")}


def test_mutated_workbooks_bring_findings_or_a_plan_and_never_half_an_import(store: Store) -> None:
    set_up = load_set_up(store, ADA, DEMO)
    before = load(store)
    for content in mutations(write_workbook("nb", set_up), 40, 5):
        state = ImportState(ordning="dekom")
        take_file(state, content, "fil.xlsx")
        work_out(state, set_up, {DEMO})
        assert state.plan is not None
        assert all(render(f.message) for f in state.plan.findings)
        if save(store, ADA, state):
            store.undo(DEMO, "", ADA)
        assert load(store) == before


def test_question_about_a_pasted_table_is_answered_before_it_is_saved(store: Store) -> None:
    set_up, state = load_set_up(store, ADA, DEMO), ImportState(ordning="dekom")
    take_text(state, "Nettverk\tMeldt behov\tHøgskulen\nFosen\t950 000\t400 000\n", "Limt inn")
    work_out(state, set_up, {DEMO})
    [question] = state.questions
    assert state.plan is not None
    assert not state.plan.is_ready
    answer(state, question.id, question.choices[-1][0])
    work_out(state, set_up, {DEMO})
    assert state.plan.is_ready
    assert save(store, ADA, state) == DEMO
    assert next(n.need_kr for n in load(store).nettverk if n.id == "fosen") == 950_000


def test_amount_changed_in_the_meeting_does_not_stop_an_import_of_something_else(store: Store) -> None:
    plan = plan_of(store, basis(["Dekom", "Fosen", 1, 1]))
    store.apply(change(amount_edit("fosen", 721_155, 1)), BO)
    assert save_import(store, ADA, plan)
