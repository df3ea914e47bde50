from django.utils.translation import gettext_lazy as _

from feedback.targets.registers import Register, Showing

REGISTER = Register(
    slug="idea",
    key="i",
    position=40,
    label=_("Idea"),
    meaning=_("Somebody proposes how we could be better."),
    answer_minutes=2 * 24 * 60,
    thanks=True,
    canned_untouched=True,
    showing=Showing.PUBLIC,
    goes_to="Head of customer service",
)
