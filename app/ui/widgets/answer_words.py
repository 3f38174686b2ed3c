"""What the keys that answer a finding say: which text each of them leaves in the box, so that no yes is ambiguous."""

from __future__ import annotations

from app.forms.state import VILLAGES
from app.ui.actions import ACCEPT, CONFIRM
from app.ui.i18n import tr
from core.card_numbers import LENGTH
from core.findings import Finding, Scope, Weight
from core.registration import RegistrationCode

MOST_LETTERS = 30
_NUMBERS = ("nik", "family_card_no")
_GROUP = 4


def has_proposal(finding: Finding) -> bool:
    """Whether the rule knows a better text."""
    return finding.proposal is not None


def is_question(finding: Finding) -> bool:
    """Whether it waits for the one deliberate key."""
    return finding.scope is Scope.FIELD and finding.weight is Weight.WARN


def accept_text(finding: Finding) -> str:
    """``Pakai eko@gmail.com``; a village's code says nothing, its sentence does."""
    if finding.proposal is None or finding.field in VILLAGES:
        return tr(ACCEPT.text)
    return tr("Pakai {text}").format(text=_short(finding.field, finding.proposal))


def confirm_text(finding: Finding, text: str) -> str:
    """``Tetap eko@gmail.co`` beside a proposal; where there is none a yes can mean one thing only.

    Args:
        text: what stands in the box.
    """
    if finding.code == RegistrationCode.LIKELY_SAME_PERSON:
        return tr("Orang lain")
    if finding.proposal is None or finding.field in VILLAGES or not text.strip():
        return tr(CONFIRM.text)
    return tr("Tetap {text}").format(text=_short(finding.field, text.strip()))


def _short(field: str, text: str) -> str:
    """Numbers in their groups; of a long text the end, where addresses differ."""
    if field in _NUMBERS and len(text) == LENGTH:
        return " ".join(text[start : start + _GROUP] for start in range(0, LENGTH, _GROUP))
    return text if len(text) <= MOST_LETTERS else f"\u2026{text[1 - MOST_LETTERS :]}"
