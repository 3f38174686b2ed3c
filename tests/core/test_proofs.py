"""Proofs and mailboxes as a fold of what was asked, read and told; and the rules about what may be done next."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.account_rules import AccountCode, again_ms, asking_refusal, ending_refusal, reading_refusal
from core.accounts import Reason, Result
from core.proofs import (
    PROOF_NOTICES,
    AskedProof,
    MailboxState,
    MailNotice,
    Proof,
    ProofState,
    ReadProof,
    ToldNotice,
    mailbox_state,
    proof_of,
)

ADDRESS = "siti.aminah90@gmail.com"
HELP = uuid.UUID(int=1)
FIRST = AskedProof(uuid.UUID(int=10), HELP, ADDRESS, 1_000)
SECOND = AskedProof(uuid.UUID(int=20), HELP, ADDRESS, 2_000)
READ = ReadProof(uuid.UUID(int=30), FIRST.uid, 1_500)


def told(code: MailNotice, about: uuid.UUID = FIRST.uid, feed_no: int = 1, **facts: str) -> ToldNotice:
    return ToldNotice(feed_no, code, about, facts)


def state(*words: ToldNotice, asked: tuple[AskedProof, ...] = (FIRST,), read: tuple[ReadProof, ...] = ()) -> ProofState:
    return proof_of(ADDRESS, asked, read, words).state


def test_nobody_has_asked() -> None:
    proof = proof_of(ADDRESS, (), (), ())
    assert (proof.state, proof.asked, proof.is_proven) == (ProofState.NONE, None, False)


def test_what_is_asked_for_another_address_says_nothing() -> None:
    assert proof_of("other@contoh.id", (FIRST,), (READ,), (told(MailNotice.PROOF_GOOD),)).state is ProofState.NONE


def test_a_question_waits_until_the_server_has_said_something() -> None:
    assert state() is ProofState.WAITING
    assert state(told(MailNotice.PROOF_SENT)) is ProofState.SENT


def test_the_last_word_counts_whatever_order_they_come_in() -> None:
    delayed, sent = told(MailNotice.PROOF_DELAYED, feed_no=3), told(MailNotice.PROOF_SENT, feed_no=5)
    assert state(sent, delayed) is state(delayed, sent) is ProofState.SENT


def test_a_code_that_was_read_back_is_on_its_way_until_it_is_answered() -> None:
    sent = told(MailNotice.PROOF_SENT)
    assert state(sent, read=(READ,)) is ProofState.READ
    assert state(sent, told(MailNotice.PROOF_WRONG, READ.uid, 2), read=(READ,)) is ProofState.WRONG


def test_the_last_code_that_was_asked_for_counts() -> None:
    assert state(told(MailNotice.PROOF_SENT), asked=(SECOND, FIRST)) is ProofState.WAITING


def test_once_good_it_stays_good() -> None:
    good = told(MailNotice.PROOF_GOOD, READ.uid, 2)
    assert state(good, told(MailNotice.PROOF_EXPIRED, FIRST.uid, 9), read=(READ,)) is ProofState.GOOD
    proof = proof_of(ADDRESS, (FIRST, SECOND), (READ,), (good,))
    assert (proof.is_proven, proof.asked) == (True, FIRST.uid)


_WORDS = st.builds(
    ToldNotice,
    st.integers(1, 20),
    st.sampled_from(sorted(PROOF_NOTICES - {MailNotice.PROOF_GOOD})),
    st.sampled_from([FIRST.uid, SECOND.uid, READ.uid]),
    st.just({}),
)


@given(st.lists(_WORDS, max_size=8))
def test_nothing_but_the_servers_good_word_proves_anything(words: list[ToldNotice]) -> None:
    assert not proof_of(ADDRESS, (FIRST, SECOND), (READ,), words).is_proven


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), MailboxState.RESERVED),
        ((MailNotice.MAILBOX_READY,), MailboxState.READY),
        ((MailNotice.MAILBOX_READY, MailNotice.MAILBOX_ACTIVE), MailboxState.ACTIVE),
        ((MailNotice.MAILBOX_DISABLED, MailNotice.MAILBOX_ENABLED), MailboxState.ACTIVE),
        ((MailNotice.MAILBOX_READY, MailNotice.PROOF_SENT, MailNotice.MAIL_OFF), MailboxState.READY),
    ],
)
def test_how_far_a_mailbox_is(words: tuple[MailNotice, ...], expected: MailboxState) -> None:
    assert mailbox_state(told(code, feed_no=place) for place, code in enumerate(words)) is expected


# --- what may be done next ----------------------------------------------------------------------------------------


def proof(state: ProofState, **facts: str) -> Proof:
    return Proof(ADDRESS, state, FIRST.uid if state is not ProofState.NONE else None, 1_000, facts)


@pytest.mark.parametrize(
    ("state", "asking", "reading"),
    [
        (ProofState.NONE, None, AccountCode.PROOF_NOT_ASKED),
        (ProofState.WAITING, AccountCode.PROOF_WAITS, None),
        (ProofState.SENT, None, None),
        (ProofState.READ, AccountCode.PROOF_WAITS, None),
        (ProofState.GOOD, AccountCode.PROVEN, AccountCode.PROVEN),
        (ProofState.WRONG, None, None),
        (ProofState.EXPIRED, None, AccountCode.PROOF_OVER),
        (ProofState.REFUSED, None, AccountCode.PROOF_OVER),
        (ProofState.LIMITED, None, AccountCode.PROOF_OVER),
        (ProofState.OFF, None, AccountCode.PROOF_OVER),
    ],
)
def test_when_a_code_is_asked_for_or_read_back(
    state: ProofState, asking: AccountCode | None, reading: AccountCode | None
) -> None:
    assert asking_refusal(proof(state), None, 0) is asking
    assert reading_refusal(proof(state)) is reading


def test_a_limit_holds_until_its_time() -> None:
    limited = proof(ProofState.LIMITED, again_ms="5000")
    assert (again_ms(limited), again_ms(proof(ProofState.LIMITED, again_ms="soon"))) == (5_000, 0)
    assert asking_refusal(limited, None, 4_999) is AccountCode.PROOF_LIMIT
    assert asking_refusal(limited, None, 5_000) is None


@pytest.mark.parametrize("mailbox", [one for one in MailboxState if one is not MailboxState.ACTIVE])
def test_a_mailbox_that_nobody_can_open_gets_no_code(mailbox: MailboxState) -> None:
    assert asking_refusal(proof(ProofState.NONE), mailbox, 0) is AccountCode.NOT_ACTIVE
    assert asking_refusal(proof(ProofState.NONE), MailboxState.ACTIVE, 0) is None


def test_without_an_address_there_is_nothing_to_prove() -> None:
    assert asking_refusal(Proof(""), None, 0) is AccountCode.NO_ADDRESS


@pytest.mark.parametrize("result", Result)
def test_how_a_help_may_end(result: Result) -> None:
    needs_reason = result in {Result.LATER, Result.FAILED}
    without = ending_refusal(result, "", "", is_about_mail=True)
    assert without is (AccountCode.NO_REASON if needs_reason else AccountCode.NO_ADDRESS)
    assert ending_refusal(result, Reason.OTHER, ADDRESS, is_about_mail=True) is None
    assert ending_refusal(result, Reason.OTHER, "", is_about_mail=False) is None
