"""Rows of any table as the schema has them: what may be written, what stands, what must exist."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from dekom import queries
from dekom.change import Change, InvalidChange, RowEdit, Value, Values
from dekom.i18n import Message

MAX_TEXT = 10_000
MAX_KR = 999_999_999_999
MAX_INTEGER = 2**31 - 1
LONGER_TEXTS = {"figures": 1_000_000, "content": 20_000_000}  # our own, not typed by anybody
EXACT = frozenset({"percent", "teacher_years"})  # exact fractions kept as text, such as 20 or 25/2
_EXACT = re.compile(r"-?[0-9]{1,12}(/[1-9][0-9]{0,9})?")
NO_SUCH_CHANGE = Message("Denne endringen finnes ikke.")
TOO_LONG = Message("Teksten er for lang. Bruk høyst {most:tall} tegn.", {"most": MAX_TEXT})
KEPT_BY_THE_STORE = frozenset({"migration", "change", "change_row", "browser", "access_key", "document"})
REFERENCES = (  # child table, columns, parent table
    ("ordning", ("meeting_id",), "meeting"),
    ("recipient", ("meeting_id",), "meeting"),
    ("frame_line", ("meeting_id", "ordning"), "ordning"),
    ("set_aside", ("meeting_id", "ordning"), "ordning"),
    ("forum_limit", ("meeting_id", "ordning"), "ordning"),
    ("acknowledgement", ("meeting_id", "ordning"), "ordning"),
    ("printed_figure", ("meeting_id", "ordning"), "ordning"),
    ("nettverk", ("meeting_id", "ordning"), "ordning"),
    ("innstilling", ("meeting_id", "ordning", "nettverk_id"), "nettverk"),
    ("grunnlag", ("meeting_id", "ordning", "nettverk_id"), "nettverk"),
    ("uncertain", ("meeting_id", "ordning", "nettverk_id"), "nettverk"),
    ("share", ("meeting_id", "ordning", "nettverk_id"), "grunnlag"),
    ("share", ("meeting_id", "recipient_id"), "recipient"),
    ("teacher_years", ("meeting_id", "ordning", "nettverk_id"), "nettverk"),
    ("key_figures", ("meeting_id", "ordning"), "ordning"),
    ("scenario", ("meeting_id", "ordning"), "ordning"),
    ("scenario_line", ("meeting_id", "ordning", "scenario_id"), "scenario"),
    ("scenario_amount", ("meeting_id", "ordning", "scenario_id"), "scenario"),
    ("room", ("meeting_id",), "meeting"),
    ("gruppe", ("meeting_id",), "meeting"),
    ("forarbeid", ("meeting_id", "gruppe_id"), "gruppe"),
    ("tie", ("meeting_id", "gruppe_id"), "gruppe"),
    ("sheet", ("meeting_id",), "meeting"),
    ("question", ("meeting_id", "sheet_id"), "sheet"),
    ("answer", ("meeting_id", "gruppe_id"), "gruppe"),
    ("answer", ("meeting_id", "sheet_id", "question_id"), "question"),
    ("revealed", ("meeting_id", "gruppe_id"), "gruppe"),
    ("shown_note", ("meeting_id", "gruppe_id", "sheet_id", "nettverk_id", "question_id"), "answer"),
    ("inhabilitet", ("meeting_id",), "meeting"),
    ("tied_left_out", ("meeting_id",), "meeting"),
    ("wall", ("meeting_id", "room_id"), "room"),
    ("wall_control", ("meeting_id", "room_id"), "room"),
    ("access_email", ("meeting_id",), "meeting"),
    ("agenda_item", ("meeting_id",), "meeting"),
    ("seat", ("meeting_id",), "meeting"),
    ("attachment", ("meeting_id", "ordning", "nettverk_id"), "nettverk"),
    ("agenda_progress", ("meeting_id", "item_id"), "agenda_item"),
    ("timer", ("meeting_id", "room_id"), "room"),
    ("attendance", ("meeting_id", "seat_id"), "seat"),
    ("resolution", ("meeting_id", "item_id"), "agenda_item"),
    ("decision", ("meeting_id", "item_id"), "agenda_item"),
    ("ballot", ("meeting_id", "item_id"), "agenda_item"),
    ("ballot_count", ("meeting_id", "ballot_id"), "ballot"),
    ("statement", ("meeting_id", "item_id"), "agenda_item"),
    ("minutes", ("meeting_id", "item_id"), "agenda_item"),
    ("majority_rule", ("meeting_id",), "meeting"),
    ("version", ("meeting_id", "ordning"), "ordning"),
    ("vedtak", ("meeting_id", "ordning", "nettverk_id"), "nettverk"),
)
SET_UP_ROWS = (
    *("meeting", "ordning", "frame_line", "recipient", "nettverk", "grunnlag", "share", "uncertain"),
    *("teacher_years", "key_figures", "forum_limit", "room", "gruppe", "forarbeid", "tie", "sheet", "question"),
    *("seat", "agenda_item", "printed_figure", "innstilling"),
)
# What a page watches: a change moves the revision of the topics of its tables.
INNSTILLING, ANSWERS, WALL, SET_UP, SAK = TOPICS = ("innstilling", "svar", "skjerm", "oppsett", "sak")
WHOLE_MEETING = "møte"  # the change that makes a meeting: Angre does not take all of it away unasked
FASTSATT = "fastsatt"  # the change that makes a version: Angre never takes it back, a correction is a new version
_TOPIC_OF = {
    "answer": ANSWERS,
    **dict.fromkeys(("wall", "wall_control"), WALL),
    **dict.fromkeys(("room", "gruppe", "forarbeid", "tie", "sheet", "question", "revealed", "shown_note"), SET_UP),
    **dict.fromkeys(("inhabilitet", "tied_left_out", "access_email"), SET_UP),
    **dict.fromkeys(("agenda_item", "seat", "attachment"), SET_UP),
    **dict.fromkeys(
        ("agenda_progress", "timer", "attendance", "resolution", "decision", "ballot", "ballot_count"), SAK
    ),
    **dict.fromkeys(("statement", "minutes", "majority_rule", "version", "vedtak"), SAK),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the database has it."""

    kind: str
    is_nullable: bool


@dataclass(frozen=True, slots=True)
class Table:
    """The key and the columns of a table as the database has them."""

    key: tuple[str, ...]
    columns: dict[str, Column]


def read_tables(cursor: duckdb.DuckDBPyConnection) -> dict[str, Table]:
    """Return every table of the file by name."""
    sql = "SELECT table_name, column_name, data_type, is_nullable FROM duckdb_columns() WHERE NOT internal"
    columns: dict[str, dict[str, Column]] = {}
    for row in queries.rows(cursor, sql):
        columns.setdefault(row["table_name"], {})[row["column_name"]] = Column(row["data_type"], row["is_nullable"])
    sql = "SELECT table_name, constraint_column_names FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY'"
    keys = {r["table_name"]: tuple(r["constraint_column_names"]) for r in queries.rows(cursor, sql)}
    return {name: Table(keys.get(name, ()), of_table) for name, of_table in columns.items()}


def agrees(current: Values | None, expected: Values | None) -> bool:
    if current is None or expected is None:
        return current is expected
    return all(current.get(column) == value for column, value in expected.items())


def columns_of(edits: Sequence[RowEdit]) -> set[str]:
    return {column for edit in edits for column in {**(edit.before or {}), **(edit.after or {})}}


def topic_of(edits: Sequence[RowEdit]) -> str:
    """Return the topic that a change is listed under: that of its first edit, or a new meeting's or version's."""
    if any(edit.table == "meeting" and edit.before is None for edit in edits):
        return WHOLE_MEETING
    if any(edit.table == "version" and edit.before is None for edit in edits):
        return FASTSATT
    return _TOPIC_OF.get(edits[0].table, INNSTILLING) if edits else INNSTILLING


def moved_topics(edits: Sequence[RowEdit]) -> set[str]:
    """Return every topic that the edits touch. Answers also have their group's, and that for the network."""
    moved = {_TOPIC_OF.get(edit.table, INNSTILLING) for edit in edits}
    for edit in edits:
        if edit.table == "answer":
            gruppe_id = str(edit.key["gruppe_id"])
            moved |= {answers_of(gruppe_id), answers_of(gruppe_id, str(edit.key["nettverk_id"]))}
        elif edit.table == "version":  # every screen with the innstilling says whether it is fastsatt
            moved.add(INNSTILLING)
    return moved


def answers_of(gruppe_id: str, nettverk_id: str | None = None) -> str:
    """Return the topic of one group's answers, all or for one network ("" for those about the whole)."""
    return f"{ANSWERS}/{gruppe_id}" if nettverk_id is None else f"{ANSWERS}/{gruppe_id}/{nettverk_id}"


def where(key: Values) -> str:
    return " AND ".join(f"{column} = ?" for column in key)


def insert(cursor: duckdb.DuckDBPyConnection, table: str, values: Values) -> None:
    places = ", ".join("?" for _ in values)
    cursor.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({places})", list(values.values()))


def check_references(cursor: duckdb.DuckDBPyConnection, edits: Sequence[RowEdit]) -> None:
    """Raise `InvalidChange` if a written row refers to one that does not exist, or a deleted one is referred to."""

    def concerned(child: str, columns: tuple[str, ...], parent: str) -> bool:
        return any(
            (edit.table == child and (edit.before is None or not set(columns).isdisjoint(edit.after or {})))
            or (edit.table == parent and edit.after is None)
            for edit in edits
        )

    for child, columns, parent in REFERENCES:
        if concerned(child, columns, parent):
            sql = f"SELECT count(*) AS n FROM {child} ANTI JOIN {parent} USING ({', '.join(columns)})"
            if queries.rows(cursor, sql)[0]["n"]:
                raise InvalidChange(Message("Endringen viser til noe som ikke finnes i dette møtet."))


def validate(tables: dict[str, Table], edit: RowEdit, change: Change) -> None:
    """Raise `InvalidChange` unless the edit names a table, row and columns of this case, with possible values."""
    table = tables.get(edit.table)
    if table is None or edit.table in KEPT_BY_THE_STORE or set(edit.key) != set(table.key):
        raise InvalidChange(NO_SUCH_CHANGE)
    scope = {"meeting_id": change.meeting_id}
    if change.ordning:  # a change of the set-up may touch every ordning of its meeting
        scope["ordning"] = change.ordning
    if any(edit.key[column] != value for column, value in scope.items() if column in table.key):
        raise InvalidChange(Message("Endringen gjelder et annet møte enn det som er åpent."))
    if edit.table == "version" and edit.before is not None and not _ends_meeting(change):
        raise InvalidChange(Message("En fastsatt innstilling kan ikke endres eller slettes. Fastsett en ny versjon."))
    values = [c for c in table.columns if c not in table.key]
    if not columns_of((edit,)) <= set(values):
        raise InvalidChange(NO_SUCH_CHANGE)
    for column, value in {**edit.key, **(edit.after or {})}.items():
        _validate_value(column, table.columns[column], value)
    if edit.before is None and edit.after is not None:
        missing = [c for c in values if c not in edit.after and not table.columns[c].is_nullable]
        if missing:
            raise InvalidChange(Message("Noe mangler i det som skal lagres."))


def _ends_meeting(change: Change) -> bool:
    """Return whether a change takes its whole meeting away, from where it can be brought back with all it had."""
    return any(edit.table == "meeting" and edit.after is None for edit in change.edits)


def validate_words(change: Change, what: str) -> None:
    """Raise `InvalidChange` if the change's own words are too long; `what` is its text as stored."""
    _validate_value("why", Column("VARCHAR", False), change.why)
    if len(what) > 2 * MAX_TEXT:
        raise InvalidChange(TOO_LONG)


def _validate_value(column: str, of: Column, value: Value) -> None:
    if value is None:
        if not of.is_nullable:
            raise InvalidChange(Message("Noe mangler i det som skal lagres."))
    elif of.kind in {"BIGINT", "INTEGER"}:
        _validate_number(value, MAX_KR if of.kind == "BIGINT" else MAX_INTEGER)
    elif not isinstance(value, str):
        raise InvalidChange(NO_SUCH_CHANGE)
    elif of.kind == "DATE":
        _validate_date(value)
    else:
        _validate_text(column, value)


def _validate_number(value: Value, most: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidChange(Message("Beløpet er ikke et helt tall."))
    if not 0 <= value <= most:
        raise InvalidChange(Message("Tallet må være fra 0 til {most:tall}.", {"most": most}))


def _validate_date(value: str) -> None:
    try:
        date.fromisoformat(value[:20])
    except ValueError as fault:
        raise InvalidChange(Message("Datoen finnes ikke.")) from fault


def _validate_text(column: str, value: str) -> None:
    if len(value) > LONGER_TEXTS.get(column, MAX_TEXT):
        raise InvalidChange(TOO_LONG)
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise InvalidChange(Message("Teksten har tegn som ikke kan lagres."))
    if column in EXACT and not _EXACT.fullmatch(value):
        raise InvalidChange(Message("«{text}» er ikke et tall.", {"text": value[:60]}))
