"""Angre and Gjør om: every kind of action there and back, only one's own, never over another's change."""

import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from dekom import actions
from dekom.access import Actor
from dekom.change import Change, RowEdit, StaleChange
from dekom.edits import TableState, handle_edits, save_paste
from dekom.evaluate import evaluate
from dekom.i18n import Message, render
from dekom.model import Case
from dekom.outcome import Outcome
from dekom.parameters import load_parameters
from dekom.store import Store, open_store
from tests.dekom.store_fixtures import (
    ADA,
    BO,
    CY,
    MEETING,
    ORDNING,
    amount,
    amount_edit,
    change,
    copy_of_demo,
    delete_everything,
    dump,
    key,
    load,
    make_meeting,
    nothing_written,
    replayed,
)


def undo(store: Store, actor: Actor) -> Any:
    return store.undo(MEETING, ORDNING, actor)


def redo(store: Store, actor: Actor) -> Any:
    return store.redo(MEETING, ORDNING, actor)


def outcomes(case: Case) -> list[Outcome]:
    """Return every outcome of the case: those of the networks first, those of the whole last."""
    evaluation = evaluate(case, load_parameters(ORDNING, case.held_on))
    return [o for row in evaluation.rows for o in row.outcomes] + list(evaluation.outcomes)


# Every kind of action: what BO did first, and what ADA does

Step = Callable[[Store, Actor], Any]


def _set(nettverk_id: str, kr: int) -> Step:
    def step(store: Store, actor: Actor) -> Any:
        return actions.set_amount(store, actor, load(store), nettverk_id, amount(store, nettverk_id), kr)

    return step


def _set_three(store: Store, actor: Actor) -> Any:
    amounts = {n.id: (n.innstilt_kr, 7 * i) for i, n in enumerate(load(store).nettverk[:3])}
    return actions.set_amounts(store, actor, load(store), Message("Tre beløp"), amounts)


def _move(store: Store, actor: Actor) -> Any:
    return actions.move_amount(store, actor, load(store), "tfk-vgo", "ytre-namdal", "100 000")


def _begrunnelse(text: str) -> Step:
    def step(store: Store, actor: Actor) -> Any:
        before = load(store).nettverk[0].begrunnelse
        return actions.set_begrunnelse(store, actor, load(store), "trondheim-malvik", before, text)

    return step


def _aside(store: Store, actor: Actor) -> Any:
    return actions.set_aside(store, actor, load(store), "Reserve", "500 000")


def _release(store: Store, actor: Actor) -> Any:
    return actions.release(store, actor, load(store), load(store).set_asides[0].id)


def _limit(text: str) -> Step:
    def step(store: Store, actor: Actor) -> Any:
        return actions.set_limit(store, actor, load(store), "grense_endring", "Endring", text)

    return step


def _acknowledge(places: slice, text: str) -> Step:
    def step(store: Store, actor: Actor) -> Any:
        return actions.acknowledge(store, actor, load(store), outcomes(load(store))[places], text)

    return step


def _withdraw(store: Store, actor: Actor) -> Any:
    answered = next(o for o in outcomes(load(store)) if o.acknowledgement)
    return actions.withdraw(store, actor, load(store), answered)


def _paste(store: Store, actor: Actor) -> Any:
    state = TableState()
    text = "TFK + VGO\t3 000 000\nFosen\t+ 1\nGauldalnettverket\tbehov"
    event = {"client": "c", "seq": 1, "kind": "paste", "id": "fosen", "text": text}
    handle_edits(store, actor, store.load_case(MEETING, ORDNING), [event], state)
    save_paste(store, actor, MEETING, ORDNING, state)
    return store.history(MEETING, ORDNING)[0].change_id


def _unknown(store: Store, actor: Actor) -> Any:
    return store.apply(change(amount_edit("fosen", 721_155, None)), actor)


def _delete_nettverk(store: Store, actor: Actor) -> Any:
    edits = [e for e in delete_everything(store) if e.key.get("nettverk_id") == "trondheim-malvik"]
    assert len(edits) > 5
    return store.apply(change(*edits, what="Slettet nettverket"), actor)


def _delete_meeting(store: Store, actor: Actor) -> Any:
    return store.apply(change(*delete_everything(store), what="Slettet møtet"), actor)


def _add_and_change(store: Store, actor: Actor) -> Any:
    aside = RowEdit("set_aside", key(set_aside_id="a"), None, {"name": "Reserve", "amount_kr": 5})
    more = RowEdit("set_aside", key(set_aside_id="a"), {"amount_kr": 5}, {"amount_kr": 6})
    return store.apply(change(aside, amount_edit("fosen", 721_155, 1), more, amount_edit("fosen", 1, 2)), actor)


KINDS: dict[str, tuple[Step | None, Step]] = {
    "set_amount": (None, _set("fosen", 800_000)),
    "set_amount to zero": (None, _set("fosen", 0)),
    "set_amount where none stood": (_unknown, _set("fosen", 800_000)),
    "amount made unknown": (None, _unknown),
    "set_amounts": (None, _set_three),
    "move_amount": (None, _move),
    "paste": (None, _paste),
    "set_begrunnelse": (None, _begrunnelse("Fordi «**det**» <b>trengs</b>")),
    "begrunnelse taken away": (_begrunnelse("Fordi"), _begrunnelse("")),
    "set_aside": (None, _aside),
    "release": (_aside, _release),
    "limit set": (None, _limit("20")),
    "limit changed": (_limit("20"), _limit("12,5")),
    "limit taken away": (_limit("33,3333"), _limit("")),
    "acknowledge one": (None, _acknowledge(slice(0, 1), "Godtatt")),
    "acknowledge the whole": (None, _acknowledge(slice(-1, None), "Godtatt")),
    "acknowledge many, some again": (_acknowledge(slice(3, 9), "Først"), _acknowledge(slice(None), "Siden")),
    "withdraw": (_acknowledge(slice(0, 3), "Godtatt"), _withdraw),
    "network deleted": (None, _delete_nettverk),
    "meeting deleted": (None, _delete_meeting),
    "row added and changed twice in one": (None, _add_and_change),
}


@pytest.mark.parametrize(("first", "act"), KINDS.values(), ids=KINDS.keys())
def test_undo_and_redo_of_every_kind_of_action(store: Store, first: Step | None, act: Step) -> None:
    opening = dump(store)
    if first:
        assert first(store, BO) is not None
    before = dump(store)
    change_id = act(store, ADA)
    assert change_id is not None
    after = dump(store)
    assert after != before

    assert undo(store, ADA).original_id == change_id
    assert dump(store) == before
    assert redo(store, ADA).original_id == change_id
    assert dump(store) == after
    undo(store, ADA)
    assert dump(store) == before

    taken = store.history(MEETING, ORDNING)[:4]
    assert [e.kind for e in taken] == ["angre", "gjør om", "angre", "endring"]
    assert {e.original_id for e in taken} == {change_id}
    assert len({render(e.what) for e in taken}) == 1
    assert replayed(opening, reversed(store.history(MEETING, ORDNING))) == before


# Whose, and how far back


def test_nothing_to_undo_or_redo_writes_nothing(kept_store: Store) -> None:
    with nothing_written(kept_store):
        assert undo(kept_store, ADA) is None
        assert redo(kept_store, ADA) is None
        assert kept_store.undo("ukjent", "dekom", ADA) is None
    assert kept_store.undo_state(MEETING, ORDNING, ADA) == (None, None)


def test_undo_goes_back_one_change_at_a_time_and_redo_forward(store: Store) -> None:
    for kr in (1, 2, 3):
        _set("fosen", kr)(store, ADA)
    seen = []
    while undo(store, ADA):
        seen.append(amount(store, "fosen"))
    while redo(store, ADA):
        seen.append(amount(store, "fosen"))
    assert seen == [2, 1, 721_155, 1, 2, 3]


def test_undo_takes_only_what_this_browser_did(store: Store) -> None:
    opening = dump(store)
    _set("fosen", 1)(store, ADA)
    _set("gauldal", 2)(store, BO)
    assert undo(store, CY) is None
    assert undo(store, ADA).who == "Ada"
    assert (amount(store, "fosen"), amount(store, "gauldal")) == (721_155, 2)
    assert undo(store, ADA) is None
    assert redo(store, BO) is None
    assert undo(store, BO).who == "Bo"
    assert dump(store) == opening


def test_undo_follows_the_browser_not_its_name(store: Store) -> None:
    _set("fosen", 1)(store, ADA)
    assert undo(store, Actor("z" * 32, "Ada")) is None
    assert undo(store, Actor(ADA.browser_id, "Nytt navn")).who == "Ada"
    assert store.history(MEETING, ORDNING)[0].who == "Nytt navn"


def test_undo_of_a_row_another_has_changed_is_refused_and_says_who(store: Store) -> None:
    _set("fosen", 1)(store, ADA)
    _set("fosen", 2)(store, BO)
    with nothing_written(store), pytest.raises(StaleChange) as refused:
        undo(store, ADA)
    assert "Bo endret dette" in render(refused.value.message)
    assert "Ingenting ble lagret" in render(refused.value.message)
    undo(store, BO)
    undo(store, ADA)
    assert amount(store, "fosen") == 721_155


def test_undo_of_many_rows_is_refused_whole_when_one_has_changed(store: Store) -> None:
    _set_three(store, ADA)
    _set("gauldal", 123)(store, BO)
    with nothing_written(store), pytest.raises(StaleChange):
        undo(store, ADA)


def test_redo_of_a_row_another_has_changed_is_refused(store: Store) -> None:
    _set("fosen", 1)(store, ADA)
    undo(store, ADA)
    _set("fosen", 2)(store, BO)
    with nothing_written(store), pytest.raises(StaleChange) as refused:
        redo(store, ADA)
    assert "Bo endret dette" in render(refused.value.message)


def test_undo_leaves_what_another_did_to_other_columns_of_the_row(store: Store) -> None:
    _begrunnelse("Adas")(store, ADA)
    _set("trondheim-malvik", 1)(store, BO)
    undo(store, ADA)
    assert (load(store).nettverk[0].begrunnelse, amount(store, "trondheim-malvik")) == ("", 1)


def test_undo_of_what_another_has_already_set_back_is_refused(store: Store) -> None:
    _set("gauldal", 1)(store, ADA)
    _set("gauldal", 960_113)(store, BO)
    with nothing_written(store), pytest.raises(StaleChange):
        undo(store, ADA)
    assert amount(store, "gauldal") == 960_113


def test_undo_of_what_another_deleted_is_refused(store: Store) -> None:
    _acknowledge(slice(0, 1), "Først")(store, BO)
    _acknowledge(slice(0, 1), "Siden")(store, ADA)
    _withdraw(store, BO)
    with nothing_written(store), pytest.raises(StaleChange) as refused:
        undo(store, ADA)
    assert "Bo endret dette" in render(refused.value.message)


def test_new_change_ends_redo_but_only_in_this_browser(store: Store) -> None:
    _set("fosen", 1)(store, ADA)
    undo(store, ADA)
    _set("gauldal", 2)(store, BO)
    undoable, redoable = store.undo_state(MEETING, ORDNING, ADA)
    assert undoable is None
    assert redoable is not None
    _set("innherred", 3)(store, ADA)
    assert store.undo_state(MEETING, ORDNING, ADA)[1] is None
    with nothing_written(store):
        assert redo(store, ADA) is None
    assert amount(store, "fosen") == 721_155


def test_change_that_changes_nothing_does_not_end_redo(store: Store) -> None:
    _set("fosen", 1)(store, ADA)
    undo(store, ADA)
    assert _set("fosen", 721_155)(store, ADA) is None
    redo(store, ADA)
    assert amount(store, "fosen") == 1


def test_refused_change_does_not_end_redo(store: Store) -> None:
    _set("fosen", 1)(store, ADA)
    undo(store, ADA)
    with pytest.raises(StaleChange):
        store.apply(change(amount_edit("gauldal", 5, 6)), ADA)
    redo(store, ADA)
    assert amount(store, "fosen") == 1


def test_undo_works_after_the_file_is_opened_again(demo_file: Path) -> None:
    store = open_store(demo_file)
    opening = dump(store)
    _move(store, ADA)
    _aside(store, ADA)
    undo(store, ADA)
    store.close()
    store = open_store(demo_file)
    undo(store, ADA)
    assert dump(store) == opening
    redo(store, ADA)
    redo(store, ADA)
    assert (amount(store, "ytre-namdal"), len(load(store).set_asides)) == (593_539, 1)
    store.close()


def test_undo_stays_in_its_meeting_and_ordning(store: Store) -> None:
    make_meeting(store, "more-2023", ADA)
    _set("fosen", 1)(store, ADA)
    whole = RowEdit("meeting", {"meeting_id": MEETING}, {}, {"title": "Nytt navn"})
    store.apply(Change(MEETING, "", Message("Møtets navn"), (whole,)), ADA)
    assert undo(store, ADA).what.msgid != "Møtets navn"
    assert (amount(store, "fosen"), load(store).title) == (721_155, "Nytt navn")
    assert undo(store, ADA) is None
    assert store.undo("more-2023", ORDNING, ADA) is None, "a whole meeting goes only when it is asked about"
    assert [c.meeting_id for c in store.cases()] == ["more-2023", MEETING]
    assert store.undo(MEETING, "", ADA).what.msgid == "Møtets navn"
    assert load(store).title == "Innstillingsmøte i samarbeidsforum"


def test_undo_state_names_what_angre_and_gjor_om_would_take(store: Store) -> None:
    _set("fosen", 1)(store, ADA)
    _set("gauldal", 2)(store, ADA)
    undo(store, ADA)
    undoable, redoable = store.undo_state(MEETING, ORDNING, ADA)
    assert undoable
    assert redoable
    assert render(undoable.what).startswith("Fosen")
    assert render(redoable.what).startswith("Gauldal")


def test_stale_against_an_undo_says_that_it_was_taken_back(store: Store) -> None:
    _set("fosen", 1)(store, BO)
    undo(store, BO)
    with pytest.raises(StaleChange) as refused:
        store.apply(change(amount_edit("fosen", 1, 5)), ADA)
    assert "→ 1\u00a0kr. Ingenting" not in render(refused.value.message)


# A random walk beside a model in plain Python

NETS = ("fosen", "gauldal", "tfk-vgo")
ACTORS = (ADA, BO, CY)
Cell = tuple[str, str]
actors = st.sampled_from(ACTORS)
nets = st.sampled_from(NETS)
kroner = st.sampled_from((0, 1, 2, 500_000, 999_999_999_999))


class Forum(RuleBasedStateMachine):
    """Three browsers do, take back and do again; the model is a dict of cells and two stacks a browser."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = open_store(copy_of_demo(Path(self.folder.name) / "dekom.duckdb"))
        self.opening = dump(self.store)
        self.changes = 0
        self.done: dict[Actor, list[dict[Cell, tuple[Any, Any]]]] = defaultdict(list)
        self.undone: dict[Actor, list[dict[Cell, tuple[Any, Any]]]] = defaultdict(list)
        self.model: dict[Cell, Any] = {}

    @initialize()
    def look(self) -> None:
        self.model = self.cells()

    def cells(self) -> dict[Cell, Any]:
        case = load(self.store)
        found: dict[Cell, Any] = {("kr", n.id): n.innstilt_kr for n in case.nettverk}
        found |= {("begrunnelse", n.id): n.begrunnelse for n in case.nettverk}
        found |= {("avsatt", a.id): (a.name, a.amount_kr) for a in case.set_asides}
        return found | {("grense", rule_id): share for rule_id, share in case.limits.items()}

    def did(self, actor: Actor, wanted: dict[Cell, Any], change_id: int | None) -> None:
        moved = {cell: (self.model.get(cell), new) for cell, new in wanted.items() if self.model.get(cell) != new}
        assert (change_id is None) == (not moved)
        if moved:
            self.write({cell: new for cell, (_old, new) in moved.items()})
            self.done[actor].append(moved)
            self.undone[actor].clear()
            self.changes += 1

    def write(self, cells: dict[Cell, Any]) -> None:
        for cell, value in cells.items():
            if value is None and cell[0] in {"avsatt", "grense"}:
                self.model.pop(cell, None)
            else:
                self.model[cell] = value

    @rule(actor=actors, net=nets, kr=kroner)
    def set_one(self, actor: Actor, net: str, kr: int) -> None:
        result = actions.set_amount(self.store, actor, load(self.store), net, self.model["kr", net], kr)
        self.did(actor, {("kr", net): kr}, result)

    @rule(actor=actors, kr=st.tuples(kroner, kroner, kroner))
    def set_all(self, actor: Actor, kr: tuple[int, ...]) -> None:
        amounts = {net: (self.model["kr", net], new) for net, new in zip(NETS, kr, strict=True)}
        result = actions.set_amounts(self.store, actor, load(self.store), Message("Alle"), amounts)
        self.did(actor, {("kr", net): new for net, (_old, new) in amounts.items()}, result)

    @rule(actor=actors, net=nets, seen=kroner, kr=kroner)
    def set_on_top_of_something_else(self, actor: Actor, net: str, seen: int, kr: int) -> None:
        try:
            result = actions.set_amount(self.store, actor, load(self.store), net, seen, kr)
        except StaleChange:
            assert self.model["kr", net] not in (seen, kr)
        else:
            self.did(actor, {("kr", net): kr}, result)

    @rule(actor=actors, nets=st.permutations(NETS))
    def move_half(self, actor: Actor, nets: list[str]) -> None:
        giver, taker = nets[:2]
        half = self.model["kr", giver] // 2
        if half and self.model["kr", taker] + half <= 999_999_999_999:
            result = actions.move_amount(self.store, actor, load(self.store), giver, taker, str(half))
            given = {("kr", giver): self.model["kr", giver] - half, ("kr", taker): self.model["kr", taker] + half}
            self.did(actor, given, result)

    @rule(actor=actors, net=nets, text=st.sampled_from(("", "a", "«b»")))
    def write_begrunnelse(self, actor: Actor, net: str, text: str) -> None:
        before = self.model["begrunnelse", net]
        result = actions.set_begrunnelse(self.store, actor, load(self.store), net, before, text)
        self.did(actor, {("begrunnelse", net): text}, result)

    @rule(actor=actors, text=st.sampled_from(("", "20", "12,5")))
    def set_limit(self, actor: Actor, text: str) -> None:
        result = actions.set_limit(self.store, actor, load(self.store), "grense_endring", "Endring", text)
        share = actions.read_percent(text) if text else None
        self.did(actor, {("grense", "grense_endring"): share}, result)

    @rule(actor=actors, kr=st.integers(1, 9))
    def set_aside(self, actor: Actor, kr: int) -> None:
        case = load(self.store)
        if (case.remaining_kr or 0) >= kr:
            result = actions.set_aside(self.store, actor, case, "Reserve", str(kr))
            (new,) = {a.id for a in load(self.store).set_asides} - {a.id for a in case.set_asides}
            self.did(actor, {("avsatt", new): ("Reserve", kr)}, result)

    @rule(actor=actors)
    @precondition(lambda self: any(kind == "avsatt" for kind, _id in self.model))
    def release(self, actor: Actor) -> None:
        case = load(self.store)
        result = actions.release(self.store, actor, case, case.set_asides[-1].id)
        self.did(actor, {("avsatt", case.set_asides[-1].id): None}, result)

    @rule(actor=actors)
    def undo(self, actor: Actor) -> None:
        self.step(actor, self.done[actor], self.undone[actor], back=True)

    @rule(actor=actors)
    def redo(self, actor: Actor) -> None:
        self.step(actor, self.undone[actor], self.done[actor], back=False)

    def step(self, actor: Actor, source: list[Any], target: list[Any], back: bool) -> None:
        take = undo if back else redo
        if not source:
            assert take(self.store, actor) is None
            return
        wanted = {cell: (old, new) if back else (new, old) for cell, (old, new) in source[-1].items()}
        if all(self.model.get(cell) in pair for cell, pair in wanted.items()):
            assert take(self.store, actor) is not None
            self.write({cell: to for cell, (to, _from) in wanted.items()})
            target.append(source.pop())
            self.changes += 1
        else:
            with pytest.raises(StaleChange):
                take(self.store, actor)

    @invariant()
    def state_is_the_model(self) -> None:
        if self.model:
            assert self.cells() == self.model
            assert self.store.revision(MEETING) == self.changes

    def teardown(self) -> None:
        entries = self.store.history(MEETING, ORDNING)
        assert [e.change_id for e in entries] == list(range(self.changes, 0, -1))
        assert replayed(self.opening, reversed(entries)) == dump(self.store)
        self.store.close()
        self.folder.cleanup()


def test_random_walk_of_three_browsers_follows_the_model() -> None:
    run_state_machine_as_test(
        Forum, settings=settings(max_examples=6, stateful_step_count=20, deadline=None, derandomize=True)
    )
