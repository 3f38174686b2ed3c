"""What people ask for who do not register: checks, complaints, calls, with their results; answers to the survey."""

from __future__ import annotations

import enum
import uuid
from dataclasses import dataclass, field
from datetime import date

MOST_NOTE = 500

QUESTIONS = 9
"""Elements of the survey of satisfaction [PermenPANRB 14/2017]."""
LOWEST_ANSWER, HIGHEST_ANSWER = 1, 4


class Asked(enum.StrEnum):
    """What somebody came or called for."""

    STATUS_CHECK = "status_check"
    COMPLAINT = "complaint"
    RECEIVED_BEFORE = "received_before"
    """Received last year and not this year."""
    PHONE_HELP = "phone_help"
    """Helps somebody at home over the telephone."""


class Result(enum.StrEnum):
    """What came of it."""

    ANSWERED = "answered"
    HELPED = "helped"
    FORWARDED = "forwarded"
    COME_BACK = "come_back"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class NotedVisit:
    """A visit without a registration of its own.

    Args:
        asked, result: words of :class:`Asked` and :class:`Result`, or of a newer program.
        about: the registration that was asked about.
        ticket: the number by which the person was called.
    """

    uid: uuid.UUID
    on: date
    at_ms: int
    asked: str
    result: str
    note: str = field(repr=False)
    about: uuid.UUID | None
    ticket: uuid.UUID | None
    officer_name: str


@dataclass(frozen=True, slots=True)
class SurveyAnswer:
    """What one person answered to the nine questions, 1 to 4 each; nobody knows who."""

    on: date
    service: str
    answers: tuple[int, ...]


def are_answers(answers: tuple[int, ...]) -> bool:
    """Whether these can be somebody's answers."""
    return len(answers) == QUESTIONS and all(LOWEST_ANSWER <= one <= HIGHEST_ANSWER for one in answers)
