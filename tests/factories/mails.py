"""Mails as customers and their servers send them."""

from typing import Any

from core.actor import SYSTEM
from feedback.doors.mail import actions
from feedback.doors.mail.models import InboundMail
from tests.factories.feedback import NOON

INBOX = "reply@candor.example"
_made = iter(range(1, 10**9))


def raw(
    text: str = "It does not play.", *, sender: str = "Ana <ana@example.org>", to: str = INBOX, **headers: Any
) -> bytes:
    """`headers` with underscores for hyphens; each mail has a Message-ID of its own unless one is given."""
    lines = {"From": sender, "To": to, "Subject": "Playback", "Message-ID": f"<{next(_made)}@mail.example>"}
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value is not None)
    return f"{head}MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n".encode()


def read(given: bytes, *, at=NOON) -> InboundMail:
    """Kept and read, as a worker does it."""
    mail = actions.keep(raw=given, via="imap", by=SYSTEM, at=at)
    return actions.read(mail=mail, at=at)


def bounce(of: str, *, reply: str = "550 5.1.1 No such user", formal: bool = True) -> bytes:
    """What a mail server says about our mail with the Message-ID `of`."""
    top = "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nTo: status@candor.example\r\nSubject: Failure\r\n"
    if not formal:
        return f"{top}\r\nThis mail was not delivered.\r\n\r\nMessage-ID: {of}\r\n".encode()
    return (
        f"{top}Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nNot delivered.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        "Final-Recipient: rfc822; ana@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        f"Diagnostic-Code: smtp; {reply}\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {of}\r\n\r\n--b--\r\n"
    ).encode()
