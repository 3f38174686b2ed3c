"""What the server tells about mail: how far proofs and mailboxes are, and which names this device may give out."""

from __future__ import annotations

import logging
import uuid

from app.models.attention import note_attention
from app.models.mail_notices import keep_mail_notice
from app.models.mail_space import keep_mail_space
from app.models.profile import Profile
from core.mail_space import MailSpace
from core.proofs import MAIL_NOTICES, MailNotice
from core.signing import Purpose, is_signed
from core.wire import envelope
from core.wire.envelope import ExchangeReply, mail_space_message
from core.wire.events import device_of

LOG = logging.getLogger(__name__)

_TO_LOOK_AT = frozenset((MailNotice.MAILBOX_TAKEN, MailNotice.MAILBOX_CODE_REFUSED, MailNotice.PROOF_REFUSED))
"""After these somebody has to tell the person; the desk that asked is told on top of its outbox, too."""


def keep_mail_words(reply: ExchangeReply, profile: Profile, server_key: bytes, now_ms: int) -> frozenset[uuid.UUID]:
    """Keep them; inside a transaction. Returns the helps about which anything was new."""
    if reply.mail_space is not None:
        _keep_space(reply.mail_space, profile, server_key)
    found = set()
    for notice in (one for one in reply.notices if one.code in MAIL_NOTICES):
        account = keep_mail_notice(notice)
        if account is None:
            continue
        found.add(account)
        if notice.code in _TO_LOOK_AT and device_of(notice.stream) == profile.device_uid:
            note_attention(notice.stream, notice.seq, notice.code, notice.facts, now_ms)
    return frozenset(found)


def _keep_space(space: envelope.MailSpace, profile: Profile, server_key: bytes) -> None:
    """Names count only under the server's signature, and only for a life of this device."""
    message = mail_space_message(space.stream, space.domain, space.tag)
    is_ours = device_of(space.stream) == profile.device_uid
    if is_ours and is_signed(server_key, Purpose.MAIL_SPACE, message, space.signature):
        keep_mail_space(space.stream, MailSpace(space.domain, space.tag))
    else:
        LOG.warning("a name space for mailboxes is not this device's, or not signed by the server")
