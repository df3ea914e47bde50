"""Who subscribes on a page of its own is offered what it shows, hears of that, and is led back to it."""

from io import BytesIO

import pytest
from django.test import Client

from core.actor import SYSTEM
from core.web.errors import Invalid
from incidents.statuspages.models import StatusPage
from incidents.subscribers import actions, audience, csvfile, links, wording
from incidents.subscribers.models import Subscriber
from incidents.subscribers.tokens import Purpose
from tests.core.delivery.adapters import gateway
from tests.factories import accounts, catalogue
from tests.factories import statuspages as told

pytestmark = pytest.mark.django_db
FR = "status.lumen.fr"


@pytest.fixture
def french():
    told.statuspage()
    told.audience("general")
    return told.regional(
        FR,
        components=[catalogue.component("playback"), catalogue.component("vault", is_public=False)],
        regions=[catalogue.region("france")],
        language="fr",
        languages=["en"],
    )


@pytest.fixture
def others():
    return catalogue.component("payments"), catalogue.region("japan")


def filled(**changed):
    return {
        **{"channel": "email", "address": "lea@example.fr", "language": "fr", "audience": "general"},
        **{"kinds": ["incident", "maintenance"], "which_components": "all", "which_regions": "all"},
        **changed,
    }


def test_the_form_offers_what_the_page_shows(french, others):
    form = Client(headers={"host": FR}).get("/subscribe/").content.decode()

    assert '<html lang="fr">' in form
    assert "Playback" in form
    assert "which_regions" not in form  # there is but one
    for absent in ("Payments", "Japan", "Vault", "日本語"):
        assert absent not in form


def test_everything_on_a_page_means_what_it_shows(french, others):
    answer = Client(headers={"host": FR}).post("/subscribe/", filled())

    assert answer.status_code == 200
    lea = Subscriber.objects.get()
    assert lea.page == french.public_id
    assert [row.slug for row in lea.components.all()] == ["playback"]
    assert [row.slug for row in lea.regions.all()] == ["france"]
    assert (lea.all_components, lea.all_regions) == (False, False)


def test_the_default_page_offers_everything(french, others):
    answer = Client().post("/subscribe/", filled())

    assert answer.status_code == 200
    lea = Subscriber.objects.get()
    assert (lea.page, lea.all_components, lea.all_regions) == ("", True, True)


def test_another_pages_component_cannot_be_chosen_here(french, others):
    payments, _japan = others

    answer = Client(headers={"host": FR}).post("/subscribe/", filled(which_components="some", components=[payments.pk]))

    assert answer.status_code == 400
    assert not Subscriber.objects.exists()


def test_links_lead_back_to_the_page(french, noon):
    lea = actions.subscribe(
        channel="email", address="lea@example.fr", language="fr", page=french.public_id, by=SYSTEM, at=noon
    )
    joe = actions.subscribe(channel="email", address="joe@example.com", by=SYSTEM, at=noon)

    found = audience.personal([f"subscriber:{lea.pk}", f"subscriber:{joe.pk}"], {"incident_ref": "INC-2026-0001"})

    mine, his = found[f"subscriber:{lea.pk}"], found[f"subscriber:{joe.pk}"]
    assert mine.incident_url == f"http://{FR}:8000/fr/incidents/INC-2026-0001/"
    assert mine.manage_url.startswith(f"http://{FR}:8000/fr/subscribe/manage/")
    assert his.unsubscribe_url.startswith("http://127.0.0.1:8000/en/subscribe/unsubscribe/")
    assert links.url(Purpose.CONFIRM, lea, at=noon).startswith(f"http://{FR}:8000/fr/subscribe/confirm/")


def test_a_page_that_is_gone_or_private_leads_to_the_default_one(french, noon):
    lea = actions.subscribe(channel="email", address="lea@example.fr", page=french.public_id, by=SYSTEM, at=noon)
    french.visibility = "private"
    french.save()

    assert links.url(Purpose.MANAGE, lea).startswith("http://127.0.0.1:8000/en/")


def test_a_letter_is_answered_in_its_language_on_a_page_that_does_not_speak_it(french, noon):
    mio = actions.subscribe(
        channel="email", address="mio@example.jp", language="ja", page=french.public_id, by=SYSTEM, at=noon
    )
    reader = Client(headers={"host": FR})

    page = reader.get(links.path(Purpose.MANAGE, mio))
    assert '<html lang="ja">' in page.content.decode()
    assert reader.post(links.path(Purpose.UNSUBSCRIBE, mio)).status_code == 200
    mio.refresh_from_db()
    assert mio.state == "unsubscribed"


def test_what_somebody_chose_is_shown_as_everything_of_the_page(french, noon):
    Client(headers={"host": FR}).post("/subscribe/", filled())
    lea = Subscriber.objects.get()

    form = Client(headers={"host": FR}).get(links.path(Purpose.MANAGE, lea)).context["form"]

    assert form["which_components"].value() == "all"


def test_letters_speak_in_the_name_of_the_page(french, noon):
    french.translations.create(language="fr", name="Lumen France")
    asked = {"channel": "email", "page": french.public_id, "by": SYSTEM, "at": noon}
    lea = actions.subscribe(address="lea@example.fr", language="fr", **asked)

    letter = wording.confirm(lea, at=noon)

    assert "Lumen France" in letter.subject
    assert f"http://{FR}:8000/fr/subscribe/confirm/" in letter.text
    assert "Lumen France" in wording.manage(lea).text


def test_a_short_link_leads_to_the_page_and_works_there(french, noon, settings):
    settings.SMS = gateway("http://127.0.0.1:1")
    tim = actions.add(channel="sms", address="+33612345678", page=french.public_id, by=SYSTEM, at=noon)

    found = audience.personal([f"subscriber:{tim.pk}"], {})[f"subscriber:{tim.pk}"]

    assert found.unsubscribe_url.startswith(f"http://{FR}:8000/s/")
    answer = Client(headers={"host": FR}).get(found.unsubscribe_url.removeprefix(f"http://{FR}:8000"))
    assert answer["Location"].startswith(f"http://{FR}:8000/en/subscribe/unsubscribe/")


def test_only_a_public_page_can_be_named(french, noon):
    for page in ("nonsense", StatusPage.objects.get(is_default=True).public_id):
        with pytest.raises(Invalid) as refused:
            actions.add(channel="email", address="lea@example.fr", page=page, by=SYSTEM, at=noon)
        assert set(refused.value.fields) == {"page"}


def test_somebody_moves_to_another_page_and_back(french, noon):
    lea = actions.add(channel="email", address="lea@example.fr", by=SYSTEM, at=noon)

    lea = actions.prefer(subscriber=lea, page=french.public_id, by=SYSTEM, at=noon)
    assert lea.page == french.public_id
    with pytest.raises(Invalid):
        actions.prefer(subscriber=lea, page="nonsense", by=SYSTEM, at=noon)
    assert actions.prefer(subscriber=lea, language="fr", by=SYSTEM, at=noon).page == french.public_id
    assert actions.prefer(subscriber=lea, page="", by=SYSTEM, at=noon).page == ""


def test_the_page_goes_out_and_comes_in_as_its_host(french, noon):
    actions.add(channel="email", address="lea@example.fr", page=french.public_id, by=SYSTEM, at=noon)
    actions.add(channel="email", address="joe@example.com", by=SYSTEM, at=noon)
    lines = "".join(actions.export(subscribers=Subscriber.objects.order_by("pk"), by=SYSTEM, at=noon))
    assert f",{FR},,confirmed" in lines
    Subscriber.objects.all().delete()

    report = taken_in(lines + "email,eve@example.com,en,general,,,,,,elsewhere.example,,\r\n", noon)

    assert dict(Subscriber.objects.values_list("address", "page")) == {
        "lea@example.fr": french.public_id,
        "joe@example.com": "",
    }
    assert [line.reasons for line in report.lines if line.reasons] == [{"page": "Not known here: elsewhere.example."}]


def taken_in(text: str, noon):
    file = BytesIO(text.encode())
    rows = csvfile.read_rows(file, csvfile.read_header(file))
    return actions.import_rows(rows=rows, confirmed=True, by=SYSTEM, at=noon)


def test_the_api_tells_and_takes_the_page(french, client):
    mine = accounts.authorization("subscribers:write", owner=accounts.user("Administrator"))
    path, page = "/api/v1/subscribers/", french.public_id
    wanted = {"channel": "email", "address": "lea@example.fr", "confirmed": True, "page": page}

    made = client.post(path, wanted, "application/json", **mine).json()
    refused = client.post(path, {**wanted, "page": "nonsense"}, "application/json", **mine)

    assert made["page"] == page
    assert (refused.status_code, set(refused.json()["errors"])) == (400, {"page"})
    changed = client.patch(f"{path}{made['id']}/", {"page": ""}, "application/json", **mine).json()
    assert changed["page"] == ""
