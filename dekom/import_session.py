"""An import under way in one browser tab: what was read, what has been answered, and what it would do."""

from collections.abc import Collection
from dataclasses import dataclass, field

from dekom.access import Actor
from dekom.edits import refusal
from dekom.findings import Finding
from dekom.grid import Grid
from dekom.i18n import Message
from dekom.import_plan import ImportPlan, is_ours, plan_import, save_import, with_findings
from dekom.import_table import plan_table
from dekom.pasted_text import read_pasted
from dekom.set_up import SetUp, slug
from dekom.store import Store
from dekom.table_model import Question
from dekom.workbook_read import read_file


@dataclass
class ImportState:
    """What waits for a yes. A plain table is about `ordning`; `into_new` makes a meeting of what was read."""

    source: str = ""
    grids: tuple[Grid, ...] = ()
    said: tuple[Finding, ...] = ()
    answers: dict[str, str] = field(default_factory=dict)
    ordning: str = ""
    into_new: bool = False
    plan: ImportPlan | None = None
    questions: tuple[Question, ...] = ()
    notice: Message | None = None

    def drop(self) -> None:
        self.source, self.grids, self.said, self.plan, self.questions = "", (), (), None, ()
        self.answers.clear()


def take_file(state: ImportState, content: bytes, name: str) -> None:
    """Read an uploaded workbook or CSV file."""
    state.drop()
    read = read_file(content, name)
    state.source, state.grids, state.said = name, read.grids, read.findings


def take_text(state: ImportState, text: str, name: str) -> None:
    """Read a pasted table."""
    state.drop()
    grid, findings = read_pasted(text, name)
    state.source, state.grids, state.said = name, (grid,), findings


def work_out(state: ImportState, set_up: SetUp, taken_ids: Collection[str]) -> None:
    """Work out anew what the import would do, on top of the set-up as it stands."""
    if not state.source:
        return
    base = SetUp(slug(f"mote {state.source}", taken_ids)) if state.into_new else set_up
    if not state.into_new and len(state.grids) == 1 and not is_ours(state.grids):
        state.plan, state.questions = plan_table(base, state.ordning, state.grids[0], state.source, state.answers)
    elif state.grids:
        state.plan, state.questions = plan_import(base, state.grids, state.source), ()
    else:
        state.plan, state.questions = ImportPlan(base, state.source), ()
    state.plan = with_findings(state.plan, state.said)


def answer(state: ImportState, question_id: str, value: str) -> None:
    """Answer a question; what the import would do is worked out anew."""
    state.answers[question_id] = value
    state.plan = None


def save(store: Store, actor: Actor, state: ImportState) -> str:
    """Write what waits; return the id of the meeting it was written to, "" if it was refused (see `notice`)."""
    plan = state.plan
    if plan is None:
        return ""
    refused = refusal(lambda: save_import(store, actor, plan))
    state.notice = refused or Message("Hentet inn: {source}.", {"source": plan.source})
    if refused:
        return ""
    state.drop()
    return plan.set_up.meeting_id
