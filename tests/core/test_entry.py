"""The registration input: any JSON object becomes an entry; what is odd is said, what was typed is kept."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.entry import IDENTITY_FIELDS, MAX_TEXT, MAX_VISIT_BYTES, MAX_WORDS, Entry, EntryCode, entry_from_json
from core.findings import Weight
from core.sentences import sentence
from tests.core.json_values import OBJECTS, nested


def codes(entry: Entry) -> list[str]:
    return [finding.code for finding in entry.oddities]


def texts(entry: Entry) -> list[str]:
    """Every text that the entry holds."""
    answers = [text for name, value in entry.answers.items() for text in (name, value) if isinstance(text, str)]
    return [*entry.fields.values(), *answers, *entry.documents, *entry.confirm, *entry.accept]


@pytest.mark.slow
@given(OBJECTS)
def test_any_object_is_read_and_can_be_stored(values: Mapping[str, object]) -> None:
    entry = entry_from_json(values)
    for text in texts(entry):
        assert text.encode().decode() == text
    assert set(entry.fields) == set(values) & set(IDENTITY_FIELDS)
    for finding in entry.oddities:
        assert sentence(finding.code, finding.facts).encode()


@given(st.dictionaries(st.sampled_from(IDENTITY_FIELDS), st.text(max_size=MAX_TEXT // 4)))
def test_ordinary_texts_are_kept_as_they_were_typed(values: Mapping[str, str]) -> None:
    entry = entry_from_json(values)
    assert entry.fields == values
    assert entry.oddities == ()


@pytest.mark.parametrize(
    "values",
    [
        {"id_address": "JL. MAWAR 5 pass: kucing77"},
        {"email": "siti@contoh.id / kucing77"},
        {"nik": ["sandinya kucing77"]},
        {"answers": {"work_place": "PIN 123456 kucing77"}},
        {"answers": {"sandinya kucing77": True}},
        {"answers": "sandinya kucing77"},
        {"documents": ["sandinya kucing77"]},
    ],
)
def test_a_password_is_kept_nowhere_and_said_where_it_stood(values: Mapping[str, object]) -> None:
    entry = entry_from_json(values)
    assert "kucing77" not in repr(entry)
    assert EntryCode.HAS_PASSWORD in codes(entry)


LONG_TEXTS = st.builds(lambda word, times: word * times, st.text(min_size=1, max_size=5), st.integers(80, 400))


@given(st.dictionaries(st.sampled_from(IDENTITY_FIELDS), LONG_TEXTS))
def test_a_visit_never_grows_beyond_what_an_event_carries(values: Mapping[str, str]) -> None:
    entry = entry_from_json(values)
    assert sum(len(text.encode()) for text in texts(entry)) <= MAX_VISIT_BYTES
    cut = {name for name, text in values.items() if entry.fields[name] != text}
    assert {finding.field for finding in entry.oddities if finding.code == EntryCode.FIELD_TOO_LARGE} == cut
    assert all(values[name].startswith(entry.fields[name]) for name in values)


def test_a_pasted_novel_costs_its_own_field_only() -> None:
    entry = entry_from_json({"name_on_id": "A" * 100_000, "nik": "3578085508909901"})
    assert entry.text("name_on_id") == "A" * MAX_TEXT
    assert entry.text("nik") == "3578085508909901"
    (finding,) = entry.oddities
    assert (finding.field, finding.weight, finding.code) == ("name_on_id", Weight.BLOCK, EntryCode.FIELD_TOO_LARGE)
    assert sentence(finding.code, finding.facts).startswith("Nama sesuai KTP terlalu panjang")


def test_when_the_visit_is_full_nothing_half_is_kept() -> None:
    entry = entry_from_json(dict.fromkeys(IDENTITY_FIELDS, "😀" * MAX_TEXT))
    assert set("".join(entry.fields.values())) == {"😀"}
    assert entry.text(IDENTITY_FIELDS[-1]) == ""


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("17-08-1990", "17-08-1990"),
        (3578085508909901, "3578085508909901"),
        (0.5, "0.5"),
        (float("nan"), "NaN"),
    ],
)
def test_a_number_counts_as_typed(value: object, text: str) -> None:
    entry = entry_from_json({"nik": value})
    assert entry.text("nik") == text
    assert entry.oddities == ()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (["3578085508909901"], '["3578085508909901"]'),
        ({"no": "ä"}, '{"no": "ä"}'),
        ([], "[]"),
        ([10**5000], "?"),
        (nested(100_000), "?"),
        (["\ud800"], '["?"]'),
        (b"1", "\"b'1'\""),
    ],
)
def test_a_value_of_the_wrong_shape_is_kept_as_text_and_blocked(value: object, text: str) -> None:
    entry = entry_from_json({"nik": value})
    assert entry.text("nik") == text
    assert [(finding.field, finding.weight, finding.code) for finding in entry.oddities] == [
        ("nik", Weight.BLOCK, EntryCode.FIELD_TYPE)
    ]


def test_a_number_of_thousands_of_digits_is_no_crash() -> None:
    assert entry_from_json({"nik": 10**5000}).text("nik") == "?"


def test_half_a_character_is_replaced_and_said() -> None:
    entry = entry_from_json({"birth_place": "SURA\ud83dBAYA"})
    assert entry.text("birth_place") == "SURA?BAYA"
    assert codes(entry) == [EntryCode.FIELD_DAMAGED]


def test_a_field_that_nobody_knows_is_remarked() -> None:
    entry = entry_from_json({"nik_ibu": "1", "nik": "2"})
    assert [(finding.weight, finding.code, finding.facts["name"]) for finding in entry.oddities] == [
        (Weight.OK, EntryCode.FIELD_UNKNOWN, "nik_ibu")
    ]


def test_a_thousand_unknown_fields_are_not_a_thousand_remarks() -> None:
    assert len(entry_from_json({f"x{place}": 1 for place in range(1000)}).oddities) == MAX_WORDS


def test_answers_keep_their_kinds() -> None:
    answers = {"a": True, "b": None, "c": "phk", "d": 2, "e": ""}
    entry = entry_from_json({"answers": answers})
    assert entry.answers == answers
    assert entry.oddities == ()


@pytest.mark.parametrize(("value", "text"), [(1.5, "1.5"), (["x"], '["x"]'), (2**53, "9007199254740992")])
def test_an_answer_of_the_wrong_shape_is_kept_as_text(value: object, text: str) -> None:
    entry = entry_from_json({"answers": {"training": value}})
    assert entry.answers == {"training": text}
    assert [finding.field for finding in entry.oddities] == ["answers.training"]


def test_answers_that_are_no_object_are_kept_as_text() -> None:
    entry = entry_from_json({"answers": ["phk"]})
    assert entry.answers == {"answers": '["phk"]'}
    assert codes(entry) == [EntryCode.FIELD_TYPE]


def test_damaged_and_long_answers_are_said() -> None:
    entry = entry_from_json({"answers": {"a": "\ud800", "b": "x" * 2000}})
    assert entry.answers == {"a": "?", "b": "x" * MAX_TEXT}
    assert [(finding.field, finding.code) for finding in entry.oddities] == [
        ("answers.a", EntryCode.FIELD_DAMAGED),
        ("answers.b", EntryCode.FIELD_TOO_LARGE),
    ]


def test_more_answers_than_a_programme_asks_are_cut() -> None:
    entry = entry_from_json({"answers": {f"q{place}": place for place in range(MAX_WORDS + 1)}})
    assert len(entry.answers) == MAX_WORDS
    assert codes(entry) == [EntryCode.FIELD_TOO_LARGE]


def test_words_of_a_list_count_once_and_without_spaces() -> None:
    entry = entry_from_json({"documents": [" ktp", "kk", "ktp"]})
    assert entry.documents == ("ktp", "kk")
    assert entry.oddities == ()


@pytest.mark.parametrize(
    ("value", "words"), [("ktp", ("ktp",)), (["ktp", 5], ("ktp", "5")), ({"ktp": 1}, ('{"ktp": 1}',))]
)
def test_a_list_of_the_wrong_shape_is_kept_and_blocked(value: object, words: tuple[str, ...]) -> None:
    entry = entry_from_json({"documents": value})
    assert entry.documents == words
    assert codes(entry) == [EntryCode.FIELD_TYPE]


def test_a_list_is_cut_after_so_many_words() -> None:
    entry = entry_from_json({"confirm": [f"CODE_{place}" for place in range(MAX_WORDS + 5)]})
    assert len(entry.confirm) == MAX_WORDS
    assert codes(entry) == [EntryCode.FIELD_TOO_LARGE]


@pytest.mark.parametrize(
    ("value", "has_consent", "found"),
    [
        (True, True, []),
        (False, False, []),
        (None, False, []),
        ("ya", False, [EntryCode.FIELD_TYPE]),
        (1, False, [EntryCode.FIELD_TYPE]),
    ],
)
def test_only_a_plain_yes_is_consent(value: object, found: list[str], *, has_consent: bool) -> None:
    entry = entry_from_json({"consent": value})
    assert entry.has_consent is has_consent
    assert codes(entry) == found


@pytest.mark.parametrize(
    ("words", "is_named"), [(["RT_RW_NONE"], True), (["*"], True), (["RT_RW_HALF"], False), ([], False)]
)
def test_a_code_is_confirmed_or_accepted_by_name_or_by_star(words: list[str], *, is_named: bool) -> None:
    assert entry_from_json({"confirm": words}).is_confirmed("RT_RW_NONE") is is_named
    assert entry_from_json({"accept": words}).is_accepted("RT_RW_NONE") is is_named


def test_an_empty_object_is_an_empty_entry() -> None:
    assert entry_from_json({}) == Entry({})
    assert Entry({}).text("nik") == ""
