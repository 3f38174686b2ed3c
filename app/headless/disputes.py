"""``posko settle``: which of the texts that two desks gave one field is right."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import assert_never

from app.desk.context import PostWords
from app.desk.disputes import DisputeSettled, settle_dispute_by_text, shown_texts, written
from app.desk.lookup import find_one
from app.desk.refusal import Refused
from app.headless.answer import NOT_ALL_GRANTED, Answer, Json, fact_json
from app.headless.opening import desk_for
from core.clock import from_ms
from core.disputes import NUMBER, Claim, Dispute
from core.registered import KeptRegistration
from core.sentences import FIELD_LABELS, PAPER_WORDS, sentence
from core.wire.records import Answer as Given


def settle(arguments: argparse.Namespace) -> Answer:
    """Settle one dispute; a coordinator's doing."""
    with desk_for(arguments) as desk:
        kept = find_one(desk, arguments.ref)
        settled = settle_dispute_by_text(desk, kept.uid, arguments.field, arguments.value, arguments.reason)
    match settled:
        case DisputeSettled():
            said = sentence("DISPUTE_SETTLED", {"field": _label(arguments.field)})
            return Answer(_document(settled.kept), (said, *dispute_lines(settled.kept, desk.words)))
        case Refused():
            said = sentence(settled.code, settled.facts)
            refusal: dict[str, Json] = {
                "code": settled.code.value,
                "message": said,
                "facts": {name: fact_json(fact) for name, fact in settled.facts.items()},
            }
            return Answer(
                {**_document(kept), "refused": refusal}, (said, *dispute_lines(kept, desk.words)), NOT_ALL_GRANTED
            )
        case _:
            assert_never(settled)


def _document(kept: KeptRegistration) -> dict[str, Json]:
    return {
        "uid": str(kept.uid),
        "registration_no": kept.registration_no or None,
        "outcome": kept.body.outcome,
        "status": kept.status,
        "disputes": [dispute_json(one) for one in kept.disputes],
    }


def dispute_json(dispute: Dispute) -> Json:
    """A dispute as an answer shows it: numbers masked, what the registration shows last."""
    return {
        "field": dispute.field,
        "claims": [
            {"text": written(text), "officer_name": claim.officer_name, "at": _instant(claim.at_ms)}
            for claim, text in shown_texts(dispute)
        ],
    }


def dispute_lines(kept: KeptRegistration, post: PostWords) -> Iterator[str]:
    """The open disputes of a registration, a line each; times as the clock on the post's wall shows them."""
    for dispute in kept.disputes:
        texts = tuple(_line(claim, text, post) for claim, text in shown_texts(dispute))
        yield "  ! " + sentence("DISPUTE_OPEN", {"field": _label(dispute.field), "texts": texts})


def _line(claim: Claim, text: Given, post: PostWords) -> str:
    at = f"{post.local(from_ms(claim.at_ms)):%d-%m-%Y %H.%M} {post.zone}"
    return f"{written(text)} ({claim.officer_name}, {at})"


def _label(field: str) -> str:
    if field == NUMBER:
        return PAPER_WORDS[NUMBER]
    return FIELD_LABELS.get(field, field.removeprefix("answers."))


def _instant(at_ms: int) -> str:
    return from_ms(at_ms).isoformat(timespec="seconds").replace("+00:00", "Z")
