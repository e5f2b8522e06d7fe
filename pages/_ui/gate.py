"""Who is there: by login, by key, or because the app only listens on this machine. And what the others see."""

import ipaddress
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import streamlit as st
from streamlit import config

from dekom.access import Holder
from dekom.i18n import BOKMAL, Message
from dekom.store import Store
from pages._ui.language import language_picker, speak
from pages._ui.style import style
from pages._ui.text import say, t

KEY_COOKIE = "dekom_key"
REFUSALS = {  # what `/inn` sends back as `?feil=`
    "kode": Message("Koden gjelder ikke. Se etter om den er skrevet riktig, eller be sekretariatet om en ny."),
    "nokkel": Message("Lenken gjelder ikke. Be sekretariatet om en ny."),
    "vent": Message("Det er prøvd for mange ganger. Vent et halvt minutt, og prøv igjen."),
    "lagring": Message("Koden kunne ikke brukes nå. Prøv igjen om litt."),
}
_PASSED_ON = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP")
_CODE = re.compile(r"[A-Za-z0-9 ]{1,20}")


@dataclass
class Network:
    """Where the network command has opened the app, such as "http://192.0.2.7:8501"; "" until it has."""

    url: str = ""


NETWORK = Network()


def has_login() -> bool:
    """Return whether people log in with their e-mail addresses; keys then open nothing."""
    return st.secrets.load_if_toml_exists() and "auth" in st.secrets


def keys_needed() -> bool:
    """Return whether whoever is here needs a key: all but a browser on a machine that only listens to itself.

    What the browser's connection says is kept for as long as its session lasts: it says nothing while it is away.
    """
    headers = st.context.headers
    if headers:
        listens_here = is_loopback(config.get_option("server.address"))
        st.session_state["keys_needed"] = bool(NETWORK.url) or not (listens_here and asked_from_here(headers))
    is_tested = config.get_option("global.appTest")  # Streamlit's own test harness has no browser at all
    needed: bool = st.session_state.get("keys_needed", not is_tested)
    return needed


def the_holder(store: Store) -> tuple[Holder, str] | None:
    """Return whom the browser stands for and the id of its key ("" if it has none); None if it has no access.

    Ask again on every run: keys are revoked and addresses removed while a page is open.
    """
    if has_login():
        holder = _holder_by_email(store)
        return None if holder is None else (holder, "")
    if not keys_needed():
        return Holder("sekretariat"), ""
    key = store.key_of(_key_text())
    return None if key is None else (key.holder, key.key_id)


def entrance(store: Store) -> None:
    """Show the way in to a browser that has no access, in the language of the newest meeting or the one picked."""
    speak(next((case.language for case in store.cases()), BOKMAL))
    st.title(t("Innstillingsmøtet"), anchor=False)
    if has_login():
        _log_in()
    elif NETWORK.url:
        _type_code(store)
    else:
        say(Message("Appen er ikke startet for bruk over nettet. Stopp den, og start den slik:"))
        st.code("python -m pages._ui.network", language=None)
        st.caption(t("På Windows:"))
        st.code("py -m pages._ui.network", language=None)
    language_picker(t("Språk"))
    style()


def is_loopback(name: str | None) -> bool:
    """Return whether an address or a host name is this machine's own."""
    try:
        return name == "localhost" or ipaddress.ip_address(name or "").is_loopback
    except ValueError:
        return False


def asked_from_here(headers: Mapping[str, str]) -> bool:
    """Return whether a browser on this machine asked by this machine's own name.

    A proxy on this machine passes others' requests on, and a page elsewhere can borrow a name that points here.
    """
    names = ["//" + headers.get("Host", ""), headers.get("Origin", "//localhost")]
    try:
        by_own_name = all(is_loopback(urlsplit(name).hostname) for name in names)
    except ValueError:
        return False
    return by_own_name and not any(name in headers for name in _PASSED_ON)


def _key_text() -> str:
    """Return the key that the browser came with; kept for its session, as the cookie is away when the browser is."""
    sent = the_cookie()
    if sent:
        st.session_state["key_text"] = sent
    kept: str = st.session_state.get("key_text", "")
    return kept


def the_cookie() -> str:
    """Return the key in the browser's cookie, "" if there is none."""
    return str(st.context.cookies.get(KEY_COOKIE, ""))


def _the_email() -> str:
    return str(st.user.get("email") or "").strip().casefold()


def _is_verified() -> bool:
    return str(st.user.get("email_verified", True)).casefold() != "false"


def _holder_by_email(store: Store) -> Holder | None:
    """Return whom the logged-in e-mail address stands for, in the newest meeting that knows it."""
    email = _the_email()
    if not st.user.get("is_logged_in") or not email or not _is_verified():
        return None
    secretariat = st.secrets.get("dekom", {}).get("sekretariat", [])
    if email in {str(known).strip().casefold() for known in secretariat}:
        return Holder("sekretariat")
    known_as = {holder.meeting_id: holder for holder in store.holder_of_email(email)}
    return next((known_as[case.meeting_id] for case in store.cases() if case.meeting_id in known_as), None)


def _log_in() -> None:
    if not st.user.get("is_logged_in"):
        st.text(t("Logg inn for å være med på møtet."))
        for provider in _providers():
            label = t("Logg inn med {provider}", provider=provider.capitalize()) if provider else t("Logg inn")
            if st.button(label, type="primary", key=f"log_in_{provider}"):
                st.login(provider or None)
        return
    text = "{email} har ikke tilgang til møtet. Be sekretariatet legge inn adressen, eller logg inn med en annen."
    if not _is_verified():
        text = "Adressen {email} er ikke bekreftet der du logger inn. Bekreft den der, og logg inn på nytt."
    say(Message(text, {"email": _the_email() or t("Innloggingen uten e-postadresse")}), "bad")
    if st.button(t("Logg ut")):
        st.logout()


def _providers() -> list[str]:
    """Return the services to log in with, "" for the only one that has no name."""
    auth = st.secrets["auth"]
    return [""] if "client_id" in auth else [name for name, about in auth.items() if isinstance(about, Mapping)]


def _type_code(store: Store) -> None:
    refused = REFUSALS.get(st.query_params.get("feil", ""))
    if refused is None and _key_text() and store.key_of(_key_text()) is None:
        refused = Message("Nøkkelen gjelder ikke lenger. Be sekretariatet om en ny.")
    if refused is not None:
        say(refused, "bad")
    st.text(t("Åpne lenken du har fått av sekretariatet, eller skriv koden."))
    with st.form("entrance", border=False, width=320):
        code = st.text_input(t("Kode"), max_chars=20)
        is_asked = st.form_submit_button(t("Gå inn"), type="primary")
    if is_asked and _CODE.fullmatch(code.strip()):
        # Only an answer over HTTP can set a cookie that scripts cannot read.
        place = json.dumps("/inn?" + urlencode({"kode": code.strip()}))
        st.html(f"<script>window.location.assign({place})</script>", unsafe_allow_javascript=True)
    elif is_asked:
        say(Message("En kode har bare bokstaver og tall."), "bad")
