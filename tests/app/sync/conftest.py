"""A server for each test file, a bad line and a fresh post for each test."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from app.desk.context import Desk
from app.desk.register import Registered
from app.sync import pace
from app.sync.transport import HttpTransport
from core.errors import Trouble
from tests.harness.places import quick_folder
from tests.kit.authority import Authority
from tests.kit.desk import register_one
from tests.kit.enrolled import enrolled_desk
from tests.kit.line import BadLine
from tests.kit.server import RunningServer, running_server

NEAR_S = 3600.0
PEOPLE_A_TEST = 500
_FIRST_PERSON = itertools.count(0, PEOPLE_A_TEST)


class Visit(Protocol):
    """Registers the made-up person with this number."""

    def __call__(self, desk: Desk, number: int, **changes: object) -> Registered:
        """One visit."""
        ...


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder in memory: nothing here is about the disk, and two hundred desks would wait for it."""
    with quick_folder() as folder:
        yield folder


def code_of_post(transport: HttpTransport, body: bytes = b"x", headers: dict[str, str] | None = None) -> str:
    """The trouble that one POST ends in."""
    with pytest.raises(Trouble) as caught:
        transport.post("/v1/exchange", body, headers or {})
    transport.close()
    return caught.value.code


@pytest.fixture(autouse=True)
def is_near(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow this computer is, the server counts as near, unless a test wants it far."""
    monkeypatch.setattr(pace, "FAR_S", NEAR_S)


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    """One training server for the whole file; every test brings a post of its own."""
    with quick_folder() as folder, running_server(folder) as running:
        yield running


@pytest.fixture
def post(request: pytest.FixtureRequest) -> str:
    """A post that no other test uses."""
    return "P" + hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:9].upper()


@pytest.fixture
def line(server: RunningServer) -> Iterator[BadLine]:
    """The line to the server; it harms nothing until it is told to."""
    with BadLine(server.url) as bad_line:
        yield bad_line


@pytest.fixture
def desk(tmp_path: Path, server: RunningServer, line: BadLine, post: str) -> Iterator[Desk]:
    """A desk of this test's post, enrolled over the line."""
    with enrolled_desk(tmp_path / "desk", line.url, server.new_code(post), post=post) as new:
        yield new


@pytest.fixture
def neighbour(tmp_path: Path, server: RunningServer, line: BadLine, post: str, desk: Desk) -> Iterator[Desk]:
    """The second desk of the same post."""
    with enrolled_desk(tmp_path / "neighbour", line.url, server.new_code(post), post=post) as new:
        yield new


@pytest.fixture
def visit() -> Visit:
    """Registers people of this test's own: no other test at the same server knows them."""
    first = next(_FIRST_PERSON)

    def register(desk: Desk, number: int, **changes: object) -> Registered:
        assert number < PEOPLE_A_TEST
        return register_one(desk, first + number, **changes)  # type: ignore[arg-type]  # the kit's other words

    return register


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    """Somebody who vouches for servers; nobody trusts it yet."""
    return Authority(tmp_path)


@pytest.fixture
def trusted(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """The authority, trusted as an operator does it."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    return authority
