"""What the secretariat can do to an innstilling, each as one Change through the store."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from uuid import uuid4

from dekom.access import Actor
from dekom.change import Change, InvalidChange, RowEdit, Values
from dekom.figures import format_exact_percent
from dekom.i18n import Message
from dekom.model import Case, Nettverk
from dekom.money import Refused, parse_kroner, quoted
from dekom.outcome import Kind, Outcome, facts_key
from dekom.store import Store

_PERCENT = re.compile(r"(?P<number>[0-9]{1,4}(?:,[0-9]{1,4})?) ?%?")
FORUM_LIMITS = ("grense_koordinator", "grense_endring", "grense_andel_av_behov")


def nettverk_of(case: Case, nettverk_id: str) -> Nettverk:
    """Return a network of the case; raise `InvalidChange` if it is not one of its."""
    for nettverk in case.nettverk:
        if nettverk.id == nettverk_id:
            return nettverk
    raise InvalidChange(Message("Nettverket finnes ikke i dette møtet. Ingenting ble lagret."))


def set_amount(
    store: Store, actor: Actor, case: Case, nettverk_id: str, before_kr: int | None, after_kr: int
) -> int | None:
    """Set one recommended amount, in kr, on top of the amount the user saw."""
    name = nettverk_of(case, nettverk_id).name
    numbers = {"name": name, "before": before_kr, "after": after_kr}
    text = "{name}: {after:kr}" if before_kr is None else "{name}: {before:kr} → {after:kr}"
    edit = _amount_edit(case, nettverk_id, before_kr, after_kr)
    return store.apply(_change(case, Message(text, numbers), edit), actor)


def set_amounts(
    store: Store, actor: Actor, case: Case, what: Message, amounts: Mapping[str, tuple[int | None, int]]
) -> int | None:
    """Set several amounts as one step: network id → (kr the user saw, kr wanted)."""
    edits = [_amount_edit(case, nettverk_of(case, i).id, *pair) for i, pair in amounts.items()]
    return store.apply(_change(case, what, *edits), actor)


def move_amount(store: Store, actor: Actor, case: Case, from_id: str, to_id: str, text: str) -> int | None:
    """Move kroner from one network to another in one step; raise `Refused` with what to write instead."""
    giver, taker = nettverk_of(case, from_id), nettverk_of(case, to_id)
    if from_id == to_id:
        raise Refused(Message("Velg to forskjellige nettverk."))
    kr = parse_kroner(text)
    if kr == 0:
        raise Refused(Message("Skriv beløpet som skal flyttes, for eksempel 100 000."))
    if giver.innstilt_kr is None or kr > giver.innstilt_kr:
        raise Refused(
            Message(
                "{name} har {has:kr}. Det går ikke an å flytte {kr:kr} derfra.",
                {"name": giver.name, "has": giver.innstilt_kr, "kr": kr},
            )
        )
    what = Message("Flyttet {kr:kr} fra {giver} til {taker}", {"kr": kr, "giver": giver.name, "taker": taker.name})
    return set_amounts(
        store,
        actor,
        case,
        what,
        {
            from_id: (giver.innstilt_kr, giver.innstilt_kr - kr),
            to_id: (taker.innstilt_kr, (taker.innstilt_kr or 0) + kr),
        },
    )


def set_begrunnelse(store: Store, actor: Actor, case: Case, nettverk_id: str, before: str, after: str) -> int | None:
    """Write why the network gets its amount, on top of the text the user saw."""
    what = Message("Begrunnelse for {name}", {"name": nettverk_of(case, nettverk_id).name})
    return _set_text(store, actor, case, nettverk_id, what, {"begrunnelse": before}, {"begrunnelse": after.strip()})


def set_vilkar(store: Store, actor: Actor, case: Case, nettverk_id: str, before: str, after: str) -> int | None:
    """Write the conditions that the forum sets for the network's amount, on top of the text the user saw."""
    what = Message("Vilkår for {name}", {"name": nettverk_of(case, nettverk_id).name})
    return _set_text(store, actor, case, nettverk_id, what, {"vilkar": before}, {"vilkar": after.strip()})


def _set_text(
    store: Store, actor: Actor, case: Case, nettverk_id: str, what: Message, before: Values, after: Values
) -> int | None:
    edit = RowEdit("innstilling", key_of(case, nettverk_id=nettverk_id), before, after)
    return store.apply(_change(case, what, edit), actor)


def set_aside(store: Store, actor: Actor, case: Case, name: str, text: str) -> int | None:
    """Set part of what is left aside by name; raise `Refused` if it is more than what is left."""
    name = name.strip()
    if not name:
        raise Refused(Message("Skriv hva pengene er avsatt til."))
    kr = parse_kroner(text)
    left_kr = case.remaining_kr
    if kr == 0:
        raise Refused(Message("Skriv et beløp større enn 0."))
    if left_kr is not None and kr > left_kr:
        text = "{kr:kr} er mer enn det som gjenstår, {left:kr}. Skriv et lavere beløp."
        raise Refused(Message(text, {"kr": kr, "left": max(left_kr, 0)}))
    what = Message("Avsatt {kr:kr} til {name}", {"kr": kr, "name": name})
    edit = RowEdit("set_aside", key_of(case, set_aside_id=uuid4().hex), None, {"name": name, "amount_kr": kr})
    return store.apply(_change(case, what, edit), actor)


def release(store: Store, actor: Actor, case: Case, set_aside_id: str) -> int | None:
    """Take back what was set aside."""
    for item in case.set_asides:
        if item.id == set_aside_id:
            what = Message("Opphevet avsetning til {name}", {"name": item.name})
            before: Values = {"name": item.name, "amount_kr": item.amount_kr}
            edit = RowEdit("set_aside", key_of(case, set_aside_id=item.id), before, None)
            return store.apply(_change(case, what, edit), actor)
    raise InvalidChange(Message("Avsetningen finnes ikke lenger."))


def read_percent(text: str) -> Fraction:
    """Return the share (0–10) that a typed percentage states; raise `Refused`."""
    match = _PERCENT.fullmatch(text.strip()) if len(text) < 30 else None
    percent = Fraction(match["number"].replace(",", ".")) if match else None
    if percent is None or percent > 1000:
        message = Message("«{text}» er ikke en prosent. Skriv for eksempel 20 eller 12,5.", {"text": quoted(text)})
        raise Refused(message)
    return percent / 100


def set_limit(store: Store, actor: Actor, case: Case, rule_id: str, title: Message, text: str) -> int | None:
    """Set the forum's own limit from a typed percentage; an empty text takes the limit away."""
    if rule_id not in FORUM_LIMITS:
        raise InvalidChange(Message("Denne grensen finnes ikke."))
    limit = case.limits.get(rule_id)
    before = None if limit is None else {"percent": str(limit * 100)}
    share = read_percent(text) if text.strip() else None
    after = None if share is None else {"percent": str(share * 100)}
    if share is None:
        what = Message("Forumets grense fjernet: {title}", {"title": title})
    else:
        numbers = {"title": title, "limit": format_exact_percent(share)}
        what = Message("Forumets grense satt: {title} {limit}", numbers)
    edit = RowEdit("forum_limit", key_of(case, rule_id=rule_id), before, after)
    return store.apply(_change(case, what, edit), actor)


def acknowledge(store: Store, actor: Actor, case: Case, outcomes: Sequence[Outcome], text: str) -> int | None:
    """Answer outcomes with one text: a forbehold to a krav, a begrunnelse to the rest. One step for all."""
    return acknowledge_with(store, actor, case, [(outcomes, text)])


def acknowledge_with(
    store: Store, actor: Actor, case: Case, answers: Sequence[tuple[Sequence[Outcome], str]]
) -> int | None:
    """Answer outcomes, each group with its own text, in one step; raise `Refused` if a group or a text is empty."""
    for outcomes, text in answers:
        if not outcomes:
            raise Refused(Message("Velg minst ett punkt."))
        if not text.strip():
            raise Refused(Message("Skriv en begrunnelse."))
    stored = {(a.rule_id, a.nettverk_id): a for a in case.acknowledgements}
    answered = [(outcome, text.strip()) for outcomes, text in answers for outcome in outcomes]
    edits = []
    for outcome, text in answered:
        earlier = stored.get((outcome.rule_id, outcome.nettverk_id))
        before: Values | None = {"text": earlier.text, "facts": earlier.facts} if earlier else None
        after: Values = {"text": text, "facts": facts_key(outcome.finding)}
        key = key_of(case, rule_id=outcome.rule_id, nettverk_id=outcome.nettverk_id)
        edits.append(RowEdit("acknowledgement", key, before, after))
    krav = sum(outcome.kind is Kind.KRAV for outcome, _text in answered)
    what = Message(
        "Forbehold til {krav} krav, begrunnelse til {rest} andre punkter",
        {"krav": krav, "rest": len(answered) - krav},
    )
    return store.apply(_change(case, what, *edits), actor)


def withdraw(store: Store, actor: Actor, case: Case, outcome: Outcome) -> int | None:
    """Take back a forbehold or begrunnelse."""
    answer = outcome.acknowledgement
    if answer is None:
        raise InvalidChange(Message("Det er ikke gitt noen begrunnelse her."))
    key = key_of(case, rule_id=answer.rule_id, nettverk_id=answer.nettverk_id)
    edit = RowEdit("acknowledgement", key, {"text": answer.text, "facts": answer.facts}, None)
    what = Message("Trakk tilbake forbehold eller begrunnelse: {title}", {"title": outcome.title})
    return store.apply(_change(case, what, edit), actor)


def _amount_edit(case: Case, nettverk_id: str, before_kr: int | None, after_kr: int) -> RowEdit:
    key = key_of(case, nettverk_id=nettverk_id)
    return RowEdit("innstilling", key, {"innstilt_kr": before_kr}, {"innstilt_kr": after_kr})


def key_of(case: Case, **rest: str) -> Values:
    """Return the key of a row of the case."""
    return {"meeting_id": case.meeting_id, "ordning": case.ordning, **rest}


def _change(case: Case, what: Message, *edits: RowEdit) -> Change:
    return Change(case.meeting_id, case.ordning, what, edits)
