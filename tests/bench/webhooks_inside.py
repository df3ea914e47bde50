"""Webhooks of goal 4: against http.client on one open connection, and with one endpoint in ten hanging."""

import http.client
import multiprocessing
import os
import socket
import statistics
import time
from typing import Any

from django.conf import settings
from django.utils import timezone

from core.delivery import drain, fanout
from core.delivery.models import Delivery
from core.delivery.states import State
from tests.bench.fanout_inside import database
from tests.factories import delivery as make
from tests.ports import free_ports

NUMBER = 2_000
ENDPOINTS = 10


def sink(port: int, seconds: Any) -> None:
    """Answers 204 to every POST at once, keeps connections open, and notes the time of the last one."""
    listener = socket.create_server(("127.0.0.1", port), backlog=256)
    while True:
        peer, _address = listener.accept()
        if os.fork() == 0:
            _serve(peer, seconds)
            os._exit(0)
        peer.close()


def _serve(peer: socket.socket, seconds: Any) -> None:
    peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    waiting = b""
    while data := peer.recv(1 << 16):
        waiting += data
        while (end := waiting.find(b"\r\n\r\n")) >= 0:
            head = waiting[:end].lower()
            length = int(head.partition(b"content-length:")[2].split(b"\r\n")[0])
            if len(waiting) < end + 4 + length:
                break
            waiting = waiting[end + 4 + length :]
            seconds.value = time.time()
            peer.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")


def measure() -> dict[str, Any]:
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]
    settings.DELIVERY = {"HTTP_SECONDS": 2, "DRAIN_SECONDS": 4}
    fork = multiprocessing.get_context("fork")
    last = fork.Value("d", 0.0, lock=False)
    ports = free_ports(ENDPOINTS)
    servers = [fork.Process(target=sink, args=(port, last), daemon=True) for port in ports[1:]]
    for server in servers:
        server.start()
    time.sleep(0.3)
    hanging = socket.create_server(("127.0.0.1", ports[0]), backlog=512)  # takes connections, answers nothing
    try:
        with database():
            good = [f"http://127.0.0.1:{port}/" for port in ports[1:]]
            for url in good:
                make.readers(NUMBER // ENDPOINTS, channel="webhook", address=url)
            rounds = [_round(ports[1], last) for _ in range(3)]
            make.readers(NUMBER // ENDPOINTS, channel="webhook", address=f"http://127.0.0.1:{ports[0]}/")
            with_hanging = [_ours(last) for _ in range(3)]
    finally:
        hanging.close()
        for server in servers:
            server.kill()
    ours = statistics.median(each["ours"] for each in rounds)
    slowed = statistics.median(with_hanging)
    return {
        "webhooks_per_second": round(ours),
        "http_client_per_second": round(statistics.median(each["raw"] for each in rounds)),
        "ratio": round(statistics.median(each["ours"] / each["raw"] for each in rounds), 2),
        "with_one_in_ten_hanging_per_second": round(slowed),
        "hanging_costs": round(max(0, 1 - slowed / ours), 2),
    }


def _round(port: int, last: Any) -> dict[str, float]:
    return {"raw": _raw(port, NUMBER), "ours": _ours(last)}


def _raw(port: int, number: int) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    body = b"x" * 200
    began = time.perf_counter()
    for _ in range(number):
        connection.request("POST", "/", body=body, headers={"Content-Type": "application/json"})
        connection.getresponse().read()
    seconds = time.perf_counter() - began
    connection.close()
    return number / seconds


def _ours(last: Any) -> float:
    """Calls per second to the endpoints that answer, until the last of them has been called."""
    broadcast = make.owed(timezone.now(), make.hook({"incident": {"name": "x" * 150}}))
    for _chunk in fanout.fan_out(broadcast):
        pass
    began = time.time()
    drain.drain("webhook")
    sent = Delivery.objects.filter(broadcast=broadcast, state=State.SENT).count()
    Delivery.objects.exclude(state=State.SENT).delete()
    return sent / (last.value - began)
