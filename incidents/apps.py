from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IncidentsConfig(AppConfig):
    name = "incidents"
    label = "incidents"
    verbose_name = _("Incidents and their readers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import incidents.alerts.panels  # noqa: PLC0415
        import incidents.communication.receivers  # noqa: PLC0415
        import incidents.maintenance.receivers  # noqa: PLC0415
        import incidents.room.panels  # noqa: PLC0415  (registers its blocks of the home page)
        import incidents.statuspages.receivers  # noqa: PLC0415
        import incidents.subscribers.receivers  # noqa: F401, PLC0415  (registers receivers once the models exist)
