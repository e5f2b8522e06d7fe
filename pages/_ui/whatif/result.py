"""The answer: the frame, what each network gets beside today's amount, and when every need is met."""

from fractions import Fraction
from typing import Any

import streamlit as st

from dekom.edits import TableState
from dekom.figures import format_kroner, format_percent
from dekom.model import Case, Nettverk, sum_known
from dekom.whatif import Answer, WhatIf, break_even_kr, line_groups
from pages._ui.amount_table import kr_cell, signed_kr, signed_percent
from pages._ui.text import t, words

KEY = "what_if_amounts"


def headline(case: Case, what_if: WhatIf, answer: Answer) -> None:
    """Draw the frame, what is shared out, what is left, and the break-even."""
    frame, shared, left = st.columns(3)
    change_kr = None if None in (answer.ramme_kr, case.ramme_kr) else (answer.ramme_kr or 0) - (case.ramme_kr or 0)
    delta = t("Dagens ramme") if not change_kr else t("{kr:+kr} mot dagens", kr=change_kr)
    plain = {"delta_color": "off", "delta_arrow": "off"}
    frame.metric(t("Ramme til nettverkene"), _figure(answer.ramme_kr), delta, **plain)
    given_kr = sum(answer.proposal.amounts.values()) if answer.proposal else None
    shared.metric(t("Fordelt"), _figure(given_kr), t("Forslag, ikke lagret"), **plain)
    left.metric(t("Gjenstår"), _figure(answer.proposal.unallocated_kr if answer.proposal else None))
    st.text(break_even_text(case, what_if))


def break_even_text(case: Case, what_if: WhatIf) -> str:
    """Return when every reported need is met, line group by line group where one can be varied."""
    needs = [n.need_kr for n in case.nettverk]
    if None in needs:
        return t("Når alle behov dekkes, kan ikke regnes ut: behovet er ikke kjent for alle.")
    need_kr = sum_known(needs)
    found = []
    # The line that money is mostly taken from is the one the room asks about.
    groups = line_groups(case)
    name = max(groups, key=lambda g: sum_known(what_if.lines.get(x.id) for x in groups[g]), default="")
    if name:
        kr = break_even_kr(case, what_if, tuple(line.id for line in groups[name]))
        if kr is not None:
            found.append(t("{name} er høyst {kr:kr}", name=name, kr=kr))
    total_kr = break_even_kr(case, what_if, ())
    if total_kr is not None:
        found.append(t("totalen er minst {kr:kr}", kr=total_kr))
    if not found:
        return t("Meldt behov er {kr:kr}.", kr=need_kr)
    return t("Alle meldte behov, {kr:kr}, dekkes når ", kr=need_kr) + t(" eller ").join(found) + "."


def table_data(case: Case, what_if: WhatIf, answer: Answer, table: TableState) -> dict[str, Any]:
    """Return what the amount table shows: today's amount, the proposal and the difference."""
    amounts = answer.proposal.amounts if answer.proposal else {}
    rows = [_row(n, what_if, amounts.get(n.id), table) for n in case.nettverk]
    given_kr, today_kr = sum(amounts.values()), sum_known(n.innstilt_kr for n in case.nettverk)
    return {
        "key": f"what-if/{case.meeting_id}/{case.ordning}",
        "acked": table.acked,
        "readonly": False,
        "labels": {"caption": t("Forslag per nettverk, i kroner"), "empty": "–"},
        "columns": [
            {"id": "name", "label": t("Nettverk"), "kind": "name"},
            {"id": "today", "label": t("Innstilt nå"), "kind": "number"},
            {"id": "need", "label": t("Meldt behov"), "kind": "number"},
            {"id": "amount", "label": t("Forslag"), "kind": "number"},
            {"id": "change", "label": t("Endring, kr"), "kind": "number"},
            {"id": "change_share", "label": t("Endring"), "kind": "number"},
            {"id": "badge", "label": t("Merknad"), "kind": "text badge-column"},
        ],
        "rows": rows,
        "sum": {
            "name": {"text": t("Sum")},
            "today": kr_cell(today_kr),
            "need": kr_cell(sum_known(n.need_kr for n in case.nettverk)),
            "amount": kr_cell(given_kr if amounts else None),
            "change": {"text": signed_kr(given_kr - today_kr) if amounts else ""},
        },
    }


def _row(nettverk: Nettverk, what_if: WhatIf, kr: int | None, table: TableState) -> dict[str, Any]:
    today_kr = nettverk.innstilt_kr
    change_kr = None if kr is None or today_kr is None else kr - today_kr
    share = signed_percent(Fraction(change_kr, today_kr)) if change_kr is not None and today_kr else ""
    note = table.notes.get(nettverk.id)
    return {
        "id": nettverk.id,
        "name": nettverk.name,
        "label": t("Forslag, {name}", name=nettverk.name),
        "kr": kr,
        "amount": "" if kr is None else format_kroner(kr),
        "selected": nettverk.id in what_if.locks,
        "note": words(note) if note else "",
        "question": None,
        "cells": {
            "today": kr_cell(today_kr),
            "need": kr_cell(nettverk.need_kr),
            "change": {"text": "" if change_kr is None else signed_kr(change_kr)},
            "change_share": {"text": share},
            "badge": _mark(nettverk, what_if, kr),
        },
    }


def _mark(nettverk: Nettverk, what_if: WhatIf, kr: int | None) -> dict[str, str]:
    if nettverk.id in what_if.locks:
        return {"text": t("Låst"), "shape": "■", "tone": "answered"}
    if kr is not None and kr == nettverk.need_kr:
        return {"text": t("Fikk behovet"), "shape": "✓", "tone": "ok"}
    if kr is not None and nettverk.need_kr is not None and kr > nettverk.need_kr:
        return {"text": t("Over behovet"), "shape": "≠", "tone": "deviation"}
    if kr is None or not nettverk.need_kr:
        return {"text": ""}
    return {"text": t("{share} av behov", share=format_percent(Fraction(kr, nettverk.need_kr))), "tone": "untested"}


def _figure(kr: int | None) -> str:
    return t("Ukjent") if kr is None else format_kroner(kr)
