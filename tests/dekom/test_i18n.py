"""Messages become bokmål sentences, with figures as Norwegian readers write them and names untouched."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dekom.i18n import Message, render


@pytest.mark.parametrize(
    ("place", "value", "text"),
    [
        ("{x:kr}", 842_950, "842\u00a0950\u00a0kr"),
        ("{x:kr}", 0, "0\u00a0kr"),
        ("{x:kr}", -5_000, "\u22125\u00a0000\u00a0kr"),
        ("{x:+kr}", 5_000, "+5\u00a0000\u00a0kr"),
        ("{x:+kr}", -5_000, "\u22125\u00a0000\u00a0kr"),
        ("{x:tall}", 842_950, "842\u00a0950"),
        ("{x:pst}", Fraction(396, 1000), "39,6\u00a0%"),
        ("{x:+pst}", Fraction(1, 10), "+10,0\u00a0%"),
        ("{x:+pst}", Fraction(-1, 10), "\u221210,0\u00a0%"),
        ("{x:eksakt}", Fraction(3, 10), "30\u00a0%"),
        ("{x:mill}", 15_300_000, "15,3\u00a0mill."),
        ("{x}", 11, "11"),
        ("{x}", "Fosen", "Fosen"),
    ],
)
def test_render_writes_a_figure_as_its_place_says(place: str, value: object, text: str) -> None:
    assert render(Message(place, {"x": value})) == text


@pytest.mark.parametrize("spec", ["kr", "+kr", "tall", "pst", "+pst", "eksakt", "mill"])
def test_render_calls_a_missing_figure_unknown_never_zero(spec: str) -> None:
    assert render(Message(f"{{x:{spec}}}", {"x": None})) == "ukjent"


def test_render_joins_a_list_with_commas_and_a_row_with_spaces() -> None:
    assert render(Message("{x}", {"x": ["Nord", "NTNU"]})) == "Nord, NTNU"
    assert render(Message("{x:rekke}", {"x": ("a", Message("b {n:kr}", {"n": 1}))})) == "a b 1\u00a0kr"
    assert render(Message("{x:semikolon}", {"x": ["ja", "nei"]})) == "ja; nei"
    assert render(Message("{x}", {"x": []})) == ""


def test_render_writes_a_message_inside_a_message() -> None:
    inner = Message("{kr:kr}", {"kr": 1_000})
    assert render(Message("Angret: {what}", {"what": inner})) == "Angret: 1\u00a0000\u00a0kr"


@pytest.mark.parametrize("name", ["{0}", "{x:kr}", "{", "}}", "%s", "<script>alert(1)</script>", "**:red[x]** $a$"])
def test_render_never_reads_a_name_as_a_format(name: str) -> None:
    assert render(Message("Nettverket {name} er endret.", {"name": name})) == f"Nettverket {name} er endret."


@given(st.text())
def test_render_keeps_any_text_as_it_is(text: str) -> None:
    assert render(Message("«{text}»", {"text": text})) == f"«{text}»"


def test_render_unknown_figure_format_is_a_fault() -> None:
    with pytest.raises(ValueError, match="unknown figure format"):
        render(Message("{x:kroner}", {"x": 1}))


def test_render_missing_place_is_a_fault() -> None:
    with pytest.raises(KeyError):
        render(Message("{x:kr}", {}))


def test_text_from_right_to_left_turns_no_figure_beside_it_around_on_a_screen() -> None:
    message = Message("{name} {kr:tall}", {"name": "\u202ecba", "kr": 50_000})
    assert render(message, isolate=True) == "\u2068\u202ecba\u2069 50\u00a0000"
    assert render(message) == "\u202ecba 50\u00a0000"
