"""The what-if pictures: a spec without data, and records that hold every name and every amount as it is."""

import json
from dataclasses import replace
from typing import Any

import pytest

from dekom.allocation import Proposal
from dekom.model import Case
from dekom.whatif import Answer, WhatIf, answer, break_even_kr, curve, opening, split_evenly
from dekom.whatif_charts import curve_data, curve_spec, frame_need_data, frame_need_spec
from tests.dekom.builders import demo_case, make_case, make_grunnlag, make_nettverk
from tests.dekom.test_charts import HOSTILE, fields_in, records_in

POOL = ("direktefinansiering-1", "direktefinansiering-2")
SPECS = [curve_spec("Størrelse, millioner kroner"), frame_need_spec()]
IDS = ["curve", "frame and need"]


def four_million() -> WhatIf:
    start = opening(demo_case())
    return replace(start, lines={**start.lines, **split_evenly(4_000_000, POOL)})


def demo_curve(marks: dict[str, int | None] | None = None) -> list[dict[str, Any]]:
    case = demo_case()
    return curve_data(case, curve(case, opening(case), POOL), marks or {})


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def bars(case: Case, found: Answer) -> dict[str, float]:
    return {plain(r["navn"]): r["mill"] for r in frame_need_data(case, found)}


# Specs


@pytest.mark.parametrize("spec", SPECS, ids=IDS)
def test_spec_is_json_and_holds_no_data(spec: dict[str, Any]) -> None:
    assert json.loads(json.dumps(spec, allow_nan=False)) == spec
    assert records_in(spec) == []


@pytest.mark.parametrize("spec", SPECS, ids=IDS)
def test_spec_writes_figures_as_norwegians_do(spec: dict[str, Any]) -> None:
    number = spec["config"]["locale"]["number"]
    assert (number["decimal"], number["thousands"], number["minus"]) == (",", "\u00a0", "\u2212")


def test_spec_draws_only_fields_that_the_records_have() -> None:
    case = demo_case()
    records = demo_curve({"I dag": 5_000_000})
    assert fields_in(SPECS[0]) <= set(records[0])
    assert all(set(record) == set(records[0]) for record in records)
    assert fields_in(SPECS[1]) <= set(frame_need_data(case, answer(case, opening(case)))[0])


def test_spec_is_made_once_a_title_and_is_the_same_whatever_the_case() -> None:
    before = json.dumps(SPECS)
    frame_need_data(make_case(make_nettverk(name=HOSTILE[0])), Answer(5, None))
    demo_curve()
    assert json.dumps(SPECS) == before
    assert curve_spec("a") is curve_spec("a")
    assert '"Totalt, millioner kroner"' in json.dumps(curve_spec("Totalt, millioner kroner"))


def test_networks_are_told_apart_by_more_than_colour() -> None:
    lines = SPECS[0]["layer"][0]["encoding"]
    assert lines["color"]["field"] == lines["strokeDash"]["field"] == "navn"


# The curve


def test_curve_has_a_point_per_network_and_size_with_the_amount_as_it_is() -> None:
    case = demo_case()
    points = curve(case, opening(case), POOL)
    records = curve_data(case, points, {})
    assert len(records) == 11 * 101
    assert {r["slag"] for r in records} == {"linje"}
    assert list(dict.fromkeys(r["navn"] for r in records)) == [n.name for n in case.nettverk]
    for size_kr, proposal in points[::25]:
        at = [round(r["y"] * 1_000_000) for r in records if r["x"] == size_kr / 1_000_000]
        assert at == list(proposal.amounts.values())
        assert sum(at) + proposal.unallocated_kr == 20_300_000 - size_kr
    assert json.loads(json.dumps(records, allow_nan=False)) == records


def test_curve_marks_today_and_break_even_with_their_amounts_one_under_the_other() -> None:
    case = demo_case()
    found = break_even_kr(case, opening(case), POOL)
    marks = [r for r in demo_curve({"I dag": 5_000_000, "Alle behov dekket": found}) if r["slag"] == "merke"]
    assert [plain(m["navn"]) for m in marks] == ["I dag 5 000 000 kr", "Alle behov dekket 4 397 308 kr"]
    assert [m["x"] for m in marks] == [5.0, 4.397308]
    assert len({m["rang"] for m in marks}) == 2


def test_mark_that_is_unknown_is_left_out_and_takes_no_room() -> None:
    (mark,) = [r for r in demo_curve({"I dag": None, "Alle behov dekket": 0}) if r["slag"] == "merke"]
    assert (plain(mark["navn"]), mark["rang"]) == ("Alle behov dekket 0 kr", 0)


@pytest.mark.parametrize("name", HOSTILE)
def test_curve_holds_the_name_as_it_is(name: str) -> None:
    case = make_case(make_nettverk(name=name))
    records = curve_data(case, [(5, Proposal({"fosen": 7}, 0))], {name: 5})
    assert [r["navn"] for r in records] == [name, f"{name} 5\u00a0kr"]


def test_curve_of_nothing_is_empty() -> None:
    assert curve_data(make_case(), [], {}) == []
    assert curve_data(demo_case(), [], {"I dag": None}) == []


# Frame and need


def test_frame_against_need_and_what_is_shared_out() -> None:
    case = demo_case()
    assert bars(case, answer(case, opening(case))) == {
        "Ramme til nettverkene: 15 300 000 kr": 15.3,
        "Meldt behov: 15 902 692 kr": 15.902692,
        "Forslaget: 15 300 000 kr": 15.3,
    }
    assert bars(case, answer(case, four_million())) == {
        "Ramme til nettverkene: 16 300 000 kr": 16.3,
        "Meldt behov: 15 902 692 kr": 15.902692,
        "Forslaget: 15 902 692 kr": 15.902692,
    }


def test_bars_keep_their_order_and_colours_whatever_is_missing() -> None:
    case = demo_case()
    full = frame_need_data(case, answer(case, opening(case)))
    assert [r["rang"] for r in full] == [0, 1, 2]
    assert len({r["farge"] for r in full}) == 3
    unknown = frame_need_data(case, answer(case, replace(opening(case), total_kr=None)))
    assert unknown == full[1:2]


def test_no_proposal_has_no_bar_and_a_frame_of_zero_has() -> None:
    case = demo_case()
    refused = answer(case, replace(opening(case), way="all_need"))
    assert [name.split(":")[0] for name in bars(case, refused)] == ["Ramme til nettverkene", "Meldt behov"]
    nothing = answer(case, replace(opening(case), total_kr=5_400_000))
    assert "Ramme til nettverkene: 0 kr" in bars(case, nothing)
    assert "Forslaget: 0 kr" in bars(case, nothing)
    below = answer(case, replace(opening(case), total_kr=5_300_000))
    assert bars(case, below)["Ramme til nettverkene: −100 000 kr"] == -0.1


# Known faults


def test_networks_of_one_name_are_two_lines() -> None:
    case = make_case(make_nettverk("a", name="Nord"), make_nettverk("b", name="Nord"))
    records = curve_data(case, [(5, Proposal({"a": 1, "b": 2}, 0))], {})
    assert len({r["navn"] for r in records}) == 2


def test_need_bar_says_when_a_need_is_unknown() -> None:
    case = make_case(make_nettverk(), make_nettverk("b", grunnlag=make_grunnlag(need_kr=None)))
    assert "Meldt behov: 1 200 000 kr" not in bars(case, answer(case, opening(case)))


def test_set_aside_is_part_of_whether_the_frame_reaches() -> None:
    case = make_case(make_nettverk(), total_kr=1_300_000, set_asides=[("reserve", 200_000)])  # the need is 1 200 000
    assert any("avsatt" in name.casefold() for name in bars(case, answer(case, opening(case))))
