"""``posko check elig``: a person in a line of keys, counting everything that is not named as favourable.

The keys are those of the validation cases; INTERFACES and ``cases/README.md`` describe them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from core.eligibility import Judgement, Situation, judge
from core.programme import Programme, QuestionKind
from core.wire.records import Answer

FAVOURABLE_AGE = 30

_YES_NO_KEYS = {"sekolah": "in_formal_education", "pernah": "former_recipient"}
_WORD_KEYS = {"status": "employment_status", "kelompok": "excluded_group"}
_COUNT_KEYS = {"kk_penerima": "family_card_recipients"}
_FIELD_KEYS = {"nik": "nik", "kk": "family_card_no", "email": "email"}


def judge_case(programme: Programme, keys: Mapping[str, str], on: date, birth_date: date | None) -> Judgement:
    """Judge the person that the keys describe; batch windows are ignored except for ``gel=tutup``."""
    missing = {field for key, field in _FIELD_KEYS.items() if keys.get(key) == "0"}
    fields = {datum.field for datum in programme.data} | set(_FIELD_KEYS.values())
    situation = Situation(
        on=on,
        birth_date=birth_date or date(on.year - FAVOURABLE_AGE, 1, 1),
        citizenship="WNA" if keys.get("wni") == "0" else "WNI",
        given=frozenset(fields - missing),
        answers=_favourable(programme) | _named(keys),
        papers=frozenset(paper.code for paper in programme.papers if keys.get(paper.code) != "0" or paper.code == "kk"),
        is_batch_open=keys.get("gel") != "tutup",
    )
    return judge(programme, situation)


def _favourable(programme: Programme) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    for question in programme.questions:
        if question.is_nullable:
            answers[question.name] = None
        else:
            answers[question.name] = False if question.kind is QuestionKind.YES_NO else "-"
    return answers


def _named(keys: Mapping[str, str]) -> dict[str, Answer]:
    answers: dict[str, Answer] = {name: keys[key] == "1" for key, name in _YES_NO_KEYS.items() if key in keys}
    answers.update({name: keys[key] for key, name in _WORD_KEYS.items() if keys.get(key)})
    for key, name in _COUNT_KEYS.items():
        if keys.get(key, "").isascii() and keys.get(key, "").isdigit():
            answers[name] = int(keys[key][:9])
    return answers
