from django.utils.translation import gettext_lazy as _

from feedback.targets.registers import Register, Showing

REGISTER = Register(
    slug="opportunity",
    key="o",
    position=50,
    label=_("Opportunity"),
    meaning=_("Somebody wants to work or do business with us."),
    answer_minutes=1 * 24 * 60,
    thanks=False,
    canned_untouched=False,
    showing=Showing.PRIVATE,
    acknowledge_minutes=24 * 60,
    goes_to="Head of customer service",
)
