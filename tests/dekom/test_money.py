"""What people write is read as they mean it, or refused with a sentence that says what to write instead."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dekom.i18n import Message, render
from dekom.money import (
    MAX_DIGITS,
    Reference,
    Refused,
    format_kroner,
    is_reference,
    looks_like_slip,
    parse_kroner,
    quoted,
    read_amount,
    slip_suggestion,
)

SPACES = [c for c in map(chr, range(0x3001)) if unicodedata.category(c) == "Zs"]
FOSEN = Reference(shown_kr=721_155, need_kr=910_000, last_year_kr=700_000, total_kr=20_700_000)
AMOUNTS = st.integers(0, 10**12 - 1)
MONEYISH = st.text(alphabet="0123456789 .,-–−+%krKRmilNOKtusenbehovfj\u00a0\u202f\t\n", max_size=30)


def refusal(text: str, reference: Reference | None = None) -> str:
    """Return the sentence that refuses a text, checked to be one that a Norwegian user can use."""
    with pytest.raises(Refused) as caught:
        parse_kroner(text) if reference is None else read_amount(text, reference)
    sentence = str(caught.value)
    assert sentence == render(caught.value.message)
    assert isinstance(caught.value.message, Message)
    assert sentence.endswith(".")
    assert re.search(r"\b(Skriv|Beløpet|kan ikke|er mer enn)\b", sentence)
    return sentence


# Reading an amount that stands on its own


@pytest.mark.parametrize(
    ("text", "kr"),
    [
        ("750000", 750_000),
        ("750 000", 750_000),
        ("750\u00a0000", 750_000),
        ("750\u202f000", 750_000),
        ("750\u2009000", 750_000),
        ("  750 000  ", 750_000),
        ("750\t000", 750_000),
        ("750  000", 750_000),
        ("750 000\r\n", 750_000),
        ("\ufeff7\u200b50 000", 750_000),
        ("842 950,00", 842_950),
        ("842950,0", 842_950),
        ("842.950", 842_950),
        ("842.950,00", 842_950),
        ("1.842.950", 1_842_950),
        ("kr 842 950,-", 842_950),
        ("kr. 842 950,-", 842_950),
        ("KR842950", 842_950),
        ("842 950 kr", 842_950),
        ("842 950 kr.", 842_950),
        ("842 950 kroner", 842_950),
        ("842 950,-", 842_950),
        ("842 950,–", 842_950),
        ("842 950,--", 842_950),
        ("NOK 842 950", 842_950),
        ("1,2 mill", 1_200_000),
        ("1,2 mill.", 1_200_000),
        ("1,2mill", 1_200_000),
        ("1,2 Mill. kr", 1_200_000),
        ("kr 1,2 mill.", 1_200_000),
        ("1 million", 1_000_000),
        ("2 millioner", 2_000_000),
        ("2 millionar", 2_000_000),
        ("1,234567 mill", 1_234_567),
        ("500 tusen", 500_000),
        ("0", 0),
        ("kr 0,-", 0),
        ("0 mill", 0),
        ("999 999 999 999", 999_999_999_999),
        (" " * 234 + "750000", 750_000),
    ],
)
def test_parse_kroner_form_that_people_write(text: str, kr: int) -> None:
    assert parse_kroner(text) == kr


@pytest.mark.parametrize("space", SPACES, ids=[f"U+{ord(c):04X}" for c in SPACES])
def test_parse_kroner_any_unicode_space_between_groups(space: str) -> None:
    assert parse_kroner(f"3{space}309{space}141") == 3_309_141


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("842 950,50", "ikke hele kroner"),
        ("842 950,01", "ikke hele kroner"),
        ("1,5", "1,5 mill."),
        ("1,000", "ikke hele kroner"),
        ("-5", "ikke være negativt"),
        ("−5", "ikke være negativt"),
        ("–5", "ikke være negativt"),
        ("-0", "ikke være negativt"),
        ("+5", "uten fortegn"),
        ("12e3", "«12e3»"),
        ("842.95", "«842.95»"),
        ("8429.50", "«8429.50»"),
        ("842,950.00", "842 950"),
        ("84 29 50", "tre og tre"),
        ("84 2950", "tre og tre"),
        ("842 95", "tre og tre"),
        ("1 000.000", "kan ikke leses"),
        ("1.000 000", "kan ikke leses"),
        ("", "Skriv et beløp"),
        ("   ", "Skriv et beløp"),
        ("\u00a0\u200b", "Skriv et beløp"),
        ("fem hundre tusen", "«fem hundre tusen»"),
        ("kr", "«kr»"),
        ("mill", "«mill»"),
        ("behov", "«behov»"),
        ("10 %", "kan ikke leses"),
        ("750k", "«750k»"),
        ("0x10", "kan ikke leses"),
        ("1_000", "kan ikke leses"),
        ("=750000", "kan ikke leses"),
        ("750\n000", "kan ikke leses"),
        ("٧٥٠", "kan ikke leses"),
        ("½", "kan ikke leses"),
        ("750²", "kan ikke leses"),
        ("1,23456789 mill", "hele kroner"),
        ("1 000 000 000 000", "12 siffer"),
        ("1000000000000", "12 siffer"),
        ("1 000 000 mill", "12 siffer"),
        ("9" * 60, "12 siffer"),
        ("9" * 61, "for lang"),
        (" " * 235 + "750000", "for lang"),
        pytest.param("9" * 10_000_000, "for lang", id="10 MB"),
        ("{0}", "«{0}»"),
        ("{text:kr}", "«{text:kr}»"),
        ("<script>alert(1)</script>", "«<script>alert(1)</script>»"),
    ],
)
def test_parse_kroner_refused_with_a_useful_sentence(text: str, says: str) -> None:
    assert says in refusal(text)


@given(AMOUNTS, st.sampled_from(SPACES))
def test_parse_kroner_reads_back_what_format_kroner_writes(kr: int, space: str) -> None:
    written = format_kroner(kr)
    assert parse_kroner(written) == kr
    assert parse_kroner(written.replace("\u00a0", space)) == kr
    assert parse_kroner(written.replace("\u00a0", ".")) == kr
    assert parse_kroner(str(kr)) == kr


@given(AMOUNTS, st.sampled_from(["{}", "kr {}", "{} kr", "{},-", "{},00", "kr. {},-", "{} kroner", "NOK {}"]))
def test_parse_kroner_reads_any_amount_in_any_dress(kr: int, dress: str) -> None:
    assert parse_kroner(dress.format(format_kroner(kr))) == kr


@given(st.integers(0, 999_999), st.integers(0, 999_999))
def test_parse_kroner_reads_millions_exactly(whole: int, rest: int) -> None:
    assert parse_kroner(f"{whole},{rest:06d} mill.") == whole * 1_000_000 + rest


@given(st.text() | MONEYISH)
def test_parse_kroner_gives_a_whole_amount_or_refuses(text: str) -> None:
    try:
        kr = parse_kroner(text)
    except Refused as refused:
        assert str(refused).endswith(".")
    else:
        assert type(kr) is int
        assert 0 <= kr < 10**MAX_DIGITS


@given(st.text(alphabet="0123456789 .,-\u00a0", max_size=20))
def test_parse_kroner_never_reads_other_digits_than_those_before_the_comma(text: str) -> None:
    try:
        kr = parse_kroner(text)
    except Refused:
        return
    whole, _, ore = text.partition(",")
    assert kr == int(re.sub(r"\D", "", whole))
    assert not ore.strip(" 0-\u00a0")


@given(st.text() | MONEYISH, st.builds(Reference, *[st.none() | AMOUNTS] * 4))
def test_read_amount_gives_an_amount_within_the_total_or_refuses(text: str, reference: Reference) -> None:
    try:
        kr = read_amount(text, reference)
    except Refused as refused:
        assert str(refused).endswith(".")
    else:
        assert type(kr) is int
        assert 0 <= kr < 10**MAX_DIGITS
        assert reference.total_kr is None or kr <= reference.total_kr


@pytest.mark.parametrize("text", ["0.750", "0.015 mill", "0.750 tusen"])
def test_parse_kroner_decimal_point_after_a_zero_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        parse_kroner(text)


@pytest.mark.parametrize(
    ("text", "kr"), [("1,2 millioner kroner", 1_200_000), ("1 million kr", 1_000_000), ("500 tusen kr", 500_000)]
)
def test_parse_kroner_scaled_amount_with_kroner_behind(text: str, kr: int) -> None:
    assert parse_kroner(text) == kr


def test_parse_kroner_refusal_offers_only_what_it_reads() -> None:
    sentence = refusal("abc")
    offered = re.findall(r"[+-]?\d[\d ,]*\d(?: mill\.| %)?", sentence)
    assert [parse_kroner(example) for example in offered]


# Reading an amount that leans on what stands


@pytest.mark.parametrize(
    ("text", "kr"),
    [
        ("800 000", 800_000),
        ("1,2 mill", 1_200_000),
        ("+50 000", 771_155),
        ("+ 50 000", 771_155),
        ("+kr 50 000,-", 771_155),
        ("+1,2 mill", 1_921_155),
        ("-50 000", 671_155),
        ("−50 000", 671_155),
        ("–50 000", 671_155),
        ("-721 155", 0),
        ("+0", 721_155),
        ("-10 %", 649_040),
        ("-10%", 649_040),
        ("− 10 %", 649_040),
        ("+10 %", 793_271),
        ("+2,5 %", 739_184),
        ("-100 %", 0),
        ("behov", 910_000),
        ("Behov", 910_000),
        (" BEHOV ", 910_000),
        ("i fjor", 700_000),
        ("I  fjor", 700_000),
        ("i\u00a0fjor", 700_000),
        ("ifjor", 700_000),
        ("20 700 000", 20_700_000),
    ],
)
def test_read_amount_form_that_people_write(text: str, kr: int) -> None:
    assert read_amount(text, FOSEN) == kr


@pytest.mark.parametrize(
    ("text", "reference", "says"),
    [
        ("20 700 001", FOSEN, "hele tilskuddet på 20\u00a0700\u00a0000\u00a0kr"),
        ("21 mill", FOSEN, "hele tilskuddet"),
        ("+19 978 846", FOSEN, "hele tilskuddet"),
        ("behov", Reference(need_kr=2, total_kr=1), "hele tilskuddet"),
        ("-721 156", FOSEN, "mindre enn 0 kr"),
        ("-101 %", FOSEN, "det står 721\u00a0155\u00a0kr nå"),
        ("10 %", FOSEN, "+10 % eller -10 %"),
        ("+50 000", Reference(), "uten fortegn"),
        ("-10 %", Reference(need_kr=5), "ikke noe beløp å regne ut fra"),
        ("behov", Reference(shown_kr=5), "Meldt behov er ikke kjent"),
        ("i fjor", Reference(shown_kr=5), "Fjorårets beløp er ikke kjent"),
        ("+", FOSEN, "«+»"),
        ("--5", FOSEN, "«--5»"),
        ("+behov", FOSEN, "«+behov»"),
        ("+1,5", FOSEN, "ikke hele kroner"),
        ("+84 29 50", FOSEN, "tre og tre"),
        ("12e3", FOSEN, "«12e3»"),
        ("1,5", FOSEN, "1,5 mill."),
        ("842.95", FOSEN, "«842.95»"),
        ("", FOSEN, "Skriv et beløp"),
        ("ukjent", FOSEN, "«ukjent»"),
        ("+999 999 999 999", Reference(shown_kr=1), "12 siffer"),
    ],
)
def test_read_amount_refused_with_a_useful_sentence(text: str, reference: Reference, says: str) -> None:
    assert says in refusal(text, reference)


@pytest.mark.parametrize(
    ("shown_kr", "text", "kr"),
    [(5, "-10 %", 5), (4, "-10 %", 4), (15, "-10 %", 14), (5, "+10 %", 6), (14, "+10 %", 15), (0, "+10 %", 0)],
)
def test_read_amount_per_cent_rounds_to_the_nearest_krone_halves_up(shown_kr: int, text: str, kr: int) -> None:
    assert read_amount(text, Reference(shown_kr)) == kr


@given(st.integers(0, 10**9), st.integers(0, 100))
def test_read_amount_per_cent_is_exact_integer_arithmetic(shown_kr: int, percent: int) -> None:
    up, down = shown_kr * (100 + percent), shown_kr * (100 - percent)
    assert read_amount(f"+{percent} %", Reference(shown_kr)) == (up + 50) // 100
    assert read_amount(f"-{percent} %", Reference(shown_kr)) == (down + 50) // 100


@given(st.integers(0, 10**11), st.integers(0, 10**11))
def test_read_amount_plus_then_minus_comes_back(shown_kr: int, step_kr: int) -> None:
    raised_kr = read_amount(f"+{format_kroner(step_kr)}", Reference(shown_kr))
    assert raised_kr == shown_kr + step_kr
    assert read_amount(f"-{format_kroner(step_kr)}", Reference(raised_kr)) == shown_kr


@pytest.mark.parametrize(
    ("text", "named"), [("behov", True), (" I Fjor ", True), ("750 000", False), ("behovet", False), ("+5", False)]
)
def test_is_reference_only_for_named_amounts(text: str, named: bool) -> None:
    assert is_reference(text) is named


# «Mener du …?»


@pytest.mark.parametrize(
    ("kr", "reference", "asks"),
    [
        (9_999, Reference(100_000), True),
        (10_000, Reference(100_000), False),
        (300_000, Reference(100_000), False),
        (300_001, Reference(100_000), True),
        (0, Reference(100_000), True),
        (8_000_000, FOSEN, True),
        (750, FOSEN, True),
        (800_000, FOSEN, False),
        (8_000_000, Reference(0, need_kr=910_000), True),
        (8_000_000, Reference(None, last_year_kr=910_000), True),
        (800_000, Reference(0, need_kr=910_000), False),
        (8_000_000, Reference(), False),
        (8_000_000, Reference(0, 0, 0), False),
    ],
)
def test_looks_like_slip_under_a_tenth_or_over_three_times(kr: int, reference: Reference, asks: bool) -> None:
    assert looks_like_slip(kr, reference) is asks


@pytest.mark.parametrize(
    ("kr", "reference", "suggestion_kr"),
    [
        (8_000_000, FOSEN, 800_000),
        (750, FOSEN, 750_000),
        (75_000, FOSEN, 750_000),
        (8_000_001, FOSEN, None),
        (0, FOSEN, None),
        (750, Reference(), None),
        (2, FOSEN, None),
        (5, Reference(101), None),
        (5, Reference(100), 50),
        (2, Reference(100), 200),
        (2, Reference(99), None),
    ],
)
def test_slip_suggestion_is_the_amount_with_other_zeros(
    kr: int, reference: Reference, suggestion_kr: int | None
) -> None:
    assert slip_suggestion(kr, reference) == suggestion_kr


def test_slip_suggestion_is_never_more_than_the_total() -> None:
    assert slip_suggestion(215, Reference(15_000_000, total_kr=20_700_000)) is None


# The sentence itself


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("12\n 3", "12 3"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 60 + "…"),
        pytest.param("x" * 10_000_000, "x" * 60 + "…", id="10 MB"),
    ],
)
def test_quoted_fits_in_a_sentence(text: str, shown: str) -> None:
    assert quoted(text) == shown
