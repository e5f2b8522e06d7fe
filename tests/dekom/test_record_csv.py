"""The CSV opens right in Norwegian Excel and harms nobody; the JSON can be checked by anyone."""

import csv
import json
from dataclasses import replace
from fractions import Fraction
from hashlib import sha256
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from dekom.plain import canonical, revive
from dekom.record import DRAFT, Edition, Record
from dekom.record_columns import record_columns
from dekom.record_csv import csv_text, record_json
from tests.dekom.builders import demo_case, make_case, make_nettverk
from tests.dekom.record_fixtures import FIRST, HOSTILE, hard_case, hostile_record, make_record


def read(record: Record, edition: Edition = DRAFT) -> list[list[str]]:
    content = csv_text(record, edition, "nb")
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def column(lines: list[list[str]], heading: str) -> list[str]:
    return [line[lines[0].index(heading)] for line in lines[1:]]


def test_demo_is_a_table_of_whole_kroner_and_decimal_commas() -> None:
    lines = read(make_record(demo_case()))
    assert len(lines) == 13, "headings, eleven networks, the sum"
    assert {len(line) for line in lines} == {20}
    first = dict(zip(lines[0], lines[1], strict=True))
    assert (first["Nettverk"], first["I fjor"], first["Innstilt beløp"]) == ("Trondheim/Malvik", "3309141", "3309141")
    assert (first["Andel nettverk, %"], first["Andel av behov, %"], first["Endring, %"]) == ("39,6", "93,9", "0,0")
    assert column(lines, "Innstilt beløp")[-1] == "13705615"
    assert (lines[8][0], column(lines, "Endring, kr")[7], column(lines, "Endring, %")[7]) == (
        "Innherred",
        "-3030",
        "-0,4",
    )


def test_every_figure_is_the_records() -> None:
    record = make_record(hard_case())
    lines, columns = read(record), record_columns(record.evaluation)
    for index, found in enumerate(columns, start=1):
        for number, figure in enumerate((*found.figures, found.total), start=1):
            text = lines[number][index]
            if figure.value is None:
                assert text == ""
            elif isinstance(figure.value, int):
                assert int(text) == figure.value
            else:
                assert abs(Fraction(text.replace(",", ".")) - figure.value * 100) <= Fraction(1, 20)


def test_what_is_not_known_is_empty_and_never_0() -> None:
    lines = read(make_record(hard_case()))
    unknown = dict(zip(lines[0], lines[2], strict=True))
    assert (unknown["Nettverk"], unknown["Innstilt beløp"], unknown["Endring, kr"], unknown["I fjor"]) == (
        "Uten",
        "",
        "",
        "",
    )
    assert "Meldt behov, Andel nettverk" in column(lines, "Merknader")[2]


def test_lines_end_as_on_windows_and_are_separated_by_semicolons() -> None:
    content = csv_text(make_record(make_case(make_nettverk())), DRAFT, "nb")
    assert content.endswith(b"\r\n")
    assert content.count(b"\n") == content.count(b"\r\n") == 3


@pytest.mark.parametrize(("edition", "words"), [(DRAFT, "UTKAST"), (FIRST, "FASTSATT, versjon 1")])
def test_every_row_says_which_edition_it_is_of(edition: Edition, words: str) -> None:
    marks = column(read(make_record(hard_case()), edition), "Utgave")
    assert len(marks) == 6
    assert all(mark.startswith(words) for mark in marks)


def test_text_that_would_be_a_formula_is_harmless_and_can_be_had_back() -> None:
    record = hostile_record()
    lines = read(record)
    for line in lines:
        for cell in line:
            is_figure = cell.lstrip("-").replace(",", "").isdigit()
            assert is_figure or not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝")), cell
    names = column(lines, "Nettverk")[: len(HOSTILE)]
    assert tuple(name.removeprefix("'") for name in names) == HOSTILE
    assert names[HOSTILE.index("'sitat")] == "''sitat"
    assert lines[-1][0].startswith("Noen tekster har fått tegnet ' foran")


def test_note_on_apostrophes_stands_only_where_there_is_one() -> None:
    assert len(read(make_record(make_case(make_nettverk())))) == 3
    assert len(read(make_record(make_case(make_nettverk(name="=1"))))) == 4


@settings(max_examples=60, deadline=None)
@given(some.text(some.characters(codec="utf-8"), min_size=1))
def test_any_text_is_had_back_exactly(text: str) -> None:
    lines = read(make_record(make_case(make_nettverk(name=text, begrunnelse=text))))
    for cell in (column(lines, "Nettverk")[0], column(lines, "Begrunnelse")[0]):
        assert cell.removeprefix("'") == text
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


# The JSON


@pytest.mark.parametrize("edition", [DRAFT, FIRST])
def test_json_says_which_edition_it_is_and_holds_the_whole_record(edition: Edition) -> None:
    record = make_record(hard_case())
    document = json.loads(record_json(record, edition))
    assert document["utgave"]["nummer"] == edition.number
    assert document["utgave"]["fastsatt"] == ("2022-03-09T14:44:00Z" if edition.is_fastsatt else None)
    text = json.dumps(document["innstilling"], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert text == canonical(record)
    assert canonical(revive(Record, text)) == text


def test_sha256_is_checked_as_the_documentation_says_and_tells_a_change() -> None:
    record = make_record(hard_case())
    frozen = replace(FIRST, hash=sha256(canonical(record).encode()).hexdigest())
    document = json.loads(record_json(record, frozen))

    def fingerprint() -> str:
        text = json.dumps(document["innstilling"], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return sha256(text.encode()).hexdigest()

    assert fingerprint() == document["utgave"]["sha256"] == frozen.hash
    assert json.loads(record_json(record, DRAFT))["utgave"]["sha256"] == frozen.hash
    document["innstilling"]["evaluation"]["innstilt_kr"] += 1
    assert fingerprint() != frozen.hash
