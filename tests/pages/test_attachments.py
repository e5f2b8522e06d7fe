"""Attachments on the pages: uploaded and taken away by the secretariat, opened by those who may see them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from dekom.access import Actor, Holder
from dekom.attachments import Attachment, attach, attachments_of, detach
from dekom.change import Change
from dekom.documents import hash_of
from dekom.i18n import Message
from dekom.store import Store
from pages._ui import attached, gate
from pages._ui.attached import address_of, attachment_route
from pages._ui.session import open_once
from tests.dekom.documents import DOC, DOCX, JPEG, PDF, docx
from tests.dekom.store_fixtures import copy_of_demo
from tests.pages.reading import button, texts

MEETING, ORDNING = "trondelag-2022", "dekom"
SECRETARIAT = Actor("5" * 32, "Sekretariatet")
GROUP = Actor("1" * 32, "", "gruppe", MEETING, "gruppe-1")
PART = """
from dekom.access import Actor
from pages._ui.session import database_file, open_once
from pages._ui.setup.attachments import attachments_part

store = open_once(database_file())
attachments_part(store, Actor("5" * 32, "Sekretariatet"), store.load_case("trondelag-2022", "dekom"))
"""
FIRST = "trondheim-malvik"  # the network that the part opens with


@pytest.fixture
def store(database: Path) -> Iterator[Store]:
    """The store that the app has open, on a copy of a file: making one anew takes three times as long."""
    opened = open_once(str(copy_of_demo(database)))
    yield opened
    opened.close()


def put(store: Store, nettverk_id: str = "fosen", name: str = "plan.pdf", content: bytes = PDF) -> Attachment:
    attach(store, SECRETARIAT, MEETING, ORDNING, nettverk_id, name, content)
    return of(store, nettverk_id)[-1]


def of(store: Store, nettverk_id: str = FIRST) -> list[Attachment]:
    return attachments_of(store.load_attachments(MEETING, SECRETARIAT), ORDNING, nettverk_id)


@pytest.fixture
def part(store: Store) -> AppTest:
    return AppTest.from_string(PART, default_timeout=20).run()


def upload(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    for name, content in files:
        app.file_uploader[0].upload(name, content)
    return app.run()


# Uploading and taking away


def test_uploaded_files_are_attached_and_the_field_is_empty_again(part: AppTest, store: Store) -> None:
    assert "Ingen vedlegg ennå." in texts(part)
    app = upload(part, ("Søknad.pdf", PDF), ("plan.docx", DOCX), ("gammel.doc", DOC))
    assert [(a.name, store.read_attachment(a, SECRETARIAT)) for a in of(store)] == [
        ("Søknad.pdf", PDF),
        ("plan.docx", DOCX),
        ("gammel.doc", DOC),
    ]
    assert "Søknad.pdf · 1 kB" in texts(app)
    assert "3 filer er lagt ved." in texts(app)
    assert app.file_uploader[0].value == []
    assert len(store.history(MEETING, "")) == 3
    app.run()
    assert len(of(store)) == 3


def test_file_that_is_refused_is_named_and_the_others_are_attached(part: AppTest, store: Store) -> None:
    app = upload(part, ("bilde.jpg", JPEG), ("plan.pdf", PDF), ("makro.docx", docx("word/vbaProject.bin")))
    assert [a.name for a in of(store)] == ["plan.pdf"]
    assert "1 fil er lagt ved." in texts(app)
    assert "«bilde.jpg» er et bilde. Lagre det som PDF, og prøv igjen." in texts(app)
    assert "«makro.docx» har makroer og kan ikke legges ved." in texts(app)
    app = upload(app, ("plan.pdf", PDF))
    assert "«plan.pdf» ligger allerede ved Trondheim/Malvik" in texts(app)
    assert "er lagt ved." not in texts(app)
    assert len(of(store)) == 1


def test_removal_is_asked_about_first_and_can_be_undone(part: AppTest, store: Store) -> None:
    app = upload(part, ("plan.pdf", PDF))
    button(app, "Fjern").click().run()
    assert "Fjerne «plan.pdf» fra Trondheim/Malvik?" in texts(app)
    button(app, "Nei, behold").click().run()
    assert len(of(store)) == 1
    button(app, "Fjern").click().run()
    button(app, "Ja, fjern").click().run()
    assert of(store) == []
    assert "«plan.pdf» er fjernet. Angre henter den tilbake." in texts(app)
    store.undo(MEETING, "", SECRETARIAT)
    app.run()
    assert "plan.pdf · 1 kB" in texts(app)
    assert "er fjernet" not in texts(app)


def test_removed_by_another_meanwhile_is_removed(part: AppTest, store: Store) -> None:
    app = upload(part, ("plan.pdf", PDF))
    button(app, "Fjern").click().run()
    detach(store, replace(SECRETARIAT, browser_id="6" * 32), of(store)[0])
    assert not app.button(key=f"detach_yes/{ORDNING}/{FIRST}/{hash_of(PDF)}").click().run().exception
    assert of(store) == []


def test_one_network_is_picked_at_a_time(part: AppTest, store: Store) -> None:
    put(store, "fosen", "fosen.pdf")
    app = upload(part, ("plan.pdf", PDF))
    app.selectbox[0].set_value("fosen").run()
    assert "fosen.pdf" in texts(app)
    assert "plan.pdf" not in texts(app).replace("fosen.pdf", "")
    assert "er lagt ved" not in texts(app)
    upload(app, ("ny.docx", DOCX))
    assert [a.name for a in of(store, "fosen")] == ["fosen.pdf", "ny.docx"]


def test_network_that_is_deleted_while_it_is_open_gives_way_to_the_first(part: AppTest, store: Store) -> None:
    app = part.selectbox[0].set_value("fosen").run()
    gone = store.rows_with("nettverk", {"meeting_id": MEETING, "ordning": ORDNING, "nettverk_id": "fosen"})
    store.apply(Change(MEETING, "", Message("Slettet"), gone), SECRETARIAT)
    upload(app.run(), ("plan.pdf", PDF))
    assert [a.name for a in of(store)] == ["plan.pdf"]


@pytest.mark.parametrize("name", ["../../x.pdf", "\u202enetni.pdf", "<script>alert(1)</script> **fet** :red[x].pdf"])
def test_hostile_name_is_shown_as_text_only(part: AppTest, store: Store, name: str) -> None:
    app = upload(part, (name, PDF))
    assert of(store)[0].name == name
    assert name in texts(app)
    button(app, "Fjern").click().run()
    shown = [m.value for m in app.markdown] + [w.label for w in (*app.button, *app.download_button, *app.selectbox)]
    assert not any(name in text for text in shown)


def test_ordning_without_networks_says_what_to_do_first(store: Store) -> None:
    script = PART.replace("attachments_part(store", "import dataclasses\nattachments_part(store").replace(
        'store.load_case("trondelag-2022", "dekom")',
        'dataclasses.replace(store.load_case("trondelag-2022", "dekom"), nettverk=())',
    )
    app = AppTest.from_string(script, default_timeout=20).run()
    assert "Ordningen har ingen nettverk ennå." in app.info[0].value


def test_what_was_uploaded_is_not_held_in_memory(store: Store) -> None:
    counted = """
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

held = get_script_run_ctx().uploaded_file_mgr.file_storage.values()
st.text(f"holds {sum(len(file.data) for files in held for file in files.values())} bytes")
"""
    app = upload(AppTest.from_string(PART + counted, default_timeout=20).run(), ("plan.pdf", PDF), ("x.jpg", JPEG))
    assert "1 fil er lagt ved." in texts(app)
    assert "holds 0 bytes" in texts(app)


# Where it is opened


@pytest.fixture
def open_as(open_app: Callable[[], AppTest], store: Store, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Open a page as somebody with a key, as over the network; the session then keeps the key."""
    sent = {"key": ""}
    monkeypatch.setattr(gate.NETWORK, "url", "http://192.168.1.7:8501")
    monkeypatch.setattr(type(st.context), "headers", property(lambda _: {"Host": "192.168.1.7:8501"}))
    monkeypatch.setattr(gate, "the_cookie", lambda: sent["key"])

    def run(holder: Holder, page: str) -> AppTest:
        sent["key"] = store.issue_key(holder)
        app = open_app().switch_page(f"pages/{page}.py").run()
        sent["key"] = ""
        return app

    return run


def links(app: AppTest) -> list[str]:
    return [link.proto.url for link in app.get("link_button") if link.proto.url.startswith("/vedlegg/")]


def test_group_opens_the_documents_of_its_networks_beside_the_kriterieark(open_as, store: Store) -> None:
    for nettverk_id in ("fosen", "ytre-namdal", "innherred"):
        put(store, nettverk_id, f"{nettverk_id}.pdf")
    app = open_as(Holder("gruppe", MEETING, "gruppe-1"), "gruppearbeid")
    assert links(app) == []
    found = {}
    for nettverk_id in ("fosen", "ytre-namdal"):
        app = next(s for s in app.selectbox if s.label == "Nettverk").set_value(nettverk_id).run()
        assert f"{nettverk_id}.pdf · 1 kB" in texts(app)
        [found[nettverk_id]] = links(app)
    browser = TestClient(Starlette(routes=[attachment_route(store)]))
    assert [browser.get(link).content for link in found.values()] == [PDF, PDF]
    assert "innherred.pdf" not in texts(app)


def test_secretariat_that_types_in_and_the_innstilling_have_them_too(open_app, store: Store) -> None:
    put(store, "midtre-namdal", "plan.docx", DOCX)
    app = open_app().switch_page("pages/gruppearbeid.py").run()
    app = app.segmented_control(key="group_part").set_value("Før inn").run()
    assert "plan.docx · 1 kB" in texts(app)
    assert "Last ned" in [b.label for b in app.download_button]
    app = open_app()
    app.session_state["table/trondelag-2022/dekom"].selected = "midtre-namdal"
    app.run()
    app = app.segmented_control(key="detail_section").set_value("Grunnlag").run()
    assert "plan.docx · 1 kB" in texts(app)


def test_listener_meets_no_attachment(open_as, store: Store) -> None:
    put(store)
    app = open_as(Holder("tilhører", MEETING), "storskjerm")
    assert links(app) == []
    assert "plan.pdf" not in texts(app)


# The address that opens one


@pytest.fixture
def browser(store: Store) -> TestClient:
    return TestClient(Starlette(routes=[attachment_route(store)]))


@pytest.mark.parametrize(
    ("name", "content", "kind", "place"),
    [
        ("Søknad.pdf", PDF, "application/pdf", "inline; filename*=utf-8''S%C3%B8knad.pdf"),
        ("gammel.doc", DOC, "application/msword", "attachment; filename*=utf-8''gammel.doc"),
        ('../\u202e<b>".pdf', PDF, "application/pdf", "inline; filename*=utf-8''b.pdf"),
    ],
)
def test_pdf_opens_and_word_is_downloaded(browser, store, name, content, kind, place) -> None:
    answer = browser.get(address_of(put(store, "fosen", name, content), GROUP, "nb"))
    assert (answer.status_code, answer.content, answer.headers["Content-Type"]) == (200, content, kind)
    assert answer.headers["Content-Disposition"] == place
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_address_is_the_same_at_each_drawing_and_nobody_elses(store: Store) -> None:
    found = put(store)
    address = address_of(found, GROUP, "nb")
    assert address_of(found, GROUP, "nb") == address
    others = [address_of(found, replace(GROUP, gruppe_id="gruppe-2"), "nb"), address_of(found, SECRETARIAT, "nb")]
    assert len({address, *others}) == 3
    assert len(address) > 60


def test_address_ends_with_the_right_to_see(browser: TestClient, store: Store) -> None:
    found = put(store)
    key = store.key_of(store.issue_key(Holder("gruppe", MEETING, "gruppe-1")))
    addresses = {
        "another group": address_of(found, replace(GROUP, gruppe_id="gruppe-3"), "nb"),
        "a listener": address_of(found, Actor("9" * 32, "", "tilhører", MEETING), "nb"),
        "its key": address_of(found, replace(GROUP, key_id=key.key_id if key else ""), "nb"),
        "detached": address_of(found, SECRETARIAT, "nb"),
    }
    refused = "Vedlegget er fjernet, eller det hører til et nettverk som du ikke ser."
    assert browser.get(addresses["its key"]).content == PDF
    for who in ("another group", "a listener"):
        answer = browser.get(addresses[who])
        assert (answer.status_code, answer.text) == (403, refused)
    store.revoke_keys(Holder("gruppe", MEETING, "gruppe-1"), SECRETARIAT)
    answer = browser.get(addresses["its key"])
    assert (answer.status_code, answer.text) == (403, "Nøkkelen gjelder ikke lenger. Be sekretariatet om en ny.")
    detach(store, SECRETARIAT, found)
    assert browser.get(addresses["detached"]).text == refused


@pytest.mark.parametrize("text", ["", "x", "../inn", "%00", "a" * 64, "a" * 5_000])
def test_guessed_address_opens_nothing(browser: TestClient, store: Store, text: str) -> None:
    put(store)
    answer = browser.get(f"/vedlegg/{text}")
    assert answer.status_code == 404
    assert PDF not in answer.content


def test_only_the_newest_addresses_are_kept(browser, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attached, "MOST_ADDRESSES", 2)
    found = put(store)
    first, second, third = (address_of(found, replace(SECRETARIAT, name=name), "nb") for name in "abc")
    assert [browser.get(a).status_code for a in (first, second, third)] == [404, 200, 200]
    assert "åpne vedlegget derfra" in browser.get(first).text
