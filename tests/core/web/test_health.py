"""Load balancers, Prometheus and the docs page."""

import pytest
from django.db import OperationalError

from core.web import health, vitals
from core.web.vitals import Check, Gauge
from tests.factories import accounts

pytestmark = pytest.mark.django_db


@pytest.fixture
def registered(monkeypatch):
    monkeypatch.setattr(vitals, "_gauges", {})
    monkeypatch.setattr(vitals, "_checks", {})
    vitals.add_gauges("t", lambda at: [Gauge("pending", "Waiting.", 3, (("channel", "email"),))])
    vitals.add_checks("t", lambda at: [Check("worker", ok=False, note="silent for 90 s")])


def test_alive_without_asking_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"ok\n"


def test_ready_tells_what_is_wrong_without_leaving_rotation(client, registered):
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json()["checks"]["worker"] == {"ok": False, "note": "silent for 90 s"}


def test_not_ready_without_the_database(client, registered, monkeypatch):
    class Away:
        def cursor(self):
            raise OperationalError("password authentication failed for user candor")

    monkeypatch.setattr(health, "connection", Away())

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert "password" not in answer.content.decode()


def test_metrics_are_read_from_the_registry(client, registered):
    answer = client.get("/metrics")

    assert 'candor_pending{channel="email"} 3.0' in answer.content.decode()


@pytest.mark.parametrize("elsewhere", [{"REMOTE_ADDR": "203.0.113.9"}, {"HTTP_X_FORWARDED_FOR": "203.0.113.9"}])
def test_metrics_from_elsewhere_need_the_scope(client, registered, elsewhere):
    assert client.get("/metrics", **elsewhere).status_code == 401
    assert client.get("/metrics", **elsewhere, **accounts.authorization("incidents:read")).status_code == 403
    assert client.get("/metrics", **elsewhere, **accounts.authorization("metrics:read")).status_code == 200


def test_the_docs_page_holds_no_script_of_its_own(client):
    answer = client.get("/api/docs/")

    assert answer.status_code == 200
    assert "unsafe" not in answer["Content-Security-Policy"]
