"""What the tests of the storage layer share: a fresh real store, who acts, and proof that nothing was written."""

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from dekom.access import Actor
from dekom.change import Change, Entry, RowEdit
from dekom.i18n import Message
from dekom.model import Case, Nettverk
from dekom.store import Store, open_store

MEETING, ORDNING = "trondelag-2022", "dekom"
ROOT = Path(__file__).parents[2]
ADA = Actor("a" * 32, "Ada")
BO = Actor("b" * 32, "Bo")
CY = Actor("c" * 32, "Cy")
LISTENER = Actor("d" * 32, "Lytter", "tilhører")
HOSTILE_TEXTS = (
    "<script>alert(1)</script>",
    "**:red[x]** $a$ [l](javascript:1)",
    "{name} {0} {x:kr} %s {{",
    "'; DROP TABLE change; --",
    'Fosen "ny" \\ 𝔉 👩‍🏫🎉',
    "\u202eנסדל\u202c مرحبا",
    "linje 1\nlinje 2\tetter tabulator",
)

State = dict[tuple[str, str], dict[str, Any]]
_KEPT_BY_THE_STORE = {"migration", "change", "change_row", "browser", "access_key", "document"}


@cache
def _template() -> tuple[TemporaryDirectory[str], Path]:
    """Return a file with the demo meeting, made once; the folder object keeps it alive."""
    folder = TemporaryDirectory()
    path = Path(folder.name) / "template.duckdb"
    open_store(path).close()
    return folder, path


def copy_of_demo(path: Path) -> Path:
    """Put a database file with the demo meeting at `path`."""
    shutil.copyfile(_template()[1], path)
    return path


def set_back(connection: duckdb.DuckDBPyConnection) -> None:
    """Set every table that the history knows to have been written back to the demo meeting, and clear the history."""
    touched = {name for (name,) in connection.execute("SELECT DISTINCT table_name FROM change_row").fetchall()}
    connection.execute(f"ATTACH '{_template()[1]}' AS demo (READ_ONLY)")
    for table in sorted(touched | {"change", "change_row", "browser", "access_key"}):
        connection.execute(f"DELETE FROM {table}")
        connection.execute(f"INSERT INTO {table} SELECT * FROM demo.{table}")
    connection.execute("DETACH demo")


def load(store: Store) -> Case:
    return store.load_case(MEETING, ORDNING)


def nettverk(store: Store, nettverk_id: str) -> Nettverk:
    return next(n for n in load(store).nettverk if n.id == nettverk_id)


def amount(store: Store, nettverk_id: str) -> int | None:
    return nettverk(store, nettverk_id).innstilt_kr


def key(**rest: Any) -> dict[str, Any]:
    """Return the key of a row of the demo case."""
    return {"meeting_id": MEETING, "ordning": ORDNING, **rest}


def amount_edit(nettverk_id: str, before: Any, after: Any) -> RowEdit:
    return RowEdit("innstilling", key(nettverk_id=nettverk_id), {"innstilt_kr": before}, {"innstilt_kr": after})


def change(*edits: RowEdit, what: str = "Prøve", why: str = "") -> Change:
    return Change(MEETING, ORDNING, Message(what), edits, why)


def make_meeting(store: Store, meeting_id: str, actor: Actor = BO) -> None:
    """Add a meeting with one network, `fosen`, that has 100 000 kr."""
    case: dict[str, Any] = {"meeting_id": meeting_id, "ordning": ORDNING}
    place = {**case, "nettverk_id": "fosen"}
    about: dict[str, Any] = {
        "position": 0,
        "name": "Fosen",
        "owners": "",
        "schools": None,
        "private_schools": None,
        "about": "",
    }
    money: dict[str, Any] = {"source": "", "last_year_kr": None, "opening_kr": 100_000}
    meeting: dict[str, Any] = {"county": "Møre og Romsdal", "title": "Møte", "held_on": "2023-03-09"}
    ordning: dict[str, Any] = {"name": "Dekom", "total_kr": 1_000_000, "status": "foreløpig", "source": ""}
    edits = (
        RowEdit("meeting", {"meeting_id": meeting_id}, None, meeting),
        RowEdit("ordning", case, None, ordning),
        RowEdit("nettverk", place, None, about | money),
        RowEdit("innstilling", place, None, {"innstilt_kr": 100_000, "begrunnelse": ""}),
    )
    store.apply(Change(meeting_id, ORDNING, Message("Nytt møte"), edits), actor)


def delete_everything(store: Store) -> tuple[RowEdit, ...]:
    """Return the edits that delete the demo meeting and all that hangs on it."""
    return tuple(RowEdit(table, json.loads(row_key), row, None) for (table, row_key), row in dump(store).items())


def dump(store: Store) -> State:
    """Return every row of every meeting, read past the store: (table, key as JSON) → the other columns."""
    state: State = {}
    with duckdb.connect(str(store.path)) as connection:
        for table, columns in _keys(connection).items():
            result = connection.execute(f"SELECT * FROM {table}")
            names = [column[0] for column in result.description]
            for row in result.fetchall():
                values = {n: v.isoformat() if isinstance(v, date) else v for n, v in zip(names, row, strict=True)}
                state[table, _key_text({c: values.pop(c) for c in columns})] = values
    return state


def _keys(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    sql = "SELECT table_name, constraint_column_names FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY'"
    found = connection.execute(sql).fetchall()
    return {table: columns for table, columns in sorted(found) if table not in _KEPT_BY_THE_STORE}


def _key_text(values: Mapping[str, Any]) -> str:
    return json.dumps(dict(values), sort_keys=True, ensure_ascii=False)


def written(store: Store) -> tuple[int, int]:
    """Return how many changes and row edits the history holds, read past the store."""
    with duckdb.connect(str(store.path)) as connection:
        sql = "SELECT (SELECT count(*) FROM change), (SELECT count(*) FROM change_row)"
        found = connection.execute(sql).fetchone()
    assert found
    return found[0], found[1]


@contextmanager
def nothing_written(store: Store) -> Iterator[None]:
    """Assert that the block leaves state, history and revision as they were, and the store able to write."""
    before = dump(store), written(store), store.revision(MEETING)
    yield
    assert (dump(store), written(store), store.revision(MEETING)) == before


def replayed(opening: State, oldest_first: Iterable[Entry]) -> State:
    """Return the state that the history leads to from `opening`; every edit must fit what stands before it."""
    state = {place: dict(row) for place, row in opening.items()}
    for entry in oldest_first:
        for edit in entry.edits:
            place = edit.table, _key_text(edit.key)
            if edit.before is None:
                assert place not in state, f"change {entry.change_id} adds what is there"
                state[place] = dict(edit.after or {})
                continue
            standing = {column: state[place][column] for column in edit.before}
            assert standing == edit.before, f"change {entry.change_id} does not fit what stood"
            if edit.after is None:
                del state[place]
            else:
                state[place] |= edit.after
    return state
