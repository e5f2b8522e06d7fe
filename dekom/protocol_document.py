"""A document as data and in words: what both the Word file and the PDF are written from."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date

from dekom.clock import local
from dekom.i18n import Message, known_language, render

Text = str | Message  # a str is a user's own text, and stays as it is

NARROWEST, WIDEST = 18, 55  # characters, of a column
NOT_STATED = Message("Ikke oppgitt")
_UNWRITABLE = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML cannot hold


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3."""

    level: int
    text: str
    on_new_page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of prose; a note is smaller and quieter."""

    text: str
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with what each is."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of points."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; figures stand to the right. `width` is its part of the sum of the widths."""

    title: str
    is_number: bool = False
    width: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a heading row. The last `sums` rows are sums."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    sums: int = 0


Block = Heading | Paragraph | Facts | Bullets | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. `mark` (UTKAST, FASTSATT) and `status` stand on every page; `dated` is its own date."""

    language: str
    title: str
    mark: str
    status: str
    page_words: tuple[str, str]  # «Side», «av»
    is_draft: bool
    dated: datetime
    blocks: tuple[Block, ...]


class Paper:
    """Gathers the blocks of a document, in one language."""

    def __init__(self, language: str) -> None:
        self.language = known_language(language)
        self._blocks: list[Block] = []

    def words(self, text: Text) -> str:
        """Return a text in the language, with «�» for every character that a document cannot hold."""
        said = render(text, isolate=True, language=self.language) if isinstance(text, Message) else text
        return _UNWRITABLE.sub("\ufffd", said.replace("\r\n", "\n"))

    def heading(self, level: int, text: Text, on_new_page: bool = False) -> None:
        self._blocks.append(Heading(level, self.words(text), on_new_page))

    def say(self, text: Text) -> None:
        self._blocks.append(Paragraph(self.words(text)))

    def note(self, text: Text) -> None:
        self._blocks.append(Paragraph(self.words(text), is_note=True))

    def facts(self, rows: Iterable[tuple[Text, Text]]) -> None:
        """Add names with what each is; an empty text is said to be missing."""
        self._blocks.append(Facts(tuple((self.words(name), self.words(stated(what))) for name, what in rows)))

    def bullets(self, items: Iterable[Text]) -> None:
        self._blocks.append(Bullets(tuple(self.words(item) for item in items)))

    def table(
        self,
        title: Text,
        columns: Sequence[Text],
        rows: Iterable[Sequence[Text]],
        numbers: Iterable[int] = (),
        sums: int = 0,
    ) -> None:
        """Add a table; `numbers` are the places of the columns with figures."""
        right = set(numbers)
        said = tuple(tuple(self.words(cell) for cell in row) for row in rows)
        titles = [self.words(name) for name in columns]
        columns_said = tuple(
            Column(name, place in right, _width([name, *(row[place] for row in said)]))
            for place, name in enumerate(titles)
        )
        self._blocks.append(Table(self.words(title), columns_said, said, sums))

    def document(self, title: Text, mark: Text, status: Text, is_draft: bool, dated: datetime) -> Document:
        """Return what is gathered as a document."""
        return Document(
            language=self.language,
            title=" ".join(self.words(title).split()),
            mark=self.words(mark),
            status=self.words(status),
            page_words=(self.words(Message("Side")), self.words(Message("av"))),
            is_draft=is_draft,
            dated=dated,
            blocks=tuple(self._blocks),
        )


def _width(texts: Iterable[str]) -> int:
    """Return how wide a column is by its longest text, in characters; a long one goes over several lines."""
    return min(max(NARROWEST, *(len(text) + 2 for text in texts)), WIDEST)


def stated(text: Text) -> Text:
    """Return a text, or that it is not given."""
    return text if isinstance(text, Message) or text.strip() else NOT_STATED


def figure(number: int | None, uncertain: bool = False) -> Message:
    """Return a figure for a column of kroner or counts; that it is missing or uncertain is said."""
    if number is None:
        return NOT_STATED
    return Message("{tall:tall} (usikkert)" if uncertain else "{tall:tall}", {"tall": number})


def money(kr: int | None) -> Message:
    """Return an amount with its unit, or that it is not given."""
    return NOT_STATED if kr is None else Message("{kr:kr}", {"kr": kr})


def day_text(day: date, language: str) -> str:
    """Return a date as `9. mars 2022`."""
    return format_date(day, "d. MMMM y", locale=language)


def moment_text(stored: datetime, language: str) -> str:
    """Return a stored moment (UTC) in Norwegian time, as `9. mars 2022 kl. 15.58`."""
    moment = local(stored)
    return f"{day_text(moment.date(), language)} kl. {moment:%H.%M}"
