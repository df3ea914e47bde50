from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.web import discover


class IncidentsConfig(AppConfig):
    name = "incidents"
    label = "incidents"
    verbose_name = _("Incidents and their readers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        discover.wake("incidents")
