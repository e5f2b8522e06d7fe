"""Tallkontroll: every printed figure that its own table contradicts, its difference, and the likeliest cause."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dekom.audit import SUM_ROW, Deviation, audit
from dekom.i18n import render
from dekom.model import PrintedFigure
from tests.dekom.builders import demo_case

ONE_POINT = Fraction(1, 100)
NAMES = {"a": "Alfa", "b": "Beta", "c": "Gamma"}


def kr(row: str, column: str, amount_kr: int | None, table: str = "1") -> PrintedFigure:
    """Return a printed amount."""
    return PrintedFigure(table, row, column, kr=amount_kr)


def pct(row: str, column: str, percent: int | None, table: str = "1") -> PrintedFigure:
    """Return a printed percentage."""
    return PrintedFigure(table, row, column, percent=percent)


def found(*printed: PrintedFigure) -> list[Deviation]:
    """Return what the audit finds, with one percentage point for rounding."""
    return list(audit(printed, NAMES, ONE_POINT))


def why(deviation: Deviation) -> str:
    """Return the cause in words, with plain spaces."""
    return render(deviation.cause).replace("\u00a0", " ")


def demo_deviations() -> dict[tuple[str, str, str], Deviation]:
    """Return what the audit finds in the two tables of the demo meeting."""
    case = demo_case()
    deviations = audit(case.printed, {n.id: n.name for n in case.nettverk}, ONE_POINT)
    return {(d.table, d.row, d.column): d for d in deviations}


# The two tables of 9 March 2022


def test_demo_has_exactly_nine_mismatches() -> None:
    deviations = demo_deviations()
    assert set(deviations) == {
        ("1", "innherred", "nettverk_pct"),
        ("1", "innherred", "uh_pct"),
        ("1", "tfk-vgo", "nettverk_pct"),
        ("1", "tfk-vgo", "uh_pct"),
        ("2", SUM_ROW, "behov"),
        ("2", "innherred", "nettverk_pct"),
        ("2", "tfk-vgo", "nettverk_pct"),
        ("2", "verdal-levanger", "nettverk_pct"),
        ("2", "ytre-namdal", "nettverk_pct"),
    }
    assert all(d.difference is not None for d in deviations.values())


def test_demo_sum_of_needs_is_wrong_by_the_change_of_ytre_namdal() -> None:
    deviation = demo_deviations()["2", SUM_ROW, "behov"]
    assert (deviation.printed, deviation.computed, deviation.difference) == (16_053_692, 15_902_692, 151_000)
    assert not deviation.is_share
    assert why(deviation) == (
        "Forskjellen er lik endringen for Ytre Namdal: 788 000 kr i tabell 1, 637 000 kr her. "
        "Summen er ikke rettet etter den endringen."
    )


@pytest.mark.parametrize(
    ("place", "printed", "computed", "cause"),
    [
        (("1", "innherred", "nettverk_pct"), "69/100", "491000/820000", "Ingen sannsynlig årsak"),
        (("1", "innherred", "uh_pct"), "31/100", "329000/820000", "Ingen sannsynlig årsak"),
        (("1", "tfk-vgo", "nettverk_pct"), "0", "650000/3669859", "nettverkets 650 000 kr ikke var med"),
        (("1", "tfk-vgo", "uh_pct"), "1", "3019859/3669859", "nettverkets 650 000 kr ikke var med"),
        (("2", "innherred", "nettverk_pct"), "69/100", "491000/820000", "Ingen sannsynlig årsak"),
        (("2", "tfk-vgo", "nettverk_pct"), "0", "650000/3669859", "nettverkets 650 000 kr ikke var med"),
        (("2", "verdal-levanger", "nettverk_pct"), "52/100", "702912/1306412", "tabell 1 (51,6 %)"),
        (("2", "ytre-namdal", "nettverk_pct"), "25/100", "200000/637000", "tabell 1 (25,4 %)"),
    ],
)
def test_demo_percentage_that_does_not_stand(
    place: tuple[str, str, str], printed: str, computed: str, cause: str
) -> None:
    deviation = demo_deviations()[place]
    assert deviation.is_share
    assert (deviation.printed, deviation.computed) == (Fraction(printed), Fraction(computed))
    assert deviation.difference == Fraction(printed) - Fraction(computed)
    assert cause in why(deviation)


# Sums


@pytest.mark.parametrize(("stated_kr", "off"), [(59, -1), (60, None), (61, 1)])
def test_sum_to_the_krone(stated_kr: int, off: int | None) -> None:
    rows = [kr("a", "behov", 10), kr("b", "behov", 20), kr("c", "behov", 30)]
    deviations = found(*rows, kr(SUM_ROW, "behov", stated_kr))
    assert [d.difference for d in deviations] == ([] if off is None else [off])


def test_sum_of_each_column_is_its_own() -> None:
    rows = [kr("a", "behov", 10), kr("a", "i_fjor", 7), kr("b", "behov", 20), kr("b", "i_fjor", 8)]
    (deviation,) = found(*rows, kr(SUM_ROW, "behov", 30), kr(SUM_ROW, "i_fjor", 99))
    assert (deviation.row, deviation.column, deviation.computed) == (SUM_ROW, "i_fjor", 15)


def test_sum_with_a_row_missing_cannot_be_checked_and_names_it() -> None:
    rows = [kr("a", "behov", 10), kr("b", "i_fjor", 20)]
    (deviation,) = found(*rows, kr(SUM_ROW, "behov", 30))
    assert (deviation.computed, deviation.difference) == (None, None)
    assert why(deviation) == "Tallet mangler for Beta."


def test_sum_with_several_rows_missing_names_them_all() -> None:
    rows = [kr("a", "behov", 10), kr("b", "i_fjor", 20), kr("x", "i_fjor", 20)]
    (deviation,) = found(*rows, kr(SUM_ROW, "behov", 30))
    assert why(deviation) == "Tallet mangler for Beta, x."


@pytest.mark.parametrize("stated_kr", [60 + 20, 60 - 20])
def test_sum_that_counts_a_row_twice_or_not_at_all_names_it(stated_kr: int) -> None:
    rows = [kr("a", "behov", 10), kr("b", "behov", 20), kr("c", "behov", 30)]
    (deviation,) = found(*rows, kr(SUM_ROW, "behov", stated_kr))
    assert why(deviation) == "Forskjellen er lik beløpet til Beta: raden er utelatt eller talt to ganger."


def test_sum_of_an_older_table_names_the_row_that_changed() -> None:
    older = [kr("a", "behov", 10), kr("b", "behov", 25), kr(SUM_ROW, "behov", 35)]
    newer = [kr("a", "behov", 10, "2"), kr("b", "behov", 20, "2"), kr(SUM_ROW, "behov", 35, "2")]
    (deviation,) = found(*older, *newer)
    assert (deviation.table, deviation.difference) == ("2", 5)
    assert "Beta: 25 kr i tabell 1, 20 kr her" in why(deviation)


def test_sum_without_a_likely_cause_says_so() -> None:
    (deviation,) = found(kr("a", "behov", 10), kr("b", "behov", 20), kr(SUM_ROW, "behov", 37))
    assert why(deviation) == "Ingen sannsynlig årsak funnet."


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 10**12), min_size=1), st.integers(-5, 5))
def test_sum_is_exact_at_any_size(rows: dict[str, int], slip_kr: int) -> None:
    rows.pop(SUM_ROW, None)
    stated_kr = sum(rows.values()) + slip_kr
    deviations = found(*(kr(row, "behov", amount) for row, amount in rows.items()), kr(SUM_ROW, "behov", stated_kr))
    assert [d.difference for d in deviations if rows] == ([slip_kr] if slip_kr and rows else [])


# Parts against need


@pytest.mark.parametrize(("uh_kr", "off"), [(59, 1), (60, None), (61, -1)])
def test_split_to_the_krone(uh_kr: int, off: int | None) -> None:
    deviations = found(kr("a", "behov", 100), kr("a", "nettverk", 40), kr("a", "nord", uh_kr))
    assert [d.difference for d in deviations] == ([] if off is None else [off])
    assert {(d.row, d.column) for d in deviations} <= {("a", "behov")}


def test_split_counts_the_coordinator_beside_but_not_inside_the_network() -> None:
    beside = [kr("a", "nettverk", 20), kr("a", "koordinator", 20)]
    inside = [kr("a", "nettverk", 40), kr("a", "herav_koordinator", 20)]
    for own in (beside, inside):
        assert found(kr("a", "behov", 100), *own, kr("a", "nord", 60)) == []


def test_split_adds_two_amounts_in_one_column() -> None:
    assert found(kr("a", "behov", 100), kr("a", "uh_ulest", 60), kr("a", "uh_ulest", 40)) == []


def test_split_with_an_amount_that_cannot_be_placed_is_unclear() -> None:
    (deviation,) = found(kr("a", "behov", 100), kr("a", "nettverk", 40), kr("a", "ulest", 7), kr("a", "nord", 50))
    assert deviation.difference is None
    assert "kan ikke plasseres" in why(deviation)


def test_split_that_is_not_printed_is_not_checked() -> None:
    assert found(kr("a", "behov", 100), kr("a", "egenfinansiering", 7)) == []


# Percentages


@pytest.mark.parametrize(
    ("own_kr", "percent", "fits"),
    [
        (400, 40, True),
        (410, 40, True),
        (411, 40, False),
        (390, 40, True),
        (389, 40, False),
        (10, 0, True),
        (11, 0, False),
        (990, 100, True),
        (989, 100, False),
    ],
)
def test_percentage_one_point_is_rounding_and_more_is_not(own_kr: int, percent: int, fits: bool) -> None:
    row = [kr("a", "behov", 1000), kr("a", "nettverk", own_kr), kr("a", "nord", 1000 - own_kr)]
    deviations = found(*row, pct("a", "nettverk_pct", percent))
    assert [(d.column, d.is_share) for d in deviations] == ([] if fits else [("nettverk_pct", True)])


def test_percentage_without_tolerance_is_exact() -> None:
    row = (kr("a", "behov", 1000), kr("a", "nettverk", 401), kr("a", "nord", 599), pct("a", "nettverk_pct", 40))
    (deviation,) = audit(row, NAMES, Fraction(0))
    assert deviation.difference == Fraction(-1, 1000)


def test_percentage_in_a_row_with_an_unplaced_amount_is_unclear() -> None:
    row = [kr("a", "behov", 100), kr("a", "nettverk", 40), kr("a", "nord", 60), kr("a", "ulest", 7)]
    (deviation,) = found(*row, pct("a", "uh_pct", 1))
    assert (deviation.column, deviation.computed) == ("uh_pct", None)


def test_percentage_that_fits_another_table_names_it() -> None:
    older = [kr("a", "behov", 100), kr("a", "nettverk", 25), kr("a", "nord", 75)]
    newer = [kr("a", "behov", 100, "2"), kr("a", "nettverk", 50, "2"), kr("a", "nord", 50, "2")]
    (deviation,) = found(*older, *newer, pct("a", "nettverk_pct", 25, "2"))
    assert "tabell 1 (25,0 %)" in why(deviation)


@pytest.mark.parametrize(("percent", "named"), [(26, True), (27, False)])
def test_percentage_fits_another_table_within_one_point(percent: int, named: bool) -> None:
    older = [kr("a", "behov", 100), kr("a", "nettverk", 25), kr("a", "nord", 75)]
    newer = [kr("a", "behov", 100, "2"), kr("a", "nettverk", 50, "2"), kr("a", "nord", 50, "2")]
    (deviation,) = found(*older, *newer, pct("a", "nettverk_pct", percent, "2"))
    assert ("tabell 1" in why(deviation)) is named


def test_audit_of_nothing_finds_nothing() -> None:
    assert found() == []


# Unknown is never zero

UNREADABLE = "an unreadable printed cell (None) is taken as 0, so that it, or its sum, shows as wrong"


@pytest.mark.parametrize(
    "printed",
    [
        (kr("a", "behov", 10), kr("b", "behov", 20), kr(SUM_ROW, "behov", None)),
        (kr("a", "behov", 10), kr("b", "behov", None), kr(SUM_ROW, "behov", 30)),
        (kr("a", "behov", 100), kr("a", "nettverk", 40), kr("a", "nord", None)),
        (kr("a", "behov", 100), kr("a", "nettverk", 40), kr("a", "nord", 60), pct("a", "nettverk_pct", None)),
    ],
    ids=["sum", "row", "part", "percentage"],
)
def test_unreadable_cell_is_never_a_mismatch(printed: tuple[PrintedFigure, ...]) -> None:
    assert [d for d in found(*printed) if d.difference is not None] == []


def test_percentage_without_its_parts_cannot_be_checked() -> None:
    assert [d.difference for d in found(kr("a", "behov", 100), pct("a", "nettverk_pct", 40))] == [None]


def test_percentage_without_a_need_says_that_the_need_is_missing() -> None:
    (deviation,) = found(kr("a", "nettverk", 40), pct("a", "nettverk_pct", 40))
    assert deviation.difference is None
    assert "kan ikke plasseres" not in why(deviation)


def test_percentage_of_the_sum_row_is_checked() -> None:
    row = [kr("a", "behov", 100), kr("a", "nettverk", 40), pct("a", "nettverk_pct", 40), kr("a", "nord", 60)]
    total = [kr(SUM_ROW, "behov", 100), kr(SUM_ROW, "nettverk", 40), kr(SUM_ROW, "nord", 60)]
    (deviation,) = found(*row, *total, pct(SUM_ROW, "nettverk_pct", 99))
    assert (deviation.row, deviation.column, deviation.computed) == (SUM_ROW, "nettverk_pct", Fraction(2, 5))
