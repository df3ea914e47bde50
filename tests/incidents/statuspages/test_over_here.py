"""What has recovered for a page is over there, while it goes on elsewhere."""

import json
from datetime import timedelta

import pytest

from incidents.response.models import Incident
from incidents.statuspages import bundle, labels, queries, snapshot
from incidents.statuspages.models import StatusPage
from tests.factories import catalogue
from tests.factories import statuspages as told

pytestmark = pytest.mark.django_db


def built(noon) -> bundle.Bundle:
    return snapshot.build(sequence=1, at=noon, previous=None)


def test_a_page_whose_regions_have_recovered_says_that_all_is_well(world, noon):
    playback = Incident.objects.get(title__startswith="Playback fails")
    playback.impacts.filter(region__slug="france").update(ended_at=noon - timedelta(minutes=5))
    for other in Incident.objects.filter(title__in=["Passkeys fail", "Strange mails"]):
        told.update(other, "It works again.", at=noon - timedelta(minutes=2), state="resolved")
    source = queries.load(noon)
    french = queries.page_from(source, world["fr"], "en")
    default = queries.page_from(source, StatusPage.objects.get(is_default=True), "en")
    made = built(noon)
    home = made.by_key[world["fr"].public_id, "en", "/"].plain.decode()
    unresolved = json.loads(made.by_key[world["fr"].public_id, "", "/api/v2/incidents/unresolved.json"].plain)

    assert labels.banner(french)[0] == "operational"
    assert (french.open, french.status.indicator) == ((), "none")
    assert playback.title in [card.title.text for day in french.days for card in day.incidents]
    assert "What this page covers has worked again since" in home
    assert "It is us" not in home
    assert unresolved["incidents"] == []
    assert labels.banner(default)[0] == "partial_outage"
    assert playback.title in [card.title.text for card in default.open]


def test_what_recovered_here_comes_back_with_new_harm(world, noon):
    playback = Incident.objects.get(title__startswith="Playback fails")
    here = playback.impacts.filter(region__slug="france")
    here.update(ended_at=noon - timedelta(minutes=5))
    page = queries.page_from(queries.load(noon), world["fr"], "en")
    assert playback.title not in [card.title.text for card in page.open]

    told.harm(playback, here.get().component, regions=[catalogue.region("france")], at=noon - timedelta(minutes=1))
    page = queries.page_from(queries.load(noon), world["fr"], "en")

    assert playback.title in [card.title.text for card in page.open]


def test_what_never_went_beyond_the_page_lasts_until_it_is_said_to_be_over(world, noon):
    passkeys = Incident.objects.get(title="Passkeys fail")
    passkeys.impacts.update(ended_at=noon - timedelta(minutes=5))

    page = queries.page_from(queries.load(noon), world["fr"], "en")

    assert "Passkeys fail" in [card.title.text for card in page.open]


def test_maintenance_that_is_over_here_is_no_longer_under_way(world, noon):
    work = told.incident("Database work", kind="maintenance", state="in_progress", scheduled_for=noon)
    billing = catalogue.component("billing")
    for slug, until in (("france", noon - timedelta(minutes=1)), ("japan", None)):
        start = noon - timedelta(hours=1)
        told.harm(work, billing, "under_maintenance", regions=[catalogue.region(slug)], at=start, until=until)
    told.update(work, "Bills pause.", state="in_progress", phase="maintenance")
    source = queries.load(noon)
    active = json.loads(
        built(noon).by_key[world["fr"].public_id, "", "/api/v2/scheduled-maintenances/active.json"].plain
    )

    assert queries.page_from(source, world["fr"], "en").maintenances == ()
    assert active["scheduled_maintenances"] == []
    default = queries.page_from(source, StatusPage.objects.get(is_default=True), "en")
    assert [card.title.text for card in default.maintenances] == ["Database work"]
