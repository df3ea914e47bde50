"""nginx with the example of docs/deploy in front of a real Candor that is killed and that hangs (R01)."""

import signal
import time

import pytest

from tests.journeys.front import WORDS, ask, nginx
from tests.journeys.house import ROOT, until

pytestmark = [pytest.mark.django_db, pytest.mark.nginx, pytest.mark.crash]
EXAMPLE = ROOT / "docs" / "deploy" / "nginx-export.conf"


@pytest.fixture
def site(folder, candor):
    with nginx(EXAMPLE, folder, candor) as site:
        yield site


def is_served_from_files(site: str) -> None:
    status, headers, page = ask(f"{site}/")
    assert (status, headers.get("x-candor-exported")) == (200, "1")
    assert WORDS in page
    assert '<meta name="generated" content="2026-03-02T12:00:00+00:00">' in page  # its age; the page's script tells it
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "La lecture échoue" in ask(f"{site}/", **{"Accept-Language": "fr-CA,fr;q=0.9"})[2]
    assert '<html lang="ja">' in ask(f"{site}/", Cookie="django_language=ja")[2]
    assert '<html lang="fr">' in ask(f"{site}/fr/", Cookie="django_language=ja")[2]
    status, headers, _ = ask(f"{site}/api/v2/summary.json")
    assert (status, headers["access-control-allow-origin"]) == (200, "*")
    assert ask(f"{site}/ja/badge.svg")[1]["content-type"].startswith("image/svg+xml")
    assert ask(f"{site}/history.atom")[1]["content-type"].startswith("application/atom+xml")


def answered_within(site: str, seconds: float) -> bool:
    began = time.monotonic()
    return ask(f"{site}/")[0] == 200 and time.monotonic() - began < seconds


def test_r01_readers_get_the_page_when_candor_is_killed_and_when_it_hangs(site, candor):
    """Alive it answers by itself although nobody is behind its database's port: that is the case "database stopped"."""
    assert int(ask(f"{site}/")[1]["x-candor-snapshot-age"]) > 3600

    candor.kill()
    assert answered_within(site, 2)
    is_served_from_files(site)
    assert ask(f"{site}/incidents/INC-1999-0001/")[0] == 503

    candor.start()
    assert "x-candor-snapshot-age" in ask(f"{site}/")[1]

    candor.signal(signal.SIGSTOP)
    assert answered_within(site, 3)
    is_served_from_files(site)

    candor.signal(signal.SIGCONT)
    until(lambda: "x-candor-snapshot-age" in ask(f"{site}/")[1], 20)
