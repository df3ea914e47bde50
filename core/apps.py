from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.web import discover


class CoreConfig(AppConfig):
    name = "core"
    label = "core"
    verbose_name = _("People, delivery, audit trail")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        discover.wake("core")
