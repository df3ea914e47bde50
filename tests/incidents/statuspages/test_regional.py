"""A page of its own for each audience: its host, regions, components, languages, clock and words (practice P13)."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from incidents.catalogue.models import Component
from incidents.response.models import Impact, Incident
from incidents.statuspages import actions, bundle, narrowing, queries, shelf, snapshot
from incidents.statuspages.front import Front
from incidents.statuspages.models import StatusPage
from tests.factories import catalogue
from tests.factories import statuspages as told
from tests.incidents.statuspages.conftest import FR, JP
from tests.incidents.statuspages.test_front import Reader, django

pytestmark = pytest.mark.django_db


def built(noon) -> bundle.Bundle:
    return snapshot.build(sequence=1, at=noon, previous=None)


def texts(made: bundle.Bundle, page: StatusPage) -> str:
    return "\n".join(entry.plain.decode() for entry in made.entries if entry.statuspage == page.public_id)


def paths(page: StatusPage, made: bundle.Bundle) -> set[str]:
    return {entry.path for entry in made.entries if entry.statuspage == page.public_id}


def stuck() -> tuple[Component, str]:
    return Component.objects.get(name="Payments"), "degraded_performance"


def test_a_regional_page_tells_what_harms_its_regions_or_everybody(world, noon):
    made = built(noon)
    french, japanese = texts(made, world["fr"]), texts(made, world["jp"])

    assert "Passkeys fail" in french
    assert "Strange mails" in french
    assert "Payments stop" not in french
    assert "Payments stop" in japanese
    assert "Strange mails" in japanese
    assert "Passkeys" not in japanese
    assert "Playback" not in japanese


def test_bars_badge_and_json_count_only_what_concerns_the_page(world, noon):
    made = built(noon)
    summary = json.loads(made.by_key[world["jp"].public_id, "", "/api/v2/summary.json"].plain)
    source = queries.load(noon)
    page = queries.page_from(source, world["fr"], "fr")
    states = {line.name.text: line.status for line in page.components}

    assert [(row["name"], row["status"]) for row in summary["components"]] == [("Payments", "partial_outage")]
    assert [row["name"] for row in summary["incidents"]] == ["Strange mails", "Payments stop"]
    assert states["Payments"] == "operational"
    assert next(line for line in page.components if line.name.text == "Payments").uptime == 100
    assert states["Passkeys"] == "partial_outage"
    assert [
        chip.region.text for card in page.open if card.title.text == "La lecture échoue" for chip in card.chips
    ] == ["France"]


def test_planned_work_elsewhere_is_not_announced_here(world, noon):
    work = told.incident("Database work", kind="maintenance", state="scheduled", scheduled_for=noon + timedelta(days=1))
    told.harm(work, catalogue.component("billing"), regions=[catalogue.region("japan")], at=noon + timedelta(days=1))
    told.update(work, "Payments pause.", state="scheduled", phase="maintenance")
    source = queries.load(noon)

    assert queries.page_from(source, world["fr"], "fr").maintenances == ()
    everybody = queries.page_from(source, StatusPage.objects.get(is_default=True), "en")
    assert [card.title.text for card in everybody.maintenances] == ["Database work"]


def test_only_the_languages_offered_are_built_and_switched_to(world, noon):
    made = built(noon)
    mine = [entry for entry in made.entries if entry.statuspage == world["fr"].public_id]
    home = next(entry.plain.decode() for entry in mine if entry.path == "/" and entry.language == "fr")

    assert {entry.language for entry in mine} == {"fr", "en", ""}
    assert 'hreflang="en"' in home
    assert 'hreflang="ja"' not in home


def test_own_words_and_clock(world, noon):
    home = built(noon).by_key[world["fr"].public_id, "fr", "/"].plain.decode()

    assert "<strong>la France</strong>" in home
    assert "Lumen SAS" in home
    assert "Lumen France" in home
    assert "CET" in home


def test_words_typed_with_markup_stay_text(world, noon):
    row = world["fr"].translations.get(language="fr")
    row.intro = "<script>alert(1)</script> [x](javascript:alert(1))"
    row.save()

    home = built(noon).by_key[world["fr"].public_id, "fr", "/"].plain.decode()

    assert "<script>alert" not in home
    assert 'href="javascript' not in home


def test_the_front_answers_each_host_with_its_page_and_its_languages(world, noon, snapshots):
    actions.rebuild(at=noon)
    reader = Reader(Front(django, snapshots))

    assert "Lumen France" in reader.get("/", host=FR).text
    assert reader.get("/", host=FR, accept_language="ja").headers["content-language"] == "fr"
    assert reader.get("/", host=FR, cookie="django_language=ja").headers["content-language"] == "fr"
    assert reader.get("/", host=FR, accept_language="en").headers["content-language"] == "en"
    assert reader.get("/ja/", host=FR).headers["x-asked"] == "Django"
    assert reader.get("/", host="elsewhere.example").headers["content-language"] == "en"


def test_what_the_bundle_lacks_is_answered_by_django_for_that_host(world, noon, time_machine):
    time_machine.move_to(noon, tick=False)
    reader = Client(headers={"host": FR})
    stop = Incident.objects.get(title="Payments stop")
    fail = Incident.objects.get(title="Passkeys fail")

    assert reader.get(f"/incidents/{stop.reference}/").status_code == 404
    answer = reader.get(f"/incidents/{fail.reference}/").content.decode()
    assert '<html lang="fr">' in answer
    assert "Payments stop" not in reader.get("/history/2026-03/").content.decode()
    assert "Payments stop" not in reader.get("/history.atom").content.decode()
    assert "Payments stop" in Client(headers={"host": JP}).get("/history.rss").content.decode()


def test_another_language_leads_to_the_pages_own(world):
    reader = Client(headers={"host": FR})

    answer = reader.get("/ja/history/2026-03/?a=1")

    assert (answer.status_code, answer["Location"]) == (302, "/fr/history/2026-03/?a=1")
    assert '<html lang="fr">' in reader.get("/history/", headers={"accept-language": "ja"}).content.decode()


def test_a_host_is_known_as_soon_as_its_page_is(world, settings):
    settings.ALLOWED_HOSTS = ["testserver"]

    assert Client(headers={"host": FR}).get("/").status_code == 200
    assert Client(headers={"host": "stranger.example"}).get("/history/").status_code == 400


def test_each_page_has_the_newest_of_its_own_however_much_fails_elsewhere(world, noon):
    told.past(60, before=noon - timedelta(days=10), every=timedelta(hours=6))
    Impact.objects.filter(incident__title__startswith="Old trouble").update(region=catalogue.region("france"))
    done = {"state": "closed", "closed_at": noon, "closure_reason": "resolved"}
    Incident.objects.filter(title__startswith="Old trouble").update(**done)
    old = told.incident("Japan's old trouble", at=noon - timedelta(days=60))
    told.harm(old, *stuck(), regions=[catalogue.region("japan")])
    told.update(old, "It works again.", at=noon - timedelta(days=59), state="resolved")
    Incident.objects.filter(pk=old.pk).update(**done)
    source = queries.load(noon)
    japanese, french = (queries.page_from(source, world[key], "en") for key in ("jp", "fr"))
    default = queries.page_from(source, StatusPage.objects.get(is_default=True), "en")

    assert "Japan's old trouble" in [card.title.text for card in japanese.recent]
    assert japanese.known_since is None
    assert "/history/2026-01/" in paths(world["jp"], built(noon))
    for page in (french, default):
        assert len(page.recent) == narrowing.NEWEST
        assert page.known_since == page.recent[-1].created_at
    assert "/history/2026-01/" not in paths(world["fr"], built(noon))


def test_an_old_incident_that_lasts_is_never_crowded_out(world, noon):
    ancient = told.incident("Slow since autumn", at=noon - timedelta(days=120))
    told.harm(ancient, *stuck())
    told.update(ancient, "Still slow.")
    told.past(60, before=noon - timedelta(days=10), every=timedelta(hours=6))
    source = queries.load(noon)

    for page in (world["jp"], StatusPage.objects.get(is_default=True)):
        assert "Slow since autumn" in [card.title.text for card in queries.page_from(source, page, "en").open]


def test_ten_pages_cost_no_more_statements_than_one(world, noon, snapshots, django_assert_max_num_queries):
    for index in range(10):
        told.regional(f"s{index}.lumen.example", regions=[catalogue.region("japan")])

    with django_assert_max_num_queries(8):
        actions.rebuild(at=noon)

    assert shelf.sequence(snapshots) == 1


def test_each_further_page_lies_below_its_host_in_the_export(world, noon, tmp_path, settings):
    settings.EXPORT_DIR = tmp_path / "export"
    actions.rebuild(at=noon)
    actions.put_out_files()

    assert "Lumen France" in (tmp_path / "export/_hosts" / FR / "index.html").read_text()
    assert not (tmp_path / "export/_hosts" / FR / "ja/index.html").exists()
    assert (tmp_path / "export/_hosts" / JP / "badge.svg").exists()


def test_links_name_the_port_of_our_address(world, settings):
    settings.PUBLIC_URL = "http://127.0.0.1:8123"

    assert queries.url_of(world["fr"]) == f"http://{FR}:8123"
    world["fr"].host = "fr.localhost:9000"
    assert queries.url_of(world["fr"]) == "http://fr.localhost:9000"


def test_known_since_is_the_moment_of_the_last_of_the_newest():
    at = datetime(2026, 1, 1, tzinfo=UTC)
    rows = [{"declared_at": at + timedelta(hours=index)} for index in range(60)]

    assert narrowing.known_since(rows) == at + timedelta(hours=10)
    assert narrowing.known_since(rows[:49]) is None
