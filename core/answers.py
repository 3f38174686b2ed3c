"""Answers to a programme's questions as typed: amounts, counts and days become values, or a finding says why not."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from datetime import date
from typing import assert_never

from core.dates import check_date
from core.findings import Checked, Finding, Weight, block, warn
from core.programme import Programme, Question, QuestionKind
from core.typed_text import MAX_CHARS, is_digits, tidy
from core.wire.records import Answer

MOST_RP = 10**12
"""More rupiah than any wage or contribution."""

LEAST_LIKELY_RP = 100_000
"""A smaller amount a month is more likely one in thousands: ``4500`` for 4.500.000."""

MOST_COUNT = 99
"""More children or recipients than any family has."""

_YEARS_AHEAD = 5
"""A contract may begin later than today, but not much."""

_MONEY = re.compile(
    r"(?:rp\.? ?)?(?P<whole>[0-9]{1,15}|[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,3}(?:,[0-9]{3}){2,})(?:,(?:00|0|-)|\.-|,-)?"
)
_ROUGH = re.compile(r"(?:rp\.? ?)?(?P<whole>[0-9]{1,6})(?:[.,](?P<part>[0-9]{1,3}))? ?(?P<unit>juta|jt|ribu|rb)")
_UNITS = {"juta": 1_000_000, "jt": 1_000_000, "ribu": 1000, "rb": 1000}
_COUNT = re.compile(r"(?P<number>[0-9]{1,3})(?: ?(?:orang|anak|jiwa|penerima|jam|tahun))?")
_NOBODY = frozenset({"nol", "tidak ada", "tidak punya", "belum ada"})


class AnswerCode(enum.StrEnum):
    """Findings about a typed answer."""

    AMOUNT_UNREADABLE = "AMOUNT_UNREADABLE"
    AMOUNT_UNLIKELY = "AMOUNT_UNLIKELY"
    COUNT_UNREADABLE = "COUNT_UNREADABLE"
    DAY_UNREADABLE = "DAY_UNREADABLE"


def read_answers(
    programme: Programme, answers: Mapping[str, Answer], on: date
) -> tuple[dict[str, Answer], tuple[Finding, ...]]:
    """The answers with every typed amount, count and day as a value; what cannot be read stays as it was typed."""
    read = dict(answers)
    findings: list[Finding] = []
    for question in programme.questions:
        answer = answers.get(question.name)
        if isinstance(answer, str) and answer.strip():
            checked = read_answer(question, answer, on)
            findings += checked.findings
            if checked.value is not None:
                read[question.name] = checked.value
    return read, tuple(findings)


def read_answer(question: Question, text: str, on: date) -> Checked[Answer]:
    """One typed answer as the question wants it."""
    field = f"answers.{question.name}"
    match question.kind:
        case QuestionKind.AMOUNT:
            return _amount(text, field, question.label)
        case QuestionKind.COUNT:
            return _count(text, field, question.label)
        case QuestionKind.DATE:
            return _day(text, field, question.label, on)
        case QuestionKind.CHOICE | QuestionKind.YES_NO | QuestionKind.TEXT:
            return Checked(text)
        case _:
            assert_never(question.kind)


def _amount(text: str, field: str, label: str) -> Checked[Answer]:
    amount = _rupiah(tidy(text[:MAX_CHARS]).lower())
    if amount is None or amount > MOST_RP:
        return Checked(None, (block(field, AnswerCode.AMOUNT_UNREADABLE, question=label),))
    if 0 < amount < LEAST_LIKELY_RP:
        return Checked(amount, (warn(field, AnswerCode.AMOUNT_UNLIKELY, question=label, amount_rp=amount),))
    return Checked(amount)


def _rupiah(plain: str) -> int | None:
    """``Rp 4.500.000,00`` and ``4,5 juta``; ``4,500`` is neither in Indonesian and nobody guesses."""
    exact = _MONEY.fullmatch(plain)
    if exact:
        return int(exact["whole"].replace(".", "").replace(",", ""))
    rough = _ROUGH.fullmatch(plain)
    if rough is None:
        return None
    part = rough["part"] or ""
    thousandths = int(rough["whole"] + part.ljust(3, "0"))
    return thousandths * _UNITS[rough["unit"]] // 1000


def _count(text: str, field: str, label: str) -> Checked[Answer]:
    plain = tidy(text[:MAX_CHARS]).lower()
    number = _COUNT.fullmatch(plain)
    count = 0 if plain in _NOBODY else int(number["number"]) if number else None
    if count is None or count > MOST_COUNT:
        return Checked(None, (block(field, AnswerCode.COUNT_UNREADABLE, question=label),))
    return Checked(count)


def _day(text: str, field: str, label: str, on: date) -> Checked[Answer]:
    ahead = date(on.year + _YEARS_AHEAD, 12, 31)
    checked = check_date(text, on=ahead, field=field)
    if checked.value is None or checked.weight is Weight.BLOCK:
        return Checked(None, (block(field, AnswerCode.DAY_UNREADABLE, question=label),))
    return Checked(checked.value.isoformat())


def answer_problem(question: Question, answer: Answer) -> bool:
    """Whether an answer cannot be one of this question's."""
    if answer is None or answer == "":
        return False
    match question.kind:
        case QuestionKind.CHOICE:
            return answer not in {choice.code for choice in question.choices}
        case QuestionKind.YES_NO:
            return not isinstance(answer, bool)
        case QuestionKind.TEXT:
            return not isinstance(answer, str)
        case QuestionKind.DATE:
            return not isinstance(answer, str) or not is_day(answer)
        case QuestionKind.AMOUNT | QuestionKind.COUNT:
            return isinstance(answer, bool) or not isinstance(answer, int) or answer < 0
        case _:
            assert_never(question.kind)


def is_day(text: str) -> bool:
    """Whether a text is an ISO day."""
    return day_of(text) is not None


def day_of(answer: Answer) -> date | None:
    """The day that an answer names as ISO text."""
    if not isinstance(answer, str) or len(answer) != len("2020-04-13") or not is_digits(answer.replace("-", "")):
        return None
    try:
        return date.fromisoformat(answer)
    except ValueError:
        return None
