from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class StaffSite(AdminSite):
    """The staff interface: Django's admin under our name and theme."""

    site_title = _("Candor")
    site_header = _("Candor")
    index_title = _("What needs me now")
