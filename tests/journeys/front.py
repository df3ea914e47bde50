"""A web process without a database, nginx before it with an example's own lines, and a reader who asks."""

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.journeys.house import ROOT, free_port, until
from tests.lanes import NGINX

WORDS = "Some viewers cannot start a film."


class Candor:
    """One web process with a bundle and nobody behind its database's port; it can be killed and stopped."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.env = os.environ | {
            "VAR_DIR": str(folder / "var"),
            "SNAPSHOT_DIR": str(folder / "var"),
            "DATABASE_URL": f"postgres://candor@127.0.0.1:{free_port()}/candor",
            "ALLOWED_HOSTS": "127.0.0.1",
        }
        self.env.pop("DJANGO_SETTINGS_MODULE", None)

    def start(self) -> None:
        command = [sys.executable, "-m", "granian", "--interface=wsgi", f"--port={self.port}", "--no-ws"]
        self.process = subprocess.Popen(
            [*command, "config.wsgi:application"],
            cwd=ROOT, env=self.env, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until(lambda: code(f"{self.url}/") == 200, 60)

    def signal(self, number: signal.Signals) -> None:
        os.killpg(self.process.pid, number)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        self.process.wait(10)


@contextmanager
def nginx(example: Path, folder: Path, candor: Candor) -> Iterator[str]:
    """nginx with the example's own lines; only ports, certificate and folders are ours."""
    port = free_port()
    text = example.read_text().partition("server {\n    listen 80;")[0]
    text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};").replace("/var/lib/candor", str(folder))
    text = text.replace("/var/cache/nginx", str(folder)).replace("status.example.com", "127.0.0.1")
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{candor.port}")
    text = "\n".join(line for line in text.splitlines() if "ssl_certificate" not in line)
    temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(
        f"daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.err;\n"
        f"events {{}}\nhttp {{ access_log off; client_body_temp_path {folder}/body; {temporary}\n{text}\n}}\n"
    )
    process = subprocess.Popen([NGINX, "-c", str(folder / "nginx.conf")], stderr=subprocess.DEVNULL)
    site = f"http://127.0.0.1:{port}"
    until(lambda: code(f"{site}/") == 200, 30)
    yield site
    print((folder / "nginx.err").read_text())
    process.terminate()
    process.wait(10)


def ask(url: str, **headers: str) -> tuple[int, dict[str, str], str]:
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, {}, f"{error.code} {error.headers}"


def code(url: str) -> int:
    try:
        return ask(url)[0]
    except OSError:
        return 0
