from django.utils.translation import gettext_lazy as _

from feedback.targets.registers import Register, Showing

REGISTER = Register(
    slug="compliment",
    key="l",
    position=60,
    label=_("Compliment"),
    meaning=_("Somebody is pleased with us."),
    answer_minutes=2 * 24 * 60,
    thanks=True,
    canned_untouched=True,
    showing=Showing.PUBLIC,
    goes_to="Community manager",
)
