"""The questions of the account desk, each with its answers, made of where the help stands."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from app.ui.i18n import day_text, number_text, told, tr
from app.ui.panels.account_steps import is_checked
from app.ui.screens.account_course import AccountCourse
from app.ui.screens.account_pages import Page
from app.ui.screens.account_words import NEEDS, PHONES, reason_text
from app.ui.widgets.answers import Answer
from core.accounts import Need, Reason, Result, Road
from core.mail_steps import RoadGuide, StepNeed


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and what can be answered."""

    title: str
    about: str
    answers: tuple[Answer, ...]


def question_of(course: AccountCourse) -> Question | None:
    """The question of the page that is on; ``None`` = that page asks nothing of this kind."""
    match course.page:
        case Page.NEED:
            return _need(course)
        case Page.PHONE:
            return _phone(course)
        case Page.ROAD:
            return _road(course)
        case Page.WHY:
            return _why(course)
        case _:
            return None


def _need(course: AccountCourse) -> Question:
    answers = tuple(
        Answer(tr(text), tr(about), functools.partial(course.open, need)) for need, (text, about) in NEEDS.items()
    )
    known = course.view.account.opened.name_on_id if course.view is not None else ""
    title = tr("Apakah {name} pernah punya e-mail?").format(name=known or course.wish.name_on_id)
    return Question(title, tr("HP Android hampir selalu punya satu: lihat Pengaturan, lalu Akun."), answers)


def _phone(course: AccountCourse) -> Question:
    answers = tuple(
        Answer(tr(text), take=functools.partial(course.answer_phone, owner, use)) for owner, use, text in PHONES
    )
    about = tr("Penyedia e-mail mengirim kode ke HP itu. Jangan memakai HP petugas atau HP posko.")
    return Question(tr("HP siapa yang dipakai?"), about, answers)


def _road(course: AccountCourse) -> Question:
    view = course.view
    is_forgotten = view is not None and view.account.need == Need.FORGOTTEN
    warning = tr("Kalau akun program sudah memakai alamat yang lama, pulihkan yang lama; jangan membuat yang kedua.")
    return Question(tr("Dengan cara apa?"), warning if is_forgotten else "", tuple(_roads(course)))


def _roads(course: AccountCourse) -> Iterator[Answer]:
    view = course.view
    need = view.account.need if view is not None else ""
    has_one = need in (Need.HAS, Need.FORGOTTEN)
    own = (
        Answer(tr("E-mail yang sudah ada"), take=functools.partial(course.take_own, Need.HAS)),
        Answer(
            tr("Lupa alamat atau kata sandinya"),
            tr("Langkah memulihkannya, di HP pemohon."),
            functools.partial(course.take_own, Need.FORGOTTEN),
        ),
    )
    if has_one:
        yield from own if need == Need.HAS else reversed(own)
    for guide in course.guides:
        take = functools.partial(course.choose_road, Road.PUBLIC, guide.provider)
        yield Answer(told(guide.name, guide.name_en), _about_guide(guide), take)
    if view is not None and view.space is not None:
        yield Answer(
            tr("E-mail daerah: nama@{domain}").format(domain=view.space.domain),
            tr("Tanpa HP. Alamatnya dipesan sekarang, kartunya dicetak, dan pemohon membukanya sendiri nanti."),
            functools.partial(course.choose_road, Road.REGIONAL),
        )
    if not has_one:
        yield from own  # it may turn up once somebody looks into the telephone
    yield Answer(tr("Nanti saja"), tr("Dicatat dengan alasannya."), functools.partial(course.ask_why, Result.LATER))


def _about_guide(guide: RoadGuide) -> str:
    """How long, what is needed, and whether somebody has looked that it is still so."""
    needs = {StepNeed.SMARTPHONE: tr("HP pintar"), StepNeed.CREDIT: tr("pulsa"), StepNeed.LINE: tr("internet")}
    minutes = tr("{least} sampai {most} menit").format(
        least=number_text(guide.least_minutes), most=number_text(guide.most_minutes)
    )
    wanted = ", ".join(text for need, text in needs.items() if need in guide.needs)
    needed = tr("perlu {needs}").format(needs=wanted) if wanted else ""
    checked = (
        tr("dicek {day}").format(day=day_text(guide.last_checked)) if is_checked(guide) else tr("belum dipastikan")
    )
    return "  \u00b7  ".join(one for one in (minutes, needed, checked) if one)


def _why(course: AccountCourse) -> Question:
    is_later = course.result is Result.LATER
    title = tr("Mengapa ditunda?") if is_later else tr("Mengapa belum berhasil?")
    about = (
        tr("Tercatat di slip dan di rekap hari ini. Pemohon boleh kembali kapan saja.")
        if is_later
        else tr("Pendaftaran tetap berjalan tanpa e-mail.")
    )
    answers = tuple(
        Answer(reason_text(reason), take=functools.partial(course.end, course.result, reason)) for reason in Reason
    )
    return Question(title, about, answers)
