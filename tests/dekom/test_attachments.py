"""A network's own documents: attached once, undone and redone, seen by those who may, kept as they were."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dekom.access import Actor, Forbidden, Holder
from dekom.attachments import MOST_FILES, Attachment, attach, attachments_of, detach, download_name
from dekom.change import Change, InvalidChange, RowEdit, StaleChange
from dekom.documents import hash_of
from dekom.i18n import Message, render
from dekom.money import Refused
from dekom.store import Store, open_store
from dekom.tables import INNSTILLING, SET_UP
from tests.dekom.documents import DOC, DOCX, PDF, PNG
from tests.dekom.store_fixtures import ADA, BO, MEETING, ORDNING, load, make_meeting, nothing_written
from tests.dekom.test_access import ELSEWHERE, NO_RIGHTS
from tests.dekom.test_answers import PHONE
from tests.dekom.test_store_threads import together

NAME = "Søknad fra Fosen.pdf"


def put(store: Store, nettverk_id: str = "fosen", name: str = NAME, content: bytes = PDF, actor: Actor = ADA) -> Any:
    return attach(store, actor, MEETING, ORDNING, nettverk_id, name, content)


def seen(store: Store, actor: Actor = ADA) -> list[Attachment]:
    return list(store.load_attachments(MEETING, actor))


def only(store: Store) -> Attachment:
    [found] = seen(store)
    return found


def pdf(n: int) -> bytes:
    return PDF + b"%" + str(n).encode()


def fresh() -> bytes:
    """Return a PDF that the file cannot hold from an earlier test: documents stay."""
    return PDF + b"%" + uuid4().hex.encode()


def kept(store: Store) -> set[str]:
    """Return the hashes of the documents in the file, read past the store."""
    with duckdb.connect(str(store.path)) as connection:
        return {found for (found,) in connection.execute("SELECT hash FROM document").fetchall()}


# Attaching and detaching


@pytest.mark.parametrize(("name", "content"), [(NAME, PDF), ("plan.docx", DOCX), ("gammel.doc", DOC)])
def test_document_comes_back_as_it_was_given(store: Store, name: str, content: bytes) -> None:
    assert put(store, name=name, content=content) == store.last_change_id
    found = only(store)
    assert (found.name, found.size, found.nettverk_id) == (name, len(content), "fosen")
    assert store.read_attachment(found, ADA) == content


def test_attachments_stand_in_the_order_they_came(store: Store) -> None:
    for n in range(3):
        put(store, name=f"{3 - n}.pdf", content=pdf(n))
    put(store, "innherred", "annet.pdf")
    own = attachments_of(seen(store), ORDNING, "fosen")
    assert [a.name for a in own] == ["3.pdf", "2.pdf", "1.pdf"]
    detach(store, ADA, own[1])
    put(store, name="ny.pdf", content=pdf(9))
    assert [a.name for a in attachments_of(seen(store), ORDNING, "fosen")] == ["3.pdf", "1.pdf", "ny.pdf"]
    assert attachments_of(seen(store), "rekom", "fosen") == []


def test_same_file_is_refused_on_its_network_and_taken_on_another(store: Store) -> None:
    put(store)
    with nothing_written(store), pytest.raises(Refused) as refused:
        put(store, name="samme fil.pdf", actor=BO)
    sentence = "«samme fil.pdf» ligger allerede ved Fosen, under navnet «Søknad fra Fosen.pdf»."
    assert render(refused.value.message) == sentence
    put(store, "innherred", "samme fil.pdf")
    assert [a.name for a in seen(store)] == [NAME, "samme fil.pdf"]
    assert {a.id for a in seen(store)} == {hash_of(PDF)}


def test_network_has_at_most_20(store: Store) -> None:
    for n in range(MOST_FILES):
        put(store, name=f"{n}.pdf", content=pdf(n))
    content = fresh()
    with nothing_written(store), pytest.raises(Refused) as refused:
        put(store, content=content)
    sentence = "Fosen har 20 vedlegg og kan ikke få flere. Fjern ett før du legger ved «Søknad fra Fosen.pdf»."
    assert render(refused.value.message) == sentence
    assert hash_of(content) not in kept(store)
    put(store, "innherred", content=content)
    detach(store, ADA, seen(store)[0])
    put(store, content=content)


@pytest.mark.parametrize(("name", "start"), [("bilde.png", PNG), ("plan.pdf", b"tekst"), ("a\n.pdf", PDF)])
def test_refused_file_leaves_nothing(store: Store, name: str, start: bytes) -> None:
    content = start + fresh()[50:]
    with nothing_written(store), pytest.raises(Refused):
        put(store, name=name, content=content)
    assert hash_of(content) not in kept(store)


def test_attaching_moves_only_the_set_up(store: Store) -> None:
    before = store.revision(MEETING, INNSTILLING), store.revision(MEETING, SET_UP)
    put(store)
    assert (store.revision(MEETING, INNSTILLING), store.revision(MEETING, SET_UP)) == (before[0], before[1] + 1)
    case = load(store)
    put(store, "innherred")
    assert load(store) == case


def test_history_says_what_was_attached_and_holds_no_document(store: Store) -> None:
    put(store, content=PDF.ljust(100_000))
    detach(store, BO, only(store))
    history = store.history(MEETING, "")
    said = [render(e.what) for e in history]
    assert said == ["Fjernet «Søknad fra Fosen.pdf» fra Fosen", "La «Søknad fra Fosen.pdf» ved Fosen"]
    assert len(repr(history)) < 5_000


def test_detached_twice_is_detached_once(store: Store) -> None:
    put(store)
    found = only(store)
    assert detach(store, ADA, found) is not None
    with nothing_written(store):
        assert detach(store, BO, found) is None
    with pytest.raises(Forbidden, match="Vedlegget er fjernet"):
        store.read_attachment(found, ADA)


# Undo and redo


def test_undo_and_redo_of_attach(store: Store) -> None:
    put(store)
    found = only(store)
    store.undo(MEETING, "", ADA)
    assert seen(store) == []
    store.redo(MEETING, "", ADA)
    assert only(store) == found
    assert store.read_attachment(found, ADA) == PDF


def test_undo_and_redo_of_detach(store: Store) -> None:
    put(store, content=DOCX, name="plan.docx")
    found = only(store)
    detach(store, ADA, found)
    store.undo(MEETING, "", ADA)
    assert only(store) == found
    assert store.read_attachment(found, ADA) == DOCX
    store.redo(MEETING, "", ADA)
    assert seen(store) == []


def test_undo_is_refused_when_the_file_has_been_attached_anew(store: Store) -> None:
    put(store)
    detach(store, ADA, only(store))
    put(store, name="annet navn.pdf", actor=BO)
    with nothing_written(store), pytest.raises(StaleChange):
        store.undo(MEETING, "", ADA)
    assert only(store).name == "annet navn.pdf"


def test_angre_of_the_innstilling_leaves_attachments(store: Store) -> None:
    put(store)
    assert store.undo_state(MEETING, ORDNING, ADA) == (None, None)
    assert store.undo_state(MEETING, "", BO) == (None, None)


# What is gone


@pytest.mark.parametrize(
    "place", [("fosen-2", ORDNING, MEETING), ("fosen", "rekom", MEETING), ("fosen", ORDNING, "x")]
)
def test_network_that_is_not_there_gets_nothing(store: Store, place: tuple[str, str, str]) -> None:
    nettverk_id, ordning, meeting_id = place
    content = fresh()
    with nothing_written(store), pytest.raises(InvalidChange, match="Nettverket finnes ikke"):
        attach(store, ADA, meeting_id, ordning, nettverk_id, NAME, content)
    assert hash_of(content) not in kept(store)


@pytest.mark.parametrize(
    ("table", "key"),
    [("nettverk", {"ordning": ORDNING, "nettverk_id": "fosen"}), ("ordning", {"ordning": ORDNING}), ("meeting", {})],
)
def test_attachments_go_with_their_network_and_come_back_with_it(store: Store, table: str, key: dict) -> None:
    put(store)
    put(store, "innherred", "plan.docx", DOCX)
    found = {a.nettverk_id: a for a in seen(store)}
    store.apply(Change(MEETING, "", Message("Slettet"), store.rows_with(table, {"meeting_id": MEETING, **key})), ADA)
    assert [a.nettverk_id for a in seen(store)] == (["innherred"] if table == "nettverk" else [])
    with pytest.raises(Forbidden):
        store.read_attachment(found["fosen"], ADA)
    with nothing_written(store):
        assert detach(store, ADA, found["fosen"]) is None
    store.undo(MEETING, "", ADA)
    assert {a.nettverk_id: a for a in seen(store)} == found
    assert store.read_attachment(found["innherred"], ADA) == DOCX


def test_network_is_not_deleted_from_under_its_attachments(store: Store) -> None:
    make_meeting(store, "annet-2023")
    attach(store, ADA, "annet-2023", ORDNING, "fosen", NAME, PDF)
    network = store.rows_with("nettverk", {"meeting_id": "annet-2023", "ordning": ORDNING, "nettverk_id": "fosen"})
    without = tuple(edit for edit in network if edit.table != "attachment")
    with nothing_written(store), pytest.raises(InvalidChange):
        store.apply(Change("annet-2023", "", Message("Slettet"), without), ADA)


# Rights


def attached_everywhere(store: Store) -> list[Attachment]:
    for nettverk in load(store).nettverk:
        put(store, nettverk.id, f"{nettverk.id}.pdf")
    return seen(store)


def test_group_sees_what_belongs_to_the_networks_it_prepares_or_listens_to(store: Store) -> None:
    everything = attached_everywhere(store)
    work = store.load_group_work(MEETING, ADA)
    for gruppe in work.grupper:
        own, actor = set(work.nettverk_of(gruppe)), replace(PHONE, gruppe_id=gruppe.id)
        assert {a.nettverk_id for a in seen(store, actor)} == own
        assert len(own) < len(everything)
        for attachment in everything:
            if attachment.nettverk_id in own:
                assert store.read_attachment(attachment, actor) == PDF
            else:
                with pytest.raises(Forbidden):
                    store.read_attachment(attachment, actor)


def test_group_without_a_partner_sees_its_own_and_an_unknown_one_nothing(store: Store) -> None:
    attached_everywhere(store)
    work = store.load_group_work(MEETING, ADA)
    key = {"meeting_id": MEETING, "gruppe_id": "gruppe-1"}
    alone = RowEdit("gruppe", key, {}, {"partner_id": ""})
    store.apply(Change(MEETING, "", Message("Uten makker"), (alone,)), ADA)
    assert {a.nettverk_id for a in seen(store, PHONE)} == set(work.grupper[0].forarbeid)
    for nobody in ("gruppe-9", ""):
        assert seen(store, replace(PHONE, gruppe_id=nobody)) == []


@pytest.mark.parametrize("who", [name for name, actor in NO_RIGHTS.items() if actor.meeting_id == MEETING])
def test_listener_and_unknown_roles_see_nothing(store: Store, who: str) -> None:
    everything, actor = attached_everywhere(store), NO_RIGHTS[who]
    assert seen(store, actor) == []
    for attachment in everything:
        with pytest.raises(Forbidden):
            store.read_attachment(attachment, actor)


@pytest.mark.parametrize("actor", ELSEWHERE.values(), ids=ELSEWHERE)
def test_another_meeting_is_shut(store: Store, actor: Actor) -> None:
    put(store)
    found = only(store)
    for reading in (lambda: store.load_attachments(MEETING, actor), lambda: store.read_attachment(found, actor)):
        with pytest.raises(Forbidden, match="et annet møte"):
            reading()


@pytest.mark.parametrize("actor", [PHONE, *NO_RIGHTS.values()], ids=["a group", *NO_RIGHTS])
def test_only_the_secretariat_attaches_and_detaches(store: Store, actor: Actor) -> None:
    put(store)
    found, content = only(store), fresh()
    doings: list[Callable[[], Any]] = [
        lambda: put(store, content=content, actor=actor),
        lambda: detach(store, actor, found),
        lambda: store.keep_document(content, MEETING, actor),
    ]
    for doing in doings:
        with nothing_written(store), pytest.raises(Forbidden):
            doing()
    assert hash_of(content) not in kept(store)


def test_attachment_is_found_by_its_whole_place(store: Store) -> None:
    put(store)
    found = only(store)
    assert store.read_attachment(replace(found, name="annet.doc", size=1, position=9), ADA) == PDF
    for other in (replace(found, nettverk_id="innherred"), replace(found, ordning="rekom"), replace(found, id="x")):
        with pytest.raises(Forbidden):
            store.read_attachment(other, ADA)


def test_revoked_key_neither_reads_nor_writes(store: Store) -> None:
    put(store)
    found, content = only(store), fresh()
    for holder in (Holder("sekretariat"), Holder("gruppe", MEETING, "gruppe-1")):
        key = store.key_of(store.issue_key(holder))
        assert key
        actor = Actor("f" * 32, "", holder.role, holder.meeting_id, holder.gruppe_id, key.key_id)
        assert seen(store, actor)
        store.revoke_keys(holder, ADA)
        doings: list[Callable[[], Any]] = [
            lambda actor=actor: store.load_attachments(MEETING, actor),
            lambda actor=actor: store.read_attachment(found, actor),
            lambda actor=actor: store.keep_document(content, MEETING, actor),
            lambda actor=actor: put(store, content=content, actor=actor),
            lambda actor=actor: detach(store, actor, found),
        ]
        for doing in doings:
            with pytest.raises(Forbidden):
                doing()
    assert hash_of(content) not in kept(store)
    assert only(store) == found


# The file


def test_documents_survive_a_restart_and_are_kept_once(demo_file: Path) -> None:
    store, large = open_store(demo_file), PDF.ljust(1_000_000, b"x")
    put(store, content=large)
    put(store, "innherred", content=large)
    detach(store, ADA, seen(store)[0])
    store.close()
    store = open_store(demo_file)
    try:
        assert store.read_attachment(only(store), ADA) == large
        assert kept(store) == {hash_of(large)}
        store.undo(MEETING, "", ADA)
        assert [store.read_attachment(a, ADA) for a in seen(store)] == [large, large]
    finally:
        store.close()


def test_pages_are_loaded_without_the_documents(demo_file: Path) -> None:
    store = open_store(demo_file)
    put(store)
    case, found, before = load(store), seen(store), store.load_case(MEETING, ORDNING, at=0)
    store.close()
    with duckdb.connect(str(demo_file)) as connection:
        connection.execute("DROP TABLE document")
    store = open_store(demo_file)
    try:
        assert (load(store), seen(store), store.load_case(MEETING, ORDNING, at=0)) == (case, found, before)
        assert store.history(MEETING, "")
    finally:
        store.close()


def test_threads_that_attach_the_same_file_attach_it_once(store: Store) -> None:
    def put_it(n: int) -> bool:
        try:
            return put(store, name=f"{n}.pdf", actor=Actor(f"{n}" * 32)) is not None
        except Refused:
            return False

    done = together(*(lambda n=n: put_it(n) for n in range(8)))
    assert sorted(map(bool, done)) == [False] * 7 + [True]
    assert only(store).name == f"{done.index(True)}.pdf"


def test_threads_that_attach_at_once_stop_at_20(store: Store) -> None:
    def put_some(n: int) -> int:
        count = 0
        for i in range(6):
            try:
                put(store, name=f"{n}-{i}.pdf", content=pdf(10 * n + i), actor=Actor(f"{n}" * 32))
                count += 1
            except Refused:
                pass
        return count

    done = together(*(lambda n=n: put_some(n) for n in range(6)))
    assert sum(map(int, done)) == MOST_FILES  # type: ignore[call-overload]
    assert [a.position for a in seen(store)] == list(range(1, MOST_FILES + 1))
    assert all(store.read_attachment(a, ADA).startswith(PDF) for a in seen(store))


# Names

NAMES = [
    "../../x.pdf",
    "a" * 196 + ".pdf",
    "\u202enetni.pdf",
    "<script>alert(1)</script>.pdf",
    "**fet** $a$ [l](x).pdf",
]


@pytest.mark.parametrize("name", NAMES)
def test_hostile_name_is_kept_as_typed(store: Store, name: str) -> None:
    put(store, name=name)
    assert only(store).name == name
    assert name in render(store.history(MEETING, "")[0].what)


def at(name: str) -> Attachment:
    return Attachment(MEETING, ORDNING, "fosen", "h", 1, name, 1)


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        (NAME, NAME),
        ("../../etc/passwd.pdf", "etc_passwd.pdf"),
        ("C:\\Windows\\x.DOCX", "C__Windows_x.docx"),
        ("plan\u202efdp.\u200bexe.pdf", "planfdp.exe.pdf"),
        ('a"b<c>|?*.pdf', "a_b_c.pdf"),
        ("....pdf", "vedlegg.pdf"),
        (".pdf", "vedlegg.pdf"),
        ("👩‍🏫 plan.doc", "👩🏫 plan.doc"),
        ("a" * 196 + ".pdf", "a" * 120 + ".pdf"),
    ],
)
def test_download_has_a_name_that_is_safe_to_save_under(name: str, saved: str) -> None:
    assert download_name(at(name)) == saved


@given(st.text(max_size=200), st.sampled_from([".pdf", ".PDF", ".doc", ".docx"]))
def test_download_name_is_never_a_path_or_hidden(stem: str, ending: str) -> None:
    saved = download_name(at(stem + ending))
    assert saved.endswith(ending.casefold())
    assert len(saved) <= 125
    assert not set(saved) & set('\\/:*?"<>|\0\r\n')
    assert not saved.startswith((".", " "))
