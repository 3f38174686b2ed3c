"""The note: why somebody could not be registered today, what to bring, from when it would be yes; or the referral."""

from __future__ import annotations

from papers import lower, middle, upper
from papers.flow import Align, Part, Row, Setting, beside, columns, gap, joined, rule, spaced, stack
from papers.fonts import Fonts
from papers.page import Paper
from papers.slip import Slip, SlipKind
from papers.typeset import Layout, pdf
from papers.words import word

QUEUE_NUMBER_PERCENT = 60
"""The number has been called; on a note the reason comes first."""


def note(slip: Slip, paper: Paper, fonts: Fonts) -> bytes:
    """The PDF of a note; it has neither a registration number nor a QR, whatever the slip holds."""
    title = word("referral_file_title") if slip.kind is SlipKind.REFERRAL else word("note_file_title")
    return pdf(lambda setting: _composed(setting, slip), paper.sheet, fonts, title, is_large=slip.is_large)


def _composed(setting: Setting, slip: Slip) -> Layout:
    is_referral = slip.kind is SlipKind.REFERRAL
    head = word("referral_reasons_heading") if is_referral else word("note_reasons_heading")
    reasons = middle.sentences(setting, slip.reasons, head, setting.sizes.strong)
    earliest = middle.earliest_day(setting, slip.eligible_from)
    body = [
        *upper.bands(setting, slip),
        *upper.letterhead(setting, slip.letterhead),
        *_head(setting, slip),
        rule(setting),
        *middle.identity(setting, slip),
        *spaced(setting, [reasons, earliest, columns(setting, *_left_and_right(slip))]),
    ]
    space = gap(setting.sizes.body // 2)
    foot = [
        gap(setting.sizes.body),
        *_closing(setting, slip),
        space,
        *lower.promises(setting, "referral_is_no_receipt" if is_referral else "note_is_no_receipt"),
        *upper.training_end(setting, slip),
    ]
    return Layout(tuple(body), tuple(foot))


def _closing(setting: Setting, slip: Slip) -> list[Row]:
    """Where to ask, and the officer's box: below each other on a roll, beside each other on a sheet."""
    if setting.sheet.is_roll:
        space = gap(setting.sizes.body // 2)
        return [*lower.contacts(setting, slip), space, *lower.officer_hand(setting, slip)]
    half = (setting.width - setting.sizes.body) // 2
    left, right = setting.narrowed(half), setting.narrowed(half)
    contacts = stack(lower.contacts(left, slip))
    return [beside(contacts, stack(lower.officer_hand(right, slip)), setting.width - half)]


def _head(setting: Setting, slip: Slip) -> list[Row]:
    """Title and queue number, time and place below; on a sheet beside each other."""
    if setting.sheet.is_roll:
        return [
            *upper.title(setting, slip.title, Align.CENTRE),
            gap(setting.sizes.body // 3),
            *upper.queue_number(setting, slip.queue_number, Align.CENTRE, QUEUE_NUMBER_PERCENT),
            *upper.when_and_where(setting, slip, Align.CENTRE),
        ]
    right_width = setting.width * 2 // 5
    left, right = setting.narrowed(setting.width - right_width - setting.sizes.body), setting.narrowed(right_width)
    title = [*upper.title(left, slip.title, Align.LEFT), *upper.when_and_where(left, slip, Align.LEFT)]
    number = upper.queue_number(right, slip.queue_number, Align.RIGHT, QUEUE_NUMBER_PERCENT)
    return [beside(stack(title), stack(number), setting.width - right_width)]


def _left_and_right(slip: Slip) -> tuple[Part, Part]:
    """What to bring on one side, what was seen and what to do on the other."""

    def left(setting: Setting) -> list[Row]:
        return middle.to_bring(setting, slip.papers_missing, word("bring_heading"))

    def right(setting: Setting) -> list[Row]:
        steps = middle.next_steps(setting, slip.next_steps)
        return joined(setting, [steps, middle.seen(setting, slip.papers_seen, is_complete=False)])

    return left, right
