"""The one place that writes: a DuckDB file, one process-wide write lock, history with every change."""

import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from dekom import clock, file_copy, group_queries, ledger, proceedings_queries, queries, row_tree, tables
from dekom.access import Actor, require_right_to_change, require_secretariat
from dekom.change import (
    Change,
    ChangeKind,
    Entry,
    InvalidChange,
    RowEdit,
    StaleChange,
    Values,
    message_to_json,
)
from dekom.connection import DAMAGED, Connection, exists, fault_at, remove
from dekom.connection import StoreFault as StoreFault
from dekom.demo import UnreadableDemo, demo_rows
from dekom.documents import Documents
from dekom.groupwork import GroupWork, Room
from dekom.i18n import Message
from dekom.model import Case, Scenario
from dekom.proceedings import Proceedings
from dekom.row_writer import Standing, write_rows
from dekom.take_over import take_over
from dekom.wall import Wall, WallControl


@dataclass(frozen=True, slots=True)
class CaseName:
    """What a user picks a case by."""

    meeting_id: str
    ordning: str
    county: str
    title: str
    ordning_name: str
    held_on: date
    language: str = "nb"


@dataclass(frozen=True, slots=True)
class PutBack:
    """That a copy was fetched while the file was open: how many times by now, what was done, by whom, when (UTC)."""

    number: int
    what: Message
    who: str
    at: datetime


_OPEN: dict[Path, "Store"] = {}
_OPENING = threading.Lock()


def open_store(path: str | Path) -> "Store":
    """Open the file, create or migrate it, and fill it with the demo meeting if it holds nothing.

    A file that this process has open already gives the same store: two would not see each other's lock.
    Raises `StoreFault`; the file is then as it was.
    """
    path = Path(path)
    with _OPENING:
        place = path.absolute()
        store = _OPEN.get(place)
        if store is not None and not store.is_closed and exists(path):
            return store
        is_new = not exists(path)
        store = Store(Connection(path))
        try:
            store.fill_if_empty()
            store.check_readable()
            if is_new:
                store.fold_in_log()
        except BaseException:
            store.close()
            if is_new:
                remove(path)
            raise
        _OPEN[place] = store
        return store


class Store(Documents):
    """The meetings of a file: what stands, what stood, and the one way to change it."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        with connection.cursor() as cursor:
            self._last_change_id = ledger.last_change_id(cursor)
        self.last_put_back: PutBack | None = None

    def fill_if_empty(self) -> None:
        """Put the demo meeting into a file that holds no meeting and no history."""
        with self._writing() as cursor:
            held = queries.rows(cursor, "SELECT (SELECT count(*) FROM meeting) + (SELECT count(*) FROM change) AS n")
            if held[0]["n"] > 0:
                return
            try:
                for table, values in demo_rows():
                    tables.insert(cursor, table, values)
            except UnreadableDemo as fault:
                text = (
                    "Filen {csv} i mappen data/trondelag-2022 kan ikke leses. Hent den fram igjen fra programpakken."
                )
                raise StoreFault(Message(text, {"csv": fault.file})) from fault

    def check_readable(self) -> None:
        """Read what every page reads, so that a damaged file is found when it is opened; raise `StoreFault`."""
        try:
            for case in self.cases():
                self.load_case(case.meeting_id, case.ordning)
                self.load_scenarios(case.meeting_id, case.ordning)
                self.history(case.meeting_id, case.ordning)
                self.load_group_work(case.meeting_id, Actor("", meeting_id=case.meeting_id))
                self.load_walls(case.meeting_id)
        except (StoreFault, ValueError, KeyError) as fault:
            raise fault_at(self.path, DAMAGED) from fault

    # Reading

    def cases(self) -> list[CaseName]:
        """Return every ordning of every meeting, the newest meeting first."""
        sql = """SELECT meeting_id, ordning, county, title, name AS ordning_name, held_on,
                        coalesce(language, 'nb') AS language
                 FROM ordning JOIN meeting USING (meeting_id) ORDER BY held_on DESC, meeting_id, ordning"""
        with self._reading() as cursor:
            return [CaseName(**row) for row in queries.rows(cursor, sql)]

    def load_case(self, meeting_id: str, ordning: str, at: int | None = None) -> Case:
        """Return one ordning of one meeting; raise `KeyError` if there is none such.

        `at` is the number of a change: the case as it stood just after it.
        """
        with self._reading(at) as cursor:
            return queries.load_case(cursor, meeting_id, ordning)

    def load_scenarios(self, meeting_id: str, ordning: str) -> tuple[Scenario, ...]:
        """Return the saved what-ifs of a case."""
        with self._reading() as cursor:
            return queries.load_scenarios(cursor, meeting_id, ordning)

    def load_group_work(self, meeting_id: str, actor: Actor, at: int | None = None) -> GroupWork:
        """Return the group work of a meeting, with the answers and notes that the actor may see."""
        self._require_valid_key(actor)
        with self._reading(at) as cursor:
            return group_queries.load_group_work(cursor, meeting_id, actor)

    def load_wall(self, meeting_id: str, room_id: str, at: int | None = None) -> Wall:
        """Return what the storskjerm of a room shows."""
        with self._reading(at) as cursor:
            return group_queries.load_wall(cursor, meeting_id, room_id)

    def load_walls(self, meeting_id: str) -> list[tuple[Room, Wall, WallControl]]:
        """Return the rooms of a meeting, each with its storskjerm and how that is driven."""
        with self._reading() as cursor:
            return group_queries.load_walls(cursor, meeting_id)

    def load_proceedings(self, meeting_id: str, at: int | None = None) -> Proceedings:
        """Return how a meeting goes: agenda, seats, decisions; raise `KeyError` if there is none such."""
        with self._reading(at) as cursor:
            return proceedings_queries.load_proceedings(cursor, meeting_id)

    def set_up_rows(self, meeting_id: str, actor: Actor) -> Mapping[str, tuple[queries.Row, ...]]:
        """Return every row that a meeting is set up with, by table; its secretariat alone reads them."""
        require_secretariat(actor, meeting_id)
        self._require_valid_key(actor)
        with self._reading() as cursor:
            return {t: tuple(queries.plain_rows(cursor, t, {"meeting_id": meeting_id})) for t in tables.SET_UP_ROWS}

    def meeting_ids(self) -> set[str]:
        """Return the id of every meeting that is or has been in the file."""
        with self._reading() as cursor:
            found = queries.rows(cursor, "SELECT meeting_id FROM meeting UNION SELECT meeting_id FROM change")
        return {row["meeting_id"] for row in found}

    def meetings(self) -> list[queries.Row]:
        """Return every meeting that stands, the newest first."""
        with self._reading() as cursor:
            return queries.rows(cursor, "SELECT * FROM meeting ORDER BY held_on DESC, meeting_id")

    def gone_meetings(self) -> set[str]:
        """Return the id of every meeting that has been in the file and is not now."""
        with self._reading() as cursor:
            found = queries.rows(cursor, "SELECT DISTINCT meeting_id FROM change ANTI JOIN meeting USING (meeting_id)")
        return {row["meeting_id"] for row in found}

    def key_columns(self, table: str) -> tuple[str, ...]:
        """Return the columns that make up the key of a table."""
        return self._tables[table].key

    def rows_with(self, table: str, key: Values) -> tuple[RowEdit, ...]:
        """Return the edits that take away a row and everything that hangs on it."""
        with self._reading() as cursor:
            return row_tree.rows_with(cursor, self._tables, table, key)

    def row(self, table: str, key: Values) -> Values | None:
        """Return a row as it stands, without its key; None if there is none."""
        with self._reading() as cursor:
            return Standing(cursor, self._tables, "", ()).row(RowEdit(table, key, None, None))

    def rows(self, table: str, holding: Values, at: int | None = None) -> list[queries.Row]:
        """Return the rows of a table that hold some values, whole, in values that JSON can hold."""
        with self._reading(at) as cursor:
            return queries.plain_rows(cursor, table, holding)

    def change_times(self) -> set[tuple[int, datetime]]:
        """Return the number of every change in the file and when it was made (UTC)."""
        with self._reading() as cursor:
            found = queries.rows(cursor, "SELECT change_id, made_at FROM change")
        return {(row["change_id"], row["made_at"]) for row in found}

    @property
    def last_change_id(self) -> int:
        """The number of the newest change in the file."""
        return self._last_change_id

    def history(self, meeting_id: str, ordning: str) -> list[Entry]:
        """Return every change in the ordning, the newest first, with its rows."""
        with self._reading() as cursor:
            where = "meeting_id = ? AND ordning = ?"
            return ledger.entries(cursor, where, (meeting_id, ordning), newest_first=True)

    def whole_history(
        self, meeting_id: str, actor: Actor, before_id: int | None = None, most: int = 1_000
    ) -> list[Entry]:
        """Return the newest changes of anything in a meeting, with their rows; its secretariat alone reads them.

        Those before the change `before_id` if it is given: the next ones back are before the last that was returned.
        """
        require_secretariat(actor, meeting_id)
        self._require_valid_key(actor)
        with self._reading() as cursor:
            return ledger.changes_before(cursor, meeting_id, before_id, most)

    def makers(self, meeting_id: str, actor: Actor) -> list[str]:
        """Return everybody who has changed something in a meeting, as the history names them."""
        require_secretariat(actor, meeting_id)
        self._require_valid_key(actor)
        with self._reading() as cursor:
            return ledger.makers(cursor, meeting_id)

    def changes_of(self, meeting_id: str, names: Collection[str]) -> list[Entry]:
        """Return the changes of a meeting that wrote some tables, the oldest first; each holds only those edits."""
        with self._reading() as cursor:
            return ledger.changes_of_tables(cursor, meeting_id, names)

    def newest(self, meeting_id: str, ordning: str, whats: Collection[str]) -> Entry | None:
        """Return the newest change whose text (its msgid) is one of some, with its rows."""
        with self._reading() as cursor:
            return ledger.newest(cursor, meeting_id, ordning, whats)

    def row_history(self, table: str, key: Values) -> list[Entry]:
        """Return every change of one row, the oldest first; each entry holds only the edits of that row."""
        with self._reading() as cursor:
            return ledger.row_entries(cursor, table, key)

    def table_history(self, table: str, meeting_id: str) -> list[Entry]:
        """Return every change of a table's rows in a meeting, the oldest first; each entry holds only those edits."""
        with self._reading() as cursor:
            return ledger.changes_of_tables(cursor, meeting_id, (table,))

    def undo_state(self, meeting_id: str, ordning: str, actor: Actor) -> tuple[Entry | None, Entry | None]:
        """Return what Angre and Gjør om would take for this browser in this ordning."""
        with self._reading() as cursor:
            return ledger.undo_state(cursor, meeting_id, ordning, actor)

    def browser_name(self, browser_id: str) -> str:
        """Return the name the user gave this browser, "" if none."""
        with self._reading() as cursor:
            found = queries.rows(cursor, "SELECT name FROM browser WHERE browser_id = ?", (browser_id,))
        return str(found[0]["name"]) if found else ""

    # Writing

    def name_browser(self, browser_id: str, name: str) -> None:
        """Give a browser the name that its changes are listed under from now on."""
        if not 0 < len(browser_id) <= 64 or len(name) > 80:
            raise InvalidChange(Message("Navnet er for langt. Bruk høyst 80 tegn."))
        with self._writing() as cursor:
            cursor.execute("INSERT OR REPLACE INTO browser VALUES (?, ?)", [browser_id, name])

    def apply(self, change: Change, actor: Actor) -> int | None:
        """Write a change and its history in one transaction; return its id, or None if it changes nothing.

        Raises `Forbidden`, `InvalidChange`, `StaleChange` and `StoreFault`; nothing is then written.
        """
        return self._apply(change, actor, "endring", None)

    def apply_on_top(
        self, table: str, key: Values, change_of: Callable[[Values | None], Change], actor: Actor
    ) -> int | None:
        """Write the change that `change_of` makes of a row as it stands, whoever wrote it last."""
        with self._lock:
            return self.apply(change_of(self.row(table, key)), actor)

    def undo(self, meeting_id: str, ordning: str, actor: Actor) -> Entry | None:
        """Take back the newest change that this browser made here and has not taken back; None if there is none."""
        return self._step(meeting_id, ordning, actor, "angre")

    def redo(self, meeting_id: str, ordning: str, actor: Actor) -> Entry | None:
        """Make again the change that this browser took back last; None if there is none."""
        return self._step(meeting_id, ordning, actor, "gjør om")

    def put_back(self, place: Path, what: Message, actor: Actor) -> None:
        """Replace every meeting and its history by those of a closed file of this edition (see `take_over`).

        One transaction: everybody reads what was before, or all of what is after. Raises `Forbidden`, `StoreFault`,
        and `OSError` if the other file cannot be read.
        """
        require_secretariat(actor, "")  # it reaches every meeting
        with self._lock:
            self._require_valid_key(actor)
            with self._connection.cursor() as reader, file_copy.attached(reader, place) as other:
                before = self._meetings()
                with self._writing() as cursor:
                    newest, after = take_over(cursor, self._tables, other, self._last_change_id, what, actor)
            self._last_change_id = newest
            number = self.last_put_back.number + 1 if self.last_put_back else 1
            self.last_put_back = PutBack(number, what, actor.shown_name, clock.now())
            for meeting_id in after.union(before):
                self._move(meeting_id, tables.TOPICS)

    def _step(self, meeting_id: str, ordning: str, actor: Actor, kind: ChangeKind) -> Entry | None:
        with self._lock:
            undoable, redoable = self.undo_state(meeting_id, ordning, actor)
            entry = undoable if kind == "angre" else redoable
            if entry is None:
                return None
            with self._reading() as cursor:
                edits = ledger.edits_of(cursor, entry.original_id)
            if kind == "angre":
                edits = tuple(edit.reversed() for edit in reversed(edits))
            self._apply(Change(meeting_id, ordning, entry.what, edits), actor, kind, entry.original_id)
            return entry

    def _apply(self, change: Change, actor: Actor, kind: ChangeKind, original_id: int | None) -> int | None:
        require_right_to_change(actor, change.meeting_id, change.edits)
        tables.validate_words(change, message_to_json(change.what))
        for edit in change.edits:
            tables.validate(self._tables, edit, change)
        with self._lock:
            # The key is looked at when it is this change's turn, and the next one gets its number after this one.
            self._require_valid_key(actor)
            change_id = self._last_change_id + 1
            with self._writing() as cursor:
                if actor.role == "gruppe":
                    group_queries.require_own_nettverk(cursor, change)
                standing = Standing(cursor, self._tables, change.meeting_id, change.edits)
                written = [
                    done for edit in change.edits if (done := self._checked(cursor, edit, standing)) is not None
                ]
                if not written and kind == "endring":
                    return None
                write_rows(cursor, self._tables, written)
                tables.check_references(cursor, written)
                ledger.record(cursor, self._tables, change_id, change, actor, kind, original_id, written)
            self._last_change_id = change_id
            self._move(change.meeting_id, tables.moved_topics(written))
            return change_id

    def _checked(self, cursor: duckdb.DuckDBPyConnection, edit: RowEdit, standing: Standing) -> RowEdit | None:
        """Return an edit as it is to be written, None if the row is so already; refuse one whose base has changed."""
        current = standing.row(edit)
        if current is None and edit.after is None:
            return None
        if not tables.agrees(current, edit.before):
            raise self._refusal(cursor, edit, current)
        if tables.agrees(current, edit.after):
            return None
        # The whole row is kept of one that goes; of one that stays, what was in the columns that are written.
        before = current and {column: current[column] for column in edit.after or current}
        done = RowEdit(edit.table, edit.key, before, edit.after)
        standing.put(done)
        return done

    def _refusal(self, cursor: duckdb.DuckDBPyConnection, edit: RowEdit, current: Values | None) -> Exception:
        entries = ledger.row_entries(cursor, edit.table, edit.key)
        if current is None and not entries:
            return InvalidChange(Message("Raden finnes ikke i dette møtet. Ingenting ble lagret."))
        touched = tables.columns_of((edit,))
        concerning = [e for e in entries if tables.columns_of(e.edits) & touched or None in (current, edit.before)]
        return StaleChange(edit, current, concerning[-1] if concerning else None)
