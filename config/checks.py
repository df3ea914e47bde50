"""What must hold before Candor starts; every message names the cure."""

import ipaddress
import os
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register


@register(Tags.security)
def proxies_are_networks(**_: object) -> list[CheckMessage]:
    """TRUSTED_PROXIES decides whose word about a client's address counts; a typo must not open it."""
    wrong = [value for value in settings.TRUSTED_PROXIES if not _is_network(value)]
    if not wrong:
        return []
    return [
        Error(
            f"TRUSTED_PROXIES holds {', '.join(wrong)}, which is no address or network.",
            hint="Give addresses or networks separated by commas: TRUSTED_PROXIES=10.0.0.4,10.1.0.0/16",
            id="candor.E001",
        )
    ]


@register(Tags.security)
def tls_has_a_proxy(**_: object) -> list[CheckMessage]:
    if not settings.PUBLIC_URL.startswith("https://") or settings.TRUSTED_PROXIES:
        return []
    return [
        Warning(
            "PUBLIC_URL is https, but no proxy is trusted to say that a request came over TLS.",
            hint="Set TRUSTED_PROXIES to the address of the web server that ends TLS.",
            id="candor.W001",
        )
    ]


@register(Tags.security)
def public_host_is_allowed(**_: object) -> list[CheckMessage]:
    host = urlsplit(settings.PUBLIC_URL).hostname
    allowed = settings.ALLOWED_HOSTS
    if "*" in allowed or host in allowed or any(name.startswith(".") and f".{host}".endswith(name) for name in allowed):
        return []
    return [
        Error(
            f"PUBLIC_URL's host {host} is not in ALLOWED_HOSTS: every link in a mail would end in an error.",
            hint=f"Add it: ALLOWED_HOSTS={','.join([*allowed, str(host)])}",
            id="candor.E002",
        )
    ]


@register(Tags.files)
def snapshots_can_be_written(**_: object) -> list[CheckMessage]:
    folder = settings.SNAPSHOT_DIR
    if _is_writable(folder):
        return []
    return [
        Error(
            f"SNAPSHOT_DIR {folder} can't be written, so the status page could not survive a restart.",
            hint="Create it and give it to the user Candor runs as, or set SNAPSHOT_DIR to another folder.",
            id="candor.E003",
        )
    ]


@register(Tags.files)
def exports_can_be_written(**_: object) -> list[CheckMessage]:
    """A web server hands out all of EXPORT_DIR: it must hold nothing else of ours."""
    folder = settings.EXPORT_DIR
    if folder is None:
        return []
    if not folder.is_absolute():
        return [
            Error(
                f"EXPORT_DIR {folder} depends on the folder Candor is started in.",
                hint="Give its whole path: EXPORT_DIR=/var/lib/candor/export",
                id="candor.E004",
            )
        ]
    ours = (settings.VAR_DIR, settings.SNAPSHOT_DIR, settings.BASE_DIR)
    if any(Path(each).resolve().is_relative_to(folder.resolve()) for each in ours):
        return [
            Error(
                f"EXPORT_DIR {folder} holds Candor's own files; a web server would hand out database and secret.",
                hint="Set it to an empty folder of its own: EXPORT_DIR=/var/lib/candor/export",
                id="candor.E005",
            )
        ]
    if _is_writable(folder):
        return []
    return [
        Error(
            f"EXPORT_DIR {folder} can't be written, so the exported pages would grow old unnoticed.",
            hint="Create it and give it to the user Candor runs as, or leave EXPORT_DIR empty to export nothing.",
            id="candor.E006",
        )
    ]


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
