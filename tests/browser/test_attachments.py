"""A network's own PDF opened beside the kriterieark, on a group's phone in the room."""

from pathlib import Path

import typst
from axe_playwright_python.sync_playwright import Axe

from dekom.access import Actor, Holder
from dekom.attachments import attach
from dekom.store import open_store
from tests.browser.test_groups import PHONE, Meeting
from tests.dekom.documents import DOCX

NETWORK = ("trondelag-2022", "dekom", "midtre-namdal")
NAME = "../Søknad <b> **fet**.pdf"


def test_pdf_opens_in_a_tab_of_its_own_and_word_is_downloaded(visit, tmp_path: Path, free_port: int) -> None:
    store, secretariat = open_store(tmp_path / "meeting.duckdb"), Actor("5" * 32)
    pdf: bytes = typst.compile(b"Plan")
    attach(store, secretariat, *NETWORK, NAME, pdf)
    attach(store, secretariat, *NETWORK, "plan.docx", DOCX)
    key = store.issue_key(Holder("gruppe", "trondelag-2022", "gruppe-1"))
    store.close()
    meeting = Meeting(tmp_path, free_port)
    try:
        meeting.wait()
        page = visit(f"http://127.0.0.1:{free_port}/inn?n={key}", **PHONE)
        page.get_by_text("Vedlegg", exact=True).click(timeout=20_000)
        page.get_by_text(f"{NAME} · ").wait_for()
        assert Axe().run(page).response["violations"] == []
        with page.context.expect_page() as opened:
            page.get_by_role("link", name="Åpne").click()
        answer = page.context.request.get(opened.value.url)
        assert (answer.body(), answer.headers["content-type"]) == (pdf, "application/pdf")
        assert answer.headers["content-encoding"] == "identity"
        with page.context.expect_event("download") as fetched:
            page.get_by_role("link", name="Last ned").click()
        assert fetched.value.suggested_filename == "plan.docx"
        assert Path(fetched.value.path()).read_bytes() == DOCX
        assert page.get_by_text("0 av 9 svart", exact=True).is_visible()
    finally:
        meeting.kill()
