"""«Før inn» from a workbook through `app.py`: looked over, taken in, taken back."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from dekom.access import Actor
from dekom.forarbeid import write_forarbeid
from dekom.groupwork import Answer, GroupWork
from dekom.store import Store
from tests.pages.reading import button, texts

MEETING, ORDNING = "trondelag-2022", "dekom"
SECRETARIAT = Actor("5" * 32, "Sekretariatet")
HOSTILE = "<script>alert(1)</script> **fet** :red[x] $a$"
ARK = "Kriterieark"  # the row of Fosen's first question with choices is 21, of its amount 28


def work(store: Store) -> GroupWork:
    return store.load_group_work(MEETING, SECRETARIAT)


def answer(store: Store, question_id: str = "1", gruppe_id: str = "gruppe-1") -> Answer:
    return work(store).answer(gruppe_id, "kriterieark", "fosen", question_id)


def workbook(store: Store, **cells: object) -> bytes:
    """Return the workbook of group 1 with cells of its kriterieark filled in."""
    case = store.load_case(MEETING, ORDNING)
    book = load_workbook(BytesIO(write_forarbeid(work(store), case, "gruppe-1", "nb")))
    for cell, value in cells.items():
        book[ARK][cell] = value
    content = BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.fixture
def typing_in(open_app) -> AppTest:
    app = open_app().switch_page("pages/gruppearbeid.py").run()
    return app.segmented_control(key="group_part").set_value("Før inn").run()


def upload(app: AppTest, content: bytes, name: str = "svar fra gruppe 1.xlsx") -> AppTest:
    app.file_uploader[0].upload(name, content)
    return app.run()


def test_workbook_is_looked_over_taken_in_and_taken_back(typing_in, store):
    assert "Ta tilbake" not in [b.label for b in typing_in.button]
    app = upload(typing_in, workbook(store, D21="delvis ja", E20=HOSTILE))
    assert "Forhåndsvisning av svar fra gruppe 1.xlsx. Ingenting er lagret ennå." in texts(app)
    assert "Gruppe 1: 2 svar hentes inn." in texts(app)
    assert f"Fosen · Tema · Tekst: {HOSTILE}" in texts(app)
    assert not any("script" in markdown.value for markdown in app.markdown)
    assert not work(store).answers
    button(app, "Hent inn").click().run()
    assert (answer(store), answer(store, "0")) == (Answer("delvis ja"), Answer(text=HOSTILE))
    assert "2 svar for Gruppe 1 er hentet inn." in texts(app)
    assert "Hent inn" not in [b.label for b in app.button]
    assert not app.file_uploader[0].value
    assert button(app, "Angre").disabled
    button(app, "Ta tilbake").click().run()
    assert not work(store).answers
    assert "2 svar er tatt tilbake." in texts(app)
    assert "Ta tilbake" not in [b.label for b in app.button]
    assert not app.exception


def test_faults_are_shown_by_cell_and_nothing_can_be_taken_in(typing_in, store):
    app = upload(typing_in, workbook(store, D21="kanskje", A22=HOSTILE, D22="ja", D23="nei"))
    assert "✕ Kriterieark!D21: «kanskje» er ikke et av svarvalgene. Velg ett av disse: ja; delvis ja; nei." in texts(
        app
    )
    assert "✕ Kriterieark!A22: Nettverket «<script>" in texts(app)
    assert button(app, "Hent inn").disabled
    button(app, "Forkast").click().run()
    assert "Forhåndsvisning" not in texts(app)
    assert not work(store).answers


def test_workbook_of_another_group_waits_until_that_group_is_chosen(typing_in, store):
    content = workbook(store, D21="ja")
    typing_in.selectbox(key="typed_for").set_value("gruppe-2").run()
    app = upload(typing_in, content)
    assert "Arbeidsboken er fra «Gruppe 1», men du fører inn for Gruppe 2." in texts(app)
    assert button(app, "Hent inn").disabled
    app.selectbox(key="typed_for").set_value("gruppe-1").run()
    button(app, "Hent inn").click().run()
    assert (answer(store).choice, answer(store, gruppe_id="gruppe-2").choice) == ("ja", "")


def test_likely_slip_is_taken_in_after_a_yes(typing_in, store):
    app = upload(typing_in, workbook(store, F28=90_000))
    assert "? Kriterieark!F28: Mener du 90 000 kr? Meldt behov er 910 000 kr." in texts(app)
    assert button(app, "Hent inn").disabled
    button(app, "Ja, det stemmer").click().run()
    assert "Mener du" not in texts(app)
    button(app, "Hent inn").click().run()
    assert answer(store, "belop").amount_kr == 90_000


def test_other_answer_that_stands_is_replaced_only_when_the_user_says_so(typing_in, store):
    app = upload(typing_in, workbook(store, D21="ja"))
    button(app, "Hent inn").click().run()
    app = upload(app, workbook(store, D21="nei"))
    assert "· Kriterieark!D21: Her står det «ja» fra før. «nei» tas ikke med." in texts(app)
    assert button(app, "Hent inn").disabled
    counts = next(c for c in app.segmented_control if c.label == "Der gruppen har svart noe annet fra før")
    app = counts.set_value("arbeidsboken").run()
    assert "· Kriterieark!D21: «ja» byttes ut med «nei»." in texts(app)
    button(app, "Hent inn").click().run()
    assert answer(store).choice == "nei"
    button(app, "Ta tilbake").click().run()
    assert answer(store).choice == "ja"


def test_file_that_is_no_workbook_is_refused_with_a_sentence(typing_in):
    app = upload(typing_in, b"%PDF-1.7", "svar.xlsx")
    assert "✕ " in texts(app)
    assert button(app, "Hent inn").disabled
    assert not app.exception
