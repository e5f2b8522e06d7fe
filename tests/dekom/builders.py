"""Small cases to test with: a network in good order, and a case around it. Override what a test is about."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dekom.evaluate import Evaluation, Row, evaluate
from dekom.model import (
    Acknowledgement,
    Beslutningsgrunnlag,
    Case,
    FrameLine,
    Nettverk,
    PrintedFigure,
    Recipient,
    SetAside,
    Share,
)
from dekom.outcome import Outcome, facts_key
from dekom.parameters import Parameters, load_parameters
from dekom.store import open_store

MEETING_DAY = date(2022, 3, 9)
IN_ORDER_SHARES = (Share("nettverk", 400_000, koordinator_kr=100_000), Share("nord", 800_000))
RECIPIENTS = {
    "nettverk": Recipient("nettverk", "Nettverk inkl. koordinator", "nettverk"),
    "nord": Recipient("nord", "Nord universitet", "uh"),
    "ntnu": Recipient("ntnu", "NTNU", "uh"),
    "andre": Recipient("andre", "Andre/usikker", "andre"),
    "ulest": Recipient("ulest", "Ulest kolonne", "ulest"),
}


def make_grunnlag(
    need_kr: int | None = 1_200_000,
    own_kr: int | None = 300_000,
    shares: tuple[Share, ...] = IN_ORDER_SHARES,
    **rest: str,
) -> Beslutningsgrunnlag:
    """Return a decision basis whose parts add up to the need."""
    return Beslutningsgrunnlag(need_kr, own_kr, shares, **rest)


IN_ORDER_GRUNNLAG = make_grunnlag()


def make_nettverk(
    nettverk_id: str = "fosen",
    innstilt_kr: int | None = 1_000_000,
    last_year_kr: int | None = 950_000,
    grunnlag: Beslutningsgrunnlag | None = IN_ORDER_GRUNNLAG,
    uncertain: Mapping[str, str] | None = None,
    **rest: Any,
) -> Nettverk:
    """Return a network on which every check comes out well, at exactly 30 % own financing."""
    fields = {"name": nettverk_id.capitalize(), **rest}
    return Nettverk(
        id=nettverk_id,
        innstilt_kr=innstilt_kr,
        last_year_kr=last_year_kr,
        grunnlag=grunnlag,
        uncertain=uncertain or {},
        **fields,
    )


def make_case(
    *nettverk: Nettverk,
    total_kr: int | None = 5_000_000,
    lines: Iterable[tuple[str, int | None]] = (),
    set_asides: Iterable[tuple[str, int]] = (),
    limits: Mapping[str, Fraction] | None = None,
    acknowledgements: tuple[Acknowledgement, ...] = (),
    printed: tuple[PrintedFigure, ...] = (),
    ordning: str = "dekom",
) -> Case:
    """Return a case with these networks; lines and set-asides are given as (name, kr)."""
    return Case(
        meeting_id="prove-2022",
        ordning=ordning,
        county="Prøvefylket",
        title="Innstillingsmøte",
        ordning_name=ordning.capitalize(),
        held_on=MEETING_DAY,
        total_kr=total_kr,
        status="foreløpig",
        lines=tuple(FrameLine(f"line-{i}", name, "Alle", kr) for i, (name, kr) in enumerate(lines)),
        set_asides=tuple(SetAside(f"aside-{i}", name, kr) for i, (name, kr) in enumerate(set_asides)),
        nettverk=nettverk,
        recipients=RECIPIENTS,
        limits=limits or {},
        acknowledgements=acknowledgements,
        printed=printed,
    )


def make_evaluation(case: Case, ordning: str = "dekom", on: date = MEETING_DAY) -> Evaluation:
    """Return the evaluation of a case under the parameters in force on the meeting day."""
    return evaluate(case, load_parameters(ordning, on))


def make_parameters(ordning: str = "dekom", on: date = MEETING_DAY) -> Parameters:
    """Return the parameters in force, by default those of the demo meeting."""
    return load_parameters(ordning, on)


def row_of(evaluation: Evaluation, nettverk_id: str = "fosen") -> Row:
    """Return the row of one network."""
    return next(row for row in evaluation.rows if row.nettverk.id == nettverk_id)


def outcome_of(evaluation: Evaluation, rule_id: str, nettverk_id: str = "fosen") -> Outcome:
    """Return one outcome of one network, or of the whole where `nettverk_id` is ""."""
    outcomes = row_of(evaluation, nettverk_id).outcomes if nettverk_id else evaluation.outcomes
    return next(outcome for outcome in outcomes if outcome.rule_id == rule_id)


def answer_to(outcome: Outcome, text: str = "Forumet er enig.") -> Acknowledgement:
    """Return the forum's answer to an outcome as it stands."""
    return Acknowledgement(outcome.rule_id, outcome.nettverk_id, text, facts_key(outcome.finding))


@cache
def demo_case() -> Case:
    """Return the meeting of 9 March 2022 as a fresh file gives it."""
    with TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "demo.duckdb")
        try:
            return store.load_case("trondelag-2022", "dekom")
        finally:
            store.close()
