"""The spread of answers: how many chose what, and a row a group, so that no group can write another's line."""

from typing import Any

from dekom.criteria import Spread, shown_answer
from dekom.groupwork import GroupWork, Question, Sheet
from pages._ui.groupwork.framlegg import answer_text, clipped
from pages._ui.text import t


def count_lines(found: Spread, asked: Question, names: dict[str, str]) -> list[str]:
    """Return a line a choice with a mark a group, and the groups."""
    if not asked.has_choices:
        return []
    return [
        f"{'●' * len(counted.grupper) or '–'} {counted.choice}: {len(counted.grupper)}"
        + (f" ({', '.join(names[i] for i in counted.grupper)})" if counted.grupper else "")
        for counted in found.choices
    ]


def answers_table(
    work: GroupWork, sheet: Sheet, asked: Question, hidden: frozenset[str] = frozenset(), room: bool = False
) -> dict[str, Any]:
    """Return a row a group with what it answered. `hidden` groups have not presented; that is not «ikke svart»."""
    rows = []
    for gruppe in work.grupper:
        text = answer_text(asked, shown_answer(work, sheet, gruppe.id, "", asked))
        words = t("ikke lagt fram") if gruppe.id in hidden else clipped(text, room)
        row = {"id": gruppe.id, "name": gruppe.name, "label": "", "kr": None, "amount": "", "selected": False}
        rows.append({**row, "note": "", "question": None, "cells": {"answer": {"text": words}}})
    return {
        "key": f"spread/{sheet.id}/{asked.id}/{room}",
        "acked": {},
        "readonly": True,
        "room": room,
        "labels": {"caption": asked.text, "empty": ""},
        "columns": [
            {"id": "name", "label": t("Gruppe"), "kind": "name who"},
            {"id": "answer", "label": t("Svar"), "kind": "words"},
        ],
        "rows": rows,
        "sum": {},
    }
