"""``posko check``: one value, or a list of cases, judged by the rules alone."""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from app.headless.answer import DONE, NOT_ALL_GRANTED, USAGE, Answer, Json, finding_json, trouble_json
from app.main import identity_rules, programme
from app.models.regions import RegionFile
from core.address import check_rt_rw, check_village_code, described_village
from core.card_words import check_sex
from core.dates import DateSource, check_date
from core.eligibility import one_word
from core.eligibility_case import judge_case
from core.email import check_email
from core.errors import Trouble, unusable
from core.family_card import check_family_card_no
from core.findings import Checked, Finding, Weight, heaviest
from core.names import check_name
from core.nik import check_nik, described
from core.people import IdPaper
from core.phone import check_mobile
from core.sentences import sentence

T = TypeVar("T")

DEFAULT_REF = date(2026, 11, 21)
"""The day of judgement where a case names none [INTERFACES]."""

MOST_CASES_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Case:
    """One value to judge, with the keys behind it."""

    value: str
    keys: Mapping[str, str]
    ref: date


@dataclass(frozen=True, slots=True)
class Judged:
    """The answer to one case."""

    text: str
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Weight:
        """The heaviest finding."""
        return heaviest(self.findings)

    def document(self) -> dict[str, Json]:
        """The answer as JSON."""
        return {
            "verdict": self.verdict.value,
            "value": self.text,
            "findings": [finding_json(finding) for finding in self.findings],
        }


def check(arguments: argparse.Namespace) -> Answer:
    """Judge one value or, with ``--cases``, every row of a file in order."""
    regions = RegionFile()
    try:
        if arguments.cases is None:
            judged = _judge(arguments.kind, arguments.input, regions)
            exit_code = NOT_ALL_GRANTED if judged.verdict is Weight.BLOCK else DONE
            return Answer(judged.document(), _lines(judged), exit_code)
        return _many(arguments.cases, regions)
    finally:
        regions.close()


def _lines(judged: Judged) -> tuple[str, ...]:
    head = " ".join(part for part in (sentence(f"VERDICT_{judged.verdict.value.upper()}"), judged.text) if part)
    return (head, *(sentence(finding.code, finding.facts) for finding in judged.findings))


def _many(path: Path, regions: RegionFile) -> Answer:
    documents: list[Json] = []
    failures = 0
    for kind, text in _rows(path):
        try:
            documents.append(_judge(kind, text, regions).document())
        except Trouble as trouble:
            failures += 1
            documents.append({"verdict": None, "value": "", "findings": [], "error": trouble_json(trouble)})
    line = sentence("CASES_JUDGED", {"count": len(documents), "failures": failures})
    return Answer(documents, (line,), USAGE if failures else DONE)


def _rows(path: Path) -> list[tuple[str, str]]:
    try:
        if path.stat().st_size > MOST_CASES_BYTES:
            raise unusable("FILE_TOO_LARGE", file=path.name)
        text = path.read_text(encoding="utf-8-sig")
        rows = list(csv.DictReader(text.splitlines(keepends=True)))
    except OSError as error:
        raise unusable("FILE_CANNOT_READ", file=path.name) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise unusable("FILE_NOT_TEXT", file=path.name) from error
    if rows and not {"kind", "input"} <= set(rows[0]):
        raise unusable("CASES_COLUMNS", file=path.name)
    return [((row["kind"] or "").strip(), row["input"] or "") for row in rows]


def _judge(kind: str, text: str, regions: RegionFile) -> Judged:
    judge = _KINDS.get(kind)
    if judge is None:
        raise unusable("KIND_NOT_YET" if kind in _LATER else "KIND_UNKNOWN", kind=kind[:40], known=tuple(_KINDS))
    return judge(_case(text), regions)


def _case(text: str) -> Case:
    value, *pairs = text.split("|")
    keys = {key.strip(): content for key, _, content in (pair.partition("=") for pair in pairs)}
    ref = keys.get("ref")
    if ref is None:
        return Case(value, keys, DEFAULT_REF)
    try:
        return Case(value, keys, date.fromisoformat(ref.strip()))
    except ValueError as error:
        raise unusable("REF_NOT_A_DAY", ref=ref[:40]) from error


def _nik(case: Case, regions: RegionFile) -> Judged:
    paper = case.keys.get("doc", "KTP").strip().upper()
    if paper not in IdPaper.__members__:
        raise unusable("DOC_UNKNOWN", doc=paper[:40])
    checked = check_nik(
        case.value,
        on=case.ref,
        regions=regions,
        birth_date=_typed_day(case, "dob"),
        sex=check_sex(case.keys["sex"]).value if "sex" in case.keys else None,
        paper=IdPaper[paper],
        is_training=case.keys.get("mode") == "latihan",
    )
    return _judged(checked, described)


def _typed_day(case: Case, key: str) -> date | None:
    return check_date(case.keys[key], on=case.ref).value if key in case.keys else None


def _kk(case: Case, regions: RegionFile) -> Judged:
    is_training = case.keys.get("mode") == "latihan"
    return _judged(
        check_family_card_no(case.value, nik=case.keys.get("nik", ""), regions=regions, is_training=is_training), str
    )


def _phone(case: Case, regions: RegionFile) -> Judged:
    del regions
    return _judged(check_mobile(case.value, rules=identity_rules()), str)


def _email(case: Case, regions: RegionFile) -> Judged:
    del regions
    checked = check_email(case.value, rules=identity_rules(), is_shared=case.keys.get("dup") == "1")
    proposals = (finding.proposal for finding in checked.findings if checked.value and finding.proposal)
    return Judged(next(proposals, checked.value or ""), checked.findings)


def _date(case: Case, regions: RegionFile) -> Judged:
    del regions
    source = DateSource.EXCEL if case.keys.get("src") == "excel" else DateSource.TYPED
    return _judged(check_date(case.value, on=case.ref, source=source), date.isoformat)


def _name(case: Case, regions: RegionFile) -> Judged:
    del regions
    return _judged(check_name(case.value), str)


def _rt_rw(case: Case, regions: RegionFile) -> Judged:
    del regions
    return _judged(check_rt_rw(case.value), str)


def _village(case: Case, regions: RegionFile) -> Judged:
    is_training = case.keys.get("mode") == "latihan"
    return _judged(check_village_code(case.value, regions=regions, is_training=is_training), described_village)


def _eligibility(case: Case, regions: RegionFile) -> Judged:
    del regions
    wanted = programme(case.value.strip().upper())
    judgement = judge_case(wanted, case.keys, case.ref, _typed_day(case, "dob"))
    return Judged(one_word(wanted, judgement), judgement.findings)


def _judged(checked: Checked[T], shown: Callable[[T], str]) -> Judged:
    return Judged("" if checked.value is None else shown(checked.value), checked.findings)


_KINDS: dict[str, Callable[[Case, RegionFile], Judged]] = {
    "nik": _nik,
    "kk": _kk,
    "phone": _phone,
    "email": _email,
    "date": _date,
    "name": _name,
    "rtrw": _rt_rw,
    "kodewil": _village,
    "elig": _eligibility,
}
_LATER = frozenset({"kodepos"})
