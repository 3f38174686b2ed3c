"""``posko`` and ``python -m app``: run a command, never show a traceback.

What it needs is imported where it is needed, so that Ctrl+C during the start is answered like any other.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.headless.answer import Answer


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        answer = _answer(words)
    except SystemExit:
        return 0  # help was asked for, and given
    from app.cli import say, wants_json
    from app.headless.answer import TROUBLE

    try:
        return say(answer, as_json=wants_json(words))
    except KeyboardInterrupt:
        return TROUBLE  # in the middle of the answer: there is nothing that could be said beside it


def _answer(words: Sequence[str]) -> Answer:
    try:
        if not words:
            from app.launch import open_window

            return open_window()
        from app.cli import answer_to

        return answer_to(words)
    except KeyboardInterrupt:
        code = "INTERRUPTED"
    except Exception as error:
        from app.logs import note_bug

        note_bug(error)
        code = "PROGRAM_BUG"
    from app.headless.answer import of_trouble
    from core.errors import Trouble

    return of_trouble(Trouble(code))


if __name__ == "__main__":
    sys.exit(main())
