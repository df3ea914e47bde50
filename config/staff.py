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
from feedback.insight import policies as insight_policies
from feedback.insight import urls as insight
from feedback.privacy import policies as privacy_policies
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

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """The lists of every app, and the pages of feedback that are no list, first."""
        found = super().get_app_list(request, app_label)
        for app in found:
            if app["app_label"] == "feedback":
                app["models"] = [*_pages(request), *app["models"]]
        return found

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """What needs me now, told by the panels of every slice; the usual list of lists below."""
        return super().index(request, {"panels": panels.render_all("home", request), **(extra_context or {})})


def _pages(request: HttpRequest) -> Iterator[dict[str, Any]]:
    """As Django tells its templates of a model."""
    offered = (
        (feedback.can_enter(request.actor), "inbox_enter", _("Enter a call or a letter")),
        (insight_policies.can_measure(request.actor), "admin:feedback_measures", _("Feedback in figures")),
        (privacy_policies.can_handle(request.actor), "admin:feedback_person", _("What we keep of a person")),
    )
    for may, name, label in offered:
        if may:
            yield {"name": label, "object_name": name, "admin_url": reverse(name), "view_only": True}


def account_pages(request: HttpRequest) -> dict[str, Any]:
    """Context of the pages allauth renders, which knows nothing of the frame around them."""
    if not request.path.startswith((reverse("account_pages"), reverse("admin:login"))):
        return {}
    return {**admin.site.each_context(request), "OIDC": settings.OIDC}
