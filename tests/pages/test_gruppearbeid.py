"""The group work through `app.py`: a group's own page, and the secretariat's parts."""

from collections.abc import Callable

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dekom.access import Actor, Holder
from dekom.group_actions import add_tie, set_note_shown, set_revealed
from dekom.groupwork import Answer, GroupWork, Tie
from dekom.store import Store
from pages._ui import gate
from tests.pages.reading import button, plain, texts

MEETING, ORDNING = "trondelag-2022", "dekom"
SECRETARIAT = Actor("5" * 32, "Sekretariatet")
HOSTILE = "<script>alert(1)</script> **fet** :red[x] $a$"


def work(store: Store) -> GroupWork:
    return store.load_group_work(MEETING, SECRETARIAT)


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


@pytest.fixture
def group_1(open_as) -> AppTest:
    return open_as(Holder("gruppe", MEETING, "gruppe-1"), "gruppearbeid")


@pytest.fixture
def secretariat(open_app) -> AppTest:
    return open_app().switch_page("pages/gruppearbeid.py").run()


def part(app: AppTest, name: str) -> AppTest:
    return app.segmented_control(key="group_part").set_value(name).run()


def choice(app: AppTest, number: int):
    return next(c for c in app.segmented_control if c.label == f"Svar på spørsmål {number}")


def answer(store: Store, nettverk_id: str, question_id: str, gruppe_id: str = "gruppe-1") -> Answer:
    return work(store).answer(gruppe_id, "kriterieark", nettverk_id, question_id)


def pick(app: AppTest, nettverk_id: str) -> AppTest:
    return next(s for s in app.selectbox if s.label == "Nettverk").set_value(nettverk_id).run()


def test_group_sees_its_own_networks_and_its_partners_and_nobody_elses(group_1):
    options = next(s for s in group_1.selectbox if s.label == "Nettverk").options
    assert options == [
        "Midtre Namdal – forarbeid",
        "TFK + VGO – forarbeid",
        "Fosen – forarbeid",
        "Trondheim/Malvik – lytting",
        "Ytre Namdal – lytting",
        "Verdal/Levanger – lytting",
    ]
    assert "Gruppe 1 · Trøndelag 2022" in texts(group_1)
    assert "Meldt behov 600 000 kr · I fjor 669 162 kr" in texts(group_1)
    assert "Innherred" not in texts(group_1)


def test_choice_is_saved_as_it_is_given_and_taken_away_again(group_1, store):
    app = pick(group_1, "fosen")
    assert choice(app, 2).value is None
    choice(app, 2).set_value("delvis ja").run()
    assert answer(store, "fosen", "1").choice == "delvis ja"
    choice(app, 2).set_value("nei").run()
    assert answer(store, "fosen", "1").choice == "nei"
    choice(app, 2).set_value(None).run()
    assert answer(store, "fosen", "1").choice == ""
    assert not app.exception


@pytest.mark.parametrize("text", [HOSTILE, "linje 1\nlinje 2", "  mellomrom foran"])
def test_note_is_kept_and_shown_as_typed(group_1, store, text):
    app = pick(group_1, "fosen")
    next(b for b in app.button if b.label == "Skriv notat").click().run()
    next(a for a in app.text_area if a.label == "Notat til spørsmål 2").set_value(text).run()
    button(app, "Ferdig").click().run()
    assert answer(store, "fosen", "1").note == text
    assert f"Notat: {text}" in texts(app)
    assert not any(text in markdown.value for markdown in app.markdown)


def test_amount_is_read_as_on_the_innstilling_page_and_a_slip_is_asked_about(group_1, store):
    app = pick(group_1, "fosen")
    button(app, "Skriv beløp").click().run()
    field = "Beløp til spørsmål 9, i kroner"

    def write(text: str) -> AppTest:
        return next(i for i in app.text_input if i.label == field).set_value(text).run()

    write("842.95")
    assert answer(store, "fosen", "belop").amount_kr is None
    assert "842.95" in texts(app)
    write("80 000")
    assert "Mener du 80 000 kr? Meldt behov er 910 000 kr." in texts(app)
    assert answer(store, "fosen", "belop").amount_kr is None
    write("0,8 mill")
    button(app, "Ferdig").click().run()
    assert answer(store, "fosen", "belop").amount_kr == 800_000
    assert "800 000 kr" in texts(app)
    assert "87,9 % av meldt behov" in plain("\n".join(c.value for c in app.caption))


def test_slip_that_is_meant_is_saved(group_1, store):
    app = pick(group_1, "fosen")
    button(app, "Skriv beløp").click().run()
    next(i for i in app.text_input if i.label.startswith("Beløp til")).set_value("80 000").run()
    button(app, "Ja, beløpet er riktig").click().run()
    assert answer(store, "fosen", "belop").amount_kr == 80_000


def test_answers_of_others_are_seen_when_they_are_revealed_and_without_notes(open_as, store):
    other = open_as(Holder("gruppe", MEETING, "gruppe-2"), "gruppearbeid")
    pick(other, "fosen")
    choice(other, 2).set_value("nei").run()
    next(b for b in other.button if b.label == "Skriv notat").click().run()
    next(a for a in other.text_area if a.label == "Notat til spørsmål 2").set_value("Hemmelig notat").run()
    app = open_as(Holder("gruppe", MEETING, "gruppe-1"), "gruppearbeid")
    assert "Andre gruppers svar" not in [e.label for e in app.expander]
    set_revealed(store, SECRETARIAT, work(store), "gruppe-2", "kriterieark", True)
    app.run()
    assert "Andre gruppers svar" in [e.label for e in app.expander]
    assert "Hemmelig" not in repr(app.main) and "Hemmelig" not in texts(app)
    set_note_shown(store, SECRETARIAT, work(store), ("gruppe-2", "kriterieark", "fosen", "1"), True)
    seen = store.load_group_work(MEETING, Actor("6" * 32, "", "gruppe", MEETING, "gruppe-1"))
    assert seen.answer("gruppe-2", "kriterieark", "fosen", "1") == Answer("nei", "", "Hemmelig notat")


@pytest.mark.parametrize("page", ["hva-om", "innstilling"])
@pytest.mark.parametrize("holder", [Holder("gruppe", MEETING, "gruppe-1"), Holder("tilhører", MEETING)])
def test_pages_of_the_secretariat_are_closed_to_others(open_as, holder, page):
    app = open_as(holder, page)
    assert not app.metric or holder.role == "tilhører"  # a listener is sent on to the storskjerm
    assert "Hva om?" not in texts(app)
    assert not app.exception


def test_revoked_key_ends_the_page_in_the_middle(open_as, store):
    holder = Holder("gruppe", MEETING, "gruppe-1")
    app = open_as(holder, "gruppearbeid")
    store.revoke_keys(holder, SECRETARIAT)
    app.run()
    assert [c.options for c in app.segmented_control] == [["Bokmål", "Nynorsk"]]
    assert "Gruppe 1" not in texts(app)


def test_listener_sees_the_storskjerm_only(open_as):
    app = open_as(Holder("tilhører", MEETING), "storskjerm")
    assert {m.label: plain(m.value) for m in app.metric}["Gjenstår"] == "1 594 385"
    assert not app.button
    assert [s.label for s in app.selectbox] == ["Rom"]


def test_secretariat_types_in_for_a_group_and_angre_does_not_take_it(secretariat, store):
    app = part(secretariat, "Før inn")
    app.selectbox(key="typed_for").set_value("gruppe-2").run()
    choice(app, 2).set_value("ja").run()
    assert answer(store, "trondheim-malvik", "1", "gruppe-2").choice == "ja"
    entry = store.history(MEETING, "")[0]
    assert entry.what.params["gruppe"] == "Gruppe 2"
    assert button(app, "Angre").disabled


def test_framlegg_is_revealed_hidden_and_undone(secretariat, store):
    app = part(secretariat, "Framlegg")
    button(app, "Vis for alle").click().run()
    assert work(store).revealed == {("gruppe-1", "kriterieark")}
    assert "Kriterieark: ● Vises for andre grupper" in texts(app)
    button(app, "Angre").click().run()
    assert work(store).revealed == frozenset()


def test_tie_is_said_in_neutral_words_and_can_be_left_out(secretariat, store):
    add_tie(store, SECRETARIAT, work(store), "gruppe-1", Tie("nettverk", "fosen", HOSTILE))
    app = part(secretariat, "Grupper")
    assert f"Tilknytning til Fosen – {HOSTILE}" in texts(app)
    app = part(app, "Før inn")
    pick(app, "fosen")
    assert "Gruppen har tilknytning til dette nettverket." in texts(app)
    app = part(app, "Matrise")
    next(x for x in app.toggle if x.label.startswith("Hold svar")).set_value(True).run()
    assert work(store).leaves_out_tied


def test_rehearsal_is_emptied_after_a_question_and_taken_back(secretariat, store):
    app = part(secretariat, "Før inn")
    choice(app, 2).set_value("ja").run()
    app = part(app, "Grupper")
    button(app, "Tøm prøvesvar").click().run()
    assert "Alle 1 svar fra alle grupper tas bort." in texts(app)
    button(app, "Nei, behold").click().run()
    assert len(work(store).answers) == 1
    button(app, "Tøm prøvesvar").click().run()
    button(app, "Ja, tøm").click().run()
    assert not work(store).answers
    button(app, "Hent tilbake svarene som ble tømt").click().run()
    assert len(work(store).answers) == 1


def test_pool_amount_leads_into_hva_om(secretariat, store):
    app = part(secretariat, "Før inn")
    next(s for s in app.selectbox if s.label == "Ark").set_value("pool").run()
    button(app, "Skriv beløp").click().run()
    next(i for i in app.text_input if i.label.startswith("Beløp til")).set_value("2 mill").run()
    app = part(app, "Fordeling av svar")
    button(app, "Prøv 2\u00a0000\u00a0000\u00a0kr i Hva om").click().run()
    assert "Hva om?" in texts(app)
    assert {m.label: plain(m.value) for m in app.metric}["Ramme til nettverkene"] == "16 300 000"


def test_step_is_taken_once_however_the_field_is_left(secretariat, store):
    app = part(secretariat, "Før inn")
    button(app, "Skriv beløp").click().run()

    def field():
        return next(i for i in app.text_input if i.label.startswith("Beløp til"))

    field().set_value("600 000").run()
    button(app, "Ferdig").click().run()
    next(b for b in app.button if b.label == "Endre").click().run()
    field().set_value("-10 %").run()
    button(app, "Ferdig").click().run()
    assert answer(store, "midtre-namdal", "belop").amount_kr == 540_000


def test_emptying_is_taken_back_also_where_a_group_has_answered_since(secretariat, store):
    app = part(secretariat, "Før inn")
    choice(app, 2).set_value("ja").run()
    choice(app, 3).set_value("nei").run()
    app = part(app, "Grupper")
    button(app, "Tøm prøvesvar").click().run()
    button(app, "Ja, tøm").click().run()
    app = part(app, "Før inn")
    choice(app, 2).set_value("delvis ja").run()
    app = part(app, "Grupper")
    button(app, "Hent tilbake svarene som ble tømt").click().run()
    found = [answer(store, "midtre-namdal", q).choice for q in ("1", "2")]
    assert found == ["delvis ja", "nei"]
    assert "1 svar er hentet tilbake. 1 var svart på nytt" in texts(app)


def test_group_that_is_shut_out_gets_no_code_before_it_is_let_in(store):
    holder = Holder("gruppe", MEETING, "gruppe-1")
    assert store.codes.code_for(holder)
    store.revoke_keys(holder, SECRETARIAT)
    assert store.codes.code_for(holder) == ""
    store.renew_keys(holder, SECRETARIAT)
    assert store.codes.code_for(holder)


def test_inhabilitet_is_recorded_with_what_the_forum_decided(secretariat, store):
    app = part(secretariat, "Grupper")
    for name, text in (("who", "Rektor i en av kommunene"), ("concerns", "Fosen"), ("decision", HOSTILE)):
        app.text_input(key=f"inhabil/{name}").set_value(text)
    next(b for b in app.button if b.key and "inhabil" in b.key).click().run()
    found = work(store).inhabilitet[0]
    assert (found.who, found.concerns, found.decision) == ("Rektor i en av kommunene", "Fosen", HOSTILE)
    assert HOSTILE in texts(app)
