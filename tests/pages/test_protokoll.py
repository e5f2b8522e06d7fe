"""Referat og innstilling: from agreement to a fastsatt innstilling, its papers, the vedtak, and what screens say."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from dekom.access import Actor
from dekom.actions import acknowledge, set_amount
from dekom.decision_actions import decide, set_resolution
from dekom.figures import NBSP
from dekom.proceedings import Way
from dekom.store import Store, open_store
from dekom.vedtak_actions import as_innstilt, load_vedtak
from dekom.versions import freeze, load_record, load_versions

MEETING, ORDNING = "trondelag-2022", "dekom"
ADA = Actor("a" * 32, "Ada")


@pytest.fixture
def run(open_app: Callable[[], AppTest]) -> Callable[..., AppTest]:
    """Open a part of the page; a helper of its own, since every test looks at one."""

    def opened(part: str = "Fastsett") -> AppTest:
        app = open_app().switch_page("pages/protokoll.py").run()
        return app.segmented_control(key="record_part").set_value(part).run()

    return opened


def press(app: AppTest, label: str) -> None:
    next(b for b in app.button if b.label == label).click().run()


def texts(app: AppTest) -> str:
    parts = [element.value for kind in (app.text, app.markdown, app.caption) for element in kind]
    return "\n".join(map(str, parts)).replace(NBSP, " ")


def area(app: AppTest, label: str) -> None:
    next(a for a in app.text_area if a.label == label).set_value("Avklares før vedtaket.")


def answer(app: AppTest) -> None:
    area(app, "Forbehold til de valgte kravene")
    area(app, "Begrunnelse til de valgte punktene")
    press(app, "Lagre svarene")


def downloads(app: AppTest) -> list[str]:
    return [element.label for element in app.get("download_button")]


def fastsatt(store: Store) -> None:
    record = load_record(store, ADA, MEETING, ORDNING)
    acknowledge(store, ADA, record.case, record.evaluation.open_outcomes, "Avklares.")
    freeze(store, ADA, load_record(store, ADA, MEETING, ORDNING))


def test_from_agreement_to_fastsatt_in_three_clicks(run: Callable[..., AppTest], store: Store) -> None:
    app = run()
    assert "UTKAST" in texts(app)
    assert next(b for b in app.button if b.label == "Fastsett innstilling").disabled
    assert "22 åpne punkter er ikke besvart" in texts(app)
    answer(app)
    press(app, "Fastsett innstilling")
    assert "Versjon 1: 13 705 615 kr til 11 nettverk." in texts(app)
    assert "Forbehold til 18 krav, begrunnelse til 4 andre punkter." in texts(app)
    assert "Rammen er foreløpig." in texts(app)
    press(app, "Ja, fastsett")
    assert "Innstillingen er fastsatt som versjon 1." in texts(app)
    assert "FASTSATT · versjon 1 · " in texts(app)
    assert "UTKAST" not in texts(app)
    assert "Uendret siden den ble fastsatt." in texts(app)
    assert len(load_versions(store, MEETING, ORDNING)) == 1
    assert list((store.path.parent / "kopier").glob("*.duckdb"))  # a copy is written at every version


def test_only_the_chosen_points_are_answered_and_no_is_no(run: Callable[..., AppTest], store: Store) -> None:
    app = run()
    next(c for c in app.checkbox if c.label == "Egenfinansiering: Ikke oppfylt").uncheck()
    answer(app)
    left = load_record(store, ADA, MEETING, ORDNING).evaluation.open_outcomes
    assert [(o.rule_id, o.nettverk_id) for o in left] == [("egenfinansiering", "verdal-levanger")]
    area(app, "Forbehold til de valgte kravene")
    next(c for c in app.checkbox).check()
    press(app, "Lagre svarene")
    press(app, "Fastsett innstilling")
    press(app, "Nei, vent")
    assert load_versions(store, MEETING, ORDNING) == ()
    assert "UTKAST" in texts(app)


def test_empty_answers_save_nothing(run: Callable[..., AppTest], store: Store) -> None:
    app, before = run(), store.last_change_id
    press(app, "Lagre svarene")
    assert store.last_change_id == before
    assert "Skriv forbeholdet eller begrunnelsen først." in texts(app)


def test_amount_changed_after_the_version_makes_a_draft_that_is_compared(
    run: Callable[..., AppTest], store: Store
) -> None:
    fastsatt(store)
    set_amount(store, ADA, store.load_case(MEETING, ORDNING), "fosen", 721_155, 721_156)
    app = run()
    assert "UTKAST · endret etter versjon 1" in texts(app)
    frame = app.dataframe[0].value
    lines = frame.astype(str).apply(lambda column: column.str.replace(NBSP, " ")).values.tolist()
    assert ["Fosen", "Innstilt", "721 155", "721 156", "+1 kr"] in lines


def test_vedtak_with_one_deviation_and_its_reason(run: Callable[..., AppTest], store: Store) -> None:
    assert "Vedtaket føres når innstillingen er fastsatt." in texts(run("Vedtak"))
    assert "Fastsett innstillingen og før inn vedtaket først." in texts(run("Brev"))
    fastsatt(store)
    app = run("Vedtak")
    press(app, "Alle som innstilt")
    assert "ført for 11 av 11 nettverk" in texts(app)
    [f for f in app.text_input if f.label == "Tildelt"][3].set_value("700 000")
    press(app, "Lagre vedtaket")
    assert "Fosen: 700 000 kr er ikke det som er innstilt. Skriv hvorfor" in texts(app)
    [f for f in app.text_input if f.label == "Grunn til avvik"][3].set_value("Ett tiltak er trukket.")
    press(app, "Lagre vedtaket")
    assert "Vedtaket er lagret." in texts(app)
    assert "−21 155" in texts(app)
    assert "Tildelt 13 684 460 kr" in texts(app)
    assert "Grunnlag for brev til 11 nettverk." in texts(run("Brev"))


def test_answers_of_both_kinds_are_one_change_and_the_notice_goes_with_the_part(
    run: Callable[..., AppTest], store: Store
) -> None:
    app, before = run(), store.last_change_id
    answer(app)
    assert store.last_change_id == before + 1
    assert "Svarene er lagret." in texts(app)
    assert "Svarene er lagret." not in texts(app.segmented_control(key="record_part").set_value("Brev").run())
    assert "UTKAST" in texts(app)


def test_double_click_on_save_of_the_vedtak_says_that_it_is_saved(run: Callable[..., AppTest], store: Store) -> None:
    fastsatt(store)
    app = run("Vedtak")
    press(app, "Alle som innstilt")
    before = store.last_change_id
    press(app, "Lagre vedtaket")
    press(app, "Lagre vedtaket")
    assert "Vedtaket er lagret." in texts(app)
    assert store.last_change_id == before


def test_new_version_asks_for_reasons_or_to_follow_it(run: Callable[..., AppTest], store: Store) -> None:
    fastsatt(store)
    versions = load_versions(store, MEETING, ORDNING)
    as_innstilt(store, ADA, MEETING, ORDNING, load_vedtak(store, MEETING, ORDNING, versions), versions)
    set_amount(store, ADA, store.load_case(MEETING, ORDNING), "fosen", 721_155, 721_000)
    fastsatt(store)
    app = run("Brev")
    assert "1 nettverk mangler grunn til avvik. Skriv den under Vedtak før brevene sendes." in texts(app)
    assert "FASTSATT · versjon 2 · " in texts(app)
    app = run("Vedtak")
    assert "FASTSATT · versjon 2 · " in texts(app)
    assert "Avviker fra innstillingen uten grunn: Fosen." in texts(app)
    press(app, "Sett disse til versjon 2")
    assert "1 beløp endres til det som er innstilt i versjon 2." in texts(app)
    press(app, "Ja, endre beløpene")
    assert "1 nettverk er satt til versjon 2." in texts(app)
    assert "uten grunn" not in texts(app)
    assert "mangler grunn" not in texts(run("Brev"))


def test_confirmation_says_what_deviates_and_what_was_not_agreed(run: Callable[..., AppTest], store: Store) -> None:
    case, at = store.load_case(MEETING, ORDNING), datetime(2022, 3, 9, 14, 43)
    ways: tuple[tuple[str, Way], ...] = (("sak-2", "enighet"), ("sak-10", "ingen enighet"))
    for item, way in ways:
        set_resolution(store, ADA, store.load_proceedings(MEETING), item, case, "", "Fosen får {Fosen}.")
        decide(store, ADA, store.load_proceedings(MEETING), item, case, way, at)
    set_amount(store, ADA, case, "fosen", 721_155, 721_000)
    record = load_record(store, ADA, MEETING, ORDNING)
    acknowledge(store, ADA, record.case, record.evaluation.open_outcomes, "Avklares.")
    app = run()
    press(app, "Fastsett innstilling")
    said = texts(app)
    assert said.count("Avviker fra vedtaket i sak ") == 1
    assert "Avviker fra vedtaket i sak 8: Fosen var 721 155 kr, er 721 000 kr" in said
    assert "Sak 10: forumet ble ikke enig." in said
    press(app, "Ja, fastsett")
    assert "Innstillingen er fastsatt som versjon 1." in texts(app)


def test_innstilling_and_storskjerm_say_which_edition(open_app: Callable[[], AppTest], store: Store) -> None:
    app = open_app()
    assert "UTKAST" in texts(app)
    fastsatt(store)
    assert "FASTSATT · versjon 1 · " in texts(app.run())
    wall = app.switch_page("pages/storskjerm.py").run()
    assert "FASTSATT · versjon 1 · " in texts(wall)
    set_amount(store, ADA, store.load_case(MEETING, ORDNING), "fosen", 721_155, 1)
    assert "UTKAST · endret etter versjon 1" in texts(wall.run())


def test_version_altered_by_hand_is_said_and_carries_no_vedtak(database: Path, run: Callable[..., AppTest]) -> None:
    store = open_store(database)
    fastsatt(store)
    store.close()
    with duckdb.connect(str(database)) as connection:
        connection.execute("UPDATE version SET content = replace(content, '721155', '921155')")
    app = run()
    assert "Innholdet i versjon 1 er endret etter at den ble fastsatt." in texts(app)
    assert "UTKAST · endret etter versjon 1" in texts(app)
    assert "Vedtaket føres når innstillingen er fastsatt." in texts(run("Vedtak"))
    papers = run("Dokumenter")
    assert "Innholdet i versjon 1 er endret etter at den ble fastsatt." in texts(papers)
    assert downloads(papers) == []


def test_papers_are_of_the_draft_until_there_is_a_version(run: Callable[..., AppTest], store: Store) -> None:
    app = run("Dokumenter")
    assert "UTKAST" in texts(app)
    assert [label.split(",")[0] for label in downloads(app)] == ["Word", "PDF", "Excel", "CSV", "JSON"]
    fastsatt(store)
    app = run("Dokumenter")
    assert "FASTSATT · versjon 1 · " in texts(app)
    set_amount(store, ADA, store.load_case(MEETING, ORDNING), "fosen", 721_155, 1)
    app = run("Dokumenter")
    assert "FASTSATT · versjon 1 · " in texts(app)  # the version is what is sent; the draft is there to be picked
    app.selectbox[0].set_value("Utkastet slik det står nå").run()
    assert "UTKAST" in texts(app)
    assert "FASTSATT" not in texts(app)
