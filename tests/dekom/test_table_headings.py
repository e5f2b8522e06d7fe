"""Headings of the meeting sheet are known in both written standards, whole, abbreviated or broken; others are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dekom.model import Recipient
from dekom.table_headings import Headings, compact, is_scaled
from dekom.table_model import Known
from tests.dekom.meeting_sheets import KNOWN

HEADINGS = Headings(KNOWN)


def meaning(text: str, headings: Headings = HEADINGS) -> str:
    """Return the recipient or the role of a heading, "" if it is not known."""
    found = headings.read(text)
    return "" if found is None else found.recipient or found.role


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021", "i_fjor"),
        ("I fjor", "i_fjor"),
        ("i fjor (2021)", "i_fjor"),
        ("Tildelt i fjor", "i_fjor"),
        ("Tildelt 2021", "i_fjor"),
        ("Tildelt i 2021", "i_fjor"),
        ("Fjorårets tildeling", "i_fjor"),
        ("Løyvd i fjor", "i_fjor"),
        ("Fjorårets tilskot", "i_fjor"),
        ("Meldt behov for 2022", "behov"),
        ("Meldt behov", "behov"),
        ("MELDT BEHOV", "behov"),
        ("Behov", "behov"),
        ("Innmeldt behov 2022", "behov"),
        ("Søkt beløp", "behov"),
        ("Egenfinansiering", "egenfinansiering"),
        ("Eigenfinansiering", "egenfinansiering"),
        ("Egenfinansieri\nng", "egenfinansiering"),
        ("Egen-\nfinansiering", "egenfinansiering"),
        ("Egenfinansiering (kr)", "egenfinansiering"),
        ("Egenﬁnansiering", "egenfinansiering"),
        ("Nettverk", "nettverk"),
        ("Til nettverket", "nettverk"),
        ("Koordinat\nor", "koordinator"),
        ("Herav koordinator", "koordinator"),
        ("Prosentandel", "prosent"),
        ("Prosentand\nel", "prosent"),
        ("%", "prosent"),
        ("Andel i %", "prosent"),
        ("Prosentandel nettverk", "nettverk_pct"),
        ("UH i prosent", "uh_pct"),
        ("Prosent av behov", "av_behov"),
        ("Andel av total", "av_sum"),
        ("Endring i prosent", "endring_pct"),
        ("Nord U", "nord"),
        ("Nord \nU", "nord"),
        ("Nord", "nord"),
        ("Nord universitet", "nord"),
        ("NTNU", "ntnu"),
        ("N\u0054NU kr", "ntnu"),
        ("Andre/Usikker", "andre_usikker"),
        ("Andre/Usikk\ner", "andre_usikker"),
        ("Andre", "andre_usikker"),
        ("UH", "UH"),
        ("Innstilt beløp", "innstilt"),
        ("Innstilt \nbeløp", "innstilt"),
        ("Tilrådd beløp", "innstilt"),
        ("Tilråding", "innstilt"),
        ("Sum", "sum"),
        ("Navn på nettverk", "navn"),
        ("Namn", "navn"),
        ("Nettverk prosent", "nettverk_pct"),
    ],
)
def test_heading_is_known(text: str, expected: str) -> None:
    assert meaning(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "Merknad",
        "Tildelt",
        "HVO",
        "Universitet",
        "Nord-Norge",
        "U",
        "Nettverkssamling",
        "1999",
        "Koordinatorer i dag",
    ],
)
def test_heading_that_may_mean_something_else_is_not_known(text: str) -> None:
    assert HEADINGS.read(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Høgskulen i Volda", "hivo"),
        ("HiV", "hivo"),
        ("Høgskulen i V.", "hivo"),
        ("Høgskulen", ""),
        ("UiB", ""),  # two of them
        ("Universitetet i Bergen", "uib"),
        ("Universitetet i", ""),
        ("NTNU", "ntnu"),
        ("Norges teknisk", "ntnu"),
    ],
)
def test_recipient_is_known_by_what_only_it_is_called(text: str, expected: str) -> None:
    recipients = (
        Recipient("hivo", "Høgskulen i Volda", "uh"),
        Recipient("uib", "Universitetet i Bergen", "uh"),
        Recipient("uibodo", "Universitetet i Bodø", "uh"),
        Recipient("ntnu", "Norges teknisk-naturvitenskapelige universitet", "uh"),
    )
    assert meaning(text, Headings(Known(recipients=recipients))) == expected


def test_whole_name_is_exact_and_an_abbreviation_is_not() -> None:
    names = ("Nord universitet", "Nord U", "NTNU", "Meldt behov")
    assert [HEADINGS.read(name).is_exact for name in names] == [True, False, True, True]  # type: ignore[union-attr]


def test_year_of_a_heading_is_kept() -> None:
    years = {text: HEADINGS.read(text) for text in ("2021", "Meldt behov for 2022", "Innstilt 2023", "Behov")}
    assert {text: heading.year for text, heading in years.items() if heading} == {
        "2021": 2021,
        "Meldt behov for 2022": 2022,
        "Innstilt 2023": 2023,
        "Behov": 0,
    }


@pytest.mark.parametrize(
    "text", ["Behov i 1000 kr", "Behov (i 1 000 kr)", "Behov i tusen", "Mill. kr", "Beløp i MNOK"]
)
def test_heading_in_thousands_or_millions_is_told(text: str) -> None:
    assert is_scaled(text)


@pytest.mark.parametrize("text", ["Behov", "Behov i kr", "Meldt behov for 2022", "Millom", "21000"])
def test_heading_in_kroner_is_not_taken_for_thousands(text: str) -> None:
    assert not is_scaled(text)


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_heading_and_any_recipient_can_be_read(text: str, name: str) -> None:
    headings = Headings(Known(recipients=(Recipient("a", name, "uh"),)))
    found = headings.read(text)
    assert headings.read(text) == found
    if compact(name) and compact(name) == compact(text) and len(compact(name)) <= 80:
        assert found is not None


@given(st.sampled_from(["Egenfinansiering", "Meldt behov", "Nord universitet", "Innstilt beløp"]), st.integers(1, 15))
def test_heading_broken_anywhere_says_the_same(text: str, place: int) -> None:
    assert meaning(f"{text[:place]}\n{text[place:]}") == meaning(text)
