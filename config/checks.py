"""What must hold before Candor starts; every message names the cure."""

import ipaddress
import json
import os
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from config import sms


@register(Tags.security)
def proxies_are_networks(**_: object) -> list[CheckMessage]:
    """TRUSTED_PROXIES decides whose word about a client's address counts; a typo must not open it."""
    wrong = [value for value in settings.TRUSTED_PROXIES if not _is_network(value)]
    if not wrong:
        return []
    return _says(
        "E001",
        f"TRUSTED_PROXIES holds {', '.join(wrong)}, which is no address or network.",
        hint="Give addresses or networks separated by commas: TRUSTED_PROXIES=10.0.0.4,10.1.0.0/16",
    )


@register(Tags.security)
def tls_has_a_proxy(**_: object) -> list[CheckMessage]:
    if not settings.PUBLIC_URL.startswith("https://") or settings.TRUSTED_PROXIES:
        return []
    return _says(
        "W001",
        "PUBLIC_URL is https, but no proxy is trusted to say that a request came over TLS.",
        hint="Set TRUSTED_PROXIES to the address of the web server that ends TLS.",
    )


@register(Tags.security)
def public_host_is_allowed(**_: object) -> list[CheckMessage]:
    host = urlsplit(settings.PUBLIC_URL).hostname
    allowed = settings.ALLOWED_HOSTS
    if "*" in allowed or host in allowed or any(name.startswith(".") and f".{host}".endswith(name) for name in allowed):
        return []
    return _says(
        "E002",
        f"PUBLIC_URL's host {host} is not in ALLOWED_HOSTS: every link in a mail would end in an error.",
        hint=f"Add it: ALLOWED_HOSTS={','.join([*allowed, str(host)])}",
    )


@register(Tags.files)
def snapshots_can_be_written(**_: object) -> list[CheckMessage]:
    folder = settings.SNAPSHOT_DIR
    if _is_writable(folder):
        return []
    return _says(
        "E003",
        f"SNAPSHOT_DIR {folder} can't be written, so the status page could not survive a restart.",
        hint="Create it and give it to the user Candor runs as, or set SNAPSHOT_DIR to another folder.",
    )


@register(Tags.files)
def exports_can_be_written(**_: object) -> list[CheckMessage]:
    """A web server hands out all of EXPORT_DIR: it must hold nothing else of ours."""
    folder = settings.EXPORT_DIR
    if folder is None:
        return []
    if not folder.is_absolute():
        return _says(
            "E004",
            f"EXPORT_DIR {folder} depends on the folder Candor is started in.",
            hint="Give its whole path: EXPORT_DIR=/var/lib/candor/export",
        )
    ours = (settings.VAR_DIR, settings.SNAPSHOT_DIR, settings.BASE_DIR)
    if any(Path(each).resolve().is_relative_to(folder.resolve()) for each in ours):
        return _says(
            "E005",
            f"EXPORT_DIR {folder} holds Candor's own files; a web server would hand out database and secret.",
            hint="Set it to an empty folder of its own: EXPORT_DIR=/var/lib/candor/export",
        )
    if _is_writable(folder):
        return []
    return _says(
        "E006",
        f"EXPORT_DIR {folder} can't be written, so the exported pages would grow old unnoticed.",
        hint="Create it and give it to the user Candor runs as, or leave EXPORT_DIR empty to export nothing.",
    )


@register(Tags.files)
def playbooks_stay_inside(**_: object) -> list[CheckMessage]:
    """Playbooks are for staff: they must not lie where a web server hands out files to everybody."""
    folder, public = settings.PLAYBOOK_DIR, settings.EXPORT_DIR
    if folder is None:
        return []
    if public and folder.resolve().is_relative_to(public.resolve()):
        return _says(
            "E011",
            f"PLAYBOOK_DIR {folder} lies in EXPORT_DIR, which everybody can read.",
            hint="Give it a folder of its own: PLAYBOOK_DIR=/var/lib/candor/playbooks",
        )
    if folder.is_absolute() and _is_writable(folder):
        return []
    return _says(
        "E012",
        f"PLAYBOOK_DIR {folder} can't be written, so the printable playbooks would grow old unnoticed.",
        hint="Give its whole path and give it to the user Candor runs as, or leave PLAYBOOK_DIR empty.",
    )


@register()
def sms_says_something(**_: object) -> list[CheckMessage]:
    """A gateway that is sent no number or no text would take every message and deliver none."""
    if settings.SMS is None:
        return []
    body = json.dumps(settings.SMS.body)
    missing = [place for place in ("{to}", "{text}") if place not in body]
    if missing:
        return _says(
            "E007",
            f"SMS_BODY has no {' and no '.join(missing)}: the gateway would not be told.",
            hint=f"Write the body as your gateway wants it, for instance SMS_BODY='{sms.BODY}'",
        )
    if settings.SMS.token:
        return []
    return _says(
        "W002",
        "SMS_URL is set without SMS_TOKEN: the gateway is asked without saying who we are.",
        hint="Set SMS_TOKEN, or silence this check if the gateway knows us by our address.",
    )


@register(Tags.files)
def objects_can_be_written(**_: object) -> list[CheckMessage]:
    """The library is an extra: who exports nothing to a store needs none of it."""
    if not settings.EXPORT_URL or (find_spec("storages") and find_spec("boto3")):
        return []
    return _says(
        "E008",
        "EXPORT_URL names an object store, but django-storages and boto3 are not installed.",
        hint="Install them beside Candor (.venv/bin/pip install '.[s3]'), or leave EXPORT_URL empty.",
    )


def _says(number: str, words: str, *, hint: str) -> list[CheckMessage]:
    """E is an error and stops the start, W a warning."""
    level = Error if number.startswith("E") else Warning
    return [level(words, hint=hint, id=f"candor.{number}")]


def _is_writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return os.access(folder, os.W_OK)
    except OSError:
        return False


def _is_network(value: str) -> bool:
    try:
        ipaddress.ip_network(value, strict=False)
    except ValueError:
        return False
    return True
