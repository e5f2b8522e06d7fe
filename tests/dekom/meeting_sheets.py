"""The two tables of 9 March 2022 as the slides give them away, and what the meeting has before they are read.

A space before a line break is the source's own: it tells that the break stands between two words.
"""

import csv
from collections.abc import Mapping

from dekom.demo import DEMO_FOLDER
from dekom.findings import Finding
from dekom.i18n import render
from dekom.meeting_table import read_meeting_table
from dekom.model import Recipient
from dekom.pasted_text import read_pasted
from dekom.table_model import Known, MeetingTable, Question

TABLE_1 = """\
2021 Meldt behov for 2022 Egenfinansiering Nettverk Koordinator Prosentandel Nord U NTNU Andre/Usikker Prosentandel

Trondheim/Malvik 3 309 141 3 525 000 3 851 250 1 395 000 40 100 000 935 000 1 095 000 60

TFK + VGO 3 357 495 3 669 859 3 827 000 650 000 0 2 584 859 435 000 100

Gauldalnettverket 960 113 1 390 000 510 000 290 000 21 1 100 000 79

Fosen 721 155 910 000 350 000 240 000 26 670 000 74

Trøndelag sørvest 1 090 515 1 100 000 776 000 500 000 45 600 000 55

Værnesnettverket 914 067 1 090 421 205 000 1 090 421

Verdal/Levanger 842 950 1 246 412 235 050 205 000 437 912 52 533 500 70 000 48

Innherred 823 030 820 000 320 000 250 250 240 750 69 329 000 31

Ytre Namdal 493 539 788 000 1 007 000 200 000 25 588 000 75

Midtre Namdal 669 162 600 000 300 000 545 000 90 55 000 10

Indre Namdal 527 478 854 000 1 141 000 220 000 26 450 000 184 000 74

13 708 645 15 993 692
"""
TABLE_2 = """\
2021
Meldt behov for \n\

2022
Egenfinansieri

ng Nettverk
Koordinat

or
Prosentand

el
Nord \n\

U NTNU
Andre/Usikk

er
Innstilt \n\
beløp

Trondheim/Malvi
k 3 309 141 3 525 000 3 851 250 1 395 000 750000 40

100 \n\
000 935 000 1 095 000 3309141

TFK + VGO 3 357 495 3 669 859 3 827 000 650 000 0
2 584 \n\

859 435 000 3357495

Gauldalnettverk
et 960 113 1 390 000 510 000 290 000 21

1 100 \n\
000 960113

Fosen 721 155 910 000 350 000 240 000 26 670 000 721155

Trøndelag \n\
sørvest 1 090 515 1 100 000 776 000 500 000 45 600 000 1090515

Værnesnettverk
et 914 067 1 090 421 205 000 1 090 421 914067

Verdal/Levanger 842 950 1 306 412 235 050 265 000 437 912 52
533 \n\
500 70 000 842 950

Innherred 823 030 820 000 320 000 250 250 240 750 69 329 000 820000

Ytre Namdal 493 539 637 000 450000 200 000 25 437 000 493 539

Midtre Namdal 669 162 600 000 300 000 545 000 90 55 000 669162

Indre Namdal 527 478 854 000 1 141 000 220 000 26
450 \n\
000 184 000 527478

13 708 645 16 053 692
"""


def demo_lines(file: str) -> list[dict[str, str]]:
    """Return the lines of a file of the demo meeting."""
    with (DEMO_FOLDER / file).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


KNOWN = Known(
    {line["nettverk_id"]: line["navn"] for line in demo_lines("networks.csv")},
    tuple(Recipient(line["mottaker"], line["navn"], line["slag"]) for line in demo_lines("recipients.csv")),  # type: ignore[arg-type]
    2022,
)
NEW_MEETING = Known(recipients=KNOWN.recipients, year=2022)


def plain(message: object) -> str:
    """Return a message in words, with plain spaces."""
    return render(message).replace("\u00a0", " ")  # type: ignore[arg-type]


def read(text: str, known: Known = KNOWN, answers: Mapping[str, str] | None = None) -> MeetingTable:
    """Return the table that was pasted."""
    grid, findings = read_pasted(text, "Limt inn")
    table = read_meeting_table(grid, known, answers or {})
    assert not [finding for finding in findings if finding.severity == "feil"]
    return table


def table(*rows: list[str], known: Known = KNOWN, answers: Mapping[str, str] | None = None) -> MeetingTable:
    """Return the table of rows of cells, as pasted with tabs."""
    return read("\n".join("\t".join(row) for row in rows), known, answers)


def said(found: MeetingTable, severity: str) -> list[tuple[str, str]]:
    """Return what was found of one severity, each as (cell, sentence)."""
    return [(f.cell, plain(f.message)) for f in found.findings if f.severity == severity]


def errors(found: MeetingTable) -> list[tuple[str, str]]:
    return said(found, "feil")


def remarks(found: MeetingTable) -> list[tuple[str, str]]:
    return said(found, "merknad")


def the_question(found: MeetingTable) -> Question:
    """Return the only question that is open."""
    (question,) = [question for question in found.questions if not question.answer]
    assert Finding(question.message, "Limt inn", question.place, "spørsmål") in found.findings
    return question


def choices(question: Question) -> dict[str, str]:
    """Return the values of a question by what they say."""
    return {plain(message): value for value, message in question.choices}
