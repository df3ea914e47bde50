"""What a message is about, in a customer's words; each proposes a register, and a human decides.

Nobody is asked whether it is a crisis, an opportunity or the echo of a campaign: those are our words.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Subject:
    """`register` is a slug of the registry; None leaves it to whoever sorts."""

    slug: str
    label: Promise
    register: str | None


SUBJECTS = (
    Subject("broken", _("Something does not work"), "problem"),
    Subject("unhappy", _("I am unhappy with something"), "complaint"),
    Subject("question", _("I have a question"), "question"),
    Subject("idea", _("I have an idea"), "idea"),
    Subject("praise", _("I would like to praise something"), "compliment"),
    Subject("other", _("Something else"), None),
)
CHOICES = tuple((each.slug, each.label) for each in SUBJECTS)


def register_of(slug: str) -> str | None:
    return next((each.register for each in SUBJECTS if each.slug == slug), None)
