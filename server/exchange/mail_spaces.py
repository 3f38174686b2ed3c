"""Grants each life of a device names of regional mailboxes that nobody else gives out: those that end with its tag."""

from __future__ import annotations

from functools import partial

from core.clock import to_ms
from core.signing import Purpose
from core.wire.envelope import ExchangeRequest, MailSpace, mail_space_message
from core.wire.events import stream_name
from server.exchange.centre import Centre
from server.store import enrolment, mail_spaces, streams
from server.store.database import Work
from server.store.mail_records import MailSpace as StoredSpace
from server.store.records import Device


def space_to_tell(centre: Centre, device: Device, request: ExchangeRequest) -> MailSpace | None:
    """The name space that the desk does not know of yet; one that has none is granted now, in a write of its own.

    A desk that says it has one which is not known here (this server was put back from a backup) gets another: the tag
    may have been given to somebody else since. From then on every tag is one that cannot be out.
    """
    if request.mail_domain is None:
        return None
    domain = centre.mail.domain
    stream = request.batch.stream if request.batch else request.stream
    if not domain:
        is_gone = request.mail_domain and centre.mail.is_said
        return _withdrawn(centre, device, stream) if is_gone else None
    tag = centre.granted.tag(stream, domain) if stream else None
    if tag is not None and request.mail_domain == domain:
        return None
    if tag is None or stream is None:
        stream, tag, is_new = _found_or_granted(centre, device, request)
        if tag is None or not (is_new or request.mail_domain != domain):
            return None
    return _signed(centre, stream, domain, str(tag))


def _withdrawn(centre: Centre, device: Device, stream: bytes | None) -> MailSpace:
    if stream is None:
        with centre.store.reading() as work:
            stream = _newest(work, device)
    return _signed(centre, stream, "", "")


def _found_or_granted(centre: Centre, device: Device, request: ExchangeRequest) -> tuple[bytes, int | None, bool]:
    """The stream that the round is about, the tag of its names, and whether that was granted just now."""
    asked = request.batch.stream if request.batch else request.stream
    with centre.store.reading() as work:
        stream = asked or _newest(work, device)
        tag = _tag(work, stream, centre.mail.domain)
        may_have_one = (
            bool(request.mail_domain)
            or stream == stream_name(device.uid, 1)
            or (request.batch is not None and request.batch.first_seq == 1)
            or streams.stream(work, stream) is not None
        )
        is_forgotten = bool(request.mail_domain) and not mail_spaces.spaces_of(work, stream)
    is_new = tag is None and may_have_one
    if is_new:
        leaves_out = mail_spaces.LOST_TAGS if is_forgotten and not centre.granted.has_left_out else 0
        tag = centre.store.write(partial(_grant, centre, device, stream, leaves_out), rings=False)
        if leaves_out:
            centre.granted.has_left_out = True
    if tag is not None:
        centre.granted.keep(stream, centre.mail.domain, tag)
    return stream, tag, is_new


def _newest(work: Work, device: Device) -> bytes:
    known = streams.newest_stream(work, device.uid)
    return known.name if known else stream_name(device.uid, 1)


def _tag(work: Work, stream: bytes, domain: str) -> int | None:
    return next((one.tag for one in mail_spaces.spaces_of(work, stream) if one.domain == domain), None)


def _grant(centre: Centre, device: Device, stream: bytes, leaves_out: int, work: Work) -> int:
    """The tag that a stream has under another domain, else the next one: no tag is given to a second stream."""
    enrolment.lock_server(work)
    domain = centre.mail.domain
    present = mail_spaces.spaces_of(work, stream)
    granted = next((one.tag for one in present if one.domain == domain), None)
    if granted is not None:  # another process was faster
        return granted
    tag = present[0].tag if present else mail_spaces.next_tag(work, leaves_out=leaves_out)
    now_ms = to_ms(centre.clock.now())
    mail_spaces.add_space(work, StoredSpace(tag, domain, stream, device.uid.bytes, device.post, now_ms))
    return tag


def _signed(centre: Centre, stream: bytes, domain: str, tag: str) -> MailSpace:
    message = mail_space_message(stream, domain, tag)
    return MailSpace(stream, domain, tag, centre.key.sign(Purpose.MAIL_SPACE, message))
