"""Bytes and headers of mails as text, whatever their sender claims about them. Pure; nothing here raises."""

import re
from binascii import Error as Base64Error
from email.errors import HeaderParseError
from email.header import decode_header

# What mail programs say, and what they mean: the larger set that people really write with.
MEANT = {
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
    "gb2312": "gb18030",
    "ks_c_5601-1987": "cp949",
    "iso-8859-1": "cp1252",
    "us-ascii": "utf-8",
}
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
LONGEST_HEADER = 8_000


def text(data: bytes, charset: str | None) -> str:
    """Decoded as it says, else as UTF-8, else with marks where nothing can be read."""
    named = (charset or "").strip().strip("\"'").lower()
    for candidate in (MEANT.get(named, named), "utf-8", "cp1252"):
        try:
            return CONTROL.sub("", data.decode(candidate))
        except (LookupError, UnicodeError, ValueError):
            continue
    return CONTROL.sub("", data.decode("utf-8", "replace"))


def header(raw: str) -> str:
    """One header on one line, its encoded words decoded; `raw` as the parser gives it, with escaped bytes."""
    value = raw[:LONGEST_HEADER]
    try:
        value = text(value.encode("ascii", "surrogateescape"), "utf-8")
    except UnicodeError:
        value = value.encode("utf-8", "replace").decode("utf-8", "replace")
    try:
        pieces = decode_header(value)
    except (HeaderParseError, Base64Error, ValueError, LookupError):
        return one_line(value)
    said = (piece if isinstance(piece, str) else text(piece, charset) for piece, charset in pieces)
    return one_line("".join(said))


def one_line(value: str) -> str:
    return re.sub(r"[\s\x00-\x1f\x7f]+", " ", CONTROL.sub(" ", value)).strip()
