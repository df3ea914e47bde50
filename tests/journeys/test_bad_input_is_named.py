"""What is wrong with a message is named before anything is sent, in the room and over the API alike."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.delivery.models import Broadcast
from incidents.communication.models import Update
from incidents.response import actions as response
from incidents.response.states import Role
from tests.factories import accounts
from tests.factories import communication as updates
from tests.factories import outlets as make
from tests.factories import response as people
from tests.incidents.room import desk

JSON = "application/json"
Texts = dict[tuple[str, str], str]
Publish = Callable[[Texts], tuple[int, str]]


@pytest.fixture
def incident(db):
    return updates.incident(at=timezone.now() - timedelta(minutes=10))


@pytest.fixture
def lena(incident):
    user = accounts.user("Communications lead", username="lena")
    by = people.actor()
    response.assign(incident=incident, role=Role.COMMUNICATIONS_LEAD, user=user, by=by, at=incident.declared_at)
    return user


@pytest.fixture(params=["room", "api"])
def publish(request, incident, lena) -> Publish:
    """The status and the words of the answer to publishing `texts`, by either door."""
    client = Client()

    def in_the_room(texts: Texts) -> tuple[int, str]:
        client.force_login(lena)
        typed = {"text-general-any-en": "", "do": "publish"}
        typed |= {f"text-general-{kind}-{language}": text for (kind, language), text in texts.items()}
        answer = client.post(reverse("admin:room_write", args=[incident.pk]), desk.form(**typed))
        return answer.status_code, answer.content.decode()

    def over_the_api(texts: Texts) -> tuple[int, str]:
        headers = accounts.authorization("incidents:read", "incidents:write", "updates:publish", owner=lena)
        rows = [{"channel_kind": kind, "language": language, "text": text} for (kind, language), text in texts.items()]
        body = {"incident": incident.reference, "phase": "holding", "incident_state": "investigating", "texts": rows}
        made = client.post("/api/v1/updates/", body, content_type=JSON, **headers)
        assert made.status_code == 201, made.content
        answer = client.post(f"/api/v1/updates/{made.json()['id']}/publish/", {}, content_type=JSON, **headers)
        return answer.status_code, answer.content.decode()

    return {"room": in_the_room, "api": over_the_api}[request.param]


@pytest.mark.parametrize(
    ("texts", "named"),
    [
        ({("any", "en"): "Playback fails. We expect it back {eta}."}, "{eta}"),
        ({("any", "en"): "Playback fails.", ("any", "ja"): "動画が再生できません。{nonsense}"}, "{nonsense}"),
        ({("any", "en"): "Playback fails.", ("short", "en"): "Playback fails. " + "word " * 120}, "at most 500 fit"),
    ],
    ids=["a placeholder without a fact", "an unknown placeholder", "a text too long for a network"],
)
def test_it_is_refused_with_its_name_and_nothing_is_sent(publish, webhook_receiver, texts, named):
    make.mastodon(webhook_receiver)

    status, words = publish(texts)

    assert status == 400
    assert named in words.lower()
    assert Broadcast.objects.count() == 0
    assert Update.objects.get().state == "draft"


def test_a_language_that_is_missing_is_named_in_the_room_before_publishing(incident, lena):
    draft = updates.draft(incident, at=timezone.now(), texts=[updates.text("Playback fails. We are sorry.")])
    client = Client()
    client.force_login(lena)

    page = client.get(f"{reverse('admin:room', args=[incident.pk])}?update={draft.pk}&language=ja").content.decode()

    assert "Not written in this language: readers get another one and are told so." in page


def test_a_language_that_is_missing_is_named_by_the_api_before_publishing(incident, lena):
    draft = updates.draft(incident, at=timezone.now(), texts=[updates.text("Playback fails. We are sorry.")])
    headers = accounts.authorization("incidents:read", owner=lena)

    shown = Client().get(f"/api/v1/updates/{draft.public_id}/preview/?language=ja", **headers).json()

    assert (shown["language"], shown["fell_back"]) == ("en", True)
    assert "Playback fails" in shown["text"]
