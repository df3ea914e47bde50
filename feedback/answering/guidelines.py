"""Guidelines of conduct, as they stand beside the answer box (practice P21). Pure."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Guideline:
    name: Promise
    advice: Promise


GUIDELINES = (
    Guideline(_("Respect"), _("Whatever the tone: there is a person, and something has gone wrong for them.")),
    Guideline(
        _("Be a person"), _("Write as you would speak, and sign with your name. Nobody wants to be sold anything.")
    ),
    Guideline(_("Be useful"), _("Answer the question first. Then say what happens next, and when.")),
    Guideline(_("Be us"), _("Warm, plain, a little playful where it fits: our voice, not a form's.")),
    Guideline(
        _("Keep perspective"), _("One angry message is not the end of the world, and never a reason to be curt.")
    ),
    Guideline(_("Be open"), _("Say what we know, what we do not know, and what was our mistake.")),
    Guideline(_("Keep it light"), _("Short sentences, few of them. Humour only where nobody is hurt.")),
)
