"""What the print system of Linux says of a queue: whether it takes papers, stands still, has taken the last one.

The toolkit hands papers over through the same library and keeps its answer to itself: a queue that takes nothing looks
to it like one that does.
"""

from __future__ import annotations

import ctypes
import functools
import sys
from dataclasses import dataclass

_LIBRARY = "libcups.so.2"
_LAST_GOOD = 0x00FF
"""Status codes of the protocol up to here mean done, if not word for word [RFC 8011, 4.1.6]."""
_STOPPED = "5"
"""``printer-state`` of a queue that keeps what it gets [RFC 8011, 5.4.11]."""


class _Option(ctypes.Structure):
    """``cups_option_t``."""

    _fields_ = (("name", ctypes.c_char_p), ("value", ctypes.c_char_p))


class _Destination(ctypes.Structure):
    """``cups_dest_t``."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("instance", ctypes.c_char_p),
        ("is_default", ctypes.c_int),
        ("num_options", ctypes.c_int),
        ("options", ctypes.POINTER(_Option)),
    )


@dataclass(frozen=True, slots=True)
class QueueState:
    """How a queue stands.

    Args:
        is_accepting: it takes papers.
        is_stopped: it keeps them until somebody lets it go on.
    """

    is_accepting: bool
    is_stopped: bool


def queue_state(name: str) -> QueueState | None:
    """How the queue of this name stands; ``None`` = there is no such print system here, or it does not know it."""
    library = _library()
    if library is None:
        return None
    printer, _, instance = name.partition("/")
    found = library.cupsGetNamedDest(None, printer.encode(), instance.encode() or None)
    if not found:
        return None
    try:
        told = found.contents
        said = {told.options[at].name: told.options[at].value for at in range(told.num_options)}
    finally:
        library.cupsFreeDests(1, found)
    is_stopped = said.get(b"printer-state") == _STOPPED.encode()
    return QueueState(said.get(b"printer-is-accepting-jobs") != b"false", is_stopped)


def took_last() -> bool:
    """Whether the print system said yes to what this thread asked last; of a queue that :func:`queue_state` knows."""
    library = _library()
    return library is None or 0 <= library.cupsLastError() <= _LAST_GOOD


@functools.cache
def _library() -> ctypes.CDLL | None:
    if sys.platform != "linux":
        return None
    try:
        library = ctypes.CDLL(_LIBRARY)
    except OSError:
        return None
    library.cupsGetNamedDest.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p)
    library.cupsGetNamedDest.restype = ctypes.POINTER(_Destination)
    library.cupsFreeDests.argtypes = (ctypes.c_int, ctypes.POINTER(_Destination))
    library.cupsFreeDests.restype = None
    library.cupsLastError.argtypes = ()
    library.cupsLastError.restype = ctypes.c_int
    return library
