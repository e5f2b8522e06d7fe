"""«Sjekk før møtet»: the meeting, its frame, the networks and their decision bases."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from datetime import date

from dekom.i18n import Message
from dekom.model import Case, Nettverk, sum_known
from dekom.parameters import Parameters
from dekom.readiness_lines import CheckLine, Result, in_order, look_at, missing, named

FIELDS = {
    "behov": Message("meldt behov"),
    "i_fjor": Message("i fjor"),
    "egenfinansiering": Message("egenfinansiering"),
    "nettverk": Message("nettverkets del"),
    "koordinator": Message("koordinator"),
    "uh": Message("UH-delen"),
}


def meeting_lines(case: Case, on_date: date) -> list[CheckLine]:
    """Return what there is to say of the meeting's day, seen from a date."""
    day = case.held_on
    told = {"day": f"{day.day}.{day.month}.{day.year}", "days": (day - on_date).days}
    if day < on_date:
        text = "Møtedagen {day} er passert."
        return [look_at("meeting", Message(text, told), Message("Rett datoen hvis møtet ikke er holdt."))]
    if day == on_date:
        return [in_order("meeting", Message("Møtet er i dag, {day}.", told))]
    return [in_order("meeting", Message("Møtet er {day}. Dager igjen: {days}.", told))]


def frame_lines(case: Case) -> list[CheckLine]:
    """Return what is missing in the frame: the total, its status, and the lines taken first."""
    lines_kr = sum_known(line.amount_kr for line in case.lines)
    without = [case.line_name(line) for line in case.lines if line.amount_kr is None]
    found: list[CheckLine] = []
    if case.total_kr is None:
        text = Message("Samlet tilskudd er ikke lagt inn.")
        found.append(missing("ordning", text, Message("Skriv beløpet fra tildelingsbrevet.")))
    else:
        found.append(in_order("ordning", Message("Samlet tilskudd er {kr:kr}.", {"kr": case.total_kr})))
    if case.status == "endelig":
        found.append(in_order("ordning", Message("Rammen er endelig.")))
    else:
        to_do = Message("Sett den til endelig når tildelingsbrevet er kommet.")
        found.append(look_at("ordning", Message("Rammen er foreløpig."), to_do))
    if without:
        text = Message("Linjer i rammen uten beløp: {names}.", {"names": named(without)})
        found.append(missing("frame_line", text, Message("Skriv beløpet. Skriv 0 hvis linjen ikke får noe.")))
    elif case.lines:
        text = Message("Alle linjer som går av rammen først, har beløp. Antall: {n}.", {"n": len(case.lines)})
        found.append(in_order("frame_line", text))
    else:
        text = Message("Ingenting går av rammen før nettverkene.")
        found.append(CheckLine("frame_line", Result.OPPLYSNING, text))
    if case.total_kr is not None and lines_kr > case.total_kr:
        numbers = {"lines": lines_kr, "over": lines_kr - case.total_kr}
        text = Message("Linjene er til sammen {lines:kr}, {over:kr} mer enn samlet tilskudd.", numbers)
        found.append(missing("frame_line", text, Message("Rett linjene eller samlet tilskudd.")))
    elif case.ramme_kr == 0:
        text = Message("Rammen til nettverkene er 0 kr.")
        found.append(look_at("frame_line", text, Message("Se over linjene som går av rammen først.")))
    elif case.ramme_kr is not None:
        found.append(in_order("frame_line", Message("Ramme til nettverkene: {kr:kr}.", {"kr": case.ramme_kr})))
    return found


def nettverk_lines(case: Case) -> list[CheckLine]:
    """Return what is missing among the networks themselves."""
    if not case.nettverk:
        text = Message("Ingen nettverk er lagt inn.")
        return [missing("nettverk", text, Message("Legg inn nettverkene, eller hent dem fra Excel."))]
    found = [_names(case)]
    without = [n.name for n in case.nettverk if n.last_year_kr is None and "i_fjor" not in n.uncertain]
    if without:
        text = Message("Beløp i fjor er ikke oppgitt for: {names}.", {"names": named(without)})
        found.append(look_at("nettverk", text, Message("Skriv beløpet. Skriv 0 for dem som ikke fikk noe i fjor.")))
    elif all(n.last_year_kr is not None for n in case.nettverk):
        found.append(in_order("nettverk", Message("Beløp i fjor er oppgitt for alle nettverk.")))
    return found


def _names(case: Case) -> CheckLine:
    nameless = sum(not n.name.strip() for n in case.nettverk)
    counted = Counter(_folded(n.name) for n in case.nettverk if n.name.strip())
    twice = list(dict.fromkeys(n.name for n in case.nettverk if counted[_folded(n.name)] > 1))
    if nameless:
        text = Message("Nettverk uten navn: {n}.", {"n": nameless})
        return missing("nettverk", text, Message("Skriv navnet."))
    if twice:
        text = Message("Flere nettverk har samme navn: {names}.", {"names": named(twice)})
        return missing("nettverk", text, Message("Gi hvert nettverk sitt eget navn."))
    return in_order("nettverk", Message("Nettverk: {n}, alle med hvert sitt navn.", {"n": len(case.nettverk)}))


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split()).casefold()


def grunnlag_lines(case: Case, params: Parameters | None) -> list[CheckLine]:
    """Return what is missing in the decision bases; without `params` no krav is known to be in force."""
    handed_in = [n for n in case.nettverk if n.grunnlag is not None and not n.grunnlag.is_empty]
    absent = [n.name for n in case.nettverk if n.grunnlag is None or n.grunnlag.is_empty]
    found: list[CheckLine] = []
    if absent:
        text = Message("Uten beslutningsgrunnlag: {names}.", {"names": named(absent)})
        found.append(missing("grunnlag", text, Message("Før inn grunnlaget, eller be nettverket sende det.")))
    elif handed_in:
        found.append(in_order("grunnlag", Message("Alle nettverk har beslutningsgrunnlag.")))
    found += [*_need(handed_in), *_own_money(handed_in, params), *_partner(handed_in, case, params)]
    return [*found, *_parts(handed_in), *_uncertain(case)]


def _need(handed_in: Sequence[Nettverk]) -> list[CheckLine]:
    known = [n for n in handed_in if n.need_kr is not None]
    without = _names_without(handed_in, known, "behov")
    if without:
        text = Message("Uten meldt behov: {names}.", {"names": named(without)})
        return [missing("grunnlag", text, Message("Skriv hva nettverket ber om, i kroner."))]
    text = Message("Meldt behov er oppgitt i {n} beslutningsgrunnlag.", {"n": len(known)})
    return [in_order("grunnlag", text)] if known else []


def _own_money(handed_in: Sequence[Nettverk], params: Parameters | None) -> list[CheckLine]:
    known = [n for n in handed_in if n.grunnlag and n.grunnlag.egenfinansiering_kr is not None]
    without = _names_without(handed_in, known, "egenfinansiering")
    if without:
        text = Message("Uten egenfinansiering: {names}.", {"names": named(without)})
        to_do = Message("Skriv hva eierne bidrar med. Lønn kan regnes med.")
        return [CheckLine("grunnlag", _if_required(params, "egenfinansiering_minst"), text, to_do)]
    text = Message("Egenfinansiering er oppgitt i {n} beslutningsgrunnlag.", {"n": len(known)})
    return [in_order("grunnlag", text)] if known else []


def _partner(handed_in: Sequence[Nettverk], case: Case, params: Parameters | None) -> list[CheckLine]:
    institutions = {r.id for r in case.recipients.values() if r.kind == "uh"}
    known = [
        n
        for n in handed_in
        if (n.grunnlag and n.grunnlag.uh_partners.strip()) or any(s.recipient_id in institutions for s in n.shares)
    ]
    without = _names_without(handed_in, known, "uh")
    if without:
        text = Message("Uten navngitt UH-partner: {names}.", {"names": named(without)})
        to_do = Message("Skriv hvilken institusjon nettverket samarbeider med.")
        return [CheckLine("grunnlag", _if_required(params, "uh_partner"), text, to_do)]
    text = Message("UH-partner er oppgitt i {n} beslutningsgrunnlag.", {"n": len(known)})
    return [in_order("grunnlag", text)] if known else []


def _names_without(handed_in: Sequence[Nettverk], known: Sequence[Nettverk], field: str) -> list[str]:
    """Return who has not stated a figure; one that cannot be read is told of as uncertain instead."""
    stated = {n.id for n in known}
    return [n.name for n in handed_in if n.id not in stated and field not in n.uncertain]


def _if_required(params: Parameters | None, parameter: str) -> Result:
    """Return how a gap counts: it is missing where a krav in force asks for it."""
    is_required = params is not None and params.share(parameter) is not None
    return Result.MANGLER if is_required else Result.SE_PAA


def _parts(handed_in: Sequence[Nettverk]) -> list[CheckLine]:
    """Return what there is to say of the parts of the need: not stated, not adding up, or right."""
    readable = [n for n in handed_in if n.uncertain.keys().isdisjoint({"behov", "nettverk", "koordinator", "uh"})]
    shared = [n for n in readable if n.shares and all(s.amount_kr is not None for s in n.shares)]
    without = _names_without(readable, shared, "nettverk")
    tested = [(n.name, sum_known(s.amount_kr for s in n.shares) - n.need_kr) for n in shared if n.need_kr is not None]
    wrong = [Message("{name} ({kr:+kr})", {"name": name, "kr": kr}) for name, kr in tested if kr]
    found: list[CheckLine] = []
    if without:
        text = Message("Behovet er ikke delt mellom nettverket og UH for: {names}.", {"names": named(without)})
        found.append(missing("share", text, Message("Skriv hvor mye av behovet hver mottaker skal ha.")))
    if wrong:
        text = Message("Delene er ikke lik meldt behov for: {names}.", {"names": named(wrong)})
        found.append(look_at("share", text, Message("Rett delene eller behovet, eller si fra om det i møtet.")))
    elif tested:
        text = Message("Delene er lik meldt behov i {n} beslutningsgrunnlag.", {"n": len(tested)})
        found.append(in_order("share", text))
    return found


def _uncertain(case: Case) -> list[CheckLine]:
    unread = [
        Message("{name} ({fields})", {"name": n.name, "fields": [FIELDS.get(f, f) for f in n.uncertain]})
        for n in case.nettverk
        if n.uncertain
    ]
    if not unread:
        return []
    text = Message("Usikre tall: {names}.", {"names": named(unread)})
    return [look_at("uncertain", text, Message("Spør nettverket. Fjern merket når tallet er sikkert."))]
