"""What the rules share: which figures are missing or uncertain, and how a limit is measured."""

from fractions import Fraction
from math import floor

from dekom.i18n import Message
from dekom.model import Case, Nettverk, Share, sum_known
from dekom.outcome import Facts, Finding, Status

ARITHMETIC = Message("Regning")
NO_LIMIT = Finding(Status.IKKE_SATT, Message("Forumet har ikke satt grense."), {})

Figure = tuple[str, int | None, Message]
"""A figure that a rule uses: its field (as in `Nettverk.uncertain`), its value, and what it is called."""


def koordinator_kr(nettverk: Nettverk) -> int | None:
    """Return what the koordinator costs in the basis, None where the basis does not say."""
    stated = [s.koordinator_kr for s in nettverk.shares if s.koordinator_kr is not None]
    return sum(stated) if stated else None


def difference_kr(left_kr: int | None, right_kr: int | None) -> int | None:
    """Return left − right, None where either is unknown."""
    return None if left_kr is None or right_kr is None else left_kr - right_kr


def unclear(nettverk: Nettverk, *figures: Figure) -> Message | None:
    """Return why a rule cannot be tested: the first of its figures that is uncertain or missing."""
    for field, value, name in figures:
        if field in nettverk.uncertain:
            text = "{name}: usikkert i kilden. {remark}"
            return Message(text, {"name": name, "remark": nettverk.uncertain[field]})
        if value is None:
            return Message("{name} er ikke oppgitt.", {"name": name})
    return None


def shares_unclear(nettverk: Nettverk) -> Message | None:
    """Return why the parts of the need cannot be used, if they cannot."""
    for field in ("nettverk", "koordinator", "uh"):
        if field in nettverk.uncertain:
            return Message("Fordelingen er usikker i kilden. {remark}", {"remark": nettverk.uncertain[field]})
    if not nettverk.shares or any(s.amount_kr is None for s in nettverk.shares):
        return Message("Fordelingen mellom nettverket og UH er ikke oppgitt.")
    return None


def money_outside(nettverk: Nettverk, case: Case) -> tuple[int, int, Facts]:
    """Return kr to named UH institutions, kr to others than the network that cannot be placed, and the facts."""
    uh_kr = sum_known(s.amount_kr for s in uh_shares(nettverk, case))
    others = [s for s in nettverk.shares if case.recipients[s.recipient_id].kind in {"andre", "ulest"}]
    unplaced_kr = sum_known(s.amount_kr for s in others)
    return uh_kr, unplaced_kr, {"innstilt_kr": nettverk.innstilt_kr, "uh_kr": uh_kr, "andre_kr": unplaced_kr}


def uh_shares(nettverk: Nettverk, case: Case) -> list[Share]:
    """Return the parts of the need that go to named UH institutions."""
    return [s for s in nettverk.shares if case.recipients[s.recipient_id].kind == "uh"]


def without_money(amount_kr: int | None, facts: Facts) -> Finding:
    """Return the finding of a krav that only binds who gets money: met at 0 kr, unclear without an amount."""
    if amount_kr is None:
        return Finding(Status.UAVKLART, Message("Innstilt beløp mangler."), facts)
    return Finding(Status.OPPFYLT, Message("Innstilt 0 kr: kravet gjelder bare den som får midler."), facts)


def without_money_or_shares(nettverk: Nettverk, facts: Facts) -> Finding | None:
    """Return the finding of a krav on how the money is used where there is none, or no word on its use."""
    if not nettverk.innstilt_kr:
        return without_money(nettverk.innstilt_kr, facts)
    missing = shares_unclear(nettverk)
    return Finding(Status.UAVKLART, missing, facts) if missing else None


def within_limit(rule_id: str, nettverk: Nettverk, case: Case, part: Figure, whole: Figure, text: str) -> Finding:
    """Measure `part` against the forum's limit, a share of `whole`; exactly at the limit is within it."""
    limit = case.limits.get(rule_id)
    if limit is None:
        return NO_LIMIT
    facts: Facts = {"del_kr": part[1], "av_kr": whole[1], "grense": str(limit)}
    if reason := unclear(nettverk, part, whole):
        return Finding(Status.UAVKLART, reason, facts)
    part_kr, whole_kr = part[1] or 0, whole[1]
    if not whole_kr:
        return Finding(Status.UAVKLART, Message("{name} er 0 kr.", {"name": whole[2]}), facts)
    numbers = {
        "part": part_kr,
        "share": Fraction(part_kr, whole_kr),
        "limit": limit,
        "limit_kr": floor(limit * whole_kr),
    }
    status = Status.OVER if part_kr > limit * whole_kr else Status.INNENFOR
    return Finding(status, Message(text, numbers), facts)
