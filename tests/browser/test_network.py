"""The app on the network, as the secretariat starts it and others come to it."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.innstilling_page import wait_for_table
from tests.pages.oidc_provider import CLIENT, Provider

ROOT = Path(__file__).parents[2]
KNOWN, UNKNOWN = ("leder" + "@" + "fylket.example", "noen" + "@" + "fylket.example")


class Network:
    """The network command, with a home folder and a database of its own."""

    def __init__(self, home: Path) -> None:
        self.log = home / "log"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pages._ui.network"],
            cwd=ROOT,
            env=os.environ | {"DEKOM_DB": str(home / "meeting.duckdb"), "HOME": str(home), "USERPROFILE": str(home)},
            stdout=self.log.open("w"),
            stderr=subprocess.STDOUT,
        )

    def link(self) -> str:
        """Return the link in the terminal, when it is there."""
        end = time.monotonic() + 30
        while not (found := re.search(r"http://\S+", self.log.read_text(encoding="utf-8"))):
            assert time.monotonic() < end, "no link in the terminal"
            time.sleep(0.05)
        return found[0]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[], Network]]:
    started: list[Network] = []

    def start_one() -> Network:
        started.append(Network(tmp_path))
        return started[-1]

    yield start_one
    for network in started:
        network.process.terminate()
        assert network.process.wait(timeout=10) is not None


def base_of(link: str) -> str:
    parts = urlsplit(link)
    return f"{parts.scheme}://{parts.netloc}"


def expect_entrance(page: Page) -> None:
    expect(page.get_by_role("heading", name="Innstillingsmøtet")).to_be_visible(timeout=20_000)
    expect(page.get_by_label("Innstilt beløp, Fosen")).to_have_count(0)


def test_key_opens_the_app_on_the_network_and_nothing_else_does(start, visit):
    network = start()
    link = network.link()
    url, key = base_of(link), link.partition("n=")[2]

    stranger = visit(f"{url}/gruppearbeid?n=guessed")
    expect_entrance(stranger)
    expect(stranger.get_by_text("Lenken gjelder ikke")).to_be_visible()
    assert Axe().run(stranger).response["violations"] == []
    stranger.get_by_label("Kode").fill("abc def")
    stranger.get_by_label("Kode").press("Enter")
    expect(stranger.get_by_text("Koden gjelder ikke")).to_be_visible()

    secretariat = visit(link)
    wait_for_table(secretariat)
    assert secretariat.url == f"{url}/"
    cookie = next(c for c in secretariat.context.cookies() if c["name"] == "dekom_key")
    assert (cookie["value"], cookie["httpOnly"], cookie["sameSite"]) == (key, True, "Lax")
    assert "dekom_key" not in secretariat.evaluate("document.cookie")
    secretariat.get_by_test_id("stExpandSidebarButton").click()
    secretariat.get_by_role("link", name="Hva om", exact=True).click()
    expect(secretariat).to_have_url(f"{url}/hva-om")
    secretariat.reload()
    expect(secretariat.get_by_test_id("stMetric").first).to_be_visible(timeout=20_000)
    assert network.log.read_text(encoding="utf-8").count(key) == 1


def test_login_gives_the_role_of_the_address(start, visit, tmp_path):
    with Provider() as provider:
        network = start_with_login(start, tmp_path, provider)
        page = visit(network.link())
        for user, words in (
            ({"email": UNKNOWN}, f"{UNKNOWN} har ikke tilgang"),
            ({"email": KNOWN, "email_verified": False}, "ikke bekreftet"),
        ):
            provider.user = user
            log_in(page)
            expect(page.get_by_text(words)).to_be_visible(timeout=20_000)
            expect_entrance(page)
            page.get_by_role("button", name="Logg ut").click()
        provider.user = {"email": KNOWN, "email_verified": True}
        log_in(page)
        wait_for_table(page)


def start_with_login(start: Callable[[], Network], home: Path, provider: Provider) -> Network:
    secrets = home / ".streamlit" / "secrets.toml"
    secrets.parent.mkdir()
    secrets.write_text(
        f"""
        [auth]
        redirect_uri = "http://127.0.0.1:{{port}}/oauth2callback"
        cookie_secret = "{os.urandom(16).hex()}"
        client_id = "{CLIENT}"
        client_secret = "secret"
        server_metadata_url = "{provider.url}/.well-known/openid-configuration"
        [dekom]
        sekretariat = ["{KNOWN}"]
        """
    )
    return start()


def log_in(page: Page) -> None:
    page.get_by_role("button", name="Logg inn").click(timeout=20_000)
