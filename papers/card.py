"""The *kartu e-mail*: an address in large letters, lines for the owner's own hand, and how to get in.

No password is ever printed. An activation code is, once: who prints again has a new one, so no card is a copy.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from papers import middle, upper
from papers.address_lines import address_rows, sign_rows
from papers.card_page import CardPaper, cut_lines
from papers.flow import (
    Align,
    Row,
    Setting,
    baseline,
    beside,
    fitting_size,
    gap,
    height_of,
    joined,
    line_height,
    paragraph,
    rule,
    shifted,
    stack,
)
from papers.fonts import Fonts
from papers.marks import Box, Qr, Text
from papers.page import dots
from papers.qr import check_text
from papers.slip import Letterhead
from papers.typeset import Layout, pdf
from papers.words import long_day, one_line, word

HAND_MM = 7.5
"""Room above a line for somebody who seldom writes."""

LEAST_BESIDE_QR = 12
"""Ems of body text: in a narrower column the steps stand over the QR."""

BAR_DOTS = 6

CODE_PERCENT = 200
"""A code's type over that of a strong line, where it fits."""


_STEPS = ("card_code_open", "card_code_type", "card_code_choose")


@dataclass(frozen=True, slots=True)
class Activation:
    """A one-time code and where it is used.

    Args:
        code: as :func:`core.activation.new_code` gives it.
        page: address of the page as people type it, e.g. ``posko.contoh.go.id/aktivasi``.
        qr_text: the same for a camera, upper-case.
        until: the last day on which it can be used; ``None`` = it has none.
    """

    code: str = field(repr=False)
    page: str
    qr_text: str
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFacts:
    """What stands on a card; texts are Indonesian and final. Neither name nor NIK: whoever finds a card learns no more.

    Args:
        sign_in: sentences, how to get in.
        activation: only on the card of a mailbox that waits for its owner.
        is_large: everything in type half as large again, for who sees little.
    """

    letterhead: Letterhead
    address: str = field(repr=False)
    on: date
    sign_in: tuple[str, ...] = ()
    activation: Activation | None = None
    is_training: bool = False
    is_large: bool = False

    @property
    def copy_no(self) -> int:
        """A card is always an original."""
        return 1


def card_pdf(facts: CardFacts, paper: CardPaper, fonts: Fonts) -> bytes:
    """The PDF of a card; the same facts always give the same bytes.

    Raises: Trouble ``QR_TEXT_CHARSET`` or ``QR_TEXT_TOO_LONG``.
    """
    if facts.activation:
        check_text(facts.activation.qr_text)
    sheet = paper.sheet(is_large=facts.is_large)
    is_large = facts.is_large and sheet.is_roll  # a sheet for large print has large type already
    title = word("card_file_title")
    return pdf(lambda setting: _composed(setting, facts), sheet, fonts, title, is_large=is_large)


def _composed(setting: Setting, facts: CardFacts) -> Layout:
    title = upper.title(setting, word("card_title"), Align.CENTRE)
    address = [*title, gap(setting.sizes.small // 3), *_address(setting, facts)]
    body = [
        Row(0, cut_lines(setting.sheet)),
        *upper.bands(setting, facts),
        *upper.letterhead(setting, facts.letterhead),
        *joined(setting, [address, _activation(setting, facts), _sign_in(setting, facts), _hand_lines(setting)]),
    ]
    foot = [gap(setting.sizes.body // 2), *_warnings(setting), *_made(setting, facts)]
    if setting.sheet.is_roll:
        foot += upper.training_end(setting, facts)
    return Layout(tuple(body), tuple(foot))


def _address(setting: Setting, facts: CardFacts) -> list[Row]:
    """The address in a frame, and how the signs are called that look like others."""
    pad = setting.sizes.small // 2
    inner = setting.narrowed(setting.width - 2 * pad)
    address = one_line(facts.address)  # never masked: an address with digits in it has to be the right one
    lines = stack([gap(pad), *address_rows(inner, address, setting.sizes.missing, Align.CENTRE), gap(pad)])
    return [_framed(lines, setting.width, pad), gap(setting.sizes.small // 4), *sign_rows(setting, address)]


def _framed(row: Row, width: int, pad: int) -> Row:
    return Row(row.height, (Box(0, 0, width, row.height, line=3), *shifted(row, pad).marks))


def _small(setting: Setting, text: str) -> list[Row]:
    return paragraph(setting, text, setting.sizes.small)


def _activation(setting: Setting, facts: CardFacts) -> list[Row]:
    """The code in one large line, until when, and what to do with it beside the QR of the page."""
    wanted = facts.activation
    if wanted is None:
        return []
    sizes = setting.sizes
    size = fitting_size(setting.faces.bold, wanted.code, sizes.strong * CODE_PERCENT // 100, setting.width)
    until = word("card_code_until", day=long_day(wanted.until)) if wanted.until else ""
    rows = [
        *paragraph(setting, wanted.code, size, is_bold=True, align=Align.CENTRE),
        *paragraph(setting, until, sizes.body, is_bold=True, align=Align.CENTRE),
        gap(sizes.small // 3),
        *_steps_and_qr(setting, wanted),
    ]
    return middle.with_heading(middle.heading(setting, word("card_code"), sizes.body), rows)


def _steps_and_qr(setting: Setting, wanted: Activation) -> list[Row]:
    code = Qr(0, 0, wanted.qr_text)
    # the page's margin serves as quiet zone at the right, as on a receipt
    room = setting.width - code.side + code.quiet
    if room < setting.sizes.body * LEAST_BESIDE_QR:
        placed = code.moved((setting.width - code.side) // 2, 0)
        return [*_steps(setting, wanted), Row(code.side, (placed,))]
    said = _steps(setting.narrowed(room), wanted)
    drop = max(0, (height_of(said) - code.side) // 2)
    return [beside(stack(said), Row(drop + code.side, (code.moved(0, drop),)), room)]


def _steps(setting: Setting, wanted: Activation) -> list[Row]:
    body = setting.sizes.body
    return [
        *address_rows(setting, one_line(wanted.page), body, Align.LEFT),
        gap(body // 6),
        *middle.numbered(setting, tuple(map(word, _STEPS))),
        *_small(setting, word("card_code_unknown")),
    ]


def _sign_in(setting: Setting, facts: CardFacts) -> list[Row]:
    return middle.sentences(setting, facts.sign_in, word("card_sign_in"), setting.sizes.body)


def _hand_lines(setting: Setting) -> list[Row]:
    """Where the owner writes what nobody else has to know."""
    return [
        *_hand_line(setting, "card_password", "card_password_hint"),
        gap(setting.sizes.small // 2),
        *_hand_line(setting, "card_recovery", "card_recovery_hint"),
    ]


def _hand_line(setting: Setting, label: str, hint: str) -> list[Row]:
    sizes = setting.sizes
    said = _label_and_hint(setting, word(label), word(hint)) or [
        *paragraph(setting, word(label), sizes.body, is_bold=True),
        *_small(setting, word(hint)),
    ]
    room = dots(HAND_MM)
    return [stack([*said, Row(room, (Box(0, room - 2, setting.width, 2),))])]


def _label_and_hint(setting: Setting, label: str, hint: str) -> list[Row]:
    """Both in one line; nothing if it is too narrow."""
    sizes = setting.sizes
    x = round(setting.faces.bold.width(label, sizes.body)) + sizes.body // 2
    if x + setting.faces.regular.width(hint, sizes.small) > setting.width:
        return []
    down = baseline(sizes.body)
    marks = (Text(0, down, label, sizes.body, is_bold=True), Text(x, down, hint, sizes.small))
    return [Row(line_height(sizes.body), marks)]


def _warnings(setting: Setting) -> list[Row]:
    """Behind a thick line, so that they are seen; no letter hangs over the edge of a roll either."""
    size, indent = setting.sizes.body, BAR_DOTS + setting.sizes.small // 2
    inner = setting.narrowed(setting.width - indent)
    secret = paragraph(inner, word("card_secret"), size, is_bold=True)
    mobile = paragraph(inner, word("card_mobile"), size, is_bold=True)
    return [middle.with_bar(stack([*secret, gap(size // 4), *mobile]), BAR_DOTS, indent)]


def _made(setting: Setting, facts: CardFacts) -> list[Row]:
    """The day, for the post stands above; on a sheet in one line with what it costs."""
    size, on, free = setting.sizes.small, long_day(facts.on), word("free")
    lines = [on, free] if setting.sheet.is_roll else [f"{on} \N{MIDDLE DOT} {free}"]
    return [rule(setting), *(row for line in lines for row in paragraph(setting, line, size, align=Align.CENTRE))]
