"""Files that are no workbook, or one not to be trusted: each is refused with what to do, fast and in little memory."""

import struct
import tracemalloc
from io import BytesIO
from random import Random
from time import process_time
from zipfile import ZIP_LZMA, ZIP_STORED, ZipFile, ZipInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dekom.findings import stops
from dekom.i18n import render
from dekom.workbook_guard import MAX_DECLARED, MAX_PARTS, MAX_SHARED, MAX_UPLOAD
from dekom.workbook_read import failed, read_file
from tests.dekom.workbook_files import (
    FIRST_SHEET,
    MAIN,
    changed,
    packed,
    parts,
    sheet_of,
    sheet_xml,
    sheets,
    table,
)
from tests.dekom.workbook_mutations import packed as packed_anyhow

GOOD = table(["Nettverk", "Behov"], ["Fosen", 910_000])
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)

AS_XLSX = "Åpne den i Excel, lagre den som Excel-arbeidsbok (.xlsx), og last opp den."
AGAIN = "Åpne den i Excel, lagre den og last den opp på nytt."
NO_WORKBOOK = "Filen er ikke en arbeidsbok. Last opp en Excel-arbeidsbok (.xlsx) eller en CSV-fil."
DAMAGED = "Innholdet er skadet og kan ikke leses. Åpne filen i Excel, lagre den og last den opp på nytt."
NOT_WHOLE = "Filen er ikke hel. Hent den på nytt der den kom fra, og last den opp igjen."
RATIO = f"Filen er pakket hardere enn Excel gjør. {AGAIN}"
TOO_BIG = "Arbeidsboken er for stor til å leses. Kopier bare tabellene til en ny arbeidsbok, og last opp den."


def refused(content: bytes, name: str = "Forarbeid.xlsx") -> str:
    """Return the one sentence that a file is refused with."""
    read = read_file(content, name)
    (finding,) = read.findings
    assert (read.grids, finding.severity) == ((), "feil")
    return render(finding.message)


def remarks(content: bytes) -> list[str]:
    """Return what is said of a workbook that is read."""
    read = read_file(content, "Forarbeid.xlsx")
    assert read.grids
    assert not stops(read.findings)
    return [render(finding.message) for finding in read.findings]


def ole(*names: str) -> bytes:
    """Return the beginning of a file in Microsoft's old container with these names in its directory."""
    return OLE + b"".join((name + "\0").encode("utf-16-le").ljust(128, b"\0") for name in names)


# What is no workbook


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Filen er tom. Se at den er lagret, og last den opp på nytt."),
        (b" \r\n\t ", "Filen er tom. Se at den er lagret, og last den opp på nytt."),
        (b"\xef\xbb\xbf", "Filen er tom. Se at den er lagret, og last den opp på nytt."),
        (b"\xff\xfe", "Filen er tom. Se at den er lagret, og last den opp på nytt."),
        (
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
            "Filen er en PDF. Last opp arbeidsboken som tallene kommer fra, eller lim inn tabellen som tekst.",
        ),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "Filen er et bilde. Last opp arbeidsboken som tallene kommer fra."),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "Filen er et bilde. Last opp arbeidsboken som tallene kommer fra."),
        (b"\x1f\x8b\x08\0" + bytes(9), "Filen er pakket. Pakk den ut, og last opp arbeidsboken som ligger i den."),
        (b"7z\xbc\xaf\x27\x1c", "Filen er pakket. Pakk den ut, og last opp arbeidsboken som ligger i den."),
        (bytes(1000), NO_WORKBOOK),
        (Random(1).randbytes(5_000), NO_WORKBOOK),
        (b"\x7fELF\x02\x01\x01" + bytes(9), NO_WORKBOOK),
        (
            b"<html xmlns:x='urn:schemas-microsoft-com:office:excel'><table><tr><td>1</td></tr></table>",
            f"Filen er en nettside som er lagret som regneark. {AS_XLSX}",
        ),
        (
            "\ufeff<!DOCTYPE html>\n<HTML><body>Å</body></HTML>".encode(),
            f"Filen er en nettside som er lagret som regneark. {AS_XLSX}",
        ),
        ("<html><table>".encode("utf-16"), f"Filen er en nettside som er lagret som regneark. {AS_XLSX}"),
        (b"MIME-Version: 1.0\nContent-Type: multipart", f"Filen er en nettside som er lagret som regneark. {AS_XLSX}"),
        (b"<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?><Workbook/>", f"Filen er XML. {AS_XLSX}"),
        (b"{\\rtf1\\ansi Hei}", "Filen er et Word-dokument. Kopier tabellen i Word, og lim den inn som tekst her."),
        (ole("Workbook"), f"Filen er i det gamle Excel-formatet (.xls). {AS_XLSX}"),
        (ole("Book"), f"Filen er i det gamle Excel-formatet (.xls). {AS_XLSX}"),
        (b"\x09\x08\x10\x00\x00\x06\x05\x00", f"Filen er i det gamle Excel-formatet (.xls). {AS_XLSX}"),
        (
            ole("EncryptionInfo", "EncryptedPackage"),
            "Arbeidsboken er beskyttet med passord. Åpne den i Excel, velg Fil, Informasjon og Beskytt arbeidsbok, "
            "ta bort passordet, lagre den og last den opp på nytt.",
        ),
        (ole("WordDocument"), "Filen er et Word-dokument. Kopier tabellen i Word, og lim den inn som tekst her."),
        (
            ole("PowerPoint Document"),
            "Filen er en presentasjon. Kopier tabellen på lysbildet, og lim den inn som tekst her.",
        ),
        (ole("noe annet"), NO_WORKBOOK),
        (OLE[:8], NO_WORKBOOK),
        (
            packed({"word/document.xml": b"<a/>"}),
            "Filen er et Word-dokument. Kopier tabellen i Word, og lim den inn som tekst her.",
        ),
        (
            packed({"ppt/presentation.xml": b"<a/>"}),
            "Filen er en presentasjon. Kopier tabellen på lysbildet, og lim den inn som tekst her.",
        ),
        (packed({"xl/workbook.bin": b"\0"}), f"Filen er en binær arbeidsbok (.xlsb). {AS_XLSX}"),
        (
            packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}),
            "Filen er et regneark fra LibreOffice (.ods). Åpne den der, lagre den som Excel-arbeidsbok (.xlsx), "
            "og last opp den.",
        ),
        (packed({"mimetype": b"application/vnd.oasis.opendocument.text"}), NO_WORKBOOK),
        (
            packed({"Index/Document.iwa": b"\0"}),
            "Filen er fra Numbers. Velg Arkiv, Eksporter til og Excel der, og last opp den nye filen.",
        ),
        (
            packed({"Forarbeid.xlsx": GOOD}),
            "Filen er en zip-mappe. Pakk den ut, og last opp arbeidsboken som ligger i den.",
        ),
        (packed({}), "Filen er en zip-mappe. Pakk den ut, og last opp arbeidsboken som ligger i den."),
    ],
)
def test_file_that_is_no_workbook_is_named_for_what_it_is(content: bytes, sentence: str) -> None:
    assert refused(content) == sentence


@pytest.mark.parametrize("name", ["a.pdf", "a.csv", "", "../../etc/passwd", "a\0b", "x" * 9_999, "\ud800"])
def test_file_is_told_by_its_content_and_not_by_its_name(name: str) -> None:
    assert [grid.name for grid in read_file(GOOD, name).grids] == ["Ark1"]


@pytest.mark.parametrize("size", [MAX_UPLOAD, MAX_UPLOAD + 1])
def test_limit_of_size(size: int) -> None:
    sentence = "Filen er større enn 10 MB. Kopier bare tabellene du trenger til en ny fil, og last opp den."
    assert refused(bytes(size)) == (NO_WORKBOOK if size == MAX_UPLOAD else sentence)


# What Excel leaves in a workbook that we leave alone


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ("xl/vbaProject.bin", "Filen har makroer. De er ikke kjørt og ikke tatt med."),
        ("xl/macrosheets/sheet1.xml", "Filen har makroer. De er ikke kjørt og ikke tatt med."),
        (
            "xl/externalLinks/externalLink1.xml",
            "Filen har lenker til andre kilder. De er ikke åpnet. Verdiene er lest slik de sist ble lagret.",
        ),
        (
            "xl/connections.xml",
            "Filen har lenker til andre kilder. De er ikke åpnet. Verdiene er lest slik de sist ble lagret.",
        ),
        ("xl/embeddings/oleObject1.bin", "Filen har andre filer inni seg. De er ikke åpnet og ikke tatt med."),
        ("bombe.ZIP", "Filen har andre filer inni seg. De er ikke åpnet og ikke tatt med."),
    ],
)
def test_what_is_left_alone_is_said(part: str, sentence: str) -> None:
    assert remarks(packed({**parts(GOOD), part: packed({"a": GOOD})})) == [sentence]


def test_pictures_and_printer_settings_are_nothing() -> None:
    assert remarks(packed({**parts(GOOD), "xl/media/image1.png": b"\x89PNG", "docProps/custom.xml": b"<"})) == []


# What is not put together as Excel does it


@pytest.mark.parametrize("keep", [0.3, 0.9, 0.999])
def test_truncated_workbook_is_refused(keep: float) -> None:
    assert refused(GOOD[: int(len(GOOD) * keep)]) == NOT_WHOLE


def test_workbook_with_changed_bytes_in_a_sheet_is_refused() -> None:
    content = bytearray(GOOD)
    start = content.index(FIRST_SHEET.encode()) + len(FIRST_SHEET)
    content[start + 50 : start + 60] = bytes(10)
    assert refused(bytes(content)) in {NOT_WHOLE, DAMAGED}


@pytest.mark.parametrize("name", [FIRST_SHEET, "xl/workbook.xml", "XL/Workbook.XML", "[Content_Types].xml"])
def test_part_that_is_there_twice_is_refused(name: str) -> None:
    content = packed_anyhow([*parts(GOOD).items(), (name, sheet_xml(""))])
    assert refused(content) == f"Filen har to deler med samme navn. {AGAIN}"


@pytest.mark.parametrize("name", ["/etc/passwd", "../ut.xml", "xl/../../ut.xml", "xl\\ark.xml", "C:/ut.xml"])
def test_part_whose_name_leads_out_is_refused(name: str) -> None:
    assert (
        refused(packed_anyhow([*parts(GOOD).items(), (name, b"")])) == f"Filen har deler som peker ut av den. {AGAIN}"
    )


def test_symbolic_link_is_refused() -> None:
    content = BytesIO(GOOD)
    with ZipFile(content, "a") as file:
        link = ZipInfo("xl/lenke.xml")
        link.external_attr = 0o120777 << 16
        file.writestr(link, "/etc/passwd")
    assert refused(content.getvalue()) == f"Filen har deler som peker ut av den. {AGAIN}"


def test_zip_with_password_is_refused() -> None:
    content = bytearray(GOOD)
    content[content.index(b"PK\x01\x02") + 8] |= 1
    sentence = "Filen er pakket med passord. Pakk den ut, og last opp arbeidsboken uten passord."
    assert refused(bytes(content)) == sentence


def test_packing_that_excel_does_not_use_is_refused() -> None:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_LZMA) as file:
        for name, part in parts(GOOD).items():
            file.writestr(name, part)
    assert refused(content.getvalue()) == f"Filen er pakket på en måte som ikke kan leses. {AGAIN}"


@pytest.mark.parametrize("count", [MAX_PARTS, MAX_PARTS + 1])
def test_limit_of_parts(count: int) -> None:
    good = parts(GOOD)
    content = packed({**good, **{f"xl/media/{n}": b"" for n in range(count - len(good))}})
    sentence = "Filen har flere enn 2\u00a0000 deler. Kopier bare tabellene til en ny arbeidsbok, og last opp den."
    assert (remarks(content) == []) if count == MAX_PARTS else (refused(content) == sentence)


def test_list_of_a_million_parts_is_not_read() -> None:
    start = process_time()
    assert refused(b"PK\x03\x04" + b"PK\x01\x02" * 2_400_000).startswith("Filen har flere enn")
    assert process_time() - start < 0.5


# What is damaged within


@pytest.mark.parametrize(
    "missing", ["[Content_Types]", "workbook", "styles", pytest.param("workbook.xml.rels", id="relations")]
)
def test_workbook_without_a_part_it_needs_is_refused(missing: str) -> None:
    content = {name: part for name, part in parts(GOOD).items() if not name.rpartition("/")[2].startswith(missing)}
    assert refused(packed(content)) == DAMAGED


@pytest.mark.parametrize(
    "part",
    [b"", b"<", b"\0", b"<a>", b"tekst", b"<a/>", "<a/>".encode("utf-16"), b"<?xml version='1.0' encoding='x'?><a/>"],
)
@pytest.mark.parametrize("name", ["[Content_Types]", "workbook", "styles", "sharedStrings"])
def test_damaged_part_that_the_sheets_share_is_refused(name: str, part: bytes) -> None:
    assert refused(changed(GOOD, **{name: part})) == DAMAGED


@pytest.mark.parametrize("part", [b"", b"<", b"\0\1", b"<a/>", sheet_xml('<row r="1"><c r="A1"><v>1</v></c>')[:-20]])
def test_damaged_sheet_is_refused_and_the_others_are_read(part: bytes) -> None:
    read = read_file(changed(sheets(3), sheet2=part), "a.xlsx")
    assert [(f.place, f.severity, render(f.message)) for f in read.findings] == [("Nettverk 2", "feil", DAMAGED)]
    assert [grid.name for grid in read.grids] == ["Nettverk 1", "Nettverk 3"]


def test_sheet_whose_part_is_missing_is_refused() -> None:
    assert refused(changed(GOOD, sheet1=None)) == DAMAGED


@pytest.mark.parametrize(
    "body",
    [
        '<row r="2"/><row r="1"/>',
        '<row r="1"/><row r="1"/>',
        '<row r="0"/>',
        '<row r="1048577"/>',
        '<row r="x"/>',
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="AAAA1"><v>1</v></c></row>',
        '<row r="1"><c r="1A"><v>1</v></c></row>',
    ],
)
def test_rows_and_cells_out_of_place_are_refused(body: str) -> None:
    assert refused(sheet_of(body)) == DAMAGED


def test_rows_and_cells_that_do_not_say_where_they_are_come_in_order() -> None:
    rows = (
        read_file(sheet_of("<row/><row><c/><c><v>1</v></c></row><row r='9'><c><v>2</v></c></row>"), "").grids[0].rows
    )
    assert [[cell.place for cell in row] for row in rows] == [["A2", "B2"], ["A9"]]


def test_workbook_without_its_texts_is_refused() -> None:
    assert refused(changed(GOOD, sharedStrings=None)) == DAMAGED


def test_wrong_content_types_are_refused() -> None:
    types = parts(GOOD)["[Content_Types].xml"].replace(b"spreadsheetml.sheet.main", b"wordprocessingml.document.main")
    assert refused(changed(GOOD, **{"[Content_Types]": types})) == DAMAGED


def test_relation_that_leads_out_of_the_file_is_refused() -> None:
    relations = parts(GOOD)["xl/_rels/workbook.xml.rels"].replace(
        b'Target="worksheets/sheet1.xml"', b'Target="https://example.org/a.xml" TargetMode="External"'
    )
    assert refused(packed({**parts(GOOD), "xl/_rels/workbook.xml.rels": relations})) == DAMAGED


def test_strict_workbook_is_refused() -> None:
    strict = {
        name: part.replace(MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main")
        for name, part in parts(GOOD).items()
    }
    assert refused(packed(strict)) == DAMAGED


# What would fill the memory or the day


def stored(content: dict[str, bytes]) -> bytes:
    """Return a zip file with nothing packed, which no ratio gives away."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_STORED) as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    return file.getvalue()


def lying(content: bytes, name: str, declared: int) -> bytes:
    """Return a zip file whose list of parts says that one of them has another size than it has."""
    start = content.rindex(name.encode()) - 46
    return content[: start + 24] + struct.pack("<I", declared) + content[start + 28 :]


def wide(body: bytes) -> bytes:
    return sheet_xml("#").replace(b"#", body)


HOSTILE = {
    "cells of one row": wide(b"<row>" + b"<c/>" * 300_000 + b"</row>"),
    "nested": wide(b"<a>" * 1_000_000),
    "attributes": wide(b"<row " + b" ".join(b'a%d="%s"' % (n, b"x" * 1_000) for n in range(6_000)) + b"/>"),
    "comment": wide(b"<!--" + b"> " * 4_000_000 + b"-->"),
    "text": wide(b'<row><c t="str"><v>' + b"a\n" * 4_000_000 + b"</v></c></row>"),
    "much XML": wide((b"<!--" + b"<" * 1_500_000 + b"--><row/>") * 2),
    "outside in": b"<a>" * 1_000_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_sheet_that_would_fill_the_memory_is_refused(kind: str) -> None:
    assert refused(stored({**parts(GOOD), FIRST_SHEET: HOSTILE[kind]})) in {TOO_BIG, DAMAGED}


def test_memory_is_bounded() -> None:
    content = stored({**parts(GOOD), FIRST_SHEET: HOSTILE["cells of one row"]})
    tracemalloc.start()
    assert refused(content) == TOO_BIG
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60_000_000


@pytest.mark.parametrize("declared", [10, 1_000])
def test_part_that_is_larger_than_it_says_is_refused(declared: int) -> None:
    content = lying(changed(GOOD, sheet1=wide(b"<row/>" * 100_000)), FIRST_SHEET, declared)
    assert refused(content) in {NOT_WHOLE, DAMAGED}


def test_part_that_is_smaller_than_it_says_is_read() -> None:
    assert remarks(lying(GOOD, FIRST_SHEET, 2_000_000)) == []


def test_zip_bomb_is_refused_by_its_ratio() -> None:
    content = changed(GOOD, sheet1=bytes(100_000_000))
    start = process_time()
    assert refused(content) == RATIO
    assert process_time() - start < 0.1


def test_zip_bomb_is_refused_by_what_it_says_it_holds() -> None:
    assert refused(lying(GOOD, FIRST_SHEET, MAX_DECLARED)) == TOO_BIG


@pytest.mark.parametrize(
    "name", ["[Content_Types].xml", "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", FIRST_SHEET]
)
def test_entities_are_refused_and_never_expanded(name: str) -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha" * 10}">' for n in range(10))
    start = process_time()
    sentence = refused(packed({**parts(GOOD), name: f"<!DOCTYPE a [{laughs}]><a>&a9;</a>".encode()}))
    assert sentence == DAMAGED
    assert process_time() - start < 0.5


def test_entity_that_reads_a_file_is_refused() -> None:
    body = '<row r="1"><c r="A1" t="str"><v>&a;</v></c></row>'
    part = b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + sheet_xml(body)
    assert refused(changed(GOOD, sheet1=part)) == DAMAGED


@pytest.mark.parametrize("text", ["'a", "[a.b|", "PY ", "[1]a"])
def test_long_formulas_are_looked_through_fast(text: str) -> None:
    content = sheet_of(f"<row><c><f>{text * 300_000}</f><v>1</v></c></row>")
    start = process_time()
    assert len(read_file(content, "").grids[0].rows) == 1
    assert process_time() - start < 1


def test_texts_that_would_fill_the_memory_are_refused() -> None:
    block = Random(1).randbytes(4_000).hex().encode()  # packed about 100 to one
    for text in (b"<t>" + block * (MAX_SHARED[0] // 8_000) + b"</t>", b"<t>x</t>" + b"<a/>" * MAX_SHARED[1]):
        part = f'<sst xmlns="{MAIN}"><si>'.encode() + text + b"</si></sst>"
        assert refused(changed(GOOD, sharedStrings=part)) == TOO_BIG


def test_named_styles_take_no_time_and_print_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    named = "".join(f'<cellStyle name="a{n}" xfId="{n}"/>' for n in range(20_000))
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf/></cellXfs><cellStyles>{named}</cellStyles></styleSheet>'
    start = process_time()
    assert remarks(changed(GOOD, styles=styles.encode())) == []
    assert process_time() - start < 1
    assert capfd.readouterr() == ("", "")


def test_number_format_longer_than_excel_allows_is_refused() -> None:
    styles = f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="200" formatCode="{"[" * 256}"/></numFmts>'
    assert refused(changed(GOOD, styles=f"{styles}</styleSheet>".encode())) == DAMAGED


def test_many_cell_styles_are_read() -> None:
    many = '<xf numFmtId="9"><alignment/></xf>' * 60_000
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs>{many}</cellXfs></styleSheet>'
    content = changed(sheet_of('<row><c s="59999"><v>1</v></c></row>'), styles=styles.encode())
    assert read_file(content, "").grids[0].rows[0][0].is_percent


@given(st.binary(max_size=300), st.text(max_size=20))
def test_no_bytes_and_no_name_make_it_fail(content: bytes, name: str) -> None:
    for start in (b"", b"PK\x03\x04", b"\xff\xfe", OLE[:8]):
        read = read_file(start + content, name)
        assert read.grids or stops(read.findings)
        assert all(render(f.message) and f.message != failed() for f in read.findings)
