"""The receipt: proof that a person was registered, with the number, what is missing and what comes next."""

from __future__ import annotations

from papers import lower, middle, upper
from papers.flow import Align, Part, Row, Setting, beside, columns, gap, joined, rule, spaced, stack
from papers.fonts import Fonts
from papers.page import Paper
from papers.qr import check_text
from papers.slip import Slip
from papers.typeset import Layout, pdf
from papers.words import word


def receipt(slip: Slip, paper: Paper, fonts: Fonts) -> bytes:
    """The PDF of a receipt.

    Raises: Trouble ``QR_TEXT_CHARSET`` or ``QR_TEXT_TOO_LONG``.
    """
    check_text(slip.qr_text)
    return pdf(
        lambda setting: _composed(setting, slip), paper.sheet, fonts, word("receipt_file_title"), is_large=slip.is_large
    )


def _composed(setting: Setting, slip: Slip) -> Layout:
    """Number first, then who, what to bring and what next; the QR beside the number, or last where there is no room."""
    space = gap(setting.sizes.body // 2)
    head = _head_on_roll if setting.sheet.is_roll else _head_on_sheet
    body = [
        *upper.bands(setting, slip),
        *upper.letterhead(setting, slip.letterhead),
        *head(setting, slip),
        rule(setting),
        *middle.identity(setting, slip),
        *spaced(setting, [columns(setting, *_left_and_right(slip))]),
    ]
    if setting.sheet.is_roll:
        code = upper.registration(setting, slip, Align.CENTRE)
        body += [rule(setting), *code, space, *lower.contacts(setting, slip)]
    foot = [
        space,
        *lower.hands(setting, slip),
        space,
        *lower.promises(setting, "receipt_is_no_proof"),
        *upper.training_end(setting, slip),
    ]
    return Layout(tuple(body), tuple(foot))


def _head_on_roll(setting: Setting, slip: Slip) -> list[Row]:
    return [
        *upper.title(setting, slip.title, Align.CENTRE),
        gap(setting.sizes.body // 3),
        *upper.queue_number(setting, slip.queue_number, Align.CENTRE),
        *upper.when_and_where(setting, slip, Align.CENTRE),
    ]


def _head_on_sheet(setting: Setting, slip: Slip) -> list[Row]:
    right_width = setting.width * 2 // 5
    left_width = setting.width - right_width - setting.sizes.body
    left = setting.narrowed(left_width)
    number = [
        *upper.title(left, slip.title, Align.LEFT),
        gap(setting.sizes.body // 3),
        *upper.queue_number(left, slip.queue_number, Align.LEFT),
        *upper.when_and_where(left, slip, Align.LEFT),
    ]
    code = upper.registration(setting.narrowed(right_width), slip, Align.RIGHT)
    return [beside(stack(number), stack(code), left_width + setting.sizes.body)]


def _left_and_right(slip: Slip) -> tuple[Part, Part]:
    """What is missing on one side, what to know and to do on the other; what was seen where there is room."""

    def seen(setting: Setting) -> list[Row]:
        return middle.seen(setting, slip.papers_seen, is_complete=not slip.papers_missing)

    def left(setting: Setting) -> list[Row]:
        return middle.to_bring(setting, slip.papers_missing, word("missing_heading")) or seen(setting)

    def right(setting: Setting) -> list[Row]:
        groups = [
            middle.sentences(setting, slip.reasons, word("reasons_heading"), setting.sizes.body),
            middle.earliest_day(setting, slip.eligible_from),
            middle.next_steps(setting, slip.next_steps),
        ]
        if slip.papers_missing:
            groups.append(seen(setting))
        if not setting.sheet.is_roll:
            groups.append(lower.contacts(setting, slip))
        return joined(setting, groups)

    return left, right
