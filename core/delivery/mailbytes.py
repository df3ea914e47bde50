"""A mail's bytes, built once per content; only what differs per recipient is put in (performance: Telling).

Bodies are quoted-printable, line by line, so that a link can be set in without encoding the rest
again, every server can carry it, and no line ever begins with a dot.
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.header import Header
from email.utils import formataddr, parseaddr

MARKER = re.compile(r"\{\{(manage_url|unsubscribe_url|incident_url)\}\}")
WIDTH = 75
BOUNDARY = "=_candor_alternative"
_CRLF = b"\r\n"


IN_HTML = ":html"  # a slot is the marker's name, with this behind it where the link stands in HTML


@dataclass(frozen=True, slots=True)
class Template:
    """Bytes, and between them the names of slots (str) to fill."""

    pieces: tuple[bytes | str, ...]

    def fill(self, *, to: str, message_id: str, links: Mapping[str, str]) -> bytes:
        """The whole message. `links` has manage_url, unsubscribe_url and incident_url."""
        head = b"To: <%b>\r\nMessage-ID: %b\r\n%b" % (
            to.encode("ascii"),
            message_id.encode("ascii"),
            unsubscribe_headers(links.get("unsubscribe_url", "")),
        )
        made: dict[str, bytes] = {}
        filled = [head]
        for piece in self.pieces:
            if piece.__class__ is bytes:
                filled.append(piece)
                continue
            if piece not in made:
                name, in_html, _rest = piece.partition(IN_HTML)
                made[piece] = _link(links.get(name, ""), in_html=bool(in_html))
            filled.append(made[piece])
        return b"".join(filled)


def unsubscribe_headers(url: str) -> bytes:
    """RFC 2369, and RFC 8058's one click, which is meant for https only."""
    if not url:
        return b""
    listed = b"List-Unsubscribe: <%b>\r\n" % url.encode("ascii")
    return listed + b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" if url.startswith("https://") else listed


# RFC 3834, and what Exchange asks for: a program has written this, so no program shall answer.
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def template(
    *,
    sender: str,
    subject: str,
    text: str,
    html_text: str,
    language: str,
    date: str,
    headers: Mapping[str, str] = AUTOMATIC,
) -> Template:
    """Prepare a mail; `html_text` may be empty. `date` is an RFC 5322 date, `headers` are ASCII lines of its own."""
    one_line = re.sub(
        r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", subject
    )  # not split(): a narrow no-break space is a blank, too
    lines = [
        "From: " + _from(sender),
        "Subject: " + Header(one_line, _charset(subject), header_name="Subject").encode(linesep="\r\n"),
        "Date: " + date,
        "MIME-Version: 1.0",
        "Content-Language: " + language,
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    pieces: list[bytes | str] = ["\r\n".join(lines).encode("ascii") + _CRLF]
    if not html_text:
        pieces += [_part_head("plain"), *_body(text, in_html=False)]
        return Template(_joined(pieces))
    pieces.append(f'Content-Type: multipart/alternative; boundary="{BOUNDARY}"\r\n\r\n'.encode())
    for kind, words in (("plain", text), ("html", html_text)):
        pieces += [f"--{BOUNDARY}\r\n".encode(), _part_head(kind), *_body(words, in_html=kind == "html"), _CRLF]
    pieces.append(f"--{BOUNDARY}--\r\n".encode())
    return Template(_joined(pieces))


def _charset(text: str) -> str:
    return "us-ascii" if text.isascii() else "utf-8"


def _from(sender: str) -> str:
    name, address = parseaddr(sender)
    return formataddr((name, address))


def _part_head(kind: str) -> bytes:
    return (f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n").encode()


def _body(text: str, *, in_html: bool) -> Iterator[bytes | str]:
    for line in text.splitlines():
        parts = MARKER.split(line)  # text, marker's name, text, marker's name, text
        for index, part in enumerate(parts):
            if index % 2:
                yield part + IN_HTML * in_html
                if parts[index + 1] or index + 2 < len(parts):
                    yield b"=\r\n"
            elif part:
                is_last = index == len(parts) - 1
                yield _quoted(part, ends_line=is_last) + (b"" if is_last else b"=\r\n")
        yield _CRLF


def _quoted(text: str, *, ends_line: bool) -> bytes:
    """RFC 2045 quoted-printable without the final line break; no line begins with a dot."""
    units = [
        chr(byte) if (33 <= byte <= 126 and byte != 61) or byte in (9, 32) else f"={byte:02X}" for byte in text.encode()
    ]
    if ends_line and units and units[-1] in "\t ":
        units[-1] = f"={ord(units[-1]):02X}"
    lines, line = [], ""
    for unit in units:
        if len(line) + len(unit) > WIDTH - 2:
            lines.append(line + "=")
            line = ""
        line += "=2E" if unit == "." and not line else unit
    lines.append(line)
    return "\r\n".join(lines).encode("ascii")


def _link(url: str, *, in_html: bool) -> bytes:
    shown = html.escape(url) if in_html else url
    escaped = shown.replace("=", "=3D")
    if not escaped.isascii():
        return _quoted(shown, ends_line=False)
    lines = []
    while len(escaped) >= WIDTH:
        cut = WIDTH - 3
        # Neither inside "=3D" nor so that a line begins with a dot.
        while "=" in escaped[cut - 2 : cut] or escaped[cut] == ".":
            cut -= 1
        lines.append(escaped[:cut])
        escaped = escaped[cut:]
    return "=\r\n".join([*lines, escaped]).encode("ascii")


def _joined(pieces: list[bytes | str]) -> tuple[bytes | str, ...]:
    """Neighbouring bytes as one, so that filling joins as little as possible."""
    joined: list[bytes | str] = []
    for piece in pieces:
        if joined and isinstance(piece, bytes) and isinstance(joined[-1], bytes):
            joined[-1] += piece
        else:
            joined.append(piece)
    return tuple(joined)
