"""Framlegg: a group's answers, conclusion, reason and amount per network, to be read aloud or on the wall."""

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from dekom.criteria import framlegg, shape_of
from dekom.groupwork import Answer, GroupWork, Gruppe, Question, Sheet
from dekom.model import Case
from pages._ui.amount_table import draw_table
from pages._ui.text import t


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a framlegg: a sheet, a network, or ("") all of them."""

    sheet_id: str = ""
    nettverk_id: str = ""


EVERYTHING = Part()


def framlegg_of(
    work: GroupWork,
    case: Case,
    gruppe: Gruppe,
    part: Part = EVERYTHING,
    only_revealed: bool = False,
    room: bool = False,
) -> None:
    """Draw what a group presents: its own networks first, those it heard, then the sheets for the whole."""
    names = {n.id: n.name for n in case.nettverk}
    for sheet in (s for s in work.sheets if s.ordning == case.ordning and part.sheet_id in {"", s.id}):
        if only_revealed and (gruppe.id, sheet.id) not in work.revealed:
            st.caption(t("{sheet}: svarene er ikke lagt fram ennå.", sheet=sheet.title))
            continue
        places = [i for i in work.nettverk_of(gruppe) if i in names] if sheet.per == "nettverk" else [""]
        for place in (i for i in places if part.nettverk_id in {"", i}):
            kind = t("forarbeid") if place in gruppe.forarbeid else t("lytting")
            title = f"{names[place]} · {kind}" if place else sheet.title
            key = f"framlegg/{gruppe.id}/{sheet.id}/{place}/{room}"
            draw_table(key, _table(work, sheet, gruppe, place, title, key, room), lambda: None)


def _table(
    work: GroupWork, sheet: Sheet, gruppe: Gruppe, nettverk_id: str, title: str, key: str, room: bool
) -> dict[str, Any]:
    """Return a row a question, with the answer in words and a note that is picked for showing."""
    rows = []
    for asked, answer in framlegg(work, sheet, gruppe.id, nettverk_id):
        note = t("Notat: ") + answer.note if answer.note else ""
        words = clipped("\n".join(filter(None, [answer_text(asked, answer), note])), room)
        cells = {"answer": {"text": words}}
        row = {"id": asked.id, "name": asked.text, "label": "", "kr": None, "amount": "", "selected": False}
        rows.append({**row, "note": "", "question": None, "cells": cells})
    return {
        "key": key,
        "acked": {},
        "readonly": True,
        "room": room,
        "labels": {"caption": title, "empty": ""},
        "columns": [
            {"id": "name", "label": title, "kind": "name asked"},
            {"id": "answer", "label": gruppe.name, "kind": "words"},
        ],
        "rows": rows,
        "sum": {},
    }


def answer_text(asked: Question, answer: Answer) -> str:
    """Return an answer in words, a choice with its sign; «ikke svart» is not «nei»."""
    parts = []
    if asked.has_choices and answer.choices:
        parts.append(", ".join(f"{shape_of(choice, asked)} {choice}" for choice in answer.choices))
    if answer.text.strip():
        parts.append(answer.text)
    if answer.amount_kr is not None:
        parts.append(t("{kr:kr}", kr=answer.amount_kr))
    return "\n".join(parts) or t("– ikke svart")


def clipped(text: str, room: bool) -> str:
    """Return a text as the wall has room for it, with «…» where it goes on."""
    most = 400
    return text if not room or len(text) <= most else text[:most].rstrip() + " …"


def others_answers(work: GroupWork, case: Case, gruppe: Gruppe) -> None:
    """Draw what the chair has revealed of the other groups."""
    others = [g for g in work.grupper if g.id != gruppe.id and any(i == g.id for i, _sheet in work.revealed)]
    if not others:
        return
    work = replace(work, shown_notes=frozenset())  # notes that are picked are for the wall and the record
    with st.expander(t("Andre gruppers svar")):
        for other in others:
            framlegg_of(work, case, other, only_revealed=True)
