"""The matrix as the amount table shows it: networks down, questions across, both groups' answers by word and shape."""

from dataclasses import dataclass
from typing import Any

from dekom.criteria import Agreement, Amounts, Answers, Cell, MatrixRow, assessed, matrix, shape_of
from dekom.groupwork import GroupWork, Question, Sheet
from dekom.model import Case
from pages._ui.amount_table import kr_cell
from pages._ui.groupwork.basis import uh_of
from pages._ui.text import t

TIED = "◊"


@dataclass(frozen=True, slots=True)
class Words:
    """What stands where there is no answer; on the wall only a dash, so that eleven networks fit."""

    missing: str
    hidden: str
    nothing: str
    nothing_shown: str

    @classmethod
    def on_screen(cls) -> "Words":
        return cls(t("ikke svart"), t("ikke vist"), t("Ikke svart"), t("Ikke vist"))

    @classmethod
    def for_room(cls) -> "Words":
        return cls("–", "–", "", "")


def matrix_rows(work: GroupWork, sheet: Sheet, case: Case) -> tuple[MatrixRow, ...]:
    """Return the rows, those that disagree first."""
    uh = {n.id: uh_of(n, case) for n in case.nettverk}
    return matrix(work, sheet, [n.id for n in case.nettverk], uh)


def matrix_data(
    work: GroupWork,
    sheet: Sheet,
    case: Case,
    selected: str,
    acked: dict[str, int],
    room: bool = False,
    hidden: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """Return what the table shows; for the room nothing in it can be pressed. `hidden` groups are not revealed."""
    names = {n.id: n for n in case.nettverk}
    questions = assessed(sheet)
    words = Words.for_room() if room else Words.on_screen()
    rows = [
        {
            "id": row.nettverk_id,
            "name": names[row.nettverk_id].name + (f" {TIED}" if room and row.tied else ""),
            "label": "",
            "kr": None,
            "amount": "",
            "selected": row.nettverk_id == selected,
            "note": "",
            "question": None,
            "cells": {
                **{
                    f"q{c.question_id}": _cell(c, q, words, hidden, row.left_out)
                    for c, q in zip(row.cells, questions, strict=True)
                },
                "forarbeid": _amounts(row.forarbeid_kr),
                "lytting": _amounts(row.lytting_kr),
                "today": kr_cell(names[row.nettverk_id].innstilt_kr),
                "tie": _tie(work, row),
            },
        }
        for row in matrix_rows(work, sheet, case)
    ]
    has_ties = not room and any(g.ties for g in work.grupper)
    return {
        "key": f"matrix/{case.meeting_id}/{case.ordning}/{sheet.id}/{room}",
        "acked": acked,
        "readonly": room,
        "room": room,
        "labels": {"caption": t("Svar fra forarbeid og lytting per nettverk"), "empty": ""},
        "columns": [
            {"id": "name", "label": t("Nettverk"), "kind": "name"},
            *({"id": f"q{q.id}", "label": q.text, "kind": "words"} for q in questions),
            {"id": "forarbeid", "label": t("Forslag, forarbeid"), "kind": "number"},
            {"id": "lytting", "label": t("Forslag, lytting"), "kind": "number"},
            {"id": "today", "label": t("Innstilt nå"), "kind": "number figure"},
            *([{"id": "tie", "label": t("Tilknytning"), "kind": "words"}] if has_ties else []),
        ],
        "rows": rows,
        "sum": {},
    }


def _cell(
    cell: Cell, asked: Question, words: Words, hidden: frozenset[str], left_out: tuple[str, ...]
) -> dict[str, str]:
    """The forarbeid's answer and the listeners', in that order; one word where they agree."""
    everybody = (*cell.forarbeid, *cell.lytting)
    if cell.agreement is Agreement.ENIGE:
        choice = next(answer.choice for _gruppe, answer in everybody if answer.choice)
        return {"text": choice, "shape": shape_of(choice, asked), "tone": "ok"}
    if not any(answer.choice for _gruppe, answer in everybody):
        is_hidden = any(i in hidden for i, _answer in everybody)
        return {"text": words.nothing_shown if is_hidden else words.nothing, "shape": "–", "tone": "untested"}
    text = f"{_side(cell.forarbeid, words, hidden, left_out)} / {_side(cell.lytting, words, hidden, left_out)}"
    shape, tone = ("≠", "deviation") if cell.agreement is Agreement.UENIGE else ("", "unclear")
    return {"text": text, "shape": shape, "tone": tone, "note": t("Forarbeid / lytting")}


def _side(side: Answers, words: Words, hidden: frozenset[str], left_out: tuple[str, ...]) -> str:
    """Return a side's answers; a question not answered is not «nei», and one not presented is neither."""
    unseen = {True: words.hidden, False: words.missing}
    said = (t("utenfor") if i in left_out else answer.choice or unseen[i in hidden] for i, answer in side)
    return ", ".join(dict.fromkeys(said)) or "–"


def _amounts(amounts: Amounts) -> dict[str, str]:
    if len(amounts) > 1:
        return {"text": " / ".join(kr_cell(kr)["text"] for _gruppe, kr in amounts)}
    return kr_cell(amounts[0][1] if amounts else None)


def _tie(work: GroupWork, row: MatrixRow) -> dict[str, str]:
    names = {g.id: g.name for g in work.grupper}
    text = ", ".join(names[i] for i in row.tied)
    return {"text": t("{names} (holdt utenfor)", names=text) if row.left_out else text}
