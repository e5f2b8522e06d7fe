"""The meeting of 9 March 2022 as database rows, from the CSV files under `data/`."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DEMO_FOLDER = Path(__file__).parent.parent / "data" / "trondelag-2022"
MEETING, ORDNING = "trondelag-2022", "dekom"
CASE: dict[str, Any] = {"meeting_id": MEETING, "ordning": ORDNING}

TableRow = tuple[str, dict[str, Any]]
CsvRow = dict[str, str]


class UnreadableDemo(Exception):
    """A file of the demo meeting is missing or cannot be read; `file` is its name."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.file = file


def demo_rows(folder: Path = DEMO_FOLDER) -> list[TableRow]:
    """Return every row of the demo meeting as (table, values); raise `UnreadableDemo`."""
    rows = [*_meeting_and_frame(folder), *_nettverk(folder), *_basis(folder), *_printed(folder)]
    return rows


def _meeting_and_frame(folder: Path) -> Iterator[TableRow]:
    with _reading(folder, "meeting.csv") as lines:
        facts = {line["felt"]: line["verdi"] for line in lines}
        meeting = {"meeting_id": MEETING, "county": facts["fylke"], "title": facts["tittel"]}
        yield "meeting", meeting | {"held_on": facts["dato"]}
    with _reading(folder, "frame.csv") as lines:
        for position, line in enumerate(lines):
            if line["linje"] == "total":
                ordning = {"name": facts["ordning"], "total_kr": _kr(line["belop_kr"])}
                yield "ordning", CASE | ordning | {"status": facts["ramme_status"], "source": line["kilde"]}
            else:
                yield (
                    "frame_line",
                    CASE
                    | {"line_id": f"{line['linje']}-{position}", "position": position}
                    | {"name": FRAME_LINE_NAMES[line["linje"]], "recipient": line["mottaker"]}
                    | {"amount_kr": _kr(line["belop_kr"]), "source": line["kilde"]},
                )
    with _reading(folder, "recipients.csv") as lines:
        for position, line in enumerate(lines):
            recipient = {"meeting_id": MEETING, "recipient_id": line["mottaker"], "position": position}
            yield "recipient", recipient | {"name": line["navn"], "kind": line["slag"]}


FRAME_LINE_NAMES = {
    "direktefinansiering": "Direktefinansiering UH (pool)",
    "fellestiltak": "Fellestiltak",
    "samlinger": "Samlinger",
}


def _nettverk(folder: Path) -> Iterator[TableRow]:
    with _reading(folder, "proposals.csv") as lines:
        proposals = {line["nettverk_id"]: line for line in lines}
    with _reading(folder, "networks.csv") as lines:
        for position, line in enumerate(lines):
            key = CASE | {"nettverk_id": line["nettverk_id"]}
            proposal = proposals[line["nettverk_id"]]
            facts = {"position": position, "name": line["navn"], "owners": line["eiere"], "about": line["om"]}
            schools = {"schools": _kr(line["skoler"]), "private_schools": _kr(line["friskoler"])}
            money = {
                "last_year_kr": _kr(proposal["i_fjor_kr"]),
                "opening_kr": _kr(proposal["utgangspunkt_kr"]),
            }
            yield "nettverk", key | facts | schools | money | {"source": line["kilde"]}
            yield "innstilling", key | {"innstilt_kr": money["opening_kr"], "begrunnelse": ""}


def _basis(folder: Path) -> Iterator[TableRow]:
    empty = {"tiltak": "", "participants": "", "duration": "", "uh_partners": "", "roles": ""}
    with _reading(folder, "proposals.csv") as lines:
        for line in lines:
            key = CASE | {"nettverk_id": line["nettverk_id"]}
            own_kr = _kr(line["egenfinansiering_kr"])
            yield "grunnlag", key | {"need_kr": _kr(line["behov_kr"]), "egenfinansiering_kr": own_kr} | empty
            for field in filter(None, line["usikker"].split(";")):
                yield "uncertain", key | {"field": field, "remark": line["merknad"]}
    with _reading(folder, "shares.csv") as lines:
        for position, line in enumerate(lines):
            key = CASE | {"nettverk_id": line["nettverk_id"], "position": position}
            money = {"amount_kr": _kr(line["belop_kr"]), "koordinator_kr": _kr(line["herav_koordinator_kr"])}
            yield "share", key | {"recipient_id": line["mottaker"], "remark": line["merknad"]} | money


def _printed(folder: Path) -> Iterator[TableRow]:
    with _reading(folder, "printed.csv") as lines:
        for line in lines:
            place = {"table_name": line["tabell"], "row_name": line["rad"], "position": int(line["nr"])}
            figure = {"amount_kr": _kr(line["belop_kr"]), "percent": _kr(line["pct"])}
            column = {"column_name": line["kolonne"], "remark": line["merknad"]}
            yield "printed_figure", CASE | place | column | figure


class _reading:
    """Open a CSV file of the demo; any fault in it, read or used, becomes `UnreadableDemo`."""

    def __init__(self, folder: Path, name: str) -> None:
        self.path = folder / name

    def __enter__(self) -> list[CsvRow]:
        try:
            with self.path.open(encoding="utf-8", newline="") as file:
                return list(csv.DictReader(file))
        except (OSError, UnicodeDecodeError, csv.Error) as fault:
            raise UnreadableDemo(self.path.name) from fault

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        if kind is not None and issubclass(kind, (KeyError, ValueError, TypeError, AttributeError)):
            raise UnreadableDemo(self.path.name)


def _kr(text: str) -> int | None:
    return int(text) if text else None
