"""What was typed for one visit, before any judgement: the registration input of window, file and import alike."""

from __future__ import annotations

import enum
import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from core.findings import Finding, block, ok
from core.passwords import tells_password
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

MAX_TEXT = 500
"""Characters kept of one text: more than any rule reads, so that a wrong paste can still be recognised."""

MAX_VISIT_BYTES = 16 * 1024
"""All texts of one visit together. A visit that no event can carry would stop everything behind it in the log:
kept twice (as typed and as read) and with its findings this stays below ``core.wire.envelope.MAX_BODY_BYTES``."""


class EntryCode(enum.StrEnum):
    """Findings about the input as such."""

    FIELD_TYPE = "FIELD_TYPE"
    FIELD_UNKNOWN = "FIELD_UNKNOWN"
    FIELD_DAMAGED = "FIELD_DAMAGED"
    FIELD_TOO_LARGE = "FIELD_TOO_LARGE"
    HAS_PASSWORD = "FIELD_HAS_PASSWORD"  # noqa: S105 - why a text is refused, no secret
    """What was typed is not kept, not even as typed."""


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
        confirmed_before: field and code of warnings that were confirmed at an earlier visit and still stand.
    """

    fields: Mapping[str, str]
    answers: Mapping[str, Answer] = field(default_factory=dict)
    documents: tuple[str, ...] = ()
    has_consent: bool = False
    confirm: frozenset[str] = frozenset()
    accept: frozenset[str] = frozenset()
    oddities: tuple[Finding, ...] = ()
    confirmed_before: frozenset[tuple[str, str]] = frozenset()

    def text(self, name: str) -> str:
        """The field as typed, or empty."""
        return self.fields.get(name, "")

    def is_confirmed(self, code: str, name: str = "") -> bool:
        """Whether the officer confirmed warnings of this code, now or earlier for this very field."""
        return code in self.confirm or "*" in self.confirm or (name, code) in self.confirmed_before

    def is_accepted(self, code: str) -> bool:
        """Whether the officer took the proposal of this code."""
        return code in self.accept or "*" in self.accept


def entry_from_json(values: Mapping[str, object]) -> Entry:
    """An entry from a decoded JSON object. Never raises: what has the wrong shape is kept as text and noted."""
    reader = _Reader()
    fields = {name: reader.text(values[name], name) for name in IDENTITY_FIELDS if name in values}
    answers = dict(reader.answers(values.get("answers")))
    documents = reader.words(values.get("documents"), "documents")
    confirm = reader.words(values.get("confirm"), "confirm")
    accept = reader.words(values.get("accept"), "accept")
    return Entry(
        fields=fields,
        answers=answers,
        documents=documents,
        has_consent=reader.consent(values.get("consent")),
        confirm=frozenset(confirm),
        accept=frozenset(accept),
        oddities=(*_unknown(values), *reader.oddities),
    )


def _unknown(values: Mapping[str, object]) -> Iterator[Finding]:
    unknown = (name for name in values if name not in IDENTITY_FIELDS and name not in _OTHER_KEYS)
    for name in itertools.islice(unknown, MAX_WORDS):
        yield ok("", EntryCode.FIELD_UNKNOWN, name=_whole(name)[:40])


def _whole(text: str) -> str:
    """Text that every store and line can carry: half of a surrogate pair cannot be written as UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _written(value: object) -> str:
    """A value of the wrong shape as text, so that a person can still see what it was."""
    try:
        return _whole(json.dumps(value, ensure_ascii=False, default=str))
    except (ValueError, RecursionError):  # too many digits, or nested too deep
        return "?"


class _Reader:
    """Takes the members of a JSON object, keeps no more of them than an event can carry, and notes what is odd."""

    def __init__(self) -> None:
        self.oddities: list[Finding] = []
        self._room = MAX_VISIT_BYTES

    def text(self, value: object, name: str) -> str:
        """A text as it was typed; a number counts as typed."""
        if value is None:
            return ""
        if isinstance(value, str):
            whole = _whole(value)
            if whole != value:
                self.oddities.append(block(name, EntryCode.FIELD_DAMAGED, field=name))
            return self._kept(whole, name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            self._note_type(name)
        return self._kept(_written(value), name)

    def answers(self, value: object) -> Iterator[tuple[str, Answer]]:
        """The answers by question."""
        if value is None:
            return
        if not isinstance(value, Mapping):
            self._note_type("answers")
            yield "answers", self._kept(_written(value), "answers")
            return
        if len(value) > MAX_WORDS:
            self._note_size("answers", MAX_WORDS)
        for name, answer in itertools.islice(value.items(), MAX_WORDS):
            key = self._kept(_whole(str(name))[:40], "answers")
            yield key, self._answer(answer, f"answers.{key}")

    def _answer(self, value: object, name: str) -> Answer:
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int) and abs(value) < 2**53:
            return value
        if not isinstance(value, str):
            self._note_type(name)
            return self._kept(_written(value), name)
        return self.text(value, name)

    def words(self, value: object, name: str) -> tuple[str, ...]:
        """The words of a list, each once."""
        if value is None:
            return ()
        members = value if isinstance(value, list | tuple) else (value,)
        if members is not value or not all(isinstance(word, str) for word in members):
            self._note_type(name)
        if len(members) > MAX_WORDS:
            self._note_size(name, MAX_WORDS)
        texts = (word if isinstance(word, str) else _written(word) for word in members[:MAX_WORDS])
        return tuple(dict.fromkeys(self._kept(_whole(text).strip()[:60], name) for text in texts))

    def consent(self, value: object) -> bool:
        """Whether the applicant agreed: nothing but a plain yes counts."""
        if not isinstance(value, bool | None):
            self._note_type("consent")
        return value is True

    def _kept(self, text: str, name: str) -> str:
        if tells_password(text):
            self.oddities.append(block(name, EntryCode.HAS_PASSWORD, field=name))
            return ""
        kept = text[:MAX_TEXT].encode()[: self._room].decode(errors="ignore")
        self._room -= len(kept.encode())
        if kept != text:
            self._note_size(name, len(kept))
        return kept

    def _note_size(self, name: str, kept: int) -> None:
        self.oddities.append(block(name, EntryCode.FIELD_TOO_LARGE, field=name, kept=kept))

    def _note_type(self, name: str) -> None:
        self.oddities.append(block(name, EntryCode.FIELD_TYPE, field=name))
