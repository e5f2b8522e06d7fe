"""Whole meetings: make one, copy last year's, delete one, and bring a deleted one back."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dekom.access import Actor, may_open_meeting, require_secretariat
from dekom.change import Change, InvalidChange, RowEdit, Values
from dekom.columns import Column, Value, read_cell
from dekom.demo import CRITERIA, starter_sheet
from dekom.grid import Cell
from dekom.i18n import Message
from dekom.money import Refused
from dekom.parameters import read_rulebook
from dekom.set_up import Row, SetUp, load_set_up, slug
from dekom.set_up_checks import too_early
from dekom.set_up_rows import choice_of
from dekom.set_up_tables import MEETING
from dekom.store import Store

DELETED = "Slettet møtet {title}"
_COPIED_WHOLE = (
    "recipient",
    "room",
    "gruppe",
    "forarbeid",
    "tie",
    "sheet",
    "question",
    "seat",
    "teacher_years",
    "key_figures",
)


def new_meeting(
    store: Store, actor: Actor, typed: Mapping[str, str], ordninger: Collection[str], with_sheet: bool = True
) -> str:
    """Make a meeting with a room, and the network itself as a recipient; return its id. Raises `Refused`.

    `typed` are the texts of the set-up's meeting row; `with_sheet` adds the kriterieark of 2022 to begin with.
    """
    values = _read_meeting(typed)
    _check(ordninger, values)
    meeting_id = _free_id(store, values)
    rulebook = read_rulebook()
    rows: list[tuple[str, dict[str, Any]]] = [("meeting", dict(values))]
    for ordning in ordninger:
        frame = {"name": rulebook[ordning]["navn"], "total_kr": None, "status": "foreløpig", "source": ""}
        rows.append(("ordning", {"ordning": ordning, **frame}))
    rows.append(("room", {"room_id": "rom-1", "position": 0, "name": "Rom 1"}))
    itself = {"recipient_id": "nettverk", "position": 0, "name": "Nettverk inkl. koordinator", "kind": "nettverk"}
    rows.append(("recipient", itself))
    if with_sheet:
        for place, ordning in enumerate(ordninger):
            rows += _sheet(ordning, place)
    edits = [_added(store, table, meeting_id, row) for table, row in rows]
    what = Message("Nytt møte: {county}, {title}", {"county": values["county"], "title": values["title"]})
    store.apply(Change(meeting_id, "", what, tuple(edits)), actor)
    return meeting_id


def copy_meeting(
    store: Store, actor: Actor, source_id: str, typed: Mapping[str, str], innstilt_for_missing: bool
) -> str:
    """Make a meeting from last year's; return its id. Raises `Refused`.

    «I fjor» becomes what was tildelt. Where that is not entered it stays unknown, or with `innstilt_for_missing`
    becomes what was innstilt. Amounts, decision bases, limits and answers belong to the old year and stay there.
    """
    require_secretariat(actor, source_id)
    source = load_set_up(store, actor, source_id)
    values = _read_meeting(typed)
    _check(source.ordninger, values)
    meeting_id = _free_id(store, values)
    rows = [("meeting", dict(values)), *_carried_over(source, innstilt_for_missing)]
    edits = [_added(store, table, meeting_id, row) for table, row in rows]
    old = source.meeting or {}
    said = {"county": values["county"], "title": values["title"], "old": str(old.get("held_on", ""))}
    what = Message("Nytt møte: {county}, {title}, etter møtet {old}", said)
    store.apply(Change(meeting_id, "", what, tuple(edits)), actor)
    return meeting_id


def _carried_over(source: SetUp, innstilt_for_missing: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    for row in source.rows["ordning"]:
        yield "ordning", {**row, "total_kr": None, "status": "foreløpig", "source": ""}
    for row in source.rows["frame_line"]:
        yield "frame_line", {**row, "amount_kr": None, "source": ""}
    innstilt = {(r["ordning"], r["nettverk_id"]): r["innstilt_kr"] for r in source.rows["innstilling"]}
    for row in source.rows["nettverk"]:
        place = row["ordning"], row["nettverk_id"]
        last_year_kr = row["tildelt_kr"]
        if last_year_kr is None and innstilt_for_missing:
            last_year_kr = innstilt[place]
        yield "nettverk", {**row, "last_year_kr": last_year_kr, "opening_kr": None, "tildelt_kr": None}
        empty = {"innstilt_kr": None, "begrunnelse": ""}
        yield "innstilling", {"ordning": place[0], "nettverk_id": place[1], **empty}
    for row in source.rows["agenda_item"]:
        yield "agenda_item", {**row, "sak": ""}
    for table in _COPIED_WHOLE:
        for row in source.rows[table]:
            yield table, dict(row)


def delete_meeting(store: Store, actor: Actor, meeting_id: str) -> int | None:
    """Take a meeting away with all that belongs to it, its keys included; `restore_meeting` brings it back."""
    require_secretariat(actor, meeting_id)
    key = {"meeting_id": meeting_id}
    row = store.row("meeting", key)
    if row is None:
        raise InvalidChange(Message("Møtet er allerede slettet."))
    what = Message(DELETED, {"title": f"{row['county']} {row['held_on']}"})
    return store.apply(Change(meeting_id, "", what, store.rows_with("meeting", key)), actor)


@dataclass(frozen=True, slots=True)
class DeletedMeeting:
    """A meeting that can be brought back."""

    meeting_id: str
    title: str


def deleted(store: Store, actor: Actor) -> list[DeletedMeeting]:
    """Return the deleted meetings that the actor may bring back."""
    found = []
    for meeting_id in sorted(store.gone_meetings()):
        entry = store.newest(meeting_id, "", (DELETED,)) if may_open_meeting(actor, meeting_id) else None
        if entry:
            found.append(DeletedMeeting(meeting_id, str(entry.what.params["title"])))
    return found


def restore_meeting(store: Store, actor: Actor, meeting_id: str) -> int | None:
    """Bring back a deleted meeting as it was."""
    require_secretariat(actor, meeting_id)
    deleted = store.newest(meeting_id, "", (DELETED,))
    if deleted is None or store.row("meeting", {"meeting_id": meeting_id}) is not None:
        raise InvalidChange(Message("Det er ikke noe slettet møte å hente tilbake."))
    edits = tuple(edit.reversed() for edit in reversed(deleted.edits))
    what = Message("Hentet tilbake møtet {title}", deleted.what.params)
    return store.apply(Change(meeting_id, "", what, edits), actor)


def _read_meeting(typed: Mapping[str, str]) -> dict[str, Value]:
    return {column.field: _read(column, typed.get(column.field, "")) for column in MEETING.columns}


def _read(column: Column, text: str) -> Value:
    value = read_cell(column, Cell(text))
    return choice_of(column, str(value)) if column.choices else value


def _check(ordninger: Collection[str], values: Values) -> None:
    if not ordninger:
        raise Refused(Message("Velg minst én ordning."))
    for ordning in ordninger:
        if ordning not in read_rulebook():
            raise Refused(Message("Denne ordningen finnes ikke."))
        if message := too_early(ordning, str(values["held_on"])):
            raise Refused(message)


def _free_id(store: Store, values: Values) -> str:
    year = str(values["held_on"])[:4]
    return slug(f"{values['county']} {year}", store.meeting_ids())


def _sheet(ordning: str, place: int) -> list[tuple[str, dict[str, Any]]]:
    first, name = place == 0, read_rulebook()[ordning]["navn"]
    sheet_id = CRITERIA["sheet_id"] if first else f"{CRITERIA['sheet_id']}-{ordning}"
    title = CRITERIA["title"] if first else f"{CRITERIA['title']} {name}"
    return [
        (
            table,
            {
                **row,
                "sheet_id": sheet_id,
                **({"for_ordning": ordning, "position": place, "title": title} if table == "sheet" else {}),
            },
        )
        for table, row in starter_sheet()
    ]


def _added(store: Store, table: str, meeting_id: str, row: Row) -> RowEdit:
    columns = store.key_columns(table)
    whole = {**row, "meeting_id": meeting_id}
    return RowEdit(table, {c: whole[c] for c in columns}, None, {c: v for c, v in whole.items() if c not in columns})
