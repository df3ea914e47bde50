from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    label = "core"
    verbose_name = _("People, delivery, audit trail")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import core.accounts.receivers  # noqa: PLC0415  (registers the receivers)
        import core.audit.receivers  # noqa: PLC0415  (registers the receiver once the models exist)
        import core.delivery.panels  # noqa: F401, PLC0415  (registers its block of the home page)
        from core.delivery import queries as delivery  # noqa: PLC0415
        from core.web import vitals  # noqa: PLC0415

        vitals.add_gauges("delivery", delivery.gauges)
        vitals.add_checks("delivery", delivery.checks)
