"""A group's workbook: written, filled in, taken in as one step with every fault named, and taken back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from itertools import cycle
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from dekom import answers, group_actions
from dekom.access import Actor, Forbidden
from dekom.change import RowEdit, StaleChange
from dekom.findings import stops
from dekom.forarbeid import write_forarbeid
from dekom.forarbeid_actions import last_forarbeid, save_forarbeid, take_back_forarbeid
from dekom.forarbeid_layout import worksheet_names
from dekom.forarbeid_read import ForarbeidPlan, plan_forarbeid
from dekom.grid import Cell, Grid
from dekom.groupwork import NOT_ANSWERED, Answer, AnswerPlace, GroupWork, Question, Sheet
from dekom.i18n import render
from dekom.money import Refused
from dekom.store import Store
from dekom.tables import MAX_TEXT
from dekom.workbook_read import read_file
from tests.dekom.store_fixtures import ADA, BO, HOSTILE_TEXTS, MEETING, dump, load, nothing_written, written
from tests.dekom.test_answers import PHONE, VIEWER, member, moved, place, stands, work
from tests.dekom.workbook_mutations import mutations

ARK, POOL = "Kriterieark", "Spørsmål om poolen"
FOSEN = ("gruppe-1", "kriterieark", "fosen")
Cells = dict[str, Any]

# The rows of group 1: nine questions a network, Midtre Namdal first (row 2), TFK + VGO (11), Fosen (20).


def filled(content: bytes, cells: Cells) -> bytes:
    """Return a workbook with cells («Kriterieark!D3») written in it as Excel's users do."""
    book = load_workbook(BytesIO(content))
    for name, value in cells.items():
        sheet, _, cell = name.rpartition("!")
        book[sheet][cell] = value
        if isinstance(value, str):
            book[sheet][cell].data_type = "s"
    return saved(book)


def saved(book: Workbook) -> bytes:
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def planned(store: Store, cells: Cells, gruppe_id: str = "gruppe-1", **rest: Any) -> ForarbeidPlan:
    """Return the plan of the workbook of group 1 that these cells are written in, through the file itself."""
    found, case = work(store), load(store)
    read = read_file(filled(write_forarbeid(found, case, "gruppe-1", "nb"), cells), "svar.xlsx")
    return plan_forarbeid(found, case, read.grids, "svar.xlsx", gruppe_id, said=read.findings, **rest)


class Demo:
    """The workbook of group 1 as it is read, where nothing is answered yet."""

    def __init__(self, store: Store) -> None:
        self.store, self.work, self.case = store, work(store), load(store)
        self.nettverk_ids = self.work.nettverk_of(self.work.grupper[0])
        self.book = write_forarbeid(self.work, self.case, "gruppe-1", "nb")
        self.grids = read_file(self.book, "svar.xlsx").grids

    def plan(self, cells: Cells, gruppe_id: str = "gruppe-1", **rest: Any) -> ForarbeidPlan:
        grids = [with_cells(grid, cells) for grid in self.grids]
        return plan_forarbeid(self.work, self.case, grids, "svar.xlsx", gruppe_id, **rest)

    def plan_file(
        self, content: bytes, gruppe_id: str = "gruppe-1", name: str = "svar.xlsx", **rest: Any
    ) -> ForarbeidPlan:
        read = read_file(content, "Kriterieark.csv")
        return plan_forarbeid(self.work, self.case, read.grids, "svar", gruppe_id, said=read.findings, **rest)


def with_cells(grid: Grid, cells: Cells) -> Grid:
    """Return a worksheet as it would be read with these cells written in it."""
    rows = {int(row[0].place[1:]): list(row) for row in grid.rows}
    for name, value in cells.items():
        sheet, _, place = name.rpartition("!")
        if sheet == grid.name:
            row, column = rows[int(place[1:])], ord(place[0]) - ord("A")
            row += [Cell(None, f"{chr(ord('A') + i)}{place[1:]}") for i in range(len(row), column + 1)]
            row[column] = Cell(value, place)
    return Grid(grid.name, tuple(map(tuple, rows.values())))


@pytest.fixture(scope="module")
def demo(kept_store: Store) -> Demo:
    return Demo(kept_store)


def take_in(store: Store, cells: Cells, actor: Actor = ADA, **rest: Any) -> int | None:
    return save_forarbeid(store, actor, work(store), planned(store, cells, **rest))


def sentences(plan: ForarbeidPlan) -> list[tuple[str, str, str]]:
    return [(f.severity, f.place, render(f.message).replace("\u00a0", " ")) for f in plan.findings]


def given_answers(plan: ForarbeidPlan) -> dict[tuple[str, str], Any]:
    """Return what a plan writes: (network or sheet, question) → the columns."""
    return {
        (str(e.key["nettverk_id"]) or str(e.key["sheet_id"]), str(e.key["question_id"])): e.after for e in plan.edits
    }


# Out


def test_workbook_has_a_row_for_each_network_of_the_group_and_question_its_own_first(demo: Demo) -> None:
    book = load_workbook(BytesIO(demo.book))
    assert book.sheetnames == ["Forklaring", ARK, POOL]
    rows = list(book[ARK].values)
    assert rows[0] == ("Nettverk", "Merke", "Spørsmål", "Svar", "Tekst", "Beløp", "Notat")
    networks = list(dict.fromkeys(row[0] for row in rows[1:]))
    assert networks == ["Midtre Namdal", "TFK + VGO", "Fosen", "Trondheim/Malvik", "Ytre Namdal", "Verdal/Levanger"]
    asked = ["0", "1", "2", "3", "4", "5", "konklusjon", "begrunnelse", "belop"]
    assert [row[1] for row in rows[1:]] == asked * 6
    assert all(cell is None for row in rows[1:] for cell in row[3:])
    assert [row[0] for row in book[POOL].values] == ["Merke", "A", "A2", "B", "C", "D", "E"]
    first = [[cell for cell in row if cell] for row in book["Forklaring"].values]
    assert first[0] == ["Gruppe", "Gruppe 1"]
    assert first[1] == ["Møte", "Innstillingsmøte i samarbeidsforum · Trøndelag · Dekom · 09.03.2022"]
    assert first[2] == ["Forarbeid", "Midtre Namdal; TFK + VGO; Fosen"]


def test_cells_to_be_read_are_grey_and_those_to_be_written_in_are_not(demo: Demo) -> None:
    sheet = load_workbook(BytesIO(demo.book))[ARK]
    grey = {cell.coordinate for row in sheet["A2:G3"] for cell in row if cell.fill.fill_type == "solid"}
    assert grey == {"A2", "B2", "C2", "D2", "F2", "G2", "A3", "B3", "C3", "E3", "F3"}  # 0 is a text, 1 a choice
    assert not sheet.protection.sheet


def test_list_of_choices_offers_also_those_with_a_comma(demo: Demo) -> None:
    book = load_workbook(BytesIO(demo.book))
    rules = {str(rule.sqref): rule for rule in book[POOL].data_validations.dataValidation}
    source = rules["C5"].formula1.replace("$", "").removeprefix("'Forklaring'!")
    offered = [cell.value for (cell,) in book["Forklaring"][source]]
    assert offered == ["videreføre 2,5 mill", "mer enn 2,5 mill", "mindre enn 2,5 mill"]
    assert rules["C7"].showErrorMessage is not True, "several may be typed"
    assert len(book[ARK].data_validations.dataValidation) == 6 * 5


def test_workbook_of_a_group_that_is_not_there_is_none(demo: Demo) -> None:
    with pytest.raises(KeyError):
        write_forarbeid(demo.work, demo.case, "gruppe-9", "nb")


def test_sheet_and_networks_of_another_ordning_are_left_out(demo: Demo) -> None:
    other = Sheet("rekom", "Rekom-ark", "rekom", "gruppe", (Question("1", "Hva?", ("tekst",)),))
    found, case = demo.work, demo.case
    case = replace(case, nettverk=tuple(n for n in case.nettverk if n.id != "fosen"))
    book = load_workbook(
        BytesIO(write_forarbeid(replace(found, sheets=(*found.sheets, other)), case, "gruppe-1", "nb"))
    )
    assert book.sheetnames == ["Forklaring", ARK, POOL]
    assert "Fosen" not in {row[0] for row in book[ARK].values}


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (["Ark/1: [nytt]*?\\"], ["Ark 1 nytt"]),
        (["'sitat'"], ["sitat"]),
        (["x" * 40, "x" * 40], ["x" * 31, "x" * 29 + " 2"]),
        (["👩" * 20], ["👩" * 15]),
        (["Ark", "ARK", "ark"], ["Ark", "ARK 2", "ark 3"]),
        (["Forklaring", "History"], ["Forklaring 2", "History 2"]),
        (["\u202e[]\n"], ["ark-0"]),
    ],
)
def test_title_of_a_sheet_becomes_a_name_that_excel_allows(titles: list[str], names: list[str]) -> None:
    sheets = [Sheet(f"ark-{i}", title, "dekom", "gruppe", ()) for i, title in enumerate(titles)]
    assert list(worksheet_names(sheets).values()) == names


# Out and in again


def everything(found: GroupWork, text: Callable[[], str]) -> dict[AnswerPlace, Answer]:
    """Return answers of group 1 to every question, with a text where one can be."""
    gruppe = found.gruppe("gruppe-1")
    assert gruppe
    given: dict[AnswerPlace, Answer] = {}
    for sheet in found.sheets:
        for nettverk_id in found.nettverk_of(gruppe) if sheet.per == "nettverk" else ("",):
            for q in sheet.questions:
                choice = ";".join(q.choices if q.has_several else q.choices[-1:])
                words, note = text() if q.has_text else "", text() if q.has_choices else ""
                amount_kr = 910_000 if q.has_amount else None
                given["gruppe-1", sheet.id, nettverk_id, q.id] = Answer(choice, words, note, amount_kr)
    return given


def same(answer: Answer) -> tuple[object, ...]:
    """Return what an answer says; an empty cell and one with spaces only say nothing."""
    return answer.choice, answer.text.strip() and answer.text, answer.note.strip() and answer.note, answer.amount_kr


def place_of(edit: RowEdit) -> AnswerPlace:
    gruppe_id, sheet_id, nettverk_id, question_id = (str(value) for value in list(edit.key.values())[1:])
    return gruppe_id, sheet_id, nettverk_id, question_id


KEPT_BY_EXCEL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=60)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), language=st.sampled_from(["nb", "nn"]))
def test_written_answers_are_read_as_they_were(demo: Demo, data: st.DataObject, language: str) -> None:
    texts = data.draw(st.lists(st.one_of(KEPT_BY_EXCEL, st.sampled_from(HOSTILE_TEXTS)), min_size=1, max_size=8))
    turn = iter(texts * 100)
    case, empty = demo.case, demo.work
    full = replace(empty, answers=everything(empty, lambda: next(turn)))
    read = read_file(write_forarbeid(full, case, "gruppe-1", language), "a.xlsx")
    again = plan_forarbeid(full, case, read.grids, "a.xlsx", "gruppe-1", said=read.findings)
    assert (again.edits, again.kept, stops(again.findings)) == ((), 0, False)
    anew = plan_forarbeid(empty, case, read.grids, "a.xlsx", "gruppe-1", said=read.findings)
    assert anew.is_ready or not anew.edits
    got = {place_of(e): Answer(**(e.after or {})) for e in anew.edits}  # type: ignore[arg-type]
    for at, answer in full.answers.items():
        assert same(got.get(at, NOT_ANSWERED)) == same(answer)


USERS_TEXTS = ("=1+1", "=cmd|'/c calc'!A0", "+47", "@SUM(A1)", "-2", *HOSTILE_TEXTS)


def test_text_of_a_user_is_text_in_the_workbook(demo: Demo) -> None:
    turn = cycle(USERS_TEXTS)
    found, case = demo.work, demo.case
    sheets = tuple(
        replace(s, questions=tuple(replace(q, text=next(turn), choices=(next(turn), "b")) for q in s.questions))
        for s in found.sheets
    )
    given_by = {at: Answer(next(turn), next(turn), next(turn)) for at in everything(found, str)}
    found = replace(found, sheets=sheets, answers=given_by)
    for text in USERS_TEXTS:
        one = replace(found, grupper=tuple(replace(g, name=text) for g in found.grupper), sheets=())
        book = load_workbook(BytesIO(write_forarbeid(one, replace(case, title=text), "gruppe-1", "nb")))
        assert (book.worksheets[0]["B1"].value, book.worksheets[0]["B1"].data_type) == (text, "s")
    case = replace(case, nettverk=tuple(replace(n, name=next(turn)) for n in case.nettverk))
    book = load_workbook(BytesIO(write_forarbeid(found, case, "gruppe-1", "nb")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    seen = {cell.value for cell in cells}
    assert seen >= set(USERS_TEXTS)
    assert seen >= {n.name for n in case.nettverk if n.id in demo.nettverk_ids}


def test_filled_workbook_is_answers_on_both_sides(store: Store) -> None:
    cells = {
        f"{ARK}!E20": "Felles læring",
        f"{ARK}!D21": "delvis ja",
        f"{ARK}!G21": "  to eiere\nmangler ",
        f"{ARK}!F28": "0,9 mill.",
        f"{ARK}!F10": 600_000,
        f"{ARK}!F19": "behov",
        f"{POOL}!C5": "mer enn 2,5 mill",
        f"{POOL}!E5": 3_000_000,
        f"{POOL}!C7": "Kort Teams-møte i mai; sette ned arbeidsgruppe",
        f"{POOL}!D7": "=1+1",
    }
    plan = planned(store, cells)
    assert (plan.findings, plan.is_ready) == ((), True)
    assert save_forarbeid(store, ADA, work(store), plan) == 1
    for seen in (work(store), work(store, PHONE)):
        assert seen.answer(*FOSEN, "0") == Answer(text="Felles læring")
        assert seen.answer(*FOSEN, "1") == Answer("delvis ja", note="  to eiere\nmangler ")
        assert seen.answer(*FOSEN, "belop") == Answer(amount_kr=900_000)
        assert seen.answer("gruppe-1", "kriterieark", "midtre-namdal", "belop").amount_kr == 600_000
        assert seen.answer("gruppe-1", "kriterieark", "tfk-vgo", "belop").amount_kr == need(store, "tfk-vgo")
        assert seen.answer("gruppe-1", "pool", "", "C") == Answer("mer enn 2,5 mill", amount_kr=3_000_000)
        several = Answer("sette ned arbeidsgruppe;kort Teams-møte i mai", "=1+1")
        assert seen.answer("gruppe-1", "pool", "", "E") == several
        assert len(seen.answers) == 7
    assert work(store, member(2)).answers == {}
    assert planned(store, cells).edits == ()


def need(store: Store, nettverk_id: str) -> int | None:
    return next(n.need_kr for n in load(store).nettverk if n.id == nettverk_id)


def test_plan_says_in_words_what_it_writes(demo: Demo) -> None:
    plan = demo.plan({f"{ARK}!D21": "ja", f"{ARK}!F28": 900_000, f"{POOL}!D3": "x" * 400})
    assert [render(line).replace("\u00a0", " ") for line in plan.lines] == [
        "Fosen · 1 Lokalt forankret? · Svar: ja",
        "Fosen · Foreslått beløp · Beløp: 900 000 kr",
        f"A2 Hvis avvikling: erstattes med hva? · Tekst: {'x' * 300}…",
    ]


def test_retyped_workbook_is_read_by_its_names(demo: Demo) -> None:
    book = Workbook()
    first = book.active
    first.append(["gruppe", " GRUPPE 1"])
    sheet = book.create_sheet("kriterieark")
    sheet.append(["Svar fra Gruppe 1"])
    sheet.append([])
    sheet.append(["Merke", "SVAR", "nettverk ", "Notat", "Vår merknad"])
    sheet.append([1, "Delvis Ja", " fosen", "n", "til oss selv"])
    sheet.append(["KONKLUSJON", None, "Fosen", None, "x"])
    other = book.create_sheet("Spørsmål  om poolen")
    other.append(["Spørsmål", "Tekst"])
    other.append(["hvis avvikling: erstattes med hva?", "ingenting"])
    plan = demo.plan_file(saved(book), gruppe_id="")
    assert given_answers(plan) == {
        ("fosen", "1"): {"choice": "delvis ja", "text": "", "note": "n", "amount_kr": None},
        ("pool", "A2"): {"choice": "", "text": "ingenting", "note": "", "amount_kr": None},
    }
    assert sentences(plan) == [
        ("merknad", "Sheet", "Arket er ikke et av arkene gruppene fyller ut. Det tas ikke med."),
        ("merknad", "kriterieark!E3", "Overskriften «Vår merknad» er ukjent. Kolonnen tas ikke med."),
    ]


def test_csv_of_one_sheet_is_read_when_the_group_is_confirmed(demo: Demo) -> None:
    text = b"Nettverk;Merke;Svar\nFosen;1;ja\n"
    plan = demo.plan_file(text)
    asked = "Arbeidsboken sier ikke hvilken gruppe svarene er fra. Er de fra Gruppe 1?"
    assert sentences(plan) == [("spørsmål", "", asked)]
    assert not plan.is_ready
    sure = demo.plan_file(text, answered=plan.questions)
    assert sure.is_ready
    assert given_answers(sure)["fosen", "1"]["choice"] == "ja"
    assert not demo.plan_file(text, "gruppe-2", answered=plan.questions).is_ready, "the yes was for another group"


# What stands in the way

WRONG: list[tuple[Cells, str, str]] = [
    ({"A20": "Innherred", "D20": None, "E20": "x"}, "A20", "Nettverket «Innherred» hører ikke til Gruppe 1."),
    (
        {"A20": "Fossen", "E20": "x"},
        "A20",
        "Nettverket «Fossen» finnes ikke i ordningen. Gruppe 1 har: Midtre Namdal;",
    ),
    (
        {"A20": None, "E20": "x"},
        "A20",
        "Skriv hvilket nettverk svaret gjelder. Gruppe 1 har: Midtre Namdal; TFK + VGO",
    ),
    ({"B21": "9", "D21": "ja"}, "B21", "Merket «9» finnes ikke i arket. Arket har: 0; 1; 2; 3; 4; 5; konklusjon;"),
    ({"B21": "2", "D21": "ja"}, "B21", "Merket 2 er «Kollektiv læring?», men i raden står «Lokalt forankret?»."),
    ({"B21": None, "C21": "?", "D21": "ja"}, "B21", "Skriv merket til spørsmålet. Arket har: 0; 1;"),
    ({"D21": "kanskje"}, "D21", "«kanskje» er ikke et av svarvalgene. Velg ett av disse: ja; delvis ja; nei."),
    ({"D21": "ja; nei"}, "D21", "Spørsmålet har bare ett svar. Velg ett av disse: ja; delvis ja; nei."),
    ({"D21": True}, "D21", "«SANN» er ikke et av svarvalgene."),
    ({"D20": "ja"}, "D20", "Spørsmålet har ikke svar i kolonnen Svar. Skriv i Tekst."),
    ({"E21": "ja"}, "E21", "Spørsmålet har ikke svar i kolonnen Tekst. Skriv i Svar, Notat."),
    ({"F21": "mange"}, "F21", "Spørsmålet har ikke svar i kolonnen Beløp."),
    ({"G28": "n"}, "G28", "Spørsmålet har ikke svar i kolonnen Notat. Skriv i Beløp."),
    ({"E20": "x" * (MAX_TEXT + 1)}, "E20", "Teksten er for lang. Bruk høyst 10 000 tegn."),
    ({"E20": False}, "E20", "Tekst: «USANN» er ikke en tekst."),
    (
        {"E20": datetime(2022, 3, 9)},
        "E20",
        "Tekst: Excel har gjort teksten om til 9.3.2022. Gjør cellen om til tekst.",
    ),
    ({"F28": "842 950,-kr?"}, "F28", "«842 950,-kr?» kan ikke leses som et beløp."),
    ({"F28": -5}, "F28", "«-5» er ikke et beløp i hele kroner."),
    ({"F28": 910_000.5}, "F28", "«910000,5» er ikke et beløp i hele kroner."),
    ({"F28": "+50 000"}, "F28", "Det står ikke noe beløp å regne ut fra."),
    ({"F28": 20_700_001}, "F28", "20 700 001 kr er mer enn hele tilskuddet på 20 700 000 kr."),
    ({"F28": datetime(2022, 3, 9)}, "F28", "«9.3.2022» er ikke et beløp."),
    ({"A20": "Midtre Namdal", "E20": "x", "E2": "y"}, "E20", "Spørsmålet er besvart to ganger, også i E2."),
    ({"A1": "Hvem", "E20": "x"}, "", "Arket mangler disse overskriftene: Nettverk."),
    ({"B1": "Nr", "C1": "Hva", "E20": "x"}, "", "Arket mangler disse overskriftene: Merke."),
    ({"E1": "Svar", "E20": "x"}, "E1", "Overskriften «Svar» står to ganger. La én av kolonnene stå."),
]


@pytest.mark.parametrize(("cells", "where", "sentence"), WRONG, ids=[f"{w}-{s[:30]}" for _c, w, s in WRONG])
def test_fault_is_named_by_sheet_and_cell_and_nothing_is_written(
    kept_store: Store, demo: Demo, cells: Cells, where: str, sentence: str
) -> None:
    plan = demo.plan({f"{ARK}!{cell}": value for cell, value in cells.items()} | {f"{POOL}!C2": "avvikle"})
    faults = [(at, said) for severity, at, said in sentences(plan) if severity == "feil"]
    assert [at for at, _said in faults] == [f"{ARK}!{where}" if where else ARK]
    assert faults[0][1].startswith(sentence)
    assert faults[0][1].endswith(".")
    with pytest.raises(Refused, match="Ingenting er hentet inn"):
        save_forarbeid(kept_store, ADA, demo.work, plan)
    assert kept_store.last_change_id == 0


@pytest.mark.parametrize(("length", "is_ready"), [(MAX_TEXT - 1, True), (MAX_TEXT, True), (MAX_TEXT + 1, False)])
def test_text_may_be_as_long_as_on_the_page(demo: Demo, length: int, is_ready: bool) -> None:
    assert demo.plan({f"{ARK}!E20": "x" * length}).is_ready is is_ready


@pytest.mark.parametrize(("kr", "is_ready"), [(20_699_999, True), (20_700_000, True), (20_700_001, False)])
def test_amount_may_be_as_large_as_the_whole_grant(demo: Demo, kr: int, is_ready: bool) -> None:
    assert demo.plan({f"{POOL}!E5": kr}).is_ready is is_ready


def test_percent_in_a_text_cell_is_refused_with_what_excel_shows(demo: Demo) -> None:
    book = load_workbook(BytesIO(demo.book))
    for cell in ("E20", "F28"):
        book[ARK][cell], book[ARK][cell].number_format = 0.4, "0%"
    assert [said for _s, _at, said in sentences(demo.plan_file(saved(book)))] == [
        "Tekst: Excel har gjort teksten om til 40 %. Gjør cellen om til tekst.",
        "«0,4» er ikke et beløp. Skriv hele kroner, for eksempel 842 950.",
    ]


def test_question_that_is_worded_otherwise_now_is_said_and_taken_by_its_mark(demo: Demo) -> None:
    plan = demo.plan({f"{ARK}!C21": "Er det lokalt forankret?", f"{ARK}!D21": "ja"})
    text = "Spørsmål 1 er nå «Lokalt forankret?». I raden står «Er det lokalt forankret?»."
    assert sentences(plan) == [("merknad", f"{ARK}!C21", text)]
    assert plan.is_ready


def test_row_without_an_answer_is_left_whatever_else_stands_in_it(demo: Demo) -> None:
    assert demo.plan({f"{ARK}!D21": " ; "}).edits == ()
    plan = demo.plan({f"{ARK}!A20": "Ingensteds", f"{ARK}!B21": "77", f"{ARK}!E22": "  "})
    assert (plan.edits, plan.findings) == ((), ())


def test_workbook_without_any_of_the_sheets_says_which_there_are(demo: Demo) -> None:
    book = Workbook()
    book.active.append(["Gruppe", "Gruppe 1"])
    plan = demo.plan_file(saved(book))
    text = (
        "Arbeidsboken har ingen av arkene gruppene fyller ut: Kriterieark; Spørsmål om poolen. Last den ned på nytt."
    )
    assert ("feil", "", text) in sentences(plan)


def test_same_sheet_twice_is_refused(demo: Demo) -> None:
    case, found = demo.case, demo.work
    sheets = tuple(replace(s, title="Ark/1") if s.id == "pool" else s for s in found.sheets)
    found = replace(found, sheets=sheets)
    book = load_workbook(BytesIO(write_forarbeid(found, case, "gruppe-1", "nb")))
    assert book.sheetnames[-1] == "Ark 1"
    read = read_file(saved(book), "a.xlsx")
    twice = (*read.grids, replace(read.grids[-1], name="ark/1"))
    plan = plan_forarbeid(found, case, twice, "a.xlsx", "gruppe-1")
    assert sentences(plan) == [("feil", "ark/1", "Arkene «Ark 1» og «ark/1» er samme ark. La ett av dem stå.")]


def test_networks_with_one_name_are_not_guessed_between(demo: Demo) -> None:
    case = demo.case
    case = replace(
        case, nettverk=tuple(replace(n, name="FOSEN " if n.id == "tfk-vgo" else n.name) for n in case.nettverk)
    )
    book = filled(write_forarbeid(demo.work, case, "gruppe-1", "nb"), {f"{ARK}!E20": "x"})
    plan = plan_forarbeid(demo.work, case, read_file(book, "a.xlsx").grids, "a.xlsx", "gruppe-1")
    text = "Flere av nettverkene til Gruppe 1 heter «Fosen». Gi dem ulike navn i oppsettet."
    assert sentences(plan) == [("feil", f"{ARK}!A20", text)]


# Whose it is, and of which meeting


@pytest.mark.parametrize(
    ("stated", "chosen", "is_of", "said"),
    [
        ("Gruppe 1", "gruppe-1", "gruppe-1", None),
        ("Gruppe 1", "", "gruppe-1", None),
        (" gruppe  1", "", "gruppe-1", None),
        ("Gruppe 2", "gruppe-1", None, "Arbeidsboken er fra «Gruppe 2», men du fører inn for Gruppe 1."),
        (
            "Gruppe 9",
            "gruppe-1",
            None,
            "Gruppen «Gruppe 9» finnes ikke i møtet. Skriv en av disse: Gruppe 1; Gruppe 2;",
        ),
        ("Gruppe 9", "", None, "Gruppen «Gruppe 9» finnes ikke i møtet."),
        (None, "gruppe-2", "gruppe-2", "Arbeidsboken sier ikke hvilken gruppe svarene er fra. Er de fra Gruppe 2?"),
        (None, "", None, "Arbeidsboken sier ikke hvilken gruppe svarene er fra. Velg gruppen."),
        (None, "gruppe-9", None, "Arbeidsboken sier ikke hvilken gruppe svarene er fra. Velg gruppen."),
    ],
)
def test_group_is_certain_or_asked_about(
    demo: Demo, stated: str | None, chosen: str, is_of: str | None, said: str | None
) -> None:
    plan = demo.plan({"Forklaring!B1": stated, f"{ARK}!E20": "x"}, chosen)
    assert (plan.gruppe.id if plan.gruppe else None) == is_of
    assert plan.is_ready is (said is None)
    found = sentences(plan)
    assert len(found) == (1 if said else 0)
    assert all(text.startswith(said or "") for _severity, _at, text in found)
    assert all(at == ("Forklaring!B1" if stated else "") for _severity, at, _text in found)


def test_groups_with_one_name_are_told_apart_by_the_choice(demo: Demo) -> None:
    found = demo.work
    found = replace(found, grupper=tuple(replace(g, name="Gruppa") for g in found.grupper))
    book = filled(write_forarbeid(found, demo.case, "gruppe-1", "nb"), {f"{ARK}!E20": "x"})
    grids = read_file(book, "a.xlsx").grids
    alone = plan_forarbeid(found, demo.case, grids, "a.xlsx")
    assert sentences(alone) == [
        ("feil", "Forklaring!B1", "Flere grupper heter «Gruppa». Velg gruppen du fører inn for.")
    ]
    chosen = plan_forarbeid(found, demo.case, grids, "a.xlsx", "gruppe-1")
    assert chosen.is_ready
    assert chosen.gruppe
    assert chosen.gruppe.id == "gruppe-1"


def test_workbook_of_another_meeting_is_asked_about(demo: Demo) -> None:
    plan = demo.plan({"Forklaring!B2": "Innstillingsmøte 2021", f"{ARK}!E20": "x"})
    text = "Arbeidsboken er laget for «Innstillingsmøte 2021». Gjelder svarene møtet som er åpent her?"
    assert sentences(plan) == [("spørsmål", "Forklaring!B2", text)]
    assert not plan.is_ready
    sure = demo.plan({"Forklaring!B2": "Innstillingsmøte 2021", f"{ARK}!E20": "x"}, answered=plan.questions)
    assert (sure.findings, sure.is_ready) == ((), True)


@pytest.mark.parametrize(("kr", "is_asked"), [(90_999, True), (91_000, False), (2_730_000, False), (2_730_001, True)])
def test_likely_slip_is_asked_about(demo: Demo, kr: int, is_asked: bool) -> None:
    plan = demo.plan({f"{ARK}!F28": kr})  # Fosen needs 910 000
    assert [(s, at) for s, at, _text in sentences(plan)] == ([("spørsmål", f"{ARK}!F28")] if is_asked else [])
    assert plan.is_ready is not is_asked
    assert demo.plan({f"{ARK}!F28": kr}, answered=plan.questions).is_ready


def test_fault_is_not_answered_away(demo: Demo) -> None:
    plan = demo.plan({f"{ARK}!D21": "kanskje"})
    assert not demo.plan({f"{ARK}!D21": "kanskje", f"{ARK}!E20": "x"}, answered=plan.findings).is_ready


def test_file_that_cannot_be_read_is_said_once(demo: Demo) -> None:
    plan = demo.plan_file(b"%PDF-1.7 ikke en arbeidsbok")
    assert [severity for severity, _at, _text in sentences(plan)] == ["feil"]
    assert not plan.is_ready


# What stands already


@pytest.fixture
def answered(store: Store) -> Store:
    """Group 1 has answered on its phone: a choice with a note, a text and an amount on Fosen."""
    seen = answers.save_choices(store, PHONE, place(store), NOT_ANSWERED, ["ja"])
    answers.save_note(store, PHONE, place(store), seen, "vårt notat")
    answers.save_text(store, PHONE, place(store, "0"), NOT_ANSWERED, "linje 1\r\nlinje 2")
    answers.save_amount(store, PHONE, place(store, "belop"), NOT_ANSWERED, "800 000", 20_700_000)
    return store


OTHERS = {f"{ARK}!D21": "nei", f"{ARK}!E20": "noe annet", f"{ARK}!F28": 900_000, f"{ARK}!D22": "ja"}


def test_what_is_answered_is_filled_in_and_an_empty_cell_leaves_it(answered: Store) -> None:
    sheet = load_workbook(BytesIO(write_forarbeid(work(answered), load(answered), "gruppe-1", "nb")))[ARK]
    assert (sheet["D21"].value, sheet["G21"].value, sheet["F28"].value) == ("ja", "vårt notat", 800_000)
    emptied = dict.fromkeys((f"{ARK}!G21", f"{ARK}!E20", f"{ARK}!F28"))
    plan = planned(answered, {**emptied, f"{ARK}!D21": ";"}, replaces=True)
    assert (plan.edits, plan.findings) == ((), ())


def test_line_breaks_of_excel_are_no_other_answer(answered: Store) -> None:
    assert planned(answered, {f"{ARK}!E20": "linje 1\nlinje 2"}, replaces=True).edits == ()


def test_other_answer_that_stands_is_kept_and_said(answered: Store) -> None:
    plan = planned(answered, OTHERS)
    assert sentences(plan) == [
        ("merknad", f"{ARK}!E20", "Her står det «linje 1 linje 2» fra før. «noe annet» tas ikke med."),
        ("merknad", f"{ARK}!D21", "Her står det «ja» fra før. «nei» tas ikke med."),
        ("merknad", f"{ARK}!F28", "Her står det «800 000 kr» fra før. «900 000 kr» tas ikke med."),
    ]
    assert (plan.kept, plan.replaced, plan.is_ready) == (3, 0, True)
    assert given_answers(plan).keys() == {("fosen", "2")}


def test_other_answer_is_replaced_when_the_user_says_so(answered: Store) -> None:
    plan = planned(answered, OTHERS, replaces=True)
    assert sentences(plan)[1] == ("merknad", f"{ARK}!D21", "«ja» byttes ut med «nei».")
    assert (plan.kept, plan.replaced) == (0, 3)
    save_forarbeid(answered, ADA, work(answered), plan)
    assert stands(answered, place(answered)) == Answer("nei", note="vårt notat")
    assert stands(answered, place(answered, "0")).text == "noe annet"
    assert stands(answered, place(answered, "belop")).amount_kr == 900_000


def test_choice_that_is_no_longer_offered_stands_as_it_is(demo: Demo) -> None:
    found = replace(demo.work, answers={(*FOSEN, "1"): Answer("vet ikke")})
    book = write_forarbeid(found, demo.case, "gruppe-1", "nb")
    plan = plan_forarbeid(found, demo.case, read_file(book, "a.xlsx").grids, "a.xlsx", "gruppe-1")
    assert (plan.edits, plan.findings) == ((), ())


def test_answer_given_while_the_preview_is_open_is_not_overwritten(answered: Store) -> None:
    plan = planned(answered, {f"{ARK}!D22": "ja", f"{ARK}!D21": "nei"}, replaces=True)
    answers.save_choices(answered, PHONE, place(answered, "2"), NOT_ANSWERED, ["nei"])
    with nothing_written(answered), pytest.raises(StaleChange) as stale:
        save_forarbeid(answered, ADA, work(answered), plan)
    assert "Gruppe 1 endret dette" in render(stale.value.message)


# Rights, one step, topics


def test_taking_in_is_one_change_of_the_answers_and_never_in_angre(store: Store) -> None:
    cells = {f"{ARK}!D21": "ja", f"{POOL}!C2": "avvikle"}
    assert moved(store, lambda: take_in(store, cells)) == {"svar", "svar/gruppe-1"}
    assert written(store) == (1, 2)
    assert render(store.history(MEETING, "")[0].what) == "Hentet inn 2 svar for Gruppe 1 fra svar.xlsx"
    assert store.undo_state(MEETING, "", ADA) == (None, None)
    with nothing_written(store), pytest.raises(Refused, match="ikke noe nytt"):
        take_in(store, cells)


@pytest.mark.parametrize("actor", [PHONE, VIEWER, Actor("z" * 32, meeting_id="et-annet-mote")])
def test_only_the_secretariat_takes_in_and_takes_back(kept_store: Store, demo: Demo, actor: Actor) -> None:
    plan, found = demo.plan({f"{ARK}!D21": "ja"}), demo.work
    with nothing_written(kept_store), pytest.raises(Forbidden):
        save_forarbeid(kept_store, actor, found, plan)
    with nothing_written(kept_store), pytest.raises(Forbidden):
        take_back_forarbeid(kept_store, actor, found)


# The way back


def test_taking_back_leaves_the_meeting_as_it_was_also_from_another_browser(answered: Store) -> None:
    before, angre = dump(answered), answered.undo_state(MEETING, "", BO)
    take_in(answered, {**OTHERS, f"{POOL}!C2": "avvikle"}, replaces=True)
    assert take_back_forarbeid(answered, BO, work(answered)) == (5, 0)
    assert dump(answered) == before
    assert answered.undo_state(MEETING, "", BO) == angre
    assert render(answered.history(MEETING, "")[0].what) == "Tok tilbake 5 svar som var hentet inn"
    with nothing_written(answered), pytest.raises(Refused, match="ingen svar fra en arbeidsbok"):
        take_back_forarbeid(answered, ADA, work(answered))


def test_taking_back_leaves_what_a_group_has_answered_since(answered: Store) -> None:
    take_in(answered, OTHERS, replaces=True)
    answers.save_choices(answered, PHONE, place(answered), stands(answered, place(answered)), ["delvis ja"])
    answers.save_note(answered, PHONE, place(answered, "2"), stands(answered, place(answered, "2")), "nytt notat")
    assert take_back_forarbeid(answered, ADA, work(answered)) == (2, 2)
    assert stands(answered, place(answered)) == Answer("delvis ja", note="vårt notat")
    assert stands(answered, place(answered, "2")) == Answer("ja", note="nytt notat")
    assert stands(answered, place(answered, "0")).text == "linje 1\r\nlinje 2"
    assert stands(answered, place(answered, "belop")).amount_kr == 800_000


def test_taking_back_keeps_a_note_written_beside_a_replaced_choice(answered: Store) -> None:
    take_in(answered, {f"{ARK}!D21": "nei"}, replaces=True)
    answers.save_note(answered, PHONE, place(answered), stands(answered, place(answered)), "skrevet etterpå")
    assert take_back_forarbeid(answered, ADA, work(answered)) == (1, 0)
    assert stands(answered, place(answered)) == Answer("ja", note="skrevet etterpå")


def test_taking_back_takes_the_newest_and_a_picked_note_that_goes(store: Store) -> None:
    take_in(store, {f"{ARK}!D21": "ja"})
    take_in(store, {f"{ARK}!D22": "ja", f"{ARK}!G22": "notat"})
    group_actions.set_note_shown(store, ADA, work(store), (*FOSEN, "2"), True)
    assert take_back_forarbeid(store, ADA, work(store)) == (1, 0)
    assert (work(store).answers, work(store).shown_notes) == ({(*FOSEN, "1"): Answer("ja")}, frozenset())
    assert last_forarbeid(store, work(store)) is None


def test_taking_back_after_the_answers_were_emptied_brings_nothing(store: Store) -> None:
    take_in(store, {f"{ARK}!D21": "ja"})
    group_actions.empty_answers(store, ADA, work(store))
    assert take_back_forarbeid(store, ADA, work(store)) == (0, 1)
    assert group_actions.take_back_emptying(store, ADA, work(store)) == (1, 0)
    assert take_back_forarbeid(store, ADA, work(store)) == (1, 0)
    assert work(store).answers == {}


# Damaged and hostile


def test_mutated_workbooks_give_findings_and_never_a_crash(demo: Demo) -> None:
    cells = {f"{ARK}!D21": "ja", f"{ARK}!E20": "x", f"{ARK}!F28": "0,9 mill", f"{POOL}!C7": "sende på høring"}
    found, case = demo.work, demo.case
    good = filled(write_forarbeid(found, case, "gruppe-1", "nb"), cells)
    ready = 0
    for content in mutations(good, 60, 20221122):
        read = read_file(content, "svar.xlsx")
        plan = plan_forarbeid(found, case, read.grids, "svar.xlsx", "gruppe-1", said=read.findings)
        assert all(render(f.message).strip() for f in plan.findings)
        assert plan.is_ready or plan.findings or not plan.edits
        assert {e.key["gruppe_id"] for e in plan.edits} <= {"gruppe-1"}
        ready += plan.is_ready
    assert 0 < ready < 60
