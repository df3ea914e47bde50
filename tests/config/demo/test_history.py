"""The demo's stories, told through the public actions."""

import io

import pytest
from django.core.management import call_command
from django.utils import timezone

from config import roles
from config.demo import history
from config.demo.people import CAST
from core.accounts.models import User
from core.delivery.models import Broadcast
from feedback.community.models import Peer, PeerPost, Standing
from feedback.community.queries import silence, transparency
from feedback.targets.registers import registry
from feedback.threads.models import Message, Thread
from incidents.communication.models import Update
from incidents.response.models import Incident
from incidents.statuspages import queries
from incidents.statuspages.models import StatusPage
from incidents.subscribers.models import Subscriber

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(settings):
    settings.OUTBOUND_ALLOW = ["127.0.0.1:8000"]
    call_command("bootstrap", stdout=io.StringIO())
    history.tell()


def test_the_demo_is_whole_and_told_once(told):
    incidents = Incident.objects.count()
    now = timezone.now()

    assert incidents == len(history.STORIES) + 1
    assert (
        Incident.objects.filter(state="investigating").count() + Incident.objects.filter(state="identified").count()
        == 1
    )
    assert (now - Incident.objects.earliest("declared_at").declared_at).days in range(80, 91)
    assert not Update.objects.published().filter(published_at__gt=now).exists()
    _only_the_open_incident_is_owed_to_subscribers()
    _every_role_has_its_person()
    _the_crowd_is_mixed()
    _partners_read_words_of_their_own(now)
    _customers_have_written(now)
    _customers_have_helped_each_other(now)

    history.tell()

    assert Incident.objects.count() == incidents


def _customers_have_written(now):
    threads = Thread.objects.all()
    assert threads.count() > 200
    assert set(threads.values_list("register", flat=True)) >= set(registry())
    assert set(threads.values_list("language", flat=True)) == {"en", "fr", "ja"}
    assert not Message.objects.filter(at__gt=now).exists()
    assert threads.filter(awaits_human=True).exists()
    assert threads.filter(state="closed").exists()


def _customers_have_helped_each_other(now):
    threads = Thread.objects.filter(origin="community")
    assert set(threads.values_list("language", flat=True)) == {"en", "fr", "ja"}
    helped = Standing.objects.filter(message__author="peer", accepted_at__isnull=False)
    assert helped.count() == 3
    assert Standing.objects.filter(highlighted_at__isnull=False, thanked_at__isnull=False).count() == 1
    assert [each.thread.subject for each in PeerPost.objects.filter(state="held")] == [
        "Signed out every evening at eight"
    ]
    assert "Signed out every evening at eight" in {each.subject for each in silence.silent(now)}
    assert transparency.counted().hidden == (("defamation", 1),)
    assert Peer.objects.count() == 2


def _only_the_open_incident_is_owed_to_subscribers():
    live = Incident.objects.get(state="identified")
    owed = Broadcast.objects.filter(key__startswith="incidents.update:", audience="incidents.subscribers.audience")
    assert [broadcast.group for broadcast in owed] == [live.reference]


def _every_role_has_its_person():
    assert {person.role for person in CAST} == set(roles.ROLES)
    for person in CAST:
        assert User.objects.get(username=person.username).groups.get().name == person.role


def _partners_read_words_of_their_own(now):
    partners, everybody = StatusPage.objects.get(visibility="private"), StatusPage.objects.get(is_default=True)
    said = {
        page.pk: [
            update.text
            for language in page.languages
            for card in queries.page_from(queries.load(now, private=private), page, language).recent
            for update in card.updates
        ]
        for page, private in ((partners, partners), (everybody, None))
    }
    for words in ("Your named contact is on duty", "Votre interlocuteur attitré", "担当者が待機しており"):
        assert any(words in text for text in said[partners.pk])
        assert not any(words in text for text in said[everybody.pk])
    assert Subscriber.objects.filter(audience="key_customers", state="confirmed").count() >= 3


def _the_crowd_is_mixed():
    assert Subscriber.objects.count() == 200
    assert Subscriber.objects.filter(channel="webhook").count() == 2
    for field in ("language", "state", "audience"):
        assert Subscriber.objects.values(field).distinct().count() > 1
    assert Subscriber.objects.values("state").distinct().count() == 4
    assert Subscriber.objects.filter(components__isnull=False, regions__isnull=False).exists()


def test_each_start_has_its_own_password(told, client):
    first, second = (history.open_doors(timezone.now()) for _ in range(2))

    assert first != second
    assert not User.objects.get(username="camille").check_password(first)
    assert User.objects.get(username="camille").check_password(second)
