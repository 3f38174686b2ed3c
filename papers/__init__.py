"""Records in, PDF bytes out: the papers a person carries home, the same for the desk and for the console."""

from __future__ import annotations

from papers.fonts import Fonts
from papers.page import Paper
from papers.slip import MOST_NEXT_STEPS, Letterhead, Slip, SlipKind

__all__ = ["MOST_NEXT_STEPS", "Fonts", "Letterhead", "Paper", "Slip", "SlipKind", "render"]


def render(slip: Slip, paper: Paper, fonts: Fonts) -> bytes:
    """The PDF of a slip, receipt or note as its kind says; the same slip always gives the same bytes.

    Raises: Trouble ``QR_TEXT_CHARSET`` or ``QR_TEXT_TOO_LONG`` if a receipt's QR text cannot be printed.
    """
    # a desk at which nobody has been served yet draws nothing, and holds nothing that draws
    from papers.note import note
    from papers.receipt import receipt

    return receipt(slip, paper, fonts) if slip.kind is SlipKind.RECEIPT else note(slip, paper, fonts)
