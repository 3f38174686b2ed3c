"""What a running server does by itself, at once and then every hour: a day more or less does no harm there."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from core.errors import Trouble
from server.bugs import log_bug

EVERY_S = 3600.0

log = logging.getLogger("posko.server")


@contextmanager
def done_hourly(what: str, act: Callable[[], int]) -> Iterator[None]:
    """While the block runs a thread does it.

    Args:
        what: a word for the log.
        act: says how many it has done something about. Raises: Trouble of the store: the rest waits.
    """
    is_over = threading.Event()
    thread = threading.Thread(target=_keep_doing, args=(what, act, is_over), name=what.replace(" ", "-"))
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def _keep_doing(what: str, act: Callable[[], int], is_over: threading.Event) -> None:
    while True:
        try:
            count = act()
            if count:
                log.info(what, extra={"facts": {"count": count}})
        except Trouble as trouble:
            log.warning("%s waits: %s", what, trouble.code)
        except Exception as error:
            log_bug(log, what, error)
        if is_over.wait(EVERY_S):
            return
