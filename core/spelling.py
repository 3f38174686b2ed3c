"""An address read out sign by sign, with words that everybody knows: ``s`` as in *Susu*, a dot as *titik*."""

from __future__ import annotations

from typing import NamedTuple

from core.mail_rules import NameRules


class SpelledSign(NamedTuple):
    """A sign of an address, and the word to say with it; the sign itself where there is none."""

    sign: str
    word: str

    @property
    def is_letter(self) -> bool:
        """Whether the word only begins with it ("s seperti Susu"), instead of being its name."""
        return self.sign.isalpha()


def spelled(address: str, rules: NameRules) -> tuple[SpelledSign, ...]:
    """Every sign of an address with its word [FACTBOOK 3, 7.3]."""
    return tuple(SpelledSign(sign, rules.spelling.get(sign, sign)) for sign in address.lower())
