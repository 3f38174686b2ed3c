"""Reads the identity fields of an entry in KTP order: the applicant as far as the fields allow, and every finding."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from core.address import Regions, Village, check_rt_rw, check_village_code
from core.card_words import (
    CITIZENSHIPS,
    MARITAL_STATUSES,
    RELIGIONS,
    CardCode,
    check_optional_text,
    check_sex,
    check_text,
    check_word,
)
from core.dates import check_date
from core.email import check_email
from core.entry import IDENTITY_FIELDS, Entry
from core.family_card import check_family_card_no
from core.findings import Checked, Finding, ok, warn
from core.identity_rules import IdentityRules
from core.names import check_name
from core.nik import Nik, check_nik
from core.people import Applicant, IdPaper, Sex
from core.phone import check_mobile
from core.typed_text import says_none, tidy

T = TypeVar("T")


class ContactCode(enum.StrEnum):
    """Findings about how a person can be reached."""

    MOBILE_NONE = "MOBILE_NONE"
    MOBILE_OF_CONTACT = "MOBILE_OF_CONTACT"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the fields say.

    ``typed`` keeps the text of every field that gave no value, was doubted, or was mended by an accepted proposal.
    """

    applicant: Applicant
    findings: tuple[Finding, ...]
    typed: dict[str, str]


def read_identity(
    entry: Entry,
    *,
    on: date,
    rules: IdentityRules,
    regions: Regions,
    is_training: bool,
    is_email_shared: bool,
    paper: IdPaper = IdPaper.KTP,
) -> Reading:
    """Read all identity fields. Never raises on any text.

    Args:
        paper: which one shows the NIK; a child stands in the family card.
    """
    fields = _Fields(entry, on, regions, is_training=is_training)
    birth_date = fields.take("birth_date", lambda text: check_date(text, on=on), date.isoformat)
    sex = fields.take("sex", check_sex, str)

    def nik(text: str) -> Checked[Nik]:
        return check_nik(
            text, on=on, regions=regions, birth_date=birth_date, sex=sex, paper=paper, is_training=is_training
        )

    number = fields.take("nik", nik, lambda value: value.number)
    if sex is None and number is not None and not entry.text("sex").strip():
        sex = fields.derived_sex(number)
    applicant = Applicant(
        nik=number.number if number else "",
        name_on_id=fields.take("name_on_id", check_name, str) or "",
        birth_place=fields.text("birth_place"),
        birth_date=birth_date,
        sex=sex,
        id_address=fields.text("id_address"),
        rt_rw=fields.take("rt_rw", check_rt_rw, str) or "",
        village_code=fields.village("village_code"),
        religion=fields.word("religion", RELIGIONS, may_be_empty=True),
        marital_status=fields.word("marital_status", MARITAL_STATUSES, may_be_empty=True),
        occupation=fields.optional("occupation"),
        citizenship=fields.word("citizenship", CITIZENSHIPS),
        family_card_no=fields.family_card_no(number.number if number else ""),
        mobile=fields.mobile(rules),
        email=fields.email(rules, is_shared=is_email_shared),
        contact_person=fields.optional("contact_person"),
        current_address=fields.optional("current_address"),
        current_village_code=fields.village("current_village_code", may_be_empty=True),
        represented_by=fields.optional("represented_by"),
        disability=fields.optional("disability"),
        bank_account=fields.optional("bank_account"),
    )
    return Reading(applicant, fields.in_order(), fields.typed)


class _Fields:
    """Takes one field after the other and notes findings and typed texts."""

    def __init__(self, entry: Entry, on: date, regions: Regions, *, is_training: bool) -> None:
        self._entry = entry
        self._on = on
        self._regions = regions
        self._is_training = is_training
        self._findings: list[Finding] = []
        self.typed: dict[str, str] = {}

    def take(self, name: str, check: Callable[[str], Checked[T]], shown: Callable[[T], str]) -> T | None:
        """The field's value; a proposal that the officer accepted takes the place of what was typed."""
        text = self._entry.text(name)
        checked = check(text)
        for finding in checked.findings:
            if finding.proposal is not None and self._entry.is_accepted(finding.code):
                self.typed[name] = text
                checked = check(finding.proposal)
                break
        self._findings += checked.findings
        is_plain = checked.value is not None and (not checked.findings or shown(checked.value) == text)
        if text.strip() and not is_plain:
            self.typed[name] = text
        return checked.value

    def in_order(self) -> tuple[Finding, ...]:
        """The findings in KTP order, whatever order the rules needed."""
        places = {name: place for place, name in enumerate(IDENTITY_FIELDS)}
        return tuple(sorted(self._findings, key=lambda finding: places.get(finding.field, len(places))))

    def text(self, name: str) -> str:
        return self.take(name, lambda text: check_text(text, name), str) or ""

    def optional(self, name: str) -> str:
        return self.take(name, lambda text: check_optional_text(text, name), str) or ""

    def word(self, name: str, words: Mapping[str, str], *, may_be_empty: bool = False) -> str:
        return self.take(name, lambda text: check_word(text, name, words, may_be_empty=may_be_empty), str) or ""

    def village(self, name: str, *, may_be_empty: bool = False) -> str:
        if may_be_empty and self._is_left_out(name):
            return ""

        def check(text: str) -> Checked[Village]:
            return check_village_code(text, regions=self._regions, field=name, is_training=self._is_training)

        village = self.take(name, check, lambda value: value.code)
        return village.code if village else ""

    def family_card_no(self, nik: str) -> str:
        if self._is_left_out("family_card_no"):
            return ""

        def check(text: str) -> Checked[str]:
            return check_family_card_no(
                text, on=self._on, nik=nik, regions=self._regions, is_training=self._is_training
            )

        return self.take("family_card_no", check, str) or ""

    def email(self, rules: IdentityRules, *, is_shared: bool) -> str:
        if self._is_left_out("email"):
            return ""
        return self.take("email", lambda text: check_email(text, rules=rules, is_shared=is_shared), str) or ""

    def mobile(self, rules: IdentityRules) -> str:
        if not self._is_left_out("mobile"):
            return self.take("mobile", lambda text: check_mobile(text, rules=rules), str) or ""
        has_contact = not self._is_left_out("contact_person")
        code = ContactCode.MOBILE_OF_CONTACT if has_contact else ContactCode.MOBILE_NONE
        self._findings.append((ok if has_contact else warn)("mobile", code))
        return ""

    def _is_left_out(self, name: str) -> bool:
        """Nothing, or the dash or words that people write for "has none"."""
        return says_none(tidy(self._entry.text(name)))

    def derived_sex(self, number: Nik) -> Sex:
        """The sex that the NIK tells where the field stayed empty; said as a remark, not silently."""
        self._findings = [finding for finding in self._findings if finding.code != CardCode.FIELD_REQUIRED]
        self._findings.append(ok("sex", CardCode.SEX_FROM_NIK))
        return number.sex
