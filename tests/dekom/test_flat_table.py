"""A table that has lost its columns is read where its own arithmetic leaves one reading, and asked about elsewhere."""

import time
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dekom.audit import audit
from dekom.findings import stops
from dekom.model import Share
from dekom.table_model import Known, MeetingTable, NetworkRow
from tests.dekom.meeting_sheets import (
    KNOWN,
    NEW_MEETING,
    TABLE_1,
    TABLE_2,
    choices,
    demo_lines,
    errors,
    plain,
    read,
    remarks,
    said,
    the_question,
)

HEADINGS = "2021 Meldt behov for 2022 Egenfinansiering Nettverk Koordinator Prosentandel Nord U NTNU Andre/Usikker"
UNSURE = "Vet ikke: ta med nettverket, og merk tallene som usikre"
UH = {"nord", "ntnu", "andre_usikker"}


def answered(text: str, **answers: str) -> MeetingTable:
    """Return a table with its only question answered by what the choice says."""
    question = the_question(read(text))
    (chosen,) = answers.values()
    return read(text, answers={question.id: choices(question)[chosen]})


@pytest.fixture(scope="module", params=["1", "2"])
def table_2022(request: pytest.FixtureRequest) -> tuple[str, MeetingTable]:
    """Each table of 9 March 2022 with the one question it raises answered by «vet ikke»."""
    return request.param, answered(TABLE_1 if request.param == "1" else TABLE_2, vaernes=UNSURE)


def number(text: str) -> int | None:
    return int(text) if text else None


def row_of(found: MeetingTable, nettverk_id: str) -> NetworkRow:
    (row,) = [row for row in found.rows if row.nettverk_id == nettverk_id]
    return row


# The two tables of 9 March 2022


def test_tables_of_2022_raise_one_question_each_and_no_error() -> None:
    for text in (TABLE_1, TABLE_2):
        found = read(text)
        assert errors(found) == []
        assert plain(the_question(found).message) == (
            "Værnesnettverket: tallene kan stå på flere måter som summerer riktig. Hvilken er riktig?"
        )
        assert not stops(answered(text, vaernes=UNSURE).findings)


def test_tables_of_2022_have_the_networks_in_order_with_places(table_2022: tuple[str, MeetingTable]) -> None:
    _table, found = table_2022
    assert [row.nettverk_id for row in found.rows] == list(KNOWN.networks)
    assert [row.name for row in found.rows] == list(KNOWN.networks.values())
    assert all(row.place.startswith("linje ") for row in found.rows)


def test_tables_of_2022_say_what_the_demo_says_of_amounts(table_2022: tuple[str, MeetingTable]) -> None:
    table, found = table_2022
    for line in demo_lines("proposals.csv"):
        row = row_of(found, line["nettverk_id"])
        expected = {
            "i_fjor": number(line["i_fjor_kr"]),
            "behov": number(line["behov_tabell1_kr" if table == "1" else "behov_kr"]),
            "egenfinansiering": number(line[f"egenfinansiering{'_tabell1' if table == '1' else ''}_kr"]),
        }
        stated = {role: kr for role, kr in row.amounts.items() if role in expected}
        assert stated == expected
        if table == "2":
            # Of the row that is asked about, the last figure may also be the koordinator's.
            known = number(line["utgangspunkt_kr"]) if row.nettverk_id != "vaernes" else None
            assert row.amounts["innstilt"] == known
        assert set(filter(None, line["usikker"].split(";"))) == set(row.uncertain) - {"uh"}


def test_table_2_of_2022_has_the_shares_of_the_demo_where_it_is_certain() -> None:
    found = answered(TABLE_2, vaernes=UNSURE)
    for row in found.rows:
        lines = [line for line in demo_lines("shares.csv") if line["nettverk_id"] == row.nettverk_id]
        assert [share.amount_kr for share in row.shares] == [int(line["belop_kr"]) for line in lines]
        for share, line in zip(row.shares, lines, strict=True):
            assert share.koordinator_kr == number(line["herav_koordinator_kr"])
            if share.recipient_id != "ulest":
                assert share.recipient_id == line["mottaker"]
            elif line["mottaker"] != "ulest":
                # The source's layout told more than the flattened text: then the text must leave it open.
                assert next(r.name for r in KNOWN.recipients if r.id == line["mottaker"]) in share.remark


def test_tables_of_2022_print_what_the_demo_prints(table_2022: tuple[str, MeetingTable]) -> None:
    table, found = table_2022
    lines = [line for line in demo_lines("printed.csv") if line["tabell"] == table]
    assert [(figure.row, figure.kr, figure.percent) for figure in found.printed] == [
        (line["rad"], number(line["belop_kr"]), Fraction(line["pct"]) if line["pct"] else None) for line in lines
    ]
    for figure, line in zip(found.printed, lines, strict=True):
        if figure.column not in {"uh_ulest", "ulest"}:
            assert figure.column == line["kolonne"]
        else:
            assert line["kolonne"] in UH | {"uh_ulest", "ulest"} or line["rad"] == "vaernes"
    assert {figure.table for figure in found.printed} == {"Limt inn"}
    assert len({figure.line for figure in found.printed}) == 12


def test_number_audit_finds_in_the_pasted_tables_what_it_finds_in_the_demo() -> None:
    recipients = {recipient.id: recipient for recipient in KNOWN.recipients}
    tables = [answered(text, vaernes=UNSURE).printed for text in (TABLE_1, TABLE_2)]
    found = [d for printed in tables for d in audit(printed, KNOWN.networks, Fraction(1, 100), recipients)]
    assert Counter((d.row, d.column) for d in found if d.difference is not None) == {
        ("innherred", "nettverk_pct"): 2,
        ("innherred", "uh_pct"): 1,
        ("tfk-vgo", "nettverk_pct"): 2,
        ("tfk-vgo", "uh_pct"): 1,
        ("SUM", "behov"): 1,
        ("verdal-levanger", "nettverk_pct"): 1,
        ("ytre-namdal", "nettverk_pct"): 1,
    }


def test_part_whose_uh_column_cannot_be_told_is_kept_as_unread() -> None:
    row = row_of(read(TABLE_1), "gauldal")
    assert row.shares == (
        Share("nettverk", 290_000),
        Share("ulest", 1_100_000, None, "Nord universitet, NTNU eller Andre/usikker"),
    )
    assert row.uncertain == {}


def test_amount_that_is_the_networks_or_the_koordinators_is_uncertain_as_both() -> None:
    row = row_of(read(TABLE_2), "tfk-vgo")
    why = "650 000 kr kan stå i kolonnen Nettverk eller Koordinator."
    assert {field: plain(reason) for field, reason in row.uncertain.items()} == {"nettverk": why, "koordinator": why}
    assert row.shares[0] == Share("nettverk", 650_000, None, "Nettverk eller Koordinator")
    assert row.amounts["koordinator"] is None


def test_koordinator_is_within_or_beside_as_the_parts_add_up() -> None:
    found = read(TABLE_2)
    assert row_of(found, "trondheim-malvik").shares[0] == Share("nettverk", 1_395_000, 750_000)
    assert row_of(found, "verdal-levanger").shares[0] == Share("nettverk", 265_000 + 437_912, 437_912)
    columns = {(f.row, f.column) for f in found.printed if "koordinator" in f.column}
    assert {("trondheim-malvik", "herav_koordinator"), ("verdal-levanger", "koordinator")} <= columns


def test_breaks_that_are_certain_are_healed_and_said() -> None:
    sentences = [sentence for _place, sentence in remarks(read(TABLE_2))]
    for healed in (
        "Navnet Trondheim/Malvik er satt sammen over linjeskift.",
        "Navnet Trøndelag sørvest er satt sammen over linjeskift.",
        "Navnet Værnesnettverket er satt sammen over linjeskift.",
        "2 584 859 kr er satt sammen over linjeskift.",
        "1 100 000 kr er satt sammen over linjeskift.",
        "Verdal/Levanger: tallene er plassert slik at delene summerer til meldt behov.",
        "TFK + VGO: 0 er lest som 0 %.",
        "«Nord U» er lest som Nord universitet.",
        "Sumraden er lest slik: Tildelt i fjor: 13 708 645 kr; Meldt behov: 16 053 692 kr.",
    ):
        assert healed in sentences


def test_question_about_a_row_is_answered_by_one_of_its_readings() -> None:
    question = the_question(read(TABLE_1))
    assert list(choices(question)) == [
        "Nettverk: 1 090 421 kr",
        "Nord universitet, NTNU, Andre/usikker: 1 090 421 kr",
        UNSURE,
        "Ta ikke med raden",
    ]
    row = row_of(answered(TABLE_1, vaernes="Nettverk: 1 090 421 kr"), "vaernes")
    assert row.amounts == {"i_fjor": 914_067, "behov": 1_090_421, "egenfinansiering": 205_000, "koordinator": None}
    assert (row.shares, row.uncertain) == ((Share("nettverk", 1_090_421),), {})
    row = row_of(answered(TABLE_1, vaernes="Nord universitet, NTNU, Andre/usikker: 1 090 421 kr"), "vaernes")
    assert [share.recipient_id for share in row.shares] == ["ulest"]
    left_out = answered(TABLE_1, vaernes="Ta ikke med raden")
    assert "vaernes" not in {row.nettverk_id for row in left_out.rows}
    assert not stops(left_out.findings)


def test_row_is_not_in_the_table_while_its_question_is_open() -> None:
    assert "vaernes" not in {row.nettverk_id for row in read(TABLE_1).rows}


@pytest.mark.parametrize("answer", ["", "3=1", "tull", "nytt"])
def test_answer_that_is_no_choice_leaves_the_question_open(answer: str) -> None:
    question = the_question(read(TABLE_1))
    assert the_question(read(TABLE_1, answers={question.id: answer})) == question


def test_both_tables_in_one_paste_are_refused_after_the_first() -> None:
    found = read(f"{TABLE_1}\nFramgangsmåte\n13.45-14.45 To og to grupper\n{TABLE_2}")
    assert [sentence for _place, sentence in errors(found)] == [
        "Her begynner en ny tabell. Ta med én tabell om gangen."
    ]


def test_headings_that_are_repeated_on_a_new_page_are_passed_over() -> None:
    lines = TABLE_1.splitlines()
    found = read("\n".join([*lines[:12], lines[0], *lines[12:]]))
    assert len(found.rows) == 10
    assert ("linje 13", "Overskriftene står en gang til. Raden tas ikke med.") in remarks(found)


def test_text_around_the_table_is_left_out_and_it_is_said() -> None:
    found = read(f"Innstillingsmøte\nSak ti\n{TABLE_1}\nFramgangsmåte\n13.45-14.45 To og to grupper legger fram")
    assert len(found.rows) == 10
    sentences = [sentence for _place, sentence in remarks(found)]
    assert "Teksten over overskriftene tas ikke med." in sentences
    assert any(s.startswith("Teksten etter tabellen tas ikke med. Den begynner med «Framgangsmåte") for s in sentences)


def test_networks_that_the_meeting_lacks_are_new_with_their_names_as_written() -> None:
    found = read(TABLE_1, NEW_MEETING)
    assert {row.nettverk_id for row in found.rows} == {""}
    assert [row.name for row in found.rows][:2] == ["Trondheim/Malvik", "TFK + VGO"]


# One row


def row(text: str, headings: str = HEADINGS, known: Known = KNOWN) -> MeetingTable:
    """Return a table of one row."""
    return read(f"{headings}\n{text}", known)


def figures(found: MeetingTable) -> dict[str, int | Fraction | None]:
    """Return the figures of the only row by column."""
    return {f.column: f.percent if f.kr is None else f.kr for f in found.printed}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fosen 721 155 910 000 0 240 000 0 26 100 000 270 000 300 000", {"egenfinansiering": 0, "koordinator": 0}),
        ("Fosen 721 155 910 000 - 240 000 - 26 100 000 270 000 300 000", {"nettverk_pct": 26, "nord": 100_000}),
        ("Fosen kr 721 155,- 910.000 350 000,00 240 000 26,4 % 670 000 kr", {"i_fjor": 721_155, "behov": 910_000}),
        ("Fosen 721 155 1,2 mill. 350 000 200 000 17 1 mill.", {"behov": 1_200_000, "nettverk_pct": 17}),
        ("Fosen 721155 910000 350000 240000 26 670000", {"nettverk": 240_000, "nettverk_pct": 26}),
        ("Fosen 7211\n55 910 000 350 000 240 000 26 670 000", {"i_fjor": 721_155, "behov": 910_000}),
    ],
)
def test_row_is_read_in_the_forms_that_people_write(text: str, expected: dict[str, int]) -> None:
    found = row(text)
    assert figures(found) | expected == figures(found)
    assert not stops(found.findings)


@pytest.mark.parametrize(("percent", "is_certain"), [("72", False), ("73", True), ("74", True), ("75", False)])
def test_percentage_within_a_point_tells_readings_apart(percent: str, is_certain: bool) -> None:
    # 670 000 to UH is 73,6 % of the need; as the koordinator's it would add up too, and be 100 %.
    found = row(f"Fosen 721 155 910 000 350 000 240 000 670 000 {percent}", f"{HEADINGS} Prosentandel")
    if is_certain:
        assert not stops(found.findings)
        assert (figures(found)["nettverk"], figures(found)["uh_pct"]) == (240_000, int(percent))
    else:
        said_so = "Fosen: tallene kan stå på flere måter som summerer riktig. Hvilken er riktig?"
        assert plain(the_question(found).message) == said_so


def test_row_that_can_be_read_in_one_way_is_read_even_if_it_does_not_add_up() -> None:
    headings = "2021 Meldt behov Egenfinansiering Nettverk Koordinator Nord U NTNU Andre"
    found = row("Fosen 721 155 910 000 350 000 240 000 5 000 100 000 270 000 900 000", headings)
    assert figures(found)["andre_usikker"] == 900_000
    # But whether the koordinator is a part of the network's amount cannot be told.
    question = the_question(found)
    assert plain(question.message) == (
        "Delene summerer ikke til behovet. Er beløpet til koordinator en del av nettverkets, eller i tillegg? "
        "Det gjelder Fosen."
    )


def test_row_that_adds_up_in_no_reading_is_asked_about() -> None:
    found = row("Fosen 721 155 910 000 240 000 26 670 001\nInnherred 823 030 820 000 320 000 491 000 60 329 000")
    assert plain(the_question(found).message) == "Fosen: tallene kan stå på flere måter. Hvilken er riktig?"


def test_row_with_figures_that_fit_nowhere_is_asked_about_without_readings() -> None:
    found = row("Fosen 721 155 910 000 555 12 34 56\nInnherred 823 030 820 000 320 000 491 000 60 329 000")
    question = the_question(found)
    assert plain(question.message) == "Fosen: tallene passer ikke med overskriftene. Hva skal gjøres med raden?"
    assert list(choices(question)) == [UNSURE, "Ta ikke med raden"]
    kept = read(
        f"{HEADINGS}\nFosen 721 155 910 000 555 12 34 56\nInnherred 823 030 820 000 320 000 491 000 60 329 000",
        answers={question.id: "usikker"},
    )
    fosen = row_of(kept, "fosen")
    assert set(fosen.amounts.values()) == {None}
    assert set(fosen.uncertain) == {"i_fjor", "behov", "egenfinansiering", "nettverk", "koordinator", "uh"}


def test_rows_that_fit_nowhere_at_all_are_one_error() -> None:
    found = row("Fosen 555 12 34 56\nInnherred 7 7 7 7 7")
    assert [sentence for _place, sentence in errors(found)] == [
        "Tallene passer ikke med overskriftene. Kopier tabellen fra Excel, eller lagre den som CSV."
    ]
    assert found.questions == ()


def test_text_among_the_figures_is_an_error_that_quotes_the_row() -> None:
    found = row("Fosen 721 155 (foreløpig) 910 000")
    assert errors(found) == [
        ("linje 2", "«Fosen 721 155 (foreløpig) 910 000» har tekst mellom eller etter tallene. Ta den bort.")
    ]


def test_row_without_parts_is_read_only_where_every_column_is_filled() -> None:
    headings = "Nettverk 2021 Meldt behov Innstilt beløp"
    full = row("Fosen 721 155 910 000 800 000", headings)
    assert figures(full) == {"i_fjor": 721_155, "behov": 910_000, "innstilt": 800_000}
    question = the_question(row("Fosen 721 155 910 000", headings))
    assert list(choices(question))[:3] == [
        "Tildelt i fjor: 721 155 kr; Meldt behov: 910 000 kr",
        "Tildelt i fjor: 721 155 kr; Innstilt beløp: 910 000 kr",
        "Meldt behov: 721 155 kr; Innstilt beløp: 910 000 kr",
    ]


def test_single_own_amount_is_the_networks_and_it_is_said() -> None:
    found = row("Fosen 721 155 910 000 350 000 240 000 26 670 000")
    text = "Der bare ett av beløpene til nettverket og koordinatoren står, er det lest som nettverkets: Fosen."
    assert ("", text) in remarks(found)


# Names


def test_known_name_with_figures_in_it_keeps_them() -> None:
    known = Known({"r2": "Region 2"}, KNOWN.recipients, 2022)
    found = row("Region 2 721 155 910 000 800 000", "2021 Meldt behov Innstilt", known)
    assert (found.rows[0].nettverk_id, found.rows[0].amounts["i_fjor"]) == ("r2", 721_155)


def test_new_name_over_two_lines_is_asked_about() -> None:
    headings = "2021 Meldt behov Innstilt\n"
    text = headings + "Nordfjord-\nnettverket 721 155 910 000 800 000"
    question = the_question(read(text, NEW_MEETING))
    assert list(choices(question)) == ["Nordfjord-nettverket", "Nordfjord- nettverket"]
    found = read(text, NEW_MEETING, {question.id: "Nordfjord-nettverket"})
    assert (found.rows[0].name, stops(found.findings)) == ("Nordfjord-nettverket", False)


def test_words_before_a_known_name_are_left_out_and_it_is_said() -> None:
    found = row("Sør i fylket\nFosen 721 155 910 000 350 000 240 000 26 670 000")
    assert found.rows[0].nettverk_id == "fosen"
    assert ("linje 3", "«Sør i fylket» tas ikke med.") in remarks(found)


def test_first_name_is_not_taken_for_a_heading() -> None:
    known = Known({"nord": "Nord Fosen"}, KNOWN.recipients, 2022)
    found = read("2021 Meldt behov\nNord\nFosen 721 155 910 000", known)
    assert [(row.nettverk_id, row.amounts) for row in found.rows] == [("nord", {"i_fjor": 721_155, "behov": 910_000})]


# Headings


def test_without_headings_it_says_what_to_bring() -> None:
    found = read("Fosen 721 155 910 000\nInnherred 823 030 820 000")
    assert errors(found) == [
        ("", "Fant ingen overskrifter, for eksempel «Meldt behov». Ta dem med sammen med radene.")
    ]


def test_unknown_heading_is_asked_about_before_anything_is_read() -> None:
    text = "2021 Meldt behov Elevtall Innstilt\nFosen 721 155 910 000 1 055 800 000"
    question = the_question(read(text))
    assert plain(question.message) == "Hva står i kolonnen «Elevtall»?"
    assert read(text).rows == ()
    found = read(text, answers={question.id: "utelat"})
    assert figures(found) == {"i_fjor": 721_155, "behov": 910_000, "innstilt": 800_000}


def test_nettverk_in_front_of_parts_is_asked_about() -> None:
    text = "Nettverk Koordinator Meldt behov NTNU\nFosen 240 000 50 000 910 000 620 000"
    question = the_question(read(text))
    assert list(choices(question)) == ["Overskriften over navnene", "Beløpet til nettverket selv"]
    assert read(text).rows == ()
    found = read(text, answers={question.id: "beløp"})
    assert found.rows[0].shares == (Share("nettverk", 290_000, 50_000), Share("ntnu", 620_000))


# Sums


@pytest.mark.parametrize("name", ["", "Sum", "Totalt", "Til sammen", "SUM 2022"])
def test_sum_row_is_told_by_what_the_rows_add_up_to(name: str) -> None:
    found = row(
        "Fosen 721 155 910 000 350 000 240 000 26 670 000\n"
        "Innherred 823 030 820 000 320 000 491 000 60 329 000\n"
        f"{name} 1 544 185 1 730 001"
    )
    sums = {f.column: f.kr for f in found.printed if f.row == "SUM"}
    assert sums == {"i_fjor": 1_544_185, "behov": 1_730_001}


def test_sum_row_far_from_its_rows_is_asked_about() -> None:
    found = row(
        "Fosen 721 155 910 000 350 000 240 000 26 670 000\n"
        "Innherred 823 030 820 000 320 000 491 000 60 329 000\n"
        "Sum 5 000 000"
    )
    question = the_question(found)
    assert plain(question.message) == "Hvilke kolonner hører tallene i sumraden til?"
    assert "Meldt behov: 5 000 000 kr" in choices(question)


def test_subtotals_are_of_the_rows_since_the_one_before() -> None:
    headings = "2021 Meldt behov Innstilt"
    found = row(
        "Fosen 721 155 910 000 800 000\nSum Fosen 721 155\nInnherred 823 030 820 000 500 000\n"
        "Delsum 823 030 820 000\nSum 1 544 185 1 730 000 1 300 000",
        headings,
    )
    stated = [(f.row, f.column, f.kr) for f in found.printed if f.row.startswith(("DELSUM", "SUM"))]
    assert ("DELSUM 1", "i_fjor", 721_155) in stated
    assert ("DELSUM 2", "behov", 820_000) in stated
    assert ("SUM", "innstilt", 1_300_000) in stated
    assert len({f.line for f in found.printed}) == 5


def test_last_line_that_may_be_a_sum_or_the_rest_of_a_row_is_asked_about() -> None:
    text = "2021 Meldt behov Innstilt\nFosen 721 155\nInnherred 823 030\n1 544 185"
    found = read(text)
    question = next(q for q in found.questions if q.id.startswith("sumrad"))
    assert plain(question.message) == "Er «1 544 185» summen av radene over, eller hører tallene til Innherred?"
    assert list(choices(question)) == ["Summen", "De hører til nettverket"]


# Hostile text


@pytest.mark.parametrize("piece", ["1", "30", "100", "100 000", "0", "- "])
@pytest.mark.parametrize("between", [" ", "\n"])
def test_hostile_line_of_two_hundred_figures_is_told_at_once(piece: str, between: str) -> None:
    before = time.perf_counter()
    found = row("Fosen " + between.join([piece] * 200))
    assert time.perf_counter() - before < 2
    assert stops(found.findings)


def test_many_rows_with_many_readings_stay_bounded() -> None:
    names = [f"Nettverk{a}{b}dal" for a in "abcdefghij" for b in "abcdefghij"]
    rows = [f"{name} {' '.join(f'{100 + i} {number:03d}' for i in range(5))}" for number, name in enumerate(names)]
    before = time.perf_counter()
    found = read("\n".join([HEADINGS, *rows]), NEW_MEETING)
    assert time.perf_counter() - before < 3
    assert len(found.rows) + len(found.questions) == len(names)


SOUP = st.text(alphabet="0123456789   \n,.%-krmFosen", max_size=200)


@settings(max_examples=60, deadline=None)
@given(SOUP, st.sampled_from([TABLE_1, TABLE_2, HEADINGS]), st.integers(0, 700))
def test_no_text_within_a_table_raises_and_all_that_is_said_can_be_said(soup: str, text: str, place: int) -> None:
    found = read(text[:place] + soup + text[place:])
    for message in (f.message for f in found.findings):
        assert plain(message)
    for question in found.questions:
        assert len(choices(question)) == len(question.choices) > 0
    for figure in found.printed:
        assert (figure.kr is None) != (figure.percent is None)


PARTS = st.integers(1, 900).map(lambda n: n * 1_000)


@settings(max_examples=60, deadline=None)
@given(PARTS, PARTS, st.lists(PARTS, min_size=3, max_size=3))
def test_full_row_that_adds_up_comes_back_exactly(i_fjor: int, own: int, uh: list[int]) -> None:
    need = own + sum(uh)
    percent = round(Fraction(100 * own, need))
    written = [f"{kr:,}".replace(",", " ") for kr in (i_fjor, need, i_fjor)]
    parts = [f"{kr:,}".replace(",", " ") for kr in uh]
    headings = "2021 Meldt behov Egenfinansiering Nettverk Prosentandel Nord U NTNU Andre"
    found = row(f"Fosen {' '.join(written)} {own:,} {percent} ".replace(",", " ") + " ".join(parts), headings)
    certain = not said(found, "spørsmål")
    expected = {"i_fjor": i_fjor, "behov": need, "egenfinansiering": i_fjor, "nettverk": own, "nettverk_pct": percent}
    if certain:
        assert figures(found) == expected | dict(zip(("nord", "ntnu", "andre_usikker"), uh, strict=True))
