from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.text.translations import Language
from feedback.targets.models import RegisterPolicy
from feedback.threads.states import Origin
from incidents.catalogue.models import Component, Region

CONDITIONS = ("register", "component", "region", "language", "origin", "words")
CONSEQUENCES = ("set_register", "assign_to", "set_team", "hold")


class RoutingRuleQuerySet(models.QuerySet["RoutingRule"]):
    def in_use(self) -> "RoutingRuleQuerySet":
        return self.filter(is_active=True).order_by("position", "pk")


class RoutingRule(models.Model):
    """What happens to a new message by itself; rules are asked in their order (`routing`)."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    position = models.PositiveIntegerField(_("position"), default=100)
    is_active = models.BooleanField(_("in use"), default=True)

    register = models.ForeignKey(
        RegisterPolicy, verbose_name=_("register"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    component = models.ForeignKey(
        Component, verbose_name=_("component"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    region = models.ForeignKey(
        Region, verbose_name=_("region"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    language = models.CharField(_("language"), max_length=8, choices=Language, blank=True)
    origin = models.CharField(_("came by"), max_length=12, choices=Origin, blank=True)
    words = models.TextField(
        _("words"),
        blank=True,
        max_length=4000,
        help_text=_("One line is enough: all the words of it, in any order. Longer words fit by their first letters."),
    )

    set_register = models.ForeignKey(
        RegisterPolicy,
        verbose_name=_("sort as"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    assign_to = models.ForeignKey(
        User, verbose_name=_("assign to"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    set_team = models.CharField(_("queue of the role"), max_length=80, blank=True)
    hold = models.BooleanField(_("hold"), default=False, help_text=_("As suspected spam; nothing is lost."))

    objects = RoutingRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("routing rule")
        verbose_name_plural = _("routing rules")
        constraints = [
            models.CheckConstraint(
                condition=Q(language="") | Q(language__in=Language.values), name="routing_language_known"
            ),
            models.CheckConstraint(condition=Q(origin="") | Q(origin__in=Origin.values), name="routing_origin_known"),
            models.CheckConstraint(
                condition=Q(register__isnull=False)
                | Q(component__isnull=False)
                | Q(region__isnull=False)
                | ~Q(language="")
                | ~Q(origin="")
                | ~Q(words=""),
                name="routing_asks_something",
            ),
            models.CheckConstraint(
                condition=Q(set_register__isnull=False) | Q(assign_to__isnull=False) | ~Q(set_team="") | Q(hold=True),
                name="routing_says_something",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        refuse_empty({name: getattr(self, name) for name in (*CONDITIONS, *CONSEQUENCES)})


def refuse_empty(given: dict[str, Any]) -> None:
    """Raise ValidationError for a rule that asks nothing, or says nothing."""
    if not any(given.get(name) for name in CONDITIONS):
        raise ValidationError(_("Say when it applies: with no condition at all it would move everything."))
    if not any(given.get(name) for name in CONSEQUENCES):
        raise ValidationError(_("Say what it does: sort, assign, send to a queue, or hold."))
