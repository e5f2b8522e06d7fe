"""What the what-if table sends: a typed amount locks a network there, a click on its name locks or unlocks it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from dekom.actions import nettverk_of
from dekom.change import InvalidChange
from dekom.edits import Event, TableState, new_events
from dekom.i18n import Message
from dekom.model import Case
from dekom.money import Reference, Refused, read_amount
from dekom.whatif import Answer, WhatIf


def handle_what_if_edits(
    case: Case, what_if: WhatIf, shown: Answer, events: Iterable[Any], table: TableState
) -> WhatIf:
    """Return the question after the events; nothing is written. Nothing in `events` is trusted."""
    for event in new_events(events, table):
        table.notes.pop(event["id"], None)
        try:
            what_if = _after(case, what_if, shown, event)
        except Refused as refused:
            table.notes[event["id"]] = refused.message
        except InvalidChange as invalid:
            table.notice = invalid.message
    return what_if


def _after(case: Case, what_if: WhatIf, shown: Answer, event: Event) -> WhatIf:
    kind = event["kind"]
    if kind == "paste":
        raise InvalidChange(Message("Lim inn på siden Innstilling. Her prøver du bare ut."))
    if kind in {"undo", "redo"}:
        raise InvalidChange(Message("Her er ingenting lagret. Klikk på navnet for å låse opp et beløp."))
    if kind not in {"edit", "select"}:
        return what_if
    nettverk = nettverk_of(case, event["id"])
    proposed_kr = shown.proposal.amounts.get(nettverk.id) if shown.proposal else nettverk.innstilt_kr
    locks = dict(what_if.locks)
    if kind == "edit":
        text = event.get("text")
        shown_kr = locks.get(nettverk.id, proposed_kr)
        reference = Reference(shown_kr, nettverk.need_kr, nettverk.last_year_kr, what_if.total_kr)
        locks[nettverk.id] = read_amount(text if isinstance(text, str) else "", reference)
    elif nettverk.id in locks:
        del locks[nettverk.id]
    elif proposed_kr is not None:
        locks[nettverk.id] = proposed_kr
    return replace(what_if, locks=locks)
