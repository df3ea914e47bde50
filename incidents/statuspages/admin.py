from datetime import timedelta
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet, TextField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.web.admin import ButtonAdmin, TranslationInline
from core.web.buttons import Button
from core.web.errors import Conflict
from incidents.catalogue.admin import CatalogueAdmin
from incidents.statuspages import actions, policies, queries
from incidents.statuspages.forms import LinkForm, StatusPageForm
from incidents.statuspages.models import StatusPage, StatusPageTranslation

LOOK = timedelta(hours=1)  # how long "view page" opens a private page on its own host


class WordsInline(TranslationInline):
    model = StatusPageTranslation
    fields = ("language", "name", "intro", "support_label", "support_url", "footer")
    formfield_overrides = {TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})}}


def _may(request: HttpRequest, page: StatusPage | None = None) -> bool:
    return policies.can_change_pages(request.actor) and (page is None or page.is_private)


def _rotate(request: HttpRequest, page: StatusPage) -> None:
    actions.rotate_links(statuspage=page, by=request.actor, at=timezone.now())


@admin.register(StatusPage)
class StatusPageAdmin(CatalogueAdmin, ButtonAdmin):
    """The pages readers open. Which one is the default is changed by a button, so that there is always one."""

    form = StatusPageForm
    list_display = ("name", "host", "visibility", "is_default", "language", "time_zone", "concerns")
    list_filter = ("visibility",)
    search_fields = ("name", "host")
    ordering = ("name", "pk")
    prepopulated_fields: dict[str, Any] = {}
    readonly_fields = ("public_id", "is_default", "snippet")
    inlines = (WordsInline,)
    fieldsets = (
        (None, {"fields": ("name", "host", "language", "languages", "time_zone", "is_default")}),
        (_("What it shows"), {"fields": ("all_components", "components", "regions")}),
        (_("Who may open it"), {"fields": ("visibility", "audience")}),
        (_("For programs"), {"fields": ("public_id", "snippet")}),
    )
    actions = ("make_default",)
    change_form_template = "admin/incidents/statuspage/change_form.html"
    opens = (_("View page"), "admin:incidents_statuspage_view")
    buttons = (
        Button(
            name="rotate",
            label=_("Replace all links"),
            run=_rotate,
            consequence=_("Every link to this private page stops working at once, also for who has it open."),
            offered=_may,
            danger=True,
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[StatusPage]:
        return super().get_queryset(request).prefetch_related("regions")

    def get_urls(self) -> list[URLPattern]:
        view, link = self.admin_site.admin_view(self.view_page), self.admin_site.admin_view(self.link_page)
        return [
            path("<int:pk>/view/", view, name="incidents_statuspage_view"),
            path("<int:pk>/link/", link, name="incidents_statuspage_link"),
            *super().get_urls(),
        ]

    @admin.display(description=_("regions"))
    def concerns(self, page: StatusPage) -> str:
        return ", ".join(region.name for region in page.regions.all()) or "–"

    @admin.display(description=_("Embed"))
    def snippet(self, page: StatusPage) -> SafeString | str:
        """What other people's pages hold to show this page's state."""
        if page.pk is None or page.is_private:
            return "–"
        code = f'<script src="{queries.url_of(page)}/widget.js" defer></script>'
        return format_html("<code>{}</code>", code)

    def view_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """To the page itself; to a private one by a link that lasts an hour, for its host knows no session of ours."""
        page = self._page(request, pk)
        if not page.is_private:
            return HttpResponseRedirect(f"{queries.url_of(page)}/")
        response = HttpResponseRedirect(actions.link(page, until=timezone.now() + LOOK))
        add_never_cache_headers(response)
        return response

    def link_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks for how long, makes the link on POST, and shows it there and then: it lies in no session."""
        page = self._page(request, pk)
        if not _may(request, page):
            raise PermissionDenied
        form, link, until = LinkForm(request.POST or None), "", None
        if request.method == "POST" and form.is_valid():
            link, until = actions.make_link(
                statuspage=page, by=request.actor, at=timezone.now(), valid_days=form.cleaned_data["valid_days"]
            )
        context = {
            **self.admin_site.each_context(request),
            **{"title": _("Link to a private page"), "opts": self.opts, "page": page},
            **{"form": form, "link": link, "until": until},
        }
        response = TemplateResponse(request, "admin/incidents/statuspage/link.html", context)
        add_never_cache_headers(response)
        return response

    def _page(self, request: HttpRequest, pk: int) -> StatusPage:
        page = self.get_object(request, str(pk))
        if page is None:
            raise Http404
        if not self.has_view_permission(request, page):
            raise PermissionDenied
        return page

    @admin.action(description=_("Make this the default page"), permissions=["change"])
    def make_default(self, request: HttpRequest, queryset: QuerySet[StatusPage]) -> None:
        """Readers of every host that no other page claims will see this page."""
        if queryset.count() != 1:
            self.message_user(request, _("Choose exactly one page. Nothing was changed."), messages.ERROR)
            return
        try:
            page = actions.make_default(statuspage=queryset.get(), by=request.actor, at=timezone.now())
        except Conflict as error:
            self.message_user(request, str(error), messages.ERROR)
            return
        self.message_user(request, _("%(page)s is the default page now.") % {"page": page})

    def has_delete_permission(self, request: HttpRequest, obj: StatusPage | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.is_default)
