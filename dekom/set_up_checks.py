"""What a row of the set-up may not say, beyond what each cell may hold."""

from datetime import date

from dekom.findings import Finding
from dekom.i18n import Message
from dekom.parameters import first_date, read_rulebook
from dekom.set_up import Row, SetUp, word_of
from dekom.set_up_rows import Names, Record
from dekom.set_up_tables import (
    AGENDA,
    GRUPPE,
    LIMIT,
    MEETING,
    ORDNING,
    ORDNING_NAMES,
    QUESTION,
    SHARE,
    SHEET,
    SetUpTable,
)

LAST_YEAR = "2100"


def row_findings(
    set_up: SetUp, table: SetUpTable, record: Record, row: Row | None, names: Names, sheet: str
) -> list[Finding]:
    """Return what is wrong with a record, each finding at the cell that says it."""
    values = {**(row or {}), **record.values}
    checks = {
        MEETING.table: _date_of_meeting,
        ORDNING.table: _date_of_ordning,
        SHARE.table: _koordinator,
        LIMIT.table: _limit,
        GRUPPE.table: _partner,
        QUESTION.table: _answers,
        AGENDA.table: _times,
    }
    check = checks.get(table.table)
    found = _ordning(table, values, names) or (check(set_up, values) if check else None)
    if found is None:
        return []
    column, message = found
    cell = record.written.cells.get(column)
    return [Finding(message, sheet, (cell.place if cell else "") or record.written.place)]


Found = tuple[str, Message] | None


def _ordning(table: SetUpTable, values: Row, names: Names) -> Found:
    """A row may be of an ordning only that the meeting has."""
    column = "for_ordning" if table is SHEET else "ordning"
    ordning = values.get(column)
    if table is ORDNING or not ordning or ordning in names.ordninger:
        return None
    word = word_of(ORDNING_NAMES, str(ordning))
    return column, Message(
        "Møtet har ikke ordningen {ordning}. Legg den til under Ordninger først.", {"ordning": word}
    )


def _date_of_meeting(set_up: SetUp, values: Row) -> Found:
    held_on = str(values.get("held_on") or "")
    if held_on[:4] > LAST_YEAR:
        return "held_on", Message("Datoen er for langt fram. Skriv for eksempel 9.3.2022.")
    for ordning in set_up.ordninger if held_on else ():
        if message := too_early(ordning, held_on):
            return "held_on", message
    return None


def _date_of_ordning(set_up: SetUp, values: Row) -> Found:
    held_on = str((set_up.meeting or {}).get("held_on") or "")
    message = too_early(str(values.get("ordning", "")), held_on) if held_on else None
    return ("ordning", message) if message else None


def too_early(ordning: str, held_on: str) -> Message | None:
    """Return why an ordning cannot be used on a date (ISO), None where it can: the rulebook begins somewhere."""
    first = first_date(ordning) if ordning else None
    if first is None or date.fromisoformat(held_on) >= first:
        return None
    text = "Regelverket for {ordning} i appen begynner {day}. Velg en senere dato eller en annen ordning."
    name = read_rulebook()[ordning]["navn"]
    return Message(text, {"ordning": name, "day": f"{first.day}.{first.month}.{first.year}"})


def _koordinator(set_up: SetUp, values: Row) -> Found:
    part, whole = values.get("koordinator_kr"), values.get("amount_kr")
    if part is None or whole is None or part <= whole:
        return None
    text = "Koordinator {part:kr} er mer enn beløpet den er en del av, {whole:kr}."
    return "koordinator_kr", Message(text, {"part": part, "whole": whole})


def _limit(set_up: SetUp, values: Row) -> Found:
    text = str(values.get("percent") or "0")
    if "/" not in text and int(text) > 1000:
        return "percent", Message("Grensen kan ikke være høyere enn 1000 prosent.")
    return None


def _partner(set_up: SetUp, values: Row) -> Found:
    if values.get("partner_id") and values.get("partner_id") == values.get("gruppe_id"):
        return "partner_id", Message("En gruppe kan ikke lytte til seg selv. Velg en annen gruppe.")
    return None


def _answers(set_up: SetUp, values: Row) -> Found:
    kinds = str(values.get("kinds") or "").split(";")
    has_choices = bool(str(values.get("choices") or "").replace(";", "").strip())
    if {"valg", "flere valg"} & set(kinds) and not has_choices:
        return "choices", Message(
            "Svartypen er valg, men det står ingen svarvalg. Skriv for eksempel ja;delvis ja;nei."
        )
    if len(str(values.get("question_id") or "")) > 20:
        return "question_id", Message("Merket er for langt. Bruk høyst 20 tegn, for eksempel 1 eller A2.")
    return None


def _times(set_up: SetUp, values: Row) -> Found:
    starts, ends = values.get("starts"), values.get("ends")
    if starts and ends and str(ends) < str(starts):
        return "ends", Message("Saken slutter {ends}, før den begynner {starts}.", {"ends": ends, "starts": starts})
    return None
