"""Read how the meeting goes from the database."""

import json
from collections import defaultdict
from datetime import datetime
from fractions import Fraction

import duckdb

from dekom.proceedings import (
    AgendaItem,
    Ballot,
    Decision,
    Figure,
    Majority,
    Proceedings,
    Resolution,
    Seat,
    Statement,
    Timer,
)
from dekom.queries import Row, rows


def load_proceedings(cursor: duckdb.DuckDBPyConnection, meeting_id: str) -> Proceedings:
    """Return how one meeting goes; raise `KeyError` if there is none such."""
    cursor.execute("PRAGMA disable_optimizer")

    def of_meeting(table: str, *order: str) -> list[Row]:
        found = rows(cursor, f"SELECT * FROM {table} WHERE meeting_id = ?", (meeting_id,))
        return sorted(found, key=lambda row: [row[column] for column in order])

    meetings = of_meeting("meeting")
    if not meetings:
        raise KeyError(meeting_id)
    return Proceedings(
        meeting_id=meeting_id,
        held_on=meetings[0]["held_on"],
        items=_items(of_meeting("agenda_item", "position"), of_meeting("agenda_progress")),
        timers=tuple(
            Timer(
                r["room_id"],
                r["nettverk_id"],
                datetime.fromisoformat(r["started_at"]),
                r["seconds"],
                moment(r["ended_at"]),
            )
            for r in of_meeting("timer")
        ),
        seats=_seats(of_meeting("seat", "position"), of_meeting("attendance")),
        resolutions=tuple(Resolution(r["item_id"], r["for_ordning"], r["text"]) for r in of_meeting("resolution")),
        decisions=tuple(_decision(r) for r in of_meeting("decision", "decided_at")),
        ballots=_ballots(of_meeting("ballot", "position"), of_meeting("ballot_count", "position")),
        statements=tuple(
            Statement(r["statement_id"], r["item_id"], r["kind"], r["who"], r["text"])
            for r in of_meeting("statement", "position")
        ),
        majority=next((_majority(r) for r in of_meeting("majority_rule")), None),
        minutes={r["item_id"]: r["text"] for r in of_meeting("minutes")},
    )


def moment(text: str) -> datetime | None:
    """Return a stored moment (UTC), None for ""."""
    return datetime.fromisoformat(text) if text else None


def _items(items: list[Row], progress: list[Row]) -> tuple[AgendaItem, ...]:
    times = {r["item_id"]: (moment(r["started_at"]), moment(r["ended_at"])) for r in progress}
    return tuple(
        AgendaItem(
            r["item_id"],
            r["starts"],
            r["ends"],
            r["sak"],
            r["title"],
            r["kind"],
            r["remark"],
            *times.get(r["item_id"], (None, None)),
        )
        for r in items
    )


def _seats(seats: list[Row], attendance: list[Row]) -> tuple[Seat, ...]:
    there = {r["seat_id"]: (r["present"], r["vara"], r["absent"]) for r in attendance}
    return tuple(
        Seat(
            r["seat_id"],
            r["organisation"],
            r["role"],
            r["seats"],
            r["votes"] == "ja",
            r["valid_from"],
            r["valid_to"],
            *there.get(r["seat_id"], (None, None, None)),
        )
        for r in seats
    )


def _decision(row: Row) -> Decision:
    figures = tuple(Figure(f["name"], f["kr"]) for f in json.loads(row["figures"]))
    decided_at = datetime.fromisoformat(row["decided_at"])
    return Decision(row["item_id"], row["for_ordning"], row["way"], row["text"], figures, decided_at)


def _ballots(ballots: list[Row], counts: list[Row]) -> tuple[Ballot, ...]:
    of_ballot: dict[str, list[Row]] = defaultdict(list)
    for row in counts:
        of_ballot[row["ballot_id"]].append(row)
    return tuple(
        Ballot(
            id=r["ballot_id"],
            item_id=r["item_id"],
            subject=r["subject"],
            counts={c["alternative"]: c["votes"] for c in of_ballot[r["ballot_id"]]},
            abstained=r["abstained"],
            entitled=r["entitled"],
            held_at=datetime.fromisoformat(r["held_at"]),
            scenarios={c["alternative"]: c["scenario_id"] for c in of_ballot[r["ballot_id"]] if c["scenario_id"]},
        )
        for r in ballots
    )


def _majority(row: Row) -> Majority:
    return Majority(Fraction(row["percent"]) / 100, row["bound"] == "mer enn", row["share_of"], row["source"])
