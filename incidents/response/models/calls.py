from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from incidents.response import states
from incidents.response.models.incident import Incident


class RoleCallQuerySet(models.QuerySet["RoleCall"]):
    def unanswered(self) -> "RoleCallQuerySet":
        return self.filter(answered_at=None, ended_at=None)

    def lapsed(self, at: datetime) -> "RoleCallQuerySet":
        """Nobody answered in time, and nobody has dealt with that yet."""
        return self.unanswered().filter(lapses_at__lte=at)


class RoleCall(models.Model):
    """Somebody is wanted for a role. `user` None: whoever is trusted with it.

    Answered by taking the role. Ended without an answer when it lapsed and was passed on, when
    somebody else holds the role, or when the incident is over.
    """

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="calls")
    role = models.CharField(_("role"), max_length=24, choices=states.Role)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("person"), null=True, blank=True, related_name="+"
    )
    called_at = models.DateTimeField(_("called"))
    called_by = models.CharField(_("called by"), max_length=200)
    lapses_at = models.DateTimeField(_("lapses"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.CharField(_("answered by"), max_length=200, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.CharField(_("ended by"), max_length=200, blank=True)
    end = models.CharField(_("end"), max_length=12, choices=states.CallEnd, blank=True)
    passed_on_to = models.OneToOneField("self", models.SET_NULL, null=True, blank=True, related_name="passed_on_from")

    objects = RoleCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call for a role")
        verbose_name_plural = _("calls for roles")
        constraints = [
            models.CheckConstraint(condition=Q(role__in=states.Role.values), name="call_role_known"),
            models.CheckConstraint(condition=Q(end="") | Q(end__in=states.CallEnd.values), name="call_end_known"),
            models.CheckConstraint(
                condition=Q(end="", ended_at__isnull=True) | (~Q(end="") & Q(ended_at__isnull=False)),
                name="call_end_is_dated",
            ),
            models.CheckConstraint(condition=Q(lapses_at__gte=F("called_at")), name="call_lapses_after_call"),
            models.UniqueConstraint(
                fields=["incident", "role"],
                condition=Q(answered_at__isnull=True, ended_at__isnull=True),
                name="call_open_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["lapses_at"], condition=Q(answered_at__isnull=True, ended_at__isnull=True), name="call_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.user or _('whoever can')}"
