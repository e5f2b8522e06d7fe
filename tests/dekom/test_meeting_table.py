"""A table with columns is read as it is written, whatever the order; what is not certain is said or asked about."""

import time
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dekom.findings import stops
from dekom.grid import Cell, CellValue, Grid, column_letters
from dekom.meeting_table import read_meeting_table
from dekom.model import PrintedFigure, Recipient, Share
from dekom.table_model import Known, MeetingTable
from tests.dekom.meeting_sheets import (
    KNOWN,
    NEW_MEETING,
    choices,
    errors,
    plain,
    read,
    remarks,
    said,
    table,
    the_question,
)

FULL = [
    *["Nettverk", "2021", "Meldt behov for 2022", "Egenfinansiering", "Nettverk", "Koordinator", "Prosentandel"],
    *["Nord U", "NTNU", "Andre/Usikker", "Prosentandel", "Innstilt beløp"],
]
FOSEN = ["Fosen", "721 155", "910 000", "350 000", "240 000", "", "26", "", "670 000", "", "74", "721155"]


def sheet(*rows: list[CellValue], known: Known = KNOWN, answers: dict[str, str] | None = None) -> MeetingTable:
    """Return the table of rows of values, as Excel keeps them."""
    cells = [
        tuple(Cell(value, f"{column_letters(index)}{number}") for index, value in enumerate(row))
        for number, row in enumerate(rows, start=1)
    ]
    return read_meeting_table(Grid("Limt inn", tuple(cells)), known, answers or {})


def amounts(found: MeetingTable) -> dict[str, dict[str, int | None]]:
    """Return the amounts by network and role."""
    return {row.name: dict(row.amounts) for row in found.rows}


# What a row says


def test_row_of_the_meeting_sheet_comes_back_whole() -> None:
    found = table(FULL, FOSEN)
    (row,) = found.rows
    assert (row.name, row.nettverk_id, row.place) == ("Fosen", "fosen", "A2")
    assert row.amounts == {
        "i_fjor": 721_155,
        "behov": 910_000,
        "egenfinansiering": 350_000,
        "koordinator": None,
        "innstilt": 721_155,
    }
    assert row.shares == (Share("nettverk", 240_000), Share("ntnu", 670_000))
    assert row.uncertain == {}
    assert not stops(found.findings)
    assert found.new_recipients == {}
    assert found.printed[:2] == (
        PrintedFigure("Limt inn", "fosen", "i_fjor", 721_155, line=2),
        PrintedFigure("Limt inn", "fosen", "behov", 910_000, line=2),
    )
    percents = [(f.column, f.percent) for f in found.printed if f.percent is not None]
    assert percents == [("nettverk_pct", 26), ("uh_pct", 74)]


def test_column_that_the_table_lacks_is_not_among_the_amounts() -> None:
    found = table(["Nettverk", "Innstilt"], ["Fosen", "5 000"], ["Innherred", ""])
    assert amounts(found)["Fosen"] == {"innstilt": 5_000}
    assert found.rows[0].shares == ()


@pytest.mark.parametrize(
    ("own", "koordinator", "need", "share", "column"),
    [
        ("300 000", "100 000", "900 000", 300_000, "herav_koordinator"),
        ("300 000", "100 000", "1 000 000", 400_000, "koordinator"),
        ("300 000", "300 000", "900 000", 300_000, "herav_koordinator"),
        ("300 000", "300 001", "1 200 001", 600_001, "koordinator"),
        ("", "300 000", "900 000", 300_000, "koordinator"),
        ("300 000", "0", "900 000", 300_000, "koordinator"),
    ],
)
def test_koordinator_is_where_the_parts_add_up(own: str, koordinator: str, need: str, share: int, column: str) -> None:
    found = table(["Navn", "Behov", "Nettverk", "Koordinator", "NTNU"], ["Fosen", need, own, koordinator, "600 000"])
    kr = int(koordinator.replace(" ", ""))
    assert found.rows[0].shares[0] == Share("nettverk", share, kr)
    assert column in {figure.column for figure in found.printed}
    assert not stops(found.findings)


def test_koordinator_is_asked_about_once_where_the_parts_do_not_tell() -> None:
    rows = [
        ["Navn", "Behov", "Nettverk", "Koordinator", "NTNU"],
        ["Fosen", "5", "300", "100", "600"],
        ["Innherred", "", "300", "100", "600"],
        ["Ytre Namdal", "900", "300", "100", "600"],
    ]
    question = the_question(table(*rows))
    assert plain(question.message).endswith("Det gjelder Fosen, Innherred.")
    beside = table(*rows, answers={question.id: "tillegg"})
    within = table(*rows, answers={question.id: "del"})
    assert [row.shares[0].amount_kr for row in beside.rows] == [400, 400, 300]
    assert [row.shares[0].amount_kr for row in within.rows] == [300, 300, 300]
    assert not stops(beside.findings)


def test_koordinator_whose_heading_says_herav_is_a_part() -> None:
    found = table(["Navn", "Nettverk", "Herav koordinator"], ["Fosen", "300 000", "100 000"])
    assert found.rows[0].shares == (Share("nettverk", 300_000, 100_000),)
    assert not stops(found.findings)


# What a cell may hold


@pytest.mark.parametrize(
    "text",
    [
        "842950",
        "842 950",
        "842\u00a0950",
        "842.950",
        "842 950,00",
        "kr 842 950,-",
        "842 950 kr",
        "842,95 tusen",
    ],
)
def test_amount_in_any_form_that_the_innstilling_page_reads(text: str) -> None:
    assert amounts(table(["Navn", "Behov"], ["Fosen", text]))["Fosen"] == {"behov": 842_950}


@pytest.mark.parametrize(
    ("value", "kr"),
    [(0, 0), (842_950, 842_950), (842_950.0, 842_950), (999_999_999_999, 999_999_999_999), (None, None)],
)
def test_number_as_excel_keeps_it(value: CellValue, kr: int | None) -> None:
    found = sheet(["Navn", "Behov", "Innstilt"], ["Fosen", value, 1])
    assert amounts(found)["Fosen"]["behov"] == kr
    assert not stops(found.findings)


@pytest.mark.parametrize("dash", ["-", "–", " - ", ""])
def test_dash_is_an_empty_cell_and_never_zero(dash: str) -> None:
    assert amounts(table(["Navn", "Behov", "Innstilt"], ["Fosen", dash, "0"]))["Fosen"] == {
        "behov": None,
        "innstilt": 0,
    }


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("842 950,-kr?", "«842 950,-kr?» er ikke et beløp. Skriv hele kroner uten fortegn, for eksempel 842 950."),
        ("-5", "«-5» er ikke et beløp. Skriv hele kroner uten fortegn, for eksempel 842 950."),
        ("842 950,50", "«842 950,50» er ikke et beløp. Skriv hele kroner uten fortegn, for eksempel 842 950."),
        ("84 29 50", "«84 29 50» er ikke et beløp. Skriv hele kroner uten fortegn, for eksempel 842 950."),
        (842_950.5, "«842950,5» er ikke hele kroner. Rund av til hele kroner."),
        (-5, "«-5» er negativt. Et beløp er 0 eller mer."),
        (-0.5, "«-0,5» er negativt. Et beløp er 0 eller mer."),
        (True, "«SANN» er ikke et beløp. Skriv hele kroner uten fortegn, for eksempel 842 950."),
        (datetime(2022, 3, 9), "«9.3.2022» er en dato, ikke et beløp. Gjør cellen om til tall."),
        (date(2022, 3, 9), "«9.3.2022» er en dato, ikke et beløp. Gjør cellen om til tall."),
        ("#REF!", "«#REF!» er en feil i Excel. Rett formelen, eller skriv beløpet."),
        ("#DIV/0!", "«#DIV/0!» er en feil i Excel. Rett formelen, eller skriv beløpet."),
        ("#I/T", "«#I/T» er en feil i Excel. Rett formelen, eller skriv beløpet."),
        (10**12, "«1000000000000» er ikke et beløp. Skriv hele kroner uten fortegn, for eksempel 842 950."),
        (1e300, "«1e+300» er ikke et beløp. Skriv hele kroner uten fortegn, for eksempel 842 950."),
        (float("nan"), "«nan» er ikke et beløp. Skriv hele kroner uten fortegn, for eksempel 842 950."),
    ],
)
def test_cell_that_is_no_amount_is_an_error_at_the_cell(value: CellValue, sentence: str) -> None:
    found = sheet(["Navn", "Innstilt", "Behov"], ["Innherred", 1, 2], ["Fosen", 3, value])
    assert errors(found) == [("C3", sentence)]
    assert amounts(found)["Fosen"] == {"innstilt": 3, "behov": None}


def test_percentage_where_an_amount_should_stand_is_an_error() -> None:
    grid = Grid(
        "Ark", ((Cell("Navn", "A1"), Cell("Behov", "B1")), (Cell("Fosen", "A2"), Cell(0.4, "B2", is_percent=True)))
    )
    (finding,) = [f for f in read_meeting_table(grid, KNOWN, {}).findings if f.severity == "feil"]
    assert (finding.place, plain(finding.message)[:23]) == ("Ark!B2", "«0,4» er ikke et beløp.")


def test_unreadable_figure_in_a_sum_row_is_only_said() -> None:
    found = table(["Navn", "Behov", "Innstilt"], ["Fosen", "5", "5"], ["Sum", "15,3?", "5"])
    assert not stops(found.findings)
    assert remarks(found)[0][0] == "B3"
    assert [f.column for f in found.printed if f.row == "SUM"] == ["innstilt"]


# Line breaks in cells


@pytest.mark.parametrize(
    ("written", "kr"),
    [("1 100 \n000", 1_100_000), ("100\n000", 100_000), ("450 \n\n000", 450_000), ("1\n100 000", None)],
)
def test_amount_that_is_complete_only_when_joined_is_healed_and_it_is_said(written: str, kr: int | None) -> None:
    found = table(["Navn", "Behov"], ["Fosen", f'"{written}"'])
    if kr is None:
        assert the_question(found).place == "B2"
    else:
        assert amounts(found)["Fosen"]["behov"] == kr
        assert ("B2", f"{plain_kr(kr)} er satt sammen over linjeskift.") in remarks(found)


def plain_kr(kr: int) -> str:
    return f"{kr:,} kr".replace(",", " ")


def test_amount_that_can_be_several_is_told_by_the_rest_of_the_row() -> None:
    heads = ["Navn", "Behov", "Nettverk", "Nord U", "NTNU"]
    found = table(heads, ["TFK + VGO", "3 669 859", "650 000", '"2 584 \n\n859"', "435 000"])
    assert found.rows[0].shares[1] == Share("nord", 2_584_859)
    assert ("D2", "2 584 859 kr er satt sammen over linjeskift.") in remarks(found)
    assert not stops(found.findings)


def test_amount_that_can_be_several_is_asked_about_where_nothing_tells() -> None:
    rows = [["Navn", "Innstilt"], ["TFK + VGO", '"2 584 \n859"']]
    question = the_question(table(*rows))
    assert (question.place, plain(question.message)) == ("B2", "«2 584 859» kan være flere beløp. Hvilket er riktig?")
    assert list(choices(question)) == ["2 584 859 kr", "2 584 kr", "859 kr"]
    assert amounts(table(*rows))["TFK + VGO"] == {"innstilt": None}
    answered = table(*rows, answers={question.id: "2584859"})
    assert amounts(answered)["TFK + VGO"] == {"innstilt": 2_584_859}
    assert not stops(answered.findings)


@pytest.mark.parametrize("name", ["Trondheim/Malvi\nk", "Trøndelag \nsørvest", "Værnesnettverk\net", "TFK +\nVGO"])
def test_known_name_with_a_line_break_is_healed_and_it_is_said(name: str) -> None:
    found = table(["Navn", "Behov"], [f'"{name}"', "5"])
    (row,) = found.rows
    assert row.name == KNOWN.networks[row.nettverk_id]
    assert ("A2", f"Navnet {row.name} er satt sammen over linjeskift.") in remarks(found)
    assert not stops(found.findings)


def test_new_name_with_a_line_break_is_asked_about() -> None:
    rows = [["Navn", "Behov"], ['"Nordfjo\nrd"', "5"]]
    question = the_question(table(*rows, known=NEW_MEETING))
    assert list(choices(question)) == ["Nordfjord", "Nordfjo rd"]
    answered = table(*rows, known=NEW_MEETING, answers={question.id: "Nordfjord"})
    assert [row.name for row in answered.rows] == ["Nordfjord"]


# Names


def test_name_as_written_is_kept_where_only_signs_differ() -> None:
    found = table(["Navn", "Behov"], ["trondheim-malvik", "5"])
    assert (found.rows[0].nettverk_id, remarks(found)[0]) == (
        "trondheim-malvik",
        ("A2", "«trondheim-malvik» er lest som Trondheim/Malvik."),
    )


@pytest.mark.parametrize(
    ("name", "close"),
    [
        ("Værnes", "Værnesnettverket"),
        ("Levanger-Verdal", "Verdal/Levanger"),
        ("Gauldal", "Gauldalnettverket"),
        ("Inherred", "Innherred"),
    ],
)
def test_name_that_is_close_to_a_network_is_asked_about(name: str, close: str) -> None:
    rows = [["Navn", "Behov"], [name, "5"]]
    question = the_question(table(*rows))
    assert plain(question.message) == f"«{name}» er ikke et nettverk i møtet. Hvilket er det?"
    assert list(choices(question)) == [close, "Et nytt nettverk", "Ta ikke med raden"]
    (row,) = table(*rows, answers={question.id: choices(question)[close]}).rows
    assert KNOWN.networks[row.nettverk_id] == close
    (new,) = table(*rows, answers={question.id: "nytt"}).rows
    assert (new.nettverk_id, new.name) == ("", name)


def test_network_that_the_meeting_lacks_is_new_and_it_is_said() -> None:
    found = table(["Navn", "Behov"], ["Fosen", "5"], ["Sunnfjord", "6"])
    assert [row.nettverk_id for row in found.rows] == ["fosen", ""]
    assert ("A3", "«Sunnfjord» er ikke et nettverk i møtet. Raden blir et nytt nettverk.") in remarks(found)
    assert found.printed[-1].row == "Sunnfjord"
    text = "Tabellen mangler 10 av møtets nettverk: Trondheim/Malvik, TFK + VGO, Gauldalnettverket, "
    assert any(sentence.startswith(text) for _place, sentence in remarks(found))


def test_network_that_stands_twice_is_an_error_that_names_both_cells() -> None:
    found = table(["Navn", "Behov"], ["Fosen", "5"], ["Innherred", "6"], ["FOSEN", "7"])
    assert errors(found) == [("A4", "«FOSEN» står også i A2. La én av radene stå.")]


def test_two_networks_of_one_name_in_the_meeting_are_an_error() -> None:
    found = table(["Navn", "Behov"], ["Fosen", "5"], known=Known({"a": "Fosen", "b": "FOSEN "}))
    assert errors(found) == [("A2", "Flere nettverk i møtet heter «Fosen». Gi dem ulike navn først.")]


# Headings


@pytest.mark.parametrize(
    "heads",
    [
        ["Kompetansenettverk", "2021", "Behov", "Egenfinansiering"],
        ["", "I fjor", "Meldt behov", "Eigenfinansiering"],
        ["NETTVERK", "TILDELT I FJOR", "MELDT BEHOV FOR 2022", "EGENFINANSIERING"],
        ["Region", '"I \nfjor"', '"Meldt \nbehov"', '"Egenfinansieri\nng"'],
    ],
)
def test_headings_in_their_variants(heads: list[str]) -> None:
    found = table(heads, ["Fosen", "1", "2", "3"])
    assert amounts(found)["Fosen"] == {"i_fjor": 1, "behov": 2, "egenfinansiering": 3}
    assert not stops(found.findings)


def test_headings_over_two_rows_below_a_title() -> None:
    found = table(
        ["Innstilling 2022"],
        ["", "2021", "Meldt behov", "Fordeling", "", ""],
        ["", "", "", "Nettverk", "Nord U", "NTNU"],
        ["Fosen", "1", "6", "1", "2", "3"],
    )
    assert found.rows[0].shares == (Share("nettverk", 1), Share("nord", 2), Share("ntnu", 3))
    assert ("A1", "Teksten over overskriftene tas ikke med.") in remarks(found)


def test_unknown_column_without_amounts_is_left_out_and_it_is_said() -> None:
    found = table(["Navn", "Skoler", "Merknad", "Behov"], ["Fosen", "66", "fin", "5 000"])
    assert remarks(found)[:2] == [
        ("B1", "Kolonnen «Skoler» er ikke kjent og tas ikke med."),
        ("C1", "Kolonnen «Merknad» er ikke kjent og tas ikke med."),
    ]
    assert not stops(found.findings)


@pytest.mark.parametrize(("kr", "is_asked"), [("999", False), ("1 000", True)])
def test_unknown_column_with_amounts_is_asked_about(kr: str, is_asked: bool) -> None:
    found = table(["Navn", "HVO", "Behov"], ["Fosen", kr, "5 000"])
    assert bool(found.questions) is is_asked


def test_column_without_heading_and_amounts_is_left_out_and_it_is_said() -> None:
    found = table(["Navn", "", "Behov"], ["Fosen", "12", "5 000"])
    assert ("B", "Kolonne B har ingen overskrift og tas ikke med.") in remarks(found)
    assert not stops(found.findings)


def test_answer_says_what_an_unknown_column_is() -> None:
    rows = [["Navn", "HVO", "Behov"], ["Fosen", "4 000", "5 000"]]
    question = the_question(table(*rows))
    assert (question.place, plain(question.message)) == ("B1", "Hva står i kolonnen «HVO»?")
    offered = choices(question)
    assert "Meldt behov" not in offered
    assert table(*rows, answers={question.id: offered["Beløp til NTNU"]}).rows[0].shares == (Share("ntnu", 4_000),)
    assert (
        table(*rows, answers={question.id: offered["Egenfinansiering"]}).rows[0].amounts["egenfinansiering"] == 4_000
    )
    assert table(*rows, answers={question.id: offered["Ta ikke med"]}).rows[0].shares == ()
    new = table(*rows, answers={question.id: offered["Beløp til en ny UH-institusjon med dette navnet"]})
    assert (new.rows[0].shares, new.new_recipients) == ((Share("HVO", 4_000),), {"HVO": "uh"})
    other = table(*rows, answers={question.id: offered["Beløp til en annen ny mottaker med dette navnet"]})
    assert other.new_recipients == {"HVO": "andre"}
    for found in (new, other):
        assert not stops(found.findings)


def test_without_headings_each_column_is_asked_about() -> None:
    rows = [["Fosen", "721 155", "910 000"], ["Innherred", "823 030", "820 000"]]
    found = table(*rows)
    assert ("", "Fant ingen overskrifter. Ta dem med, eller svar på hva som står i kolonnene.") in remarks(found)
    assert [plain(question.message) for question in found.questions] == [
        "Kolonne B har beløp, men ingen overskrift. Hva står i den?",
        "Kolonne C har beløp, men ingen overskrift. Hva står i den?",
    ]
    answers = dict(zip((q.id for q in found.questions), ("rolle:i_fjor", "rolle:behov"), strict=True))
    answered = table(*rows, answers=answers)
    assert amounts(answered)["Fosen"] == {"i_fjor": 721_155, "behov": 910_000}
    assert not stops(answered.findings)


@pytest.mark.parametrize(
    ("heading", "year", "is_known"),
    [
        ("2021", 2022, True),
        ("2020", 2022, False),
        ("2022", 2022, False),
        ("2020", 0, True),
        ("Tildelt 2021", 2022, True),
    ],
)
def test_year_of_a_column_must_be_last_year(heading: str, year: int, is_known: bool) -> None:
    found = table(["Navn", heading, "Behov"], ["Fosen", "4 000", "5 000"], known=Known({"fosen": "Fosen"}, (), year))
    assert bool(found.questions) is not is_known
    assert ("i_fjor" in found.rows[0].amounts) is is_known


def test_year_of_the_need_is_the_tables_where_the_meetings_is_not_known() -> None:
    found = table(["Navn", "2020", "Behov 2022"], ["Fosen", "4 000", "5 000"], known=Known())
    assert plain(the_question(found).message) == "Hva står i kolonnen «2020»?"


def test_column_that_stands_twice_is_an_error() -> None:
    found = table(["Navn", "Innstilt", "Behov", "Tilrådd beløp"], ["Fosen", "1", "2", "3"])
    assert errors(found) == [
        ("D1", "«Tilrådd beløp» er samme kolonne som «Innstilt» i B1. La bare én av dem stå."),
    ]


def test_amounts_in_thousands_are_an_error() -> None:
    found = table(["Navn", "Behov (i 1000 kr)"], ["Fosen", "910"])
    assert ("B1", "«Behov (i 1000 kr)» er ikke i hele kroner. Gjør om til hele kroner.") in errors(found)


def test_column_of_names_under_a_heading_of_amounts_is_left_out() -> None:
    found = table(["Navn", "Koordinator", "Behov"], ["Fosen", "rådgiver", "5"])
    assert ("B1", "Kolonnen «Koordinator» har ingen tall og tas ikke med.") in remarks(found)
    assert amounts(found)["Fosen"] == {"behov": 5}


@pytest.mark.parametrize(
    ("known", "others", "is_asked"),
    [(Known(), [], False), (Known(), ["Andre"], False), (Known(), ["HVO"], True), (KNOWN, [], True)],
)
def test_uh_may_be_an_institution_or_the_sum_of_them_and_is_then_asked_about(
    known: Known, others: list[str], is_asked: bool
) -> None:
    found = table(
        ["Navn", "Behov", *others, "UH"], ["Fosen", "9 000", *["4 000" for _ in others], "5 000"], known=known
    )
    assert ("Hva står i kolonnen «UH»?" in [plain(question.message) for question in found.questions]) is is_asked
    assert (Share("UH", 5_000) in found.rows[0].shares) is not is_asked
    assert (found.new_recipients.get("UH") == "uh") is not is_asked


def test_sum_column_is_left_out_beside_a_need_and_else_asked_about() -> None:
    beside = table(["Navn", "Behov", "Sum"], ["Fosen", "9 000", "9 000"])
    assert ("C1", "Kolonnen «Sum» tas ikke med: appen regner ut summene.") in remarks(beside)
    alone = table(["Navn", "NTNU", "Sum"], ["Fosen", "9 000", "9 000"])
    assert "Meldt behov" in choices(the_question(alone))


def test_two_tables_are_an_error_and_a_repeated_heading_is_not() -> None:
    rows = [["Navn", "2021", "Behov"], ["Fosen", "1", "2"], ["Navn", "2021", "Behov"], ["Innherred", "3", "4"]]
    found = table(*rows)
    assert len(found.rows) == 2
    assert ("A3", "Overskriftene står en gang til. Raden tas ikke med.") in remarks(found)
    rows[2] = ["Navn", "Innstilt", "Egenfinansiering"]
    found = table(*rows)
    assert errors(found) == [("A3", "Her begynner en ny tabell. Ta med én tabell om gangen.")]


@pytest.mark.parametrize("rows", [[], [[]], [["", ""]], [["Navn", "Behov"]], [["5", "6"], ["7", "8"]]])
def test_nothing_to_read_is_an_error_that_says_what_to_bring(rows: list[list[CellValue]]) -> None:
    found = sheet(*rows)
    assert (found.rows, found.printed) == ((), ())
    assert [plain(f.message) for f in found.findings if f.severity == "feil"] == [
        "Fant ingen nettverk. Ta med kolonnen med navnene og radene under overskriftene."
    ]


@pytest.mark.parametrize("size", [(2_001, 2), (2, 61)])
def test_table_that_is_too_large_is_refused(size: tuple[int, int]) -> None:
    found = sheet(*[["Fosen"] * size[1]] * size[0])
    assert [sentence for _place, sentence in errors(found)] == [
        "Tabellen er for stor. Ta med høyst 2 000 rader og 60 kolonner."
    ]


# Percentages


@pytest.mark.parametrize(
    ("value", "is_percent", "expected"),
    [
        (40, False, 40),
        (0.396, True, Fraction("39.6")),
        ("40 %", False, 40),
        ("39,6", False, Fraction("39.6")),
        (1, True, 100),
    ],
)
def test_percentage_is_exact(value: CellValue, is_percent: bool, expected: Fraction | int) -> None:
    rows = [
        (Cell("Navn"), Cell("Behov"), Cell("NTNU"), Cell("Prosentandel")),
        (Cell("Fosen"), Cell(5), Cell(2), Cell(value, "D2", is_percent)),
    ]
    found = read_meeting_table(Grid("Ark", tuple(rows)), KNOWN, {})
    assert [(f.column, f.percent) for f in found.printed if f.kr is None] == [("uh_pct", expected)]


@pytest.mark.parametrize("value", [101, -1, "140", "førti", True, datetime(2022, 3, 9), float("inf")])
def test_percentage_that_is_none_is_an_error(value: CellValue) -> None:
    found = sheet(["Navn", "Behov", "NTNU", "Prosentandel"], ["Fosen", 5, 2, value], ["Innherred", 5, 2, 40])
    ((place, sentence),) = errors(found)
    assert place == "D2"
    assert sentence.endswith("er ikke en prosent fra 0 til 100. Skriv for eksempel 40.")


def test_column_of_shares_is_read_as_per_cent_and_it_is_said() -> None:
    found = sheet(["Navn", "Behov", "NTNU", "Andel"], ["Fosen", 5, 2, 0.4], ["Innherred", 5, 5, 1])
    assert [f.percent for f in found.printed if f.column == "uh_pct"] == [40, 100]
    assert ("D1", "«Andel» er lest som andeler: 0,4 er 40 %.") in remarks(found)


def test_percentage_that_fits_another_than_what_stands_left_of_it_is_asked_about() -> None:
    rows: list[list[CellValue]] = [
        ["Navn", "Behov", "Nettverk", "NTNU", "Prosentandel"],
        ["Fosen", 100, 26, 74, 26],
        ["Innherred", 100, 60, 40, 60],
        ["Ytre Namdal", 100, 50, 50, 50],
    ]
    question = the_question(sheet(*rows))
    assert plain(question.message) == "Hva er tallene i «Prosentandel» prosent av?"
    assert list(choices(question)) == [
        *["Nettverkets del av behovet", "Delen av behovet til UH"],
        *["Prosent av behovet, for NTNU", "Prosent av summen, for NTNU", "Ta ikke med"],
    ]
    answered = sheet(*rows, answers={question.id: "nettverk_pct"})
    assert [f.percent for f in answered.printed if f.column == "nettverk_pct"] == [26, 60, 50]


def test_percentage_beside_the_innstilling_is_told_by_its_figures_or_asked_about() -> None:
    heads: list[CellValue] = ["Navn", "Behov", "Nettverk", "NTNU", "Innstilt", "Prosentandel"]
    told = sheet(heads, ["Fosen", 100, 26, 74, 90, 26])
    assert "nettverk_pct" in {f.column for f in told.printed}
    question = the_question(sheet(heads, ["Fosen", 100, 26, 74, 90, 90]))
    answered = sheet(heads, ["Fosen", 100, 26, 74, 90, 90], answers={question.id: "av_behov"})
    assert "innstilt_pct_av_behov" in {f.column for f in answered.printed}


def test_percentage_that_is_left_out_is_neither_printed_nor_wrong() -> None:
    rows: list[list[CellValue]] = [["Navn", "2021", "Prosentandel", "Behov"], ["Fosen", 5, 140, 7]]
    question = the_question(sheet(*rows))
    assert errors(sheet(*rows)) == []
    as_uh = sheet(*rows, answers={question.id: "uh_pct"})
    assert errors(as_uh) == [("C2", "«140» er ikke en prosent fra 0 til 100. Skriv for eksempel 40.")]
    found = sheet(*rows, answers={question.id: "utelat"})
    assert not stops(found.findings)
    assert [f.column for f in found.printed] == ["i_fjor", "behov"]


def test_percentage_of_change_may_be_negative() -> None:
    found = sheet(["Navn", "2021", "Innstilt", "Endring i %"], ["Fosen", 100, 90, "−10 %"], ["Innherred", 1, 3, 200])
    assert [f.percent for f in found.printed if f.column == "endring_pct"] == [-10, 200]


# Sums


@pytest.mark.parametrize(
    "name", ["Sum", "SUM:", "Totalt", "Total 2022", "Til sammen", "I alt", "Samla", "Sum nettverk", ""]
)
def test_sum_row_is_kept_beside_and_is_no_network(name: str) -> None:
    found = table(["Navn", "Behov"], ["Fosen", "5"], ["Innherred", "6"], [name, "12"])
    assert len(found.rows) == 2
    assert found.printed[-1] == PrintedFigure("Limt inn", "SUM", "behov", 12, line=4)
    assert not stops(found.findings)


@pytest.mark.parametrize("name", ["Delsum", "Sum Namdalen", "Deltotal nord", "Subtotal"])
def test_subtotal_rows_are_numbered(name: str) -> None:
    found = table(["Navn", "Behov"], ["Fosen", "5"], [name, "5"], ["Innherred", "6"], [name, "6"], ["Sum", "11"])
    rows = [(f.row, f.line) for f in found.printed]
    assert rows == [("fosen", 2), ("DELSUM 1", 3), ("innherred", 4), ("DELSUM 2", 5), ("SUM", 6)]


def test_sum_above_more_networks_is_a_subtotal_and_it_is_said() -> None:
    found = table(["Navn", "Behov"], ["Fosen", "5"], ["Sum", "5"], ["Innherred", "6"], ["Totalt", "11"])
    assert [f.row for f in found.printed] == ["fosen", "DELSUM 1", "innherred", "SUM"]
    assert ("A3", "«Sum» er lest som en delsum: det kommer flere rader etter den.") in remarks(found)


def test_network_of_the_meeting_is_no_sum_whatever_it_is_called() -> None:
    found = table(["Navn", "Behov"], ["Sum Namdalen", "5"], known=Known({"a": "Sum Namdalen"}))
    assert [row.nettverk_id for row in found.rows] == ["a"]


def test_row_without_a_name_above_others_is_an_error() -> None:
    found = table(["Navn", "Behov"], ["Fosen", "5"], ["", "7"], ["Innherred", "6"])
    assert errors(found) == [("A3", "Raden har tall, men ikke navn på nettverk. Skriv navnet, eller slett raden.")]


def test_row_below_the_sum_is_asked_about() -> None:
    rows = [["Navn", "Behov"], ["Fosen", "5 000"], ["Sum", "5 000"], ["Ramme", "9 000"]]
    question = the_question(table(*rows))
    assert (question.place, plain(question.message)) == ("A4", "«Ramme» står under summen. Er det et nettverk?")
    assert len(table(*rows).rows) == 1
    left_out = table(*rows, answers={question.id: "utelat"})
    assert (len(left_out.rows), [f.row for f in left_out.printed]) == (1, ["fosen", "SUM"])
    assert [row.name for row in table(*rows, answers={question.id: "nytt"}).rows] == ["Fosen", "Ramme"]


def test_row_without_figures_is_a_network_only_if_it_is_known_or_answered_to_be() -> None:
    rows = [["Navn", "Behov"], ["Sør i fylket", ""], ["Fosen", ""], ["Innherred", "5"]]
    question = the_question(table(*rows))
    assert plain(question.message) == "«Sør i fylket» har ingen tall. Er det et nettverk?"
    assert amounts(table(*rows, answers={question.id: "utelat"})) == {
        "Fosen": {"behov": None},
        "Innherred": {"behov": 5},
    }


# Any order, any text


HEADS = {
    "i_fjor": ["2021", "I fjor", "Tildelt i fjor"],
    "behov": ["Meldt behov for 2022", "Meldt behov"],
    "egenfinansiering": ["Egenfinansiering", "Eigenfinansieri\nng"],
    "nettverk": ["Nettverk"],
    "koordinator": ["Koordinator", "KOORDINATOR"],
    "nord": ["Nord U", "Nord universitet"],
    "ntnu": ["NTNU"],
    "andre_usikker": ["Andre/Usikker"],
    "innstilt": ["Innstilt beløp", "Tilrådd beløp"],
    "nettverk_pct": ["Prosentandel nettverk"],
    "uh_pct": ["Prosentandel UH"],
}
KRONER = st.none() | st.integers(1, 3_000).map(lambda n: n * 1_000)
NAMES = st.lists(st.from_regex(r"[A-Z][a-z]{5,9}dal", fullmatch=True), min_size=1, max_size=5, unique=True)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], dict[str, dict[str, int | None]]]:
    """Return columns in some order, and amounts by network and column whose parts add up."""
    rows: dict[str, dict[str, int | None]] = {}
    for name in draw(NAMES):
        row: dict[str, Any] = {column: draw(KRONER) for column in HEADS if not column.endswith("_pct")}
        row["i_fjor"] = row["i_fjor"] or 0
        if row["nettverk"] is None:
            row["koordinator"] = None
        uh = sum(row[column] or 0 for column in ("nord", "ntnu", "andre_usikker"))
        row["behov"] = uh + (row["nettverk"] or 0) + (row["koordinator"] or 0)
        own = row["behov"] - uh
        row["nettverk_pct"] = round(Fraction(100 * own, row["behov"])) if row["behov"] else None
        row["uh_pct"] = None if row["behov"] == 0 else 100 - row["nettverk_pct"]
        rows[name] = row
    return draw(st.permutations(list(HEADS))), rows


@settings(max_examples=80, deadline=None)
@given(tables(), st.data())
def test_table_in_any_order_reads_back_exactly(made: tuple[list[str], Any], data: st.DataObject) -> None:
    order, rows = made
    form = data.draw(st.sampled_from(["{}", "kr {},-", "{},00"]))
    between = data.draw(st.sampled_from(["", " ", "\u00a0"]))
    heads = [data.draw(st.sampled_from(HEADS[column])) for column in order]
    place = data.draw(st.integers(0, len(order)))

    def written(column: str, value: int | None) -> str:
        if value is None:
            return ""
        return f"{value} %" if column.endswith("_pct") else form.format(f"{value:,}".replace(",", between))

    lines = [[f'"{head}"' for head in heads]]
    lines += [[written(column, row[column]) for column in order] for row in rows.values()]
    for line, name in zip(lines, ["Nettverk", *rows], strict=True):
        line.insert(place, name)
    found = table(*lines, known=NEW_MEETING)
    assert not stops(found.findings)
    assert [row.name for row in found.rows] == list(rows)
    for row, expected in zip(found.rows, rows.values(), strict=True):
        assert {role: row.amounts[role] for role in row.amounts} == {role: expected[role] for role in row.amounts}
        shares = {share.recipient_id: share.amount_kr for share in row.shares}
        own = None if expected["nettverk"] is None else expected["nettverk"] + (expected["koordinator"] or 0)
        assert shares.pop("nettverk", None) == own
        assert shares == {c: expected[c] for c in ("nord", "ntnu", "andre_usikker") if expected[c] is not None}
    printed = {(f.row, f.column): f.percent if f.kr is None else f.kr for f in found.printed}
    assert printed == {
        (name, column): value for name, row in rows.items() for column, value in row.items() if value is not None
    }


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**13), 10**13),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.text(max_size=12),
    st.sampled_from([*FULL, *FOSEN, "Sum", "Delsum", "40 %", "#REF!", "1\n000", "-", "UH", "Prosentandel", "Fosen"]),
)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.lists(VALUES, max_size=8), max_size=8), st.sampled_from([KNOWN, NEW_MEETING, Known()]), st.data())
def test_no_cells_raise_and_answers_are_taken(rows: list[list[Any]], known: Known, data: st.DataObject) -> None:
    answers: dict[str, str] = {}
    for _round in range(3):
        found = sheet(*rows, known=known, answers=answers)
        assert all(plain(finding.message) for finding in found.findings)
        for question in found.questions:
            assert len({value for value, _message in question.choices}) == len(question.choices) > 0
            answers.setdefault(question.id, data.draw(st.sampled_from(question.choices))[0])
        assert len(said(found, "spørsmål")) == sum(not question.answer for question in found.questions)


@settings(max_examples=120, deadline=None)
@given(st.text(alphabet='0123456789 \t\n;,.%"-krmFosenSumBehov2021', max_size=200))
def test_no_text_raises(text: str) -> None:
    grid_text = f"Navn\tBehov\tNTNU\n{text}"
    found = read(grid_text)
    assert found.findings or found.rows


def test_four_hundred_networks_are_read_at_once() -> None:
    rows = [[f"Nettverk {a}{b}dal", *FOSEN[1:]] for a in "abcdefghijklmnopqrst" for b in "abcdefghijklmnopqrst"]
    before = time.perf_counter()
    found = table(FULL, *rows, known=NEW_MEETING)
    assert time.perf_counter() - before < 2
    assert len(found.rows) == 400


def test_recipient_of_the_unread_is_new_only_where_the_meeting_lacks_one() -> None:
    known = Known(recipients=(Recipient("a", "Alfa", "uh"), Recipient("b", "Beta", "uh")), year=2022)
    found = read("2021 Meldt behov Nettverk Prosentandel Alfa Beta\nFosen 1 000 9 000 4 000 44 5 000", known)
    assert [share.recipient_id for share in found.rows[0].shares] == ["Nettverk", "Ulest kolonne"]
    assert found.new_recipients == {"Nettverk": "nettverk", "Ulest kolonne": "ulest"}
