"""What is attached to a network, each with a button that fetches it; a document is read when somebody asks for it."""

import streamlit as st

from dekom.access import Actor
from dekom.attachments import Attachment, attachments_of, download_name, ending_of
from dekom.document_check import MEGABYTE
from dekom.model import Case
from dekom.store import Store
from pages._ui.attached import TYPES, address_of
from pages._ui.gate import NETWORK
from pages._ui.language import the_language
from pages._ui.text import t


def attachments(store: Store, actor: Actor, case: Case, nettverk_id: str) -> None:
    """Draw what is attached to a network and the actor may see; nothing where there is nothing."""
    found = attachments_of(store.load_attachments(case.meeting_id, actor), case.ordning, nettverk_id)
    if not found:
        return
    with st.expander(t("Vedlegg")):
        for attachment in found:
            with st.container(horizontal=True, vertical_alignment="center"):
                about(attachment)
                fetch_button(store, actor, attachment)


def about(attachment: Attachment) -> None:
    """Write what a file is called and how large it is."""
    st.text(t("{name} · {size}", name=attachment.name, size=_size(attachment.size)), width="stretch")


def fetch_button(store: Store, actor: Actor, attachment: Attachment) -> None:
    """Draw the button that opens a PDF in a tab of its own and downloads Word; on this machine alone, it downloads."""
    key = "/".join(("attachment", attachment.ordning, attachment.nettverk_id, attachment.id))
    ending = ending_of(attachment)
    is_shown = NETWORK.url and ending == ".pdf"
    label, icon = (t("Åpne"), ":material/open_in_new:") if is_shown else (t("Last ned"), ":material/download:")
    if NETWORK.url:
        st.link_button(label, address_of(attachment, actor, the_language()), icon=icon, key=key)
        return
    st.download_button(
        label,
        data=lambda: store.read_attachment(attachment, actor),
        file_name=download_name(attachment),
        mime=TYPES[ending],
        on_click="ignore",
        icon=icon,
        key=key,
    )


def _size(of_bytes: int) -> str:
    if of_bytes < MEGABYTE:
        return t("{n:tall} kB", n=-(-of_bytes // 1024))
    tenths = of_bytes * 10 // MEGABYTE
    return t("{n} MB", n=f"{tenths // 10},{tenths % 10}")
