"""The workbook that a meeting is set up from: an empty template with explanations, or the meeting as it stands."""

from fractions import Fraction
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dekom.columns import Column
from dekom.i18n import Message, render
from dekom.set_up import Row, SetUp, shown_cell
from dekom.set_up_tables import SET_UP_TABLES, SetUpTable, table_named
from dekom.sheet_names import EXPLANATION

ROWS_WITH_LISTS = 500
_WIDTHS = {"tekst": 30, "navn": 24, "flere navn": 30, "valg": 22, "flere valg": 22}
_NO_FORMULAS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_workbook(language: str, set_up: SetUp | None = None) -> bytes:
    """Return a workbook with a sheet a table, headings explained; filled in where a set-up is given.

    Every text is written as text: what a user typed is never a formula.
    """
    content = BytesIO()
    with Workbook(content, {"in_memory": True, **_NO_FORMULAS}) as book:
        heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        formats = {
            "kr": book.add_format({"num_format": "#,##0"}),
            "tekst": book.add_format({"num_format": "@"}),
        }
        _explain(book, heading, language)
        for table in SET_UP_TABLES:
            sheet = book.add_worksheet(render(table.title, language=language))
            _head(sheet, table, heading, language)
            _lists(sheet, table, language)
            for number, row in enumerate(set_up.of(table) if set_up else (), start=1):
                for index, column in enumerate(table.columns):
                    assert set_up is not None
                    _write(sheet, number, index, set_up, column, row, formats, language)
    return content.getvalue()


def _explain(book: Any, heading: Format, language: str) -> None:
    """Write the first sheet: what each sheet and column is for, with an example."""
    sheet = book.add_worksheet(render(EXPLANATION, language=language))
    headings = (
        Message("Ark"),
        Message("Kolonne"),
        Message("Hva den er til"),
        Message("Eksempel"),
        Message("Må fylles ut"),
    )
    for index, title in enumerate(headings):
        sheet.write_string(0, index, render(title, language=language), heading)
    for index, width in enumerate((24, 24, 80, 36, 14)):
        sheet.set_column(index, index, width)
    line = 1
    for table in SET_UP_TABLES:
        sheet.write_string(line, 0, render(table.title, language=language), heading)
        sheet.write_string(line, 2, render(table.about, language=language))
        line += 1
        for column in table.columns:
            texts = (column.heading, _about(column), Message("{text}", {"text": column.example}))
            for index, text in enumerate(texts, start=1):
                sheet.write_string(line, index, render(text, language=language))
            if column.is_required:
                sheet.write_string(line, 4, render(Message("ja"), language=language))
            line += 1
    sheet.freeze_panes(1, 0)


def _about(column: Column) -> Message:
    if not column.choices:
        return column.about
    words = {"about": column.about, "choices": [choice.word for choice in column.choices]}
    return Message("{about} Skriv: {choices}.", words)


def _head(sheet: Worksheet, table: SetUpTable, heading: Format, language: str) -> None:
    for index, column in enumerate(table.columns):
        text = render(column.heading, language=language) + (" *" if column.is_required else "")
        sheet.write_string(0, index, text, heading)
        sheet.write_comment(0, index, render(_about(column), language=language))
        sheet.set_column(index, index, _WIDTHS.get(column.kind, 14))
    sheet.freeze_panes(1, 0)


def _lists(sheet: Worksheet, table: SetUpTable, language: str) -> None:
    """Give columns of choices, and of names from another sheet, a list to pick from; the reader checks it all."""
    for index, column in enumerate(table.columns):
        source: Any = None
        if column.kind == "valg":
            source = [render(choice.word, language=language) for choice in column.choices]
            if sum(len(word) + 1 for word in source) > 250:
                source = None
        elif column.refers_to:
            other = table_named(column.refers_to)
            letter = chr(ord("A") + [c.field for c in other.columns].index(other.named_by))
            title = render(other.title, language=language)
            source = f"='{title}'!${letter}$2:${letter}${ROWS_WITH_LISTS}"
        if source:
            rule = {"validate": "list", "source": source, "error_type": "information", "ignore_blank": True}
            sheet.data_validation(1, index, ROWS_WITH_LISTS, index, rule)


def _write(
    sheet: Worksheet,
    number: int,
    index: int,
    set_up: SetUp,
    column: Column,
    row: Row,
    formats: dict[str, Format],
    language: str,
) -> None:
    value = row[column.field]
    if column.kind in {"kr", "antall"}:
        if value is not None:
            sheet.write_number(number, index, value, formats["kr"] if column.kind == "kr" else None)
    elif column.kind in {"årsverk", "prosent"} and value and Fraction(value).denominator == 1:
        sheet.write_number(number, index, int(Fraction(value)))
    else:
        text = render(shown_cell(set_up, column, row), language=language)
        if text:
            sheet.write_string(number, index, text, formats["tekst"])
