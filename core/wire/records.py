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

CodeHash = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]
"""What is kept of an activation code [core.activation]."""

ProofCode = Annotated[str, msgspec.Meta(pattern="^[0-9]{6}$")]
"""What somebody read out of the mail that the server sent."""

Tick = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
"""One more than the highest tick in the queue of the day that the writer had seen; 0 where none is meant."""

SurveyMark = Annotated[int, msgspec.Meta(ge=1, le=4)]
"""An answer of the survey of satisfaction."""

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
    ``ticket`` is the uid (as text) of the ticket whose number it has; empty = it took a number of its own.
    ``account`` is the uid (as text) of the help with an e-mail address that this visit got; empty = none.
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
    ticket: str = ""
    account: str = ""


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


class SettledBody(msgspec.Struct, frozen=True, array_like=True):
    """A coordinator chose between texts that two desks had given the same field without seeing each other.

    ``field`` is an identity field or ``answers.`` and a question; ``value`` and ``typed`` are what stands there from
    then on. ``over`` names the events between which it was chosen (at most 64; what was seen is seen anyway).
    """

    field: str
    value: Answer
    typed: str
    over: tuple[bytes, ...]
    judgement: JudgementBody
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


class TicketTakenBody(msgspec.Struct, frozen=True, array_like=True):
    """Somebody took a number of the queue, or it was printed on a blank form (``source`` blank).

    ``service`` is the line in which it stands, whatever the letter of ``number``. ``registration_no`` is kept for the
    registration on a blank form.
    """

    number: str
    service: str
    business_on: str
    tick: Tick
    officer_name: str
    source: str = "desk"
    registration_no: str = ""


class TicketMovedBody(msgspec.Struct, frozen=True, array_like=True):
    """A ticket was called, served, set aside ...: ``move`` is a word of ``core.tickets.Move``.

    ``turn`` counts like that of steps, of this ticket; ``tick`` like that of all tickets of the day. ``service`` is
    the line to which it was transferred, ``slot`` the slot behind which it goes back into its line, ``number`` the new
    number of one that is renumbered.
    """

    move: str
    turn: Turn
    tick: Tick
    officer_name: str
    counter: str = ""
    service: str = ""
    slot: Tick = 0
    number: str = ""


class QueueDayBody(msgspec.Struct, frozen=True, array_like=True):
    """The queue of a day was closed or, by a coordinator with a reason, opened again."""

    business_on: str
    turn: Turn
    officer_name: str
    reason: str = ""


class VisitNotedBody(msgspec.Struct, frozen=True, array_like=True):
    """Somebody came or called for something else than a registration, and what came of it.

    ``about`` and ``ticket`` are uids as text: of the registration that was asked about, of the number by which the
    person was called; empty = none.
    """

    business_on: str
    asked: str
    result: str
    note: str
    officer_name: str
    about: str = ""
    ticket: str = ""


class SurveyAnsweredBody(msgspec.Struct, frozen=True, array_like=True):
    """Somebody answered the survey of satisfaction; nothing in it tells who."""

    business_on: str
    service: str
    answers: Annotated[tuple[SurveyMark, ...], msgspec.Meta(min_length=9, max_length=9)]


class IncidentNotedBody(msgspec.Struct, frozen=True, array_like=True):
    """Something went wrong at the post: ``kind`` is a word of ``core.incidents.IncidentKind``."""

    business_on: str
    kind: str
    note: str
    officer_name: str


class SlipCaseBody(msgspec.Struct, frozen=True, array_like=True):
    """A genuine slip was shown whose registration no desk of the post has: what the slip says.

    ``key_id`` names the key of the device that signed it.
    """

    registration_no: str
    queue_number: str
    business_on: str
    key_id: Annotated[bytes, msgspec.Meta(min_length=8, max_length=8)]
    officer_name: str


class SlipCaseSettledBody(msgspec.Struct, frozen=True, array_like=True):
    """Somebody has seen to a slip without a registration, and how."""

    reason: str
    officer_name: str


class AccountOpenedBody(msgspec.Struct, frozen=True, array_like=True):
    """Somebody is helped with an e-mail address or a telephone; the event's record is this help.

    ``need`` is a word of ``core.accounts.Need``. ``registration`` and ``ticket`` are uids as text: of a registration
    that stands already, of the number by which the person was called; empty = none.
    """

    business_on: str
    need: str
    name_on_id: str
    officer_name: str
    registration: str = ""
    ticket: str = ""


class AccountMovedBody(msgspec.Struct, frozen=True, array_like=True):
    """How a help with an e-mail address went on: ``move`` is a word of ``core.accounts.AccountMove``.

    ``turn`` counts like that of tickets, of this help. What a move does not speak of stays empty: the road with its
    provider, the step that was reached, the address, the result with its reason, whose telephone and how to reach it,
    the registration (uid as text) of the person who turned out to have one.
    """

    move: str
    turn: Turn
    officer_name: str
    road: str = ""
    provider: str = ""
    step: Annotated[int, msgspec.Meta(ge=0, le=99)] = 0
    address: str = ""
    result: str = ""
    reason: str = ""
    phone_owner: str = ""
    reach: Annotated[tuple[str, ...], msgspec.Meta(max_length=8)] = ()
    contact_person: str = ""
    registration: str = ""


class ProofAskedBody(msgspec.Struct, frozen=True, array_like=True):
    """The server shall mail a code to this address; the event's record is the help."""

    address: str
    officer_name: str


class ProofReadBody(msgspec.Struct, frozen=True, array_like=True):
    """The applicant read a code out of the mail; ``asked`` is the uid of the event that asked for it."""

    code: ProofCode
    asked: Annotated[bytes, msgspec.Meta(min_length=16, max_length=16)]
    officer_name: str


class MailboxReservedBody(msgspec.Struct, frozen=True, array_like=True):
    """A mailbox of the region's own domain was promised to somebody; the event's record is the help.

    The name before ``@`` ends with the tag of this stream's name space. ``code_hash`` is all there is of its code.
    """

    address: str
    code_hash: CodeHash
    name_on_id: str
    officer_name: str


class MailboxCodeSetBody(msgspec.Struct, frozen=True, array_like=True):
    """A new activation code for a mailbox; every earlier one is void. ``why`` is a word of ``core.accounts.CodeWhy``.

    For a recovery ``reason`` says what a coordinator saw and ``id_paper`` which paper the person showed.
    """

    address: str
    code_hash: CodeHash
    turn: Turn
    why: str
    officer_name: str
    reason: str = ""
    id_paper: str = ""
