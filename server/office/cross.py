"""Finds the same person in the same programme and period at several posts, and tells each of these posts.

The desk that comes second is told in its own round; this is the word to the first, and to both where neither could see
the other because they came at the same instant. It may lag, but it loses nothing: work is queued in the transaction
that causes it, and every step is one transaction that may be done again [TRUST 5, server storage].
"""

from __future__ import annotations

import enum
import hashlib
import logging
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial

from core.clock import Clock, to_ms
from core.errors import Trouble
from core.wire.events import stream_name
from server.bugs import log_bug
from server.store import cross, enrolment, registrations, streams
from server.store.database import Store, Work
from server.store.records import Notice, Standing, StoredRegistration
from server.store.registrations import Claim, claim_of

BATCH = 100
"""So many registrations in one transaction: no desk waits long for its post's counter."""

LOOKED_AT = 500
"""So many are looked at in one transaction, which needs no counter."""

GATHER_S = 0.1
"""What comes in quick succession is looked at together: each look is a commit that desks would wait for."""

EVERY_S = 1.0
"""What other processes queue rings no bell here: look again after this time."""

log = logging.getLogger("posko.server")


class NoticeCode(enum.StrEnum):
    """What the server tells a post by itself."""

    NIK_ELSEWHERE = "NIK_ELSEWHERE"


def work_off(store: Store, clock: Clock) -> bool:
    """Do one piece of the queue; whether there was one.

    Raises: Trouble of the store: nothing is lost, the piece stays queued.
    """
    with store.reading() as work:
        if not cross.is_work_waiting(work):
            return False
    found = store.write(_find, rings=False)
    told = store.write(partial(_tell, now_ms=to_ms(clock.now())), rings=False)
    return found or told


@contextmanager
def cross_work_done(store: Store, clock: Clock) -> Iterator[None]:
    """While the block runs the queue is worked off by a thread: after each commit of this process, and now and then."""
    is_over, bell = threading.Event(), store.new_bell()
    thread = threading.Thread(target=_keep_working, args=(store, clock, is_over, bell), name="cross-work")
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        bell.set()
        thread.join()


def _keep_working(store: Store, clock: Clock, is_over: threading.Event, bell: threading.Event) -> None:
    while not is_over.is_set():
        bell.clear()
        try:
            is_more = work_off(store, clock)
        except Trouble as trouble:
            is_more = False
            log.warning("cross work waits: %s", trouble.code)
        except Exception as error:
            is_more = False
            log_bug(log, "cross work", error)
        if not is_more and bell.wait(EVERY_S):
            is_over.wait(GATHER_S)


def _find(work: Work) -> bool:
    """Look who else has the claim of some registrations; every post with one of them is to be told."""
    queued = cross.take_work(work, LOOKED_AT, is_found=False)
    by_post: dict[str, list[bytes]] = {}
    for one in queued:
        by_post.setdefault(one.post, []).append(one.record)
    looked_at = [one for post, uids in by_post.items() for one in registrations.of_records(work, post, uids)]
    sharing = (members for members in _members(work, looked_at).values() if len(members) > 1)
    cross.add_work(work, {(one.post, one.uid) for members in sharing for one in members}, is_found=True)
    cross.end_work(work, queued)
    return bool(queued)


def _tell(work: Work, now_ms: int) -> bool:
    """Put some registrations of one post into their groups, and tell the post what it was not told yet.

    One post's counter in one transaction: two of them could wait for each other.
    """
    queued = cross.take_work(work, BATCH, is_found=True)
    if not queued:
        return False
    post = queued[0].post
    streams.lock_post(work, post)
    own = registrations.whole(work, post, {one.record for one in queued})
    members = _members(work, own)
    news: list[tuple[StoredRegistration, str]] = []
    for one in own:
        claim = claim_of(one)
        others = (
            [other for other in members.get(claim, ()) if (other.post, other.uid) != (post, one.uid)] if claim else []
        )
        if claim and others:
            _group(work, one, claim, members[claim])
            news.extend((one, elsewhere) for elsewhere in _untold(work, one, others))
    first = streams.take_feed_numbers(work, post, len(news)) if news else 0
    cross.add_notices(work, (_notice(one, told, first + at, now_ms) for at, (one, told) in enumerate(news)))
    cross.end_work(work, queued)
    return True


def _members(work: Work, some: Iterable[Standing | StoredRegistration]) -> dict[Claim, list[Standing]]:
    """Everybody who has one of their claims, by claim."""
    claims = {claim for one in some if (claim := claim_of(one)) is not None}
    members: dict[Claim, list[Standing]] = {}
    if claims:
        for standing in registrations.of_people(work, {nik for nik, _, _ in claims}):
            claim = claim_of(standing)
            if claim in claims and claim is not None:
                members.setdefault(claim, []).append(standing)
    return members


def _group(work: Work, one: StoredRegistration, claim: Claim, members: Iterable[Standing]) -> None:
    """All of a claim end in one group: the one they share already, else one that each of them finds by itself."""
    present = {member.duplicate_group for member in members}
    shared = present.pop() if len(present) == 1 else None
    if shared is None:
        lineage = enrolment.known_server(work).lineage
        shared = hashlib.sha256(b"posko/duplicates/1\0" + lineage + "\0".join(claim).encode()).digest()[:16]
    if one.duplicate_group != shared:
        registrations.flag_duplicate(work, one.post, one.uid, shared)


def _untold(work: Work, one: StoredRegistration, others: Iterable[Standing]) -> list[str]:
    """The posts with the same claim that this one's post has not been told of."""
    first = stream_name(one.device, one.incarnation), one.seq
    facts = cross.told_facts(work, one.post, one.uid, first, NoticeCode.NIK_ELSEWHERE)
    told = {fact["post"] for fact in facts if "post" in fact}
    return sorted({other.post for other in others} - told)


def _notice(one: StoredRegistration, elsewhere: str, feed_no: int, now_ms: int) -> Notice:
    return Notice(
        post=one.post,
        feed_no=feed_no,
        stream=stream_name(one.device, one.incarnation),
        seq=one.seq,
        record=one.uid,
        code=NoticeCode.NIK_ELSEWHERE,
        facts={"post": elsewhere},
        told_at_ms=now_ms,
    )
