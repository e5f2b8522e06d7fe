"""Workbooks from users: every value as Excel keeps it, and a sentence for everything that is not as it should be."""

import warnings
from datetime import date, datetime, time
from io import BytesIO
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook as OtherWorkbook
from openpyxl import load_workbook
from xlsxwriter import Workbook

from dekom.cell_text import MAX_TEXT
from dekom.found import MOST_ALIKE
from dekom.grid import Cell
from dekom.i18n import render
from dekom.unreadable import MAX_COLUMNS, MAX_ROWS, MAX_SHEETS
from dekom.workbook_read import ReadFile, read_file
from dekom.workbook_sheet import MAX_EMPTY_ROWS
from tests.bench.workbook_fuzz import fuzz
from tests.dekom.workbook_files import (
    MAIN,
    changed,
    formulas,
    made,
    networks,
    packed,
    parts,
    sheet_of,
    sheets,
    table,
)

DAMAGED = "Innholdet er skadet og kan ikke leses. Åpne filen i Excel, lagre den og last den opp på nytt."


def read(content: bytes) -> ReadFile:
    return read_file(content, "Forarbeid.xlsx")


def said(content: bytes) -> list[tuple[str, str, str]]:
    """Return the place, the severity and the text of each finding."""
    return [(f.place, f.severity, render(f.message)) for f in read(content).findings]


def errors(content: bytes) -> list[tuple[str, str]]:
    return [(place, text) for place, severity, text in said(content) if severity == "feil"]


def values(content: bytes) -> list[list[object]]:
    """Return what the only sheet holds, where nothing is said of it."""
    result = read(content)
    assert result.findings == ()
    return [[cell.value for cell in row] for row in result.grids[0].rows]


# What the cells hold


def test_cells_keep_value_type_and_place() -> None:
    grid = read(table(["Nettverk", "Behov"], ["Fosen", 910_000], [None, 0.5, True], sheet="Behov")).grids[0]
    assert grid.name == "Behov"
    assert grid.rows == (
        (Cell("Nettverk", "A1"), Cell("Behov", "B1")),
        (Cell("Fosen", "A2"), Cell(910_000, "B2")),
        (Cell(None, "A3"), Cell(0.5, "B3"), Cell(True, "C3")),
    )
    assert [type(cell.value) for cell in grid.rows[2][1:]] == [float, bool]


def test_empty_rows_are_left_out_and_places_stand() -> None:
    grid = read(table(["Nettverk"], [], ["", "  "], ["Fosen"])).grids[0]
    assert [row[0].place for row in grid.rows] == ["A1", "A4"]


@pytest.mark.parametrize(
    ("xml", "value"),
    [
        ("<v>842950</v>", 842_950),
        ("<v>842950.0</v>", 842_950.0),
        ("<v>842949.9999999999</v>", 842_949.9999999999),
        ("<v>1E+15</v>", 1e15),
        ("<v>999999999999999</v>", 999_999_999_999_999),
        ("<v>-5</v>", -5),
        ("<v>4.9406564584124654E-324</v>", 5e-324),
    ],
)
def test_number_is_not_rounded(xml: str, value: object) -> None:
    (found,) = values(sheet_of(f'<row r="1"><c r="A1">{xml}</c></row>'))[0]
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize("text", ["1e308", "-1e999", "1_000", "٣", "9" * 400])
def test_number_that_excel_does_not_write_is_refused(text: str) -> None:
    content = sheet_of(f'<row r="4"><c r="C4"><v>{text}</v></c></row>')
    assert errors(content) == [
        ("Ark1!C4", "Verdien i cellen kan ikke leses. Skriv den på nytt i Excel, lagre og last opp på nytt.")
    ]


@pytest.mark.parametrize("text", ["NaN", "0x10", "1,5", "2022-03-09", "9" * 5_000, "1 000"])
def test_number_that_nobody_can_read_refuses_the_sheet(text: str) -> None:
    assert errors(sheet_of(f'<row r="4"><c r="C4"><v>{text}</v></c></row>')) == [("Ark1", DAMAGED)]


@pytest.mark.parametrize("attributes", ['t="x"', 't="b"', 's="99"', 's="-1"'])
def test_cell_of_unknown_kind_or_style_is_refused(attributes: str) -> None:
    assert [place for place, _text in errors(sheet_of(f'<row r="1"><c r="A1" {attributes}><v>77</v></c></row>'))] == [
        "Ark1!A1"
    ]


@pytest.mark.parametrize("attributes", ['t="s"', 't="d"', 's="a"'])
def test_cell_whose_text_date_or_style_does_not_exist_refuses_the_sheet(attributes: str) -> None:
    content = sheet_of(f'<row r="1"><c r="A1" {attributes}><v>77</v></c></row>')
    assert errors(content) == [("Ark1", DAMAGED)]


def test_styles_are_found_where_the_workbook_says_they_are() -> None:
    def fill(workbook: Workbook) -> None:
        workbook.add_worksheet().write_number(0, 0, 0.4, workbook.add_format({"num_format": "0%"}))

    content = parts(made(fill))
    relations = content.pop("xl/_rels/workbook.xml.rels").replace(b"styles.xml", b"andre.xml")
    moved = {**content, "xl/andre.xml": content.pop("xl/styles.xml"), "xl/_rels/workbook.xml.rels": relations}
    assert read(packed(moved)).grids[0].rows[0][0] == Cell(0.4, "A1", True)


def test_text_index_below_zero_is_not_the_last_text() -> None:
    assert errors(sheet_of('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>'))[0][0] == "Ark1!A1"


def test_numbers_stored_as_text_stay_text() -> None:
    texts = ["842 950", "842950,00", "007", "1e5", "=1+1", "'5", " Fosen ", "#REF!", "TRUE", "39,6 %"]

    def fill(workbook: Workbook) -> None:
        sheet = workbook.add_worksheet()
        for column, text in enumerate(texts):
            sheet.write_string(0, column, text)

    assert values(made(fill)) == [texts]


@pytest.mark.parametrize(
    ("number_format", "is_percent"),
    [
        ("0%", True),
        ("0.00 %", True),
        ('0"%"', False),
        (r"0\%", False),
        ("#,##0", False),
        ("General", False),
        ("@", False),
    ],
)
def test_percentage_is_told_from_the_format(number_format: str, is_percent: bool) -> None:
    def fill(workbook: Workbook) -> None:
        workbook.add_worksheet().write_number(0, 0, 0.396, workbook.add_format({"num_format": number_format}))

    assert read(made(fill)).grids[0].rows[0][0] == Cell(0.396, "A1", is_percent)


def test_text_and_truth_are_never_a_percentage() -> None:
    def fill(workbook: Workbook) -> None:
        percent = workbook.add_format({"num_format": "0%"})
        workbook.add_worksheet().write_row(0, 0, ["ja", True, 0.5], percent)

    assert [cell.is_percent for cell in read(made(fill)).grids[0].rows[0]] == [False, False, True]


@pytest.mark.parametrize(
    ("is_1904", "number", "number_format", "value"),
    [
        (False, 44_629, "dd.mm.yyyy", datetime(2022, 3, 9)),
        (True, 44_629, "dd.mm.yyyy", datetime(2026, 3, 10)),
        (False, 44_629.5, 'd. mmmm yyyy "kl." hh:mm', datetime(2022, 3, 9, 12)),
        (False, 0.75, "hh:mm", time(18)),
        (False, 2.5, "[h]:mm", datetime(1900, 1, 2, 12)),
        (False, 44_629, '#,##0 "dekom"', 44_629),
        (False, 44_629, r"#,##0\ \k\r;[Red]-#,##0", 44_629),
    ],
)
def test_date_is_told_from_the_format_and_the_calendar(
    is_1904: bool, number: float, number_format: str, value: object
) -> None:
    file = BytesIO()
    with Workbook(file, {"in_memory": True, "date_1904": is_1904}) as workbook:
        workbook.add_worksheet().write_number(0, 0, number, workbook.add_format({"num_format": number_format}))
    assert values(file.getvalue()) == [[value]]


@pytest.mark.parametrize("number", [-1, 2_958_466, 1e300])
def test_number_that_is_no_date_is_refused(number: float) -> None:
    def fill(workbook: Workbook) -> None:
        workbook.add_worksheet().write_number(1, 1, number, workbook.add_format({"num_format": "dd.mm.yyyy"}))

    sentence = (
        "Cellen er vist som dato, men tallet er ingen dato. Velg et tallformat i Excel, lagre og last opp på nytt."
    )
    assert errors(made(fill)) == [("Sheet1!B2", sentence)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2022-03-09", date(2022, 3, 9)),
        ("2022-03-09T10:30:00", datetime(2022, 3, 9, 10, 30)),
        ("10:30:00", time(10, 30)),
    ],
)
def test_date_written_as_text_by_excel_is_read(text: str, value: object) -> None:
    assert values(sheet_of(f'<row r="1"><c r="A1" t="d"><v>{text}</v></c></row>')) == [[value]]


@pytest.mark.parametrize("text", ["2022-02-30", "PT5H", "i fjor"])
def test_date_that_does_not_exist_is_refused(text: str) -> None:
    assert len(errors(sheet_of(f'<row r="1"><c r="A1" t="d"><v>{text}</v></c></row>'))) == 1


def test_rich_inline_and_shared_text_is_read_whole() -> None:
    rich = (
        "<si><r><rPr><b/></rPr><t>Avklart </t></r><r><t>nå</t></r><rPh sb='0' eb='1'><t>kana</t></rPh></si>"
        "<si><t xml:space='preserve'> to  rom </t></si>"
    )
    content = changed(
        sheet_of(
            '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
            '<c r="C1" t="inlineStr"><is><r><t>inn</t></r><r><t>i</t></r></is></c></row>'
        ),
        sharedStrings=f'<sst xmlns="{MAIN}">{rich}</sst>'.encode(),
    )
    assert values(content) == [["Avklart nå", " to  rom ", "inni"]]


def test_characters_that_xml_cannot_hold_are_put_back() -> None:
    body = '<c r="A1" t="str"><v>linje_x000B_skift</v></c><c r="B1" t="str"><v>😀</v></c>'
    assert values(sheet_of(f'<row r="1">{body}<c r="C1" t="str"><v>_x005F_x000D_</v></c></row>')) == [
        ["linje\vskift", "😀", "_x000D_"]
    ]


@pytest.mark.parametrize(
    ("text", "kept", "severity", "sentence"),
    [
        ("a_x0000_b", "a\ufffdb", "feil", "Teksten har tegn som ikke kan lagres. Skriv den på nytt i cellen."),
        ("a_xD83D_b", "a\ufffdb", "feil", "Teksten har tegn som ikke kan lagres. Skriv den på nytt i cellen."),
        ("a_x0008_b", "a\bb", "merknad", "Teksten har usynlige tegn. De er tatt med."),
        ("Fosen\u200b", "Fosen\u200b", "merknad", "Teksten har usynlige tegn. De er tatt med."),
        (
            "\u202e059 248",
            "\u202e059 248",
            "merknad",
            "Teksten har usynlige tegn som styrer leseretningen. De er tatt med.",
        ),
    ],
)
def test_characters_nobody_sees_are_said(text: str, kept: str, severity: str, sentence: str) -> None:
    content = sheet_of(f'<row r="7"><c r="D7" t="str"><v>{text}</v></c></row>')
    assert said(content) == [("Ark1!D7", severity, sentence)]
    assert read(content).grids[0].rows[0][3].value == kept


@pytest.mark.parametrize("text", ["مرحبا", "👩‍🏫", "æøå ÆØÅ", "a\tb\nc", "{name} %s <b>"])
def test_ordinary_text_is_not_remarked_on(text: str) -> None:
    assert values(table([text])) == [[text]]


@pytest.mark.parametrize("length", [MAX_TEXT, MAX_TEXT + 1])
def test_very_long_text(length: int) -> None:
    content = sheet_of(f'<row r="1"><c r="A1" t="str"><v>{"x" * length}</v></c></row>')
    cell = read(content).grids[0].rows[0][0]
    assert cell.value == "x" * MAX_TEXT
    sentence = "Teksten er på 32\u00a0768 tegn. Grensen er 32\u00a0767. Kort den ned, eller del den på flere celler."
    assert errors(content) == ([] if length == MAX_TEXT else [("Ark1!A1", sentence)])


# Formulas


def test_formula_gives_the_value_that_excel_kept() -> None:
    def fill(workbook: Workbook) -> None:
        sheet = workbook.add_worksheet()
        sheet.write_formula("A1", "=SUM(B1:C1)", None, 842_950)
        sheet.write_formula("A2", '="Sum "&2022', None, "Sum 2022")
        sheet.write_formula("A3", "=TRUE()", None, True)

    assert [row[0].value for row in read(made(fill)).grids[0].rows] == [842_950, "Sum 2022", True]


def test_formula_that_gives_empty_text_has_a_value() -> None:
    assert values(
        sheet_of('<row r="1"><c r="A1" t="str"><f>IF(B1,1,"")</f><v></v></c><c r="B1"><v>0</v></c></row>')
    ) == [[None, 0]]


@pytest.mark.parametrize("value", ["", "<v/>", "<v></v>"])
def test_formula_without_a_kept_value_is_refused(value: str) -> None:
    content = sheet_of(f'<row r="2"><c r="B2"><f>SUM(A1:A2)</f>{value}</c></row>')
    assert errors(content) == [
        ("Ark1!B2", "Formelen er ikke regnet ut. Åpne filen i Excel, lagre den og last den opp på nytt.")
    ]


def test_workbook_that_excel_has_not_calculated_is_remarked_on() -> None:
    remark = (
        "Formlene er ikke regnet ut på nytt i Excel. "
        "Stemmer ikke en sum: Åpne filen i Excel, lagre den og last den opp på nytt."
    )
    assert ("", "merknad", remark) in said(formulas())
    assert said(table(["uten formler"])) == []


@pytest.mark.parametrize(
    "formula",
    [
        "[1]Ark!A1",
        "SUM([1]Ark!A1:A9)",
        "[1]!Navn",
        "'[1]Ark 1'!A1",
        r"'C:\mappe\[Bok.xlsx]Ark1'!A1",
        r"'\\server\felles\Bok.xlsx'!navn",
        "'https://example.org/[Bok.xlsx]Ark1'!A1",
        'WEBSERVICE("https://example.org")',
        '_xlfn.WEBSERVICE("http"&A1)',
        "webservice (A1)",
        "IMAGE(A1)",
        'RTD("prog",,"x")',
        "cmd|'/c calc'!A0",
        "Excel|Bok!R1C1",
        'HYPERLINK("file://server/x")',
    ],
)
def test_formula_that_points_out_of_the_file_keeps_its_value_and_is_named(formula: str) -> None:
    escaped = formula.replace("&", "&amp;")
    content = sheet_of(f'<row r="7"><c r="D7"><f>{escaped}</f><v>842950</v></c></row>')
    assert said(content) == [
        ("Ark1!D7", "merknad", "Formelen peker ut av filen. Verdien er lest slik den sist ble lagret.")
    ]
    assert read(content).grids[0].rows[0][3] == Cell(842_950, "D7")


@pytest.mark.parametrize(
    "formula",
    [
        "SUM(A1:A2)",
        "Ark2!A1",
        "'Ark 2'!A1+'a|b'!B2",
        "'Ark1:Ark3'!A1",
        "SUM(Tabell1[2022])+Ark2!A1",
        "Tabell1[[#This Row],[Behov]]",
        '"cmd|x!"&A1',
        '"[1]Ark!A1"',
        "CALLE+IMAGES",
        'COUNTIF(A:A,"a\\b")',
    ],
)
def test_formula_within_the_file_is_not_remarked_on(formula: str) -> None:
    escaped = formula.replace("&", "&amp;")
    assert values(sheet_of(f'<row r="1"><c r="A1"><f>{escaped}</f><v>1</v></c></row>')) == [[1]]


def test_formula_shared_by_cells_points_out_of_the_file_in_all_of_them() -> None:
    row = (
        '<row r="{n}"><c r="A{n}"><f t="shared" si="0">{text}</f><v>1</v></c>'
        '<c r="B{n}"><f t="shared" si="1"/><v>1</v></c></row>'
    )
    body = "".join(row.format(n=n, text=text) for n, text in ((1, "[1]Ark!A1"), (2, ""), (3, "")))
    assert [place for place, _severity, _text in said(sheet_of(body))] == ["Ark1!A1", "Ark1!A2", "Ark1!A3"]


def test_long_formula_that_many_cells_share_is_not_written_out() -> None:
    first = f'<row><c><f t="shared" si="0">{"A1+" * 10_000}1</f><v>1</v></c></row>'
    content = sheet_of(first + '<row><c><f t="shared" si="0"/><v>2</v></c></row>' * 500)
    start = process_time()
    assert len(values(content)) == 501
    assert process_time() - start < 1


@pytest.mark.parametrize("error", ["#REF!", "#DIV/0!", "#N/A", "#NAME?", "#VALUE!", "#SPILL!"])
def test_error_of_excel_is_refused_where_it_stands(error: str) -> None:
    content = sheet_of(f'<row r="5"><c r="B5" t="e"><f>A1/0</f><v>{error}</v></c></row>')
    assert errors(content) == [
        ("Ark1!B5", f"Cellen viser feilen {error}. Rett formelen i Excel, lagre og last opp på nytt.")
    ]
    assert read(content).grids[0].rows[0][1].value == error


def test_many_findings_of_a_kind_are_counted() -> None:
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="e"><v>#REF!</v></c></row>' for n in range(1, 1001))
    found = errors(sheet_of(cells))
    assert [place for place, _text in found[:-1]] == [f"Ark1!A{n}" for n in range(1, MOST_ALIKE + 1)]
    assert found[-1] == (
        "",
        "980 steder til: Cellen viser feilen #REF!. Rett formelen i Excel, lagre og last opp på nytt.",
    )


@pytest.mark.parametrize("count", [MOST_ALIKE, MOST_ALIKE + 1])
def test_findings_are_not_counted_where_they_can_all_be_named(count: int) -> None:
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="e"><v>#REF!</v></c></row>' for n in range(1, count + 1))
    assert [place for place, _text in errors(sheet_of(cells))] == [f"Ark1!A{n}" for n in range(1, count + 1)]


# Sheets


def test_sheets_come_in_their_order() -> None:
    assert [grid.name for grid in read(sheets(3)).grids] == ["Nettverk 1", "Nettverk 2", "Nettverk 3"]


def test_hidden_sheet_is_read_and_said() -> None:
    def fill(workbook: Workbook) -> None:
        workbook.add_worksheet("Behov").write(0, 0, 1)
        for name, hide in (("Utkast", "hide"), ("Gammelt", "very_hidden")):
            sheet = workbook.add_worksheet(name)
            sheet.write(0, 0, 2)
            getattr(sheet, hide)()

    content = made(fill)
    assert len(read(content).grids) == 3
    sentence = "Arket er skjult i Excel. Det er lest likevel."
    assert said(content) == [("Utkast", "merknad", sentence), ("Gammelt", "merknad", sentence)]


def test_hidden_rows_and_columns_are_read() -> None:
    def fill(workbook: Workbook) -> None:
        sheet = workbook.add_worksheet("Behov")
        for row in range(3):
            sheet.write_row(row, 0, [row, row])
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column("A:A", None, None, {"hidden": True})

    assert values(made(fill)) == [[0, 0], [1, 1], [2, 2]]


def test_merged_cells_have_their_value_in_the_first() -> None:
    def fill(workbook: Workbook) -> None:
        sheet = workbook.add_worksheet()
        sheet.merge_range("A1:B2", "Fosen")
        sheet.write("C2", 5)

    assert values(made(fill)) == [["Fosen"], [None, None, 5]]


@pytest.mark.parametrize(("first", "second"), [("Behov", "Behov "), ("Mine  behov", "Mine behov"), ("Behov", "BEHOV")])
def test_sheets_with_nearly_the_same_name_are_refused(first: str, second: str) -> None:
    content = sheets(2)
    workbook = parts(content)["xl/workbook.xml"].decode().replace("Nettverk 1", first).replace("Nettverk 2", second)
    sentence = f"Arkene «{first}» og «{second}» har nesten samme navn. Gi det ene et annet navn, eller slett det."
    assert errors(changed(content, workbook=workbook.encode())) == [(second, sentence)]


@pytest.mark.parametrize("name", ["", "  ", "a" * 101, "a&#10;b", "\u202eb"])
def test_sheet_name_that_cannot_be_shown_is_refused(name: str) -> None:
    content = sheets(2)
    workbook = parts(content)["xl/workbook.xml"].decode().replace("Nettverk 2", name)
    content = changed(content, workbook=workbook.encode())
    assert errors(content) == [("", "Ark nummer 2 har et navn som ikke kan brukes. Gi det et nytt.")]
    assert len(read(content).grids) == 1


def test_sheet_that_is_a_chart_is_not_read_and_said() -> None:
    def fill(workbook: Workbook) -> None:
        workbook.add_worksheet("Behov").write_column(0, 0, [1, 2])
        chart = workbook.add_chart({"type": "bar"})
        chart.add_series({"values": "=Behov!$A$1:$A$2"})
        workbook.add_chartsheet("Figur").set_chart(chart)

    content = made(fill)
    assert said(content) == [("Figur", "merknad", "Arket er ikke en tabell, og er ikke lest.")]
    assert [grid.name for grid in read(content).grids] == ["Behov"]


@pytest.mark.parametrize("content", [table(), table(["", "  "])])
def test_workbook_without_content_is_refused(content: bytes) -> None:
    assert errors(content) == [
        ("", "Filen har ingen celler med innhold. Se om det er riktig fil, og at den er lagret.")
    ]


# Limits


@pytest.mark.parametrize("count", [MAX_SHEETS, MAX_SHEETS + 1])
def test_limit_of_sheets(count: int) -> None:
    content = sheets(count)
    sentence = "Arbeidsboken har flere enn 60 ark. Kopier arkene du trenger til en ny fil, og last opp den."
    assert errors(content) == ([] if count == MAX_SHEETS else [("", sentence)])
    assert len(read(content).grids) == (count if count == MAX_SHEETS else 0)


@pytest.mark.parametrize("count", [MAX_ROWS, MAX_ROWS + 1])
def test_limit_of_rows(count: int) -> None:
    content = sheet_of("".join(f"<row><c><v>{n}</v></c></row>" for n in range(count)))
    sentence = "Tabellen har flere enn 20\u00a0000 rader. Kopier radene du trenger til en ny fil, og last opp den."
    result = read(content)
    assert [render(f.message) for f in result.findings] == ([] if count == MAX_ROWS else [sentence])
    assert [len(grid.rows) for grid in result.grids] == ([count] if count == MAX_ROWS else [])


@pytest.mark.parametrize(("cell", "fits"), [("GR1", True), ("GS1", False), ("XFD1", False)])
def test_limit_of_columns(cell: str, fits: bool) -> None:
    content = sheet_of(f'<row r="1"><c r="{cell}"><v>1</v></c></row>')
    sentence = "Tabellen har flere enn 200 kolonner. Kopier kolonnene du trenger til en ny fil, og last opp den."
    assert errors(content) == ([] if fits else [("Ark1", sentence)])
    assert [len(grid.rows[0]) for grid in read(content).grids] == ([MAX_COLUMNS] if fits else [])


def test_formatted_columns_beyond_the_limit_are_nothing() -> None:
    assert values(sheet_of('<row r="1"><c r="A1"><v>1</v></c><c r="GS1" s="0"/><c r="XFD1" s="0"/></row>')) == [[1]]


@pytest.mark.parametrize("per_row", [10, 11])
def test_limit_of_cells(per_row: int) -> None:
    cell = f'<c r="{"JK"[per_row - 10]}{{n}}"><v>1</v></c>'
    content = sheet_of("".join(f'<row r="{n}">{cell.format(n=n)}</row>' for n in range(1, 20_001)))
    sentence = "Filen har flere enn 200\u00a0000 celler. Kopier tabellene du trenger til en ny fil, og last opp den."
    assert errors(content) == ([] if per_row == 10 else [("Ark1", sentence)])


@pytest.mark.parametrize(("last", "cells"), [(1_048_576, ""), (100_000, '<c r="A{n}" s="0"/><c r="B{n}" s="0"/>')])
def test_a_million_formatted_empty_rows_are_read_at_once(last: int, cells: str) -> None:
    head = '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2"><v>5</v></c></row>'
    rows = (f'<row r="{n}" spans="1:12" s="0" customFormat="1">{cells.format(n=n)}</row>' for n in range(3, last + 1))
    content = sheet_of(head + "".join(rows))
    start = process_time()
    result = read(content)
    assert process_time() - start < 1
    assert [[cell.value for cell in row] for row in result.grids[0].rows] == [["Nettverk"], [5]]
    assert [(f.place, f.severity, render(f.message)) for f in result.findings] == [
        (
            "Ark1",
            "merknad",
            "Lesingen stoppet etter 2\u00a0000 tomme rader. Flytt opp det som eventuelt står lenger ned.",
        )
    ]


@pytest.mark.parametrize("empty", [MAX_EMPTY_ROWS, MAX_EMPTY_ROWS + 1])
def test_limit_of_empty_rows(empty: int) -> None:
    last = empty + 1
    rows = (
        "".join(f'<row r="{n}" s="0"/>' for n in range(1, last)) + f'<row r="{last}"><c r="A{last}"><v>1</v></c></row>'
    )
    assert [len(grid.rows) for grid in read(sheet_of(rows)).grids] == [1 if empty == MAX_EMPTY_ROWS else 0]


def test_content_far_down_is_read_where_the_rows_between_are_not_there() -> None:
    grid = read(
        sheet_of('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>2</v></c></row>')
    ).grids[0]
    assert [row[0].place for row in grid.rows] == ["A1", "A1048576"]


def test_workbook_with_400_networks_is_read_fast() -> None:
    def fill(workbook: Workbook) -> None:
        for name in ("Nettverk", "Beslutningsgrunnlag", "Fordeling"):
            sheet = workbook.add_worksheet(name)
            for row in range(400):
                sheet.write_row(row, 0, [f"Nettverk {row}", f"{name} {row}", *(row * 1000 + n for n in range(9))])
                sheet.write_formula(row, 11, f"=SUM(C{row + 1}:K{row + 1})", None, row)

    content = made(fill)
    start = process_time()
    result = read(content)
    assert process_time() - start < 1  # 0.15 to 0.2 s alone
    assert [len(grid.rows) for grid in result.grids] == [400, 400, 400]


# The whole


@pytest.mark.parametrize("content", [formulas(), networks(), sheets(5)], ids=["formulas", "networks", "sheets"])
def test_values_are_those_that_openpyxl_reads(content: bytes) -> None:
    book = load_workbook(BytesIO(content), data_only=True)
    for grid, sheet in zip(read(content).grids, book.worksheets, strict=True):
        assert grid.name == sheet.title
        ours = {cell.place: cell.value for row in grid.rows for cell in row if cell.value is not None}
        theirs = {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None}
        assert ours == theirs


def test_workbook_written_by_another_program_is_read() -> None:
    book = OtherWorkbook()
    sheet = book.active
    sheet.append(["Nettverk", "Behov", date(2022, 3, 9)])
    sheet.append(["Fosen", 910_000, None])
    sheet["D2"] = "=SUM(B1:B2)"
    file = BytesIO()
    book.save(file)
    result = read(file.getvalue())
    assert [[cell.value for cell in row] for row in result.grids[0].rows] == [
        ["Nettverk", "Behov", datetime(2022, 3, 9)],
        ["Fosen", 910_000, None, None],
    ]
    assert [(place, text.split(".")[0]) for place, text in errors(file.getvalue())] == [
        ("Sheet!D2", "Formelen er ikke regnet ut")
    ]


def test_prefixed_xml_is_read() -> None:
    rows = "<x:sheetData><x:row><x:c><x:v>5</x:v></x:c></x:row></x:sheetData>"
    sheet = f'<x:worksheet xmlns:x="{MAIN}">{rows}</x:worksheet>'
    assert values(changed(sheet_of(""), sheet1=sheet.encode("utf-16"))) == [[5]]


def test_row_within_a_row_refuses_the_sheet() -> None:
    body = '<row r="3"><row r="1"><c r="A1"><v>1</v></c></row><c r="A3"><v>3</v></c></row>'
    assert errors(sheet_of(body)) == [("Ark1", DAMAGED)]


def test_what_stands_around_the_rows_does_not_stop_the_reading() -> None:
    odd = '<autoFilter ref="A1"><filterColumn colId="0"><customFilters><customFilter val=" "/></customFilters>'
    after = f'{odd}</filterColumn></autoFilter><pageMargins left="x"/><extLst><ext uri="{{x}}"/></extLst>'
    content = sheet_of('<row r="1"><c r="A1"><v>1</v></c></row>', before='<dimension ref="A1:ZZZ9"/>', after=after)
    assert values(content) == [[1]]


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**14), 10**14),
    st.floats(-1e15, 1e15, allow_nan=False).filter(lambda x: x == 0 or abs(x) > 1e-200),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf")), min_size=1, max_size=30),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=8))
def test_what_is_written_is_read_back(rows: list[list[object]]) -> None:
    def fill(workbook: Workbook) -> None:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, column, value)
                elif value is not None:
                    sheet.write(number, column, value)

    ours = {cell.place: cell.value for grid in read(made(fill)).grids for row in grid.rows for cell in row}
    for number, row in enumerate(rows, start=1):
        if all(value is None or (isinstance(value, str) and not value.strip()) for value in row):
            continue
        for letter, value in zip("ABCDEF", row, strict=False):
            kept = ours.get(f"{letter}{number}")
            assert kept == value if not isinstance(value, float) else kept == pytest.approx(value, rel=1e-14)


def test_damaged_and_hostile_workbooks_are_received(capfd: pytest.CaptureFixture[str]) -> None:
    wrong, received, _slowest = fuzz(60, 2022)
    assert wrong == []
    assert received.total() == 60
    assert set(received) == {"read", "read with findings", "refused"}
    assert capfd.readouterr() == ("", "")


def test_nothing_is_warned_of() -> None:
    content = changed(formulas(), styles=None)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        read(content)
    assert warned == []


def test_same_part_read_by_two_sheets_is_no_fault() -> None:
    content = parts(sheets(2))
    relations = content["xl/_rels/workbook.xml.rels"].decode().replace("sheet2.xml", "sheet1.xml")
    assert len(read(packed({**content, "xl/_rels/workbook.xml.rels": relations.encode()})).grids) == 2
