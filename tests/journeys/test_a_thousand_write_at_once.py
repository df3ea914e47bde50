"""Acceptance case F01: in an outage a thousand customers behind one address write in a minute, and all are heard."""

import asyncio
import html
import json
import re
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.journeys.house import House, until

pytestmark = [pytest.mark.crash, pytest.mark.long]
WRITERS, PER_SECOND, READS = 1_000, 20, 4.0
READERS_PER_SECOND = 40
TOKEN = re.compile(r'name="token" value="([^"]+)"')


async def ask(port: int, method: str, path: str, body: bytes = b"") -> tuple[int, str, str]:
    """Status, where it leads, and content, over a connection of its own."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    kind = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n" if body else ""
    try:
        writer.write(f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{kind}\r\n".encode() + body)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        content = await reader.read()
    finally:
        writer.close()
    place = re.search(r"(?im)^location: (\S+)", head)
    return int(head.split(" ")[1]), place[1] if place else "", content.decode(errors="replace")


async def customer(port: int, number: int) -> tuple[int, str, float]:
    """Opens the form, writes for some seconds as people do, and sends: status, page, seconds the sending took."""
    _status, _place, page = await ask(port, "GET", "/en/feedback/")
    token = html.unescape(TOKEN.search(page)[1])
    await asyncio.sleep(READS)
    data = {"step": "2", "token": token, "website": "", "about": "broken", "text": f"Nothing plays ({number})."}
    data |= {"reply_by": "email", "email": f"c{number}@example.org", "name": "Ana", "language": "en"}
    began = time.monotonic()
    status, place, _content = await ask(port, "POST", "/en/feedback/", urlencode(data).encode())
    return status, place, time.monotonic() - began


async def outage(port: int) -> tuple[list[tuple[int, str, float]], list[tuple[int, float]]]:
    """All who write, and all who reload the status page meanwhile."""
    began, over = time.monotonic(), asyncio.Event()

    async def write(number: int) -> tuple[int, str, float]:
        await asyncio.sleep(max(0.0, began + number / PER_SECOND - time.monotonic()))
        return await customer(port, number)

    async def reload() -> list[tuple[int, float]]:
        seen = []
        while not over.is_set():
            asked = time.monotonic()
            status, _place, _content = await ask(port, "GET", ("/en/", "/api/v2/summary.json")[len(seen) % 2])
            seen.append((status, time.monotonic() - asked))
            await asyncio.sleep(1 / READERS_PER_SECOND)
        return seen

    readers = asyncio.create_task(reload())
    written = await asyncio.gather(*(write(number) for number in range(WRITERS)))
    over.set()
    return written, await readers


def test_f01_a_thousand_customers_behind_one_address_lose_nothing(tmp_path):
    house = House(tmp_path)
    with house:
        until(lambda: "<h1" in house.read("/en/"), 30)
        with ThreadPoolExecutor(1) as apart:
            written, read = apart.submit(lambda: asyncio.run(outage(house.port))).result()

        told = counts(house)
    waits = sorted(took for _status, _place, took in written)
    print(f"median {waits[len(waits) // 2]:.3f} s, p99 {waits[int(len(waits) * 0.99)]:.3f} s, worst {waits[-1]:.3f} s")
    assert {status for status, _place, _took in written} == {303}
    assert len({place.split("?")[0] for _status, place, _took in written}) == WRITERS
    assert told == {"threads": WRITERS, "texts": WRITERS, "held": 0}
    assert waits[int(len(waits) * 0.95)] < 1.0, "a human posts in under a second"
    assert {status for status, _took in read} == {200}
    assert sorted(took for _status, took in read)[int(len(read) * 0.95)] < 1.0


def counts(house: House) -> dict[str, Any]:
    code = (
        "from feedback.threads.models import Thread, Message; import json;"
        "print(json.dumps({'threads': Thread.objects.count(),"
        "'texts': Message.objects.filter(author='customer').values('text').distinct().count(),"
        "'held': Thread.objects.filter(state='held').count()}))"
    )
    return json.loads(house.shell(code).splitlines()[-1])
