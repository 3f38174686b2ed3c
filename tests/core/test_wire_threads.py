"""Messages that many threads meet for the first time at the same instant, as a server's first crowd does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

CROWD = """
import sys, threading
from core.wire.codec import decode, encode
from core.wire.envelope import ExchangeReply, Receipt

sys.setswitchinterval(1e-6)
packed = encode(ExchangeReply(Receipt(bytes(16), bytes(20), 1, bytes(32), 1), bytes(64), 1))
start = threading.Barrier(40)

def meet():
    start.wait()
    decode(packed, ExchangeReply)

crowd = [threading.Thread(target=meet) for _ in range(40)]
for one in crowd:
    one.start()
for one in crowd:
    one.join()
"""


@pytest.mark.parametrize("_time", range(3))
def test_the_first_message_of_a_kind_may_come_to_many_threads_at_once(_time: int) -> None:
    """The library that decodes dies of this; so a process of its own, and more than once, for not every time is hit."""
    assert subprocess.run([sys.executable, "-c", CROWD], cwd=ROOT, check=False).returncode == 0
