"""«Sjekk før møtet»: rooms, groups, sheets, agenda and the forum's seats."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dekom.groupwork import GroupWork, Question
from dekom.i18n import Message
from dekom.model import Case
from dekom.readiness_lines import CheckLine, in_order, look_at, missing, named

Row = Mapping[str, Any]
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)


def group_lines(case: Case, work: GroupWork) -> list[CheckLine]:
    """Return what is missing for the group work: rooms, groups, pairs, and who prepares and hears what."""
    found = [_rooms(work)]
    if not work.grupper:
        text = Message("Ingen grupper er lagt inn.")
        return [*found, look_at("gruppe", text, Message("Legg dem inn hvis forumet skal arbeide i grupper."))]
    return [*found, *_grupper(work), *_forarbeid(case, work)]


def _rooms(work: GroupWork) -> CheckLine:
    if not work.rooms:
        text = Message("Ingen rom er lagt inn. Storskjermen viser ingenting.")
        return missing("room", text, Message("Legg inn minst ett rom."))
    return in_order("room", Message("Rom: {names}.", {"names": named([room.name for room in work.rooms])}))


def _grupper(work: GroupWork) -> list[CheckLine]:
    rooms, ids = {room.id for room in work.rooms}, {gruppe.id for gruppe in work.grupper}
    homeless = [g.name for g in work.grupper if g.room_id not in rooms]
    alone = [g.name for g in work.grupper if g.partner_id not in ids - {g.id}]
    uncounted = [g.name for g in work.grupper if not g.members]
    found: list[CheckLine] = []
    if homeless:
        text = Message("Grupper uten rom: {names}.", {"names": named(homeless)})
        found.append(missing("gruppe", text, Message("Velg et rom for hver gruppe.")))
    if alone:
        text = Message("Grupper som ikke lytter til noen: {names}.", {"names": named(alone)})
        found.append(missing("gruppe", text, Message("Velg hvilken gruppe de lytter til.")))
    if uncounted:
        text = Message("Antall medlemmer er ikke oppgitt for: {names}.", {"names": named(uncounted)})
        found.append(look_at("gruppe", text, Message("Skriv hvor mange som er med.")))
    if not found:
        text = Message("Grupper: {n}, alle med rom, gruppe å lytte til og medlemmer.", {"n": len(work.grupper)})
        found.append(in_order("gruppe", text))
    return found


def _forarbeid(case: Case, work: GroupWork) -> list[CheckLine]:
    idle = [g.name for g in work.grupper if not g.forarbeid]
    prepared = {i for g in work.grupper for i in g.forarbeid}
    heard = {i for g in work.grupper for i in work.lytting(g)}
    unprepared = [n.name for n in case.nettverk if n.id not in prepared]
    unheard = [n.name for n in case.nettverk if n.id in prepared and n.id not in heard]
    found: list[CheckLine] = []
    if idle:
        text = Message("Grupper uten nettverk å forberede: {names}.", {"names": named(idle)})
        found.append(missing("forarbeid", text, Message("Velg hvilke nettverk gruppen forbereder.")))
    if unprepared:
        text = Message("Nettverk som ingen gruppe forbereder: {names}.", {"names": named(unprepared)})
        found.append(missing("forarbeid", text, Message("Gi hvert nettverk en gruppe.")))
    if unheard:
        text = Message("Nettverk som ingen gruppe lytter til: {names}.", {"names": named(unheard)})
        found.append(missing("gruppe", text, Message("La en annen gruppe lytte til gruppen som forbereder dem.")))
    if not found and case.nettverk:
        found.append(in_order("forarbeid", Message("Hvert nettverk har en gruppe som forbereder og en som lytter.")))
    return found


def sheet_lines(case: Case, work: GroupWork) -> list[CheckLine]:
    """Return what is missing in the sheets of the ordning; nothing where there are no groups to fill them in."""
    sheets = [sheet for sheet in work.sheets if sheet.ordning == case.ordning]
    if not work.grupper and not sheets:
        return []
    if not sheets:
        text = Message("Ingen ark er lagt inn for denne ordningen.")
        return [missing("sheet", text, Message("Legg inn kriteriearket, eller hent det fra et tidligere møte."))]
    empty = [s.title for s in sheets if not s.questions]
    mute = [_place(s.title, q) for s in sheets for q in s.questions if not q.text.strip()]
    closed = [_place(s.title, q) for s in sheets for q in s.questions if _cannot_be_answered(q)]
    found: list[CheckLine] = []
    if empty:
        text = Message("Ark uten spørsmål: {names}.", {"names": named(empty)})
        found.append(missing("question", text, Message("Skriv spørsmålene, eller fjern arket.")))
    if mute:
        text = Message("Spørsmål uten tekst: {names}.", {"names": named(mute)})
        found.append(missing("question", text, Message("Skriv hva gruppen skal svare på.")))
    if closed:
        text = Message("Spørsmål uten svarvalg: {names}.", {"names": named(closed)})
        found.append(missing("question", text, Message("Skriv svarvalgene, eller velg en annen svartype.")))
    if not found:
        n = sum(len(s.questions) for s in sheets)
        names = named([s.title for s in sheets])
        found.append(in_order("sheet", Message("Ark: {names}. Spørsmål: {n}.", {"names": names, "n": n})))
    return found


def _place(sheet: str, question: Question) -> Message:
    return Message("{sheet} {mark}", {"sheet": sheet, "mark": question.id})


def _cannot_be_answered(question: Question) -> bool:
    return not question.kinds or (question.has_choices and not question.choices)


def agenda_lines(agenda: Sequence[Row]) -> list[CheckLine]:
    """Return what is wrong in the rows of `agenda_item`, in the order of the day."""
    items = sorted(agenda, key=lambda row: int(row["position"]))
    if not items:
        text = Message("Sakslisten er tom.")
        return [missing("agenda_item", text, Message("Legg inn sakene med klokkeslett."))]
    nameless = [_item(number, row) for number, row in enumerate(items, 1) if not str(row["title"]).strip()]
    untimed = [_item(number, row) for number, row in enumerate(items, 1) if not _is_clock(row["starts"])]
    clashes = _clashes(items)
    found: list[CheckLine] = []
    if nameless:
        text = Message("Saker uten tittel: {names}.", {"names": named(nameless)})
        found.append(missing("agenda_item", text, Message("Skriv hva saken gjelder.")))
    if untimed:
        text = Message("Saker uten klokkeslett: {names}.", {"names": named(untimed)})
        found.append(look_at("agenda_item", text, Message("Skriv når saken begynner, for eksempel 10:15.")))
    if clashes:
        text = Message("Klokkeslett som ikke går opp: {clashes:semikolon}.", {"clashes": named(clashes)})
        to_do = Message("Rett klokkeslettene eller rekkefølgen, hvis det ikke er meningen.")
        found.append(look_at("agenda_item", text, to_do))
    if not found:
        text = Message("Saker: {n}, alle med tittel og klokkeslett som går opp.", {"n": len(items)})
        found.append(in_order("agenda_item", text))
    return found


def _clashes(items: Sequence[Row]) -> list[Message]:
    """Return each item that ends before it starts, or starts before the one ahead of it is over."""
    found: list[Message] = []
    over = ""  # the latest time that is taken; «HH:MM» sorts as it is read
    for number, row in enumerate(items, 1):
        item = _item(number, row)
        starts, ends = (str(row[c]) if _is_clock(row[c]) else "" for c in ("starts", "ends"))
        if starts and ends and ends < starts:
            text = "{item} slutter {ends}, før den begynner {starts}"
            found.append(Message(text, {"item": item, "starts": starts, "ends": ends}))
        elif starts and starts < over:
            text = "{item} begynner {starts}, men tiden er opptatt til {over}"
            found.append(Message(text, {"item": item, "starts": starts, "over": over}))
        over = max(over, starts, ends)
    return found


def _is_clock(value: object) -> bool:
    return isinstance(value, str) and _CLOCK.fullmatch(value) is not None


def _item(number: int, row: Row) -> Message:
    """Return what an item of the agenda is called: its title, else its number in the list."""
    title = str(row["title"]).strip()
    return Message("«{title}»", {"title": title}) if title else Message("nr. {number}", {"number": number})


def seat_lines(seats: Sequence[Row], on_day: date) -> list[CheckLine]:
    """Return what is missing in the rows of `seat`: who sits in the forum on the day of the meeting."""
    rows = sorted((row for row in seats if _counts(row, on_day)), key=lambda row: int(row["position"]))
    if not rows:
        text = Message("Plassene i forumet er ikke lagt inn.")
        return [look_at("seat", text, Message("Legg inn hvem som sitter i forumet, og hvem som kan stemme."))]
    uncounted = [row["organisation"] for row in rows if not row["seats"]]
    if uncounted:
        text = Message("Antall plasser er ikke oppgitt for: {names}.", {"names": named(uncounted)})
        return [look_at("seat", text, Message("Skriv hvor mange plasser hver har."))]
    return [in_order("seat", Message("Plasser i forumet: {n}.", {"n": sum(row["seats"] for row in rows)}))]


def _counts(seat: Row, on_day: date) -> bool:
    """Return whether a seat counts on a day; its first and last day are ISO dates, None where there is none."""
    day = on_day.isoformat()
    return (seat.get("valid_from") or day) <= day < (seat.get("valid_to") or "9999")
