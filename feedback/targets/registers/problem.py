from django.utils.translation import gettext_lazy as _

from feedback.targets.registers import Register, Showing

REGISTER = Register(
    slug="problem",
    key="p",
    position=20,
    label=_("Problem"),
    meaning=_("Something does not work for somebody."),
    answer_minutes=30,
    thanks=True,
    canned_untouched=False,
    showing=Showing.AS_IT_CAME,
    goes_to="Support agent",
)
