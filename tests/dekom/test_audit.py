"""Tallkontroll: every printed figure that its own table contradicts, its difference, and the likeliest cause."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dekom.audit import SUM_ROW, Deviation, audit, worst_first
from dekom.change import RowEdit
from dekom.evaluate import evaluate
from dekom.i18n import render
from dekom.model import PrintedFigure
from dekom.store import Store
from tests.dekom.builders import RECIPIENTS, demo_case, make_parameters
from tests.dekom.store_fixtures import BO, change, key, load

ONE_POINT = Fraction(1, 100)
NAMES = {"a": "Alfa", "b": "Beta", "c": "Gamma"}


def kr(row: str, column: str, amount_kr: int | None, table: str = "1", line: int = 0) -> PrintedFigure:
    """Return a printed amount."""
    return PrintedFigure(table, row, column, kr=amount_kr, line=line)


def pct(row: str, column: str, percent: int | None, table: str = "1") -> PrintedFigure:
    """Return a printed percentage."""
    return PrintedFigure(table, row, column, percent=percent)


def found(*printed: PrintedFigure) -> list[Deviation]:
    """Return what the audit finds, with one percentage point for rounding."""
    return list(audit(printed, NAMES, ONE_POINT, RECIPIENTS))


def why(deviation: Deviation) -> str:
    """Return the cause in words, with plain spaces."""
    return render(deviation.cause).replace("\u00a0", " ")


def demo_deviations() -> dict[tuple[str, str, str], Deviation]:
    """Return what the audit finds in the two tables of the demo meeting."""
    case = demo_case()
    deviations = audit(case.printed, {n.id: n.name for n in case.nettverk}, ONE_POINT, case.recipients)
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


def test_sum_of_a_table_without_rows_is_unclear() -> None:
    (deviation,) = found(kr(SUM_ROW, "behov", 10))
    assert deviation.difference is None
    assert why(deviation) == "Tabellen har ingen rader som summen kan kontrolleres mot."


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
    (deviation,) = audit(row, NAMES, Fraction(0), RECIPIENTS)
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


# Sums with empty cells, subtotals, and sums across


@pytest.mark.parametrize(("stated_kr", "off"), [(10, []), (11, [None])])
def test_sum_over_an_empty_cell_stands_only_if_the_printed_cells_give_it(
    stated_kr: int, off: list[int | None]
) -> None:
    rows = [kr("a", "egenfinansiering", 10), kr("b", "i_fjor", 20)]
    assert [d.difference for d in found(*rows, kr(SUM_ROW, "egenfinansiering", stated_kr))] == off


@pytest.mark.parametrize(("stated_kr", "off"), [(70, []), (80, [10])])
def test_empty_part_is_nothing_where_the_others_make_up_the_need(stated_kr: int, off: list[int]) -> None:
    one = [kr("a", "behov", 100), kr("a", "nettverk", 30), kr("a", "nord", 70)]
    other = [kr("b", "behov", 50), kr("b", "nettverk", 50)]
    assert [d.difference for d in found(*one, *other, kr(SUM_ROW, "nord", stated_kr))] == off


def test_empty_part_beside_one_in_an_unread_column_is_not_known_to_be_nothing() -> None:
    row = [kr("a", "behov", 100), kr("a", "nettverk", 30), kr("a", "uh_ulest", 70), kr("b", "nord", 5)]
    (deviation,) = found(*row, kr(SUM_ROW, "nord", 70))
    assert (deviation.difference, why(deviation)) == (None, "Tallet mangler for Alfa.")


def test_sum_of_a_column_that_cannot_be_told_apart_is_unclear() -> None:
    (deviation,) = found(kr("a", "uh_ulest", 10), kr(SUM_ROW, "uh_ulest", 99))
    assert (deviation.difference, why(deviation)) == (
        None,
        "Det er ikke kjent hvilken kolonne tallet hører til.",
    )


def test_sum_names_three_rows_that_are_missing_and_counts_the_rest() -> None:
    rows = [kr(row, "i_fjor", 1) for row in "abcdef"]
    (deviation,) = found(*rows, kr("g", "behov", 5), kr(SUM_ROW, "behov", 7))
    assert why(deviation) == "Tallet mangler for Alfa, Beta, Gamma og 3 til."


def subtotals(first_kr: int, second_kr: int, **lines: int) -> list[PrintedFigure]:
    """Return two rows and their subtotal, and one row and its subtotal, with the sum of all."""
    order = ("a", "b", "DELSUM 1", "c", "DELSUM 2", SUM_ROW)
    amounts = (10, 20, first_kr, 30, second_kr, 60)
    figures = zip(order, amounts, strict=True)
    return [kr(row, "behov", amount, line=lines.get("line", i)) for i, (row, amount) in enumerate(figures)]


@pytest.mark.parametrize(
    ("first_kr", "second_kr", "wrong"),
    [
        (30, 30, {}),
        (31, 30, {"DELSUM 1": 1}),
        (30, 29, {"DELSUM 2": -1}),
        (29, 60, {"DELSUM 1": -1, "DELSUM 2": 30}),
    ],
)
def test_subtotal_is_of_the_rows_since_the_one_before(first_kr: int, second_kr: int, wrong: dict[str, int]) -> None:
    figures = subtotals(first_kr, second_kr)
    for printed in (figures, figures[::-1]):
        assert {d.row: d.difference for d in found(*printed)} == wrong


def test_subtotal_of_rows_in_an_unknown_order_is_unclear() -> None:
    deviations = found(*subtotals(30, 30, line=0))
    assert [(d.row, d.difference) for d in deviations] == [("DELSUM 1", None), ("DELSUM 2", None)]
    assert why(deviations[0]) == "Det er ikke kjent hvilke rader delsummen gjelder."


def test_subtotal_without_rows_is_unclear() -> None:
    figures = [kr("a", "behov", 10, line=1), kr("DELSUM 1", "behov", 10, line=2), kr("DELSUM 2", "behov", 10, line=3)]
    assert [(d.row, d.difference) for d in found(*figures)] == [("DELSUM 2", None)]


@pytest.mark.parametrize(("stated_kr", "off"), [(100, []), (99, [-1])])
def test_sum_across_a_row_is_of_its_parts(stated_kr: int, off: list[int]) -> None:
    row = [kr("a", "nettverk", 40), kr("a", "ntnu", 60), kr("a", "egenfinansiering", 30), kr("a", "sum", stated_kr)]
    deviations = found(*row)
    assert [d.difference for d in deviations] == off
    assert {d.column for d in deviations} <= {"sum"}


@pytest.mark.parametrize(("stated_kr", "off"), [((130, 240), []), ((130, 210), [30, 10])])
def test_sum_across_is_with_own_financing_where_at_least_two_rows_say_so(
    stated_kr: tuple[int, int], off: list[int]
) -> None:
    rows = [
        figure
        for row, kr_of_sum, own_kr, uh_kr in zip("ab", stated_kr, (30, 40), (100, 200), strict=True)
        for figure in (kr(row, "nord", uh_kr), kr(row, "egenfinansiering", own_kr), kr(row, "sum", kr_of_sum))
    ]
    assert [d.difference for d in found(*rows)] == off


def test_sum_across_without_parts_is_unclear() -> None:
    assert [d.difference for d in found(kr("a", "behov", 10), kr("a", "sum", 10))] == [None]


# The koordinator, and columns that the source leaves open


@pytest.mark.parametrize(
    ("need_kr", "own_share", "off"),
    [(100, "40/100", []), (140, "80/140", []), (99, "40/99", [-1]), (141, "80/141", [1])],
    ids=["inside", "beside", "nearer inside", "nearer beside"],
)
def test_koordinator_is_inside_or_beside_as_the_row_adds_up(need_kr: int, own_share: str, off: list[int]) -> None:
    row = [kr("a", "behov", need_kr), kr("a", "nettverk", 40), kr("a", "koordinator", 40), kr("a", "nord", 60)]
    amounts = [d for d in found(*row, pct("a", "nettverk_pct", 0)) if not d.is_share]
    (share,) = (d for d in found(*row, pct("a", "nettverk_pct", 0)) if d.is_share)
    assert [d.difference for d in amounts] == off
    assert share.computed == Fraction(own_share)


def test_koordinator_larger_than_the_network_is_not_inside_it() -> None:
    row = [kr("a", "behov", 100), kr("a", "nettverk", 40), kr("a", "koordinator", 41), kr("a", "nord", 60)]
    assert [d.difference for d in found(*row)] == [-41]


@pytest.mark.parametrize("column", ["nettverk_eller_koordinator", "nettverk_ulest"])
def test_amount_in_one_of_two_columns_of_the_network_is_the_networks(column: str) -> None:
    row = [kr("a", "behov", 100), kr("a", column, 40), kr("a", "ntnu_eller_andre", 60)]
    assert found(*row, pct("a", "nettverk_pct", 40), pct("a", "uh_pct", 60)) == []


@pytest.mark.parametrize("column", ["nettverk_eller_nord", "egenfinansiering_eller_nettverk", "noe_helt_annet"])
def test_amount_on_an_unknown_side_makes_the_row_unclear(column: str) -> None:
    row = [kr("a", "behov", 100), kr("a", "nettverk", 40), kr("a", column, 50), pct("a", "nettverk_pct", 40)]
    assert {(d.column, d.difference) for d in found(*row)} == {("behov", None), ("nettverk_pct", None)}


def test_amount_on_an_unknown_side_that_makes_up_the_need_is_no_mismatch() -> None:
    assert found(kr("a", "behov", 100), kr("a", "nettverk", 40), kr("a", "nettverk_eller_nord", 60)) == []


# Percentages of other things


def test_shares_of_the_need_and_of_the_sum_are_checked_by_column() -> None:
    rows = [kr("a", "behov", 400), kr("a", "innstilt", 300), kr("b", "behov", 600), kr("b", "innstilt", 300)]
    stated = [pct("a", "innstilt_pct_av_behov", 75), pct("b", "innstilt_pct_av_behov", 55)]
    stated += [pct("a", "behov_pct_av_sum", 40), pct("b", "behov_pct_av_sum", 62)]
    stated += [pct(SUM_ROW, "innstilt_pct_av_behov", 60), pct(SUM_ROW, "behov_pct_av_sum", 98)]
    assert {(d.row, d.column): d.computed for d in found(*rows, *stated)} == {
        ("b", "innstilt_pct_av_behov"): Fraction(1, 2),
        ("b", "behov_pct_av_sum"): Fraction(3, 5),
        (SUM_ROW, "behov_pct_av_sum"): Fraction(1),
    }


def test_share_in_a_subtotal_is_of_its_own_rows() -> None:
    figures = [
        *(kr("a", "behov", 100, line=1), kr("a", "nettverk", 30, line=1), kr("a", "nord", 70, line=1)),
        *(kr("b", "behov", 100, line=2), kr("b", "nettverk", 50, line=2), kr("b", "nord", 50, line=2)),
        *(PrintedFigure("1", "DELSUM 1", "nettverk_pct", percent=Fraction(40), line=3),),
        *(kr("c", "behov", 100, line=4), kr("c", "nettverk", 90, line=4), kr("c", "nord", 10, line=4)),
        *(PrintedFigure("1", "DELSUM 2", "nettverk_pct", percent=Fraction(40), line=5),),
    ]
    assert {d.row: d.computed for d in found(*figures)} == {"DELSUM 2": Fraction(9, 10)}


@pytest.mark.parametrize(("percent", "off"), [(10, []), (-10, [Fraction(-1, 5)])])
def test_change_is_from_last_year_to_what_is_recommended(percent: int, off: list[Fraction]) -> None:
    row = [kr("a", "i_fjor", 100), kr("a", "innstilt", 110), kr("a", "behov", 150)]
    assert [d.difference for d in found(*row, pct("a", "endring_pct", percent))] == off


def test_change_is_to_the_need_in_a_table_that_recommends_nothing() -> None:
    assert found(kr("a", "i_fjor", 100), kr("a", "behov", 90), pct("a", "endring_pct", -10)) == []


@pytest.mark.parametrize(("rows", "stands"), [("a", False), ("ab", True)])
def test_change_is_to_the_need_where_at_least_two_rows_say_so(rows: str, stands: bool) -> None:
    amounts = {"i_fjor": 100, "innstilt": 110, "behov": 150}
    figures = [kr(row, column, amount) for row in rows for column, amount in amounts.items()]
    deviations = found(*figures, *(pct(row, "endring_pct", 50) for row in rows))
    assert (deviations == []) is stands
    assert stands or "fra i fjor til meldt behov" in why(deviations[0])


@pytest.mark.parametrize(("rows", "stands"), [("a", False), ("ab", True)])
def test_andre_count_with_uh_unless_at_least_two_rows_say_otherwise(rows: str, stands: bool) -> None:
    amounts = {"behov": 100, "nettverk": 40, "nord": 30, "andre": 30}
    figures = [kr(row, column, amount) for row in rows for column, amount in amounts.items()]
    assert found(*figures, *(pct(row, "uh_pct", 60) for row in rows)) == []
    deviations = found(*figures, *(pct(row, "uh_pct", 30) for row in rows))
    assert (deviations == []) is stands
    assert stands or why(deviations[0]) == "Prosenten passer når andre enn UH ikke er regnet med."


def test_two_rows_do_not_outweigh_three_that_follow_the_usual_way() -> None:
    amounts = {"behov": 100, "nettverk": 40, "nord": 30, "andre": 30}
    figures = [kr(row, column, amount) for row in "abcde" for column, amount in amounts.items()]
    stated = [pct(row, "uh_pct", percent) for row, percent in zip("abcde", (60, 60, 60, 30, 30), strict=True)]
    assert {d.row for d in found(*figures, *stated)} == {"d", "e"}


@pytest.mark.parametrize(
    ("column", "says"),
    [
        ("prosent", "Det er ikke kjent hva prosenten er regnet av."),
        ("noe_pct", "Det er ikke kjent hva prosenten er regnet av."),
        ("endring_pct", "I fjor er 0 kr: prosenten kan ikke regnes ut."),
        ("tildelt_pct_av_behov", "Tildelt er ikke trykt i raden."),
    ],
)
def test_percentage_that_cannot_be_worked_out_says_why(column: str, says: str) -> None:
    (deviation,) = found(kr("a", "i_fjor", 0), kr("a", "behov", 10), pct("a", column, 7))
    assert (deviation.difference, why(deviation)) == (None, says)


# Which findings come first


def test_worst_first_puts_sums_before_rows_amounts_before_shares_and_unclear_last() -> None:
    row = [kr("a", "behov", 100), kr("a", "nettverk", 40), kr("a", "nord", 59), kr("b", "behov", 70)]
    row += [kr("b", "nord", 1), kr("c", "behov", 1), pct("c", "uh_pct", 3), pct("a", "uh_pct", 9)]
    total = [kr(SUM_ROW, "behov", 170), kr(SUM_ROW, "i_fjor", 1)]
    order = [(d.row, d.column) for d in worst_first(found(*row, *total))]
    assert order == [
        *((SUM_ROW, "behov"), ("b", "behov"), ("a", "behov"), ("a", "uh_pct")),
        *((SUM_ROW, "i_fjor"), ("c", "uh_pct")),
    ]


# Worked out once for every edit of an amount


def test_audit_is_kept_when_an_amount_changes_and_made_anew_when_a_name_or_a_printed_figure_does() -> None:
    case, params = demo_case(), make_parameters()
    found = evaluate(case, params).audit
    edited = tuple(replace(n, innstilt_kr=1) for n in case.nettverk)
    assert evaluate(replace(case, nettverk=edited), params).audit is found
    renamed = tuple(replace(n, name=f"Nye {n.name}") for n in case.nettverk)
    causes = [why(d) for d in evaluate(replace(case, nettverk=renamed), params).audit]
    assert any("endringen for Nye Ytre Namdal" in cause for cause in causes)
    first = tuple(figure for figure in case.printed if figure.table == "1")
    assert evaluate(replace(case, printed=first), params).audit == found[:4]


# From the database


def test_line_and_exact_percentage_are_read_back(store: Store) -> None:
    place = {"table_name": "Søkt", "row_name": "DELSUM 1", "position": 0}
    figure = {"line": 3, "column_name": "uh_pct", "amount_kr": None, "percent": "79/2", "remark": "usikker"}
    store.apply(change(RowEdit("printed_figure", key(**place), None, figure)), BO)
    (read,) = (figure for figure in load(store).printed if figure.table == "Søkt")
    assert read == PrintedFigure("Søkt", "DELSUM 1", "uh_pct", None, Fraction(79, 2), "usikker", line=3)
    assert {figure.line for figure in load(store).printed if figure.table != "Søkt"} == {0}
