"""The agenda page: what the secretariat sees and does; the clocks themselves tick in tests/browser."""

from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from dekom.access import Actor
from dekom.agenda_actions import start_item, start_timer, stop_timer
from dekom.clock import now
from dekom.demo import MEETING
from dekom.groupwork import Room
from dekom.wall import Wall
from dekom.wall_actions import show
from tests.pages.reading import button, figure, texts

OTHER = Actor("b" * 32, "Kari på kontoret")
ROOM = Room("rom-1", "Rom 1")
STATE = f"agenda/{MEETING}"


@pytest.fixture
def page(open_app):
    def open_page() -> AppTest:
        return open_app().switch_page("pages/saksliste.py").run()

    return open_page


def seen(store):
    return store.load_proceedings(MEETING)


def current(store):
    return seen(store).current and seen(store).current.title


def labels(app):
    return [b.label for b in app.button]


def choose(app, store, number):
    app.session_state[STATE].selected = seen(store).items[number].id
    return app.run()


def test_items_are_started_ended_and_taken_up_again(page, store):
    app = page()
    assert not app.exception
    assert (figure(app, "Mot planen"), figure(app, "Forventet slutt")) == ("I rute", "16:00")
    assert "Neste: 7/2022 Velkommen" in texts(app)
    assert "Ferdig" not in labels(app)
    assert "Nullstill sakslisten" not in labels(app)

    button(app, "Start neste").click().run()
    assert current(store).startswith("Velkommen")
    button(app, "Ferdig").click().run()
    assert current(store) is None
    choose(app, store, 0)
    assert "min under planlagt tid" in texts(app)
    button(app, "Ta opp igjen").click().run()
    assert current(store).startswith("Velkommen")
    button(app, "Angre").click().run()
    assert current(store) is None
    assert not app.exception


def test_chosen_item_is_started_in_place_of_the_current_one(page, store):
    app = page()
    button(app, "Start neste").click().run()
    app.session_state["double_click/start"] = None  # a person takes longer than a test
    choose(app, store, 4)
    button(app, "Start").click().run()
    assert current(store).startswith("Innstilling for bruk")
    assert app.session_state[STATE].selected == ""
    assert [link.label for link in app.get("page_link") if link.label.startswith("Gå til")] == ["Gå til Innstilling"]


def test_what_another_did_meanwhile_is_said_and_nothing_is_started(page, store):
    app = page()
    start_item(store, OTHER, seen(store), seen(store).items[0].id, now())
    button(app, "Start neste").click().run()
    assert "Kari på kontoret endret dette" in texts(app)
    assert current(store).startswith("Velkommen")


def test_reset_asks_first(page, store):
    app = page()
    button(app, "Start neste").click().run()
    button(app, "Nullstill sakslisten").click().run()
    assert "Angre tar dem tilbake" in texts(app)
    button(app, "Avbryt").click().run()
    assert current(store)
    button(app, "Nullstill sakslisten").click().run()
    button(app, "Ja, nullstill").click().run()
    assert current(store) is None
    button(app, "Angre").click().run()
    assert current(store).startswith("Velkommen")


def test_agenda_that_was_started_another_day_says_so(page, store):
    start_item(store, OTHER, seen(store), seen(store).items[0].id, now() - timedelta(days=2))
    assert "Nullstill den før møtet begynner." in texts(page())


def test_pause_has_nothing_to_decide(page, store):
    app = choose(page(), store, 3)
    assert not app.text_area
    assert not [link for link in app.get("page_link") if link.label.startswith("Gå til")]
    assert choose(app, store, 1).text_area


def test_each_room_has_its_networks_and_goes_on_to_the_next(page, store):
    app = page()
    app.segmented_control(key="agenda_part").set_value("Klokker for framlegg").run()
    rooms = [box for box in app.selectbox if box.label == "Hvem legger fram"]
    assert len(rooms) == 2
    assert not set(rooms[0].options[:-1]) & set(rooms[1].options[:-1])
    assert {box.options[-1] for box in rooms} == {"UH eller andre"}

    first, second = rooms[0].value, rooms[0].options[1]
    app.button(key="timer/rom-1/7").click().run()
    timer = seen(store).timers[0]
    assert (timer.room_id, timer.nettverk_id, timer.seconds, timer.ended_at) == ("rom-1", first, 420, None)
    app.button(key="stop/rom-1").click().run()
    assert seen(store).timers[0].ended_at
    box = next(box for box in app.selectbox if box.label == "Hvem legger fram")
    assert box.options[box.index] == second
    app.button(key="reset/rom-1").click().run()
    assert seen(store).timers == ()


def test_storskjerm_shows_the_agenda_and_a_running_clock(open_app, store):
    show(store, OTHER, MEETING, Wall("rom-1", "saksliste", ordning="dekom"))
    app = open_app().switch_page("pages/storskjerm.py").run()
    assert (figure(app, "Mot planen"), figure(app, "Forventet slutt")) == ("I rute", "16:00")
    clocks = len(app.get("bidi_component"))
    start_timer(store, OTHER, seen(store), ROOM, "fosen", "Fosen", 6, now())
    assert len(app.run().get("bidi_component")) == clocks + 1
    stop_timer(store, OTHER, seen(store), ROOM, now())
    assert len(app.run().get("bidi_component")) == clocks
    assert not app.exception
