"""One update for three audiences: everybody's and the technical text on the page, key customers' on a private one."""

import pytest
from django.test import Client

from core.delivery import tasks as delivery
from core.delivery.models import Broadcast, Delivery
from incidents.communication.texts import ANY, Text
from incidents.response.models import Incident
from incidents.statuspages import keys, queries
from incidents.statuspages.models import StatusPage
from incidents.subscribers.models import Audience
from tests.factories import communication as updates
from tests.factories import statuspages as told
from tests.factories import subscribers

pytestmark = pytest.mark.django_db
HOST = "partners.lumen.example"
PLAIN, PLAIN_FR = "Playback fails in France. We are sorry.", "La lecture échoue en France. Veuillez nous excuser."
DETAIL = "Playback fails in France: segment requests through the European edges time out. We are sorry."
OURS = "Playback fails in France. Your service manager calls you within the hour. We are sorry."
TEXTS = [
    Text("general", ANY, "en", "", PLAIN),
    Text("general", ANY, "fr", "", PLAIN_FR),
    Text("technical", ANY, "en", "", DETAIL),
    Text("key_customers", ANY, "en", "", OURS),
]


@pytest.fixture
def incident(noon) -> Incident:
    told.statuspage()
    return updates.incident(at=noon)


@pytest.fixture
def partners(incident) -> StatusPage:
    page = told.regional(HOST, visibility="private", audience=Audience.objects.get(slug="key_customers"))
    StatusPage.objects.filter(pk=page.pk).update(languages=["en", "fr", "ja"])
    return page


@pytest.fixture
def readers(incident) -> dict[str, str]:
    """Recipients by what they are: key customers in three languages, a technical one, anybody."""
    wishes = {
        "key en": {"audience": "key_customers", "language": "en"},
        "key fr": {"audience": "key_customers", "language": "fr"},
        "key ja": {"audience": "key_customers", "language": "ja"},
        "technical": {"audience": "technical", "language": "en"},
        "anybody": {"audience": "general", "language": "en"},
    }
    return {
        name: f"subscriber:{subscribers.confirmed(f'reader{number}@example.org', **wish).pk}"
        for number, (name, wish) in enumerate(wishes.items())
    }


def published(incident: Incident, **fields):
    return updates.published(incident, by=updates.lead(incident), texts=TEXTS, **fields)


def test_the_public_page_tells_everybody_s_and_the_technical_text_and_never_that_of_key_customers(incident, noon):
    published(incident, at=noon)

    (card,) = queries.page_from(queries.load(noon), StatusPage.objects.get(is_default=True), "en").recent

    (said,) = card.updates
    assert said.text == PLAIN
    assert "segment requests" in said.detail
    assert "service manager" not in said.text + said.detail


@pytest.mark.parametrize(
    ("path", "language", "text", "notice"),
    [
        ("/", "en", "Your service manager calls you", ""),
        ("/fr/", "fr", "La lecture échoue en France", ""),  # a plain text understood beats a closer one that isn't
        ("/ja/", "en", "Your service manager calls you", "この文章の日本語版はまだありません。"),
    ],
)
def test_the_private_page_speaks_to_key_customers_and_says_where_a_language_lacks(
    incident, partners, noon, time_machine, path, language, text, notice
):
    time_machine.move_to(noon, tick=False)
    published(incident, at=noon)
    guest = Client(headers={"host": HOST})
    guest.get(f"/private/{keys.make(partners, until=None)}/")

    page = guest.get(path).content.decode()

    assert text in page
    assert ('class="fallback"' in page) is bool(notice)
    assert notice in page
    assert f'lang="{language}"' in page


def test_each_subscriber_gets_the_words_of_the_own_level_and_a_notice_where_the_language_lacks(incident, readers, noon):
    update = published(incident, at=noon)
    delivery.fan_out(Broadcast.objects.get(key=f"incidents.update:{update.pk}").pk)

    mails = {row.recipient: row.content.text for row in Delivery.objects.select_related("content")}
    got = {name: mails[recipient] for name, recipient in readers.items()}

    assert "Your service manager calls you" in got["key en"]
    assert "La lecture échoue en France" in got["key fr"]
    assert "Your service manager calls you" in got["key ja"]
    assert "この" in got["key ja"].split("Your service manager")[0]  # says before it that it follows in English
    assert "segment requests" in got["technical"]
    assert "service manager" not in got["technical"] + got["anybody"]
    assert PLAIN in got["anybody"]
