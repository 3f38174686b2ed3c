"""Where a profile may not live (network drives, cloud-synced folders), and who may read its files: this user alone."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from core.errors import unusable
from core.sentences import os_reason

DATABASE_NAME = "posko.db"
"""A folder with this file is a profile."""

_NETWORK_FILESYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "fuse.rclone", "fuse.gvfsd-fuse", "davfs", "afs"}
)
_CLOUD_FOLDERS = ("onedrive", "dropbox", "google drive", "googledrive", "icloud drive", "nextcloud", "pcloud")


def new_private_file(path: Path) -> IO[bytes]:
    """A new file that only this user may read, open for writing."""
    return open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600))


def make_private_folders(home: Path, names: Iterable[str]) -> None:
    """Make the folder of a profile and those inside it; also one that stood there opens to this user alone.

    Raises: OSError
    """
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    if os.name != "nt":  # there the user's own folders are closed to others anyway
        home.chmod(0o700)
    for name in names:
        (home / name).mkdir(exist_ok=True, mode=0o700)


def refuse_unreachable_folder(home: Path) -> None:
    """Refuse a folder that the system cannot even look at; one that is not there yet is none of these.

    Raises: Trouble PROFILE_FOLDER_UNREACHABLE (usage).
    """
    try:
        home.stat()
    except (FileNotFoundError, NotADirectoryError):
        return
    except (OSError, ValueError) as error:  # ValueError: no folder can have that name
        reason = os_reason(error.errno if isinstance(error, OSError) else None)
        raise unusable("PROFILE_FOLDER_UNREACHABLE", folder=home.name, reason=reason) from error


def refuse_unsafe_folder(home: Path, mounts: str | None = None) -> None:
    """Refuse a folder whose files are shared with other machines.

    Args:
        mounts: the system's mount table in the form of ``/proc/mounts``; read from there if not given.

    Raises: Trouble PROFILE_FOLDER_SHARED (usage).
    """
    real = home.resolve()
    parts = [part.casefold() for part in (*home.absolute().parts, *real.parts)]
    if any(part.startswith(cloud) for part in parts for cloud in _CLOUD_FOLDERS) or str(home).startswith("\\\\"):
        raise unusable("PROFILE_FOLDER_SHARED", folder=home.name)
    if _filesystem(real, _mount_table() if mounts is None else mounts) in _NETWORK_FILESYSTEMS:
        raise unusable("PROFILE_FOLDER_SHARED", folder=home.name)


def _mount_table() -> str:
    try:
        return Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _filesystem(path: Path, mounts: str) -> str:
    best, kind = "", ""
    for line in mounts.splitlines():
        columns = line.split()
        if len(columns) < 3:
            continue
        point = columns[1].replace("\\040", " ")
        if path.is_relative_to(point) and len(point) >= len(best):
            best, kind = point, columns[2]
    return kind
