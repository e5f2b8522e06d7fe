"""What letters build on: amounts, least own financing, deviations with their reasons, and what is left to fill in."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from docx import Document as open_document

from dekom.letters import letters
from dekom.protocol_document import Bullets, Document, Facts, Heading, Paragraph
from dekom.protocol_pdf import pdf
from dekom.protocol_word import word
from dekom.record import DRAFT, Record
from tests.dekom.builders import answer_to, make_case, make_evaluation, make_nettverk, outcome_of
from tests.dekom.records import VERSION_1, make_record
from tests.dekom.store_fixtures import HOSTILE_TEXTS


def letter(kr=1_000_000, reason="", conditions="", record: Record | None = None) -> str:
    """Return the text of the letter to Fosen."""
    found = letters(record or make_record(), VERSION_1, {"fosen": kr}, {"fosen": reason}, {"fosen": conditions})
    return text_of(found)


def text_of(document: Document) -> str:
    parts: list[str] = []
    for block in document.blocks:
        match block:
            case Heading() | Paragraph():
                parts.append(block.text)
            case Facts():
                parts += [f"{name}: {what}" for name, what in block.rows]
            case Bullets():
                parts += block.items
    return "\n".join(parts).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("kr", "least"),
    [
        (1, "1"),
        (10, "3"),
        (11, "4"),
        (1_000_000, "300 000"),
        (842_951, "252 886"),
        (99_999_999_999, "30 000 000 000"),
    ],
)
def test_least_own_financing_is_rounded_up_to_whole_kroner(kr, least):
    assert f"Eierne skal bidra med minst {least} kr. Det er 30 % av tildelt beløp" in letter(kr)


def test_own_financing_that_is_not_known_is_said_with_its_source():
    text = letter(record=make_record(on=date(2026, 3, 9)))
    assert "Kravet til egenfinansiering er ikke kjent" in text
    assert "Kilde: Ny samlet ordning fra 2026" in text
    assert "skal bidra med minst" not in text


@pytest.mark.parametrize(
    ("kr", "reason", "said"),
    [
        (1_000_000, "", "Tildelingen er i tråd med samarbeidsforumets innstilling."),
        (1_000_001, "Avklart.", "Tildelingen er 1 kr høyere enn innstilt.\nBegrunnelse for avviket: Avklart."),
        (940_550, "Avklart.", "Tildelingen er 59 450 kr lavere enn innstilt.\nBegrunnelse for avviket: Avklart."),
        (999_999, " ", "er 1 kr lavere enn innstilt.\nGrunn til avviket mangler: Før den inn under Vedtak før brevet"),
    ],
)
def test_deviation_from_the_innstilling_stands_with_its_reason(kr, reason, said):
    assert said in letter(kr, reason)


def test_network_without_an_amount_in_the_innstilling():
    assert "Innstillingen har ikke noe beløp" in letter(record=make_record(make_case(make_nettverk(innstilt_kr=None))))


def test_nothing_awarded_asks_for_no_financing_and_no_report():
    text = letter(0)
    assert "Tildelt: 0 kr" in text
    assert "Egenfinansiering" not in text
    assert "Rapportering" not in text


def test_letter_has_lines_to_fill_in_conditions_and_the_questions_of_the_report():
    text = letter(conditions="Eget budsjett innen 1. mai.")
    assert "Saksnummer: ____" in text
    assert "Vilkår\nEget budsjett innen 1. mai." in text
    assert [line[:2] for line in text.splitlines() if line[1:3] == ". "] == ["A.", "B.", "C.", "D."]
    assert "Egenfinansieringen: hva eierne har bidratt med" in text


def test_questions_of_another_ordning_are_not_made_up():
    record = make_record(make_case(make_nettverk(), ordning="rekom"))
    text = letter(record=record)
    assert "Spørsmålene for denne ordningen er ikke kjent" in text
    assert "elevstemmen" not in text


def test_forbehold_is_to_be_cleared_first():
    case = make_case(make_nettverk(innstilt_kr=1_300_000))
    answer = answer_to(outcome_of(make_evaluation(case), "egenfinansiering"), "Ny plan.")
    text = letter(record=make_record(replace(case, acknowledgements=(answer,))))
    assert "Forbehold som må være avklart før brevet sendes:\nEgenfinansiering: Ny plan." in text
    assert "Forbehold" not in letter()


def test_a_letter_each_on_a_page_of_its_own_in_the_order_of_the_innstilling():
    amounts = {"vaernes": 2_000_000, "fosen": 1_000_000, "borte": 1}
    both = letters(make_record(), VERSION_1, amounts, {}, {})
    names = [b.text for b in both.blocks if isinstance(b, Heading) and b.level == 1]
    assert names == ["Fosen", "Vaernes"]
    file = open_document(BytesIO(word(both)))
    assert [p.text for p in file.paragraphs if p.paragraph_format.page_break_before] == ["Vaernes"]
    assert len(re.findall(rb"/Type\s*/Page\b", pdf(both))) == 2
    one = letters(make_record(), VERSION_1, amounts, {}, {}, nettverk_ids={"vaernes"})
    assert [b.text for b in one.blocks if isinstance(b, Heading) and b.level == 1] == ["Vaernes"]


def test_no_vedtak_is_said():
    assert "Det er ikke ført noe vedtak" in text_of(letters(make_record(), VERSION_1, {}, {}, {}))


def test_letters_say_which_innstilling_they_build_on():
    version, draft = (letters(make_record(), e, {}, {}, {}, language="nn") for e in (VERSION_1, DRAFT))
    assert (version.is_draft, draft.is_draft, version.language) == (False, True, "nn")
    assert "1" in version.status
    assert version.status != draft.status
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf(version)


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_what_users_write_stands_as_it_was_written(text):
    record = make_record(make_case(make_nettverk(name=text, owners=text)))
    found = letters(record, VERSION_1, {"fosen": 1}, {"fosen": text}, {"fosen": text})
    file = open_document(BytesIO(word(found)))
    assert "\n".join(p.text for p in file.paragraphs).count(text) == 4
