"""Two desks without a line promise mailboxes to people of almost the same name: no address is given twice."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from app.desk.account.look import mail_space
from app.desk.account.propose import propose
from server.mail_settings import MailSettings
from server.office.mail_officer import all_mailboxes
from server.store.mail_records import BoxState
from tests.kit.at_once import at_once
from tests.kit.desk import opened
from tests.kit.enrolled import enrolled_desk, pending, sync
from tests.kit.helped import helped, reserved
from tests.kit.manual_clock import ManualClock
from tests.kit.server import RunningServer, running_server
from tests.kit.server_engines import Engine

NAMES = ("SITI AMINAH", "SITI AMINAH, S.Pd.", "Hj. SITI AMINAH", "SITI", "SITTI AMINA")
DOMAIN = "warga.contoh.test"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def server(engine: Engine, tmp_path: Path, clock: ManualClock) -> Iterator[RunningServer]:
    with running_server(tmp_path / "server", mail=MailSettings(domain=DOMAIN), clock=clock) as running:
        yield running


def home(server: RunningServer, folder: Path) -> Path:
    """A desk that has met the server once, so that it has names to give."""
    with enrolled_desk(folder, server.url, server.new_code(), clock=server.clock) as desk:
        sync(desk)
    return folder


def given(server: RunningServer, folder: Path, count: int) -> list[str]:
    """What a desk promises one after the other, always the name that it proposes first."""
    with opened(folder, clock=server.clock) as desk:
        space = mail_space(desk)
        assert space is not None
        addresses = []
        for number in range(count):
            name = NAMES[number % len(NAMES)]
            stem = propose(desk, name, domain=space.domain)[0].local
            addresses.append(reserved(desk, helped(desk, name), stem).address)
        return addresses


def promise_everywhere(server: RunningServer, folder: Path, count: int) -> None:
    """At both desks at the same time, for neither hears of the other; and nearly all of it is the codes' slow hash."""
    homes = [home(server, folder / name) for name in ("meja-1", "meja-2")]
    promised: list[str] = []
    assert at_once([partial(_promise_all, server, one, count, promised) for one in homes]) == []
    assert len(set(promised)) == 2 * count
    for one in homes:
        with opened(one, clock=server.clock) as desk:
            sync(desk)
            assert pending(desk) == 0
    kept = list(all_mailboxes(server.store))
    assert sorted(box.address for box in kept) == sorted(promised)
    assert {box.state for box in kept} == {BoxState.RESERVED}
    assert len({box.account for box in kept}) == 2 * count


def _promise_all(server: RunningServer, folder: Path, count: int, promised: list[str]) -> None:
    promised += given(server, folder, count)


@pytest.mark.slow
def test_nobody_gets_the_name_of_somebody_at_the_other_desk(server: RunningServer, tmp_path: Path) -> None:
    promise_everywhere(server, tmp_path, 15)


@pytest.mark.proof
def test_a_thousand_similar_names_at_each_desk_never_collide(server: RunningServer, tmp_path: Path) -> None:
    promise_everywhere(server, tmp_path, 1_000)
