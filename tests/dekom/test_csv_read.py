"""Text tables from users: encodings, delimiters and quotes, told with certainty or refused with what to do."""

import csv
from io import StringIO
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dekom.cell_text import MAX_TEXT
from dekom.i18n import render
from dekom.unreadable import MAX_COLUMNS, MAX_ROWS
from dekom.workbook_read import ReadFile, failed, read_file

TABLE = [["Nettverk", "Behov", "Merknad"], ["Fosen", "910 000", "Må avklares"], ["Værnes", "1,5 mill", ""]]
UNSURE = (
    "Det er ikke sikkert om komma skiller kolonner eller er desimaltegn. "
    "Lagre filen på nytt med semikolon mellom kolonnene, eller som Excel-arbeidsbok (.xlsx)."
)
WRONG_LETTERS = "Filen har tegn som ikke kan leses. Lagre den på nytt i Excel som «CSV UTF-8», og last opp den."
NOT_UTF8 = "Filen er ikke lagret som UTF-8. Se at æ, ø og å er riktige."


def read(content: str | bytes, name: str = "Forarbeid.csv") -> ReadFile:
    return read_file(content if isinstance(content, bytes) else content.encode(), name)


def rows(result: ReadFile) -> list[list[object]]:
    return [[cell.value for cell in row] for row in result.grids[0].rows]


def values(content: str | bytes) -> list[list[object]]:
    """Return what a table holds, where nothing is said of it."""
    result = read(content)
    assert result.findings == ()
    return rows(result)


def refused(content: str | bytes) -> str:
    result = read(content)
    assert [f.severity for f in result.findings] == ["feil"]
    assert result.grids == ()
    return render(result.findings[0].message)


def written(table: list[list[str]], delimiter: str) -> str:
    text = StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(table)
    return text.getvalue()


def as_read(table: list[list[str]]) -> list[list[str | None]]:
    """Return a table as it should be read: empty cells None, those at the end of a row and empty rows left out."""
    kept = []
    for row in table:
        width = max((i for i, cell in enumerate(row, start=1) if cell.strip()), default=0)
        if width:
            kept.append([cell or None for cell in row[:width]])
    return kept


@pytest.mark.parametrize("delimiter", [";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_table_is_read_in_the_encodings_of_excel(delimiter: str, encoding: str) -> None:
    assert values(written(TABLE, delimiter).encode(encoding)) == as_read(TABLE)


def test_big_endian_unicode_text_is_read() -> None:
    assert values("\ufeffNettverk\tBehov\r\nVærnes\t5\r\n".encode("utf-16-be")) == [
        ["Nettverk", "Behov"],
        ["Værnes", "5"],
    ]


def test_windows_letters_are_read_and_remarked_on() -> None:
    result = read(written(TABLE, ";").encode("cp1252"))
    assert rows(result) == as_read(TABLE)
    assert [(f.severity, render(f.message)) for f in result.findings] == [("merknad", NOT_UTF8)]


@pytest.mark.parametrize(
    "content",
    [
        b"Nettverk;Behov\nV\xc3\xa6rnes;5\nT\xf8ndel;6\n",
        b"Nettverk;Behov\nV\x81rnes;5\n",
        b"\xef\xbb\xbfNettverk;V\xe6rnes\n",
        b"\xff\xfea\0b",
        b"\xff\xfe\x00\xd8a\0",
    ],
    ids=["UTF-8 and others", "no Windows letter", "UTF-8 by its mark only", "half a letter", "half a pair"],
)
def test_letters_that_cannot_be_told_are_refused(content: bytes) -> None:
    assert refused(content) == WRONG_LETTERS


def test_cells_have_places_as_in_excel_and_are_text_as_it_stands() -> None:
    grid = read("Behov for 2022\n\n;Fosen; 910 000 \n").grids[0]
    assert (grid.name, [[cell.place for cell in row] for row in grid.rows]) == (
        "Forarbeid",
        [["A1"], ["A3", "B3", "C3"]],
    )
    assert [cell.value for cell in grid.rows[1]] == [None, "Fosen", " 910 000 "]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Fosen.csv", "Fosen"),
        ("Fosen.TXT", "Fosen"),
        ("Fosen 1.2", "Fosen 1.2"),
        ("C:\\Brukere\\x\\Fosen.csv", "Fosen"),
        ("../../Fosen.csv", "Fosen"),
        ("", "Tabell"),
        (".csv", "Tabell"),
        ("a\0\nb\u202e.csv", "ab"),
        ("\ud800", "?"),
        ("x" * 500, "x" * 60 + "…"),
    ],
)
def test_table_is_called_by_its_file(name: str, shown: str) -> None:
    assert read("a;b", name).grids[0].name == shown


def test_quoted_cells_may_hold_line_breaks_delimiters_and_quotes() -> None:
    content = 'Nettverk;Behov\n"Trondheim/Malvi\nk";"1 100 \r\n000"\n"a;b";"han sa ""ja"""\nFosen "ny";5\n'
    assert values(content) == [
        ["Nettverk", "Behov"],
        ["Trondheim/Malvi\nk", "1 100 \r\n000"],
        ["a;b", 'han sa "ja"'],
        ['Fosen "ny"', "5"],
    ]


@pytest.mark.parametrize(
    ("content", "line"), [('a;b\n"c;d\ne;f\n', 2), ('a;b\nc;"d"e\n', 2), ('"', 1), ('a;b\nc;d\n"x', 3)]
)
def test_quote_that_is_not_closed_is_refused_with_its_line(content: str, line: int) -> None:
    sentence = f"Filen kan ikke leses fra linje {line}. Se om et anførselstegn mangler eller er for mye der."
    assert refused(content) == sentence


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_line_breaks_of_every_system_are_read(line_break: str) -> None:
    assert values(line_break.join(["a;b", "c;d", ""])) == [["a", "b"], ["c", "d"]]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Nettverk;Andel\nFosen;3,5\nVærnes;4,5\n", [["Nettverk", "Andel"], ["Fosen", "3,5"], ["Værnes", "4,5"]]),
        ("2,5;3,5\n4,5;5,5\n", [["2,5", "3,5"], ["4,5", "5,5"]]),
        ("Ja, men;Nei, og\nJa, da;Nei, så\n", [["Ja, men", "Nei, og"], ["Ja, da", "Nei, så"]]),
        ("Nettverk\tAndel; bare tall\nFosen\t3,5\n", [["Nettverk", "Andel; bare tall"], ["Fosen", "3,5"]]),
        ("Nettverk,Behov\nFosen,910000\n", [["Nettverk", "Behov"], ["Fosen", "910000"]]),
        (
            "Nettverk,Merknad\nFosen,a; b\nVærnes,c; d\n",
            [["Nettverk", "Merknad"], ["Fosen", "a; b"], ["Værnes", "c; d"]],
        ),
        ('Nettverk,Andel\nFosen,"3,5"\n', [["Nettverk", "Andel"], ["Fosen", "3,5"]]),
        ("Behov 2022\n\nNettverk,Behov\nFosen,5\n", [["Behov 2022"], ["Nettverk", "Behov"], ["Fosen", "5"]]),
        ("Fosen\nVærnes\n", [["Fosen"], ["Værnes"]]),
        ("sep=;\nNettverk;Andel\nFosen;3,5\n", [["Nettverk", "Andel"], ["Fosen", "3,5"]]),
        ("SEP=,\r\n1,2\r\n3,4\r\n", [["1", "2"], ["3", "4"]]),
        ("sep=\t\n1,2\t3\n", [["1,2", "3"]]),
    ],
)
def test_delimiter_is_told_from_the_rows(content: str, expected: list[list[str]]) -> None:
    assert values(content) == expected


@pytest.mark.parametrize(
    "content",
    [
        "3,5\n4,5\n",
        "Andel\n3,5\n4,5\n",
        "Andel, i prosent\n3,5\n4,5\n",
        "Nettverk,Andel\nFosen,3,5\nVærnes,4,5\n",
        "1,2,3\n4,5,6\n",
        "Hei, her er tabellen.\nDen er lang, bred, og god.\n",
        "Nettverk,Behov\n" + "Fosen,5\n" * 15_000 + "Fosen,5,5\n",
    ],
)
def test_comma_that_may_be_a_decimal_mark_is_not_guessed_at(content: str) -> None:
    assert refused(content) == UNSURE


@pytest.mark.parametrize(
    ("character", "severity", "sentence"),
    [
        ("\0", "feil", "Teksten har tegn som ikke kan lagres. Skriv den på nytt i cellen."),
        ("\b", "merknad", "Teksten har usynlige tegn. De er tatt med."),
        ("\u200b", "merknad", "Teksten har usynlige tegn. De er tatt med."),
        ("\u202e", "merknad", "Teksten har usynlige tegn som styrer leseretningen. De er tatt med."),
    ],
)
def test_characters_nobody_sees_are_said(character: str, severity: str, sentence: str) -> None:
    result = read(f"Nettverk;Behov for neste år\nFosen{character};910 000\n")
    assert [(f.place, f.severity, render(f.message)) for f in result.findings] == [
        ("Forarbeid!A2", severity, sentence)
    ]


@pytest.mark.parametrize("text", ["=1+1", "=cmd|'/c calc'!A0", "@SUM(A1)", "+47", "<script>", "{name} %s", "-5"])
def test_text_that_others_would_interpret_is_text(text: str) -> None:
    assert values(f"Nettverk;{text}") == [["Nettverk", text]]


@pytest.mark.parametrize("length", [MAX_TEXT, MAX_TEXT + 1])
def test_very_long_text(length: int) -> None:
    result = read(f"Nettverk;{'x' * length}")
    assert [f.place for f in result.findings] == ([] if length == MAX_TEXT else ["Forarbeid!B1"])
    assert rows(result) == [["Nettverk", "x" * MAX_TEXT]]


def test_text_longer_than_a_cell_can_be_is_refused_with_its_line() -> None:
    assert refused(f"a;b\nc;{'x' * 200_000}").startswith("Filen kan ikke leses fra linje 2.")


@pytest.mark.parametrize("count", [MAX_ROWS, MAX_ROWS + 1])
def test_limit_of_rows(count: int) -> None:
    content = "\n" + "a;b\n\n" * count
    if count == MAX_ROWS:
        assert len(values(content)) == count
    else:
        assert refused(content) == (
            "Tabellen har flere enn 20\u00a0000 rader. Kopier radene du trenger til en ny fil, og last opp den."
        )


@pytest.mark.parametrize("count", [MAX_COLUMNS, MAX_COLUMNS + 1])
def test_limit_of_columns(count: int) -> None:
    content = ";".join(["x"] * count) + ";;;;\n"
    if count == MAX_COLUMNS:
        assert len(values(content)[0]) == count
    else:
        assert refused(content) == (
            "Tabellen har flere enn 200 kolonner. Kopier kolonnene du trenger til en ny fil, og last opp den."
        )


@pytest.mark.parametrize("count", [2_000, 2_001])
def test_limit_of_cells(count: int) -> None:
    content = (";" * 99 + "x\n") * count
    if count == 2_000:
        assert len(values(content)) == count
    else:
        assert refused(content) == (
            "Filen har flere enn 200\u00a0000 celler. Kopier tabellene du trenger til en ny fil, og last opp den."
        )


@pytest.mark.parametrize(
    "content", [b";" * 5_000_000, b'"' * 5_000_001, b'"' + b"a;b\n" * 1_000_000, b"," * 5_000_000]
)
def test_hostile_text_is_received_fast(content: bytes) -> None:
    start = process_time()
    assert len(read(content).findings) == 1
    assert process_time() - start < 3


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Cn"), include_characters='\n,;"'))


@given(st.lists(st.lists(CELLS, min_size=2, max_size=5), min_size=1, max_size=6), st.sampled_from([";", "\t", ","]))
def test_table_that_says_its_delimiter_is_read_back(table: list[list[str]], delimiter: str) -> None:
    result = read(f"\ufeffsep={delimiter}\r\n{written(table, delimiter)}")
    if expected := as_read(table):
        assert rows(result) == expected
    else:
        assert [f.severity for f in result.findings] == ["feil"]


@given(st.text(max_size=200), st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]))
def test_no_text_makes_it_fail(text: str, encoding: str) -> None:
    result = read(text.encode(encoding, "ignore"))
    assert result.grids or any(f.severity == "feil" for f in result.findings)
    assert all(render(f.message) and f.message != failed() for f in result.findings)
