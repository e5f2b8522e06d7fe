"""A set-up table on the page: what this browser was shown, what is typed on top of it, and how it is saved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from dekom.access import Actor
from dekom.change import Values
from dekom.edits import refusal
from dekom.findings import Finding
from dekom.i18n import Message, render
from dekom.set_up import SetUp, key_of_row, shown_cell
from dekom.set_up_actions import ORDER, Removal, edited_rows, plan_grid, removals, save_plan
from dekom.set_up_plan import Plan
from dekom.set_up_tables import SetUpTable
from dekom.set_up_text import changes, counts
from dekom.store import Store

MOST_TOLD = 5

Shown = list[tuple[Values | None, dict[str, str]]]


@dataclass
class GridState:
    """One table in one browser tab. `set_up` is what it was drawn from: edits are made on top of that.

    `shown` are the rows as drawn, `keys` those of the rows that stood. `typed` is what the browser last said was typed
    on top; it is put among the rows (`is_carried`) when the browser's own table is gone, so that nothing is lost.
    """

    set_up: SetUp | None = None
    shown: Shown = field(default_factory=list)
    keys: list[Values] = field(default_factory=list)
    typed: Any = None
    is_carried: bool = False
    version: int = 0
    findings: tuple[Finding, ...] = ()
    asks: list[Removal] = field(default_factory=list)
    notice: Message | None = None

    def drop(self) -> None:
        """Forget what was typed: the table is drawn anew from what stands."""
        self.set_up, self.findings, self.asks, self.typed, self.is_carried = None, (), [], None, False

    @property
    def waits(self) -> bool:
        """Whether something is typed and not saved."""
        return self.is_carried or is_edited(self.typed)


def is_edited(edited: Any) -> bool:
    """Return whether the browser says that something is typed and not saved."""
    return isinstance(edited, Mapping) and any(edited.get(k) for k in ("edited_rows", "added_rows", "deleted_rows"))


def draw_from(state: GridState, set_up: SetUp, table: SetUpTable, fixed: Values, language: str, edited: Any) -> None:
    """Take the set-up as it stands as what is shown, unless something is typed on top of what was shown before.

    `edited` is None where the browser has no such table: it was away, or is drawn in another language.
    """
    if edited is None and state.set_up is not None and is_edited(state.typed):
        _carry(state, table)
    if state.set_up is not None and (state.is_carried or is_edited(edited) or state.set_up == set_up):
        return
    rows = set_up.of(table, fixed)
    state.set_up, state.version = set_up, state.version + 1
    state.keys = [key_of_row(table, row) for row in rows]
    texts = [_texts(set_up, table, row, number, language) for number, row in enumerate(rows, start=1)]
    state.shown = list(zip(state.keys, texts, strict=True))


def _carry(state: GridState, table: SetUpTable) -> None:
    """Put what was typed among the rows that are shown."""
    rows = edited_rows(table, state.shown, state.typed)
    state.shown = [
        (row.key, {**{name: str(cell.value) for name, cell in row.cells.items()}, ORDER: str(number)})
        for number, row in enumerate(rows, start=1)
    ]
    state.typed, state.is_carried, state.version = None, True, state.version + 1


def _texts(set_up: SetUp, table: SetUpTable, row: Mapping[str, Any], number: int, language: str) -> dict[str, str]:
    texts = {c.field: render(shown_cell(set_up, c, row), language=language) for c in table.columns}
    return {ORDER: str(number), **texts} if table.is_ordered else texts


def save_grid(
    store: Store, actor: Actor, state: GridState, table: SetUpTable, fixed: Values, edited: Any, is_sure: bool = False
) -> None:
    """Save what is typed as one step, or say in `state` what stands in the way; what is typed stays where it is."""
    state.findings, state.asks, state.notice = (), [], None
    set_up = state.set_up
    if set_up is None:
        return
    rows = edited_rows(table, state.shown, edited if isinstance(edited, Mapping) else {})
    plan = plan_grid(set_up, table, rows, state.keys, fixed)
    if plan.findings:
        state.findings = plan.findings
        return
    if plan.removed and not is_sure:
        state.asks = removals(store, set_up, table, plan)
        return
    state.notice = refusal(lambda: save_plan(store, actor, set_up, table, plan))
    if state.notice is None:
        state.notice = _saved(set_up, table, plan)
        state.drop()


def _saved(set_up: SetUp, table: SetUpTable, plan: Plan) -> Message:
    """Return what was saved, so that a slip of the finger is seen."""
    if not plan.edits and not plan.removed:
        return Message("Ingenting er endret.")
    changed = list(islice(changes(set_up, {table.table: plan}), MOST_TOLD + 1))
    if 0 < len(changed) <= MOST_TOLD:
        return Message("Lagret: {changes:semikolon}.", {"changes": changed})
    return Message("Lagret: {counts}.", {"counts": counts({table.table: plan}) or [table.title]})
