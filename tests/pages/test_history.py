"""Historikk and «Hvordan kom vi hit?»: what the secretariat reads, filters and goes back through."""

from itertools import pairwise

import pytest

from dekom import actions, group_actions
from dekom.access import Actor
from dekom.change import Change, RowEdit
from dekom.demo import CASE, MEETING, ORDNING
from dekom.i18n import Message
from tests.pages.reading import button, panel, plain, texts

ADA, BO = Actor("a" * 32, "Ada"), Actor("b" * 32, "Bo")


def set_amount(store, actor, nettverk_id, kr):
    case = store.load_case(MEETING, ORDNING)
    seen = next(n.innstilt_kr for n in case.nettverk if n.id == nettverk_id)
    actions.set_amount(store, actor, case, nettverk_id, seen, kr)


def table(app, number=0):
    return [[plain(str(cell)) for cell in row] for row in app.dataframe[number].value.to_numpy().tolist()]


@pytest.fixture
def app(open_app, store):
    """Three changes: two amounts and one of the group work."""
    set_amount(store, ADA, "fosen", 800_000)
    group_actions.leave_out_tied(store, BO, store.load_group_work(MEETING, ADA), True)
    set_amount(store, BO, "gauldal", 900_000)
    return open_app()


def test_history_holds_every_change_of_the_meeting_newest_first(app):
    rows = table(panel(app, "Historikk"))
    assert [(row[1], row[3], row[4], row[5], row[6], row[7]) for row in rows] == [
        ("Bo", "Gauldalnettverket", "", "Innstilt beløp", "960 113", "900 000"),
        ("Bo", "", "Svar med tilknytning holdt utenfor", "", "nei", "ja"),
        ("Ada", "Fosen", "", "Innstilt beløp", "721 155", "800 000"),
    ]


@pytest.mark.parametrize(
    ("field", "value", "left"),
    [
        ("history/text", "800000", ["Ada"]),
        ("history/text", "finnes ikke", []),
        ("history/since", "1.1.2999", []),
        ("history/until", "1.1.2999", ["Bo", "Bo", "Ada"]),
    ],
)
def test_history_is_filtered_by_what_is_typed(app, field, value, left):
    app = panel(app, "Historikk")
    app.text_input(key=field).set_value(value).run()
    assert ([row[1] for row in table(app)] if left else []) == left
    assert ("Ingen endringer passer til det du har valgt." in texts(app)) is (not left)


def test_history_is_filtered_by_who_network_and_kind(app):
    app = panel(app, "Historikk")
    app.selectbox(key="history/who").set_value("Bo").run()
    assert len(table(app)) == 2
    app.selectbox(key="history/kind").set_value("innstilling").run()
    assert [row[3] for row in table(app)] == ["Gauldalnettverket"]
    app.selectbox(key="history/who").set_value("").run()
    app.selectbox(key="history/nettverk").set_value("fosen").run()
    assert [row[3] for row in table(app)] == ["Fosen"]


def test_time_that_cannot_be_read_is_said_with_an_example(app):
    app = panel(app, "Historikk")
    app.text_input(key="history/since").set_value("i går").run()
    assert "«i går» er ikke et tidspunkt. Skriv for eksempel 9.3.2022 14:00." in texts(app)
    assert not app.dataframe


def test_two_hundred_lines_stand_on_a_page_with_a_way_to_the_older(open_app, store):
    place = CASE | {"nettverk_id": "fosen"}
    amounts = [721_155, *range(1, 202)]
    rows = tuple(
        RowEdit("innstilling", place, {"innstilt_kr": before}, {"innstilt_kr": after})
        for before, after in pairwise(amounts)
    )
    store.apply(Change(MEETING, ORDNING, Message("mange"), rows), ADA)
    app = panel(open_app(), "Historikk")
    assert len(table(app)) == 200
    button(app, "Eldre").click().run()
    assert len(table(app)) == 1
    assert button(app, "Eldre").disabled
    button(app, "Nyere").click().run()
    assert len(table(app)) == 200


def test_set_up_page_shows_the_same_history(app):
    app.switch_page("pages/oppsett.py").run()
    app.segmented_control(key="set_up_part").set_value("Historikk").run()
    assert not app.exception
    assert [row[1] for row in table(app)] == ["Bo", "Bo", "Ada"]


# Hvordan kom vi hit?

STORY = f"story/{MEETING}/{ORDNING}"
AMOUNTS = "Hvordan kom vi hit?"


def standing(app):
    return {row[0]: row[1:] for row in table(app)}


def test_story_without_changes_says_so(open_app):
    assert "Ingen beløp er endret ennå" in texts(panel(open_app(), AMOUNTS))


def test_story_opens_at_the_newest_change(app):
    app = panel(app, AMOUNTS)
    assert not app.exception
    assert "Endring 2 av 2" in texts(app)
    assert "Bo: Gauldalnettverket: 960 113 kr → 900 000 kr" in texts(app)
    assert "Innstilt 13 724 347 kr · Gjenstår 1 575 653 kr" in texts(app)
    assert standing(app)["Gauldalnettverket"] == ["900 000", "−60 113", "900 000", ""]
    assert "Uendret hele veien: Trondheim/Malvik, TFK + VGO" in texts(app)


def test_slider_shows_the_innstilling_as_it_stood(app):
    app = panel(app, AMOUNTS)
    app.slider(key=STORY).set_value(0).run()
    assert "Før første endring" in texts(app)
    assert "Innstilt 13 705 615 kr · Gjenstår 1 594 385 kr" in texts(app)
    assert standing(app)["Fosen"] == ["721 155", "", "800 000", "+78 845"]
    button(app, "Neste").click().run()
    assert "Endring 1 av 2" in texts(app)
    assert standing(app)["Fosen"] == ["800 000", "+78 845", "800 000", ""]
    assert standing(app)["Gauldalnettverket"] == ["960 113", "", "900 000", "−60 113"]


def test_slider_stays_at_its_change_when_new_ones_come_and_the_newest_is_followed(app, store):
    app = panel(app, AMOUNTS)
    set_amount(store, ADA, "fosen", 700_000)
    assert "Endring 3 av 3" in texts(app.run())
    button(app, "Forrige").click().run()
    assert app.slider(key=STORY).value == 2
    set_amount(store, ADA, "fosen", 710_000)
    assert "Endring 2 av 4" in texts(app.run())
    assert app.slider(key=STORY).value == 2


def test_every_step_stands_in_a_table_too(app):
    app.session_state["story_table"] = True  # AppTest opens no expander
    steps = table(panel(app, AMOUNTS), 1)
    assert [row[0] for row in steps] == ["0", "1", "2"]
    assert [row[4:] for row in steps] == [["960 113", "721 155"], ["960 113", "800 000"], ["900 000", "800 000"]]
