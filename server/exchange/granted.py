"""Which name spaces of mailboxes this process knows to be granted: what was granted once never changes."""

from __future__ import annotations


class Granted:
    """Tags by stream and domain.

    Attributes:
        has_left_out: a desk has come whose tag was forgotten, and those that may be out were left out. No process lives
            on when its database is put back from a backup, so once in its life is enough.
    """

    def __init__(self) -> None:
        self.has_left_out = False
        self._tags: dict[tuple[bytes, str], int] = {}

    def tag(self, stream: bytes, domain: str) -> int | None:
        """The tag of a stream's names; ``None`` = not known here."""
        return self._tags.get((stream, domain))

    def keep(self, stream: bytes, domain: str, tag: int) -> None:
        """Know it from now on."""
        self._tags[stream, domain] = tag
