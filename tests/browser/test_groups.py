"""Groups on their own devices: two at once, a restart in the middle, a key that ends, other people's pages."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

ROOT = Path(__file__).parents[2]
PHONE = {"width": 390, "height": 844}
HOSTILE = "<img src=x onerror=alert(1)> **fet** :red[x] \u202eנסדל 👩‍🏫 =1+1"


class Meeting:
    """The network command on a port that it keeps when it is started again."""

    def __init__(self, home: Path, port: int) -> None:
        self.home, self.port, self.log = home, port, home / "log"
        self.start()

    def start(self) -> None:
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "pages._ui.network", "--port", str(self.port)],
                cwd=ROOT,
                env=os.environ | {"DEKOM_DB": str(self.home / "meeting.duckdb"), "HOME": str(self.home)},
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def link(self) -> str:
        end = time.monotonic() + 30
        while not (found := re.findall(r"http://\S+n=\S+", self.log.read_text(encoding="utf-8"))):
            assert time.monotonic() < end, "no link in the terminal"
            time.sleep(0.05)
        return found[-1]

    def wait(self) -> None:
        """Return when the server answers."""
        end = time.monotonic() + 30
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/_stcore/health", timeout=1).close()
                return
            except OSError:
                assert time.monotonic() < end, "the server did not start"
                time.sleep(0.1)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=10)


@pytest.fixture
def meeting(tmp_path: Path, free_port: int):
    meeting = Meeting(tmp_path, free_port)
    yield meeting
    meeting.kill()


def secretariat(visit, meeting: Meeting) -> Page:
    page = visit(meeting.link())
    page.get_by_test_id("stMetric").first.wait_for(timeout=20_000)
    page.goto(base(meeting) + "/gruppearbeid")
    page.get_by_text("Tilgang", exact=True).click(timeout=20_000)
    return page


def base(meeting: Meeting) -> str:
    return meeting.link().partition("/inn")[0]


def group_link(page: Page, number: int) -> str:
    page.get_by_role("button", name="Lenke til én enhet til").nth(number - 1).click()
    link = page.get_by_text(re.compile(r"/inn\?n=")).first
    return link.inner_text().strip()


def open_group(visit, link: str) -> Page:
    page = visit(link, **PHONE)
    page.get_by_text("Lokalt forankret?").wait_for(timeout=20_000)
    return page


def choice(page: Page, question: int, word: str, checked: bool | None = None) -> Locator:
    group = page.get_by_role("radiogroup", name=f"Svar på spørsmål {question}")
    return group.get_by_role("radio", name=word, exact=True, checked=checked)


def choose(page: Page, question: int, word: str) -> None:
    """Tap a choice once the page has settled: while it is redrawn, the old sheet and the new stand there both."""
    expect(choice(page, question, word)).to_have_count(1)
    choice(page, question, word).click()


def expect_chosen(page: Page, question: int, word: str) -> None:
    expect(choice(page, question, word, checked=True)).to_have_count(1)


def pick(page: Page, nettverk: str, need: str) -> None:
    """Pick a network, and wait until its own page is there."""
    page.get_by_label("Nettverk", exact=True).click()
    page.get_by_role("option").filter(has_text=nettverk).click()
    expect(page.get_by_text(re.compile(f"Meldt behov {need}".replace(" ", r"\s")))).to_be_visible()


def shut_out(page: Page) -> None:
    """Shut group 1 out; a first press just after the server came back may only wake the page."""
    said = page.get_by_text("Gruppe 1 er stengt ute")
    for _ in range(3):
        page.get_by_role("button", name="Steng ute").first.click(timeout=20_000)
        with suppress(AssertionError):
            expect(said).to_be_visible(timeout=4_000)
            return
    expect(said).to_be_visible()


def test_two_devices_of_a_group_a_restart_and_a_key_that_ends(meeting, visit):
    page = secretariat(visit, meeting)
    link = group_link(page, 1)
    laptop, phone = open_group(visit, link), open_group(visit, link)
    assert phone.url == base(meeting) + "/gruppearbeid"
    assert Axe().run(phone).response["violations"] == []
    pick(phone, "Fosen", "910 000")
    pick(laptop, "Fosen", "910 000")
    choose(phone, 2, "delvis ja")
    expect_chosen(laptop, 2, "delvis ja")
    choose(laptop, 2, "nei")
    expect_chosen(phone, 2, "nei")
    laptop.get_by_role("button", name="Skriv notat").first.click()
    laptop.get_by_label("Notat til spørsmål 2").fill(HOSTILE)
    laptop.get_by_role("button", name="Ferdig").click()
    expect(phone.get_by_text(f"Notat: {HOSTILE}")).to_be_visible()
    expect(phone.get_by_text("1 av 9 svart")).to_be_visible()

    meeting.kill()
    meeting.start()
    meeting.wait()
    phone.reload()
    phone.get_by_text("Lokalt forankret?").wait_for(timeout=20_000)
    expect(phone.get_by_label("Nettverk", exact=True)).to_have_value("Fosen – forarbeid")
    expect_chosen(phone, 2, "nei")
    expect(phone.get_by_text(f"Notat: {HOSTILE}")).to_be_visible()
    choose(phone, 3, "ja")
    expect_chosen(laptop, 3, "ja")
    expect(laptop.get_by_label("Nettverk", exact=True)).to_have_value("Fosen – forarbeid")
    choose(laptop, 4, "delvis ja")
    expect_chosen(phone, 4, "delvis ja")

    for url in ("/", "/hva-om"):
        phone.goto(base(meeting) + url)
        expect(phone.get_by_text("Gruppe 1 ·").or_(phone.get_by_text("for sekretariatet"))).to_be_visible(
            timeout=20_000
        )
        assert phone.get_by_test_id("stMetric").count() == 0
    phone.goto(base(meeting) + "/gruppearbeid")
    phone.get_by_text("Lokalt forankret?").wait_for(timeout=20_000)

    page.get_by_text("Tilgang", exact=True).click(timeout=20_000)
    shut_out(page)
    expect(phone.get_by_text("Nøkkelen gjelder ikke lenger")).to_be_visible()
    assert phone.get_by_text("Lokalt forankret?").count() == 0
