"""A group's workbook taken in by the secretariat as one step, and the way back. Neither is ever in Angre."""

from dekom.access import Actor, require_secretariat
from dekom.change import Change, Entry
from dekom.findings import stops
from dekom.forarbeid_read import ForarbeidPlan
from dekom.group_actions import take_back
from dekom.groupwork import GroupWork
from dekom.i18n import Message
from dekom.money import Refused, quoted
from dekom.store import Store

TAKEN_IN, TAKEN_BACK = "Hentet inn {n} svar for {gruppe} fra {source}", "Tok tilbake {n} svar som var hentet inn"


def save_forarbeid(store: Store, actor: Actor, work: GroupWork, plan: ForarbeidPlan) -> int | None:
    """Write the answers of a workbook, all or nothing; raise `Refused` if something stands in its way."""
    require_secretariat(actor, work.meeting_id)
    if plan.gruppe is None or stops(plan.findings):
        raise Refused(Message("Ingenting er hentet inn. Rett feilene, og last opp på nytt."))
    if not plan.edits:
        raise Refused(Message("Det er ikke noe nytt i arbeidsboken."))
    said = {"n": len(plan.edits), "gruppe": plan.gruppe.name, "source": quoted(plan.source)}
    return store.apply(Change(work.meeting_id, "", Message(TAKEN_IN, said), plan.edits), actor)


def take_back_forarbeid(store: Store, actor: Actor, work: GroupWork) -> tuple[int, int]:
    """Take back the answers of the workbook that was taken in last, but for those that have been changed since.

    Returns how many answers are as they were before it, and how many were left as they stand now.
    """
    require_secretariat(actor, work.meeting_id)
    taken_in = last_forarbeid(store, work)
    if taken_in is None:
        raise Refused(Message("Det er ingen svar fra en arbeidsbok å ta tilbake."))
    return take_back(store, actor, work, taken_in, TAKEN_BACK)


def last_forarbeid(store: Store, work: GroupWork) -> Entry | None:
    """Return the newest taking in of a workbook in the meeting, unless it has been taken back."""
    newest = store.newest(work.meeting_id, "", (TAKEN_IN, TAKEN_BACK))
    return newest if newest and newest.what.msgid == TAKEN_IN else None
