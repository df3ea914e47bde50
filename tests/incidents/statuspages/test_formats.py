"""Statuspage JSON, Atom and RSS: keys, order, identity and validity."""

import json
import re
from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest

from incidents.statuspages import snapshot
from tests.factories import catalogue
from tests.factories import statuspages as told

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
COMPONENT = {
    "id", "name", "status", "created_at", "updated_at", "position", "description", "showcase", "start_date",
    "group_id", "page_id", "group", "only_show_if_degraded",
}  # fmt: skip
INCIDENT = {
    "id", "name", "status", "created_at", "updated_at", "monitoring_at", "resolved_at", "impact", "shortlink",
    "started_at", "page_id", "incident_updates", "components",
}  # fmt: skip
UPDATE = {
    "id", "status", "body", "incident_id", "created_at", "updated_at", "display_at", "affected_components",
    "deliver_notifications", "custom_tweet", "tweet_id",
}  # fmt: skip


def document(at, path, language=""):
    bundle = snapshot.build(sequence=1, at=at, previous=None)
    return next(e.plain for e in bundle.entries if e.path == path and e.language == language)


def read(at, name):
    return json.loads(document(at, f"/api/v2/{name}.json"))


def test_a_summary_has_statuspages_keys_and_no_other(busy, noon):
    told.update(busy, "Still at it.", at=noon, state="identified")
    summary = read(noon, "summary")
    incident = summary["incidents"][0]

    assert set(summary) == {"page", "components", "incidents", "scheduled_maintenances", "status"}
    assert set(summary["page"]) == {"id", "name", "url", "time_zone", "updated_at"}
    assert all(set(row) == COMPONENT for row in summary["components"])
    assert set(incident) == INCIDENT
    assert all(set(row) == UPDATE for row in incident["incident_updates"])
    assert incident["incident_updates"][0]["body"] == "Still at it."
    assert incident["components"][0]["name"] == "Playback"


def test_ids_and_moments_are_as_clients_expect(busy, noon):
    text = document(noon, "/api/v2/incidents.json").decode()

    for name, value in re.findall(r'"(\w+_at|id|page_id|incident_id)":"([^"]*)"', text):
        assert (MOMENT if name.endswith("_at") else re.compile(r"[a-z0-9]{12}")).fullmatch(value), (name, value)


def test_a_group_is_a_row_of_its_own(lumen, noon):
    group = catalogue.group("watching")
    part = catalogue.component("live", group=group)

    rows = read(noon, "components")["components"]

    assert [(row["group"], row["group_id"]) for row in rows] == [(True, None), (False, group.public_id)]
    assert rows[0]["components"] == [part.public_id]


@pytest.mark.parametrize(
    ("harms", "indicator", "description"),
    [
        ([], "none", "All Systems Operational"),
        (["degraded_performance"], "minor", "Partially Degraded Service"),
        (["partial_outage"], "minor", "Minor Service Outage"),
        (["partial_outage", "partial_outage"], "major", "Partial System Outage"),
        (["major_outage"], "major", "Partial System Outage"),
        (["major_outage", "major_outage", "major_outage"], "critical", "Major System Outage"),
        (["under_maintenance"], "maintenance", "Service Under Maintenance"),
    ],
)
def test_the_indicator_follows_the_worst(lumen, noon, harms, indicator, description):
    parts = [catalogue.component(f"part-{index}") for index in range(5)]
    incident = told.incident()
    told.update(incident)
    for part, status in zip(parts, harms, strict=False):
        told.harm(incident, part, status)
    if not harms:
        told.update(incident, state="resolved")

    assert read(noon, "status")["status"] == {"indicator": indicator, "description": description}


def test_the_state_is_the_one_readers_were_told(busy, noon):
    busy.state = "resolved"  # staff know; nobody has been told
    busy.resolved_at = noon
    busy.save()

    assert read(noon, "incidents/unresolved")["incidents"][0]["status"] == "identified"


def test_a_feed_keeps_one_entry_per_incident_and_revises_it(busy, noon):
    before = ElementTree.fromstring(document(noon, "/history.atom", "en"))
    told.update(busy, "It works <again> & for good.", at=noon, state="resolved")
    after = ElementTree.fromstring(document(noon + timedelta(minutes=1), "/history.atom", "en"))

    ids = [[entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")] for feed in (before, after)]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 11
    assert re.fullmatch(r"tag:[^,]+,2005:/history", after.findtext(f"{ATOM}id"))
    first = after.find(f"{ATOM}entry")
    assert first.findtext(f"{ATOM}content").index("It works") < first.findtext(f"{ATOM}content").index("Playback fails")
    moved = [feed.find(f"{ATOM}entry").findtext(f"{ATOM}updated") for feed in (before, after)]
    assert datetime.fromisoformat(moved[0]) < datetime.fromisoformat(moved[1])


def test_feeds_have_what_their_formats_require(busy, noon):
    feed = ElementTree.fromstring(document(noon, "/history.atom", "fr"))
    channel = ElementTree.fromstring(document(noon, "/history.rss", "fr")).find("channel")

    for entry in [feed, *feed.iter(f"{ATOM}entry")]:
        assert all(entry.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
    assert feed.find(f"{ATOM}author").findtext(f"{ATOM}name")
    assert all(channel.findtext(name) for name in ("title", "link", "description"))
    assert channel.find("item").findtext("title") == "La lecture échoue"


def test_control_characters_do_not_break_a_feed(lumen, noon):
    incident = told.incident("Bad \x0b\x00 byte".replace("\x00", ""))
    told.update(incident, "ab\x08c ]]> <b>")

    for path in ("/history.atom", "/history.rss"):
        ElementTree.fromstring(document(noon, path, "en"))
