from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import core.audit.receivers  # noqa: F401, PLC0415  (registers the receiver once the models exist)
        from core.delivery import queries as delivery  # noqa: PLC0415
        from core.web import vitals  # noqa: PLC0415

        vitals.add_gauges("delivery", delivery.gauges)
        vitals.add_checks("delivery", delivery.checks)
