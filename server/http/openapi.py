"""The OpenAPI document, written by hand from the wire's structs: the exchange is binary, which no generator knows."""

from __future__ import annotations

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
from server.http import enrol_route, exchange_route, problems

HEALTH_PATH = "/healthz"
OPENAPI_PATH = "/openapi.json"

_REF = "#/components/schemas/{name}"

_PACKED = (
    "PSK, one byte version, one byte number of the preset dictionary (0 = none), then raw deflate of MessagePack; "
    "structs are arrays by position, `bytes` are MessagePack binaries. "
)


class Health(msgspec.Struct, frozen=True):
    """The server lives and its database answers."""

    status: str
    protocol: int
    is_training: bool


def document() -> dict[str, Any]:
    """The whole document."""
    structs = (EnrolRequest, EnrolReply, Problem, Health, ExchangeRequest, ExchangeReply)
    _, schemas = msgspec.json.schema_components(structs, ref_template=_REF)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Posko server",
            "version": str(PROTOCOL),
            "description": "What the desks' program says to the server. Errors are problem documents (RFC 9457).",
        },
        "paths": {
            exchange_route.PATH: {"post": _exchange()},
            enrol_route.PATH: {"post": _enrol()},
            HEALTH_PATH: {"get": _get("The server lives and its database answers", "Health", 503)},
            OPENAPI_PATH: {"get": _get("This document", None)},
        },
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "device": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "Signature",
                    "description": "RFC 9421, label sig1, alg ed25519, keyid = first 8 bytes of the SHA-256 of the "
                    'public key in hex, over "@method" "@path" "content-digest"; with Content-Digest (RFC 9530) '
                    "and Signature-Input.",
                }
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
        "requestBody": {"required": True, "content": _binary("ExchangeRequest")},
        "responses": {
            "200": {"description": "Everything that came stands on disk", "content": _binary("ExchangeReply")},
            **_problems(400, 401, 403, 408, 409, 413, 415, 500, 503),
        },
    }


def _enrol() -> dict[str, Any]:
    return {
        "operationId": "enrol",
        "summary": "A new device with its one-time code",
        "requestBody": {"required": True, "content": _json("EnrolRequest")},
        "responses": {
            "200": {"description": "The device is known from now on", "content": _json("EnrolReply")},
            **_problems(400, 403, 408, 409, 413, 415, 429, 500, 503),
        },
    }


def _get(summary: str, schema: str | None, *errors: int) -> dict[str, Any]:
    content = _json(schema) if schema else {"application/json": {"schema": {"type": "object"}}}
    return {
        "summary": summary,
        "responses": {"200": {"description": summary, "content": content}, **_problems(*errors)},
    }


def _json(schema: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": _REF.format(name=schema)}}}


def _binary(schema: str) -> dict[str, Any]:
    plain = _REF.format(name=schema)
    return {CONTENT_TYPE: {"schema": {"type": "string", "format": "binary", "x-posko-unpacked": {"$ref": plain}}}}


def _problems(*statuses: int) -> dict[str, Any]:
    content = {problems.MEDIA_TYPE: {"schema": {"$ref": _REF.format(name="Problem")}}}
    return {str(status): {"description": "Refused, with the reason", "content": content} for status in statuses}
