"""PDFs are opened here, by one thread at a time in the whole program: PDFium is not made for two."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a desk that prints nothing does without
    import pypdfium2  # type: ignore[import-untyped]  # ships without types

_READING = threading.Lock()
"""A slip that is printed may meet a picture of one that is read."""


@contextlib.contextmanager
def opened_pdf(source: bytes | Path) -> Iterator[pypdfium2.PdfDocument]:
    """A PDF, for as long as the block lasts; every other thread that wants one waits.

    Raises: pypdfium2.PdfiumError, OSError.
    """
    import pypdfium2

    with _READING, contextlib.closing(pypdfium2.PdfDocument(source)) as document:
        yield document
