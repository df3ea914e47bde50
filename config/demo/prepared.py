"""Whether database, static files and stories are as this checkout wants them, so that a second start is quick."""

import hashlib
from pathlib import Path

from django.conf import settings

WATCHED = ("config", "core", "incidents", "faq", "feedback", "postmortems", "templates", "requirements.txt")


def is_current() -> bool:
    mark = _mark()
    return mark.exists() and mark.read_text() == _fingerprint()


def remember() -> None:
    _mark().write_text(_fingerprint())


def _mark() -> Path:
    return settings.VAR_DIR / "demo-prepared"


def _fingerprint() -> str:
    """Of every file that could change what preparing does: their names and times of change."""
    digest = hashlib.sha256(repr(settings.DATABASES["default"]["NAME"]).encode())
    for name in WATCHED:
        top = settings.BASE_DIR / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{path}:{path.stat().st_mtime_ns}\n".encode())
    return digest.hexdigest()
