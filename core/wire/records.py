"""Bodies of events: what an act says. Members stand by position; new ones go to the end, none is ever re-used."""

from __future__ import annotations

from typing import Annotated

import msgspec

Answer = str | int | bool | None
"""An answer to a programme's question, as wire, form and file know it."""

SCHEMA = 1
"""Version of the bodies below."""

Turn = Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]
"""One more than the highest turn among the steps of the same registration that the writer had seen."""

BatchNumber = Annotated[int, msgspec.Meta(ge=0, le=9_999)]
"""The number of a batch; 0 = none."""


class NotedFinding(msgspec.Struct, frozen=True, array_like=True):
    """A finding as kept with the record: which field, which rule, how heavy, whether the officer confirmed it.

    ``is_open``: it still kept the visit from getting a number.
    ``facts`` are texts as people read them, so that the sentence can be said again years later.
    """

    field: str
    code: str
    weight: str
    is_confirmed: bool = False
    facts: dict[str, str] = {}
    is_open: bool = False


class PersonBody(msgspec.Struct, frozen=True, array_like=True):
    """Identity in KTP order, normalised; days as ISO text; empty text = not given."""

    nik: str
    name_on_id: str
    birth_place: str
    birth_date: str
    sex: str
    id_address: str
    rt_rw: str
    village_code: str
    religion: str
    marital_status: str
    occupation: str
    citizenship: str
    family_card_no: str
    mobile: str
    email: str
    contact_person: str = ""
    current_address: str = ""
    current_village_code: str = ""
    represented_by: str = ""
    disability: str = ""
    bank_account: str = ""


class RegisteredBody(msgspec.Struct, frozen=True, array_like=True):
    """One visit to the desk and its outcome (every outcome but a duplicate).

    ``typed`` keeps the text of every field that gave no value, was doubted, or was mended by an accepted proposal.
    ``visit`` is the uid (as text) of the visit's first registration, whose queue number it shares; empty = this one.
    """

    outcome: str
    status: str
    programme: str
    period: str
    business_on: str
    registration_no: str
    queue_number: str
    person: PersonBody
    answers: dict[str, Answer]
    documents: tuple[str, ...]
    findings: tuple[NotedFinding, ...]
    typed: dict[str, str]
    consent_version: str
    officer_name: str
    rules_version: str
    visit: str = ""


class RepeatedBody(msgspec.Struct, frozen=True, array_like=True):
    """The same person asked again; the event's record is the first registration."""

    programme: str
    period: str
    business_on: str
    officer_name: str


class ReprintedBody(msgspec.Struct, frozen=True, array_like=True):
    """A slip was written again: which copy, on which paper."""

    copy_no: int
    paper: str
    officer_name: str


class RemarkBody(msgspec.Struct, frozen=True, array_like=True):
    """An act about the desk itself (export, restore, new officer): a word and a number, no personal data."""

    about: str
    count: int
    officer_name: str


class OtherDayBody(msgspec.Struct, frozen=True, array_like=True):
    """A coordinator registered for another day than the real one, and why; the registrations follow in the log."""

    business_on: str
    reason: str
    officer_name: str


class JudgementBody(msgspec.Struct, frozen=True, array_like=True):
    """What a registration comes to after a later act: the whole of it, not what moved.

    ``registration_no`` is the one that it has from then on; a number that was given once is never taken away.
    """

    outcome: str
    status: str
    registration_no: str
    findings: tuple[NotedFinding, ...]
    rules_version: str


class CorrectedBody(msgspec.Struct, frozen=True, array_like=True):
    """Fields of a registration were corrected: those that changed and no others, so that two desks' can be merged.

    ``fields`` holds identity fields as they are from then on, normalised; ``typed`` the texts that stand beside them
    (empty: none any more).
    """

    fields: dict[str, str]
    answers: dict[str, Answer]
    typed: dict[str, str]
    judgement: JudgementBody
    reason: str
    officer_name: str


class PapersAddedBody(msgspec.Struct, frozen=True, array_like=True):
    """Papers were brought later: the new ones only."""

    documents: tuple[str, ...]
    judgement: JudgementBody
    officer_name: str


class WithdrawnBody(msgspec.Struct, frozen=True, array_like=True):
    """The applicant took the registration back; its number stays used."""

    reason: str
    officer_name: str


class NikShownBody(msgspec.Struct, frozen=True, array_like=True):
    """Somebody looked at the whole NIK of a registration, which is masked elsewhere."""

    officer_name: str


class StageBody(msgspec.Struct, frozen=True, array_like=True):
    """A registration reached a stage after the desk, as somebody told.

    ``on`` is the day on which it did (ISO text), ``batch`` the batch that it is in from then on (0: as before). With a
    ``reason`` a coordinator put it back to an earlier stage; ``code`` is then empty where none was reached at all.
    """

    code: str
    on: str
    told_by: str
    officer_name: str
    turn: Turn
    note: str = ""
    batch: BatchNumber = 0
    reason: str = ""


class BatchJoinedBody(msgspec.Struct, frozen=True, array_like=True):
    """A complete registration goes into a batch, or (``batch`` 0) waits for the next one, from this day on (ISO text).

    ``judgement`` is there if it comes to something else by that: nothing but a closed batch had kept it waiting.
    """

    batch: BatchNumber
    on: str
    officer_name: str
    turn: Turn
    judgement: JudgementBody | None = None


class PortalTypedBody(msgspec.Struct, frozen=True, array_like=True):
    """An officer typed the person into the programme's other site, as a step towards the stage ``code``."""

    code: str
    on: str
    officer_name: str
    turn: Turn
