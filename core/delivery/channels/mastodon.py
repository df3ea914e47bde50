"""Mastodon, and what speaks its API (docs.joinmastodon.org/methods/statuses).

Updates of one incident answer each other; a correction edits the wrong post, whose history every
reader can open. The delivery's own key keeps a repeated request from posting twice (the server
remembers it for an hour).
"""

import json
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from core.delivery.crew import HttpChannel
from core.delivery.limits import limit
from core.delivery.networks import Account, Network, Unusable
from core.delivery.parcels import Parcel, bare_id
from core.delivery.replies import MOST_PATIENT, Outcome, Result, fields, of_http
from core.text.lengths import Mastodon
from core.web import guarded

VISIBILITIES = frozenset({"public", "unlisted", "private", "direct"})


def call(client: guarded.Client, parcel: Parcel) -> Result:
    token = next(iter(parcel.personal.secrets), "")
    if not token:
        return Result(Outcome.REFUSED, "its token is not known any more")
    status = {"status": parcel.text, "language": parcel.content.language}
    thread = parcel.thread
    if thread.wrong:
        reply = _ask(client, parcel, token, "PUT", f"/{thread.wrong}", status)
        if reply.status != 404:  # taken away by hand: then it is said anew
            return _judged(reply)
    asked = (parcel.content.payload or {}).get("visibility")
    status["visibility"] = asked if asked in VISIBILITIES else "public"
    answered = str((parcel.content.payload or {}).get("in_reply_to_id") or thread.last)
    if answered:
        reply = _ask(client, parcel, token, "POST", "", {**status, "in_reply_to_id": answered})
        if reply.status != 404:
            return _judged(reply)
    return _judged(_ask(client, parcel, token, "POST", "", status))


def _ask(
    client: guarded.Client, parcel: Parcel, token: str, method: str, path: str, body: dict[str, Any]
) -> guarded.Reply:
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/json",
        "Idempotency-Key": bare_id(parcel),
    }
    url = f"{parcel.claimed.address}/api/v1/statuses{path}"
    sent = json.dumps(body, ensure_ascii=False).encode()
    return client.request(method, url, body=sent, headers=headers, seconds=limit("HTTP_SECONDS"))


def _judged(reply: guarded.Reply) -> Result:
    at = timezone.now()
    found = of_http(reply.status, reply.headers.get("retry-after") or _wait(reply, at=at), at=at)
    answer = fields(reply.body)
    if found.outcome is Outcome.SENT:
        return Result(
            Outcome.SENT, found.reply, remote_id=str(answer.get("id") or ""), url=str(answer.get("url") or "")
        )
    said = answer.get("error")
    words = f"{found.reply}: {said}"[:300] if isinstance(said, str) else found.reply
    return Result(found.outcome, words, at_least=found.at_least, address_is_bad=found.address_is_bad)


def _wait(reply: guarded.Reply, *, at: datetime) -> str | None:
    """Mastodon says when its limit is over instead of how long to wait."""
    if reply.status != 429:
        return None
    try:
        over = parse_datetime(reply.headers.get("x-ratelimit-reset", ""))
    except ValueError:
        return None
    if over is None or over.tzinfo is None:
        return None
    return str(int(min(max((over - at).total_seconds(), 0), MOST_PATIENT)))


def check(address: str, secret: str) -> tuple[str, str]:
    if not address:
        raise Unusable(address=_("Give the address of the server, like https://mastodon.social."))
    if not secret.isascii() or not secret.isprintable() or " " in secret or not secret:
        raise Unusable(secret=_("Give the access token of the account, with the right to write statuses."))
    try:
        guarded.check_url(address)
    except guarded.AddressRefused as refused:
        raise Unusable(address=str(refused)) from None
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}", secret


def learn(client: guarded.Client, address: str, secret: str) -> int | None:
    """What the server takes in one post; None when it does not say."""
    reply = client.request("GET", f"{address}/api/v2/instance", seconds=limit("HTTP_SECONDS"))
    found: Any = fields(reply.body) if reply.status == 200 else {}
    for name in ("configuration", "statuses", "max_characters"):
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, int) and 100 <= found <= 100_000 else None


CHANNEL = HttpChannel(
    "mastodon",
    call,
    label=_("Mastodon"),
    threads=True,
    network=Network(
        name="mastodon",
        label=_("Mastodon"),
        takes="short",
        rule=Mastodon,
        resized=Mastodon,
        account=Account(
            address=_("The address of the server, like https://mastodon.social."),
            secret=_(
                "The access token of the account (Preferences, Development), with “write:statuses”. With "
                "“read:notifications” and “read:accounts” too, posts that mention it come in as feedback."
            ),
            check=check,
            learn=learn,
        ),
    ),
)
