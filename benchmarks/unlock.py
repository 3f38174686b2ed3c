"""Unlocking with the strong cost against the bare Argon2id of the same cost."""

from __future__ import annotations

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from app.main import SystemClock
from app.models.sealing import KEY_BYTES, SALT_BYTES, STRONG
from app.models.store import Store
from benchmarks import stage
from benchmarks.measuring import Figure, alternating

ROUNDS = 9


def bare() -> bytes:
    """One derivation, nothing else."""
    kdf = Argon2id(
        salt=bytes(SALT_BYTES),
        length=KEY_BYTES,
        iterations=STRONG.iterations,
        lanes=1,
        memory_cost=STRONG.memory_kib,
    )
    return kdf.derive(stage.SECRET.encode())


def measure() -> list[Figure]:
    """The verb as the desk calls it: tries counted on disk, key unwrapped, device key opened."""
    with stage.folder() as place:
        stage.bear(place / "profile", cost=STRONG)
        with Store(place / "profile", holder="benchmarks") as store:
            clock = SystemClock()
            ours, floor = alternating(lambda: store.unlock(None, stage.SECRET, clock), bare, ROUNDS)
    return [Figure("unlocking, Argon2id 64 MiB, 3 passes", "ms", ours * 1000, floor * 1000)]
