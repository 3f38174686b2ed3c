"""``posko find``, ``slip`` and ``verify``."""

from __future__ import annotations

import argparse
from datetime import date

from app.desk.lookup import find, find_one
from app.desk.outputs import refuse_folder
from app.desk.scan import Judged, facts_of, judged_alone, judged_here
from app.desk.slips import write_slip
from app.desk.verify import SlipVerdict
from app.headless.answer import DONE, NOT_ALL_GRANTED, Answer, Json
from app.headless.disputes import dispute_json, dispute_lines
from app.headless.opening import desk_for, refuse_clear_output
from app.headless.register import paper_of
from app.models.places import DATABASE_NAME
from app.models.store import Store
from core.errors import Trouble
from core.people import masked_nik
from core.registered import KeptRegistration
from core.sentences import fact_text, sentence

_VALID = {SlipVerdict.VALID: True, SlipVerdict.INVALID: False, SlipVerdict.UNKNOWN: None}


def find_text(arguments: argparse.Namespace) -> Answer:
    """List what a NIK, name or number may mean; runs beside the window."""
    with desk_for(arguments, is_read_only=True) as desk:
        found = find(desk, arguments.text)
    lines = tuple(line for one in found for line in (f"{_line(one)}  {one.uid}", *dispute_lines(one, desk.words)))
    lines = lines or (sentence("FOUND_NOTHING"),)
    return Answer([_listed(one) for one in found], lines, DONE if found else NOT_ALL_GRANTED)


def _line(one: KeptRegistration) -> str:
    body = one.body
    on = fact_text(date.fromisoformat(body.business_on))
    name, nik = body.person.name_on_id or "-", masked_nik(body.person.nik) or "-"
    return f"{on}  {one.queue_number}  {one.registration_no or '-'}  {name}  {nik}  {one.status}"


def _listed(one: KeptRegistration) -> Json:
    return {
        "uid": str(one.uid),
        "registration_no": one.registration_no or None,
        "queue_number": one.queue_number,
        "name": one.body.person.name_on_id,
        "nik": masked_nik(one.body.person.nik),
        "programme": one.body.programme,
        "outcome": one.body.outcome,
        "status": one.status,
        "business_on": one.body.business_on,
        "copies": one.copies,
        "disputes": [dispute_json(dispute) for dispute in one.disputes],
    }


def slip(arguments: argparse.Namespace) -> Answer:
    """Write a slip again, marked DUPLIKAT and counted."""
    paper = paper_of(arguments.paper)
    refuse_folder(arguments.out)
    refuse_clear_output(arguments, arguments.out)
    with desk_for(arguments) as desk:
        kept = find_one(desk, arguments.ref)
        issued = write_slip(desk, kept, paper, arguments.out, is_reprint=True)
    line = sentence("SLIP_WRITTEN", {"file": str(issued.path), "copy": issued.copy_no})
    return Answer({"path": str(issued.path), "copy": issued.copy_no, "uid": str(kept.uid)}, (line, _line(kept)))


def verify_text(arguments: argparse.Namespace) -> Answer:
    """Judge the text of a slip's QR; needs neither secret nor line."""
    judged = _judged(arguments)
    checked, token, number = judged.check, judged.check.token, judged.check.number
    document: dict[str, Json] = {
        "valid": _VALID[checked.verdict],
        "reason": judged.code.value,
        "registration_no": str(number) if number else None,
        "queue_number": token.queue_number if token else None,
        "post": number.post_code if number else None,
        "on": number.business_on.isoformat() if number else None,
    }
    said = sentence(judged.code.value, facts_of(checked))
    return Answer(document, (said,), DONE if checked.verdict is SlipVerdict.VALID else NOT_ALL_GRANTED)


def _judged(arguments: argparse.Namespace) -> Judged:
    """What the devices known here say of a text, and whether a registration of this post that it names is here.

    Without a profile, or with one that cannot be opened, none is known; a slip can be read all the same.
    """
    if not (arguments.home / DATABASE_NAME).is_file():
        return judged_alone(arguments.text)
    try:
        with Store(arguments.home, is_read_only=True) as store:
            return store.run(lambda: judged_here(arguments.text, store.profile.post.code))
    except Trouble:
        return judged_alone(arguments.text)
