"""``posko check``: one value, or a list of cases, judged by the rules alone."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from app.headless.answer import DONE, NOT_ALL_GRANTED, USAGE, Answer, Json, finding_json, trouble_json
from app.models.regions import RegionFile
from core.errors import Trouble, unusable
from core.findings import Checked, Finding, Weight, heaviest
from core.sentences import sentence

T = TypeVar("T")

DEFAULT_REF = date(2026, 11, 21)
"""The day of judgement where a case names none [INTERFACES]."""

FIRST_REF_YEAR, LAST_REF_YEAR = 1900, 2100
"""Between them the rules can look back over the longest life and ahead to the last day of a young one's waiting."""


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
        if arguments.cases is not None:
            return _many(arguments.cases, arguments.kind or "", regions)
        if arguments.kind is None or arguments.input is None:
            raise unusable("COMMAND_LINE", detail="KIND INPUT")
        judged = _judge(arguments.kind, arguments.input, regions)
        return Answer(judged.document(), _lines(judged), _exit_code([judged]))
    finally:
        regions.close()


def _exit_code(judged: Sequence[Judged]) -> int:
    return NOT_ALL_GRANTED if any(one.verdict is Weight.BLOCK for one in judged) else DONE


def _lines(judged: Judged) -> tuple[str, ...]:
    return (_head(judged), *(sentence(finding.code, finding.facts) for finding in judged.findings))


def _head(judged: Judged) -> str:
    return " ".join(part for part in (sentence(f"VERDICT_{judged.verdict.value.upper()}"), judged.text) if part)


def _many(name: str, usual_kind: str, regions: RegionFile) -> Answer:
    documents: list[Json] = []
    lines: list[str] = []
    judged: list[Judged] = []
    for number, (kind, text) in enumerate(_rows(name, usual_kind), 1):
        try:
            judged.append(_judge(kind, text, regions))
        except Trouble as trouble:
            error = trouble_json(trouble)
            documents.append({"verdict": None, "value": "", "findings": [], "error": error})
            lines.append(f"{number}: {sentence(trouble.code, trouble.facts)}")
        else:
            documents.append(judged[-1].document())
            lines.append(f"{number}: {_head(judged[-1])}")
    failures = len(documents) - len(judged)
    lines.append(sentence("CASES_JUDGED", {"count": len(documents), "failures": failures}))
    return Answer(documents, tuple(lines), USAGE if failures else _exit_code(judged))


def _rows(name: str, usual_kind: str) -> list[tuple[str, str]]:
    """Kind and input of every row; a row without a kind is of the usual one, if there is one."""
    import csv
    import io
    from pathlib import Path

    from app.headless.files import content_of

    file = Path(name).name
    try:
        text = content_of(name).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise unusable("FILE_NOT_TEXT", file=file) from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        wanted = {"input"} if usual_kind in _KINDS else {"kind", "input"}
        is_ours = wanted <= set(reader.fieldnames or ())
        rows = list(reader) if is_ours else []
    except csv.Error as error:
        raise unusable("CASES_LINE", file=file, line=reader.line_num) from error
    if not is_ours:
        raise unusable("CASES_COLUMNS", file=file)
    return [((row.get("kind") or "").strip() or usual_kind, row["input"] or "") for row in rows]


def _judge(kind: str, text: str, regions: RegionFile) -> Judged:
    judge = _KINDS.get(kind)
    if judge is None:
        raise unusable("KIND_UNKNOWN", wanted=kind[:40], known=tuple(_KINDS))
    return judge(_case(text), regions)


def _case(text: str) -> Case:
    value, *pairs = text.split("|")
    keys = {key.strip(): content for key, _, content in (pair.partition("=") for pair in pairs)}
    ref = keys.get("ref")
    if ref is None:
        return Case(value, keys, DEFAULT_REF)
    try:
        day = date.fromisoformat(ref.strip())
    except ValueError as error:
        raise unusable("REF_NOT_A_DAY", ref=ref[:40]) from error
    if not FIRST_REF_YEAR <= day.year <= LAST_REF_YEAR:
        raise unusable("REF_NOT_A_DAY", ref=ref[:40])
    return Case(value, keys, day)


# Each kind imports its own rules: one value must be judged before anybody has noticed a start-up.


def _nik(case: Case, regions: RegionFile) -> Judged:
    from core.card_words import check_sex
    from core.nik import check_nik, described
    from core.people import IdPaper

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
    from core.dates import check_date

    return check_date(case.keys[key], on=case.ref).value if key in case.keys else None


def _kk(case: Case, regions: RegionFile) -> Judged:
    from core.family_card import check_family_card_no

    is_training = case.keys.get("mode") == "latihan"
    nik = case.keys.get("nik", "")
    return _judged(
        check_family_card_no(case.value, on=case.ref, nik=nik, regions=regions, is_training=is_training), str
    )


def _phone(case: Case, regions: RegionFile) -> Judged:
    from app.bundled import identity_rules
    from core.phone import check_mobile

    del regions
    return _judged(check_mobile(case.value, rules=identity_rules()), str)


def _email(case: Case, regions: RegionFile) -> Judged:
    from app.bundled import identity_rules
    from core.email import check_email

    del regions
    checked = check_email(case.value, rules=identity_rules(), is_shared=case.keys.get("dup") == "1")
    proposals = (finding.proposal for finding in checked.findings if checked.value and finding.proposal)
    return Judged(next(proposals, checked.value or ""), checked.findings)


def _date(case: Case, regions: RegionFile) -> Judged:
    from core.dates import DateSource, check_date

    del regions
    source = DateSource.EXCEL if case.keys.get("src") == "excel" else DateSource.TYPED
    return _judged(check_date(case.value, on=case.ref, source=source), date.isoformat)


def _name(case: Case, regions: RegionFile) -> Judged:
    from core.names import check_name

    del regions
    return _judged(check_name(case.value), str)


def _rt_rw(case: Case, regions: RegionFile) -> Judged:
    from core.address import check_rt_rw

    del regions
    return _judged(check_rt_rw(case.value), str)


def _village(case: Case, regions: RegionFile) -> Judged:
    from core.address import check_village_code, described_village

    is_training = case.keys.get("mode") == "latihan"
    return _judged(check_village_code(case.value, regions=regions, is_training=is_training), described_village)


def _postal_code(case: Case, regions: RegionFile) -> Judged:
    from core.address import check_postal_code

    province = case.keys.get("prov", "").strip()
    return _judged(check_postal_code(case.value, regions=regions, province=province), str)


def _eligibility(case: Case, regions: RegionFile) -> Judged:
    from app.bundled import programme
    from core.dates import check_date
    from core.eligibility import one_word
    from core.eligibility_case import judge_case

    del regions
    wanted = programme(case.value.strip().upper())
    born = check_date(case.keys["dob"], on=case.ref) if "dob" in case.keys else Checked(None)
    if born.weight is Weight.BLOCK:  # a day that cannot be is no favourable one
        return Judged("", born.findings)
    judgement = judge_case(wanted, case.keys, case.ref, born.value)
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
    "kodepos": _postal_code,
    "elig": _eligibility,
}
