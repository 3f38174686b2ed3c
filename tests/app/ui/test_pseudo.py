"""The language for tests: longer, accented, and still fillable."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from app.ui.pseudo import LONGER, PseudoTranslator, pseudo


@pytest.fixture
def speaking_pseudo(qapp: QApplication) -> Iterator[QApplication]:
    translator = PseudoTranslator()
    qapp.installTranslator(translator)
    yield qapp
    qapp.removeTranslator(translator)


@pytest.mark.parametrize("text", ["Ya", "Simpan & cetak", "NIK baru {length} angka. NIK harus {needed} angka."])
def test_every_text_grows_by_the_share_that_a_screen_must_bear(text: str) -> None:
    assert len(pseudo(text)) >= len(text) * (1 + LONGER)


def test_a_long_text_grows_by_words_and_can_still_wrap() -> None:
    longest_word = max(pseudo("Periksa lagi kartunya dengan pemohon sekarang juga. " * 3).split(), key=len)
    assert len(longest_word) <= 12


def test_places_and_tags_stay_as_they_are() -> None:
    assert pseudo("<b>{count}</b> menunggu").startswith("[<b>{count}</b> ")
    assert "3" in pseudo("{count} menunggu").format(count=3)


def test_texts_of_ours_are_changed_and_words_of_qt_are_not(speaking_pseudo: QApplication) -> None:
    def asked(context: str) -> str:
        return QCoreApplication.translate(context, "Cancel")

    assert asked("window") == asked("sentences") == asked("programme") == pseudo("Cancel")
    assert asked("QPlatformTheme") == "Cancel"
