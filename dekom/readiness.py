"""«Sjekk før møtet»: what is missing in a meeting, what to do about it, and where. The caller says what day it is.

Whether phones, walls and copies work is not known here: see `pages/_ui/setup/check.py`.
"""

from collections.abc import Sequence
from datetime import date

from dekom.groupwork import GroupWork
from dekom.i18n import Message
from dekom.model import Case
from dekom.parameters import Parameters
from dekom.readiness_day import Row, agenda_lines, group_lines, seat_lines, sheet_lines
from dekom.readiness_lines import CheckLine, Result, in_order, named
from dekom.readiness_money import frame_lines, grunnlag_lines, meeting_lines, nettverk_lines


def readiness(
    case: Case,
    work: GroupWork,
    agenda: Sequence[Row],
    on_date: date,
    seats: Sequence[Row] = (),
    params: Parameters | None = None,
) -> tuple[CheckLine, ...]:
    """Return every check of one ordning and its meeting, in the order of the set-up.

    `agenda` and `seats` are the rows of `agenda_item` and `seat`. Without `params` no krav is known to be in force.
    """
    return (
        *meeting_lines(case, on_date),
        *frame_lines(case),
        *nettverk_lines(case),
        *grunnlag_lines(case, params),
        *group_lines(case, work),
        *sheet_lines(case, work),
        *agenda_lines(agenda),
        *seat_lines(seats, case.held_on),
        _limits(case),
        *_teacher_years(case),
    )


def _limits(case: Case) -> CheckLine:
    if not case.limits:
        return CheckLine("forum_limit", Result.OPPLYSNING, Message("Forumet har ikke satt egne grenser."))
    text = Message("Grenser som forumet har satt: {n}.", {"n": len(case.limits)})
    return CheckLine("forum_limit", Result.OPPLYSNING, text)


def _teacher_years(case: Case) -> list[CheckLine]:
    if not case.nettverk:
        return []
    without = [n.name for n in case.nettverk if n.teacher_years is None]
    if not without:
        return [in_order("teacher_years", Message("Årsverk er oppgitt for alle nettverk."))]
    text = "Årsverk er ikke oppgitt for: {names}. De brukes bare til å fordele etter størrelse."
    return [CheckLine("teacher_years", Result.OPPLYSNING, Message(text, {"names": named(without)}))]
