"""Requests signed by the device: a small, fixed profile of HTTP Message Signatures.

Covered: method, path and the content's digest. Time is not used (the desks' clocks are often wrong); a replayed
request is harmless because every event is idempotent.
Source: RFC 9421 (signatures), RFC 9530 (Content-Digest).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping

from core.signing import Purpose, SigningKey, is_signed, key_id

_COMPONENTS = '("@method" "@path" "content-digest")'
_INPUT = re.compile(r'sig1=\("@method" "@path" "content-digest"\);keyid="([0-9a-f]{16})";alg="ed25519"')
_SIGNATURE = re.compile(r"sig1=:([A-Za-z0-9+/=]{88}):")


def signed_headers(key: SigningKey, method: str, path: str, body: bytes) -> dict[str, str]:
    """The three headers that sign this request."""
    digest = _digest(body)
    params = f'{_COMPONENTS};keyid="{key_id(key.public).hex()}";alg="ed25519"'
    signature = key.sign(Purpose.REQUEST, _base(method, path, digest, params))
    return {
        "Content-Digest": digest,
        "Signature-Input": f"sig1={params}",
        "Signature": f"sig1=:{base64.b64encode(signature).decode()}:",
    }


def claimed_key_id(headers: Mapping[str, str]) -> bytes | None:
    """The key that the sender claims to hold, or ``None`` if the request is not signed in our profile."""
    match = _INPUT.fullmatch(headers.get("signature-input", ""))
    return bytes.fromhex(match[1]) if match else None


def is_request_signed(public: bytes, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> bool:
    """Whether the holder of ``public`` signed exactly this request. Header names in lower case."""
    match = _SIGNATURE.fullmatch(headers.get("signature", ""))
    if match is None or claimed_key_id(headers) != key_id(public):
        return False
    digest = _digest(body)
    if headers.get("content-digest", "") != digest:
        return False
    try:
        signature = base64.b64decode(match[1], validate=True)
    except binascii.Error:
        return False
    params = headers["signature-input"].removeprefix("sig1=")
    return is_signed(public, Purpose.REQUEST, _base(method, path, digest, params), signature)


def _digest(body: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def _base(method: str, path: str, digest: str, params: str) -> bytes:
    lines = (
        f'"@method": {method}',
        f'"@path": {path}',
        f'"content-digest": {digest}',
        f'"@signature-params": {params}',
    )
    return "\n".join(lines).encode()
