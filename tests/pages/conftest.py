"""The app through `app.py`, on a database of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dekom.store import Store
from pages._ui.session import open_once

ROOT = Path(__file__).parents[2]


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = tmp_path / "meeting.duckdb"
    monkeypatch.setenv("DEKOM_DB", str(path))
    st.cache_resource.clear()
    yield path
    st.cache_resource.clear()


@pytest.fixture
def store(database: Path) -> Iterator[Store]:
    """The store that the app has open."""
    opened = open_once(str(database))
    yield opened
    opened.close()


@pytest.fixture
def open_app(database: Path) -> Callable[[], AppTest]:
    def run() -> AppTest:
        return AppTest.from_file(str(ROOT / "app.py"), default_timeout=20).run()

    return run
