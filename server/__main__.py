"""``posko-server``: reads the arguments, does the command, and turns every trouble into a sentence and an exit code."""

from __future__ import annotations

import json
import logging
import os
import sys
import traceback
from collections.abc import Sequence

from core.errors import Kind, Trouble
from core.findings import Fact
from core.sentences import sentence
from server.arguments import parser
from server.codes import ServerCode
from server.commands import leave_stdout, run_command, say

log = logging.getLogger("posko.server")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    _open_closed_streams()
    words = list(sys.argv[1:] if argv is None else argv)
    is_json = "--json" in words
    try:
        return run_command(parser().parse_args(words))
    except SystemExit as end:  # help was printed
        return end.code if isinstance(end.code, int) else Kind.USAGE.value
    except Trouble as trouble:
        return _tell(trouble.code, trouble.kind.value, trouble.facts, is_json=is_json)
    except BrokenPipeError:  # the reader has had enough
        leave_stdout()
        return Kind.WORLD.value
    except KeyboardInterrupt:
        return Kind.WORLD.value
    except Exception as error:
        # the place, not the text: it may hold a person's data
        place = traceback.extract_tb(error.__traceback__)[-1]
        log.error("bug: %s in %s, line %s", type(error).__name__, place.name, place.lineno)  # noqa: TRY400 - no trace
        return _tell(ServerCode.BUG, Kind.WORLD.value, {}, is_json=is_json)


def _open_closed_streams() -> None:
    """Started with stdout or stderr closed, Python has none at all; a server must not stumble over that."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - for the whole run


def _tell(code: str, exit_code: int, facts: dict[str, Fact], *, is_json: bool) -> int:
    text = sentence(code, facts)
    if is_json and code != ServerCode.ANSWER_UNWRITABLE:
        try:
            say(json.dumps({"error": {"code": code, "message": text}}, ensure_ascii=False))
        except Trouble as trouble:
            return _tell(trouble.code, trouble.kind.value, trouble.facts, is_json=False)
        except BrokenPipeError:
            return Kind.WORLD.value
    sys.stderr.write(f"{text}\n")
    return exit_code


if __name__ == "__main__":
    sys.exit(main())
