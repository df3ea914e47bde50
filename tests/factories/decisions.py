"""Words that need a second signature, and somebody who may give it."""

from core.accounts.models import User
from core.actor import Actor
from incidents.communication.actions import Text
from incidents.communication.models import ObjectionRule
from tests.factories import accounts
from tests.factories import communication as updates
from tests.factories import response as people

EXPOSED = {
    "en": "Names and e-mail addresses of some customers were exposed to others. We are sorry, and we have closed it.",
    "fr": "Les noms et adresses e-mail de certains clients ont été exposés à des tiers. Nous en sommes désolés.",
    "ja": "一部のお客様のお名前とメールアドレスが流出しました。申し訳ございません。",
}
REFUND = "Playback fails for some customers. We are sorry, and every customer will be refunded for the day."


def exposing() -> list[Text]:
    return [updates.text(words, language) for language, words in EXPOSED.items()]


def naming(kind: str = "email", **fields: str) -> list[Text]:
    """The usual words, and a text for one kind of channel that names the supplier."""
    return [
        *updates.texts(),
        updates.text("Farlane CDN has failed, so playback fails. We are sorry.", channel_kind=kind, **fields),
    ]


def legal(name: str = "Ada Advocate") -> Actor:
    """Somebody who may sign, with an address."""
    first, last = name.split()
    user = accounts.user("Legal", username=name.lower().replace(" ", "."), first_name=first, last_name=last)
    User.objects.filter(pk=user.pk).update(email=f"{user.username}@example.org")
    return people.person(name, "Legal")[1]


def window(seconds: int = 120, **fields: object) -> ObjectionRule:
    return ObjectionRule.objects.create(seconds=seconds, **fields)
