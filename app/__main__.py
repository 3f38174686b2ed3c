"""``posko`` and ``python -m app``: run a command, never show a traceback."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence

from app.headless.answer import TROUBLE


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    from app.cli import run  # after the imports above have proved that Python itself works

    try:
        return run(sys.argv[1:] if argv is None else argv)
    except KeyboardInterrupt:
        return TROUBLE
    except BrokenPipeError:
        # whoever read our answer has left; there is nobody to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return TROUBLE
    except Exception:
        logging.getLogger(__name__).exception("bug")
        from core.sentences import sentence

        print(sentence("PROGRAM_BUG"), file=sys.stderr)
        return TROUBLE


if __name__ == "__main__":
    sys.exit(main())
