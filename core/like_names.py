"""Whether two names may be one person's: in another order or spelling, shortened, or with a slip of the pen."""

from __future__ import annotations

import enum
import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.name_words import name_words, sound_of

MOST_WORDS = 12
"""More words than any name has; the rest of a longer text tells nothing."""

_SHORT_CHARS = 3
"""Words up to this length are compared as written: with two sounds merged half of them would be one word."""

_SLIP_FROM_CHARS = 5
"""A shorter word with another letter is another name: Rina and Rini."""

_TWO_SLIPS_FROM_CHARS = 9


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES = _words("h hj haji hajjah hajah dr drs dra drg ir prof r rr ra raden ust kyai")
_DEGREES = _words("se sh st skom spd sag spdi ssos sip skm amd mm msi mpd mkom ba bsc")
_BETWEEN = _words("bin binti")
_ALIAS = re.compile(r"/|\b(?:alias|als)\b", re.IGNORECASE)

_SPELLINGS = (
    (re.compile("z"), "s"),  # Rizki, Riski
    (re.compile("sy"), "s"),  # Syaiful, Saiful
    (re.compile("^kh"), "h"),  # Khadijah, Hadijah
    (re.compile("hj"), "hy"),  # Tjahjono, Cahyono
    (re.compile("oi"), "ai"),  # Khoirul, Khairul
    (re.compile("ie"), "i"),  # Arief, Arif
    (re.compile("(?:iy|(?<=[bcdfghjklmpqrstvwx])y)(?=[aeou])"), "i"),  # Setiyawan, Setyawan, Setiawan
    (re.compile("uw(?=[aei])"), "u"),  # Suwarni, Suarni
    (re.compile("(?<=[aeiou])h$"), ""),  # Aisyah, Aisya
    (re.compile(r"(\D)\1+"), r"\1"),
)
"""Spellings that papers of one person differ in, besides those that a search forgives."""

_HAS_SPELLING = re.compile(r"z|[^aeioun]y|kh|hj|oi|ie|iy|uw|[aeiou]h$|(\D)\1")
"""Most words have none of them."""

_KH = "kh"
"""Of Rachmat, Rakhmat and of Solichin, Solikhin; also written h (Rahmat) or k (Solikin), which are two sounds."""

_FREQUENT = """
    abdul abdullah abidin agung agus ahmad aisyah ali aminah amir ana andi ani anita anwar ari arif asih astuti ayu
    aziz bambang basuki budi budiman dani dedi desi dewi dian didik dwi edi eka eko endang erna fatimah fitri
    fitriani gunawan handayani handoko hariyanto hartati hartini hartono hasan hasanah hendra hendri heri hidayat
    husein ibrahim ida ika imam indah indra irawan iskandar ismail ita jamal joko kartini ketut khadijah kurnia
    kurniawan kusuma laila latifah lestari lia lilik lina made mahmud maria mariam maryati maya muhamad mulyadi
    mulyani mulyono murni musa nanang ni ningsih nining novi nur nuraini nurhayati nurjanah nurul nyoman prasetyo
    pratama puji purnomo purwanto putra putri putu rahayu rahim rahman rahmat rahmawati ratna ratnasari retno rina
    rini rizki rohman rosita rudi rukmini rusdi safitri saleh samsul santi santoso saputra saputri sari setiawan
    setyawan siti slamet sri subagyo sudarmi sudirman sugeng sugianto suharti suharto sukarni sulaiman sulastri
    sumarni sumiati sunarti suparman suparmi supriadi supriyanto suryadi suryani susanti susanto susi susilo sutarmi
    sutrisno suwarni suyanto suyati taufik teguh titik tri umar umi usman utami utomo wahyu wahyudi wahyuni wati
    wayan wibowo widodo winarsih winarti wiwik wulandari yani yanti yanto yohanes yudi yuli yuliana yulianti yuni
    yusuf zainab zainal
"""
"""Words that so many names share that they tell little; our own list, to be widened as desks report it."""


class NameLikeness(enum.IntEnum):
    """How alike two names are; more is nearer."""

    OTHER = 0
    SLIP = 1
    """One word differs by a slip: a letter too many, too few, wrong or in another place."""
    SHORTENED = 2
    """Words are missing in one of them, stand as initials, or have no k behind the last vowel: Astuti, Astutik."""
    SAME = 3
    """The same words in any order and spelling, with or without titles."""


@dataclass(frozen=True, slots=True)
class ComparedNames:
    """The answer. ``is_frequent``: so many people share what agrees that it tells little."""

    likeness: NameLikeness
    is_frequent: bool = False


_UNLIKE = ComparedNames(NameLikeness.OTHER)


Sounds = tuple[str, ...]
"""The words of a name without titles and alias, each as it sounds."""


def name_key(name: str) -> str:
    """One text for all names that are the same but for order, spelling and titles; empty without any word."""
    return " ".join(sorted(_KH_ALONE.sub("k", _KH_BEFORE.sub("h", word)) for word in sounds_of(name)))


_KH_BEFORE = re.compile("kh(?=[^aeiou])")
_KH_ALONE = re.compile("kh")


def compared_names(one: str, other: str) -> ComparedNames:
    """How alike two names are, whichever stands first."""
    return compared_sounds(sounds_of(one), sounds_of(other))


def compared_sounds(one: Sounds, other: Sounds) -> ComparedNames:
    """The same for names whose sounds are known already: one name is held against many."""
    mine, theirs = map(list, sorted((one, other)))
    agreed = _take_equal(mine, theirs)
    if mine and theirs:
        mine, theirs = _with_joined(mine, theirs), _with_joined(theirs, mine)
        agreed += _take_equal(mine, theirs) + _take_pairs(mine, theirs, _is_spelling)
    has_initials = _take_initials(mine, theirs) + _take_initials(theirs, mine) > 0
    ended = _take_pairs(mine, theirs, _is_ending)
    slipped = _take_pairs(mine, theirs, _is_slip, most=1)
    agreed += ended + slipped
    if not agreed or (mine and theirs):
        return _UNLIKE
    is_frequent = len(agreed) == 1 or _frequent().issuperset(map(_with_h, agreed))
    if slipped:
        return ComparedNames(NameLikeness.SLIP, is_frequent)
    is_shortened = has_initials or bool(ended or mine or theirs)
    return ComparedNames(NameLikeness.SHORTENED if is_shortened else NameLikeness.SAME, is_frequent)


def sounds_of(name: str) -> Sounds:
    """The words of a name without titles and alias, each as it sounds."""
    plain = _ALIAS.split(name, maxsplit=1)[0].partition(",")[0]
    words = list(name_words(plain) or name_words(name))[:MOST_WORDS]
    while len(words) > 1 and words[0] in _TITLES:
        del words[0]
    for many in (1, 2, 3):  # S.H. are two words, S.Pd.I. are three; one word St. is Siti
        if len(words) > many + 1 and "".join(words[-many:]) in _DEGREES and words[-1] != "st":
            del words[-many:]
    if len(words) > 1 and words[0] == "m":
        words[0] = "muhammad"
    bare = [word for word in words if word not in _BETWEEN]
    return tuple(map(_sound, bare or words))


@functools.lru_cache(maxsize=16384)
def _sound(word: str) -> str:
    sound = sound_of(word)
    if len(word) <= _SHORT_CHARS:
        return sound if len(sound) > _SHORT_CHARS else word  # Moh. is Muhammad; AAK and AAQ are two
    if _HAS_SPELLING.search(sound):
        for spelling, sounds_like in _SPELLINGS:
            sound = spelling.sub(sounds_like, sound)
    return sound


@functools.cache
def _frequent() -> frozenset[str]:
    return frozenset(_with_h(_sound(word)) for word in _words(_FREQUENT))


def _with_h(word: str) -> str:
    return word.replace(_KH, "h")


def _with_joined(words: Sequence[str], others: Sequence[str]) -> list[str]:
    """The words, two as one where the other name has them as one: Nur Aini, Nuraini."""
    joined = list(words)
    for place in range(len(joined) - 2, -1, -1):
        one, next_one = joined[place], joined[place + 1]
        if len(one) == 1 or len(next_one) == 1:
            continue  # an initial is no part of a word
        if any(other[0] == one[0] and other[-1] == next_one[-1] for other in others):
            whole = _sound(one + next_one)
            if whole in others:
                joined[place : place + 2] = [whole]
    return joined


def _take_equal(mine: list[str], theirs: list[str]) -> list[str]:
    """Take out the words that both have."""
    equal = []
    for word in list(mine):
        if word in theirs:
            mine.remove(word)
            theirs.remove(word)
            equal.append(word)
    return equal


def _take_initials(mine: list[str], theirs: list[str]) -> int:
    """Take out initials and the words that they may stand for; their number."""
    many = 0
    for initial in [word for word in mine if len(word) == 1]:
        meant = next((word for word in theirs if word.startswith(initial)), None)
        if meant is not None:
            mine.remove(initial)
            theirs.remove(meant)
            many += 1
    return many


def _take_pairs(
    mine: list[str], theirs: list[str], is_pair: Callable[[str, str], bool], most: int = MOST_WORDS
) -> list[str]:
    """Take out pairs of words that may be one word; of each the one that more people bear."""
    taken: list[str] = []
    for word in list(mine):
        meant = next((other for other in theirs if is_pair(word, other)), None)
        if meant is not None and len(taken) < most:
            mine.remove(word)
            theirs.remove(meant)
            taken.append(meant if _with_h(meant) in _frequent() else word)
    return taken


def _is_spelling(one: str, other: str) -> bool:
    """Whether two words are one, in spellings that do not come down to one sound."""
    if _KH in one or _KH in other:
        return any(one.replace(_KH, sound) == other.replace(_KH, sound) for sound in "hk")
    return one[0] != other[0] and {one[0], other[0]} == {"j", "y"} and one[1:] == other[1:]  # Jusuf, Yusuf


def _is_ending(one: str, other: str) -> bool:
    """Whether only a k behind the last vowel tells two words apart: Wati and Watik, but not Ani and Anik."""
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) > _SHORT_CHARS and longer == shorter + "k" and shorter[-1] in "aeiou"


def _is_slip(one: str, other: str) -> bool:
    """Whether a hand may have meant the same word: names in a family differ in the first or the last letter."""
    shorter = min(len(one), len(other))
    if shorter < _SLIP_FROM_CHARS or one[0] != other[0] or one[-1] != other[-1]:
        return False
    from rapidfuzz.distance import OSA  # loaded with the first comparison

    most = 2 if shorter >= _TWO_SLIPS_FROM_CHARS else 1
    return OSA.distance(one, other, score_cutoff=most) <= most
