"""Fetch mail from a mailbox: kept first, then remembered as fetched, then marked as seen or moved.

A crash between two of these steps fetches a mail again, and `keep` knows it. A mail that a person
opened in another program is fetched all the same, because we go by numbers and not by marks.
"""

import imaplib
import re
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from core.actor import SYSTEM
from feedback.doors.mail import actions
from feedback.doors.mail.models import Mailbox

CONNECT_SECONDS = 20.0
SECONDS = 40.0  # a run ends before its worker is stopped
MOST_BYTES = 12_000_000
BEGINNING = 262_144
AT_ONCE = 200
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
DATE = re.compile(rb'INTERNALDATE "([^"]+)"')


class CannotFetch(Exception):
    """The mail server or our way to it is at fault; the text is for staff and holds no password."""


def poll() -> int:
    """Fetch what is new, for a bounded time; the number of mails kept. Raises `CannotFetch`."""
    imap, at = settings.INBOUND_IMAP, timezone.now()
    mailbox, _new = Mailbox.objects.get_or_create(name=f"{imap.user} at {imap.host}/{imap.folder}"[:300])
    try:
        with _connected(imap) as box:
            kept = _fetch_all(box, mailbox, imap.after)
    except (OSError, imaplib.IMAP4.error, ImapToolsError) as error:
        reason = _harmless(error)
        actions.note_look(mailbox=mailbox, error=reason, at=at)
        raise CannotFetch(reason) from None
    actions.note_look(mailbox=mailbox, at=at)
    return kept


@contextmanager
def _connected(imap: Any) -> Iterator[BaseMailBox]:
    """A mailbox with its folder open; certificates are checked against the machine's."""
    tls = ssl.create_default_context()
    where = {"host": imap.host, "port": imap.port, "timeout": CONNECT_SECONDS}
    kinds = {
        "imaps": lambda: MailBox(**where, ssl_context=tls),
        "imap+tls": lambda: MailBoxStartTls(**where, ssl_context=tls),
        "imap": lambda: MailBoxUnencrypted(**where),
    }
    box = kinds[imap.security]()
    try:
        box.login(imap.user, imap.password, imap.folder)
        yield box
    finally:
        try:
            box.logout()
        except (OSError, imaplib.IMAP4.error, ImapToolsError):
            with suppress(OSError):
                box.client.shutdown()


def _fetch_all(box: BaseMailBox, mailbox: Mailbox, after: str) -> int:
    ends_at, kept = time.monotonic() + SECONDS, 0
    for uid in _new(box, mailbox)[:AT_ONCE]:
        if time.monotonic() > ends_at:
            break
        kept += _keep(box, uid)
        mailbox.last_uid = uid
        mailbox.save(update_fields=["last_uid"])
        _put_away(box, uid, after)
    return kept


def _new(box: BaseMailBox, mailbox: Mailbox) -> list[int]:
    """Numbers not fetched yet, in order; of those from before our time only the unseen."""
    told = box.folder.status(options=["UIDVALIDITY", "UIDNEXT"])
    if told["UIDVALIDITY"] != mailbox.validity:
        mailbox.validity, mailbox.began_uid, mailbox.last_uid = told["UIDVALIDITY"], told["UIDNEXT"], 0
        mailbox.save(update_fields=["validity", "began_uid", "last_uid"])
    found = {int(uid) for uid in box.uids(f"UID {mailbox.last_uid + 1}:*")}
    if mailbox.last_uid + 1 < mailbox.began_uid:
        unseen = {int(uid) for uid in box.uids("UNSEEN")}
        found = {uid for uid in found if uid >= mailbox.began_uid or uid in unseen}
    return sorted(uid for uid in found if uid > mailbox.last_uid)  # "n:*" gives the last one even below n


def _keep(box: BaseMailBox, uid: int) -> int:
    """One mail; of a huge one the beginning. 0 when somebody has taken it away meanwhile."""
    about = b" ".join(_plain(box.client.uid("fetch", str(uid), "(RFC822.SIZE INTERNALDATE)")))
    told = SIZE.search(about)
    if told is None:
        return 0
    size = int(told[1])
    wanted = "BODY.PEEK[]" if size <= MOST_BYTES else f"BODY.PEEK[]<0.{BEGINNING}>"
    raw = _literal(box.client.uid("fetch", str(uid), f"({wanted})"))
    if raw is None:
        return 0
    # A server's line ends may make its size differ from the bytes it sends: only what we cut is cut.
    real = size if size > MOST_BYTES else len(raw)
    actions.keep(raw=raw, via="imap", sent_at=_moment(about), size=real, by=SYSTEM, at=timezone.now())
    return 1


def _put_away(box: BaseMailBox, uid: int, after: str) -> None:
    if after:
        box.move([str(uid)], after)
    else:
        box.flag([str(uid)], "\\Seen", True)


def _plain(answer: tuple[str, list[Any]]) -> Iterator[bytes]:
    for line in answer[1] or ():
        if isinstance(line, bytes):
            yield line
        elif isinstance(line, tuple):
            yield from (part for part in line if isinstance(part, bytes))


def _literal(answer: tuple[str, list[Any]]) -> bytes | None:
    return next((line[1] for line in answer[1] or () if isinstance(line, tuple)), None)


def _moment(about: bytes) -> datetime | None:
    """When the mail server got it: " 2-Mar-2026 12:00:00 +0100"."""
    found = DATE.search(about)
    if not found:
        return None
    try:
        moment = parsedate_to_datetime(found[1].decode("ascii").strip().replace("-", " ", 2))
    except (ValueError, UnicodeError, TypeError):
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None


def _harmless(error: Exception) -> str:
    """What staff may read: an answer of the server, without what we sent it."""
    text = re.sub(r"[\x00-\x1f\x7f]+", " ", str(error) or type(error).__name__)
    imap = settings.INBOUND_IMAP
    return text.replace(imap.password, "…")[:300]
