"""Our state on other people's pages: the script's document, the frame, and the headers that allow both."""

import json

import pytest
from django.test import Client

from incidents.statuspages import actions, snapshot, watch
from incidents.statuspages.front import Front
from tests.factories import catalogue
from tests.factories import statuspages as told
from tests.incidents.statuspages.test_front import Reader, django

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(busy, noon, snapshots):
    actions.rebuild(at=noon)
    return Reader(Front(django, snapshots, extra=watch.protection(), framed=watch.protection(framed=True)))


def test_the_document_says_in_each_language_what_is_felt(reader, busy):
    english, french = (json.loads(reader.get(f"/{code}/widget.json").text) for code in ("en", "fr"))

    assert english["state"] == "partial_outage"
    assert english["sentence"].startswith("It is us: outage of Playback")
    assert [row["title"] for row in french["incidents"]] == ["La lecture échoue"]
    assert french["incidents"][0]["url"].endswith(f"/fr/incidents/{busy.reference}/")
    assert english["words"] != french["words"]
    assert reader.get("/fr/widget.json").headers["access-control-allow-origin"] == "*"


def test_the_document_changes_its_version_only_when_a_reader_would_care(busy, noon, lumen):
    def version():
        made = snapshot.build(sequence=1, at=noon, previous=None)
        return json.loads(made.by_key[lumen.public_id, "en", "/widget.json"].plain)["version"]

    before = version()
    told.past(1, before=noon)
    assert version() == before
    told.update(busy, "Films start again.", at=noon, state="monitoring")
    assert version() != before


def test_a_quiet_page_names_no_incident(lumen, noon):
    catalogue.component()
    made = snapshot.build(sequence=1, at=noon, previous=None)
    document = json.loads(made.by_key[lumen.public_id, "en", "/widget.json"].plain)

    assert (document["state"], document["incidents"]) == ("operational", [])


def test_the_script_is_one_for_every_host(reader):
    script = reader.get("/widget.js")

    assert script.headers["content-type"].startswith("text/javascript")
    assert script.text == snapshot.widget_script().decode()
    assert "innerHTML" not in script.text


def test_only_the_frame_may_be_framed(reader):
    frame, home = reader.get("/en/embed/"), reader.get("/en/")

    assert "frame-ancestors *" in frame.headers["content-security-policy"]
    assert "x-frame-options" not in frame.headers
    assert "frame-ancestors 'none'" in home.headers["content-security-policy"]
    assert home.headers["x-frame-options"] == "DENY"
    assert "Playback" in frame.text


def test_django_answers_the_same_on_a_miss(busy):
    reader = Client()
    frame, home = reader.get("/en/embed/"), reader.get("/en/")

    assert "frame-ancestors *" in frame["Content-Security-Policy"]
    assert "X-Frame-Options" not in frame
    assert home["X-Frame-Options"] == "DENY"
    assert reader.get("/widget.json")["Access-Control-Allow-Origin"] == "*"
    assert reader.get("/widget.js").content == snapshot.widget_script()


def test_a_language_a_page_does_not_speak_leads_to_its_own_for_widgets_too(lumen):
    told.regional("status.lumen.fr", language="fr", languages=["en"])

    answer = Client(headers={"host": "status.lumen.fr"}).get("/ja/widget.json")

    assert (answer.status_code, answer["Location"]) == (302, "/fr/widget.json")
    assert answer["Access-Control-Allow-Origin"] == "*"
