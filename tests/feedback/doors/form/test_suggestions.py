"""What we know already stands beside the form: what fits, in the reader's language, and nothing the page hides."""

import pytest
from django.utils import timezone

from tests.factories import catalogue
from tests.factories import form as customer
from tests.factories import statuspages as told

pytestmark = pytest.mark.django_db


@pytest.fixture
def incident():
    told.statuspage()
    at = timezone.now()
    row = told.incident(
        "Films do not start", at=at, titles={"fr": "Les films ne démarrent pas", "ja": "映画の再生が始まらない問題"}
    )
    told.harm(row, catalogue.component("playback", names={"fr": "Lecture", "ja": "再生"}))
    told.update(
        row,
        {
            "en": "Many viewers cannot start a film. We are sorry.",
            "fr": "De nombreux spectateurs ne peuvent pas lancer un film.",
            "ja": "多くのお客様で再生が始まりません。",
        },
        at=at,
    )
    return row


def suggested(client, text: str, language: str = "en", **fields: str) -> str:
    return client.post(f"/{language}/feedback/suggestions/", {"text": text} | fields).content.decode()


@pytest.mark.parametrize(
    ("language", "text", "title"),
    [
        ("en", "I cannot start any film since noon", "Films do not start"),
        ("fr", "Impossible de démarrer un film", "Les films ne démarrent pas"),
        ("ja", "映画が再生できません", "映画の再生が始まらない問題"),
    ],
)
def test_an_open_incident_that_fits_is_told_in_the_readers_language(client, incident, language, text, title):
    page = suggested(client, text, language)

    assert title in page
    assert f"/{language}/incidents/{incident.reference}/" in page
    assert f"/{language}/subscribe/?incident={incident.reference}" in page


@pytest.mark.parametrize(
    "text", ["My invoice is wrong", "", "Hello, thank you very much, dear customers and customers"]
)
def test_what_does_not_fit_is_not_suggested(client, incident, text):
    assert suggested(client, text).strip() == ""


def test_the_chosen_function_is_enough(client, incident):
    other = catalogue.component("invoices")
    playback = incident.impacts.get().component

    assert "Films do not start" in suggested(client, "Hello", component=playback.public_id)
    assert "Films" not in suggested(client, "Hello", component=other.public_id)


def test_without_script_the_second_step_tells_before_anything_is_sent(client, incident):
    page = client.post("/en/feedback/", {"step": "1", "text": "No film starts"}).content.decode()

    assert "Films do not start" in page
    assert "Send my message all the same" in page


def test_what_is_over_hidden_or_a_drill_is_never_suggested(client, incident):
    at = timezone.now()
    told.update(incident, "It works again.", at=at, state="resolved")
    draft = told.incident("Films hidden from everybody", is_public=False, at=at)
    drill = told.incident("Films in an exercise", kind="drill", is_public=False, at=at)
    for each in (draft, drill):
        told.harm(each, incident.impacts.get().component)

    assert suggested(client, "films hidden exercise start", component="playback").strip() == ""


def test_from_an_incident_its_function_is_chosen_already(client, incident):
    page = client.get(f"/en/feedback/?incident={incident.reference}").content.decode()

    component = incident.impacts.get().component
    assert f'<option value="{component.public_id}" selected>' in page
    assert "You are writing about" in page
    second = client.post("/en/feedback/", {"step": "1", "text": "x", "incident": incident.reference}).content.decode()
    assert f'name="incident" value="{incident.reference}"' in second


def test_pages_lead_to_the_form(client, incident):
    for path in ("/en/", f"/en/incidents/{incident.reference}/"):
        page = client.get(path).content.decode()
        assert f"feedback/?incident={incident.reference}" in page
        assert 'feedback/">Write to us</a>' in page


def test_a_private_pages_form_knows_what_its_readers_may_know(client, incident):
    """And the public form does not."""
    vault = catalogue.component("vault", is_public=False)
    told.regional("partners.example", components=[vault], visibility="private", languages=["en"])

    assert "Vault" not in client.get("/en/feedback/").content.decode()
    assert client.get("/en/feedback/", headers={"host": "partners.example"}).status_code == 404
    thread = customer.sent(client, component=vault.public_id)
    assert thread.component is None
