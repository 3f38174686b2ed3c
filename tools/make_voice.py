"""``python -m tools.make_voice``: builds the pieces of ``resources/sounds`` with espeak-ng's Indonesian voice.

The bell is drawn here. Needed only to make the pieces anew: the program plays the files and nothing else. Each piece
is mono, 16 bit, 16 kHz, without silence at its ends, and as loud as the others.
"""

from __future__ import annotations

import array
import io
import math
import shutil
import subprocess
import sys
import wave
from collections.abc import Sequence
from pathlib import Path

from app.sound.joining import CHANNELS, RATE_HZ, WIDTH_BYTES
from app.sound.pieces import BELL, DIGITS, ELEVEN, LETTERS, PIECES, QUEUE_NUMBER, TEENS, TEN, TENS, TO_COUNTER

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "sounds"
ENGINE = "espeak-ng"
VOICE, WORDS_A_MINUTE, PITCH = "id+f3", 135, 48

SPOKEN_LETTERS = (
    "a", "be", "ce", "de", "e", "ef", "ge", "ha", "i", "je", "ka", "el", "em", "en", "o", "pe", "ki", "er", "es", "te",
    "u", "fe", "we", "eks", "ye", "zet",
)  # fmt: skip
SPOKEN = {
    QUEUE_NUMBER: "nomor antrean",
    TO_COUNTER: "silakan menuju loket",
    TEN: TEN,
    ELEVEN: ELEVEN,
    TEENS: TEENS,
    TENS: TENS,
    **{digit: digit for digit in DIGITS},
    **dict(zip(LETTERS, SPOKEN_LETTERS, strict=True)),
}
"""What the engine reads for each piece."""

LOUD, PEAK = 3_600, 30_000
"""Root mean square and highest sample that a piece is brought to, of 32,767."""

QUIET = 300
"""Samples below this at the ends are silence."""

EDGE_MS, FADE_MS = 15, 6
TAPS = 32
"""Half the length of the filter that keeps what 16 kHz cannot carry out of the sound."""

STROKES = ((0.0, 784.0), (0.42, 587.33))
"""Two strokes, G5 and D5: when, in seconds, and how high, in hertz."""
PARTIALS = ((1.0, 1.0, 3.2), (2.0, 0.42, 5.0), (3.01, 0.18, 8.0), (4.2, 0.09, 12.0))
"""Of a stroke: how much higher, how loud, how fast it dies away."""
BELL_S = 1.35

Samples = Sequence[float]


def main() -> int:
    """Build every piece; 1 if the engine is missing."""
    engine = shutil.which(ENGINE)
    if engine is None:
        print(f"{ENGINE} is not installed; it is needed only here: apt-get install {ENGINE}")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    total = 0
    for piece in PIECES:
        sound = drawn_bell() if piece == BELL else spoken(engine, SPOKEN[piece])
        total += _write(FOLDER / f"{piece}.wav", levelled(trimmed(sound)))
    print(f"{len(PIECES)} pieces, {total // 1024} KiB in {FOLDER}")
    return 0


def drawn_bell() -> Samples:
    """Two strokes of a bell."""
    return [
        sum(_stroke(place / RATE_HZ - begins_s, hertz) for begins_s, hertz in STROKES)
        for place in range(int(BELL_S * RATE_HZ))
    ]


def _stroke(since_s: float, hertz: float) -> float:
    if since_s < 0:
        return 0
    attack = min(since_s / 0.004, 1)
    rings = (
        loud * math.exp(-dies * since_s) * math.sin(2 * math.pi * hertz * higher * since_s)
        for higher, loud, dies in PARTIALS
    )
    return 10_000 * attack * sum(rings)


def spoken(engine: str, text: str) -> Samples:
    """What the engine says, at our rate."""
    words = [engine, "-v", VOICE, "-s", str(WORDS_A_MINUTE), "-p", str(PITCH), "--stdout", text]
    said = subprocess.run(words, check=True, capture_output=True).stdout
    # written to a pipe its length is unknown, and the head says so by the largest number there is
    with wave.open(io.BytesIO(said), "rb") as sound:
        rate_hz = sound.getframerate()
        samples = array.array("h", sound.readframes(len(said) // WIDTH_BYTES))
    return resampled(samples, rate_hz)


def resampled(samples: Sequence[int], rate_hz: int) -> Samples:
    """The same sound at 16 kHz: a windowed sinc at the lower of both limits."""
    step, cut = rate_hz / RATE_HZ, min(1.0, RATE_HZ / rate_hz)
    found = []
    for place in range(int(len(samples) / step)):
        at = place * step
        first = math.floor(at) - TAPS + 1
        found.append(
            sum(
                samples[near] * _sinc(at - near, cut)
                for near in range(max(first, 0), min(first + 2 * TAPS, len(samples)))
            )
        )
    return found


def _sinc(away: float, cut: float) -> float:
    window = 0.5 + 0.5 * math.cos(math.pi * away / TAPS)
    return window * (cut if away == 0 else math.sin(math.pi * cut * away) / (math.pi * away))


def trimmed(samples: Samples) -> Samples:
    """Without the silence at both ends, but for a breath, and with soft edges."""
    loud = [place for place, sample in enumerate(samples) if abs(sample) > QUIET]
    edge = RATE_HZ * EDGE_MS // 1000
    kept = list(samples[max(loud[0] - edge, 0) : loud[-1] + edge])
    fade = RATE_HZ * FADE_MS // 1000
    for place in range(min(fade, len(kept))):
        kept[place] *= place / fade
        kept[-1 - place] *= place / fade
    return kept


def levelled(samples: Samples) -> Samples:
    """As loud as the other pieces, and never beyond what fits."""
    mean = math.sqrt(sum(sample * sample for sample in samples) / len(samples))
    factor = min(LOUD / mean, PEAK / max(abs(sample) for sample in samples))
    return [sample * factor for sample in samples]


def _write(path: Path, samples: Samples) -> int:
    whole = array.array("h", (round(sample) for sample in samples))
    if sys.byteorder == "big":
        whole.byteswap()
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(CHANNELS)
        sound.setsampwidth(WIDTH_BYTES)
        sound.setframerate(RATE_HZ)
        sound.writeframes(whole.tobytes())
    return path.stat().st_size


if __name__ == "__main__":
    sys.exit(main())
