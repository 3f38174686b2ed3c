"""What was seen of the papers that a programme wants, and what a visit still lacks: for slips and for lists."""

from __future__ import annotations

from core.eligibility import EligibilityCode
from core.programme import Programme
from core.wire.records import RegisteredBody


def papers_seen(body: RegisteredBody, programme: Programme) -> tuple[str, ...]:
    """Labels of the papers that were seen."""
    return tuple(paper.label for paper in programme.papers if paper.code in body.documents)


def missing(body: RegisteredBody, programme: Programme) -> tuple[str, ...]:
    """Labels of papers, data and answers that are still missing, each once."""
    codes: set[str] = {EligibilityCode.PAPER_MISSING, EligibilityCode.ANSWER_MISSING}
    codes |= {datum.code for datum in programme.data if not datum.is_task}
    labels = (one.facts.get("label") or one.facts.get("question", "") for one in body.findings if one.code in codes)
    return tuple(dict.fromkeys(label for label in labels if label))
