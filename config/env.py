"""Read the environment once, and stop with the cure when a value can't be used."""

import ipaddress
import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from incidents.statuspages import objects

BASE_DIR = Path(__file__).resolve().parent.parent
DEVELOPMENT_URL = "http://127.0.0.1:8000"

env = environ.Env()


def var_dir() -> Path:
    """The one folder for database, secret, snapshots and collected static files."""
    path = Path(os.environ.get("VAR_DIR") or BASE_DIR / "var")
    path.mkdir(parents=True, exist_ok=True)
    return path


def folder(name: str) -> Path | None:
    """A folder, or None where the value is empty."""
    value = os.environ.get(name, "")
    return Path(value) if value else None


def export_url() -> str:
    """EXPORT_URL: s3://bucket/prefix?endpoint=https://…&region=…, or empty."""
    value = os.environ.get("EXPORT_URL", "")
    try:
        if value:
            objects.parse(value)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"EXPORT_URL={value!r} can't be used: {error}. Example: "
            "s3://status-page/live?endpoint=https://objects.example.com&region=eu-west-1"
        ) from None
    return value


def flag(name: str, *, default: bool) -> bool:
    """A yes/no value; anything but 1, 0, true, false, yes, no, on, off stops the start."""
    raw = os.environ.get(name, "")
    if not raw:
        return default
    if raw.lower() in {"1", "true", "yes", "on"}:
        return True
    if raw.lower() in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}={raw!r} is neither yes nor no. Set {name}=1 or {name}=0.")


def secret_key() -> str:
    """SECRET_KEY, or a key made on first start and kept readable by its owner only."""
    given = os.environ.get("SECRET_KEY", "")
    if given:
        if len(given) < 32:
            raise ImproperlyConfigured(
                "SECRET_KEY is shorter than 32 characters. Set a longer one, for instance from "
                "python -c 'import secrets; print(secrets.token_urlsafe(48))'."
            )
        return given
    path = var_dir() / "secret_key"
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


def public_url() -> str:
    """PUBLIC_URL without a trailing slash: links in mails and feeds are built from it."""
    value = os.environ.get("PUBLIC_URL") or DEVELOPMENT_URL
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path not in {"", "/"}:
        raise ImproperlyConfigured(
            f"PUBLIC_URL={value!r} is not an address of the form https://status.example.com. "
            "Set it to the address readers open, without a path."
        )
    return value.rstrip("/")


def database(name: str = "DATABASE_URL") -> dict[str, object]:
    """Django's settings for the database; SQLite in the var folder unless told otherwise."""
    url = os.environ.get(name) or f"sqlite:///{var_dir() / 'candor.sqlite3'}"
    if url.startswith("sqlite"):
        config = env.db_url_config(url)
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
        return config
    if not url.startswith(("postgres://", "postgresql://")):
        raise ImproperlyConfigured(
            f"{name} must start with sqlite:/// or postgres://. "
            "Example: postgres://candor:password@db.internal:5432/candor"
        )
    config = env.db_url_config(url)
    config["CONN_MAX_AGE"] = 600
    config["CONN_HEALTH_CHECKS"] = True
    # Compiling a query costs more than running it here: who hears of an event among 100,000, 0.9 s against 0.1 s.
    config["OPTIONS"] = {"connect_timeout": 3, "options": "-c jit=off"}
    return config


def email() -> dict[str, object]:
    """SMTP settings from EMAIL_URL (smtp://user:password@host:port, smtp+tls://, smtp+ssl://)."""
    url = os.environ.get("EMAIL_URL") or "smtp://127.0.0.1:1025"
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtp+tls", "smtp+ssl"} or not parts.hostname:
        raise ImproperlyConfigured(
            "EMAIL_URL must look like smtp+tls://user:password@mail.example.com:587 "
            "(smtp://, smtp+tls:// or smtp+ssl://)."
        )
    return env.email_url_config(url)


def mail_events() -> dict[str, str]:
    """MAIL_EVENTS_FROM (mailgun, postmark) and MAIL_EVENTS_SECRET: who may tell what became of a mail."""
    provider, secret = os.environ.get("MAIL_EVENTS_FROM", ""), os.environ.get("MAIL_EVENTS_SECRET", "")
    if not provider and not secret:
        return {}
    cures = {
        "mailgun": "Mailgun's HTTP webhook signing key",
        "postmark": "the user:password you put into the webhook's address at Postmark",
    }
    if provider not in cures:
        raise ImproperlyConfigured(
            f"MAIL_EVENTS_FROM={provider!r} is no provider we can check. Use one of {', '.join(cures)}, "
            "or leave it and MAIL_EVENTS_SECRET empty."
        )
    too_weak = len(secret) < 16 or not secret.isascii() or (provider == "postmark" and ":" not in secret)
    if too_weak:
        raise ImproperlyConfigured(
            f"MAIL_EVENTS_SECRET must hold {cures[provider]} (at least 16 characters): "
            "without it anybody could silence your subscribers."
        )
    return {provider: secret}


def outbound_allow() -> list[str]:
    """OUTBOUND_ALLOW: networks or host:port on our own side that webhooks may call all the same."""
    entries = env.list("OUTBOUND_ALLOW", default=[])
    for entry in entries:
        network, colon, port = entry.rpartition(":") if entry.count(":") == 1 else (entry, "", "")
        try:
            ipaddress.ip_network(network, strict=False)
        except ValueError:
            network = ""
        if not network or (colon and not port.isdigit()):
            raise ImproperlyConfigured(
                f"OUTBOUND_ALLOW={entry!r} is neither a network (10.1.0.0/16) nor an address with a port "
                "(127.0.0.1:9000). Separate several by commas."
            )
    return entries


def alarm_contacts() -> list[str]:
    """ALARM_CONTACTS: who is told when messages do not leave: mailto:somebody@example.com, https://…"""
    contacts = env.list("ALARM_CONTACTS", default=[])
    for contact in contacts:
        if not contact.startswith(("mailto:", "https://", "http://")):
            raise ImproperlyConfigured(
                f"ALARM_CONTACTS={contact!r} is neither mailto:name@example.com nor the address of a webhook "
                "(https://…). Separate several by commas."
            )
    return contacts
