"""A server with several lives and the desks of one post, which are copied, lost and put back."""

from __future__ import annotations

import itertools
from contextlib import ExitStack
from pathlib import Path

from app.desk.context import Desk
from core.registration import Outcome
from tests.kit.desk import opened, register_one
from tests.kit.enrolled import enrolled_desk
from tests.kit.lasting_server import LastingServer
from tests.kit.manual_clock import ManualClock
from tests.kit.zeros import check_zeros, settle

POST = "SBY01"
PEOPLE = itertools.count()


class Ends:
    """A server with several lives and the desks of one post."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = ManualClock()
        self._all = ExitStack()
        self.server = self._all.enter_context(LastingServer(folder / "server"))
        self.desks: list[Desk] = []
        self.acknowledged: list[object] = []

    def found(self, name: str) -> Desk:
        """A new desk."""
        code = self.server.now.new_code(POST)
        new = enrolled_desk(self.folder / name, self.server.line.url, code, post=POST, clock=self.clock)
        self.desks.append(self._all.enter_context(new))
        return self.desks[-1]

    def open(self, home: Path, instead_of: Desk | None = None) -> Desk:
        """A desk over files that were copied or put back."""
        if instead_of is not None:
            self.desks.remove(instead_of)
        self.desks.append(self._all.enter_context(opened(home, clock=self.clock)))
        return self.desks[-1]

    def visit(self, desk: Desk) -> object:
        """Somebody new comes to a desk; the uid of the registration."""
        self.clock.pass_s(1)
        answered = register_one(desk, next(PEOPLE))
        assert answered.outcome is not Outcome.DUPLICATE
        self.acknowledged.append(answered.kept.uid)
        return answered.kept.uid

    def check(self, but: frozenset[object] = frozenset()) -> None:
        """Everybody sends: the four zeros."""
        settle(*self.desks)
        check_zeros(self.server.now, POST, self.desks, set(self.acknowledged) - but)

    def close(self) -> None:
        self._all.close()
