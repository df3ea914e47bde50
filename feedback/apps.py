from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.web import discover


class FeedbackConfig(AppConfig):
    name = "feedback"
    label = "feedback"
    verbose_name = _("Feedback")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        discover.wake("feedback")
