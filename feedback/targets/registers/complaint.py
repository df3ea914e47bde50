from django.utils.translation import gettext_lazy as _

from feedback.targets.registers import Register, Showing

REGISTER = Register(
    slug="complaint",
    key="c",
    position=10,
    label=_("Complaint"),
    meaning=_("Somebody is unhappy with us."),
    answer_minutes=60,
    thanks=True,
    canned_untouched=False,
    showing=Showing.PUBLIC_IF_PUBLIC,
    goes_to="Community manager",
)
