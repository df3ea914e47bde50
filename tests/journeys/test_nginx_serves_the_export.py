"""The example for nginx with a real nginx: Candor is killed, then hung, and readers get the exported files."""

import os
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from incidents.statuspages import bundle, export, shelf, snapshot
from tests.factories import catalogue
from tests.factories import statuspages as told
from tests.journeys.house import ROOT, free_port, until
from tests.lanes import NGINX

pytestmark = [pytest.mark.django_db, pytest.mark.nginx, pytest.mark.crash]
EXAMPLE = ROOT / "docs" / "deploy" / "nginx-export.conf"
WORDS = "Some viewers cannot start a film."


@pytest.fixture
def folder(noon) -> Iterator[Path]:
    """A bundle on disk and the same bundle as files, where nginx' user may enter (not so below tmp_path)."""
    told.statuspage()
    incident = told.incident(titles={"fr": "La lecture échoue"})
    told.harm(incident, catalogue.component())
    told.update(incident, WORDS)
    built = snapshot.build(sequence=7, at=noon, previous=None)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        shelf.put(folder / "var", bundle.pack(built))
        export.put(folder / "export", built)
        yield folder


class Candor:
    """One web process with a bundle and no database; it can be killed and stopped."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
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
        until(lambda: code(f"http://127.0.0.1:{self.port}/") == 200, 60)

    def signal(self, number: signal.Signals) -> None:
        os.killpg(self.process.pid, number)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        self.process.wait(10)


@pytest.fixture
def candor(folder) -> Iterator[Candor]:
    candor = Candor(folder)
    candor.start()
    yield candor
    if candor.process.poll() is None:
        candor.kill()


@pytest.fixture
def site(folder, candor) -> Iterator[str]:
    """nginx with the example's own lines; only ports, certificate and folders are ours."""
    port = free_port()
    text = EXAMPLE.read_text().partition("server {\n    listen 80;")[0]
    text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};").replace("/var/lib/candor", str(folder))
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{candor.port}").replace("status.example.com", "127.0.0.1")
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


def is_served_from_files(site: str) -> None:
    status, headers, page = ask(f"{site}/")
    assert (status, headers.get("x-candor-exported")) == (200, "1")
    assert WORDS in page
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "La lecture échoue" in ask(f"{site}/", **{"Accept-Language": "fr-CA,fr;q=0.9"})[2]
    assert '<html lang="ja">' in ask(f"{site}/", Cookie="django_language=ja")[2]
    assert '<html lang="fr">' in ask(f"{site}/fr/", Cookie="django_language=ja")[2]
    status, headers, _ = ask(f"{site}/api/v2/summary.json")
    assert (status, headers["access-control-allow-origin"]) == (200, "*")
    assert ask(f"{site}/ja/badge.svg")[1]["content-type"].startswith("image/svg+xml")
    assert ask(f"{site}/history.atom")[1]["content-type"].startswith("application/atom+xml")


def test_readers_get_the_page_when_candor_is_killed_and_when_it_hangs(site, candor):
    assert "x-candor-snapshot-age" in ask(f"{site}/")[1]  # alive: its own answer

    candor.kill()
    is_served_from_files(site)
    assert ask(f"{site}/incidents/INC-1999-0001/")[0] == 503

    candor.start()
    assert "x-candor-snapshot-age" in ask(f"{site}/")[1]

    candor.signal(signal.SIGSTOP)
    is_served_from_files(site)

    candor.signal(signal.SIGCONT)
    until(lambda: "x-candor-snapshot-age" in ask(f"{site}/")[1], 20)
