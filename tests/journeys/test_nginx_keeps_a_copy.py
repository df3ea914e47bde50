"""nginx with the example that needs no files of ours: what was asked for before is answered from its copy (R01)."""

import signal
import time

import pytest

from tests.journeys.front import WORDS, ask, nginx
from tests.journeys.house import ROOT, until

pytestmark = [pytest.mark.django_db, pytest.mark.nginx, pytest.mark.crash]
EXAMPLE = ROOT / "docs" / "deploy" / "nginx.conf"
PATHS = ("/", "/fr/", "/api/v2/summary.json")


@pytest.fixture
def site(folder, candor):
    with nginx(EXAMPLE, folder, candor) as site:
        for path in PATHS:
            ask(f"{site}{path}")
        yield site


def is_answered_from_the_copy(site: str) -> None:
    for path in PATHS:
        began = time.monotonic()
        status, headers, body = ask(f"{site}{path}")
        assert (status, time.monotonic() - began < 4) == (200, True)
        assert headers["x-cache"] in {"HIT", "STALE", "UPDATING"}
        assert int(headers["x-candor-snapshot-age"]) > 3600
        assert WORDS in body


def is_stale(site: str) -> bool:
    return ask(f"{site}/")[1].get("x-cache") in {"STALE", "UPDATING"}


def test_r01_what_was_asked_for_is_answered_when_candor_is_killed_and_when_it_hangs(site, candor):
    candor.kill()
    until(lambda: is_stale(site), 10)  # the copy itself is five seconds fresh
    is_answered_from_the_copy(site)
    assert ask(f"{site}/ja/")[0] in {502, 504}  # nobody had asked for it: the files know more than a cache

    candor.start()
    until(lambda: ask(f"{site}/ja/")[0] == 200, 10)

    candor.signal(signal.SIGSTOP)
    until(lambda: is_stale(site), 15)
    is_answered_from_the_copy(site)
    candor.signal(signal.SIGCONT)
