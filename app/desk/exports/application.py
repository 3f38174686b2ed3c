"""The law's form and the applicant's statement for a signature, out of one registration [FACTBOOK 0.4, 2.1]."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from app.desk.context import Desk
from app.desk.exports.making import mark_of, officer_signs, place_and_day
from app.desk.exports.signing import Signer, applicant_signs, signer_for
from app.desk.exports.values import answer_text, day_text, label_of, text_of
from core.acts import act_of
from core.eligibility import Ruling
from core.errors import unusable
from core.kept_entry import Revision, revised_entry
from core.letter_words import letter_word
from core.programme import Programme
from core.programme_parts import RequiredPaper
from core.registered import KeptRegistration
from core.registration import Outcome, assess
from papers.letter import Block, Fields, Letter, Points, Signatures, Ticks, Words

IDENTITY = (
    "name_on_id", "nik", "birth_place", "birth_date", "sex", "id_address", "rt_rw", "village_code", "religion",
    "marital_status", "occupation", "citizenship", "family_card_no", "email", "mobile", "current_address",
)  # fmt: skip
"""Card order first, then what the law's form asks besides."""

_OTHER_PEOPLE = ("represented_by", "contact_person")
_STATED = ("name_on_id", "nik", "birth_place", "birth_date", "id_address")


def application_form(desk: Desk, kept: KeptRegistration, programme: Programme) -> Letter:
    """The form with the same fields as the window, filled in, for the applicant's hand."""
    body = kept.body
    answers = tuple(
        (question.label, answer_text(question, body.answers[question.name]) if question.name in body.answers else "")
        for question in programme.questions
        if not question.is_secret
    )
    on = date.fromisoformat(body.business_on)
    papers = tuple((paper.label, paper.code in body.documents) for paper in programme.papers if paper.is_valid(on))
    fields = _fields_of(kept, programme)
    blocks: tuple[Block, ...] = (
        Words(letter_word("form_identity"), is_strong=True),
        Fields(tuple((label_of(field, programme), text_of(desk, kept, field, programme)) for field in fields)),
        Words(letter_word("form_questions"), is_strong=True),
        Fields(answers),
        Words(letter_word("form_papers"), is_strong=True),
        Ticks(papers),
        Words(letter_word("form_end")),
        _applicant_and_officer(desk, kept, programme),
    )
    title = letter_word("form_title", act=act_of(programme), programme=programme.name.upper())
    return _letter(desk, kept, title, blocks)


def _fields_of(kept: KeptRegistration, programme: Programme) -> tuple[str, ...]:
    """Everybody's fields, those that this programme wants besides, and who stands in for this applicant."""
    given = tuple(field for field in _OTHER_PEOPLE if getattr(kept.body.person, field) or field in kept.body.typed)
    return tuple(dict.fromkeys((*IDENTITY, *programme.extra_fields, *given)))


def can_state(kept: KeptRegistration) -> bool:
    """Whether the applicant can sign to fulfil the conditions: not while a rule refuses them."""
    return kept.body.outcome != Outcome.NOT_ELIGIBLE


def applicants_statement(desk: Desk, kept: KeptRegistration, programme: Programme) -> Letter:
    """The statement to be signed: true data, the conditions that this applicant fulfils as far as asked, consent.

    Raises: Trouble STATEMENT_NOT_ELIGIBLE (usage).
    """
    if not can_state(kept):
        raise unusable("STATEMENT_NOT_ELIGIBLE")
    signer = signer_for(kept, programme)
    points = (
        letter_word("statement_true_for" if signer else "statement_true"),
        *(_rule_text(label, signer) for label in _fulfilled(desk, kept, programme)),
        letter_word("statement_consent_for", consent=programme.consent_text) if signer else programme.consent_text,
        letter_word("statement_consequence"),
    )
    stated = tuple((label_of(field, programme), text_of(desk, kept, field, programme)) for field in _STATED)
    blocks: tuple[Block, ...] = (
        Words(letter_word("statement_begin")),
        *(_signer_blocks(signer) if signer else ()),
        Fields(stated),
        Words(letter_word("statement_says", programme=programme.name)),
        Points(points),
        _applicant_and_officer(desk, kept, programme),
    )
    return _letter(desk, kept, letter_word("statement_title"), blocks)


def _signer_blocks(signer: Signer) -> tuple[Block, ...]:
    rows = ((letter_word("signer_name"), signer.name), (letter_word("signer_relation"), signer.relation))
    return Fields(rows), Words(letter_word("statement_on_behalf"))


def _rule_text(label: str, signer: Signer | None) -> str:
    return letter_word("statement_rule_for", rule=label) if signer else letter_word("statement_rule", rule=label)


def _fulfilled(desk: Desk, kept: KeptRegistration, programme: Programme) -> Iterator[str]:
    """The conditions that say yes of this applicant and that nobody doubts or leaves to an office."""
    rulebook = desk.rulebook(programme, date.fromisoformat(kept.body.business_on))
    assessment = assess(revised_entry(kept.body, Revision(), rulebook), rulebook)
    ruled = {answer.code: answer.ruling for answer in assessment.rules}
    for rule in programme.rules:
        question = programme.question(rule.question)
        is_left_open = rule.is_doubted or rule.is_unasked or (question is not None and question.is_optional)
        if rule.is_valid(rulebook.on) and not is_left_open and ruled.get(rule.code) is Ruling.YES:
            yield rule.label


def checklist(desk: Desk, kept: KeptRegistration, programme: Programme) -> Letter:
    """What belongs behind the form, in the order in which the receiving office wants it, and what was seen here."""
    labels = {paper.code: paper.label for paper in programme.papers}
    on = date.fromisoformat(kept.body.business_on)
    wanted = (paper for paper in programme.papers if paper.is_valid(on))
    made_here = tuple((letter_word("checklist_printed", paper=paper.label), True) for paper in programme.printed_papers)
    seen = tuple((_with_alternatives(paper, labels), paper.code in kept.body.documents) for paper in wanted)
    blocks: tuple[Block, ...] = (
        Fields(tuple((label_of(field, programme), text_of(desk, kept, field, programme)) for field in _STATED[:2])),
        Ticks((*made_here, *seen)),
        Words(letter_word("checklist_order")),
        Signatures(place_and_day(desk, on), (officer_signs(desk),)),
    )
    return _letter(desk, kept, letter_word("checklist_title", programme=programme.name.upper()), blocks)


def _with_alternatives(paper: RequiredPaper, labels: Mapping[str, str]) -> str:
    instead = ", ".join(labels.get(other.paper, other.paper) for other in paper.alternatives)
    return letter_word("checklist_alternative", paper=paper.label, instead=instead) if instead else paper.label


def _applicant_and_officer(desk: Desk, kept: KeptRegistration, programme: Programme) -> Signatures:
    hands = (officer_signs(desk), applicant_signs(kept, programme))
    return Signatures(place_and_day(desk, date.fromisoformat(kept.body.business_on)), hands)


def _letter(desk: Desk, kept: KeptRegistration, title: str, blocks: tuple[Block, ...]) -> Letter:
    number = (
        letter_word("number", number=kept.registration_no)
        if kept.registration_no
        else letter_word("queue", queue=kept.queue_number, day=day_text(kept.body.business_on))
    )
    return Letter(
        letterhead=desk.words.letterhead,
        title=title,
        number=number,
        blocks=blocks,
        mark=mark_of(desk, f"{title.lower()} · {kept.body.programme}"),
        is_training=desk.store.profile.post.is_training,
    )
