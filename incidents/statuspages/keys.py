"""Signed links that open a private page, and nothing else.

A token is "<public id>-<key version>-<end>.<signature>"; an end of 0 means none. It stands in the link and,
once the link was opened, in a cookie of the page's host: raising the page's `key_version` ends both.
"""

from datetime import UTC, datetime

from django.core.signing import BadSignature, Signer

from incidents.statuspages.models import StatusPage


def make(statuspage: StatusPage, *, until: datetime | None) -> str:
    """A token that opens `statuspage` before `until`, or until its key changes."""
    end = int(until.timestamp()) if until else 0
    return _signer().sign(f"{statuspage.public_id}-{statuspage.key_version}-{end}")


def opens(statuspage: StatusPage, token: str, *, at: datetime) -> bool:
    """Whether `token` was made for this page with its present key, and its end has not come."""
    try:
        public_id, version, end = _signer().unsign(token).split("-")
    except (BadSignature, ValueError):
        return False
    fits = (public_id, version) == (statuspage.public_id, str(statuspage.key_version))
    return fits and (end == "0" or int(end) > at.timestamp())


def until(token: str) -> datetime | None:
    """When a token that opens something ends."""
    end = int(token.partition(".")[0].rsplit("-", 1)[1])
    return datetime.fromtimestamp(end, UTC) if end else None


def _signer() -> Signer:
    return Signer(sep=".", salt="incidents.statuspages.link")
