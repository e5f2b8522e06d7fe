"""The agenda as a table, on the page and on the storskjerm: planned and real times, and how far each item has come."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dekom.agenda import Day, Line, Progress
from dekom.clock import local
from dekom.proceedings import Way
from pages._ui.text import t, words

_MARKS = {Progress.NAA: ("▶", "answered"), Progress.FERDIG: ("✓", "ok"), Progress.FORBI: ("–", "unclear")}
_ROOM_LINES, _ROOM_LETTERS = 11, 80


def agenda_table(day: Day, acked: dict[str, int], selected: str, ways: Mapping[str, Way]) -> dict[str, Any]:
    """Return the whole agenda, each title a button that opens the item. Only what is not as planned has two times.

    `ways` is how the items that are decided were, by the item's id.
    """
    columns = [
        {"id": "times", "label": t("Tid"), "kind": "times"},
        {"id": "sak", "label": t("Sak"), "kind": "number"},
        {"id": "name", "label": t("Tittel"), "kind": "name title"},
        {"id": "state", "label": t("Status"), "kind": "text badge-column"},
    ]
    rows = [_row(line, line.item.title, selected, ways.get(line.item.id)) for line in day.lines]
    return _table("agenda", columns, rows) | {"acked": acked}


def room_table(day: Day) -> dict[str, Any]:
    """Return what comes after the current item, for the storskjerm; long titles are cut off, with «…»."""
    columns = [
        {"id": "planned", "label": t("Plan"), "kind": "times"},
        {"id": "went", "label": t("Ventes"), "kind": "times"},
        {"id": "sak", "label": t("Sak"), "kind": "number"},
        {"id": "name", "label": t("Tittel"), "kind": "name title"},
    ]
    rows = [_row(line, _clipped(line.item.title), "") for line in _for_the_room(day)]
    if not any(row["cells"]["went"]["text"] for row in rows):
        columns = [column for column in columns if column["id"] != "went"]
    return _table("wall/agenda", columns, rows) | {"readonly": True, "room": True}


def hidden_from_the_room(day: Day) -> int:
    """Return how many items to come the storskjerm has no place for."""
    return len(_to_come(day)) - len(_for_the_room(day))


def clock(moment: datetime | None) -> str:
    """Return a moment (UTC) as a Norwegian time of day, "" for none."""
    return f"{local(moment):%H:%M}" if moment else ""


def span(start: str, end: str) -> str:
    """Return two times of day as one text; one of them, or both, may be missing."""
    return f"{start}–{end}" if start and end else start or end


def times_of(line: Line) -> str:
    """Return when an item went on, or is expected to."""
    return span(clock(line.starts_at), clock(line.ends_at))


def _for_the_room(day: Day) -> Sequence[Line]:
    return _to_come(day)[:_ROOM_LINES]


def _to_come(day: Day) -> Sequence[Line]:
    return [line for line in day.lines if line.progress is Progress.GJENSTAAR]


def _row(line: Line, title: str, selected: str, way: Way | None = None) -> dict[str, Any]:
    item, planned, went = line.item, span(line.item.starts, line.item.ends), times_of(line)
    differs = "" if went == planned else went
    word = t("gikk") if line.progress is Progress.FERDIG else t("ventes")
    planned = planned or t("uten klokkeslett")
    return {
        "id": item.id,
        "name": title or t("Uten tittel"),
        "label": "",
        "kr": None,
        "amount": "",
        "selected": item.id == selected,
        "note": "",
        "question": None,
        "cells": {
            "times": {"text": f"{planned}\n{word} {differs}" if differs else planned},
            "planned": {"text": planned},
            "sak": {"text": item.sak},
            "went": {"text": differs},
            "state": _state(line.progress, way),
        },
    }


def _state(progress: Progress, way: Way | None) -> dict[str, str]:
    """Return how far an item has come; what it ended in stands instead, or beside where it is still up."""
    shape, tone = _MARKS.get(progress, ("", ""))
    word = words(progress) if tone else ""
    if way is None:
        return {"text": word, "shape": shape, "tone": tone} if tone else {"text": ""}
    ended = t("Ikke enig") if way == "ingen enighet" else t("Vedtatt")
    if progress is Progress.NAA:
        return {"text": f"{word} · {ended}", "shape": shape, "tone": tone}
    mark = Progress.FORBI if way == "ingen enighet" else Progress.FERDIG
    shape, tone = _MARKS[mark]
    return {"text": ended, "shape": shape, "tone": tone}


def _clipped(title: str) -> str:
    return title if len(title) <= _ROOM_LETTERS else title[:_ROOM_LETTERS].rsplit(" ", 1)[0] + " …"


def _table(key: str, columns: list[dict[str, str]], rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "key": key,
        "acked": {},
        "readonly": False,
        "labels": {"caption": t("Saksliste"), "empty": ""},
        "columns": columns,
        "rows": rows,
        "sum": {},
    }
