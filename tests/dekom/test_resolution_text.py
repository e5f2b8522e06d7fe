"""Live figures in a resolution's text: read, written out, and compared with what was decided."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dekom.figures import NBSP, format_kroner
from dekom.i18n import render
from dekom.model import Case, FrameLine
from dekom.money import Refused
from dekom.proceedings import AgendaItem, Decision, Figure, Proceedings, Way
from dekom.resolution_text import (
    Moved,
    deviation_lines,
    deviations,
    figures_of,
    read_resolution,
    render_resolution,
    sak_name,
)
from tests.dekom.builders import MEETING_DAY, demo_case, make_case, make_nettverk

POOL = "Direktefinansiering UH (pool)"
AT = datetime(2022, 3, 9, 14, 43)
CASE = make_case(make_nettverk("fosen"), make_nettverk("innherred", 500_000), lines=[("Samlinger", 400_000)])


def reads(text: str, case: Case = CASE) -> str:
    return render_resolution(case, text).replace(NBSP, " ")


def refused(text: str, case: Case = CASE) -> str:
    with pytest.raises(Refused) as found:
        read_resolution(case, text)
    return str(found.value)


def decided(text: str, case: Case, way: Way = "enighet") -> Decision:
    return Decision("sak-8", case.ordning, way, render_resolution(case, text), read_resolution(case, text), AT)


def moved_to(case: Case, **amounts: int | None) -> Case:
    changed = tuple(replace(n, innstilt_kr=amounts.get(n.id, n.innstilt_kr)) for n in case.nettverk)
    return replace(case, nettverk=changed)


# What may be named


def test_figures_of_demo_are_the_money_of_the_meeting() -> None:
    found = figures_of(demo_case())
    assert found["Totalt"] == 20_700_000
    assert found["Ramme til nettverkene"] == 15_300_000
    assert found["Innstilt"] == 13_705_615
    assert found["Gjenstår"] == 1_594_385
    assert found[POOL] == 5_000_000
    assert found[f"{POOL}, Nord universitet"] == found[f"{POOL}, NTNU"] == 2_500_000
    assert found["Fosen"] == 721_155
    assert len(found) == 4 + 3 + 2 + 11


def test_sum_of_lines_is_unknown_while_one_of_them_is() -> None:
    lines = (FrameLine("a", "Pool", "Nord", 1), FrameLine("b", "Pool", "NTNU", None))
    found = figures_of(replace(CASE, lines=lines))
    assert (found["Pool"], found["Pool, Nord"], found["Pool, NTNU"]) == (None, 1, None)
    assert (found["Ramme til nettverkene"], found["Gjenstår"]) == (None, None)


def test_things_of_one_name_are_told_apart_and_the_fixed_names_keep_theirs() -> None:
    case = make_case(
        make_nettverk("a", 1, name="Innstilt"), make_nettverk("b", 2, name="Samlinger"), lines=[("Samlinger", 3)]
    )
    found = figures_of(case)
    assert (found["Innstilt"], found["Innstilt (2)"], found["Samlinger"], found["Samlinger (2)"]) == (3, 1, 3, 2)


def test_name_with_braces_can_be_written() -> None:
    case = make_case(make_nettverk("a", 7, name="Nord {øst}\n vest"))
    assert reads("{Nord (øst) vest}", case) == "kr 7"


# Reading and writing out


def test_resolution_of_the_source_reads_as_in_the_source() -> None:
    text = f"Samarbeidsforum bevilger samlet {{{POOL}}} til Nord universitet og NTNU."
    expected = "Samarbeidsforum bevilger samlet kr 5 000 000 til Nord universitet og NTNU."
    assert reads(text, demo_case()) == expected
    assert f"kr{NBSP}5{NBSP}000{NBSP}000" in render_resolution(demo_case(), text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{Innstilt}", "kr 1 500 000"),
        ("{ innstilt }", "kr 1 500 000"),
        ("{RAMME TIL   NETTVERKENE}", "kr 4 600 000"),
        ("{Står att}", "kr 3 100 000"),
        ("kr {Fosen}", "kr 1 000 000"),
        ("Kr. {Fosen}", "Kr. 1 000 000"),
        ("{Fosen} kr til Fosen", "1 000 000 kr til Fosen"),
        ("{Fosen} kroner", "1 000 000 kroner"),
        ("{Fosen} kraftig", "kr 1 000 000 kraftig"),
        ("{Fosen}{Innherred}", "kr 1 000 000kr 500 000"),
        ("Uten tall, med % og **stjerner**.", "Uten tall, med % og **stjerner**."),
        ("", ""),
    ],
)
def test_text_reads_with_figures_in_place(text: str, expected: str) -> None:
    read_resolution(CASE, text)
    assert reads(text) == expected


def test_text_names_each_figure_once_by_its_own_name() -> None:
    found = read_resolution(CASE, "{fosen} og {Fosen} av {ramme til nettverkene}")
    assert found == (Figure("Fosen", 1_000_000), Figure("Ramme til nettverkene", 4_600_000))


def test_unknown_figure_is_said_and_negative_has_a_minus() -> None:
    case = make_case(make_nettverk("fosen", None), make_nettverk("nord", 10), total_kr=4)
    assert reads("{Fosen}, {Gjenstår}", case) == "kr [ukjent], kr −6"
    assert read_resolution(case, "{Fosen}") == (Figure("Fosen", None),)


@pytest.mark.parametrize("text", ["{", "}", "a { b", "{a{b}}", "}{", "{{Innstilt}}", "{Innstilt"])
def test_lone_brace_is_refused(text: str) -> None:
    assert refused(text).startswith("En klamme står alene.")
    assert "«{Innstilt}»" in refused(text)


def test_unknown_name_is_refused_with_the_nearest_or_with_what_may_be_written() -> None:
    assert refused("{Innstillt}") == "«Innstillt» er ikke et tall i innstillingen. Mener du «Innstilt»?"
    assert "Mener du «Innherred»?" in refused("{Inherred}")
    assert "nettverk eller en linje i rammen, eller Totalt" in refused("{qqq}")
    assert refused("{ }").startswith("Klammene er tomme.")


NAMES = sorted(figures_of(demo_case()))
plain_text = st.text(st.characters(exclude_characters="{}", exclude_categories=("Cs",)), max_size=40)


@given(st.lists(st.tuples(plain_text, st.sampled_from(NAMES)), max_size=6), plain_text)
def test_everything_but_the_places_stands_as_written(parts: list[tuple[str, str]], end: str) -> None:
    text = "".join(f"{before}\n{{{name}}}" for before, name in parts) + "\n" + end
    found = render_resolution(demo_case(), text)
    figures = figures_of(demo_case())
    for before, name in parts:
        kr = figures[name]
        assert kr is not None
        start = f"{before}\n"
        assert found.startswith(start)
        found = found[len(start) :]
        found = found.removeprefix(f"kr{NBSP}")
        assert found.startswith(format_kroner(kr))
        found = found[len(format_kroner(kr)) :]
    assert found == "\n" + end


# What has moved since


def test_nothing_deviates_from_a_decision_just_made() -> None:
    assert deviations(decided("{Innstilt} {Fosen} {Totalt}", CASE), CASE) == ()


def test_only_figures_of_the_text_that_moved_deviate() -> None:
    decision = decided("{Innstilt}, {Innherred}, {Gjenstår}", CASE)
    now = moved_to(CASE, fosen=1_000_001)
    assert deviations(decision, now) == (
        Moved("Innstilt", 1_500_000, 1_500_001),
        Moved("Gjenstår", 3_100_000, 3_099_999),
    )
    assert deviations(decision, moved_to(now, fosen=1_000_000)) == ()


def test_figure_that_is_gone_or_not_known_any_more_deviates() -> None:
    decision = decided("{Fosen} {Innherred}", CASE)
    without = replace(CASE, nettverk=CASE.nettverk[:1])
    assert deviations(decision, without) == (Moved("Innherred", 500_000, None, is_gone=True),)
    assert deviations(decision, moved_to(CASE, fosen=None)) == (Moved("Fosen", 1_000_000, None),)


def test_decision_of_another_ordning_or_without_agreement_has_nothing_to_deviate_from() -> None:
    now = moved_to(CASE, fosen=1)
    assert deviations(replace(decided("{Fosen}", CASE), ordning="rekom"), now) == ()
    assert deviations(decided("{Fosen}", CASE, "ingen enighet"), now) == ()
    assert deviations(decided("{Fosen}", CASE, "votering"), now) != ()


def test_deviation_is_said_by_item_with_then_and_now() -> None:
    item = AgendaItem("sak-8", "", "", "8/2022", "Pool", "")
    case = demo_case()
    decision = decided("{Innstilt}", case)
    now = moved_to(case, fosen=721_155 + 78_845)
    found = Proceedings("m", MEETING_DAY, items=(item,), decisions=(decision,))
    (line,) = deviation_lines(found, now)
    expected = "Avviker fra vedtaket i sak 8: Innstilt var 13 705 615 kr, er 13 784 460 kr"
    assert render(line).replace(NBSP, " ") == expected
    assert deviation_lines(found, case) == []
    (gone,) = deviation_lines(replace(found, items=()), now)
    assert "en sak som er tatt bort" in render(gone)


@pytest.mark.parametrize(
    ("sak", "expected"), [("8/2022", "sak 8"), ("10", "sak 10"), ("22-4/2023", "sak 22-4"), ("", "«Eventuelt»")]
)
def test_item_is_called_by_its_number_else_its_title(sak: str, expected: str) -> None:
    assert render(sak_name(AgendaItem("a", "", "", sak, "Eventuelt", ""))) == expected
