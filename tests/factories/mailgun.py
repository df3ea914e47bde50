"""Events as Mailgun posts them (its documentation, "Webhooks payload"), signed with `KEY`."""

import hashlib
import hmac
import json
from datetime import datetime
from typing import Any

KEY = "key-0123456789abcdef0123456789abcdef"
PATH = "/api/mail-events/mailgun/"
HARD = {
    "event": "failed",
    "severity": "permanent",
    "reason": "bounce",
    "delivery-status": {
        "attempt-no": 1,
        "code": 550,
        "message": "5.1.1 The email account that you tried to reach does not exist.",
        "description": "",
        "session-seconds": 0.43,
    },
}
SOFT = {
    "event": "failed",
    "severity": "temporary",
    "reason": "generic",
    "delivery-status": {
        "attempt-no": 1,
        "code": 452,
        "message": "4.2.2 The mailbox is over quota.",
        "retry-seconds": 600,
    },
}
BLOCKED = {
    "event": "failed",
    "severity": "permanent",
    "reason": "generic",
    "delivery-status": {"attempt-no": 1, "code": 550, "message": "5.7.1 Message rejected as spam."},
}
COMPLAINED = {"event": "complained"}
DELIVERED = {
    "event": "delivered",
    "delivery-status": {"attempt-no": 1, "code": 250, "message": "OK", "description": "", "session-seconds": 1.2},
}


def event(
    what: dict[str, Any], message_id: str, *, at: datetime, recipient: str = "ann@example.org", signed_at: Any = None
) -> dict[str, Any]:
    """The body of one post; the Message-ID comes without its brackets."""
    moment = str(int((signed_at or at).timestamp()))
    token = hashlib.sha256(f"{message_id}{what}{moment}".encode()).hexdigest()[:50]
    signature = hmac.new(KEY.encode(), f"{moment}{token}".encode(), "sha256").hexdigest()
    return {
        "signature": {"timestamp": moment, "token": token, "signature": signature},
        "event-data": {
            "id": "G9Bn5sl1TC6nu79C8C0bwg",
            "log-level": "error",
            "timestamp": at.timestamp(),
            "recipient": recipient,
            "recipient-domain": recipient.partition("@")[2],
            "flags": {"is-routed": False, "is-authenticated": True, "is-system-test": False, "is-test-mode": False},
            "message": {
                "headers": {
                    "to": recipient,
                    "message-id": message_id.strip("<>"),
                    "from": "status@status.example.com",
                    "subject": "Playback fails",
                },
                "attachments": [],
                "size": 1_111,
            },
            "tags": [],
            "user-variables": {},
            **what,
        },
    }


def post(client: Any, body: dict[str, Any] | bytes) -> Any:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post(PATH, raw, content_type="application/json")
