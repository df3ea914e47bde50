"""Whatever staff can do with a playbook, a program can do with the same rules."""

import pytest

from config.roles import SCOPES
from incidents.playbooks import queries
from incidents.playbooks.models import Playbook
from incidents.subscribers import defaults
from tests.factories import accounts, catalogue, playbooks

pytestmark = pytest.mark.django_db
BASE = "/api/v1/playbooks/"


@pytest.fixture
def call(client):
    header = accounts.authorization(*SCOPES)

    def ask(method: str, path: str, data=None, **more):
        given = {} if data is None else {"data": data, "content_type": "application/json"}
        return getattr(client, method)(path, **given, **{**header, **more})

    return ask


def body(**fields):
    return playbooks.data(**fields)


def test_from_nothing_to_a_published_version_and_out_of_use(call, noon):

    defaults.seed(noon)
    made = call("post", BASE, body())
    assert made.status_code == 201, made.json()
    assert made.json()["nodes"][0]["answers"][0] == {"key": "yes", "text": playbooks.say("Yes"), "next": "a1"}

    saved = call("post", f"{BASE}sign-in-outage/save-draft/", {"revision": 1, "nodes": playbooks.nodes(), "note": "x"})
    assert (saved.status_code, saved.json()["revision"]) == (200, 2), saved.json()
    published = call("post", f"{BASE}sign-in-outage/publish/", {"revision": 2})
    assert (published.status_code, published.json()["state"]) == (200, "published"), published.json()
    assert call("get", BASE).json()["results"][0]["in_force"] == 1
    begun = call("post", f"{BASE}sign-in-outage/begin-draft/", {})
    assert begun.json()["number"] == 2
    assert call("post", f"{BASE}sign-in-outage/discard-draft/", {"revision": 1}).json()["draft"] is None
    retired = call("post", f"{BASE}sign-in-outage/retire/", {})
    assert retired.json()["retired_at"]
    assert call("get", f"{BASE}?is_retired=false").json()["results"] == []


def test_a_broken_chart_is_refused_with_its_nodes_named(call):
    nodes = playbooks.nodes()
    nodes[1]["next"] = "gone"
    call("post", BASE, body(nodes=nodes))

    answer = call("post", f"{BASE}sign-in-outage/publish/", {})
    assert answer.status_code == 400
    assert answer.json()["type"] == "urn:candor:problem:broken_playbook"
    assert "It leads to “gone”, which doesn't exist." in answer.json()["errors"]["nodes.a1"]

    found = call("post", f"{BASE}sign-in-outage/check/", {}).json()
    assert not found["is_sound"]
    assert {"node": "a1", "code": "unknown_target", "text": found["findings"][0]["text"], "is_warning": False} in found[
        "findings"
    ]


def test_what_is_no_chart_is_refused_and_changes_nothing(call):
    unreadable = call("post", BASE, body(nodes=[{"key": "a", "kind": "step", "outcome": "resolved"}]))
    unknown = call("post", BASE, body(nodes=[{"key": "a", "kind": "dance"}]))
    surprise = call("post", BASE, {**body(), "colour": "red"})

    assert unreadable.json()["type"] == "urn:candor:problem:not_a_playbook"
    assert "nodes.0.outcome" in unreadable.json()["errors"]
    assert (unknown.status_code, surprise.status_code) == (400, 400)
    assert not Playbook.objects.exists()


def test_a_stale_revision_is_a_conflict_that_names_the_newest(call):
    call("post", BASE, body())
    answer = call("post", f"{BASE}sign-in-outage/save-draft/", {"revision": 9, "nodes": []})

    assert (answer.status_code, answer.json()["revision"]) == (409, 1)


def test_the_heading_changes_and_the_rest_of_it_stays(call):
    catalogue.component("sign-in")
    call("post", BASE, body())
    answer = call("patch", f"{BASE}sign-in-outage/", {"components": ["sign-in"], "symptoms": ["sign_in_fails"]})

    assert answer.json()["components"] == ["sign-in"]
    assert answer.json()["titles"]["fr"] == "Sign-in outage (fr)"
    assert call("patch", f"{BASE}sign-in-outage/", {"components": ["nothing"]}).status_code == 400


def test_a_version_goes_out_as_yaml_and_comes_back(call):
    made = call("post", BASE, body()).json()
    text = call("get", f"/api/v1/playbook-versions/{made['id']}/yaml/").json()["yaml"]

    assert call("post", f"{BASE}import/", {"yaml": text}).status_code == 409
    again = call("post", f"{BASE}import/", {"yaml": text, "replace_draft": True})
    assert (again.status_code, again.json()["revision"]) == (201, 2)
    copied = call("post", f"/api/v1/playbook-versions/{made['id']}/copy/", {"slug": "other"})
    assert copied.json()["playbook"] == "other"
    wrong = call("post", f"{BASE}import/", {"yaml": "slug: [1"})
    assert wrong.status_code == 400


def test_versions_are_listed_without_their_nodes(call):
    call("post", BASE, body())
    rows = call("get", "/api/v1/playbook-versions/?playbook=sign-in-outage&state=draft").json()["results"]

    assert [(row["playbook"], row["number"]) for row in rows] == [("sign-in-outage", 1)]
    assert "nodes" not in rows[0]


@pytest.mark.parametrize(("role", "expected"), [("Scribe", 403), ("Observer", 403), ("Communications lead", 200)])
def test_only_who_decides_publishes(client, role, expected):
    playbook = playbooks.playbook()
    header = accounts.authorization(*SCOPES, owner=accounts.user(role))
    answer = client.post(f"{BASE}{playbook.slug}/publish/", {}, content_type="application/json", **header)

    assert answer.status_code == expected
    assert (queries.published(playbook) is not None) == (expected == 200)


def test_a_reading_token_writes_nothing(client):
    playbook = playbooks.playbook()
    header = accounts.authorization("incidents:read")

    assert client.get(f"{BASE}{playbook.slug}/", **header).status_code == 200
    answer = client.post(f"{BASE}{playbook.slug}/begin-draft/", {}, content_type="application/json", **header)
    assert answer.status_code == 403
