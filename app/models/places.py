"""Where a profile may not live: network drives and cloud-synced folders break the promises of the database file."""

from __future__ import annotations

from pathlib import Path

from core.errors import unusable

_NETWORK_FILESYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "fuse.rclone", "fuse.gvfsd-fuse", "davfs", "afs"}
)
_CLOUD_FOLDERS = ("onedrive", "dropbox", "google drive", "googledrive", "icloud drive", "nextcloud", "pcloud")


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
