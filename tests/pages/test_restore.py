"""Oppsett, Sikkerhetskopier: what a copy holds is seen first, and everybody who has a page open is told."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from dekom.backup import copies, write_copy
from dekom.meetings import delete_meeting
from dekom.store import Store
from tests.dekom.store_fixtures import ADA, MEETING, amount, amount_edit, change, make_meeting
from tests.pages.reading import button, texts


def part(app: AppTest) -> AppTest:
    return app.switch_page("pages/oppsett.py").run().segmented_control(key="set_up_part").set_value(PART).run()


PART = "Sikkerhetskopier"
ASKED = "Alle møtene i filen blir slik de var"


def write(store: Store, kr: int) -> None:
    store.apply(change(amount_edit("fosen", amount(store, "fosen"), kr)), ADA)


def test_copy_is_seen_asked_about_and_fetched_and_others_are_told(
    store: Store, open_app: Callable[[], AppTest]
) -> None:
    write(store, 721_156)
    write_copy(store)
    write(store, 721_160)
    make_meeting(store, "more-2023")
    other, app = open_app(), part(open_app())
    app = button(app, "Se hva kopien har").click().run()
    assert "Endringer som ikke er i kopien: 2. Den siste er fra kl. " in texts(app)
    assert "Ikke i kopien: Møre og Romsdal 9.3.2023, Dekom." in texts(app)
    [_copies, cases] = app.dataframe
    assert cases.value.to_dict("records") == [
        {
            "Møte": "Trøndelag 9.3.2022, Dekom",
            "Innstilt i kopien": "13\u00a0705\u00a0616\u00a0kr",
            "Innstilt nå": "13\u00a0705\u00a0620\u00a0kr",
        }
    ]
    told = "har hentet fram en kopi. Alt er nå slik det var"
    app = button(app, "Hent fram").click().run()
    assert ASKED in texts(app)
    assert amount(store, "fosen") == 721_160
    app = button(button(app, "Nei, behold det som er").click().run(), "Hent fram").click().run()
    app = button(app, "Ja, hent fram").click().run()
    assert "Kopien er hentet fram." in texts(app)
    assert told not in texts(app)
    assert amount(store, "fosen") == 721_156
    assert store.meeting_ids() == {"trondelag-2022"}
    assert len(copies(store.path)) == 2
    other.run()
    assert told in texts(other)
    button(other, "Lukk").click().run()
    assert told not in texts(other)
    assert told not in texts(open_app())


def test_copy_that_is_damaged_is_told_and_cannot_be_fetched(store: Store, open_app: Callable[[], AppTest]) -> None:
    copy = write_copy(store)
    copy.path.write_bytes(copy.path.read_bytes()[:20_000])
    app = button(part(open_app()), "Se hva kopien har").click().run()
    assert "er skadet. Velg en annen." in texts(app)
    assert "Hent fram" not in [b.label for b in app.button]
    assert app.dataframe[0].value["Siste endring i kopien"].tolist() == ["Kan ikke åpnes"]


def test_file_without_copies_offers_one(store: Store, open_app: Callable[[], AppTest]) -> None:
    app = part(open_app())
    assert "Ingen kopi er skrevet ennå." in texts(app)
    app = button(app, "Ta kopi nå").click().run()
    assert app.dataframe[0].value["Siste endring i kopien"].tolist() == ["Ingen endring"]


def test_file_without_meetings_can_go_back_to_a_copy(store: Store, open_app: Callable[[], AppTest]) -> None:
    write_copy(store)
    delete_meeting(store, ADA, MEETING)
    app = button(open_app().switch_page("pages/oppsett.py").run(), "Se hva kopien har").click().run()
    assert app.dataframe[1].value["Innstilt nå"].tolist() == ["Ikke i filen nå"]
    button(button(app, "Hent fram").click().run(), "Ja, hent fram").click().run()
    assert amount(store, "fosen") == 721_155
