"""The panel Tallkontroll: every column and table by its name, the worst findings first, and readable when many."""

import duckdb
import pytest

from dekom.demo import MEETING, ORDNING
from tests.dekom.store_fixtures import copy_of_demo
from tests.pages.reading import panel, texts

NEW_ROW = "INSERT INTO printed_figure VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '')"


@pytest.fixture
def show(database, open_app):
    """Show the panel over tables that replace the printed ones of the demo: (row, line, column, kr, per cent)."""

    def shown(figures, table="Søkt 2023"):
        rows = [
            (MEETING, ORDNING, table, row, position, line, column, kr, percent)
            for position, (row, line, column, kr, percent) in enumerate(figures)
        ]
        with duckdb.connect(str(copy_of_demo(database))) as connection:
            connection.execute("DELETE FROM printed_figure")
            for row in rows:
                connection.execute(NEW_ROW, row)
        return panel(open_app(), "Tallkontroll")

    return shown


def many_wrong(count):
    """Return so many rows whose parts are from 1 kr less than the need and on."""
    for i in range(1, count + 1):
        yield from ((f"n{i}", i, "behov", 1_000 + i, None), (f"n{i}", i, "nord", 1_000, None))


def test_recipient_subtotal_and_table_are_called_by_their_names(show):
    figures = [("fosen", 1, "behov", 100, None), ("fosen", 1, "nord", 100, None), ("DELSUM 1", 2, "nord", 93, None)]
    shown = texts(show(figures))
    assert "3 trykte tall i én tabell er lest. 1 stemmer ikke med tallene de bygger på." in shown
    assert "Søkt 2023, Delsum 1, Nord universitet\nTrykt 93, skal være 100. Forskjell −7 kr." in shown


def test_percentage_that_cannot_be_checked_is_counted_apart_and_unclear(show):
    shown = texts(show([("fosen", 1, "behov", 100, None), ("fosen", 1, "nettverk_pct", None, "79/2")]))
    assert "Ingen av dem er i strid med tallene de bygger på. 1 kan ikke kontrolleres." in shown
    assert "Søkt 2023, Fosen, Prosentandel nettverk\nTrykt 39,5 %, utregnet ukjent: uavklart." in shown


def test_numbered_table_is_called_a_table(show):
    figures = [("fosen", 0, "behov", 100, None), ("SUM", 0, "behov", 90, None)]
    assert "Tabell 7, Sum, Meldt behov\n" in texts(show(figures, table="7"))


def test_two_hundred_findings_show_the_worst_and_count_the_rest(show):
    app = show(many_wrong(201))
    first = [t.value for t in app.text if t.value.startswith("Søkt 2023")]
    assert len(first) == 20
    assert first[0].startswith("Søkt 2023, n201, Meldt behov")
    assert "… og 181 til" in texts(app)
    app.toggle(key="audit_more").set_value(True).run()
    assert len([t for t in app.text if t.value.startswith("Søkt 2023")]) == 200
    assert "… og 1 til" in texts(app)


def test_twenty_findings_are_all_shown_with_nothing_to_press(show):
    app = show(many_wrong(20))
    assert "… og" not in texts(app)
    assert [t.key for t in app.toggle if t.key == "audit_more"] == []


def test_name_of_a_table_or_column_is_shown_as_typed(show):
    name = "**:red[x]** <b>{x}</b> $a$"
    app = show([("fosen", 1, "behov", 100, None), ("fosen", 1, name, 7, None), ("SUM", 2, name, 8, None)], table=name)
    assert f"{name}, Sum, {name}\n" in texts(app)
    assert not any(name in m.value for m in app.markdown)


def test_nothing_printed_is_said(show):
    assert "Ingen trykte tall er lagt inn." in texts(show([]))
