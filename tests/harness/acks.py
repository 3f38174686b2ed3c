"""What a desk said it had kept: one line of JSON for each answer, written after the verb returned."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from app.desk.register import Registered


@dataclass(frozen=True, slots=True)
class Ack:
    """An answer that an officer saw."""

    outcome: str
    uid: str
    registration_no: str
    queue_number: str

    @property
    def is_new(self) -> bool:
        """Whether this visit made a row of its own (a repeated one points to the first)."""
        return self.outcome != "duplicate"

    def line(self) -> bytes:
        """As it goes through the pipe."""
        return json.dumps(asdict(self)).encode() + b"\n"


def ack_of(registered: Registered) -> Ack:
    """The answer to one visit."""
    kept = registered.kept
    return Ack(registered.outcome.value, str(kept.uid), kept.registration_no, kept.queue_number)


def acks_in(lines: Iterable[bytes]) -> Iterator[Ack]:
    """The answers among these lines; a line that was cut by a kill was not heard."""
    for line in lines:
        if line.startswith(b'{"outcome"') and line.endswith(b"}\n"):
            yield Ack(**json.loads(line))


def uid_bytes(ack: Ack) -> bytes:
    """The uid as the store keeps it."""
    return uuid.UUID(ack.uid).bytes
