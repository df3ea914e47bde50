"""What the demo speaks through beside mail: a chat room, a social account and a telephone, all in its own mailbox."""

from datetime import datetime

from django.conf import settings

from core.actor import SYSTEM
from incidents.outlets import actions
from incidents.outlets.models import Outlet
from incidents.subscribers import actions as subscribers

ROOM, SOCIAL, TEAM = "Operations room", "Palomine on social", "Incident team"
TELEPHONE = "+33639981234"  # of the numbers kept for fiction


def speak(base_url: str, at: datetime) -> None:
    """Enter them, or point them at the address of this start."""
    room, social = f"{base_url}/demo/mail/hooks/operations-room/", f"{base_url}/demo/mail/social"
    team = f"{base_url}/demo/mail/hooks/incident-team/"
    known = {outlet.name: outlet for outlet in Outlet.objects.filter(name__in=[ROOM, SOCIAL, TEAM])}
    if ROOM not in known:
        actions.create(name=ROOM, channel="chat", secret=room, audience="technical", by=SYSTEM, at=at)
    elif known[ROOM].secret != room:
        actions.change(outlet=known[ROOM], secret=room, by=SYSTEM, at=at)
    if TEAM not in known:
        actions.create(name=TEAM, channel="chat", secret=team, audience="staff", reader="staff", by=SYSTEM, at=at)
    elif known[TEAM].secret != team:
        actions.change(outlet=known[TEAM], secret=team, by=SYSTEM, at=at)
    if SOCIAL not in known:
        actions.create(name=SOCIAL, channel="mastodon", address=social, secret="demo", by=SYSTEM, at=at)
    elif known[SOCIAL].address != social:
        actions.change(outlet=known[SOCIAL], address=social, secret="demo", by=SYSTEM, at=at)
    if settings.SMS:
        subscribers.add(channel="sms", address=TELEPHONE, language="fr", origin="demo", by=SYSTEM, at=at)
