"""The likeliest cause: the strongest that fits, only where one thing fits, and never one that is not there."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dekom.audit import SUM_ROW, audit
from dekom.i18n import render
from dekom.model import PrintedFigure
from tests.dekom.builders import RECIPIENTS

ONE_POINT = Fraction(1, 100)
NAMES = {"a": "Alfa", "b": "Beta", "c": "Gamma", "d": "Delta", "e": "Epsilon"}
Rows = dict[str, dict[str, int]]


def figures(rows: Rows, table: str = "2") -> list[PrintedFigure]:
    """Return printed figures, a row of columns each; a column ending in `_pct` or so is per cent."""
    found = []
    for line, (row, cells) in enumerate(rows.items(), start=1):
        for column, number in cells.items():
            in_kr = None if "_pct" in column else number
            percent = Fraction(number) if "_pct" in column else None
            found.append(PrintedFigure(table, row, column, in_kr, percent, line=line))
    return found


def needs(stated_kr: int, table: str = "2", **amounts: int) -> list[PrintedFigure]:
    """Return a table of needs with their sum as printed."""
    return figures({**{row: {"behov": kr} for row, kr in amounts.items()}, SUM_ROW: {"behov": stated_kr}}, table)


def cause(*printed: PrintedFigure, place: tuple[str, str], tolerance: Fraction = ONE_POINT) -> str:
    """Return the cause, with plain spaces, of what is found in table 2 at a row and column."""
    deviations = audit(printed, NAMES, tolerance, RECIPIENTS)
    (found,) = (d for d in deviations if (d.table, d.row, d.column) == ("2", *place))
    assert found.difference
    return render(found.cause).replace("\u00a0", " ")


def sum_cause(*printed: PrintedFigure) -> str:
    return cause(*printed, place=(SUM_ROW, "behov"))


NONE = "Ingen sannsynlig årsak funnet."
EARLIER = needs(104_517, "1", a=10_001, b=31_013, c=63_503)


# Sums against another version of the table


@pytest.mark.parametrize(
    ("stated_kr", "rows", "says"),
    [
        (104_517, {"a": 10_001, "b": 20_000, "c": 63_503}, "endringen for Beta: 31 013 kr i tabell 1, 20 000 kr her."),
        (104_517, {"a": 10_001, "b": 31_013}, "beløpet til Gamma i tabell 1, 63 503 kr. Det står ikke i denne"),
        (
            104_517 + 777,
            {"a": 10_001, "b": 20_000, "c": 60_000, "d": 777},
            "to endringer til sammen: Beta (31 013 kr i tabell 1, 20 000 kr her) "
            "og Gamma (63 503 kr i tabell 1, 60 000 kr her).",
        ),
        (104_517, {"a": 9_000, "b": 20_000, "c": 60_000}, "Tallet passer til beløpene i tabell 1, ikke til dem her."),
        (104_517, {"a": 10_001, "b": 31_013, "c": 63_503, "d": 777}, "lik beløpet til Delta: raden er utelatt eller"),
    ],
    ids=["one change", "row gone", "two changes", "every row changed", "new row"],
)
def test_stale_sum_names_what_changed_since_the_other_version(stated_kr: int, rows: dict[str, int], says: str) -> None:
    assert says in sum_cause(*EARLIER, *needs(stated_kr, **rows))


def test_stale_sum_that_two_changes_explain_equally_well_names_neither_as_the_cause() -> None:
    before = needs(60, "1", a=10, b=20, c=30)
    assert sum_cause(*before, *needs(55, a=5, b=15, c=30)) == (
        "Forskjellen er lik en endring fra en annen tabell. Flere rader passer: Alfa, Beta."
    )


def test_change_between_versions_is_stronger_than_a_row_of_the_same_amount() -> None:
    before = needs(60, "1", a=10, b=25, c=5)
    assert "endringen for Beta" in sum_cause(*before, *needs(40, a=10, b=20, c=5))


def test_table_with_a_name_is_named_by_it() -> None:
    before = needs(60, "Søkt 2023", a=10, b=20)
    assert "25 kr" not in sum_cause(*before, *needs(30, a=10, b=15))
    assert "20 kr i «Søkt 2023», 15 kr her" in sum_cause(*before, *needs(30, a=10, b=15))


def test_subtotal_is_not_explained_by_rows_outside_it() -> None:
    rows = {"a": {"behov": 100}, "DELSUM 1": {"behov": 140}, "b": {"behov": 40}, SUM_ROW: {"behov": 140}}
    assert cause(*figures(rows), place=("DELSUM 1", "behov")) == NONE


# Sums and the rows themselves

ONE_AMOUNT = "Forskjellen er lik ett beløp, som er utelatt eller talt to ganger. "


@pytest.mark.parametrize(
    ("stated_kr", "rows", "says"),
    [
        (30, {"a": 10, "b": 20, "c": 33}, "lik beløpet til Gamma: raden er utelatt eller talt to ganger."),
        (96, {"a": 10, "b": 20, "c": 33}, "lik beløpet til Gamma: raden er utelatt eller talt to ganger."),
        (63, {"a": 20, "b": 20, "c": 43}, f"{ONE_AMOUNT}Flere rader passer: Alfa, Beta."),
        (4, dict.fromkeys("abcde", 1), f"{ONE_AMOUNT}Flere rader passer: Alfa, Beta, Gamma og 2 til."),
        (80, {"a": 10, "b": 25, "c": 33, "d": 47}, "lik 10 kr til Alfa og 25 kr til Beta: begge er utelatt eller"),
        (
            100,
            {"a": 10, "b": 26, "c": 15, "d": 21, "e": 64},
            "lik to beløp til sammen. Flere rader passer: Alfa + Beta, Gamma + Delta.",
        ),
    ],
    ids=["left out", "twice", "either of two", "any of five", "two left out", "either pair"],
)
def test_rows_left_out_or_counted_twice(stated_kr: int, rows: dict[str, int], says: str) -> None:
    assert says in sum_cause(*needs(stated_kr, **rows))


TWO_ROWS = {"a": 51_020, "b": 36_311}  # 87 331 together
ROUND_ROWS = {"a": 51_000, "b": 36_000}


@pytest.mark.parametrize(
    ("stated_kr", "rows", "says"),
    [
        (83_731, TWO_ROWS, "To sifre har byttet plass: trykt 83 731 kr, utregnet 87 331 kr."),
        (87_511, TWO_ROWS, "to sifre har byttet plass for Alfa: 51 020 kr eller 51 200 kr."),
        (87_313, TWO_ROWS, "to sifre har byttet plass. Flere tall passer: det trykte tallet, Alfa."),
        (87_371, TWO_ROWS, NONE),
        (873_310, TWO_ROWS, "Det trykte tallet og det utregnede skiller seg med en faktor på 10."),
        (87, ROUND_ROWS, "Det trykte tallet og det utregnede skiller seg med en faktor på 1 000."),
        (546_511, TWO_ROWS, "en faktor på 10 for Alfa: 51 020 kr eller 510 200 kr."),
        (36_362_020, TWO_ROWS, "en faktor på 1 000 for Beta: 36 311 kr eller 36 311 000 kr."),
        (41_413, TWO_ROWS, "en faktor på 10 for Alfa: 51 020 kr eller 5 102 kr."),
        (87_332, TWO_ROWS, "avrunding av øre: den er høyst en halv krone for hvert beløp."),
        (87_333, TWO_ROWS, NONE),
        (87_331, ROUND_ROWS, "avrunding: beløpene er i hele 1 000 kr, det trykte tallet er det ikke."),
        (88_001, ROUND_ROWS, NONE),
        (7, {"a": 0, "b": 0}, NONE),
    ],
)
def test_slip_in_one_number(stated_kr: int, rows: dict[str, int], says: str) -> None:
    assert says in sum_cause(*needs(stated_kr, **rows))


@pytest.mark.parametrize(
    ("last_year_kr", "says"),
    [
        (100, "Tallet er lik summen av kolonnen Egenfinansiering."),
        (111, "lik summen av en annen kolonne. Flere kolonner passer: I fjor, Egenfinansiering."),
    ],
)
def test_sum_of_another_column(last_year_kr: int, says: str) -> None:
    rows = {
        "a": {"i_fjor": last_year_kr, "behov": 51_020, "egenfinansiering": 111},
        "b": {"i_fjor": 222, "behov": 36_311, "egenfinansiering": 222},
        SUM_ROW: {"behov": 333},
    }
    assert says in sum_cause(*figures(rows))


def test_sum_that_follows_the_parts_of_a_row_and_not_its_need() -> None:
    rows = {
        "a": {"behov": 100, "nettverk": 40, "nord": 60},
        "b": {"behov": 200, "nettverk": 90, "nord": 200},
        SUM_ROW: {"behov": 390},
    }
    says = "Summen passer til delene for Beta, som gir 290 kr. Behovet i raden er 200 kr."
    assert sum_cause(*figures(rows)) == says


def test_table_where_every_pair_fits_counts_a_hundred_and_no_more() -> None:
    amounts = {f"n{i}": 500_000 for i in range(400)}
    assert "Flere rader passer: n0 + n1, n0 + n2, n1 + n2 og minst 97 til." in sum_cause(
        *needs(201_000_000, **amounts)
    )


# Parts against the need


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (
            {"behov": 100, "nettverk": 40, "nord": 47},
            "Forskjellen er lik endringen for Nord universitet: 60 kr i tabell 1, 47 kr her. Det trykte",
        ),
        ({"behov": 100, "nettverk": 31, "nord": 47}, "to endringer til sammen: Nettverk"),
        ({"behov": 137, "nettverk": 40, "nord": 60}, "Delene gir det som står i tabell 1, 100 kr: tallet er endret"),
        ({"behov": 150, "nettverk": 70, "nord": 40}, "Nord universitet: det er utelatt eller talt to ganger."),
        ({"behov": 3_519, "nettverk": 2_150, "nord": 1_441}, "trykt 3 519 kr, utregnet 3 591 kr."),
        ({"behov": 130, "nettverk": 31, "nord": 23}, NONE),
    ],
)
def test_need_that_its_parts_do_not_make_up(row: dict[str, int], says: str) -> None:
    before = figures({"a": {"behov": 100, "nettverk": 40, "nord": 60}}, "1")
    assert says in cause(*before, *figures({"a": row}), place=("a", "behov"))


def test_koordinator_inside_the_networks_amount_is_not_a_part_that_only_the_other_table_has() -> None:
    before = figures({"a": {"behov": 105, "nettverk": 40, "koordinator": 5, "nord": 60}}, "1")
    now = figures({"a": {"behov": 106, "nettverk": 41, "koordinator": 30, "nord": 60}})
    assert cause(*before, *now, place=("a", "behov")) == NONE


# Percentages

ROW = {"i_fjor": 640, "behov": 1_000, "egenfinansiering": 500, "innstilt": 800, "nettverk": 400, "nord": 600}
OTHER = {"behov": 4_000, "innstilt": 1_200, "nettverk": 1_600, "nord": 2_400}
LARGE = {"behov": 1_449_000, "nettverk": 551_000, "nord": 898_000}


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ({"a": {**ROW, "nettverk_pct": 50}}, "når den er regnet av «Innstilt beløp», 800 kr."),
        ({"a": {**ROW, "nettverk_pct": 80}}, "når den er regnet av «Egenfinansiering», 500 kr."),
        ({"a": {**ROW, "nettverk_pct": 63}}, "når den er regnet av «I fjor», 640 kr."),
        ({"a": {**ROW, "nettverk_pct": 64}}, NONE),
        (
            {"a": {**ROW, "i_fjor": 800, "nettverk_pct": 50}},
            "Prosenten er regnet av et annet tall. Flere tall passer: «I fjor», «Innstilt beløp».",
        ),
        ({"a": {**ROW, "nettverk_pct": 20}, "b": OTHER}, "regnet av summen av kolonnen, 2 000 kr."),
        ({"a": {**ROW, "nettverk_pct": 8}, "b": OTHER}, "regnet av summen av «Meldt behov», 5 000 kr."),
        ({"a": {**ROW, "innstilt_pct_av_sum": 80}, "b": OTHER}, "regnet av «Meldt behov», 1 000 kr."),
        ({"a": {**ROW, "nettverk_pct": 60}}, "resten av behovet: nettverk og UH kan ha byttet plass."),
        ({"a": {**LARGE, "nettverk_pct": 43}}, "når beløpene først er rundet av til hele 100 000 kr."),
        (
            {"a": {"behov": 1_000, "nettverk": 300, "koordinator": 100, "nord": 600, "nettverk_pct": 30}},
            "Prosenten passer når koordinatoren ikke er regnet med.",
        ),
        (
            {"a": {"behov": 1_000, "nettverk": 400, "herav_koordinator": 100, "nord": 600, "nettverk_pct": 30}},
            "Prosenten passer når koordinatoren ikke er regnet med.",
        ),
    ],
)
def test_percentage_of_something_else(rows: Rows, says: str) -> None:
    column = next(column for column in rows["a"] if "_pct" in column)
    assert says in cause(*figures(rows), place=("a", column))


def test_percentage_with_the_koordinator_where_the_column_is_without() -> None:
    cells = {"behov": 1_000, "nettverk": 300, "koordinator": 100, "nord": 600}
    percentages = {"a": 30, "b": 30, "c": 40}
    rows = {row: {**cells, "nettverk_pct": percent} for row, percent in percentages.items()}
    says = "Prosenten passer når koordinatoren er regnet med."
    assert cause(*figures(rows), place=("c", "nettverk_pct")) == says


def test_percentage_of_the_sum_as_it_is_printed() -> None:
    total = {"behov": 7_000, "nettverk_pct": 29}
    rows = {"a": ROW, "b": OTHER, SUM_ROW: total}
    assert "regnet av den trykte summen, 7 000 kr." in cause(*figures(rows), place=(SUM_ROW, "nettverk_pct"))


def test_percentage_that_two_earlier_tables_give_names_both() -> None:
    earlier = [*figures({"a": ROW}, "1"), *figures({"a": ROW}, "3")]
    now = {**ROW, "nettverk": 700, "nord": 300, "nettverk_pct": 40}
    says = "Prosenten er ikke regnet på nytt. Flere tabeller passer: tabell 1, tabell 3."
    assert cause(*earlier, *figures({"a": now}), place=("a", "nettverk_pct")) == says


@pytest.mark.parametrize(("percent", "is_rounding"), [(38, True), (39, True), (37, False), (40, False)])
def test_percentage_within_its_last_place_is_rounding(percent: int, is_rounding: bool) -> None:
    said = cause(
        *figures({"a": {**LARGE, "nettverk_pct": percent}}), place=("a", "nettverk_pct"), tolerance=Fraction(0)
    )
    assert (said == "Forskjellen er avrunding: tallene gir 38,0262 %.") is is_rounding


# What holds for any table

MONEY = st.integers(1, 10**7)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[PrintedFigure], list[int]]:
    """Return a table whose sums, subtotals and percentages are worked out from it, and where those stand in it."""
    rows: Rows = {}
    for number in range(draw(st.integers(1, 6))):
        cells = {c: draw(MONEY) for c in ("i_fjor", "egenfinansiering", "innstilt", "nettverk", "nord")}
        cells |= {c: draw(MONEY) for c in ("ntnu", "andre") if draw(st.booleans())}
        cells["behov"] = sum(cells.get(c, 0) for c in ("nettverk", "nord", "ntnu", "andre"))
        place = draw(st.sampled_from(["", "inside", "beside"]))
        if place:
            cells["koordinator"] = draw(st.integers(1, cells["nettverk"]))
            cells["behov"] += cells["koordinator"] if place == "beside" else 0
        rows[f"n{number}"] = cells
    columns = dict.fromkeys(column for cells in rows.values() for column in cells)
    printed: list[PrintedFigure] = []
    section: list[str] = []
    subtotals = 0

    def own(of: list[str]) -> int:
        return sum(rows[r]["behov"] - sum(rows[r].get(c, 0) for c in ("nord", "ntnu", "andre")) for r in of)

    def total(of: list[str], column: str) -> int:
        return sum(rows[r].get(column, 0) for r in of)

    def states(row: str, of: list[str], line: int) -> None:
        need, everybody = total(of, "behov"), list(rows)
        change = total(of, "innstilt") - total(of, "i_fjor")
        shares = {
            "nettverk_pct": Fraction(own(of), need),
            "uh_pct": 1 - Fraction(own(of), need),
            "endring_pct": Fraction(change, total(of, "i_fjor")),
            "innstilt_pct_av_behov": Fraction(total(of, "innstilt"), need),
            "behov_pct_av_sum": Fraction(need, total(everybody, "behov")),
        }
        for column, share in shares.items():
            stated.append(len(printed))
            printed.append(PrintedFigure("2", row, column, percent=100 * share, line=line))

    def adds(row: str, of: list[str], line: int) -> None:
        for column in columns:
            stated.append(len(printed))
            printed.append(PrintedFigure("2", row, column, total(of, column), line=line))
        states(row, of, line)

    stated: list[int] = []
    line = 0
    for row, cells in rows.items():
        line += 1
        printed += [PrintedFigure("2", row, column, amount, line=line) for column, amount in cells.items()]
        states(row, [row], line)
        section.append(row)
        if draw(st.booleans()):
            line, subtotals = line + 1, subtotals + 1
            adds(f"DELSUM {subtotals}", section, line)
            section = []
    adds(SUM_ROW, list(rows), line + 1)
    return printed, stated


@given(tables())
@settings(max_examples=60, deadline=None)
def test_table_worked_out_from_its_numbers_has_no_deviation(table: tuple[list[PrintedFigure], list[int]]) -> None:
    assert audit(table[0], NAMES, Fraction(0), RECIPIENTS) == ()


@given(tables(), st.data(), st.fractions(-50, 50, max_denominator=100))
@settings(max_examples=60, deadline=None)
def test_one_stated_figure_that_is_changed_is_the_one_that_is_found(
    table: tuple[list[PrintedFigure], list[int]], data: st.DataObject, slip: Fraction
) -> None:
    printed, stated = table
    at = data.draw(st.sampled_from(stated))
    figure = printed[at]
    if figure.kr is None:
        changed = replace(figure, percent=(figure.percent or 0) + slip)
    else:
        changed = replace(figure, kr=figure.kr + int(slip))
    assume(changed != figure)
    found = audit([*printed[:at], changed, *printed[at + 1 :]], NAMES, Fraction(0), RECIPIENTS)
    assert [(d.row, d.column) for d in found] == [(figure.row, figure.column)]
    assert render(found[0].cause)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=5), st.data(), st.integers(0, 10**9))
@settings(max_examples=60, deadline=None)
def test_stale_sum_names_the_one_row_that_changed(amounts: list[int], data: st.DataObject, new_kr: int) -> None:
    before = dict(zip(NAMES, amounts, strict=False))
    row = data.draw(st.sampled_from(sorted(before)))
    assume(before[row] != new_kr)
    stated_kr = sum(before.values())
    found = sum_cause(*needs(stated_kr, "1", **before), *needs(stated_kr, **{**before, row: new_kr}))
    assert f"Forskjellen er lik endringen for {NAMES[row]}: " in found


@given(st.integers(0, 10**9), st.dictionaries(st.sampled_from("abcde"), st.integers(0, 10**9), min_size=1))
@settings(max_examples=60, deadline=None)
def test_any_sum_gets_a_cause_that_can_be_read(stated_kr: int, rows: dict[str, int]) -> None:
    assume(sum(rows.values()) != stated_kr)
    assert sum_cause(*needs(stated_kr, **rows))


COLUMNS = ["i_fjor", "behov", "egenfinansiering", "innstilt", "koordinator", "herav_koordinator", "nettverk", "nord"]
COLUMNS += ["andre", "ulest", "uh_ulest", "nord_eller_ntnu", "sum", "annet", "nettverk_pct", "uh_pct", "endring_pct"]
COLUMNS += ["prosent", "behov_pct_av_sum", "nord_pct_av_behov", "_eller_", "_pct_av_sum"]
ANY_FIGURE = st.builds(
    PrintedFigure,
    table=st.sampled_from(["1", "2", "Søkt"]),
    row=st.sampled_from(["a", "b", "c", "SUM", "DELSUM 1", "DELSUM"]),
    column=st.sampled_from(COLUMNS),
    kr=st.none() | st.integers(0, 200),
    percent=st.none() | st.fractions(-200, 200, max_denominator=10),
    line=st.integers(0, 5),
)


@given(st.lists(ANY_FIGURE, max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_table_is_audited_and_every_finding_is_about_a_figure_that_is_printed(
    printed: list[PrintedFigure],
) -> None:
    places = {(figure.table, figure.row, figure.column) for figure in printed}
    for deviation in audit(printed, NAMES, ONE_POINT, RECIPIENTS):
        assert (deviation.table, deviation.row, deviation.column) in places
        assert deviation.difference != 0
        assert render(deviation.cause)
