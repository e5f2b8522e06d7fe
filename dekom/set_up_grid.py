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

Shown = list[tuple[Values, dict[str, str]]]


@dataclass
class GridState:
    """One table in one browser tab. `set_up` is what it was drawn from: edits are made on top of that."""

    set_up: SetUp | None = None
    shown: Shown = field(default_factory=list)
    version: int = 0
    findings: tuple[Finding, ...] = ()
    asks: list[Removal] = field(default_factory=list)
    notice: Message | None = None

    def drop(self) -> None:
        """Forget what was typed: the table is drawn anew from what stands."""
        self.set_up, self.findings, self.asks = None, (), []


def is_edited(edited: Any) -> bool:
    """Return whether the browser says that something is typed and not saved."""
    return isinstance(edited, Mapping) and any(edited.get(k) for k in ("edited_rows", "added_rows", "deleted_rows"))


def draw_from(state: GridState, set_up: SetUp, table: SetUpTable, fixed: Values, language: str, edited: Any) -> None:
    """Take the set-up as it stands as what is shown, unless something is typed on top of what was shown before."""
    if state.set_up is not None and (is_edited(edited) or state.set_up == set_up):
        return
    state.set_up, state.version = set_up, state.version + 1
    state.shown = [
        (key_of_row(table, row), _texts(set_up, table, row, number, language))
        for number, row in enumerate(set_up.of(table, fixed), start=1)
    ]


def _texts(set_up: SetUp, table: SetUpTable, row: Mapping[str, Any], number: int, language: str) -> dict[str, str]:
    texts = {c.field: render(shown_cell(set_up, c, row), language=language) for c in table.columns}
    return {ORDER: str(number), **texts} if table.is_ordered else texts


def save_grid(
    store: Store, actor: Actor, state: GridState, table: SetUpTable, fixed: Values, edited: Any, is_sure: bool = False
) -> None:
    """Save what is typed as one step, or say in `state` what stands in the way; what is typed stays where it is."""
    state.findings, state.asks, state.notice = (), [], None
    set_up = state.set_up
    if set_up is None or not isinstance(edited, Mapping):
        return
    plan = plan_grid(set_up, table, edited_rows(table, state.shown, edited), [key for key, _t in state.shown], fixed)
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
