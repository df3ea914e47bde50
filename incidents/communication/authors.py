"""Who has written the words of an update, and with which right another answers for them."""

from core.audit.models import AuditEvent
from incidents.communication.models import Update

SIGN = "incidents.sign_update"
WROTE = ("incidents.update.drafted", "incidents.update.revised")


def of(update: Update) -> frozenset[int]:
    """The people behind whoever drafted or changed `update`; empty where only the clock did."""
    wrote = AuditEvent.objects.filter(object_type="incidents.update", object_ref=str(update.pk), kind__in=WROTE)
    return frozenset(pk for pk in wrote.values_list("actor_user_id", flat=True) if pk is not None)
