"""A range pasted from Excel: read whole, shown before it is saved, and saved all or nothing."""

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dekom import actions
from dekom.change import RowEdit
from dekom.edits import TableState, handle_edits, save_paste
from dekom.i18n import render
from dekom.paste import MAX_PASTE, Paste, read_paste
from dekom.store import Store
from tests.dekom.store_fixtures import (
    ADA,
    BO,
    HOSTILE_TEXTS,
    LISTENER,
    MEETING,
    ORDNING,
    amount,
    amount_edit,
    change,
    key,
    load,
    nothing_written,
    written,
)

NBSP = "\u00a0"


def read(store: Store, text: str, start: str = "trondheim-malvik", shown: Any = None) -> Paste:
    return read_paste(text, load(store), start, shown or {})


def after(pasted: Paste) -> dict[str, int]:
    return {place: kr for place, (_before, kr) in pasted.amounts.items()}


def problems(pasted: Paste) -> dict[int, str]:
    return {line.number: render(line.problem) for line in pasted.problems if line.problem}


def remarks(pasted: Paste) -> dict[int, str]:
    return {line.number: render(line.remark) for line in pasted.lines if line.remark}


# A column


def test_column_goes_downwards_from_the_row(kept_store: Store) -> None:
    pasted = read(kept_store, "800 000\n1 000 000\n900 000\n", "fosen")
    assert after(pasted) == {"fosen": 800_000, "trondelag-sorvest": 1_000_000, "vaernes": 900_000}
    assert pasted.amounts["fosen"] == (721_155, 800_000)
    assert (pasted.lines[0].number, pasted.lines[0].name) == (1, "Fosen")
    assert (pasted.problems, remarks(pasted)) == ((), {})


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\r\n\r\n \r\n"])
@pytest.mark.parametrize("between", ["\n", "\r\n", "\r"])
def test_column_is_read_with_any_line_ends(kept_store: Store, between: str, end: str) -> None:
    pasted = read(kept_store, between.join(("800 000", "1 000 000")) + end, "fosen")
    assert after(pasted) == {"fosen": 800_000, "trondelag-sorvest": 1_000_000}


def test_column_of_all_the_networks_fits_exactly(kept_store: Store) -> None:
    amounts = [str(n.innstilt_kr) for n in load(kept_store).nettverk]
    pasted = read(kept_store, "\n".join(amounts))
    assert (len(pasted.amounts), pasted.problems) == (11, ())


def test_column_with_too_many_lines_has_a_problem_on_each_beyond_the_last(kept_store: Store) -> None:
    pasted = read(kept_store, "500 000\n500 000\n500 000\n500 000", "midtre-namdal")
    assert set(after(pasted)) == {"midtre-namdal", "indre-namdal"}
    assert problems(pasted) == dict.fromkeys((3, 4), "Det er ikke flere nettverk nedover i tabellen.")


def test_column_with_an_empty_cell_in_the_middle_has_a_problem_there(kept_store: Store) -> None:
    pasted = read(kept_store, "800 000\n\n900 000", "fosen")
    assert problems(pasted) == {2: "Skriv et beløp, for eksempel 750 000."}
    assert after(pasted) == {"fosen": 800_000, "vaernes": 900_000}


def test_column_that_begins_with_an_empty_cell_does_not_slide_up(kept_store: Store) -> None:
    pasted = read(kept_store, "\n900 000\n", "fosen")
    assert set(problems(pasted)) == {1}
    assert after(pasted) == {"trondelag-sorvest": 900_000}


def test_column_with_a_heading_is_not_taken_silently(kept_store: Store) -> None:
    pasted = read(kept_store, "Innstilt\n800 000", "fosen")
    assert set(problems(pasted)) == {1}


@pytest.mark.parametrize(
    ("cell", "kr"),
    [
        (f"800{NBSP}000", 800_000),
        (f"kr{NBSP}800{NBSP}000,00", 800_000),
        (f" 800{NBSP}000 ", 800_000),
        ("\u202f800\u202f000", 800_000),
        ("800\u2009000", 800_000),
        ("\ufeff800 000\u200b", 800_000),
        ("800.000", 800_000),
        ("1,2 mill.", 1_200_000),
        ("+50 000", 771_155),
        ("\u221210 %", 649_040),
        ("behov", 910_000),
        ("i fjor", 721_155),
    ],
)
def test_cell_is_read_as_a_typed_amount(kept_store: Store, cell: str, kr: int) -> None:
    assert after(read(kept_store, f"{cell}\n", "fosen")) == {"fosen": kr}
    assert after(read(kept_store, f"Fosen\t{cell}")) == {"fosen": kr}


@pytest.mark.parametrize("cell", ["12e3", "#REF!", "1,5", "842.95", "20 700 001", "9" * 13, "=A1", "800 000,50"])
def test_cell_that_is_no_amount_is_a_problem_of_its_line(kept_store: Store, cell: str) -> None:
    pasted = read(kept_store, f"500 000\n{cell}\n", "fosen")
    assert after(pasted) == {"fosen": 500_000}
    assert set(problems(pasted)) == {2}


def test_relative_amounts_are_based_on_what_the_browser_showed(kept_store: Store) -> None:
    pasted = read(kept_store, "+50 000\n-10 %", "fosen", {"fosen": 700_000, "trondelag-sorvest": 1_000})
    assert pasted.amounts == {"fosen": (700_000, 750_000), "trondelag-sorvest": (1_000, 900)}


def test_relative_amount_where_nothing_was_shown_is_a_problem(kept_store: Store) -> None:
    assert set(problems(read(kept_store, "+50 000\n", "fosen", {"fosen": None}))) == {1}


def test_great_change_is_remarked_on(kept_store: Store) -> None:
    pasted = read(kept_store, "8 000 000\n750\n900 000", "fosen")
    assert set(remarks(pasted)) == {1, 2}
    assert after(pasted) == {"fosen": 8_000_000, "trondelag-sorvest": 750, "vaernes": 900_000}


# Names and amounts


def test_names_find_their_own_rows_in_any_order(kept_store: Store) -> None:
    pasted = read(kept_store, "Fosen\t800 000\nTFK + VGO\t3 000 000\ntrøndelag  SØRVEST \t1 000 000", "indre-namdal")
    assert after(pasted) == {"fosen": 800_000, "tfk-vgo": 3_000_000, "trondelag-sorvest": 1_000_000}
    assert pasted.problems == ()


@pytest.mark.parametrize(
    "heading", ["Nettverk\tInnstilt beløp", "Navn\tBeløp", "Namn\tBeløp", "Kompetansenettverk\t", "\tInnstilt"]
)
@pytest.mark.parametrize("total", ["Sum\t1 800 000", "SUM TOTALT\t1", "Totalt\t", "Total\t1 800 000"])
def test_heading_and_sum_line_are_left_out_with_a_remark(kept_store: Store, heading: str, total: str) -> None:
    pasted = read(kept_store, f"{heading}\nFosen\t800 000\nGauldalnettverket\t1 000 000\n{total}\n")
    assert after(pasted) == {"fosen": 800_000, "gauldal": 1_000_000}
    assert problems(pasted) == {}
    assert remarks(pasted) == {1: "Overskrift; tas ikke med.", 4: "Sumlinje; tas ikke med."}


def test_heading_further_down_is_a_problem(kept_store: Store) -> None:
    assert set(problems(read(kept_store, "Fosen\t800 000\nNettverk\tInnstilt"))) == {2}


def test_unknown_name_is_a_problem_that_names_it(kept_store: Store) -> None:
    pasted = read(kept_store, "Fosen\t800 000\nNordmøre\t1 000 000")
    assert problems(pasted) == {2: "«Nordmøre» er ikke et nettverk i dette møtet."}


def test_name_twice_is_a_problem_on_the_second(kept_store: Store) -> None:
    pasted = read(kept_store, "Fosen\t800 000\nGauldalnettverket\t1 000 000\nFOSEN\t700 000")
    assert problems(pasted) == {3: "Fosen står mer enn én gang."}


@pytest.mark.parametrize("line", ["Fosen", "Fosen\t", "Fosen\t800 000\t900 000", "Fosen\t\t", "Fosen\t8\t9\t10"])
def test_line_without_one_amount_is_a_problem(kept_store: Store, line: str) -> None:
    pasted = read(kept_store, f"Gauldalnettverket\t1 000 000\n{line}")
    assert set(problems(pasted)) == {2}
    assert "fosen" not in after(pasted)


def test_empty_columns_and_lines_between_are_no_matter(kept_store: Store) -> None:
    pasted = read(kept_store, "Fosen\t\t800 000\t\n\t\t\n\nGauldalnettverket\t1 000 000\t")
    assert after(pasted) == {"fosen": 800_000, "gauldal": 1_000_000}
    assert problems(pasted) == {}


@pytest.mark.parametrize("name", [t for t in HOSTILE_TEXTS if "\n" not in t])
def test_name_of_any_characters_is_found_and_shown_verbatim(store: Store, name: str) -> None:
    store.apply(change(RowEdit("nettverk", key(nettverk_id="fosen"), {}, {"name": name})), ADA)
    pasted = read(store, f"{name}\t800 000\nGauldalnettverket\t5")
    assert pasted.amounts["fosen"] == (721_155, 800_000)
    assert pasted.lines[0].name == name
    twice = read(store, f"{name}\t800 000\n{name}\t800 000")
    assert problems(twice) == {2: f"{name} står mer enn én gang."}
    unknown = read(store, f"x{name}\t800 000")
    assert problems(unknown) == {1: f"«{' '.join(f'x{name}'.split())}» er ikke et nettverk i dette møtet."}


def test_name_that_two_networks_share_is_a_problem(store: Store) -> None:
    store.apply(change(RowEdit("nettverk", key(nettverk_id="gauldal"), {}, {"name": "FOSEN"})), ADA)
    assert set(problems(read(store, "Fosen\t800 000\nInnherred\t5"))) == {1}


# Too much


def test_paste_that_is_too_large_is_one_problem(kept_store: Store) -> None:
    pasted = read(kept_store, "1\n" * (MAX_PASTE // 2 + 1))
    assert problems(pasted) == {1: "Utvalget er for stort. Kopier bare navn og beløp fra Excel."}
    assert (len(pasted.lines), pasted.amounts) == (1, {})
    assert len(pasted.lines[0].text) < 100


def test_paste_as_large_as_allowed_is_read_quickly(kept_store: Store) -> None:
    started = time.perf_counter()
    pasted = read(kept_store, ("1\n" * MAX_PASTE)[:MAX_PASTE])
    assert time.perf_counter() - started < 5
    assert len(pasted.problems) == MAX_PASTE // 2 - 11


@pytest.mark.parametrize("text", ["", "\n", "\n\n \r\n", "\t\t"])
def test_paste_of_nothing_states_no_amount(kept_store: Store, text: str) -> None:
    assert read(kept_store, text).amounts == {}


@settings(max_examples=100, deadline=None, derandomize=True)
@given(text=st.text(alphabet=st.sampled_from("0123456789 \t\n\r.,+-%krFosen\u00a0\u2028"), max_size=60))
def test_any_text_is_read_without_raising(kept_store: Store, text: str) -> None:
    case = load(kept_store)
    pasted = read_paste(text, case, "fosen", {})
    assert set(pasted.amounts) <= {n.id for n in case.nettverk}
    assert all(0 <= kr <= 20_700_000 for _before, kr in pasted.amounts.values())


# Through the table: preview, then all or nothing


def preview(store: Store, text: Any, start: str = "fosen", state: TableState | None = None, **more: Any) -> TableState:
    state = state or TableState()
    event = {"client": "c", "seq": 1 + state.acked.get("c", 0), "kind": "paste", "id": start, "text": text} | more
    handle_edits(store, ADA, store.load_case(MEETING, ORDNING), [event], state)
    return state


def save(store: Store, state: TableState, actor: Any = ADA) -> str:
    save_paste(store, actor, MEETING, ORDNING, state)
    return render(state.notice).replace(NBSP, " ") if state.notice else ""


def test_preview_writes_nothing_and_save_writes_all_in_one_step(store: Store) -> None:
    with nothing_written(store):
        state = preview(store, "800 000\n1 000 000\n900 000", shown={"fosen": 721_155, "vaernes": 914_067})
        assert state.paste
    assert save(store, state) == "Limte inn 3 beløp"
    assert [amount(store, i) for i in ("fosen", "trondelag-sorvest", "vaernes")] == [800_000, 1_000_000, 900_000]
    assert (written(store), state.paste) == ((1, 3), None)
    store.undo(MEETING, ORDNING, ADA)
    assert load(store).innstilt_kr == 13_705_615


def test_save_again_writes_nothing(store: Store) -> None:
    state = preview(store, "800 000\n1 000 000")
    save(store, state)
    with nothing_written(store):
        save(store, state)


@pytest.mark.parametrize(
    "text", ["800 000\nmange", "Fosen\t5\nOslo\t5", "Fosen\t5\nFosen\t6", "5\n" * 9, "", "\n", "Sum\t5"]
)
def test_paste_with_a_problem_or_without_amounts_is_never_saved(kept_store: Store, text: str) -> None:
    with nothing_written(kept_store):
        state = preview(kept_store, text)
        save(kept_store, state)
        assert state.paste is not None


def test_next_paste_takes_the_place_of_the_first(store: Store) -> None:
    state = preview(store, "800 000\n1 000 000")
    preview(store, "Fosen\t5", state=state)
    save(store, state)
    assert (amount(store, "fosen"), amount(store, "trondelag-sorvest")) == (5, 1_090_515)


def test_stale_paste_is_refused_whole_and_says_who(store: Store) -> None:
    state = preview(store, "800 000\n1 000 000\n900 000")
    actions.set_amount(store, BO, load(store), "vaernes", 914_067, 5)
    with nothing_written(store):
        sentence = save(store, state)
    assert sentence.startswith("Bo endret dette kl. ")
    assert sentence.endswith("Værnesnettverket: 914 067 kr → 5 kr. Ingenting ble lagret.")
    assert state.paste is None


def test_paste_on_top_of_what_the_browser_did_not_show_is_refused(store: Store) -> None:
    actions.set_amount(store, BO, load(store), "fosen", 721_155, 900_000)
    state = preview(store, "+50 000\n1 000 000", shown={"fosen": 721_155, "trondelag-sorvest": 1_090_515})
    assert state.paste
    assert state.paste.amounts["fosen"] == (721_155, 771_155)
    with nothing_written(store):
        assert save(store, state).startswith("Bo endret dette")


@pytest.mark.parametrize(
    "shown", [{"fosen": "721155"}, {"fosen": -1}, {"fosen": True}, {"fosen": 1.5}, {"fosen": [1]}]
)
def test_shown_that_is_no_amount_cannot_overwrite(kept_store: Store, shown: Any) -> None:
    state = preview(kept_store, "800 000\n1 000 000", shown=shown)
    with nothing_written(kept_store):
        assert "Ingenting ble lagret" in save(kept_store, state)


@pytest.mark.parametrize("shown", [None, "x", 5, ["fosen"], {"oslo": 5}, {"": None}])
def test_shown_that_is_no_table_is_taken_as_not_told(store: Store, shown: Any) -> None:
    state = preview(store, "800 000\n1 000 000", shown=shown)
    save(store, state)
    assert amount(store, "fosen") == 800_000


@pytest.mark.parametrize("text", [None, 5, ["1\n2"], {"a": 1}, True])
def test_paste_event_without_text_states_no_amount(kept_store: Store, text: Any) -> None:
    with nothing_written(kept_store):
        state = preview(kept_store, text)
        save(kept_store, state)
    assert state.paste
    assert state.paste.amounts == {}


def test_10_mb_pasted_is_one_problem(kept_store: Store) -> None:
    with nothing_written(kept_store):
        state = preview(kept_store, "5\n" * 5_000_000)
    assert state.paste
    assert len(state.paste.lines) == 1


def test_paste_of_what_stands_writes_nothing(kept_store: Store) -> None:
    with nothing_written(kept_store):
        save(kept_store, preview(kept_store, "721 155\n1 090 515"))


def test_paste_without_the_right_is_refused(kept_store: Store) -> None:
    with nothing_written(kept_store):
        state = preview(kept_store, "800 000\n1 000 000")
        assert save(kept_store, state, LISTENER) == "Du har ikke rett til å endre dette."


def test_paste_over_a_network_deleted_meanwhile_is_refused_whole(store: Store) -> None:
    store.apply(change(RowEdit("nettverk", key(nettverk_id="ny"), None, _nettverk()), _innstilling()), BO)
    state = preview(store, "Fosen\t800 000\nNy\t5")
    assert state.paste
    assert state.paste.problems == ()
    store.undo(MEETING, ORDNING, BO)
    with nothing_written(store):
        assert "finnes ikke i dette møtet" in save(store, state)


def _nettverk() -> dict[str, Any]:
    texts = dict.fromkeys(("owners", "about", "source"), "")
    return texts | {"name": "Ny", "position": 11, **dict.fromkeys(("schools", "private_schools"))}


def _innstilling() -> RowEdit:
    return RowEdit("innstilling", key(nettverk_id="ny"), None, {"innstilt_kr": None, "begrunnelse": ""})


def test_column_pasted_in_no_row_is_refused(kept_store: Store) -> None:
    with nothing_written(kept_store):
        state = preview(kept_store, "800 000\n1 000 000", start="slettet")
    assert state.paste is None or state.paste.problems


def test_unknown_amount_gets_one_by_paste(store: Store) -> None:
    store.apply(change(amount_edit("fosen", 721_155, None)), BO)
    save(store, preview(store, "Fosen\t800 000", shown={"fosen": None}))
    assert amount(store, "fosen") == 800_000
