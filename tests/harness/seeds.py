"""One seed for everything random here: printed, so that a failure can be had again."""

from __future__ import annotations

import os
import random
import secrets


def seeded(name: str) -> random.Random:
    """Chance for the proof ``name``: from ``$POSKO_SEED`` if that is set, else new; the seed is printed."""
    seed = int(os.environ.get("POSKO_SEED") or secrets.randbelow(2**32))
    print(f"{name}: again with POSKO_SEED={seed}")
    return random.Random(f"{name}/{seed}")
