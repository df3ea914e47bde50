"""The scripted incident: a supplier's network fails in France and Japan (level 4), and everyone is told.

A house with every channel that can be had here: mail, webhook, chat and SMS go to real servers on
loopback; Mastodon is the stand-in of `tests/mastodon.py`.
"""

import json
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from incidents.wording.linter import names
from tests.journeys.house import House
from tests.mastodon import Mastodon
from tests.servers import Mailbox, Receiver, http_server

PASSWORD = "correct horse battery staple"
SUPPLIER = "Farlane CDN"
KNOWN = [(SUPPLIER, "Farlane", "ファーレーン")]
TITLES = {
    "en": "Videos stop in France and Japan",
    "fr": "Les vidéos s’arrêtent en France et au Japon",
    "ja": "フランスと日本で動画が止まる",
}
SYMPTOMS = {
    "en": "videos stop after a few seconds",
    "fr": "les vidéos s’arrêtent après quelques secondes",
    "ja": "動画が数秒で止まる",
}
SCOPES = {
    "en": "everyone who watches in France or Japan",
    "fr": "toutes les personnes qui regardent depuis la France ou le Japon",
    "ja": "フランスと日本でご覧のすべてのお客様",
}
WORKAROUNDS = {
    "en": "choose the quality “Low” in the player; what you have downloaded plays as usual",
    "fr": "choisissez la qualité « Basse » dans le lecteur ; vos téléchargements fonctionnent normalement",
    "ja": "プレーヤーの画質を「低」にしてください。ダウンロード済みの作品は通常どおりご覧いただけます",
}
TECHNICAL = {
    "en": "Farlane CDN answers 5xx in Paris and Tokyo. We are sorry. Next update by {next_update_at}.",
    "fr": "Farlane CDN répond 5xx à Paris et à Tokyo. Nous sommes désolés. Prochain message à {next_update_at}.",
    "ja": "ファーレーンがパリと東京で5xxを返しています。申し訳ございません。{next_update_at}までにお知らせします。",
}
READERS = ("en@example.com", "fr@example.com", "ja@example.com", "it@example.com")
WORLD = f"""
from django.contrib.auth.models import Group
from django.utils import timezone
from core.accounts.models import User
from core.actor import SYSTEM
from incidents.catalogue.models import Component, Region, Service, ThirdParty
from incidents.outlets import actions as outlets
from incidents.playbooks.models import Playbook
from incidents.subscribers import actions as subscribers
at = timezone.now()
for name, role in (("noor", "Incident commander"), ("camille", "Communications lead")):
    user = User.objects.create_user(name, password="{PASSWORD}", is_staff=True, first_name=name.title(),
        email=name + "@staff.example.com")
    user.groups.add(Group.objects.get(name=role))
supplier = ThirdParty.objects.create(name="{SUPPLIER}", spellings=["Farlane", "ファーレーン"])
for language, alias in (("en", "a provider"), ("fr", "un prestataire"), ("ja", "提供元")):
    supplier.aliases.create(language=language, alias=alias)
service = Service.objects.create(slug="watching", name="Watching")
playback = Component.objects.create(slug="playback", name="Videos", service=service, third_party=supplier, is_core=True)
playback.translations.create(language="fr", name="Vidéos")
playback.translations.create(language="ja", name="動画")
Playbook.objects.get(slug="third-party").components.add(playback)
for slug, name, fr, ja in (("france", "France", "France", "フランス"), ("japan", "Japan", "Japon", "日本")):
    region = Region.objects.create(slug=slug, name=name)
    region.translations.create(language="fr", name=fr)
    region.translations.create(language="ja", name=ja)
for language in ("en", "fr", "ja"):
    subscribers.add(channel="email", address=language + "@example.com", language=language, by=SYSTEM, at=at)
subscribers.add(channel="email", address="it@example.com", audience="technical", by=SYSTEM, at=at)
subscribers.add(channel="sms", address="+33612345678", language="fr", by=SYSTEM, at=at)
hook = subscribers.add(channel="webhook", address="{{hook}}/hook", contact="ops@example.com", by=SYSTEM, at=at)
outlets.create(name="Chat", channel="chat", secret="{{hook}}/chat", by=SYSTEM, at=at)
outlets.create(name="Social", channel="mastodon", address="{{social}}", secret="mastodon-token", by=SYSTEM, at=at)
"""


class Stage(House):
    """The house, and everything that left it."""

    mailbox: Mailbox
    hooks: Receiver
    social: Receiver

    def token(self, owner: str, *scopes: str) -> str:
        flags = [f"--scope={scope}" for scope in scopes]
        return self.manage("create_token", f"--name={owner}", f"--owner={owner}", *flags).split()[-1]

    def outbound(self) -> Iterator[tuple[str, str]]:
        """Every byte that was sent, decoded: where, text."""
        for each in self.mailbox.received:
            yield f"mail to {each.to}, raw", each.raw.decode()
            for part in each.message.walk():
                if not part.is_multipart():
                    yield f"mail to {each.to}, {part.get_content_type()}", str(part.get_content())
            yield f"mail to {each.to}, subject", str(each.message["Subject"])
        for receiver in (self.hooks, self.social):
            for call in receiver.calls:
                yield f"{call.path}, raw", call.body.decode()
                if call.body:
                    yield f"{call.path}, read", json.dumps(json.loads(call.body), ensure_ascii=False)

    def feeds(self) -> Iterator[tuple[str, str]]:
        """Every public answer that is no page."""
        paths = [
            "/history.atom",
            "/history.rss",
            "/calendar.ics",
            "/badge.svg",
            "/live.json",
            "/widget.json",
            "/embed/",
        ]
        for prefix in ("", "/fr", "/ja"):
            yield from ((prefix + path, self.read(prefix + path)) for path in paths)
        for name in ("summary", "status", "components", "incidents", "scheduled-maintenances"):
            path = f"/api/v2/{name}.json"
            yield path, self.read(path)


@contextmanager
def stage(folder: Path, mailbox: Mailbox, hooks: Receiver) -> Iterator[Stage]:
    social = Receiver()
    server = http_server(social)
    Mastodon().attach(social)
    allowed = f"127.0.0.1:{hooks.port},127.0.0.1:{social.port}"
    environment = {
        "EMAIL_URL": f"smtp://127.0.0.1:{mailbox.port}",
        "OUTBOUND_ALLOW": allowed,
        "SMS_URL": f"{hooks.url}/sms",
        "SMS_TOKEN": "sms-token",
        "SMS_FROM": "Palomine",
    }
    try:
        with Stage(folder, **environment) as running:
            running.mailbox, running.hooks, running.social = mailbox, hooks, social
            running.shell(WORLD.format(hook=hooks.url, social=social.url))
            yield running
    finally:
        server.shutdown()
        server.server_close()


def leaks(found: Iterator[tuple[str, str]]) -> dict[str, list[str]]:
    """Where the supplier's name stands, in any spelling."""
    named = {}
    for where, text in found:
        text = unicodedata.normalize("NFC", text)
        if spelt := [text[start:end] for start, end, _which in names.places(text, KNOWN)]:
            named[where] = spelt
    return named


def impacts() -> list[dict[str, Any]]:
    return [{"component": "playback", "status": "major_outage", "region": region} for region in ("france", "japan")]
