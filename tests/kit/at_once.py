"""Several things at the same instant, each in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence


def at_once(acts: Sequence[Callable[[], None]]) -> list[BaseException]:
    """Do these at the same instant; what went wrong."""
    start, wrong = threading.Barrier(len(acts)), list[BaseException]()

    def do(act: Callable[[], None]) -> None:
        start.wait()
        try:
            act()
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=do, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong
