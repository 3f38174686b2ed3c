"""A signed request: nothing that was signed can be changed, and nothing odd is taken for a signature."""

from __future__ import annotations

import base64
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.signing import Purpose, SigningKey, key_id
from core.wire.http_signature import claimed_key_id, is_request_signed, signed_headers

KEY = SigningKey(bytes(range(32)))
OTHER = SigningKey(bytes(range(32, 64)))
METHOD, PATH, BODY = "POST", "/v1/exchange", b"PSK\x01\x00abc"


def lower(headers: Mapping[str, str]) -> dict[str, str]:
    """Header names as a server hands them over."""
    return {name.lower(): text for name, text in headers.items()}


HEADERS = lower(signed_headers(KEY, METHOD, PATH, BODY))


def is_good(headers: Mapping[str, str], *, public: bytes = KEY.public, path: str = PATH, body: bytes = BODY) -> bool:
    return is_request_signed(public, METHOD, path, body, headers)


@given(st.sampled_from(["POST", "GET"]), st.text("abc/_-0123456789", max_size=30), st.binary(max_size=100))
def test_a_signed_request_is_recognised(method: str, path: str, body: bytes) -> None:
    headers = lower(signed_headers(KEY, method, path, body))
    assert is_request_signed(KEY.public, method, path, body, headers)
    assert claimed_key_id(headers) == key_id(KEY.public)


def test_the_headers_are_those_of_the_standard() -> None:
    """RFC 9421, section 2.5: the base that is signed ends with the parameters and has no last line feed."""
    params = f'("@method" "@path" "content-digest");keyid="{key_id(KEY.public).hex()}";alg="ed25519"'
    digest = HEADERS["content-digest"]
    base = f'"@method": POST\n"@path": /v1/exchange\n"content-digest": {digest}\n"@signature-params": {params}'
    signature = base64.b64encode(KEY.sign(Purpose.REQUEST, base.encode())).decode()
    assert HEADERS["signature-input"] == f"sig1={params}"
    assert HEADERS["signature"] == f"sig1=:{signature}:"


@pytest.mark.parametrize("method", ["GET", "post", ""])
def test_another_method_was_not_signed(method: str) -> None:
    assert not is_request_signed(KEY.public, method, PATH, BODY, HEADERS)


@pytest.mark.parametrize("path", ["/v1/enrol", "/v1/exchange/", "/V1/exchange", ""])
def test_another_path_was_not_signed(path: str) -> None:
    assert not is_good(HEADERS, path=path)


@given(st.binary(max_size=40))
def test_another_body_was_not_signed(body: bytes) -> None:
    assert is_good(HEADERS, body=body) is (body == BODY)


def test_another_body_with_its_own_digest_was_not_signed_either() -> None:
    foreign = lower(signed_headers(OTHER, METHOD, PATH, b"other"))
    assert not is_good({**HEADERS, "content-digest": foreign["content-digest"]}, body=b"other")


def test_another_device_did_not_sign() -> None:
    assert not is_good(HEADERS, public=OTHER.public)


def test_nobody_signs_under_another_devices_name() -> None:
    foreign = lower(signed_headers(OTHER, METHOD, PATH, BODY))
    assert not is_good({**HEADERS, "signature": foreign["signature"]})
    assert not is_good({**foreign, "signature-input": HEADERS["signature-input"]})


@pytest.mark.parametrize("name", list(HEADERS))
def test_no_header_may_be_missing_or_empty(name: str) -> None:
    assert not is_good({one: text for one, text in HEADERS.items() if one != name})
    assert not is_good({**HEADERS, name: ""})


@pytest.mark.parametrize("name", list(HEADERS))
@given(data=st.data())
def test_no_character_of_a_header_may_change(name: str, data: st.DataObject) -> None:
    text = HEADERS[name]
    place = data.draw(st.integers(0, len(text) - 1))
    char = data.draw(st.characters().filter(lambda char: char != text[place]))
    changed = {**HEADERS, name: text[:place] + char + text[place + 1 :]}
    is_unused_bit = name == "signature" and _decoded(changed) == _decoded(HEADERS)
    assert is_good(changed) is is_unused_bit


def _decoded(headers: Mapping[str, str]) -> bytes | None:
    """The signature itself: its last character carries bits that mean nothing."""
    text = headers["signature"]
    try:
        return base64.b64decode(text.removeprefix("sig1=:").removesuffix(":"), validate=True)
    except ValueError:
        return None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("signature-input", HEADERS["signature-input"].replace("sig1", "sig2")),
        ("signature-input", HEADERS["signature-input"] + ";created=1"),
        ("signature-input", HEADERS["signature-input"] + ", sig2=()"),
        ("signature-input", HEADERS["signature-input"].replace('"content-digest"', "")),
        ("signature-input", HEADERS["signature-input"].replace("ed25519", "none")),
        ("signature-input", HEADERS["signature-input"] + "\n"),
        ("signature", HEADERS["signature"].replace("sig1", "sig2")),
        ("signature", "sig1=:" + "=" * 88 + ":"),
        ("signature", "sig1=:" + "A" * 88 + ":"),
        ("signature", "sig1=:" + "A" * 84 + "====:"),
        ("signature", HEADERS["signature"] * 2),
        ("content-digest", HEADERS["content-digest"].replace("sha-256", "sha-512")),
        ("content-digest", "sha-256=::"),
    ],
)
def test_another_profile_is_not_ours(name: str, text: str) -> None:
    assert not is_good({**HEADERS, name: text})


@pytest.mark.parametrize(
    "text", ["", "sig1=()", 'sig1=("@method" "@path" "content-digest");keyid="0123456789ABCDEF";alg="ed25519"']
)
def test_a_request_that_is_not_signed_our_way_claims_no_key(text: str) -> None:
    assert claimed_key_id({"signature-input": text}) is None
    assert claimed_key_id({}) is None


@given(st.dictionaries(st.sampled_from(list(HEADERS)), st.text(max_size=200)))
def test_any_headers_are_judged_not_raised(headers: Mapping[str, str]) -> None:
    assert not is_good(headers)
