"""Real servers for tests: a mail server and a webhook receiver whose answers a test decides."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP as Server
from aiosmtpd.smtp import Envelope, Session

from tests.ports import free_port


@dataclass
class Received:
    to: str
    at: float
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=policy.default)


@dataclass
class Mailbox:
    """A running SMTP server. `on_rcpt` and `on_data` may be replaced; they return a reply or None."""

    host: str = "127.0.0.1"
    port: int = 0
    received: list[Received] = field(default_factory=list)
    attempts: list[tuple[str, float]] = field(default_factory=list)  # each RCPT TO, with its time
    on_mail: Callable[[str], str | None] = lambda sender: None
    on_rcpt: Callable[[str], str | None] = lambda address: None
    on_data: Callable[[str, bytes], str | None] = lambda address, raw: None
    connections: int = 0

    def to(self, address: str) -> list[Received]:
        return [each for each in self.received if each.to == address]

    def message_ids(self) -> list[str]:
        return [each.message["Message-ID"] for each in self.received]

    # What aiosmtpd calls.

    async def handle_EHLO(
        self, server: Server, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        if self.pipelining:
            responses.insert(-1, "250-PIPELINING")
        return responses

    async def handle_MAIL(
        self, server: Server, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if reply := self.on_mail(address):
            return reply
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: Server, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.attempts.append((address, time.time()))
        if reply := self.on_rcpt(address):
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Server, session: Session, envelope: Envelope) -> str:
        (to,) = envelope.rcpt_tos
        raw = envelope.content
        if reply := self.on_data(to, raw):
            return reply
        self.received.append(Received(to, time.time(), raw))
        return "250 2.0.0 queued"

    pipelining: bool = True


def mail_server(mailbox: Mailbox) -> Controller:
    mailbox.port = mailbox.port or free_port()
    controller = Controller(mailbox, hostname=mailbox.host, port=mailbox.port, ready_timeout=10)
    controller.start()
    return controller


@dataclass
class Call:
    path: str
    headers: dict[str, str]
    body: bytes
    at: float
    method: str = "POST"


@dataclass
class Receiver:
    """A running HTTP server. `answers` are used up one by one (status, headers), then `last` stands.

    `says` is the body of an answer that is no error.
    """

    port: int = 0
    calls: list[Call] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    last: tuple[int, dict[str, str]] = (200, {})
    behave: Callable[[Any], bool] = lambda handler: False  # True when it has answered itself
    says: Callable[[Call], bytes] = lambda call: b""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def http_server(receiver: Receiver) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            call = Call(self.path, dict(self.headers.items()), body, time.time(), self.command)
            receiver.calls.append(call)
            if receiver.behave(self):
                return
            status, headers = receiver.answers.pop(0) if receiver.answers else receiver.last
            said = receiver.says(call) if status < 300 else b""
            self.send_response(status)
            for name, value in {"Content-Length": str(len(said)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_PUT = do_POST

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", receiver.port), Handler)
    server.daemon_threads = True
    receiver.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return server


@contextmanager
def site(files: dict[str, tuple[str, str]], **headers: str) -> Iterator[str]:
    """Somebody else's web site: path → (type, text); `headers` with underscores for hyphens. Gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, text = files.get(self.path, ("text/plain", ""))
            body = text.encode()
            self.send_response(200 if self.path in files else 404)
            sent = {"Content-Type": f"{kind}; charset=utf-8", "Content-Length": str(len(body)), **headers}
            for name, value in sent.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
