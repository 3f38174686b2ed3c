"""``posko purge``: local copies whose days are over, counted or wiped."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from app.desk.purging import due_copies, purge_copies
from app.headless.answer import Answer, Json
from app.headless.opening import desk_for
from core.sentences import sentence


def purge(arguments: argparse.Namespace) -> Answer:
    """Wipe what is past its time; with ``--dry-run`` only say how much that is, beside the window.

    ``due`` is what is past its time when the command ends.
    """
    with desk_for(arguments, is_read_only=arguments.dry_run) as desk:
        purged = 0 if arguments.dry_run else purge_copies(desk)
        due = due_copies(desk)
    document: dict[str, Json] = {"due": sum(due.values()), "by_programme": dict(due), "purged": purged}
    return Answer(document, _lines(due, purged, is_dry_run=arguments.dry_run))


def _lines(due: Mapping[str, int], purged: int, *, is_dry_run: bool) -> tuple[str, ...]:
    listed = tuple(f"{code}: {many}" for code, many in sorted(due.items()))
    if is_dry_run:
        return (sentence("COPIES_DUE", {"count": sum(due.values())}), *listed)
    return (sentence("COPIES_PURGED", {"count": purged}), *listed)
