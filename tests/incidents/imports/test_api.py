import json

import pytest

from incidents.response.models import Incident
from incidents.subscribers import defaults
from tests.architecture.source import ROOT
from tests.factories.accounts import authorization

HISTORY = json.loads((ROOT / "tests/data/statuspage-history.json").read_text())
PATH = "/api/v1/imports/statuspage/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def audiences(noon):
    defaults.seed(noon)


def post(client, body, **headers):
    return client.post(PATH, body, content_type="application/json", **headers)


def test_an_export_comes_over_and_broken_lines_are_named(client):
    export = {**HISTORY, "incidents": [*HISTORY["incidents"], {"id": "x"}]}

    answer = post(client, {"export": export}, **authorization("incidents:write"))

    assert answer.status_code == 200, answer.content
    assert answer.json()["created"] == 11
    assert answer.json()["problems"] == [{"where": "incidents[11].created_at", "why": "is missing"}]


@pytest.mark.parametrize("export", [[], "text", {"incidents": 1}])
def test_what_is_no_export_is_refused_by_field(client, export):
    answer = post(client, {"export": export}, **authorization("incidents:write"))

    assert answer.status_code == 400
    assert "export" in answer.json()["errors"]


def test_a_stranger_and_a_reader_cannot_import(client):
    assert post(client, {"export": HISTORY}).status_code == 401
    assert post(client, {"export": HISTORY}, **authorization("incidents:read")).status_code == 403
    assert not Incident.objects.exists()
