"""One open SMTP connection: opened by smtplib, spoken to in groups where the server allows (RFC 2920).

smtplib waits four times per message. With PIPELINING the end of one message and the envelope of the
next travel together: one wait per message, and still only one message at a time whose fate is
unknown if we are killed.
"""

import smtplib
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from core.delivery.limits import limit
from core.delivery.replies import Outcome, Result, Stage, of_smtp

Reply = tuple[int, bytes]
LOST = (OSError, smtplib.SMTPServerDisconnected)


class Fault(Exception):
    """No conversation is possible: the channel's fault, no recipient's."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to one address, in CRLF lines of which none begins with a dot."""

    to: str
    message: bytes
    what: Any = None


def _judged(stage: Stage, reply: Reply) -> Result:
    code, text = reply
    return of_smtp(stage, code, text.decode(errors="replace").strip(), greylist_seconds=limit("GREYLIST_SECONDS"))


def connect() -> "Wire":
    """Open, greet, secure and sign in as EMAIL_URL says; raises `Fault`."""
    kind = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
    stage = Stage.CONNECT
    client: smtplib.SMTP | None = None
    try:
        client = kind(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=limit("SMTP_CONNECT_SECONDS"))
        client.ehlo_or_helo_if_needed()
        if settings.EMAIL_USE_TLS:
            client.starttls()
            client.ehlo()
        stage = Stage.AUTH
        if settings.EMAIL_HOST_USER:
            client.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except smtplib.SMTPResponseException as error:
        text = error.smtp_error.decode(errors="replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        raise Fault(f"{stage}: {error.smtp_code} {text}") from error
    except (OSError, smtplib.SMTPException) as error:
        raise Fault(f"{stage}: {error or type(error).__name__}") from error
    client.sock.settimeout(limit("SMTP_SEND_SECONDS"))
    client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return Wire(client)


class Wire:
    """Sends letters; each gets its result as soon as the server has answered."""

    def __init__(self, client: smtplib.SMTP) -> None:
        self._client = client
        self._grouped = client.has_extn("pipelining")
        self._replies: list[Reply] = []
        self.pending: Letter | None = None

    def is_alive(self) -> bool:
        try:
            return self._client.noop()[0] == 250
        except LOST:
            return False

    def close(self) -> None:
        try:
            self._client.sock.settimeout(1)
            self._client.quit()
        except (*LOST, AttributeError):
            self._client.close()

    def is_open(self) -> bool:
        return self._client.sock is not None

    def send(self, sender: str, letters: Iterator[Letter]) -> Iterator[tuple[Letter, Result]]:
        """Send until `letters` ends. A lost connection ends it after the letter it was lost on; what
        was taken from `letters` and not begun is then in `pending`."""
        letter = next(letters, None)
        opened = False  # the envelope of `letter` has been written already
        while letter is not None:
            self.pending = None
            try:
                result, opened = self._one(sender, letter, opened, letters)
            except LOST as error:
                self._client.close()
                yield letter, Result(Outcome.RETRY, f"connection lost: {error or type(error).__name__}")
                return
            letter_done, letter = letter, self.pending
            yield letter_done, result
            letter = letter or next(letters, None)

    def _one(self, sender: str, letter: Letter, opened: bool, letters: Iterator[Letter]) -> tuple[Result, bool]:
        """Send one; with grouping also write the envelope of the next, kept in `pending`."""
        if not opened:
            self._open(sender, letter)
        refusal = self._envelope_refusal()
        if refusal is not None:
            self._reset()
            return refusal, False
        group = b""
        if self._grouped:
            self.pending = next(letters, None)
            group = self._envelope(sender, self.pending) if self.pending is not None else b""
        self._client.sock.sendall(letter.message + b".\r\n" + group)
        return _judged(Stage.DATA, self._reply()), bool(group)

    def _open(self, sender: str, letter: Letter) -> None:
        if self._grouped:
            self._client.sock.sendall(self._envelope(sender, letter))
            return
        self._replies = []
        for line in self._envelope(sender, letter).splitlines(keepends=True):
            self._client.sock.sendall(line)
            self._replies.append(self._reply())
            if self._replies[-1][0] >= 400:
                return

    @staticmethod
    def _envelope(sender: str, letter: Letter) -> bytes:
        return f"MAIL FROM:<{sender}>\r\nRCPT TO:<{letter.to}>\r\nDATA\r\n".encode("ascii")

    def _envelope_refusal(self) -> Result | None:
        """Read what the envelope was answered; None when the message may follow."""
        replies = [self._reply() for _ in range(3)] if self._grouped else self._replies
        for stage, reply in zip((Stage.MAIL, Stage.RCPT, Stage.DATA), replies, strict=False):
            if reply[0] >= 400:
                if self._grouped and replies[-1][0] == 354:  # it wants a message all the same: an empty one
                    self._client.sock.sendall(b".\r\n")
                    self._reply()
                return _judged(stage, reply)
        return None

    def _reset(self) -> None:
        self._client.sock.sendall(b"RSET\r\n")
        self._reply()

    def _reply(self) -> Reply:
        """Read one reply, the lines of a long one joined."""
        line = self._client.file.readline(2048)
        if line.startswith((b"250 ", b"354 ")) and line.endswith(b"\n"):  # nearly always
            return int(line[:3]), line[4:]
        texts = [line[4:]]
        while line[3:4] == b"-":
            line = self._client.file.readline(2048)
            texts.append(line[4:])
        if not line.endswith(b"\n") or not line[:3].isdigit():
            raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")
        code = int(line[:3])
        text = b" ".join(each.strip() for each in texts)
        if code == 421:
            raise smtplib.SMTPServerDisconnected("421 " + text.decode(errors="replace"))
        return code, text
