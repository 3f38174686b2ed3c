"""A programme's file is read strictly: what it says holds from its day to its day, and a slip of the pen is named."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from core.errors import Kind, Trouble
from core.programme import Batch, Dated, Programme, parse_programme
from core.sentences import sentence

TEXT = resources.read("programmes", "PRAKERJA2020.toml").decode()
EAST_JAVA = "35"
JAKARTA = "31"


def prakerja() -> Programme:
    return parse_programme(TEXT.encode(), "PRAKERJA2020.toml")


def with_batches(*batches: Batch) -> Programme:
    values = {name: getattr(prakerja(), name) for name in Programme.__struct_fields__}
    return Programme(**values | {"batches": batches})


def window(number: int, since: date, until: date, province: str = "*") -> Batch:
    return Batch(source="test", number=number, label=f"Gelombang {number}", since=since, until=until, province=province)


def trouble_of(text: bytes) -> Trouble:
    with pytest.raises(Trouble) as caught:
        parse_programme(text, "X.toml")
    return caught.value


# --- reading ------------------------------------------------------------------------------------------------------


def test_the_bundled_programme_is_read() -> None:
    programme = prakerja()
    assert (programme.code, programme.period) == ("PRAKERJA2020", "2020")
    assert [question.name for question in programme.questions][:2] == ["employment_status", "in_formal_education"]
    assert {paper.code for paper in programme.papers} == {"ktp", "kk"}


def test_a_question_is_found_by_its_name() -> None:
    question = prakerja().question("excluded_group")
    assert question is not None
    assert question.is_nullable
    assert prakerja().question("shoe_size") is None


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (TEXT.replace('period = "2020"', "period = 2020"), "period"),
        (TEXT.replace("figure = 18", 'figure = "18"'), "rules[1].figure"),
        (TEXT.replace('kind = "citizen"', 'kind = "mood"'), "rules[0].kind"),
        (TEXT.replace('code = "PRAKERJA2020"\n', ""), "code"),
        (TEXT.replace("since = 2020-04-11", "sinse = 2020-04-11"), "batches[0].sinse"),
        (TEXT.replace("is_nullable = true", "nullable = true"), "questions[2].nullable"),
        (TEXT.replace('answers = ["phk"', 'answer = ["phk"'), "priority.answer"),
        (TEXT.replace('word = "PRIORITAS"', 'wort = "PRIORITAS"'), ".wort"),
        (TEXT.replace('asks = "dinas"', 'ask = "dinas"'), "office_only[0].ask"),
        (TEXT.replace('{ code = "phk", label', '{ code = "phk", lable'), "questions[0].choices[0].lable"),
        (f"colour = 1\n{TEXT}", "colour"),
        (TEXT.replace("since = 2020-04-11", "since = 2020-04-31"), "#"),
        (f"[[rules\n{TEXT}", "#1"),
    ],
)
def test_a_slip_of_the_pen_is_named(wrong: str, named: str) -> None:
    assert wrong != TEXT
    trouble = trouble_of(wrong.encode())
    assert (trouble.code, trouble.kind) == ("PROGRAMME_FILE", Kind.USAGE)
    assert named in str(trouble.facts["place"])
    assert "X.toml" in sentence(trouble.code, trouble.facts)


@pytest.mark.parametrize(
    "text",
    [b"", b"\xff\xfe", b"code = " + b"9" * 5000, b"code = " + b"[" * 100_000],
)
def test_a_file_that_is_no_programme_is_trouble(text: bytes) -> None:
    assert trouble_of(text).code == "PROGRAMME_FILE"


@given(st.binary(max_size=200))
def test_any_bytes_are_trouble_or_a_programme(text: bytes) -> None:
    assert trouble_of(text).code == "PROGRAMME_FILE"


# --- days ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "until", "on", "holds"),
    [
        (None, None, date(1, 1, 1), True),
        (date(2020, 4, 11), None, date(2020, 4, 10), False),
        (date(2020, 4, 11), None, date(2020, 4, 11), True),
        (None, date(2020, 4, 16), date(2020, 4, 16), True),
        (None, date(2020, 4, 16), date(2020, 4, 17), False),
        (date(2020, 4, 11), date(2020, 4, 16), date(2020, 4, 13), True),
    ],
)
def test_a_fact_holds_from_its_first_to_its_last_day(
    since: date | None, until: date | None, on: date, *, holds: bool
) -> None:
    assert Dated(source="test", since=since, until=until).is_valid(on) is holds


@pytest.mark.parametrize(
    ("province", "on", "number"),
    [
        (EAST_JAVA, date(2020, 4, 10), None),
        (EAST_JAVA, date(2020, 4, 11), 1),
        (EAST_JAVA, date(2020, 4, 17), 1),
        (EAST_JAVA, date(2020, 4, 18), None),
        (JAKARTA, date(2020, 4, 11), 1),
        (JAKARTA, date(2020, 4, 16), 1),
        (JAKARTA, date(2020, 4, 17), None),
        (JAKARTA, date(2026, 11, 21), None),
    ],
)
def test_the_first_batch_closes_a_day_later_in_east_java(province: str, on: date, number: int | None) -> None:
    batch = prakerja().open_batch(province, on)
    assert (batch.number if batch else None) == number


def test_a_later_batch_for_all_also_opens_where_the_first_had_its_own_window() -> None:
    programme = with_batches(
        window(1, date(2020, 4, 11), date(2020, 4, 16)),
        window(1, date(2020, 4, 11), date(2020, 4, 17), EAST_JAVA),
        window(2, date(2020, 4, 20), date(2020, 4, 24)),
    )
    batch = programme.open_batch(EAST_JAVA, date(2020, 4, 20))
    assert batch is not None
    assert batch.number == 2


def test_an_own_window_may_also_be_the_shorter_one() -> None:
    programme = with_batches(
        window(1, date(2020, 4, 11), date(2020, 4, 16)), window(1, date(2020, 4, 11), date(2020, 4, 12), EAST_JAVA)
    )
    assert programme.open_batch(EAST_JAVA, date(2020, 4, 13)) is None
    assert programme.open_batch(JAKARTA, date(2020, 4, 13)) is not None
