"""Saved what-ifs: save, rename, copy, delete, and use one as the innstilling. Each is one undoable Change."""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import uuid4

from dekom.access import Actor
from dekom.actions import key_of
from dekom.change import Change, InvalidChange, RowEdit, Values
from dekom.evaluate import evaluate
from dekom.i18n import Message
from dekom.model import Case, Scenario
from dekom.money import Refused
from dekom.ordning_words import words_of
from dekom.outcome import Outcome, Status
from dekom.parameters import Parameters
from dekom.store import Store
from dekom.whatif import PERCENT, SCALE, WhatIf, asked_case, fitted, with_amounts

MOST_SCENARIOS = 12
BROKEN = frozenset({Status.IKKE_OPPFYLT, Status.OVER, Status.AVVIK})
_FIGURE_NAMES = {
    "need": Message("Meldt behov"),
    "last_year": Message("Beløpet i fjor"),
    "today": Message("Innstilt beløp"),
}


def save_scenario(
    store: Store,
    actor: Actor,
    case: Case,
    what_if: WhatIf,
    amounts: Mapping[str, int],
    name: str,
    note: str,
) -> int | None:
    """Save a what-if and its proposal under a name that no other scenario here has."""
    existing = store.load_scenarios(case.meeting_id, case.ordning)
    scenario = Scenario(
        id=uuid4().hex,
        name=_checked_name(name, existing),
        note=note.strip(),
        position=1 + max((s.position for s in existing), default=0),
        total_kr=what_if.total_kr,
        lines=dict(what_if.lines),
        amounts=dict(amounts),
        figures=figures_of(case, leans_on_today(what_if)),
    )
    what = Message("Lagret scenario «{name}»", {"name": scenario.name})
    return store.apply(Change(case.meeting_id, case.ordning, what, _rows(case, scenario)), actor)


def copy_scenario(store: Store, actor: Actor, case: Case, scenario_id: str) -> int | None:
    """Save a copy under the next free name."""
    existing = store.load_scenarios(case.meeting_id, case.ordning)
    original = _scenario(existing, scenario_id)
    taken = {s.name.casefold() for s in existing}
    start = original.name[:190].strip()
    name = next(n for i in range(2, 1000) if (n := f"{start} ({i})").casefold() not in taken)
    copied = replace(
        original,
        id=uuid4().hex,
        name=_checked_name(name, existing),
        position=1 + max(s.position for s in existing),
    )
    what = Message("Kopierte scenario «{name}»", {"name": original.name})
    return store.apply(Change(case.meeting_id, case.ordning, what, _rows(case, copied)), actor)


def rename_scenario(store: Store, actor: Actor, case: Case, scenario_id: str, name: str, note: str) -> int | None:
    """Give a scenario another name and note."""
    existing = store.load_scenarios(case.meeting_id, case.ordning)
    original = _scenario(existing, scenario_id)
    others = [s for s in existing if s.id != scenario_id]
    after: Values = {"name": _checked_name(name, others), "note": note.strip()}
    before: Values = {"name": original.name, "note": original.note}
    edit = RowEdit("scenario", key_of(case, scenario_id=scenario_id), before, after)
    what = Message("Endret navn eller merknad på scenario «{name}»", {"name": original.name})
    return store.apply(Change(case.meeting_id, case.ordning, what, (edit,)), actor)


def delete_scenario(store: Store, actor: Actor, case: Case, scenario_id: str) -> int | None:
    """Delete a scenario; Angre brings it back."""
    scenario = _scenario(store.load_scenarios(case.meeting_id, case.ordning), scenario_id)
    edits = tuple(edit.reversed() for edit in reversed(_rows(case, scenario)))
    what = Message("Slettet scenario «{name}»", {"name": scenario.name})
    return store.apply(Change(case.meeting_id, case.ordning, what, edits), actor)


def use_change(
    case: Case,
    total_kr: int | None,
    lines: Mapping[str, int | None],
    amounts: Mapping[str, int | None],
    name: str | Message,
) -> Change:
    """Return the change that makes a frame and amounts the innstilling, on top of the case as it was shown.

    What stays as it is stands in it too, so that it is refused if anything has moved since.
    """
    edits = [RowEdit("ordning", key_of(case), {"total_kr": case.total_kr}, {"total_kr": total_kr})]
    for line in case.lines:
        after: Values = {"amount_kr": lines.get(line.id, line.amount_kr)}
        edits.append(RowEdit("frame_line", key_of(case, line_id=line.id), {"amount_kr": line.amount_kr}, after))
    for nettverk in case.nettverk:
        before: Values = {"innstilt_kr": nettverk.innstilt_kr}
        after = {"innstilt_kr": amounts.get(nettverk.id, nettverk.innstilt_kr)}
        edits.append(RowEdit("innstilling", key_of(case, nettverk_id=nettverk.id), before, after))
    what = Message("Bruk av «{name}» som innstilling", {"name": name})
    return Change(case.meeting_id, case.ordning, what, tuple(edits))


def change_lines(case: Case, change: Change) -> list[Message]:
    """Return what a change of frame and amounts would do, a sentence a row that changes."""
    names: dict[tuple[str, str], str | Message] = {("ordning", ""): Message("Totalt")}
    names |= {("innstilling", n.id): n.name for n in case.nettverk}
    names |= {("frame_line", line.id): case.line_name(line) for line in case.lines}
    found = []
    for edit in change.edits:
        ((_column, before),) = (edit.before or {}).items()
        ((_column, after),) = (edit.after or {}).items()
        if before != after:
            place = str(edit.key.get("nettverk_id") or edit.key.get("line_id") or "")
            numbers = {"name": names.get((edit.table, place), place), "before": before, "after": after}
            found.append(Message("{name}: {before:kr} → {after:kr}", numbers))
    return found


def broken_checks(case: Case, scenario: Scenario, params: Parameters) -> tuple[Outcome, ...]:
    """Return the checks that the case would break with the scenario's frame and amounts."""
    what_if = fitted(WhatIf(scenario.total_kr, scenario.lines, ""), case)
    evaluation = evaluate(with_amounts(asked_case(case, what_if), scenario.amounts), params)
    outcomes = [o for row in evaluation.rows for o in row.outcomes] + list(evaluation.outcomes)
    # What a slide prints is not the scenario's doing.
    return tuple(o for o in outcomes if o.status in BROKEN and o.rule_id != "tallkontroll")


def leans_on_today(what_if: WhatIf) -> bool:
    """Return whether the way to share is worked out from today's amounts."""
    return what_if.way == SCALE or (what_if.way == PERCENT and what_if.percent_of == "today")


def figures_of(case: Case, with_today: bool = False) -> str:
    """Return the figures that a proposal is worked out from, as one canonical text."""
    figures = {
        n.id: {
            "need": n.need_kr,
            "last_year": n.last_year_kr,
            "teacher_years": None if n.teacher_years is None else str(n.teacher_years),
            "today": n.innstilt_kr if with_today else None,
        }
        for n in case.nettverk
    }
    grant = {"base_grant_kr": case.key_figures.base_grant_kr, "with_today": with_today}
    return json.dumps({"nettverk": figures, **grant}, sort_keys=True)


def changed_figures(case: Case, scenario: Scenario) -> list[Message]:
    """Return which figures have changed since the scenario was made, a short sentence each."""
    then = json.loads(scenario.figures)
    now = json.loads(figures_of(case, then["with_today"]))
    found = []
    if then["base_grant_kr"] != now["base_grant_kr"]:
        found.append(Message("Grunntilskuddet er endret"))
    names = {n.id: n.name for n in case.nettverk}
    titles = {**_FIGURE_NAMES, "teacher_years": words_of(case.ordning).key_title}
    for nettverk_id, figures in now["nettverk"].items():
        before = then["nettverk"].get(nettverk_id)
        if before is None:
            found.append(Message("{name} er nytt", {"name": names[nettverk_id]}))
            continue
        for figure, title in titles.items():
            if figures[figure] != before[figure]:
                found.append(Message("{what} for {name}", {"what": title, "name": names[nettverk_id]}))
    gone = set(then["nettverk"]) - set(now["nettverk"])
    return [*found, Message("Nettverk som er tatt bort: {n}", {"n": len(gone)})] if gone else found


def _rows(case: Case, scenario: Scenario) -> tuple[RowEdit, ...]:
    head: Values = {
        "name": scenario.name,
        "note": scenario.note,
        "position": scenario.position,
        "total_kr": scenario.total_kr,
        "figures": scenario.figures,
    }
    key = {"scenario_id": scenario.id}
    edits = [RowEdit("scenario", key_of(case, **key), None, head)]
    for line_id, kr in scenario.lines.items():
        edits.append(RowEdit("scenario_line", key_of(case, **key, line_id=line_id), None, {"amount_kr": kr}))
    for nettverk_id, kr in scenario.amounts.items():
        place = key_of(case, **key, nettverk_id=nettverk_id)
        edits.append(RowEdit("scenario_amount", place, None, {"amount_kr": kr}))
    return tuple(edits)


def _checked_name(name: str, others: Sequence[Scenario]) -> str:
    name = " ".join(name.split())
    if all(unicodedata.category(character) in {"Cf", "Cc", "Zs"} for character in name):
        raise Refused(Message("Gi scenarioet et navn."))
    if len(name) > 200:
        raise Refused(Message("Navnet er for langt. Bruk høyst 200 tegn."))
    if any(s.name.casefold() == name.casefold() for s in others):
        raise Refused(Message("Et annet scenario heter «{name}». Velg et annet navn.", {"name": name}))
    if len(others) >= MOST_SCENARIOS:
        raise Refused(Message("Det er {n} scenarioer. Slett ett før du lagrer et nytt.", {"n": len(others)}))
    return name


def _scenario(scenarios: Sequence[Scenario], scenario_id: str) -> Scenario:
    for scenario in scenarios:
        if scenario.id == scenario_id:
            return scenario
    raise InvalidChange(Message("Scenarioet finnes ikke lenger."))
