"""The story of one amount: i fjor, utgangspunkt, and every change since."""

import streamlit as st

from dekom.change import ChangeKind
from dekom.clock import clock_text
from dekom.model import Case, Nettverk
from dekom.store import Store
from pages._ui.text import t


def story(store: Store, case: Case, nettverk: Nettverk) -> None:
    """Draw how the amount came to be what it is."""
    st.text("\n".join(story_lines(store, case, nettverk)))


def story_lines(store: Store, case: Case, nettverk: Nettverk) -> list[str]:
    """Return a line per step, the oldest first."""
    key = {"meeting_id": case.meeting_id, "ordning": case.ordning, "nettverk_id": nettverk.id}
    lines = [
        t("I fjor: {kr:kr}", kr=nettverk.last_year_kr),
        t("Utgangspunkt: {kr:kr}", kr=nettverk.opening_kr),
    ]
    for entry in store.row_history("innstilling", key):
        for edit in entry.edits:
            if "innstilt_kr" in (edit.after or {}):
                before, after = (edit.before or {}).get("innstilt_kr"), (edit.after or {}).get("innstilt_kr")
                figures = t("{before:tall} → {after:tall}", before=before, after=after)
                lines.append(f"{clock_text(entry.made_at)} {entry.who}: {figures}{_kind(entry.kind)}")
    return lines


_KINDS = {"endring": "", "angre": " (angre)", "gjør om": " (gjør om)"}


def _kind(kind: ChangeKind) -> str:
    return t(_KINDS[kind])
