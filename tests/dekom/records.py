"""Small records to make documents from. Override what a test is about."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from dekom.groupwork import Answer, GroupWork, Gruppe, Inhabilitet, Question, Sheet, Tie
from dekom.model import Case
from dekom.parameters import load_parameters
from dekom.proceedings import AgendaItem, Ballot, Decision, Figure, Majority, Proceedings, Seat, Statement
from dekom.record import Edition, Record, record_of
from tests.dekom.builders import MEETING_DAY, answer_to, make_case, make_evaluation, make_nettverk

VERSION_1 = Edition(1, datetime(2022, 3, 9, 14, 58), "0123456789abcdef" * 4)
SHEET = Sheet(
    "kriterieark",
    "Kriterieark",
    "dekom",
    "nettverk",
    (
        Question("1", "Lokalt forankret?", ("valg",), ("ja", "delvis ja", "nei")),
        Question("konklusjon", "Konklusjon", ("tekst",)),
        Question("belop", "Foreslått beløp", ("beløp",)),
    ),
)
POOL = Sheet("pool", "Spørsmål om poolen", "dekom", "gruppe", (Question("A", "Hva nå?", ("tekst",)),))
A = Gruppe("a", "Gruppe A", partner_id="b", forarbeid=("fosen",))
B = Gruppe("b", "Gruppe B", partner_id="a", forarbeid=("vaernes",))
SAK_8 = AgendaItem("sak-8", "10:15", "11:45", "8/2022", "Poolen", "beslutningssak")
SAK_10 = AgendaItem("sak-10", "15:30", "15:45", "10/2022", "Samlet innstilling", "beslutningssak")
PAUSE = AgendaItem("pause", "", "", "", "Pause", "pause")


def make_record(
    case: Case | None = None,
    work: Mapping[str, Any] | None = None,
    proceedings: Mapping[str, Any] | None = None,
    on: date = MEETING_DAY,
) -> Record:
    """Return a record; by default of two networks in good order, with nothing written down of the meeting."""
    case = case or make_case(make_nettverk("fosen"), make_nettverk("vaernes", 2_000_000, 1_000_000))
    return record_of(
        case,
        load_parameters(case.ordning, on),
        GroupWork(case.meeting_id, **{"grupper": (A, B), "sheets": (SHEET, POOL), **(work or {})}),
        Proceedings(case.meeting_id, case.held_on, **{"items": (SAK_8, SAK_10, PAUSE), **(proceedings or {})}),
    )


def full_record(text: str = "Tekst") -> Record:
    """Return a record that has something everywhere, with one text wherever a user may write one."""
    nettverk = make_nettverk("fosen", 1_500_000, name=text, begrunnelse=text, vilkar=text, uncertain={"i_fjor": text})
    nettverk = replace(nettverk, owners=text, schools=3)
    case = make_case(nettverk, lines=[(text, 500_000)], set_asides=[(text, 100_000)])
    case = replace(case, title=text, county=text, limits={"grense_koordinator": Fraction(1, 12)})
    acknowledgements = tuple(answer_to(o, text) for o in make_evaluation(case).open_outcomes)
    return make_record(
        replace(case, acknowledgements=acknowledgements),
        {
            "grupper": (replace(A, name=text, ties=(Tie("nettverk", "fosen", text),)), B),
            "answers": {
                ("a", "kriterieark", "fosen", "konklusjon"): Answer(text=text, note=text),
                ("a", "pool", "", "A"): Answer(text=text),
            },
            "shown_notes": frozenset({("a", "kriterieark", "fosen", "konklusjon")}),
            "inhabilitet": (Inhabilitet("1", text, text, text, "fosen"),),
        },
        {
            "items": (replace(SAK_8, title=text, remark=text, started_at=datetime(2022, 3, 9, 9, 15)), SAK_10),
            "decisions": (
                Decision(
                    "sak-8", "dekom", "enighet", text, (Figure("Innstilt", 1_500_000),), datetime(2022, 3, 9, 10)
                ),
            ),
            "ballots": (Ballot("b", "sak-8", text, {"Mot": 2, text: 7}, 1, 12, datetime(2022, 3, 9, 10)),),
            "statements": (Statement("s", "sak-8", "dissens", text, text),),
            "minutes": {"sak-8": text},
            "majority": Majority(Fraction(1, 2), True, "avgitte", text),
            "seats": (Seat("1", text, text, 8, True, present=6, vara=1, absent=1),),
        },
    )
