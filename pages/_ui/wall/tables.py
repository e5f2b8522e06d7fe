"""The tables of the storskjerm: few columns, large figures, nothing to press."""

from typing import Any

from dekom.edits import TableState
from dekom.evaluate import Evaluation
from dekom.model import Case
from dekom.whatif import Answer, WhatIf
from pages._ui.amount_table import table_data
from pages._ui.badges import badge_of
from pages._ui.whatif.result import table_data as what_if_data


def innstilling_table(evaluation: Evaluation, with_badges: bool) -> dict[str, Any]:
    """Return the amounts per network; checks only when they are shown on purpose."""
    shown = ["name", "last", "need", "amount", "change", *(["badge"] if with_badges else [])]
    data = _for_the_room(table_data(evaluation, TableState(), every_column=False), shown, "innstilling")
    for row, found in zip(data["rows"], evaluation.rows, strict=True):
        row["cells"]["badge"] = badge_of(found)
    return data


def what_if_table(case: Case, what_if: WhatIf, found: Answer) -> dict[str, Any]:
    """Return the proposal per network beside today's amount."""
    data = what_if_data(case, what_if, found, TableState())
    return _for_the_room(data, ["name", "today", "need", "amount", "change", "badge"], "what-if")


def _for_the_room(data: dict[str, Any], shown: list[str], name: str) -> dict[str, Any]:
    """Keep some columns, and write the amount as a plain cell."""
    columns = [c for c in data["columns"] if c["id"] in shown]
    for column in columns:
        if column["id"] == "amount":
            column["id"], column["kind"] = "figure", "number figure"
    for row in data["rows"]:
        row["cells"]["figure"] = {"text": row["amount"] or "–"}
        row["note"], row["question"], row["selected"] = "", None, False
    data["sum"]["figure"] = data["sum"]["amount"]
    return data | {"readonly": True, "room": True, "key": f"wall/{name}", "columns": columns, "acked": {}}
