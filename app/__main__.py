"""``posko`` and ``python -m app``: run a command, never show a traceback."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from app.cli import answer_to, say, wants_json
from app.headless.answer import DONE, Answer, of_trouble
from core.errors import Trouble


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        answer = _answer(words)
    except SystemExit:
        return DONE  # help was asked for, and given
    return say(answer, as_json=wants_json(words))


def _answer(words: Sequence[str]) -> Answer:
    try:
        return answer_to(words)
    except KeyboardInterrupt:
        return of_trouble(Trouble("INTERRUPTED"))
    except Exception as error:
        from app.logs import note_bug

        note_bug(error)
        return of_trouble(Trouble("PROGRAM_BUG"))


if __name__ == "__main__":
    sys.exit(main())
