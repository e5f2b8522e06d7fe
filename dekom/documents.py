"""The documents of a file, each kept once by what it holds, and what they are attached to."""

import hashlib
from dataclasses import dataclass

from dekom.access import Actor, Forbidden, may_open_meeting, require_secretariat
from dekom.keyring import KeyRing
from dekom.queries import rows
from dekom.tables import insert

_PLACE = "meeting_id = ? AND ordning = ? AND nettverk_id = ? AND attachment_id = ?"
_OF_GROUP = """nettverk_id IN (SELECT nettverk_id FROM forarbeid WHERE meeting_id = ? AND (gruppe_id = ?
               OR gruppe_id IN (SELECT partner_id FROM gruppe WHERE meeting_id = ? AND gruppe_id = ?)))"""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A network's own document. `id` is the hash of what it holds; `name` is as it was given; `size` is in bytes."""

    meeting_id: str
    ordning: str
    nettverk_id: str
    id: str
    position: int
    name: str
    size: int


class Documents(KeyRing):
    """Documents are never changed and stay when they are detached, so that Angre can bring an attachment back."""

    def keep_document(self, content: bytes, meeting_id: str, actor: Actor) -> str:
        """Keep a document and return its hash; raise `Forbidden` unless the meeting's secretariat asks."""
        require_secretariat(actor, meeting_id)
        document = hash_of(content)
        with self._lock:
            self._require_valid_key(actor)
            if not self._has(document):
                with self._writing() as cursor:
                    insert(cursor, "document", {"hash": document, "content": content})  # type: ignore[dict-item]
        return document

    def load_attachments(self, meeting_id: str, actor: Actor) -> tuple[Attachment, ...]:
        """Return what is attached in a meeting, without the documents themselves, as far as the actor may see it.

        The secretariat sees all, a group what belongs to the networks it prepares or listens to, a listener nothing.
        """
        seen, values = self._seen_by(actor, meeting_id)
        sql = f"SELECT * FROM attachment WHERE meeting_id = ? AND {seen} ORDER BY ordning, nettverk_id, position"
        with self._reading() as cursor:
            found = rows(cursor, sql, (meeting_id, *values))
        return tuple(
            Attachment(
                r["meeting_id"],
                r["ordning"],
                r["nettverk_id"],
                r["attachment_id"],
                r["position"],
                r["name"],
                r["size"],
            )
            for r in found
        )

    def read_attachment(self, attachment: Attachment, actor: Actor) -> bytes:
        """Return the document itself; raise `Forbidden` if it is detached by now, or not the actor's to see."""
        seen, values = self._seen_by(actor, attachment.meeting_id)
        sql = f"SELECT content FROM attachment JOIN document USING (hash) WHERE {_PLACE} AND {seen}"
        place = (attachment.meeting_id, attachment.ordning, attachment.nettverk_id, attachment.id)
        with self._reading() as cursor:
            found = rows(cursor, sql, (*place, *values))
        if not found:
            raise Forbidden("Vedlegget er fjernet, eller det hører til et nettverk som du ikke ser.")
        content: bytes = found[0]["content"]
        return content

    def _seen_by(self, actor: Actor, meeting_id: str) -> tuple[str, tuple[str, ...]]:
        """Return the condition that an attachment must meet for the actor to see it, with its values."""
        if not may_open_meeting(actor, meeting_id):
            raise Forbidden("Nøkkelen gjelder et annet møte.")
        self._require_valid_key(actor)
        if actor.role == "sekretariat":
            return "true", ()
        if actor.role == "gruppe":
            return _OF_GROUP, (meeting_id, actor.gruppe_id, meeting_id, actor.gruppe_id)
        return "false", ()

    def _has(self, document: str) -> bool:
        # Not through a writing cursor: without its optimizer, DuckDB would read every document to find one hash.
        with self._reading() as cursor:
            return bool(rows(cursor, "SELECT hash FROM document WHERE hash = ?", (document,)))


def hash_of(content: bytes) -> str:
    """Return what a document is known by."""
    return hashlib.sha256(content).hexdigest()
