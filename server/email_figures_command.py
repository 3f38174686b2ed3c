"""``posko-server email-figures``: what help with e-mail came to at every post; nobody's name or address is shown."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from datetime import date

from core.account_figures import account_figures, figures_by_day, figures_document, figures_facts
from core.errors import unusable
from core.sentences import sentence
from server.config import Settings
from server.office.email_figures import help_rows
from server.store.database import Store

_MINUTE_S = 60


def email_figures_command(arguments: argparse.Namespace, files: Settings, say: Callable[[str], None]) -> int:
    """Count and answer. Raises: Trouble."""
    first, last = _day(arguments.since, date.min), _day(arguments.until, date.max)
    store = Store.open(files.database, may_create=False)
    try:
        by_post = help_rows(store, first, last, arguments.post)
    finally:
        store.close()
    every = tuple(row for rows in by_post.values() for row in rows)
    if arguments.is_json:
        posts = {post: figures_document(account_figures(rows)) for post, rows in by_post.items()}
        days = {on.isoformat(): figures_document(one) for on, one in figures_by_day(every).items()}
        say(json.dumps({**figures_document(account_figures(every)), "posts": posts, "days": days}))
        return 0
    for post, rows in by_post.items():
        say(f"{post}  {sentence('ACCOUNT_FIGURES', figures_facts(account_figures(rows)))}")
    whole = account_figures(every)
    say(sentence("ACCOUNT_FIGURES", figures_facts(whole)))
    if whole.worked:
        minutes = -(-whole.worked.median_s // _MINUTE_S)
        say(sentence("ACCOUNT_FIGURES_TIME", {"minutes": minutes, "count": whole.worked.measured}))
    return 0


def _day(text: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(text) if text else otherwise
    except ValueError as error:
        raise unusable("ON_NOT_A_DAY", on=text[:40]) from error
