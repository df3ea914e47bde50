"""Signed webhooks (Standard Webhooks)."""

import json

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from standardwebhooks import Webhook

from core.delivery.crew import HttpChannel
from core.delivery.limits import limit
from core.delivery.parcels import Parcel, bare_id
from core.delivery.replies import Result, of_http
from core.web import guarded

USER_AGENT = "Candor-Webhooks/1"


def call(client: guarded.Client, parcel: Parcel) -> Result:
    body = body_of(parcel)
    headers = {"User-Agent": USER_AGENT, "Content-Type": "application/json", **signed(parcel, body)}
    reply = client.request(
        "POST", parcel.claimed.address, body=body.encode(), headers=headers, seconds=limit("HTTP_SECONDS")
    )
    return of_http(reply.status, reply.headers.get("retry-after"), at=timezone.now())


def body_of(parcel: Parcel) -> str:
    """The payload with this recipient's links in it."""
    body = json.dumps(parcel.content.payload or {}, ensure_ascii=False, separators=(",", ":"))
    if "{{" in body:
        for name in ("manage_url", "unsubscribe_url", "incident_url"):
            body = body.replace("{{" + name + "}}", json.dumps(getattr(parcel.personal, name))[1:-1])
    return body


def signed(parcel: Parcel, body: str) -> dict[str, str]:
    """Headers of Standard Webhooks: one id over all attempts, a signature per secret in use."""
    now = timezone.now()
    webhook_id = "msg_" + bare_id(parcel)
    signatures = [Webhook(secret).sign(webhook_id, now, body) for secret in parcel.personal.secrets]
    return {
        "webhook-id": webhook_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


CHANNEL = HttpChannel("webhook", call, label=_("Webhook"))
