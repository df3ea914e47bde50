"""One description per adapter, so that each passes the same contract against a real HTTP server."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from config.sms import BODY, Gateway
from tests.factories import delivery as make
from tests.servers import Call, Receiver

TOKEN = "token-nobody-may-read"


def gateway(url: str, **over: Any) -> Gateway:
    fields = {
        "url": f"{url}/messages",
        "token": TOKEN,
        "sender": "Palomine",
        "header": "Authorization: Bearer {token}",
        "body": json.loads(BODY),
        "receipt": "id",
        "most_parts": 3,
        "countries": (),
    }
    return Gateway(**{**fields, **over})


@dataclass(frozen=True)
class Adapter:
    """How a test reaches `channel` at `url`. `final` is a status that ends it, `patient` whether it hears Retry-After.

    At a gateway `shared` by all recipients, silence is the channel's fault and no recipient's.
    """

    channel: str
    address: Callable[[str], str] = lambda url: url
    secret: Callable[[str], str] = lambda url: TOKEN
    text: Callable[[Call], str] = lambda call: json.loads(call.body)["text"]
    says: Callable[[Call], bytes] = lambda call: b""
    final: int = 410
    patient: bool = True
    shared: bool = False
    words: dict[str, Any] = field(default_factory=dict)

    def readers(self, receiver: Receiver, number: int = 1) -> None:
        receiver.says = self.says
        make.readers(number, channel=self.channel, address=self.address(receiver.url))

    def args(self, url: str) -> dict[str, Any]:
        return {"audience_args": {"secrets": [self.secret(url)]}}

    def content(self, text: str = "Playback fails. https://status.example.com/incidents/INC-1/", **over: Any) -> Any:
        if self.channel == "webhook":
            return make.hook({"text": text})
        return make.words(channel_kind=self.channel, subject="", text=text, html="", **over)


def _posted(call: Call) -> bytes:
    return json.dumps({"id": "1101", "url": "https://social.example/@status/1101"}).encode()


ADAPTERS = {
    "webhook": Adapter("webhook", secret=lambda url: make.SECRET),
    "sms": Adapter(
        "sms", address=lambda url: "+33612345678", says=lambda call: b'{"id": "sm-1"}', final=422, shared=True
    ),
    "chat webhook": Adapter("chat", address=lambda url: url, secret=lambda url: f"{url}/services/{TOKEN}"),
    "chat bot": Adapter(
        "chat",
        address=lambda url: f"{url}/api/#C0123ABCD",
        says=lambda call: b'{"ok": true, "ts": "1700000000.000100", "channel": "C0123ABCD"}',
    ),
    "mastodon": Adapter("mastodon", text=lambda call: json.loads(call.body)["status"], says=_posted, final=422),
    "apprise": Adapter(
        "apprise",
        address=lambda url: "json://…",
        secret=lambda url: url.replace("http", "json") + f"/{TOKEN}",
        text=lambda call: json.loads(call.body)["message"],
        patient=False,
    ),
}
