"""Who an e-mail address stands for in a meeting, where people log in (OIDC) instead of having keys."""

import re

from dekom.access import Actor, Holder
from dekom.change import Change, InvalidChange, RowEdit
from dekom.i18n import Message
from dekom.money import Refused
from dekom.store import Store

_EMAIL = re.compile(r"[^\s@,;<>\"]{1,64}@[^\s@,;<>\"]{1,190}\.[^\s@,;<>\".]{2,60}")


def give_role(store: Store, actor: Actor, meeting_id: str, typed: str, holder: Holder) -> int | None:
    """Let an e-mail address in as a holder of this meeting; raise `Refused` if it cannot be an address."""
    email = typed.strip().casefold()
    if not _EMAIL.fullmatch(email):
        raise Refused(Message("«{text}» er ikke en e-postadresse.", {"text": typed.strip()[:80]}))
    key = {"meeting_id": meeting_id, "email": email}
    after = {"role": holder.role, "gruppe_id": holder.gruppe_id}
    edit = RowEdit("access_email", key, store.row("access_email", key), after)
    return store.apply(Change(meeting_id, "", Message("Tilgang for {email}", {"email": email}), (edit,)), actor)


def take_role(store: Store, actor: Actor, meeting_id: str, email: str) -> int | None:
    """Shut an e-mail address out of this meeting."""
    key = {"meeting_id": meeting_id, "email": email}
    before = store.row("access_email", key)
    if before is None:
        raise InvalidChange(Message("Adressen har ikke tilgang fra før."))
    what = Message("Fjernet tilgang for {email}", {"email": email})
    return store.apply(Change(meeting_id, "", what, (RowEdit("access_email", key, before, None),)), actor)
