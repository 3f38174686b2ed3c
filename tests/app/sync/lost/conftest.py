"""A server with several lives, and two desks of a post that outlive them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.desk.context import Desk
from tests.kit.enrolled import enrolled_desk
from tests.kit.lasting_server import LastingServer


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LastingServer]:
    """A server with several lives."""
    with LastingServer(tmp_path / "server") as lasting:
        yield lasting


@pytest.fixture
def desk(tmp_path: Path, server: LastingServer) -> Iterator[Desk]:
    """A desk of this server."""
    with enrolled_desk(tmp_path / "desk", server.line.url, server.now.new_code()) as new:
        yield new


@pytest.fixture
def neighbour(tmp_path: Path, server: LastingServer, desk: Desk) -> Iterator[Desk]:
    """The second desk of the post."""
    with enrolled_desk(tmp_path / "neighbour", server.line.url, server.now.new_code()) as new:
        yield new
