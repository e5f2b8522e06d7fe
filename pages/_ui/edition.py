"""The line that says which edition one looks at: UTKAST, or FASTSATT with its number and time."""

from datetime import datetime

import streamlit as st

from dekom.clock import local
from dekom.model import Case
from dekom.record import Edition
from dekom.store import Store
from dekom.tables import SAK
from dekom.versions import Version, edition_of, load_versions
from pages._ui.text import t
from pages._ui.wall.shared import worked_out


def versions_of(store: Store, meeting_id: str, ordning: str, at: int | None = None) -> tuple[Version, ...]:
    """Return the versions, read once for every time one is made; `at` is a change that the storskjerm is held at."""
    of = ("versjoner", meeting_id, ordning, store.revision(meeting_id, SAK), at)
    return worked_out(store, of, lambda: load_versions(store, meeting_id, ordning, at))


def the_edition(store: Store, case: Case, at: int | None = None) -> None:
    """Draw the line for a case that is on screen."""
    versions = versions_of(store, case.meeting_id, case.ordning, at)
    edition_line(edition_of(case, versions), len(versions))


def edition_line(edition: Edition, newest: int = 0) -> None:
    """Draw the line. `newest` is the number of the newest version, which a draft has been changed after; 0 if none."""
    text, icon, color = t("UTKAST"), ":material/edit:", "orange"
    if edition.fastsatt_at is not None:
        text = t("FASTSATT · versjon {n} · {day}", n=edition.number, day=moment_text(edition.fastsatt_at))
        icon, color = ":material/lock:", "green"
    elif newest:
        text = t("UTKAST · endret etter versjon {n}", n=newest)
    st.badge(f"**{text}**", icon=icon, color=color)


def moment_text(stored: datetime) -> str:
    """Return a stored moment as day and time in Norway, 9.3.2022 15.58."""
    moment = local(stored)
    return f"{moment.day}.{moment.month}.{moment.year} {moment:%H.%M}"
