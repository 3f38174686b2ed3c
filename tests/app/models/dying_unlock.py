"""A program that is killed while a secret is tried: after the try was counted, before anybody knows the answer.

Run with the profile's folder and the secret to try.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from app.models import officers
from app.models.store import Store
from tests.kit.manual_clock import ManualClock


def die(officer: officers.Officer) -> officers.SecretLock:
    """What a power cut does to the guess."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("nobody survives that")


if __name__ == "__main__":
    officers.lock_of = die
    Store(Path(sys.argv[1])).unlock(None, sys.argv[2], ManualClock())
