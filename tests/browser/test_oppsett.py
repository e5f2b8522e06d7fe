"""The set-up page in Chromium: what only a browser can prove of the table one types in, and of an upload."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from dekom.set_up import load_set_up
from dekom.store import open_store
from dekom.workbook import write_workbook
from tests.dekom.store_fixtures import ADA, HOSTILE_TEXTS, MEETING, copy_of_demo


def open_part(page: Page, part: str) -> None:
    page.get_by_role("radio", name=part, exact=True).click()
    expect(page.get_by_role("radio", name=part, exact=True)).to_be_checked()


def type_in(page: Page, row: int, column: int, text: str) -> None:
    """Type in a cell of the first table. Its cells are drawn, so they are found by place and with arrows."""
    box = page.get_by_test_id("stDataFrame").first.bounding_box()
    assert box
    # A click where the last one was does not move the mark: another row first.
    for of_row in (row - 1, row):
        page.mouse.click(box["x"] + 60, box["y"] + 52 + 35 * of_row)
        page.wait_for_timeout(200)
    for _ in range(column):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    editor = page.locator("#portal textarea")
    editor.fill(text)
    editor.press("Enter")
    expect(editor).to_have_count(0)
    # The table waits a moment before it tells the server.
    page.wait_for_timeout(500)
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()


def test_frame_is_typed_refused_saved_and_undone(start, visit):
    server = start()
    page, other = visit(server.url + "/oppsett"), visit(server.url)
    open_part(page, "Ramme")
    expect(page.get_by_role("heading", name="Ramme")).to_be_visible()
    page.wait_for_timeout(500)
    assert Axe().run(page).response["violations"] == []
    save = page.get_by_role("button", name="Lagre", exact=True).first
    type_in(page, 3, 3, "400 000,-kr?")
    expect(page.get_by_text("Endringer i tabellen er ikke lagret.")).to_be_visible()
    save.click()
    expect(page.get_by_text("Rad 4: «400 000,-kr?» kan ikke leses som et beløp")).to_be_visible()
    expect(other.get_by_test_id("stMetric").first).to_contain_text("15 300 000".replace(" ", "\u00a0"))
    type_in(page, 3, 3, "0,5 mill")
    save.click()
    expect(page.get_by_text("Samlinger: Beløp 400 000 → 500 000")).to_be_visible()
    expect(other.get_by_test_id("stMetric").first).to_contain_text("15 200 000".replace(" ", "\u00a0"))
    page.get_by_role("button", name="Angre").click()
    expect(other.get_by_test_id("stMetric").first).to_contain_text("15 300 000".replace(" ", "\u00a0"))


def test_workbook_is_looked_over_and_taken_in_as_a_new_meeting(start, visit, tmp_path: Path):
    store = open_store(copy_of_demo(tmp_path / "kilde.duckdb"))
    set_up = load_set_up(store, ADA, MEETING)
    store.close()
    rooms = [{**row, "name": HOSTILE_TEXTS[0]} for row in set_up.rows["room"][:1]]
    hostile = type(set_up)(MEETING, {**set_up.rows, "room": (*rooms, *set_up.rows["room"][1:])})
    path = tmp_path / "møte.xlsx"
    path.write_bytes(write_workbook("nn", hostile))
    page = visit(start().url + "/oppsett")
    open_part(page, "Excel")
    page.get_by_role("radio", name="Et nytt møte").click()
    page.locator("input[type=file]").set_input_files(str(path))
    expect(page.get_by_text("Forhåndsvisning av møte.xlsx")).to_be_visible()
    expect(page.get_by_text(f"Rom: 2 nye, 0 endret ({HOSTILE_TEXTS[0]}, Rom 2)")).to_be_visible()
    page.get_by_role("button", name="Hent inn", exact=True).click()
    expect(page.get_by_text("Hentet inn: møte.xlsx.")).to_be_visible()
    open_part(page, "Ramme")
    expect(page.get_by_role("heading", name="Oppsett · Trøndelag 9.3.2022 · Dekom")).to_be_visible()
    expect(page.locator("input[type=file]")).to_have_count(0)
    assert Axe().run(page).response["violations"] == []
    page.reload()  # the meeting that was open is open again, and not the first in the list
    expect(page.get_by_role("heading", name="Oppsett · Trøndelag 9.3.2022 · Dekom")).to_be_visible()
    expect(page.get_by_text("Møte og ordning")).to_be_attached()
    assert [c["value"] for c in page.context.cookies() if c["name"] == "dekom_case"] == ["mote-mote-xlsx/dekom"]
