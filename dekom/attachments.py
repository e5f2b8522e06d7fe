"""A network's own PDF or Word: attach it, detach it. Each is one undoable Change of the set-up."""

import unicodedata
from collections.abc import Iterable

from dekom.access import Actor, require_secretariat
from dekom.change import Change, InvalidChange, RowEdit, Values
from dekom.document_check import check_document
from dekom.documents import Attachment as Attachment
from dekom.documents import hash_of
from dekom.i18n import Message
from dekom.money import Refused
from dekom.store import Store

MOST_FILES = 20
_MOST_LETTERS_OF_DOWNLOAD = 120
_PARTS_OF_A_PATH = str.maketrans(dict.fromkeys('\\/:*?"<>|', "_"))


def attach(
    store: Store, actor: Actor, meeting_id: str, ordning: str, nettverk_id: str, name: str, content: bytes
) -> int | None:
    """Attach a document to a network; raise `Refused` for what cannot be, with what to do instead."""
    require_secretariat(actor, meeting_id)
    check_document(name, content)
    network = {"meeting_id": meeting_id, "ordning": ordning, "nettverk_id": nettverk_id}

    def change_of(row: Values | None) -> Change:
        nettverk = store.row("nettverk", network)
        if nettverk is None:
            raise InvalidChange(Message("Nettverket finnes ikke i dette møtet. Ingenting ble lagret."))
        named = {"file": name, "nettverk": nettverk["name"]}
        if row is not None:
            text = "«{file}» ligger allerede ved {nettverk}, under navnet «{kept}»."
            raise Refused(Message(text, {**named, "kept": row["name"]}))
        others = attachments_of(store.load_attachments(meeting_id, actor), ordning, nettverk_id)
        if len(others) >= MOST_FILES:
            text = "{nettverk} har {most:tall} vedlegg og kan ikke få flere. Fjern ett før du legger ved «{file}»."
            raise Refused(Message(text, {**named, "most": MOST_FILES}))
        position = 1 + max((a.position for a in others), default=0)
        document = store.keep_document(content, meeting_id, actor)
        after: Values = {"position": position, "name": name, "hash": document, "size": len(content)}
        edit = RowEdit("attachment", key, None, after)
        return Change(meeting_id, "", Message("La «{file}» ved {nettverk}", named), (edit,))

    # What a document holds is its id, so that no network ever has the same one twice.
    key = {**network, "attachment_id": hash_of(content)}
    return store.apply_on_top("attachment", key, change_of, actor)


def detach(store: Store, actor: Actor, attachment: Attachment) -> int | None:
    """Take an attachment away from its network; Angre brings it back. None if it is away already."""
    network = {
        "meeting_id": attachment.meeting_id,
        "ordning": attachment.ordning,
        "nettverk_id": attachment.nettverk_id,
    }
    before: Values = {
        "position": attachment.position,
        "name": attachment.name,
        "hash": attachment.id,
        "size": attachment.size,
    }
    nettverk = store.row("nettverk", network)
    named = {"file": attachment.name, "nettverk": nettverk["name"] if nettverk else attachment.nettverk_id}
    edit = RowEdit("attachment", {**network, "attachment_id": attachment.id}, before, None)
    change = Change(attachment.meeting_id, "", Message("Fjernet «{file}» fra {nettverk}", named), (edit,))
    return store.apply(change, actor)


def attachments_of(found: Iterable[Attachment], ordning: str, nettverk_id: str) -> list[Attachment]:
    """Return those of one network, in the order they were attached."""
    own = [a for a in found if (a.ordning, a.nettverk_id) == (ordning, nettverk_id)]
    return sorted(own, key=lambda a: a.position)


def ending_of(attachment: Attachment) -> str:
    """Return what kind of file it is by its ending: .pdf, .docx or .doc."""
    return "." + attachment.name.rpartition(".")[2].casefold()


def download_name(attachment: Attachment) -> str:
    """Return a name that is safe to save a file under; on screen the name stands as it was given."""
    stem = attachment.name.rpartition(".")[0].translate(_PARTS_OF_A_PATH)
    visible = "".join(c for c in stem if not unicodedata.category(c).startswith("C"))
    return (visible.strip(" ._")[:_MOST_LETTERS_OF_DOWNLOAD].rstrip(" .") or "vedlegg") + ending_of(attachment)
