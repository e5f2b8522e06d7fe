"""The workbook of an innstilling, read back with openpyxl: every figure is the record's, and the formulas agree."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from dekom.change import Entry, RowEdit
from dekom.i18n import Message, render
from dekom.model import Case
from dekom.proceedings import AgendaItem, Ballot, Decision, Figure, Statement
from dekom.record import DRAFT, Edition, Record
from dekom.record_columns import record_columns
from dekom.record_workbook import workbook
from tests.dekom.builders import answer_to, demo_case, make_case, make_evaluation, make_nettverk, outcome_of
from tests.dekom.record_fixtures import FIRST, HOSTILE, hard_case, hostile_record, make_record

HEAD = 5  # the row of the headings, counted from 1


def read(record: Record, edition: Edition = DRAFT, entries: tuple[Entry, ...] = (), language: str = "nb") -> Any:
    """Return the workbook twice: with the formulas, and with the values that are kept."""
    content = workbook(record, edition, entries, language)
    return load_workbook(BytesIO(content)), load_workbook(BytesIO(content), data_only=True)


@cache
def read_case(case_of: Callable[[], Case]) -> tuple[Record, Any, Any]:
    record = make_record(case_of())
    return record, *read(record)


def lines(sheet: Worksheet) -> list[list[Any]]:
    return [list(row) for row in sheet.iter_rows(min_row=3, values_only=True)]


def worked_out(formula: str, values: Worksheet) -> Any:
    """Return what a formula of ours gives, worked out from the cells' values without Excel."""

    def block(place: str) -> list[Any]:
        left, top, right, bottom = range_boundaries(place)
        cells = values.iter_rows(top, bottom, left, right, values_only=True)
        return [0 if v == "" else v for row in cells for v in row]

    known: dict[str, Any] = {
        "SUM": lambda *parts: sum(v for p in parts for v in (p if isinstance(p, list) else [p]) if is_number(v)),
        "COUNT": lambda *parts: sum(is_number(v) for p in parts for v in (p if isinstance(p, list) else [p])),
        "ROWS": len,
        "N": lambda v: v if is_number(v) else 0,
        "ISNUMBER": is_number,
        "OR": lambda *parts: any(parts),
        "R": block,
        "C": lambda place: "" if values[place].value is None else values[place].value,
    }
    text = re.sub(r"([A-Z]{1,2}\d+:[A-Z]{1,2}\d+)", r'R("\1")', formula.removeprefix("="))
    text = re.sub(r'(?<![A-Z(":\d])(?<!R\(")\b([A-Z]{1,2}\d+)\b(?![:"])', r'C("\1")', text)
    text = re.sub(r'(?<=[(])([A-Z]{1,2}\d+)\b(?![:"])', r'C("\1")', text)
    text = re.sub(r"(?<![=<>])=(?!=)", "==", text)
    if text.startswith("IF("):
        test, yes, no = at_top_level(text[3:-1])
        text = yes if eval(test, known) else no
    return eval(text, known)


def is_number(value: Any) -> bool:
    return isinstance(value, int | float)


def at_top_level(text: str) -> list[str]:
    parts, depth = [""], 0
    for character in text:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts


@pytest.mark.parametrize("case_of", [demo_case, hard_case, make_case], ids=["demo", "hard", "no networks"])
def test_every_figure_of_the_table_is_the_records(case_of: Callable[[], Case]) -> None:
    record, _formulas, values = read_case(case_of)
    sheet, columns = values["Innstilling"], record_columns(record.evaluation)
    assert [c.value for c in sheet[HEAD]] == ["Nettverk", *(render(c.heading) for c in columns)]
    rows = [[figure.value for figure in figures] for figures in zip(*(c.figures for c in columns), strict=True)]
    rows.append([column.total.value for column in columns])
    for number, row in enumerate(rows, start=HEAD + 1):
        found = [None if c.value == "" else c.value for c in sheet[number][1:]]
        wanted = [float(v) if isinstance(v, Fraction) else v for v in row]
        assert found == wanted, sheet.cell(number, 1).value
    assert sheet.cell(HEAD + len(rows), 1).value == "Sum"


@pytest.mark.parametrize("case_of", [demo_case, hard_case, make_case], ids=["demo", "hard", "no networks"])
def test_every_formula_gives_the_value_that_is_kept(case_of: Callable[[], Case]) -> None:
    record, formulas, values = read_case(case_of)
    found = 0
    for row in formulas["Innstilling"].iter_rows():
        for cell in row:
            if cell.data_type == "f":
                kept = values["Innstilling"][cell.coordinate].value
                given_ = worked_out(cell.value, values["Innstilling"])
                assert ("" if kept is None else kept) == (pytest.approx(given_) if is_number(given_) else given_), cell
                found += 1
    assert found >= 4 * len(record.case.nettverk) + 3


def test_figures_that_change_in_excel_move_the_sums() -> None:
    """The formulas are live: another amount gives another sum, change, share and what is left."""
    _record, formulas, values = read_case(demo_case)
    sheet, live = values["Innstilling"], formulas["Innstilling"]
    head = [c.value for c in sheet[HEAD]]
    column = {name: sheet.cell(HEAD, i).column_letter for i, name in enumerate(head, start=1)}
    fosen = next(r for r in range(HEAD, 20) if sheet.cell(r, 1).value == "Fosen")
    sum_row = HEAD + 12
    amount = f"{column['Innstilt beløp']}{fosen}"
    assert sheet[amount].value == 721_155
    sheet[amount].value = 800_000
    try:
        assert worked_out(live[f"{column['Innstilt beløp']}{sum_row}"].value, sheet) == 13_705_615 + 78_845
        assert worked_out(live[f"{column['Endring, kr']}{fosen}"].value, sheet) == 78_845
        assert worked_out(live[f"{column['Andel av behov']}{fosen}"].value, sheet) == 800_000 / 910_000
    finally:
        sheet[amount].value = 721_155


def test_budget_identity_stands_below_with_its_status() -> None:
    _record, formulas, values = read_case(demo_case)
    found = {row[0]: row[1] for row in values["Innstilling"].iter_rows(min_row=HEAD + 13, values_only=True)}
    assert "Rammen (foreløpig)" in found
    assert (found["Samlet tilskudd"], found["− Samlinger"], found["Ramme til nettverkene"]) == (
        20_700_000,
        400_000,
        15_300_000,
    )
    assert (found["− Innstilt"], found["Gjenstår"]) == (13_705_615, 1_594_385)
    live = {row[0]: row[1] for row in formulas["Innstilling"].iter_rows(values_only=True)}
    assert all(str(live[name]).startswith("=") for name in ("Ramme til nettverkene", "− Innstilt", "Gjenstår"))


@pytest.mark.parametrize(
    "case",
    [hard_case(total_kr=None), hard_case(lines=[("Pool", None), ("Samlinger", 1)])],
    ids=["total", "a line"],
)
def test_frame_that_is_not_known_is_said_and_not_reckoned(case: Case) -> None:
    formulas, values = read(make_record(case))
    found = {row[0]: row[1] for row in values["Innstilling"].iter_rows(values_only=True)}
    assert (found["Ramme til nettverkene"], found["Gjenstår"]) == ("ukjent", "ukjent")
    for row in formulas["Innstilling"].iter_rows(min_row=HEAD + 7):
        if row[1].data_type == "f":
            assert worked_out(row[1].value, values["Innstilling"]) == values["Innstilling"][row[1].coordinate].value


def test_uncertain_figure_is_a_number_with_a_question_mark_and_a_comment() -> None:
    _record, _formulas, values = read_case(hard_case)
    sheet = values["Innstilling"]
    need = next(c for c in sheet[HEAD + 3] if c.column_letter == "C")
    assert (need.value, need.number_format, need.comment.text) == (1_200_000, '#,##0" ?"', "Utydelig 3-tall")
    certain = sheet[f"C{HEAD + 1}"]
    assert (certain.number_format, certain.comment) == ("#,##0", None)
    notes = [(row[0], row[1]) for row in sheet.iter_rows(min_row=HEAD + 8, values_only=True)]
    assert ("Usikker", "Meldt behov, Andel nettverk, Andel UH og andre, Andel av behov: Utydelig 3-tall") in notes
    assert ("Deler", "Nord universitet: Kommer") in notes


def test_kroner_and_shares_have_number_formats() -> None:
    _record, _formulas, values = read_case(demo_case)
    formats = {
        values["Innstilling"].cell(HEAD, c.column).value: c.number_format for c in values["Innstilling"][HEAD + 1]
    }
    assert formats["Innstilt beløp"] == "#,##0"
    assert formats["Andel av behov"] == "0.0 %"
    assert formats["Endring, kr"] == "+#,##0;-#,##0;0"


@pytest.mark.parametrize(
    ("edition", "words"),
    [(DRAFT, "UTKAST: innstillingen er ikke fastsatt"), (FIRST, "FASTSATT, versjon 1, ")],
)
def test_draft_and_version_are_told_apart_on_every_sheet_and_page(edition: Edition, words: str) -> None:
    _formulas, values = read(make_record(hard_case()), edition)
    for sheet in values.worksheets:
        top = sheet["A2"].value if sheet.title == "Innstilling" else sheet["A1"].value
        assert top.startswith(words)
        assert sheet.oddHeader.left.text.startswith(words)
        other = "UTKAST" if edition.is_fastsatt else "FASTSATT"
        assert not any(other in str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)


def test_sheets_print_in_landscape_with_frozen_headings() -> None:
    _record, _formulas, values = read_case(demo_case)
    titles = ["Innstilling", "Begrunnelser og vilkår", "Kontroller", "Vedtak og votering", "Historikk"]
    assert values.sheetnames == titles
    for sheet in values.worksheets:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
            "landscape",
            9,
            0,
        )
        assert sheet.freeze_panes == ("B6" if sheet.title == "Innstilling" else "B3")
        assert sheet.print_title_rows


def test_checks_hold_every_outcome_with_its_answer_and_source() -> None:
    open_case = make_case(make_nettverk(grunnlag=None), make_nettverk("uten", None))
    krav = outcome_of(make_evaluation(open_case), "egenfinansiering")
    record = make_record(replace(open_case, acknowledgements=(answer_to(krav, "Ettersendes innen 1. mai"),)))
    _formulas, values = read(record)
    outcomes = [o for row in record.evaluation.rows for o in row.outcomes] + list(record.evaluation.outcomes)
    found = lines(values["Kontroller"])
    assert [(line[1], line[2], line[3], line[4]) for line in found] == [
        tuple(render(m) for m in (o.title, Message(o.kind), Message(o.status), o.message)) for o in outcomes
    ]
    assert {line[0] for line in found} == {"Fosen", "Uten", "Hele ordningen"}
    answered = [line for line in found if line[5]]
    assert [(line[0], line[5], line[6]) for line in answered] == [("Fosen", "Ettersendes innen 1. mai", "Forbehold")]
    assert all(line[7] for line in found if line[2] == "Krav" and line[3] != "Av")


def test_decisions_tallies_and_statements_stand_under_their_items() -> None:
    at = datetime(2022, 3, 9, 13, 30)
    record = make_record(
        hard_case(),
        items=(AgendaItem("i8", "", "", "8/2022", "Pool", "beslutningssak"),),
        decisions=(
            Decision("i8", "dekom", "votering", "Samlet {Pool}", (Figure("Pool", 1_000_000), Figure("X", None)), at),
            Decision("i8", "rekom", "enighet", "En annen ordning", (), at),
        ),
        ballots=(Ballot("b", "i8", "Pool", {"For": 9, "Mot": 0}, 2, 12, at),),
        statements=(Statement("s", "i8", "protokolltilførsel", "KS", "For lite"),),
    )
    _formulas, values = read(record)
    item, when = "8/2022 Pool", "09.03.2022 14:30:00"
    assert lines(values["Vedtak og votering"]) == [
        [item, "Vedtatt: votering", when, None, "Samlet {Pool}", None, None],
        [item, "Tall i vedtaket, kr", None, None, None, "Pool", 1_000_000],
        [item, "Tall i vedtaket, kr", None, None, None, "X", None],
        [item, "Votering", when, None, "Pool", "For", 9],
        [item, "Votering", when, None, "Pool", "Mot", 0],
        [item, "Votering", when, None, "Pool", "Avholdende", 2],
        [item, "Votering", when, None, "Pool", "Stemmeberettigede", 12],
        [item, "Protokolltilførsel", None, "KS", "For lite", None, None],
    ]


def test_proposal_that_was_not_agreed_on_is_not_called_decided() -> None:
    at = datetime(2022, 3, 9, 13, 30)
    record = make_record(
        hard_case(),
        items=(AgendaItem("i8", "", "", "8/2022", "Pool", "beslutningssak"),),
        decisions=(Decision("i8", "dekom", "ingen enighet", "Samlet 1", (Figure("Pool", 1),), at),),
    )
    _formulas, values = read(record)
    assert [line[1] for line in lines(values["Vedtak og votering"])] == [
        "Forslag, ikke vedtatt: forumet ble ikke enig",
        "Tall i forslaget, kr",
    ]


def test_history_tells_when_who_what_field_from_to_and_why() -> None:
    key = {"meeting_id": "prove-2022", "ordning": "dekom", "nettverk_id": "fosen"}
    edit = RowEdit("innstilling", key, {"innstilt_kr": 1}, {"innstilt_kr": 842_950})
    what = Message("{name}: {kr:kr}", {"name": "Fosen", "kr": 842_950})
    entry = Entry(7, datetime(2022, 3, 9, 13, 30, 5), what, "Enighet", "Ada", "a", "angre", 6, (edit,), "dekom")
    _formulas, values = read(make_record(hard_case()), entries=(entry,))
    assert lines(values["Historikk"]) == [
        [
            "09.03.2022 14:30:05",
            "Ada",
            "Angret: Fosen: 842\u00a0950\u00a0kr",
            "Fosen",
            None,
            "Innstilt beløp",
            "1",
            "842\u00a0950",
            "Enighet",
        ]
    ]


def test_hostile_text_is_never_a_formula_and_never_altered() -> None:
    record = hostile_record()
    formulas, values = read(record, FIRST)
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.hyperlink is None
                if cell.data_type == "f":
                    assert re.match(r"=(IF|SUM|[A-Z]+\d+$)", cell.value), cell.value
    told = values["Begrunnelser og vilkår"]
    for text, row in zip(HOSTILE, told.iter_rows(min_row=3, values_only=True), strict=True):
        assert [text] * 3 == [unescape(row[i]) for i in (0, 2, 3)]


@settings(max_examples=15, deadline=None)
@given(
    some.lists(some.tuples(*(some.none() | some.integers(0, 10**12 - 1) for _ in range(3))), min_size=1, max_size=6),
    some.none() | some.integers(0, 10**12 - 1),
)
def test_any_amounts_are_kept_exactly_and_sum_exactly(amounts: Any, total_kr: int | None) -> None:
    networks = [make_nettverk(f"n{i}", kr, last, None) for i, (kr, last, _own) in enumerate(amounts)]
    formulas, values = read(make_record(make_case(*networks, total_kr=total_kr)))
    sheet = values["Innstilling"]
    head = {c.value: c.column_letter for c in sheet[HEAD]}
    column = head["Innstilt beløp"]
    assert [sheet[f"{column}{HEAD + 1 + i}"].value for i in range(len(amounts))] == [kr for kr, _last, _own in amounts]
    sum_cell = f"{column}{HEAD + 1 + len(amounts)}"
    assert sheet[sum_cell].value == sum(kr or 0 for kr, _last, _own in amounts)
    assert worked_out(formulas["Innstilling"][sum_cell].value, sheet) == sheet[sum_cell].value


def test_same_record_gives_the_same_bytes() -> None:
    record = make_record(hard_case())
    assert workbook(record, FIRST, (), "nb") == workbook(record, FIRST, (), "nb")
