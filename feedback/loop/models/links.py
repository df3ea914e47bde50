from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from feedback.loop.states import LinkState, Reason, ToldState
from feedback.threads.models import Message, Thread
from incidents.communication.models import Update
from incidents.response.models import Incident


class LinkQuerySet(models.QuerySet["IncidentLink"]):
    def linked(self) -> "LinkQuerySet":
        return self.filter(state=LinkState.LINKED)

    def suggested(self) -> "LinkQuerySet":
        return self.filter(state=LinkState.SUGGESTED)


class IncidentLink(models.Model):
    """A conversation is about an incident: suggested, then linked or put aside by a person."""

    thread = models.ForeignKey(
        Thread, on_delete=models.CASCADE, related_name="incident_links", verbose_name=_("thread")
    )
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+", verbose_name=_("incident"))
    state = models.CharField(_("state"), max_length=12, choices=LinkState, default=LinkState.SUGGESTED)
    reasons = models.JSONField(_("suggested because of"), default=list)  # values of `states.Why`
    suggested_at = models.DateTimeField(_("suggested"), null=True)
    suggested_by = models.CharField(max_length=200, blank=True)
    linked_at = models.DateTimeField(_("linked"), null=True)
    linked_by = models.CharField(_("linked by"), max_length=200, blank=True)
    removed_at = models.DateTimeField(_("put aside"), null=True)
    removed_by = models.CharField(max_length=200, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("linked thread")
        verbose_name_plural = _("linked threads")
        constraints = [
            models.UniqueConstraint(fields=["thread", "incident"], name="link_once"),
            models.CheckConstraint(condition=Q(state__in=LinkState.values), name="link_state_known"),
            models.CheckConstraint(condition=~Q(state="linked") | Q(linked_at__isnull=False), name="link_says_when"),
        ]
        indexes = [models.Index(fields=["incident", "state", "-id"], name="link_of_incident")]

    def __str__(self) -> str:
        return f"{self.thread_id} → {self.incident_id}"


class ToldUpdate(models.Model):
    """One published update for one linked thread: told, or why not; never twice."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="+")
    update = models.ForeignKey(Update, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(_("state"), max_length=12, choices=ToldState)
    reason = models.CharField(_("reason"), max_length=16, choices=Reason, blank=True)
    message = models.ForeignKey(Message, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("update told to a thread")
        verbose_name_plural = _("updates told to threads")
        constraints = [
            models.UniqueConstraint(fields=["update", "thread"], name="told_update_once"),
            models.CheckConstraint(condition=Q(state__in=ToldState.values), name="told_update_state_known"),
            models.CheckConstraint(
                condition=Q(reason="") | Q(reason__in=Reason.values), name="told_update_reason_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.update_id} → {self.thread_id}"


class LoopSettings(models.Model):
    """One row: how the loop is closed when nobody says otherwise."""

    auto_start = models.BooleanField(
        _("closing messages leave by themselves"),
        default=False,
        help_text=_("When an incident is resolved. They then count as automatic, never as our answer."),
    )
    ask_share = models.PositiveSmallIntegerField(
        _("of other customers asked how we did (per cent)"),
        default=10,
        validators=[MaxValueValidator(100)],
        help_text=_("Conversations about no incident, for the comparison."),
    )
    compare_days = models.PositiveSmallIntegerField(
        _("days before and after an incident that are compared"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )
    examined_to = models.DateTimeField(null=True, editable=False)  # threads up to here were held against incidents

    class Meta:
        verbose_name = _("settings of the loop")
        verbose_name_plural = _("settings of the loop")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="loop_settings_one_row"),
            models.CheckConstraint(condition=Q(ask_share__lte=100), name="loop_settings_share_sane"),
        ]

    def __str__(self) -> str:
        return str(_("Closing the loop"))
