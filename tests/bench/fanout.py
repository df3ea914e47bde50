"""Goal 4: telling many by mail, against raw smtplib sending the same bytes in the same run.

`run(quick)` uses a throw-away database of the kind that is configured, and a mail sink in a process
of its own, as fast as one Python process can be.
"""

import json
import multiprocessing
import os
import smtplib
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench.child import goal, inside

BASE = Path(__file__).resolve().parent.parent.parent


def sink(port: int) -> None:
    """A mail server that accepts everything and keeps nothing; announces PIPELINING."""
    listener = socket.create_server(("127.0.0.1", port), backlog=64, reuse_port=True)
    while True:
        peer, _address = listener.accept()
        if os.fork() == 0:
            listener.close()
            _serve(peer)
            os._exit(0)
        peer.close()


def _serve(peer: socket.socket) -> None:
    peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    peer.sendall(b"220 sink\r\n")
    waiting, in_message = b"", False
    while data := peer.recv(1 << 16):
        waiting += data
        answers = []
        while True:
            if in_message:
                end = waiting.find(b"\r\n.\r\n")
                if end < 0:
                    break
                waiting, in_message = waiting[end + 5 :], False
                answers.append(b"250 2.0.0 queued\r\n")
                continue
            line, found, rest = waiting.partition(b"\r\n")
            if not found:
                break
            waiting = rest
            verb = line[:4].upper()
            if verb == b"DATA":
                in_message = True
                answers.append(b"354 go\r\n")
            elif verb == b"EHLO":
                answers.append(b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n")
            elif verb == b"QUIT":
                peer.sendall(b"221 bye\r\n")
                return
            else:
                answers.append(b"250 OK\r\n")
        if answers:
            peer.sendall(b"".join(answers))


def raw_smtplib(port: int, message: bytes, number: int) -> float:
    """Mails per second of smtplib's own sendmail over one open connection."""
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.ehlo()
        began = time.perf_counter()
        for index in range(number):
            client.sendmail("status@example.com", [f"reader{index}@example.com"], message)
        return number / (time.perf_counter() - began)


def run(quick: bool) -> dict[str, Any]:
    """Figures of goal 4; quick: 20,000 mails, else 100,000 as well."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = multiprocessing.get_context("fork").Process(target=sink, args=(port,), daemon=True)
    server.start()
    time.sleep(0.3)
    try:
        sizes = [20_000] if quick else [20_000, 100_000]
        return judge({str(size): _scene(size, port) for size in sizes}, webhooks=_scene(0, port))
    finally:
        server.kill()


def judge(measured: dict[str, dict[str, Any]], *, webhooks: dict[str, Any]) -> dict[str, Any]:
    """Goal 4 by the largest number measured."""
    most = measured[max(measured, key=int)]
    goals = {
        "lost": goal(most["mails"] - most["sent"], "<=", 0),
        "of_raw_smtplib": goal(most["ratio"], ">=", 0.75),
        "cpu_us_per_recipient": goal(most["cpu_us_per_recipient"], "<=", 250),
        "statements_per_batch": goal(most["statements_per_batch"], "<=", 4),
        "first_chunk_seconds": goal(most["first_chunk_seconds"], "<=", 2),
    }
    if most["mails"] >= 100_000:
        goals["seconds_for_100000"] = goal(most["seconds_for_all"], "<=", 60)
    goals["webhooks_of_http_client"] = goal(webhooks["ratio"], ">=", 0.6)
    goals["one_in_ten_hangs_costs"] = goal(webhooks["hanging_costs"], "<=", 0.1)
    return {"measured": {**measured, "webhooks": webhooks}, "goals": goals}


def _scene(size: int, port: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        variables = {
            **os.environ,
            "VAR_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "LOG_LEVEL": "ERROR",
        }
        command = inside("tests.bench.fanout_inside", size) if size else inside("tests.bench.webhooks_inside")
        done = subprocess.run(command, env=variables, cwd=BASE, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        return json.loads(done.stdout.splitlines()[-1])
