"""The way in over HTTP: keys and codes become cookies, guesses wait, and nothing else of the address is trusted."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from dekom.access import Actor, Holder
from dekom.demo import MEETING
from dekom.store import Store, open_store
from pages._ui import network
from pages._ui.network import Door, main
from tests.dekom.store_fixtures import copy_of_demo

SECRETARIAT, ACTOR = Holder("sekretariat"), Actor("a" * 32)
GROUP, VIEWER = Holder("gruppe", MEETING, "gruppe-1"), Holder("tilhører", MEETING)


class Time:
    """A clock that only sleep moves."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = open_store(copy_of_demo(tmp_path_factory.mktemp("network") / "dekom.duckdb"))
    yield opened
    opened.close()


@pytest.fixture
def app(store: Store, time: Time) -> Starlette:
    """The door, with a page and a connection that tell what came through instead of Streamlit."""
    door = Door(store, time.sleep, time)

    async def page(request: Request) -> Response:
        return PlainTextResponse(f"page {request.url.query}")

    async def connection(websocket: WebSocket) -> None:
        await websocket.accept()
        await websocket.close()

    routes = [*door.routes, WebSocketRoute("/_stcore/stream", connection), Route("/{path:path}", page)]
    return Starlette(routes=routes, middleware=door.middleware)


@pytest.fixture
def browser(app: Starlette) -> TestClient:
    return browser_at(app, "10.0.0.5")


def browser_at(app: Starlette, address: str, url: str = "http://192.168.1.7:8501") -> TestClient:
    return TestClient(app, base_url=url, follow_redirects=False, client=(address, 50_000))


def connect(browser: TestClient, **headers: str) -> None:
    with browser.websocket_connect("/_stcore/stream", headers=headers):
        pass


@pytest.mark.parametrize(
    ("holder", "place"), [(SECRETARIAT, "/"), (GROUP, "/gruppearbeid"), (VIEWER, "/storskjerm")], ids=str
)
def test_key_moves_from_the_link_into_a_cookie(browser: TestClient, store: Store, holder: Holder, place: str) -> None:
    key = store.issue_key(holder)
    answer = browser.get("/inn", params={"n": key})
    assert (answer.status_code, answer.headers["Location"]) == (303, place)
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert browser.cookies["dekom_key"] == key
    flags = answer.headers["Set-Cookie"].casefold()
    assert "httponly" in flags
    assert "samesite=lax" in flags
    assert "secure" not in flags


@pytest.mark.parametrize("how", ["scheme", "proxy"])
def test_cookie_is_only_for_https_where_the_browser_came_by_https(app: Starlette, store: Store, how: str) -> None:
    browser = browser_at(app, "10.0.0.5", "https://forum.example" if how == "scheme" else "http://127.0.0.1")
    headers = {} if how == "scheme" else {"X-Forwarded-Proto": "https"}
    answer = browser.get("/inn", params={"n": store.issue_key(GROUP)}, headers=headers)
    assert "secure" in answer.headers["Set-Cookie"].casefold()


def test_key_on_any_page_is_swapped_and_the_rest_of_the_address_kept(browser: TestClient, store: Store) -> None:
    answer = browser.get("/storskjerm", params={"rom": "sal a", "n": store.issue_key(VIEWER)})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/storskjerm?rom=sal+a")
    assert browser.get("/storskjerm?rom=a").text == "page rom=a"


@pytest.mark.parametrize("path", ["//elsewhere.example", "/%2F%2Felsewhere.example", "/%5Celsewhere.example/"])
def test_key_leads_nowhere_else(browser: TestClient, store: Store, path: str) -> None:
    answer = browser.get(f"http://192.168.1.7:8501{path}?n={store.issue_key(GROUP)}")
    place = answer.headers["Location"]
    assert place.startswith("/")
    assert place[1:2] not in {"/", "\\"}


@pytest.mark.parametrize("path", ["/_stcore/health", "/media/a.png", "/static/js/a.js", "/oauth2callback"])
def test_streamlits_own_addresses_are_left_alone(browser: TestClient, path: str) -> None:
    assert browser.get(path, params={"n": "1"}).text == "page n=1"


def test_code_is_exchanged_for_a_key_of_its_own(app: Starlette, store: Store) -> None:
    code = store.codes.code_for(GROUP)
    one, other = browser_at(app, "10.0.0.5"), browser_at(app, "10.0.0.6")
    answer = one.get("/inn", params={"kode": f"{code[:3].lower()} {code[3:]}"})
    other.get("/inn", params={"kode": code})
    assert answer.headers["Location"] == "/gruppearbeid"
    assert "httponly" in answer.headers["Set-Cookie"].casefold()
    keys = [store.key_of(browser.cookies["dekom_key"]) for browser in (one, other)]
    assert [key.holder for key in keys if key] == [GROUP, GROUP]
    assert keys[0] != keys[1]


def test_scanning_a_code_again_makes_no_new_key(browser: TestClient, store: Store) -> None:
    code = store.codes.code_for(GROUP)
    browser.get("/inn", params={"kode": code})
    held, before = browser.cookies["dekom_key"], store.keys_in_force()
    assert browser.get("/inn", params={"kode": code}).headers["Location"] == "/gruppearbeid"
    assert (browser.cookies["dekom_key"], store.keys_in_force()) == (held, before)


@pytest.mark.parametrize(
    ("query", "refusal"), [("n=guessed", "/?feil=nokkel"), ("kode=ABCDEF", "/?feil=kode"), ("kode=", "/?feil=kode")]
)
def test_guess_is_refused_and_slows_down(app: Starlette, time: Time, query: str, refusal: str) -> None:
    browser = browser_at(app, "10.0.0.5")
    for _ in range(9):
        answer = browser.get(f"/inn?{query}")
        assert (answer.status_code, answer.headers["Location"]) == (303, refusal)
        assert "Set-Cookie" not in answer.headers
    assert time.slept == [0.5, 1, 2, 4, 8, 16, 30, 30]


def test_others_come_in_while_one_guesses(app: Starlette, store: Store, time: Time) -> None:
    guesser, honest = browser_at(app, "10.0.0.5"), browser_at(app, "10.0.0.6")
    for _ in range(5):
        guesser.get("/inn?kode=ABCDEF")
    time.slept.clear()
    assert honest.get("/inn", params={"kode": store.codes.code_for(GROUP)}).headers["Location"] == "/gruppearbeid"
    assert guesser.get("/inn", params={"n": store.issue_key(GROUP)}).headers["Location"] == "/gruppearbeid"
    assert time.slept == []


def test_who_may_not_try_now_is_told_to_wait(store: Store) -> None:
    async def time_stands_still(_seconds: float) -> None:
        pass

    door = Door(store, time_stands_still, lambda: 1_000.0)
    browser = browser_at(Starlette(routes=door.routes, middleware=door.middleware), "10.0.0.5")
    for _ in range(9):
        answer = browser.get("/inn?kode=ABCDEF")
    assert answer.headers["Location"] == "/?feil=vent"
    code = store.codes.code_for(GROUP)
    assert browser.get("/inn", params={"kode": code}).headers["Location"] == "/?feil=vent"


def test_revoked_key_is_refused(browser: TestClient, store: Store) -> None:
    holder = Holder("gruppe", MEETING, "gruppe-4")
    key, code = store.issue_key(holder), store.codes.code_for(holder)
    store.revoke_keys(holder, ACTOR)
    assert browser.get("/inn", params={"n": key}).headers["Location"] == "/?feil=nokkel"
    assert browser.get("/inn", params={"kode": code}).headers["Location"] == "/?feil=kode"


def test_connection_with_a_guessed_cookie_slows_down(browser: TestClient, time: Time) -> None:
    for _ in range(4):
        connect(browser, Cookie="dekom_key=guessed")
    assert time.slept == [0.5, 1, 2]


def test_connection_without_a_cookie_or_with_a_key_does_not_wait(
    browser: TestClient, store: Store, time: Time
) -> None:
    key = store.issue_key(GROUP)
    for _ in range(4):
        connect(browser)
        connect(browser, Cookie=f"dekom_key={key}")
    assert time.slept == []


def test_another_sites_page_gets_nothing(browser: TestClient) -> None:
    foreign = {"Origin": "http://elsewhere.example"}
    assert browser.get("/_stcore/health", headers=foreign).status_code == 403
    with pytest.raises(WebSocketDisconnect):
        connect(browser, **foreign)
    own = {"Origin": "http://192.168.1.7:8501"}
    assert browser.get("/_stcore/health", headers=own).status_code == 200
    connect(browser, Host="192.168.1.7:8501", **own)


def test_page_at_the_address_that_was_told_is_our_own_behind_a_proxy(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = network._config(network._parser().parse_args(["--url", "https://møte.example/"]))["browser.serverAddress"]
    monkeypatch.setattr(network.st, "get_option", {"browser.serverAddress": told}.get)
    connect(browser, Host="127.0.0.1:8501", Origin="https://xn--mte-0na.example")


def test_going_out_takes_the_key_from_the_browser(browser: TestClient, store: Store) -> None:
    browser.get("/inn", params={"n": store.issue_key(GROUP)})
    assert browser.get("/ut").headers["Location"] == "/"
    assert "dekom_key" not in browser.cookies


def test_lan_address_is_found_without_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(socket, "socket", type("Offline", (socket.socket,), {"connect": unreachable}))
    assert network.lan_address() == "127.0.0.1"


def test_command_says_plainly_why_it_cannot_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.duckdb"
    broken.write_text("not a database")
    monkeypatch.setenv("DEKOM_DB", str(broken))
    assert main(["--port", "1"]) == 1
    assert "broken.duckdb" in capsys.readouterr().err
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert main(["--port", str(port)]) == 1
    assert f"Port {port} er i bruk" in capsys.readouterr().err


@pytest.mark.parametrize("url", ["forum.example", "https://forum.example/sti", "ftp://forum.example", "https://"])
def test_url_that_nobody_could_open_is_refused(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--url", url])
    assert "https://møte.example" in capsys.readouterr().err
