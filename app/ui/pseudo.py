"""A language for tests: every text 40 % longer and accented, so that what does not fit or was forgotten is seen."""

from __future__ import annotations

import re

from PySide6.QtCore import QTranslator

OUR_CONTEXTS = frozenset({"window", "sentences", "programme"})
LONGER = 0.4

_ACCENTS = str.maketrans("aeioubdnstAEIOUBDNST", "àéîôûƀđñšţÀÉÎÔÛƁĐÑŠŢ")
_UNTOUCHABLE = re.compile(r"(\{[^}]*\}|<[^>]*>)")
"""Places, which are filled later, and tags."""

_PADDING = "~~~~~ "
"""As wordy as the text itself: one long word would never wrap."""


class PseudoTranslator(QTranslator):
    """Answers every text of ours with a longer one; Qt's own words (names of keys among them) stay as they are."""

    def isEmpty(self) -> bool:  # noqa: N802 - the toolkit's name
        """Never empty: an empty translator is not asked."""
        return False

    def translate(self, context: str, source_text: str, disambiguation: str | None = None, n: int = -1) -> str:
        """The text, accented and padded."""
        del disambiguation, n
        return pseudo(source_text) if context in OUR_CONTEXTS else source_text


def pseudo(text: str) -> str:
    """``Simpan`` -> ``[Šîmpàñ~~]``."""
    parts = _UNTOUCHABLE.split(text)
    accented = "".join(part if part[:1] in ("{", "<") else part.translate(_ACCENTS) for part in parts)
    wanted = max(1, round(len(text) * LONGER))
    padding = f" {_PADDING * wanted}"[:wanted] if " " in text else "~" * wanted
    return f"[{accented}{padding.rstrip()}]"
