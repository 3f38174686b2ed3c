"""Every test of the server runs on both engines, but for those that say that theirs is named or does not matter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kit.desk_wire import WireDesk, enrolled_device
from tests.kit.server import RunningServer, running_server
from tests.kit.server_engines import Engine


@pytest.fixture(scope="module", autouse=True)
def _on_both_engines(engine: Engine) -> Engine:
    return engine


@pytest.fixture(autouse=True)
def _databases_go_round(engine: Engine) -> Iterator[None]:
    """What a test's own servers have stored is wiped when it ends; a server of the whole module keeps its database."""
    kept = engine.in_use()
    yield
    engine.recycle(kept)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    """A training server of the test's own."""
    with running_server(tmp_path) as running:
        yield running


@pytest.fixture
def desk(server: RunningServer) -> WireDesk:
    """A device that it has enrolled."""
    return enrolled_device(server)
