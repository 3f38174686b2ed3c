"""Proof of access: the server is asked to mail a code, and what the applicant reads out of the mail goes back to it."""

from __future__ import annotations

import uuid

from app.desk.account.acts import AccountKept, account_now, keep_account_act, refused
from app.desk.context import Desk
from app.desk.refusal import Refused
from app.models.mailboxes import mailbox_of, proof_of_address
from core.account_rules import AccountCode, asking_refusal, reading_refusal
from core.proofs import CODE_DIGITS
from core.typed_text import is_digits, tidy
from core.wire.events import Kind
from core.wire.records import ProofAskedBody, ProofReadBody


def ask_proof(desk: Desk, uid: uuid.UUID) -> AccountKept | Refused:
    """Ask the server to mail a code to the help's address; without a line it is asked as soon as there is one.

    Raises: Trouble ACCOUNT_UNKNOWN (usage).
    """

    def verb() -> AccountKept | Refused:
        account = account_now(desk, uid)
        sealer = desk.keys.sealer
        box = mailbox_of(sealer, uid)
        state = box.state if box is not None and box.address == account.address else None
        refusal = asking_refusal(proof_of_address(sealer, uid, account.address), state, desk.now_ms())
        if refusal is not None:
            return refused(refusal)
        body = ProofAskedBody(account.address, desk.keys.officer.name)
        keep_account_act(desk, Kind.PROOF_ASKED, body, uid)
        return AccountKept(account)

    return desk.store.write(verb)


def read_proof(desk: Desk, uid: uuid.UUID, code: str) -> AccountKept | Refused:
    """Take the six digits that the applicant has read out of the mail; only the server can say whether they are right.

    Raises: Trouble ACCOUNT_UNKNOWN (usage).
    """
    digits = "".join(char for char in tidy(code) if char not in " -.")

    def verb() -> AccountKept | Refused:
        account = account_now(desk, uid)
        proof = proof_of_address(desk.keys.sealer, uid, account.address)
        refusal = reading_refusal(proof)
        if refusal is not None or proof.asked is None:
            return refused(refusal or AccountCode.PROOF_NOT_ASKED)
        body = ProofReadBody(digits, proof.asked.bytes, desk.keys.officer.name)
        keep_account_act(desk, Kind.PROOF_READ, body, uid)
        return AccountKept(account)

    if len(digits) != CODE_DIGITS or not is_digits(digits):
        return refused(AccountCode.PROOF_DIGITS, digits=CODE_DIGITS)
    return desk.store.write(verb)
