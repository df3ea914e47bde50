"""The staff pages that take in and give out the list of subscribers as CSV."""

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.actor import require
from core.web.admin import StateAdmin
from incidents.subscribers import actions, csvfile, policies
from incidents.subscribers.forms import CheckedFileForm, FileForm
from incidents.subscribers.importing import Report

MAX_ROWS = 20_000  # within one request; the command takes more


class ExchangeAdmin(StateAdmin):
    """Adds two doors to the list. The import looks at the file first and writes on the second POST."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("import/", view(self.import_view), name="incidents_subscriber_import"),
            path("export/", view(self.export_view), name="incidents_subscriber_export"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        offered = {"may_exchange": policies.can_import(request.actor)}
        return super().changelist_view(request, {**offered, **(extra_context or {})})

    def export_view(self, request: HttpRequest) -> StreamingHttpResponse:
        """What the list shows under the same filters, all pages of it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        chosen = self.get_changelist_instance(request).get_queryset(request)
        lines = actions.export(subscribers=chosen, by=request.actor, at=timezone.now())
        name = f"subscribers-{timezone.now():%Y-%m-%d}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Ask for a file, show what each line would do, then do it."""
        require(policies.can_import, request.actor)
        checked = "text" in request.POST
        form = (CheckedFileForm if checked else FileForm)(request.POST or None, request.FILES or None)
        found: tuple[Report, csvfile.Header] | None = None
        if form.is_valid():
            try:
                found = self._read(request, form, dry_run=not checked)
            except csvfile.Unreadable as error:
                form.add_error(None, str(error))
        if found and checked:
            return self._done(request, found[0])
        report, header = found or (None, None)
        if report:
            form = CheckedFileForm(initial={"text": form.text, "confirmed": form.cleaned_data["confirmed"]})
        context = {
            **self.admin_site.each_context(request),
            "title": _("Import subscribers"),
            "opts": self.opts,
            "form": form,
            "report": report,
            "ignored": ", ".join(header.unknown) if header else "",
            "columns": ", ".join(csvfile.COLUMNS),
            "back": reverse("admin:incidents_subscriber_changelist"),
        }
        return TemplateResponse(request, "admin/incidents/subscriber/import.html", context)

    def _read(self, request: HttpRequest, form: FileForm, *, dry_run: bool) -> tuple[Report, csvfile.Header]:
        """All of the file or, when it can't be read to its end, none of it."""
        file = BytesIO(form.text_bytes)
        header = csvfile.read_header(file)
        with transaction.atomic():
            report = actions.import_rows(
                rows=csvfile.read_rows(file, header, limit=MAX_ROWS),
                confirmed=form.cleaned_data["confirmed"],
                dry_run=dry_run,
                by=request.actor,
                at=timezone.now(),
            )
        return report, header

    def _done(self, request: HttpRequest, report: Report) -> HttpResponse:
        counts = {"added": report.added, "known": report.known, "refused": report.refused}
        said = _("Imported: %(added)d added, %(known)d already there, %(refused)d refused.") % counts
        messages.success(request, said)
        return HttpResponseRedirect(reverse("admin:incidents_subscriber_changelist"))
