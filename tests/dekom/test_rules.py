"""Every rule on its boundaries: just under, exactly at, just over, missing, uncertain. Four kinds, never mixed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dekom.evaluate import Evaluation
from dekom.i18n import render
from dekom.model import Beslutningsgrunnlag, Nettverk, PrintedFigure, Share
from dekom.outcome import OPEN, PASSED, Kind, Outcome, Status, facts_key
from dekom.rules import RULES, owners_contribution_kr
from dekom.whole_rules import WHOLE_RULES
from tests.dekom.builders import answer_to, make_case, make_evaluation, make_grunnlag, make_nettverk, outcome_of

WORDS = {
    Kind.KRAV: {Status.OPPFYLT, Status.IKKE_OPPFYLT, Status.UAVKLART, Status.AV},
    Kind.GRENSE: {Status.INNENFOR, Status.OVER, Status.UAVKLART, Status.IKKE_SATT},
    Kind.KONTROLL: {Status.STEMMER, Status.AVVIK, Status.UAVKLART, Status.AV},
    Kind.OPPLYSNING: {Status.OPPLYSNING},
}
LIMITS = {
    "grense_koordinator": Fraction(1, 5),
    "grense_endring": Fraction(1, 10),
    "grense_andel_av_behov": Fraction(9, 10),
}
REMARK = "Tallet er uleselig i kilden"
ONLY_OWN = (Share("nettverk", 1_200_000),)
AMOUNTS = st.integers(0, 10**12 - 1)


def check(nettverk: Nettverk, rule_id: str, limits: Mapping[str, Fraction] | None = None) -> Outcome:
    """Return the outcome of one rule on one network that stands alone in its case."""
    return outcome_of(make_evaluation(make_case(nettverk, total_kr=10**12, limits=limits)), rule_id, nettverk.id)


def sentence(outcome: Outcome) -> str:
    """Return the outcome's sentence with plain spaces, so that a test can be read."""
    return render(outcome.message).replace("\u00a0", " ")


# What the tuples promise


def test_rules_are_those_of_the_issue_in_their_kinds() -> None:
    kinds: dict[Kind, list[str]] = {kind: [] for kind in Kind}
    for kind, rule_id in [(r.kind, r.id) for r in RULES] + [(r.kind, r.id) for r in WHOLE_RULES]:
        kinds[kind].append(rule_id)
    assert kinds == {
        Kind.KRAV: ["egenfinansiering", "uh_partner", "ikke_bare_egne_utgifter", "beslutningsgrunnlag"],
        Kind.GRENSE: ["grense_koordinator", "grense_endring", "grense_andel_av_behov"],
        Kind.KONTROLL: ["over_behov", "deler_mot_behov", "sum_mot_ramme", "tallkontroll"],
        Kind.OPPLYSNING: ["endring", "koordinator", "penger_igjen"],
    }


def test_rules_each_say_what_they_are_and_where_they_come_from() -> None:
    evaluation = make_evaluation(make_case(make_nettverk(), limits=LIMITS))
    for outcome in (*evaluation.rows[0].outcomes, *evaluation.outcomes):
        assert render(outcome.title).strip()
        assert outcome.source is not None and render(outcome.source).strip()
        assert sentence(outcome).endswith(".")


def test_network_in_good_order_has_no_open_outcome() -> None:
    row = make_evaluation(make_case(make_nettverk(), limits=LIMITS)).rows[0]
    assert {o.rule_id: o.status for o in row.outcomes} == {
        "egenfinansiering": Status.OPPFYLT,
        "uh_partner": Status.OPPFYLT,
        "ikke_bare_egne_utgifter": Status.OPPFYLT,
        "beslutningsgrunnlag": Status.OPPFYLT,
        "grense_koordinator": Status.INNENFOR,
        "grense_endring": Status.INNENFOR,
        "grense_andel_av_behov": Status.INNENFOR,
        "over_behov": Status.STEMMER,
        "deler_mot_behov": Status.STEMMER,
        "endring": Status.OPPLYSNING,
        "koordinator": Status.OPPLYSNING,
    }


# Krav: own financing


@pytest.mark.parametrize(
    ("amount_kr", "own_kr", "status"),
    [
        (1_000_000, 299_999, Status.IKKE_OPPFYLT),
        (1_000_000, 300_000, Status.OPPFYLT),
        (1_000_000, 300_001, Status.OPPFYLT),
        (1_000_000, 0, Status.IKKE_OPPFYLT),
        (1_000_001, 300_000, Status.IKKE_OPPFYLT),
        (1_000_001, 300_001, Status.OPPFYLT),
        (1, 0, Status.IKKE_OPPFYLT),
        (1, 1, Status.OPPFYLT),
        (10, 3, Status.OPPFYLT),
        (721_155, 216_346, Status.IKKE_OPPFYLT),
        (721_155, 216_347, Status.OPPFYLT),
        (999_999_999_999, 299_999_999_999, Status.IKKE_OPPFYLT),
        (999_999_999_999, 300_000_000_000, Status.OPPFYLT),
        (1_000_000, None, Status.UAVKLART),
        (None, 300_000, Status.UAVKLART),
        (0, 0, Status.OPPFYLT),
        (0, None, Status.OPPFYLT),
    ],
)
def test_egenfinansiering_at_thirty_per_cent(amount_kr: int | None, own_kr: int | None, status: Status) -> None:
    nettverk = make_nettverk(innstilt_kr=amount_kr, grunnlag=make_grunnlag(own_kr=own_kr))
    assert check(nettverk, "egenfinansiering").status is status


def test_egenfinansiering_breach_says_what_is_missing() -> None:
    nettverk = make_nettverk(innstilt_kr=842_950, grunnlag=make_grunnlag(own_kr=235_050))
    assert sentence(check(nettverk, "egenfinansiering")) == (
        "Egenfinansiering 235 050 kr er 27,9 % av innstilt 842 950 kr. "
        "Kravet er minst 30 %, 252 885 kr; det mangler 17 835 kr."
    )


def test_egenfinansiering_without_a_basis_is_unclear() -> None:
    outcome = check(make_nettverk(grunnlag=None), "egenfinansiering")
    assert outcome.status is Status.UAVKLART
    assert sentence(outcome) == "Egenfinansiering er ikke oppgitt."


@given(st.integers(1, 10**12 - 1), AMOUNTS, AMOUNTS)
def test_egenfinansiering_more_own_money_is_never_worse(amount_kr: int, one_kr: int, other_kr: int) -> None:
    less, more = sorted((one_kr, other_kr))
    met = [
        check(make_nettverk(innstilt_kr=amount_kr, grunnlag=make_grunnlag(own_kr=kr)), "egenfinansiering").status
        is Status.OPPFYLT
        for kr in (less, more)
    ]
    assert met == [10 * less >= 3 * amount_kr, 10 * more >= 3 * amount_kr]
    assert met[0] <= met[1]


@pytest.mark.parametrize(("amount_kr", "own_kr"), [(721_155, 216_347), (0, 0), (1, 1), (10, 3), (11, 4), (13, 4)])
def test_owners_contribution_at_thirty_per_cent(amount_kr: int, own_kr: int) -> None:
    assert owners_contribution_kr(amount_kr, Fraction(3, 10)) == own_kr


@given(AMOUNTS, st.fractions(0, 1))
def test_owners_contribution_is_the_smallest_that_meets_the_krav(amount_kr: int, least: Fraction) -> None:
    own_kr = owners_contribution_kr(amount_kr, least)
    assert own_kr >= least * amount_kr > own_kr - 1


# Krav: UH partner, and not only the owners' own costs

MONEY_OUTSIDE = [
    ((Share("nettverk", 400_000), Share("nord", 800_000)), Status.OPPFYLT),
    ((Share("nettverk", 1_199_999), Share("nord", 1)), Status.OPPFYLT),
    ((Share("nord", 800_000), Share("ulest", 400_000)), Status.OPPFYLT),
    ((Share("nettverk", 1_200_000), Share("nord", 0)), Status.IKKE_OPPFYLT),
    (ONLY_OWN, Status.IKKE_OPPFYLT),
    ((Share("nettverk", 400_000), Share("ulest", 800_000)), Status.UAVKLART),
    ((Share("nettverk", 400_000), Share("andre", 800_000)), Status.UAVKLART),
    ((Share("nettverk", 400_000), Share("nord", None)), Status.UAVKLART),
    ((Share("nettverk", None),), Status.UAVKLART),
    ((), Status.UAVKLART),
]


@pytest.mark.parametrize("rule_id", ["uh_partner", "ikke_bare_egne_utgifter"])
@pytest.mark.parametrize(("shares", "status"), MONEY_OUTSIDE)
def test_money_outside_the_network(rule_id: str, shares: tuple[Share, ...], status: Status) -> None:
    assert check(make_nettverk(grunnlag=make_grunnlag(shares=shares)), rule_id).status is status


@pytest.mark.parametrize("rule_id", ["egenfinansiering", "uh_partner", "ikke_bare_egne_utgifter"])
@pytest.mark.parametrize("grunnlag", [None, make_grunnlag(own_kr=0, shares=ONLY_OWN)])
@pytest.mark.parametrize(("amount_kr", "status"), [(0, Status.OPPFYLT), (None, Status.UAVKLART)])
def test_krav_binds_only_who_gets_money(
    rule_id: str, grunnlag: Beslutningsgrunnlag | None, amount_kr: int | None, status: Status
) -> None:
    assert check(make_nettverk(innstilt_kr=amount_kr, grunnlag=grunnlag), rule_id).status is status


def test_uh_partner_names_the_institutions_and_their_money() -> None:
    shares = (Share("ntnu", 500_000), Share("nord", 300_000), Share("nettverk", 400_000))
    outcome = check(make_nettverk(grunnlag=make_grunnlag(shares=shares)), "uh_partner")
    assert sentence(outcome) == "NTNU, Nord universitet er oppgitt som UH-partner med 800 000 kr."


def test_uh_partner_with_two_parts_is_named_once() -> None:
    shares = (Share("ntnu", 500_000), Share("ntnu", 300_000), Share("nettverk", 400_000))
    outcome = check(make_nettverk(grunnlag=make_grunnlag(shares=shares)), "uh_partner")
    assert sentence(outcome) == "NTNU er oppgitt som UH-partner med 800 000 kr."


# Krav: no decision basis, no money


@pytest.mark.parametrize(
    ("amount_kr", "grunnlag", "status"),
    [
        (1, None, Status.IKKE_OPPFYLT),
        (0, None, Status.OPPFYLT),
        (None, None, Status.UAVKLART),
        (1, make_grunnlag(), Status.OPPFYLT),
        (0, make_grunnlag(), Status.OPPFYLT),
    ],
)
def test_beslutningsgrunnlag_without_a_basis_no_money(
    amount_kr: int | None, grunnlag: Beslutningsgrunnlag | None, status: Status
) -> None:
    assert check(make_nettverk(innstilt_kr=amount_kr, grunnlag=grunnlag), "beslutningsgrunnlag").status is status


def test_beslutningsgrunnlag_that_holds_nothing_is_not_met() -> None:
    nettverk = make_nettverk(grunnlag=Beslutningsgrunnlag(need_kr=None, egenfinansiering_kr=None))
    assert check(nettverk, "beslutningsgrunnlag").status is not Status.OPPFYLT


@pytest.mark.parametrize("ordning", ["rekom", "kompetanseloftet"])
def test_krav_other_ordning_is_off_and_says_so(ordning: str) -> None:
    evaluation = make_evaluation(make_case(make_nettverk(grunnlag=None), ordning=ordning), ordning)
    krav = [o for o in evaluation.rows[0].outcomes if o.kind is Kind.KRAV]
    assert [o.status for o in krav] == [Status.AV] * 4
    assert all(sentence(o).startswith("Av: ") for o in krav)


def test_krav_dekom_from_2026_is_off() -> None:
    evaluation = make_evaluation(make_case(make_nettverk(grunnlag=None)), on=date(2026, 1, 1))
    krav = [o for o in evaluation.rows[0].outcomes if o.kind is Kind.KRAV]
    assert [o.status for o in krav] == [Status.AV] * 4
    assert all(o.source and "2026" in render(o.source) for o in krav)


# The forum's own limits


@pytest.mark.parametrize("rule_id", sorted(LIMITS))
@pytest.mark.parametrize("nettverk", [make_nettverk(), make_nettverk(innstilt_kr=None, grunnlag=None)])
def test_grense_none_by_default(rule_id: str, nettverk: Nettverk) -> None:
    outcome = check(nettverk, rule_id)
    assert outcome.status is Status.IKKE_SATT
    assert sentence(outcome) == "Forumet har ikke satt grense."
    assert not outcome.is_open


@pytest.mark.parametrize(
    ("koordinator_kr", "status"),
    [(239_999, Status.INNENFOR), (240_000, Status.INNENFOR), (240_001, Status.OVER), (None, Status.UAVKLART)],
)
def test_grense_koordinator_at_a_fifth_of_the_need(koordinator_kr: int | None, status: Status) -> None:
    shares = (Share("nettverk", 400_000, koordinator_kr), Share("nord", 800_000))
    assert check(make_nettverk(grunnlag=make_grunnlag(shares=shares)), "grense_koordinator", LIMITS).status is status


@pytest.mark.parametrize(
    ("amount_kr", "last_year_kr", "status"),
    [
        (1_099_999, 1_000_000, Status.INNENFOR),
        (1_100_000, 1_000_000, Status.INNENFOR),
        (1_100_001, 1_000_000, Status.OVER),
        (900_001, 1_000_000, Status.INNENFOR),
        (900_000, 1_000_000, Status.INNENFOR),
        (899_999, 1_000_000, Status.OVER),
        (0, 1_000_000, Status.OVER),
        (1_000_000, 0, Status.UAVKLART),
        (1_000_000, None, Status.UAVKLART),
        (None, 1_000_000, Status.UAVKLART),
    ],
)
def test_grense_endring_up_and_down_at_a_tenth(
    amount_kr: int | None, last_year_kr: int | None, status: Status
) -> None:
    nettverk = make_nettverk(innstilt_kr=amount_kr, last_year_kr=last_year_kr)
    assert check(nettverk, "grense_endring", LIMITS).status is status


@pytest.mark.parametrize(
    ("amount_kr", "need_kr", "status"),
    [
        (1_079_999, 1_200_000, Status.INNENFOR),
        (1_080_000, 1_200_000, Status.INNENFOR),
        (1_080_001, 1_200_000, Status.OVER),
        (0, 1_200_000, Status.INNENFOR),
        (1, 0, Status.UAVKLART),
        (1, None, Status.UAVKLART),
        (None, 1_200_000, Status.UAVKLART),
    ],
)
def test_grense_andel_av_behov_at_nine_tenths(amount_kr: int | None, need_kr: int | None, status: Status) -> None:
    nettverk = make_nettverk(innstilt_kr=amount_kr, grunnlag=make_grunnlag(need_kr=need_kr))
    assert check(nettverk, "grense_andel_av_behov", LIMITS).status is status


@pytest.mark.parametrize(("amount_kr", "status"), [(0, Status.INNENFOR), (1, Status.OVER)])
def test_grense_of_nothing_is_a_limit(amount_kr: int, status: Status) -> None:
    limits = {"grense_andel_av_behov": Fraction(0)}
    assert check(make_nettverk(innstilt_kr=amount_kr), "grense_andel_av_behov", limits).status is status


def test_grense_says_per_cent_and_kr() -> None:
    outcome = check(make_nettverk(innstilt_kr=1_100_000), "grense_andel_av_behov", LIMITS)
    assert sentence(outcome) == "Innstilt 1 100 000 kr er 91,7 % av meldt behov. Grensen er 90 %, 1 080 000 kr."


@given(st.integers(1, 10**12 - 1), AMOUNTS, st.fractions(0, 2, max_denominator=10_000))
def test_grense_is_measured_exactly(need_kr: int, amount_kr: int, limit: Fraction) -> None:
    nettverk = make_nettverk(innstilt_kr=amount_kr, grunnlag=make_grunnlag(need_kr=need_kr))
    outcome = check(nettverk, "grense_andel_av_behov", {"grense_andel_av_behov": limit})
    over = amount_kr * limit.denominator > need_kr * limit.numerator
    assert outcome.status is (Status.OVER if over else Status.INNENFOR)
    assert over == (amount_kr > outcome.message.params["limit_kr"])


# Kontroll


@pytest.mark.parametrize(
    ("amount_kr", "need_kr", "status"),
    [
        (1_199_999, 1_200_000, Status.STEMMER),
        (1_200_000, 1_200_000, Status.STEMMER),
        (1_200_001, 1_200_000, Status.AVVIK),
        (0, 0, Status.STEMMER),
        (1, 0, Status.AVVIK),
        (None, 1_200_000, Status.UAVKLART),
        (1, None, Status.UAVKLART),
    ],
)
def test_over_behov_at_the_need(amount_kr: int | None, need_kr: int | None, status: Status) -> None:
    nettverk = make_nettverk(innstilt_kr=amount_kr, grunnlag=make_grunnlag(need_kr=need_kr))
    assert check(nettverk, "over_behov").status is status


def test_over_behov_says_by_how_much() -> None:
    outcome = check(make_nettverk(innstilt_kr=1_269_162), "over_behov")
    assert sentence(outcome) == "Innstilt 1 269 162 kr er 69 162 kr mer enn meldt behov 1 200 000 kr."


@pytest.mark.parametrize(("uh_kr", "difference"), [(799_000, "−1 000 kr"), (801_000, "+1 000 kr")])
def test_deler_mot_behov_says_by_how_much(uh_kr: int, difference: str) -> None:
    shares = (Share("nettverk", 400_000), Share("nord", uh_kr))
    outcome = check(make_nettverk(grunnlag=make_grunnlag(shares=shares)), "deler_mot_behov")
    assert sentence(outcome).endswith(f"meldt behov er 1 200 000 kr. Forskjellen er {difference}.")


@pytest.mark.parametrize(
    ("parts_kr", "need_kr", "status"),
    [
        ((400_000, 799_999), 1_200_000, Status.AVVIK),
        ((400_000, 800_000), 1_200_000, Status.STEMMER),
        ((400_000, 800_001), 1_200_000, Status.AVVIK),
        ((0, 0), 0, Status.STEMMER),
        ((400_000, None), 1_200_000, Status.UAVKLART),
        ((400_000, 800_000), None, Status.UAVKLART),
        ((), 1_200_000, Status.UAVKLART),
    ],
)
def test_deler_mot_behov_at_the_need(parts_kr: tuple[int | None, ...], need_kr: int | None, status: Status) -> None:
    shares = tuple(Share(r, kr) for r, kr in zip(("nettverk", "nord"), parts_kr, strict=False))
    assert check(make_nettverk(grunnlag=make_grunnlag(need_kr, shares=shares)), "deler_mot_behov").status is status


def test_deler_mot_behov_counts_the_coordinator_once() -> None:
    shares = (Share("nettverk", 1_395_000, koordinator_kr=750_000), Share("nord", 2_130_000))
    nettverk = make_nettverk(grunnlag=make_grunnlag(3_525_000, shares=shares))
    assert check(nettverk, "deler_mot_behov").status is Status.STEMMER


@pytest.mark.parametrize(
    ("amounts_kr", "aside_kr", "status", "says"),
    [
        ((600_000, 299_999), 100_000, Status.STEMMER, "innenfor rammen på 1 000 000 kr"),
        ((600_000, 300_000), 100_000, Status.STEMMER, "Innstilt og avsatt er 1 000 000 kr"),
        ((600_000, 300_001), 100_000, Status.AVVIK, "1 kr mer enn rammen"),
        ((600_000, None), 100_000, Status.UAVKLART, "Uten beløp: B."),
        ((1_000_001, None), 0, Status.AVVIK, "1 kr mer enn rammen"),
    ],
)
def test_sum_mot_ramme_at_the_frame(
    amounts_kr: tuple[int | None, int | None], aside_kr: int, status: Status, says: str
) -> None:
    nettverk = [make_nettverk(i, innstilt_kr=kr) for i, kr in zip("ab", amounts_kr, strict=True)]
    case = make_case(*nettverk, total_kr=1_500_000, lines=[("Pool", 500_000)], set_asides=[("Reserve", aside_kr)])
    outcome = outcome_of(make_evaluation(case), "sum_mot_ramme", "")
    assert outcome.status is status
    assert says in sentence(outcome)


@pytest.mark.parametrize(("total_kr", "line_kr"), [(None, 0), (1_000_000, None)])
def test_sum_mot_ramme_unknown_frame_is_unclear(total_kr: int | None, line_kr: int | None) -> None:
    evaluation = make_evaluation(make_case(make_nettverk(), total_kr=total_kr, lines=[("Pool", line_kr)]))
    outcome = outcome_of(evaluation, "sum_mot_ramme", "")
    assert (outcome.status, sentence(outcome)) == (Status.UAVKLART, "Rammen til nettverkene er ikke kjent.")


def sum_table(stated_kr: int, *rows_kr: int | None) -> tuple[PrintedFigure, ...]:
    """Return a printed table with a need a row and a sum; None leaves the row's cell out."""
    rows = [
        PrintedFigure("1", f"n{i}", "behov", kr)
        if kr is not None
        else PrintedFigure("1", f"n{i}", "egenfinansiering", 1)
        for i, kr in enumerate(rows_kr)
    ]
    return (*rows, PrintedFigure("1", "SUM", "behov", stated_kr))


@pytest.mark.parametrize(
    ("printed", "status", "says"),
    [
        ((), Status.AV, "Ingen trykte tall"),
        (sum_table(30, 10, 20), Status.STEMMER, "stemmer"),
        ((*sum_table(31, 10, 20), PrintedFigure("1", "SUM", "i_fjor", 7)), Status.AVVIK, "Se Tallkontroll"),
        (sum_table(30, 10, None), Status.UAVKLART, "ikke kan kontrolleres"),
    ],
)
def test_tallkontroll_on_a_printed_sum(printed: tuple[PrintedFigure, ...], status: Status, says: str) -> None:
    outcome = outcome_of(make_evaluation(make_case(make_nettverk(), printed=printed)), "tallkontroll", "")
    assert outcome.status is status
    assert says in sentence(outcome)


def test_tallkontroll_counts_the_wrong_apart_from_the_uncheckable() -> None:
    uncheckable = (PrintedFigure("1", "SUM", "i_fjor", 7), PrintedFigure("1", "SUM", "innstilt", 7))
    case = make_case(make_nettverk(), printed=(*sum_table(31, 10, 20), *uncheckable))
    outcome = outcome_of(make_evaluation(case), "tallkontroll", "")
    assert outcome.message.params == {"n": 1}
    assert outcome.finding.facts["trykte_tall"] == 5


@pytest.mark.parametrize("printed", [sum_table(31, 10, 20), sum_table(30, 10, None)])
def test_tallkontroll_one_figure_is_singular(printed: tuple[PrintedFigure, ...]) -> None:
    outcome = outcome_of(make_evaluation(make_case(make_nettverk(), printed=printed)), "tallkontroll", "")
    assert "1 trykte tall" not in sentence(outcome)


# Opplysning


@pytest.mark.parametrize(
    ("amount_kr", "last_year_kr", "says"),
    [
        (1_100_000, 1_000_000, "Endring +100 000 kr (+10,0 %) fra 1 000 000 kr."),
        (820_000, 823_030, "Endring −3 030 kr (−0,4 %) fra 823 030 kr."),
        (0, 1_000_000, "Endring −1 000 000 kr (−100,0 %) fra 1 000 000 kr."),
        (50_000, 0, "Endring +50 000 kr; ingen midler i fjor."),
        (50_000, None, "Endringen fra i fjor er ikke kjent."),
        (None, 50_000, "Endringen fra i fjor er ikke kjent."),
    ],
)
def test_endring_says_kr_and_per_cent(amount_kr: int | None, last_year_kr: int | None, says: str) -> None:
    outcome = check(make_nettverk(innstilt_kr=amount_kr, last_year_kr=last_year_kr), "endring")
    assert sentence(outcome) == says


def test_endring_small_cut_has_no_plus() -> None:
    assert "+" not in sentence(check(make_nettverk(innstilt_kr=999_900, last_year_kr=1_000_000), "endring"))


def test_endring_of_nothing_has_no_sign() -> None:
    assert "+" not in sentence(check(make_nettverk(innstilt_kr=1_000_000, last_year_kr=1_000_000), "endring"))


def test_endring_from_an_uncertain_amount_says_so() -> None:
    assert REMARK in sentence(check(make_nettverk(uncertain={"i_fjor": REMARK}), "endring"))


@pytest.mark.parametrize(
    ("grunnlag", "says"),
    [
        (make_grunnlag(), "Koordinator 100 000 kr, 8,3 % av meldt behov."),
        (make_grunnlag(shares=ONLY_OWN), "Koordinator er ikke oppgitt."),
        (make_grunnlag(need_kr=None), "Meldt behov er ikke oppgitt."),
        (make_grunnlag(need_kr=0), "Koordinator 100 000 kr."),
        (None, "Koordinator er ikke oppgitt."),
    ],
)
def test_koordinator_says_kr_and_share(grunnlag: Beslutningsgrunnlag | None, says: str) -> None:
    assert sentence(check(make_nettverk(grunnlag=grunnlag), "koordinator")) == says


@pytest.mark.parametrize(
    ("total_kr", "says"),
    [
        (1_000_001, "Det gjenstår 1 kr."),
        (1_000_000, "Det gjenstår 0 kr."),
        (999_999, "Det er brukt 1 kr mer enn rammen."),
        (None, "Rammen til nettverkene er ikke kjent."),
    ],
)
def test_penger_igjen_at_the_frame(total_kr: int | None, says: str) -> None:
    outcome = outcome_of(make_evaluation(make_case(make_nettverk(), total_kr=total_kr)), "penger_igjen", "")
    assert (outcome.status, sentence(outcome)) == (Status.OPPLYSNING, says)


# Uncertain is Uavklart: never green, never red

USES = [
    ("egenfinansiering", ("egenfinansiering",)),
    ("uh_partner", ("nettverk", "koordinator", "uh")),
    ("ikke_bare_egne_utgifter", ("nettverk", "koordinator", "uh")),
    ("grense_koordinator", ("koordinator", "behov")),
    ("grense_endring", ("i_fjor",)),
    ("grense_andel_av_behov", ("behov",)),
    ("over_behov", ("behov",)),
    ("deler_mot_behov", ("behov", "nettverk", "koordinator", "uh")),
]
BAD_SHARES = (Share("nettverk", 9_000_000, koordinator_kr=9_000_000),)
IN_ORDER = make_nettverk()
ALL_WRONG = make_nettverk(innstilt_kr=7_000_000, last_year_kr=1, grunnlag=make_grunnlag(1_000_000, 0, BAD_SHARES))


@pytest.mark.parametrize(("rule_id", "field"), [(rule_id, field) for rule_id, fields in USES for field in fields])
@pytest.mark.parametrize(
    ("nettverk", "was"), [(IN_ORDER, PASSED), (ALL_WRONG, OPEN - {Status.UAVKLART})], ids=["green", "red"]
)
def test_uncertain_figure_makes_its_checks_unclear(
    rule_id: str, field: str, nettverk: Nettverk, was: frozenset[Status]
) -> None:
    assert check(nettverk, rule_id, LIMITS).status in was
    outcome = check(replace(nettverk, uncertain={field: REMARK}), rule_id, LIMITS)
    assert outcome.status is Status.UAVKLART
    assert REMARK in sentence(outcome)


@pytest.mark.parametrize("rule_id", [rule.id for rule in RULES if rule.kind is not Kind.OPPLYSNING])
def test_uncertain_figure_leaves_the_other_checks_alone(rule_id: str) -> None:
    used = dict(USES).get(rule_id, ())
    for field in {"behov", "i_fjor", "egenfinansiering", "nettverk", "koordinator", "uh"} - set(used):
        assert check(make_nettverk(uncertain={field: REMARK}), rule_id, LIMITS).status in PASSED, field


@pytest.mark.parametrize(("rule_id", "field"), [("over_behov", "behov"), ("grense_endring", "i_fjor")])
def test_uncertain_neuter_word_is_usikkert(rule_id: str, field: str) -> None:
    assert ": usikkert i kilden" in sentence(check(make_nettverk(uncertain={field: REMARK}), rule_id, LIMITS))


MAYBE = st.none() | st.sampled_from([0, 1, 299_999, 300_000, 1_000_000, 1_200_000]) | AMOUNTS
SHARES = st.lists(
    st.builds(Share, st.sampled_from(["nettverk", "nord", "ntnu", "andre", "ulest"]), MAYBE, MAYBE), max_size=4
)
NETTVERK = st.builds(
    make_nettverk,
    innstilt_kr=MAYBE,
    last_year_kr=MAYBE,
    grunnlag=st.none() | st.builds(make_grunnlag, MAYBE, MAYBE, SHARES.map(tuple)),
    uncertain=st.dictionaries(
        st.sampled_from(["behov", "i_fjor", "egenfinansiering", "nettverk", "koordinator", "uh"]), st.just(REMARK)
    ),
)


@given(NETTVERK)
def test_any_network_is_answered_in_the_words_of_each_kind(nettverk: Nettverk) -> None:
    evaluation = make_evaluation(make_case(nettverk, total_kr=10**12, limits=LIMITS))
    outcomes = (*evaluation.rows[0].outcomes, *evaluation.outcomes)
    assert [o.rule_id for o in outcomes] == [r.id for r in RULES] + [r.id for r in WHOLE_RULES]
    for outcome in outcomes:
        assert outcome.status in WORDS[outcome.kind]
        assert sentence(outcome)
        assert not any(isinstance(value, float) for value in outcome.finding.facts.values())


@given(NETTVERK)
def test_any_uncertain_figure_is_never_green_and_never_red(nettverk: Nettverk) -> None:
    evaluation = make_evaluation(make_case(nettverk, total_kr=10**12, limits=LIMITS))
    for rule_id, fields in USES:
        outcome = outcome_of(evaluation, rule_id)
        without_money = outcome.kind is Kind.KRAV and nettverk.innstilt_kr == 0
        if set(fields) & set(nettverk.uncertain) and not without_money:
            assert outcome.status is Status.UAVKLART, rule_id


@pytest.mark.parametrize(
    ("kind", "status"),
    [(kind, status) for kind, statuses in WORDS.items() for status in sorted(statuses)],
)
def test_every_status_is_reachable_in_its_kind(kind: Kind, status: Status) -> None:
    unknown = make_nettverk(innstilt_kr=None, last_year_kr=None, grunnlag=None)
    evaluations = [
        make_evaluation(make_case(IN_ORDER, limits=LIMITS)),
        make_evaluation(make_case(ALL_WRONG, limits=LIMITS)),
        make_evaluation(make_case(unknown, limits=LIMITS)),
        make_evaluation(make_case(IN_ORDER, ordning="rekom"), "rekom"),
    ]
    found = {(o.kind, o.status) for e in evaluations for o in (*e.rows[0].outcomes, *e.outcomes)}
    assert (kind, status) in found


# The forum's answer falls when the numbers change


def answered(outcome: Outcome, changed: Evaluation) -> bool:
    """Return whether an answer to `outcome` still stands in a changed case."""
    case = replace(changed.case, acknowledgements=(answer_to(outcome),))
    return outcome_of(make_evaluation(case), outcome.rule_id, outcome.nettverk_id).acknowledgement is not None


CHANGES = [
    ("egenfinansiering", {"innstilt_kr": 7_000_001}),
    ("egenfinansiering", {"grunnlag": make_grunnlag(1_000_000, 1, BAD_SHARES)}),
    ("uh_partner", {"innstilt_kr": 7_000_001}),
    ("ikke_bare_egne_utgifter", {"innstilt_kr": 7_000_001}),
    ("grense_koordinator", {"grunnlag": make_grunnlag(1_000_001, 0, BAD_SHARES)}),
    ("grense_endring", {"last_year_kr": 2}),
    ("grense_andel_av_behov", {"innstilt_kr": 7_000_001}),
    ("over_behov", {"innstilt_kr": 7_000_001}),
    ("over_behov", {"grunnlag": make_grunnlag(1_000_001, 0, BAD_SHARES)}),
    ("deler_mot_behov", {"grunnlag": make_grunnlag(1_000_001, 0, BAD_SHARES)}),
]


@pytest.mark.parametrize(("rule_id", "change"), CHANGES)
def test_answer_falls_when_the_numbers_change(rule_id: str, change: dict[str, object]) -> None:
    before = make_evaluation(make_case(ALL_WRONG, limits=LIMITS))
    outcome = outcome_of(before, rule_id)
    assert outcome.is_open
    assert answered(outcome, before)
    assert not answered(outcome, make_evaluation(make_case(replace(ALL_WRONG, **change), limits=LIMITS)))  # type: ignore[arg-type]


def test_answer_stands_when_something_else_changes() -> None:
    before = make_evaluation(make_case(ALL_WRONG, limits=LIMITS))
    after = make_evaluation(make_case(replace(ALL_WRONG, begrunnelse="Ny", last_year_kr=5), limits=LIMITS))
    assert answered(outcome_of(before, "egenfinansiering"), after)


def test_answer_falls_when_the_forum_moves_its_limit() -> None:
    before = make_evaluation(make_case(ALL_WRONG, limits=LIMITS))
    after = make_evaluation(make_case(ALL_WRONG, limits=LIMITS | {"grense_koordinator": Fraction(1, 4)}))
    assert not answered(outcome_of(before, "grense_koordinator"), after)


def test_answer_falls_when_a_figure_turns_uncertain() -> None:
    before = make_evaluation(make_case(ALL_WRONG))
    after = make_evaluation(make_case(replace(ALL_WRONG, uncertain={"behov": REMARK})))
    assert not answered(outcome_of(before, "over_behov"), after)


def test_answer_to_the_frame_falls_when_more_is_used() -> None:
    before = make_evaluation(make_case(make_nettverk(), total_kr=900_000))
    after = make_evaluation(make_case(make_nettverk(innstilt_kr=1_000_001), total_kr=900_000))
    assert answered(outcome_of(before, "sum_mot_ramme", ""), before)
    assert not answered(outcome_of(before, "sum_mot_ramme", ""), after)


def test_answer_to_a_network_without_an_amount_is_not_for_another() -> None:
    def missing(without: str) -> Outcome:
        nettverk = [make_nettverk(i, innstilt_kr=None if i == without else 1_000_000) for i in "ab"]
        return outcome_of(make_evaluation(make_case(*nettverk)), "sum_mot_ramme", "")

    assert facts_key(missing("a").finding) != facts_key(missing("b").finding)


def test_answer_to_the_number_audit_is_not_for_another_mismatch() -> None:
    def found(printed: tuple[PrintedFigure, ...]) -> Outcome:
        return outcome_of(make_evaluation(make_case(make_nettverk(), printed=printed)), "tallkontroll", "")

    assert facts_key(found(sum_table(31, 10, 20)).finding) != facts_key(found(sum_table(9_999, 10, 20)).finding)
