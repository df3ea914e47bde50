"""Other people's real programs report: Debian's Alertmanager by webhook and by PagerDuty's API, and pdpyras."""

import importlib
import json
import subprocess
import urllib.request
import warnings
from contextlib import contextmanager

import pytest

from incidents.alerts.models import Proposal
from tests.factories import alerts
from tests.journeys.house import until
from tests.ports import free_port

pytestmark = [pytest.mark.django_db(transaction=True)]

CONFIG = """
route:
  receiver: both
  group_by: [alertname]
  group_wait: 0s
  group_interval: 1s
  repeat_interval: 1h
receivers:
- name: both
  webhook_configs:
  - url: {url}/api/alerts/alertmanager/
    http_config: {{authorization: {{credentials: {webhook_key}}}}}
  pagerduty_configs:
  - url: {url}/v2/enqueue
    routing_key: {routing_key}
    severity: critical
"""


@contextmanager
def alertmanager(tmp_path, **settings):
    """The real program, telling both receivers; yields a function that posts alerts to it."""
    config, port = tmp_path / "alertmanager.yml", free_port()
    config.write_text(CONFIG.format(**settings))
    program = subprocess.Popen(
        [
            "prometheus-alertmanager",
            f"--config.file={config}",
            f"--storage.path={tmp_path / 'data'}",
            f"--web.listen-address=127.0.0.1:{port}",
            "--cluster.listen-address=",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"

    def post(*found):
        body = json.dumps(list(found)).encode()
        request = urllib.request.Request(f"{address}/api/v2/alerts", body, headers={"Content-Type": "application/json"})
        urllib.request.urlopen(request, timeout=5).close()

    try:
        until(lambda: answers(f"{address}/-/ready"), 20)
        yield post
    finally:
        program.terminate()
        program.wait(10)


def answers(address) -> bool:
    try:
        urllib.request.urlopen(address, timeout=1).close()
    except OSError:
        return False
    return True


def fired(instance, ends=None):
    labels = {"alertname": "PlaybackFails", "severity": "critical", "instance": instance}
    alert = {"labels": labels, "annotations": {"summary": "Playback fails"}, "startsAt": "2026-03-02T11:58:00Z"}
    return alert | ({"endsAt": ends} if ends else {})


@pytest.mark.alertmanager
def test_alertmanager_fires_partly_recovers_and_resolves(live_server, tmp_path):
    _source, webhook_key = alerts.source()
    _source, routing_key = alerts.source("pagerduty")
    keys = {"webhook_key": webhook_key, "routing_key": routing_key}
    by_webhook = Proposal.objects.filter(source__slug="alertmanager")
    by_pagerduty = Proposal.objects.filter(source__slug="pagerduty")

    with alertmanager(tmp_path, url=live_server.url, **keys) as post:
        post(fired("a"), fired("b"))
        until(lambda: by_webhook.filter(firing=2).exists() and by_pagerduty.filter(firing=1).exists(), 20)

        post(fired("a", ends="2026-03-02T12:05:00Z"))
        until(lambda: by_webhook.filter(firing=1, status="firing").exists(), 20)

        post(fired("b", ends="2026-03-02T12:06:00Z"))
        until(
            lambda: by_webhook.filter(status="resolved").exists() and by_pagerduty.filter(status="resolved").exists(),
            20,
        )

    assert (by_webhook.get().title, by_webhook.get().state) == ("Playback fails", "expired")
    assert by_webhook.get().alerts.count() == 2
    assert by_pagerduty.get().level == 4


@pytest.fixture
def pdpyras():
    """The client most integrations were written with; it warns on import that its successor is out."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return importlib.import_module("pdpyras")


def test_pdpyras_triggers_acknowledges_and_resolves(live_server, pdpyras):
    _source, key = alerts.source("pagerduty")
    session = pdpyras.EventsAPISession(key)
    session.url = live_server.url

    given = session.trigger("Sign-in fails", "probe.example", severity="error", payload={"component": "sign-in"})
    assert (Proposal.objects.get().key, Proposal.objects.get().level) == (given, 3)

    session.acknowledge(given)
    assert Proposal.objects.get().status == "acknowledged"

    session.resolve(given)
    assert Proposal.objects.get().state == "expired"
