"""Who is there, and what somebody without access sees."""

from collections.abc import Callable, Iterator, Mapping
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st
from streamlit import config
from streamlit.testing.v1 import AppTest

from dekom.access import Actor, Holder
from dekom.change import Change, RowEdit
from dekom.demo import MEETING
from dekom.i18n import Message
from dekom.store import Store, open_store
from pages._ui import gate
from pages._ui.gate import asked_from_here, is_loopback
from tests.dekom.store_fixtures import copy_of_demo

ACTOR = Actor("a" * 32)
SECRETARIAT, GROUP = Holder("sekretariat"), Holder("gruppe", MEETING, "gruppe-1")
HERE = {"Host": "localhost:8501", "Origin": "http://localhost:8501"}
KNOWN, MEMBER, UNKNOWN = (f"{name}@" + "fylket.example" for name in ("leder", "medlem", "noen"))
AUTH = {"client_id": "x", "client_secret": "x", "server_metadata_url": "x", "cookie_secret": "x" * 32}


def page(store) -> None:  # type: ignore[no-untyped-def]  # Streamlit runs its source by itself
    import streamlit as st  # noqa: PLC0415

    from pages._ui.gate import entrance, the_holder  # noqa: PLC0415

    st.session_state["found"] = the_holder(store)
    if st.session_state["found"] is None:
        entrance(store)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = open_store(copy_of_demo(tmp_path_factory.mktemp("gate") / "dekom.duckdb"))
    yield opened
    opened.close()


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate.NETWORK, "url", "http://192.168.1.7:8501")
    came_by(monkeypatch, {"Host": "192.168.1.7:8501"})


@pytest.fixture
def visit(store: Store) -> Callable[..., AppTest]:
    """Open a page that asks who is there; `session` is another run of a session that is open."""

    def run(query: str = "", user: Mapping[str, Any] | None = None, session: AppTest | None = None) -> AppTest:
        test = session or AppTest.from_function(page, default_timeout=20, args=(store,))
        if query:
            test.query_params["feil"] = query
        if user is not None:
            test.secrets["auth"] = AUTH
            test.secrets["dekom"] = {"sekretariat": [KNOWN.upper()]}
            test.user = dict(user)
        return test.run()

    return run


def came_by(monkeypatch: pytest.MonkeyPatch, headers: Mapping[str, str], cookie: str = "") -> None:
    """Let the browser's connection say this."""
    monkeypatch.setattr(type(st.context), "headers", property(lambda _: dict(headers)))
    monkeypatch.setattr(gate, "the_cookie", lambda: cookie)


def set_option(monkeypatch: pytest.MonkeyPatch, name: str, value: object) -> None:
    options = SimpleNamespace(get_option=lambda asked: value if asked == name else config.get_option(asked))
    monkeypatch.setattr(gate, "config", options)


def found(test: AppTest) -> tuple[Holder, str] | None:
    assert not test.exception
    answer: tuple[Holder, str] | None = test.session_state["found"]
    return answer


def said(test: AppTest) -> str:
    return " ".join([element.value for element in test.text] + [element.value for element in test.code])


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "127.1.2.3", "::1"])
def test_own_name_is_loopback(name: str) -> None:
    assert is_loopback(name)


@pytest.mark.parametrize("name", ["0.0.0.0", "::", "192.168.1.7", "forum.example", "localhost.example", "", None])
def test_other_name_is_not_loopback(name: str | None) -> None:
    assert not is_loopback(name)


@pytest.mark.parametrize("host", ["localhost", "localhost:8501", "127.0.0.1:8501", "[::1]:8501"])
def test_browser_here_asks_by_own_name(host: str) -> None:
    assert asked_from_here({"Host": host})
    assert asked_from_here({"Host": host, "Origin": f"http://{host}"})


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Host": "192.168.1.7:8501"},
        {"Host": "rebound.example:8501"},
        {"Host": "127.0.0.1.example"},
        {"Host": "[::1"},
        {"Host": "127.0.0.1:8501", "Origin": "https://forum.example"},
        {"Host": "127.0.0.1:8501", "Origin": "null"},
        *({"Host": "127.0.0.1:8501", name: "x"} for name in gate._PASSED_ON),
    ],
    ids=str,
)
def test_proxy_and_borrowed_name_are_not_from_here(headers: dict[str, str]) -> None:
    assert not asked_from_here(headers)


def test_browser_here_is_the_secretariat(visit: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch) -> None:
    came_by(monkeypatch, HERE, cookie="left over from a day on the network")
    assert found(visit()) == (SECRETARIAT, "")


@pytest.mark.parametrize(
    ("address", "headers"),
    [("0.0.0.0", HERE), (None, HERE), ("127.0.0.1", HERE | {"X-Forwarded-For": "10.0.0.5"})],
    ids=["everywhere", "not set", "proxy"],
)
def test_others_are_told_how_to_start_the_app_for_the_network(
    visit: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch, address: str | None, headers: dict[str, str]
) -> None:
    came_by(monkeypatch, headers)
    set_option(monkeypatch, "server.address", address)
    test = visit()
    assert found(test) is None
    assert "python -m pages._ui.network" in said(test)
    assert not test.text_input


@pytest.mark.usefixtures("network")
def test_a_browser_that_has_gone_is_who_it_was(
    visit: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch, store: Store
) -> None:
    key = store.issue_key(GROUP)
    came_by(monkeypatch, {"Host": "192.168.1.7:8501"}, cookie=key)
    test = visit()
    came_by(monkeypatch, {})
    answer = found(visit(session=test))
    assert answer
    assert answer[0] == GROUP


def test_a_run_that_no_browser_waits_for_has_no_access(
    visit: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found(visit()) == (SECRETARIAT, "")  # Streamlit's test harness itself
    came_by(monkeypatch, {})
    set_option(monkeypatch, "global.appTest", False)
    assert found(visit()) is None


@pytest.mark.usefixtures("network")
def test_key_opens_for_its_holder_until_it_is_revoked(
    visit: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch, store: Store
) -> None:
    text = store.issue_key(GROUP)
    key = store.key_of(text)
    assert key
    came_by(monkeypatch, HERE, cookie=text)
    test = visit()
    assert found(test) == (GROUP, key.key_id)
    store.revoke_keys(GROUP, ACTOR)
    assert found(visit(session=test)) is None
    assert "Nøkkelen gjelder ikke lenger" in said(test)


@pytest.mark.usefixtures("network")
def test_without_a_key_one_may_type_a_code(visit: Callable[..., AppTest]) -> None:
    test = visit()
    assert found(test) is None
    assert "gjelder ikke" not in said(test)
    test.text_input[0].input("abc def")
    test.button[0].click().run()
    assert '/inn?kode=abc+def"' in test.get("html")[0].proto.body


@pytest.mark.usefixtures("network")
@pytest.mark.parametrize("code", ["", '"+alert(1)+"', "</script>", "../ut", "kode&n=1", "A" * 21, "æøå"])
def test_anything_but_a_code_goes_nowhere(visit: Callable[..., AppTest], code: str) -> None:
    test = visit()
    test.text_input[0].input(code)
    test.button[0].click().run()
    assert "En kode har bare bokstaver og tall" in said(test)
    assert "script" not in "".join(element.proto.body for element in test.get("html"))


@pytest.mark.usefixtures("network")
@pytest.mark.parametrize("why", sorted(gate.REFUSALS))
def test_refusal_is_said_plainly(visit: Callable[..., AppTest], why: str) -> None:
    assert gate.REFUSALS[why].msgid in said(visit(why))


@pytest.mark.usefixtures("network")
def test_refusal_that_is_not_ours_is_not_shown(visit: Callable[..., AppTest]) -> None:
    assert "ukjent" not in said(visit("ukjent"))


def logged_in(email: str, **rest: Any) -> dict[str, Any]:
    return {"is_logged_in": True, "email": email, **rest}


def test_with_login_even_a_browser_here_must_log_in(
    visit: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch, store: Store
) -> None:
    came_by(monkeypatch, HERE, cookie=store.issue_key(SECRETARIAT))
    test = visit(user={})
    assert found(test) is None
    assert [button.label for button in test.button] == ["Logg inn"]


def test_login_gives_the_role_of_the_address_for_as_long_as_it_stands(
    visit: Callable[..., AppTest], store: Store
) -> None:
    assert found(visit(user=logged_in(KNOWN))) == (SECRETARIAT, "")
    key, row = {"meeting_id": MEETING, "email": MEMBER}, {"role": "gruppe", "gruppe_id": "gruppe-1"}
    store.apply(Change(MEETING, "", Message("Tilgang"), (RowEdit("access_email", key, None, row),)), ACTOR)
    test = visit(user=logged_in(f" {MEMBER.title()} ", email_verified=True))
    assert found(test) == (GROUP, "")
    store.apply(Change(MEETING, "", Message("Tilgang"), (RowEdit("access_email", key, row, None),)), ACTOR)
    assert found(visit(session=test)) is None


@pytest.mark.parametrize(
    ("user", "words"),
    [
        (logged_in(UNKNOWN), "har ikke tilgang"),
        (logged_in(""), "har ikke tilgang"),
        (logged_in(KNOWN, email_verified=False), "ikke bekreftet"),
        (logged_in(KNOWN, email_verified="false"), "ikke bekreftet"),
    ],
    ids=["unknown", "no address", "unverified", "unverified in words"],
)
def test_login_without_access_is_refused_plainly(
    visit: Callable[..., AppTest], user: dict[str, Any], words: str
) -> None:
    test = visit(user=user)
    assert found(test) is None
    assert words in said(test)
    assert [button.label for button in test.button] == ["Logg ut"]
