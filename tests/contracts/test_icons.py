"""The drawn masks are those of the icons that are shipped: whoever changes an icon draws it anew."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage

from tools.make_icons import ICONS, MASKS, drawn

NAMES = sorted(file.stem for file in ICONS.glob("*.svg"))
MOST_APART = 8
"""Of 255: another version of the toolkit may round an edge differently."""


def test_every_icon_has_its_mask_and_no_mask_is_left_over() -> None:
    assert sorted(file.stem for file in MASKS.glob("*.png")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_mask_is_what_its_icon_looks_like(name: str) -> None:
    fresh, kept = drawn(ICONS / f"{name}.svg"), QImage(str(MASKS / f"{name}.png"))
    kept = kept.convertToFormat(fresh.format())
    assert kept.size() == fresh.size()
    pairs = zip(bytes(fresh.constBits())[3::4], bytes(kept.constBits())[3::4], strict=True)
    assert max(abs(one - other) for one, other in pairs) <= MOST_APART
