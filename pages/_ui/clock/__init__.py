"""A clock that counts down in the browser, second by second, without a run of the page."""

from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

from dekom.clock import now
from pages._ui.text import t

_FOLDER = Path(__file__).parent
_COMPONENT = st.components.v2.component(
    "dekom_clock",
    html='<p\nclass="dekom-clock"><span class="title"></span> <span role="timer"></span> <span></span></p>',
    css=(_FOLDER / "clock.css").read_text(encoding="utf-8"),
    js=(_FOLDER / "clock.js").read_text(encoding="utf-8"),
)


def countdown(
    key: str, label: str, title: str, ends: datetime | None, stopped_at: datetime | None = None, small: bool = False
) -> None:
    """Draw a title and the time that is left until a moment (UTC), and how far over it is after that.

    `label` is the clock's accessible name. Without an end there is only the title. A clock that is stopped stands
    still at what was left then.
    """
    data = {
        "title": title,
        "label": label,
        "ends": _milliseconds(ends) if ends else None,
        "now": _milliseconds(now()),
        "stopped": _milliseconds(stopped_at) if stopped_at else None,
        "left": t("igjen"),
        "over": t("over tiden"),
        "still": t("stoppet"),
        "small": small,
    }
    _COMPONENT(key=key, data=data)


def _milliseconds(moment: datetime) -> int:
    """Return a stored moment (UTC) as browsers count."""
    return round(moment.replace(tzinfo=UTC).timestamp() * 1000)
