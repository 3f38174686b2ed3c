"""Prints a lock file without what only the window needs: the server's machine gets no Qt.

python tools/server_lock.py requirements.lock > server.lock
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

WINDOW_ONLY = frozenset({"pyside6-essentials", "shiboken6", "pypdfium2"})


def server_lock(lock: str) -> str:
    """The entries of a lock file that a server needs."""
    entries = re.split(r"\n(?=\S)", lock)
    return "\n".join(entry for entry in entries if entry.partition("==")[0] not in WINDOW_ONLY) + "\n"


if __name__ == "__main__":
    sys.stdout.write(server_lock(Path(sys.argv[1]).read_text("utf-8")))
