from django.utils.translation import gettext_lazy as _

from feedback.targets.registers import Register, Showing

REGISTER = Register(
    slug="crisis",
    key="!",
    position=70,
    label=_("Crisis"),
    meaning=_("What is said may harm people or the company within hours."),
    answer_minutes=10,
    thanks=False,
    canned_untouched=False,
    showing=Showing.PRIVATE,
    acknowledge_minutes=10,
    goes_to="Communications lead",
    called=True,
)
