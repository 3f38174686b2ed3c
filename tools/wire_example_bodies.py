"""What the events of the example messages say: one made-up morning at one desk."""

from __future__ import annotations

import uuid

import msgspec

from core.wire.codec import encode
from core.wire.events import Kind
from core.wire.records import (
    AccountMovedBody,
    AccountOpenedBody,
    BatchJoinedBody,
    CorrectedBody,
    IncidentNotedBody,
    JudgementBody,
    MailboxCodeSetBody,
    MailboxReservedBody,
    NikShownBody,
    NotedFinding,
    OtherDayBody,
    PapersAddedBody,
    PersonBody,
    PortalTypedBody,
    ProofAskedBody,
    ProofReadBody,
    QueueDayBody,
    RegisteredBody,
    RemarkBody,
    RepeatedBody,
    ReprintedBody,
    SettledBody,
    SlipCaseBody,
    SlipCaseSettledBody,
    StageBody,
    SurveyAnsweredBody,
    TicketMovedBody,
    TicketTakenBody,
    VisitNotedBody,
    WithdrawnBody,
)

Bodies = tuple[tuple[Kind, bytes, bytes | int | None, tuple[bytes, ...]], ...]
"""Kind, body, record and base of events that follow each other."""

FOREIGN_RECORD = uuid.UUID("0171710b-0000-7000-8000-0000000000aa").bytes
SEEN_EVENT = uuid.UUID("0171710b-0000-7000-8000-0000000000bb").bytes

PERSON = PersonBody(
    nik="3578085508909901",
    name_on_id="SITI AMINAH",
    birth_place="SURABAYA",
    birth_date="1990-08-15",
    sex="P",
    id_address="JL. KENANGA NO. 12",
    rt_rw="003/007",
    village_code="35.78.08.1002",
    religion="ISLAM",
    marital_status="KAWIN",
    occupation="BURUH HARIAN LEPAS",
    citizenship="WNI",
    family_card_no="3578080101159901",
    mobile="+6281234560123",
    email="siti.aminah@contoh.id",
)

REGISTERED = RegisteredBody(
    outcome="waiting_list",
    status="DAFTAR_TUNGGU",
    programme="PRAKERJA2020",
    period="2020",
    business_on="2020-04-13",
    registration_no="35-SBY01-20200413-0001-4",
    queue_number="A001",
    person=PERSON,
    answers={"employment_status": "phk", "in_formal_education": False, "excluded_group": None, "children": 2},
    documents=("ktp",),
    findings=(
        NotedFinding("documents", "PAPER_MISSING", "warn", facts={"paper": "kk", "label": "Kartu Keluarga (KK)"}),
        NotedFinding("rt_rw", "RT_RW_NONE", "warn", is_confirmed=True),
    ),
    typed={"rt_rw": "-"},
    consent_version="prakerja2020-1",
    officer_name="RINA SETYOWATI",
    rules_version="2020-04-11.1",
)


def _as_then(body: msgspec.Struct, members: int) -> bytes:
    """A body as a program wrote it that knew so many members: chains over it were frozen with those bytes."""
    return msgspec.msgpack.encode(msgspec.msgpack.decode(encode(body))[:members])


BODIES: Bodies = (
    (Kind.REGISTERED, _as_then(REGISTERED, 15), None, ()),
    (Kind.REPEATED, encode(RepeatedBody("PRAKERJA2020", "2020", "2020-04-13", "RINA SETYOWATI")), 1, ()),
    (Kind.SLIP_REPRINTED, encode(ReprintedBody(2, "thermal80", "RINA SETYOWATI")), FOREIGN_RECORD, (SEEN_EVENT,)),
    (Kind.OFFICER_ADDED, encode(RemarkBody("officer", 1, "RINA SETYOWATI")), None, ()),
    (Kind.OTHER_DAY, encode(OtherDayBody("2020-04-11", "Listrik padam", "RINA SETYOWATI")), None, ()),
)
"""Kind, body, record and base of the events: a record of its own, one of the same stream, one of another device."""

JUDGEMENT = JudgementBody(
    outcome="registered",
    status="TERDAFTAR",
    registration_no="35-SBY01-20200413-0001-4",
    findings=(NotedFinding("rt_rw", "RT_RW_NONE", "warn", is_confirmed=True),),
    rules_version="2020-04-11.1",
)

LATER_BODIES: Bodies = (
    (Kind.PAPERS_ADDED, encode(PapersAddedBody(("kk",), JUDGEMENT, "RINA SETYOWATI")), 1, (SEEN_EVENT,)),
    (
        Kind.CORRECTED,
        encode(
            CorrectedBody(
                fields={"birth_place": "SIDOARJO", "mobile": ""},
                answers={"education": "SMA", "children": 3, "excluded_group": None},
                typed={"mobile": "0812-3456", "rt_rw": ""},
                judgement=JUDGEMENT,
                reason="Salah baca kartu",
                officer_name="RINA SETYOWATI",
            )
        ),
        1,
        (SEEN_EVENT, FOREIGN_RECORD),
    ),
    (Kind.NIK_SHOWN, encode(NikShownBody("RINA SETYOWATI")), FOREIGN_RECORD, ()),
    (Kind.WITHDRAWN, encode(WithdrawnBody("Pindah ke luar kota", "RINA SETYOWATI")), 1, (SEEN_EVENT,)),
)
"""The same for the events of the next batch: later acts on a registration."""


STEP_BODIES: Bodies = (
    (Kind.PORTAL_TYPED, encode(PortalTypedBody("AKUN_DIBUAT", "2020-04-13", "RINA SETYOWATI", 1)), 1, (SEEN_EVENT,)),
    (
        Kind.STAGE_REACHED,
        encode(
            StageBody(
                code="GABUNG_GELOMBANG",
                on="2020-04-13",
                told_by="applicant",
                officer_name="RINA SETYOWATI",
                turn=2,
                note="Menunjukkan pesan di HP",
                batch=1,
                reason="Salah orang",
            )
        ),
        1,
        (SEEN_EVENT,),
    ),
    (Kind.BATCH_JOINED, encode(BatchJoinedBody(2, "2020-04-20", "RINA SETYOWATI", 3, JUDGEMENT)), FOREIGN_RECORD, ()),
    (
        Kind.REGISTERED,
        _as_then(msgspec.structs.replace(REGISTERED, visit=str(uuid.UUID(bytes=FOREIGN_RECORD))), 16),
        None,
        (),
    ),
)
"""The same for the batch after that: steps of a registration after the desk, and a second one of the same visit."""

SETTLED = SettledBody(
    field="mobile",
    value="+6281234560001",
    typed="0812-3456-0001",
    over=(SEEN_EVENT, FOREIGN_RECORD),
    judgement=JUDGEMENT,
    reason="Ditelepon",
    officer_name="RINA SETYOWATI",
)
SETTLED_BODIES = ((Kind.DISPUTE_SETTLED, encode(SETTLED), 1, (SEEN_EVENT,)),)
"""The same for the last one: a coordinator's choice between two desks' texts."""

TICKET = str(uuid.UUID(bytes=FOREIGN_RECORD))

QUEUE_BODIES: Bodies = (
    (Kind.TICKET_TAKEN, encode(TicketTakenBody("P001", "A", "2020-04-13", 1, "RINA SETYOWATI", "kiosk")), None, ()),
    (
        Kind.TICKET_TAKEN,
        encode(TicketTakenBody("A002", "A", "2020-04-13", 2, "RINA SETYOWATI", "blank", "35-SBY01-20200413-0002-3")),
        None,
        (),
    ),
    (
        Kind.TICKET_MOVED,
        _as_then(TicketMovedBody("called", 1, 3, "RINA SETYOWATI", "2"), 7),
        FOREIGN_RECORD,
        (SEEN_EVENT,),
    ),
    (
        Kind.TICKET_MOVED,
        _as_then(TicketMovedBody("requeued", 2, 4, "RINA SETYOWATI", slot=2), 7),
        FOREIGN_RECORD,
        (SEEN_EVENT,),
    ),
    (
        Kind.TICKET_MOVED,
        _as_then(TicketMovedBody("transferred", 3, 5, "RINA SETYOWATI", service="B"), 7),
        FOREIGN_RECORD,
        (SEEN_EVENT,),
    ),
    (Kind.REGISTERED, _as_then(msgspec.structs.replace(REGISTERED, ticket=TICKET), 17), None, ()),
    (Kind.DAY_CLOSED, encode(QueueDayBody("2020-04-13", 1, "RINA SETYOWATI")), None, ()),
    (Kind.DAY_REOPENED, encode(QueueDayBody("2020-04-13", 2, "RINA SETYOWATI", "Listrik menyala lagi")), None, ()),
    (
        Kind.VISIT_NOTED,
        encode(
            VisitNotedBody(
                business_on="2020-04-13",
                asked="complaint",
                result="forwarded",
                note="Kartu belum sampai",
                officer_name="RINA SETYOWATI",
                about=TICKET,
                ticket=TICKET,
            )
        ),
        FOREIGN_RECORD,
        (SEEN_EVENT,),
    ),
    (Kind.SURVEY_ANSWERED, encode(SurveyAnsweredBody("2020-04-13", "C", (4, 3, 4, 4, 2, 3, 4, 4, 1))), None, ()),
    (Kind.TICKET_REPRINTED, encode(ReprintedBody(2, "thermal58", "RINA SETYOWATI")), FOREIGN_RECORD, (SEEN_EVENT,)),
    (
        Kind.INCIDENT_NOTED,
        encode(IncidentNotedBody("2020-04-13", "power", "Padam pukul 10 sampai 11", "RINA SETYOWATI")),
        None,
        (),
    ),
    (
        Kind.SLIP_CASE_OPENED,
        encode(SlipCaseBody("35-SBY01-20200413-0002-3", "A002", "2020-04-13", bytes(range(8)), "RINA SETYOWATI")),
        None,
        (),
    ),
    (Kind.SLIP_CASE_SETTLED, encode(SlipCaseSettledBody("Data sudah datang", "RINA SETYOWATI")), FOREIGN_RECORD, ()),
)
"""The queue of that morning, and what else is noted beside registrations."""

MAILBOX = "siti.aminah.12@warga.contoh.id"

MAIL_BODIES: Bodies = (
    (
        Kind.ACCOUNT_OPENED,
        encode(AccountOpenedBody("2020-04-13", "none", "SITI AMINAH", "RINA SETYOWATI", TICKET, TICKET)),
        None,
        (),
    ),
    (
        Kind.ACCOUNT_MOVED,
        _as_then(AccountMovedBody("road", 1, "RINA SETYOWATI", road="public", provider="gmail"), 12),
        FOREIGN_RECORD,
        (SEEN_EVENT,),
    ),
    (Kind.ACCOUNT_MOVED, _as_then(AccountMovedBody("step", 2, "RINA SETYOWATI", step=4), 12), FOREIGN_RECORD, ()),
    (
        Kind.ACCOUNT_MOVED,
        _as_then(AccountMovedBody("address", 3, "RINA SETYOWATI", address="siti.aminah90@gmail.com"), 12),
        FOREIGN_RECORD,
        (),
    ),
    (
        Kind.ACCOUNT_MOVED,
        _as_then(
            AccountMovedBody(
                move="phone",
                turn=4,
                officer_name="RINA SETYOWATI",
                phone_owner="child",
                reach=("call", "contact"),
                contact_person="Bu RT 03",
            ),
            12,
        ),
        FOREIGN_RECORD,
        (),
    ),
    (
        Kind.ACCOUNT_MOVED,
        _as_then(AccountMovedBody("ended", 5, "RINA SETYOWATI", result="later", reason="no_time"), 12),
        FOREIGN_RECORD,
        (),
    ),
    (Kind.PROOF_ASKED, encode(ProofAskedBody("siti.aminah90@gmail.com", "RINA SETYOWATI")), FOREIGN_RECORD, ()),
    (Kind.PROOF_READ, encode(ProofReadBody("042917", SEEN_EVENT, "RINA SETYOWATI")), FOREIGN_RECORD, ()),
    (
        Kind.MAILBOX_RESERVED,
        encode(MailboxReservedBody(MAILBOX, bytes(range(32)), "SITI AMINAH", "RINA SETYOWATI")),
        FOREIGN_RECORD,
        (),
    ),
    (
        Kind.MAILBOX_CODE_SET,
        encode(
            MailboxCodeSetBody(
                address=MAILBOX,
                code_hash=bytes(range(32, 64)),
                turn=2,
                why="recovery",
                officer_name="RINA SETYOWATI",
                reason="Lupa kata sandi",
                id_paper="KTP asli",
            )
        ),
        FOREIGN_RECORD,
        (),
    ),
    (Kind.REGISTERED, encode(msgspec.structs.replace(REGISTERED, account=TICKET)), None, ()),
)
"""Help with e-mail on that morning, and a registration that got one."""

TURN_BODIES: Bodies = (
    (
        Kind.ACCOUNT_MOVED,
        encode(AccountMovedBody("need_forgotten", 6, "RINA SETYOWATI", road="own")),
        FOREIGN_RECORD,
        (SEEN_EVENT,),
    ),
    (
        Kind.ACCOUNT_MOVED,
        encode(AccountMovedBody("bound", 7, "RINA SETYOWATI", registration=TICKET)),
        FOREIGN_RECORD,
        (),
    ),
)
"""Where a help with e-mail took a turn: another need, and a registration that stood already."""

NUMBER_BODIES: Bodies = (
    (
        Kind.TICKET_MOVED,
        encode(TicketMovedBody("renumbered", 4, 6, "RINA SETYOWATI", number="A203")),
        FOREIGN_RECORD,
        (SEEN_EVENT,),
    ),
    (Kind.TICKET_MOVED, encode(TicketMovedBody("settled", 5, 7, "RINA SETYOWATI")), FOREIGN_RECORD, ()),
)
"""Two people with one number of the queue, of whom one gets another; somebody at a counter when it is closed."""
