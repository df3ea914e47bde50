"""Ask a Mastodon server who mentions an account of ours (docs.joinmastodon.org/methods/notifications).

Forward from the last one we know (`min_id`), so that nothing between two looks is skipped. At the first look
what is older than a day is left alone: it has been answered elsewhere, or never.
"""

import json
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone

from core.actor import SYSTEM
from core.delivery.limits import limit
from core.web import guarded
from feedback.doors.social import actions, posts
from feedback.doors.social.models import MentionWatch
from incidents.outlets.models import Outlet

AT_ONCE = 30
MOST_BYTES = 1_000_000  # thirty posts with their authors
SECONDS = 40.0
FIRST_LOOK = timedelta(days=1)


class CannotLook(Exception):
    """The server is at fault, or does not let us; the text is for staff."""


def look(outlet: Outlet) -> int:
    """Take what is new for a bounded time; the number of posts taken. Writes down how it went."""
    watch, _new = MentionWatch.objects.get_or_create(outlet=outlet)
    at = timezone.now()
    if watch.retry_at and watch.retry_at > at:
        return 0
    client = guarded.Client()
    try:
        _know_ourselves(client, watch)
        taken = sum(1 for _thread in _take_all(client, watch))
    except CannotLook as error:
        actions.note_look(watch=watch, error=str(error), at=at)
        return 0
    finally:
        client.close()
    actions.note_look(watch=watch, at=at)
    return taken


def _know_ourselves(client: guarded.Client, watch: MentionWatch) -> None:
    if not watch.account:
        told = _ask(client, watch.outlet, "accounts/verify_credentials")
        if not isinstance(told, dict) or not told.get("acct"):
            raise CannotLook("the server does not say whose token this is")
        watch.account = posts.handle(told, watch.outlet.address)
        watch.save(update_fields=["account"])


def _take_all(client: guarded.Client, watch: MentionWatch) -> Iterator[Any]:
    ends_at = time.monotonic() + SECONDS
    while time.monotonic() < ends_at:
        begins = not watch.since_id
        after = "" if begins else f"&min_id={watch.since_id}"
        page = _ask(client, watch.outlet, f"notifications?types[]=mention&limit={AT_ONCE}{after}")
        if not isinstance(page, list):
            raise CannotLook("the server's answer is no list of notifications")
        for told in reversed(page):  # newest first there
            at = timezone.now()
            post = posts.read(told, watch.outlet.address)
            if post and not (begins and post.at < at - FIRST_LOOK):
                yield actions.take(outlet=watch.outlet, post=post, by=SYSTEM, at=at)
            if isinstance(told, dict) and str(told.get("id") or "").isalnum():
                watch.since_id = str(told["id"])[:60]
                watch.save(update_fields=["since_id"])
        if len(page) < AT_ONCE or begins:
            return


def _ask(client: guarded.Client, outlet: Outlet, what: str) -> Any:
    headers = {"Authorization": f"Bearer {outlet.secret}"}
    url = f"{outlet.address}/api/v1/{what}"
    try:
        reply = client.request("GET", url, headers=headers, seconds=limit("HTTP_SECONDS"), most=MOST_BYTES)
    except (guarded.AddressRefused, guarded.Unreachable) as error:
        raise CannotLook(str(error)) from None
    if reply.status in {401, 403}:
        raise CannotLook("the token may not read: it needs read:notifications and read:accounts")
    if reply.status != 200 or reply.truncated:
        raise CannotLook(f"HTTP {reply.status}{', and too long' if reply.truncated else ''}")
    try:
        return json.loads(reply.body)
    except (ValueError, RecursionError):
        raise CannotLook("the server's answer is no JSON") from None
