"""The PDF: the standards it says it meets, what stands on its pages, and that no text is read as markup."""

import io
import json
import re
from typing import Any

import pytest
import typst
from PIL import Image

from dekom.protocol import protocol
from dekom.protocol_document import Document
from dekom.protocol_pdf import TEMPLATE, is_to_standard, pdf, pdf_data
from dekom.record import DRAFT, Edition
from tests.dekom.records import VERSION_1, full_record, make_record
from tests.dekom.store_fixtures import HOSTILE_TEXTS

MARKUP = (
    '#eval("1")',
    "#sys.inputs $x$ *a* _b_ `c` <label>",
    "= Overskrift\n- punkt",
    "@ref [ ] // borte /* b */ ~ --",
)


def document_of(edition: Edition = DRAFT, language: str = "nb") -> Document:
    return protocol(make_record(), edition, language)


def printed(document: Document, selector: str) -> str:
    """Return the text that typst sets in the elements of a kind."""
    inputs = {"data": json.dumps(pdf_data(document))}
    found = json.loads(typst.query(TEMPLATE.read_bytes(), selector, sys_inputs=inputs, ignore_system_fonts=True))
    return " ".join(_texts(found))


def _texts(content: Any) -> list[str]:
    if isinstance(content, dict):
        own = [content["text"]] if content.get("func") == "text" else []
        return own + [text for key, part in content.items() if key != "text" for text in _texts(part)]
    return [text for part in content for text in _texts(part)] if isinstance(content, list) else []


def pages(document: Document) -> list[Image.Image]:
    """Return small pictures of the pages."""
    inputs = {"data": json.dumps(pdf_data(document))}
    found = typst.compile(TEMPLATE.read_bytes(), format="png", ppi=24.0, sys_inputs=inputs, ignore_system_fonts=True)
    drawn = found if isinstance(found, list) else [found]
    return [Image.open(io.BytesIO(page)).convert("RGB") for page in drawn]


def has_red(page: Image.Image) -> bool:
    """Return whether a page has the colour of a draft in its header."""
    header = page.crop((0, 0, page.width, page.height // 12))
    colours = header.getcolors(maxcolors=1 << 24) or []
    return any(red > 150 and green < 120 and blue < 120 for _count, (red, green, blue) in colours)  # type: ignore[misc]


@pytest.mark.parametrize("edition", [DRAFT, VERSION_1])
@pytest.mark.parametrize("language", ["nb", "nn"])
def test_pdf_says_that_it_meets_both_standards(edition, language):
    found = pdf(document_of(edition, language))
    assert found.startswith(b"%PDF-1.7")
    assert b"<pdfaid:part>2</pdfaid:part>" in found
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in found
    assert b"<pdfuaid:part>1</pdfuaid:part>" in found
    assert is_to_standard(found)
    assert f"/Lang({language}-NO)".encode() in found
    assert "Referat og innstilling: Dekom, Prøvefylket".encode() in found


def test_same_version_is_the_same_file():
    assert pdf(document_of(VERSION_1)) == pdf(document_of(VERSION_1))
    assert pdf(document_of(VERSION_1)) != pdf(document_of(DRAFT))


def test_every_page_of_a_draft_is_marked_and_no_page_of_a_version():
    draft, version = pages(document_of(DRAFT)), pages(document_of(VERSION_1))
    assert len(draft) > 2
    assert all(has_red(page) for page in draft)
    assert not any(has_red(page) for page in version)


def test_amounts_and_headings_stand_on_the_pages():
    document = protocol(full_record(), DRAFT, "nb")
    tables = printed(document, "table").replace("\u00a0", " ")
    for amount in ("1 500 000", "+550 000", "−500 000", "2 900 000"):
        assert amount in tables
    assert "Forumets innstilling" in printed(document, "heading")
    assert printed(document, "title") == "Referat og innstilling: Dekom, Tekst"


@pytest.mark.parametrize("text", [" | ".join(MARKUP), " | ".join(HOSTILE_TEXTS)])
def test_what_users_write_is_never_read_as_markup(text):
    document = protocol(full_record(text), DRAFT, "nb")
    shown = text.replace("\u200b", "")
    assert shown in printed(document, "heading").replace("\u200b", "")
    assert printed(document, "table").replace("\u200b", "").count(shown) >= 10
    assert shown in printed(document, "par").replace("\u200b", "")


@pytest.mark.parametrize("text", ["😀 emoji", "\ue000 uten skrift", "שלום مرحبا 12", "x" * 500, "\x00\ud800"])
def test_no_text_stops_the_printing(text):
    found = pdf(protocol(full_record(text), DRAFT, "nb"))
    assert found.startswith(b"%PDF-")
    assert is_to_standard(found) or "\ue000" in text or "😀" in text or "ש" in text


def test_letter_that_no_font_has_costs_the_standards_and_that_can_be_seen():
    assert not is_to_standard(pdf(protocol(full_record("\ue000"), DRAFT, "nb")))


def test_template_reaches_for_nothing_outside_itself_and_has_no_words():
    source = TEMPLATE.read_text(encoding="utf-8")
    assert not re.search(r"@preview|import|include|read\(|image\(|plugin\(|eval\(|https?:", source)
    assert not re.search(r"[æøåÆØÅ]|Side|UTKAST", source)
