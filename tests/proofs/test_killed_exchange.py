"""TRUST D1, D8: a desk dies while it writes down what an exchange brought or parts from a copy: nothing is lost."""

from __future__ import annotations

import itertools
import random
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from app.desk.context import Desk
from app.desk.correct import correct
from app.models.events import chain_problem
from tests.harness.mid_exchange import cut_in_exchange
from tests.harness.seeds import seeded
from tests.harness.warm import WarmDesk
from tests.kit.desk import opened
from tests.kit.ends import Ends
from tests.kit.enrolled import pending, registrations, sync

LONGEST_S = 0.25
"""About as long as such an exchange takes."""


def much_to_hear(ends: Ends) -> Desk:
    """A neighbour has registered, corrected, and more; the desk has something to send itself."""
    desk, neighbour = ends.found("desk"), ends.found("neighbour")
    for _ in range(12):
        ends.visit(neighbour)
    for kept in registrations(neighbour)[:4]:
        correct(neighbour, kept.uid, {"birth_place": "MALANG"}, "Salah baca")
    sync(neighbour)
    ends.visit(desk)
    return desk


def copied(ends: Ends) -> Desk:
    """A copy of the desk's disk wrote on; the desk has to part from its stream and to write its own anew."""
    desk = ends.found("desk")
    ends.visit(desk)
    sync(desk)
    shutil.copytree(desk.store.home, ends.folder / "copy")
    copy = ends.open(ends.folder / "copy")
    for _ in range(3):
        ends.visit(copy)
    sync(copy)
    for _ in range(6):
        ends.visit(desk)
    (kept, *_) = registrations(desk)
    correct(desk, kept.uid, {"birth_place": "KEDIRI"}, "Salah baca")
    return desk


def server_put_back(ends: Ends) -> Desk:
    """The server has lost what both desks had sent; the desk has to send again, its neighbour's with it."""
    desk, neighbour = ends.found("desk"), ends.found("neighbour")
    ends.server.keep_copy(ends.folder / "server copy")
    for one in (neighbour, desk, neighbour, desk):
        ends.visit(one)
        sync(one)
    ends.server.put_back(ends.folder / "server copy")
    ends.visit(desk)
    return desk


STORIES: dict[str, Callable[[Ends], Desk]] = {
    "much to hear": much_to_hear,
    "copied": copied,
    "server put back": server_put_back,
}


def reopened(ends: Ends, desk: Desk, files: Path) -> Desk:
    """The desk over the files that a power cut left behind."""
    home = desk.store.home
    desk.store.close()
    shutil.rmtree(home)
    files.rename(home)
    return ends.open(home, instead_of=desk)


@pytest.mark.slow
@pytest.mark.one_engine
@pytest.mark.parametrize("story", STORIES)
def test_power_that_goes_in_any_transaction_of_an_exchange_costs_nothing(ends: Ends, story: str) -> None:
    """The same desk loses its power in the first transaction, then in the second of what is left, and so on."""
    desk = STORIES[story](ends)
    for after in itertools.count():
        left_over = ends.folder / f"left over {after}"
        if not cut_in_exchange(desk, after, left_over):
            break
        desk = reopened(ends, desk, left_over)
        assert desk.store.run(chain_problem) is None
    assert after > 1
    assert pending(desk) == 0
    ends.check()
    print(f"D1 {story}: power cut in {after} transactions of an exchange: nothing lost, nothing doubled")


def kill_exchanges(ends: Ends, warm: WarmDesk, story: str, kills: int, chance: random.Random) -> None:
    """Kill the program in the middle of the same exchange, again and again, from the same files on."""
    desk = STORIES[story](ends)
    home, image = desk.store.home, ends.folder / "image"
    desk.store.close()
    shutil.copytree(home, image)
    for _ in range(kills):
        shutil.rmtree(home)
        shutil.copytree(image, home)
        _die(warm, home, chance.uniform(0, LONGEST_S))
        with opened(home, clock=ends.clock) as left:
            assert left.store.integrity_problem() is None
            assert left.store.run(chain_problem) is None
        if chance.random() < 0.3:  # what is left goes on to be the image
            shutil.rmtree(image)
            shutil.copytree(home, image)
    ends.open(home, instead_of=desk)
    ends.check()
    print(f"D1 {story}: {kills} kills in the middle of an exchange: nothing lost, nothing doubled")


def _die(warm: WarmDesk, home: Path, after_s: float) -> None:
    run = warm.start("exchange", home=str(home))
    run.wait_until_ready()
    run.go()
    run.kill_after(0, after_s)
    exit_code, said, complaints = run.end()
    assert exit_code in {0, -signal.SIGKILL}, f"{exit_code} {said!r} {complaints!r}"


@pytest.mark.slow
@pytest.mark.one_engine
@pytest.mark.parametrize("story", STORIES)
def test_a_program_killed_in_an_exchange_loses_nothing(ends: Ends, warm: WarmDesk, story: str) -> None:
    kill_exchanges(ends, warm, story, 5, seeded(f"killed exchange, {story}"))


@pytest.mark.proof
@pytest.mark.parametrize("story", STORIES)
def test_a_program_killed_often_in_an_exchange_loses_nothing(ends: Ends, warm: WarmDesk, story: str) -> None:
    kill_exchanges(ends, warm, story, 150, seeded(f"killed exchange, {story}"))
