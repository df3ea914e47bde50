from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ConfigConfig(AppConfig):
    """The composition root: commands, translations, system checks; no models."""

    name = "config"
    label = "config"

    def ready(self) -> None:
        import_module("config.checks")
        import_module("config.receivers")  # connects the worker's signs of life


class CandorAdminConfig(AdminConfig):
    """Django's admin with our site class, so that home page and theme are ours."""

    default_site = "config.staff.StaffSite"
