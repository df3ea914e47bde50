"""What a mail server's or a web server's reply means for a delivery (reliability: Delivery 6). Pure."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    SENT = "sent"
    RETRY = "retry"
    REFUSED = "refused"  # this address will never work
    GONE = "gone"  # the endpoint asked not to be called again
    FAULT = "fault"  # the channel is at fault, the recipient is not
    RELEASED = "released"  # not tried after all
    UNWANTED = "unwanted"  # unsubscribed since it was owed


class Stage(StrEnum):
    """How far an SMTP conversation came."""

    CONNECT = "connect"
    AUTH = "auth"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"


@dataclass(frozen=True, slots=True)
class Result:
    """How one attempt ended. `at_least` is the shortest wait in seconds the other side accepts.

    `remote_id` and `url` are what the network calls the message from now on, and where it stands.
    """

    outcome: Outcome
    reply: str = ""
    at_least: float = 0
    address_is_bad: bool = False  # tell whoever keeps the address
    remote_id: str = ""
    url: str = ""


GREYLISTED = re.compile(r"^4\.7\.1\b|grey-?list|gray-?list", re.IGNORECASE)
FULL = re.compile(r"^5\.2\.2\b")
MOST_PATIENT = 24 * 3600


def of_smtp(stage: Stage, code: int, text: str, *, greylist_seconds: float = 300) -> Result:
    """Judge a reply; `text` begins with the enhanced code (RFC 3463) where the server gives one."""
    reply = f"{code} {text}".strip()
    if 200 <= code < 300:
        return Result(Outcome.SENT, reply)
    if stage in {Stage.CONNECT, Stage.AUTH}:
        return Result(Outcome.FAULT, reply)
    if code >= 500:
        if stage is Stage.MAIL:
            return Result(Outcome.FAULT, reply)
        if FULL.match(text):
            return Result(Outcome.RETRY, reply)
        return Result(Outcome.REFUSED, reply, address_is_bad=stage is Stage.RCPT)
    waits = greylist_seconds if GREYLISTED.search(text) else 0
    return Result(Outcome.RETRY, reply, at_least=waits)


def of_http(status: int, retry_after: str | None = None, *, at: datetime) -> Result:
    """Judge a status; a redirect is a failure because whoever answers it was never checked."""
    reply = f"HTTP {status}"
    if 200 <= status < 300:
        return Result(Outcome.SENT, reply)
    if status == 410:
        return Result(Outcome.GONE, reply)
    if status in {408, 425, 429} or status >= 500:
        return Result(Outcome.RETRY, reply, at_least=seconds_asked(retry_after, at=at))
    if 300 <= status < 400:
        return Result(Outcome.REFUSED, f"{reply}: redirects are not followed", address_is_bad=True)
    return Result(Outcome.REFUSED, reply, address_is_bad=True)


def seconds_asked(retry_after: str | None, *, at: datetime) -> float:
    """Retry-After (RFC 9110: seconds or a date) as seconds from `at`; 0 when absent or unreadable."""
    if not retry_after:
        return 0
    if retry_after.strip().isdigit():
        return min(int(retry_after), MOST_PATIENT)
    try:
        moment = parsedate_to_datetime(retry_after)
    except ValueError:
        return 0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return min(max((moment - at).total_seconds(), 0), MOST_PATIENT)


def fields(body: bytes) -> dict[str, Any]:
    """An answer's JSON object; empty when it is none."""
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
