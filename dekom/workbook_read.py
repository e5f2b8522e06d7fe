"""A file from a user, read with care: a workbook or a text table becomes grids, and every fault a finding.

openpyxl reads the workbook, through a guard and a row at a time, because it has no bounds of its own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dekom.csv_read import read_csv
from dekom.file_kinds import empty, kind_of, kind_of_ole, kind_of_zip
from dekom.findings import Finding, stops
from dekom.found import Found
from dekom.grid import Grid
from dekom.i18n import Message
from dekom.money import quoted
from dekom.unreadable import Unreadable, damaged
from dekom.workbook_book import SheetPart, open_book
from dekom.workbook_guard import MAX_UPLOAD, MB, Package
from dekom.workbook_sheet import SheetReader

MAX_SHEET_NAME = 100  # characters; Excel has 31, others more

_ENDING = re.compile(r"\.(?:csv|tsv|txt)$", re.IGNORECASE)
_INSIDE = (".zip", ".xlsx", ".xlsm", ".xls", ".docx", ".doc", ".pptx", ".pdf")


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What was read: a grid a sheet, with every value as Excel keeps it, and what there is to say.

    A sheet that could not be read whole has no grid, but a «feil».
    """

    grids: tuple[Grid, ...]
    findings: tuple[Finding, ...]


def read_file(content: bytes, name: str) -> ReadFile:
    """Read a workbook (.xlsx, .xlsm) or a text table (CSV), told by its content. Never raises, whatever the bytes are.

    `name` is the file's name, which the grid of a text table is called by.
    """
    found = Found()
    grids: tuple[Grid, ...] = ()
    try:
        grids = _read(content, name, found)
        if not any(grid.rows for grid in grids) and not stops(found.all()):
            found.add(Message("Filen har ingen celler med innhold. Se om det er riktig fil, og at den er lagret."))
    except Unreadable as unreadable:
        found.add(unreadable.message)
    except Exception:  # a fault of our own or of a library: this upload is refused, the page stands
        found.add(failed())
    return ReadFile(grids, found.all())


def failed() -> Message:
    """Return what is said where nothing better can be: that it came to this is a fault of ours."""
    return Message("Filen kan ikke leses. Åpne den i Excel, lagre den som Excel-arbeidsbok (.xlsx), og last opp den.")


def _read(content: bytes, name: str, found: Found) -> tuple[Grid, ...]:
    if not content:
        raise Unreadable(empty())
    if len(content) > MAX_UPLOAD:
        message = (
            "Filen er større enn {limit:tall} MB. Kopier bare tabellene du trenger til en ny fil, og last opp den."
        )
        raise Unreadable(Message(message, {"limit": MAX_UPLOAD // MB}))
    kind = kind_of(content)
    if isinstance(kind, Message):
        raise Unreadable(kind)
    if kind == "ole":
        raise Unreadable(kind_of_ole(content))
    if kind == "text":
        return (read_csv(content, _table_name(name), found),)
    return tuple(_sheets(Package(content), found))


def _table_name(file_name: str) -> str:
    last = file_name.replace("\\", "/").rpartition("/")[2].encode(errors="replace").decode()
    printable = "".join(c for c in _ENDING.sub("", last) if c.isprintable())
    return quoted(printable) or "Tabell"


def _sheets(package: Package, found: Found) -> Iterator[Grid]:
    """Yield the sheets that can be read, and say what is wrong with the others and what was left alone."""
    names = package.namelist()
    if message := kind_of_zip(names, package.read("mimetype") if "mimetype" in names else b""):
        raise Unreadable(message)
    book = open_book(package)
    _say_what_is_left(names, found)
    reader = SheetReader(book, found)
    for name, path in _well_named(book.sheets, found):
        try:
            if path not in names:
                raise damaged()
            with package.open_sheet(path) as stream:
                grid = reader.read(stream, name)
        except Unreadable as unreadable:
            found.add(unreadable.message, name)
        else:
            yield grid
    if reader.has_formulas and not book.is_calculated:
        message = Message(
            "Formlene er ikke regnet ut på nytt i Excel. "
            "Stemmer ikke en sum: Åpne filen i Excel, lagre den og last den opp på nytt."
        )
        found.add(message, severity="merknad")


def _say_what_is_left(parts: list[str], found: Found) -> None:
    names = [part.lower() for part in parts]
    if any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in names):
        found.add(Message("Filen har makroer. De er ikke kjørt og ikke tatt med."), severity="merknad")
    if any(name.startswith("xl/externallinks/") or name == "xl/connections.xml" for name in names):
        message = Message(
            "Filen har lenker til andre kilder. De er ikke åpnet. Verdiene er lest slik de sist ble lagret."
        )
        found.add(message, severity="merknad")
    if any(name.startswith("xl/embeddings/") or name.endswith(_INSIDE) for name in names):
        found.add(Message("Filen har andre filer inni seg. De er ikke åpnet og ikke tatt med."), severity="merknad")


def _well_named(parts: tuple[SheetPart, ...], found: Found) -> Iterator[tuple[str, str]]:
    """Yield name and part of the sheets that hold cells and can be known by their name; say what there is to say."""
    seen: dict[str, str] = {}
    for number, part in enumerate(parts, start=1):
        if not part.name.strip() or not part.name.isprintable() or len(part.name) > MAX_SHEET_NAME:
            found.add(
                Message("Ark nummer {number} har et navn som ikke kan brukes. Gi det et nytt.", {"number": number})
            )
            continue
        if part.path is None:
            found.add(Message("Arket er ikke en tabell, og er ikke lest."), part.name, severity="merknad")
            continue
        folded = " ".join(part.name.split()).casefold()
        if folded in seen:
            message = (
                "Arkene «{first}» og «{second}» har nesten samme navn. Gi det ene et annet navn, eller slett det."
            )
            found.add(Message(message, {"first": seen[folded], "second": part.name}), part.name)
        seen.setdefault(folded, part.name)
        if part.is_hidden:
            found.add(Message("Arket er skjult i Excel. Det er lest likevel."), part.name, severity="merknad")
        yield part.name, part.path
