"""Translates the sentences of ``core.sentences`` and the window's own words; numbers and days in the reader's form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

import resources
from app.ui.pseudo import PseudoTranslator
from core.findings import Fact
from core.sentences import FIELD_LABELS, filled, source_text

LANGUAGES = ("id", "en")
_DAY_FORMAT = "dd-MM-yyyy"


def tr(text: str) -> str:
    """A word of the window in the chosen language; places are filled afterwards."""
    return QCoreApplication.translate("window", text)


def mark(text: str) -> str:
    """Mark a word of the window for translation where a table is written, before any language is chosen."""
    return text


def say(code: str, facts: Mapping[str, Fact] | None = None) -> str:
    """The sentence of a code in the chosen language."""
    return filled(QCoreApplication.translate("sentences", source_text(code)), facts or {}, _word)


def field_label(name: str) -> str:
    """What a field of the form is called."""
    return _sentence(FIELD_LABELS.get(name.partition(".")[0], name))


def of_programme(text: str) -> str:
    """A label of a programme's file in the chosen language; official words without a translation stay."""
    return QCoreApplication.translate("programme", text)


def told(text: str, english: str) -> str:
    """A text of a data file that brings its English along."""
    if QLocale().language() is QLocale.Language.English:
        return english
    return of_programme(text)


def _sentence(text: str) -> str:
    return QCoreApplication.translate("sentences", text)


def _word(text: str) -> str:
    """A fact that is words itself: of the house, or else of a programme."""
    said = _sentence(text)
    return said if said != text else of_programme(text)


def day_text(on: date) -> str:
    """17-08-1990."""
    return f"{on:%d-%m-%Y}"


def long_day_text(on: date) -> str:
    """Senin, 16 November 2026."""
    return QLocale().toString(on, "dddd, d MMMM yyyy")  # type: ignore[call-overload,no-any-return]  # a date is a QDate


def long_date_text(on: date) -> str:
    """15 Agustus 1990."""
    return QLocale().toString(on, "d MMMM yyyy")  # type: ignore[call-overload,no-any-return]  # a date is a QDate


def number_text(number: int) -> str:
    """1.250."""
    return QLocale().toString(number)


def rupiah_text(amount: int) -> str:
    """Rp4.500.000, in every language, as in the sentences."""
    return f"Rp{amount:,}".replace(",", ".")


class Language:
    """The translators that are installed at the moment."""

    def __init__(self) -> None:
        self._installed: list[QTranslator] = []

    def speak(self, name: str) -> None:
        """Change to ``id``, ``en`` or ``pseudo``; what is on the screen keeps its words until it is built anew."""
        application = QCoreApplication.instance()
        if application is None:
            raise RuntimeError("there is no application yet")
        for translator in self._installed:
            application.removeTranslator(translator)
        self._installed = _translators(name)
        for translator in self._installed:
            application.installTranslator(translator)
        country = QLocale.Country.UnitedKingdom if name == "en" else QLocale.Country.Indonesia
        language = QLocale.Language.English if name == "en" else QLocale.Language.Indonesian
        QLocale.setDefault(QLocale(language, country))


def _translators(name: str) -> list[QTranslator]:
    if name == "pseudo":
        return [PseudoTranslator()]
    translator = QTranslator()
    file = "posko_en.qm" if name == "en" else "qt_id.qm"
    if not translator.load(str(resources.path("i18n", file))):
        raise FileNotFoundError(file)
    return [translator]


def untranslated(texts: Iterable[str]) -> Iterator[str]:
    """Those sentences for which the bundled English has no words; needs no application and no screen.

    Raises: FileNotFoundError if the bundle has no English at all.
    """
    [english] = _translators("en")
    return (text for text in texts if not english.translate("sentences", text))
