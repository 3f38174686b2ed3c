"""The grey remarks beside a field: counters, the decoded NIK, age, the way a number reads aloud."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from app.forms.judging import Judged
from app.forms.state import FormState
from app.forms.views import Hint, HintCode
from core.address import RegionMatch, Village
from core.answers import day_of
from core.card_numbers import LENGTH, Fault, spelled
from core.dates import age_on, check_date
from core.findings import Fact
from core.nik import Nik, check_nik
from core.people import Sex
from core.phone import printed_mobile
from core.programme import QuestionKind
from core.registration import Rulebook
from core.typed_text import MAX_CHARS

ANSWERS = "answers."
"""How the fields of a programme's questions begin."""

_SEX = {Sex.FEMALE: HintCode.WOMAN, Sex.MALE: HintCode.MAN}


def hints_of(name: str, judged: Judged, state: FormState, rulebook: Rulebook) -> tuple[Hint, ...]:
    """What the program has understood of one field."""
    hints = _HINTS.get(name)
    shown = judged.shown.get(name, "")
    found = tuple(hints(shown, judged, rulebook)) if hints and shown.strip() else ()
    if name.startswith(ANSWERS):
        found = (*found, *_of_answer(name, judged, rulebook))
    is_of_program = name in judged.filled or name in state.taken
    return (*found, *_origin(name, judged, state)) if is_of_program else found


def _hint(code: HintCode, **facts: Fact) -> Hint:
    return Hint(code.value, facts)


def _of_answer(name: str, judged: Judged, rulebook: Rulebook) -> Iterator[Hint]:
    """How the rules read a typed amount or day; and that a secret goes nowhere."""
    question = rulebook.programme.question(name.removeprefix(ANSWERS))
    if question is None:
        return
    answer = judged.assessment.answers.get(question.name)
    if question.kind is QuestionKind.AMOUNT and isinstance(answer, int) and not isinstance(answer, bool):
        typed = judged.entry.answers.get(question.name)
        if str(typed).replace(".", "") != str(answer):  # else the box says it already
            yield _hint(HintCode.AMOUNT, amount_rp=answer)
    day = day_of(answer) if question.kind is QuestionKind.DATE else None
    if day is not None:
        yield _hint(HintCode.BORN, birth_date=day)
    if question.is_secret:
        yield _hint(HintCode.UNPRINTED)


def _origin(name: str, judged: Judged, state: FormState) -> Iterator[Hint]:
    """Where a value comes from that nobody typed like this."""
    if name in judged.filled:
        yield _hint(HintCode.USUAL if name == "citizenship" else HintCode.FROM_NIK)
    if name in state.taken:
        yield _hint(HintCode.BEFORE, text=state.texts.get(name, ""))


def _nik(shown: str, judged: Judged, rulebook: Rulebook) -> Iterator[Hint]:
    yield from _count(shown, judged, rulebook)
    applicant = judged.assessment.applicant
    checked = check_nik(
        shown,
        on=rulebook.on,
        regions=rulebook.regions,
        birth_date=applicant.birth_date,
        sex=applicant.sex,
        is_training=rulebook.is_training,
        paper=rulebook.programme.id_paper,
    )
    if checked.value is not None:
        yield _hint(_SEX[checked.value.sex])
        yield _hint(HintCode.BORN, birth_date=checked.value.birth_date)
        yield _district(checked.value, rulebook)


def _district(nik: Nik, rulebook: Rulebook) -> Hint:
    if nik.region is RegionMatch.TRAINING:
        return _hint(HintCode.DISTRICT_TRAINING)
    district = rulebook.regions.district(nik.district_code)
    if district is None:
        return _hint(HintCode.DISTRICT_UNKNOWN, district=nik.district_code)
    return _hint(HintCode.DISTRICT, district=district.name)


def _count(shown: str, _judged: Judged, _rulebook: Rulebook) -> Iterator[Hint]:
    """``14 dari 16`` while the number is not complete."""
    written = spelled(shown[:MAX_CHARS])
    if written.fault in (Fault.TOO_SHORT, Fault.TOO_LONG):
        yield _hint(HintCode.COUNT, length=len(written.digits), needed=LENGTH)


def _birth_date(shown: str, _judged: Judged, rulebook: Rulebook) -> Iterator[Hint]:
    born = check_date(shown, on=rulebook.on).value
    if born is not None:
        if f"{born:%d-%m-%Y}" != shown.strip():
            yield _hint(HintCode.BORN, birth_date=born)
        yield _hint(HintCode.AGE, age=age_on(born, rulebook.on))


def _sex(_shown: str, judged: Judged, _rulebook: Rulebook) -> Iterator[Hint]:
    sex = judged.assessment.applicant.sex
    if sex is not None:
        yield _hint(_SEX[sex])


def _village_of(name: str) -> Callable[[str, Judged, Rulebook], Iterator[Hint]]:
    def hints(shown: str, judged: Judged, rulebook: Rulebook) -> Iterator[Hint]:
        code = getattr(judged.assessment.applicant, name)
        village = rulebook.regions.village(code) if code else None
        if village is not None and village_path(village) != shown:
            yield _hint(HintCode.VILLAGE, village=village.name, district=village.district, regency=village.regency)

    return hints


def village_path(village: Village) -> str:
    """``Gubeng, Gubeng, Kota Surabaya``: what stands in the box once a village is chosen."""
    return f"{village.name}, {village.district}, {village.regency}"


def _mobile(_shown: str, judged: Judged, rulebook: Rulebook) -> Iterator[Hint]:
    number = judged.assessment.applicant.mobile
    if number:
        printed = printed_mobile(number)
        yield _hint(HintCode.NUMBER, number=printed)
        operator = rulebook.identity.mobile.operator(printed)
        if operator:
            yield _hint(HintCode.OPERATOR, operator=operator)


def _rt_rw(shown: str, judged: Judged, _rulebook: Rulebook) -> Iterator[Hint]:
    rt, slash, rw = judged.assessment.applicant.rt_rw.partition("/")
    if slash and judged.assessment.applicant.rt_rw != shown.strip():
        yield _hint(HintCode.RT_RW, rt=rt, rw=rw)


_HINTS: Mapping[str, Callable[[str, Judged, Rulebook], Iterator[Hint]]] = {
    "nik": _nik,
    "birth_date": _birth_date,
    "sex": _sex,
    "rt_rw": _rt_rw,
    "village_code": _village_of("village_code"),
    "current_village_code": _village_of("current_village_code"),
    "family_card_no": _count,
    "mobile": _mobile,
}
