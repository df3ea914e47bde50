from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.web.admin import BaseAdmin, BaseInline
from core.web.errors import Invalid
from feedback.duty import actions, policies, words
from feedback.duty.models import EscalationStep, tellable
from feedback.targets.forms import DAYS, CalendarForm, FeastsForm, PolicyForm, known
from feedback.targets.models import BusinessCalendar, Holiday, RegisterPolicy

TIMES = {"acknowledge_minutes", "answer_minutes", "resolve_minutes", "calendar"}


def tell_retimed(request: HttpRequest, registers: Any) -> None:
    """Carry the change to what is open, and say so."""
    begun = actions.begin_retiming(registers=registers, by=request.actor, at=timezone.now())
    if total := sum(each.total for each in begun):
        text = ngettext(
            "The clocks of %(n)d open conversation are being changed.",
            "The clocks of %(n)d open conversations are being changed.",
            total,
        )
        messages.info(request, text % {"n": total})


@admin.register(RegisterPolicy)
class RegisterPolicyAdmin(BaseAdmin):
    """What is owed to each register; there are as many as the product knows, so none is added or deleted."""

    form = PolicyForm
    list_display = ("__str__", "acknowledged", "answered", "resolved", "calendar", "goes_to", "thanks", "called")
    list_select_related = ("calendar",)
    ordering = ("position", "slug")
    search_fields = ("slug",)
    readonly_fields = ("concerns",)
    fieldsets = (
        (None, {"fields": ("concerns", *sorted(TIMES - {"calendar"}), "calendar")}),
        (gettext_lazy("Who and how"), {"fields": ("goes_to", "called", "showing", "position")}),
        (gettext_lazy("What may be automatic"), {"fields": ("thanks", "suggest_articles", "canned_untouched")}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: RegisterPolicy, form: forms.ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if TIMES & set(form.changed_data):
            tell_retimed(request, [obj])

    @admin.display(description=gettext_lazy("open conversations"))
    def concerns(self, policy: RegisterPolicy) -> str:
        return words.concerned([policy.pk])

    @admin.display(description=gettext_lazy("acknowledged within"), ordering="acknowledge_minutes")
    def acknowledged(self, policy: RegisterPolicy) -> str:
        return words.span(policy.acknowledge_minutes)

    @admin.display(description=gettext_lazy("human answer within"), ordering="answer_minutes")
    def answered(self, policy: RegisterPolicy) -> str:
        return words.span(policy.answer_minutes)

    @admin.display(description=gettext_lazy("resolved within"), ordering="resolve_minutes")
    def resolved(self, policy: RegisterPolicy) -> str:
        return words.span(policy.resolve_minutes)


class HolidayInline(BaseInline):
    model = Holiday
    ordering = ("on",)
    verbose_name_plural = gettext_lazy("holidays")


@admin.register(BusinessCalendar)
class BusinessCalendarAdmin(BaseAdmin):
    """When people of ours answer; holidays of a country are proposed on a page of their own."""

    form = CalendarForm
    list_display = ("name", "zone", "open_hours", "registers")
    ordering = ("name", "pk")
    search_fields = ("name",)
    readonly_fields = ("concerns",)
    inlines = (HolidayInline,)
    fieldsets = (
        (None, {"fields": ("name", "zone", "concerns")}),
        (gettext_lazy("Opening hours"), {"fields": DAYS}),
    )
    change_form_template = "admin/duty/calendar.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("policies")

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.propose)
        return [path("<int:pk>/holidays/", page, name="feedback_calendar_holidays"), *super().get_urls()]

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change and (form.has_changed() or any(each.has_changed() for each in formsets)):
            tell_retimed(request, form.instance.policies.all())

    def propose(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The holidays of a country in a year, looked over before they count."""
        calendar = self.get_object(request, str(pk))
        if calendar is None or not policies.can_close_days(request.actor):
            raise PermissionDenied
        year = timezone.now().year
        form = FeastsForm(request.POST or request.GET or None, initial={"year": year, "country": "FR"})
        found = form.found if form.is_bound and form.is_valid() else []
        if request.method == "POST" and found:
            chosen = [each for each in found if each.on.isoformat() in request.POST.getlist("on")]
            try:
                rows = actions.close_days(calendar=calendar, feasts=chosen, by=request.actor, at=timezone.now())
            except Invalid as error:
                form.add_error(None, [text for texts in error.fields.values() for text in texts])
            else:
                text = ngettext("%(n)d holiday added.", "%(n)d holidays added.", len(rows)) % {"n": len(rows)}
                messages.success(request, text)
                return HttpResponseRedirect(reverse("admin:feedback_businesscalendar_change", args=[pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Propose holidays"),
            "opts": self.opts,
            "calendar": calendar,
            "form": form,
            "found": found,
            "known": known(calendar, found),
        }
        return TemplateResponse(request, "admin/duty/holidays.html", context)

    @admin.display(description=gettext_lazy("open conversations"))
    def concerns(self, calendar: BusinessCalendar) -> str:
        if not calendar.pk:
            return "–"
        return words.concerned([policy.pk for policy in calendar.policies.all()])

    @admin.display(description=gettext_lazy("open a week"))
    def open_hours(self, calendar: BusinessCalendar) -> str:
        return words.span(sum(closes - opens for day in calendar.week for opens, closes in day), days=False)

    @admin.display(description=gettext_lazy("registers"))
    def registers(self, calendar: BusinessCalendar) -> str:
        return ", ".join(str(each) for each in calendar.policies.all()) or "–"


class StepForm(forms.ModelForm):
    tells = forms.MultipleChoiceField(
        label=capfirst(EscalationStep._meta.get_field("tells").verbose_name), widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = EscalationStep
        fields = ("clock", "spans", "tells")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "tells" in self.fields:
            self.fields["tells"].choices = list(tellable().items())


@admin.register(EscalationStep)
class EscalationStepAdmin(BaseAdmin):
    """Who hears when a clock has run out; the highest step reached counts."""

    form = StepForm
    list_display = ("__str__", "who")
    list_filter = ("clock",)
    ordering = ("clock", "spans")

    @admin.display(description=EscalationStep._meta.get_field("tells").verbose_name)
    def who(self, step: EscalationStep) -> str:
        return step.names
