"""TRUST S1-S4: whatever a line does to a message of whatever kind, nothing is lost, doubled, overwritten or stuck."""

from __future__ import annotations

import itertools
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path

import pytest

from app.desk.context import Desk
from app.models.events import append
from app.models.profile import Post
from app.sync import pace
from app.sync.pace import LANES_IN_ROW
from core.errors import Trouble
from core.wire.codec import CONTENT_TYPE
from core.wire.events import Kind
from core.wire.records import RemarkBody
from server.exchange import receive
from tests.harness.places import quick_folder
from tests.harness.seeds import seeded
from tests.kit.desk import new_profile, opened, register_one, sql
from tests.kit.enrolled import desk_heads, enrolled_desk, join, pending, sync
from tests.kit.line import BadLine, CutAnswer, CutRequest, Forge, Harm, HttpMessage, Pass, Reply, Twice, answer
from tests.kit.manual_clock import ManualClock
from tests.kit.server import RunningServer, running_server
from tests.kit.server_engines import Engine
from tests.kit.zeros import check_zeros, server_digest, settle

POSTS = itertools.count(1)
PEOPLE = itertools.count()
MOST_VISITS = 500
"""A block has a thousand numbers a day."""

THIRTY_DAYS_S = 30 * 24 * 3600


def note(desk: Desk, many: int) -> None:
    """A desk writes so many events that are about nobody."""
    writer, body = desk.writer(), RemarkBody("recap", 1, "Petugas")
    desk.store.write(lambda: [append(writer, Kind.EXPORTED, body, at_ms=desk.now_ms()) for _ in range(many)])


class Stand:
    """A server, a post of its own with two desks, and the bad line between them."""

    def __init__(self, server: RunningServer, folder: Path) -> None:
        self.server = server
        self.folder = folder
        self.line = BadLine(server.url)
        self.clock = ManualClock()
        self.post = f"F{next(POSTS):05d}"
        self._all = ExitStack()
        self.desk, self.neighbour = (self._enrolled(name) for name in ("desk", "neighbour"))
        self.acknowledged: list[object] = []

    def _enrolled(self, name: str) -> Desk:
        code = self.server.new_code(self.post)
        new = enrolled_desk(self.folder / name, self.line.url, code, post=self.post, clock=self.clock)
        return self._all.enter_context(new)

    def close(self) -> None:
        self._all.close()
        self.line.cut()

    def visit(self, desk: Desk) -> None:
        """Somebody new comes to a desk; once its numbers are used up for the day, it has something else to tell."""
        self.clock.pass_s(1)
        if len(self.acknowledged) < MOST_VISITS:
            self.acknowledged.append(register_one(desk, next(PEOPLE)).kept.uid)
        else:
            note(desk, 1)

    def check(self) -> None:
        """The line is sound again: the four zeros."""
        self.line.heal()
        settle(self.desk, self.neighbour)
        check_zeros(self.server, self.post, (self.desk, self.neighbour), self.acknowledged)


@pytest.fixture(scope="module")
def server(engine: Engine) -> Iterator[RunningServer]:
    with quick_folder() as folder, running_server(folder) as running:
        yield running


@pytest.fixture
def stand(server: RunningServer) -> Iterator[Stand]:
    with quick_folder() as folder:
        made = Stand(server, folder)
        yield made
        made.close()


# --- S1: cuts -------------------------------------------------------------------------------------------------------

Prepared = Callable[[], None]
"""Makes an exchange of the wanted kind due; does it anew for each cut."""


def one_batch(stand: Stand) -> Prepared:
    return lambda: stand.visit(stand.desk)


def several_batches(stand: Stand) -> Prepared:
    """More than two batches, so that several requests are under way at once."""

    def write_much() -> None:
        stand.visit(stand.desk)
        note(stand.desk, 60)

    return write_much


def news_page(stand: Stand) -> Prepared:
    def hear() -> None:
        stand.visit(stand.neighbour)
        sync(stand.neighbour)

    return hear


def narrowing(stand: Stand) -> Prepared:
    """The desk lacks an event of its neighbour, and no position tells: only the sets do."""
    stand.visit(stand.neighbour)
    settle(stand.neighbour, stand.desk)
    end = sql(stand.desk.store, "SELECT stream, head_seq, head_hash FROM author")[0]

    def lose() -> None:
        stream, seq, _hash = end
        before = sql(stand.desk.store, "SELECT hash FROM news WHERE stream = ? AND seq = ?", stream, seq - 1)
        sql(stand.desk.store, "DELETE FROM news WHERE stream = ? AND seq = ?", stream, seq)
        head = before[0][0] if before else bytes(32)
        sql(stand.desk.store, "UPDATE author SET head_seq = ?, head_hash = ?", seq - 1, head)

    return lose


def handing_on(stand: Stand) -> Prepared:
    """The server has lost the neighbour's stream, and only the desk is there to hand it on."""
    stand.visit(stand.neighbour)
    settle(stand.neighbour, stand.desk)
    return lambda: forget_stream(stand.server, stand.neighbour.store.profile.stream)


def forget_stream(server: RunningServer, stream: bytes) -> None:
    """The server loses a stream and everything derived from it."""
    device, incarnation = stream[:16], int.from_bytes(stream[16:], "big")
    with server.store.writing() as work:
        mark = "?" if work.db.param == "?" else "%s"
        for text, values in (
            (f"DELETE FROM registration WHERE device = {mark} AND incarnation = {mark}", (device, incarnation)),
            (f"DELETE FROM answer WHERE stream = {mark}", (stream,)),
            (f"DELETE FROM event WHERE stream = {mark}", (stream,)),
            (f"DELETE FROM stream WHERE name = {mark}", (stream,)),
        ):
            work.db.execute_sql(text, values)


KINDS: dict[str, Callable[[Stand], Prepared]] = {
    "one batch": one_batch,
    "lanes": several_batches,
    "a row": several_batches,
    "a page of news": news_page,
    "narrowing of sets": narrowing,
    "handing on": handing_on,
}


SEVERAL = {"lanes", "a row"}
"""More requests than one are under way: over connections of their own, as to a server that is near, or over one."""


@pytest.fixture(autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """However fast this computer is, the server is far for those that go in a row, and near for all others."""
    kind = request.node.callspec.params.get("kind") if hasattr(request.node, "callspec") else None
    monkeypatch.setattr(pace, "FAR_S", -1.0 if kind == "a row" else 3600.0)


def exchange_of(stand: Stand) -> list[tuple[int, int]]:
    """An exchange over the sound line: the lengths of its requests and of their answers."""
    requests, answers = len(stand.line.requests), len(stand.line.answers)
    sync(stand.desk)
    return [
        (len(asked.raw), len(told.raw))
        for asked, told in zip(stand.line.requests[requests:], stand.line.answers[answers:], strict=True)
    ]


def cuts_of(sizes: list[tuple[int, int]], step: int) -> Iterator[tuple[int, Harm]]:
    """Which request of the exchange, and where it or its answer is cut."""
    for place, (asked, told) in enumerate(sizes):
        yield from ((place, CutRequest(at)) for at in range(step // 2, asked, step))
        yield from ((place, CutAnswer(at)) for at in range(step // 2, told, step))


def cut_everywhere(stand: Stand, kind: str, step: int) -> int:
    """Cut exchanges of a kind every ``step`` bytes; how many cuts there were."""
    due = KINDS[kind](stand)
    due()
    many = 0
    for place, harm in cuts_of(exchange_of(stand), step):
        due()
        waiting, before = pending(stand.desk), server_digest(stand.server, stand.post)
        stand.line.harm(*[Pass()] * place, harm)
        # where several are under way, a torn batch goes again at once
        with suppress(Trouble) if kind in SEVERAL else pytest.raises(Trouble, match="LINE_BROKEN"):
            sync(stand.desk)
        # no two requests are of the same length, and a cut behind the end of a shorter one is none
        is_short = isinstance(harm, CutRequest) and harm.at < len(stand.line.requests[-1].raw)
        if is_short and place == 0 and kind not in SEVERAL:
            assert server_digest(stand.server, stand.post) == before, "something was done for a short request"
            assert pending(stand.desk) == waiting
        stand.line.heal()
        sync(stand.desk)
        assert pending(stand.desk) == 0, harm
        many += 1
    stand.check()
    return many


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_cut_in_the_middle_of_any_message_costs_nothing(
    stand: Stand, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receive, "FOLLOWING_S", 0.2)
    assert cut_everywhere(stand, kind, 499) >= 2


@pytest.mark.proof
@pytest.mark.parametrize("kind", KINDS)
def test_a_cut_at_any_byte_of_any_message_costs_nothing(
    stand: Stand, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receive, "FOLLOWING_S", 0.05)
    cuts = cut_everywhere(stand, kind, 13 if kind in SEVERAL else 1)
    print(f"S1 {kind}: {cuts} cuts: 0 lost, 0 doubled, 0 overwritten, 0 stuck")


def enrol_with_cuts(server: RunningServer, step: int) -> int:
    """Cut the enrolment of new desks every ``step`` bytes; each then enrols with the very same code."""
    with quick_folder() as folder, BadLine(server.url) as line:
        post, born = f"F{next(POSTS):05d}", folder / "born"
        new_profile(born, post=Post(post, f"Posko {post}", "35", is_training=True))
        _enrol_a_copy(server, line, born, Pass())
        sizes = [(len(line.requests[-1].raw), len(line.answers[-1].raw))]
        cuts = [harm for _place, harm in cuts_of(sizes, step)]
        for harm in cuts:
            _enrol_a_copy(server, line, born, harm)
        return len(cuts)


def _enrol_a_copy(server: RunningServer, line: BadLine, born: Path, harm: Harm) -> None:
    home = born.with_name("new")
    shutil.copytree(born, home)
    with opened(home) as desk:
        code = server.new_code(desk.store.profile.post.code)
        line.harm(harm)
        if not isinstance(harm, Pass):
            with pytest.raises(Trouble, match="LINE_BROKEN"):
                join(desk, line.url, code)
            assert desk.store.profile.server is None
        join(desk, line.url, code)
        assert desk.store.profile.server is not None
    shutil.rmtree(home)


@pytest.mark.slow
def test_an_enrolment_that_is_cut_is_done_with_the_same_code(server: RunningServer) -> None:
    assert enrol_with_cuts(server, 149) >= 5


@pytest.mark.proof
def test_an_enrolment_that_is_cut_at_any_byte_is_done_with_the_same_code(server: RunningServer) -> None:
    print(f"S1 enrolment: {enrol_with_cuts(server, 1)} cuts: every code still good")


# --- S2: twice, in another order, late ------------------------------------------------------------------------------


HARMS: tuple[Harm, ...] = (Pass(), Twice(), CutAnswer(), answer("503 Busy"))


def run_schedule(stand: Stand, chance: random.Random) -> int:
    """A few exchanges over a line that doubles, holds back and delivers late, in any order; how many came late."""
    held: list[HttpMessage] = []
    late = 0
    for _ in range(chance.randrange(2, 6)):
        desk = chance.choice([stand.desk, stand.neighbour])
        for _visit in range(chance.randrange(3)):
            stand.visit(desk)
        harm = chance.choice(HARMS)
        begun = len(stand.line.requests)
        stand.line.harm(harm)
        with suppress(Trouble):
            sync(desk)
        stand.line.heal()
        held += stand.line.requests[begun:]
        for request in chance.sample(held, min(len(held), chance.randrange(4))):
            for _again in range(chance.randrange(1, 6)):
                told = stand.line.deliver_late(request)
                assert told.head.split()[1] in {b"200", b"409"}, told.head
                late += 1
    return late


def run_schedules(stand: Stand, many: int, chance: random.Random, server_clock: ManualClock) -> None:
    late = 0
    for number in range(many):
        late += run_schedule(stand, chance)
        if number % 10 == 9:
            old = chance.choice(stand.line.requests)
            server_clock.pass_s(THIRTY_DAYS_S)
            assert stand.line.deliver_late(old).head.split()[1] in {b"200", b"409"}
            stand.check()
            server_clock.pass_s(chance.choice([-1, 1]) * THIRTY_DAYS_S)
    stand.check()
    print(f"S2: {many} schedules, {late} requests delivered again or late: 0 lost, 0 doubled, 0 overwritten, 0 stuck")


@pytest.fixture
def server_clock() -> ManualClock:
    """The server's own time."""
    return ManualClock()


@pytest.fixture
def dated(engine: Engine, server_clock: ManualClock) -> Iterator[Stand]:
    """A stand whose server's clock can be moved."""
    with quick_folder() as folder, running_server(folder / "server", clock=server_clock) as running:
        made = Stand(running, folder)
        yield made
        made.close()


@pytest.mark.slow
def test_requests_that_come_twice_late_and_in_another_order_change_nothing(
    dated: Stand, server_clock: ManualClock
) -> None:
    run_schedules(dated, 12, seeded("schedules"), server_clock)


@pytest.mark.proof
def test_thousands_of_schedules_change_nothing(dated: Stand, server_clock: ManualClock) -> None:
    run_schedules(dated, 2_000, seeded("schedules"), server_clock)


# --- S3: what servers and gateways answer in trouble ----------------------------------------------------------------

TROUBLES: dict[str, tuple[Reply, str]] = {
    "500": (answer("500 Internal Server Error"), "SERVER_TROUBLE"),
    "502": (answer("502 Bad Gateway", b"<html>", Content_Type="text/html"), "SERVER_TROUBLE"),
    "503": (answer("503 Service Unavailable"), "SERVER_BUSY"),
    "503 with a wait": (answer("503 Service Unavailable", Retry_After="120"), "SERVER_BUSY"),
    "504": (answer("504 Gateway Timeout"), "SERVER_TROUBLE"),
    "429": (answer("429 Too Many Requests", Retry_After="3"), "SERVER_BUSY"),
    "408": (answer("408 Request Timeout"), "CAPTIVE_PORTAL|LINE_SLOW|SERVER_REFUSES"),
    "413": (answer("413 Content Too Large"), "CAPTIVE_PORTAL|SERVER_REFUSES"),
    "an empty 200": (answer("200 OK"), "CAPTIVE_PORTAL"),
    "204": (answer("204 No Content"), "CAPTIVE_PORTAL"),
}


def _instead(raw: bytes, _true: HttpMessage) -> bytes:
    """The server has done its work; something else comes back."""
    return raw


S3_KINDS = ("one batch", "lanes", "a row", "a page of news", "handing on")
NEEDED = 1.2


@pytest.mark.one_engine
@pytest.mark.slow
@pytest.mark.parametrize("kind", S3_KINDS)
def test_a_server_in_trouble_before_or_behind_its_commit_costs_no_needless_request(
    stand: Stand, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receive, "FOLLOWING_S", 0.05)
    due = KINDS[kind](stand)
    due()
    needed = len(exchange_of(stand))
    for name, (reply, code) in TROUBLES.items():
        for harm in (reply, Forge(partial(_instead, reply.raw))):
            due()
            stand.line.harm(harm)
            begun = len(stand.line.requests)
            with pytest.raises(Trouble, match=code):
                sync(stand.desk)
            tried = len(stand.line.requests)
            assert tried - begun <= LANES_IN_ROW + 1, f"{name} was hammered"
            stand.line.heal()
            sync(stand.desk)
            assert len(stand.line.requests) - tried <= NEEDED * needed, f"{name}: needless requests"
            assert pending(stand.desk) == 0, name
    stand.check()


# --- S4: pages of somebody else -------------------------------------------------------------------------------------

STATUSES = (
    "200 OK",
    "200 OK",
    "203 X",
    "206 X",
    "301 X",
    "302 X",
    "303 X",
    "307 X",
    "308 X",
    "401 X",
    "403 X",
    "511 X",
)
TYPES = (
    "text/html",
    "text/html; charset=utf-16",
    "application/json",
    "application/octet-stream",
    f"{CONTENT_TYPE}; charset=iso-8859-1",
    CONTENT_TYPE.upper(),
    CONTENT_TYPE,
    "",
)
ENCODINGS = ("", "gzip", "br", "deflate", "identity", "x-unknown")
PAGE = b"<html><script>location='http://masuk.contoh.id'</script>Selamat datang</html>"


def portal(chance: random.Random, stale: bytes) -> Reply:
    """An answer of somebody on the way: a page of their own, an old answer of ours, or a part of one."""
    bodies = (PAGE, PAGE.decode().encode("utf-16"), b"", b'{"ok":true}', stale, stale[:-1], PAGE + stale, stale + PAGE)
    body = chance.choice(bodies)
    words = {"Content_Type": chance.choice(TYPES), "Content_Encoding": chance.choice(ENCODINGS)}
    given = {name: text for name, text in words.items() if text}
    return answer(chance.choice(STATUSES), body, Location="http://127.0.0.1:9/masuk", Age="86400", **given)


def meet_portals(stand: Stand, many: int, chance: random.Random) -> None:
    stand.visit(stand.desk)
    sync(stand.desk)
    stale = stand.line.answers[-1].body
    stand.visit(stand.desk)
    heads, cursor, codes = desk_heads(stand.desk), stand.desk.store.refresh().cursor, set()
    for _ in range(many):
        harm = portal(chance, stale)
        stand.line.harm(harm)
        begun = len(stand.line.requests)
        with pytest.raises(Trouble) as caught:
            sync(stand.desk)
        codes.add(caught.value.code)
        assert len(stand.line.requests) == begun + 1
        assert (pending(stand.desk), desk_heads(stand.desk), stand.desk.store.refresh().cursor) == (1, heads, cursor)
    stand.check()
    assert "CAPTIVE_PORTAL" in codes
    assert codes <= {"CAPTIVE_PORTAL", "REPLY_DAMAGED", "RECEIPT_WRONG", "SERVER_REFUSES", "LINE_BROKEN"}, codes
    print(f"S4: {many} answers of somebody else, none of them believed: {sorted(codes)}")


@pytest.mark.one_engine
@pytest.mark.slow
def test_no_page_of_somebody_else_counts_as_sent(stand: Stand) -> None:
    meet_portals(stand, 60, seeded("portals"))


@pytest.mark.one_engine
@pytest.mark.proof
def test_no_page_of_thousands_counts_as_sent(stand: Stand) -> None:
    meet_portals(stand, 2_000, seeded("portals"))
