"""Addresses as we keep, compare and show them."""

from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.crypto import salted_hmac
from django.utils.encoding import punycode

from core.text import telephones
from incidents.subscribers.states import Channel

MAX_EMAIL = 254
MAX_URL = 500
_is_email = EmailValidator()


def normal_email(raw: str) -> str:
    """One spelling per mailbox: lower case, the domain in ASCII. Raises ValidationError."""
    raw = raw.strip()
    _is_email(raw)
    local, domain = raw.rsplit("@", 1)
    address = f"{local}@{punycode(domain)}".lower()
    if len(address) > MAX_EMAIL:
        raise ValidationError("", code="invalid")
    return address


def normal_url(raw: str) -> str:
    """One spelling per endpoint: scheme and host in lower case, no fragment. Raises ValueError."""
    parts = urlsplit(raw.strip())
    host = parts.netloc.lower() if "@" not in parts.netloc else parts.netloc
    return urlunsplit((parts.scheme.lower(), host, parts.path or "/", parts.query, ""))


def normal_number(raw: str) -> str:
    """One spelling per telephone, of a country we write to. Raises ValueError."""
    number = telephones.normal(raw)
    countries = settings.SMS.countries if settings.SMS else ()
    if countries and not number.startswith(countries):
        raise ValueError(raw)
    return number


def offered() -> list[str]:
    """The channels this installation can send over: SMS needs a gateway."""
    return [channel for channel in Channel.values if channel != Channel.SMS or settings.SMS is not None]


def masked(channel: str, address: str) -> str:
    """Enough to recognise an address one knows, too little to write to it: m…@example.org."""
    if channel == Channel.EMAIL:
        local, _at, domain = address.partition("@")
        return f"{local[:1]}…@{domain}"
    if channel == Channel.SMS:
        return telephones.masked(address)
    return f"{urlsplit(address).hostname or '…'}/…"


def digest(client: str) -> str:
    """Tells clients apart without keeping their network address."""
    return salted_hmac("incidents.subscribers.asker", client).hexdigest()[:32] if client else ""
