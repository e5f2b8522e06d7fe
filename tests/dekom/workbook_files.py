"""Workbooks for tests: good ones written with XlsxWriter, and ways to take one apart and put it together wrongly."""

import csv
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter import Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
FIRST_SHEET = "xl/worksheets/sheet1.xml"
PROPOSALS = Path(__file__).parents[2] / "data" / "trondelag-2022" / "proposals.csv"


def made(fill: Callable[[Workbook], None]) -> bytes:
    """Return a workbook that `fill` has written in."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as workbook:
        fill(workbook)
    return file.getvalue()


def table(*rows: list[object], sheet: str = "Ark1") -> bytes:
    """Return a workbook with one sheet that holds the rows."""

    def fill(workbook: Workbook) -> None:
        worksheet = workbook.add_worksheet(sheet)
        for number, row in enumerate(rows):
            worksheet.write_row(number, 0, row)

    return made(fill)


def sheets(count: int) -> bytes:
    """Return a workbook with many sheets, a little in each."""

    def fill(workbook: Workbook) -> None:
        for number in range(1, count + 1):
            workbook.add_worksheet(f"Nettverk {number}").write_row(0, 0, ["Behov", 1000 * number])

    return made(fill)


def formulas() -> bytes:
    """Return a workbook with formulas that have their results, dates, percentages and much else that Excel has."""

    def fill(workbook: Workbook) -> None:
        percent, day = workbook.add_format({"num_format": "0.0%"}), workbook.add_format({"num_format": "dd.mm.yyyy"})
        sheet = workbook.add_worksheet("Innstilling")
        sheet.merge_range("A1:D1", "Innstilling 2022")
        sheet.write_row("A2", ["Nettverk", "Behov", "Innstilt", "Andel"])
        for row in range(2, 8):
            sheet.write_row(row, 0, [f"Nettverk {row}", row * 100_000, row * 90_000.5])
            sheet.write_formula(row, 3, f"=C{row + 1}/B{row + 1}", percent, 0.9)
        sheet.write_formula("B9", "=SUM(B3:B8)", None, 2_700_000)
        sheet.write_formula("A9", '="Sum "&2022', None, "Sum 2022")
        sheet.write_number("E3", 44_629, day)
        sheet.write_boolean("E4", True)
        sheet.set_row(4, None, None, {"hidden": True})
        sheet.set_column(2, 2, None, None, {"hidden": True})
        workbook.add_worksheet("Merknader").write_rich_string(
            "A1", "Avklart ", workbook.add_format({"bold": True}), "nå"
        )
        workbook.add_worksheet("Utkast").hide()

    return made(fill)


def networks() -> bytes:
    """Return the eleven networks of 2022 as they stand in the data, a sheet a network and one with them all."""
    with PROPOSALS.open(encoding="utf-8", newline="") as file:
        rows = [[int(cell) if cell.isdecimal() else cell for cell in row] for row in csv.reader(file)]

    def fill(workbook: Workbook) -> None:
        whole = workbook.add_worksheet("Beslutningsgrunnlag")
        for number, row in enumerate(rows):
            whole.write_row(number, 0, row)
        for row in rows[1:]:
            workbook.add_worksheet(str(row[0])).write_column(0, 0, row)

    return made(fill)


def parts(content: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook by name."""
    with ZipFile(BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def packed(content: Mapping[str, bytes]) -> bytes:
    """Return a zip file of parts."""
    packed_file = BytesIO()
    with ZipFile(packed_file, "w", ZIP_DEFLATED) as file:
        for name, part in content.items():
            file.writestr(name, part)
    return packed_file.getvalue()


def changed(content: bytes, **by_ending: bytes | None) -> bytes:
    """Return a workbook with parts replaced or, by None, taken out; each is named by the stem of its file."""
    kept = {}
    for name, part in parts(content).items():
        stem = name.rpartition("/")[2].partition(".")[0]
        replacement = by_ending.get(stem, part) if not name.endswith(".rels") else part
        if replacement is not None:
            kept[name] = replacement
    return packed(kept)


def sheet_xml(body: str, before: str = "", after: str = "") -> bytes:
    """Return the XML of a sheet with these rows in it."""
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{body}</sheetData>{after}</worksheet>'.encode()


def sheet_of(body: str, before: str = "", after: str = "") -> bytes:
    """Return a workbook as Excel saves it, whose only sheet, Ark1, has these rows in it as XML.

    Its texts are Nettverk and Behov.
    """
    content = table(["Nettverk", "Behov"])
    workbook = parts(content)["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"")
    return changed(content, sheet1=sheet_xml(body, before, after), workbook=workbook)
