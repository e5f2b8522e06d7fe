"""The meeting of 9 March 2022 as database rows, from the CSV files under `data/`."""

import csv
from collections.abc import Callable, Iterable, Iterator
from datetime import date
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
    opening = _opening_amounts(folder)
    made: list[tuple[str, Callable[[list[CsvRow]], Iterable[TableRow]]]] = [
        ("meeting.csv", _meeting),
        ("frame.csv", lambda lines: _frame(lines, _read(folder, "meeting.csv"))),
        ("recipients.csv", _recipients),
        ("networks.csv", lambda lines: _nettverk(lines, opening)),
        ("proposals.csv", _basis),
        ("shares.csv", _shares),
        ("printed.csv", _printed),
        ("groups.csv", _groups),
        ("agenda.csv", _agenda),
        ("criteria.csv", lambda lines: _sheet(lines, CRITERIA)),
        ("pool_questions.csv", lambda lines: _sheet(lines, POOL)),
    ]
    rows: list[TableRow] = []
    for name, make in made:
        try:
            found = list(make(_read(folder, name)))
            _check(found, rows)
        except (KeyError, ValueError, TypeError, AttributeError) as fault:
            raise UnreadableDemo(name) from fault
        rows += found
    return rows


def _opening_amounts(folder: Path) -> dict[str, dict[str, int | None]]:
    """Return last year's and the opening amount by network id."""
    try:
        return {
            line["nettverk_id"]: {
                "last_year_kr": _number(line["i_fjor_kr"]),
                "opening_kr": _number(line["utgangspunkt_kr"]),
            }
            for line in _read(folder, "proposals.csv")
        }
    except (KeyError, ValueError) as fault:
        raise UnreadableDemo("proposals.csv") from fault


def _read(folder: Path, name: str) -> list[CsvRow]:
    """Return the lines of a CSV file; a file without lines, or with a line cut short, cannot be read."""
    try:
        with (folder / name).open(encoding="utf-8", newline="") as file:
            lines = list(csv.DictReader(file, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise UnreadableDemo(name) from fault
    if not lines or any(None in line or None in line.values() for line in lines):
        raise UnreadableDemo(name)
    return lines


def _check(found: list[TableRow], earlier: list[TableRow]) -> None:
    """Raise `ValueError` for a row that stands twice, or a network or recipient that an earlier file lacks."""
    keys = [(table, *(values.get(k) for k in _keys_of(table))) for table, values in found]
    if len(set(keys)) < len(keys):
        raise ValueError("a row stands twice")
    for column, table in (("nettverk_id", "nettverk"), ("recipient_id", "recipient")):
        known = {values[column] for name, values in (*earlier, *found) if name == table}
        if any(values[column] not in known for _name, values in found if column in values):
            raise ValueError(f"unknown {column}")


_KEYS = ("line_id", "recipient_id", "nettverk_id", "field", "table_name", "row_name")
_GROUP_KEYS = ("room_id", "gruppe_id", "sheet_id", "question_id", "item_id")


def _keys_of(table: str) -> tuple[str, ...]:
    numbered = table in {"share", "printed_figure"}
    return (*_KEYS, *_GROUP_KEYS, "position") if numbered else (*_KEYS, *_GROUP_KEYS)


def _meeting(lines: list[CsvRow]) -> Iterator[TableRow]:
    facts = {line["felt"]: line["verdi"] for line in lines}
    if not all(facts[needed] for needed in ("ordning", "ramme_status", "fylke", "tittel")):
        raise ValueError("a fact is empty")
    meeting = {"meeting_id": MEETING, "county": facts["fylke"], "title": facts["tittel"]}
    yield "meeting", meeting | {"held_on": date.fromisoformat(facts["dato"])}


def _frame(lines: list[CsvRow], meeting: list[CsvRow]) -> Iterator[TableRow]:
    facts = {line["felt"]: line["verdi"] for line in meeting}
    for position, line in enumerate(lines):
        if line["linje"] == "total":
            ordning = {"name": facts["ordning"], "total_kr": _number(line["belop_kr"])}
            yield "ordning", CASE | ordning | {"status": facts["ramme_status"], "source": line["kilde"]}
        else:
            yield (
                "frame_line",
                CASE
                | {"line_id": f"{line['linje']}-{position}", "position": position}
                | {"name": FRAME_LINE_NAMES[line["linje"]], "recipient": line["mottaker"]}
                | {"amount_kr": _number(line["belop_kr"]), "source": line["kilde"]},
            )


def _recipients(lines: list[CsvRow]) -> Iterator[TableRow]:
    for position, line in enumerate(lines):
        recipient = {"meeting_id": MEETING, "recipient_id": line["mottaker"], "position": position}
        yield "recipient", recipient | {"name": line["navn"], "kind": line["slag"]}


FRAME_LINE_NAMES = {
    "direktefinansiering": "Direktefinansiering UH (pool)",
    "fellestiltak": "Fellestiltak",
    "samlinger": "Samlinger",
}


def _nettverk(lines: list[CsvRow], opening: dict[str, dict[str, int | None]]) -> Iterator[TableRow]:
    for position, line in enumerate(lines):
        key = CASE | {"nettverk_id": line["nettverk_id"]}
        facts = {"position": position, "name": line["navn"], "owners": line["eiere"], "about": line["om"]}
        schools = {"schools": _number(line["skoler"]), "private_schools": _number(line["friskoler"])}
        if line["nettverk_id"] not in opening:
            raise UnreadableDemo("proposals.csv")
        money = opening[line["nettverk_id"]]
        yield "nettverk", key | facts | schools | money | {"source": line["kilde"]}
        yield "innstilling", key | {"innstilt_kr": money["opening_kr"], "begrunnelse": ""}


def _basis(lines: list[CsvRow]) -> Iterator[TableRow]:
    empty = {"tiltak": "", "participants": "", "duration": "", "uh_partners": "", "roles": ""}
    for line in lines:
        key = CASE | {"nettverk_id": line["nettverk_id"]}
        own_kr = _number(line["egenfinansiering_kr"])
        yield "grunnlag", key | {"need_kr": _number(line["behov_kr"]), "egenfinansiering_kr": own_kr} | empty
        for field in filter(None, line["usikker"].split(";")):
            yield "uncertain", key | {"field": field, "remark": line["merknad"]}


def _shares(lines: list[CsvRow]) -> Iterator[TableRow]:
    for position, line in enumerate(lines):
        key = CASE | {"nettverk_id": line["nettverk_id"], "position": position}
        money = {"amount_kr": _number(line["belop_kr"]), "koordinator_kr": _number(line["herav_koordinator_kr"])}
        yield "share", key | {"recipient_id": line["mottaker"], "remark": line["merknad"]} | money


def _printed(lines: list[CsvRow]) -> Iterator[TableRow]:
    for line in lines:
        place = {"table_name": line["tabell"], "row_name": line["rad"], "position": int(line["nr"])}
        percent = _number(line["pct"])
        figure = {"amount_kr": _number(line["belop_kr"]), "percent": None if percent is None else str(percent)}
        column = {"column_name": line["kolonne"], "remark": line["merknad"], "line": 0}
        yield "printed_figure", CASE | place | column | figure


def _groups(lines: list[CsvRow]) -> Iterator[TableRow]:
    known = {f"gruppe-{line['gruppe']}" for line in lines}
    rooms = list(dict.fromkeys(line["rom"] for line in lines))
    for position, name in enumerate(rooms):
        yield "room", {"meeting_id": MEETING, "room_id": _slug(name), "position": position, "name": name}
    for position, line in enumerate(lines):
        key = {"meeting_id": MEETING, "gruppe_id": f"gruppe-{line['gruppe']}"}
        place = {"room_id": _slug(line["rom"]), "partner_id": f"gruppe-{line['lytter_til']}"}
        if place["partner_id"] not in known:
            raise ValueError("unknown group")
        facts = {"position": position, "name": f"Gruppe {line['gruppe']}", "members": _number(line["medlemmer_sak10"])}
        yield "gruppe", key | facts | place
        for order, nettverk_id in enumerate(line["nettverk_sak10"].split(";")):
            yield "forarbeid", key | {"nettverk_id": nettverk_id, "position": order}


def _agenda(lines: list[CsvRow]) -> Iterator[TableRow]:
    for position, line in enumerate(lines):
        times = {"starts": line["start"], "ends": line["slutt"]}
        words = {"sak": line["sak"], "title": line["tittel"], "kind": line["type"], "remark": line["merknad"]}
        if not line["tittel"]:
            raise ValueError("an item without a title")
        key = {"meeting_id": MEETING, "item_id": f"sak-{position + 1}", "position": position}
        yield "agenda_item", key | times | words


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-")


CRITERIA = {"sheet_id": "kriterieark", "position": 0, "title": "Kriterieark", "per": "nettverk"}
POOL = {"sheet_id": "pool", "position": 1, "title": "Spørsmål om poolen", "per": "gruppe"}


def starter_sheet(folder: Path = DEMO_FOLDER) -> list[TableRow]:
    """Return the kriterieark of 2022 as rows, for another meeting to begin with; raise `UnreadableDemo`."""
    return list(_sheet(_read(folder, "criteria.csv"), CRITERIA))


def _sheet(lines: list[CsvRow], of: dict[str, Any]) -> Iterator[TableRow]:
    yield "sheet", {"meeting_id": MEETING, "for_ordning": ORDNING, "source": lines[0]["kilde"]} | of
    for position, line in enumerate(lines):
        key = {"meeting_id": MEETING, "sheet_id": of["sheet_id"], "question_id": line["nr"]}
        asked = {"position": position, "text": line["sporsmal"], "kinds": line["svartype"], "choices": line["valg"]}
        if not line["sporsmal"] or not line["svartype"]:
            raise ValueError("a question is empty")
        yield "question", key | asked | {"source": line["kilde"], "frame_line": line["rammelinje"]}


def _number(text: str) -> int | None:
    """Return a whole number of at most 12 digits, None for an empty cell; raise `ValueError`."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise ValueError(text)
    return int(text)
