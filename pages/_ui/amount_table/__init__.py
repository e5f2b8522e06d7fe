"""The amount table: the one component of ours (native widgets corrupt or repeat amounts)."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import streamlit as st

from dekom.edits import Question, TableState
from dekom.evaluate import Evaluation, Row
from dekom.figures import format_kroner, format_percent, signed
from dekom.model import Case, Nettverk, sum_known
from dekom.rule_support import koordinator_kr
from pages._ui.badges import badge_of
from pages._ui.text import t, words

_FOLDER = Path(__file__).parent
_COMPONENT = st.components.v2.component(
    "dekom_amount_table",
    html='<div\nid="dekom-amounts"></div>',
    css=(_FOLDER / "amount_table.css").read_text(encoding="utf-8"),
    js=(_FOLDER / "amount_table.js").read_text(encoding="utf-8"),
)
KEY = "amounts"
Cell = dict[str, str]


def amount_table(evaluation: Evaluation, state: TableState, every_column: bool, on_events: Callable[[], None]) -> None:
    """Draw the table; `on_events` is called with events waiting in `st.session_state[KEY].events`."""
    draw_table(KEY, table_data(evaluation, state, every_column), on_events)


def draw_table(key: str, data: dict[str, Any], on_events: Callable[[], None]) -> None:
    """Mount the component under a key with data of the shape that `table_data` returns."""
    _COMPONENT(key=key, data=data, on_events_change=on_events)


def table_data(evaluation: Evaluation, state: TableState, every_column: bool) -> dict[str, Any]:
    """Return what the component shows: finished texts, and the amounts in kr that edits are made on top of."""
    case = evaluation.case
    columns = _columns(evaluation, every_column)
    return {
        "key": f"{case.meeting_id}/{case.ordning}",
        "acked": state.acked,
        "readonly": False,
        "columns": [{"id": i, "label": label, "kind": kind} for i, label, kind in columns],
        "labels": {"caption": t("Innstilt beløp per nettverk, i kroner"), "empty": t("uten beløp")},
        "rows": [_row(row, state, every_column, evaluation) for row in evaluation.rows],
        "sum": _sum(evaluation, every_column),
    }


def _columns(evaluation: Evaluation, every_column: bool) -> list[tuple[str, str, str]]:
    first = [
        ("name", t("Nettverk"), "name"),
        ("last", t("I fjor"), "number"),
        ("need", t("Meldt behov"), "number"),
    ]
    basis = [("own", t("Egenfinansiering"), "number")]
    for recipient in evaluation.case.recipients.values():
        basis.append((f"to-{recipient.id}", recipient.name, "number"))
        if recipient.kind == "nettverk":
            basis.append(("koordinator", t("Herav koordinator"), "number"))
            basis.append(("own_share", t("Andel nettverk"), "number"))
    basis.append(("uh_share", t("Andel UH og andre"), "number"))
    shares = [("change_share", t("Endring"), "number"), ("need_share", t("Andel av behov"), "number")]
    return [
        *first,
        *(basis if every_column else []),
        ("amount", t("Innstilt beløp"), "number"),
        ("change", t("Endring, kr"), "number"),
        *([] if every_column else shares),  # the meeting sheet has its own percentages
        ("badge", t("Kontroll"), "text badge-column"),
    ]


def _row(row: Row, state: TableState, every_column: bool, evaluation: Evaluation) -> dict[str, Any]:
    nettverk = row.nettverk
    note = state.notes.get(nettverk.id)
    return {
        "id": nettverk.id,
        "name": nettverk.name,
        "label": t("Innstilt beløp, {name}", name=nettverk.name),
        "kr": nettverk.innstilt_kr,
        "amount": "" if nettverk.innstilt_kr is None else format_kroner(nettverk.innstilt_kr),
        "selected": state.selected == nettverk.id,
        "note": words(note) if note else "",
        "question": _question(state.questions.get(nettverk.id)),
        "cells": {
            "last": kr_cell(nettverk.last_year_kr, nettverk.uncertain.get("i_fjor")),
            "need": kr_cell(nettverk.need_kr, nettverk.uncertain.get("behov")),
            "change": {"text": "" if row.change_kr is None else signed_kr(row.change_kr)},
            "change_share": {"text": "" if row.change_share is None else signed_percent(row.change_share)},
            "need_share": {"text": "" if row.need_share is None else format_percent(row.need_share)},
            "badge": badge_of(row),
            **(_basis_cells(row, evaluation) if every_column else {}),
        },
    }


def _basis_cells(row: Row, evaluation: Evaluation) -> dict[str, Cell]:
    nettverk, recipients = row.nettverk, evaluation.case.recipients
    own_kr = nettverk.grunnlag.egenfinansiering_kr if nettverk.grunnlag else None
    cells = {
        "own": kr_cell(own_kr, nettverk.uncertain.get("egenfinansiering")),
        "koordinator": kr_cell(koordinator_kr(nettverk), nettverk.uncertain.get("koordinator")),
    }
    own = [s.amount_kr for s in nettverk.shares if recipients[s.recipient_id].kind == "nettverk"]
    others = [s.amount_kr for s in nettverk.shares if recipients[s.recipient_id].kind != "nettverk"]
    cells["own_share"] = _share_cell(own, nettverk)
    cells["uh_share"] = _share_cell(others, nettverk)
    for recipient in recipients.values():
        shares = [s for s in nettverk.shares if s.recipient_id == recipient.id]
        remark = "; ".join(s.remark for s in shares if s.remark)
        if recipient.kind == "nettverk":
            remark = nettverk.uncertain.get("nettverk", "")
        total_kr = sum_known(s.amount_kr for s in shares) if shares else None
        cells[f"to-{recipient.id}"] = kr_cell(total_kr, remark if recipient.kind in {"nettverk", "ulest"} else None)
    return cells


def _share_cell(amounts: list[int | None], nettverk: Nettverk) -> Cell:
    """The share of the need that some parts are, `?` where the network's own part is uncertain."""
    if not amounts or None in amounts or not nettverk.need_kr:
        return {"text": "–"}
    text = format_percent(Fraction(sum_known(amounts), nettverk.need_kr), 0)
    remark = nettverk.uncertain.get("nettverk", "")
    return {"text": f"{text} ?" if remark else text, "note": remark}


def _sum(evaluation: Evaluation, every_column: bool) -> dict[str, Cell]:
    """Sums of what is known; a `?` and a note where a network's figure is not."""
    nettverk = evaluation.case.nettverk
    changes = [row.change_kr for row in evaluation.rows]
    cells = {
        "name": {"text": t("Sum")},
        "last": _sum_cell([n.last_year_kr for n in nettverk]),
        "need": _sum_cell([n.need_kr for n in nettverk]),
        "amount": _sum_cell([n.innstilt_kr for n in nettverk]),
        "change": {"text": signed_kr(sum_known(changes)) + (" ?" if None in changes else "")},
    }
    return cells | (_basis_sums(evaluation) if every_column else {})


def _sum_cell(amounts: list[int | None]) -> Cell:
    missing = amounts.count(None)
    return kr_cell(
        sum_known(amounts), t("Uten {n} nettverk som ikke har oppgitt tallet", n=missing) if missing else None
    )


def _basis_sums(evaluation: Evaluation) -> dict[str, Cell]:
    case = evaluation.case
    own = [n.grunnlag.egenfinansiering_kr if n.grunnlag else None for n in case.nettverk]
    cells = {
        "own": _sum_cell(own),
        "koordinator": kr_cell(sum_known(koordinator_kr(n) for n in case.nettverk), _doubt(case, "koordinator")),
    }
    for recipient in case.recipients.values():
        parts = [s.amount_kr for n in case.nettverk for s in n.shares if s.recipient_id == recipient.id]
        doubts = {"nettverk": _doubt(case, "nettverk"), "ulest": recipient.name}
        cells[f"to-{recipient.id}"] = kr_cell(sum_known(parts), doubts.get(recipient.kind))
    return cells


def _doubt(case: Case, field: str) -> str | None:
    names = [n.name for n in case.nettverk if field in n.uncertain]
    return t("Usikkert for {names}", names=names) if names else None


def _question(question: Question | None) -> dict[str, Any] | None:
    if question is None:
        return None
    stood = t("{kr:kr}", kr=question.before_kr) if question.before_kr is not None else t("uten beløp")
    answers = [["ja", t("Ja, {kr:kr}", kr=question.kr)]]
    if question.suggestion_kr is not None:
        answers.append(["forslag", t("Nei, {kr:kr}", kr=question.suggestion_kr)])
    answers.append(["nei", t("Behold {stood}", stood=stood)])
    return {"text": t("Mener du {kr:kr}? Det står {stood} nå.", kr=question.kr, stood=stood), "answers": answers}


def kr_cell(kr: int | None, remark: str | None = None) -> Cell:
    """A figure, or what takes its place: `–` not stated, `?` after what is uncertain (the remark as its note)."""
    text = "–" if kr is None else format_kroner(kr)
    return {"text": f"{text} ?" if remark else text, "note": remark or ""}


def signed_kr(kr: int) -> str:
    """Return a change in kr with its sign."""
    return signed(format_kroner(kr))


def signed_percent(change: Fraction) -> str:
    """Return a change as per cent with its sign."""
    return signed(format_percent(change))
