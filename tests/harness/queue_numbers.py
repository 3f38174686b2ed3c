"""Three devices of one post that give numbers of the queue without a line: killed, restored, with clocks that jump."""

from __future__ import annotations

import random
import shutil
import signal
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from app.desk.context import Desk
from app.desk.queue.look import tickets_of_day
from app.desk.queue.take import TicketTaken, take_ticket
from app.models.backups import Opener, make_backup, restore_backup
from app.models.events import chain_problem
from core.ids import BLOCK_SIZE
from core.tickets import Service
from tests.harness.warm import WarmDesk
from tests.kit.desk import SECRET, new_profile, opened, while_numbers_last
from tests.kit.manual_clock import ManualClock

DEVICES = 3
LETTERS = "AAAABBCP"
A_DAY_S = 24 * 3600
RESTORES_A_DAY = 3
"""A block has a thousand numbers a day and letter, and each restore burns two hundred."""
FEW = 20
DEATH_WITHIN_S = 0.05

Given = tuple[date, str]
"""Day and number, as they stand on paper."""


@dataclass(slots=True)
class Device:
    """A laptop: its profile, its clock, its last backup."""

    home: Path
    clock: ManualClock
    everything: ExitStack
    desk: Desk
    since_backup: int = 0
    last_day: date = date.min
    restores: Counter[date] = field(default_factory=Counter)

    @property
    def backup(self) -> Path:
        """Where its backup lies."""
        return self.home.with_name(f"{self.home.name}.cadangan")

    def close(self) -> None:
        """Close its files."""
        self.everything.close()

    def open(self) -> None:
        """Open them again."""
        self.desk = self.everything.enter_context(opened(self.home, clock=self.clock))


class QueuePost:
    """The devices of a post and every number that ever stood on paper."""

    def __init__(self, folder: Path, chance: random.Random, warm: WarmDesk) -> None:
        """Found the devices, each with a block of its own."""
        self._chance = chance
        self._warm = warm
        self.given: list[Given] = []
        self.done: Counter[str] = Counter()
        self.devices = [self._founded(folder / f"meja-{block}", block) for block in range(1, DEVICES + 1)]

    def _founded(self, home: Path, block: int) -> Device:
        clock = ManualClock()
        new_profile(home, clock=clock, block=block)
        everything = ExitStack()
        device = Device(home, clock, everything, everything.enter_context(opened(home, clock=clock)))
        self._back_up(device)
        return device

    def close(self) -> None:
        """Close all files."""
        for device in self.devices:
            device.close()

    def give(self, many: int) -> None:
        """Let things happen until so many numbers have been given."""
        while len(self.given) < many:
            device = self._chance.choice(self.devices)
            act = self._chance.choices(
                (self._take, self._die, self._back_up, self._restore, self._jump, self._midnight), (20, 4, 2, 1, 1, 2)
            )[0]
            act(device)
            self.done[act.__name__.strip("_")] += 1

    def twice(self) -> list[Given]:
        """Numbers that stand on two papers of one day."""
        return sorted(one for one, many in Counter(self.given).items() if many > 1)

    def forgotten(self) -> list[Given]:
        """Numbers on paper that their device no longer knows, though it was never restored."""
        found: list[Given] = []
        for block, device in enumerate(self.devices):
            days = {day for day, _number in self.given}
            known = {(day, ticket.number) for day in days for ticket in tickets_of_day(device.desk, day)}
            own = {one for one in self.given if (int(one[1][1:]) - 1) // BLOCK_SIZE == block}
            found += [] if device.restores else sorted(own - known)
        return found

    def broken(self) -> list[str]:
        """What is wrong with the chains of the devices."""
        return [problem for device in self.devices if (problem := device.desk.store.run(chain_problem))]

    # --- what happens -------------------------------------------------------------------------------------------------

    def _take(self, device: Device) -> None:
        for _each in range(self._chance.randint(1, FEW)):
            device.clock.pass_s(self._chance.uniform(1, 300))
            on = device.desk.today()
            with while_numbers_last():
                told = take_ticket(device.desk, Service(self._chance.choice(LETTERS)), on)
                assert isinstance(told, TicketTaken)
                self._note(device, on, told.ticket.number)

    def _note(self, device: Device, on: date, number: str) -> None:
        self.given.append((on, number))
        device.since_backup += 1
        device.last_day = max(device.last_day, on)

    def _die(self, device: Device) -> None:
        """The power goes while numbers are given: what was said before that stands on paper."""
        device.close()
        on = device.clock.now().date()
        letters = "".join(self._chance.choices(LETTERS, k=60))
        run = self._warm.start("take_numbers", home=str(device.home), on=on.isoformat(), letters=letters)
        run.kill_after(self._chance.randrange(5), self._chance.uniform(0, DEATH_WITHIN_S))
        exit_code, said, complaints = run.end()
        assert exit_code in (0, -signal.SIGKILL), f"{exit_code} {said!r} {complaints!r}"
        for number in said.decode().splitlines():
            self._note(device, on, number)
        device.open()

    def _back_up(self, device: Device) -> None:
        make_backup(device.desk.store, device.desk.keys, device.backup, b"")
        device.since_backup = 0

    def _restore(self, device: Device) -> None:
        """Put the last backup back, over what is there or, where little was given since, on an empty disk."""
        on = device.desk.today()
        if device.restores[on] >= RESTORES_A_DAY:
            return
        is_disk_lost = device.since_backup < FEW and device.last_day <= on
        device.close()
        if is_disk_lost:
            shutil.rmtree(device.home)
        restore_backup(device.backup, device.home, Opener(None, SECRET), device.clock, on)
        device.restores[on] += 1
        device.open()
        self._back_up(device)

    def _jump(self, device: Device) -> None:
        """Somebody sets the clock, days forward or back."""
        device.clock.pass_s(self._chance.randint(-3, 3) * A_DAY_S + self._chance.uniform(-7200, 7200))

    def _midnight(self, device: Device) -> None:
        """The evening goes on behind midnight, local time."""
        local = device.desk.words.local(device.clock.now())
        midnight = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        device.clock.pass_s((midnight - local).total_seconds() - 30)
        self._take(device)
