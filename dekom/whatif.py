"""What if: another frame, another way to share. Pure; touches nothing until somebody says «Bruk»."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TypeVar

from dekom.allocation import (
    BASIC_AMOUNTS,
    LOCKS,
    ByClaims,
    ByWeight,
    FrameExceeded,
    Promise,
    Way,
    lost_by_rounding,
    share_out,
)
from dekom.allocation import Proposal as Proposal
from dekom.i18n import Message
from dekom.model import Case, FrameLine, Nettverk, sum_known
from dekom.money import Refused
from dekom.ordning_words import words_of

PRO_RATA, LAST_YEAR, NEED, EQUAL = "pro_rata", "last_year", "need", "equal"
ALL_LAST_YEAR, ALL_NEED, SCALE, PERCENT = "all_last_year", "all_need", "scale", "percent"
CLAIMS_RULES = ("equal_awards", "equal_losses", "talmud")
CAPPABLE = frozenset({PRO_RATA, LAST_YEAR, NEED, EQUAL, SCALE})
WAYS = (PRO_RATA, LAST_YEAR, NEED, EQUAL, ALL_LAST_YEAR, ALL_NEED, SCALE, PERCENT, *CLAIMS_RULES)
UNITS_KR = (1, 1_000, 10_000)
CURVE_STEPS = 100
Number = TypeVar("Number", int, Fraction)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A question to the case. Amounts in kr; `lines` by line id; `locks` keep a network at an amount.

    `percent` (a share 0–10) and `percent_of` (`last_year`, `need` or `today`) belong to the way `percent`.
    """

    total_kr: int | None
    lines: Mapping[str, int | None]
    way: str
    cap_at_need: bool = True
    unit_kr: int = 1
    percent: Fraction = Fraction(1)
    percent_of: str = "last_year"
    locks: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the question gives: the frame, and a proposal or the sentence that says why there is none."""

    ramme_kr: int | None
    proposal: Proposal | None
    refusal: Message | None = None
    notes: tuple[Message, ...] = ()


def opening(case: Case) -> WhatIf:
    """Return the question as a page opens on it: the frame as it is, pro rata if it can be worked out.

    Where lærerårsverk are missing, last year's amounts are the implicit key, capped at the need (domain.md).
    """
    way = LAST_YEAR if missing_teacher_years(case) else PRO_RATA
    return WhatIf(case.total_kr, {line.id: line.amount_kr for line in case.lines}, way)


def fitted(what_if: WhatIf, case: Case) -> WhatIf:
    """Return the question with lines and locks that the case no longer has left out, and new lines added."""
    known = {n.id for n in case.nettverk}
    return replace(
        what_if,
        lines={line.id: what_if.lines.get(line.id, line.amount_kr) for line in case.lines},
        locks={i: kr for i, kr in what_if.locks.items() if i in known},
    )


def missing_teacher_years(case: Case) -> list[str]:
    """Return the names of the networks whose lærerårsverk nobody has entered."""
    return [n.name for n in case.nettverk if n.teacher_years is None]


def asked_case(case: Case, what_if: WhatIf) -> Case:
    """Return the case with the frame that the question asks about; amounts as they are."""
    lines = tuple(replace(line, amount_kr=what_if.lines.get(line.id)) for line in case.lines)
    return replace(case, total_kr=what_if.total_kr, lines=lines)


def with_amounts(case: Case, amounts: Mapping[str, int | None]) -> Case:
    """Return the case with other recommended amounts."""
    nettverk = tuple(replace(n, innstilt_kr=amounts.get(n.id, n.innstilt_kr)) for n in case.nettverk)
    return replace(case, nettverk=nettverk)


def answer(case: Case, what_if: WhatIf) -> Answer:
    """Return what every network gets under the asked frame and way, or why that cannot be said."""
    ramme_kr = asked_case(case, what_if).ramme_kr
    try:
        if not case.nettverk:
            raise Refused(Message("Det er ingen nettverk å fordele til."))
        estate_kr = shareable_kr(case, ramme_kr)
        way, caps = the_way(case, what_if), the_caps(case, what_if)
        proposal = _shared(case, what_if, way, caps, estate_kr)
    except Refused as refused:
        return Answer(ramme_kr, None, refused.message)
    return Answer(ramme_kr, proposal, notes=_notes(case, what_if, way, caps, estate_kr, proposal))


def curve(case: Case, what_if: WhatIf, line_ids: tuple[str, ...]) -> list[tuple[int, Proposal]]:
    """Return (size of the lines in kr, proposal) from 0 to all that is not bound elsewhere, in even steps.

    Sizes under which the way gives nothing (such as promises above the frame) are left out. `line_ids` may
    be empty: then the total grows from what is bound to twice the total, and the size is the total.
    """
    if what_if.total_kr is None or None in what_if.lines.values():
        return []
    others_kr = sum_known(kr for i, kr in what_if.lines.items() if i not in line_ids)
    most_kr = what_if.total_kr - others_kr if line_ids else 2 * what_if.total_kr
    if most_kr < 0:
        return []
    try:
        way, caps = the_way(case, what_if), the_caps(case, what_if)
    except Refused:
        return []
    found = []
    for step in range(CURVE_STEPS + 1):
        size_kr = most_kr * step // CURVE_STEPS
        ramme_kr = what_if.total_kr - others_kr - size_kr if line_ids else size_kr - others_kr
        try:
            proposal = _shared(case, what_if, way, caps, shareable_kr(case, ramme_kr))
        except Refused:
            continue
        found.append((size_kr, proposal))
    return found


def break_even_kr(case: Case, what_if: WhatIf, line_ids: tuple[str, ...]) -> int | None:
    """Return the size in kr of some lines at which the frame is just what all reported needs come to.

    With no lines: the total at which it is. None where a need or a line is unknown, or no size is small enough.
    """
    needs, lines = [n.need_kr for n in case.nettverk], what_if.lines
    if None in needs or not needs or None in lines.values():
        return None
    bound_kr = sum_known(needs) + case.set_aside_kr
    if not line_ids:
        return bound_kr + sum_known(lines.values())
    if what_if.total_kr is None:
        return None
    size_kr = what_if.total_kr - bound_kr - sum_known(kr for i, kr in lines.items() if i not in line_ids)
    return size_kr if size_kr >= 0 else None


def line_groups(case: Case) -> dict[str, tuple[FrameLine, ...]]:
    """Return the frame lines by name: direktefinansiering to two institutions is one group of two."""
    groups: dict[str, list[FrameLine]] = {}
    for line in case.lines:
        groups.setdefault(line.name, []).append(line)
    return {name: tuple(lines) for name, lines in groups.items()}


def split_evenly(kr: int, line_ids: tuple[str, ...]) -> dict[str, int]:
    """Return a sum divided equally between lines, in whole kr that sum to it; the first get what is over."""
    each, over = divmod(kr, len(line_ids))
    return {line_id: each + (index < over) for index, line_id in enumerate(line_ids)}


def shareable_kr(case: Case, ramme_kr: int | None) -> int:
    """Return what there is for the networks: the frame less what is set aside; raise `Refused` if there is none."""
    if ramme_kr is None:
        raise Refused(Message("Rammen er ikke kjent. Fyll inn totalen og alle linjene."))
    if ramme_kr < 0:
        text = "Linjene er {over:kr} mer enn totalen. Gjør linjene mindre eller totalen større."
        raise Refused(Message(text, {"over": -ramme_kr}))
    if ramme_kr < case.set_aside_kr:
        text = "Det som er avsatt, er {over:kr} mer enn rammen."
        raise Refused(Message(text, {"over": case.set_aside_kr - ramme_kr}))
    return ramme_kr - case.set_aside_kr


def the_way(case: Case, what_if: WhatIf) -> Way:
    """Return the way to share with its figures; raise `Refused` with the networks whose figure is missing."""
    match what_if.way:
        case "pro_rata":
            key = words_of(case.ordning).key_title
            years = _figures(case, what_if, key, lambda n: n.teacher_years)
            return ByWeight(_not_all_zero(what_if, years, key), case.key_figures.base_grant_kr)
        case "last_year":
            return ByWeight(_not_all_zero(what_if, _last_year(case, what_if), Message("Fjorårets beløp")))
        case "need":
            return ByWeight(_not_all_zero(what_if, _needs(case, what_if), Message("Meldt behov")))
        case "equal":
            return ByWeight({n.id: 1 for n in case.nettverk})
        case "all_last_year":
            return Promise(_last_year(case, what_if))
        case "all_need":
            return Promise(_needs(case, what_if))
        case "scale":
            return ByWeight(_not_all_zero(what_if, _today(case, what_if), Message("Dagens beløp")))
        case "percent":
            base = {"last_year": _last_year, "need": _needs, "today": _today}.get(what_if.percent_of)
            if base is None:
                raise Refused(Message("Velg hva prosenten skal regnes av."))
            return Promise(base(case, what_if), what_if.percent * 100)
        case _ if what_if.way in CLAIMS_RULES:
            return ByClaims(what_if.way, _not_all_zero(what_if, _needs(case, what_if), Message("Meldt behov")))
        case _:
            raise Refused(Message("Denne fordelingsmåten finnes ikke."))


def the_caps(case: Case, what_if: WhatIf) -> dict[str, int] | None:
    """Return each network's need as its cap where that is chosen; a network without a known need has none.

    «Alle får behovet» never rounds anybody above the need.
    """
    if what_if.way != ALL_NEED and (not what_if.cap_at_need or what_if.way not in CAPPABLE):
        return None
    return {n.id: n.need_kr for n in case.nettverk if n.need_kr is not None}


def _shared(case: Case, what_if: WhatIf, way: Way, caps: dict[str, int] | None, estate_kr: int) -> Proposal:
    networks = [n.id for n in case.nettverk]
    try:
        return share_out(networks, way, estate_kr, locks=what_if.locks, caps=caps, unit_kr=what_if.unit_kr)
    except FrameExceeded as exceeded:
        frame = "det som er igjen av rammen" if what_if.locks or case.set_asides else "rammen"
        if exceeded.what == LOCKS:
            text = "De låste beløpene er {over:kr} mer enn det som kan fordeles. Lås opp noen, eller øk rammen."
        elif exceeded.what == BASIC_AMOUNTS:
            text = "Grunntilskuddet til alle er {over:kr} mer enn " + frame + "."
        else:
            text = "Denne fordelingen koster {over:kr} mer enn " + frame + "."
        raise Refused(Message(text, {"over": exceeded.over_kr})) from exceeded
    except ValueError as fault:
        raise Refused(Message("Tallene kan ikke brukes til denne fordelingen.")) from fault


def _notes(
    case: Case, what_if: WhatIf, way: Way, caps: dict[str, int] | None, estate_kr: int, proposal: Proposal
) -> tuple[Message, ...]:
    """Return what the reader should know about the proposal."""
    notes = []
    unknown = [n.name for n in case.nettverk if n.need_kr is None and n.id not in what_if.locks]
    if caps is not None and unknown:
        notes.append(Message("Uten øvre grense fordi behovet ikke er kjent: {names}.", {"names": unknown}))
    if what_if.unit_kr > 1:
        to_the_krone = _shared(case, replace(what_if, unit_kr=1), way, caps, estate_kr)
        rounded_off_kr = proposal.unallocated_kr - to_the_krone.unallocated_kr
        if rounded_off_kr > 0:
            notes.append(Message("{kr:kr} er ikke plassert på grunn av avrundingen.", {"kr": rounded_off_kr}))
    return (*notes, *_lost_by_rounding(case, what_if, way, caps, estate_kr, proposal))


def _lost_by_rounding(
    case: Case, what_if: WhatIf, way: Way, caps: dict[str, int] | None, estate_kr: int, proposal: Proposal
) -> tuple[Message, ...]:
    today_kr = case.ramme_kr
    if today_kr is None or not 0 <= (smaller_kr := today_kr - case.set_aside_kr) < estate_kr:
        return ()
    try:
        smaller = _shared(case, what_if, way, caps, smaller_kr)
    except Refused:
        return ()
    lost = lost_by_rounding(smaller, proposal)
    if not lost:
        return ()
    names = [n.name for n in case.nettverk if n.id in lost]
    text = (
        "{names} får mindre enn med dagens ramme, enda rammen er større. Det skyldes avrundingen til {unit:kr}: "
        "det som er igjen etter avrunding, går til dem med størst rest."
    )
    return (Message(text, {"names": names, "unit": what_if.unit_kr}),)


def _figures(case: Case, what_if: WhatIf, what: Message, of: Callable[[Nettverk], Number | None]) -> dict[str, Number]:
    """Return the figure of every network that is not locked; raise `Refused` naming those without one."""
    free = [n for n in case.nettverk if n.id not in what_if.locks]
    found = {n.id: value for n in free if (value := of(n)) is not None}
    missing = [n.name for n in free if n.id not in found]
    if missing:
        text = "{what} mangler for {names}. Fyll inn, lås beløpet deres, eller velg en annen måte."
        raise Refused(Message(text, {"what": what, "names": missing}))
    return found


def _last_year(case: Case, what_if: WhatIf) -> dict[str, int]:
    return _figures(case, what_if, Message("Fjorårets beløp"), lambda n: n.last_year_kr)


def _needs(case: Case, what_if: WhatIf) -> dict[str, int]:
    return _figures(case, what_if, Message("Meldt behov"), lambda n: n.need_kr)


def _today(case: Case, what_if: WhatIf) -> dict[str, int]:
    return _figures(case, what_if, Message("Dagens beløp"), lambda n: n.innstilt_kr)


def _not_all_zero(what_if: WhatIf, figures: dict[str, Number], what: Message) -> dict[str, Number]:
    if figures and not any(figures.values()):
        whom = "dem som ikke er låst" if what_if.locks else "alle"
        text = "{what} er 0 for " + whom + "; det er ikke noe å fordele etter."
        raise Refused(Message(text, {"what": what}))
    return figures
