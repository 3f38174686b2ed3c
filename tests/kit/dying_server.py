"""The server program, killed right after the commit of a batch: the answer never leaves.

Run as a program with the arguments of ``posko-server``.
"""

from __future__ import annotations

import os
import signal
import sys

from server.__main__ import main
from server.exchange import receive
from server.exchange.centre import Centre
from server.exchange.outcomes import ExchangeOutcome
from server.http import exchange_route
from server.store.records import Device


def exchange_and_die(centre: Centre, device: Device, packed: bytes) -> ExchangeOutcome:
    """The real exchange, whose transaction has ended when it returns; then a power cut."""
    receive.exchange(centre, device, packed)
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("nobody survives that")


if __name__ == "__main__":
    vars(exchange_route)["exchange"] = exchange_and_die
    sys.exit(main())
