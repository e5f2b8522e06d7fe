"""What may be attached, told by content: PDF and Word, up to 20 MB, under a name that can be kept."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dekom.document_check import MEGABYTE, check_document
from dekom.i18n import render
from dekom.money import Refused
from tests.dekom.documents import DOC, DOCX, JPEG, MACRO_TYPE, PDF, PNG, WORD_TYPE, docx, ole, package, types_list
from tests.dekom.store_fixtures import HOSTILE_TEXTS

NOT_ONE, DAMAGED = "er verken PDF eller Word", "er skadet og kan ikke leses"
PICTURE, MACROS, NAME = "er et bilde", "har makroer", "tegn som ikke kan vises"


def refusal(name: str, content: bytes) -> str:
    """Return the sentence that says why a file is refused, "" if it is not."""
    try:
        check_document(name, content)
    except Refused as refused:
        return render(refused.message)
    return ""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.pdf", PDF),
        ("PLAN.PDF", PDF),
        ("plan.pdf", b"%PDF-1.7 /Encrypt"),
        ("plan.pdf", b"\xef\xbb\xbf\r\n" + PDF),
        ("plan.pdf", bytes(1024 - 5) + PDF),
        ("plan.docx", DOCX),
        ("plan.docx", package({"word/document.xml": "<w/>"})),
        ("plan.docx", package({"[Content_Types].xml": types_list(WORD_TYPE, "/word/document2.xml")})),
        ("plan.docx", package({"[Content_Types].xml": types_list(WORD_TYPE).encode("utf-16")})),
        ("plan.docx", ole("EncryptionInfo", "EncryptedPackage")),
        ("plan.doc", DOC),
    ],
)
def test_pdf_and_word_are_taken_with_or_without_a_password(name: str, content: bytes) -> None:
    assert refusal(name, content) == ""


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("plan.pdf", b"", "er tom"),
        ("plan.pdf", b"Bare tekst", NOT_ONE),
        ("plan.pdf", bytes(1024 - 4) + PDF, NOT_ONE),
        ("plan.pdf", b"<html><script>alert(1)</script></html>", NOT_ONE),
        ("plan.docx", b"PK\x03\x04", DAMAGED),
        ("plan.docx", DOCX[: len(DOCX) // 2], DAMAGED),
        ("plan.docx", package({"xl/workbook.xml": "<w/>"}), NOT_ONE),
        ("plan.docx", package({}) + DOCX, NOT_ONE),
        ("plan.doc", ole("Workbook"), NOT_ONE),
        ("plan.doc", ole("WordDocument", shift=1), NOT_ONE),
        ("plan.xlsx", ole("EncryptionInfo", "EncryptedPackage"), NOT_ONE),
        ("plan.pdf", PNG, PICTURE),
        ("plan.jpg", JPEG, PICTURE),
        ("plan.docm", docx(main_type=MACRO_TYPE), MACROS),
        ("plan.docx", docx(main_type=MACRO_TYPE), MACROS),
        ("plan.docx", docx("word/vbaProject.bin"), MACROS),
        ("plan.docx", docx("word/VBAPROJECT.BIN"), MACROS),
        ("plan.doc", ole("WordDocument", "Macros", "VBA", "_VBA_PROJECT"), MACROS),
        ("plan.docx", PDF, "Innholdet i «plan.docx» er av typen .pdf"),
        ("plan", PDF, "slutter på .pdf"),
        ("plan.pdf.exe", PDF, "slutter på .pdf"),
        ("plan.doc", DOCX, "slutter på .docx"),
        ("plan.docx", DOC, "slutter på .doc,"),
    ],
)
def test_anything_else_is_refused_with_a_sentence(name: str, content: bytes, why: str) -> None:
    sentence = refusal(name, content)
    assert why in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize(("size", "is_taken"), [(-1, True), (0, True), (1, False)])
def test_limit_is_20_megabytes(size: int, is_taken: bool) -> None:
    sentence = refusal("plan.pdf", PDF.ljust(20 * MEGABYTE + size))
    too_large = "«plan.pdf» er større enn 20 MB. Lagre den med mindre bilder, eller del den i to."
    assert sentence == ("" if is_taken else too_large)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("a" * 196 + ".pdf", ""),
        ("a" * 197 + ".pdf", "er for langt. Bruk høyst 200 tegn."),
        ("a" * 296 + ".pdf", "er for langt"),
        ("", "ikke noe navn"),
        (" \u00a0", "ikke noe navn"),
        ("plan\n.pdf", NAME),
        ("plan\0.pdf", NAME),
        ("plan\x1b[31m.pdf", NAME),
        ("plan\u2028.pdf", NAME),
        ("plan\ud800.pdf", NAME),
        ("../../etc/plan.pdf", ""),
        ("<script>alert(1)</script>.pdf", ""),
        ("plan\u202efdp.pdf", ""),
        ("=1+1 {name} %s 👩‍🏫.pdf", ""),
    ],
)
def test_name_is_refused_if_it_cannot_be_kept_as_it_is(name: str, why: str) -> None:
    sentence = refusal(name, PDF)
    assert why in sentence
    assert bool(sentence) == bool(why)


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_refusal_quotes_a_hostile_name_as_text(text: str) -> None:
    if "\n" not in text:
        assert " ".join(f"{text}.pdf".split()) in refusal(f"{text}.pdf", PNG)


def test_long_list_of_types_is_not_unpacked() -> None:
    bomb = package({"[Content_Types].xml": b" " * 30 * MEGABYTE, "word/document.xml": ""})
    assert len(bomb) < MEGABYTE
    assert refusal("plan.docx", bomb) == ""
    assert NOT_ONE in refusal("plan.docx", DOCX + b"PK\x01\x02" * 20_001)


def test_damaged_word_document_is_refused_or_taken_and_never_a_fault() -> None:
    chance, sentences = random.Random(5), set()
    for _ in range(1_500):
        content = bytearray(DOCX)
        for _ in range(chance.randrange(1, 12)):
            place = chance.randrange(len(content))
            content[place : place + chance.randrange(3)] = chance.randbytes(chance.randrange(4))
        sentences.add(refusal("plan.docx", bytes(content)).partition("» ")[2][:12])
    assert sentences <= {"", "er skadet og", "er verken PD"}
    assert len(sentences) > 1


@given(st.text(max_size=220), st.sampled_from([PDF, DOCX, DOC, PNG, b"x"]))
def test_every_refusal_is_a_sentence(name: str, content: bytes) -> None:
    sentence = refusal(name, content)
    assert not sentence or (sentence[-1] == "." and "{" not in sentence.replace(name, ""))
