import pytest

from feedback.desk.models import RoutingRule
from tests.factories import accounts, feedback

pytestmark = pytest.mark.django_db
LIST = "/api/v1/routing-rules/"


@pytest.fixture
def header():
    feedback.registers()
    return accounts.authorization("feedback:read", "feedback:write", owner=accounts.user("Community manager"))


def send(client, method: str, path: str, body: dict, header: dict):
    return getattr(client, method)(path, body, content_type="application/json", **header)


def test_a_rule_is_written_tried_changed_and_thrown_away(client, header):
    feedback.thread("Please refund me.")
    accounts.role("Legal")
    body = {"name": "Refunds", "words": "refund", "set_register": "problem", "set_team": "Legal"}

    made = send(client, "post", LIST, body, header)
    assert made.status_code == 201, made.content
    one = f"{LIST}{made.json()['id']}/"
    tried = client.get(f"{one}trial/", **header).json()
    assert (tried["looked_at"], len(tried["moved"])) == (1, 1)
    assert send(client, "patch", one, {"is_active": False}, header).json()["is_active"] is False
    assert client.get(LIST, **header).json()["results"][0]["set_team"] == "Legal"
    assert client.delete(one, **header).status_code == 204


@pytest.mark.parametrize(
    "body", [{"set_register": "problem"}, {"words": "refund"}, {"words": "refund", "set_team": "Nobody of ours"}]
)
def test_a_rule_that_asks_or_says_nothing_is_refused(client, header, body):
    assert send(client, "post", LIST, {"name": "Empty", **body}, header).status_code == 400
    assert not RoutingRule.objects.exists()


def test_an_agent_reads_the_rules_and_writes_none(client):
    feedback.registers()
    agent = accounts.authorization("feedback:read", "feedback:write", owner=accounts.user("Support agent"))
    body = {"name": "Refunds", "words": "refund", "set_register": "problem"}

    assert client.get(LIST, **agent).status_code == 200
    assert send(client, "post", LIST, body, agent).status_code == 403
    assert (
        client.get(LIST, **accounts.authorization("feedback:read", owner=accounts.user("Observer"))).status_code == 403
    )
