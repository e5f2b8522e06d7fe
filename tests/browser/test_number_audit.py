"""Tallkontroll on the wall: what fits is shown, the worst first, and the rest is counted."""

from pathlib import Path

import duckdb
from playwright.sync_api import expect

from dekom.access import Actor
from dekom.demo import MEETING, ORDNING
from dekom.store import open_store
from dekom.wall import TALLKONTROLL, Wall
from dekom.wall_actions import show
from tests.browser.conftest import Server

# Two hundred rows with parts that fall short of the need, under a name as long as people make them.
MANY = """
    INSERT INTO printed_figure
    SELECT ?, ?, 'Regneark fra nettverkene, samlet i februar', 'Nettverket med det lange navnet ' || i, p, i,
           CASE p WHEN 0 THEN 'behov' ELSE 'nord' END, CASE p WHEN 0 THEN 1000000 + i ELSE 1000000 END, NULL, ''
    FROM range(1, 201) r(i), range(2) s(p)
"""


def test_wall_shows_the_worst_that_fit_and_counts_the_rest(tmp_path: Path, visit) -> None:
    path = tmp_path / "meeting.duckdb"
    store = open_store(path)
    show(store, Actor("a" * 32, "Prøve"), MEETING, Wall("rom-1", shows=frozenset({TALLKONTROLL})))
    store.close()
    with duckdb.connect(str(path)) as connection:
        connection.execute(MANY, [MEETING, ORDNING])
    server = Server(path).wait()
    try:
        wall = visit(f"{server.url}/storskjerm?rom=rom-1", width=1920, height=1080)
        expect(wall.get_by_text("Tabell 2, Sum, Meldt behov")).to_be_visible(timeout=20_000)
        expect(wall.get_by_text("… og ")).to_be_visible()
        assert wall.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight <= innerHeight")
        assert wall.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert wall.get_by_text("Trykt ").count() >= 3
    finally:
        server.drop()
