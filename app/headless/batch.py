"""``posko batch``: the batches of a programme in figures, and taking those who wait into the one that is open."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import assert_never

from app.desk.batches import CarriedOver, batch_board, carry_over
from app.desk.business_day import business_day, open_other_day
from app.desk.refusal import Refused
from app.headless.answer import NOT_ALL_GRANTED, Answer, Json, fact_json
from app.headless.opening import desk_for
from app.headless.stage import day_of
from core.batches import BatchBoard, BatchCount
from core.programme import Programme
from core.sentences import sentence


def batch(arguments: argparse.Namespace) -> Answer:
    """Say how the batches stand, beside the window; or carry over who waits, and then say it."""
    with desk_for(arguments, is_read_only=not arguments.carry_over) as desk:
        programme = desk.programme_of(arguments.programme)
        on = day_of(arguments.on) if arguments.on else business_day(desk)
        if not arguments.carry_over:
            board = batch_board(desk, programme, on)
            return Answer(_board(board), tuple(_lines(board)))
        answer = carry_over(desk, programme, open_other_day(desk, on, arguments.reason))
    return _carried(programme, answer)


def _carried(programme: Programme, answer: CarriedOver | Refused) -> Answer:
    match answer:
        case CarriedOver():
            count, left = len(answer.joined), answer.still_waiting
            said = sentence("BATCH_CARRIED", {"count": count, "batch": answer.batch.label, "left": left})
            joined: list[Json] = [str(uid) for uid in answer.joined]
            return Answer({"batch": answer.batch.number, "joined": joined, "still_waiting": left}, (said,))
        case Refused():
            said = sentence(answer.code, answer.facts)
            facts = {name: fact_json(fact) for name, fact in answer.facts.items()}
            refusal: dict[str, Json] = {"code": answer.code.value, "message": said, "facts": facts}
            return Answer({"programme": programme.code, "refused": refusal}, (said,), NOT_ALL_GRANTED)
        case _:
            assert_never(answer)


def _board(board: BatchBoard) -> dict[str, Json]:
    return {
        "programme": board.programme,
        "on": board.on.isoformat(),
        "open": board.open.number if board.open else None,
        "upcoming": board.upcoming.number if board.upcoming else None,
        "batches": [_count(one) for one in board.batches],
        "waiting": board.waiting_total,
        "waiting_by_group": dict(board.waiting),
        "missing": board.missing,
        "incomplete": board.incomplete,
    }


def _count(one: BatchCount) -> Json:
    return {
        "batch": one.batch.number,
        "label": one.batch.label,
        "members": one.members,
        "by_group": dict(one.by_group),
        "by_stage": dict(one.by_stage),
        "quota": one.batch.quota,
        "quota_left": one.quota_left,
    }


def _lines(board: BatchBoard) -> Iterator[str]:
    yield _headline(board)
    for one in board.batches:
        yield sentence("BATCH_MEMBERS", {"batch": one.batch.label, "count": one.members})
    yield sentence("BATCH_WAITING", {"count": board.waiting_total, "missing": board.missing})
    yield sentence("BATCH_HERE_ONLY")


def _headline(board: BatchBoard) -> str:
    if board.open is not None:
        return sentence("BATCH_OPEN", {"batch": board.open.label})
    if board.upcoming is not None and board.upcoming.since is not None:
        return sentence("BATCH_UPCOMING", {"batch": board.upcoming.label, "since": board.upcoming.since})
    return sentence("BATCH_NONE_KNOWN")
