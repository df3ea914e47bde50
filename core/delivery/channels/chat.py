"""Slack-compatible chat: an incoming webhook (Slack, Mattermost, Rocket.Chat, Zulip…), or a Slack bot.

A webhook can only speak. A bot's posts about one incident hang together in a thread, and a
correction changes the wrong one in place.
"""

import json
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.delivery.crew import HttpChannel
from core.delivery.limits import limit
from core.delivery.networks import Account, Network, Unusable
from core.delivery.parcels import Parcel
from core.delivery.replies import Outcome, Result, fields, of_http
from core.text.lengths import Characters
from core.web import guarded

SLACK = "https://slack.com/api/"
MOST = 3_000  # letters of one section of Slack's; longer ones are refused whole
# Slack answers 200 with a word. These pass by themselves; every other one stays as it is until staff act.
PASSING = frozenset({"ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable"})
PASSING |= {"request_timeout", "team_added_to_org"}
GONE_THERE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})


def call(client: guarded.Client, parcel: Parcel) -> Result:
    secret = next(iter(parcel.personal.secrets), "")
    if not secret:
        return Result(Outcome.REFUSED, "its address or token is not known any more")
    message = {"text": (text := marked_up(parcel)), "blocks": [_section(text)]}
    if not _is_bot(secret):
        reply = _post(client, secret, message)
        return of_http(reply.status, reply.headers.get("retry-after"), at=timezone.now())
    return _speak(client, parcel, secret, message)


def _speak(client: guarded.Client, parcel: Parcel, token: str, message: dict[str, Any]) -> Result:
    api, _hash, channel = parcel.claimed.address.partition("#")
    message["channel"] = channel
    thread = parcel.thread
    if thread.wrong:
        reply = _post(client, urljoin(api, "chat.update"), {**message, "ts": thread.wrong}, token)
        if _word(reply) not in GONE_THERE:
            return _judged(reply, api, channel)
    if thread.root:
        message["thread_ts"] = thread.root
    return _judged(_post(client, urljoin(api, "chat.postMessage"), message, token), api, channel)


def _post(client: guarded.Client, url: str, body: dict[str, Any], token: str = "") -> guarded.Reply:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    sent = json.dumps(body, ensure_ascii=False).encode()
    return client.request("POST", url, body=sent, headers=headers, seconds=limit("HTTP_SECONDS"))


def _judged(reply: guarded.Reply, api: str, channel: str) -> Result:
    found = of_http(reply.status, reply.headers.get("retry-after"), at=timezone.now())
    if found.outcome is not Outcome.SENT:
        return found
    word = _word(reply)
    if word in PASSING:
        return Result(Outcome.RETRY, word)
    if word:
        return Result(Outcome.REFUSED, word[:200], address_is_bad=True)
    moment = str(fields(reply.body).get("ts", ""))
    link = f"https://slack.com/archives/{channel}/p{moment.replace('.', '')}" if api == SLACK and moment else ""
    return Result(Outcome.SENT, found.reply, remote_id=moment, url=link)


def _word(reply: guarded.Reply) -> str:
    """What Slack calls the mistake; "" when there is none."""
    answer = fields(reply.body)
    return "" if answer.get("ok") is True else str(answer.get("error") or f"HTTP {reply.status}")


def marked_up(parcel: Parcel) -> str:
    """Slack's mrkdwn: only the heading is marked, and nothing in people's words is a command."""
    subject, text = escaped(parcel.content.subject), escaped(parcel.text)
    return f"*{subject.replace('*', '')}*\n{text}" if subject else text


def escaped(text: str) -> str:
    """So that `<!channel>` calls nobody and `<https://…|word>` hides no address."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text[:MOST]}}


def _is_bot(secret: str) -> bool:
    return not secret.startswith(("https://", "http://"))


def check(address: str, secret: str) -> tuple[str, str]:
    """A webhook's whole address is its secret: whoever has it may speak there."""
    if not secret:
        raise Unusable(secret=_("Give the address of the incoming webhook, or a bot's token (xoxb-…)."))
    if _is_bot(secret):
        return _bot_address(address), secret
    try:
        guarded.check_url(secret)
    except guarded.AddressRefused as refused:
        raise Unusable(secret=str(refused)) from None
    return f"{urlsplit(secret).scheme}://{urlsplit(secret).netloc}/…", secret


def _bot_address(address: str) -> str:
    """https://slack.com/api/#C0123ABCD, from that or from the channel's number alone."""
    api, _hash, channel = address.rpartition("#")
    api = (api.rstrip("/") + "/") if api else SLACK
    if not channel.isalnum() or not channel.isascii():
        raise Unusable(address=_("Give the number of the channel, like C0123ABCD; a bot's token speaks there."))
    try:
        guarded.check_url(api)
    except guarded.AddressRefused as refused:
        raise Unusable(address=str(refused)) from None
    return f"{api}#{channel}"


CHANNEL = HttpChannel(
    "chat",
    call,
    label=_("Chat"),
    threads=True,
    network=Network(
        name="chat",
        label=_("Chat (Slack-compatible)"),
        takes="chat",
        rule=lambda: Characters(MOST - 300),  # the heading and what escaping adds need room as well
        headed=True,
        closed=True,
        account=Account(
            address=_("For a webhook leave this empty. For a Slack bot: the number of the channel, like C0123ABCD."),
            secret=_("The whole address of the incoming webhook, or the bot's token (xoxb-…)."),
            check=check,
        ),
    ),
)
