"""Files that customers send us: which ones we take, and where their bytes lie.

What is allowed is a short list, and the content must be what the name says. On disk a file has a random
name without an ending, in a folder that no web server knows; it is given out only after an access check.
"""

import os
import re
import secrets
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import filetype
from django.conf import settings
from django.utils.translation import gettext as _

TEXT = "text/plain"
BY_ENDING = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "txt": TEXT,
    "log": TEXT,
}
KINDS = tuple(sorted(set(BY_ENDING.values())))
LARGEST = 5_000_000
MOST = 5  # with one message
LONGEST_NAME = 120
_KEY = re.compile(r"[\w-]{32}", re.ASCII)


class Unwelcome(ValueError):
    """A file we do not take; the message says why and what to do."""


class Upload(Protocol):
    """What Django gives for a file of a form; a part of a mail can be dressed as one."""

    name: str | None
    size: int

    def read(self, size: int = ...) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Kept:
    """A file whose bytes are on disk; the row that names it is written by an action."""

    key: str
    name: str
    kind: str
    size: int


def keep(upload: Upload) -> Kept:
    """Check `upload` and write its bytes to disk, durably. Raises `Unwelcome`."""
    name = cleaned(upload.name or "")
    if upload.size > LARGEST:
        raise Unwelcome(_("“%(name)s” is over %(most)d MB.") % {"name": name, "most": LARGEST // 1_000_000})
    content = upload.read(LARGEST + 1)
    kind = kind_of(name, content)
    key = secrets.token_urlsafe(24)
    path = path_of(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return Kept(key, name, kind, len(content))


def remove(keys: Iterable[str]) -> None:
    """Take away bytes that no row names."""
    for key in keys:
        path_of(key).unlink(missing_ok=True)


def older_than(moment: float) -> Iterator[set[str]]:
    """The keys of files written before `moment` (seconds since 1970), folder by folder."""
    for folder in sorted(_root().glob("*")):
        yield {path.name for path in folder.iterdir() if path.stat().st_mtime < moment and _KEY.fullmatch(path.name)}


def _root() -> Path:
    return Path(settings.MEDIA_ROOT) / "feedback"


def path_of(key: str) -> Path:
    """Where the bytes lie; raises ValueError for what is no key of ours."""
    if not _KEY.fullmatch(key):
        raise ValueError(key)
    return _root() / key[:2] / key


def kind_of(name: str, content: bytes) -> str:
    """The media type, where name and content agree on one we take. Raises `Unwelcome`."""
    said = BY_ENDING.get(name.rpartition(".")[2].lower())
    if said is None:
        endings = ", ".join(BY_ENDING)
        raise Unwelcome(_("We cannot take “%(name)s”. We take %(kinds)s.") % {"name": name, "kinds": endings})
    if not content:
        raise Unwelcome(_("“%(name)s” is empty.") % {"name": name})
    found = filetype.guess(content[:8192])
    if said == TEXT:
        if found or b"\x00" in content:
            raise Unwelcome(_("“%(name)s” is not the text its name says.") % {"name": name})
        return TEXT
    if found is None or found.mime not in KINDS or (found.mime != said and not _both_pictures(found.mime, said)):
        raise Unwelcome(_("“%(name)s” is not what its name says. Save it again, or send a PNG.") % {"name": name})
    return found.mime


def _both_pictures(found: str, said: str) -> bool:
    """Many a .png is a JPEG; what counts is what it really is."""
    return found.startswith("image/") and said.startswith("image/")


def cleaned(name: str) -> str:
    """A name to show: no folders, no invisible letters, at most 120 letters, its ending kept."""
    name = re.split(r"[/\\]", name)[-1]
    name = "".join(each for each in unicodedata.normalize("NFC", name) if unicodedata.category(each)[0] != "C").strip()
    stem, dot, ending = name.rpartition(".")
    if len(name) > LONGEST_NAME and len(ending) < 10:
        name = stem[: LONGEST_NAME - len(ending) - 2] + "…" + dot + ending
    return name[:LONGEST_NAME] or "file"
