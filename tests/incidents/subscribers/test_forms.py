"""The pages of a subscription: one thing per page, nothing lost on error, every choice kept."""

import pytest

from incidents.subscribers import links
from incidents.subscribers.models import Subscriber
from incidents.subscribers.tokens import Purpose
from tests.factories import catalogue, subscribers

FORM = {
    "channel": "email",
    "address": "ann@example.org",
    "language": "ja",
    "audience": "technical",
    "kinds": ["maintenance"],
    "which_components": "some",
    "which_regions": "some",
}


@pytest.fixture
def chosen():
    return {"components": [catalogue.component("playback").pk], "regions": [catalogue.region("japan").pk]}


def test_every_choice_arrives(client, chosen):
    catalogue.component("payments")

    assert client.post("/subscribe/", {**FORM, **chosen}).status_code == 200

    ann = Subscriber.objects.get()
    assert (ann.language, ann.audience_id, ann.kinds) == ("ja", "technical", ("maintenance",))
    assert [row.slug for row in ann.components.all()] == ["playback"]
    assert [row.slug for row in ann.regions.all()] == ["japan"]


def test_all_means_all_whatever_is_still_ticked(client, chosen):
    client.post("/subscribe/", {**FORM, **chosen, "which_components": "all", "which_regions": "all"})

    ann = Subscriber.objects.get()
    assert (ann.all_components, ann.all_regions, ann.components.count()) == (True, True, 0)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"address": ""}, "Give an e-mail address like name@example.org."),
        ({"address": "ann"}, "Give an e-mail address like name@example.org."),
        ({"address": "ann@example.org\nBcc: eve@example.org"}, "Give an e-mail address like name@example.org."),
        ({"address": f"{'a' * 250}@example.org"}, "Give an e-mail address like name@example.org."),
        ({"kinds": []}, "Choose at least one kind of event."),
        ({"components": []}, "Choose at least one component, or all components."),
        ({"components": ["999999"]}, "Select a valid choice"),
        ({"components": ["x' OR 1=1"]}, "Select a valid choice"),
        ({"audience": "staff"}, "Select a valid choice"),
        ({"language": "tlh"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_named_and_the_rest_is_kept(client, chosen, wrong, says):
    answer = client.post("/en/subscribe/", {**FORM, **chosen, **wrong})
    page = answer.content.decode()

    assert answer.status_code == 400
    assert says in page
    assert 'role="alert"' in page
    assert '<option value="ja"' in page
    assert not Subscriber.objects.exists()


def test_markup_in_an_address_stays_text(client):
    page = client.post("/subscribe/", {**FORM, "address": '"><script>alert(1)</script>'}).content.decode()

    assert "<script>alert" not in page


def test_hidden_components_are_not_offered(client):
    catalogue.component("secret-engine", is_public=False)

    assert "Secret" not in client.get("/subscribe/").content.decode()


def test_following_an_incident_asks_for_an_address_only(client):
    page = client.get("/en/subscribe/?incident=INC-2026-0042").content.decode()
    assert "Follow INC-2026-0042" in page
    assert "which_components" not in page

    client.post(
        "/subscribe/",
        {
            "channel": "email",
            "incident": "INC-2026-0042",
            "address": "a@example.org",
            "language": "en",
            "audience": "general",
        },
    )

    assert Subscriber.objects.get().incident_ref == "INC-2026-0042"


@pytest.mark.parametrize("reference", ["<script>", "INC-1", "x" * 500, "INC-2026-0042'"])
def test_what_is_no_reference_is_left_out(client, reference):
    answer = client.get("/subscribe/", {"incident": reference, "channel": "pigeon"})

    assert answer.status_code == 200
    assert reference not in answer.content.decode()


@pytest.mark.parametrize("language", ["en", "fr", "ja"])
def test_the_page_speaks_the_language_of_its_address(client, language):
    said = {"en": "Your e-mail address", "fr": "Votre adresse e-mail", "ja": "メールアドレス"}

    page = client.get(f"/{language}/subscribe/").content.decode()

    assert f'<html lang="{language}"' in page
    assert said[language] in page
    assert f'<option value="{language}" selected>' in page


def test_the_manage_page_shows_and_changes_everything(client, chosen):
    ann = subscribers.confirmed("ann@example.org", audience="key_customers", language="fr", **chosen)
    path = links.path(Purpose.MANAGE, ann)

    page = client.get(path).content.decode()
    assert page.count("checked") == 7  # two kinds, some and a component, some and a region, the audience
    saved = client.post(path, {**FORM, "audience": "key_customers", "which_components": "all", "which_regions": "all"})

    assert saved.status_code == 303
    assert "/ja/subscribe/manage/" in saved["Location"]
    ann.refresh_from_db()
    assert (ann.language, ann.audience_id, ann.all_components, ann.kinds) == (
        "ja",
        "key_customers",
        True,
        ("maintenance",),
    )


def test_a_button_nobody_made_changes_nothing(client):
    ann = subscribers.confirmed("ann@example.org")

    assert client.post(links.path(Purpose.MANAGE, ann), {"do": "delete"}).status_code == 400
    assert Subscriber.objects.get().version == ann.version


def test_a_button_that_does_not_fit_the_state_says_so(client, noon):
    hook = subscribers.confirmed("ann@example.org")

    assert client.post(links.path(Purpose.MANAGE, hook), {"do": "rotate"}).status_code == 409


@pytest.mark.parametrize("path", ["/subscribe/", "/fr/subscribe/"])
def test_only_reading_and_posting_are_answered(client, path):
    assert client.put(path).status_code == 405
    assert client.delete(path).status_code == 405
