"""Which tests a run leaves out, with the reason, counted in the summary; and which ones run serially.

A marked test needs something that not every machine has. `--lane quick` leaves out all of them,
otherwise only those whose need is not met here are left out.
"""

import os
import shutil
import socket
from urllib.parse import urlsplit

import pytest

from tests import dovecot

SERIAL = ("crash", "browser")
AGAIN = (
    *SERIAL,
    "alertmanager",
    "nginx",
    "npm",
    "imap",
    "long",
    "timed",
)  # real programs or clocks: tried twice, and reported
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
LEFT_OUT = pytest.StashKey[dict[str, int]]()


def answers(url: str, port: int) -> bool:
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname or "127.0.0.1", parts.port or port), timeout=1).close()
    except OSError:
        return False
    return True


def unmet(marker: str) -> str:
    """Why tests with this marker cannot run here; empty when they can."""
    if marker == "postgres" and not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return "this run's database is SQLite; set DATABASE_URL=postgres://..."
    if marker == "redis" and not answers(os.environ.get("REDIS_URL", "redis://127.0.0.1:6379"), 6379):
        return "no Redis answers at REDIS_URL"
    if marker == "alertmanager" and not shutil.which("prometheus-alertmanager"):
        return "prometheus-alertmanager is not installed"
    if marker == "nginx" and not NGINX:
        return "nginx is not installed"
    if marker == "imap" and not (dovecot.PROGRAM and os.path.exists(dovecot.AGENT)):
        return "Dovecot is not installed"
    if marker == "npm" and not (shutil.which("node") and shutil.which("npm")):
        return "node and npm are not installed"
    if marker == "browser" and not (shutil.which("chromium") or shutil.which("chromium-browser")):
        return "Chromium is not installed"
    return ""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--lane", choices=["quick", "all"], default="all", help="quick: nothing but Python and SQLite")


def reason(config: pytest.Config, item: pytest.Item) -> str:
    """Why this test is left out of this run, or an empty string."""
    for marker in ("postgres", "redis", "browser", "crash", "alertmanager", "nginx", "npm", "imap", "long"):
        if item.get_closest_marker(marker):
            why = "make test-all runs them" if config.getoption("--lane") == "quick" else unmet(marker)
            if why:
                return f"marked {marker}: {why}"
    return ""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left_out: dict[str, int] = {}
    kept, dropped = [], []
    for item in items:
        why = reason(config, item)
        if why:
            left_out[why] = left_out.get(why, 0) + 1
        (dropped if why else kept).append(item)
        if any(item.get_closest_marker(marker) for marker in SERIAL):
            item.add_marker(pytest.mark.xdist_group("serial"))
        if any(item.get_closest_marker(marker) for marker in AGAIN):
            item.add_marker(pytest.mark.flaky(reruns=1, reruns_delay=2))
    if dropped:
        items[:] = kept
        config.hook.pytest_deselected(items=dropped)
    config.stash[LEFT_OUT] = left_out
    if hasattr(config, "workeroutput"):  # a worker of xdist: the summary is printed by its controller
        config.workeroutput["left_out"] = left_out


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object, error: object) -> None:
    node.config.stash[LEFT_OUT] = getattr(node, "workeroutput", {}).get("left_out", {})


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for why, count in sorted(config.stash.get(LEFT_OUT, {}).items()):
        terminalreporter.write_line(f"left out: {count} test{'s' if count > 1 else ''} {why}", yellow=True)
