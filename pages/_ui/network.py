"""The app for a room: it listens on the network, and everyone needs a key.

Run it with `python -m pages._ui.network`; `--help` tells the rest.
"""

import argparse
import asyncio
import logging
import socket
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from dekom.access import Holder
from dekom.i18n import BOKMAL, Message, render
from dekom.slowdown import Slowdown
from dekom.store import Store, StoreFault, open_store
from pages._ui.attached import attachment_route
from pages._ui.gate import KEY_COOKIE, NETWORK, has_login
from pages._ui.session import database_file

ROOT = Path(__file__).parents[2]
LANDING = {"sekretariat": "/", "gruppe": "/gruppearbeid", "tilhører": "/storskjerm"}
A_MONTH = 30 * 24 * 60 * 60
HERE, EVERYWHERE = "127.0.0.1", ("0.0.0.0", "::")
_NOT_PAGES = ("/_stcore/", "/media/", "/component/", "/static/", "/auth/", "/oauth2callback")
_QUIET = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


class Door:
    """Answers before Streamlit does: swaps keys and codes for a cookie that no script can read."""

    def __init__(
        self,
        store: Store,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._sleep = sleep
        self._guessed_codes, self._guessed_keys = Slowdown(clock), Slowdown(clock)
        self.routes = [Route("/inn", self.by_code), Route("/ut", self.go_out), attachment_route(store)]
        self.middleware = [Middleware(_Doorkeeper, door=self)]

    async def answer(self, scope: Scope) -> ASGIApp | None:
        """Return what to answer before Streamlit is asked, None to let it answer."""
        if scope["type"] not in {"http", "websocket"}:
            return None
        asked = HTTPConnection(scope)
        if scope["type"] == "websocket":
            return None if _is_own_page(asked) and await self._may_connect(asked) else WebSocketClose(code=1008)
        if not _is_own_page(asked):
            return Response(status_code=403)
        return await self.by_key(Request(scope)) if _has_key_in_address(Request(scope)) else None

    async def by_code(self, request: Request) -> Response:
        """Let in who comes with a code that is in force."""
        if "kode" not in request.query_params:
            return _moved("/")
        address = _address(request)
        if not await self._waited(self._guessed_codes, address):
            return _refusal("vent")
        holder = self._store.codes.holder_of(request.query_params["kode"])
        if holder is None:
            return _refusal("kode")
        self._guessed_codes.was_right(address)
        held = self._store.key_of(request.cookies.get(KEY_COOKIE, ""))
        if held is not None and held.holder == holder:
            return _moved(LANDING[holder.role])
        try:
            text = await run_in_threadpool(self._store.issue_key, holder)
        except StoreFault:
            return _refusal("lagring")
        return _let_in(request, text, LANDING[holder.role])

    async def by_key(self, request: Request) -> Response:
        """Let in who comes with a key in the address, and lead on to the page without it."""
        text = request.query_params["n"]
        key = self._store.key_of(text)
        if key is None:
            return _refusal("nokkel" if await self._waited(self._guessed_keys, _address(request)) else "vent")
        if request.url.path == "/inn":
            return _let_in(request, text, LANDING[key.holder.role])
        rest = urlencode([(name, value) for name, value in request.query_params.multi_items() if name != "n"])
        page = "/" + request.url.path.strip("/")
        return _let_in(request, text, f"{page}?{rest}" if rest else page)

    async def go_out(self, request: Request) -> Response:
        """Take the key from the browser; it opens the app elsewhere until it is revoked."""
        answer = _moved("/")
        answer.delete_cookie(KEY_COOKIE, httponly=True, samesite="lax", secure=_is_secure(request))
        return answer

    async def _may_connect(self, asked: HTTPConnection) -> bool:
        """Slow down a browser whose cookie is guessed or revoked; False if it has tried too often."""
        text = asked.cookies.get(KEY_COOKIE)
        if text is None or self._store.key_of(text) is not None:
            return True
        return await self._waited(self._guessed_keys, _address(asked))

    async def _waited(self, slowdown: Slowdown, address: str) -> bool:
        """Wait for the turn of an address; False if it may not try now."""
        wait = slowdown.turn(address)
        if wait:  # with nothing to wait for, a try is judged before the next one comes
            await self._sleep(wait)
        return wait is not None


class _Doorkeeper:
    """Asks the door first, then Streamlit."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app, self._door = app, door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await self._door.answer(scope) or self._app
        await answer(scope, receive, send)


def _has_key_in_address(request: Request) -> bool:
    is_page = request.method in {"GET", "HEAD"} and not request.url.path.startswith(_NOT_PAGES)
    return is_page and "n" in request.query_params


def _is_own_page(asked: HTTPConnection) -> bool:
    """Return whether no other site's page asks. Streamlit would ask the internet for this machine's address first."""
    origin = asked.headers.get("Origin")
    place = (origin or "").partition("://")[2]
    told = st.get_option("browser.serverAddress")  # from --url
    return origin is None or place == asked.headers.get("Host") or place.partition(":")[0] == told


def _address(connection: HTTPConnection) -> str:
    return connection.client.host if connection.client else ""


def _is_secure(request: Request) -> bool:
    return request.url.scheme == "https" or request.headers.get("X-Forwarded-Proto", "").startswith("https")


def _moved(place: str) -> Response:
    return RedirectResponse(place, status_code=303, headers=_QUIET)


def _refusal(why: str) -> Response:
    return _moved(f"/?feil={why}")


def _let_in(request: Request, key: str, place: str) -> Response:
    answer = _moved(place)
    answer.set_cookie(KEY_COOKIE, key, max_age=A_MONTH, httponly=True, samesite="lax", secure=_is_secure(request))
    return answer


def network_app(store: Store, find_url: Callable[[], str]) -> st.App:
    """Return the app for the network; as it starts it makes a key for the secretariat and prints the link."""

    @asynccontextmanager
    async def lifespan(_app: st.App) -> AsyncIterator[None]:
        NETWORK.url = _login_url() if has_login() else find_url()
        language = next((case.language for case in store.cases()), BOKMAL)  # the newest meeting's
        print(render(welcome(store), language=language), flush=True)
        yield

    door = Door(store)
    return st.App(ROOT / "app.py", lifespan=lifespan, routes=door.routes, middleware=door.middleware)


def _login_url() -> str:
    """Return the address that the login service leads back to: a login that starts at another one is lost."""
    parts = urlsplit(str(st.secrets["auth"].get("redirect_uri", "")))
    port = str(st.get_option("server.port"))
    return f"{parts.scheme}://{parts.netloc}".replace("{port}", port)


def welcome(store: Store) -> Message:
    """Return what stands in the terminal; keys from earlier starts stay in force, so a restart throws nobody out."""
    if has_login():
        text = "\nAppen er åpen på nettet. Alle logger inn med e-post:\n\n  {link}\n\nStopp med Ctrl+C.\n"
        return Message(text, {"link": NETWORK.url})
    text = (
        "\nAppen er åpen på nettet. Dette er sekretariatets lenke. Hold den for deg selv:\n\n  {link}\n\n"
        "Grupper og tilhørere får lenker og koder inne i appen. Stopp med Ctrl+C.\n"
    )
    return Message(text, {"link": f"{NETWORK.url}/inn?n={store.issue_key(Holder('sekretariat'))}"})


def main(arguments: Sequence[str] | None = None) -> int:
    """Start the app and stay until it is stopped; return the exit code."""
    asked = _parser().parse_args(arguments)
    if asked.port and _is_taken(asked.port):
        return _no_start(Message("Port {port} er i bruk. Velg en annen med --port.", {"port": asked.port}))
    try:
        store = open_store(database_file())
    except StoreFault as fault:
        return _no_start(fault.message)

    if asked.address in EVERYWHERE and not asked.url and lan_address() == HERE:
        print(render(Message("Maskinen er ikke på noe nett. Koble den til, og start på nytt.")))

    def find_url() -> str:
        scheme = "https" if st.get_option("server.sslCertFile") else "http"
        return asked.url or f"{scheme}://{_host(asked.address)}:{st.get_option('server.port')}"

    logging.disable(logging.INFO)  # the web server's own lines would push the link out of sight
    sys.argv = [str(ROOT / "app.py")]  # Streamlit looks for .streamlit/ beside it, whatever folder this is started in
    with suppress(KeyboardInterrupt):  # Ctrl+C is how it is stopped
        network_app(store, find_url).run(config=_config(asked))
    return 0


def lan_address() -> str:
    """Return this machine's address on the network, "127.0.0.1" without one. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("198.51.100.1", 9))  # only picks a way out; the address belongs to nobody
        except OSError:
            return HERE
        return str(probe.getsockname()[0])


def _host(address: str) -> str:
    host = lan_address() if address in EVERYWHERE else address
    return f"[{host}]" if ":" in host else host


def _is_taken(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        return probe.connect_ex((HERE, port)) == 0


def _no_start(why: Message) -> int:
    print(render(why), file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m pages._ui.network", description="Start appen for bruk over nettet.")
    parser.add_argument("--port", type=int, help="porten appen lytter på (ellers den første ledige fra 8501)")
    parser.add_argument("--address", default="0.0.0.0", help="adressen appen lytter på (ellers alle maskinen har)")
    parser.add_argument("--url", type=_url, help="adressen folk bruker, når den er en annen: https://møte.example")
    return parser


def _url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
        raise argparse.ArgumentTypeError("Skriv adressen slik: https://møte.example")
    return f"{parts.scheme}://{parts.netloc}"


def _config(asked: argparse.Namespace) -> dict[str, object]:
    """Return what differs from .streamlit/config.toml. Streamlit's own welcome asks the internet for an address."""
    config = {"server.address": asked.address, "server.headless": True, "logger.hideWelcomeMessage": True}
    if asked.port:
        config["server.port"] = asked.port
    if asked.url:  # browsers write a name with other letters than a–z in its coded form
        config["browser.serverAddress"] = str(urlsplit(asked.url).hostname).encode("idna").decode()
    return config


if __name__ == "__main__":
    sys.exit(main())
