"""The whole product as a newcomer runs it: migrated, bootstrapped, under the supervisor, driven from outside."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]


def until(truth: Callable[[], Any], seconds: float) -> float:
    """Wait for `truth`; how long it took."""
    began = time.monotonic()
    while not truth():
        assert time.monotonic() - began < seconds, f"did not come true within {seconds} s"
        time.sleep(0.05)
    return time.monotonic() - began


class House:
    """A database, web and worker of its own; everything else goes through its doors."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.env = os.environ | {"VAR_DIR": str(folder), "LOG_LEVEL": "WARNING", "PUBLIC_URL": self.url} | environment
        for name in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
            self.env.pop(name, None)
        self.manage("migrate", "--noinput", "-v0")
        self.manage("bootstrap")
        self.manage("collectstatic", "--noinput", "-v0")

    def manage(self, *arguments: str) -> str:
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        done = subprocess.run(command, env=self.env, cwd=ROOT, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def shell(self, code: str) -> str:
        return self.manage("shell", "--no-imports", "-v0", "-c", code)

    def __enter__(self) -> "House":
        command = [sys.executable, str(ROOT / "manage.py"), "supervise", "--port", str(self.port)]
        self.supervisor = subprocess.Popen(command, env=self.env, cwd=ROOT, start_new_session=True)
        until(self.ready, 60)
        return self

    def __exit__(self, *_: object) -> None:
        self.supervisor.send_signal(signal.SIGTERM)
        self.supervisor.wait(30)

    def ready(self) -> bool:
        try:
            return self.get("/readyz").status == 200
        except OSError:
            return False

    def get(self, path: str) -> Any:
        return urllib.request.urlopen(self.url + path, timeout=5)

    def read(self, path: str) -> str:
        with self.get(path) as answer:
            return answer.read().decode()

    def post(self, path: str, token: str, body: dict[str, Any]) -> dict[str, Any]:
        return self.ask(path, token, "POST", **body)

    def ask(self, path: str, token: str, method: str = "GET", **body: Any) -> dict[str, Any]:
        """A call of the API; fails with what it answered."""
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        data = None if method == "GET" else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return json.loads(answer.read())
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.code} {error.read().decode()}") from error
