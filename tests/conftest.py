"""What holds for every test: Qt draws without a display, unless a test has started one of its own; the engines."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from tests.kit.server_engines import Engine
    from tests.kit.server_postgres import PostgresDatabases

SCREEN = '{"screens": [{"name": "laptop", "x": 0, "y": 0, "width": 1366, "height": 768, "dpi": 96, "dpr": 1}]}'


def _small_laptop() -> str:
    """The off-screen platform on a screen as officers have it; its own would be 800 x 800."""
    path = Path(tempfile.mkdtemp(prefix="posko-screen-")) / "screen.json"
    path.write_text(SCREEN, encoding="utf-8")
    return f"offscreen:configfile={path}"


os.environ.setdefault("QT_QPA_PLATFORM", _small_laptop())


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """The plugin's, with the patience of a busy machine."""
    from tests.kit.patience import PatientBot

    return PatientBot(request)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL for tests, started once; skipped, and named, where there is none."""
    from tests.kit.server_postgres import NO_POSTGRES, postgres

    with postgres() as url:
        if url is None:
            pytest.skip(NO_POSTGRES)
        yield url


@pytest.fixture(scope="session")
def databases(postgres_url: str) -> Iterator[PostgresDatabases]:
    """Databases in it, each for one server."""
    from tests.kit.server_postgres import PostgresDatabases

    made = PostgresDatabases(postgres_url)
    yield made
    made.close()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Where the servers of a module's tests keep their data: each test runs on both."""
    from tests.kit.server_engines import SqliteFiles, servers_on

    chosen: Engine = SqliteFiles() if request.param == "sqlite" else request.getfixturevalue("databases")
    with servers_on(chosen):
        yield chosen
    chosen.recycle()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the second run of tests that are about one engine."""
    twice = [item for item in items if _is_needless(item)]
    if twice:
        config.hook.pytest_deselected(items=twice)
        items[:] = [item for item in items if not _is_needless(item)]


def _is_needless(item: pytest.Item) -> bool:
    if item.get_closest_marker("one_engine") is None:
        return False
    call = getattr(item, "callspec", None)
    return call is not None and call.params.get("engine") == "postgresql"
