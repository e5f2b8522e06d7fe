"""Another language: picked in the sidebar, followed by every name, told to screen readers, kept by the browser."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect


def test_language_is_picked_followed_and_kept(start, visit):
    page = visit(f"{start().url}/hva-om")
    way = page.get_by_role("combobox", name="Fordelingsmåte")
    expect(way).to_have_value("Fjorårets andeler (lærerårsverk mangler)", timeout=20_000)
    expect(page.locator("html")).to_have_attribute("lang", "nb")
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_test_id("stSidebar").get_by_text("Nynorsk").click()
    expect(page.get_by_text("Står att").first).to_be_visible()
    expect(way).to_have_value("Delane frå i fjor (lærarårsverk manglar)")
    expect(page.locator("html")).to_have_attribute("lang", "nn")
    assert Axe().run(page).response["violations"] == []
    page.reload()
    expect(way).to_have_value("Delane frå i fjor (lærarårsverk manglar)", timeout=20_000)
