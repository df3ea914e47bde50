from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.web.admin import BaseAdmin
from feedback.desk.models import CONDITIONS, CONSEQUENCES, RoutingRule


class RuleForm(forms.ModelForm):
    class Meta:
        model = RoutingRule
        fields = ("name", "position", "is_active", *CONDITIONS, *CONSEQUENCES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = list(Group.objects.order_by("name").values_list("name", flat=True))
        kept = self.instance.set_team
        choices = [("", "---------"), *((name, name) for name in dict.fromkeys([*names, *([kept] if kept else [])]))]
        self.fields["set_team"] = forms.ChoiceField(
            choices=choices, required=False, label=self.fields["set_team"].label
        )


@admin.register(RoutingRule)
class RoutingRuleAdmin(BaseAdmin):
    """Rules in the order in which they are asked."""

    form = RuleForm
    list_display = ("name", "position", "is_active", "asks", "says", "tried")
    list_filter = ("is_active",)
    search_fields = ("name", "words")
    ordering = ("position", "pk")
    list_select_related = ("register", "component", "region", "set_register", "assign_to")
    fieldsets = (
        (None, {"fields": ("name", "position", "is_active")}),
        (_("When all of this holds"), {"fields": CONDITIONS}),
        (_("Then"), {"fields": CONSEQUENCES}),
    )

    @admin.display(description=_("when"))
    def asks(self, rule: RoutingRule) -> str:
        words = " / ".join(rule.words.split("\n"))[:80]
        told = (rule.register, rule.component, rule.region, rule.language and rule.get_language_display())
        return " · ".join(str(each) for each in (*told, rule.origin and rule.get_origin_display(), words) if each)

    @admin.display(description=_("then"))
    def says(self, rule: RoutingRule) -> str:
        held = gettext("hold") if rule.hold else ""
        return " · ".join(str(each) for each in (rule.set_register, rule.assign_to, rule.set_team, held) if each)

    @admin.display(description=_("tried"))
    def tried(self, rule: RoutingRule) -> SafeString:
        address = reverse("routing_trial", args=[rule.pk])
        return format_html('<a href="{}">{}</a>', address, gettext("Try it"))
