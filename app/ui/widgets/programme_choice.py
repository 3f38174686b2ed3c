"""What the list of programmes asks: which may be chosen, and who is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from core.programme import Programme


@dataclass(frozen=True, slots=True)
class ProgrammeChoice:
    """What is asked.

    Args:
        title: heading, translated.
        programmes: the one used last stands first.
        take: is told the code of the one that was chosen.
        present: code of the programme that the form is for; empty = another one is wanted in any case.
    """

    title: str
    programmes: Sequence[Programme]
    take: Callable[[str], None] = field(compare=False)
    present: str = ""
