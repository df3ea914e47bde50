"""The whole demo: catalogue, people, ninety days of stories, subscribers, the incident that is open now."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from config.demo import accounts, alerts, catalogue, crowd, doors, pages, people, plays
from config.demo.listening import telling as listening
from config.demo.stories import account, charges, devices, live, planned, playback
from config.demo.telling import Teller
from core.delivery.models import Beat
from incidents.playbooks import defaults as playbooks

TOLD = "demo:history"  # the mark that the stories are in the database
STORIES = (*playback.STORIES, *account.STORIES, *devices.STORIES, charges.STORY, *planned.STORIES)


def is_migrated() -> bool:
    return Beat._meta.db_table in connection.introspection.table_names()


def is_told() -> bool:
    return Beat.objects.filter(name=TOLD).exists()


def tell() -> None:
    """Once, whole or not at all. Subscribers come after the past: only the open incident is sent to them."""
    if is_told():
        return
    with transaction.atomic():
        now = timezone.now()
        catalogue.build()
        pages.build()
        playbooks.seed(now)  # again: they are offered for components, and there are some now
        people.gather()
        for story in sorted(STORIES, key=lambda each: each.declared_at(now)):
            Teller(story, now).tell()
        crowd.gather(now)
        crowd.listen(settings.PUBLIC_URL, now - timedelta(days=20))
        accounts.speak(settings.PUBLIC_URL, now - timedelta(days=20))
        plays.follow(Teller(live.STORY, now).tell())
        alerts.notice(now)
        listening.listen(now)
        doors.open_(now)
        Beat.objects.create(name=TOLD, at=now)


def open_doors(at: datetime) -> str:
    """Point the webhooks and our accounts at this start's address; the password of this start."""
    crowd.listen(settings.PUBLIC_URL, at)
    accounts.speak(settings.PUBLIC_URL, at)
    return people.gather()
