"""``posko check elig``: a person in a line of keys, counting everything that is not named as favourable.

The keys are those of the validation cases; INTERFACES and ``cases/README.md`` describe them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date
from typing import assert_never

from core.answers import answer_problem, read_answer
from core.eligibility import Judgement, Situation, judge
from core.findings import Checked, Finding, Weight, block
from core.programme import Programme, Question, QuestionKind, RuleKind
from core.registration import RegistrationCode
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
_YES_NO = {"0": False, "1": True, "tidak": False, "ya": True}
_NONE = frozenset({"0", "-", "tidak", "tidak ada"})
_FIELD_KEYS = {"nik": "nik", "kk": "family_card_no", "email": "email"}


def judge_case(programme: Programme, keys: Mapping[str, str], on: date, birth_date: date | None) -> Judgement:
    """Judge the person that the keys describe; batch windows are ignored except for ``gel=tutup``."""
    said = {key: text.strip().lower() for key, text in keys.items()}
    lacking = frozenset(field for key, field in _FIELD_KEYS.items() if said.get(key) == "0")
    fields = {datum.field for datum in programme.data} | {rule.field for rule in programme.rules if rule.field}
    provinces = {rule.province for rule in programme.rules if rule.province}
    wanted = next(iter(provinces), "")
    keyed = _Keys(programme, said, on)
    situation = Situation(
        on=on,
        birth_date=birth_date or _favourable_birth(programme, on),
        citizenship="WNA" if said.get("wni") == "0" else "WNI",
        given=frozenset(fields | set(_FIELD_KEYS.values())) - lacking,
        answers={question.name: _favourable(programme, question, on) for question in programme.questions}
        | keyed.answers,
        papers=frozenset(paper.code for paper in programme.papers if said.get(paper.code) != "0"),
        is_batch_open=said.get("gel") != "tutup",
        lacking=lacking,
        id_province=ELSEWHERE if said.get("ktp_dki") == "0" else wanted,
        home_province=wanted,
    )
    judgement = judge(programme, situation)
    return dataclasses.replace(judgement, findings=(*keyed.findings, *judgement.findings))


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


class _Keys:
    """What the keys answer; a key that nobody can read is a finding and answers nothing."""

    def __init__(self, programme: Programme, said: Mapping[str, str], on: date) -> None:
        self.answers: dict[str, Answer] = {}
        self.findings: list[Finding] = []
        self._programme = programme
        self._on = on
        for key, name in _YES_NO_KEYS.items():
            self._read(name, said.get(key, ""), self._yes_or_no)
        for key, name in _WORD_KEYS.items():
            self._read(name, said.get(key, ""), self._choice)
        for key, name in _NUMBER_KEYS.items():
            self._read(name, said.get(key, ""), self._number)

    def _read(self, name: str, text: str, read: Callable[[Question, str], Checked[Answer]]) -> None:
        question = self._question(name)
        if not text or question is None:
            return
        checked = read(question, text)
        self.answers[name] = checked.value
        blocks = [one for one in checked.findings if one.weight is Weight.BLOCK]
        self.findings += blocks
        if blocks:
            del self.answers[name]

    def _question(self, name: str) -> Question | None:
        """The programme's question; one that a rule rests on without asking has no place in the form."""
        rule = next((rule for rule in self._programme.rules if rule.question == name), None)
        unasked = Question(name=name, label=rule.label, kind=QuestionKind.COUNT, source=rule.source) if rule else None
        return self._programme.question(name) or unasked

    def _yes_or_no(self, question: Question, text: str) -> Checked[Answer]:
        return Checked(_YES_NO[text]) if text in _YES_NO else _not_a_choice(question)

    def _choice(self, question: Question, text: str) -> Checked[Answer]:
        if question.is_nullable and text in _NONE:
            return Checked(None)
        return _not_a_choice(question) if answer_problem(question, text) else Checked(text)

    def _number(self, question: Question, text: str) -> Checked[Answer]:
        return read_answer(question, text, self._on)


def _not_a_choice(question: Question) -> Checked[Answer]:
    field = f"answers.{question.name}"
    return Checked(None, (block(field, RegistrationCode.ANSWER_NOT_A_CHOICE, question=question.label),))
