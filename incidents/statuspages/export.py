"""Every pre-rendered answer as a file that a plain web server can serve. Knows nothing of Django or the database."""

import fcntl
import json
import logging
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from incidents.statuspages.bundle import Bundle, Entry

log = logging.getLogger(__name__)

SEQUENCE, LIST, LOCK = "sequence.json", ".candor.json", ".candor.lock"
HOSTS = "_hosts"
PART = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,199}")


@dataclass(frozen=True, slots=True)
class Outcome:
    """`higher` is the sequence that lies there and kept this one away; 0 where this one now stands."""

    written: int = 0
    removed: int = 0
    refused: tuple[str, ...] = ()
    higher: int = 0


def put(folder: Path, bundle: Bundle, *, afresh: bool = False) -> Outcome:
    """Make `folder` hold exactly this bundle, unless a higher sequence lies there.

    Each file is replaced whole; the sequence comes last. Only files that are new or differ from what
    was written before are touched (`afresh`: all). What nobody listed as ours is never removed.
    """
    folder = folder.resolve()
    with _alone(folder):
        lying = sequence(folder)
        if lying > bundle.sequence or (lying == bundle.sequence and not afresh):
            return Outcome(higher=lying if lying > bundle.sequence else 0)
        files, refused = files_of(bundle, lambda name: is_safe(folder, name))
        before = _listed(folder)
        # Named before they are written: after a crash in the middle the next run still knows what to remove.
        kept = {name: before.get(name, "") for name in {*before, *files}}
        changed = [name for name, entry in files.items() if afresh or not _stands(folder, name, entry, before)]
        _write(folder / LIST, _json(kept | dict.fromkeys(changed, "")))
        for name in changed:
            _write(folder / name, files[name].plain)
        gone = [name for name in before if name not in files and _remove(folder, name)]
        _write(folder / LIST, _json({name: entry.etag for name, entry in files.items()}))
        _write(
            folder / SEQUENCE,
            _json({"sequence": bundle.sequence, "generated_at": bundle.generated_at.isoformat()}),
        )
    return Outcome(written=len(changed), removed=len(gone), refused=tuple(refused))


def sequence(folder: Path) -> int:
    """The sequence that lies there; 0 when none can be read."""
    try:
        return int(json.loads((folder / SEQUENCE).read_bytes())["sequence"])
    except (OSError, ValueError, TypeError, KeyError):
        return 0


def files_of(bundle: Bundle, fits: Callable[[str], bool]) -> tuple[dict[str, Entry], list[str]]:
    """(file name → entry, names refused): the default page at the root, each other below its host."""
    files: dict[str, Entry] = {}
    refused = []
    for entry in bundle.entries:
        for name in names(bundle, entry):
            if fits(name):
                files[name] = entry
            else:
                refused.append(name)
    for name in refused:
        log.error("Not exported, for its name could lead elsewhere: %r", name[:400])
    return files, refused


def names(bundle: Bundle, entry: Entry) -> Iterator[str]:
    """Where a reader's address is looked for: /fr/ is fr/index.html, / the page in its own language."""
    path = entry.path.removeprefix("/")
    if not path or path.endswith("/"):
        path += "index.html"
    for root in _roots(bundle, entry.statuspage):
        if entry.language:
            yield f"{root}{entry.language}/{path}"
        if not entry.language or entry.language == bundle.languages.get(entry.statuspage):
            yield root + path


def is_plain(name: str) -> bool:
    """Plain parts only, and none of ours."""
    return name not in {SEQUENCE, LIST, LOCK} and all(PART.fullmatch(part) for part in name.split("/"))


def is_safe(folder: Path, name: str) -> bool:
    """A plain name, and no link on the way that leads out of `folder`."""
    return is_plain(name) and (folder / name).parent.resolve().is_relative_to(folder)


def _roots(bundle: Bundle, statuspage: str) -> list[str]:
    """A stylesheet (no page) stands below every root. A host's port is left out, as web servers do."""
    default = bundle.hosts.get("", "")
    others = {host.partition(":")[0]: page for host, page in bundle.hosts.items() if page != default}
    below = [f"{HOSTS}/{host}/" for host, page in others.items() if statuspage in ("", page)]
    return ["", *below] if statuspage in ("", default) else below


def _stands(folder: Path, name: str, entry: Entry, before: dict[str, str]) -> bool:
    return before.get(name) == entry.etag and (folder / name).is_file()


def _listed(folder: Path) -> dict[str, str]:
    """File name → etag of what was written before; empty when that can't be told."""
    try:
        found = json.loads((folder / LIST).read_bytes())
    except (OSError, ValueError):
        return {}
    return {str(name): str(etag) for name, etag in found.items()} if isinstance(found, dict) else {}


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all, and readable by the web server's user."""
    for parent in reversed(path.parents):
        if not parent.exists():
            parent.mkdir(exist_ok=True)
            parent.chmod(0o755)
    temporary = _temporary(path)
    with open(temporary, "wb") as file:
        os.fchmod(file.fileno(), 0o644)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)


def _temporary(path: Path) -> Path:
    """Always the same beside a file (there is one writer), so that a crash leaves at most one, and not for long."""
    return path.with_name(f".{path.name}.tmp")


def _remove(folder: Path, name: str) -> bool:
    """The file, and the folders it leaves empty."""
    if not is_safe(folder, name):
        return False
    path = folder / name
    path.unlink(missing_ok=True)
    _temporary(path).unlink(missing_ok=True)
    for parent in path.parents:
        if parent == folder or not parent.is_dir() or any(parent.iterdir()):
            break
        parent.rmdir()
    return True


def _json(value: object) -> bytes:
    return json.dumps(value, sort_keys=True).encode()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One writer at a time, from looking at the sequence to writing it."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / LOCK, "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
