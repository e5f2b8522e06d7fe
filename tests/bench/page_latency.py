"""From Enter to new totals on screen, beside a bare Streamlit page with one text field in its default settings.

Run: python -m tests.bench.page_latency
"""

import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS, Server
from tests.browser.innstilling_page import field, wait_for_table

ROUNDS = 30
BARE = """import streamlit as st
text = st.text_input("Tall")
st.metric("Sum", text)
"""
# Time from the Enter key to the first moment the figure on screen is another.
WATCH = """() => {
  const figure = () => document.querySelectorAll('[data-testid="stMetricValue"]')[%d]?.textContent;
  window.times = [];
  let pressed = 0, before = "";
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { pressed = performance.now(); before = figure(); }
  }, true);
  new MutationObserver(() => {
    if (pressed && figure() !== before) { window.times.push(performance.now() - pressed); pressed = 0; }
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


def measure(page: Page, metric: int, type_number) -> list[float]:  # type: ignore[no-untyped-def]
    page.evaluate(WATCH % metric)
    for number in range(ROUNDS + 5):
        type_number(700_000 + 1_000 * (number % 20) + number)
        page.keyboard.press("Enter")
        page.wait_for_function("n => window.times.length > n", arg=number)
        page.wait_for_timeout(120)
    return page.evaluate("window.times")[5:]


def main() -> None:
    folder = Path(tempfile.mkdtemp())
    script = folder / "bare.py"
    script.write_text(BARE, encoding="utf-8")
    ours, bare = Server(folder / "meeting.duckdb"), Server(folder / "bare.duckdb", script=script)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1600, "height": 1000}, locale="nb-NO")
        page.goto(bare.url)
        box = page.get_by_label("Tall")
        box.wait_for()
        bare_times = measure(page, 0, lambda kr: box.fill(str(kr)))
        page.goto(ours.url)
        wait_for_table(page)

        def type_amount(kr: int) -> None:
            field(page, "Fosen").click()
            page.keyboard.type(str(kr))

        our_times = measure(page, 1, type_amount)
        browser.close()
    ours.stop()
    bare.stop()
    our_ms, bare_ms = statistics.median(our_times), statistics.median(bare_times)
    print(
        f"Enter → new totals, median of {ROUNDS}: ours {our_ms:.0f} ms, bare page {bare_ms:.0f} ms, "
        f"ratio {our_ms / bare_ms:.2f}"
    )


if __name__ == "__main__":
    main()
