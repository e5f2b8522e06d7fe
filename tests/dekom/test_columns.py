"""Cells of the set-up tables: read as meant, or refused with what to write instead; never altered in silence."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dekom.columns import Choice, Column, read_cell, text_of
from dekom.grid import Cell
from dekom.i18n import Message, render
from dekom.money import Refused

HEADING = Message("Beløp")


def column(kind: str, **rest: object) -> Column:
    return Column("x", HEADING, kind, Message("Om"), **rest)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "value", "read"),
    [
        ("kr", "842 950", 842_950),
        ("kr", "842.950,00", 842_950),
        ("kr", "1,2 mill", 1_200_000),
        ("kr", 842950, 842_950),
        ("kr", 842950.0, 842_950),
        ("kr", 0, 0),
        ("kr", 999_999_999_999, 999_999_999_999),
        ("kr", "", None),
        ("kr", None, None),
        ("kr", "  ", None),
        ("antall", "12", 12),
        ("antall", "1 200", 1200),
        ("antall", 12.0, 12),
        ("antall", None, None),
        ("tekst", " Fosen ", "Fosen"),
        ("tekst", 2022, "2022"),
        ("tekst", 2022.0, "2022"),
        ("tekst", 1.5, "1,5"),
        ("tekst", "=1+1", "=1+1"),
        ("tekst", None, ""),
        ("årsverk", "412,5", "825/2"),
        ("årsverk", 412.5, "825/2"),
        ("årsverk", 0.1, "1/10"),
        ("prosent", "20", "20"),
        ("prosent", "12,5 %", "25/2"),
        ("klokke", "10:15", "10:15"),
        ("klokke", "9.05", "09:05"),
        ("klokke", time(10, 15), "10:15"),
        ("klokke", "10:15:00", "10:15"),
        ("dato", "9.3.2022", "2022-03-09"),
        ("dato", "09. 03. 2022", "2022-03-09"),
        ("dato", "2022-03-09", "2022-03-09"),
        ("dato", datetime(2022, 3, 9, 0, 0), "2022-03-09"),
        ("dato", date(2022, 3, 9), "2022-03-09"),
    ],
)
def test_cell_is_read(kind: str, value: object, read: object) -> None:
    assert read_cell(column(kind), Cell(value)) == read  # type: ignore[arg-type]


def test_percentage_of_excel_is_read_as_shown() -> None:
    assert read_cell(column("prosent"), Cell(0.125, is_percent=True)) == "25/2"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("kr", "842 950,-kr?"),
        ("kr", -1),
        ("kr", "-5"),
        ("kr", 842950.4),
        ("kr", 1e15),
        ("kr", float("inf")),
        ("kr", float("nan")),
        ("kr", True),
        ("kr", datetime(2022, 3, 9)),
        ("kr", "#REF!"),
        ("antall", "mange"),
        ("antall", 1.5),
        ("antall", -1),
        ("antall", True),
        ("tekst", True),
        ("tekst", datetime(2022, 3, 9)),
        ("tekst", time(9)),
        ("årsverk", "mye"),
        ("årsverk", -1.0),
        ("årsverk", float("nan")),
        ("årsverk", True),
        ("klokke", "25:00"),
        ("klokke", "10:60"),
        ("klokke", "ti"),
        ("klokke", 0.5),
        ("dato", "31.2.2022"),
        ("dato", "9.3.22"),
        ("dato", "i morgen"),
        ("dato", 44629),
    ],
)
def test_cell_that_cannot_be_read_is_refused_with_a_sentence(kind: str, value: object) -> None:
    with pytest.raises(Refused) as refused:
        read_cell(column(kind), Cell(value))  # type: ignore[arg-type]
    assert len(render(refused.value.message)) > 20


def test_percentage_is_no_amount() -> None:
    for kind in ("kr", "antall", "årsverk"):
        with pytest.raises(Refused):
            read_cell(column(kind), Cell(0.2, is_percent=True))


def test_missing_required_cell_names_its_heading() -> None:
    with pytest.raises(Refused, match="Beløp mangler"):
        read_cell(column("kr", is_required=True), Cell(" "))


@given(st.integers(0, 999_999_999_999))
def test_amount_reads_back_as_written(kr: int) -> None:
    of_kr = column("kr")
    assert read_cell(of_kr, Cell(text_of(of_kr, kr))) == kr


@given(st.fractions(0, 999_999, max_denominator=10_000).filter(lambda f: 10_000 % f.denominator == 0))
def test_exact_number_reads_back_as_written(number: object) -> None:
    of_years = column("årsverk")
    assert read_cell(of_years, Cell(text_of(of_years, str(number)))) == str(number)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_date_reads_back_as_written(day: date) -> None:
    of_date = column("dato")
    assert read_cell(of_date, Cell(text_of(of_date, day.isoformat()))) == day.isoformat()


@given(st.text(max_size=60) | st.floats() | st.integers() | st.datetimes() | st.booleans())
def test_no_cell_brings_a_reader_down(value: object) -> None:
    for kind in ("tekst", "kr", "antall", "årsverk", "prosent", "klokke", "dato"):
        try:
            read = read_cell(column(kind), Cell(value))  # type: ignore[arg-type]
        except Refused as refused:
            assert render(refused.message)
        else:
            assert read is None or isinstance(read, (int, str))


def test_words_of_choices_are_plain() -> None:
    assert text_of(column("valg", choices=(Choice("nb", Message("bokmål")),)), "nb") == "nb"
