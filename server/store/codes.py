"""Codes of the troubles that the server's store can have; their sentences stand in ``core.sentences``."""

from __future__ import annotations

import enum


class StoreCode(enum.StrEnum):
    """What may be wrong with the server's database."""

    MISSING = "SERVER_DATABASE_MISSING"
    FOLDER = "SERVER_DATA_FOLDER"
    FOREIGN = "SERVER_DATABASE_FOREIGN"
    DAMAGED = "SERVER_DATABASE_DAMAGED"
    TOO_NEW = "SERVER_DATABASE_TOO_NEW"
    UNSAFE = "SERVER_DATABASE_UNSAFE"
    BUSY = "SERVER_DATABASE_BUSY"
    UNREACHABLE = "SERVER_DATABASE_UNREACHABLE"
    REFUSED = "SERVER_DATABASE_REFUSED"
    READ_ONLY = "SERVER_DATABASE_READ_ONLY"
    DISK_FULL = "SERVER_DISK_FULL"
    DISK_FAILED = "SERVER_DISK_FAILED"
    IN_USE = "SERVER_DATABASE_IN_USE"
