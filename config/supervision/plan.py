"""Which programs a start needs, and with how many processes on which database."""

import os
import socket
import sys
from collections.abc import Sequence

from django.conf import settings
from django.db import connection

from config.supervision import life
from config.supervision.children import Child

MANAGE = str(settings.BASE_DIR / "manage.py")


def count(name: str, default: int) -> int:
    """A whole number above zero from the environment; anything else is named with its cure."""
    raw = os.environ.get(name, "")
    if not raw:
        return default
    if not raw.isdigit() or int(raw) < 1:
        raise ValueError(f"{name}={raw!r} is not a number above zero. Set {name}={default}, or leave it out.")
    return int(raw)


def manage(*arguments: str) -> Sequence[str]:
    return (sys.executable, MANAGE, *arguments)


def web(host: str, port: int) -> Child:
    """SQLite: one process, whose threads share one page cache. PostgreSQL: one per core, up to four."""
    processes = 1 if connection.vendor == "sqlite" else min(os.cpu_count() or 1, 4)
    command = (
        sys.executable,
        "-m",
        "granian",
        "--interface=wsgi",
        f"--host={host}",
        f"--port={port}",
        f"--workers={count('WEB_WORKERS', processes)}",
        f"--blocking-threads={count('WEB_THREADS', 4)}",
        "--respawn-failed-workers",
        f"--working-dir={settings.BASE_DIR}",
        f"--log-level={os.environ.get('LOG_LEVEL', 'INFO').lower()}",
        "--no-access-log",
        "config.wsgi:application",
    )
    return Child("web", command)


def worker() -> Child:
    beat = f"{life.ANY}:{socket.gethostname()}:{os.getpid()}"
    return Child("worker", manage("qcluster"), extra={life.VARIABLE: beat})


def free_port(host: str, wanted: int, *, tries: int = 50) -> int:
    """`wanted`, or the next one nobody listens on."""
    for port in range(wanted, min(wanted + tries, 65536)):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    raise OSError(f"No port between {wanted} and {wanted + tries - 1} is free on {host}. Name another one with PORT=.")
