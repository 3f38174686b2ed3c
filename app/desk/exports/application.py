"""The law's form and the applicant's statement for a signature, out of one registration [FACTBOOK 0.4, 2.1]."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.desk.context import Desk
from app.desk.exports.making import mark_of, officer_signs, place_and_day
from app.desk.exports.values import answer_text, day_text, label_of, text_of
from core.acts import act_of
from core.letter_words import letter_word
from core.programme import Programme
from core.programme_parts import RequiredPaper
from core.registered import KeptRegistration
from papers.letter import Block, Fields, Letter, Points, Signature, Signatures, Ticks, Words

IDENTITY = (
    "name_on_id", "nik", "birth_place", "birth_date", "sex", "id_address", "rt_rw", "village_code", "religion",
    "marital_status", "occupation", "citizenship", "family_card_no", "email", "mobile", "current_address",
)  # fmt: skip
"""Card order first, then what the law's form asks besides."""

_STATED = ("name_on_id", "nik", "birth_place", "birth_date", "id_address")


def application_form(desk: Desk, kept: KeptRegistration, programme: Programme) -> Letter:
    """The form with the same fields as the window, filled in, for the applicant's hand."""
    body = kept.body
    answers = tuple(
        (question.label, answer_text(question, body.answers[question.name]) if question.name in body.answers else "")
        for question in programme.questions
        if not question.is_secret
    )
    papers = tuple((paper.label, paper.code in body.documents) for paper in programme.papers)
    blocks: tuple[Block, ...] = (
        Words(letter_word("form_identity"), is_strong=True),
        Fields(tuple((label_of(field, programme), text_of(desk, kept, field, programme)) for field in IDENTITY)),
        Words(letter_word("form_questions"), is_strong=True),
        Fields(answers),
        Words(letter_word("form_papers"), is_strong=True),
        Ticks(papers),
        Words(letter_word("form_end")),
        _applicant_and_officer(desk, kept),
    )
    title = letter_word("form_title", act=act_of(programme), programme=programme.name.upper())
    return _letter(desk, kept, title, blocks)


def applicants_statement(desk: Desk, kept: KeptRegistration, programme: Programme) -> Letter:
    """The statement to be signed: true data, the programme's own conditions, consent."""
    on = date.fromisoformat(kept.body.business_on)
    points = (
        letter_word("statement_true"),
        *(letter_word("statement_rule", rule=rule.label) for rule in programme.rules if rule.is_valid(on)),
        programme.consent_text,
        letter_word("statement_consequence"),
    )
    blocks: tuple[Block, ...] = (
        Words(letter_word("statement_begin")),
        Fields(tuple((label_of(field, programme), text_of(desk, kept, field, programme)) for field in _STATED)),
        Words(letter_word("statement_says", programme=programme.name)),
        Points(points),
        _applicant_and_officer(desk, kept),
    )
    return _letter(desk, kept, letter_word("statement_title"), blocks)


def checklist(desk: Desk, kept: KeptRegistration, programme: Programme) -> Letter:
    """What belongs behind the form, in the order in which the receiving office wants it, and what was seen here."""
    labels = {paper.code: paper.label for paper in programme.papers}
    papers = tuple((_with_alternatives(paper, labels), paper.code in kept.body.documents) for paper in programme.papers)
    blocks: tuple[Block, ...] = (
        Fields(tuple((label_of(field, programme), text_of(desk, kept, field, programme)) for field in _STATED[:2])),
        Ticks(papers),
        Words(letter_word("checklist_order")),
        Signatures(place_and_day(desk, date.fromisoformat(kept.body.business_on)), (officer_signs(desk),)),
    )
    return _letter(desk, kept, letter_word("checklist_title", programme=programme.name.upper()), blocks)


def _with_alternatives(paper: RequiredPaper, labels: Mapping[str, str]) -> str:
    instead = ", ".join(labels.get(other.paper, other.paper) for other in paper.alternatives)
    return letter_word("checklist_alternative", paper=paper.label, instead=instead) if instead else paper.label


def _applicant_and_officer(desk: Desk, kept: KeptRegistration) -> Signatures:
    name = kept.body.person.name_on_id
    applicant = Signature(letter_word("applicant"), name, letter_word("applicant_hand"))
    return Signatures(place_and_day(desk, date.fromisoformat(kept.body.business_on)), (officer_signs(desk), applicant))


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
