"""Whoever holds an event can hand it on: a server that lost everything is made anew by the laptops of its posts."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.desk.context import Desk
from app.sync.exchange import are_heads_equal, drain
from server.config import settings
from server.keys import back_up, restore
from tests.kit.desk import register_one
from tests.kit.enrolled import (
    desk_heads,
    enrolled_desk,
    line_of,
    pending,
    registrations,
    server_has,
    server_heads,
    sync,
)
from tests.kit.lasting_server import LastingServer

pytestmark = pytest.mark.slow


def uids_at(server: LastingServer) -> list[str]:
    return sorted(row["uid"] for row in server_has(server.now))


def uids_on(desk: Desk) -> list[str]:
    return sorted(str(one.uid) for one in registrations(desk))


def is_equal(desk: Desk) -> bool:
    """Whether desk and server hold the same of the whole post after one more exchange."""
    with line_of(desk) as line:
        drain(line)
        assert desk.store.compared is not None
        return are_heads_equal(line.log)


def test_what_a_lost_neighbour_had_sent_is_handed_on_to_a_server_put_back(
    tmp_path: Path, server: LastingServer, desk: Desk, neighbour: Desk
) -> None:
    server.keep_copy(tmp_path / "yesterday")
    for number in (1, 2, 3):
        register_one(neighbour, number)
    sync(neighbour)
    register_one(desk, 4)
    sync(desk)
    server.put_back(tmp_path / "yesterday")
    assert uids_at(server) == []
    sync(desk)  # the neighbour's laptop is never seen again
    assert uids_at(server) == uids_on(desk)
    assert len(uids_on(desk)) == 4
    assert is_equal(desk)


def emptied(server: LastingServer, folder: Path, key: Path) -> None:
    """A new server with the old one's key and nothing else."""
    back_up(server.now.settings, key)
    server.end()
    for file in folder.iterdir():
        file.unlink()
    restore(settings(None, str(folder)), key)
    server.start()


def test_an_empty_server_with_its_key_is_rebuilt_by_the_laptops(
    tmp_path: Path, server: LastingServer, desk: Desk, neighbour: Desk
) -> None:
    for number in (1, 2):
        register_one(neighbour, number)
    register_one(desk, 3)
    sync(neighbour)
    sync(desk)
    emptied(server, tmp_path / "server", tmp_path / "key")
    register_one(desk, 4)
    totals = sync(desk)  # alone: the neighbour's laptop is lost
    assert (pending(desk), totals.sent >= 2) == (0, True)
    assert uids_at(server) == uids_on(desk)
    assert set(desk_heads(desk).items()) < set(server_heads(server.now).items())
    assert is_equal(desk)
    sync(neighbour)
    assert is_equal(neighbour)
    assert uids_on(neighbour) == uids_at(server)


def test_a_fresh_desk_is_given_a_block_that_no_lost_device_had(
    tmp_path: Path, server: LastingServer, desk: Desk, neighbour: Desk
) -> None:
    register_one(desk, 1)
    sync(desk)
    sync(neighbour)
    emptied(server, tmp_path / "server", tmp_path / "key")
    sync(desk)
    with enrolled_desk(tmp_path / "third", server.line.url, server.now.new_code()) as third:
        assert third.store.profile.numbers.block != desk.store.profile.numbers.block
        register_one(third, 9)
        sync(third)
    assert len(uids_at(server)) == 2
