"""Saving what somebody wrote in a set-up table, as one undoable step: all of it, or nothing and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dekom.access import Actor
from dekom.change import Change, RowEdit, Values
from dekom.findings import Finding
from dekom.grid import Cell
from dekom.i18n import Message
from dekom.money import quoted
from dekom.set_up import SetUp, shown_cell
from dekom.set_up_plan import Plan, plan_rows
from dekom.set_up_rows import Names, Written, read_rows
from dekom.set_up_tables import ORDNING, SetUpTable
from dekom.store import Store


@dataclass(frozen=True, slots=True)
class Removal:
    """A row that would go, what it is called, and how many rows of other kinds go with it, by table."""

    name: Message
    below: Mapping[str, int]


def plan_grid(
    set_up: SetUp, table: SetUpTable, rows: Sequence[Written], shown: Iterable[Values], fixed: Values
) -> Plan:
    """Return what saving the rows of a table on the page would do; rows that were shown and are gone, go."""
    names = Names.of(set_up)
    records, findings = read_rows(table, rows, names, fixed)
    for row in rows:
        number = row.cells.get(ORDER)
        if number is not None and not number.is_empty and not _is_number(str(number.value)):
            text = "«{text}» er ikke et nummer. Skriv for eksempel 2, eller 2,5 for å stå mellom 2 og 3."
            findings.append(Finding(Message(text, {"text": quoted(str(number.value))}), "", row.place))
    if findings:
        return Plan(findings=tuple(findings))
    plan = plan_rows(set_up, table, records, names, shown, follow_order=table.is_ordered)
    if table is ORDNING and not rows:
        return Plan(findings=(Finding(Message("Møtet må ha minst én ordning.")),))
    return plan


def removals(store: Store, set_up: SetUp, table: SetUpTable, plan: Plan) -> list[Removal]:
    """Return what would go with the rows that a plan takes away."""
    found = []
    for key in plan.removed:
        row = next(r for r in set_up.rows[table.table] if all(r[c] == v for c, v in key.items()))
        below: dict[str, int] = {}
        for edit in store.rows_with(table.table, {"meeting_id": set_up.meeting_id, **key})[:-1]:
            if edit.after is None and edit.before:
                below[edit.table] = below.get(edit.table, 0) + 1
        found.append(Removal(shown_cell(set_up, table.column(table.named_by), row), below))
    return found


def save_plan(store: Store, actor: Actor, set_up: SetUp, table: SetUpTable, plan: Plan) -> int | None:
    """Write a plan without findings as one step, with all that hangs on the rows that go."""
    edits: dict[tuple[str, tuple[Any, ...]], RowEdit] = {}
    for key in plan.removed:
        for edit in store.rows_with(table.table, {"meeting_id": set_up.meeting_id, **key}):
            edits[edit.table, tuple(edit.key.values())] = edit
    said = {"table": table.title, "added": plan.added, "changed": plan.changed, "removed": len(plan.removed)}
    what = Message("{table}: {added} nye, {changed} endret, {removed} tatt bort", said)
    return store.apply(Change(set_up.meeting_id, "", what, (*edits.values(), *plan.edits)), actor)


def edited_rows(
    table: SetUpTable, shown: Sequence[tuple[Values | None, Mapping[str, str]]], edited: Mapping[str, Any]
) -> list[Written]:
    """Return the rows as they stand in the browser's table. Nothing in `edited` is trusted.

    `shown` is what was drawn: key (None for a row not saved yet) and texts by column. `edited` is what the browser
    says was typed on top of it: `edited_rows`, `added_rows` and `deleted_rows`, as Streamlit has them. A row that
    nothing is written in is none.
    """
    changed = edited.get("edited_rows") or {}
    gone = {i for i in edited.get("deleted_rows") or () if isinstance(i, int)}
    numbered: list[tuple[tuple[bool, float, int], Written]] = []
    for index, (key, texts) in enumerate(shown):
        if index not in gone:
            typed = changed.get(index, changed.get(str(index))) or {}
            numbered.append(_written(table, {**texts, **typed}, key, index))
    for index, typed in enumerate(edited.get("added_rows") or (), start=len(shown)):
        if isinstance(typed, Mapping) and any(str(v).strip() for v in typed.values() if v is not None):
            numbered.append(_written(table, typed, None, index))
    return [row for _order, row in sorted(numbered, key=lambda pair: pair[0])]


ORDER = "nr"


def _written(
    table: SetUpTable, texts: Mapping[str, Any], key: Values | None, index: int
) -> tuple[tuple[bool, float, int], Written]:
    number = str(texts.get(ORDER) or "").strip()
    order = (not _is_number(number), float(number.replace(",", ".")) if _is_number(number) else 0.0, index)
    cells = {ORDER: Cell(number, str(index + 1))} if table.is_ordered else {}
    cells |= {
        c.field: Cell(_text(texts.get(c.field)), str(index + 1)) for c in table.columns if c.field in texts or not key
    }
    return order, Written(cells, str(index + 1), key)


def _is_number(text: str) -> bool:
    return len(text) <= 12 and text.isascii() and text.replace(",", ".").replace(".", "", 1).isdecimal()


def _text(value: object) -> str:
    return "" if value is None else str(value)
