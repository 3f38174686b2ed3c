"""Puts pieces of sound behind each other: one WAV out of many."""

from __future__ import annotations

import functools
import io
import wave
from collections.abc import Iterator, Sequence

import resources
from app.sound.pieces import BELL, QUEUE_NUMBER, TO_COUNTER

RATE_HZ, WIDTH_BYTES, CHANNELS = 16_000, 2, 1
"""Every piece is like this, and so is what they make."""

GAP_MS = 90
PAUSES_MS = {BELL: 150, QUEUE_NUMBER: 220, TO_COUNTER: 160}
"""Silence after a piece; after the phrases more, as somebody speaks who wants to be understood."""

BEFORE_COUNTER_MS = 260


def joined(pieces: Sequence[str]) -> bytes:
    """The pieces as one WAV file. Raises: FileNotFoundError if the program is not complete."""
    target = io.BytesIO()
    with wave.open(target, "wb") as sound:
        sound.setnchannels(CHANNELS)
        sound.setsampwidth(WIDTH_BYTES)
        sound.setframerate(RATE_HZ)
        sound.writeframes(b"".join(_parts(pieces)))
    return target.getvalue()


def _parts(pieces: Sequence[str]) -> Iterator[bytes]:
    for place, piece in enumerate(pieces):
        yield frames(piece)
        if place + 1 < len(pieces):
            is_before_counter = pieces[place + 1] == TO_COUNTER
            yield silence(BEFORE_COUNTER_MS if is_before_counter else PAUSES_MS.get(piece, GAP_MS))


def silence(for_ms: int) -> bytes:
    """Nothing to hear, so long."""
    return bytes(RATE_HZ * for_ms // 1000 * WIDTH_BYTES * CHANNELS)


@functools.cache
def frames(piece: str) -> bytes:
    """What a piece sounds like; read once. Raises: FileNotFoundError, wave.Error."""
    with resources.path("sounds", f"{piece}.wav").open("rb") as file, wave.open(file, "rb") as sound:
        shape = (sound.getframerate(), sound.getsampwidth(), sound.getnchannels())
        if shape != (RATE_HZ, WIDTH_BYTES, CHANNELS):
            raise wave.Error(f"{piece}: {shape}")
        return sound.readframes(sound.getnframes())
