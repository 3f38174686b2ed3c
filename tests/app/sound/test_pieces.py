"""What a call is made of, and what the pieces on file are like."""

from __future__ import annotations

import array
import io
import math
import wave
from pathlib import Path

import pytest

import resources
from app.sound.joining import RATE_HZ, frames, joined, silence
from app.sound.pieces import BELL, PIECES, Loudness, call_pieces

MOST_BYTES = 1_500_000
TO_COUNTER = "silakan-menuju-loket"


def said(number: str, counter: str) -> list[str]:
    return [piece for piece in call_pieces(number, counter) if piece not in (BELL, "nomor-antrean")]


def samples(piece: str) -> array.array[int]:
    return array.array("h", frames(piece))


def test_a_call_is_said_as_people_say_it() -> None:
    assert call_pieces("A042", "2") == (
        "bel", "nomor-antrean", "huruf-a", "nol", "empat", "dua", TO_COUNTER, "dua",
    )  # fmt: skip


def test_a_number_of_four_digits_is_said_digit_by_digit() -> None:
    assert said("P1201", "1") == ["huruf-p", "satu", "dua", "nol", "satu", TO_COUNTER, "satu"]


@pytest.mark.parametrize(
    ("counter", "words"),
    [
        ("1", ["satu"]),
        ("9", ["sembilan"]),
        ("10", ["sepuluh"]),
        ("11", ["sebelas"]),
        ("12", ["dua", "belas"]),
        ("20", ["dua", "puluh"]),
        ("34", ["tiga", "puluh", "empat"]),
        ("101", ["satu", "nol", "satu"]),
        ("0", ["nol"]),
        ("2A", ["dua", "huruf-a"]),
        ("B-3", ["huruf-b", "tiga"]),
        ("", []),
        ("\u0662", []),
    ],
)
def test_a_counter_is_said_as_a_number_or_sign_by_sign(counter: str, words: list[str]) -> None:
    spoken = said("A001", counter)
    assert spoken[spoken.index(TO_COUNTER) + 1 :] == words


def test_a_call_may_be_the_bell_alone_or_nothing() -> None:
    assert call_pieces("A042", "2", Loudness.BELL) == (BELL,)
    assert call_pieces("A042", "2", Loudness.SILENT) == ()


def test_every_piece_is_on_file_and_nothing_else() -> None:
    on_file = {path.stem for path in resources.path("sounds").glob("*.wav")}
    assert on_file == set(PIECES)


def test_all_pieces_together_stay_small() -> None:
    sizes = [path.stat().st_size for path in resources.path("sounds").iterdir() if path.suffix == ".wav"]
    assert sum(sizes) < MOST_BYTES


@pytest.mark.parametrize("piece", PIECES)
def test_a_piece_begins_and_ends_with_its_sound(piece: str) -> None:
    sound = samples(piece)
    loud = [place for place, sample in enumerate(sound) if abs(sample) > 200]
    edge = RATE_HZ * 60 // 1000
    assert loud[0] < edge
    assert len(sound) - loud[-1] < edge
    assert sound[0] == 0
    assert abs(sound[-1]) < 50, "it would click"


@pytest.mark.parametrize("piece", [piece for piece in PIECES if piece != BELL])
def test_pieces_are_equally_loud_and_never_clipped(piece: str) -> None:
    sound = samples(piece)
    mean = math.sqrt(sum(sample * sample for sample in sound) / len(sound))
    assert 2_000 <= mean <= 4_000
    assert max(abs(sample) for sample in sound) <= 30_000


@pytest.mark.parametrize("piece", PIECES)
def test_no_piece_makes_a_call_long(piece: str) -> None:
    assert 0.15 <= len(samples(piece)) / RATE_HZ <= 2.0


def test_what_is_joined_is_one_sound_with_every_piece_in_its_order() -> None:
    pieces = call_pieces("A042", "2")
    with wave.open(io.BytesIO(joined(pieces)), "rb") as sound:
        assert (sound.getframerate(), sound.getsampwidth(), sound.getnchannels()) == (16_000, 2, 1)
        whole = sound.readframes(sound.getnframes())
    at = 0
    for piece in pieces:
        at = whole.index(frames(piece), at) + len(frames(piece))
    assert at == len(whole), "nothing comes behind the counter"


def test_between_two_pieces_there_is_a_breath() -> None:
    whole = joined(("nol", "empat"))
    assert frames("nol") + silence(90) + frames("empat") in whole


def test_licence_and_engine_are_named_beside_the_sounds() -> None:
    text = Path(resources.path("sounds", "LICENCE.md")).read_text("utf-8")
    assert "eSpeak NG" in text
