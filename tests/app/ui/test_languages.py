"""Every gate, screen and overlay in every language: no word is forgotten, none is cut, at any size."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bundled import mail_rules, programme, programme_codes
from app.ui.overlays.about import WORKS
from app.ui.theme import Look
from tests.kit.everywhere import USUAL_SIZE, Setting, every_view
from tests.kit.looking import cuts_of, words_of
from tests.kit.window import TRAINING, dress

pytestmark = pytest.mark.slow

BRACKETS = re.compile(r"\[[^\[\]]*\]")
"""A text of the pseudo-language, innermost first."""

WORD = re.compile(r"[^\W\d_]{2,}[\w-]*")

ADDRESS = re.compile(r"\S*@\S+")
"""An e-mail address, or the end of one."""

NAMES_OF_KEYS = "Return Esc Ctrl Alt Shift Tab Space Down Left Right Del"
NAMES_OF_PLACES = """
    Aceh Bali Bangka Banten Barat Belitung Bengkulu Daerah Daya Gorontalo Gubeng Ibukota Istimewa Jakarta Jambi Jawa
    Kalimantan Kepulauan Khusus Kota Lampung Maluku Mojo Nusa Papua Pegunungan Riau Selatan Sulawesi Sumatera Surabaya
    Tengah Tenggara Timur Utara Yogyakarta
"""
TYPED = "Contoh contoh id siti1 budi2 menjahit Jl Contoh Dinas Rina Setyowati"
DATES = "Agustus April Senin"
PROPER = "Posko Bahasa Indonesia English Kartu Pra Kerja Gmail Outlook Yahoo"
"""The program's own name, languages in their own words, and a programme's official name."""

DATA = frozenset(
    f"{NAMES_OF_KEYS} {NAMES_OF_PLACES} {TYPED} {DATES} {PROPER} {TRAINING.agency}".split()
    + WORD.findall(" ".join(f"{name} {licence}" for name, _purpose, licence in WORKS))
    + WORD.findall(" ".join(mail_rules().names.spelling.values()))
)
"""What is no word of the window: it stands there as it was typed, printed on a key cap, given a name or spelled."""


@pytest.fixture(autouse=True)
def indonesian_again(qapp: QApplication) -> object:
    """The next test finds the usual look and language."""
    yield
    dress(qapp)


def seen(qtbot: QtBot, folder: Path, setting: Setting) -> Mapping[str, Sequence[str]]:
    """Every view with the words that stand there."""
    return {view.name: tuple(words_of(view.root)) for view in every_view(qtbot, folder, setting)}


ANSWERS = frozenset(
    choice.label for code in programme_codes() for question in programme(code).questions for choice in question.choices
)
"""What somebody may answer by choosing, as the programmes' files say it."""


def plain_words(text: str) -> set[str]:
    """What is left of a text when everything in the pseudo-language is taken away; words in capitals are data."""
    left = ADDRESS.sub(" ", text)
    left += "]" * (left.count("[") - left.count("]"))  # what was cut with an ellipsis has lost its end
    while BRACKETS.search(left):
        left = BRACKETS.sub(" ", left)
    return {word for word in WORD.findall(left) if word != word.upper()}


def test_in_the_pseudo_language_no_word_is_plain(qtbot: QtBot, tmp_path: Path) -> None:
    folder = str(tmp_path)
    plain = {
        (view, text)
        for view, texts in seen(qtbot, tmp_path, Setting("pseudo")).items()
        for text in texts
        if plain_words(text.replace(folder, "")) - DATA - {"meja", "baru"} and not is_for_the_other_site(view, text)
    }
    assert plain == set()


def test_in_english_every_place_opens_and_no_indonesian_is_left(qtbot: QtBot, tmp_path: Path) -> None:
    little_words = {"tidak", "yang", "dan", "belum", "untuk", "sudah", "dari", "atau", "ini", "itu", "lagi"}
    left = {
        (view, text)
        for view, texts in seen(qtbot, tmp_path, Setting("en")).items()
        for text in texts
        if little_words & set(re.findall("[a-z]+", text)) and not is_consent(text)
    }
    assert left == set()


def is_for_the_other_site(view: str, text: str) -> bool:
    """Whether it is what the officer copies: the other site asks in Indonesian, whatever the window speaks."""
    return view.startswith("worklist") and text.rpartition(": ")[2] in ANSWERS


def is_consent(text: str) -> bool:
    """Whether it is what the applicant agrees to: official words, the same in every language."""
    return text.startswith("\u201c")


@pytest.mark.parametrize(
    "setting",
    [
        Setting("id"),
        Setting("en"),
        Setting("pseudo"),
        Setting("id", Look(percent=150), USUAL_SIZE),
        Setting("id", size=(1093, 614)),
        Setting("id", size=(900, 480)),
        Setting("en", size=(900, 480)),
    ],
    ids=["id", "en", "pseudo", "text 150 %", "screen at 125 %", "screen at 150 %", "en at 150 %"],
)
def test_nothing_is_cut_or_out_of_reach(qtbot: QtBot, tmp_path: Path, setting: Setting) -> None:
    cut = {view.name: tuple(cuts_of(view.root)) for view in every_view(qtbot, tmp_path, setting)}
    assert {view: cuts for view, cuts in cut.items() if cuts} == {}
