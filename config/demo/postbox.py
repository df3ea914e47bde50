"""The demo's own mail server: takes every message, sends none on, keeps it as a file for the mailbox page."""

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import connection
from django.utils import timezone

from core.actor import SYSTEM
from feedback.doors.mail import actions as mail
from feedback.threads import addresses

MOST = 2000


@dataclass(frozen=True, slots=True)
class Letter:
    """One received message: `name` is its file, `kind` mail or hook."""

    name: str
    message: EmailMessage

    @property
    def kind(self) -> str:
        return "hook" if self.message["X-Demo-Hook"] else "mail"

    @property
    def language(self) -> str:
        return str(self.message["Content-Language"] or "")

    def part(self, kind: str) -> str:
        """The text of the plain or HTML part; empty when there is none."""
        found = self.message.get_body((kind,))
        return found.get_content() if found else ""


def folder() -> Path:
    path = settings.VAR_DIR / "demo-mail"
    path.mkdir(parents=True, exist_ok=True)
    return path


def keep(content: bytes) -> str:
    """Write one message so that a reader sees all of it or nothing; its name."""
    name = f"{time.time_ns():020d}-{os.getpid()}"
    unfinished = folder() / f"{name}.part"
    unfinished.write_bytes(content)
    unfinished.rename(folder() / f"{name}.eml")
    return name


def newest(limit: int) -> list[Letter]:
    return list(_letters(sorted(folder().glob("*.eml"), reverse=True)[:limit]))


def count() -> int:
    return sum(1 for _ in folder().glob("*.eml"))


def one(name: str) -> Letter | None:
    """By its file's name, which holds digits and one hyphen only: no other file can be asked for."""
    path = folder() / f"{name}.eml"
    if not name.replace("-", "", 1).isdigit():
        return None
    return next(_letters([path]), None)


def _letters(paths: list[Path]) -> Iterator[Letter]:
    for path in paths:
        with suppress(FileNotFoundError):
            yield Letter(path.stem, message_from_bytes(path.read_bytes(), policy=policy.default))


def _hand_in(content: bytes) -> None:
    """What is written to us comes in as it would from a real mailbox: kept here, read by the worker."""
    try:
        mail.keep(raw=content, via="demo", by=SYSTEM, at=timezone.now())
    finally:
        connection.close()


class Keeper:
    """aiosmtpd asks it for every message. Those to the address customers write to come in as feedback, too."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        keep(envelope.content or b"")
        if any(map(addresses.ours, envelope.rcpt_tos)):
            await asyncio.to_thread(_hand_in, envelope.content or b"")
        return "250 2.0.0 kept for the demo's mailbox"


def serve(port: int) -> None:
    """Receive on the loopback address until SIGTERM; drops the oldest beyond two thousand."""
    for path in sorted(folder().glob("*.eml"), reverse=True)[MOST:]:
        path.unlink(missing_ok=True)
    ending = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, ending)  # before the server's thread starts, which inherits it
    controller = Controller(Keeper(), hostname="127.0.0.1", port=port, ready_timeout=20)
    controller.start()
    signal.sigwait(ending)
    controller.stop()
