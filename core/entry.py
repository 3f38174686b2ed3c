"""What was typed for one visit, before any judgement: the registration input of window, file and import alike."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from core.findings import Finding, block, ok
from core.wire.records import Answer

IDENTITY_FIELDS = (
    "nik",
    "name_on_id",
    "birth_place",
    "birth_date",
    "sex",
    "id_address",
    "rt_rw",
    "village_code",
    "religion",
    "marital_status",
    "occupation",
    "citizenship",
    "family_card_no",
    "mobile",
    "email",
    "contact_person",
    "current_address",
    "current_village_code",
    "represented_by",
    "disability",
    "bank_account",
)
"""In the order of the KTP, then contact, then what few people need."""

_OTHER_KEYS = frozenset({"answers", "documents", "consent", "confirm", "accept"})
MAX_WORDS = 50
"""Members of a list (papers, confirmed codes) and answers; more cannot come from a desk."""


class EntryCode(enum.StrEnum):
    """Findings about the input as such."""

    FIELD_TYPE = "FIELD_TYPE"
    FIELD_UNKNOWN = "FIELD_UNKNOWN"
    FIELD_DAMAGED = "FIELD_DAMAGED"


@dataclass(frozen=True, slots=True)
class Entry:
    """One visit as typed.

    Args:
        fields: identity fields by name, text as typed; a missing one counts as empty.
        answers: to the programme's questions; a missing key = not asked.
        documents: codes of the papers seen.
        has_consent: whether the applicant agreed.
        confirm: codes of field warnings that the officer confirmed; ``*`` = all.
        accept: codes of findings whose proposal the officer took; ``*`` = all.
        oddities: what was wrong with the input itself.
    """

    fields: Mapping[str, str]
    answers: Mapping[str, Answer] = field(default_factory=dict)
    documents: tuple[str, ...] = ()
    has_consent: bool = False
    confirm: frozenset[str] = frozenset()
    accept: frozenset[str] = frozenset()
    oddities: tuple[Finding, ...] = ()

    def text(self, name: str) -> str:
        """The field as typed, or empty."""
        return self.fields.get(name, "")

    def is_confirmed(self, code: str) -> bool:
        """Whether the officer confirmed warnings of this code."""
        return code in self.confirm or "*" in self.confirm

    def is_accepted(self, code: str) -> bool:
        """Whether the officer took the proposal of this code."""
        return code in self.accept or "*" in self.accept


def entry_from_json(values: Mapping[str, object]) -> Entry:
    """An entry from a decoded JSON object. Never raises: what has the wrong shape becomes a finding."""
    oddities: list[Finding] = []
    fields = {name: _text(values[name], name, oddities) for name in IDENTITY_FIELDS if name in values}
    unknown = (name for name in values if name not in IDENTITY_FIELDS and name not in _OTHER_KEYS)
    oddities.extend(ok("", EntryCode.FIELD_UNKNOWN, name=_whole(name)[:40]) for name in unknown)
    consent = values.get("consent", False)
    if not isinstance(consent, bool):
        oddities.append(block("consent", EntryCode.FIELD_TYPE, field="consent"))
    return Entry(
        fields=fields,
        answers=_answers(values.get("answers"), oddities),
        documents=_words(values.get("documents"), "documents", oddities),
        has_consent=consent is True,
        confirm=frozenset(_words(values.get("confirm"), "confirm", oddities)),
        accept=frozenset(_words(values.get("accept"), "accept", oddities)),
        oddities=tuple(oddities),
    )


def _whole(text: str) -> str:
    """Text that every store and line can carry: half of a surrogate pair cannot be written as UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _text(value: object, name: str, oddities: list[Finding]) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        text = _whole(value)
        if text != value:
            oddities.append(block(name, EntryCode.FIELD_DAMAGED, field=name))
        return text
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    oddities.append(block(name, EntryCode.FIELD_TYPE, field=name))
    return ""


def _answers(value: object, oddities: list[Finding]) -> Mapping[str, Answer]:
    if value is None:
        return {}
    if not isinstance(value, Mapping) or len(value) > MAX_WORDS:
        oddities.append(block("answers", EntryCode.FIELD_TYPE, field="answers"))
        return {}
    return dict(_each_answer(value, oddities))


def _each_answer(values: Mapping[object, object], oddities: list[Finding]) -> Iterator[tuple[str, Answer]]:
    for name, value in values.items():
        key = _whole(str(name))[:40]
        if value is None or isinstance(value, bool):
            yield key, value
        elif isinstance(value, str):
            yield key, _text(value, f"answers.{key}", oddities)
        elif isinstance(value, int) and abs(value) < 2**53:
            yield key, value
        else:
            oddities.append(block(f"answers.{key}", EntryCode.FIELD_TYPE, field=f"answers.{key}"))


def _words(value: object, name: str, oddities: list[Finding]) -> tuple[str, ...]:
    if value is None:
        return ()
    is_list = isinstance(value, list | tuple) and len(value) <= MAX_WORDS
    if not is_list or not all(isinstance(word, str) for word in value):  # type: ignore[attr-defined]  # list by then
        oddities.append(block(name, EntryCode.FIELD_TYPE, field=name))
        return ()
    return tuple(dict.fromkeys(_whole(word).strip()[:60] for word in value))  # type: ignore[attr-defined]  # as above
