"""The registers as customers would say them; crisis, opportunity and campaign are our words, not theirs."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REGISTERS: dict[str, Promise] = {
    "question": _("Questions"),
    "problem": _("Something does not work"),
    "complaint": _("Complaints"),
    "idea": _("Ideas and wishes"),
    "compliment": _("Praise and thanks"),
}


def register(slug: str | None) -> str:
    """ "" for what customers have no word for."""
    return str(REGISTERS.get(slug or "", ""))
