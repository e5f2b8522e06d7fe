"""Fastsett innstilling: numbered versions that are never changed, and whether one still is what was frozen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from hashlib import sha256

from dekom.access import Actor, require_secretariat
from dekom.actions import key_of
from dekom.change import Change, InvalidChange, RowEdit, Values
from dekom.clock import now
from dekom.i18n import Message
from dekom.model import Case
from dekom.money import Refused
from dekom.parameters import load_parameters
from dekom.plain import NotPlain, canonical, revive
from dekom.record import DRAFT, Edition, Record, record_of
from dekom.store import Store


@dataclass(frozen=True, slots=True)
class Version:
    """A fastsatt innstilling. `stored` is its row, `recorded` what the history says; either may be gone."""

    number: int
    stored: Values | None
    recorded: Values | None

    @property
    def fastsatt_at(self) -> datetime | None:
        """The moment (UTC); None where it cannot be read."""
        try:
            return datetime.fromisoformat(self._text("fastsatt_at"))
        except ValueError:
            return None

    @property
    def who(self) -> str:
        return self._text("who")

    @property
    def hash(self) -> str:
        """SHA-256 of the content in UTF-8, as hex."""
        return self._text("hash")

    @property
    def content(self) -> str:
        """The record as canonical JSON."""
        return self._text("content")

    @property
    def record(self) -> Record:
        """What was frozen; raise `NotPlain` if it cannot be read."""
        return _revived(self.content)

    @property
    def edition(self) -> Edition:
        return Edition(self.number, self.fastsatt_at, self.hash)

    def _text(self, column: str) -> str:
        return str((self.stored or self.recorded or {}).get(column, ""))


@lru_cache(maxsize=16)
def _revived(content: str) -> Record:
    return revive(Record, content)


def load_record(store: Store, actor: Actor, meeting_id: str, ordning: str) -> Record:
    """Return the innstilling as it stands, with all that its secretariat may see; raise `Forbidden` for others."""
    require_secretariat(actor, meeting_id)
    case = store.load_case(meeting_id, ordning)
    work, proceedings = store.load_group_work(meeting_id, actor), store.load_proceedings(meeting_id)
    return record_of(case, load_parameters(ordning, case.held_on), work, proceedings)


def load_versions(store: Store, meeting_id: str, ordning: str, at: int | None = None) -> tuple[Version, ...]:
    """Return every version of an ordning, the oldest first; one for every number, also where its row is gone.

    `at` is the number of a change: the versions as they were just after it.
    """
    place = {"meeting_id": meeting_id, "ordning": ordning}
    stored = {int(row["number"]): _without(row, place) for row in store.rows("version", place, at)}
    recorded: dict[int, Values] = {}
    for entry in store.table_history("version", meeting_id):
        for edit in entry.edits if at is None or entry.change_id <= at else ():
            if edit.key["ordning"] == ordning and edit.after is not None:
                # The first time counts: a meeting that is brought back is written anew, as it was found.
                recorded.setdefault(int(str(edit.key["number"])), edit.after)
    last = max([*stored, *recorded], default=0)
    return tuple(Version(n, stored.get(n), recorded.get(n)) for n in range(1, last + 1))


def _without(row: Mapping[str, str | int], place: Values) -> Values:
    return {column: value for column, value in row.items() if column not in {*place, "number"}}


def check(version: Version) -> Message | None:
    """Return None if the version is what was frozen, else a sentence that says what is wrong with it."""
    said = {"n": version.number}
    if version.stored is None:
        return Message("Versjon {n} er slettet fra databasen utenom programmet.", said)
    if _fingerprint(version.content) != version.hash:
        return Message("Innholdet i versjon {n} er endret etter at den ble fastsatt.", said)
    if version.recorded is None:
        return Message("Versjon {n} er lagt inn utenom programmet: historikken kjenner den ikke.", said)
    if version.stored != version.recorded:
        return Message("Versjon {n} står ikke slik historikken sier at den ble fastsatt.", said)
    try:
        is_readable = version.record.case is not None and version.fastsatt_at is not None
    except NotPlain:
        is_readable = False
    return None if is_readable else Message("Innholdet i versjon {n} kan ikke leses.", said)


def _fingerprint(content: str) -> str:
    return sha256(content.encode()).hexdigest()


def newest_intact(versions: Sequence[Version]) -> Version | None:
    """Return the newest version, None if there is none or it is not what was frozen."""
    return versions[-1] if versions and check(versions[-1]) is None else None


def edition_of(case: Case, versions: Sequence[Version]) -> Edition:
    """Return the newest version's edition if the innstilling still stands as it was frozen, else a draft.

    The language that papers are written in is no part of it.
    """
    newest = newest_intact(versions)
    if newest is None or replace(case, language=newest.record.case.language) != newest.record.case:
        return DRAFT
    return newest.edition


def obstacles(record: Record) -> tuple[Message, ...]:
    """Return what must be done before the innstilling can be fastsatt, each as a sentence."""
    case, found = record.case, []
    without = [n.name for n in case.nettverk if n.innstilt_kr is None]
    if not case.nettverk:
        found.append(Message("Ordningen har ingen nettverk. Legg dem inn i Oppsett."))
    if without:
        text = "Nettverk uten beløp: {names}. Skriv 0 der nettverket ikke skal ha noe."
        found.append(Message(text, {"names": without}))
    if case.remaining_kr is None:
        found.append(
            Message("Rammen til nettverkene er ikke kjent. Fyll ut totalbeløpet og alle rammelinjene i Oppsett.")
        )
    elif case.remaining_kr < 0:
        text = "Innstilt og avsatt er {over:kr} over rammen på {ramme:kr}. Senk beløpene først."
        found.append(Message(text, {"over": -case.remaining_kr, "ramme": case.ramme_kr}))
    if n := len(record.evaluation.open_outcomes):
        text = "{n} åpne punkter er ikke besvart. Ta forbehold til kravene, og gi en begrunnelse til resten."
        found.append(Message(text, {"n": n}))
    return tuple(found)


def is_unchanged(record: Record, versions: Sequence[Version]) -> bool:
    """Return whether a new version would hold just what the newest one holds. The clocks of the day do not count."""
    newest = newest_intact(versions)
    return newest is not None and canonical(_without_clocks(newest.record)) == canonical(_without_clocks(record))


def freeze(store: Store, actor: Actor, seen: Record) -> int:
    """Make the next version of the innstilling, as it stands and as the user saw it; return its number.

    Raises `Refused` with what to do first, and `Forbidden` for anyone but the secretariat.
    """
    case = seen.case
    made: list[int] = []

    def change(stands: Values | None) -> Change:
        if stands is None:
            raise InvalidChange(Message("Møtet eller ordningen er slettet. Ingenting ble fastsatt."))
        record = load_record(store, actor, case.meeting_id, case.ordning)
        if canonical(_looked_at(record)) != canonical(_looked_at(seen)):
            raise Refused(Message("Noe er endret siden du så det. Ingenting ble fastsatt. Se over, og prøv på nytt."))
        versions = load_versions(store, case.meeting_id, case.ordning)
        if stops := obstacles(record):
            raise Refused(Message("{stops:rekke}", {"stops": stops}))
        if is_unchanged(record, versions):
            raise Refused(Message("Ingenting er endret siden versjon {n}.", {"n": versions[-1].number}))
        made.append(len(versions) + 1)
        return _version(record, made[0], actor)

    require_secretariat(actor, case.meeting_id)
    store.apply_on_top("ordning", key_of(case), change, actor)
    return made[0]


def _version(record: Record, number: int, actor: Actor) -> Change:
    content, case = canonical(record), record.case
    row: Values = {
        "fastsatt_at": now().isoformat(timespec="seconds"),
        "who": actor.shown_name,
        "content": content,
        "hash": _fingerprint(content),
    }
    edit = RowEdit("version", {**key_of(case), "number": number}, None, row)
    what = Message("Fastsatt innstilling, versjon {n}", {"n": number})
    return Change(case.meeting_id, case.ordning, what, (edit,))


def _without_clocks(record: Record) -> Record:
    """Return a record without what runs by itself: presentation timers, and when an item was taken up and ended."""
    items = tuple(replace(item, started_at=None, ended_at=None) for item in record.proceedings.items)
    return replace(record, proceedings=replace(record.proceedings, items=items, timers=()))


def _looked_at(record: Record) -> Record:
    """Return what the secretariat answers for: a group that is still writing does not stop the meeting."""
    seen = _without_clocks(record)
    return replace(seen, work=replace(seen.work, answers={}, shown_notes=frozenset(), revealed=frozenset()))
