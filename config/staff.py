from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _

from core.accounts.views import StaffLoginView
from core.web import panels
from feedback.crisis import urls as crisis
from feedback.insight import urls as insight
from feedback.privacy import urls as privacy
from feedback.threads import policies as feedback
from incidents.playbooks import urls as playbooks
from incidents.response.models import Incident
from incidents.room import urls as room

FEEDBACK = (crisis, insight, privacy)


class StaffSite(AdminSite):
    """The staff interface: Django's admin under our name and theme."""

    site_title = _("Candor")
    site_header = _("Candor")
    index_title = _("What needs me now")
    enable_nav_sidebar = False  # its place is the menu of lists in the header

    def get_urls(self) -> list[URLPattern | URLResolver]:
        return [
            path("incidents/incident/<int:pk>/room/", include(room.patterns(self.admin_view))),
            path("incidents/playbook/", include(playbooks.patterns(self.admin_view))),
            path("feedback/", include([page for each in FEEDBACK for page in each.patterns(self.admin_view)])),
            *super().get_urls(),
        ]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The same page as at its own address: the second factor and the provider belong to it."""
        return StaffLoginView.as_view()(request)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "main_nav": list(self.nav(request))}

    def nav(self, request: HttpRequest) -> Iterator[dict[str, Any]]:
        """The few places everybody goes to; the rest is in the list of lists."""
        places = [("", reverse("admin:index"), _("Now"))]
        incidents = self._registry.get(Incident)
        if incidents and incidents.has_view_permission(request):
            places.append(("", reverse("admin:incidents_incident_changelist"), _("Incidents")))
        if request.actor.may(feedback.VIEW):
            places.append(("", reverse("inbox"), _("Inbox")))
        if incidents and incidents.has_add_permission(request):
            places.append(("declare", reverse("admin:incidents_incident_add"), _("Declare an incident")))
        for kind, address, label in places:
            yield {"kind": kind, "address": address, "label": label, "current": request.path == address}

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """What needs me now, told by the panels of every slice; the usual list of lists below."""
        return super().index(request, {"panels": panels.render_all("home", request), **(extra_context or {})})


def account_pages(request: HttpRequest) -> dict[str, Any]:
    """Context of the pages allauth renders, which knows nothing of the frame around them."""
    if not request.path.startswith((reverse("account_pages"), reverse("admin:login"))):
        return {}
    return {**admin.site.each_context(request), "OIDC": settings.OIDC}
