"""A broken line is reported by index and field, and the rest goes on."""

import copy
import json

import pytest

from incidents.imports import statuspage
from incidents.imports.reading import Unreadable
from tests.architecture.source import ROOT

HISTORY = json.loads((ROOT / "tests/data/statuspage-history.json").read_text())


@pytest.fixture
def document():
    return copy.deepcopy(HISTORY)


def problems(document) -> list[str]:
    return [str(problem) for problem in statuspage.read(document).problems]


def test_a_real_history_is_read_without_a_problem(document):
    export = statuspage.read(document)

    assert export.problems == []
    assert len(export.incidents) == len(document["incidents"])
    assert sum(len(row.updates) for row in export.incidents) == 57


def test_updates_of_the_same_minute_keep_the_order_they_were_written_in(document):
    for data in document["incidents"]:
        row = next(row for row in statuspage.read(document).incidents if row.id == data["id"])
        assert [update.id for update in row.updates] == [update["id"] for update in reversed(data["incident_updates"])]


@pytest.mark.parametrize("wrong", [None, [], "text", 7, {}, {"incidents": {}}])
def test_a_document_that_is_no_export_is_refused_as_a_whole(wrong):
    with pytest.raises(Unreadable, match="incidents"):
        statuspage.read(wrong)


@pytest.mark.parametrize("key", ["id", "name", "status", "created_at"])
def test_an_incident_without_a_needed_field_is_left_out_and_named(document, key):
    del document["incidents"][2][key]

    export = statuspage.read(document)

    assert [str(problem) for problem in export.problems] == [f"incidents[2].{key}: is missing"]
    assert len(export.incidents) == len(HISTORY["incidents"]) - 1


@pytest.mark.parametrize(
    ("key", "value", "why"),
    [
        ("created_at", "yesterday", "'yesterday' is no ISO 8601 time"),
        ("created_at", "2025-02-30T00:00:00Z", "is no ISO 8601 time"),
        ("created_at", "2025-02-03T00:00:00", "has no time zone"),
        ("created_at", 1738540800, "expected a text, found a number"),
        ("resolved_at", "soon", "is no ISO 8601 time"),
        ("status", "exploded", "unknown value 'exploded'"),
        ("status", ["resolved"], "expected a text, found a list"),
        ("impact", "terrible", "taken as none"),
        ("name", "", "expected a text, found an empty text"),
        ("name", {"en": "x"}, "expected a text, found an object"),
        ("id", "../../etc", "expected up to 12 lower-case letters and digits"),
        ("incident_updates", "none", "expected a list, found a text"),
        ("components", 3, "expected a list, found a number"),
    ],
)
def test_a_wrong_value_is_named_by_index_and_field(document, key, value, why):
    document["incidents"][1][key] = value

    found = problems(document)

    assert len(found) == 1
    assert found[0].startswith(f"incidents[1].{key}: ")
    assert why in found[0]


@pytest.mark.parametrize("item", [None, "text", 5, ["list"]])
def test_an_incident_that_is_no_object_is_named(document, item):
    document["incidents"].insert(0, item)

    assert problems(document)[0].startswith("incidents[0]: expected an object")


@pytest.mark.parametrize(
    ("key", "value", "why"),
    [("body", None, "is missing"), ("status", "nope", "unknown value"), ("created_at", "x", "is no ISO 8601 time")],
)
def test_a_broken_update_costs_only_itself(document, key, value, why):
    document["incidents"][0]["incident_updates"][0][key] = value

    export = statuspage.read(document)

    assert why in str(export.problems[0])
    assert export.problems[0].where == f"incidents[0].incident_updates[0].{key}"
    assert len(export.incidents) == len(HISTORY["incidents"])


def test_an_incident_that_stands_twice_counts_once(document):
    document["incidents"].append(document["incidents"][0])

    export = statuspage.read(document)

    assert "stands twice" in str(export.problems[0])
    assert len(export.incidents) == len(HISTORY["incidents"])


def test_a_name_that_is_too_long_is_cut_and_reported(document):
    document["incidents"][0]["name"] = "long " * 100

    export = statuspage.read(document)

    assert max(len(row.name) for row in export.incidents) == 200
    assert "was cut" in str(export.problems[0])


def test_unknown_keys_are_ignored(document):
    document["incidents"][0]["reminder_intervals"] = document["surprise"] = {"x": 1}

    assert problems(document) == []
