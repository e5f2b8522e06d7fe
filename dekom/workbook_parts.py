"""What the sheets of a workbook share: their list, the texts, the number formats and the calendar."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element, tostring
from zipfile import ZipFile

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import builtin_format_code, is_date_format
from openpyxl.xml.constants import PKG_REL_NS, SHEET_MAIN_NS

from dekom.i18n import Message
from dekom.unreadable import MAX_SHEETS, Unreadable, damaged, too_many_sheets
from dekom.workbook_guard import Package
from dekom.workbook_xml import elements, root_of

MAIN = f"{{{SHEET_MAIN_NS}}}"
_RELATIONS = f"{{{PKG_REL_NS}}}"
_STRICT = "http://purl.oclc.org/ooxml/"
_CONTENT_TYPES = "[Content_Types].xml"
_WORKBOOK = re.compile(r"xl/(?:_rels/)?workbook\w*\.xml(?:\.rels)?")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')  # of a number format: what it shows, skips or fills with


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet as the workbook lists it. `path` is its part, "" for a sheet that holds no cells, such as a chart."""

    name: str
    is_hidden: bool
    path: str


@dataclass(frozen=True, slots=True)
class Workbook:
    """What the sheets share. `strings` is None if the part is missing; styles are by number, of dates and per cent."""

    sheets: tuple[SheetPart, ...]
    strings: tuple[str, ...] | None
    style_count: int
    date_styles: frozenset[int]
    percent_styles: frozenset[int]
    epoch: datetime
    is_calculated: bool


def open_workbook(package: Package) -> Workbook:
    """Read everything but the sheets; raise `Unreadable` if that cannot be done with certainty."""
    roots = {name: root_of(package, name) for name in package.names if _WORKBOOK.fullmatch(name)}
    roots[_CONTENT_TYPES] = root_of(package, _CONTENT_TYPES)
    calculated = [not _is_true(e.get("fullCalcOnLoad")) for root in roots.values() for e in root.iter(f"{MAIN}calcPr")]
    for name, root in roots.items():
        if name.endswith(".rels"):
            _check_relations(root)
        elif name != _CONTENT_TYPES:
            _check_and_trim(root)
    reader = _read_by_openpyxl(roots)
    shared = {relation.Type.rpartition("/")[2]: relation.target for relation in reader.parser.rels.values()}
    formats = _number_formats(package, shared.get("styles", ""))
    return Workbook(
        sheets=tuple(_sheet_parts(reader.parser)),
        strings=_strings(package, shared.get("sharedStrings", "")),
        style_count=len(formats),
        date_styles=frozenset(i for i, code in enumerate(formats) if is_date_format(code)),
        percent_styles=frozenset(i for i, code in enumerate(formats) if "%" in _LITERAL.sub("", code)),
        epoch=reader.wb.epoch,
        is_calculated=all(calculated),
    )


def _is_true(text: str | None) -> bool:
    return text in {"1", "true"}


def _check_and_trim(root: Element) -> None:
    """Keep of the workbook's own part only what tells of its sheets: openpyxl refuses odd views and names."""
    if root.tag.startswith(f"{{{_STRICT}"):
        message = (
            "Arbeidsboken er lagret som «Strict Open XML». "
            "Åpne den i Excel, lagre den som Excel-arbeidsbok (.xlsx), og last opp den."
        )
        raise Unreadable(Message(message))
    if root.tag != f"{MAIN}workbook":
        raise damaged()
    root[:] = [child for child in root if child.tag in {f"{MAIN}workbookPr", f"{MAIN}sheets"}]
    if len(root.findall(f"{MAIN}sheets/{MAIN}sheet")) > MAX_SHEETS:
        raise too_many_sheets()


def _check_relations(root: Element) -> None:
    """Raise `Unreadable` for relations that openpyxl would leave out with a warning."""
    root.attrib.clear()
    must, may = {"Id", "Type", "Target"}, {"Id", "Type", "Target", "TargetMode"}
    whole = all(
        child.tag == f"{_RELATIONS}Relationship" and must <= set(child.attrib) <= may and not len(child)
        for child in root
    )
    if root.tag != f"{_RELATIONS}Relationships" or not whole:
        raise damaged()


def _read_by_openpyxl(roots: dict[str, Element]) -> Any:
    """Return openpyxl's reader after it has read the workbook's own parts, written anew from what defusedxml read."""
    copy = BytesIO()
    try:
        with ZipFile(copy, "w") as archive:
            for name, root in roots.items():
                archive.writestr(name, tostring(root, "utf-8"))
        reader = ExcelReader(copy, read_only=True, data_only=True, keep_links=False)
        with reader.archive:
            reader.read_manifest()
            reader.read_workbook()
            _ = reader.parser.rels
    except Exception as fault:  # openpyxl says in many ways that a part is not as it should be
        raise damaged() from fault
    return reader


def _sheet_parts(parser: Any) -> Iterator[SheetPart]:
    for sheet in parser.sheets:
        relation = parser.rels.get(sheet.id)
        if relation is None or relation.TargetMode == "External":
            raise damaged()
        has_cells = relation.Type.endswith("/worksheet")
        yield SheetPart(unescaped(sheet.name), sheet.state != "visible", relation.target if has_cells else "")


def _number_formats(package: Package, path: str) -> list[str]:
    """Return the number format of each cell style."""
    if not path:
        return []
    own: dict[int, str] = {}
    used: list[int] = []
    try:
        with package.open(path) as stream:
            for element in elements(stream, f"{MAIN}styleSheet", {f"{MAIN}numFmts", f"{MAIN}cellXfs"}):
                for each in element:
                    number = int(each.get("numFmtId", "0"))
                    if element.tag == f"{MAIN}cellXfs":
                        used.append(number)
                    else:
                        own[number] = each.get("formatCode", "")
    except (KeyError, ValueError) as fault:
        raise damaged() from fault
    return [own[number] if number in own else builtin_format_code(number) or "" for number in used]


def _strings(package: Package, path: str) -> tuple[str, ...] | None:
    if path not in package.names:
        return None
    with package.open(path) as stream:
        return tuple(plain_text(element) for element in elements(stream, f"{MAIN}sst", {f"{MAIN}si"}))


def plain_text(element: Element) -> str:
    """Return the text of a shared or inline string, rich text too, without the reading aids of Asian scripts."""
    parts = [part for part in element if part.tag in {f"{MAIN}t", f"{MAIN}r"}]
    texts = [part.text if part.tag == f"{MAIN}t" else part.findtext(f"{MAIN}t") for part in parts]
    return unescaped("".join(text or "" for text in texts))


def unescaped(text: str) -> str:
    """Return text with the characters that XML cannot hold put back: `_x000B_` is a line break within a paragraph."""
    if "_x" not in text:
        return text
    put_back = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return put_back.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
