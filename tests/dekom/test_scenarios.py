"""Saved what-ifs in a real store: what is kept, what is refused, what «Bruk» writes, and that Angre undoes it."""

import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction as F
from pathlib import Path
from typing import Any

import pytest

from dekom.access import Forbidden
from dekom.change import InvalidChange, RowEdit, StaleChange
from dekom.evaluate import evaluate
from dekom.i18n import render
from dekom.model import Case, Scenario
from dekom.money import Refused
from dekom.outcome import Status
from dekom.parameters import load_parameters
from dekom.scenarios import (
    BROKEN,
    MOST_SCENARIOS,
    broken_checks,
    change_lines,
    changed_figures,
    copy_scenario,
    delete_scenario,
    figures_of,
    rename_scenario,
    save_scenario,
    use_change,
)
from dekom.store import Store, open_store
from dekom.whatif import WhatIf, answer, opening, split_evenly
from tests.dekom.builders import make_case, make_nettverk
from tests.dekom.store_fixtures import (
    ADA,
    BO,
    HOSTILE_TEXTS,
    LISTENER,
    MEETING,
    ORDNING,
    amount_edit,
    change,
    dump,
    key,
    load,
    make_meeting,
    nothing_written,
)

POOL = ("direktefinansiering-1", "direktefinansiering-2")


def four_million(case: Case) -> WhatIf:
    start = opening(case)
    return replace(start, lines={**start.lines, **split_evenly(4_000_000, POOL)})


def given(case: Case, what_if: WhatIf) -> dict[str, int]:
    found = answer(case, what_if).proposal
    assert found
    return found.amounts


def save(store: Store, name: str = "Pool 4 mill", note: str = "", **asked: Any) -> Scenario:
    """Save a pool of 4 million, or another question, as Ada does; return it as it is stored."""
    case = load(store)
    what_if = replace(four_million(case), **asked)
    save_scenario(store, ADA, case, what_if, given(case, what_if), name, note)
    return saved(store)[-1]


def saved(store: Store) -> tuple[Scenario, ...]:
    return store.load_scenarios(MEETING, ORDNING)


def names(store: Store) -> list[str]:
    return [scenario.name for scenario in saved(store)]


def said(message: Any) -> str:
    return render(message).replace("\u00a0", " ")


def last_line(store: Store) -> str:
    return said(store.history(MEETING, ORDNING)[0].what)


def add_network(store: Store, nettverk_id: str = "ny", name: str = "Nytt nettverk") -> None:
    """Add a network without figures, as Bo does."""
    place = key(nettverk_id=nettverk_id)
    about = {"position": 99, "name": name, "owners": "", "schools": None, "private_schools": None, "about": ""}
    money = {"source": "", "last_year_kr": None, "opening_kr": None}
    entry = RowEdit("innstilling", place, None, {"innstilt_kr": 5, "begrunnelse": ""})
    store.apply(change(RowEdit("nettverk", place, None, about | money), entry), BO)


def add_line(store: Store, kr: int) -> None:
    values = {"position": 99, "name": "Reise", "recipient": "Alle", "amount_kr": kr, "source": ""}
    store.apply(change(RowEdit("frame_line", key(line_id="reise"), None, values)), BO)


def remove_line(store: Store, line_id: str) -> None:
    place = json.dumps(key(line_id=line_id), sort_keys=True)
    row = dump(store)["frame_line", place]
    store.apply(change(RowEdit("frame_line", key(line_id=line_id), row, None)), BO)


# Saving


def test_saved_scenario_holds_what_was_asked_and_proposed(store: Store) -> None:
    case = load(store)
    scenario = save(store, "  Pool   4 mill ", " Prøve \n")
    assert (scenario.name, scenario.note, scenario.position) == ("Pool 4 mill", "Prøve", 1)
    assert (scenario.total_kr, scenario.lines["direktefinansiering-1"]) == (20_700_000, 2_000_000)
    assert scenario.lines == four_million(case).lines
    assert (scenario.amounts, sum(scenario.amounts.values())) == (given(case, four_million(case)), 15_902_692)  # type: ignore[arg-type]
    assert last_line(store) == "Lagret scenario «Pool 4 mill»"
    assert (load(store), len(store.history(MEETING, ORDNING))) == (case, 1)


def test_scenario_survives_a_restart_and_belongs_to_its_case(demo_file: Path) -> None:
    first = open_store(demo_file)
    kept = save(first)
    make_meeting(first, "more-2023")
    assert first.load_scenarios("more-2023", ORDNING) == ()
    first.close()
    again = open_store(demo_file)
    try:
        assert saved(again) == (kept,)
    finally:
        again.close()


def test_unknown_total_and_line_are_kept_as_unknown(store: Store) -> None:
    case = load(store)
    asked = replace(opening(case), total_kr=None, lines={**opening(case).lines, "samlinger-4": None})
    save_scenario(store, ADA, case, asked, {}, "Ukjent", "")
    (scenario,) = saved(store)
    assert (scenario.total_kr, scenario.lines["samlinger-4"], scenario.amounts) == (None, None, {})
    assert broken_checks(case, scenario, load_parameters(ORDNING, case.held_on))


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_hostile_name_and_note_are_kept_verbatim_a_name_on_one_line(store: Store, text: str) -> None:
    scenario = save(store, text, text)
    assert (scenario.name, scenario.note) == (" ".join(text.split()), text.strip())
    copy_scenario(store, ADA, load(store), scenario.id)
    rename_scenario(store, ADA, load(store), scenario.id, f"{text}!", text)
    assert names(store) == [f"{scenario.name}!", f"{scenario.name} (2)"]
    assert last_line(store) == f"Endret navn eller merknad på scenario «{scenario.name}»"
    applied = use_change(load(store), 1, {}, {}, text)
    assert said(applied.what) == f"Bruk av «{text}» som innstilling".replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Gi scenarioet et navn."),
        (" \t\u00a0\n", "Gi scenarioet et navn."),
        ("x" * 201, "Navnet er for langt. Bruk høyst 200 tegn."),
        ("Plan", "Et annet scenario heter «Plan». Velg et annet navn."),
        (" plan ", "Et annet scenario heter «plan». Velg et annet navn."),
        ("PLAN", "Et annet scenario heter «PLAN». Velg et annet navn."),
    ],
    ids=lambda value: value[:12],
)
def test_name_that_cannot_be_used_is_refused_for_a_new_one_and_for_another(
    store: Store, name: str, sentence: str
) -> None:
    save(store, "Plan")
    other = save(store, "En annen")
    case = load(store)
    for attempt in (
        lambda: save_scenario(store, ADA, case, opening(case), {}, name, ""),
        lambda: rename_scenario(store, ADA, case, other.id, name, ""),
    ):
        with nothing_written(store), pytest.raises(Refused) as refused:
            attempt()
        assert str(refused.value) == sentence


def test_name_of_just_200_letters_is_taken_and_so_is_its_copy(store: Store) -> None:
    long = save(store, "ø" * 200)
    copy_scenario(store, ADA, load(store), long.id)
    assert [len(name) for name in names(store)] == [200, 194]


def test_names_that_differ_in_a_letter_only_are_two(store: Store) -> None:
    save(store, "Straße")
    with pytest.raises(Refused):
        save(store, "STRASSE")
    save(store, "Strase")
    assert names(store) == ["Straße", "Strase"]


def test_note_that_is_too_long_is_refused(store: Store) -> None:
    with nothing_written(store), pytest.raises(InvalidChange) as refused:
        save(store, "Lang", "x" * 10_001)
    assert said(refused.value.message) == "Teksten er for lang. Bruk høyst 10 000 tegn."


def test_thirteenth_scenario_is_refused_saved_or_copied_until_one_is_deleted(store: Store) -> None:
    for number in range(MOST_SCENARIOS):
        save(store, f"Nr. {number}")
    case, first = load(store), saved(store)[0]
    for attempt in (lambda: save(store, "For mye"), lambda: copy_scenario(store, ADA, case, first.id)):
        with nothing_written(store), pytest.raises(Refused) as refused:
            attempt()
        assert str(refused.value) == "Det er 12 scenarioer. Slett ett før du lagrer et nytt."
    rename_scenario(store, ADA, case, first.id, "Ett av tolv", "")
    delete_scenario(store, ADA, case, first.id)
    save(store, "Den tolvte")
    assert (len(names(store)), names(store)[0], names(store)[-1]) == (12, "Nr. 1", "Den tolvte")


# Copy, rename, delete


def test_copy_is_like_the_original_under_the_next_free_name_last(store: Store) -> None:
    original = save(store, "Plan", "Merknad")
    save(store, "Annet")
    for _ in range(2):
        copy_scenario(store, ADA, load(store), original.id)
    assert names(store) == ["Plan", "Annet", "Plan (2)", "Plan (3)"]
    copied = saved(store)[-1]
    assert replace(copied, id=original.id, name="Plan", position=1) == original
    assert len({scenario.id for scenario in saved(store)}) == 4
    assert last_line(store) == "Kopierte scenario «Plan»"


def test_rename_keeps_all_but_name_and_note_and_may_change_the_case_of_letters(store: Store) -> None:
    original = save(store, "Plan")
    rename_scenario(store, ADA, load(store), original.id, " PLAN ", " ny ")
    assert saved(store) == (replace(original, name="PLAN", note="ny"),)


def test_rename_to_what_it_is_writes_nothing(store: Store) -> None:
    original = save(store, "Plan", "ny")
    with nothing_written(store):
        assert rename_scenario(store, ADA, load(store), original.id, "Plan ", "ny") is None


def test_delete_takes_every_row_of_it_and_no_other(store: Store) -> None:
    before = dump(store)
    first, second = save(store, "En"), save(store, "To")
    delete_scenario(store, ADA, load(store), first.id)
    assert (saved(store), last_line(store)) == ((second,), "Slettet scenario «En»")
    delete_scenario(store, ADA, load(store), second.id)
    assert dump(store) == before


@pytest.mark.parametrize(
    ("action", "after"),
    [
        (lambda store, case, i: copy_scenario(store, ADA, case, i), ["En", "To", "En (2)"]),
        (lambda store, case, i: rename_scenario(store, ADA, case, i, "Ny", "ny"), ["Ny", "To"]),
        (lambda store, case, i: delete_scenario(store, ADA, case, i), ["To"]),
        (lambda store, case, i: save_scenario(store, ADA, case, opening(case), {}, "Tre", ""), ["En", "To", "Tre"]),
    ],
    ids=["copy", "rename", "delete", "save"],
)
def test_each_is_undone_and_made_again_as_one_step(
    store: Store, action: Callable[[Store, Case, str], object], after: list[str]
) -> None:
    first = save(store, "En", "merknad")
    save(store, "To")
    before = dump(store)
    action(store, load(store), first.id)
    done = dump(store)
    assert names(store) == after
    for _ in range(2):
        assert store.undo(MEETING, ORDNING, ADA)
        assert (dump(store), names(store)) == (before, ["En", "To"])
        assert store.redo(MEETING, ORDNING, ADA)
        assert dump(store) == done
    assert store.undo(MEETING, ORDNING, BO) is None  # another browser's Angre does not reach it


def test_undo_of_a_rename_that_someone_has_renamed_since_is_refused(store: Store) -> None:
    scenario = save(store, "En")
    rename_scenario(store, ADA, load(store), scenario.id, "To", "")
    rename_scenario(store, BO, load(store), scenario.id, "Tre", "")
    with nothing_written(store), pytest.raises(StaleChange) as stale:
        store.undo(MEETING, ORDNING, ADA)
    assert said(stale.value.message).startswith("Bo endret dette kl.")


ACTIONS = [
    lambda store, actor, i: copy_scenario(store, actor, load(store), i),
    lambda store, actor, i: rename_scenario(store, actor, load(store), i, "Ny", ""),
    lambda store, actor, i: delete_scenario(store, actor, load(store), i),
]


@pytest.mark.parametrize("action", ACTIONS, ids=["copy", "rename", "delete"])
@pytest.mark.parametrize("scenario_id", ["", "oslo", "'; DROP TABLE scenario; --"])
def test_scenario_that_is_gone_is_refused(kept_store: Store, action: Callable[..., object], scenario_id: str) -> None:
    with nothing_written(kept_store), pytest.raises(InvalidChange) as refused:
        action(kept_store, ADA, scenario_id)
    assert said(refused.value.message) == "Scenarioet finnes ikke lenger."


def test_listener_may_not_touch_scenarios(store: Store) -> None:
    scenario, case = save(store), load(store)
    with nothing_written(store):
        for action in ACTIONS:
            with pytest.raises(Forbidden):
                action(store, LISTENER, scenario.id)
        with pytest.raises(Forbidden):
            save_scenario(store, LISTENER, case, opening(case), {}, "Ny", "")
        with pytest.raises(Forbidden):
            store.apply(use_change(case, 1, {}, {}, "Ny"), LISTENER)


# Bruk


def test_use_changes_frame_lines_total_and_amounts_in_one_step_that_is_undone(store: Store) -> None:
    before = dump(store)
    case = load(store)
    asked = replace(four_million(case), total_kr=20_000_000)
    applied = use_change(case, asked.total_kr, asked.lines, given(case, asked), "Pool 4 mill")
    store.apply(applied, ADA)
    used = load(store)
    assert (used.total_kr, used.ramme_kr, used.innstilt_kr) == (20_000_000, 15_600_000, 15_600_000)
    assert {n.id: n.innstilt_kr for n in used.nettverk} == given(case, asked)
    assert last_line(store) == "Bruk av «Pool 4 mill» som innstilling"
    assert len(store.history(MEETING, ORDNING)) == 1
    assert [n.begrunnelse for n in used.nettverk] == [n.begrunnelse for n in case.nettverk]
    store.undo(MEETING, ORDNING, ADA)
    assert dump(store) == before
    store.redo(MEETING, ORDNING, ADA)
    assert load(store) == used


def test_use_writes_only_what_differs(store: Store) -> None:
    case = load(store)
    asked = four_million(case)
    applied = use_change(case, asked.total_kr, asked.lines, given(case, asked), "x")
    store.apply(applied, ADA)
    written = store.history(MEETING, ORDNING)[0].edits
    places = [str(e.key.get("line_id") or e.key.get("nettverk_id")) for e in written]
    assert places == [*POOL, *(n.id for n in case.nettverk if n.id != "innherred")]  # Innherred has its need
    same = use_change(load(store), applied_total(store), {}, {}, "x")
    with nothing_written(store):
        assert (change_lines(load(store), same), store.apply(same, ADA)) == ([], None)


def applied_total(store: Store) -> int | None:
    return load(store).total_kr


def test_preview_says_what_would_change_a_line_each(store: Store) -> None:
    case = load(store)
    lines = {"direktefinansiering-2": 2_000_000, "samlinger-4": None, "gone": 5}
    applied = use_change(case, None, lines, {"fosen": 910_000, "gone": 7, "gauldal": None}, "x")
    assert [said(m) for m in change_lines(case, applied)] == [
        "Totalt: 20 700 000 kr → ukjent",
        "Direktefinansiering UH (pool), NTNU: 2 500 000 kr → 2 000 000 kr",
        "Samlinger: 400 000 kr → ukjent",
        "Gauldalnettverket: 960 113 kr → ukjent",
        "Fosen: 721 155 kr → 910 000 kr",
    ]
    store.apply(applied, ADA)
    assert said(store.history(MEETING, ORDNING)[0].what) == "Bruk av «x» som innstilling"


@pytest.mark.parametrize("name", HOSTILE_TEXTS)
def test_preview_names_a_hostile_network_as_it_is(name: str) -> None:
    case = make_case(make_nettverk(name=name))
    (line,) = change_lines(case, use_change(case, case.total_kr, {}, {"fosen": 5}, "x"))
    assert said(line) == f"{name}: 1 000 000 kr → 5 kr"


@pytest.mark.parametrize(
    "meanwhile",
    [
        amount_edit("fosen", 721_155, 721_156),
        amount_edit("fosen", 721_155, None),
        RowEdit("frame_line", key(line_id=POOL[0]), {"amount_kr": 2_500_000}, {"amount_kr": 3_000_000}),
        RowEdit("ordning", key(), {"total_kr": 20_700_000}, {"total_kr": 20_700_001}),
    ],
    ids=["amount", "amount gone", "line", "total"],
)
def test_use_on_top_of_what_another_has_changed_since_is_refused_whole(store: Store, meanwhile: RowEdit) -> None:
    case = load(store)
    asked = replace(four_million(case), total_kr=21_000_000)
    applied = use_change(case, asked.total_kr, asked.lines, given(case, asked), "x")
    store.apply(change(meanwhile, what="Noe annet"), BO)
    with nothing_written(store), pytest.raises(StaleChange) as stale:
        store.apply(applied, ADA)
    assert said(stale.value.message).startswith("Bo endret dette kl.")
    assert said(stale.value.message).endswith("Noe annet. Ingenting ble lagret.")


def test_use_of_an_impossible_amount_is_refused(kept_store: Store) -> None:
    case = load(kept_store)
    for total_kr, amounts in [(-1, {}), (10**12, {}), (5, {"fosen": -1})]:
        with nothing_written(kept_store), pytest.raises(InvalidChange):
            kept_store.apply(use_change(case, total_kr, {}, amounts, "x"), ADA)


# What a scenario breaks


def broken(case: Case, scenario: Scenario) -> list[tuple[str, str, Status]]:
    found = broken_checks(case, scenario, load_parameters(ORDNING, case.held_on))
    return [(outcome.nettverk_id, outcome.rule_id, outcome.status) for outcome in found]


def broken_after_use(case: Case, scenario: Scenario) -> list[tuple[str, str, Status]]:
    """Return what the case breaks once the scenario is used: worked out past `broken_checks`, on a store's copy."""
    total, lines, amounts = scenario.total_kr, scenario.lines, scenario.amounts
    used = replace(
        case,
        total_kr=total,
        lines=tuple(replace(line, amount_kr=lines.get(line.id, line.amount_kr)) for line in case.lines),
        nettverk=tuple(replace(n, innstilt_kr=amounts.get(n.id, n.innstilt_kr)) for n in case.nettverk),
    )
    found = evaluate(used, load_parameters(ORDNING, case.held_on))
    outcomes = [o for row in found.rows for o in row.outcomes] + list(found.outcomes)
    kept = [o for o in outcomes if o.status in BROKEN and o.rule_id != "tallkontroll"]
    return [(o.nettverk_id, o.rule_id, o.status) for o in kept]


def test_broken_checks_of_the_demo(store: Store) -> None:
    case = load(store)
    own = ("verdal-levanger", "egenfinansiering", Status.IKKE_OPPFYLT)  # 235 050 is under 30 % of 842 950 and more
    assert broken(case, save(store)) == [own]
    today = replace(saved(store)[0], lines=opening(case).lines, amounts={})
    assert broken(case, today) == [own, ("midtre-namdal", "over_behov", Status.AVVIK)]
    last_year = save(store, "Som i fjor", way="all_last_year")
    over = [(i, "over_behov", Status.AVVIK) for i in ("innherred", "midtre-namdal")]
    assert broken(case, last_year) == [own, *over]
    assert broken(case, replace(last_year, amounts={**last_year.amounts, "verdal-levanger": 783_500})) == over
    assert broken(case, replace(last_year, amounts={**last_year.amounts, "verdal-levanger": 783_501})) == [own, *over]


def test_broken_checks_measure_the_scenarios_own_frame(store: Store) -> None:
    case, scenario = load(store), save(store)
    too_small = replace(scenario, total_kr=scenario.total_kr - 397_309)  # type: ignore[operator]
    assert ("", "sum_mot_ramme", Status.AVVIK) in broken(case, too_small)
    assert ("", "sum_mot_ramme", Status.AVVIK) not in broken(case, replace(too_small, total_kr=20_700_000 - 397_308))
    limited = replace(case, limits={"grense_endring": F(1, 10)})
    assert ("fosen", "grense_endring", Status.OVER) in broken(limited, scenario)
    for tried in (case, limited):
        assert broken(tried, scenario) == broken_after_use(tried, scenario)


def test_uncertain_and_printed_figures_are_no_breach_of_a_scenario(store: Store) -> None:
    case, scenario = load(store), save(store)
    assert not any(nettverk_id == "vaernes" for nettverk_id, _rule, _status in broken(case, scenario))
    assert not any(rule == "tallkontroll" for _nettverk, rule, _status in broken(case, scenario))


# Figures that changed since


def said_changed(store: Store) -> list[str]:
    return [said(m) for m in changed_figures(load(store), saved(store)[0])]


def test_nothing_has_changed_when_only_amounts_frame_and_names_have(store: Store) -> None:
    save(store)
    assert said_changed(store) == []
    line = RowEdit("frame_line", key(line_id=POOL[0]), {"amount_kr": 2_500_000}, {"amount_kr": 1})
    name = RowEdit("nettverk", key(nettverk_id="fosen"), {"name": "Fosen"}, {"name": "{name} **x**"})
    store.apply(change(amount_edit("fosen", 721_155, 5), line, name), BO)
    assert said_changed(store) == []


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (
            RowEdit("grunnlag", key(nettverk_id="fosen"), {"need_kr": 910_000}, {"need_kr": 910_001}),
            "Meldt behov for Fosen",
        ),
        (
            RowEdit("grunnlag", key(nettverk_id="fosen"), {"need_kr": 910_000}, {"need_kr": None}),
            "Meldt behov for Fosen",
        ),
        (
            RowEdit("nettverk", key(nettverk_id="gauldal"), {"last_year_kr": 960_113}, {"last_year_kr": 0}),
            "Beløpet i fjor for Gauldalnettverket",
        ),
        (
            RowEdit("teacher_years", key(nettverk_id="innherred"), None, {"teacher_years": "2469/2"}),
            "Lærerårsverk for Innherred",
        ),
        (
            RowEdit("key_figures", key(), None, {"base_grant_kr": 5, "year": "2021", "source": "GSI"}),
            "Grunntilskuddet er endret",
        ),
    ],
    ids=["need", "need gone", "last year", "lærerårsverk", "grunntilskudd"],
)
def test_changed_figure_is_named_and_no_longer_when_it_is_undone(store: Store, edit: RowEdit, sentence: str) -> None:
    save(store)
    store.apply(change(edit), BO)
    assert said_changed(store) == [sentence]
    store.undo(MEETING, ORDNING, BO)
    assert said_changed(store) == []


def test_year_and_source_of_the_grant_are_no_figures(store: Store) -> None:
    save(store)
    edit = RowEdit("key_figures", key(), None, {"base_grant_kr": 0, "year": "2021", "source": "GSI"})
    store.apply(change(edit), BO)
    assert said_changed(store) == []


def test_network_added_since_is_named_and_one_removed_is_told(store: Store) -> None:
    save(store)
    add_network(store, name="Ny {name}")
    assert said_changed(store) == ["Ny {name} er nytt"]
    case = load(store)
    save_scenario(store, ADA, case, opening(case), {"ny": 5}, "Med den nye", "")
    store.undo(MEETING, ORDNING, BO)
    assert said_changed(store) == []
    (message,) = changed_figures(load(store), saved(store)[1])
    assert said(message) == "Nettverk som er tatt bort: 1"


def test_figures_are_the_same_text_whatever_the_order_of_the_networks(store: Store) -> None:
    case = load(store)
    assert figures_of(replace(case, nettverk=case.nettverk[::-1])) == figures_of(case)


# What has vanished


def test_scenario_whose_network_and_line_have_vanished_works_on_what_is_left(store: Store) -> None:
    add_network(store)
    case = load(store)
    asked = replace(four_million(case), lines={**four_million(case).lines, "fellestiltak-3": 250_000})
    save_scenario(store, ADA, case, asked, {"ny": 100_000, "fosen": 800_000}, "Gammel", "")
    store.undo(MEETING, ORDNING, BO)
    remove_line(store, "fellestiltak-3")
    case, (scenario,) = load(store), saved(store)
    assert (scenario.amounts["ny"], scenario.lines["fellestiltak-3"]) == (100_000, 250_000)
    assert broken(case, scenario) == broken_after_use(case, scenario)
    applied = use_change(case, scenario.total_kr, scenario.lines, scenario.amounts, scenario.name)
    assert [said(m).split(":")[0] for m in change_lines(case, applied)] == [
        "Direktefinansiering UH (pool), Nord universitet",
        "Direktefinansiering UH (pool), NTNU",
        "Fosen",
    ]
    copy_scenario(store, ADA, case, scenario.id)
    rename_scenario(store, ADA, case, scenario.id, "Eldre", "")
    delete_scenario(store, ADA, case, scenario.id)
    store.apply(applied, ADA)
    assert (load(store).ramme_kr, names(store)) == (16_300_000, ["Gammel (2)"])


def test_scenario_from_before_a_network_and_a_line_keeps_theirs_when_it_is_used(store: Store) -> None:
    scenario = save(store)
    add_network(store)
    add_line(store, 100_000)
    case = load(store)
    applied = use_change(case, scenario.total_kr, scenario.lines, scenario.amounts, scenario.name)
    store.apply(applied, ADA)
    used = load(store)
    assert ({n.id: n.innstilt_kr for n in used.nettverk}["ny"], used.ramme_kr) == (5, 16_200_000)


# Known faults


@pytest.mark.parametrize("name", ["Plan", "a" * 189 + " b"], ids=["letter case", "cut at a space"])
def test_copy_finds_a_free_name(store: Store, name: str) -> None:
    original = save(store, name)
    save(store, "plan (2)" if name == "Plan" else "a" * 189 + " (2)")
    copy_scenario(store, ADA, load(store), original.id)
    assert len(names(store)) == 3


def test_scenario_of_400_networks_is_saved(store: Store) -> None:
    nettverk = tuple(make_nettverk(f"nettverk-{i}") for i in range(400))
    case = replace(load(store), nettverk=nettverk)
    save_scenario(store, ADA, case, opening(case), {n.id: 1 for n in nettverk}, "Stort", "")
    assert names(store) == ["Stort"]


def test_broken_checks_count_a_line_added_since_as_use_does(store: Store) -> None:
    scenario = save(store)
    add_line(store, 500_000)
    case = load(store)
    assert ("", "sum_mot_ramme", Status.AVVIK) in broken_after_use(case, scenario)
    assert broken(case, scenario) == broken_after_use(case, scenario)


def test_preview_tells_a_line_from_a_network_of_the_same_id() -> None:
    case = make_case(make_nettverk("line-0", name="Fosen"), lines=[("Pool", 5)])
    (line,) = change_lines(case, use_change(case, case.total_kr, {"line-0": 7}, {}, "x"))
    assert said(line) == "Pool: 5 kr → 7 kr"


def test_use_is_refused_when_an_amount_it_keeps_has_changed_since(store: Store) -> None:
    case = load(store)
    asked = four_million(case)
    applied = use_change(case, asked.total_kr, asked.lines, given(case, asked), "x")  # Innherred stays at 820 000
    store.apply(change(amount_edit("innherred", 820_000, 1_820_000)), BO)
    with pytest.raises(StaleChange):
        store.apply(applied, ADA)


@pytest.mark.parametrize("name", ["\u200b", "\u2060\ufeff", "\u202e"])
def test_name_that_cannot_be_seen_is_refused(kept_store: Store, name: str) -> None:
    case = load(kept_store)
    with pytest.raises(Refused):
        save_scenario(kept_store, ADA, case, opening(case), {}, name, "")
