"""The Word file, read back: its figures are the record's, its structure is real, its texts are as written."""

import re
from dataclasses import replace
from datetime import datetime
from functools import cache
from io import BytesIO

import pytest
from docx import Document as open_document
from docx.document import Document as WordFile
from docx.oxml.ns import qn
from docx.table import Table

from dekom.protocol import protocol
from dekom.protocol_document import Column, Document
from dekom.protocol_document import Table as TableBlock
from dekom.protocol_word import word
from dekom.record import DRAFT, Edition, Record
from tests.dekom.builders import demo_case
from tests.dekom.records import VERSION_1, full_record, make_record
from tests.dekom.store_fixtures import HOSTILE_TEXTS


def read(record: Record, edition: Edition = DRAFT, language: str = "nb") -> WordFile:
    return open_document(BytesIO(word(protocol(record, edition, language))))


@cache
def demo() -> WordFile:
    return read(make_record(demo_case()))


def tables(file: WordFile) -> dict[str, Table]:
    """Return the tables by the name that stands above each."""
    names = [p.text for p in file.paragraphs if p.style is not None and p.style.name == "Caption"]
    return dict(zip(names, file.tables, strict=True))


def cells(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def kr(cell: str) -> int:
    return int(re.sub(r"[^\d−]", "", cell.removesuffix("(usikkert)")).replace("−", "-"))


def text_of(file: WordFile) -> str:
    return "\n".join([p.text for p in file.paragraphs] + [c for t in file.tables for row in cells(t) for c in row])


# --- The figures ---


def test_every_amount_and_sum_read_back_is_that_of_the_demo():
    case = demo_case()
    heading, *rows, sums = cells(tables(demo())["Beløp per nettverk"])
    assert heading == ["Nettverk", "I fjor, kr", "Meldt behov, kr", "Innstilt, kr", "Endring, kr", "Endring, %"]
    assert len(rows) == 11
    for row, nettverk in zip(rows, case.nettverk, strict=True):
        assert row[0] == nettverk.name
        expected = (nettverk.last_year_kr, nettverk.need_kr, nettverk.innstilt_kr)
        assert tuple(map(kr, row[1:4])) == expected
        assert kr(row[4]) == (nettverk.innstilt_kr or 0) - (nettverk.last_year_kr or 0)
    assert [kr(cell) for cell in sums[1:5]] == [13_708_645, 15_902_692, 13_705_615, -3_030]


def test_frame_read_back_adds_up():
    by_name = tables(demo())
    taken = [kr(row[3]) for row in cells(by_name["Fra tilskuddet til rammen"])[1:]]
    assert taken[-1] == sum(taken[:-1]) == 15_300_000
    left = [kr(row[1]) for row in cells(by_name["Fra rammen til det som gjenstår"])[1:]]
    assert left[-1] == sum(left[:-1]) == 1_594_385


def test_division_of_each_network_read_back_is_that_of_the_demo():
    found = [table for table in demo().tables if table.cell(0, 0).text == "Aktør"]
    with_shares = [n for n in demo_case().nettverk if n.shares]
    assert len(found) == len(with_shares)
    for table, nettverk in zip(found, with_shares, strict=True):
        *rows, sums = [kr(row[1]) for row in cells(table)[1:]]
        assert rows == [share.amount_kr for share in nettverk.shares]
        assert sums == sum(rows)


# --- The structure ---


def test_headings_and_tables_have_real_styles():
    file = demo()
    styles = [p.style.name for p in file.paragraphs if p.style is not None]
    assert styles[0] == "Title"
    assert {"Heading 1", "Heading 2", "Heading 3", "List Bullet", "Caption"} <= set(styles)
    for table in file.tables:
        assert table.style is not None
        assert table.style.name == "Tabell"
        rows = [row._tr for row in table.rows]
        assert [tr.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None for tr in rows] == [
            True,
            *[False] * (len(rows) - 1),
        ]


def test_figures_stand_to_the_right_and_sums_are_bold():
    table = tables(demo())["Beløp per nettverk"]
    assert [cell.paragraphs[0].style.name for cell in table.rows[1].cells] == ["Celle", *["Tall"] * 5]
    assert demo().styles["Tall"].paragraph_format.alignment == 2  # right
    assert [row.cells[3].paragraphs[0].runs[0].bold for row in table.rows][-2:] == [None, True]


@pytest.mark.parametrize(("language", "tag"), [("nb", "nb-NO"), ("nn", "nn-NO"), ("en", "nb-NO")])
def test_language_stands_in_the_styles(language, tag):
    file = read(make_record(), language=language)
    assert {lang.get(qn("w:val")) for lang in file.styles.element.iter(qn("w:lang"))} == {tag}
    assert file.core_properties.language == tag


def test_properties_name_the_document_and_no_person():
    said = read(make_record(), VERSION_1).core_properties
    assert said.title == "Referat og innstilling: Dekom, Prøvefylket"
    assert said.subject == "FASTSATT, versjon 1, 9. mars 2022 kl. 15.58"
    assert (said.author, said.last_modified_by, said.comments, said.keywords) == ("", "", "", "")
    assert said.created == said.modified == datetime(2022, 3, 9, 14, 58, tzinfo=said.created.tzinfo)


@pytest.mark.parametrize(
    ("edition", "mark", "footer"),
    [
        (DRAFT, "UTKAST", "UTKAST: innstillingen er ikke fastsatt · Side 1 av 1"),
        (VERSION_1, "FASTSATT", "FASTSATT, versjon 1, 9. mars 2022 kl. 15.58 · Side 1 av 1"),
    ],
)
def test_every_page_says_which_edition_it_is_and_its_number(edition, mark, footer):
    (section,) = read(make_record(), edition).sections
    assert section.header.paragraphs[0].text == mark
    assert section.footer.paragraphs[0].text == footer
    fields = [code.text for code in section.footer._element.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_table_without_rows_can_be_written():
    empty = TableBlock("Tom", (Column("A"), Column("B", is_number=True)), ())
    document = Document("nb", "T", "M", "S", ("Side", "av"), True, datetime(2022, 3, 9), (empty,))
    assert cells(open_document(BytesIO(word(document))).tables[0]) == [["A", "B"]]


# --- Any text ---


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_what_users_write_is_text_and_stands_as_it_was_written(text):
    file = read(full_record(text))
    assert text_of(file).count(text) >= 30
    assert list(file.element.iter(qn("w:instrText"))) == []


def test_control_characters_are_seen_and_stop_nothing():
    text = text_of(read(full_record("a\x00b\x0b\x1f\ufffe\ud800c")))
    assert "a�b����c" in text


def test_long_title_fits_in_the_properties():
    record = make_record()
    long = replace(record, evaluation=replace(record.evaluation, case=replace(record.case, county="Fylke " * 100)))
    assert len(read(long).core_properties.title) == 255
