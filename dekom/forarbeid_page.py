"""The first worksheet of a group's workbook: whose it is, how it is filled in, and what each answer may be."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dekom.forarbeid_layout import ANSWERED, MERKE, NETTVERK, OF_GROUP, OF_MEETING, QUESTION, meeting_words
from dekom.groupwork import GroupWork, Gruppe, Question, Sheet
from dekom.i18n import Message, render
from dekom.model import Case

_GREY = "#EDEDED"

Lists = Mapping[tuple[str, str], str]  # (sheet, question) → where in the workbook its choices stand


@dataclass(frozen=True, slots=True)
class Looks:
    """How cells look: a heading; what is only to be read; what is to be filled in, as text or as an amount.

    `edge` is added where the next network begins.
    """

    heading: Format
    grey: Format
    text: Format
    kr: Format
    edge: Format

    @classmethod
    def of(cls, book: Any) -> "Looks":
        top = {"valign": "top", "text_wrap": True}
        return cls(
            heading=book.add_format({"bold": True, "bottom": 1, **top}),
            grey=book.add_format({"bg_color": _GREY, "num_format": "@", **top}),
            text=book.add_format({"num_format": "@", **top}),
            kr=book.add_format({"num_format": "#,##0", **top}),
            edge=book.add_format({"top": 1}),
        )


class Page:
    """The first worksheet, written line by line."""

    def __init__(self, worksheet: Worksheet, looks: Looks, language: str) -> None:
        self.worksheet, self.looks, self.language = worksheet, looks, language
        self.next = 0
        for index, width in enumerate((18, 24, 44, 44, 34)):
            worksheet.set_column(index, index, width)

    @property
    def name(self) -> str:
        return str(self.worksheet.get_name())

    def line(self, *texts: Message, headings: int = 0) -> None:
        """Write a line, the first cells of it as headings."""
        for index, text in enumerate(texts):
            look = self.looks.heading if index < headings else None
            self.worksheet.write_string(self.next, index, render(text, language=self.language), look)
        self.next += 1


def say_what_it_is(page: Page, work: GroupWork, case: Case, gruppe: Gruppe) -> None:
    """Write whose workbook it is, for which meeting and networks, and how it is filled in."""
    known = {n.id: n.name for n in case.nettverk}
    page.line(OF_GROUP, Message("{name}", {"name": gruppe.name}), headings=1)
    page.line(OF_MEETING, meeting_words(case), headings=1)
    for label, ids in ((Message("Forarbeid"), gruppe.forarbeid), (Message("Lytting"), work.lytting(gruppe))):
        names = [known[i] for i in ids if i in known]
        page.line(label, Message("{names:semikolon}", {"names": names or [Message("ingen")]}), headings=1)
    page.next += 1
    page.line(
        Message("Skriv svarene i de hvite feltene i arkene. De grå feltene sier hva svaret gjelder. La dem stå.")
    )
    page.line(Message("Et tomt felt endrer ikke noe som gruppen har svart fra før."))
    page.line(Message("Lagre filen, og send den til sekretariatet. Det henter svarene inn."))
    page.next += 1
    page.line(Message("Kolonne"), Message("Hva den er til"), headings=2)
    for column in (NETTVERK, MERKE, QUESTION, *ANSWERED):
        page.line(column.heading, column.about, headings=1)
    page.next += 1


def list_questions(page: Page, sheets: tuple[Sheet, ...], names: Mapping[str, str]) -> Lists:
    """Write what each question may be answered with; return where its choices stand, one below the other."""
    lists: dict[tuple[str, str], str] = {}
    headings = (Message("Ark"), MERKE.heading, QUESTION.heading, Message("Svaret kan være"), Message("Svarvalg"))
    page.line(*headings, headings=len(headings))
    for sheet in sheets:
        for question in sheet.questions:
            first = page.next
            texts = (names[sheet.id], question.id, question.text)
            page.line(*(Message("{text}", {"text": text}) for text in texts), _may_be(question))
            for index, choice in enumerate(question.choices):
                page.worksheet.write_string(first + index, len(headings) - 1, choice)
            page.next = first + max(1, len(question.choices))
            lists[sheet.id, question.id] = f"='{page.name}'!$E${first + 1}:$E${page.next}"
    return lists


def _may_be(question: Question) -> Message:
    """Return what an answer to a question may be, in words."""
    parts = []
    if question.has_choices:
        several, one = Message("ett eller flere av svarvalgene"), Message("ett av svarvalgene")
        parts.append(several if question.has_several else one)
    if question.has_text:
        parts.append(Message("tekst"))
    if question.has_amount:
        parts.append(Message("beløp"))
    return Message("{parts}", {"parts": parts})
