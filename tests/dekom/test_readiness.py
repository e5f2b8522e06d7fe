"""«Sjekk før møtet»: what is missing is told once, with what to do; nothing is in order that was not tested."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dekom.groupwork import GroupWork, Gruppe, Question, Room, Sheet
from dekom.i18n import Message, render
from dekom.model import Beslutningsgrunnlag, Case, Nettverk, Share
from dekom.parameters import Parameters
from dekom.readiness import readiness
from dekom.readiness_lines import CheckLine, Result, named
from dekom.set_up_tables import SET_UP_TABLES
from tests.dekom.builders import MEETING_DAY, demo_case, make_case, make_grunnlag, make_nettverk, make_parameters

OK, MISSING, LOOK, TOLD = Result.I_ORDEN, Result.MANGLER, Result.SE_PAA, Result.OPPLYSNING
PARAMETERS = make_parameters()
ROOMS = (Room("rom-1", "Storsalen"),)
CHOICE = Question("1", "Er tiltaket forankret?", ("valg",), ("ja", "nei"))
SHEET = Sheet("ark", "Kriterieark", "dekom", "nettverk", (CHOICE,))


def pair(**first: Any) -> tuple[Gruppe, ...]:
    """Return two groups that hear each other and prepare a network each; override what the first one has."""
    one = {"name": "Gruppe 1", "members": 4, "room_id": "rom-1", "partner_id": "g2", "forarbeid": ("fosen",), **first}
    return Gruppe("g1", **one), Gruppe("g2", "Gruppe 2", 5, "rom-1", "g1", ("namdal",))


def work_with(grupper: tuple[Gruppe, ...] | None = None, **rest: Any) -> GroupWork:
    about = {"rooms": ROOMS, "sheets": (SHEET,), **rest}
    return GroupWork("prove-2022", grupper=pair() if grupper is None else grupper, **about)


def item(starts: str, ends: str = "", title: str = "Sak", position: int = 0) -> dict[str, Any]:
    return {"position": position, "starts": starts, "ends": ends, "sak": "1/22", "title": title, "kind": "sak"}


def day(*items: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{**row, "position": n} for n, row in enumerate(items)]


AGENDA = day(item("10:00", "10:15"), item("10:15", "11:00"))
SEATS = [{"position": 0, "organisation": "UH", "role": "", "seats": 2, "votes": "ja"}]


def two(**fosen: Any) -> Case:
    """Return a case in good order, with two networks; override what the first one has."""
    years = {"teacher_years": Fraction(100)}
    case = make_case(make_nettverk(**{**years, **fosen}), make_nettverk("namdal", **years), lines=[("Samlinger", 5)])
    return replace(case, status="endelig", limits={"grense_endring": Fraction(1, 10)})


def checked(case: Case, work: GroupWork | None = None, **rest: Any) -> tuple[CheckLine, ...]:
    about: dict[str, Any] = {"agenda": AGENDA, "seats": SEATS, "on_date": MEETING_DAY, "params": PARAMETERS, **rest}
    return readiness(case, work_with() if work is None else work, **about)


def said(lines: Iterable[CheckLine], part: str = "") -> list[tuple[Result, str]]:
    return [(line.result, render(line.message).replace("\u00a0", " ")) for line in lines if part in ("", line.part)]


def unwell(lines: Iterable[CheckLine]) -> list[tuple[Result, str]]:
    return [line for line in said(lines) if line[0] not in (OK, TOLD)]


def test_meeting_in_good_order_has_nothing_missing() -> None:
    lines = checked(two())
    assert unwell(lines) == []
    told = {line.part for line in lines if line.result is not OK}
    assert told == {"forum_limit"}
    asked_of_nobody = {"recipient", "question", "uncertain"}
    assert {line.part for line in lines} == {table.table for table in SET_UP_TABLES} - asked_of_nobody


def test_empty_meeting_is_not_in_order_anywhere() -> None:
    case = make_case(total_kr=None)
    lines = checked(case, GroupWork("prove-2022"), agenda=[], seats=[])
    assert said(lines) == [
        (OK, "Møtet er i dag, 9.3.2022."),
        (MISSING, "Samlet tilskudd er ikke lagt inn."),
        (LOOK, "Rammen er foreløpig."),
        (TOLD, "Ingenting går av rammen før nettverkene."),
        (MISSING, "Ingen nettverk er lagt inn."),
        (MISSING, "Ingen rom er lagt inn. Storskjermen viser ingenting."),
        (LOOK, "Ingen grupper er lagt inn."),
        (MISSING, "Sakslisten er tom."),
        (LOOK, "Plassene i forumet er ikke lagt inn."),
        (TOLD, "Forumet har ikke satt egne grenser."),
    ]


# The meeting and its frame


@pytest.mark.parametrize(
    ("on_date", "expected"),
    [
        (date(2022, 3, 8), (OK, "Møtet er 9.3.2022. Dager igjen: 1.")),
        (date(2022, 3, 9), (OK, "Møtet er i dag, 9.3.2022.")),
        (date(2022, 3, 10), (LOOK, "Møtedagen 9.3.2022 er passert.")),
    ],
    ids=str,
)
def test_day_of_the_meeting_is_before_today_today_or_to_come(on_date: date, expected: tuple[Result, str]) -> None:
    assert said(checked(two(), on_date=on_date), "meeting") == [expected]


@pytest.mark.parametrize(
    ("total_kr", "expected"),
    [
        (999_999, (MISSING, "Linjene er til sammen 1 000 000 kr, 1 kr mer enn samlet tilskudd.")),
        (1_000_000, (LOOK, "Rammen til nettverkene er 0 kr.")),
        (1_000_001, (OK, "Ramme til nettverkene: 1 kr.")),
    ],
    ids=str,
)
def test_lines_are_more_than_the_total_all_of_it_or_less(total_kr: int, expected: tuple[Result, str]) -> None:
    case = make_case(total_kr=total_kr, lines=[("Pool", 600_000), ("Samlinger", 400_000)])
    assert said(checked(case), "frame_line")[-1] == expected


def test_frame_that_is_not_known_is_not_in_order() -> None:
    case = make_case(total_kr=1_000_000, lines=[("Pool", None), ("Samlinger", 400_000)])
    assert said(checked(case), "frame_line") == [(MISSING, "Linjer i rammen uten beløp: Pool.")]
    over = make_case(total_kr=100, lines=[("Pool", None), ("Samlinger", 400)])
    assert (MISSING, "Linjene er til sammen 400 kr, 300 kr mer enn samlet tilskudd.") in said(checked(over))
    unknown = make_case(total_kr=None, lines=[("Samlinger", 400)])
    assert said(checked(unknown), "frame_line") == [(OK, "Alle linjer som går av rammen først, har beløp. Antall: 1.")]


def test_line_of_0_kr_is_not_missing() -> None:
    assert unwell(checked(replace(two(), lines=make_case(lines=[("Fellestiltak", 0)]).lines))) == []


# Networks


@pytest.mark.parametrize("other", ["Fosen", " fosen ", "FOSEN", "Fosen\u00a0"])
def test_two_networks_of_one_name_are_told(other: str) -> None:
    case = make_case(make_nettverk("a", name="Fosen"), make_nettverk("b", name=other), make_nettverk("c", name="Øst"))
    found = said(checked(case), "nettverk")[0]
    names = ", ".join(dict.fromkeys(["Fosen", other.replace("\u00a0", " ")]))
    assert found == (MISSING, f"Flere nettverk har samme navn: {names}.")


def test_network_without_a_name_is_told() -> None:
    assert (MISSING, "Nettverk uten navn: 1.") in said(checked(two(name=" ")))


@pytest.mark.parametrize(("kr", "is_told"), [(None, True), (0, False), (1, False)])
def test_amount_last_year_that_is_missing_is_told(kr: int | None, is_told: bool) -> None:
    text = "Beløp i fjor er ikke oppgitt for: Fosen."
    assert ((LOOK, text) in said(checked(two(last_year_kr=kr)))) is is_told


# Decision bases


@pytest.mark.parametrize(
    ("grunnlag", "expected"),
    [
        (None, (MISSING, "Uten beslutningsgrunnlag: Fosen.")),
        (Beslutningsgrunnlag(None, None), (MISSING, "Uten beslutningsgrunnlag: Fosen.")),
        (make_grunnlag(need_kr=None), (MISSING, "Uten meldt behov: Fosen.")),
        (make_grunnlag(own_kr=None), (MISSING, "Uten egenfinansiering: Fosen.")),
        (make_grunnlag(shares=(Share("nettverk", 1_200_000),)), (MISSING, "Uten navngitt UH-partner: Fosen.")),
        (
            make_grunnlag(shares=(), uh_partners="Universitetet"),
            (MISSING, "Behovet er ikke delt mellom nettverket og UH for: Fosen."),
        ),
        (
            make_grunnlag(shares=(Share("nettverk", 1_200_000), Share("nord", None))),
            (MISSING, "Behovet er ikke delt mellom nettverket og UH for: Fosen."),
        ),
        (make_grunnlag(need_kr=1_200_001), (LOOK, "Delene er ikke lik meldt behov for: Fosen (−1 kr).")),
        (make_grunnlag(need_kr=1_199_999), (LOOK, "Delene er ikke lik meldt behov for: Fosen (+1 kr).")),
    ],
)
def test_gap_in_a_basis_is_told_once(grunnlag: Beslutningsgrunnlag | None, expected: tuple[Result, str]) -> None:
    assert unwell(checked(two(grunnlag=grunnlag))) == [expected]


def test_amounts_of_0_kr_are_stated() -> None:
    shares = (Share("nettverk", 0), Share("nord", 0))
    assert unwell(checked(two(grunnlag=make_grunnlag(need_kr=0, own_kr=0, shares=shares)))) == []


def test_gap_that_no_known_krav_asks_about_is_only_to_look_at() -> None:
    grunnlag = make_grunnlag(own_kr=None, shares=(Share("nettverk", 1_200_000),))
    texts = ["Uten egenfinansiering: Fosen.", "Uten navngitt UH-partner: Fosen."]
    assert unwell(checked(two(grunnlag=grunnlag))) == [(MISSING, text) for text in texts]
    for params in (None, Parameters("rekom", MEETING_DAY, {})):
        assert unwell(checked(two(grunnlag=grunnlag), params=params)) == [(LOOK, text) for text in texts]


def test_uncertain_figure_is_told_as_uncertain_and_not_as_missing() -> None:
    uncertain = {"behov": "Utydelig", "egenfinansiering": "", "uh": "", "i_fjor": ""}
    grunnlag = make_grunnlag(None, None, ())
    grunnlag = replace(grunnlag, tiltak="Noe")
    case = two(grunnlag=grunnlag, uncertain=uncertain, last_year_kr=None)
    text = "Usikre tall: Fosen (meldt behov, egenfinansiering, UH-delen, i fjor)."
    assert unwell(checked(case)) == [(LOOK, text)]


def test_nothing_is_in_order_where_every_figure_is_uncertain() -> None:
    uncertain = dict.fromkeys(["behov", "egenfinansiering", "uh", "i_fjor"], "")
    grunnlag = replace(make_grunnlag(None, None, ()), tiltak="Noe")
    case = make_case(make_nettverk(grunnlag=grunnlag, uncertain=uncertain, last_year_kr=None))
    lines = said(checked(case), "grunnlag") + said(checked(case), "share")
    assert lines == [(OK, "Alle nettverk har beslutningsgrunnlag.")]
    assert [result for result, text in said(checked(case), "nettverk")] == [OK]  # that the names differ


def test_networks_of_one_name_do_not_hide_each_others_gaps() -> None:
    case = make_case(
        make_nettverk("a", name="Fosen"), make_nettverk("b", name="Fosen", grunnlag=make_grunnlag(own_kr=None))
    )
    assert (MISSING, "Uten egenfinansiering: Fosen.") in said(checked(case))


# Groups


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ({"room_id": ""}, [(MISSING, "Grupper uten rom: Gruppe 1.")]),
        ({"room_id": "borte"}, [(MISSING, "Grupper uten rom: Gruppe 1.")]),
        ({"members": None}, [(LOOK, "Antall medlemmer er ikke oppgitt for: Gruppe 1.")]),
        ({"members": 0}, [(LOOK, "Antall medlemmer er ikke oppgitt for: Gruppe 1.")]),
        (
            {"partner_id": ""},
            [
                (MISSING, "Grupper som ikke lytter til noen: Gruppe 1."),
                (MISSING, "Nettverk som ingen gruppe lytter til: Namdal."),
            ],
        ),
        (
            {"partner_id": "g1"},
            [
                (MISSING, "Grupper som ikke lytter til noen: Gruppe 1."),
                (MISSING, "Nettverk som ingen gruppe lytter til: Namdal."),
            ],
        ),
        (
            {"forarbeid": ()},
            [
                (MISSING, "Grupper uten nettverk å forberede: Gruppe 1."),
                (MISSING, "Nettverk som ingen gruppe forbereder: Fosen."),
            ],
        ),
    ],
    ids=str,
)
def test_gap_among_the_groups_is_told(first: dict[str, Any], expected: list[tuple[Result, str]]) -> None:
    assert unwell(checked(two(), work_with(pair(**first)))) == expected


# Sheets


@pytest.mark.parametrize(
    ("sheets", "expected"),
    [
        ((), "Ingen ark er lagt inn for denne ordningen."),
        ((replace(SHEET, ordning="rekom"),), "Ingen ark er lagt inn for denne ordningen."),
        ((replace(SHEET, questions=()),), "Ark uten spørsmål: Kriterieark."),
        ((replace(SHEET, questions=(replace(CHOICE, text=" "),)),), "Spørsmål uten tekst: Kriterieark 1."),
        ((replace(SHEET, questions=(replace(CHOICE, choices=()),)),), "Spørsmål uten svarvalg: Kriterieark 1."),
        ((replace(SHEET, questions=(replace(CHOICE, kinds=()),)),), "Spørsmål uten svarvalg: Kriterieark 1."),
    ],
)
def test_gap_in_the_sheets_is_told(sheets: tuple[Sheet, ...], expected: str) -> None:
    assert unwell(checked(two(), work_with(sheets=sheets))) == [(MISSING, expected)]


def test_question_answered_in_words_needs_no_choices() -> None:
    sheet = replace(SHEET, questions=(Question("a", "Hvorfor?", ("tekst",)), Question("b", "Hvor mye?", ("beløp",))))
    assert unwell(checked(two(), work_with(sheets=(sheet,)))) == []


# The agenda


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        (day(item("10:00", "10:15"), item("10:15")), []),
        (day(item("10:00", "10:16"), item("10:15")), ["«Sak» begynner 10:15, men tiden er opptatt til 10:16"]),
        (day(item("10:00"), item("09:59")), ["«Sak» begynner 09:59, men tiden er opptatt til 10:00"]),
        (day(item("10:00"), item("10:00")), []),
        (day(item("10:00", "10:00")), []),
        (day(item("10:00", "09:59")), ["«Sak» slutter 09:59, før den begynner 10:00"]),
        (
            day(item("10:00", "12:00"), item("10:30", "10:45"), item("11:00")),
            [
                "«Sak» begynner 10:30, men tiden er opptatt til 12:00",
                "«Sak» begynner 11:00, men tiden er opptatt til 12:00",
            ],
        ),
    ],
)
def test_times_that_overlap_or_go_backwards_are_told(items: list[dict[str, Any]], expected: list[str]) -> None:
    found = unwell(checked(two(), agenda=items))
    assert found == ([(LOOK, f"Klokkeslett som ikke går opp: {'; '.join(expected)}.")] if expected else [])


def test_items_are_read_in_their_order_whatever_order_they_come_in() -> None:
    assert unwell(checked(two(), agenda=AGENDA[::-1])) == []


@pytest.mark.parametrize("starts", ["", "10.00", "kl. 10", "24:00", "9:00", None])
def test_item_without_a_time_of_day_is_told(starts: Any) -> None:
    items = day(item("09:00", title="Åpning"), item(starts, title="Innstilling"))
    assert unwell(checked(two(), agenda=items)) == [(LOOK, "Saker uten klokkeslett: «Innstilling».")]


def test_item_without_a_title_is_told_by_its_number() -> None:
    items = day(item("09:00"), item("10:00", title=" "))
    assert unwell(checked(two(), agenda=items)) == [(MISSING, "Saker uten tittel: nr. 2.")]


# Seats, limits and årsverk


@pytest.mark.parametrize("seats", [None, 0])
def test_seats_without_a_number_are_told(seats: int | None) -> None:
    rows = [*SEATS, {"position": 1, "organisation": "Eiere", "role": "", "seats": seats, "votes": "ja"}]
    assert unwell(checked(two(), seats=rows)) == [(LOOK, "Antall plasser er ikke oppgitt for: Eiere.")]
    assert said(checked(two()), "seat") == [(OK, "Plasser i forumet: 2.")]


def test_limits_and_teacher_years_ask_for_nothing() -> None:
    lines = checked(replace(two(teacher_years=None), limits={}))
    assert said(lines, "forum_limit") == [(TOLD, "Forumet har ikke satt egne grenser.")]
    text = "Årsverk er ikke oppgitt for: Fosen. De brukes bare til å fordele etter størrelse."
    assert said(lines, "teacher_years") == [(TOLD, text)]
    assert all(line.to_do is None for line in lines if line.result is TOLD)


# All of it


@pytest.mark.parametrize(("n", "text"), [(1, "a"), (5, "a, a, a, a, a"), (6, "a, a, a, a og 2 til")])
def test_many_names_are_cut_short(n: int, text: str) -> None:
    assert render(Message("{names}", {"names": named(["a"] * n)})) == text


def some_nettverk() -> st.SearchStrategy[Nettverk]:
    kr = st.none() | st.integers(0, 10**9)
    share = st.builds(Share, st.sampled_from(["nettverk", "nord", "andre", "ulest", "borte"]), kr)
    grunnlag = st.builds(
        Beslutningsgrunnlag, kr, kr, st.lists(share, max_size=3).map(tuple), uh_partners=st.sampled_from(["", "UH"])
    )
    return st.builds(
        Nettverk,
        st.uuids().map(str),
        st.sampled_from(["", "A", "a", "B"]),
        kr,
        last_year_kr=kr,
        grunnlag=st.none() | grunnlag,
        uncertain=st.dictionaries(st.sampled_from(["behov", "i_fjor", "uh", "ukjent felt"]), st.just("?"), max_size=2),
    )


@given(
    st.lists(some_nettverk(), max_size=4),
    st.none() | st.integers(0, 10**9),
    st.lists(st.tuples(st.text(max_size=5), st.none() | st.integers(0, 10**9)), max_size=3),
    st.lists(
        st.builds(item, st.sampled_from(["", "09:00", "10:00", "x"]), st.sampled_from(["", "09:30"])), max_size=3
    ),
)
def test_every_line_can_be_said_and_every_gap_says_what_to_do(
    nettverk: list[Nettverk], total_kr: int | None, lines: list[tuple[str, int | None]], items: list[dict[str, Any]]
) -> None:
    case = make_case(*nettverk, total_kr=total_kr, lines=lines)
    found = checked(case, agenda=day(*items))
    tables = {table.table for table in SET_UP_TABLES}
    for line in found:
        assert line.part in tables
        assert render(line.message)
        assert (line.to_do is not None) == (line.result in (MISSING, LOOK))
        assert line.to_do is None or render(line.to_do).endswith(".")
    assert len({(line.part, line.message.msgid) for line in found}) == len(found)


def test_demo_meeting_is_told_what_it_lacks() -> None:
    found = unwell(checked(demo_case(), agenda=[], seats=[]))
    assert [result for result, _text in found].count(MISSING) >= 2
    assert (LOOK, "Rammen er foreløpig.") in found
    assert any(text.startswith("Uten navngitt UH-partner: TFK + VGO, ") for _result, text in found)
    assert any(text.startswith("Usikre tall: TFK + VGO (koordinator, nettverkets del)") for _result, text in found)


def test_four_hundred_networks_are_checked_at_once() -> None:
    networks = [make_nettverk(f"n{i}", name=f"Nett {i}") for i in range(400)]
    grupper = tuple(
        Gruppe(f"g{i}", f"G {i}", 4, "rom-1", f"g{(i + 1) % 40}", tuple(f"n{j}" for j in range(i, 400, 40)))
        for i in range(40)
    )
    start = time.perf_counter()
    assert unwell(checked(replace(make_case(*networks), status="endelig"), work_with(grupper))) == []
    assert time.perf_counter() - start < 1
