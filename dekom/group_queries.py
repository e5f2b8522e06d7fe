"""Read group work and the storskjerm from the database, as far as the reader may see it."""

from collections import defaultdict
from typing import get_args

import duckdb

from dekom.access import Actor, Forbidden, may_open_meeting
from dekom.change import Change
from dekom.groupwork import Answer, AnswerPlace, GroupWork, Gruppe, Inhabilitet, Question, Room, Sheet, Tie
from dekom.queries import Row, rows
from dekom.wall import View, Wall, WallControl

_BETWEEN = ";"


def load_group_work(cursor: duckdb.DuckDBPyConnection, meeting_id: str, actor: Actor) -> GroupWork:
    """Return the group work that the actor may see; raise `Forbidden` for a meeting that is not the actor's."""
    if not may_open_meeting(actor, meeting_id):
        raise Forbidden("Nøkkelen gjelder et annet møte.")
    cursor.execute("PRAGMA disable_optimizer")

    def of_meeting(table: str, *order: str) -> list[Row]:
        found = rows(cursor, f"SELECT * FROM {table} WHERE meeting_id = ?", (meeting_id,))
        return sorted(found, key=lambda row: [row[column] for column in order])

    revealed = frozenset((r["gruppe_id"], r["sheet_id"]) for r in of_meeting("revealed"))
    shown_notes = frozenset(_place(r) for r in of_meeting("shown_note"))
    answers = {_place(r): _answer(r) for r in of_meeting("answer")}
    return GroupWork(
        meeting_id=meeting_id,
        rooms=tuple(Room(r["room_id"], r["name"]) for r in of_meeting("room", "position")),
        grupper=_grupper(
            of_meeting("gruppe", "position"),
            of_meeting("forarbeid", "position"),
            of_meeting("tie", "gruppe_id", "kind", "subject_id"),
        ),
        sheets=_sheets(of_meeting("sheet", "position"), of_meeting("question", "position")),
        answers=_visible(answers, actor, revealed, shown_notes),
        revealed=revealed,
        shown_notes=shown_notes,
        inhabilitet=tuple(
            Inhabilitet(r["inhabilitet_id"], r["who"], r["concerns"], r["decision"], r["nettverk_id"] or "")
            for r in of_meeting("inhabilitet", "position")
        ),
        leaves_out_tied=bool(of_meeting("tied_left_out")),
    )


def _visible(
    answers: dict[AnswerPlace, Answer],
    actor: Actor,
    revealed: frozenset[tuple[str, str]],
    shown_notes: frozenset[AnswerPlace],
) -> dict[AnswerPlace, Answer]:
    """Return the answers the actor may see: its own, else those revealed, with the notes picked for showing."""
    if actor.role == "sekretariat":
        return answers
    seen: dict[AnswerPlace, Answer] = {}
    for place, answer in answers.items():
        gruppe_id, sheet_id, _nettverk_id, _question_id = place
        if actor.role == "gruppe" and gruppe_id == actor.gruppe_id:
            seen[place] = answer
        elif (gruppe_id, sheet_id) in revealed:
            note = answer.note if place in shown_notes else ""
            seen[place] = Answer(answer.choice, answer.text, note, answer.amount_kr)
    return seen


def _grupper(grupper: list[Row], forarbeid: list[Row], ties: list[Row]) -> tuple[Gruppe, ...]:
    prepared: dict[str, list[str]] = defaultdict(list)
    tied: dict[str, list[Tie]] = defaultdict(list)
    for row in forarbeid:
        prepared[row["gruppe_id"]].append(row["nettverk_id"])
    for row in ties:
        tied[row["gruppe_id"]].append(Tie(row["kind"], row["subject_id"], row["remark"]))
    return tuple(
        Gruppe(
            id=r["gruppe_id"],
            name=r["name"],
            members=r["members"],
            room_id=r["room_id"],
            partner_id=r["partner_id"],
            forarbeid=tuple(prepared[r["gruppe_id"]]),
            ties=tuple(tied[r["gruppe_id"]]),
        )
        for r in grupper
    )


def _sheets(sheets: list[Row], questions: list[Row]) -> tuple[Sheet, ...]:
    asked: dict[str, list[Question]] = defaultdict(list)
    for r in questions:
        kinds, choices = _parts(r["kinds"]), _parts(r["choices"])
        asked[r["sheet_id"]].append(
            Question(r["question_id"], r["text"], kinds, choices, r["source"], r["frame_line"])
        )
    return tuple(
        Sheet(r["sheet_id"], r["title"], r["for_ordning"], r["per"], tuple(asked[r["sheet_id"]]), r["source"])
        for r in sheets
    )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in text.split(_BETWEEN))))


def _place(row: Row) -> AnswerPlace:
    return row["gruppe_id"], row["sheet_id"], row["nettverk_id"], row["question_id"]


def _answer(row: Row) -> Answer:
    return Answer(row["choice"], row["text"], row["note"], row["amount_kr"])


def require_own_nettverk(cursor: duckdb.DuckDBPyConnection, change: Change) -> None:
    """Raise `Forbidden` if a group answers for a network that neither it nor its partner group presents."""
    for edit in change.edits:
        nettverk_id = edit.key.get("nettverk_id")
        if not nettverk_id:
            continue
        sql = """SELECT count(*) AS n FROM forarbeid WHERE meeting_id = ? AND nettverk_id = ? AND (gruppe_id = ?
                 OR gruppe_id IN (SELECT partner_id FROM gruppe WHERE meeting_id = ? AND gruppe_id = ?))"""
        own = edit.key["gruppe_id"]
        values = (change.meeting_id, nettverk_id, own, change.meeting_id, own)
        if rows(cursor, sql, values)[0]["n"] == 0:
            raise Forbidden("Nettverket hører ikke til gruppen din. Ingenting ble lagret.")


def load_wall(cursor: duckdb.DuckDBPyConnection, meeting_id: str, room_id: str) -> Wall:
    """Return what a room's storskjerm shows; the innstilling where nothing has been chosen."""
    where = "meeting_id = ? AND room_id = ?"
    found = rows(cursor, f"SELECT * FROM wall WHERE {where}", (meeting_id, room_id))
    return _wall(room_id, found[0] if found else None)


def load_walls(cursor: duckdb.DuckDBPyConnection, meeting_id: str) -> list[tuple[Room, Wall, WallControl]]:
    """Return the rooms of a meeting, each with its storskjerm and how that is driven."""
    cursor.execute("PRAGMA disable_optimizer")

    def by_room(table: str) -> dict[str, Row]:
        return {r["room_id"]: r for r in rows(cursor, f"SELECT * FROM {table} WHERE meeting_id = ?", (meeting_id,))}

    rooms, walls, controls = by_room("room"), by_room("wall"), by_room("wall_control")
    return [
        (Room(i, room["name"]), _wall(i, walls.get(i)), _control(i, controls.get(i)))
        for i, room in sorted(rooms.items(), key=lambda item: item[1]["position"])
    ]


def _wall(room_id: str, row: Row | None) -> Wall:
    if row is None or row["view"] not in get_args(View):
        return Wall(room_id)
    names = [column for column in row if column not in {"meeting_id", "room_id", "shows"}]
    return Wall(room_id, **{n: row[n] for n in names}, shows=frozenset(_parts(row["shows"])))


def _control(room_id: str, row: Row | None) -> WallControl:
    return WallControl(room_id, row["held_at"], row["follows"]) if row else WallControl(room_id)
