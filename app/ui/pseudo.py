"""A language for tests: every text 40 % longer and accented, so that what does not fit or was forgotten is seen."""

from __future__ import annotations

import re

from PySide6.QtCore import QObject, QTranslator

_ACCENTS = str.maketrans("aeioubdnstAEIOUBDNST", "àéîôûƀđñšţÀÉÎÔÛƁĐÑŠŢ")
_PLACES = re.compile(r"(\{[^}]*\})")
LONGER = 0.4


class PseudoTranslator(QTranslator):
    """Answers every text with a longer one whose places are left alone."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)

    def isEmpty(self) -> bool:  # noqa: N802 - the toolkit's name
        """Never empty: an empty translator is not asked."""
        return False

    def translate(self, context: str, source_text: str, disambiguation: str | None = None, n: int = -1) -> str:
        """The text, accented and padded."""
        del context, disambiguation, n
        return pseudo(source_text)


def pseudo(text: str) -> str:
    """``Simpan`` -> ``[Šîmpàñ~~~]``."""
    parts = _PLACES.split(text)
    accented = "".join(part if part.startswith("{") else part.translate(_ACCENTS) for part in parts)
    return f"[{accented}{'~' * max(1, round(len(text) * LONGER))}]"
