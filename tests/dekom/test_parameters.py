"""Rule parameters hold from a date, carry a source each, and are off where nothing is known."""

from datetime import date
from fractions import Fraction

import pytest

from dekom.i18n import render
from dekom.parameters import load_parameters, read_rulebook
from dekom.rules import RULES

NEW_SCHEME = date(2026, 1, 1)
KRAV_PARAMETERS = ("egenfinansiering_minst", "uh_partner", "ikke_bare_egne_utgifter", "uten_deltakelse_ingen_midler")


@pytest.mark.parametrize("on", [date(2017, 1, 1), date(2022, 3, 9), date(2025, 12, 31)])
def test_load_parameters_dekom_own_financing_is_exactly_thirty_per_cent(on: date) -> None:
    params = load_parameters("dekom", on)
    assert (params.ordning, params.on) == ("dekom", on)
    assert params.share("egenfinansiering_minst") == Fraction(3, 10)
    assert params.values["egenfinansiering_minst"].valid_from == date(2017, 1, 1)
    source = params.source("egenfinansiering_minst")
    assert source and "30 %" in render(source)


@pytest.mark.parametrize("name", KRAV_PARAMETERS)
@pytest.mark.parametrize("on", [NEW_SCHEME, date(2031, 5, 1)])
def test_load_parameters_dekom_from_2026_every_krav_is_off_with_its_reason(name: str, on: date) -> None:
    params = load_parameters("dekom", on)
    assert params.share(name) is None
    assert params.values[name].valid_from == NEW_SCHEME
    source = params.source(name)
    assert source and "2026" in render(source)


@pytest.mark.parametrize("on", [date(2016, 12, 31), date(1999, 1, 1)])
@pytest.mark.parametrize("ordning", ["dekom", "rekom", "kompetanseloftet"])
def test_load_parameters_before_the_first_date_is_a_fault(ordning: str, on: date) -> None:
    with pytest.raises(ValueError, match=ordning):
        load_parameters(ordning, on)


@pytest.mark.parametrize("ordning", ["", "ukjent", "Dekom", "navn"])
def test_load_parameters_unknown_ordning_is_a_fault(ordning: str) -> None:
    with pytest.raises(ValueError, match="no parameters"):
        load_parameters(ordning, date(2022, 3, 9))


@pytest.mark.parametrize("ordning", ["rekom", "kompetanseloftet"])
def test_load_parameters_other_ordning_has_no_krav_until_sourced(ordning: str) -> None:
    params = load_parameters(ordning, date(2022, 3, 9))
    assert {name: params.share(name) for name in KRAV_PARAMETERS} == dict.fromkeys(KRAV_PARAMETERS)
    assert params.source("egenfinansiering_minst") is None
    assert params.share("trykt_prosent_slingring") == Fraction(1, 100)


def test_rulebook_every_value_has_a_date_a_source_and_an_exact_share() -> None:
    for ordning, table in read_rulebook().items():
        for name, steps in table.items():
            if name in {"navn", "gjelder"}:
                assert steps.strip(), (ordning, name)
                continue
            dates = [step["fra"] for step in steps]
            assert dates == sorted(set(dates)), (ordning, name)
            for step in steps:
                assert type(step["fra"]) is date
                assert step["kilde"].strip()
                assert isinstance(step["verdi"], str), "a share is text, so that it is read exactly"
                assert step["verdi"] == "ukjent" or 0 <= Fraction(step["verdi"]) <= 1


def test_rulebook_knows_every_parameter_that_a_rule_hangs_on() -> None:
    named = {rule.parameter for rule in RULES if rule.parameter}
    assert named == set(KRAV_PARAMETERS)
    assert named <= set(read_rulebook()["dekom"])
