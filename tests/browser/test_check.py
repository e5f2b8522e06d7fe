"""«Sjekk før møtet»: what the window at the projector says itself, in a real browser."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

ROOM = "/storskjerm?rom=rom-1"


def test_check_says_whether_the_storskjerm_shows_the_newest(start, visit):
    server = start()
    page = visit(f"{server.url}/oppsett")
    page.get_by_text("Sjekk før møtet").click(timeout=20_000)
    expect(page.get_by_text("Storskjermen i Rom 1 er ikke åpen")).to_be_visible()
    assert Axe().run(page).response["violations"] == []

    wall = visit(server.url + ROOM, width=1920, height=1080)
    wall.get_by_test_id("stMetric").first.wait_for(timeout=20_000)
    wall.wait_for_timeout(1_000)
    page.get_by_role("button", name="Se på nytt").click()
    expect(page.get_by_text("Storskjermen i Rom 1 viser det nyeste (kl. ")).to_be_visible()
    expect(page.get_by_text("Storskjermen i Rom 2 er ikke åpen")).to_be_visible()

    page.get_by_role("button", name="Ta kopi nå").click()
    expect(page.get_by_text("Kopien er skrevet og lest tilbake.")).to_be_visible()
    assert len(list((server.database.parent / "kopier").iterdir())) == 1
