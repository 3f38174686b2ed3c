"""``posko selfcheck``: everything once in a temporary profile, so that a fresh installation can be trusted."""

from __future__ import annotations

import argparse
import secrets
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from app.bundled import programme, programme_codes
from app.desk.account.card import prepare_card
from app.desk.account.open import open_account
from app.desk.account.reserve import reserve_mailbox
from app.desk.context import Desk
from app.desk.refusal import Refused
from app.desk.register import Registered, register
from app.desk.slips import slip_of, write_slip
from app.desk.verify import SlipVerdict, verify
from app.headless.answer import DONE, TROUBLE, Answer, Json
from app.main import SystemClock, Unlocking, opened_desk
from app.models.birth import NewDesk, give_birth, new_device_uid
from app.models.device_keys import known_devices
from app.models.mail_space import keep_mail_space
from app.models.officers import Role
from app.models.profile import Post
from core.accounts import Need
from core.entry import Entry
from core.errors import Trouble
from core.mail_space import MailSpace
from core.registration import Outcome
from core.sentences import SENTENCES, os_reason, sentence
from core.signing import SigningKey
from papers import Paper
from papers.card_page import CardPaper

_ENTRY = Entry(
    fields={
        "nik": "3599995508909901",
        "name_on_id": "LATIHAN SATU",
        "birth_place": "SURABAYA",
        "birth_date": "15-08-1990",
        "sex": "P",
        "id_address": "JL. LATIHAN NO. 1",
        "rt_rw": "001/001",
        "village_code": "35.78.08.1001",
        "religion": "ISLAM",
        "marital_status": "KAWIN",
        "occupation": "WIRASWASTA",
        "citizenship": "WNI",
        "family_card_no": "3599990101159901",
        "mobile": "081200000999",
    },
    documents=("ktp", "kk"),
    has_consent=True,
    confirm=frozenset({"*"}),
)
"""A made-up person of the training district."""

_HOST = "posko.contoh.go.id"
_SPACE = MailSpace("warga.contoh.go.id", "22")
_STEM = "latihan.satu"

_PDF = b"%PDF-"


@dataclass(frozen=True, slots=True)
class _Bench:
    """What the steps share."""

    desk: Desk
    folder: Path
    registered: list[Registered]


def selfcheck(arguments: argparse.Namespace) -> Answer:
    """Run every step; the first that fails ends it.

    Raises: Trouble FILE_CANNOT_USE if there is no folder for temporary files.
    """
    del arguments
    steps: list[Json] = []
    lines: list[str] = []
    try:
        folder = Path(tempfile.mkdtemp(prefix="posko-selfcheck-"))
    except OSError as error:
        raise Trouble("FILE_CANNOT_USE", file="posko-selfcheck", reason=os_reason(error.errno)) from error
    try:
        is_ok = _run(folder, steps, lines)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return Answer({"ok": is_ok, "steps": steps}, tuple(lines), DONE if is_ok else TROUBLE)


def _run(folder: Path, steps: list[Json], lines: list[str]) -> bool:
    def note(name: str, problem: str) -> bool:
        steps.append({"step": name, "ok": not problem, "problem": problem})
        word = sentence("STEP_FAILED" if problem else "STEP_DONE")
        lines.append(f"{word:<4} {name}{f': {problem}' if problem else ''}")
        return not problem

    name = "migrate"
    try:
        secret = secrets.token_hex(16)
        _make_profile(folder / "profile", secret)
        with opened_desk(folder / "profile", Unlocking(None, secret), holder="posko selfcheck") as desk:
            note(name, "")
            bench = _Bench(desk, folder, [])
            for name, step in _STEPS.items():
                if not note(name, step(bench)):
                    return False
    except Trouble as trouble:
        return note(name, sentence(trouble.code, trouble.facts))
    return True


def _make_profile(home: Path, secret: str) -> None:
    clock = SystemClock()
    post = Post("LATIH", "POSKO LATIHAN", "35", is_training=True)
    desk = NewDesk(new_device_uid(clock), SigningKey.generate(), post, 1, "Petugas", Role.COORDINATOR, secret)
    give_birth(home, desk, clock)


def _register(bench: _Bench) -> str:
    for code in programme_codes():
        done = register(bench.desk, _ENTRY, programme(code), bench.desk.today())
        # the entry answers no questions, and its person is neither old, a child nor from everywhere
        if done.outcome not in (Outcome.WAITING_LIST, Outcome.NOT_ELIGIBLE):
            return sentence("SELFCHECK_OUTCOME", {"programme": programme(code).name})
        bench.registered.append(done)
    return ""


def _print(bench: _Bench) -> str:
    for one in bench.registered:
        for paper in Paper:
            target = bench.folder / f"{one.kept.uid}-{paper}.pdf"
            write_slip(bench.desk, one.kept, paper, target, is_reprint=True)
            if not target.read_bytes().startswith(_PDF):
                return sentence("SELFCHECK_PAPER", {"paper": paper.value})
    return ""


def _card(bench: _Bench) -> str:
    """A mailbox as the server would grant it, and its card with the code."""
    desk = replace(bench.desk, words=replace(bench.desk.words, status_host=_HOST))
    desk.store.write(lambda: keep_mail_space(desk.store.profile.stream, _SPACE))
    account = open_account(desk, desk.today(), Need.NONE, registration=bench.registered[0].kept.uid).account
    told = reserve_mailbox(desk, account.uid, _STEM)
    if isinstance(told, Refused):
        return sentence(told.code, told.facts)
    for paper in CardPaper:
        if not prepare_card(desk, account.uid, paper, told.code).pdf.startswith(_PDF):
            return sentence("SELFCHECK_CARD", {"paper": paper.value})
    return ""


def _verify(bench: _Bench) -> str:
    devices = bench.desk.store.run(known_devices)
    texts = [slip_of(bench.desk, one.kept, 1).qr_text for one in bench.registered if one.kept.registration_no]
    verdicts = {verify(text, devices).verdict for text in texts}
    return "" if verdicts == {SlipVerdict.VALID} else sentence("SELFCHECK_TOKEN")


def _store(bench: _Bench) -> str:
    return sentence("SELFCHECK_STORE") if bench.desk.store.integrity_problem() else ""


def _regions(bench: _Bench) -> str:
    return "" if bench.desk.regions.village("35.78.08.1001") is not None else sentence("SELFCHECK_REGIONS")


def _sentences(bench: _Bench) -> str:
    del bench
    empty = (code for code, text in SENTENCES.items() if not text.strip())
    return next((sentence("SELFCHECK_SENTENCE", {"name": code}) for code in empty), "")


def _english(bench: _Bench) -> str:
    del bench
    from app.ui.i18n import untranslated  # the window's toolkit, without a window

    missing = set(untranslated(SENTENCES.values()))
    lacking = (code for code, text in SENTENCES.items() if text in missing)
    return next((sentence("SELFCHECK_SENTENCE", {"name": code}) for code in lacking), "")


_STEPS: dict[str, Callable[[_Bench], str]] = {
    "register": _register,
    "print": _print,
    "card": _card,
    "verify": _verify,
    "store": _store,
    "regions": _regions,
    "sentences": _sentences,
    "english": _english,
}
