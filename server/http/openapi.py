"""The OpenAPI document, written by hand from the wire's structs: the exchange is binary, which no generator knows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from core.wire.codec import CONTENT_TYPE
from core.wire.envelope import (
    MAX_PACKED_BYTES,
    PROTOCOL,
    EnrolReply,
    EnrolRequest,
    ExchangeReply,
    ExchangeRequest,
    Problem,
)
from server.http import problems
from server.http.problems import problem_type
from server.http.statuses import ENROL_CODES, EXCHANGE_CODES, FORM_CODES, READY_CODES, SLIP_CODES, by_status

EXCHANGE_PATH = "/v1/exchange"
ENROL_PATH = "/v1/enrol"
HEALTH_PATH = "/healthz"
READY_PATH = "/readyz"
OPENAPI_PATH = "/openapi.json"
SLIP_PATHS = ("/s/{token}", "/S/{token}")
"""The second as a QR writes it, which knows capitals only."""

ACTIVATE_PATHS = ("/aktivasi", "/AKTIVASI")
"""The second as the QR of a card writes it; its form leads to the first."""

ACTIVATE_PATH = ACTIVATE_PATHS[0]
MAILBOX_PATH = "/kotak"

MAX_ENROL_BYTES = 4096
MAX_FORM_BYTES = 8192
JSON = "application/json"
HTML = "text/html"
FORM = "application/x-www-form-urlencoded"

_REF = "#/components/schemas/{name}"

_PACKED = (
    "PSK, one byte version, one byte number of the preset dictionary (0 = none), then raw deflate of MessagePack; "
    "structs are arrays by position, `bytes` are MessagePack binaries. "
)

_SIGNATURE = (
    "RFC 9421, label sig1, alg ed25519, keyid = first 8 bytes of the SHA-256 of the public key in hex, over "
    '"@method" "@path" "content-digest"; with Content-Digest (RFC 9530) and Signature-Input.'
)

_SIGNED_HEADERS = {
    "Content-Digest": "^sha-256=:[A-Za-z0-9+/]{43}=:$",
    "Signature-Input": '^sig1=\\("@method" "@path" "content-digest"\\);keyid="[0-9a-f]{16}";alg="ed25519"$',
}

_PAGE: dict[str, Any] = {HTML: {"schema": {"type": "string"}}}
_OWNERS_FIELDS = ("act", "address", "password", "new", "again", "forward_to", "keeps_copy", "sure")

_SECONDS = {"type": "string", "pattern": "^[1-9][0-9]*$"}

_HEADERS_OF_STATUS: dict[int, dict[str, Any]] = {
    401: {"WWW-Authenticate": {"required": True, "schema": {"const": "Signature"}}},
    415: {"Accept": {"required": True, "schema": {"type": "string"}}},
    429: {"Retry-After": {"required": True, "schema": _SECONDS}},
    503: {"Retry-After": {"required": True, "schema": _SECONDS}},
}


class Health(msgspec.Struct, frozen=True):
    """The process lives."""

    status: str
    protocol: int
    is_training: bool


class Ready(msgspec.Struct, frozen=True):
    """The store answers and requests are taken."""

    status: str


def document() -> dict[str, Any]:
    """The whole document."""
    structs = (EnrolRequest, EnrolReply, Problem, Health, Ready, ExchangeRequest, ExchangeReply)
    _, schemas = msgspec.json.schema_components(structs, ref_template=_REF)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Posko server",
            "version": str(PROTOCOL),
            "description": "What the desks' program says to the server. Errors are problem documents (RFC 9457).",
        },
        "paths": {
            EXCHANGE_PATH: {"post": _exchange()},
            ENROL_PATH: {"post": _enrol()},
            HEALTH_PATH: _look("health", "The process lives", _json("Health"), ()),
            READY_PATH: _look("ready", "The store answers and requests are taken", _json("Ready"), READY_CODES),
            **{path: _slip(name) for path, name in zip(SLIP_PATHS, ("slip", "slip_in_capitals"), strict=True)},
            **_mailbox_pages(),
            OPENAPI_PATH: _look("openapi", "This document", {JSON: {"schema": {"type": "object"}}}, ()),
        },
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "device": {"type": "apiKey", "in": "header", "name": "Signature", "description": _SIGNATURE}
            },
        },
    }


def _exchange() -> dict[str, Any]:
    return {
        "operationId": "exchange",
        "summary": "One round: events up; receipt, outcomes and news down",
        "description": f"Up: ExchangeRequest, at most {MAX_PACKED_BYTES} bytes. Down: ExchangeReply. {_PACKED}"
        "The same bytes again get the same reply. Only a signed receipt that equals the desk's own chain means sent.",
        "security": [{"device": []}],
        "parameters": [
            {"name": name, "in": "header", "required": True, "schema": {"type": "string", "pattern": pattern}}
            for name, pattern in _SIGNED_HEADERS.items()
        ],
        "requestBody": {"required": True, "content": _binary("ExchangeRequest")},
        "responses": {
            "200": {"description": "Everything that came stands on disk", "content": _binary("ExchangeReply")},
            **_problems(EXCHANGE_CODES),
        },
    }


def _enrol() -> dict[str, Any]:
    return {
        "operationId": "enrol",
        "summary": "A new device with its one-time code",
        "description": f"At most {MAX_ENROL_BYTES} bytes. The same request again gets the same answer.",
        "security": [],
        "requestBody": {"required": True, "content": _json("EnrolRequest")},
        "responses": {
            "200": {"description": "The device is known from now on", "content": _json("EnrolReply")},
            **_problems(ENROL_CODES),
        },
    }


def _look(name: str, summary: str, content: dict[str, Any], codes: Iterable[str]) -> dict[str, Any]:
    """A page to read: GET with its content, HEAD without; what people open tells refusals on a page, too."""
    refusals = _refusal_pages(codes) if HTML in content else _problems(codes)
    empty = {
        status: {part: text for part, text in told.items() if part != "content"} for status, told in refusals.items()
    }
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "security": [],
            "responses": {"200": {"description": summary, "content": content}, **refusals},
        },
        "head": {
            "operationId": f"{name}_head",
            "summary": f"{summary}; without the text",
            "security": [],
            "responses": {"200": {"description": summary}, **empty},
        },
    }


def _slip(name: str) -> dict[str, Any]:
    """The public page of a slip; its token stands in the path."""
    token = {"type": "string", "pattern": "^[A-Za-z2-7]{1,300}$"}
    asked = [{"name": "token", "in": "path", "required": True, "schema": token}]
    looks = _look(name, "Whether a slip is genuine, and where its registration stands", _PAGE, SLIP_CODES)
    return {method: {**told, "parameters": asked} for method, told in looks.items()}


def _mailbox_pages() -> dict[str, Any]:
    """The pages for the owner of a mailbox, and what their forms send."""
    activate, settings = "A page that asks for the code of a card", "A page with what a mailbox's owner may do"
    look, in_capitals = (_look(name, activate, _PAGE, SLIP_CODES) for name in ("activation", "activation_in_capitals"))
    code = _form("activate", "A code, then a code with a password", ("code", "new", "again"))
    owner = _form("see_to_mailbox", "Look, change the password, forward", _OWNERS_FIELDS)
    return {
        ACTIVATE_PATHS[0]: {**look, "post": code},
        ACTIVATE_PATHS[1]: in_capitals,
        MAILBOX_PATH: {**_look("mailbox", settings, _PAGE, SLIP_CODES), "post": owner},
    }


def _form(name: str, summary: str, fields: Iterable[str]) -> dict[str, Any]:
    """A form that a browser sends; whatever is wrong with what somebody typed is said on a page."""
    schema = {"type": "object", "properties": {field: {"type": "string"} for field in fields}}
    refusals = _refusal_pages(FORM_CODES)
    for status, told in ((429, "Wait before the next try"), (503, "Too many at once, or the store does not answer")):
        refusals[str(status)] = {"description": told, "content": _PAGE, "headers": _HEADERS_OF_STATUS[status]}
    return {
        "operationId": name,
        "summary": summary,
        "description": f"At most {MAX_FORM_BYTES} bytes. Without session or cookie. Sent again it changes nothing.",
        "security": [],
        "requestBody": {"required": True, "content": {FORM: {"schema": schema}}},
        "responses": {"200": {"description": "A page", "content": _PAGE}, **refusals},
    }


def _json(schema: str) -> dict[str, Any]:
    return {JSON: {"schema": {"$ref": _REF.format(name=schema)}}}


def _binary(schema: str) -> dict[str, Any]:
    plain = _REF.format(name=schema)
    return {CONTENT_TYPE: {"schema": {"type": "string", "format": "binary", "x-posko-unpacked": {"$ref": plain}}}}


def _problems(codes: Iterable[str]) -> dict[str, Any]:
    return {str(status): _refusal(status, told) for status, told in by_status(codes).items()}


def _refusal_pages(codes: Iterable[str]) -> dict[str, Any]:
    """The same, as a page says it to people."""
    return {status: {**told, "content": _PAGE} for status, told in _problems(codes).items()}


def _refusal(status: int, codes: list[str]) -> dict[str, Any]:
    narrowed = {
        "status": {"const": status},
        "code": {"enum": codes},
        "type": {"enum": [problem_type(code) for code in codes]},
    }
    schema = {"allOf": [{"$ref": _REF.format(name="Problem")}, {"properties": narrowed}]}
    told: dict[str, Any] = {
        "description": f"Refused: {', '.join(codes)}",
        "content": {problems.MEDIA_TYPE: {"schema": schema}},
    }
    if status in _HEADERS_OF_STATUS:
        told["headers"] = _HEADERS_OF_STATUS[status]
    return told
