"""Personal data in what people write in public: e-mail addresses, telephone and card numbers, bank accounts.

Pure, for all three languages. It would rather miss one than take a sentence away that holds none: dates, prices,
error codes, versions and our own references are left alone, and so is a mailbox that is nobody's ("support@…").
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.text.folding import fold


class What(models.TextChoices):
    EMAIL = "email", _("an e-mail address")
    TELEPHONE = "telephone", _("a telephone number")
    CARD = "card", _("a card number")
    ACCOUNT = "account", _("a bank account")


@dataclass(frozen=True, slots=True)
class Found:
    """`text[start:end]` is one."""

    what: What
    start: int
    end: int


MASK = "•••"
_DASHES = str.maketrans(dict.fromkeys("−ーｰ―—", "-") | dict.fromkeys("\u00a0\u202f\u3000", " "))
_LINK = re.compile(r"https?://[^\s<>]+", re.I)
_EMAIL = re.compile(
    r"(?<![\w.@+/-])[\w.+%-]{1,64}(?:@|\s?[\[(](?:at|arobase|あっと)[\])]\s?)"
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,4}[a-z]{2,24}(?![\w@])",
    re.I | re.A,
)
_ROLES = re.compile(
    r"abuse|admin|billing|bonjour|contact|hello|help(desk)?|info|jobs|legal|mail|news(letter)?|no-?reply|office"
    r"|postmaster|presse?|privacy|sales|security|service|status|support|team|webmaster",
    re.I,
)
_SEP = r"[ .\-/]?"
_TELEPHONES = tuple(
    re.compile(rf"(?<![\w+.,:/-]){pattern}(?![\d])(?![.,:/-]\d)", re.A)
    for pattern in (
        r"\+[1-9](?:[ .\-/]{0,2}(?:\(0?\d{0,4}\)[ .-]?)?\d){6,14}",  # with its country's number, anywhere
        r"00(?:1|3[0-9]|4[0-9]|352|81)(?:" + _SEP + r"\d){8,11}",
        r"0[1-9](?:[ .\-/]\d{2}){4}",  # France, in pairs
        r"0[67]\d{8}",
        r"0[5789]0-?\d{4}-?\d{4}",  # Japan, mobile
        r"0\d{1,3}-\d{2,4}-\d{4}",
        r"0\d{1,3}\(\d{2,4}\)\d{4}",
        r"\(\d{3}\) ?\d{3}[ .-]\d{4}",  # North America
        r"[2-9]\d{2}-[2-9]\d{2}-\d{4}",
        r"0(?:7\d{3} ?\d{3} ?\d{3}|20 \d{4} \d{4}|1\d{3} \d{6}|1\d{2} \d{3} \d{4})",  # Britain
        r"(?:\(0[2378]\)|0[2378]) ?\d{4} \d{4}|04\d{2} \d{3} \d{3}",  # Australia
    )
)
_CARD = re.compile(r"(?<![\w.,-])\d(?:[ -]?\d){12,18}(?![\w])(?![.,-]\d)", re.A)
_ISSUERS = (
    (re.compile(r"4"), {13, 16, 19}),
    (re.compile(r"5[1-5]|2[2-7]"), {16}),
    (re.compile(r"3[47]"), {15}),
    (re.compile(r"6011|65|62"), {16}),
    (re.compile(r"35"), {16}),
    (re.compile(r"3[068]"), {14}),
)
_ACCOUNT = re.compile(r"(?<![A-Z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,32}", re.A)
_LENGTHS = {
    "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18,
    "FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20,
    "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19, "SK": 24,
}  # fmt: skip


def find(text: str) -> tuple[Found, ...]:
    """Every one, in order, none inside another."""
    folded = fold(text)
    plain = folded.text.translate(_DASHES)
    links = [match.span() for match in _LINK.finditer(plain)]
    spans = [(What.EMAIL, *span) for span in _emails(plain)]
    numbers = [*_accounts(plain), *_cards(plain), *_telephones(plain)]
    spans += [each for each in numbers if not any(start <= each[1] < end for start, end in links)]
    return tuple(Found(what, *folded.span(start, end)) for what, start, end in _apart(spans))


def _apart(spans: list[tuple[What, int, int]]) -> Iterator[tuple[What, int, int]]:
    """The longer of two that overlap."""
    free = 0
    for each in sorted(spans, key=lambda each: (each[1], -each[2])):
        if each[1] >= free:
            yield each
            free = each[2]


def mask(text: str) -> str:
    """`text` with dots where one stood."""
    for each in reversed(find(text)):
        text = text[: each.start] + MASK + text[each.end :]
    return text


def _emails(plain: str) -> Iterator[tuple[int, int]]:
    for match in _EMAIL.finditer(plain):
        if not _ROLES.fullmatch(re.split(r"[@\s\[(]", match[0], maxsplit=1)[0]):
            yield match.span()


def _telephones(plain: str) -> Iterator[tuple[What, int, int]]:
    for pattern in _TELEPHONES:
        for match in pattern.finditer(plain):
            yield (What.TELEPHONE, *match.span())


def _cards(plain: str) -> Iterator[tuple[What, int, int]]:
    for match in _CARD.finditer(plain):
        digits = re.sub(r"\D", "", match[0])
        issued = any(start.match(digits) and len(digits) in lengths for start, lengths in _ISSUERS)
        if issued and _luhn(digits):
            yield (What.CARD, *match.span())


def _luhn(digits: str) -> bool:
    doubled = (int(each) * 2 for each in digits[-2::-2])
    return (sum(int(each) for each in digits[-1::-2]) + sum(each - 9 * (each > 9) for each in doubled)) % 10 == 0


def _accounts(plain: str) -> Iterator[tuple[What, int, int]]:
    """IBANs by their country's length and check digits; capitals that follow are not part of it."""
    for match in _ACCOUNT.finditer(plain):
        places = [place for place in range(*match.span()) if plain[place] != " "][: _LENGTHS.get(match[0][:2], 99)]
        number = "".join(plain[place] for place in places)
        moved = "".join(str(int(each, 36)) for each in number[4:] + number[:4])
        if len(number) == _LENGTHS.get(number[:2]) and int(moved) % 97 == 1:
            yield (What.ACCOUNT, places[0], places[-1] + 1)
