"""Two innstillinger compared: every cell that differs is said, once, and nothing else."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dekom.groupwork import GroupWork, Inhabilitet
from dekom.i18n import Message, render
from dekom.model import Case, FrameLine, SetAside
from dekom.proceedings import Proceedings
from dekom.record import Record, record_of
from dekom.version_compare import WHOLE, Difference, compare
from tests.dekom.builders import (
    MEETING_DAY,
    answer_to,
    make_case,
    make_evaluation,
    make_grunnlag,
    make_nettverk,
    make_parameters,
    outcome_of,
)

FOSEN, NAMDAL = make_nettverk("fosen"), make_nettverk("namdal")
BASE = make_case(FOSEN, NAMDAL, lines=[("Pool", 1_000_000)], set_asides=[("Reserve", 100_000)])


def record(case: Case = BASE, work: GroupWork | None = None, proceedings: Proceedings | None = None) -> Record:
    return record_of(
        case,
        make_parameters(),
        work or GroupWork(case.meeting_id),
        proceedings or Proceedings(case.meeting_id, MEETING_DAY),
    )


def said(found: Difference) -> tuple[object, ...]:
    place = render(found.place) if isinstance(found.place, Message) else found.place
    before, after = (render(c) if isinstance(c, Message) else c for c in (found.before, found.after))
    return place, render(found.field), before, after


def differences(case: Case, before: Case = BASE) -> list[tuple[object, ...]]:
    return [said(found) for found in compare(record(before), record(case))]


def test_same_innstilling_has_no_difference() -> None:
    assert compare(record(), record()) == ()


def test_amount_is_compared_in_exact_kroner_with_its_sums() -> None:
    found = compare(record(), record(replace(BASE, nettverk=(replace(FOSEN, innstilt_kr=999_999), NAMDAL))))
    assert [said(d) for d in found] == [
        ("Hele innstillingen", "Innstilt i alt", 2_000_000, 1_999_999),
        ("Hele innstillingen", "Gjenstår", 1_900_000, 1_900_001),
        ("Fosen", "Innstilt", 1_000_000, 999_999),
    ]
    assert [d.change_kr for d in found] == [-1, 1, -1]
    assert found[2].nettverk_id == "fosen"


@pytest.mark.parametrize(
    ("changed", "field", "before", "after"),
    [
        ({"last_year_kr": None}, "I fjor", 950_000, None),
        ({"last_year_kr": 0}, "I fjor", 950_000, 0),
        ({"begrunnelse": "Ny"}, "Begrunnelse", "", "Ny"),
        ({"vilkar": "Rapport"}, "Vilkår", "", "Rapport"),
        ({"name": "Fosen og Åfjord"}, "Navn", "Fosen", "Fosen og Åfjord"),
        ({"grunnlag": make_grunnlag(need_kr=1_200_001)}, "Meldt behov", 1_200_000, 1_200_001),
        ({"grunnlag": make_grunnlag(own_kr=None)}, "Egenfinansiering", 300_000, None),
    ],
)
def test_cell_of_a_network(changed: dict[str, object], field: str, before: object, after: object) -> None:
    case = replace(BASE, nettverk=(replace(FOSEN, **changed), NAMDAL))  # type: ignore[arg-type]
    assert [d[1:] for d in differences(case)] == [(field, before, after)]


def test_frame_and_limits_line_by_line() -> None:
    lines = (FrameLine("line-0", "Pool", "Alle", 900_000), FrameLine("line-9", "Samling", "Alle", None))
    asides = (SetAside("aside-0", "Reserve", 100_000), SetAside("aside-1", "Tolk", 5))
    case = replace(
        BASE,
        total_kr=5_100_000,
        status="endelig",
        lines=lines,
        set_asides=asides,
        limits={"grense_endring": Fraction(1, 8)},
    )
    assert differences(case) == [
        ("Hele innstillingen", "Totalbeløp", 5_000_000, 5_100_000),
        ("Hele innstillingen", "Ramme til nettverkene", 4_000_000, None),
        ("Hele innstillingen", "Rammens status", "foreløpig", "endelig"),
        ("Hele innstillingen", "Gjenstår", 1_900_000, None),
        ("Pool", "Rammelinje", 1_000_000, 900_000),
        ("Samling", "Rammelinje", None, "lagt til"),
        ("Tolk", "Avsatt", None, 5),
        (differences(case)[-1][0], "Forumets grense", None, Fraction(1, 8)),
    ]


def test_line_that_goes_and_one_that_is_renamed() -> None:
    case = replace(BASE, lines=(), set_asides=(SetAside("aside-0", "Buffer", 100_000),))
    found = differences(case)
    assert ("Pool", "Rammelinje", 1_000_000, "tatt ut") in found
    assert ("Buffer", "Navn", "Reserve", "Buffer") in found


def test_network_that_comes_and_one_that_goes() -> None:
    case = replace(BASE, nettverk=(FOSEN, make_nettverk("orkdal", innstilt_kr=1_000_000)))
    found = differences(case)
    assert ("Orkdal", "Nettverk", None, "lagt til") in found
    assert ("Orkdal", "Innstilt", None, 1_000_000) in found
    assert ("Namdal", "Nettverk", None, "tatt ut") in found
    assert ("Namdal", "Innstilt", 1_000_000, None) in found


def test_forbehold_and_its_text() -> None:
    bare = replace(BASE, nettverk=(replace(FOSEN, grunnlag=make_grunnlag(own_kr=1)), NAMDAL))
    answer = answer_to(outcome_of(make_evaluation(bare), "egenfinansiering"), "Avklares")
    answered = replace(bare, acknowledgements=(answer,))
    ((place, field, before, after),) = differences(answered, bare)
    assert (place, before, after) == ("Fosen", "", "Avklares")
    assert str(field).startswith("Forbehold: ")
    assert [d[2:] for d in differences(bare, answered)] == [("Avklares", "")]


def test_what_is_no_single_cell_is_said_by_its_part() -> None:
    about = replace(BASE, nettverk=(replace(FOSEN, about="Ny tekst"), NAMDAL))
    work = GroupWork(BASE.meeting_id, inhabilitet=(Inhabilitet("a", "Rolle", "Fosen", ""),))
    proceedings = Proceedings(BASE.meeting_id, MEETING_DAY, minutes={"sak-8": "Referat"})
    found = compare(record(), record(about, work, proceedings))
    assert [said(d)[1] for d in found] == [
        "Andre opplysninger om nettverkene og møtet",
        "Gruppearbeid og inhabilitet",
        "Saksgang, vedtak og referat",
    ]
    assert {render(d.place) for d in found if isinstance(d.place, Message)} == {render(WHOLE)}


AMOUNTS = st.lists(st.one_of(st.none(), st.integers(0, 10**12 - 1)), min_size=2, max_size=2)


@given(AMOUNTS, AMOUNTS)
def test_comparison_the_other_way_swaps_every_cell(before: list[int | None], after: list[int | None]) -> None:
    def with_amounts(amounts: list[int | None]) -> Record:
        pairs = zip(BASE.nettverk, amounts, strict=True)
        return record(replace(BASE, nettverk=tuple(replace(n, innstilt_kr=kr) for n, kr in pairs)))

    a, b = with_amounts(before), with_amounts(after)
    there, back = compare(a, b), compare(b, a)
    assert sorted((said(d)[:2], d.before, d.after) for d in there if d.change_kr is not None) == sorted(
        (said(d)[:2], d.after, d.before) for d in back if d.change_kr is not None
    )
    assert {d.nettverk_id for d in there} - {""} == {
        n.id for n, was, now in zip(BASE.nettverk, before, after, strict=True) if was != now
    }
