"""Which pieces of sound make up a call, in the order in which they are heard."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from string import ascii_uppercase

BELL, QUEUE_NUMBER, TO_COUNTER = "bel", "nomor-antrean", "silakan-menuju-loket"
DIGITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
TEN, ELEVEN, TEENS, TENS = "sepuluh", "sebelas", "belas", "puluh"
LETTERS = tuple(f"huruf-{letter.lower()}" for letter in ascii_uppercase)

PIECES = (BELL, QUEUE_NUMBER, TO_COUNTER, *DIGITS, TEN, ELEVEN, TEENS, TENS, *LETTERS)
"""Every piece there is: a file ``resources/sounds/NAME.wav`` each."""


class Loudness(enum.StrEnum):
    """How a call is heard."""

    VOICE = "voice"
    BELL = "bell"
    SILENT = "silent"


def call_pieces(number: str, counter: str, loudness: Loudness = Loudness.VOICE) -> tuple[str, ...]:
    """The pieces of "Nomor antrean, A, nol, empat, dua, silakan menuju loket dua".

    The number is said sign by sign, which is understood better in a noisy room [FACTBOOK 4]; a counter as people say
    it. What has no sound, like a hyphen, is left out.
    """
    if loudness is Loudness.SILENT:
        return ()
    if loudness is Loudness.BELL:
        return (BELL,)
    return (BELL, QUEUE_NUMBER, *_signs(number), TO_COUNTER, *_counter(counter))


def _signs(text: str) -> Iterator[str]:
    for sign in text.upper():
        if sign in ascii_uppercase:
            yield LETTERS[ascii_uppercase.index(sign)]
        elif sign in "0123456789":
            yield DIGITS[int(sign)]


def _counter(text: str) -> Iterator[str]:
    number = int(text) if text.isascii() and text.isdecimal() else 0
    if not 10 <= number <= 99:
        yield from _signs(text)
        return
    tens, ones = divmod(number, 10)
    if number == 10:
        yield TEN
    elif number == 11:
        yield ELEVEN
    elif tens == 1:
        yield from (DIGITS[ones], TEENS)
    else:
        yield from (DIGITS[tens], TENS)
        yield from (DIGITS[ones],) if ones else ()
