"""A second program that opens a profile, says so, and holds it until its input ends. Run with the profile's folder."""

from __future__ import annotations

import sys
from pathlib import Path

from app.models.store import Store

if __name__ == "__main__":
    with Store(Path(sys.argv[1]), holder="posko register"):
        sys.stdout.write("open\n")
        sys.stdout.flush()
        sys.stdin.read()
