"""What takes long the first time is done before anybody calls: the first desk of the morning should not wait for it."""

from __future__ import annotations

from core.agreement import agreement_public
from core.signing import Purpose, SigningKey, is_signed
from core.typed import meet
from core.wire.envelope import ExchangeRequest
from core.wire.records import RegisteredBody


def be_ready(key: SigningKey) -> None:
    """Sign, check and agree once, and look at the largest messages."""
    agreement_public(key)  # loads all that the library of keys can do
    is_signed(key.public, Purpose.RECEIPT, b"", key.sign(Purpose.RECEIPT, b""))
    for kind in (ExchangeRequest, RegisteredBody):
        meet(kind)
