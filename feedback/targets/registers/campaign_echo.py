from django.utils.translation import gettext_lazy as _

from feedback.targets.registers import Register, Showing

REGISTER = Register(
    slug="campaign_echo",
    key="m",
    position=80,
    label=_("Campaign echo"),
    meaning=_("Somebody reacts to one of our campaigns."),
    answer_minutes=1 * 24 * 60,
    thanks=False,
    canned_untouched=True,
    showing=Showing.AS_IT_CAME,
    acknowledge_minutes=24 * 60,
    goes_to="Brand reviewer",
)
