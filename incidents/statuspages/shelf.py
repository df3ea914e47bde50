"""Where the bundle lies as a file: written whole or not at all, never replaced by an older one."""

import fcntl
import os
from pathlib import Path

from incidents.statuspages import bundle
from incidents.statuspages.bundle import Bundle, Unreadable

NAME = "status.bundle"


def put(folder: Path, data: bytes) -> bool:
    """Write `data` unless a bundle of the same or a higher sequence lies there; True when written.

    The lock spans looking and renaming, so that of two builders the later sequence always stays.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / f"{NAME}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if sequence(folder) >= bundle.sequence_of(data):
            return False
        temporary = folder / f"{NAME}.{os.getpid()}.tmp"
        with open(temporary, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # After a power cut either name may win; both files are whole, so the folder needs no fsync.
        os.replace(temporary, folder / NAME)
    return True


def sequence(folder: Path) -> int:
    """The sequence of the bundle that lies there; 0 when none can be read."""
    try:
        with open(folder / NAME, "rb") as file:
            return bundle.sequence_of(file.read(1 << 20))
    except (OSError, Unreadable):
        return 0


def take(folder: Path) -> Bundle | None:
    """The bundle that lies there, if any can be read."""
    try:
        return bundle.unpack((folder / NAME).read_bytes())
    except (OSError, Unreadable):
        return None


def stamp(folder: Path) -> tuple[int, int, int] | None:
    """Changes when the file is replaced; one stat, no reading."""
    try:
        found = os.stat(folder / NAME)
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
