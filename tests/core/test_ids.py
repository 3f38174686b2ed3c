"""Numbers and uids: unique without a network, with a check digit that catches slips of the hand."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ids import (
    BLOCK_SIZE,
    MAX_BLOCK,
    NUMBERS_A_BLOCK,
    RegistrationNo,
    block_number,
    check_digit,
    derived_uid,
    parse_registration_no,
    queue_number,
    uid_from,
)

EXAMPLE = "35-SBY01-20200413-0042-5"

POST_CODES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=2, max_size=10)
NUMBERS = st.builds(
    RegistrationNo,
    province=st.integers(0, 99).map(lambda code: f"{code:02d}"),
    post_code=POST_CODES,
    business_on=st.dates(date(1000, 1, 1)),
    serial=st.integers(0, 9_999_999),
)
AT_MS = st.integers(0, 2**48 - 1)
ENTROPY = st.binary(min_size=10, max_size=32)


# --- registration numbers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "text"), [(date(2020, 4, 13), EXAMPLE), (date(2020, 11, 16), "35-SBY01-20201116-0042-2")]
)
def test_a_number_is_printed_as_the_papers_show_it(on: date, text: str) -> None:
    assert str(RegistrationNo("35", "SBY01", on, 42)) == text


@given(NUMBERS)
def test_a_printed_number_is_read_back(number: RegistrationNo) -> None:
    assert parse_registration_no(str(number)) == number


def test_a_number_may_be_typed_in_small_letters_with_spaces_around() -> None:
    assert parse_registration_no("  35-sby01-20200413-0042-5\n") == RegistrationNo("35", "SBY01", date(2020, 4, 13), 42)


@given(NUMBERS, st.data())
def test_any_single_wrong_digit_is_noticed(number: RegistrationNo, data: st.DataObject) -> None:
    text = str(number)
    places = [place for place, char in enumerate(text) if char.isdigit()]
    place = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != text[place]]))
    assert parse_registration_no(text[:place] + other + text[place + 1 :]) is None


@given(NUMBERS, st.data())
def test_any_two_neighbouring_digits_swapped_are_noticed(number: RegistrationNo, data: st.DataObject) -> None:
    text = str(number)
    pairs = [at for at in range(len(text) - 1) if text[at : at + 2].isdigit() and text[at] != text[at + 1]]
    at = data.draw(st.sampled_from(pairs or [0]))
    swapped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    assert swapped == text or parse_registration_no(swapped) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "35-SBY01-20200413-0042",
        "35-SBY01-20200413-0042-4",
        "35-SBY01-20200413-042-5",
        "35-SBY01-20200413-00042-5",
        "35-SBY01-20200230-0042-5",
        "35-SBY01-00000413-0042-5",
        "35-S-20200413-0042-5",
        "35 SBY01 20200413 0042 5",
        "٣٥-SBY01-20200413-0042-5",
        f"{EXAMPLE}-{EXAMPLE}",
    ],
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse_registration_no(text) is None


@given(st.text())
def test_any_text_is_a_number_or_none(text: str) -> None:
    parsed = parse_registration_no(text)
    assert parsed is None or str(parsed) == text.strip().upper()


@given(st.text("0123456789", min_size=1))
def test_a_check_digit_is_one_digit(digits: str) -> None:
    assert len(check_digit(digits)) == 1
    assert check_digit(digits).isdigit()


def test_letters_count_as_ten_to_thirty_five() -> None:
    assert check_digit("AZ") == check_digit("1035")


# --- blocks -------------------------------------------------------------------------------------------------------


def test_no_number_comes_out_of_two_blocks() -> None:
    numbers = [block_number(block, count) for block in range(1, 61) for count in range(1, NUMBERS_A_BLOCK + 1)]
    assert len(set(numbers)) == len(numbers) == 60 * 1000
    assert min(numbers) == 1
    assert max(numbers) == len(numbers)


@pytest.mark.parametrize(
    ("block", "count", "number"),
    [(1, 1, 1), (1, 200, 200), (2, 1, 201), (10, 200, 2000), (1, 201, 2001), (1, 1000, 2800), (11, 1, 10_001)],
)
def test_the_first_two_hundred_of_ten_blocks_come_first(block: int, count: int, number: int) -> None:
    assert block_number(block, count) == number


def test_a_blocks_numbers_only_grow() -> None:
    for block in (1, 10, 11, 60):
        numbers = [block_number(block, count) for count in range(1, NUMBERS_A_BLOCK + 1)]
        assert numbers == sorted(numbers)


def test_a_chunk_is_two_hundred_in_a_row() -> None:
    first = [block_number(7, count) for count in range(1, BLOCK_SIZE + 1)]
    assert first == list(range(1201, 1401))


@pytest.mark.parametrize(("number", "called"), [(1, "A001"), (42, "A042"), (999, "A999"), (2801, "A2801")])
def test_a_queue_number_has_at_least_three_digits(number: int, called: str) -> None:
    assert queue_number("A", number) == called


# --- uids ---------------------------------------------------------------------------------------------------------


@given(AT_MS, ENTROPY)
def test_a_uid_has_the_shape_of_version_seven(at_ms: int, entropy: bytes) -> None:
    uid = uid_from(at_ms, entropy)
    assert (uid.version, uid.variant) == (7, uuid.RFC_4122)
    assert uid.int >> 80 == at_ms


@given(AT_MS, ENTROPY)
def test_all_seventy_four_random_bits_are_in_the_uid(at_ms: int, entropy: bytes) -> None:
    uid = uid_from(at_ms, entropy)
    upper, lower = uid.int >> 64 & 0xFFF, uid.int & (2**62 - 1)
    assert upper << 62 | lower == int.from_bytes(entropy[:10], "big") & (2**74 - 1)


@given(st.tuples(AT_MS, AT_MS), ENTROPY, ENTROPY)
def test_uids_sort_by_their_time(at: tuple[int, int], one: bytes, other: bytes) -> None:
    earlier, later = sorted(at)
    assert earlier == later or uid_from(earlier, one) < uid_from(later, other)


def test_the_example_of_the_standard_comes_out() -> None:
    """RFC 9562, appendix A.6."""
    random_bits = 0xCC3 << 62 | 0x18C4DC0C0C07398F
    uid = uid_from(0x017F22E279B0, random_bits.to_bytes(10, "big"))
    assert str(uid) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


def test_a_derived_uid_depends_on_label_stream_place_and_time() -> None:
    stream, other = bytes(20), bytes([1]) + bytes(19)
    uids = {
        derived_uid("event", stream, 1, 5),
        derived_uid("record", stream, 1, 5),
        derived_uid("event", other, 1, 5),
        derived_uid("event", stream, 2, 5),
        derived_uid("event", stream, 1, 6),
    }
    assert len(uids) == 5
    assert derived_uid("event", stream, 1, 5) in uids


def test_every_number_of_the_last_block_fits_into_seven_digits() -> None:
    assert block_number(MAX_BLOCK, NUMBERS_A_BLOCK) <= 9_999_999 < block_number(MAX_BLOCK + 1, NUMBERS_A_BLOCK)
