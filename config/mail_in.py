"""Where customers' mail comes in, from the environment."""

import os
import re
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PORTS = {"imaps": 993, "imap+tls": 143, "imap": 143}
ADDRESS = re.compile(r"[a-z0-9._-]{1,30}@[a-z0-9](?:[a-z0-9.-]{0,200}[a-z0-9])?", re.IGNORECASE)
AUTHSERV_ID = re.compile(r"[a-z0-9_](?:[a-z0-9._:-]{0,200}[a-z0-9])?")
EXAMPLE = "imaps://reply%40example.org:password@mail.example.org/INBOX"


@dataclass(frozen=True, slots=True)
class Imap:
    """A mailbox to read. `after` is the folder that mail goes to when it is kept; empty: it stays, marked as seen."""

    security: str  # a key of PORTS
    host: str
    port: int
    user: str
    password: str
    folder: str
    after: str


def address() -> str:
    """INBOUND_EMAIL: the address customers write and answer to; empty where no mail comes in."""
    value = os.environ.get("INBOUND_EMAIL", "").strip()
    if value and not ADDRESS.fullmatch(value):
        raise ImproperlyConfigured(
            f"INBOUND_EMAIL={value!r} can't be used. Give a plain address of at most 30 letters before the @, "
            "to which the mail server also delivers what has a + and more behind its name: reply@example.org"
        )
    return value


def imap() -> Imap | None:
    """INBOUND_IMAP_URL: imaps://user:password@host/INBOX, with ?move=Folder to move what has been kept."""
    value = os.environ.get("INBOUND_IMAP_URL", "")
    if not value:
        return None
    try:
        parts = urlsplit(value)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        raise _unusable("its port is no number") from None
    if parts.scheme not in PORTS:
        raise _unusable("it must begin with imaps:// (or imap+tls://)")
    if not parts.hostname or not parts.username or not parts.password:
        raise _unusable("it needs a user, a password and a host")
    if parts.scheme == "imap" and parts.hostname not in {"127.0.0.1", "::1", "localhost"}:
        raise _unusable("imap:// would send the password in clear to another machine")
    after = parse_qs(parts.query).get("move", [""])[0]
    folder = unquote(parts.path.strip("/")) or "INBOX"
    return Imap(parts.scheme, parts.hostname, port, unquote(parts.username), unquote(parts.password), folder, after)


def _unusable(why: str) -> ImproperlyConfigured:
    """Without the value: it holds a password."""
    return ImproperlyConfigured(
        f"INBOUND_IMAP_URL can't be used: {why}. Example: INBOUND_IMAP_URL={EXAMPLE} "
        "(write an @ in the user as %40, and every other special character of the password as %XX)."
    )


def provider() -> dict[str, str]:
    """INBOUND_MAIL_FROM (mailgun, postmark) and INBOUND_MAIL_SECRET: who may hand us mail by webhook."""
    name, secret = os.environ.get("INBOUND_MAIL_FROM", ""), os.environ.get("INBOUND_MAIL_SECRET", "")
    if not name and not secret:
        return {}
    cures = {
        "mailgun": "Mailgun's HTTP webhook signing key",
        "postmark": "the user:password you put into the webhook's address at Postmark",
    }
    if name not in cures:
        raise ImproperlyConfigured(
            f"INBOUND_MAIL_FROM={name!r} is no provider we can check. Use one of {', '.join(cures)}, "
            "or leave it and INBOUND_MAIL_SECRET empty."
        )
    if len(secret) < 16 or not secret.isascii() or (name == "postmark" and ":" not in secret):
        raise ImproperlyConfigured(
            f"INBOUND_MAIL_SECRET must hold {cures[name]} (at least 16 characters): "
            "without it anybody could write to you in anybody's name."
        )
    return {name: secret}


def authserv_ids() -> list[str]:
    """INBOUND_AUTHSERV_ID: the names under which our own receiving servers say whether a sender is proven."""
    names = [each.strip().lower() for each in os.environ.get("INBOUND_AUTHSERV_ID", "").split(",") if each.strip()]
    wrong = next((each for each in names if not AUTHSERV_ID.fullmatch(each)), "")
    if wrong:
        raise ImproperlyConfigured(
            f"INBOUND_AUTHSERV_ID={wrong!r} can't be used. Give the first word of the Authentication-Results headers "
            "your mail server adds, like mx.example.org; several with commas between."
        )
    return names


def settings() -> dict[str, object]:
    """All of it; mail that can't be answered to its thread is still taken, so each may stand alone."""
    return {
        "INBOUND_EMAIL": address(),
        "INBOUND_IMAP": imap(),
        "INBOUND_MAIL": provider(),
        "INBOUND_AUTHSERV_IDS": authserv_ids(),
    }
