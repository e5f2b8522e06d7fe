"""The statsforvalter's vedtak after the meeting: kr per network, why it differs from the innstilling, and vilkår."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dekom.access import Actor
from dekom.change import Change, RowEdit, Values
from dekom.i18n import Message
from dekom.money import Refused, parse_kroner
from dekom.plain import NotPlain
from dekom.store import Store
from dekom.versions import Version, check


@dataclass(frozen=True, slots=True)
class Vedtak:
    """What is decided for one network. Amounts in kr; `tildelt_kr` is None until it is entered.

    `innstilt_kr` is what the newest version says, None where the network is not in it. `has_row` tells an empty
    reason and no vilkår from none ever saved.
    """

    nettverk_id: str
    name: str
    innstilt_kr: int | None
    tildelt_kr: int | None = None
    reason: str = ""
    conditions: str = ""
    has_row: bool = False

    @property
    def deviation_kr(self) -> int | None:
        """How much more the vedtak gives than the innstilling; None while it is not entered."""
        return None if self.tildelt_kr is None else self.tildelt_kr - (self.innstilt_kr or 0)

    @property
    def differs(self) -> bool:
        return self.tildelt_kr is not None and self.tildelt_kr != self.innstilt_kr

    @property
    def lacks_reason(self) -> bool:
        """Whether the amount differs from the innstilling and nobody has said why."""
        return self.differs and not self.reason


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed for one network: the amount as text, the reason, the vilkår."""

    amount: str
    reason: str
    conditions: str


def load_vedtak(store: Store, meeting_id: str, ordning: str, versions: Sequence[Version]) -> tuple[Vedtak, ...]:
    """Return the vedtak of every network in order, against the newest version (if it can be read)."""
    place = {"meeting_id": meeting_id, "ordning": ordning}
    written = {row["nettverk_id"]: row for row in store.rows("vedtak", place)}
    innstilt = _innstilt(versions)
    found = []
    for row in sorted(store.rows("nettverk", place), key=lambda row: row["position"]):
        i = row["nettverk_id"]
        texts = (written[i]["reason"], written[i]["conditions"], True) if i in written else ("", "", False)
        found.append(Vedtak(i, row["name"], innstilt.get(i), row["tildelt_kr"], *texts))
    return tuple(found)


def _innstilt(versions: Sequence[Version]) -> Mapping[str, int | None]:
    try:
        return {n.id: n.innstilt_kr for n in versions[-1].record.case.nettverk} if versions else {}
    except NotPlain:
        return {}


def save_vedtak(
    store: Store,
    actor: Actor,
    meeting_id: str,
    ordning: str,
    seen: Sequence[Vedtak],
    typed: Mapping[str, Typed],
    versions: Sequence[Version],
) -> int | None:
    """Save what was typed for some networks, by id, on top of what the user saw; one step for all.

    An empty amount means that the vedtak is not made. Raises `Refused`: no version, an amount that cannot be read,
    or one that differs from the innstilling without a reason.
    """
    _newest(versions)
    edits = [e for v in seen if v.nettverk_id in typed for e in _edits(meeting_id, ordning, v, typed[v.nettverk_id])]
    what = Message("Statsforvalterens vedtak, {n} nettverk", {"n": len({e.key["nettverk_id"] for e in edits})})
    return store.apply(Change(meeting_id, ordning, what, tuple(edits)), actor)


def as_innstilt(
    store: Store, actor: Actor, meeting_id: str, ordning: str, seen: Sequence[Vedtak], versions: Sequence[Version]
) -> int | None:
    """Give every network without a vedtak what the newest version says, with the vilkår that the forum set."""
    vilkar = {n.id: n.vilkar for n in _newest(versions).record.case.nettverk}
    edits = [
        edit
        for v in seen
        if v.tildelt_kr is None and v.innstilt_kr is not None
        for edit in _rows(
            meeting_id, ordning, v, v.innstilt_kr, v.reason, v.conditions or vilkar.get(v.nettverk_id, "")
        )
    ]
    if not edits:
        raise Refused(Message("Alle nettverk har vedtak allerede. Ingenting ble endret."))
    n = len({edit.key["nettverk_id"] for edit in edits})
    what = Message("Statsforvalterens vedtak som innstilt, {n} nettverk", {"n": n})
    return store.apply(Change(meeting_id, ordning, what, tuple(edits)), actor)


def set_to_newest(
    store: Store, actor: Actor, meeting_id: str, ordning: str, seen: Sequence[Vedtak], versions: Sequence[Version]
) -> int | None:
    """Give what the newest version says to every network that deviates without a reason, in one step.

    Who has a reason keeps the amount; every vilkår stands.
    """
    number = _newest(versions).number
    edits = [
        edit
        for v in seen
        if v.lacks_reason and v.innstilt_kr is not None
        for edit in _rows(meeting_id, ordning, v, v.innstilt_kr, v.reason, v.conditions)
    ]
    if not edits:
        raise Refused(Message("Ingen beløp mangler grunn til avvik. Ingenting ble endret."))
    what = Message("Statsforvalterens vedtak satt til versjon {v}, {n} nettverk", {"v": number, "n": len(edits)})
    return store.apply(Change(meeting_id, ordning, what, tuple(edits)), actor)


def _newest(versions: Sequence[Version]) -> Version:
    if not versions:
        raise Refused(Message("Innstillingen er ikke fastsatt ennå. Fastsett den før vedtaket føres."))
    if wrong := check(versions[-1]):
        raise Refused(Message("{wrong} Fastsett en ny versjon før vedtaket føres.", {"wrong": wrong}))
    return versions[-1]


def _edits(meeting_id: str, ordning: str, seen: Vedtak, typed: Typed) -> list[RowEdit]:
    reason, conditions = typed.reason.strip(), typed.conditions.strip()
    try:
        kr = parse_kroner(typed.amount) if typed.amount.strip() else None
    except Refused as refused:
        raise Refused(Message("{name}: {why}", {"name": seen.name, "why": refused.message})) from refused
    if kr is not None and kr != seen.innstilt_kr and not reason:
        text = "{name}: {kr:kr} er ikke det som er innstilt. Skriv hvorfor i «Grunn til avvik»."
        raise Refused(Message(text, {"name": seen.name, "kr": kr}))
    return _rows(meeting_id, ordning, seen, kr, reason, conditions)


def _rows(meeting_id: str, ordning: str, seen: Vedtak, kr: int | None, reason: str, conditions: str) -> list[RowEdit]:
    key = {"meeting_id": meeting_id, "ordning": ordning, "nettverk_id": seen.nettverk_id}
    edits = []
    if kr != seen.tildelt_kr:
        edits.append(RowEdit("nettverk", key, {"tildelt_kr": seen.tildelt_kr}, {"tildelt_kr": kr}))
    if (reason, conditions) != (seen.reason, seen.conditions):
        before: Values | None = {"reason": seen.reason, "conditions": seen.conditions} if seen.has_row else None
        edits.append(RowEdit("vedtak", key, before, {"reason": reason, "conditions": conditions}))
    return edits
