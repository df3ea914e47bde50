"""An audit event as a sentence a person can read."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.audit.models import AuditEvent

# The past participle of the kind, as the predicate of a sentence. A kind that is missing here is
# shown by its own word, so that a new action is readable before it is translated.
VERBS = {
    "acknowledged": gettext_lazy("acknowledged"),
    "answered": gettext_lazy("answered"),
    "asked": gettext_lazy("asked for"),
    "assigned": gettext_lazy("gave a role on"),
    "bounced": gettext_lazy("heard that it did not arrive:"),
    "cancelled": gettext_lazy("cancelled"),
    "classified": gettext_lazy("classified"),
    "closed": pgettext_lazy("audit", "closed"),
    "confirmed": gettext_lazy("confirmed"),
    "created": gettext_lazy("created"),
    "changed": gettext_lazy("changed"),
    "complained": gettext_lazy("heard a complaint of spam from"),
    "corrected": gettext_lazy("corrected"),
    "declared": gettext_lazy("declared"),
    "deleted": gettext_lazy("deleted"),
    "discarded": gettext_lazy("discarded"),
    "drafted": gettext_lazy("drafted"),
    "handed_over": gettext_lazy("handed over a role on"),
    "imported": gettext_lazy("imported"),
    "merged": gettext_lazy("merged"),
    "noted": gettext_lazy("wrote a note on"),
    "progressed": gettext_lazy("moved on"),
    "published": gettext_lazy("published"),
    "quarantined": gettext_lazy("quarantined"),
    "reactivated": gettext_lazy("reactivated"),
    "recovered": gettext_lazy("recorded a recovery on"),
    "redriven": gettext_lazy("sent again"),
    "refused": gettext_lazy("was refused at"),
    "released": gettext_lazy("gave back a role on"),
    "renamed": gettext_lazy("renamed"),
    "reopened": gettext_lazy("reopened"),
    "resolved": pgettext_lazy("audit", "resolved"),
    "retracted": gettext_lazy("withdrew"),
    "reworded": gettext_lazy("reworded"),
    "revised": gettext_lazy("revised"),
    "revoked": gettext_lazy("revoked"),
    "subscribed": gettext_lazy("subscribed"),
    "taken_over": gettext_lazy("took over a role on"),
    "touched": gettext_lazy("said “still working” on"),
    "withheld": gettext_lazy("held back"),
    "unsubscribed": pgettext_lazy("audit", "unsubscribed"),
}


def sentence(event: AuditEvent) -> str:
    """“Nadia resolved INC-2026-0042 Sign-in fails”, in the reader's language."""
    word = event.kind.rsplit(".", 1)[-1]
    return _("%(who)s %(did)s %(what)s") % {
        "who": event.actor_label,
        "did": VERBS.get(word, word.replace("_", " ")),
        "what": event.object_label or event.data.get("path") or event.kind,
    }
