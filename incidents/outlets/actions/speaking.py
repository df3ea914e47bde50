"""Try an account before it is needed, and call staff through those that are theirs."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from core.actor import Actor, require
from core.audit import actions as audit
from core.delivery import actions as delivery
from core.delivery.actions import Words
from core.delivery.models import Broadcast
from core.delivery.states import Priority
from incidents.outlets import audience as readers
from incidents.outlets import policies, staff
from incidents.outlets.models import Outlet


def tell_staff(
    *,
    key: str,
    label: str,
    words: Callable[[str], tuple[str, str]],
    audience: str,
    args: dict[str, Any],
    by: Actor,
    at: datetime,
) -> list[str]:
    """Owe (heading, text) of `words(language)` once to every room of staff concerned; the names of the rooms.

    `audience` names the provider asked again at the moment of sending: a `recipients` of
    `incidents.outlets.staff`, and a `still_wanted` that says no once the call is needless. The
    caller has asked whether `by` may.
    """
    rooms = list(staff.hearing(args).order_by("name").values_list("name", "audience_id", "channel", "language"))
    if not rooms:
        return []
    said = {language: words(language) for language in {row[3] for row in rooms}}
    contents = [Words(*kind, *said[kind[2]]) for kind in sorted({row[1:] for row in rooms})]
    urgent = {"priority": Priority.URGENT, "by": by, "at": at}
    delivery.owe(key=key, label=label, contents=contents, audience=audience, audience_args=args, **urgent)
    return [row[0] for row in rooms]


def test(*, outlet: Outlet, by: Actor, at: datetime) -> Broadcast:
    """Owe it a message marked as a test, over the road every update takes; at most one a second.

    A silenced outlet is tried, too. Where a network can show it to the account alone, it does.
    """
    require(policies.can_use, by, outlet)
    with translation.override(outlet.language):
        host = urlsplit(settings.PUBLIC_URL).hostname or ""
        subject = _("Test message")
        text = _("This is a test message from %(host)s. Nothing has happened, and there is nothing to do.")
        words = text % {"host": host}
    audit.record("incidents.outlet.tested", on=outlet, by=by, at=at)
    return delivery.owe_one(
        key=f"outlets.test:{outlet.pk}:{at:%Y%m%d%H%M%S}",
        label=f"{subject}: {outlet.name}",
        channel=outlet.channel,
        address=outlet.address,
        recipient=outlet.recipient,
        language=outlet.language,
        subject=subject,
        text=f"{words}\n{settings.PUBLIC_URL}/",
        payload={"visibility": "direct"},
        audience=readers.NAME,  # for the secret that lets us in
        by=by,
        at=at,
    )
