"""SMS through whatever gateway takes a JSON request: SMS_URL and its neighbours say how (docs/deploy)."""

import json
import re
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.delivery.crew import HttpChannel
from core.delivery.limits import limit
from core.delivery.networks import Account, Network, Unusable
from core.delivery.parcels import Parcel, bare_id
from core.delivery.replies import Outcome, Result, of_http
from core.text import lengths, telephones
from core.web import guarded

# These say something about our account at the gateway or its address, and nothing about the recipient.
OURS = frozenset({401, 402, 404, 405, 410, *range(300, 400)})
PLACE = re.compile(r"\{(to|from|text|id)\}")


def call(client: guarded.Client, parcel: Parcel) -> Result:
    gateway = settings.SMS
    if gateway is None:
        return Result(Outcome.FAULT, "SMS_URL is not set")
    values = {
        "to": parcel.claimed.address,
        "from": gateway.sender,
        "text": rule().prepared(parcel.text),
        "id": bare_id(parcel),
    }
    headers = {"Content-Type": "application/json"}
    if gateway.token:
        name, _colon, value = gateway.header.partition(":")
        headers[name.strip()] = value.strip().replace("{token}", gateway.token)
    body = json.dumps(filled(gateway.body, values), ensure_ascii=False).encode()
    try:
        reply = client.request("POST", gateway.url, body=body, headers=headers, seconds=limit("HTTP_SECONDS"))
    except (guarded.AddressRefused, guarded.Unreachable) as error:  # the gateway's fault, not the number's
        return Result(Outcome.FAULT, f"SMS gateway: {error}")
    if reply.status in OURS:
        return Result(Outcome.FAULT, f"SMS gateway: HTTP {reply.status}")
    judged = of_http(reply.status, reply.headers.get("retry-after"), at=timezone.now())
    if judged.outcome is not Outcome.SENT:
        return judged
    return Result(Outcome.SENT, judged.reply, remote_id=picked(reply.body, gateway.receipt))


def filled(template: Any, values: dict[str, str]) -> Any:
    """The gateway's body with {to}, {from}, {text} and {id} in its texts, however deep."""
    if isinstance(template, dict):
        return {name: filled(value, values) for name, value in template.items()}
    if isinstance(template, list):
        return [filled(value, values) for value in template]
    if not isinstance(template, str):
        return template
    # In one pass: a text that holds "{to}" stays as it was written.
    return PLACE.sub(lambda place: values[place[1]], template)


def picked(body: bytes, path: str) -> str:
    """The gateway's own number of the message: "messages.0.id" in its answer; "" where there is none."""
    try:
        found = json.loads(body)
        for step in path.split("."):
            found = found[int(step)] if isinstance(found, list) else found[step]
    except (ValueError, KeyError, IndexError, TypeError):
        return ""
    return str(found)[:200] if isinstance(found, str | int) else ""


def rule() -> lengths.Sms:
    gateway = settings.SMS
    return lengths.Sms(gateway.most_parts if gateway else 3)


def check(address: str, secret: str) -> tuple[str, str]:
    if settings.SMS is None:
        raise Unusable(address=_("No SMS gateway is set up here: the operator sets SMS_URL."))
    if secret:
        raise Unusable(secret=_("A telephone number has no secret; leave this empty."))
    try:
        return telephones.normal(address), ""
    except ValueError:
        raise Unusable(address=_("Give the whole number with its country, like +33 6 12 34 56 78.")) from None


CHANNEL = HttpChannel(
    "sms",
    call,
    label=_("SMS"),
    receiver=lambda parcel: "gateway",
    network=Network(
        name="sms",
        label=_("SMS"),
        takes="short",
        rule=rule,
        named=True,
        way_out=True,
        paid=True,
        account=Account(
            address=_("The telephone number with its country: +33612345678."),
            secret=_("Leave this empty."),
            check=check,
        ),
    ),
)
