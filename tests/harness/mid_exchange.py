"""The power goes in the middle of an exchange: within a transaction of it, whose beginning stands on the disk."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from app.desk.context import Desk
from app.models.worker import Priority
from tests.kit.enrolled import sync

T = TypeVar("T")


class PowerCutError(Exception):
    """Raised where the power goes, so that nothing of the job is kept."""


def cut_in_exchange(desk: Desk, after: int, left_over: Path) -> bool:
    """Let a desk exchange, and lose power within a transaction after so many others.

    What its files hold then comes to ``left_over``; the desk itself is as if that transaction had failed.

    Returns: whether there were as many; else the exchange went through. Raises: Trouble of the line.
    """
    store = desk.store
    whole, left = store.write, iter(range(after, -1, -1))

    def write(job: Callable[[], T], priority: Priority = Priority.DESK) -> T:
        if next(left, 0):
            return whole(job, priority)

        def halfway() -> T:
            job()
            shutil.copytree(store.home, left_over, dirs_exist_ok=True)
            raise PowerCutError

        return whole(halfway, priority)

    vars(store)["write"] = write
    try:
        with suppress(PowerCutError):
            sync(desk)
    finally:
        del vars(store)["write"]
    return left_over.exists()
