"""What is written to whoever is asked to sign, and to whoever asked: neither the words nor a supplier's name."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.text import lines
from incidents.communication.models import Signature
from incidents.communication.states import SignatureState
from incidents.response import letters
from incidents.response.discretion import Veil
from incidents.response.letters import Letter
from incidents.response.models import Incident

TEMPLATES = ("emails/communication/signature.txt", "emails/communication/signature.html")


def about(row: Signature, incident: Incident, user: User, *, veil: Veil) -> Letter:
    """In the language of whoever it is for: your signature is wanted, or what was decided."""
    with translation.override(user.locale):
        standing = {
            SignatureState.SIGNED: _("signed, you can publish"),
            SignatureState.REFUSED: _("the signature was refused"),
        }.get(SignatureState(row.state), _("your signature is wanted"))
        subject = lines.one_line(f"{incident.reference}: {standing}")
        told = {
            "reference": incident.reference,
            "title": veil(incident.title, user.locale),
            "note": veil(row.note, user.locale),
            "row": row,
            "standing": standing,
            "wanted": row.state == SignatureState.ASKED,
            "link": f"{settings.PUBLIC_URL}{reverse('admin:room', args=[incident.pk])}#decisions",
        }
        return letters.written(*TEMPLATES, subject=subject, user=user, told=told)
