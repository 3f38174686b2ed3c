"""A programme's file is read strictly: what it says holds from its day to its day, and a slip of the pen is named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from core.errors import Kind, Trouble
from core.programme import Batch, Condition, Dated, Programme, parse_programme
from core.sentences import sentence
from core.wire.records import Answer

TEXT = resources.read("programmes", "PRAKERJA2020.toml").decode()
MADE_UP = (Path(__file__).parents[1] / "data" / "programmes" / "CONTOH.toml").read_text("utf-8")
EAST_JAVA = "35"
JAKARTA = "31"


def prakerja() -> Programme:
    return parse_programme(TEXT.encode(), "PRAKERJA2020.toml")


def made_up() -> Programme:
    return parse_programme(MADE_UP.encode(), "CONTOH.toml")


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
    ("right", "wrong", "named"),
    [
        # what the reader of the file says
        ('period = "2020"', "period = 2020", "period #"),
        ("amount = 2000000", 'amount = "2000000"', "figures[0].amount #"),
        ('kind = "amount_at_most"', 'kind = "mood"', "rules[1].kind #"),
        ('code = "CONTOH"\n', "", "code"),
        ("since = 2020-01-01", "sinse = 2020-01-01", "figures[0].sinse #"),
        ("is_optional = true", "optional = true", "questions[4].optional #"),
        ('word = "TANYA"', 'wort = "TANYA"', ".wort #"),
        ('{ code = "motor", label', '{ code = "motor", lable', "questions[2].choices[1].lable #"),
        ('{ field = "answers.boat", label', '{ field = "answers.boat", lable', "portal.fields[1].lable #"),
        ("amount_rp = 1000", "amount_rp = 1000.5", "contribution.parts[0].amount_rp #"),
        ("drafts_days = 30", "drafts_day = 30", "retention.drafts_day #"),
        ('code = "CONTOH"', 'colour = 1\ncode = "CONTOH"', "colour #2"),
        ("since = 2020-01-01", "since = 2020-01-32", "#"),
        ('version = "2020-01-01.1"', 'version = "1"', "version #4"),
        ('version = "2020-01-01.1"', 'version = "2020-02-30.1"', "version #4"),
        ('version = "2020-01-01.1"', 'version = "2020-01-01"', "version #4"),
        ('version = "2020-01-01.1"', 'version = "2020-01-01.0"', "version #4"),
        ('word = "KURANG:{paper}"', 'word = "KURANG:{wage}"', "answer_words[0].word #"),
        ('word = "KURANG:{paper}"', 'word = "KURANG:{paper!r}"', "answer_words[0].word #"),
        ('next_steps = ["Tunggu kabar."]', 'next_steps = ["Tunggu {kabar}."]', "next_steps #"),
        ('next_step = "Minta didata di Dinas Contoh."', 'next_step = "Minta didata di {office}."',
         "rules[2].next_step #"),
        ("has_batches = false", "office_only = [{ code = 'QUOTA_AT_OFFICE', asks = '{ofice}', source = 'test' }]",
         "office_only[0].asks #"),
        ('code = "CONTOH"', "[[rules", "#2"),
        ("percent = 50\n", "", "contribution.discounts[0].percent #"),
        # what does not fit together
        ('code = "CONTOH"', 'code = "contoh"', "code #2"),
        ('name = "Bantuan Contoh"', 'name = " "', "name #3"),
        ('next_steps = ["Tunggu kabar."]', "next_steps = []", "next_steps #"),
        ('next_steps = ["Tunggu kabar."]', 'next_steps = ["a", "b", "c", "d"]', "next_steps #"),
        ('extra_fields = ["represented_by"]', 'extra_fields = ["shoe_size"]', "extra_fields #"),
        ('name = "income"\n', 'name = "In Come"\n', "questions[0].name #"),
        ('name = "has_boat"', 'name = "income"', "questions[1].name #"),
        ('{ code = "motor"', '{ code = "layar"', "questions[2].choices[1].code #"),
        ('kind = "choice"', 'kind = "text"', "questions[2].choices #"),
        ('kind = "date"\n', 'kind = "date"\nis_nullable = true\n', "questions[3].is_nullable #"),
        ('{ question = "has_boat", answers = [true] }', '{ question = "boat_since", answers = [true] }',
         "questions[2].asked_if.question #"),
        ("answers = [true]", 'answers = ["ya"]', "questions[2].asked_if.answers #"),
        ('asked_if = { question = "has_boat", answers = [true] }', "asked_if = {}", "questions[2].asked_if #"),
        ('asked_if = { question = "has_boat", answers = [true] }', 'asked_if = { field = "shoe_size" }',
         "questions[2].asked_if.field #"),
        ('source = "for tests"\n\n[[papers]]', 'source = ""\n\n[[papers]]', "questions[6].source #"),
        ("until = 2020-12-31", "until = 2019-12-31", "figures[0].until #"),
        ('code = "copy"', 'code = "ktp"', "papers[2].code #"),
        ('paper = "copy"', 'paper = "letter"', "papers[1].alternatives[0].paper #"),
        ('paper = "copy", question = "letter_is_signed"', 'paper = "copy", question = "income"',
         "papers[1].alternatives[0].question #"),
        ('field = "mobile"', 'field = "fax"', "data[0].field #"),
        ('code = "DATUM_MISSING"', 'code = "PAPER_MISSING"', "data[0].code #"),
        ('code = "DATUM_MISSING"', 'code = "PIGEON_MISSING"', "data[0].code #"),
        ('code = "BOAT_NEEDED"', 'code = "BATCH_CLOSED"', "rules[0].code #"),
        ('code = "BOAT_NEEDED"', 'code = "INCOME_TOO_HIGH"', "rules[1].since #"),
        ('question = "has_boat"\nlabel', 'question = "has_bout"\nlabel', "rules[0].question #"),
        ('question = "has_boat"\nlabel', 'question = "income"\nlabel', "rules[0].question #"),
        ('question = "has_boat"\nlabel', "label", "rules[0].question #"),
        ('kind = "answer_is_yes"', 'kind = "answer_is_none"', "rules[0].question #"),
        ('question = "has_boat"\nlabel', 'question = "has_boat"\nfigure = 3\nlabel', "rules[0].figure #"),
        ('question = "has_boat"\nlabel', 'question = "has_boat"\nis_unasked = true\nlabel', "rules[0].question #"),
        ('question = "has_boat"\nlabel', 'question = "has_boat"\ncounts_on = "boat_since"\nlabel',
         "rules[0].counts_on #"),
        ('limit = "income_limit_rp"', 'limit = "income_limit"', "rules[1].limit #"),
        ('limit = "income_limit_rp"', "", "rules[1].limit #"),
        ('limit = "income_limit_rp"', 'limit = "income_limit_rp"\nremark = "NO_SUCH_WORD"', "rules[1].remark #"),
        ('is_doubted = true\nasks = "Dinas Contoh"', "is_doubted = true", "rules[2].asks #"),
        ('kind = "answer_is_yes"\nquestion = "has_boat"', 'kind = "age_at_least"\nfigure = 1\ncounts_on = "income"',
         "rules[0].counts_on #"),
        ('kind = "answer_is_yes"\nquestion = "has_boat"', 'kind = "given"\nfield = "fax"', "rules[0].field #"),
        ('kind = "answer_is_yes"\nquestion = "has_boat"', 'kind = "id_province"\nprovince = "3"\nplace = "X"',
         "rules[0].province #"),
        ('kind = "answer_is_yes"\nquestion = "has_boat"', 'kind = "citizen"\nfield = "nik"', "rules[0].field #"),
        ('name = "income_limit_rp"\nlabel', 'name = "Limit"\nlabel', "rules[1].limit #"),
        ("amount = 2000000", "amount = -1", "figures[0].amount #"),
        ('parts = ["A"]', 'parts = ["B"]', "contribution.discounts[0].parts #"),
        ("percent = 50", "percent = 0", "contribution.discounts[0].percent #"),
        ('given_if = { field = "represented_by" }', 'given_if = { field = "fax" }',
         "contribution.discounts[0].given_if.field #"),
        ('given_if = { field = "represented_by" }', 'given_if = { field = "mobile" }\nnot_if = {}',
         "contribution.discounts[0].not_if #"),
        ("amount_rp = 1000", "amount_rp = 1000\npaid_if = {}", "contribution.parts[0].paid_if #"),
        ('code = "CONTRIBUTION"', 'code = "CONTRIBUTIONS"', "contribution.code #"),
        ('finding = "NOT_IN_FISHERS_REGISTER"', 'finding = "IN_FISHERS_REGISTER"', "answer_words[1].finding #"),
        ('word = "KURANG:{paper}"', 'word = "KURANG:{paper"', "answer_words[0].word #"),
        ('word = "KURANG:{paper}"', 'word = ""', "answer_words[0].word #"),
        ("has_batches = false", "has_batches = false\nbatches = [{ number = 1, label = 'x', source = 'test' }]",
         "has_batches #"),
        ("has_batches = false", "batches = [{ number = 1, label = 'x', source = 'test', province = '3' }]",
         "batches[0].province #"),
        ("has_batches = false", "batches = [{ number = 1, label = 'x', source = 'test', quota = -1 }]",
         "batches[0].quota #"),
        ("has_batches = false",
         "priority = { question = 'boat', answers = ['x'], code = 'PRIORITY_GROUP', source = 'test' }",
         "priority.answers #"),
        ('code = "TUTUP"', 'code = "DITOLAK"', "stages[1].code #"),
        ('after = ["DICATAT"]', 'after = ["DICATET"]', "stages[1].after #"),
        ('after = ["TERDAFTAR"]', 'after = ["TUTUP"]', "stages[0].after #"),
        ('after = ["TERDAFTAR"]', 'after = ["TERDAFTAR", "TUTUP"]', "stages[0].after #"),
        ('told_by = ["office"]', "told_by = []", "stages[0].told_by #"),
        ('field = "answers.boat", label', 'field = "answers.bout", label', "portal.fields[1].field #"),
        ('question = "has_boat"\nper_rw', 'question = "income"\nper_rw', "target.answers #"),
        ('kind = "answer_is_yes"\nquestion = "has_boat"', 'kind = "age_at_least"\nfigure = 131', "rules[0].figure #"),
        ('kind = "answer_is_yes"\nquestion = "has_boat"', 'kind = "age_at_least"\nfigure = -1', "rules[0].figure #"),
        ("has_batches = false", "office_only = [{ code = 'QUOTA_AT_OFFICE', asks = '{', source = 'test' }]",
         "office_only[0].asks #"),
        ("per_rw = 10", "per_rw = 0", "target.per_rw #"),
        ("rw_count = 5", "rw_count = 0", "target.areas[0].rw_count #"),
        ("[[figures]]", '[[figures]]\nname = "Other"\nlabel = "x"\namount = 1\nsource = "test"\n\n[[figures]]',
         "figures[0].name #"),
        ('name = "boat"\nlabel = "Jenis perahu"\nkind = "choice"\n',
         ('name = "kind"\nlabel = "x"\nkind = "choice"\nsource = "test"\nchoices = [{ code = "a", label = "A" }]\n'
         '\n[[rules]]\ncode = "A_RULE"\nkind = "answer_is_none"\nquestion = "kind"\nlabel = "x"\nsource = "test"\n'
         '\n[[questions]]\nname = "boat"\nlabel = "Jenis perahu"\nkind = "choice"\n'), "rules[0].question #"),
        ('district = "35.78.08"', 'district = "357808"', "target.areas[0].district #"),
    ],
)  # fmt: skip
def test_a_slip_of_the_pen_is_named_with_its_line(right: str, wrong: str, named: str) -> None:
    assert right in MADE_UP
    trouble = trouble_of(MADE_UP.replace(right, wrong, 1).encode())
    assert (trouble.code, trouble.kind) == ("PROGRAMME_FILE", Kind.USAGE)
    assert named in str(trouble.facts["place"])
    assert "X.toml" in sentence(trouble.code, trouble.facts)


def test_an_office_may_be_named_by_its_role() -> None:
    matter = "office_only = [{ code = 'QUOTA_AT_OFFICE', asks = '{office}', source = 'test' }]"
    named = parse_programme(MADE_UP.replace("has_batches = false", matter).encode(), "X.toml")
    assert named.office_only[0].asks == "{office}"


def test_a_mark_before_the_first_word_is_no_slip_of_the_pen() -> None:
    assert parse_programme(MADE_UP.encode("utf-8-sig"), "X.toml") == made_up()
    wrong = MADE_UP.replace('code = "CONTOH"', "code = ", 1)
    assert str(trouble_of(wrong.encode("utf-8-sig")).facts["place"]) == "#2"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (MADE_UP.encode() + b'\nname = "half', len(MADE_UP.splitlines()) + 2),
        (b'code = "X"\nname = "\xff"\n', 2),
        (b'code = "X"\ncode = "Y"\n', 2),
        (b'code = "X"\nname == "Y"\n', 2),
    ],
)
def test_what_is_no_toml_is_named_with_its_line(content: bytes, line: int) -> None:
    trouble = trouble_of(content)
    assert (trouble.facts["file"], trouble.facts["place"]) == ("X.toml", f"#{line}")


@pytest.mark.parametrize(
    ("period", "on", "its_period", "running"),
    [
        ("2020", date(2026, 2, 10), "2020", ("2020",)),
        ("year", date(2026, 2, 10), "2026", ("2025", "2026")),
        ("year", date(2025, 12, 31), "2025", ("2024", "2025")),
    ],
)
def test_a_period_is_a_word_or_the_year_of_the_day(
    period: str, on: date, its_period: str, running: tuple[str, ...]
) -> None:
    one = parse_programme(MADE_UP.replace('period = "2020"', f'period = "{period}"').encode(), "X.toml")
    assert (one.period_on(on), one.running_periods(on)) == (its_period, running)


def test_a_portal_step_needs_a_portal() -> None:
    text = MADE_UP[: MADE_UP.index("[portal]")] + MADE_UP[MADE_UP.index("[target]") :]
    assert trouble_of(text.encode()).facts["place"] == "portal"


@pytest.mark.parametrize(
    ("key", "wrong", "line"),
    [
        ("amount = 2000000", "amount = true", "amount = true"),
        ('field = "answers.boat"', 'feld = "answers.boat"', '    { feld = "answers.boat", label = "Perahu" },'),
        ("percent = 50", "per_cent = 50", "per_cent = 50"),
    ],
)
def test_the_line_is_the_one_where_the_key_stands(key: str, wrong: str, line: str) -> None:
    text = MADE_UP.replace(key, wrong, 1)
    number = text.splitlines().index(line) + 1
    assert str(trouble_of(text.encode()).facts["place"]).endswith(f" #{number}")


def test_a_key_that_is_missing_is_named_with_the_line_of_its_table() -> None:
    text = MADE_UP.replace('label = "Batas penghasilan"\n', "", 1)
    number = text.splitlines().index("[[figures]]") + 1
    assert trouble_of(text.encode()).facts["place"] == f"figures[0].label #{number}"


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


# --- dated figures and names --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "amount"),
    [
        (date(2019, 12, 31), None),
        (date(2020, 1, 1), 2_000_000),
        (date(2020, 12, 31), 2_000_000),
        (date(2021, 1, 1), None),
    ],
)
def test_a_figure_counts_on_its_days_only(on: date, amount: int | None) -> None:
    figure = made_up().figure("income_limit_rp", on)
    assert (figure.amount if figure else None) == amount


def test_a_programme_may_bound_the_people_of_one_family_card() -> None:
    limit = prakerja().family_card_limit(date(2020, 4, 13))
    assert limit is not None
    assert limit.amount == 2
    assert made_up().family_card_limit(date(2020, 4, 13)) is None


def test_a_programme_without_batches_is_always_open() -> None:
    assert made_up().is_open(EAST_JAVA, date(1999, 1, 1))
    assert not prakerja().is_open(EAST_JAVA, date(1999, 1, 1))


def test_the_steps_of_rules_and_data_are_told_once() -> None:
    assert prakerja().urgent_steps({"EMAIL_NONE"}) == ("Minta bantuan membuat e-mail di posko ini.",)
    assert made_up().urgent_steps({"BOAT_NEEDED", "NOT_IN_FISHERS_REGISTER", "INCOME_TOO_HIGH"}) == (
        "Kembali kalau sudah punya perahu.",
        "Minta didata di Dinas Contoh.",
    )


def test_a_stage_is_found_by_its_code() -> None:
    stage = made_up().stage("TUTUP")
    assert stage is not None
    assert stage.is_end
    assert made_up().stage("BUKA") is None


def test_a_question_is_put_only_to_those_whom_it_concerns() -> None:
    question = made_up().question("boat")
    assert question is not None
    assert question.is_asked({"has_boat": True}, set())
    assert not question.is_asked({"has_boat": False}, set())
    assert not question.is_asked({}, set())


def test_a_condition_may_hang_on_a_field() -> None:
    condition = Condition(field="represented_by")
    assert condition.is_met({}, {"represented_by"})
    assert not condition.is_met({"represented_by": True}, set())


@pytest.mark.parametrize(
    ("papers", "answers", "is_seen"),
    [
        ({"letter"}, {}, True),
        ({"copy"}, {"letter_is_signed": True}, True),
        ({"copy"}, {"letter_is_signed": False}, False),
        ({"copy"}, {}, False),
        ({"ktp"}, {"letter_is_signed": True}, False),
    ],
)
def test_a_paper_may_stand_for_another_one(papers: set[str], answers: dict[str, Answer], *, is_seen: bool) -> None:
    letter = next(paper for paper in made_up().papers if paper.code == "letter")
    assert letter.is_seen(papers, answers) is is_seen


# --- words of its own -----------------------------------------------------------------------------------------------

OWN_LABEL = """
[[field_labels]]
field = "{field}"
label = "{label}"
"""


def test_a_field_may_have_a_name_of_its_own() -> None:
    text = TEXT + OWN_LABEL.format(field="name_on_id", label="Nama anak")
    programme = parse_programme(text.encode(), "X.toml")
    assert (programme.field_label("name_on_id"), programme.field_label("nik")) == ("Nama anak", "")


@pytest.mark.parametrize(("field", "label"), [("nama", "Nama anak"), ("nik", " "), ("nik", "{nik}")])
def test_a_label_for_no_field_or_of_no_words_is_refused(field: str, label: str) -> None:
    text = TEXT + OWN_LABEL.format(field=field, label=label)
    assert "field_labels" in str(trouble_of(text.encode()).facts["place"])


def test_two_labels_for_one_field_are_refused() -> None:
    text = TEXT + OWN_LABEL.format(field="nik", label="A") + OWN_LABEL.format(field="nik", label="B")
    assert "field_labels" in str(trouble_of(text.encode()).facts["place"])


def test_what_a_programme_is_for_is_said_by_every_bundled_file() -> None:
    for name in resources.names("programmes"):
        assert parse_programme(resources.read("programmes", name), name).what_for.endswith(".")


def test_without_any_window_on_file_nobody_says_that_batches_are_closed() -> None:
    assert prakerja().no_batch == "BATCH_CLOSED"
    assert with_batches().no_batch == "BATCH_NOT_ON_FILE"
