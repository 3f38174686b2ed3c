"""``posko check elig``: a person in a line of keys, counting everything that is not named as favourable.

The keys are those of the validation cases; INTERFACES and ``cases/README.md`` describe them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import assert_never

from core.answers import read_answer
from core.eligibility import Judgement, Situation, judge
from core.programme import Programme, Question, QuestionKind, RuleKind
from core.wire.records import Answer

FAVOURABLE_AGE = 30

ELSEWHERE = "00"
"""A province that no programme asks for."""

_YES_NO_KEYS = {
    "sekolah": "in_formal_education",
    "pernah": "former_recipient",
    "kerja_dki": "works_in_province",
    "bantuan_lain": "other_provincial_aid",
    "skk": "wage_on_letter",
    "jht": "old_age_savings",
    "dtsen": "in_welfare_register",
    "pensiunan": "is_pensioner",
    "panti": "in_institution",
    "disabilitas": "in_disability_register",
}
_WORD_KEYS = {
    "status": "employment_status",
    "kelompok": "excluded_group",
    "sektor": "sector",
    "pembayar": "contribution_payer",
}
_NUMBER_KEYS = {"kk_penerima": "family_card_recipients", "upah": "wage"}
_FIELD_KEYS = {"nik": "nik", "kk": "family_card_no", "email": "email"}


def judge_case(programme: Programme, keys: Mapping[str, str], on: date, birth_date: date | None) -> Judgement:
    """Judge the person that the keys describe; batch windows are ignored except for ``gel=tutup``."""
    said = {key: text.strip().lower() for key, text in keys.items()}
    lacking = frozenset(field for key, field in _FIELD_KEYS.items() if said.get(key) == "0")
    fields = {datum.field for datum in programme.data} | {rule.field for rule in programme.rules if rule.field}
    provinces = {rule.province for rule in programme.rules if rule.province}
    wanted = next(iter(provinces), "")
    situation = Situation(
        on=on,
        birth_date=birth_date or _favourable_birth(programme, on),
        citizenship="WNA" if said.get("wni") == "0" else "WNI",
        given=frozenset(fields | set(_FIELD_KEYS.values())) - lacking,
        answers={question.name: _favourable(programme, question, on) for question in programme.questions}
        | dict(_named(programme, said, on)),
        papers=frozenset(paper.code for paper in programme.papers if said.get(paper.code) != "0"),
        is_batch_open=said.get("gel") != "tutup",
        lacking=lacking,
        id_province=ELSEWHERE if said.get("ktp_dki") == "0" else wanted,
        home_province=wanted,
    )
    return judge(programme, situation)


def _favourable_birth(programme: Programme, on: date) -> date:
    """A birth date at which no rule about age says no."""
    years = FAVOURABLE_AGE
    for rule in programme.rules:
        if rule.is_valid(on):
            match rule.kind:
                case RuleKind.AGE_AT_LEAST:
                    years = max(years, rule.figure)
                case RuleKind.AGE_AT_MOST | RuleKind.AGE_BELOW | RuleKind.AGE_UP_TO_BIRTHDAY:
                    years = min(years, rule.figure - 1)
                case _:
                    pass
    return date(on.year - years, 1, 1)


def _favourable(programme: Programme, question: Question, on: date) -> Answer:
    if question.is_nullable:
        return None
    match question.kind:
        case QuestionKind.YES_NO:
            return any(
                rule.question == question.name and rule.kind is RuleKind.ANSWER_IS_YES for rule in programme.rules
            )
        case QuestionKind.AMOUNT | QuestionKind.COUNT:
            return 0
        case QuestionKind.DATE:
            return on.isoformat()
        case QuestionKind.CHOICE | QuestionKind.TEXT:
            return "-"
        case _:
            assert_never(question.kind)


def _named(programme: Programme, said: Mapping[str, str], on: date) -> Iterator[tuple[str, Answer]]:
    for key, name in _YES_NO_KEYS.items():
        if said.get(key) in ("0", "1"):
            yield name, said[key] == "1"
    for key, name in _WORD_KEYS.items():
        if said.get(key):
            yield name, said[key]
    for key, name in _NUMBER_KEYS.items():
        kind = QuestionKind.AMOUNT if key == "upah" else QuestionKind.COUNT
        question = programme.question(name) or Question(name=name, label=name, kind=kind, source="")
        number = read_answer(question, said.get(key, ""), on).value
        if number is not None:
            yield name, number
