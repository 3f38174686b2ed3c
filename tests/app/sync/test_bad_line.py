"""Whatever the line does to an exchange: nothing is lost or doubled, and only what the server signed is believed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from app.desk.context import Desk
from app.desk.state import DeskState, desk_state
from app.main import codec
from app.sync.exchange import MOST_REWINDS
from app.sync.transport import HttpTransport
from core.errors import Trouble
from core.signing import Purpose, SigningKey
from core.wire.codec import CONTENT_TYPE
from core.wire.envelope import ExchangeReply, Receipt, receipt_message
from core.wire.events import GENESIS
from server.http.problems import problem_bytes
from server.keys import read_key
from tests.app.sync.conftest import Visit
from tests.kit.enrolled import Heads, desk_heads, pending, server_has, server_heads, sync
from tests.kit.line import BadLine, CutAnswer, CutRequest, Forge, Harm, HttpMessage, Pass, Reply, Twice, answer
from tests.kit.server import RunningServer

STEP = 97
"""Every so many bytes of a message a cut; ``make prove`` cuts at every single one."""


def everything(desk: Desk) -> tuple[Heads, DeskState, int]:
    """What a sync may change at the desk."""
    return desk_heads(desk), desk_state(desk.store), desk.store.refresh().cursor


def code_of_sync(desk: Desk) -> str:
    """The trouble that a sync ends in."""
    with pytest.raises(Trouble) as caught:
        sync(desk)
    return caught.value.code


def is_settled(server: RunningServer, desk: Desk, visits: int) -> bool:
    """Whether both ends hold the same, each visit once, and nothing waits."""
    device = str(desk.store.profile.device_uid)
    held = [one["seq"] for one in server_has(server) if one["device"] == device]
    is_once = held == list(range(1, visits + 1))
    return is_once and desk_heads(desk) == server_heads(server, desk) and pending(desk) == 0 and not sync(desk).sent


# --- cuts -----------------------------------------------------------------------------------------------------------


def cuts_of_last_exchange(line: BadLine, step: int, start: int = 0) -> list[Harm]:
    """Cuts of request and answer every ``step`` bytes."""
    harms: list[Harm] = [CutRequest(at) for at in range(start, len(line.requests[-1].raw), step)]
    return harms + [CutAnswer(at) for at in range(start, len(line.answers[-1].raw), step)]


def cut_everywhere(server: RunningServer, desk: Desk, line: BadLine, visit: Visit, *, step: int, start: int = 0) -> int:
    """Cut a small exchange every ``step`` bytes, each time with a new visit, then go on; how many cuts there were."""
    visit(desk, 0)
    sync(desk)
    harms = cuts_of_last_exchange(line, step, start)
    for number, harm in enumerate(harms, 1):
        visit(desk, number)
        before = everything(desk)
        line.harm(harm)
        assert code_of_sync(desk) == "LINE_BROKEN", harm
        assert everything(desk) == before, harm
        assert (sync(desk).sent, pending(desk)) == (1, 0), harm
    assert is_settled(server, desk, len(harms) + 1)
    return len(harms)


def cut_questions_everywhere(server: RunningServer, desk: Desk, line: BadLine, visit: Visit, *, step: int) -> int:
    """The same with exchanges that have nothing to send."""
    visit(desk, 0)
    sync(desk)
    sync(desk)
    before = everything(desk)
    harms = cuts_of_last_exchange(line, step)
    for harm in harms:
        line.harm(harm)
        assert code_of_sync(desk) == "LINE_BROKEN", harm
        assert everything(desk) == before, harm
    assert is_settled(server, desk, 1)
    return len(harms)


@pytest.mark.slow
def test_a_cut_anywhere_loses_and_doubles_nothing(
    server: RunningServer, desk: Desk, line: BadLine, visit: Visit
) -> None:
    assert cut_everywhere(server, desk, line, visit, step=STEP) > 10


def test_a_cut_anywhere_in_a_question_for_news_changes_nothing(
    server: RunningServer, desk: Desk, line: BadLine, visit: Visit
) -> None:
    assert cut_questions_everywhere(server, desk, line, visit, step=STEP) > 5


@pytest.mark.proof
@pytest.mark.parametrize("start", range(4))
def test_a_cut_at_every_single_byte_loses_and_doubles_nothing(
    server: RunningServer, desk: Desk, line: BadLine, visit: Visit, start: int
) -> None:
    """Every fourth byte from ``start`` on: each test has people for 500 visits."""
    cuts = cut_everywhere(server, desk, line, visit, step=4, start=start)
    print(f"cut at {cuts} places of an exchange: 0 lost, 0 doubled")


@pytest.mark.proof
def test_a_cut_at_every_single_byte_of_a_question_for_news_changes_nothing(
    server: RunningServer, desk: Desk, line: BadLine, visit: Visit
) -> None:
    cuts = cut_questions_everywhere(server, desk, line, visit, step=1)
    print(f"cut at {cuts} places of a question for news: nothing changed")


def test_the_server_does_nothing_for_a_request_that_lacks_its_last_byte(
    server: RunningServer, desk: Desk, line: BadLine, visit: Visit
) -> None:
    visit(desk, 1)
    line.harm_always(answer("503 Busy"))
    code_of_sync(desk)
    line.harm(CutRequest(len(line.requests[-1].raw) - 1))
    assert code_of_sync(desk) == "LINE_BROKEN"
    assert server_heads(server, desk) == {}


def test_a_line_that_refuses_connections_is_no_line(
    server: RunningServer, desk: Desk, line: BadLine, visit: Visit
) -> None:
    visit(desk, 1)
    line.cut()
    assert code_of_sync(desk) == "LINE_NONE"
    line.heal()
    assert sync(desk).accepted == 1
    assert is_settled(server, desk, 1)


def test_a_line_that_dies_in_mid_exchange_resumes_behind_what_was_receipted(
    server: RunningServer, desk: Desk, line: BadLine, visit: Visit
) -> None:
    for number in range(80):
        visit(desk, number)
    line.harm(Pass(), *(CutAnswer() for _ in range(9)))
    assert code_of_sync(desk) == "LINE_BROKEN"
    line.heal()
    left = pending(desk)
    assert left in (30, 55)  # whichever of the two that were under way came through
    totals = sync(desk)
    assert (totals.sent, pending(desk)) == (left, 0)
    assert is_settled(server, desk, 80)


# --- answers that are lost or come twice ----------------------------------------------------------------------------


def test_a_swallowed_answer_is_asked_for_again_and_nothing_is_doubled(
    server: RunningServer, desk: Desk, line: BadLine, visit: Visit
) -> None:
    visit(desk, 1)
    line.harm(CutAnswer())
    assert code_of_sync(desk) == "LINE_BROKEN"
    assert (pending(desk), server_heads(server, desk)) == (1, desk_heads(desk))
    assert sync(desk).sent == 1  # byte for byte the same request, so the same answer
    assert is_settled(server, desk, 1)


def test_after_a_swallowed_answer_a_longer_batch_counts_what_the_server_had_as_duplicates(
    server: RunningServer, desk: Desk, line: BadLine, visit: Visit
) -> None:
    visit(desk, 1)
    visit(desk, 2)
    line.harm(CutAnswer())
    code_of_sync(desk)
    visit(desk, 3)
    totals = sync(desk)
    assert (totals.sent, totals.duplicates, totals.accepted, totals.refused) == (3, 2, 1, 0)
    assert is_settled(server, desk, 3)


def test_a_request_that_arrives_twice_is_kept_once(
    server: RunningServer, desk: Desk, line: BadLine, visit: Visit
) -> None:
    visit(desk, 1)
    line.harm(Twice())
    totals = sync(desk)
    assert (totals.sent, totals.accepted, totals.duplicates) == (1, 1, 0)
    assert is_settled(server, desk, 1)


def test_an_old_request_that_arrives_late_changes_nothing(
    server: RunningServer, desk: Desk, line: BadLine, visit: Visit
) -> None:
    visit(desk, 1)
    sync(desk)
    old = line.requests[-1]
    visit(desk, 2)
    sync(desk)
    head, path = old.head.decode("ascii").split("\r\n")[1:-2], old.head.split()[1].decode()
    headers = dict(one.split(": ", 1) for one in head)
    transport = HttpTransport(server.url)
    assert transport.post(path, old.body, headers).status == 200
    transport.close()
    assert is_settled(server, desk, 2)


# --- answers that are not the server's ------------------------------------------------------------------------------

PAGE = b"<html><body>Selamat datang di WiFi Gratis! Silakan masuk.</body></html>"

FOREIGN = {
    "a log-in page": (answer("200 OK", PAGE, Content_Type="text/html; charset=utf-8"), "CAPTIVE_PORTAL"),
    "a log-in page that claims to be ours": (answer("200 OK", PAGE, Content_Type=CONTENT_TYPE), "REPLY_DAMAGED"),
    "a redirect to a log-in page": (answer("302 Found", Location="http://127.0.0.1:9/masuk"), "CAPTIVE_PORTAL"),
    "a redirect that keeps the method": (answer("307 X", Location="http://127.0.0.1:9/"), "CAPTIVE_PORTAL"),
    "an empty 200": (answer("200 OK"), "CAPTIVE_PORTAL"),
    "an empty 200 that claims to be ours": (answer("200 OK", Content_Type=CONTENT_TYPE), "REPLY_DAMAGED"),
    "nothing to say": (answer("204 No Content"), "CAPTIVE_PORTAL"),
    "a page not found": (answer("404 Not Found", PAGE, Content_Type="text/html"), "CAPTIVE_PORTAL"),
    "a gateway that wants a log-in": (answer("511 Network Authentication Required", PAGE), "CAPTIVE_PORTAL"),
    "a broken gateway": (answer("502 Bad Gateway", PAGE, Content_Type="text/html"), "SERVER_TROUBLE"),
    "a bug": (answer("500 X", b'{"code":"SERVER_BUG"}', Content_Type="application/json"), "SERVER_TROUBLE"),
    "busy": (answer("503 Busy", Retry_After="7"), "SERVER_BUSY"),
    "too many requests": (answer("429 Too Many"), "SERVER_BUSY"),
    "a JSON hello": (answer("200 OK", b'{"ok":true}', Content_Type="application/json"), "CAPTIVE_PORTAL"),
    "packed, but not packed": (
        answer("200 OK", PAGE, Content_Type=CONTENT_TYPE, Content_Encoding="gzip"),
        "REPLY_DAMAGED",
    ),
    "no HTTP at all": (Reply(b"220 mail.example ESMTP\r\n\r\n"), "LINE_BROKEN"),
    "a body cut short": (
        Reply(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4000\r\n\r\n<html>", hangs_up=True),
        "LINE_BROKEN",
    ),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_an_answer_of_somebody_else_changes_nothing(
    server: RunningServer, desk: Desk, line: BadLine, visit: Visit, name: str
) -> None:
    harm, code = FOREIGN[name]
    visit(desk, 1)
    before = everything(desk)
    line.harm(harm)
    assert code_of_sync(desk) == code
    assert everything(desk) == before
    assert len(line.requests) == 2  # enrolment and this one: nothing was followed or tried again
    line.heal()
    assert sync(desk).accepted == 1
    assert is_settled(server, desk, 1)


# --- forged and misplaced receipts ----------------------------------------------------------------------------------


def forged(change: Callable[[Receipt], Receipt], key: SigningKey, purpose: Purpose = Purpose.RECEIPT) -> Forge:
    """The server's answer with another receipt, signed by ``key``."""

    def forge(message: HttpMessage) -> bytes:
        true = codec().unpack(message.body, ExchangeReply)
        receipt = change(true.receipt)
        signature = key.sign(purpose, receipt_message(receipt))
        false = msgspec.structs.replace(true, receipt=receipt, receipt_signature=signature)
        return message.with_body(codec().pack(false))

    return Forge(forge)


def other(**changes: Any) -> Callable[[Receipt], Receipt]:  # noqa: ANN401 - members of a receipt
    """A receipt with some members changed."""
    return lambda receipt: msgspec.structs.replace(receipt, **changes)


def server_key(server: RunningServer) -> SigningKey:
    """The key that signs this server's receipts."""
    key = read_key(server.settings.key_file)
    assert key is not None
    return key


def refuses(server: RunningServer, desk: Desk, line: BadLine, harm: Harm, code: str) -> None:
    """Fail unless this answer to the next exchange ends in ``code``, changes nothing, and the true one is taken."""
    waiting = pending(desk)
    before = everything(desk)
    line.harm(harm)
    assert code_of_sync(desk) == code
    assert everything(desk) == before
    line.heal()
    assert sync(desk).sent == waiting
    assert pending(desk) == 0
    assert desk_heads(desk) == server_heads(server, desk)


def test_a_receipt_signed_by_another_key_is_not_believed(
    server: RunningServer, desk: Desk, line: BadLine, visit: Visit
) -> None:
    visit(desk, 1)
    refuses(server, desk, line, forged(other(), SigningKey.generate()), "RECEIPT_WRONG")


def test_a_signature_made_for_something_else_is_not_believed(
    server: RunningServer, desk: Desk, line: BadLine, visit: Visit
) -> None:
    visit(desk, 1)
    refuses(server, desk, line, forged(other(), server_key(server), Purpose.HEAD), "RECEIPT_WRONG")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"stream": bytes(20)}, "RECEIPT_WRONG"),
        ({"have_hash": bytes(32)}, "RECEIPT_WRONG"),
        ({"have_seq": 1}, "RECEIPT_WRONG"),
        ({"have_seq": 0, "have_hash": GENESIS}, "RECEIPT_WRONG"),
        ({"have_seq": 99}, "RECEIPT_WRONG"),
    ],
    ids=["another stream", "another hash", "another place", "less than was sent", "more than was ever written"],
)
def test_a_signed_receipt_that_does_not_equal_the_desks_own_chain_is_not_believed(
    server: RunningServer, desk: Desk, line: BadLine, visit: Visit, changes: dict[str, Any], code: str
) -> None:
    visit(desk, 1)
    visit(desk, 2)
    refuses(server, desk, line, forged(other(**changes), server_key(server)), code)


def test_a_receipt_whose_words_were_changed_behind_its_signature_is_not_believed(
    server: RunningServer, desk: Desk, line: BadLine, visit: Visit
) -> None:
    def forge(message: HttpMessage) -> bytes:
        true = codec().unpack(message.body, ExchangeReply)
        receipt = msgspec.structs.replace(true.receipt, cursor=true.receipt.cursor + 1)
        return message.with_body(codec().pack(msgspec.structs.replace(true, receipt=receipt)))

    visit(desk, 1)
    refuses(server, desk, line, Forge(forge), "RECEIPT_WRONG")


def test_a_true_answer_from_an_earlier_exchange_is_not_believed(
    server: RunningServer, desk: Desk, line: BadLine, visit: Visit
) -> None:
    visit(desk, 1)
    sync(desk)
    cached = line.answers[-1].raw
    visit(desk, 2)
    refuses(server, desk, line, Reply(cached), "RECEIPT_WRONG")


def test_the_neighbours_true_answer_is_not_believed(
    server: RunningServer, desk: Desk, neighbour: Desk, line: BadLine, visit: Visit
) -> None:
    visit(neighbour, 1)
    sync(neighbour)
    theirs = line.answers[-1].raw
    visit(desk, 2)
    refuses(server, desk, line, Reply(theirs), "RECEIPT_WRONG")


def test_the_neighbours_true_answer_is_not_believed_where_only_news_were_asked_for(
    server: RunningServer, desk: Desk, neighbour: Desk, line: BadLine, visit: Visit
) -> None:
    visit(neighbour, 1)
    sync(neighbour)
    refuses(server, desk, line, Reply(line.answers[-1].raw), "RECEIPT_WRONG")


def test_bytes_behind_the_answer_spoil_it(server: RunningServer, desk: Desk, line: BadLine, visit: Visit) -> None:
    visit(desk, 1)
    refuses(server, desk, line, Forge(lambda true: true.with_body(true.body + b"\0")), "REPLY_DAMAGED")


def test_an_answer_to_an_older_question_makes_the_desk_send_again_and_nothing_else(
    server: RunningServer, desk: Desk, line: BadLine, visit: Visit
) -> None:
    sync(desk)
    stale = line.answers[-1].raw  # "nothing of you is here", truly signed
    visit(desk, 1)
    sync(desk)
    line.harm(Reply(stale))
    totals = sync(desk)
    assert (totals.sent, pending(desk)) == (1, 0)
    assert is_settled(server, desk, 1)


def test_whoever_says_without_end_that_the_server_forgot_is_not_heard_without_end(
    server: RunningServer, desk: Desk, line: BadLine, visit: Visit
) -> None:
    visit(desk, 1)
    gap = problem_bytes(409, "STREAM_GAP", have_seq=0, have_hash=GENESIS.hex())
    line.harm_always(answer("409 Conflict", gap, Content_Type="application/problem+json"))
    before = len(line.requests)
    assert code_of_sync(desk) == "SERVER_FORGETS"
    assert len(line.requests) - before == MOST_REWINDS + 1
    line.heal()
    assert sync(desk).accepted == 1
    assert is_settled(server, desk, 1)


def test_a_gap_that_names_a_strange_hash_is_not_believed_against_the_servers_signed_word(
    server: RunningServer, desk: Desk, line: BadLine, visit: Visit
) -> None:
    visit(desk, 1)
    gap = problem_bytes(409, "STREAM_GAP", have_seq=0, have_hash="00" * 31 + "01")
    refuses(server, desk, line, answer("409 Conflict", gap, Content_Type="application/problem+json"), "RECEIPT_WRONG")
