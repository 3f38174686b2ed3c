"""What a page's form sends: a few short fields, each once; anything else is no form of ours."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

_MOST_FIELDS = 12


def form_fields(body: bytes) -> Mapping[str, str] | None:
    """The fields of a form by name; ``None`` = that is none."""
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError:  # Unicode's are among them
        return None
    fields = dict(pairs)
    return fields if len(fields) == len(pairs) else None
