"""Each network's own documents: upload, look, and take away again."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.typing import UploadedFile

from dekom.access import Actor
from dekom.attachments import Attachment, attach, attachments_of, detach
from dekom.document_check import MOST_MEGABYTES
from dekom.edits import refusal
from dekom.i18n import Message
from dekom.model import Case, Nettverk, unique_names
from dekom.store import Store
from pages._ui.attachments import about, fetch_button
from pages._ui.text import Tone, say, t


@dataclass
class _State:
    """What one browser tab has handed in and still has to say. A new `version` is an empty field to upload in.

    `turn` keeps two runs of the same tab, which overlap under load, from taking the same files twice.
    """

    version: int = 0
    taken: set[str] = field(default_factory=set)
    asks_about: str = ""
    turn: threading.Lock = field(default_factory=threading.Lock, repr=False)
    said: list[tuple[Message, Tone]] = field(default_factory=list)
    said_of: list[Attachment] | None = None

    def tell(self, *said: tuple[Message, Tone]) -> None:
        """Say something, and ask about nothing any more."""
        self.said, self.said_of, self.asks_about = list(said), None, ""

    def still_said(self, found: list[Attachment]) -> list[tuple[Message, Tone]]:
        """Return what was said, for as long as the attachments are those that it was said of."""
        self.said_of = found if self.said_of is None else self.said_of
        return self.said if self.said_of == found else []


def attachments_part(store: Store, actor: Actor, case: Case) -> None:
    """Draw the attachments of one network of the case at a time."""
    if not case.nettverk:
        st.info(t("Ordningen har ingen nettverk ennå. Legg dem inn under «Nettverk» først."))
        return
    key = f"attachments/{case.meeting_id}/{case.ordning}"
    state: _State = st.session_state.setdefault(key, _State())
    nettverk = _pick(case, key, state)
    found = attachments_of(store.load_attachments(case.meeting_id, actor), case.ordning, nettverk.id)
    if not found:
        st.text(t("Ingen vedlegg ennå."))
    for attachment in found:
        _row(store, actor, nettverk, attachment, state)
    files = st.file_uploader(
        t("Legg ved PDF eller Word, høyst {most:tall} MB hver", most=MOST_MEGABYTES),
        accept_multiple_files=True,
        key=f"{key}/{nettverk.id}/{state.version}",
    )
    for message, tone in state.still_said(found):
        say(message, tone)
    if files:
        with st.spinner(t("Lagrer …")):
            _take(store, actor, case, nettverk, files, state)
        st.rerun()


def _pick(case: Case, key: str, state: _State) -> Nettverk:
    names = dict(zip((n.id for n in case.nettverk), unique_names([n.name for n in case.nettverk]), strict=True))
    key = f"{key}/nettverk"
    if st.session_state.get(key, case.nettverk[0].id) not in names:
        del st.session_state[key]
    label = t("Nettverk")
    picked = st.selectbox(
        label, list(names), format_func=names.__getitem__, key=key, on_change=state.tell, filter_mode=None
    )
    return next(n for n in case.nettverk if n.id == picked)


def _take(
    store: Store, actor: Actor, case: Case, nettverk: Nettverk, files: Sequence[UploadedFile], state: _State
) -> None:
    """Attach each file once, and say what was attached and what was not."""
    with state.turn:
        fresh = [file for file in files if file.file_id not in state.taken]
        if not fresh:
            return
        state.taken |= {file.file_id for file in fresh}
        state.version += 1
        refusals: list[Message] = []
        for file in fresh:
            place = (case.meeting_id, case.ordning, nettverk.id)
            refused = refusal(lambda file=file, place=place: attach(store, actor, *place, file.name, file.getvalue()))
            refusals += [refused] if refused else []
        n = len(fresh) - len(refusals)
        done = Message("1 fil er lagt ved.") if n == 1 else Message("{n} filer er lagt ved.", {"n": n})
        state.tell(*([(done, "good")] if n else []), *((refused, "bad") for refused in refusals))
        _forget(fresh)


def _forget(files: Sequence[UploadedFile]) -> None:
    """Let go of what was uploaded: Streamlit keeps it in memory for as long as the tab is open."""
    context = get_script_run_ctx()
    for file in files:
        if context:
            context.uploaded_file_mgr.remove_file(context.session_id, file.file_id)


def _row(store: Store, actor: Actor, nettverk: Nettverk, attachment: Attachment, state: _State) -> None:
    """Draw one file with what can be done to it; taking it away is asked about first."""

    def ask(wanted: bool) -> None:
        state.tell()
        state.asks_about = attachment.id if wanted else ""

    def on_remove() -> None:
        refused = refusal(lambda: detach(store, actor, attachment))
        removed = Message("«{file}» er fjernet. Angre henter den tilbake.", {"file": attachment.name})
        state.tell((refused, "bad") if refused else (removed, "good"))

    place = f"{attachment.ordning}/{nettverk.id}/{attachment.id}"
    with st.container(horizontal=True, vertical_alignment="center"):
        about(attachment)
        fetch_button(store, actor, attachment)
        st.button(t("Fjern"), key=f"detach/{place}", on_click=ask, args=(True,))
    if state.asks_about != attachment.id:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(t("Fjerne «{file}» fra {nettverk}?", file=attachment.name, nettverk=nettverk.name), width="content")
        st.button(t("Ja, fjern"), key=f"detach_yes/{place}", type="primary", on_click=on_remove)
        st.button(t("Nei, behold"), key=f"detach_no/{place}", on_click=ask, args=(False,))
