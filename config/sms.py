"""The SMS gateway, from the environment: any that takes one JSON request per message."""

import json
import os
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

BODY = '{"to": "{to}", "from": "{from}", "text": "{text}", "reference": "{id}"}'


@dataclass(frozen=True, slots=True)
class Gateway:
    """`body` is JSON whose texts hold {to}, {from}, {text} and {id}; `receipt` is the way to the number it answers.

    `countries` are the beginnings of numbers that may be written to, all when empty.
    """

    url: str
    token: str
    sender: str
    header: str
    body: Any
    receipt: str
    most_parts: int
    countries: tuple[str, ...]


def gateway() -> Gateway | None:
    """None where SMS_URL is not set: then nobody is offered SMS. A value that can't be used stops the start."""
    url = os.environ.get("SMS_URL", "")
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ImproperlyConfigured(f"SMS_URL={url!r} is no address. Example: https://sms.example.com/v1/messages")
    header = os.environ.get("SMS_HEADER") or "Authorization: Bearer {token}"
    if ":" not in header or not header.isprintable():
        raise ImproperlyConfigured("SMS_HEADER must look like a header: SMS_HEADER='X-Api-Key: {token}'")
    return Gateway(
        url=url,
        token=os.environ.get("SMS_TOKEN", ""),
        sender=os.environ.get("SMS_FROM", ""),
        header=header,
        body=_body(),
        receipt=os.environ.get("SMS_RECEIPT") or "id",
        most_parts=_parts(),
        countries=_countries(),
    )


def _body() -> Any:
    raw = os.environ.get("SMS_BODY") or BODY
    try:
        return json.loads(raw)
    except ValueError as error:
        raise ImproperlyConfigured(f"SMS_BODY is no JSON ({error}). Example: SMS_BODY='{BODY}'") from error


def _parts() -> int:
    raw = os.environ.get("SMS_PARTS") or "3"
    if not raw.isascii() or not raw.isdigit() or not 1 <= int(raw) <= 10:
        raise ImproperlyConfigured(f"SMS_PARTS={raw!r} is not a number from 1 to 10. A message may cost that many SMS.")
    return int(raw)


def _countries() -> tuple[str, ...]:
    found = tuple(part.strip() for part in os.environ.get("SMS_COUNTRIES", "").split(",") if part.strip())
    for each in found:
        if not (each.startswith("+") and each[1:].isascii() and each[1:].isdigit()):
            raise ImproperlyConfigured(
                f"SMS_COUNTRIES={each!r} is not the beginning of a number. Example: SMS_COUNTRIES=+33,+81"
            )
    return found
