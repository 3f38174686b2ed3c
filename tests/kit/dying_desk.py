"""A desk's program that promises somebody a mailbox and is killed right after the commit: nothing is sent, no card.

Run as a program: ``python -m tests.kit.dying_desk HOME STEM``; it says which help it was.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from app.desk.account.reserve import Reserved, reserve_mailbox
from tests.kit.desk import opened
from tests.kit.helped import helped


def main(home: Path, stem: str) -> None:
    """Do it, and die."""
    with opened(home) as desk:
        uid = helped(desk)
        assert isinstance(reserve_mailbox(desk, uid, stem), Reserved)
        sys.stdout.write(f"{uid}\n")
        sys.stdout.flush()
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
