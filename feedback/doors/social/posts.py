"""A mention as Mastodon's API tells it (docs.joinmastodon.org/entities/Notification), read. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from core.text import wordsonly
from core.text.lines import one_line

OPENING = re.compile(r"^(?:@[\w.-]+(?:@[\w.-]+)?[ \t\n]+)+")
PUBLIC = frozenset({"public", "unlisted"})


@dataclass(frozen=True, slots=True)
class Post:
    """`handle` is "@ana@example.social". `answers` is the number of the post it answers, "" for none."""

    notification: str
    remote_id: str
    url: str
    handle: str
    name: str
    text: str
    subject: str
    answers: str
    language: str
    is_public: bool
    is_bot: bool
    at: datetime


def handle(account: Mapping[str, Any], home: str) -> str:
    """Whole also for an account of the same server, which the API names without its host."""
    named = one_line(str(account.get("acct") or ""))[:150]
    return f"@{named}" if "@" in named else f"@{named}@{urlsplit(home).hostname}"


def read(told: Any, home: str) -> Post | None:
    """None for what is no mention in the shape the API promises. `home` is the address of our account's server."""
    if not isinstance(told, Mapping) or told.get("type") != "mention":
        return None
    status, account = told.get("status"), told.get("account")
    if not isinstance(status, Mapping) or not isinstance(account, Mapping):
        return None
    at = _moment(status.get("created_at") or told.get("created_at"))
    remote_id, url = str(status.get("id") or ""), str(status.get("url") or status.get("uri") or "")
    if not remote_id or len(remote_id) > 60 or at is None or not account.get("acct"):
        return None
    words = wordsonly.render(str(status.get("content") or ""))
    return Post(
        notification=str(told.get("id") or "")[:60],
        remote_id=remote_id,
        url=url[:280],
        handle=handle(account, home),
        name=one_line(str(account.get("display_name") or ""))[:120],
        text=OPENING.sub("", words).strip() or words.strip(),
        subject=one_line(str(status.get("spoiler_text") or ""))[:200],
        answers=str(status.get("in_reply_to_id") or "")[:60],
        language=str(status.get("language") or "")[:2].lower(),
        is_public=status.get("visibility") in PUBLIC,
        is_bot=bool(account.get("bot")),
        at=at,
    )


def _moment(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment if moment.tzinfo else None
