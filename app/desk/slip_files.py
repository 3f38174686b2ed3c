"""Sealed copies of papers: where they lie in the profile, and what each is called."""

from __future__ import annotations

import uuid

SLIPS = "slips"
"""The profile's folder of sealed papers."""


def sealed_name(registration: uuid.UUID, kind: str, copy_no: int) -> str:
    """Name of the sealed copy of a paper."""
    return f"{registration}-{kind}-{copy_no}.slip"
