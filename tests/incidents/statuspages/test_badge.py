"""The small picture of the state for other people's pages."""

from xml.etree import ElementTree

import pytest
from django.test import Client

from incidents.catalogue.models import Component
from incidents.statuspages import badge, snapshot
from incidents.statuspages.front import Shelves
from incidents.statuspages.models import StatusPage
from tests.factories import catalogue
from tests.factories import statuspages as told

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"


def badges(noon) -> dict[str, ElementTree.Element]:
    built = snapshot.build(sequence=1, at=noon, previous=None)
    return {e.language: ElementTree.fromstring(e.plain) for e in built.entries if e.path == "/badge.svg"}


def test_each_language_says_the_state_in_its_words(busy, noon):
    told = {language: svg.find(f"{SVG}title").text for language, svg in badges(noon).items()}

    assert told["en"] == "Lumen: Partial outage"
    assert set(told) == {"en", "fr", "ja"}
    assert len(set(told.values())) == 3


def test_screen_readers_get_one_sentence(lumen, noon):
    svg = badges(noon)["en"]

    assert svg.get("role") == "img"
    assert svg.get("aria-label") == svg.find(f"{SVG}title").text == "Lumen: Operational"


def test_an_open_incident_is_never_green(lumen, noon):
    told.update(told.incident(at=noon), "We are looking into it.", at=noon)

    assert "Operational" not in badges(noon)["en"].get("aria-label")


def test_the_badge_changes_with_the_state_only(busy, noon):
    first = snapshot.build(sequence=1, at=noon, previous=None)
    told.update(busy, "Still at it.", at=noon)
    second = snapshot.build(sequence=2, at=noon, previous=first)

    key = (StatusPage.objects.get().public_id, "fr", "/badge.svg")
    assert second.by_key[key] is first.by_key[key]


def test_each_component_has_its_own_in_each_language(busy, noon):
    playback, sign_in = (Component.objects.get(slug=slug) for slug in ("playback", "sign-in"))
    hidden = catalogue.component("vault", is_public=False)
    first = snapshot.build(sequence=1, at=noon, previous=None)
    page = StatusPage.objects.get().public_id

    def said(made, component, language):
        svg = made.by_key[page, language, f"/badge/{component.public_id}.svg"]
        return ElementTree.fromstring(svg.plain).get("aria-label")

    assert said(first, playback, "en") == "Playback: Major outage"
    assert said(first, playback, "fr").startswith("Lecture")
    assert said(first, sign_in, "ja").startswith("ログイン")
    assert not any(hidden.public_id in entry.path for entry in first.entries)

    told.update(busy, "It works again.", at=noon, state="resolved")
    second = snapshot.build(sequence=2, at=noon, previous=first)
    assert said(second, playback, "en") == "Playback: Operational"
    key = (page, "fr", f"/badge/{sign_in.public_id}.svg")
    assert second.by_key[key] is first.by_key[key]


def test_a_components_badge_on_a_regional_page_tells_of_its_regions(busy, noon):
    playback = Component.objects.get(slug="playback")
    page = told.regional("status.lumen.au", regions=[catalogue.region("australia")])
    made = snapshot.build(sequence=1, at=noon, previous=None)
    drawn = made.by_key[page.public_id, "en", f"/badge/{playback.public_id}.svg"].plain.decode()

    assert "Playback: Operational" in drawn
    assert Client(headers={"host": "status.lumen.au"}).get(f"/badge/{playback.public_id}.svg").content.decode() == drawn


def test_a_component_that_is_not_on_the_page_has_no_badge(busy):
    hidden = catalogue.component("vault", is_public=False)

    assert Client().get(f"/badge/{hidden.public_id}.svg").status_code == 404
    assert Client().get("/badge/nonsense.svg").status_code == 404


def test_other_peoples_pages_may_fetch_it(lumen, noon):
    shelves = Shelves(snapshot.build(sequence=1, at=noon, previous=None), [])

    answer = shelves.find({"PATH_INFO": "/fr/badge.svg"})
    ours = shelves.find({"PATH_INFO": "/badge.svg", "HTTP_ACCEPT_LANGUAGE": "ja"})

    assert ("Access-Control-Allow-Origin", "*") in answer.plain_headers
    assert ours.entry.language == "ja"


def test_before_the_first_bundle_django_answers_the_same(lumen):
    answer = Client().get("/fr/badge.svg")

    assert answer["Content-Type"].startswith("image/svg+xml")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert b'xml:lang="fr"' in answer.content


@pytest.mark.parametrize("name", ['<script>"&', "x\x0by", "とても長い名前" * 12])
def test_any_name_makes_a_well_formed_picture(noon, name):
    told.statuspage(name=name)
    catalogue.component("playback")

    for svg in badges(noon).values():
        assert not list(svg.iter(f"{SVG}script"))
        assert int(svg.get("width")) < 700


@pytest.mark.parametrize("colour", badge.COLOURS.values())
def test_white_words_can_be_read_on_every_colour(colour):
    full = colour if len(colour) == 7 else "#" + "".join(2 * digit for digit in colour[1:])
    parts = [int(full[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)

    assert 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= 4.5
