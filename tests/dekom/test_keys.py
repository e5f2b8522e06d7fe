"""Keys: random, stored as hashes only, for one holder, ended at once and for good, by the secretariat alone."""

import base64
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dekom import answers, emails
from dekom.access import Actor, Forbidden, Holder
from dekom.connection import Connection
from dekom.groupwork import NOT_ANSWERED
from dekom.keys import hash_of
from dekom.store import Store, open_store
from tests.dekom.store_fixtures import ADA, MEETING, nothing_written, written
from tests.dekom.test_access import answer_edit, change_of
from tests.dekom.test_answers import PHONE, VIEWER, moved, place, stands
from tests.dekom.test_store_threads import together

SECRETARIAT = Holder("sekretariat")
GROUPS = [Holder("gruppe", MEETING, f"gruppe-{i}") for i in range(1, 5)]
LISTENER = Holder("tilhører", MEETING)
HOLDERS = [SECRETARIAT, *GROUPS, LISTENER, Holder("gruppe", "annet-2023", "gruppe-1")]


def in_force(store: Store) -> dict[str, Holder]:
    """Return the keys in force as the file has them, hash → holder, read past the store."""
    with duckdb.connect(str(store.path)) as connection:
        sql = "SELECT hash, role, meeting_id, gruppe_id FROM access_key WHERE revoked_at IS NULL"
        return {found: Holder(*holder) for found, *holder in connection.execute(sql).fetchall()}


def raw(path: Path) -> bytes:
    """Return the bytes of a database file with its log."""
    log = path.with_name(f"{path.name}.wal")
    return path.read_bytes() + (log.read_bytes() if log.exists() else b"")


# What a key is


def test_key_has_128_random_bits_and_fits_in_an_address(store: Store) -> None:
    texts = [store.issue_key(GROUPS[0]) for _ in range(30)]
    assert len({text[:4] for text in texts}) > 25, "no common start"
    assert all(len(base64.urlsafe_b64decode(text + "==")) * 8 == 128 for text in texts)
    assert all(text.replace("-", "a").replace("_", "a").isalnum() for text in texts)
    assert store.keys_in_force() == {GROUPS[0]: 30}


def test_key_opens_for_its_holder_and_no_other(store: Store) -> None:
    keys = {holder: store.issue_key(holder) for holder in HOLDERS}
    found = {holder: store.key_of(text) for holder, text in keys.items()}
    assert all(key and key.holder == holder for holder, key in found.items())
    assert len({key.key_id for key in found.values() if key}) == len(HOLDERS)
    assert store.keys_in_force() == dict.fromkeys(HOLDERS, 1)
    assert written(store) == (0, 0), "a key is no part of the history"


def test_guess_is_no_key(store: Store) -> None:
    text = store.issue_key(GROUPS[0])
    key = store.key_of(text)
    assert key
    near = (hash_of(text), key.key_id, text[:-1], f"{text} ", f"{text}\x00", text.swapcase())
    for guess in (*near, "", "' OR '1'='1", "%", "\ud800", "\x00", "x" * 1_000_000):
        assert store.key_of(guess) is None


def test_only_the_hash_of_a_key_is_in_the_file_and_its_log(demo_file: Path) -> None:
    store = open_store(demo_file)
    texts = [store.issue_key(holder) for holder in HOLDERS]
    texts.append(store.renew_keys(GROUPS[0], ADA))
    hashes = [hash_of(text) for text in texts]

    def look() -> None:
        found = raw(demo_file)
        assert any(h.encode() in found for h in hashes), "the search finds what is there"
        assert not any(text.encode() in found for text in texts)

    look()
    store.fold_in_log()
    look()
    store.close()
    look()


# Ending keys


@pytest.mark.parametrize("holder", [GROUPS[0], LISTENER, SECRETARIAT], ids=lambda holder: holder.role)
def test_renewed_key_ends_all_the_old_ones_of_that_holder_only(store: Store, holder: Holder) -> None:
    old = [store.issue_key(holder) for _ in range(3)]
    others = {other: store.issue_key(other) for other in HOLDERS if other != holder}
    new = store.renew_keys(holder, ADA)
    assert [store.key_of(text) for text in old] == [None] * 3
    found = store.key_of(new)
    assert found
    assert found.holder == holder
    assert all(store.key_of(text) for text in others.values())
    assert store.keys_in_force() == dict.fromkeys(HOLDERS, 1)


def test_revoked_holder_has_no_key_until_a_new_one_is_made(store: Store) -> None:
    text = store.issue_key(GROUPS[0])
    store.revoke_keys(GROUPS[0], ADA)
    assert (store.key_of(text), store.keys_in_force()) == (None, {})
    store.revoke_keys(GROUPS[0], ADA)
    assert store.key_of(store.issue_key(GROUPS[0]))
    assert store.key_of(text) is None


def test_keys_are_as_they_were_after_the_file_is_opened_again(demo_file: Path) -> None:
    store = open_store(demo_file)
    old = store.issue_key(GROUPS[0])
    kept, ended = store.renew_keys(GROUPS[0], ADA), store.issue_key(LISTENER)
    before = store.key_of(kept)
    store.revoke_keys(LISTENER, ADA)
    store.close()
    again = open_store(demo_file)
    try:
        assert (again.key_of(kept), again.key_of(old), again.key_of(ended)) == (before, None, None)
        assert again.keys_in_force() == {GROUPS[0]: 1}
    finally:
        again.close()


@pytest.mark.parametrize(
    "actor",
    [PHONE, VIEWER, Actor("e" * 32, "", "sekretariat", "annet-2023"), replace(ADA, key_id="0" * 32)],
    ids=["group", "viewer", "another meeting", "revoked"],
)
def test_others_neither_renew_nor_revoke_keys(store: Store, actor: Actor) -> None:
    texts = {holder: store.issue_key(holder) for holder in (SECRETARIAT, GROUPS[0], LISTENER)}
    code = store.codes.code_for(GROUPS[0])
    for holder in texts:
        with pytest.raises(Forbidden):
            store.renew_keys(holder, actor)
        with pytest.raises(Forbidden):
            store.revoke_keys(holder, actor)
    assert all(store.key_of(text) for text in texts.values())
    assert store.keys_in_force() == dict.fromkeys(texts, 1)
    assert store.codes.holder_of(code) == GROUPS[0]


@pytest.mark.parametrize("end", ["renew_keys", "revoke_keys"])
def test_codes_of_a_holder_end_with_its_keys(store: Store, end: str) -> None:
    group, other, listener = (store.codes.code_for(holder) for holder in (GROUPS[0], GROUPS[1], LISTENER))
    getattr(store, end)(GROUPS[0], ADA)
    assert store.codes.holder_of(group) is None
    assert (store.codes.holder_of(other), store.codes.holder_of(listener)) == (GROUPS[1], LISTENER)
    assert store.codes.code_for(GROUPS[0]) != group


@pytest.mark.parametrize("end", ["renew_keys", "revoke_keys"])
def test_ending_keys_makes_open_pages_of_that_meeting_look_again(store: Store, end: str) -> None:
    assert {"oppsett", "skjerm"} <= moved(store, lambda: getattr(store, end)(GROUPS[0], ADA))
    assert moved(store, lambda: getattr(store, end)(Holder("gruppe", "annet-2023", "gruppe-1"), ADA)) == set()


def test_key_that_was_ended_is_not_brought_back_by_looking_back(store: Store) -> None:
    text = store.issue_key(GROUPS[0])
    key = store.key_of(text)
    assert key
    keyed = replace(PHONE, key_id=key.key_id)
    answers.save_choices(store, keyed, place(store), NOT_ANSWERED, ["ja"])
    store.revoke_keys(GROUPS[0], ADA)
    with pytest.raises(Forbidden):
        store.load_group_work(MEETING, keyed, at=0)
    store.load_group_work(MEETING, ADA, at=0)
    assert store.key_of(text) is None
    assert in_force(store) == {}


# Many at once


def test_holders_renewed_at_once_each_have_one_key_and_it_is_the_newest(store: Store) -> None:
    def renew(holder: Holder) -> str:
        text = ""
        for _ in range(15):
            old, text = text, store.renew_keys(holder, ADA)
            assert store.key_of(old) is None
            assert store.key_of(text)
        return text

    texts = together(*(lambda h=holder: renew(h) for holder in GROUPS))
    assert in_force(store) == {hash_of(str(text)): holder for text, holder in zip(texts, GROUPS, strict=True)}
    assert store.keys_in_force() == dict.fromkeys(GROUPS, 1)


class Delayed(Store):
    """A store in which one thread is slow at one place, so that another comes in between. Nothing else differs."""

    slow_thread, slow_at = 0, ""
    is_there: threading.Event
    may_go_on: threading.Event

    def wait_at(self, where: str) -> None:
        if threading.get_ident() == self.slow_thread and where == self.slow_at:
            self.is_there.set()
            self.may_go_on.wait(0.3)

    @property
    def _keys(self) -> Any:
        return self._known

    @_keys.setter
    def _keys(self, known: Any) -> None:
        self.wait_at("keys read")
        self._known = known

    @property
    def _last_change_id(self) -> int:
        return self._last

    @_last_change_id.setter
    def _last_change_id(self, change_id: int) -> None:
        self.wait_at("change written")
        self._last = change_id

    def _require_valid_key(self, actor: Actor) -> None:
        super()._require_valid_key(actor)
        self.wait_at("key checked")

    def meanwhile(self, where: str, slow: Callable[[], object], quick: Callable[[], object]) -> object:
        """Run `slow`; when it has come to a place, run `quick` and return what that gives."""
        self.is_there, self.may_go_on = threading.Event(), threading.Event()
        started = threading.Event()

        def run() -> None:
            self.slow_thread, self.slow_at = threading.get_ident(), where
            started.set()
            slow()

        thread = threading.Thread(target=run)
        thread.start()
        started.wait(5)
        self.is_there.wait(5)
        try:
            return quick()
        finally:
            self.may_go_on.set()
            thread.join(5)


@pytest.fixture
def delayed(store: Store) -> Delayed:
    connection: Connection = store._connection
    return Delayed(connection)


def test_revoked_key_stays_revoked_while_another_is_made(delayed: Delayed) -> None:
    text = delayed.issue_key(GROUPS[0])
    delayed.meanwhile("keys read", lambda: delayed.issue_key(LISTENER), lambda: delayed.revoke_keys(GROUPS[0], ADA))
    assert delayed.key_of(text) is None
    assert delayed.keys_in_force() == {LISTENER: 1}


def test_nothing_is_written_with_a_key_after_it_was_revoked(delayed: Delayed) -> None:
    key = delayed.key_of(delayed.issue_key(GROUPS[0]))
    assert key
    keyed = replace(PHONE, key_id=key.key_id)

    def answer() -> None:
        with suppress(Forbidden):
            delayed.apply(change_of(answer_edit()), keyed)

    def revoke() -> int:
        delayed.revoke_keys(GROUPS[0], ADA)
        return delayed.last_change_id

    when_revoked = delayed.meanwhile("key checked", answer, revoke)
    assert delayed.last_change_id == when_revoked


def test_change_made_just_after_another_is_not_refused(delayed: Delayed) -> None:
    """Otherwise both get the same number, and the second is told that the disk may be full."""
    first, second = place(delayed), place(delayed, gruppe_id="gruppe-2")
    delayed.meanwhile(
        "change written",
        lambda: answers.save_choices(delayed, ADA, first, NOT_ANSWERED, ["ja"]),
        lambda: answers.save_choices(delayed, ADA, second, NOT_ANSWERED, ["nei"]),
    )
    assert (stands(delayed, first).choice, stands(delayed, second).choice) == ("ja", "nei")
    assert written(delayed) == (2, 2)


# E-mail addresses


LEADER = "@".join(("leder", "eksempel.test"))


def test_email_stands_for_a_holder_in_each_meeting_that_knows_it(store: Store) -> None:
    emails.give_role(store, ADA, MEETING, f"  {LEADER.upper()} ", GROUPS[1])
    assert store.holder_of_email(LEADER) == store.holder_of_email(f" {LEADER.title()}\n") == [GROUPS[1]]
    emails.give_role(store, ADA, MEETING, LEADER, LISTENER)
    assert store.holder_of_email(LEADER) == [LISTENER]
    assert store.emails(MEETING) == {LEADER: LISTENER}
    emails.take_role(store, ADA, MEETING, LEADER)
    assert store.holder_of_email(LEADER) == []


@pytest.mark.parametrize("text", ["", " ", "%", "' OR 1=1 --", "\x00", "x" * 100_000, "@", "leder"])
def test_anything_else_is_nobodys_email(kept_store: Store, text: str) -> None:
    assert kept_store.holder_of_email(text) == []


def test_key_and_email_are_not_mixed_up(store: Store) -> None:
    emails.give_role(store, ADA, MEETING, LEADER, GROUPS[1])
    key = store.issue_key(GROUPS[0])
    with nothing_written(store):
        assert store.key_of(LEADER) is None
        assert store.holder_of_email(key) == []


def test_secretariat_ends_every_key_of_its_own_but_the_one_it_holds(store: Store) -> None:
    mine, old, older = (store.issue_key(Holder("sekretariat")) for _ in range(3))
    group = store.issue_key(GROUPS[0])
    held = store.key_of(mine)
    assert held is not None
    store.revoke_others(Actor("a" * 32, "Ada", key_id=held.key_id))
    assert store.key_of(mine) == held
    assert store.key_of(group) is not None
    assert (store.key_of(old), store.key_of(older)) == (None, None)
    with pytest.raises(Forbidden):
        store.revoke_others(Actor("c" * 32, "", "gruppe", MEETING, "gruppe-1"))
