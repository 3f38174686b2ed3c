"""Who may do what: every operation of the OpenAPI document, asked by everybody, at a training and at a real server.

The table says every answer; an operation without a row, or a row without a cell, fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest

from core.signing import SigningKey
from core.wire.envelope import PROTOCOL, Batch, ExchangeRequest
from core.wire.http_signature import signed_headers
from server.http.openapi import ENROL_PATH, EXCHANGE_PATH, document
from server.store import enrolment, streams
from server.store.records import StreamHead
from tests.kit.desk_wire import WireDesk
from tests.kit.manual_clock import ManualClock
from tests.kit.server import RunningServer, running_server
from tests.kit.server_engines import Engine

pytestmark = pytest.mark.slow

OWN_POST, OTHER_POST = "SBY01", "GRS02"

PARTIES = (
    "nobody",  # without any signature
    "forger",  # a signature that does not fit
    "stranger",  # a key that the server does not know
    "revoked",  # a device of the post that is no longer trusted
    "other post",  # a device of another post, asking about this one
    "other desk",  # a device of the same post, writing in this one's name
    "other sort",  # this device, as a training desk at a real server or the other way round
    "own",  # the device itself
)

OPEN = dict.fromkeys(PARTIES, (200, ""))

TABLE: dict[str, dict[str, tuple[int, str]]] = {
    "POST /v1/exchange": {
        "nobody": (401, "REQUEST_UNSIGNED"),
        "forger": (401, "REQUEST_SIGNATURE"),
        "stranger": (401, "DEVICE_UNKNOWN"),
        "revoked": (403, "DEVICE_REVOKED"),
        "other post": (403, "POST_OF_ANOTHER_DEVICE"),
        "other desk": (403, "STREAM_OF_ANOTHER_DEVICE"),
        "other sort": (409, "TRAINING_MISMATCH"),
        "own": (200, ""),
    },
    "POST /v1/enrol": {
        "nobody": (400, "HTTP_SHAPE"),
        "forger": (400, "ENROL_PROOF"),
        "stranger": (403, "ENROL_CODE_WRONG"),
        "revoked": (403, "DEVICE_REVOKED"),
        "other post": (409, "ENROL_DEVICE_KNOWN"),
        "other desk": (403, "ENROL_CODE_USED"),
        "other sort": (409, "TRAINING_MISMATCH"),
        "own": (200, ""),
    },
    "GET /healthz": OPEN,
    "HEAD /healthz": OPEN,
    "GET /readyz": OPEN,
    "HEAD /readyz": OPEN,
    "GET /s/{token}": OPEN,  # whoever holds a slip; it shows nothing about a person
    "HEAD /s/{token}": OPEN,
    "GET /S/{token}": OPEN,
    "HEAD /S/{token}": OPEN,
    "GET /aktivasi": OPEN,  # whoever holds a card; a form is good for nothing without its code or a password
    "HEAD /aktivasi": OPEN,
    "POST /aktivasi": OPEN,
    "GET /AKTIVASI": OPEN,
    "HEAD /AKTIVASI": OPEN,
    "GET /kotak": OPEN,
    "HEAD /kotak": OPEN,
    "POST /kotak": OPEN,
    "GET /openapi.json": OPEN,
    "HEAD /openapi.json": OPEN,
}

OPERATIONS = [f"{method.upper()} {path}" for path, methods in document()["paths"].items() for method in methods]


@dataclass(frozen=True)
class Scene:
    """A server and everybody who knocks at it."""

    server: RunningServer
    desks: dict[str, WireDesk]
    codes: dict[str, str]
    client: httpx.Client

    @property
    def own(self) -> WireDesk:
        return self.desks["own"]


@pytest.fixture(scope="module", params=[True, False], ids=["training", "real"])
def scene(request: pytest.FixtureRequest, engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    is_training: bool = request.param
    clock = ManualClock()
    with (
        running_server(tmp_path_factory.mktemp("server"), is_training=is_training, clock=clock) as server,
        httpx.Client() as client,
    ):
        codes: dict[str, str] = {}
        desks: dict[str, WireDesk] = {}
        for party, post in (
            ("own", OWN_POST),
            ("revoked", OWN_POST),
            ("other desk", OWN_POST),
            ("other post", OTHER_POST),
        ):
            codes[party] = server.new_code(post)
            desks[party] = WireDesk(post=post, is_training=is_training)
            desks[party].enrol(server.url, codes[party])
            desks[party].register(len(desks))
        desks["own"].exchange(server.url)
        with server.store.writing() as work:
            enrolment.revoke_device(work, desks["revoked"].device, 1)
        for party in ("nobody", "forger", "stranger"):
            desks[party] = WireDesk(is_training=is_training)
            desks[party].register(9)
        desks["other sort"] = replace(desks["own"], is_training=not is_training)
        yield Scene(server, desks, codes, client)


def test_every_operation_has_its_row_and_every_row_all_its_cells() -> None:
    assert set(TABLE) == set(OPERATIONS)
    assert {operation: set(cells) for operation, cells in TABLE.items()} == {key: set(PARTIES) for key in TABLE}


@pytest.mark.parametrize("party", PARTIES)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_each_is_answered_as_the_table_says(scene: Scene, operation: str, party: str) -> None:
    before = held(scene.server)
    response = ask(scene, operation, party)
    code = response.json().get("code", "") if response.status_code != 200 else ""
    assert (response.status_code, code) == TABLE[operation][party]
    if response.status_code != 200 or party != "own":
        assert held(scene.server) == before, "whoever is refused changes nothing"


def held(server: RunningServer) -> tuple[StreamHead, ...]:
    """How far every stream reaches."""
    with server.store.reading() as work:
        return streams.all_streams(work)


def ask(scene: Scene, operation: str, party: str) -> httpx.Response:
    method, _, path = operation.partition(" ")
    asking: dict[str, Callable[[Scene, str], httpx.Response]] = {EXCHANGE_PATH: exchange, ENROL_PATH: enrol}
    if path in asking:
        return asking[path](scene, party)
    headers = signed_headers(scene.desks[party].key, method, path, b"") if party != "nobody" else {}
    # of nobody, and each party's own: whoever guesses at one of them too often has to wait
    code = f"K7QM-2XRT-9DH{'ABCDEFGHJK'[PARTIES.index(party)]}"
    fields = {"code": code, "act": "look", "address": f"{party}@b.id", "password": "x"}
    data = fields if method == "POST" else None
    return scene.client.request(method, scene.server.url + path, headers=headers, data=data)


def exchange(scene: Scene, party: str) -> httpx.Response:
    """A batch of the own device, sent by this party."""
    desk = scene.desks[party]
    body = body_of(scene, party)
    headers = {} if party == "nobody" else signed_headers(desk.key, "POST", EXCHANGE_PATH, body)
    if party == "forger":
        headers = signed_headers(scene.own.key, "POST", EXCHANGE_PATH, body + b"more")
        headers["Content-Digest"] = signed_headers(desk.key, "POST", EXCHANGE_PATH, body)["Content-Digest"]
    return desk.post_bytes(scene.server.url, body, headers)


def body_of(scene: Scene, party: str) -> bytes:
    if party == "other post":  # its own stream, in the other post's name
        return replace(scene.desks[party], post=OWN_POST).request(in_the_name_of(OWN_POST, scene.desks[party]))
    if party == "other desk":
        return scene.own.request(scene.own.batch())
    return scene.desks[party].request(scene.desks[party].batch())


def in_the_name_of(post: str, desk: WireDesk) -> Batch:
    written = WireDesk(post=post, key=desk.key, device=desk.device, salt_key=desk.salt_key)
    written.register(1)
    return written.batch()


def enrol(scene: Scene, party: str) -> httpx.Response:
    """The enrolment that this party would like to have."""
    desk, server = scene.desks[party], scene.server
    code = scene.codes.get(party) or (scene.codes["own"] if party == "other sort" else "AAAA-AAAA-AAAA-AAAA")
    if party in {"revoked", "other post"}:
        code = server.new_code(OWN_POST)
    if party == "other desk":
        desk, code = WireDesk(is_training=desk.is_training), scene.codes["own"]
    wanted: dict[str, Any] = desk.enrolment(code, key=SigningKey.generate() if party == "forger" else None)
    if party == "nobody":
        del wanted["signature"]
    return scene.client.post(server.url + ENROL_PATH, json=wanted)


# --- nobody learns what is another post's --------------------------------------------------------------------------


def poll_about(stream: bytes, desk: WireDesk) -> bytes:
    return desk.codec.pack(ExchangeRequest(PROTOCOL, desk.is_training, 0, stream=stream))


def test_another_post_hears_the_same_of_a_stream_that_is_here_and_of_one_that_is_not(scene: Scene) -> None:
    stranger = scene.desks["other post"]
    there = stranger.post_bytes(scene.server.url, poll_about(scene.own.stream, stranger))
    nowhere = stranger.post_bytes(scene.server.url, poll_about(WireDesk().stream, stranger))
    assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content)
    assert there.json()["code"] == "STREAM_OF_ANOTHER_DEVICE"


def test_another_posts_news_hold_nothing_of_this_post(scene: Scene) -> None:
    reply = scene.desks["other post"].poll(scene.server.url)
    assert reply.changes == ()
    assert reply.receipt.cursor == 0


def test_a_desk_of_the_same_post_gets_its_news(scene: Scene) -> None:
    reply = scene.desks["other desk"].poll(scene.server.url)
    assert [change.stream for change in reply.changes] == [scene.own.stream]
