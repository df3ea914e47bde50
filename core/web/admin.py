"""The base classes of every staff list and record: fast lists, accessible forms, buttons for moves."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.text import capfirst

from core.actor import written
from core.web.buttons import Button
from core.web.errors import Conflict, Invalid

COUNT_LIMIT = 10_000


class BoundedPaginator(Paginator):
    """Counts no further than `COUNT_LIMIT`: an exact count of a million rows costs more than the list."""

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by()[:COUNT_LIMIT].count()

    @property
    def capped(self) -> bool:
        return self.count >= COUNT_LIMIT


class BaseAdmin(admin.ModelAdmin):
    """Reference data: plain forms, but lists that stay fast and choices that are searched for."""

    paginator = BoundedPaginator
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # counting each filter's rows costs more than the list
    save_on_top = False
    view_on_site = False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        title = capfirst(str(self.opts.verbose_name_plural))
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """Every link to something searchable is searched for: 10,000 options cost 700 ms and a scroll."""
        return searchable_links(self, request)

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> LogEntry:
        self._written(request, obj, "created", message)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> LogEntry:
        self._written(request, obj, "changed", message)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: QuerySet) -> Any:
        for obj in queryset:
            self._written(request, obj, "deleted", [])
        return super().log_deletions(request, queryset)

    def _written(self, request: HttpRequest, obj: Model, verb: str, message: Any) -> None:
        """Tell the audit trail; Django's own log is kept beside it for the record's history page."""
        written.send(
            sender=type(obj),
            kind=f"{obj._meta.label_lower}.{verb}",
            on=obj,
            by=request.actor,
            at=timezone.now(),
            data={"changes": message},
        )


def searchable_links(options: Any, request: HttpRequest) -> list[str]:
    """Names of the foreign keys and many-to-many fields whose admin has a search."""
    found = list(options.autocomplete_fields)
    meta = options.model._meta
    taken = {*found, *options.get_readonly_fields(request), *options.raw_id_fields, *options.filter_horizontal}
    for field in [*meta.fields, *meta.many_to_many]:
        if field.name in taken or not field.is_relation or not field.editable:
            continue
        through = getattr(field.remote_field, "through", None)
        if through is not None and not through._meta.auto_created:
            continue
        target = options.admin_site._registry.get(field.related_model)
        if target is not None and target.search_fields:
            found.append(field.name)
    return found


class BaseInline(admin.StackedInline):
    """Rows inside a record. Stacked: tabular inlines fail accessibility checks."""

    extra = 0
    show_change_link = False

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        return searchable_links(self, request)


class TranslationInline(BaseInline):
    """One row per language; a new record offers one for each. Whoever may edit the record edits its texts."""

    classes = ("translations",)

    @property
    def max_num(self) -> int:
        return len(self.model._meta.get_field("language").choices)

    def get_extra(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> int:
        return 0 if obj else self.max_num

    def _may(self, request: HttpRequest, *verbs: str) -> bool:
        owner = self.parent_model._meta
        return any(request.user.has_perm(f"{owner.app_label}.{verb}_{owner.model_name}") for verb in verbs)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, "view", "change")

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, "change" if obj else "add")

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, "change")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, "change")


class ReadOnlyAdmin(BaseAdmin):
    """What people read here and never edit: it has a state, or it is a record of the past."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ReadOnlyInline(BaseInline):
    """Rows inside a record that people read here and never edit."""

    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ButtonAdmin(BaseAdmin):
    """A record with buttons that call the slice's actions.

    Subclasses list `buttons`. A button with `in_list` is also an action of the list; both lead
    over a page that says what will happen to how many, and only its POST does it.
    """

    buttons: tuple[Button, ...] = ()
    opens: tuple[str | Promise, str] | None = None  # label and URL name of the page where it is worked on
    change_form_template = "admin/state/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        info = self.opts.app_label, self.opts.model_name
        press = self.admin_site.admin_view(self.press)
        return [path("<path:object_id>/do/<slug:name>/", press, name="{}_{}_do".format(*info)), *super().get_urls()]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        found = super().get_actions(request)
        for button in self.buttons:
            # A POST that nobody was offered must reach the action's refusal: 403, and the security log.
            if button.in_list and (request.method == "POST" or button.offered(request)):
                found[button.name] = (_list_action(button), button.name, str(button.label))
        return found

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        record = kwargs.get("obj")
        context["buttons"] = [
            (button, self.address(button, record))
            for button in self.buttons
            if record and button.offered(request, record)
        ]
        if self.opens and record:
            label, name = self.opens
            context["opens"] = {"label": label, "address": reverse(name, args=[record.pk])}
        return super().render_change_form(request, context, **kwargs)

    def address(self, button: Button, record: Model) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_do", args=[record.pk, button.name])

    def press(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        record = self.get_object(request, unquote(object_id))
        button = next((each for each in self.buttons if each.name == name), None)
        if record is None or button is None:
            raise Http404
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        back = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[record.pk])
        return self.confirm(request, button, [record], back)

    def confirm(self, request: HttpRequest, button: Button, records: list[Model], back: str) -> HttpResponse:
        """Ask first; do it on the confirming POST; an answer that needs mending keeps what was typed."""
        confirmed = request.method == "POST" and "confirm" in request.POST
        form = button.form(request.POST if confirmed else None) if button.form else Form(request.POST or None)
        if confirmed and form.is_valid():
            done = self.perform(request, button, records, form)
            if done:
                return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request),
            "title": capfirst(str(button.label)),
            "opts": self.opts,
            "button": button,
            "records": records[:10],
            "more": max(0, len(records) - 10),
            "says": button.says(records),
            "form": form,
            "back": back,
            "selected": request.POST.getlist("_selected_action"),
        }
        return TemplateResponse(request, "admin/state/confirm.html", context)

    def perform(self, request: HttpRequest, button: Button, records: list[Model], form: Form) -> bool:
        """Press the button for each record; True unless the form has something to mend.

        A refusal is not caught: it travels to the middleware, which logs it and answers 403.
        """
        done = 0
        for record in records:
            try:
                button.run(request, record, **form.cleaned_data)
            except Invalid as error:
                for field, texts in error.fields.items():
                    form.add_error(field if field in form.fields else None, texts)
                return False
            except ValidationError as error:
                form.add_error(None, error)
                return False
            except Conflict as error:
                messages.warning(request, f"{record}: {error}")
            else:
                done += 1
        if done:
            messages.success(request, button.tell(done))
        return True


class StateAdmin(ButtonAdmin, ReadOnlyAdmin):
    """A record with a state: its fields are read, and buttons call the slice's actions."""

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        found = super().get_actions(request)
        found.pop("delete_selected", None)
        return found


def _list_action(button: Button) -> Any:
    def run(modeladmin: ButtonAdmin, request: HttpRequest, chosen: QuerySet) -> HttpResponse | None:
        return modeladmin.confirm(request, button, list(chosen), request.get_full_path())

    return run
