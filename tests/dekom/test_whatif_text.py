"""A what-if as text: every question comes back as it was, and nothing that stands in the text can break a page."""

import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from dekom.model import Case
from dekom.tables import MAX_KR
from dekom.whatif import UNITS_KR, WAYS, WhatIf, answer, fitted, opening
from dekom.whatif_text import from_text, to_text
from tests.dekom.builders import demo_case, make_case, make_nettverk
from tests.dekom.store_fixtures import HOSTILE_TEXTS

CASE = demo_case()
NAMES = [n.id for n in CASE.nettverk]
LINES = [line.id for line in CASE.lines]
KRONER = st.integers(0, 30_000_000) | st.sampled_from([0, 1, MAX_KR])
QUESTIONS = st.builds(
    WhatIf,
    total_kr=KRONER | st.none(),
    lines=st.fixed_dictionaries(dict.fromkeys(LINES, KRONER | st.none())),
    way=st.sampled_from(WAYS),
    cap_at_need=st.booleans(),
    unit_kr=st.sampled_from(UNITS_KR),
    percent=st.fractions(0, 10, max_denominator=1000),
    percent_of=st.sampled_from(["last_year", "need", "today"]),
    locks=st.dictionaries(st.sampled_from(NAMES), KRONER, max_size=4),
)


def opened(text: str, case: Case = CASE) -> bool:
    """Return whether a text gives the question that a page opens on; and that question has an answer."""
    asked = from_text(text, case)
    answer(case, asked)
    return to_text(asked) == to_text(opening(case))


def with_value(name: str, value: Any) -> str:
    """Return the text of the opening question, asked by percentage, with one value that no page would write."""
    return json.dumps({**json.loads(to_text(replace(opening(CASE), way="percent"))), name: value})


# Round trip


@pytest.mark.parametrize("unit_kr", UNITS_KR)
@pytest.mark.parametrize("way", WAYS)
def test_question_of_every_way_comes_back(way: str, unit_kr: int) -> None:
    asked = replace(
        opening(CASE), way=way, unit_kr=unit_kr, percent=Fraction(103, 100), locks={"fosen": 0}, cap_at_need=False
    )
    assert from_text(to_text(asked), CASE) == asked
    assert answer(CASE, from_text(to_text(asked), CASE)) == answer(CASE, asked)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(QUESTIONS)
def test_any_question_comes_back_and_reads_the_same_twice(asked: WhatIf) -> None:
    text = to_text(asked)
    assert from_text(text, CASE) == fitted(asked, CASE) == asked
    assert to_text(from_text(text, CASE)) == text
    answer(CASE, from_text(text, CASE))


def test_equal_questions_have_equal_texts() -> None:
    asked = replace(opening(CASE), locks={"fosen": 1, "gauldal": 2})
    turned = replace(
        asked, locks={"gauldal": 2, "fosen": 1}, lines=dict(reversed(asked.lines.items())), percent=Fraction(2, 2)
    )
    assert to_text(asked) == to_text(turned)
    assert to_text(asked) != to_text(replace(asked, locks={"fosen": 2, "gauldal": 1}))


def test_question_is_fitted_to_the_case_that_it_is_read_for() -> None:
    other = make_case(make_nettverk("fosen"), make_nettverk("ny"), lines=[("Pool", 100)], total_kr=2_000_000)
    asked = replace(opening(CASE), way="need", locks={"fosen": 5, "gauldal": 7})
    found = from_text(to_text(asked), other)
    assert (dict(found.locks), dict(found.lines)) == ({"fosen": 5}, {"line-0": 100})
    assert (found.total_kr, found.way) == (20_700_000, "need")


def test_question_about_the_demo_fits_in_a_row() -> None:
    largest = WhatIf(MAX_KR, dict.fromkeys(LINES, MAX_KR), "all_last_year", locks=dict.fromkeys(NAMES, MAX_KR))
    assert len(to_text(largest)) < 10_000


# Texts that nobody meant

GARBAGE = (
    "",
    " ",
    "null",
    "true",
    "1",
    "[]",
    "[1]",
    "{}",
    '"x"',
    "{",
    '{"way": "need"}',
    '{"total_kr": 1, "lines": {}, "way": "need"}',
    "\x00",
    '"\ud800"',
    "NaN",
    to_text(opening(CASE))[:-1],
    to_text(opening(CASE)) * 2,
    to_text(opening(CASE)).replace("total_kr", "total"),
    '{"total_kr": ' + "9" * 5000 + "}",
    *HOSTILE_TEXTS,
)


@pytest.mark.parametrize("text", GARBAGE, ids=lambda text: ascii(text)[:24])
def test_garbage_gives_the_opening_question(text: str) -> None:
    assert opened(text)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_any_text_that_is_no_question_gives_the_opening_question(text: str) -> None:
    assert opened(text)


NOT_MEANT: tuple[tuple[str, Any], ...] = (
    *(("way", value) for value in ("x", "", None, 5, [], {}, True, "NEED")),
    *(("unit_kr", value) for value in (0, -1, 7, "1", None, [], {}, 10**30, float("nan"))),
    *(("percent", value) for value in (None, "x", "1/0", [], {}, float("nan"), "nan")),
    *(("total_kr", value) for value in (-1, 10**30, float("nan"), float("inf"), MAX_KR + 1)),
    *(("locks", {"fosen": value}) for value in (-1, 10**30, float("nan"), MAX_KR + 1)),
    *(("lines", {LINES[0]: value}) for value in (-1, 10**30, float("nan"), MAX_KR + 1)),
    ("extra", 1),
    ("__class__", "x"),
)
RAISES: tuple[tuple[str, Any], ...] = (
    *(("lines", value) for value in ([], None, "x", 5, True)),
    *(("lines", {LINES[0]: value}) for value in ("1", [1], {})),
    *(("locks", value) for value in (["fosen"], None, "fosen", 5)),
    *(("locks", {"fosen": value}) for value in ("1", [], {})),
    *(("total_kr", value) for value in ("1", [], {})),
    *(("percent_of", value) for value in ([], {})),
    ("percent", float("inf")),
    ("percent", float("-inf")),
)
TAKEN_AS_IT_IS: tuple[tuple[str, Any], ...] = (
    *(("total_kr", value) for value in (True, 1.5)),
    *(("lines", {LINES[0]: value}) for value in (True, 1.5)),
    *(("locks", {"fosen": value}) for value in (None, True, 1.5)),
    *(("percent", value) for value in (-1, "-1/2", "1e300", 10**30, True)),
    *(("percent_of", value) for value in (None, "x", 5)),
    *(("cap_at_need", value) for value in (None, "x", 0, [])),
    *(("unit_kr", value) for value in (True, 1.0)),
)


def named(found: object) -> str:
    return ascii(found)[:28]


@pytest.mark.parametrize(("name", "value"), NOT_MEANT, ids=named)
def test_value_that_no_page_writes_gives_the_opening_question(name: str, value: Any) -> None:
    assert opened(with_value(name, value))


@pytest.mark.parametrize(("name", "value"), RAISES, ids=named)
def test_value_of_a_wrong_type_gives_the_opening_question(name: str, value: Any) -> None:
    assert opened(with_value(name, value))


@pytest.mark.parametrize(("name", "value"), TAKEN_AS_IT_IS, ids=named)
def test_value_of_a_nearly_right_type_gives_the_opening_question(name: str, value: Any) -> None:
    assert opened(with_value(name, value))


@pytest.mark.parametrize("text", ["[" * 10_000, '{"a":' * 9_000], ids=["lists", "objects"])
def test_deep_nesting_gives_the_opening_question(text: str) -> None:
    assert opened(text)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just(10**30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*NAMES[:2], *LINES]), inner),
    max_leaves=5,
)
FIELDS = sorted(json.loads(to_text(opening(CASE))))


@settings(
    max_examples=200,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@example({"lines": []}, "need")
@given(st.dictionaries(st.sampled_from(FIELDS), anything, min_size=1, max_size=3), st.sampled_from(WAYS))
def test_hostile_values_never_raise_here_or_in_the_answer(values: dict[str, Any], way: str) -> None:
    plain = json.loads(to_text(opening(CASE)))
    asked = from_text(json.dumps({**plain, "way": way, **values}), CASE)
    answer(CASE, asked)
    assert from_text(to_text(asked), CASE) == asked
