"""A group's sheets as a workbook to fill in at home, or where the network lets no phone in; with what is answered."""

from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from dekom.columns import Column
from dekom.forarbeid_layout import (
    AMOUNT,
    CHOICE,
    QUESTION,
    columns_of,
    is_open,
    nettverk_of,
    sheets_of,
    worksheet_names,
)
from dekom.forarbeid_page import Lists, Looks, Page, list_questions, say_what_it_is
from dekom.groupwork import Answer, GroupWork, Gruppe, Question, Sheet
from dekom.i18n import render
from dekom.model import Case, Nettverk
from dekom.sheet_names import EXPLANATION

_WIDTHS = {"nettverk": 24, "merke": 13, "question": 44, "choice": 24, "text": 60, "amount_kr": 14, "note": 44}
_NO_FORMULAS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_forarbeid(work: GroupWork, case: Case, gruppe_id: str, language: str) -> bytes:
    """Return a workbook for a group: what it is and how to fill it in, then a worksheet a sheet of the ordning.

    A sheet per network has a row for each network of the group and each question, its own networks first. Every text
    is written as text: what a user typed is never a formula. Raises `KeyError` for a group that is not there.
    """
    gruppe = work.gruppe(gruppe_id)
    if gruppe is None:
        raise KeyError(gruppe_id)
    sheets = sheets_of(work, case)
    names = worksheet_names(sheets)
    content = BytesIO()
    with Workbook(content, {"in_memory": True, **_NO_FORMULAS}) as book:
        looks = Looks.of(book)
        page = Page(book.add_worksheet(render(EXPLANATION, language=language)), looks, language)
        say_what_it_is(page, work, case, gruppe)
        lists = list_questions(page, sheets, names)
        for sheet in sheets:
            _fill(book.add_worksheet(names[sheet.id]), work, case, gruppe, sheet, lists, looks, language)
    return content.getvalue()


def _fill(
    worksheet: Worksheet,
    work: GroupWork,
    case: Case,
    gruppe: Gruppe,
    sheet: Sheet,
    lists: Lists,
    looks: Looks,
    language: str,
) -> None:
    columns = columns_of(sheet)
    for index, column in enumerate(columns):
        worksheet.write_string(0, index, render(column.heading, language=language), looks.heading)
        worksheet.set_column(index, index, _WIDTHS[column.field])
    worksheet.freeze_panes(1, columns.index(QUESTION) + 1)
    worksheet.set_landscape()
    worksheet.fit_to_pages(1, 0)
    worksheet.repeat_rows(0)
    number = 0
    for nettverk in nettverk_of(work, case, gruppe) if sheet.per == "nettverk" else (None,):
        for question in sheet.questions:
            number += 1
            answer = work.answer(gruppe.id, sheet.id, nettverk.id if nettverk else "", question.id)
            for index, column in enumerate(columns):
                _write(worksheet, number, index, column, nettverk, question, answer, looks)
            if question.has_choices and question.choices:
                _offer(worksheet, number, columns.index(CHOICE), question, lists[sheet.id, question.id], language)
    worksheet.ignore_errors({"number_stored_as_text": f"A2:G{number + 1}"})
    if sheet.per == "nettverk" and number:
        rule = {"type": "formula", "criteria": "=$A2<>$A1", "format": looks.edge}
        worksheet.conditional_format(1, 0, number, len(columns) - 1, rule)


def _write(
    worksheet: Worksheet,
    number: int,
    index: int,
    column: Column,
    nettverk: Nettverk | None,
    question: Question,
    answer: Answer,
    looks: Looks,
) -> None:
    asked = {"nettverk": nettverk.name if nettverk else "", "merke": question.id, "question": question.text}
    is_asked = column.field in asked
    look = looks.grey if is_asked or not is_open(column, question) else looks.text
    if column == AMOUNT and answer.amount_kr is not None:
        worksheet.write_number(number, index, answer.amount_kr, looks.kr)
        return
    text = asked[column.field] if is_asked else "" if column == AMOUNT else str(getattr(answer, column.field))
    if column == CHOICE:
        text = "; ".join(answer.choices)
    if text:
        worksheet.write_string(number, index, text, look)
    else:
        worksheet.write_blank(number, index, None, looks.kr if column == AMOUNT and look is looks.text else look)


def _offer(worksheet: Worksheet, number: int, index: int, question: Question, source: str, language: str) -> None:
    """Give a cell the list of choices. Where several may be given they are typed, and Excel lets them stand."""
    rule: dict[str, Any] = {"validate": "list", "source": source, "ignore_blank": True, "error_type": "information"}
    if question.has_several:
        rule |= {"show_error": False, "input_message": render(CHOICE.about, language=language)}
    worksheet.data_validation(number, index, number, index, rule)
