"""Records to make documents from: a small case with everything that is hard in it, and the demo meeting."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from dekom.groupwork import GroupWork
from dekom.model import Case, Share
from dekom.proceedings import AgendaItem, Ballot, Decision, Figure, Proceedings, Statement
from dekom.record import Edition, Record, record_of
from tests.dekom.builders import MEETING_DAY, make_case, make_grunnlag, make_nettverk, make_parameters

FIRST = Edition(1, datetime(2022, 3, 9, 14, 44), "a" * 64)
HOSTILE = (
    "=1+1",
    "+47 73 00",
    "-2+3",
    "@SUM(A1)",
    "\tmed tabulator",
    "\r\nlinje",
    "'sitat",
    '"; DROP',
    "<b>x</b>",
    "＝1",
)


def make_record(case: Case, **proceedings: Any) -> Record:
    """Return a draft of a case with how its meeting went."""
    went = Proceedings(meeting_id=case.meeting_id, held_on=MEETING_DAY, **proceedings)
    return record_of(case, make_parameters(), GroupWork(case.meeting_id), went)


def hard_case(**rest: Any) -> Case:
    """Return networks in good order, without amounts, without a basis, uncertain, with unknown shares; one at 0."""
    unknown_share = make_grunnlag(shares=(Share("nettverk", 400_000), Share("nord", None, remark="Kommer")))
    return make_case(
        make_nettverk("fosen", 1_000_000, begrunnelse="Utvidet", vilkar="Rapport i juni"),
        make_nettverk("uten", None, None, None),
        make_nettverk("usikker", 500_001, 600_000, uncertain={"behov": "Utydelig 3-tall", "nettverk": "Kan være 4"}),
        make_nettverk("deler", 700_000, 0, unknown_share),
        make_nettverk("ulest", 0, 10, make_grunnlag(100, 30, (Share("ulest", 60), Share("andre", 40)))),
        **{"lines": (("Pool", 1_000_000), ("Samlinger", 0)), "set_asides": (("Reise", 200_000),), **rest},
    )


def hostile_record() -> Record:
    """Return a record in which every text that a user can write is hostile."""
    networks = (
        make_nettverk(f"n{i}", name=text, begrunnelse=text, vilkar=text, uncertain={"behov": text})
        for i, text in enumerate(HOSTILE)
    )
    case = make_case(*networks, lines=[(text, 1) for text in HOSTILE], set_asides=[(text, 2) for text in HOSTILE])
    at = datetime(2022, 3, 9, 14, 0)
    return make_record(
        replace(case, county=HOSTILE[0], title=HOSTILE[3]),
        items=tuple(AgendaItem(f"i{i}", "", "", "", text, "") for i, text in enumerate(HOSTILE)),
        decisions=tuple(
            Decision(f"i{i}", "", "enighet", text, (Figure(text, i),), at) for i, text in enumerate(HOSTILE)
        ),
        ballots=(Ballot("b", "i0", HOSTILE[0], {text: i for i, text in enumerate(HOSTILE)}, 1, 20, at),),
        statements=tuple(Statement(f"s{i}", f"i{i}", "dissens", text, text) for i, text in enumerate(HOSTILE)),
    )
