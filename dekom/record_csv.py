"""An innstilling as CSV that Norwegian Excel opens right, and as JSON that anyone can check."""

import csv
import json
from hashlib import sha256
from io import StringIO

from dekom.figures import round_half_up
from dekom.i18n import Message, render
from dekom.plain import canonical
from dekom.protocol import edition_text
from dekom.record import Edition, Record
from dekom.record_columns import NAME, SUM, Column, Figure, record_columns, remarks_of

# What a spreadsheet may take for a formula when it stands first, also in full width; ' so that the mark can be told.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠")
_HARMLESS = "'"
_NOTE = Message(
    "Noen tekster har fått tegnet ' foran, for at Excel ikke skal regne dem som formler. "
    "Ta det bort for å få teksten slik den ble skrevet."
)


def csv_text(record: Record, edition: Edition, language: str) -> bytes:
    """Return the table of amounts: a row of headings, one a network, the sums.

    UTF-8 with BOM, semicolons, CRLF and decimal commas, which Norwegian Excel takes without asking. Amounts are whole
    kroner, shares per cent with one decimal, and what is not known is empty. Every row says which edition it is of.
    A text that would be a formula has an apostrophe in front; a last row says so where there is any. Texts that begin
    with one get one too, so that taking the first away always gives back what was written.
    """
    columns, case = record_columns(record.evaluation), record.case
    last = (Message("Begrunnelse"), Message("Vilkår"), Message("Merknader"), Message("Utgave"))
    headings = [NAME, *(_heading(column) for column in columns), *last]
    mark = render(edition_text(edition, language), language=language)
    lines = [[_harmless(render(heading, language=language)) for heading in headings]]
    for number, nettverk in enumerate(case.nettverk):
        remarks = Message("{remarks:semikolon}", {"remarks": remarks_of(columns, number)})
        texts = (nettverk.begrunnelse, nettverk.vilkar, render(remarks, language=language))
        figures = [_number(column.figures[number]) for column in columns]
        lines.append([_harmless(nettverk.name), *figures, *map(_harmless, texts), mark])
    lines.append([render(SUM, language=language), *(_number(c.total) for c in columns), "", "", "", mark])
    if any(cell.startswith(_HARMLESS) for line in lines for cell in line):
        lines.append([render(_NOTE, language=language), *[""] * (len(headings) - 2), mark])
    written = StringIO()
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerows(lines)
    return written.getvalue().encode("utf-8-sig")


def record_json(record: Record, edition: Edition) -> bytes:
    """Return the whole record as JSON with its SHA-256 in front, so that anyone can check later that nothing changed.

    The SHA-256 is of the value of "innstilling" written as JSON with sorted keys, no spaces, and no letter escaped:
    `hashlib.sha256(json.dumps(document["innstilling"], sort_keys=True, ensure_ascii=False,
    separators=(",", ":")).encode()).hexdigest()`. For an edition that is fastsatt it is the one it was frozen with.
    """
    content = canonical(record)
    about = {
        "nummer": edition.number,
        "fastsatt": edition.fastsatt_at.isoformat() + "Z" if edition.fastsatt_at else None,
        "sha256": edition.hash or sha256(content.encode()).hexdigest(),
    }
    return f'{{"utgave":{json.dumps(about)},"innstilling":{content}}}\n'.encode()


def _heading(column: Column) -> Message:
    if column.kind == "andel":
        return Message("{heading}, %", {"heading": column.heading})
    return column.heading


def _number(figure: Figure) -> str:
    """Return kroner as digits, a share as per cent with one decimal; a minus sign that spreadsheets read."""
    if figure.value is None:
        return ""
    if isinstance(figure.value, int):
        return str(figure.value)
    tenths = round_half_up(abs(figure.value) * 1_000)
    sign = "-" if figure.value < 0 and tenths else ""
    return f"{sign}{tenths // 10},{tenths % 10}"


def _harmless(text: str) -> str:
    return _HARMLESS + text if text.startswith(_DANGEROUS) else text
