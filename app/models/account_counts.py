"""Helps with e-mail as figures need them: what is in clear of each, by business date; nothing is opened."""

from __future__ import annotations

from datetime import date

from app.models.accounts import FEED_NO
from app.models.mailboxes import proven_between, taken_between
from app.models.statements import run
from core.account_figures import HelpRow
from core.accounts import NEED_MOVES, AccountState

_NEED_MOVES = ", ".join(f"'{move}'" for move in NEED_MOVES.values())
_NEED = f"""COALESCE((
    SELECT substr(move, {len("need_") + 1}) FROM account_move
    WHERE account_uid = account.uid AND move IN ({_NEED_MOVES})
    ORDER BY turn DESC, {FEED_NO.format(table="account_move")} DESC, stream DESC, seq DESC LIMIT 1), need)"""  # noqa: S608 - words of our own
"""What the person turned out to need, else what was said first; the order is that of ``core.accounts``."""

_BETWEEN = f"""
    SELECT uid, business_on, {_NEED}, state, road, result, reason, worked_s FROM account
    WHERE business_on BETWEEN ? AND ? GROUP BY uid ORDER BY business_on, at_ms, stream, seq"""  # noqa: S608 - as above
"""One help is one row, however many lives of a desk tell of its beginning."""


def help_rows(first_on: date, last_on: date) -> tuple[HelpRow, ...]:
    """The helps that began on these business dates, of every desk that this one has heard of."""
    since, until = first_on.isoformat(), last_on.isoformat()
    proven = {uid.bytes for uid in proven_between(since, until)}
    taken = {uid.bytes for uid in taken_between(since, until)}
    return tuple(
        HelpRow(
            on=date.fromisoformat(on),
            need=need,
            is_open=state != AccountState.ENDED,
            road=road,
            result=result,
            reason=reason,
            worked_s=worked_s,
            is_proven=uid in proven,
            is_taken=uid in taken,
        )
        for uid, on, need, state, road, result, reason, worked_s in run(_BETWEEN, since, until).fetchall()
    )
