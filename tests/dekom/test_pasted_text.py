"""Pasted text becomes cells with their places, whatever stands between them, and no text is altered."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dekom.grid import Grid
from dekom.pasted_text import MAX_COLUMNS, MAX_ROWS, MAX_TEXT, read_pasted
from tests.dekom.meeting_sheets import TABLE_2, plain


def grid(text: str) -> Grid:
    """Return the grid of a text that nothing is said of."""
    found, findings = read_pasted(text, "Limt inn")
    assert findings == ()
    assert found.name == "Limt inn"
    return found


def values(found: Grid) -> list[list[object]]:
    return [[cell.value for cell in row] for row in found.rows]


def refusal(text: str) -> str:
    """Return why a text is refused as a whole."""
    found, (finding,) = read_pasted(text, "Limt inn")
    assert (found.rows, finding.severity, finding.place) == ((), "feil", "Limt inn")
    return plain(finding.message)


def test_tabs_make_columns_with_places_as_in_excel() -> None:
    found = grid("Nettverk\t2021\r\nFosen\t721 155\r\n")
    assert values(found) == [["Nettverk", "2021"], ["Fosen", "721 155"]]
    assert [[cell.place for cell in row] for row in found.rows] == [["A1", "B1"], ["A2", "B2"]]


def test_quoted_cell_with_tabs_keeps_its_line_breaks_and_quotes() -> None:
    found = grid('Nettverk\t"Meldt\r\nbehov"\n"Det ""nye""\nFosen"\t"1 100 \n000"\n')
    assert values(found) == [["Nettverk", "Meldt\r\nbehov"], ['Det "nye"\nFosen', "1 100 \n000"]]


def test_line_break_as_powerpoint_puts_it_stays_in_its_cell() -> None:
    assert values(grid("Fosen\t1 100 \v000\nInnherred\t5")) == [["Fosen", "1 100 \v000"], ["Innherred", "5"]]


def test_empty_lines_are_left_out_and_places_still_count_them() -> None:
    found = grid("\n\t\nA\tB\n \t \n\nC\tD\n\n")
    assert [row[0].place for row in found.rows] == ["A3", "A6"]


@pytest.mark.parametrize("text", ['"Fosen\t1\nInnherred\t2\n', '"Fosen" sør\t1\nInnherred\t2\n'])
def test_quotes_that_do_not_match_stand_for_themselves_and_it_is_said(text: str) -> None:
    found, (finding,) = read_pasted(text, "Limt inn")
    assert [len(row) for row in found.rows] == [2, 2]
    assert str(found.rows[0][0].value).startswith('"Fosen')
    assert (finding.severity, plain(finding.message)) == (
        "merknad",
        "Et anførselstegn er ikke avsluttet. Hver linje er lest som en rad.",
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nettverk;Behov\nFosen;721 155,00\n", [["Nettverk", "Behov"], ["Fosen", "721 155,00"]]),
        ("Nettverk,Behov\nFosen,721155\n", [["Nettverk", "Behov"], ["Fosen", "721155"]]),
        ('Nettverk,Behov\nFosen,"721 155,00"\n', [["Nettverk", "Behov"], ["Fosen", "721 155,00"]]),
        (
            'Nettverk;Behov\n"Trøndelag \nsørvest";"1\n000"\n',
            [["Nettverk", "Behov"], ["Trøndelag \nsørvest", "1\n000"]],
        ),
        ("Nettverk;Behov;\nFosen;1\n", [["Nettverk", "Behov", None], ["Fosen", "1"]]),
    ],
)
def test_csv_is_read_with_its_own_delimiter(text: str, expected: list[list[object]]) -> None:
    assert values(grid(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2021 Meldt behov\nFosen 721 155,00 910 000,00\nInnherred 823 030,00 820 000,00",
        "Møte; innstilling\n2021 Meldt behov\nFosen 721 155 910 000",
        TABLE_2,
    ],
)
def test_text_with_only_spaces_is_one_cell_a_line_as_it_stands(text: str) -> None:
    found = grid(text)
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    assert [(cell.place, cell.value) for (cell,) in found.rows] == [(f"linje {n}", line) for n, line in lines]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\t\t\n", "\ufeff"])
def test_nothing_pasted_is_said_or_has_no_rows(text: str) -> None:
    found, findings = read_pasted(text, "Limt inn")
    assert not any(not cell.is_empty for row in found.rows for cell in row) or text == "\ufeff"
    if not text.strip():
        assert findings[0].severity == "feil"


@pytest.mark.parametrize("over", [0, 1])
def test_text_as_long_as_may_be_is_read_and_one_longer_is_not(over: int) -> None:
    text = "a" * (MAX_TEXT + over)
    if over:
        assert refusal(text) == "Teksten er for lang (200 001 tegn). Lim inn bare tabellen."
    else:
        assert len(grid(text).rows) == 1


@pytest.mark.parametrize("over", [0, 1])
@pytest.mark.parametrize("line", ["a", "a\tb"])
def test_as_many_rows_as_may_be_are_read_and_one_more_is_not(line: str, over: int) -> None:
    text = "\n".join([line] * (MAX_ROWS + over))
    if over:
        assert refusal(text) == "Tabellen er for stor. Ta med høyst 2 000 rader og 60 kolonner."
    else:
        assert len(grid(text).rows) == MAX_ROWS


@pytest.mark.parametrize("over", [0, 1])
def test_as_many_columns_as_may_be_are_read_and_one_more_is_not(over: int) -> None:
    text = "\t".join(["a"] * (MAX_COLUMNS + over)) + "\t\t\t\t"
    if over:
        assert "60 kolonner" in refusal(text)
    else:
        assert grid(text).rows[0][MAX_COLUMNS - 1].value == "a"


CELLS = st.text(alphabet=st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00"), max_size=12)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=5), min_size=1, max_size=6))
def test_cells_as_excel_copies_them_come_back_exactly(rows: list[list[str]]) -> None:
    copied = io.StringIO(newline="")
    csv.writer(copied, delimiter="\t").writerows(rows)
    found, findings = read_pasted(copied.getvalue(), "Limt inn")
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    if kept:
        assert findings == ()
        assert [[cell.value or "" for cell in row] for row in found.rows] == kept


@given(st.text(max_size=300))
def test_any_text_gives_a_grid_whose_cells_are_in_the_text(text: str) -> None:
    found, findings = read_pasted(text, "Limt inn")
    assert found.rows or findings
    if "\t" not in text and ";" not in text and "," not in text:
        assert all(str(cell.value) in text for row in found.rows for cell in row)
