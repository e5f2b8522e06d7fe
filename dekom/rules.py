"""One function a rule, and the tuple RULES. A breach is a value; a figure that is missing or uncertain is Uavklart."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from dekom.i18n import Message
from dekom.model import Case, Nettverk, sum_known
from dekom.outcome import Facts, Finding, Kind, Status
from dekom.parameters import Parameters
from dekom.rule_support import (
    ARITHMETIC,
    Figure,
    difference_kr,
    koordinator_kr,
    money_outside,
    shares_unclear,
    uh_shares,
    unclear,
    within_limit,
    without_money,
    without_money_or_shares,
)

NettverkCheck = Callable[[Nettverk, Case, Parameters], Finding]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as the forum meets it. `parameter` names the value in `regelverk.toml` that it hangs on."""

    id: str
    kind: Kind
    title: Message
    meaning: str
    check: NettverkCheck
    parameter: str = ""
    source: Message | None = None


OFF = Finding(Status.AV, Message("Av: kravet er ikke kildebelagt for denne ordningen på møtedatoen."), {})
FORUM = Message("Forumet selv; ingen grense følger av regelverket")


def owners_contribution_kr(amount_kr: int, least: Fraction) -> int:
    """Return the smallest own financing, in whole kr, that is at least the share `least` of the amount."""
    return ceil(amount_kr * least)


def egenfinansiering(nettverk: Nettverk, case: Case, params: Parameters) -> Finding:
    """Own financing at least 30 % of the state money; may be salary (004)."""
    least = params.share("egenfinansiering_minst")
    if least is None:
        return OFF
    amount_kr = nettverk.innstilt_kr
    own_kr = nettverk.grunnlag.egenfinansiering_kr if nettverk.grunnlag else None
    facts: Facts = {"innstilt_kr": amount_kr, "egenfinansiering_kr": own_kr, "minst": str(least)}
    if amount_kr is None or amount_kr == 0:
        return without_money(amount_kr, facts)
    if reason := unclear(nettverk, ("egenfinansiering", own_kr, Message("Egenfinansiering"))):
        return Finding(Status.UAVKLART, reason, facts)
    assert own_kr is not None
    required_kr = owners_contribution_kr(amount_kr, least)
    numbers = {
        "own": own_kr,
        "share": Fraction(own_kr, amount_kr),
        "amount": amount_kr,
        "least": least,
        "required": required_kr,
        "short": required_kr - own_kr,
    }
    if own_kr >= required_kr:
        text = (
            "Egenfinansiering {own:kr} er {share:pst} av innstilt {amount:kr}. "
            "Kravet er minst {least:eksakt}, {required:kr}."
        )
        return Finding(Status.OPPFYLT, Message(text, numbers), facts)
    text = (
        "Egenfinansiering {own:kr} er {share:pst} av innstilt {amount:kr}. "
        "Kravet er minst {least:eksakt}, {required:kr}; det mangler {short:kr}."
    )
    return Finding(Status.IKKE_OPPFYLT, Message(text, numbers), facts)


def uh_partner(nettverk: Nettverk, case: Case, params: Parameters) -> Finding:
    """A named Norwegian UH institution is partner and gets part of the money (004)."""
    if params.share("uh_partner") is None:
        return OFF
    uh_kr, unread_kr, facts = money_outside(nettverk, case)
    if early := without_money_or_shares(nettverk, facts):
        return early
    if uh_kr:
        named = (case.recipients[s.recipient_id].name for s in uh_shares(nettverk, case) if s.amount_kr)
        names = tuple(dict.fromkeys(named))
        return Finding(
            Status.OPPFYLT,
            Message("{names} er oppgitt som UH-partner med {kr:kr}.", {"names": names, "kr": uh_kr}),
            facts,
        )
    if unread_kr:
        return Finding(
            Status.UAVKLART,
            Message("{kr:kr} går til andre enn nettverket, men det går ikke fram hvem.", {"kr": unread_kr}),
            facts,
        )
    return Finding(Status.IKKE_OPPFYLT, Message("Ingen UH-institusjon er oppgitt med beløp."), facts)


def ikke_bare_egne_utgifter(nettverk: Nettverk, case: Case, params: Parameters) -> Finding:
    """The money may not be used only for the owners' own costs (004)."""
    if params.share("ikke_bare_egne_utgifter") is None:
        return OFF
    uh_kr, unread_kr, facts = money_outside(nettverk, case)
    if early := without_money_or_shares(nettverk, facts):
        return early
    if uh_kr:
        text = "{kr:kr} av behovet går til UH-institusjoner."
        return Finding(Status.OPPFYLT, Message(text, {"kr": uh_kr}), facts)
    if unread_kr:
        text = "{kr:kr} av behovet går til andre enn nettverket, men det går ikke fram hvem."
        return Finding(Status.UAVKLART, Message(text, {"kr": unread_kr}), facts)
    text = "Hele behovet går til nettverket selv."
    return Finding(Status.IKKE_OPPFYLT, Message(text), facts)


def beslutningsgrunnlag(nettverk: Nettverk, case: Case, params: Parameters) -> Finding:
    """Who does not take part gets nothing: no decision basis, no money (004)."""
    if params.share("uten_deltakelse_ingen_midler") is None:
        return OFF
    has_one = nettverk.grunnlag is not None and not nettverk.grunnlag.is_empty
    facts: Facts = {"innstilt_kr": nettverk.innstilt_kr, "grunnlag": "ja" if has_one else "nei"}
    if has_one:
        return Finding(Status.OPPFYLT, Message("Nettverket har levert beslutningsgrunnlag."), facts)
    if not nettverk.innstilt_kr:
        return without_money(nettverk.innstilt_kr, facts)
    if nettverk.uncertain:
        return Finding(Status.UAVKLART, Message("Beslutningsgrunnlaget kan ikke leses."), facts)
    text = "Innstilt {kr:kr}, men nettverket har ikke levert beslutningsgrunnlag."
    return Finding(Status.IKKE_OPPFYLT, Message(text, {"kr": nettverk.innstilt_kr}), facts)


def grense_koordinator(nettverk: Nettverk, case: Case, params: Parameters) -> Finding:
    """The coordinator's share of the need against the forum's own limit («i begrenset omfang», 002)."""
    part = ("koordinator", koordinator_kr(nettverk), Message("Koordinator"))
    text = "Koordinator {part:kr} er {share:pst} av meldt behov. Grensen er {limit:eksakt}, {limit_kr:kr}."
    return within_limit("grense_koordinator", nettverk, case, part, _need(nettverk), text)


def grense_endring(nettverk: Nettverk, case: Case, params: Parameters) -> Finding:
    """The change from last year, up or down, against the forum's own limit."""
    change_kr = difference_kr(nettverk.innstilt_kr, nettverk.last_year_kr)
    size_kr = None if change_kr is None else abs(change_kr)
    part = ("innstilt", size_kr, Message("Innstilt beløp eller beløpet i fjor"))
    whole = ("i_fjor", nettverk.last_year_kr, Message("Beløpet i fjor"))
    text = "Endringen fra i fjor er {part:kr}, {share:pst}. Grensen er {limit:eksakt}, {limit_kr:kr}."
    return within_limit("grense_endring", nettverk, case, part, whole, text)


def grense_andel_av_behov(nettverk: Nettverk, case: Case, params: Parameters) -> Finding:
    """The recommended share of the need against the forum's own limit."""
    part = ("innstilt", nettverk.innstilt_kr, Message("Innstilt beløp"))
    text = "Innstilt {part:kr} er {share:pst} av meldt behov. Grensen er {limit:eksakt}, {limit_kr:kr}."
    return within_limit("grense_andel_av_behov", nettverk, case, part, _need(nettverk), text)


def over_behov(nettverk: Nettverk, case: Case, params: Parameters) -> Finding:
    """Recommended above the reported need."""
    amount_kr, need_kr = nettverk.innstilt_kr, nettverk.need_kr
    facts: Facts = {"innstilt_kr": amount_kr, "behov_kr": need_kr}
    if reason := unclear(nettverk, ("innstilt", amount_kr, Message("Innstilt beløp")), _need(nettverk)):
        return Finding(Status.UAVKLART, reason, facts)
    assert amount_kr is not None and need_kr is not None
    numbers = {"amount": amount_kr, "need": need_kr, "over": amount_kr - need_kr}
    if amount_kr > need_kr:
        text = "Innstilt {amount:kr} er {over:kr} mer enn meldt behov {need:kr}."
        return Finding(Status.AVVIK, Message(text, numbers), facts)
    text = "Innstilt {amount:kr} er ikke mer enn meldt behov {need:kr}."
    return Finding(Status.STEMMER, Message(text, numbers), facts)


def deler_mot_behov(nettverk: Nettverk, case: Case, params: Parameters) -> Finding:
    """The parts of the need against the need."""
    need_kr, parts_kr = nettverk.need_kr, sum_known(s.amount_kr for s in nettverk.shares)
    facts: Facts = {"behov_kr": need_kr, "deler_kr": parts_kr}
    if reason := unclear(nettverk, _need(nettverk)) or shares_unclear(nettverk):
        return Finding(Status.UAVKLART, reason, facts)
    assert need_kr is not None
    numbers = {"parts": parts_kr, "need": need_kr, "difference": parts_kr - need_kr}
    if parts_kr == need_kr:
        text = "Delene er til sammen {parts:kr}, likt meldt behov."
        return Finding(Status.STEMMER, Message(text, numbers), facts)
    text = "Delene er til sammen {parts:kr}, meldt behov er {need:kr}. Forskjellen er {difference:+kr}."
    return Finding(Status.AVVIK, Message(text, numbers), facts)


def endring_fra_i_fjor(nettverk: Nettverk, case: Case, params: Parameters) -> Finding:
    """The change from last year in kr and per cent."""
    amount_kr, last_kr = nettverk.innstilt_kr, nettverk.last_year_kr
    facts: Facts = {"innstilt_kr": amount_kr, "i_fjor_kr": last_kr}
    change_kr = difference_kr(amount_kr, last_kr)
    if "i_fjor" in nettverk.uncertain:
        reason = unclear(nettverk, ("i_fjor", last_kr, Message("Beløpet i fjor")))
        return Finding(Status.OPPLYSNING, reason or Message("Endringen fra i fjor er ikke kjent."), facts)
    if change_kr is None:
        return Finding(Status.OPPLYSNING, Message("Endringen fra i fjor er ikke kjent."), facts)
    if not last_kr:
        return Finding(Status.OPPLYSNING, Message("Endring {kr:+kr}; ingen midler i fjor.", {"kr": change_kr}), facts)
    numbers = {"kr": change_kr, "share": Fraction(change_kr, last_kr), "last": last_kr}
    return Finding(Status.OPPLYSNING, Message("Endring {kr:+kr} ({share:+pst}) fra {last:kr}.", numbers), facts)


def koordinator(nettverk: Nettverk, case: Case, params: Parameters) -> Finding:
    """The coordinator's cost and its share of the need."""
    part_kr, need_kr = koordinator_kr(nettverk), nettverk.need_kr
    facts: Facts = {"koordinator_kr": part_kr, "behov_kr": need_kr}
    if reason := unclear(nettverk, ("koordinator", part_kr, Message("Koordinator")), _need(nettverk)):
        return Finding(Status.OPPLYSNING, reason, facts)
    assert part_kr is not None
    if not need_kr:
        return Finding(Status.OPPLYSNING, Message("Koordinator {kr:kr}.", {"kr": part_kr}), facts)
    numbers = {"kr": part_kr, "share": Fraction(part_kr, need_kr)}
    return Finding(Status.OPPLYSNING, Message("Koordinator {kr:kr}, {share:pst} av meldt behov.", numbers), facts)


def _need(nettverk: Nettverk) -> Figure:
    return "behov", nettverk.need_kr, Message("Meldt behov")


RULES: tuple[Rule, ...] = (
    Rule(
        "egenfinansiering",
        Kind.KRAV,
        Message("Egenfinansiering"),
        "Eiernes egenfinansiering er minst den fastsatte andelen av innstilt beløp. Lønn kan regnes med.",
        egenfinansiering,
        "egenfinansiering_minst",
    ),
    Rule(
        "uh_partner",
        Kind.KRAV,
        Message("UH-partner"),
        "Minst én navngitt UH-institusjon får en del av pengene.",
        uh_partner,
        "uh_partner",
    ),
    Rule(
        "ikke_bare_egne_utgifter",
        Kind.KRAV,
        Message("Ikke bare eiernes egne utgifter"),
        "Pengene går ikke bare til nettverket selv.",
        ikke_bare_egne_utgifter,
        "ikke_bare_egne_utgifter",
    ),
    Rule(
        "beslutningsgrunnlag",
        Kind.KRAV,
        Message("Beslutningsgrunnlag"),
        "Den som får penger, deltar og har levert beslutningsgrunnlag.",
        beslutningsgrunnlag,
        "uten_deltakelse_ingen_midler",
    ),
    Rule(
        "grense_koordinator",
        Kind.GRENSE,
        Message("Koordinatorens andel av behovet"),
        "Koordinatorens andel av meldt behov er ikke over forumets grense.",
        grense_koordinator,
        source=FORUM,
    ),
    Rule(
        "grense_endring",
        Kind.GRENSE,
        Message("Endring fra i fjor"),
        "Endringen fra i fjor, opp eller ned, er ikke over forumets grense.",
        grense_endring,
        source=FORUM,
    ),
    Rule(
        "grense_andel_av_behov",
        Kind.GRENSE,
        Message("Andel av meldt behov"),
        "Innstilt beløps andel av meldt behov er ikke over forumets grense.",
        grense_andel_av_behov,
        source=FORUM,
    ),
    Rule(
        "over_behov",
        Kind.KONTROLL,
        Message("Innstilt mot behov"),
        "Innstilt beløp er ikke mer enn meldt behov.",
        over_behov,
        source=ARITHMETIC,
    ),
    Rule(
        "deler_mot_behov",
        Kind.KONTROLL,
        Message("Delene mot behovet"),
        "Nettverkets og UHs deler er til sammen lik meldt behov.",
        deler_mot_behov,
        source=ARITHMETIC,
    ),
    Rule(
        "endring",
        Kind.OPPLYSNING,
        Message("Endring fra i fjor"),
        "Endringen i kroner og prosent.",
        endring_fra_i_fjor,
        source=ARITHMETIC,
    ),
    Rule(
        "koordinator",
        Kind.OPPLYSNING,
        Message("Koordinator"),
        "Hva koordinatoren koster, og hvor stor del det er av meldt behov.",
        koordinator,
        source=Message("Samarbeidsforum 9. mars 2022: «i begrenset omfang», uten prosent"),
    ),
)
