"""A mail as it came, read: who wrote what to whom. Pure, and nothing a stranger writes makes it raise.

Deep nesting, wrong charsets, missing headers and endless lines are what strangers send.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from hashlib import sha256

from core.text import wordsonly
from feedback.doors.mail import automatic, charsets, history, proof
from feedback.doors.mail.reports import Report, report

MOST_PARSED = 12_000_000
MOST_NESTED = 40  # more than any mail program makes; the parser's work grows with depth times length
NESTED_PARSED = 300_000
MOST_PARTS = 500
LONGEST_TEXT = 1_000_000
ADDRESS = re.compile(r"[^\s<>@\"(),:;\\]{1,64}@[^\s<>@\"(),:;\\]{1,255}")
MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,120}@[!-;=?-~]{1,120}>")
# What Python's mail package raises for what strangers write, found by trying (see its tests).
BROKEN = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
IDENTITY = (b"from:", b"date:", b"subject:", b"message-id:")


@dataclass(frozen=True, slots=True)
class File:
    name: str
    kind: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """`text` is what is said anew. `references` has the oldest first. `automatic` says why nothing automatic answers.

    `mailer`: a mail server wrote it, and `report` what it has to tell. `broken` says what could not be read.
    """

    sender: str
    name: str
    to: tuple[str, ...]
    subject: str
    message_id: str
    references: tuple[str, ...]
    text: str
    automatic: str
    mailer: bool
    spam: bool
    report: Report | None
    results: tuple[str, ...] = ()  # Authentication-Results as they came, for `proof`
    files: tuple[File, ...] = ()
    broken: str = ""


def digest(raw: bytes) -> str:
    """The same for two copies of one mail that came by different ways: each server adds headers above it."""
    head, _blank, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    unfolded = re.sub(rb"\n[ \t]+", b" ", head[:200_000])
    lines = sorted(line.strip() for line in unfolded.split(b"\n") if line.lower().startswith(IDENTITY))
    return sha256(b"\n".join(lines) + b"\n\n" + body.rstrip()).hexdigest()


def read(raw: bytes) -> Letter:
    """Everything that matters about a mail."""
    nested = raw.lower().count(b"content-type: multipart/") > MOST_NESTED
    message, broken = _parsed(raw[: NESTED_PARSED if nested else MOST_PARSED])
    headers = _headers(message)

    def get(name: str) -> str:
        return charsets.header(headers.get(name.lower(), [""])[0])

    name, sender = _sender(headers)
    words, files = ("", ()) if broken else _contents(message)
    mailer, kind = automatic.from_a_mailer(get, sender), message.get_content_type()
    return Letter(
        sender=sender,
        name=name,
        to=_recipients(headers),
        subject=get("Subject")[:300],
        message_id=next(iter(MESSAGE_ID.findall(get("Message-ID"))), ""),
        references=_references(headers),
        text=history.fresh(words),
        automatic=automatic.why(get, sender) or ("it is a report" if kind.endswith("report") else ""),
        mailer=mailer,
        spam=get("X-Spam-Flag").strip().lower() == "yes",
        report=report(raw[:NESTED_PARSED], kind, mailer=mailer),
        results=tuple(headers.get("authentication-results", [])[: proof.MOST]),
        files=files,
        broken=broken or ("nested too deeply" if nested and not words else ""),
    )


def _parsed(raw: bytes) -> tuple[Message, str]:
    """The mail, or its headers alone and what kept us from reading on."""
    try:
        return message_from_bytes(raw), ""
    except BROKEN as error:
        return BytesHeaderParser().parsebytes(raw[:NESTED_PARSED]), type(error).__name__


def _headers(message: Message) -> dict[str, list[str]]:
    """By lower-case name, as they came; the parser's own way of giving them may raise on broken ones."""
    found: dict[str, list[str]] = {}
    for name, value in message.raw_items():
        found.setdefault(name.lower(), []).append(str(value))
    return found


def _sender(headers: dict[str, list[str]]) -> tuple[str, str]:
    for raw in headers.get("from", [])[:1]:
        for name, address in _addresses(raw):
            return charsets.header(name)[:120], address
    return "", ""


def _recipients(headers: dict[str, list[str]]) -> tuple[str, ...]:
    """Also those that only the mail server knew: who was a hidden copy stands in no To."""
    names = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-forwarded-to")
    found = (address for name in names for raw in headers.get(name, [])[:5] for _name, address in _addresses(raw))
    return tuple(dict.fromkeys(found))[:50]


def _addresses(raw: str) -> Iterator[tuple[str, str]]:
    plain = re.sub(r"\s+", " ", raw[: charsets.LONGEST_HEADER // 2])
    try:
        listed = getaddresses([plain])
    except BROKEN:  # comments in comments in comments
        return
    for name, address in listed:
        address = address.strip()
        if ADDRESS.fullmatch(address) and address.isprintable() and len(address) <= 254:
            local, _at, domain = address.rpartition("@")
            yield name, f"{local}@{domain.lower()}"


def _references(headers: dict[str, list[str]]) -> tuple[str, ...]:
    said = " ".join([*headers.get("references", [])[:1], *headers.get("in-reply-to", [])[:1]])
    return tuple(dict.fromkeys(MESSAGE_ID.findall(said[:40_000])))[-50:]


def _contents(message: Message) -> tuple[str, tuple[File, ...]]:
    """The words a reader sees, and the files beside them."""
    plain: list[str] = []
    html: list[str] = []
    files: list[File] = []
    for part in _parts(message):
        kind, named = part.get_content_type(), _file_name(part)
        attached = _disposition(part) == "attachment" or bool(named)
        if kind in ("text/plain", "text/html") and not attached:
            (plain if kind == "text/plain" else html).append(_text(part))
        elif not kind.startswith("multipart/") and kind != "message/delivery-status":
            files.append(File(named or "file", kind, _bytes(part)))
    words = "\n\n".join(each.strip() for each in plain if each.strip())
    return (words or wordsonly.render("\n".join(html)))[:LONGEST_TEXT], tuple(files[:50])


def _parts(message: Message) -> Iterator[Message]:
    """Each part in the order a reader meets it; without recursion, and not into mails that are only attached."""
    waiting, seen = [message], 0
    while waiting and seen < MOST_PARTS:
        part, seen = waiting.pop(), seen + 1
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            waiting.extend(reversed(list(part.get_payload())[:MOST_PARTS]))
        else:
            yield part


def _text(part: Message) -> str:
    words = charsets.text(_bytes(part)[:LONGEST_TEXT], _parameter(part, "content-type", "charset"))
    words = words.replace("\r\n", "\n").replace("\r", "\n")
    if _parameter(part, "content-type", "format").lower() != "flowed":
        return words
    joined = re.sub(r"(?<!^--) \n(?![>\n]|--)", " ", words, flags=re.MULTILINE)  # RFC 3676: the line goes on
    return re.sub(r"^ (?=[> ]|From )", "", joined, flags=re.MULTILINE)


def _bytes(part: Message) -> bytes:
    try:
        data = part.get_payload(decode=True)
    except BROKEN:
        return b""
    return data if isinstance(data, bytes) else b""


def _parameter(part: Message, header: str, name: str) -> str:
    try:
        found = part.get_param(name, "", header=header)
    except BROKEN:
        return ""
    return str(found[2] if isinstance(found, tuple) else found or "")


def _disposition(part: Message) -> str:
    try:
        return (part.get_content_disposition() or "").lower()
    except BROKEN:
        return ""


def _file_name(part: Message) -> str:
    named = _parameter(part, "content-disposition", "filename") or _parameter(part, "content-type", "name")
    return charsets.header(named).replace("/", "_").replace("\\", "_")[:120]
