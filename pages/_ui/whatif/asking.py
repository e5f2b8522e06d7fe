"""What this browser tab asks: kept in the session, written nowhere until «Bruk»."""

from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from dekom.change import Change
from dekom.edits import TableState
from dekom.i18n import Message
from dekom.model import Case
from dekom.whatif import WhatIf, fitted, opening


@dataclass
class Asking:
    """The question, and what the page still has to say. `version` renews the controls when code sets them."""

    what_if: WhatIf
    table: TableState = field(default_factory=TableState)
    version: int = 0
    years_version: int = 0
    pending: Change | None = None
    pending_at: str = ""
    notice: Message | None = None

    def ask(self, **changes: Any) -> None:
        """Change the question."""
        self.what_if = replace(self.what_if, **changes)

    def set_line(self, amounts: dict[str, int]) -> None:
        """Ask about other amounts on some frame lines."""
        self.ask(lines={**self.what_if.lines, **amounts})


def the_question(case: Case) -> Asking:
    """Return what this tab asks about the case, opened on the frame as it is."""
    key = f"what_if/{case.meeting_id}/{case.ordning}"
    if key not in st.session_state:
        st.session_state[key] = Asking(opening(case))
    asking: Asking = st.session_state[key]
    asking.what_if = fitted(asking.what_if, case)
    return asking
