"""A real server and a real Chromium. Without Chromium these tests skip, but never where CI=true."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Server:
    """The app as a user starts it, on a free port and a database of its own."""

    def __init__(self, database: Path, *, one_core: bool = False, script: Path = ROOT / "app.py") -> None:
        self.database = database
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless=true"]
        if one_core and shutil.which("taskset"):
            command = ["taskset", "-c", "0", *command]
        self.log = database.with_suffix(".log")
        self.process = subprocess.Popen(
            [*command, "--server.showEmailPrompt=false", f"--server.port={self.port}"],
            cwd=script.parent,
            env=os.environ | {"DEKOM_DB": str(database)},
            stdout=self.log.open("w"),
            stderr=subprocess.STDOUT,
        )

    def wait(self) -> "Server":
        """Return the server when it answers."""
        _wait_until(self._is_up, 30, "the server did not start")
        return self

    def _is_up(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=1) as answer:
                return answer.status == 200
        except OSError:
            return False

    def stop(self) -> None:
        """Stop the server as a user does, so that its file can be opened."""
        self.process.terminate()
        self.process.wait(timeout=10)

    def drop(self) -> None:
        """End the server at once; nobody needs its file."""
        self.process.kill()
        self.process.wait(timeout=10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def free_port() -> int:
    return _free_port()


def _wait_until(is_so: Callable[[], bool], seconds: float, otherwise: str) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError(otherwise)
        time.sleep(0.1)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing, and CI must run the browser tests")
        pytest.skip("Chromium is not installed")
    expect.set_options(timeout=15_000)  # what is slow on a loaded machine is measured in tests/bench, not here
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def spare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Server]]:
    """A server that starts while the test before is still running."""
    waiting: list[Server] = []
    yield waiting
    for server in waiting:
        server.drop()


@pytest.fixture
def start(tmp_path_factory: pytest.TempPathFactory, spare: list[Server]) -> Iterator[Callable[..., Server]]:
    """Start a server on a database of its own; it is stopped when the test ends."""
    servers: list[Server] = []

    def new(**options: object) -> Server:
        return Server(tmp_path_factory.mktemp("server") / "meeting.duckdb", **options)  # type: ignore[arg-type]

    def start_one(**options: object) -> Server:
        servers.append(spare.pop() if spare and not options else new(**options))
        if not spare:
            spare.append(new())
        return servers[-1].wait()

    yield start_one
    for server in servers:
        server.drop()


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page in a browser of its own (its own cookies), as another person would."""
    contexts = []

    def open_page(url: str, width: int = 1600, height: int = 1000) -> Page:
        context = chromium.new_context(locale="nb-NO", viewport={"width": width, "height": height})
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        contexts.append(context)
        page = context.new_page()
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()
