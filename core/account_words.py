"""How the words of a help with e-mail are said: the end of their codes in ``core.sentences``."""

from __future__ import annotations

import enum

OTHER = "OTHER"


def spoken(word: str, words: type[enum.StrEnum]) -> str:
    """A word as it stands at the end of its code; one of a newer program, or none, is another one.

    ``sentence(f"ACCOUNT_RESULT_{spoken(account.result, Result)}")``.
    """
    return word.upper() if word in set(words) else OTHER
