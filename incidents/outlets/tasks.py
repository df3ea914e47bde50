"""What the queue names here; each is safe to run twice."""

from django.utils import timezone

from core.actor import SYSTEM
from core.delivery import networks
from core.web import guarded
from incidents.outlets import actions, audience
from incidents.outlets.models import Outlet


def note_refusal(recipient: str, reason: str) -> None:
    for outlet in Outlet.objects.filter(pk__in=audience.ids([recipient])):
        actions.refused(outlet=outlet, reason=reason, by=SYSTEM, at=timezone.now())


def note_gone(recipient: str, reason: str) -> None:
    for outlet in Outlet.objects.filter(pk__in=audience.ids([recipient])):
        actions.refused(outlet=outlet, reason=reason, gone=True, by=SYSTEM, at=timezone.now())


def note_answers(recipients: str) -> None:
    """`recipients` separated by spaces: one wake-up for a whole batch."""
    actions.answered(ids=audience.ids(recipients.split()))


def learn(outlet_id: int) -> None:
    """Ask the network how much one message may hold; one that says nothing keeps the usual rule."""
    outlet = Outlet.objects.filter(pk=outlet_id).first()
    network = networks.with_accounts().get(outlet.channel) if outlet else None
    if outlet is None or network is None or network.account is None or network.account.learn is None:
        return
    client = guarded.Client()
    try:
        limit = network.account.learn(client, outlet.address, outlet.secret)
    except (guarded.AddressRefused, guarded.Unreachable):
        return
    finally:
        client.close()
    actions.note_limit(outlet=outlet, limit=limit, by=SYSTEM, at=timezone.now())
