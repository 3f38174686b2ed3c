"""Visits without a registration: their words, and the answers to the survey."""

from __future__ import annotations

import pytest

from core.sentences import sentence
from core.visits import Asked, Result, are_answers


def test_everything_that_can_be_asked_and_come_of_it_has_its_word() -> None:
    assert all(sentence(f"VISIT_ASKED_{asked.upper()}") for asked in Asked)
    assert all(sentence(f"VISIT_RESULT_{result.upper()}") for result in Result)


@pytest.mark.parametrize(("answers", "are"), [((1,) * 9, True), ((4,) * 9, True), ((1,) * 8, False), ((5,) * 9, False)])
def test_nine_answers_from_one_to_four_are_somebodys(answers: tuple[int, ...], are: bool) -> None:
    assert are_answers(answers) is are
