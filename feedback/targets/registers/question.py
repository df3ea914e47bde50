from django.utils.translation import gettext_lazy as _

from feedback.targets.registers import Register, Showing

REGISTER = Register(
    slug="question",
    key="q",
    position=30,
    label=_("Question"),
    meaning=_("Somebody wants to know something."),
    answer_minutes=4 * 60,
    thanks=True,
    canned_untouched=True,
    showing=Showing.PUBLIC,
    goes_to="Support agent",
    suggest_articles=True,
    peers_answer=True,
)
