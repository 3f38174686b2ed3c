"""RT/RW and village codes, and what the lists know of a district."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.address import (
    RegionMatch,
    Regions,
    RtRwCode,
    Village,
    VillageCode,
    check_rt_rw,
    check_village_code,
    described_village,
    match_district,
)
from core.findings import Checked, Finding, Weight
from tests.core.test_typed_text import ANY_TEXT


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in findings]


class TestRtRw:
    @given(ANY_TEXT | st.text(alphabet="0123456789RTW/-. ", max_size=16))
    def test_any_text_gets_an_answer(self, text: str) -> None:
        checked = check_rt_rw(text)
        assert (checked.value is None) == (checked.weight is Weight.BLOCK)

    @given(
        st.integers(0, 99),
        st.integers(0, 60),
        st.sampled_from(["{}/{}", "RT {} RW {}", "rt.{}/rw.{}", "{:03d}-{:03d}"]),
    )
    def test_every_usual_form_is_read(self, rt: int, rw: int, form: str) -> None:
        assert check_rt_rw(form.format(rt, rw)) == Checked(f"{rt:03d}/{rw:03d}")

    @given(ANY_TEXT | st.text(alphabet="0123456789RTW/-. ", max_size=16))
    def test_what_passes_reads_the_same_again(self, text: str) -> None:
        value = check_rt_rw(text).value
        assert value is None or check_rt_rw(value).value == value

    def test_ten_million_digits_are_refused_unread(self) -> None:
        assert codes(check_rt_rw("1" * 10_000_000).findings) == ["TEXT_TOO_LONG"]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("-", [RtRwCode.NONE]),
            ("kosong", [RtRwCode.NONE]),
            ("3", [RtRwCode.ONE_NUMBER]),
            ("3/7/1", [RtRwCode.UNREADABLE]),
            ("Dusun Krajan", [RtRwCode.UNREADABLE]),
            ("0003/007", [RtRwCode.TOO_LONG]),
            ("7-Mar", [RtRwCode.SPREADSHEET]),
            ("003/-", [RtRwCode.HALF]),
            ("100/061", [RtRwCode.RT_HIGH, RtRwCode.RW_HIGH]),
        ],
    )
    def test_a_text_says_what_is_wrong_with_it(self, text: str, expected: list[RtRwCode]) -> None:
        assert codes(check_rt_rw(text).findings) == expected

    def test_a_missing_half_becomes_zeros(self) -> None:
        assert (check_rt_rw("3/-").value, check_rt_rw("- / 7").value) == ("003/000", "000/007")


class TestVillage:
    @given(ANY_TEXT | st.text(alphabet="0123456789.", max_size=16), st.booleans())
    def test_any_text_gets_an_answer(self, regions: Regions, text: str, is_training: bool) -> None:
        checked = check_village_code(text, regions=regions, is_training=is_training)
        assert (checked.value is None) == (checked.weight is Weight.BLOCK)

    def test_ten_million_digits_are_refused_unread(self, regions: Regions) -> None:
        assert codes(check_village_code("1" * 10_000_000, regions=regions).findings) == ["TEXT_TOO_LONG"]

    def test_a_code_leads_to_its_village(self, regions: Regions) -> None:
        village = check_village_code("3175021001", regions=regions).value
        assert village is not None
        assert described_village(village) == "31.75.02.1001 Pulo Gadung"

    def test_a_finding_names_the_field_it_was_asked_for(self, regions: Regions) -> None:
        (finding,) = check_village_code("", regions=regions, field="current_village_code").findings
        assert finding.field == "current_village_code"

    @pytest.mark.parametrize(
        ("code", "name", "successor"),
        [
            ("91.01.01.1002", "Samkai", "93.01.01.1002"),
            ("91.01.02.2005", "Wan", "93.01.02.2003"),  # 93.01.02.2005 is Selauw
            ("91.04.01.1009", "Nabarua", "94.01.01.1008"),  # 94.01.01.1009 is Siriwini
            ("91.01.01.1014", "Bambu Pemali", "93.01.01.1009"),
            ("92.71.01.1007", "Kofkerbu", "96.71.01.1003"),
            ("53.03.01.1006", "Bitefa", "53.03.01.2006"),
        ],
    )
    def test_an_old_code_keeps_its_own_name_and_proposes_its_successor(
        self, regions: Regions, code: str, name: str, successor: str
    ) -> None:
        checked = check_village_code(code, regions=regions)
        assert checked.value is not None
        assert (described_village(checked.value), checked.value.is_current) == (f"{code} {name}", False)
        assert [(finding.code, finding.proposal) for finding in checked.findings] == [(VillageCode.OLD, successor)]

    @pytest.mark.parametrize(
        ("code", "name"),
        [("91.01.02.2013", "Efkab Makmur"), ("91.03.01.2007", "Keheran"), ("91.07.01.2003", "Wuyukwi")],
    )
    def test_an_old_code_without_known_successor_passes_with_a_warning(
        self, regions: Regions, code: str, name: str
    ) -> None:
        checked = check_village_code(code, regions=regions)
        assert checked.value is not None
        assert described_village(checked.value) == f"{code} {name}"
        assert [(finding.code, finding.proposal) for finding in checked.findings] == [(VillageCode.OLD_ALONE, None)]

    @pytest.mark.parametrize("code", ["91.01.02.2005", "91.01.02.2013"])
    def test_a_warning_about_an_old_code_names_the_village(self, regions: Regions, code: str) -> None:
        checked = check_village_code(code, regions=regions)
        assert checked.value is not None
        assert [finding.facts["village"] for finding in checked.findings] == [checked.value.name]

    def test_an_accepted_successor_is_a_village_of_today(self, regions: Regions) -> None:
        (finding,) = check_village_code("91.01.02.2005", regions=regions).findings
        accepted = check_village_code(finding.proposal or "", regions=regions)
        assert accepted.findings == ()
        assert accepted.value is not None
        assert described_village(accepted.value) == "93.01.02.2003 Wan"

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("", VillageCode.EMPTY),
            ("Gubeng", VillageCode.UNREADABLE),
            ("31.75.02", VillageCode.INCOMPLETE),
            ("31.75.02.10012", VillageCode.TOO_LONG),
            ("3172080001", VillageCode.OTHER_LIST),
            ("31.75.02.1099", VillageCode.UNKNOWN),
            ("91.01.01.1999", VillageCode.UNKNOWN),
            ("31.99.99.1001", VillageCode.TRAINING),
        ],
    )
    def test_a_code_says_what_is_wrong_with_it(self, regions: Regions, text: str, code: VillageCode) -> None:
        assert codes(check_village_code(text, regions=regions).findings) == [code]

    def test_the_training_village_is_good_in_training(self, regions: Regions) -> None:
        checked = check_village_code("31.99.99.1001", regions=regions, is_training=True)
        province = regions.province("31") or ""
        assert checked == Checked(Village("31.99.99.1001", "LATIHAN", "LATIHAN", "LATIHAN", province))

    def test_training_knows_no_province_more_than_the_lists(self, regions: Regions) -> None:
        checked = check_village_code("98.99.99.1001", regions=regions, is_training=True)
        assert codes(checked.findings) == [VillageCode.UNKNOWN]


@pytest.mark.parametrize(
    ("code", "match"),
    [
        ("35.78.08", RegionMatch.CURRENT),
        ("91.01.01", RegionMatch.OLD),
        ("64.73.01", RegionMatch.UNKNOWN),
        ("35.99.99", RegionMatch.TRAINING),
        ("nowhere", RegionMatch.UNKNOWN),
    ],
)
def test_the_lists_know_current_and_dead_districts(regions: Regions, code: str, match: RegionMatch) -> None:
    assert match_district(code, regions) is match
