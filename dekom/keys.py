"""Keys: 128 random bits that open the app for one holder. Only their hashes are stored; they can be revoked."""

import hashlib
import secrets
from collections import Counter
from dataclasses import dataclass
from uuid import uuid4

import duckdb

from dekom import queries
from dekom.access import Holder
from dekom.clock import now
from dekom.tables import insert


@dataclass(frozen=True, slots=True)
class Key:
    """A key that is in force."""

    key_id: str
    holder: Holder


def hash_of(text: str) -> str:
    """Return what is stored of a key. Its bits are random, so a quick hash is enough."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def load(cursor: duckdb.DuckDBPyConnection) -> dict[str, Key]:
    """Return the keys in force by their hash."""
    found = queries.rows(cursor, "SELECT * FROM access_key WHERE revoked_at IS NULL")
    return {r["hash"]: Key(r["key_id"], Holder(r["role"], r["meeting_id"], r["gruppe_id"])) for r in found}


def issue(cursor: duckdb.DuckDBPyConnection, holder: Holder) -> str:
    """Make a key for a holder and return it; it can not be read again later."""
    text = secrets.token_urlsafe(16)
    of = {"role": holder.role, "meeting_id": holder.meeting_id, "gruppe_id": holder.gruppe_id}
    made = {"key_id": uuid4().hex, "hash": hash_of(text), **of}
    insert(cursor, "access_key", {**made, "made_at": now(), "revoked_at": None})  # type: ignore[dict-item]
    return text


def revoke(cursor: duckdb.DuckDBPyConnection, holder: Holder, but: str = "") -> None:
    """End every key of a holder, but one if its id is given."""
    where = "role = ? AND meeting_id = ? AND gruppe_id = ? AND key_id <> ? AND revoked_at IS NULL"
    values = [now(), holder.role, holder.meeting_id, holder.gruppe_id, but]
    cursor.execute(f"UPDATE access_key SET revoked_at = ? WHERE {where}", values)


def counted(keys: dict[str, Key]) -> Counter[Holder]:
    """Return how many keys each holder has in force."""
    return Counter(key.holder for key in keys.values())
