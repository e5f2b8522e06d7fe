"""Who may come in: the keys in force, the codes that are exchanged for one, and e-mail addresses."""

from collections import Counter

from dekom import keys, queries, tables
from dekom.access import Actor, Forbidden, Holder, require_secretariat
from dekom.connection import Connection
from dekom.join_codes import JoinCodes
from dekom.open_file import OpenFile


class KeyRing(OpenFile):
    """The keys of a file. Only the secretariat may end them; what has been ended opens nothing from that moment."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self.codes = JoinCodes()
        self._read_keys()

    def issue_key(self, holder: Holder) -> str:
        """Make a key for a holder; the text is not kept anywhere."""
        with self._writing() as cursor:
            text = keys.issue(cursor, holder)
        self._read_keys()
        self._move(holder.meeting_id, [tables.SET_UP])
        return text

    def renew_keys(self, holder: Holder, actor: Actor) -> str:
        """End every key of a holder and make a new one; raise `Forbidden` unless the secretariat asks."""
        text = self._end_keys(holder, actor, makes_new=True)
        self.codes.end(holder)
        self.codes.open(holder)
        return text

    def revoke_keys(self, holder: Holder, actor: Actor) -> None:
        """End every key and code of a holder; raise `Forbidden` unless the secretariat asks."""
        self._end_keys(holder, actor)
        self.codes.end(holder)

    def revoke_others(self, actor: Actor) -> None:
        """End every other key of the secretariat than the one that the actor came in with."""
        self._end_keys(Holder("sekretariat", actor.meeting_id), actor, but=actor.key_id)

    def key_of(self, text: str) -> keys.Key | None:
        """Return the key in force that a text is, None for a guessed or revoked one."""
        return self._keys.get(keys.hash_of(text))

    def keys_in_force(self) -> Counter[Holder]:
        """Return how many keys each holder has."""
        return keys.counted(self._keys)

    def holder_of_email(self, email: str) -> list[Holder]:
        """Return what an e-mail address stands for, in each meeting that knows it."""
        sql = "SELECT role, meeting_id, gruppe_id FROM access_email WHERE email = ? ORDER BY meeting_id"
        with self._reading() as cursor:
            return [Holder(**row) for row in queries.rows(cursor, sql, (email.strip().casefold(),))]

    def emails(self, meeting_id: str) -> dict[str, Holder]:
        """Return whom each e-mail address of a meeting stands for."""
        sql = "SELECT email, role, meeting_id, gruppe_id FROM access_email WHERE meeting_id = ? ORDER BY email"
        with self._reading() as cursor:
            found = queries.rows(cursor, sql, (meeting_id,))
        return {r["email"]: Holder(r["role"], r["meeting_id"], r["gruppe_id"]) for r in found}

    def _end_keys(self, holder: Holder, actor: Actor, but: str = "", makes_new: bool = False) -> str:
        """End a holder's keys (and make a new one), and let every page it has open look at its key again."""
        require_secretariat(actor, holder.meeting_id)
        self._require_valid_key(actor)
        with self._writing() as cursor:
            keys.revoke(cursor, holder, but)
            text = keys.issue(cursor, holder) if makes_new else ""
        self._read_keys()
        for meeting_id in [holder.meeting_id] if holder.meeting_id else self._meetings():
            self._move(meeting_id, [tables.SET_UP, tables.WALL])
        return text

    def _meetings(self) -> list[str]:
        with self._reading() as cursor:
            return [row["meeting_id"] for row in queries.rows(cursor, "SELECT meeting_id FROM meeting")]

    def _read_keys(self) -> None:
        with self._lock, self._reading() as cursor:
            self._keys = keys.load(cursor)

    def _require_valid_key(self, actor: Actor) -> None:
        if actor.key_id and all(key.key_id != actor.key_id for key in self._keys.values()):
            raise Forbidden("Nøkkelen gjelder ikke lenger. Be sekretariatet om en ny.")
