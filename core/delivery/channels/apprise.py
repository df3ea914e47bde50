"""Every other network, through Apprise: one target per delivery.

Apprise makes its own requests, past our guarded client. So only what staff with the right have
entered is called, only kinds of targets that talk to a network (nothing that runs a program, writes
a file or speaks to this machine's desktop), and a server that staff chose is looked up first like a
webhook's. Redirects, retries and templates of its own are off. It tells no Retry-After and no
receipt; the status is read from what it logs.
"""

import re
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.delivery.crew import HttpChannel
from core.delivery.limits import limit
from core.delivery.networks import Account, Network, Unusable
from core.delivery.parcels import Parcel
from core.delivery.replies import Outcome, Result, of_http
from core.text import lengths
from core.web import guarded

# The server stands in the target itself, so it is checked: scheme → how it is called.
HOSTED = {
    **dict.fromkeys(("json", "xml", "form", "gotify", "matrix", "mmost", "nctalk", "ntfy", "rocket", "signal"), "http"),
    **dict.fromkeys(
        ("jsons", "xmls", "forms", "gotifys", "matrixs", "mmosts", "nctalks", "ntfys", "rockets", "signals"), "https"
    ),
}
# Their server is the service's own.
SERVICES = frozenset(
    (
        *("bluesky", "discord", "feishu", "gchat", "guilded", "ilert", "lark", "line"),
        *("opsgenie", "pagerduty", "pbul", "pover", "prowl", "pushy", "slack", "spike", "squadcast", "tgram"),
        *("twist", "victorops", "webex", "wxteams", "workflows", "zulip", "zoom"),
    )
)
STATUS = re.compile(r"error=(\d{3})\b")
MOST = 1_000


def call(client: guarded.Client, parcel: Parcel) -> Result:
    target = next(iter(parcel.personal.secrets), "")
    try:
        check("", target)
    except Unusable as problem:
        return Result(Outcome.REFUSED, str(problem), address_is_bad=True)
    # Not at the top: importing it takes a third of a second, and only a worker ever needs it.
    library: Any = import_module("apprise")
    asset = library.AppriseAsset(
        app_id="Candor",
        http_redirects=False,
        allow_templates=False,
        async_mode=False,
        service_timeout=limit("HTTP_SECONDS"),
    )
    service = library.Apprise.instantiate(_without_options(target), asset=asset, suppress_exceptions=True)
    if service is None:
        return Result(Outcome.REFUSED, "Apprise can't use this target", address_is_bad=True)
    speaker = library.Apprise(asset=asset)
    speaker.add(service)
    told = speaker.notify(
        title=parcel.content.subject,
        body=_cut(parcel.text, service.body_maxlen),
        body_format=library.NotifyFormat.TEXT,
    )
    return _judged(told)


def _judged(told: Any) -> Result:
    if told:
        return Result(Outcome.SENT, "taken by Apprise")
    lines = [str(line) for service in told for attempt in service for line in attempt]
    found = STATUS.search(" ".join(lines))
    if found is None:
        return Result(Outcome.RETRY, "Apprise could not deliver it")
    return of_http(int(found[1]), at=timezone.now())


def _cut(text: str, most: int) -> str:
    """A service with less room than our own rule gets less; the last line, the link, stays whole."""
    head, newline, tail = text.rpartition("\n")
    if not newline:
        return text
    return lengths.fit(head, newline + tail, lengths.Characters(most))


def _without_options(target: str) -> str:
    """Apprise's own retries and waits would hold our worker: the outbox does both."""
    return re.sub(r"([?&])(retry|wait|redirect|rto|cto|store|overflow)=[^&#]*", r"\1", target, flags=re.IGNORECASE)


def check(address: str, secret: str) -> tuple[str, str]:
    """The whole target is the secret; its kind may be shown. Raises `Unusable`."""
    scheme = secret.partition("://")[0].lower()
    if "://" not in secret or scheme not in SERVICES | HOSTED.keys():
        kinds = ", ".join(sorted(SERVICES | HOSTED.keys()))
        raise Unusable(secret=_("Give one Apprise target that begins with one of: %(kinds)s.") % {"kinds": kinds})
    if re.search(r"[\s,;]\S*://|[\x00-\x20\x7f]", secret):
        raise Unusable(secret=_("One target each: several would be told twice when one of them fails."))
    if scheme not in HOSTED:
        return f"{scheme}://…", secret
    try:
        parts = urlsplit(secret)
        host, port = parts.hostname or "", f":{parts.port}" if parts.port else ""
        guarded.check_url(f"{HOSTED[scheme]}://{host}{port}/")
    except ValueError as refused:  # AddressRefused is one
        raise Unusable(secret=str(refused)) from None
    return f"{scheme}://{host}{port}/…", secret


CHANNEL = HttpChannel(
    "apprise",
    call,
    label=_("Other networks"),
    receiver=lambda parcel: parcel.claimed.recipient,
    network=Network(
        name="apprise",
        label=_("Other networks (Apprise)"),
        takes="chat",
        rule=lambda: lengths.Characters(MOST),
        headed=True,
        closed=True,
        account=Account(
            address=_("Leave this empty."),
            secret=_("One Apprise target, like discord://webhook_id/webhook_token or tgram://bot_token/chat_id."),
            check=check,
        ),
    ),
)
