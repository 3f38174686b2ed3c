"""What people say to a programme's questions becomes a value, or a finding that says how to write it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.answers import MOST_COUNT, MOST_RP, AnswerCode, answer_problem, day_of, read_answer, read_answers
from core.findings import Checked, Weight
from core.programme import Choice, Programme, Question, QuestionKind, parse_programme
from core.sentences import sentence
from core.wire.records import Answer

ON = date(2026, 2, 10)
FILE = Path(__file__).parents[1] / "data" / "programmes" / "CONTOH.toml"


def made_up() -> Programme:
    return parse_programme(FILE.read_bytes(), FILE.name)


def question(kind: QuestionKind) -> Question:
    choices = (Choice("a", "A"),) if kind is QuestionKind.CHOICE else ()
    return Question(name="x", label="X", kind=kind, source="test", choices=choices)


def read(kind: QuestionKind, text: str) -> Checked[Answer]:
    return read_answer(question(kind), text, ON)


# --- amounts ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("4500000", 4_500_000),
        ("4.500.000", 4_500_000),
        ("Rp 4.500.000", 4_500_000),
        ("Rp4.500.000,00", 4_500_000),
        ("Rp. 4.500.000,-", 4_500_000),
        ("rp 4.500.000.-", 4_500_000),
        ("4,500,000", 4_500_000),
        ("4,5 juta", 4_500_000),
        ("4.5 juta", 4_500_000),
        ("4,25jt", 4_250_000),
        ("5 juta", 5_000_000),
        ("900 ribu", 900_000),
        ("900rb", 900_000),
        ("Rp 1,75 Juta", 1_750_000),
        ("\uff14\uff15\uff10\uff10\uff10\uff10\uff10", 4_500_000),
        ("  4500000  ", 4_500_000),
        ("0", 0),
        ("100000", 100_000),
        (str(MOST_RP), MOST_RP),
    ],
)
def test_an_amount_is_read_as_people_write_it(text: str, amount: int) -> None:
    checked = read(QuestionKind.AMOUNT, text)
    assert (checked.value, checked.findings) == (amount, ())


@pytest.mark.parametrize(
    "text",
    [
        "banyak", "-4500000", "4,500", "4.50.000", "4.500.00", "1.2.3", "empat juta", "4 juta 500", "Rp", "4,5,6 juta",
        "4500000 / bulan", str(MOST_RP + 1), "9" * 16, "9" * 300, "$4500", "4.500,50",
    ],
)  # fmt: skip
def test_an_amount_that_could_be_two_things_is_none(text: str) -> None:
    checked = read(QuestionKind.AMOUNT, text)
    assert checked.value is None
    [finding] = checked.findings
    assert (finding.field, finding.weight, finding.code) == (
        "answers.x",
        Weight.BLOCK,
        AnswerCode.AMOUNT_UNREADABLE,
    )


@pytest.mark.parametrize(("text", "amount"), [("4500", 4500), ("1", 1), ("99.999", 99_999)])
def test_an_amount_that_nobody_lives_on_is_asked_about(text: str, amount: int) -> None:
    checked = read(QuestionKind.AMOUNT, text)
    assert checked.value == amount
    [finding] = checked.findings
    assert (finding.weight, finding.code) == (Weight.WARN, AnswerCode.AMOUNT_UNLIKELY)
    assert f"Rp{amount:,}".replace(",", ".") in sentence(finding.code, finding.facts)


# --- counts and days ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "count"), [("3", 3), ("3 orang", 3), ("2 anak", 2), ("0", 0), ("nol", 0), ("Tidak ada", 0), ("99", 99)]
)
def test_a_count_is_read(text: str, count: int) -> None:
    assert read(QuestionKind.COUNT, text) == Checked(count)


@pytest.mark.parametrize("text", ["tiga", "-1", str(MOST_COUNT + 1), "2,5", "3 kucing", "9" * 40])
def test_a_count_that_is_none_is_said(text: str) -> None:
    checked = read(QuestionKind.COUNT, text)
    assert checked.value is None
    assert [finding.code for finding in checked.findings] == [AnswerCode.COUNT_UNREADABLE]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2-1-2023", "2023-01-02"),
        ("1 Pebruari 2026", "2026-02-01"),
        ("2026-03-01", "2026-03-01"),
        ("31-12-2031", "2031-12-31"),
    ],
)
def test_a_day_is_kept_as_iso_text_and_may_lie_ahead(text: str, day: str) -> None:
    assert read(QuestionKind.DATE, text) == Checked(day)


@pytest.mark.parametrize("text", ["besok", "31-02-2026", "13-13-2026", "1-1-2032"])
def test_a_day_that_is_none_is_said(text: str) -> None:
    checked = read(QuestionKind.DATE, text)
    assert checked.value is None
    assert [finding.code for finding in checked.findings] == [AnswerCode.DAY_UNREADABLE]


@pytest.mark.parametrize(
    ("answer", "day"),
    [("2026-02-10", date(2026, 2, 10)), ("2026-02-30", None), ("10-02-2026", None), (7, None), (None, None)],
)
def test_a_kept_day_is_a_day_again(answer: Answer, day: date | None) -> None:
    assert day_of(answer) == day


# --- all together -------------------------------------------------------------------------------------------------


def test_only_typed_amounts_counts_and_days_are_changed() -> None:
    typed: dict[str, Answer] = {
        "income": "1,5 juta", "has_boat": True, "boat": "motor", "boat_since": "1-2-2020", "children": "2 anak",
        "unknown": "4.500",
    }  # fmt: skip
    answers, findings = read_answers(made_up(), typed, ON)
    assert answers == {**typed, "income": 1_500_000, "boat_since": "2020-02-01", "children": 2}
    assert findings == ()


def test_what_cannot_be_read_stays_as_it_was_typed() -> None:
    answers, findings = read_answers(made_up(), {"income": "cukup", "children": "  ", "boat_since": None}, ON)
    assert answers == {"income": "cukup", "children": "  ", "boat_since": None}
    assert [finding.field for finding in findings] == ["answers.income"]


def test_answers_that_are_values_already_stay_what_they_are() -> None:
    typed: dict[str, Answer] = {"income": 1_500_000, "children": 2, "boat_since": "2020-02-01"}
    assert read_answers(made_up(), typed, ON) == (typed, ())


@given(st.text(), st.sampled_from(QuestionKind))
def test_any_text_is_a_value_or_a_finding(text: str, kind: QuestionKind) -> None:
    checked = read(kind, text)
    assert (checked.value is None) == (checked.weight is Weight.BLOCK)
    for finding in checked.findings:
        assert "..." not in sentence(finding.code, finding.facts)


@given(st.text(), st.sampled_from([QuestionKind.AMOUNT, QuestionKind.COUNT, QuestionKind.DATE]))
def test_a_value_that_was_read_belongs_to_its_question(text: str, kind: QuestionKind) -> None:
    checked = read(kind, text)
    assert checked.value is None or not answer_problem(question(kind), checked.value)


@pytest.mark.parametrize(
    ("kind", "answer", "is_wrong"),
    [
        (QuestionKind.CHOICE, "a", False),
        (QuestionKind.CHOICE, "b", True),
        (QuestionKind.CHOICE, True, True),
        (QuestionKind.YES_NO, True, False),
        (QuestionKind.YES_NO, False, False),
        (QuestionKind.YES_NO, "ya", True),
        (QuestionKind.YES_NO, 1, True),
        (QuestionKind.TEXT, "Menjahit", False),
        (QuestionKind.TEXT, 7, True),
        (QuestionKind.DATE, "2026-02-10", False),
        (QuestionKind.DATE, "10-02-2026", True),
        (QuestionKind.DATE, 20260210, True),
        (QuestionKind.AMOUNT, 0, False),
        (QuestionKind.AMOUNT, -1, True),
        (QuestionKind.AMOUNT, True, True),
        (QuestionKind.AMOUNT, "4500000", True),
        (QuestionKind.COUNT, 2, False),
        *((kind, nothing, False) for kind in QuestionKind for nothing in (None, "")),
    ],
)
def test_an_answer_belongs_to_its_question(kind: QuestionKind, answer: Answer, *, is_wrong: bool) -> None:
    assert answer_problem(question(kind), answer) is is_wrong
