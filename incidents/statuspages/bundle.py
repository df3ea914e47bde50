"""A set of pre-rendered answers as immutable bytes. Knows nothing of Django or the database."""

import gzip
import json
import struct
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b

MAGIC = b"CANDOR1\n"
LEVEL = 6


class Unreadable(Exception):
    """These bytes are no bundle of ours."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer in one language ("" for answers that are the same in all), kept compressed.

    `fingerprint` names what it was made from, so that the next build may take it over.
    """

    statuspage: str
    language: str
    path: str
    kind: str
    max_age: int
    etag: str
    fingerprint: str
    zipped: bytes

    @property
    def plain(self) -> bytes:
        return gzip.decompress(self.zipped)


@dataclass(frozen=True, slots=True)
class Bundle:
    """`hosts` leads from a host to the page that claims it; "" to the default page.

    `languages` has each page's own language, `offered` all it is written in. `closed` are hosts nothing here
    may answer for: their readers must show first that they may read.
    """

    sequence: int
    generated_at: datetime
    hosts: dict[str, str]
    languages: dict[str, str]
    entries: tuple[Entry, ...]
    offered: dict[str, list[str]] = field(default_factory=dict)
    closed: list[str] = field(default_factory=list)
    by_key: dict[tuple[str, str, str], Entry] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        self.by_key.update({(each.statuspage, each.language, each.path): each for each in self.entries})


def entry(
    statuspage: str, language: str, path: str, kind: str, body: bytes, *, max_age: int, fingerprint: str = ""
) -> Entry:
    etag = blake2b(body, digest_size=9).hexdigest()
    zipped = gzip.compress(body, LEVEL, mtime=0)
    return Entry(statuspage, language, path, kind, max_age, etag, fingerprint, zipped)


def fingerprint(*parts: object) -> str:
    """A short name for what an answer is made from; equal parts, equal name."""
    return blake2b("\x1f".join(map(repr, parts)).encode(), digest_size=9).hexdigest()


def pack(bundle: Bundle) -> bytes:
    """MAGIC, length of the index, index (JSON), then the compressed bodies one after the other."""
    rows = [
        [e.statuspage, e.language, e.path, e.kind, e.max_age, e.etag, e.fingerprint, len(e.zipped)]
        for e in bundle.entries
    ]
    index = json.dumps(
        {
            "sequence": bundle.sequence,
            "generated_at": bundle.generated_at.isoformat(),
            "hosts": bundle.hosts,
            "languages": bundle.languages,
            "offered": bundle.offered,
            "closed": bundle.closed,
            "entries": rows,
        }
    ).encode()
    return b"".join([MAGIC, struct.pack(">Q", len(index)), index, *(e.zipped for e in bundle.entries)])


def unpack(data: bytes) -> Bundle:
    """The bundle in `data`; raises `Unreadable` for anything else, cut files included."""
    try:
        index, offset = _index(data)
        entries = []
        for *fields, length in index["entries"]:
            zipped = bytes(data[offset : offset + length])
            if len(zipped) != length:
                raise Unreadable("cut short")
            entries.append(Entry(*fields, zipped))
            offset += length
        return Bundle(
            sequence=index["sequence"],
            generated_at=datetime.fromisoformat(index["generated_at"]),
            hosts=index["hosts"],
            languages=index["languages"],
            entries=tuple(entries),
            offered=index.get("offered", {}),
            closed=index.get("closed", []),
        )
    except (KeyError, ValueError, TypeError, struct.error) as error:
        raise Unreadable(str(error)) from error


def sequence_of(data: bytes) -> int:
    """The sequence alone, without reading the bodies."""
    try:
        return int(_index(data)[0]["sequence"])
    except (KeyError, ValueError, TypeError, struct.error) as error:
        raise Unreadable(str(error)) from error


def _index(data: bytes) -> tuple[dict, int]:
    if bytes(data[: len(MAGIC)]) != MAGIC:
        raise Unreadable("not a bundle")
    start = len(MAGIC) + 8
    (length,) = struct.unpack(">Q", data[len(MAGIC) : start])
    return json.loads(bytes(data[start : start + length])), start + length
