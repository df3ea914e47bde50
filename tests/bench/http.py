"""Scene http: the status page and its JSON against nginx's static files in the same run (goals 1 and 2)."""

import contextlib
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.bench.child import inside
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
JSON_PATH, PAGE_PATH = "/api/v2/summary.json", "/en/"
NGINX = """worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.err; daemon off;
events {{ worker_connections 4096; }}
http {{ access_log off; types {{ application/json json; text/html html; }}
client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
uwsgi_temp_path {folder}; scgi_temp_path {folder};
server {{ listen 127.0.0.1:{port} backlog=2048; root {folder}/nginx; gzip_static on;
keepalive_requests 100000000; }} }}
"""


def run(quick: bool) -> dict:
    """Medians of interleaved rounds, ratios to nginx, and each goal with whether it was met."""
    missing = [tool for tool in ("wrk", "nginx") if not shutil.which(tool)]
    if missing:
        return {"left_out": f"needs {', '.join(missing)}"}
    with tempfile.TemporaryDirectory(prefix="candor-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # nginx' worker may be another user
        environment = os.environ | {
            "VAR_DIR": name, "SNAPSHOT_DIR": f"{name}/snapshots", "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": f"sqlite:///{name}/bench.sqlite3", "PYTHONPATH": str(ROOT), "LOG_LEVEL": "ERROR",
            "ALLOWED_HOSTS": "*",
        }  # fmt: skip
        subprocess.run(inside("tests.bench.world"), cwd=ROOT, env=environment, check=True)
        with contextlib.ExitStack() as stack:
            ours = stack.enter_context(granian("config.wsgi:application", environment))
            plain = stack.enter_context(granian("tests.bench.two_queries:application", environment))
            sizes = export(folder / "nginx", ours.port)
            nginx = stack.enter_context(nginx_on(folder))
            return judge(measure(ours, plain, nginx, 2 if quick else 5, 3 if quick else 6), sizes)


class Server:
    def __init__(self, port: int, process: subprocess.Popen) -> None:
        self.port, self.process = port, process

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def cpu(self) -> float:
        """Seconds of CPU of the process and its children so far."""
        pids = [self.process.pid, *children(self.process.pid)]
        fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids]
        return sum(int(each[11]) + int(each[12]) for each in fields) / os.sysconf("SC_CLK_TCK")


def children(pid: int) -> list[int]:
    found = [int(each) for path in Path(f"/proc/{pid}/task").glob("*/children") for each in path.read_text().split()]
    return found + [deeper for child in found for deeper in children(child)]


@contextlib.contextmanager
def started(command: list[str], port: int, environment: dict[str, str] | None = None) -> Iterator[Server]:
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
                break
            time.sleep(0.1)
        yield Server(port, process)
    finally:
        process.terminate()
        process.wait(10)


def granian(target: str, environment: dict[str, str]) -> contextlib.AbstractContextManager[Server]:
    """One worker, as the supervisor starts it."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--no-ws", *FLAGS, target]
    return started(command, port, environment)


def nginx_on(folder: Path) -> contextlib.AbstractContextManager[Server]:
    port = free_port()
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port))
    return started(["nginx", "-c", str(folder / "nginx.conf")], port)


def export(static: Path, port: int) -> dict[str, int]:
    """Lay our own answers, compressed, under nginx."""
    static.mkdir()
    sizes = {}
    for path, name in ((JSON_PATH, "answer.json"), (PAGE_PATH, "answer.html")):
        request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(request) as answer:
            assert answer.headers["Content-Encoding"] == "gzip"
            (static / f"{name}.gz").write_bytes(body := answer.read())
        (static / name).write_bytes(b"")
        sizes[name] = len(body)
    return sizes


def wrk(server: Server, path: str, connections: int, seconds: int, *headers: str) -> dict:
    """Requests a second, CPU µs a request, p99 in ms, errors."""
    options = [option for header in ("Accept-Encoding: gzip", *headers) for option in ("-H", header)]
    before = server.cpu()
    command = ["wrk", "-t2", f"-c{connections}", f"-d{seconds}", "--latency", *options, server.url(path)]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    requests = int(re.search(r"(\d+) requests in", text)[1])
    value, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", text).groups()
    errors = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    sockets = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", text)
    return {
        "rate": float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1]),
        "cpu_us": (server.cpu() - before) / max(1, requests) * 1e6,
        "p99_ms": float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit],
        "errors": (int(errors[1]) if errors else 0) + (sum(map(int, sockets.groups())) if sockets else 0),
    }


def measure(ours: Server, plain: Server, nginx: Server, rounds: int, seconds: int) -> dict[str, dict]:
    """Every scene once per round, so that a noisy minute hits all alike."""
    with urllib.request.urlopen(ours.url(JSON_PATH)) as answer:
        etag = answer.headers["ETag"]
    scenes = {
        "nginx_json": (nginx, "/answer.json", 32),
        "json": (ours, JSON_PATH, 32),
        "not_modified": (ours, JSON_PATH, 32, f"If-None-Match: {etag}"),
        "nginx_page": (nginx, "/answer.html", 32),
        "page": (ours, PAGE_PATH, 32),
        "nginx_json_512": (nginx, "/answer.json", 512),
        "json_512": (ours, JSON_PATH, 512),
        "two_queries": (plain, "/two/", 32),
    }
    results: dict[str, list[dict]] = {name: [] for name in scenes}
    for _ in range(rounds):
        for name, (server, path, connections, *headers) in scenes.items():
            results[name].append(wrk(server, path, connections, seconds, *headers))
    return {
        name: {key: round(statistics.median(each[key] for each in rows), 3) for key in rows[0]}
        for name, rows in results.items()
    }


def judge(found: dict[str, dict], sizes: dict[str, int]) -> dict:
    def ratio(ours: str, other: str, key: str = "rate") -> float:
        return round(found[ours][key] / max(found[other][key], 1e-9), 3)

    goals = {
        "json_of_nginx": (ratio("json", "nginx_json"), ">=", 0.5),
        "json_of_nginx_512": (ratio("json_512", "nginx_json_512"), ">=", 0.6),
        "page_of_nginx": (ratio("page", "nginx_page"), ">=", 0.6),
        "not_modified_of_json": (ratio("not_modified", "json"), ">=", 0.9),
        "cpu_of_nginx": (ratio("json", "nginx_json", "cpu_us"), "<=", 2.5),
        "p99_of_nginx_512": (ratio("json_512", "nginx_json_512", "p99_ms"), "<=", 3),
        "of_two_queries": (ratio("json", "two_queries"), ">=", 100),
        "errors": (sum(each["errors"] for each in found.values()), "<=", 0),
        "json_bytes": (sizes["answer.json"], "<=", 4096),
    }
    return {
        "measured": found,
        "goals": {
            name: {"value": value, "goal": f"{sign} {limit}", "met": value >= limit if sign == ">=" else value <= limit}
            for name, (value, sign, limit) in goals.items()
        },
    }


FLAGS = ["--workers", "1", "--blocking-threads", "4", "--log-level", "error", "--no-access-log"]

if __name__ == "__main__":
    print(json.dumps(run(quick="--quick" in sys.argv), indent=1))
