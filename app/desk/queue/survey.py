"""The survey of satisfaction: nine answers of somebody whom nobody knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.changes import Changes
from app.desk.context import Desk
from app.desk.queue.acts import TOUCHED, keep_queue_act
from app.models import visits as rows
from core.tickets import Service
from core.visits import SurveyAnswer, are_answers
from core.wire.events import Kind
from core.wire.records import SurveyAnsweredBody


@dataclass(frozen=True, slots=True)
class SurveyAnswered:
    """The answers are kept."""

    changes: Changes = TOUCHED


def answer_survey(desk: Desk, on: date, service: Service, answers: tuple[int, ...]) -> SurveyAnswered:
    """Keep the answers of one person, 1 to 4 each; neither number nor name is asked for."""
    if not are_answers(answers):
        raise ValueError(answers)
    body = SurveyAnsweredBody(on.isoformat(), service.value, answers)
    desk.store.write(lambda: keep_queue_act(desk, Kind.SURVEY_ANSWERED, body))
    return SurveyAnswered()


def survey_answers(desk: Desk, since: date, until: date) -> tuple[SurveyAnswer, ...]:
    """What was answered on these business dates, at every desk that this one has heard of."""
    return desk.store.run(lambda: rows.survey_answers(since, until))
