"""The real server keeps to its own OpenAPI document, whatever comes: no crash, no answer that is not written there.

Cases are made by schemathesis from the document; bodies that no generator knows (packed, signed, proven) are made here.
Small in `make test`, large in `make prove`, which prints its seed.
"""

from __future__ import annotations

import re
import uuid
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis import Response as SchemathesisResponse
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from core.sentences import sentence
from core.signing import Purpose, SigningKey
from core.wire.codec import CONTENT_TYPE, MAGIC, VERSION
from core.wire.envelope import ExchangeRequest, Problem, enrolment_message
from core.wire.http_signature import signed_headers
from server.exchange.outcomes import EnrolCode, ExchangeCode
from server.http.application import create_app
from server.http.limits import LONGEST_DELAY_S
from server.http.openapi import ACTIVATE_PATH, ENROL_PATH, EXCHANGE_PATH, HTML, MAILBOX_PATH, document
from server.http.problems import MEDIA_TYPE, HttpCode, problem_type
from server.http.statuses import ENROL_CODES, EXCHANGE_CODES, MESSAGE_CODES, STATUS
from tests.kit.desk_wire import WireDesk
from tests.kit.manual_clock import ManualClock
from tests.kit.server import RunningServer, running_server
from tests.kit.server_engines import Engine

FEW = settings(max_examples=150, deadline=None, database=None, suppress_health_check=list(HealthCheck))
FEWER = settings(FEW, max_examples=25)
"""Of forms whose passwords are hashed, which is slow on purpose."""

MANY = settings(FEW, max_examples=5_000)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]

FACTS = {
    "version": r"\d+",
    "protocol": r"\d+",
    "seq": r"\d+",
    "have_seq": r"\d+",
    "have_hash": r"[0-9a-f]{64}",
    "server": r"training|real",
    "post": r"SBY01",
    "province": r"\d\d",
    "expected": r"application/[a-z.+-]+",
    "seconds": r"\d+",
    "reason": r"full|stopping|[A-Z_]+",
}
"""All that a problem may tell besides its code. None of it can hold anything of a person."""

# --- what no generator knows ----------------------------------------------------------------------------------------

JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.text(max_size=50) | st.binary(),
    lambda inner: st.lists(inner, max_size=8) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


def _writer() -> WireDesk:
    """The desk whose messages are bent; always the same one, so that a failing case can be had again."""
    desk = WireDesk(key=SigningKey(bytes(range(32))), device=uuid.UUID(int=7), salt_key=bytes(32))
    for number in range(1, 4):
        desk.register(number)
    return desk


WRITER = _writer()


def framed(plain: bytes, dictionary: int = 0) -> bytes:
    squeeze = zlib.compressobj(6, zlib.DEFLATED, -15)
    return MAGIC + bytes([VERSION, dictionary]) + squeeze.compress(plain) + squeeze.flush()


@st.composite
def bent_requests(draw: st.DrawFn) -> bytes:
    """A whole request of which some members are anything at all."""
    first = draw(st.integers(1, 3))
    honest = ExchangeRequest(1, is_training=True, cursor=draw(st.integers(0, 9)), batch=WRITER.batch(first))
    plain: list[Any] = msgspec.to_builtins(honest, builtin_types=(bytes,))
    for _ in range(draw(st.integers(0, 2))):
        place = draw(st.sampled_from(_places(plain)))
        _put(plain, place, draw(JUNK))
    return framed(msgspec.msgpack.encode(plain), draw(st.sampled_from((0, 0, 0, 1, 255))))


def _places(value: object, before: tuple[int, ...] = ()) -> list[tuple[int, ...]]:
    """Where something stands in nested lists."""
    if not isinstance(value, list | tuple):
        return []
    places = []
    for number, inner in enumerate(value):
        places.append((*before, number))
        places.extend(_places(inner, (*before, number)))
    return places


def _put(value: list[Any], place: tuple[int, ...], new: object) -> None:
    for number in place[:-1]:
        value[number] = list(value[number])
        value = value[number]
    value[place[-1]] = new


BODIES = st.one_of(
    st.binary(max_size=200),
    JUNK.map(lambda value: framed(msgspec.msgpack.encode(value))),
    bent_requests(),
    st.tuples(bent_requests(), st.integers(0, 400)).map(lambda cut: cut[0][: cut[1]]),
)
schemathesis.openapi.media_type(CONTENT_TYPE, BODIES)

AnyCase = Case[Any]

OPERATIONS = {
    found.ok().label: found.ok()
    for found in schemathesis.openapi.from_dict(document()).get_all_operations()
    if isinstance(found, Ok)
}


def cases(label: str) -> st.SearchStrategy[AnyCase]:
    """Requests of one operation; where something can be said wrongly, as often wrong as right."""
    operation = OPERATIONS[label]
    right = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    return right | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE) if operation.body else right


def signed(case: AnyCase) -> None:
    """As an enrolled desk would send it, so that the server looks into it."""
    body = case.body if isinstance(case.body, bytes) else b""
    case.body = body
    case.headers.update(signed_headers(WRITER.key, "POST", EXCHANGE_PATH, body))


def proven(case: AnyCase) -> None:
    """Signed as its own key's holder, so that the server looks at the rest of it."""
    body: dict[str, Any] = case.body if isinstance(case.body, dict) else {}
    key = SigningKey(bytes(range(1, 33)))
    words = {name: str(body.get(name, "")) for name in ("code", "post_code", "province")}
    device, public_key = str(uuid.UUID(int=8)), key.public.hex()
    message = enrolment_message(words["code"], device, public_key, words["post_code"], words["province"])
    signature = key.sign(Purpose.ENROLMENT, message).hex()
    proof: dict[str, Any] = {"device": device, "public_key": public_key, "signature": signature, "is_training": True}
    case.body = {**body, **words, **proof}


# --- the server and its judge ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture(scope="module")
def server(engine: Engine, tmp_path_factory: pytest.TempPathFactory, clock: ManualClock) -> Iterator[RunningServer]:
    with running_server(tmp_path_factory.mktemp("server"), clock=clock) as running:
        WRITER.enrol(running.url, running.new_code())
        WRITER.exchange(running.url, last_seq=2)
        yield running


def conform(label: str, server: RunningServer, clock: ManualClock, effort: settings) -> Counter[int]:
    """Put cases of one operation to the server and judge every answer; how often each status came."""
    came: Counter[int] = Counter()
    with requests.Session() as session:

        @effort
        @given(cases(label), st.booleans())
        def holds(case: AnyCase, is_proven: bool) -> None:
            if is_proven and case.body is not None:
                {EXCHANGE_PATH: signed, ENROL_PATH: proven}.get(case.path, lambda _: None)(case)
            clock.pass_s(LONGEST_DELAY_S)  # wrong codes are not to bar the next case
            response = case.call(base_url=server.url, session=session)
            case.validate_response(response, checks=CHECKS)
            came[response.status_code] += 1
            if response.status_code != 200 and case.method != "HEAD":
                assert_tells_nothing(response)

        holds()
    return came


def assert_tells_nothing(response: SchemathesisResponse) -> None:
    """A refusal is the sentence of its code with facts of known shapes: nothing of what was sent, of nobody.

    One on a page for people holds an empty form.
    """
    if response.headers["content-type"][0].startswith(HTML):
        assert 'value="' not in re.sub(r'<button[^>]*>|type="checkbox"[^>]*>', "", response.content.decode())
        return
    told = msgspec.json.decode(response.content, type=Problem)
    assert told.type == problem_type(told.code)
    assert told.title == sentence(told.code, told.facts)
    assert told.detail == ""
    for name, value in told.facts.items():
        assert re.fullmatch(FACTS[name], str(value)), name


# --- tests ----------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("label", OPERATIONS)
def test_every_answer_stands_in_the_document(label: str, server: RunningServer, clock: ManualClock) -> None:
    is_form = label in {f"POST {path}" for path in (ACTIVATE_PATH, MAILBOX_PATH)}
    conform(label, server, clock, FEWER if is_form else FEW)


@pytest.mark.proof
@pytest.mark.one_engine
@pytest.mark.parametrize("label", ["POST /v1/exchange", "POST /v1/enrol"])
def test_every_answer_of_thousands_stands_in_the_document(
    label: str, server: RunningServer, clock: ManualClock
) -> None:
    print(f"{label}: {dict(conform(label, server, clock, MANY))}")


@pytest.mark.one_engine
def test_the_document_is_one_that_its_readers_understand() -> None:
    told = {f"{method.upper()} {path}" for path, methods in document()["paths"].items() for method in methods}
    assert set(OPERATIONS) == told


@pytest.mark.one_engine
def test_every_code_has_its_status_and_stands_under_a_call() -> None:
    codes = {str(code) for kind in (HttpCode, ExchangeCode, EnrolCode) for code in kind} | set(MESSAGE_CODES)
    assert set(STATUS) == codes
    elsewhere = {HttpCode.NOT_FOUND, HttpCode.METHOD}  # of paths and methods that are no operation
    assert set(EXCHANGE_CODES) | set(ENROL_CODES) | elsewhere == codes


@pytest.mark.one_engine
def test_the_statuses_are_those_of_the_wire_paper() -> None:
    paper = (Path(__file__).resolve().parents[2] / "docs" / "wire.md").read_text("utf-8")
    table = paper.partition("## 9. Problems")[2].partition("\n## ")[0]
    rows = [row.split("|") for row in table.splitlines() if re.match(r"\| [0-9]", row)]
    told = {
        code: {int(status) for status in row[1].split(",")}
        for row in rows
        for code in re.findall(r"`([A-Z_]+)`", row[2])
    }
    assert {code for code, status in STATUS.items() if status not in told.get(str(code), set())} == set()


def test_the_document_names_every_route_and_method(server: RunningServer) -> None:
    told = httpx.get(f"{server.url}/openapi.json")
    assert told.headers["content-type"] == "application/json"
    app = create_app(server.store, SigningKey.generate(), server.clock, is_training=True)
    routes = {
        route.path.replace(":str}", "}"): route.methods - {"OPTIONS"}
        for route in app.litestar.routes
        if hasattr(route, "methods")
    }
    assert {path: {method.upper() for method in methods} for path, methods in told.json()["paths"].items()} == routes


@pytest.mark.one_engine
def test_every_reference_in_the_document_leads_somewhere() -> None:
    text = msgspec.json.encode(document()).decode()
    references = set(re.findall(r'"\$ref":"#/components/schemas/(\w+)"', text))
    assert references
    assert references <= set(document()["components"]["schemas"])


@pytest.mark.one_engine
def test_the_exchange_alone_asks_for_a_signature() -> None:
    secured = {
        (method.upper(), path)
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
        if operation["security"]
    }
    assert secured == {("POST", EXCHANGE_PATH)}


def test_a_refusal_is_of_the_problem_media_type(server: RunningServer) -> None:
    response = httpx.post(server.url + EXCHANGE_PATH, content=b"", headers={"Content-Type": CONTENT_TYPE})
    assert (response.status_code, response.headers["content-type"]) == (401, MEDIA_TYPE)
