"""A picture is a spec without data, and records that hold every name as it is and every amount as it is."""

import json
from typing import Any

import pytest

from dekom.charts import amounts_data, amounts_spec, amounts_text, frame_data, frame_spec, frame_text
from tests.dekom.builders import demo_case, make_case, make_evaluation, make_grunnlag, make_nettverk

HOSTILE = ["<script>alert(1)</script>", "**:red[x]** $a$ [l](javascript:1)", "{x:kr}", "datum.navn", "Fosen"]
SPECS = [amounts_spec(11), frame_spec(6)]


def records_in(spec: Any) -> list[Any]:
    """Return every record that a spec carries; `{}` is what Altair leaves where a chart has no data."""
    if isinstance(spec, list):
        return [found for part in spec for found in records_in(part)]
    if not isinstance(spec, dict):
        return []
    own = [r for records in spec.get("datasets", {}).values() for r in records if r] + spec.get("values", [])
    return own + [found for part in spec.values() for found in records_in(part)]


def fields_in(spec: Any) -> set[str]:
    """Return every data field that a spec draws from."""
    if isinstance(spec, list):
        return set().union(*map(fields_in, spec))
    if not isinstance(spec, dict):
        return set()
    own = {spec["field"]} if isinstance(spec.get("field"), str) else set()
    return own.union(*map(fields_in, spec.values()))


@pytest.mark.parametrize("spec", SPECS, ids=["amounts", "frame"])
def test_spec_is_json_and_holds_no_data(spec: dict[str, Any]) -> None:
    assert json.loads(json.dumps(spec, allow_nan=False)) == spec
    assert records_in(spec) == []


@pytest.mark.parametrize("spec", SPECS, ids=["amounts", "frame"])
def test_spec_writes_figures_as_norwegians_do(spec: dict[str, Any]) -> None:
    number = spec["config"]["locale"]["number"]
    assert (number["decimal"], number["thousands"], number["minus"]) == (",", "\u00a0", "\u2212")


def test_spec_draws_only_fields_that_the_records_have() -> None:
    evaluation = make_evaluation(demo_case())
    assert fields_in(SPECS[0]) <= set(amounts_data(evaluation)[0])
    assert fields_in(SPECS[1]) <= set(frame_data(evaluation)[0])


def test_spec_is_the_same_whatever_the_case() -> None:
    before = json.dumps(amounts_spec(2))
    amounts_data(make_evaluation(make_case(make_nettverk(name=HOSTILE[0]), make_nettverk("b"))))
    assert json.dumps(amounts_spec(2)) == before


@pytest.mark.parametrize("name", HOSTILE)
def test_amounts_data_holds_the_name_as_it_is(name: str) -> None:
    evaluation = make_evaluation(make_case(make_nettverk(name=name)))
    records = amounts_data(evaluation)
    assert [record["nettverk"] for record in records] == [name] * 3
    assert json.loads(json.dumps(records, allow_nan=False)) == records
    assert amounts_text(evaluation).startswith(f"{name}: ")


def test_amounts_data_demo_holds_every_network_and_amount() -> None:
    case = demo_case()
    records = amounts_data(make_evaluation(case))
    assert list(dict.fromkeys(r["nettverk"] for r in records)) == [n.name for n in case.nettverk]
    for serie, total_kr in [("I fjor", 13_708_645), ("Meldt behov", 15_902_692), ("Innstilt", 13_705_615)]:
        assert sum(round(r["mill"] * 1_000_000) for r in records if r["serie"] == serie) == total_kr
    fosen = [r["tekst"] for r in records if r["nettverk"] == "Fosen"]
    assert fosen == ["721\u00a0155\u00a0kr", "910\u00a0000\u00a0kr", "721\u00a0155\u00a0kr"]


def test_amounts_unknown_is_left_out_of_the_picture_and_named_in_words() -> None:
    nettverk = make_nettverk(innstilt_kr=0, last_year_kr=None, grunnlag=make_grunnlag(need_kr=None), name="Ny")
    evaluation = make_evaluation(make_case(nettverk))
    assert [(r["serie"], r["mill"]) for r in amounts_data(evaluation)] == [("Innstilt", 0)]
    assert amounts_text(evaluation) == "Ny: i fjor ukjent, meldt behov ukjent, innstilt 0\u00a0kr"


def test_frame_data_demo_parts_add_up_to_the_total() -> None:
    records = frame_data(make_evaluation(demo_case()))
    assert sum(round(r["mill"] * 1_000_000) for r in records) == 20_700_000
    assert len({r["del"] for r in records}) == len(records)


def test_frame_text_demo_names_every_part_with_its_amount() -> None:
    text = frame_text(make_evaluation(demo_case())).replace("\u00a0", " ")
    for part in ["Nord universitet", "NTNU", "Samlinger", "Innstilt: 13 705 615 kr", "Gjenstår: 1 594 385 kr (7,7 %)"]:
        assert part in text
    assert len(text.splitlines()) == 6


@pytest.mark.parametrize("name", HOSTILE)
def test_frame_data_holds_line_and_purpose_as_they_are(name: str) -> None:
    evaluation = make_evaluation(make_case(make_nettverk(), lines=[(name, 10)], set_asides=[(name, 20)]))
    parts = [record["del"] for record in frame_data(evaluation)]
    assert parts[0].startswith(name)
    assert f"Avsatt til {name}" in parts[2]


@pytest.mark.parametrize(
    ("total_kr", "last_part"),
    [(1_000_001, "Gjenstår: 1 kr"), (1_000_000, "Gjenstår: 0 kr"), (999_999, "Over rammen: 1 kr"), (None, "Innstilt")],
)
def test_frame_text_ends_in_what_is_left_or_over(total_kr: int | None, last_part: str) -> None:
    evaluation = make_evaluation(make_case(make_nettverk(), total_kr=total_kr))
    assert frame_text(evaluation).replace("\u00a0", " ").splitlines()[-1].startswith(last_part)
