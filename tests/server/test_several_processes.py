"""Several server processes on one PostgreSQL database: any desk may come to any of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import httpx
import pytest

from tests.kit.at_once import at_once
from tests.kit.desk_wire import WireDesk
from tests.kit.server_engines import servers_on
from tests.kit.server_postgres import PostgresDatabases
from tests.kit.server_process import command, server_process

pytestmark = [pytest.mark.one_engine, pytest.mark.slow]

PROCESSES = 2


@pytest.fixture
def urls(databases: PostgresDatabases, tmp_path: Path) -> Iterator[list[str]]:
    """Where the processes answer; all have the same key and the same database."""
    with servers_on(databases), ExitStack() as running:
        yield [running.enter_context(server_process(tmp_path)).url for _ in range(PROCESSES)]


def new_code(data: Path, post: str = "SBY01") -> str:
    done = command("enrol-code", "--post", post, "--post-name", "Posko", "--json", data=data)
    code: str = json.loads(done.stdout)["code"]
    return code


def test_one_code_makes_one_device_known_whichever_processes_it_is_shown_to(urls: list[str], tmp_path: Path) -> None:
    code = new_code(tmp_path)
    desks = [WireDesk() for _ in range(6)]
    statuses: list[int] = []

    def enrol(number: int) -> None:
        answer = httpx.post(f"{urls[number % PROCESSES]}/v1/enrol", json=desks[number].enrolment(code), timeout=60)
        statuses.append(answer.status_code)

    assert at_once([partial(enrol, number) for number in range(6)]) == []
    assert sorted(statuses) == [200, 403, 403, 403, 403, 403]
    assert len(json.loads(command("device", "list", "--json", data=tmp_path).stdout)) == 1


def test_codes_ordered_at_the_same_instant_carry_different_blocks(urls: list[str], tmp_path: Path) -> None:
    codes: list[str] = []
    assert at_once([lambda: codes.append(new_code(tmp_path))] * 4) == []
    welcomes = [WireDesk().enrol(urls[number % PROCESSES], code) for number, code in enumerate(codes)]
    assert sorted(welcome.block for welcome in welcomes) == [1, 2, 3, 4]


def test_desks_that_change_the_process_with_every_batch_miss_nothing_of_each_other(
    urls: list[str], tmp_path: Path
) -> None:
    desks = [WireDesk() for _ in range(4)]
    for desk in desks:
        desk.enrol(urls[0], new_code(tmp_path))
    reader = WireDesk()
    reader.enrol(urls[1], new_code(tmp_path))
    seen: list[int] = []

    def send(place: int) -> None:
        desk, have = desks[place], 0
        for batch in range(6):
            for _ in range(7):
                desk.register(1000 * place + len(desk.events))
            have = desk.exchange(urls[batch % PROCESSES], have + 1).receipt.have_seq
        assert have == 42

    def read() -> None:
        cursor = 0
        while len(seen) < 4 * 42:
            reply = reader.opened(reader.post_bytes(urls[len(seen) % PROCESSES], reader.request(None, cursor=cursor)))
            seen.extend(change.feed_no for change in reply.changes)
            cursor = reply.receipt.cursor

    assert at_once([*(partial(send, place) for place in range(4)), read]) == []
    assert seen == list(range(1, 4 * 42 + 1))


def test_a_revoked_device_is_refused_by_every_process_at_once(urls: list[str], tmp_path: Path) -> None:
    desk = WireDesk()
    desk.enrol(urls[0], new_code(tmp_path))
    desk.register(1)
    for url in urls:
        assert desk.post_bytes(url, desk.request(desk.batch())).status_code == 200
    assert command("device", "revoke", str(desk.device), data=tmp_path).returncode == 0
    for url in urls:
        assert desk.post_bytes(url, desk.request(desk.batch())).status_code == 403
