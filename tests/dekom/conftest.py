"""Fixtures of the storage layer: a real DuckDB file with the demo meeting as it is at first start."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dekom.connection import Connection
from dekom.store import Store, open_store
from tests.dekom.store_fixtures import copy_of_demo, set_back


@pytest.fixture
def demo_file(tmp_path: Path) -> Path:
    """A closed database file with the demo meeting, for tests that open and close it."""
    return copy_of_demo(tmp_path / "dekom.duckdb")


@pytest.fixture(scope="session")
def _open_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    connection = Connection(copy_of_demo(tmp_path_factory.mktemp("store") / "dekom.duckdb"))
    yield connection
    connection.close()


@pytest.fixture
def store(_open_file: Connection) -> Iterator[Store]:
    """A new store on the demo meeting. The file is set back after each test: opening one takes 100 ms, this 10."""
    yield Store(_open_file)
    with _open_file.cursor() as cursor:
        set_back(cursor)


@pytest.fixture(scope="module")
def kept_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One store for all the tests of a module that only look, or are refused."""
    opened = open_store(copy_of_demo(tmp_path_factory.mktemp("kept") / "dekom.duckdb"))
    yield opened
    opened.close()
