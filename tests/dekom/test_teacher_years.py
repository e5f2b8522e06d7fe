"""Lærerårsverk as users paste them: read exactly or refused with a sentence, saved as one undoable step."""

from dataclasses import replace
from fractions import Fraction as F

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dekom.access import Forbidden
from dekom.change import InvalidChange, RowEdit, StaleChange
from dekom.i18n import render
from dekom.model import Case, KeyFigures
from dekom.money import Refused
from dekom.numbers import format_exact
from dekom.store import Store
from dekom.teacher_years import read_years, read_years_text, save_key, years_text
from dekom.whatif import answer, opening
from tests.dekom.builders import demo_case, make_case, make_nettverk
from tests.dekom.store_fixtures import (
    ADA,
    BO,
    HOSTILE_TEXTS,
    LISTENER,
    MEETING,
    ORDNING,
    change,
    dump,
    key,
    load,
    nothing_written,
)

YEARS = {"fosen": F(2469, 2), "gauldal": F(152)}


def said(fault: pytest.ExceptionInfo[Refused]) -> str:
    return str(fault.value).replace("\u00a0", " ")


def stored(store: Store) -> dict[str, F]:
    return {n.id: n.teacher_years for n in load(store).nettverk if n.teacher_years is not None}


def last_line(store: Store) -> str:
    return render(store.history(MEETING, ORDNING)[0].what)


def with_years(case: Case, years: dict[str, F]) -> Case:
    return replace(case, nettverk=tuple(replace(n, teacher_years=years.get(n.id)) for n in case.nettverk))


# One number


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("152", F(152)),
        ("0", F(0)),
        ("0,5", F(1, 2)),
        ("1 234,5", F(2469, 2)),
        ("1234,5", F(2469, 2)),
        ("1\u00a0234,5", F(2469, 2)),
        ("1\u202f234,5", F(2469, 2)),
        ("1\u2009234,5", F(2469, 2)),
        ("  152,25 ", F(609, 4)),
        ("12,0001", F(120_001, 10_000)),
        ("0,0000", F(0)),
        ("12 345", F(12_345)),
        ("123456", F(123_456)),
    ],
)
def test_number_is_read_exactly(text: str, years: F) -> None:
    assert read_years(text) == years


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-1",
        "−1",
        "+1",
        "mange",
        "1.234,5",
        "152.5",
        "1,23456",
        "1,",
        ",5",
        "1,2,3",
        "1 23",
        "12 3456",
        "0 123",
        "1234567",
        "1e3",
        "1/2",
        "½",
        "٣",
        "１２",
        "NaN",
        "152 årsverk",
        "<b>152</b>",
    ],
)
def test_what_is_no_number_of_years_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(Refused) as refused:
        read_years(text)
    quoted = " ".join(text.split())
    assert said(refused) == f"«{quoted}» er ikke et antall årsverk. Skriv for eksempel 1 234,5."


def test_long_text_is_cut_in_its_refusal() -> None:
    with pytest.raises(Refused) as refused:
        read_years("x" * 1_000_000)
    assert len(said(refused)) < 150


@pytest.mark.parametrize(
    ("years", "text"),
    [
        (F(0), "0"),
        (F(152), "152"),
        (F(2469, 2), "1\u00a0234,5"),
        (F(1, 10_000), "0,0001"),
        (F(10, 4), "2,5"),
        (F(1_234_567), "1\u00a0234\u00a0567"),
    ],
)
def test_number_is_written_as_norwegians_do(years: F, text: str) -> None:
    assert format_exact(years) == text


@given(st.integers(0, 10**10 - 1))
def test_number_written_is_the_number_read(ten_thousandths: int) -> None:
    years = F(ten_thousandths, 10_000)
    assert read_years(format_exact(years)) == years


# Two columns


def test_lines_of_name_and_number_are_read_by_network() -> None:
    text = "Fosen\t1 234,5\r\n\n  gauldalNETTVERKET \t 152\u00a0\nInnherred\t\nVerdal/Levanger\n \t \n"
    assert read_years_text(demo_case(), text) == YEARS
    assert read_years_text(demo_case(), "") == {}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Fosen 152", "Linje 1: «Fosen 152» er ikke et nettverk her. Skriv navn, tabulator og årsverk."),
        ("Fosen;152", "Linje 1: «Fosen;152» er ikke et nettverk her. Skriv navn, tabulator og årsverk."),
        (
            "Nettverk\tÅrsverk\nFosen\t1",
            "Linje 1: «Nettverk» er ikke et nettverk her. Skriv navn, tabulator og årsverk.",
        ),
        ("Fosen\t1\n\nOslo\t5", "Linje 3: «Oslo» er ikke et nettverk her. Skriv navn, tabulator og årsverk."),
        ("\t152", "Linje 1: «» er ikke et nettverk her. Skriv navn, tabulator og årsverk."),
        ("Fosen\t1\nfosen \t1", "Linje 2: «fosen» står mer enn én gang."),
        ("Fosen\nFosen\t1", "Linje 2: «Fosen» står mer enn én gang."),
        ("{name} <b>\t1", "Linje 1: «{name} <b>» er ikke et nettverk her. Skriv navn, tabulator og årsverk."),
    ],
)
def test_line_that_cannot_be_placed_is_refused_by_number(text: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        read_years_text(demo_case(), text)
    assert said(refused) == sentence


@pytest.mark.parametrize("years", ["-1", "mange", "1,23456", "152.5"])
def test_number_that_cannot_be_read_refuses_the_whole_text(years: str) -> None:
    with pytest.raises(Refused) as refused:
        read_years_text(demo_case(), f"Gauldalnettverket\t5\nFosen\t{years}")
    assert f"«{years}» er ikke et antall årsverk." in said(refused)


def test_names_that_differ_in_a_letter_only_are_told_apart() -> None:
    case = make_case(make_nettverk("a", name="Grøndal"), make_nettverk("b", name="Grondal"))
    assert read_years_text(case, "GRONDAL\t1\nGRØNDAL\t2") == {"b": F(1), "a": F(2)}


def test_text_of_a_case_has_every_network_and_plain_spaces() -> None:
    lines = years_text(with_years(demo_case(), YEARS)).split("\n")
    assert len(lines) == 11
    assert lines[2:4] == ["Gauldalnettverket\t152", "Fosen\t1 234,5"]
    assert lines[0] == "Trondheim/Malvik\t"
    assert years_text(make_case()) == ""


@settings(max_examples=100)
@given(st.lists(st.none() | st.integers(0, 10**10 - 1), min_size=11, max_size=11))
def test_text_read_back_is_what_it_was_written_from(values: list[int | None]) -> None:
    ids = [n.id for n in demo_case().nettverk]
    years = {i: F(value, 10_000) for i, value in zip(ids, values, strict=True) if value is not None}
    assert read_years_text(demo_case(), years_text(with_years(demo_case(), years))) == years


@pytest.mark.parametrize("name", [*HOSTILE_TEXTS[:-1], "  to  mellomrom ", "İstanbul", "ǅ"])
def test_text_with_a_hostile_name_is_read_back(name: str) -> None:
    case = make_case(make_nettverk(name=name, teacher_years=F(7)))
    assert read_years_text(case, years_text(case)) == {"fosen": F(7)}


# Saving


def test_key_is_saved_as_one_step_and_undone_and_made_again(store: Store) -> None:
    before = dump(store)
    save_key(store, ADA, load(store), YEARS, "200 000", " 2021/22 ", " GSI ")
    assert (stored(store), load(store).key_figures) == (YEARS, KeyFigures(200_000, "2021/22", "GSI"))
    assert (last_line(store), len(store.history(MEETING, ORDNING))) == ("Lærerårsverk for 2 nettverk", 1)
    after = dump(store)
    store.undo(MEETING, ORDNING, ADA)
    assert (dump(store), stored(store), load(store).key_figures) == (before, {}, KeyFigures())
    store.redo(MEETING, ORDNING, ADA)
    assert dump(store) == after


def test_key_saved_anew_changes_adds_and_takes_away(store: Store) -> None:
    save_key(store, ADA, load(store), YEARS, "200 000", "2021/22", "GSI")
    second = {"fosen": F(1, 3) + F(2, 3), "innherred": F(0)}
    save_key(store, ADA, load(store), second, "", "2022/23", "Udir")
    assert (stored(store), load(store).key_figures) == (second, KeyFigures(0, "2022/23", "Udir"))
    save_key(store, ADA, load(store), {}, "", "", "")
    assert (stored(store), load(store).key_figures) == ({}, KeyFigures())
    for _ in range(2):
        store.undo(MEETING, ORDNING, ADA)
    assert (stored(store), load(store).key_figures) == (YEARS, KeyFigures(200_000, "2021/22", "GSI"))


def test_key_saved_as_it_stands_writes_nothing(store: Store) -> None:
    with nothing_written(store):
        assert save_key(store, ADA, load(store), {}, " ", "", "") is None
    save_key(store, ADA, load(store), YEARS, "5", "2021", "GSI")
    with nothing_written(store):
        assert save_key(store, ADA, load(store), stored(store), "5", "2021", "GSI") is None


@pytest.mark.parametrize(("year", "source"), [("", "GSI"), ("2021", ""), (" ", "GSI"), ("2021", "\t"), ("", "")])
def test_years_without_year_or_source_are_refused(kept_store: Store, year: str, source: str) -> None:
    with nothing_written(kept_store), pytest.raises(Refused) as refused:
        save_key(kept_store, ADA, load(kept_store), YEARS, "", year, source)
    assert said(refused) == "Skriv hvilket år tallene gjelder, og hvor de er hentet fra."


@pytest.mark.parametrize("grant", ["mange", "-5", "1,5", "1234567890123"])
def test_grant_that_is_no_amount_is_refused(kept_store: Store, grant: str) -> None:
    with nothing_written(kept_store), pytest.raises(Refused):
        save_key(kept_store, ADA, load(kept_store), YEARS, grant, "2021", "GSI")


def test_key_on_top_of_what_another_has_entered_since_is_refused_whole(store: Store) -> None:
    seen = load(store)
    save_key(store, BO, seen, {"innherred": F(9)}, "", "2021", "GSI")
    for years in (YEARS, {"innherred": F(8)}):
        with nothing_written(store), pytest.raises(StaleChange) as stale:
            save_key(store, ADA, seen, years, "200 000", "2020", "Eget ark")
        assert render(stale.value.message).startswith("Bo endret dette kl.")


def test_listener_may_not_save_the_key(kept_store: Store) -> None:
    with nothing_written(kept_store), pytest.raises(Forbidden):
        save_key(kept_store, LISTENER, load(kept_store), YEARS, "", "2021", "GSI")


def test_source_that_is_too_long_is_refused(kept_store: Store) -> None:
    with nothing_written(kept_store), pytest.raises(InvalidChange):
        save_key(kept_store, ADA, load(kept_store), YEARS, "", "2021", "x" * 10_001)


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_hostile_year_and_source_are_kept_verbatim(store: Store, text: str) -> None:
    save_key(store, ADA, load(store), YEARS, "", text, text)
    assert load(store).key_figures == KeyFigures(0, text.strip(), text.strip())


def test_saved_years_open_pro_rata_to_the_krone(store: Store) -> None:
    years = {n.id: F(201, 2) + 50 * i for i, n in enumerate(load(store).nettverk)}
    save_key(store, ADA, load(store), years, "200 000", "2021/22", "GSI")
    case = load(store)
    asked = replace(opening(case), cap_at_need=False)
    found = answer(case, asked).proposal
    assert asked.way == "pro_rata"
    assert found
    # 200 000 + 13 100 000 × 100,5 / 3 855,5, and so on.
    assert list(found.amounts.values())[:3] == [541_473, 711_360, 881_248]
    assert (sum(found.amounts.values()), found.unallocated_kr) == (15_300_000, 0)


def test_years_go_with_undo_of_another_rows_edit_untouched(store: Store) -> None:
    save_key(store, ADA, load(store), YEARS, "", "2021", "GSI")
    need = RowEdit("grunnlag", key(nettverk_id="fosen"), {"need_kr": 910_000}, {"need_kr": 1})
    store.apply(change(need), ADA)
    store.undo(MEETING, ORDNING, ADA)
    assert stored(store) == YEARS


# Known faults


@pytest.mark.parametrize("columns", ["152\t300", "1\t234,5", "12\t000"])
def test_third_column_is_not_read_as_more_digits(columns: str) -> None:
    with pytest.raises(Refused):
        read_years_text(demo_case(), f"Fosen\t{columns}")


@pytest.mark.parametrize("groups", [2, 1_500], ids=["a thousand million", "4 501 digits"])
def test_number_of_too_many_digits_is_refused_in_groups_too(groups: int) -> None:
    with pytest.raises(Refused):
        read_years("1" + " 000" * groups)


def test_number_that_cannot_be_read_is_refused_by_line() -> None:
    with pytest.raises(Refused) as refused:
        read_years_text(demo_case(), "Gauldalnettverket\t5\nFosen\tmange")
    assert said(refused).startswith("Linje 2: ")


@pytest.mark.parametrize("name", [HOSTILE_TEXTS[-1], "Fosen\tnord", "Fosen\x0bnord", "Fosen\u2028nord"])
def test_text_with_a_name_of_several_lines_or_columns_is_read_back(name: str) -> None:
    case = make_case(make_nettverk(name=name, teacher_years=F(7)))
    assert read_years_text(case, years_text(case)) == {"fosen": F(7)}


def test_two_networks_of_one_name_can_be_read_back() -> None:
    nettverk = [make_nettverk(i, name="Nord", teacher_years=F(n)) for n, i in enumerate("ab", start=1)]
    case = make_case(*nettverk)
    assert read_years_text(case, years_text(case)) == {"a": F(1), "b": F(2)}


def test_history_says_what_was_changed_when_only_the_grant_was(store: Store) -> None:
    save_key(store, ADA, load(store), {}, "200 000", "2021", "Langtidsplanen")
    assert "0 nettverk" not in last_line(store)


def test_grant_without_year_or_source_is_refused(kept_store: Store) -> None:
    with nothing_written(kept_store), pytest.raises(Refused):
        save_key(kept_store, ADA, load(kept_store), {}, "200 000", "", "")


def test_number_that_is_read_can_be_saved(store: Store) -> None:
    save_key(store, ADA, load(store), {"fosen": read_years("123 456,7891")}, "", "2021", "GSI")
    assert stored(store) == {"fosen": F(1_234_567_891, 10_000)}
